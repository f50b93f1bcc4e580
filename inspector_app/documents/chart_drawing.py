# SPDX-License-Identifier: MulanPSL-2.0
"""Charts on paper: the same shapes as on the screen, in black and greys with hatching."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import LEFT, TABLE_SIZE, TEXT_WIDTH
from inspector_app.documents.paragraph import Setting, text_width
from inspector_app.documents.pen import Pen
from inspector_app.documents.pieces import Piece
from inspector_app.domain.chart import Chart, lay_out, least_height
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
    Stroke,
)

GREYS = {
    Ink.TEXT: 0.0, Ink.MUTED: 0.25, Ink.GRID: 0.75, Ink.MAIN: 0.35, Ink.OTHER: 0.45, Ink.GOOD: 0.65, Ink.WARN: 0.5,
    Ink.BAD: 0.1,
}  # fmt: skip
HATCH = 3.0  # points between two lines
DOTS = 3.0
_CIRCLE = 24  # corners


def paper_letters(fonts: FontSet, size: float = TABLE_SIZE) -> Letters:
    """Give the letters of charts on paper; no text of a page is smaller than 10.5 points."""
    setting = Setting(fonts, Role.BODY, size, justify=False)
    return Letters(measure=lambda text: text_width(text, setting), height=size * 1.2)


def draw_picture(pen: Pen, picture: Picture, x: float, y: float, size: float = TABLE_SIZE) -> None:
    """Draw a laid-out chart, its upper left corner at a place of the page."""
    for shape in picture.shapes:
        _draw(pen, shape, x, y, size)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPiece:
    """A chart as a piece of a page: it takes the width of the text, and is never split."""

    picture: Picture
    before: float = 6.0
    keeps_next: bool = False
    lines: int = 0

    @property
    def height(self) -> float:
        """Its height."""
        return self.picture.height

    def head_height(self) -> float:
        """All of it: a chart is never split."""
        return self.height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Never."""
        return None

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """All of it."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw it, its top at `y`."""
        draw_picture(pen, self.picture, LEFT, y)


def chart_piece(chart: Chart, fonts: FontSet, height: float = 0.0) -> ChartPiece:
    """Lay a chart out over the width of the text; of 0 height it takes what it needs to be read."""
    letters = paper_letters(fonts)
    high = max(height, least_height(chart, letters))
    return ChartPiece(picture=lay_out(chart, TEXT_WIDTH, high, letters))


def _draw(pen: Pen, shape: Shape, x: float, y: float, size: float) -> None:
    if isinstance(shape, Fill):
        _fill(pen, Box(x=x + shape.box.x, y=y + shape.box.y, width=shape.box.width, height=shape.box.height), shape)
    elif isinstance(shape, Stroke):
        points = [(x + a, y + b) for a, b in shape.points]
        width = 0.4 if shape.ink is Ink.GRID else max(0.5, shape.width * 0.6)
        pen.stroke(points, width=width, grey=GREYS[shape.ink], dashed=shape.dashed)
    elif isinstance(shape, Mark):
        points = [(x + a, y + b) for a, b in corners(shape)]
        pen.area(points, grey=GREYS[shape.ink], edge=0)
    else:
        shift = {-1: 0.0, 0: 0.5, 1: 1.0}[shape.align] * pen.measure(shape.text, size, Role.BODY)
        pen.words(shape.text, x + shape.x - shift, y + shape.y - size / 2, size, role=Role.BODY, pitch=size)


def _fill(pen: Pen, box: Box, shape: Fill) -> None:
    frame = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    pen.area(frame, grey=GREYS[shape.ink] if shape.pattern is Pattern.SOLID else 1.0)
    if shape.pattern is Pattern.HATCHED:
        for line in _hatching(box):
            pen.stroke(line, width=0.5, grey=GREYS[shape.ink])
    elif shape.pattern is Pattern.DOTTED:
        for dot in _dots(box):
            pen.area(dot, grey=GREYS[shape.ink], edge=0)


def _hatching(box: Box) -> Iterator[list[tuple[float, float]]]:
    """Give slanting lines that end at the edges of the box."""
    shift = HATCH
    while shift < box.width + box.height:
        low = (min(shift, box.width), max(0.0, shift - box.width))
        high = (max(0.0, shift - box.height), min(shift, box.height))
        yield [(box.x + low[0], box.y + low[1]), (box.x + high[0], box.y + high[1])]
        shift += HATCH


def _dots(box: Box) -> Iterator[list[tuple[float, float]]]:
    for row in range(int((box.height - 1) // DOTS)):
        for column in range(int((box.width - 1) // DOTS)):
            x, y = box.x + DOTS * (column + 0.6), box.y + DOTS * (row + 0.6)
            yield [(x, y), (x + 0.9, y), (x + 0.9, y + 0.9), (x, y + 0.9)]


def corners(mark: Mark) -> list[tuple[float, float]]:
    """Give the corners of a point's shape; a disc has many."""
    x, y, r = mark.x, mark.y, mark.radius
    if mark.marker is Marker.SQUARE:
        return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    if mark.marker is Marker.DIAMOND:
        return [(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)]
    if mark.marker is Marker.TRIANGLE:
        return [(x, y - 1.3 * r), (x + 1.3 * r, y + r), (x - 1.3 * r, y + r)]
    turns = [2 * math.pi * n / _CIRCLE for n in range(_CIRCLE)]
    return [(x + r * math.cos(t), y + r * math.sin(t)) for t in turns]
