# SPDX-License-Identifier: MulanPSL-2.0
"""One mark on a photo as a picture: the shapes of `domain/markup.py` drawn with Qt as they will be printed."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from inspector_app.domain.markup import Mark, MarkKind
from inspector_app.ui import theme

TEXT_PER_WIDTH = 6.0  # height of a letter, in pen widths; these figures are those of the print copy
HEAD_PER_WIDTH = 4.5  # length of an arrow's head, in pen widths
RIM = 0.45  # the light edge on each side, in pen widths
HANDLE = 6.0  # radius of a handle, in screen pixels


def start(mark: Mark, size: QSizeF) -> QPointF:
    """Give the first point of a mark in pixels of a picture of that size."""
    return QPointF(mark.x1 * size.width(), mark.y1 * size.height())


def end(mark: Mark, size: QSizeF) -> QPointF:
    """Give the second point of a mark in pixels of a picture of that size."""
    return QPointF(mark.x2 * size.width(), mark.y2 * size.height())


def pen_width(mark: Mark, size: QSizeF) -> float:
    """Give the pen's width in pixels; never thinner than one."""
    return max(1.0, mark.width * max(size.width(), size.height()))


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """Give the mark shifted by fractions of the picture; it keeps its shape at the edge."""
    dx = min(max(dx, -min(mark.x1, mark.x2)), 1.0 - max(mark.x1, mark.x2))
    dy = min(max(dy, -min(mark.y1, mark.y2)), 1.0 - max(mark.y1, mark.y2))
    return replace(mark, x1=mark.x1 + dx, x2=mark.x2 + dx, y1=mark.y1 + dy, y2=mark.y2 + dy)


def turned(mark: Mark) -> Mark:
    """Give the mark as it lies after the picture was turned by a quarter to the right; text stays upright."""
    x1, y1, x2, y2 = 1.0 - mark.y1, mark.x1, 1.0 - mark.y2, mark.x2
    if mark.kind is MarkKind.TEXT:
        x1, x2 = max(0.0, x1 - 0.1), max(0.0, x1 - 0.1)  # room for the words to the left of the turned place
    return replace(mark, x1=x1, y1=y1, x2=x2, y2=y2)


def outline(mark: Mark, size: QSizeF) -> QPainterPath:
    """Give the line of a mark; of a text the outlines of its letters."""
    path = QPainterPath()
    first, second = start(mark, size), end(mark, size)
    if mark.kind is MarkKind.ARROW:
        path.moveTo(first)
        path.lineTo(second)
    elif mark.kind is MarkKind.BOX:
        corner = pen_width(mark, size)
        path.addRoundedRect(QRectF(first, second).normalized(), corner, corner)
    elif mark.kind is MarkKind.CIRCLE:
        path.addEllipse(QRectF(first, second).normalized())
    else:
        path = _letters(mark, size)
    return path


def paint_mark(painter: QPainter, mark: Mark, size: QSizeF) -> None:
    """Draw a mark on a picture of that size, with a rim so that it shows on any ground."""
    width = pen_width(mark, size)
    ink = QColor(mark.colour)
    rim = rim_colour(ink)
    if mark.kind is MarkKind.TEXT:
        letters = _letters(mark, size)
        pen = QPen(rim, width * TEXT_PER_WIDTH / 6)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(letters, pen)
        painter.fillPath(letters, ink)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((rim, width * (1 + 2 * RIM)), (ink, width)):
        painter.setPen(QPen(colour, wide, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        if mark.kind is MarkKind.ARROW:
            _paint_arrow(painter, start(mark, size), end(mark, size), width)
        else:
            painter.drawPath(outline(mark, size))


def rim_colour(ink: QColor) -> QColor:
    """Give the edge that sets a colour off from any ground."""
    light = 0.299 * ink.red() + 0.587 * ink.green() + 0.114 * ink.blue()
    return QColor("#202020" if light > 150 else "#ffffff")


def _paint_arrow(painter: QPainter, first: QPointF, second: QPointF, width: float) -> None:
    """Draw shaft and head with the painter's pen, which may be wider than the mark for the rim."""
    direction = second - first
    length = math.hypot(direction.x(), direction.y())
    if length < 1.0:
        painter.drawPoint(first)
        return
    along = direction / length
    across = QPointF(-along.y(), along.x())
    head = min(HEAD_PER_WIDTH * width, length)
    neck = second - along * head
    painter.drawLine(first, neck)
    ink, rim = painter.pen().color(), painter.pen().widthF() - width
    triangle = QPolygonF([second, neck + across * head * 0.45, neck - across * head * 0.45])
    painter.save()
    painter.setBrush(ink)
    painter.setPen(QPen(ink, rim, j=Qt.PenJoinStyle.MiterJoin) if rim > 0 else QPen(Qt.PenStyle.NoPen))
    painter.drawPolygon(triangle)
    painter.restore()


def _letters(mark: Mark, size: QSizeF) -> QPainterPath:
    """Give the outlines of a text's letters, wrapped, and moved in where they would run off the picture."""
    font = QFont(theme.FAMILY)
    height = max(12, round(TEXT_PER_WIDTH * pen_width(mark, size)))
    font.setPixelSize(height)
    at = start(mark, size)
    right = end(mark, size).x() if mark.x2 > mark.x1 else size.width()
    room = max(right - at.x(), 2.0 * height)
    path = QPainterPath()
    top = QFontMetricsF(font).ascent()
    for line in _lines(mark.text, font, room):
        path.addText(QPointF(0, top), font, line)
        top += height * 1.25
    box = path.boundingRect()
    left = max(0.0, min(at.x(), size.width() - box.right()))
    path.translate(left, max(0.0, min(at.y(), size.height() - box.bottom())))
    return path


def _lines(text: str, font: QFont, room: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room)
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return lines


class MarkItem(QGraphicsItem):
    """A mark that lies in the scene of a picture of a given size."""

    def __init__(self, mark: Mark, size: QSizeF) -> None:
        super().__init__()
        self._mark = mark
        self._size = QSizeF(size)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)

    @property
    def mark(self) -> Mark:
        """What is drawn."""
        return self._mark

    def set_mark(self, mark: Mark) -> None:
        """Draw another mark in its place."""
        self.prepareGeometryChange()
        self._mark = mark
        self.update()

    def boundingRect(self) -> QRectF:
        """Give all that may be painted, handles included."""
        margin = pen_width(self._mark, self._size) * HEAD_PER_WIDTH + 4 * HANDLE * self._unit()
        return outline(self._mark, self._size).boundingRect().adjusted(-margin, -margin, margin, margin)

    def shape(self) -> QPainterPath:
        """Give what a click must meet: the whole inside, or the neighbourhood of an arrow's line."""
        path = outline(self._mark, self._size)
        if self._mark.kind is MarkKind.ARROW:
            stroker = QPainterPathStroker()
            stroker.setWidth(max(pen_width(self._mark, self._size) * 4, 12 * self._unit()))
            return stroker.createStroke(path)
        if self._mark.kind is MarkKind.TEXT:
            room = QPainterPath()
            room.addRect(path.boundingRect())
            return room
        return path

    def handle_at(self, point: QPointF) -> int | None:
        """Give which end lies under a point of the scene: 1, 2 or none."""
        reach = 2 * HANDLE * self._unit()
        for number, place in self._handles():
            if (place - point).manhattanLength() <= reach:
                return number
        return None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the mark and, when it is chosen, its handles."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self._mark, self._size)
        if not self.isSelected():
            return
        unit = self._unit()
        painter.setPen(QPen(theme.colour("accent"), 1.5 * unit, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._mark.kind is not MarkKind.ARROW:
            room = 4 * unit
            box = outline(self._mark, self._size).boundingRect().adjusted(-room, -room, room, room)
            painter.drawRect(box)
        painter.setPen(QPen(theme.colour("accent"), 2 * unit))
        painter.setBrush(QColor("#ffffff"))
        for _, place in self._handles():
            painter.drawEllipse(place, HANDLE * unit, HANDLE * unit)

    def _handles(self) -> tuple[tuple[int, QPointF], ...]:
        if self._mark.kind is MarkKind.TEXT:
            return ()
        return ((1, start(self._mark, self._size)), (2, end(self._mark, self._size)))

    def _unit(self) -> float:
        """Give how long one screen pixel is in the scene."""
        scene = self.scene()
        views = scene.views() if scene is not None else []
        return 1.0 / max(views[0].transform().m11(), 1e-6) if views else 1.0
