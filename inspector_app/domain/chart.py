# SPDX-License-Identifier: MulanPSL-2.0
"""Charts as pure geometry: bars beside their names, columns and lines over months; shapes in a box, nothing drawn.

The same picture is painted on the screen and on paper. Values are floats of what was rounded before; the texts beside
the bars are given, so that a chart says exactly what the tables say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.chart_shapes import (
    Box,
    Fill,
    Ink,
    Letters,
    Mark,
    Marker,
    Pattern,
    Picture,
    Shape,
    Spot,
    Stroke,
    Words,
)

LABEL_SHARE = 0.45  # of the width, the most for the names of bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a bar."""

    value: float
    ink: Ink = Ink.MAIN
    pattern: Pattern = Pattern.SOLID


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: its name, its parts one after the other, the figure beside it, and the sentence that says it all."""

    label: str
    parts: tuple[Part, ...]
    text: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a legend."""

    text: str
    ink: Ink
    pattern: Pattern = Pattern.SOLID
    marker: Marker | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Level bars below each other; `top` is the value of a full bar, the largest one if none is given."""

    bars: tuple[Bar, ...]
    top: float | None = None
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values over the labels of a chart, `None` where there is none; `texts` stand above its points or columns."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()
    ink: Ink = Ink.MAIN
    pattern: Pattern = Pattern.SOLID
    marker: Marker = Marker.DISC
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines over labels; `words` says each label's figures, `most` is the top of the scale if it is known."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    words: tuple[str, ...]
    most: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart:
    """Groups of columns over labels, one column of a group for each series."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    words: tuple[str, ...]
    most: float | None = None
    unit: str = ""


Chart = BarChart | LineChart | ColumnChart


def lay_out(chart: Chart, width: float, height: float, letters: Letters) -> Picture:
    """Lay a chart out in a box; bars keep their own height, the box may be higher."""
    if isinstance(chart, BarChart):
        return _bars(chart, width, letters)
    return _over_labels(chart, width, height, letters)


def least_height(chart: Chart, letters: Letters) -> float:
    """Give the height that a chart needs to be read."""
    if isinstance(chart, BarChart):
        legend = letters.height * 1.6 if chart.keys else 0.0
        return legend + max(1, len(chart.bars)) * _pitch(letters) + letters.height * 0.4
    return letters.height * 11


def nice_step(span: float) -> float:
    """Give the step between the lines of a scale: one, two or five times a power of ten, about four of them.

    >>> [nice_step(n) for n in (1, 4, 9, 10, 53, 3460)]
    [1.0, 1.0, 2.0, 2.0, 20.0, 1000.0]
    """
    wanted = max(span, 1.0) / 5
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(1.0, next(part * power for part in (1, 2, 5, 10) if part * power >= wanted * 0.999999))


# ---- bars ----------------------------------------------------------------------------------------------------


def _pitch(letters: Letters) -> float:
    return letters.height * 1.75


def _bars(chart: BarChart, width: float, letters: Letters) -> Picture:
    gap = letters.height * 0.5
    most_label = max((letters.measure(b.label) for b in chart.bars), default=0.0)
    left = min(most_label, width * LABEL_SHARE) + gap
    right = max((letters.measure(b.text) for b in chart.bars), default=0.0) + gap
    room = max(1.0, width - left - right)
    top = chart.top or max((sum(p.value for p in b.parts) for b in chart.bars), default=0.0) or 1.0
    shapes: list[Shape] = list(_legend(chart.keys, left, letters)) if chart.keys else []
    y = letters.height * 1.6 if chart.keys else 0.0
    spots = []
    for n, bar in enumerate(chart.bars):
        row = Box(x=0, y=y, width=width, height=_pitch(letters))
        shapes += _bar(bar, row, left, room / top, letters)
        spots.append(Spot(box=row, index=n, words=bar.words))
        y = row.bottom
    shapes.insert(0, Stroke(points=((left, y), (left, spots[0].box.y if spots else y)), ink=Ink.GRID))
    return Picture(width=width, height=y + letters.height * 0.4, shapes=tuple(shapes), spots=tuple(spots))


def _bar(bar: Bar, row: Box, left: float, scale: float, letters: Letters) -> Iterator[Shape]:
    middle, thick = row.y + row.height / 2, row.height * 0.56
    label = letters.fitted(bar.label, left - letters.height * 0.5)
    yield Words(text=label, x=left - letters.height * 0.5, y=middle, align=1)
    x = left
    for part in bar.parts:
        long = max(0.0, part.value) * scale
        if long > 0:
            box = Box(x=x, y=middle - thick / 2, width=max(long, 1.0), height=thick)
            yield Fill(box=box, ink=part.ink, pattern=part.pattern)
        x += long
    yield Words(text=bar.text, x=x + letters.height * 0.4, y=middle)


# ---- over labels ---------------------------------------------------------------------------------------------


def _over_labels(chart: LineChart | ColumnChart, width: float, height: float, letters: Letters) -> Picture:
    ticks = _scale(chart)
    low, high = ticks[0], ticks[-1]
    names = [_number(t) + chart.unit for t in ticks]
    left = max(map(letters.measure, names)) + letters.height * 0.5
    keys = tuple(_key(chart, s) for s in chart.series)
    legend = list(_legend(keys, 0.0, letters)) if len(keys) > 1 else []
    above = letters.height * (3.2 if legend else 1.6)  # room for the legend, and for texts over the top line
    area = Box(x=left, y=above, width=width - left, height=max(1.0, height - above - letters.height * 1.6))
    shapes = [*legend, *_ground(area, names, letters), *_labels(chart.labels, area, letters)]
    if isinstance(chart, LineChart):
        for series in chart.series:
            shapes += _line(series, area, low, high, letters)
    else:
        shapes += _columns(chart, area, high, letters)
    shapes += _texts(chart, area, low, high, letters)
    pitch = area.width / max(1, len(chart.labels))
    spots = tuple(
        Spot(box=Box(x=area.x + n * pitch, y=0, width=pitch, height=height), index=n, words=words)
        for n, words in enumerate(chart.words)
    )
    return Picture(width=width, height=height, shapes=tuple(shapes), spots=spots)


def _scale(chart: LineChart | ColumnChart) -> list[float]:
    """Give the values of the level lines; columns begin at nothing, lines where their values begin."""
    values = [v for s in chart.series for v in s.values if v is not None] or [0.0]
    is_line = isinstance(chart, LineChart)
    high = max(values) if chart.most is None else max(chart.most, *values)
    low = min(values) if is_line else 0.0
    step = nice_step(high - low)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.1f}"


def _key(chart: LineChart | ColumnChart, series: Series) -> Key:
    if isinstance(chart, ColumnChart):
        return Key(text=series.name, ink=series.ink, pattern=series.pattern)
    return Key(text=series.name, ink=series.ink, marker=series.marker, dashed=series.dashed)


def _legend(keys: Sequence[Key], left: float, letters: Letters) -> Iterator[Shape]:
    x, y, size = left, letters.height * 0.7, letters.height * 0.8
    for key in keys:
        if key.marker is None:
            box = Box(x=x, y=y - size / 2, width=size * 1.4, height=size)
            yield Fill(box=box, ink=key.ink, pattern=key.pattern)
        else:
            yield Stroke(points=((x, y), (x + size * 1.8, y)), ink=key.ink, width=2.0, dashed=key.dashed)
            yield Mark(x=x + size * 0.9, y=y, radius=size * 0.3, ink=key.ink, marker=key.marker)
        x += size * (1.4 if key.marker is None else 1.8) + letters.height * 0.4
        yield Words(text=key.text, x=x, y=y, ink=Ink.MUTED)
        x += letters.measure(key.text) + letters.height * 1.2


def _ground(area: Box, names: Sequence[str], letters: Letters) -> Iterator[Shape]:
    for n, name in enumerate(names):
        y = area.bottom - area.height * n / (len(names) - 1)
        yield Stroke(points=((area.x, y), (area.right, y)), ink=Ink.GRID)
        yield Words(text=name, x=area.x - letters.height * 0.4, y=y, ink=Ink.MUTED, align=1)


def _labels(labels: Sequence[str], area: Box, letters: Letters) -> Iterator[Shape]:
    pitch = area.width / max(1, len(labels))
    every = _every(labels, pitch, letters)
    for n, label in enumerate(labels):
        if (len(labels) - 1 - n) % every == 0:  # the last one is always named
            x, y = area.x + pitch * (n + 0.5), area.bottom + letters.height * 0.9
            yield Words(text=label, x=_inside(label, x, area, letters), y=y, ink=Ink.MUTED, align=0)


def _inside(text: str, x: float, area: Box, letters: Letters) -> float:
    """Give where the middle of a text lies so that it does not leave the picture."""
    half = letters.measure(text) / 2
    return max(half, min(x, area.right - half))


def _every(texts: Sequence[str], pitch: float, letters: Letters) -> int:
    """Give how many labels are passed over so that none runs into the next."""
    widest = max(map(letters.measure, texts), default=0.0) + letters.height * 0.4
    return max(1, math.ceil(widest / pitch))


def _place(series: Series, area: Box, low: float, high: float) -> list[tuple[float, float] | None]:
    pitch = area.width / max(1, len(series.values))
    return [
        None if v is None else (area.x + pitch * (n + 0.5), area.bottom - area.height * (v - low) / (high - low))
        for n, v in enumerate(series.values)
    ]


def _line(series: Series, area: Box, low: float, high: float, letters: Letters) -> Iterator[Shape]:
    run: list[tuple[float, float]] = []
    for place in [*_place(series, area, low, high), None]:
        if place is not None:
            run.append(place)
            continue
        if len(run) > 1:
            yield Stroke(points=tuple(run), ink=series.ink, width=2.0, dashed=series.dashed)
        for x, y in run:
            yield Mark(x=x, y=y, radius=letters.height * 0.24, ink=series.ink, marker=series.marker)
        run = []


def _columns(chart: ColumnChart, area: Box, high: float, letters: Letters) -> Iterator[Shape]:
    pitch = area.width / max(1, len(chart.labels))
    wide = min(letters.height * 2.4, pitch * 0.8 / max(1, len(chart.series)))
    for s, series in enumerate(chart.series):
        shift = (s - len(chart.series) / 2) * wide
        for n, value in enumerate(series.values):
            if value:
                tall = area.height * value / high
                x = area.x + pitch * (n + 0.5) + shift
                box = Box(x=x + 0.5, y=area.bottom - tall, width=wide - 1, height=tall)
                yield Fill(box=box, ink=series.ink, pattern=series.pattern)


def _texts(chart: LineChart | ColumnChart, area: Box, low: float, high: float, letters: Letters) -> Iterator[Shape]:
    """Write the figures of the first series above its points, as many as there is room for."""
    series = next((s for s in chart.series if s.texts), None)
    if series is None:
        return
    pitch = area.width / max(1, len(chart.labels))
    every = _every(series.texts, pitch, letters)
    for n, place in enumerate(_place(series, area, low, high)):
        if place is not None and (len(series.texts) - 1 - n) % every == 0:
            tops = [p[n] for p in (_place(s, area, low, high) for s in chart.series)]
            y = min(p[1] for p in tops if p is not None) if isinstance(chart, ColumnChart) else place[1]
            text = series.texts[n]
            yield Words(text=text, x=_inside(text, place[0], area, letters), y=y - letters.height * 0.9, align=0)
