# SPDX-License-Identifier: MulanPSL-2.0
"""Charts as geometry: in proportion, inside their box, every figure to be found, legible without colour."""

from __future__ import annotations

import itertools

import pytest

from inspector_app.domain.chart import (
    Bar,
    BarChart,
    Chart,
    ColumnChart,
    Key,
    LineChart,
    Part,
    Series,
    lay_out,
    least_height,
    nice_step,
)
from inspector_app.domain.chart_shapes import Fill, Ink, Letters, Mark, Marker, Pattern, Picture, Stroke, Words

LETTERS = Letters(measure=lambda text: 7.0 * len(text), height=14.0)
MONTHS = tuple(f"{n}月" for n in range(1, 13))


def bars(*values: float, top: float | None = None) -> BarChart:
    made = [
        Bar(label=f"区划{n}", parts=(Part(value=v),), text=f"{v:g}", words=f"区划{n}：{v:g}")
        for n, v in enumerate(values)
    ]
    return BarChart(bars=tuple(made), top=top)


def line(*values: float | None, most: float | None = 100.0) -> LineChart:
    texts = tuple("" if v is None else f"{v:g}" for v in values)
    labels = MONTHS[: len(values)]
    return LineChart(labels=labels, series=(Series(name="本期", values=values, texts=texts),), words=labels, most=most)


def columns(found: tuple[float, ...], done: tuple[float, ...]) -> ColumnChart:
    series = (
        Series(name="排查", values=found, texts=tuple(f"{v:g}" for v in found)),
        Series(name="已整改", values=done, ink=Ink.GOOD, pattern=Pattern.HATCHED),
    )
    return ColumnChart(labels=MONTHS[: len(found)], series=series, words=MONTHS[: len(found)])


def fills(picture: Picture) -> list[Fill]:
    return [s for s in picture.shapes if isinstance(s, Fill)]


def texts(picture: Picture) -> list[str]:
    return [s.text for s in picture.shapes if isinstance(s, Words)]


def edges(picture: Picture) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for shape in picture.shapes:
        if isinstance(shape, Fill):
            found += [(shape.box.x, shape.box.y), (shape.box.right, shape.box.bottom)]
        elif isinstance(shape, Stroke):
            found += shape.points
        elif isinstance(shape, Mark):
            found.append((shape.x, shape.y))
        else:
            wide = LETTERS.measure(shape.text)
            left = shape.x - {-1: 0.0, 0: wide / 2, 1: wide}[shape.align]
            found += [(left, shape.y), (left + wide, shape.y)]
    return found


EVERY: list[Chart] = [
    bars(10, 0, 250, 3), bars(96, 100, 0.4, top=100.0), bars(), line(100, 93.4, 59.7), line(96.0), line(None, 90, None),
    line(), columns((3, 1200, 7), (0, 1100, 7)), columns((), ()), line(*([99.5] * 12)),
]  # fmt: skip


@pytest.mark.parametrize("chart", EVERY)
@pytest.mark.parametrize("width", [320.0, 900.0])
def test_everything_lies_inside_the_box(chart: Chart, width: float) -> None:
    picture = lay_out(chart, width, max(180.0, least_height(chart, LETTERS)), LETTERS)
    for x, y in edges(picture):
        assert -0.01 <= x <= picture.width + 0.01
        assert -0.01 <= y <= picture.height + 0.01


def test_bars_are_as_long_as_their_values_and_a_top_is_the_whole_width() -> None:
    long, short = fills(lay_out(bars(200, 50), 600, 200, LETTERS))
    assert long.box.width == pytest.approx(4 * short.box.width)
    half, full = fills(lay_out(bars(50, 100, top=100.0), 600, 200, LETTERS))
    assert full.box.width == pytest.approx(2 * half.box.width)
    only = fills(lay_out(bars(50, top=100.0), 600, 200, LETTERS))[0]
    assert only.box.width < fills(lay_out(bars(50), 600, 200, LETTERS))[0].box.width


def test_parts_of_a_bar_follow_each_other_and_differ_in_pattern() -> None:
    parts = (Part(value=30), Part(value=10, ink=Ink.BAD, pattern=Pattern.HATCHED))
    chart = BarChart(
        bars=(Bar(label="条款", parts=parts, text="40", words="条款：40"),),
        keys=(Key(text="已整改", ink=Ink.MAIN), Key(text="未整改", ink=Ink.BAD, pattern=Pattern.HATCHED)),
    )
    picture = lay_out(chart, 600, 200, LETTERS)
    legend, drawn = fills(picture)[:2], fills(picture)[2:]
    assert [f.pattern for f in drawn] == [f.pattern for f in legend] == [Pattern.SOLID, Pattern.HATCHED]
    assert drawn[0].box.right == pytest.approx(drawn[1].box.x)
    assert drawn[0].box.width == pytest.approx(3 * drawn[1].box.width)
    assert {"已整改", "未整改", "40"} <= set(texts(picture))


def test_every_bar_says_its_figure_and_has_its_spot() -> None:
    picture = lay_out(bars(5, 0, 7), 500, 200, LETTERS)
    assert [s.words for s in picture.spots] == ["区划0：5", "区划1：0", "区划2：7"]
    assert {"5", "0", "7"} <= set(texts(picture))
    for n, spot in enumerate(picture.spots):
        assert picture.spot_at(spot.box.x + 1, spot.box.y + 1) == n
    assert picture.spot_at(-5, 5) is None


def test_a_month_without_figures_breaks_the_line() -> None:
    picture = lay_out(line(90, 95, None, 80, 70), 600, 240, LETTERS)
    runs = [s for s in picture.shapes if isinstance(s, Stroke) and s.ink is Ink.MAIN]
    assert [len(run.points) for run in runs] == [2, 2]
    assert len([s for s in picture.shapes if isinstance(s, Mark)]) == 4
    assert len(picture.spots) == 5


def test_higher_values_lie_higher_and_the_scale_says_its_ends() -> None:
    picture = lay_out(line(60, 80, 100), 600, 240, LETTERS)
    marks = [s for s in picture.shapes if isinstance(s, Mark)]
    assert marks[0].y > marks[1].y > marks[2].y
    assert marks[0].y - marks[1].y == pytest.approx(marks[1].y - marks[2].y)
    assert {"60", "100"} <= set(texts(picture))


def test_columns_begin_at_nothing_and_stand_side_by_side() -> None:
    picture = lay_out(columns((100, 50), (50, 50)), 600, 240, LETTERS)
    drawn = [f for f in fills(picture) if f.box.y > LETTERS.height * 2]  # not those of the legend
    ground = max(y for s in picture.shapes if isinstance(s, Stroke) and s.ink is Ink.GRID for _, y in s.points)
    assert all(f.box.bottom == pytest.approx(ground) for f in drawn)
    heights = sorted(f.box.height for f in drawn)
    assert heights == pytest.approx([heights[0]] * 3 + [2 * heights[0]])
    by_place = sorted(drawn, key=lambda f: f.box.x)
    assert all(left.box.right <= right.box.x for left, right in itertools.pairwise(by_place))
    assert [f.pattern for f in by_place] == [Pattern.SOLID, Pattern.HATCHED] * 2


def test_series_differ_by_more_than_colour() -> None:
    now = Series(name="本期", values=(90.0, 95.0))
    then = Series(name="上年同期", values=(80.0, 85.0), ink=Ink.OTHER, marker=Marker.DIAMOND, dashed=True)
    picture = lay_out(LineChart(labels=("1月", "2月"), series=(now, then), words=("a", "b")), 600, 240, LETTERS)
    assert {"本期", "上年同期"} <= set(texts(picture))
    assert {m.marker for m in picture.shapes if isinstance(m, Mark)} == {Marker.DISC, Marker.DIAMOND}
    assert any(s.dashed for s in picture.shapes if isinstance(s, Stroke))


def test_labels_never_run_into_each_other_and_the_last_one_stays() -> None:
    picture = lay_out(line(*range(60, 72), most=None), 320, 200, LETTERS)
    below = [s for s in picture.shapes if isinstance(s, Words) and s.text in MONTHS]
    assert below[-1].text == "12月"
    for left, right in itertools.pairwise(below):
        assert left.x + LETTERS.measure(left.text) / 2 <= right.x - LETTERS.measure(right.text) / 2


def test_long_names_are_shortened_to_the_room() -> None:
    name = "《危险化学品企业特殊作业安全规范》（GB 30871-2022）第五章第三节第十二条第四款"
    chart = BarChart(bars=(Bar(label=name, parts=(Part(value=1),), text="1", words=name),))
    picture = lay_out(chart, 500, 100, LETTERS)
    shown = next(t for t in texts(picture) if "…" in t)
    head, tail = shown.split("…")
    assert name.startswith(head)
    assert name.endswith(tail)
    assert tail.endswith("第四款")
    assert LETTERS.measure(shown) <= 500 * 0.45
    assert picture.spots[0].words == name
    assert LETTERS.fitted("很长的名称", 3.0) == ""


@pytest.mark.parametrize("span", [0.2, 1, 7, 13, 99, 1_234, 237_126])
def test_a_scale_has_few_lines(span: float) -> None:
    assert 1 <= span / nice_step(span) <= 5 or span < 1
