# SPDX-License-Identifier: MulanPSL-2.0
"""The month as a picture: a bar for the findings made on a day, a line for those that stand open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.dates import short_day
from inspector_app.wording import tr

EVERY = 7  # days between two words below the picture


class DayFigure(Protocol):
    """One day: how many findings were made, how many stood open at its end."""

    @property
    def day(self) -> date:
        """The day."""
        ...

    @property
    def found(self) -> int:
        """Findings made that day."""
        ...

    @property
    def open(self) -> int:
        """Findings open at its end."""
        ...


def nice(most: int) -> int:
    """Give the top of the scale: the next even number that people read at a glance.

    >>> [nice(n) for n in (0, 1, 3, 9, 53, 120)]
    [2, 2, 4, 10, 60, 200]
    """
    step = 1
    while most > 10 * step:
        step *= 10
    tops = (2, 4, 6, 8, 10) if step == 1 or most > 2 * step else (2,)
    return next(top * step for top in tops if top * step >= most)


class MonthPicture(QWidget):
    """Paints the figures; the words under the pointer say them exactly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: tuple[DayFigure, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_figures(self, figures: Sequence[DayFigure]) -> None:
        """Show these days."""
        self.figures = tuple(figures)
        made = sum(f.found for f in self.figures)
        still = self.figures[-1].open if self.figures else 0
        self.setAccessibleName(tr("{found} found in 30 days, {open} open today", found=made, open=still))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a small picture."""
        return QSize(theme.dp(360), theme.dp(200))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(theme.dp(240), theme.dp(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint legend, ground lines, bars and line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        high = QFontMetrics(theme.font("small")).height()
        self._legend(painter, high)
        if self.figures:
            area = self._area(high)
            most = nice(max(max(f.found, f.open) for f in self.figures))
            self._shade(painter, area, most)
            self._ground(painter, area, most, high)
            self._bars(painter, area, most)
            self._line(painter, area, most)
        painter.end()

    def _area(self, high: int) -> QRect:
        left = QFontMetrics(theme.font("small")).horizontalAdvance("0000") + theme.dp(4)
        wide, tall = self.width() - left - theme.dp(8), self.height() - 2 * high - theme.dp(28)
        return QRect(left, high + theme.dp(16), wide, tall)

    def _legend(self, painter: QPainter, high: int) -> None:
        mark, gap = theme.dp(12), theme.dp(6)
        painter.fillRect(QRectF(0, (high - mark) / 2, mark, mark), theme.colour("accent"))
        painter.setPen(theme.colour("muted"))
        word = tr("found that day")
        painter.drawText(QRect(mark + gap, 0, self.width(), high), Qt.AlignmentFlag.AlignVCenter, word)
        left = mark + 2 * gap + QFontMetrics(theme.font("small")).horizontalAdvance(word) + theme.dp(12)
        painter.setPen(QPen(theme.colour("warn"), theme.dp(2)))
        painter.drawLine(left, high // 2, left + theme.dp(20), high // 2)
        painter.setPen(theme.colour("muted"))
        room = QRect(left + theme.dp(26), 0, self.width(), high)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, tr("open at the end of the day"))

    def _ground(self, painter: QPainter, area: QRect, most: int, high: int) -> None:
        for part in (0.0, 0.5, 1.0):
            y = round(area.bottom() - area.height() * part)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(area.left(), y, area.right(), y)
            painter.setPen(theme.colour("muted"))
            words = str(round(most * part))
            place = QRect(0, y - high // 2, area.left() - theme.dp(6), high)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        last = self.figures[-1].day
        for n, figure in enumerate(self.figures):
            if (len(self.figures) - 1 - n) % EVERY:
                continue
            middle = round(self._middle(area, n))
            place = QRect(middle - theme.dp(40), area.bottom() + theme.dp(4), theme.dp(80), high)
            place.moveRight(min(place.right(), self.width() - 1))
            painter.drawText(place, self._side(place), short_day(figure.day, last))

    def _side(self, place: QRect) -> Qt.AlignmentFlag:
        at_edge = place.right() >= self.width() - 1
        return Qt.AlignmentFlag.AlignRight if at_edge else Qt.AlignmentFlag.AlignHCenter

    def _middle(self, area: QRect, n: int) -> float:
        return area.left() + (n + 0.5) * area.width() / len(self.figures)

    def _bars(self, painter: QPainter, area: QRect, most: int) -> None:
        wide = max(2.0, area.width() / len(self.figures) * 0.62)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        for n, figure in enumerate(self.figures):
            if figure.found:
                tall = area.height() * figure.found / most
                bar = QRectF(self._middle(area, n) - wide / 2, area.bottom() - tall, wide, tall)
                painter.drawRoundedRect(bar, theme.dp(2), theme.dp(2))

    def _line(self, painter: QPainter, area: QRect, most: int) -> None:
        painter.setPen(QPen(theme.colour("warn"), theme.dp(2)))
        painter.drawPolyline(QPolygonF(self._points(area, most)))

    def _points(self, area: QRect, most: int) -> list[QPointF]:
        return [
            QPointF(self._middle(area, n), area.bottom() - area.height() * f.open / most)
            for n, f in enumerate(self.figures)
        ]

    def _shade(self, painter: QPainter, area: QRect, most: int) -> None:
        points = self._points(area, most)
        ground = [QPointF(points[-1].x(), area.bottom()), QPointF(points[0].x(), area.bottom())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("warn_soft"))
        painter.drawPolygon(QPolygonF([*points, *ground]))

    def event(self, event: QEvent) -> bool:
        """Say the figures of the day under the pointer."""
        if isinstance(event, QHelpEvent) and self.figures:
            area = self._area(QFontMetrics(theme.font("small")).height())
            n = int((event.pos().x() - area.left()) / max(1, area.width()) * len(self.figures))
            if 0 <= n < len(self.figures):
                figure = self.figures[n]
                day = short_day(figure.day, self.figures[-1].day)
                words = tr("{day}: {found} found, {open} open", day=day, found=figure.found, open=figure.open)
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)
