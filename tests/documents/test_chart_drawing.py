# SPDX-License-Identifier: MulanPSL-2.0
"""Charts on paper: the same words as on the screen, inside the text, told apart without colour."""

from __future__ import annotations

import pypdfium2
import pytest

from inspector_app.documents.chart_drawing import ChartPiece, chart_piece, corners, paper_letters
from inspector_app.documents.fonts import FontSet
from inspector_app.documents.measures import LEFT, PAGE_HEIGHT, TEXT_WIDTH, TOP
from inspector_app.documents.pen import Pen
from inspector_app.domain.chart import Bar, BarChart, ColumnChart, LineChart, Part, Series
from inspector_app.domain.chart_shapes import Ink, Mark, Marker, Pattern

SCALE = 2.0
MONTHS = ("1月", "2月", "3月")


def printed(piece: ChartPiece, fonts: FontSet) -> pypdfium2.PdfPage:
    pen = Pen(fonts, "图表")
    piece.draw(pen, TOP)
    pen.next_page()
    return pypdfium2.PdfDocument(pen.finish())[0]


def dark(page: pypdfium2.PdfPage) -> list[tuple[float, float]]:
    """Give where the page is not white, in points from its upper left corner."""
    image = page.render(scale=SCALE).to_pil().convert("L")
    wide = image.width
    return [(n % wide / SCALE, n // wide / SCALE) for n, grey in enumerate(image.tobytes()) if grey < 250]


CHARTS = [
    BarChart(bars=tuple(Bar(label=f"区划{n}", parts=(Part(value=n),), text=f"{n}", words="") for n in range(5))),
    LineChart(
        labels=MONTHS, series=(Series(name="整改率", values=(96.0, None, 88.1), texts=("96.0", "—", "88.1")),),
        words=MONTHS, most=100.0, unit="%",
    ),
    ColumnChart(
        labels=MONTHS, words=MONTHS,
        series=(
            Series(name="排查", values=(900.0, 20.0, 31.0), texts=("900", "20", "31")),
            Series(name="已整改", values=(870.0, 0.0, 31.0), ink=Ink.GOOD, pattern=Pattern.HATCHED),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(CHARTS)))
def test_a_chart_stays_inside_the_text_and_its_own_height(number: int, fonts: FontSet) -> None:
    piece = chart_piece(CHARTS[number], fonts)
    places = dark(printed(piece, fonts))
    assert places
    assert min(x for x, _ in places) >= LEFT - 1
    assert max(x for x, _ in places) <= LEFT + TEXT_WIDTH + 1
    assert min(y for _, y in places) >= TOP - 1
    assert max(y for _, y in places) <= TOP + piece.height + 1 < PAGE_HEIGHT


def test_the_words_and_figures_are_on_the_paper(fonts: FontSet) -> None:
    text = printed(chart_piece(CHARTS[2], fonts), fonts).get_textpage().get_text_range()
    for word in ("排查", "已整改", "900", "1月", "3月"):
        assert word in text


def test_patterns_look_different_in_grey(fonts: FontSet) -> None:
    def darkness(pattern: Pattern) -> float:
        bar = Bar(label="一", parts=(Part(value=1, pattern=pattern),), text="", words="")
        return len(dark(printed(chart_piece(BarChart(bars=(bar,)), fonts), fonts)))

    shades = [darkness(pattern) for pattern in (Pattern.SOLID, Pattern.HATCHED, Pattern.DOTTED, Pattern.OPEN)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 4


def test_a_chart_is_never_split(fonts: FontSet) -> None:
    piece = chart_piece(CHARTS[0], fonts)
    assert piece.split(piece.height / 2, 700) is None
    assert piece.head_height() == piece.height
    assert piece.tail(3) == (None, piece)


def test_markers_have_their_shapes_and_letters_are_not_small() -> None:
    shapes = {marker: corners(Mark(x=0, y=0, radius=2, ink=Ink.MAIN, marker=marker)) for marker in Marker}
    assert {marker: len(shapes[marker]) for marker in Marker} == {
        Marker.DISC: 24, Marker.SQUARE: 4, Marker.DIAMOND: 4, Marker.TRIANGLE: 3,
    }  # fmt: skip
    assert shapes[Marker.SQUARE] != shapes[Marker.DIAMOND]


def test_paper_letters_measure_what_is_printed(fonts: FontSet) -> None:
    letters = paper_letters(fonts)
    assert letters.height >= 10.5
    assert letters.measure("隐患") == pytest.approx(2 * letters.measure("隐"))
