# SPDX-License-Identifier: MulanPSL-2.0
"""A chart on the screen: every bar and point can be chosen by mouse or keys, and says its figures in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from inspector_app.domain.chart import BarChart, Chart, lay_out, least_height
from inspector_app.domain.chart_shapes import (
    Fill,
    Ink,
    Letters,
    Mark,
    Marker,
    Pattern,
    Picture,
    Shape,
    Stroke,
    Words,
)
from inspector_app.ui import theme
from inspector_app.wording import tr

INKS = {
    Ink.TEXT: "text", Ink.MUTED: "muted", Ink.GRID: "line", Ink.MAIN: "accent", Ink.OTHER: "muted", Ink.GOOD: "ok",
    Ink.WARN: "warn", Ink.BAD: "bad",
}  # fmt: skip
BRUSHES = {
    Pattern.SOLID: Qt.BrushStyle.SolidPattern, Pattern.HATCHED: Qt.BrushStyle.BDiagPattern,
    Pattern.DOTTED: Qt.BrushStyle.Dense6Pattern, Pattern.OPEN: Qt.BrushStyle.NoBrush,
}  # fmt: skip
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ChartView(QWidget):
    """Paints a chart; arrows move between its figures, Enter or a click opens the rows behind one."""

    chosen = Signal(int)  # place among the data

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.chart: Chart | None = None
        self.current = 0
        self._picture: Picture | None = None
        self._hovered: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(name)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart; the first figure is the current one."""
        self.chart, self.current, self._hovered, self._picture = chart, 0, None, None
        self.setMinimumHeight(round(least_height(chart, letters())))
        is_tall = isinstance(chart, BarChart)
        policy = QSizePolicy.Policy.Fixed if is_tall else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, policy)
        self.updateGeometry()
        self._tell()
        self.update()

    @property
    def picture(self) -> Picture | None:
        """The chart as it is laid out now."""
        if self._picture is None and self.chart is not None:
            self._picture = lay_out(self.chart, float(self.width()), float(self.height()), letters())
        return self._picture

    def sizeHint(self) -> QSize:
        """Ask for the height that the chart needs."""
        high = least_height(self.chart, letters()) if self.chart is not None else theme.dp(120)
        return QSize(theme.dp(420), round(high))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(theme.dp(260), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew in other letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._picture = None
            if self.chart is not None:
                self.setMinimumHeight(round(least_height(self.chart, letters())))

    # ---- painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes, and a frame around the figure that the keys or the mouse are at."""
        picture = self.picture
        if picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        at = self.current if self.hasFocus() else self._hovered
        if at is not None and at < len(picture.spots):
            self._paint_spot(painter, picture, at)
        for shape in picture.shapes:
            paint_shape(painter, shape)
        painter.end()

    def _paint_spot(self, painter: QPainter, picture: Picture, at: int) -> None:
        box = picture.spots[at].box
        painter.setBrush(theme.colour("accent_soft"))
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("focus"), 2) if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(box.x + 1, box.y + 1, box.width - 2, box.height - 2), 4, 4)

    # ---- keys and mouse --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the figures, open one."""
        spots = self.picture.spots if self.picture is not None else ()
        key = Qt.Key(event.key())
        if not spots:
            super().keyPressEvent(event)
        elif key in STEPS:
            self._go(self.current + STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(spots) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(spots[self.current].index)
        else:
            super().keyPressEvent(event)

    def _go(self, to: int) -> None:
        picture = self.picture
        if picture is not None:
            self.current = min(max(to, 0), len(picture.spots) - 1)
            self._tell()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the figure under the pointer."""
        at = self._at(event.position())
        if at != self._hovered:
            self._hovered = at
            pointing = Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor
            self.setCursor(pointing)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the rows behind the figure."""
        at = self._at(event.position())
        if at is not None and self.picture is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = at
            self._tell()
            self.chosen.emit(self.picture.spots[at].index)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show and say where the keys are."""
        super().focusInEvent(event)
        self._tell()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say the figures under the pointer."""
        if isinstance(event, QHelpEvent) and self.picture is not None:
            at = self._at(QPointF(event.pos()))
            if at is not None:
                QToolTip.showText(event.globalPos(), self.picture.spots[at].words, self)
                return True
        return super().event(event)

    def _at(self, place: QPointF) -> int | None:
        return self.picture.spot_at(place.x(), place.y()) if self.picture is not None else None

    def _tell(self) -> None:
        """Let readers of the screen say the current figure."""
        spots = self.picture.spots if self.picture is not None else ()
        words = spots[self.current].words if self.current < len(spots) else tr("No figures")
        self.setAccessibleDescription(words)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


def letters() -> Letters:
    """Give the letters of charts at the size in use."""
    metrics = QFontMetricsF(theme.font("small"))
    return Letters(measure=metrics.horizontalAdvance, height=metrics.height())


def paint_shape(painter: QPainter, shape: Shape) -> None:
    """Paint one shape in the colours of the theme."""
    colour = theme.colour(INKS[shape.ink])
    if isinstance(shape, Fill):
        box = shape.box
        painter.setPen(QPen(colour, 1.4 if shape.pattern is not Pattern.SOLID else 1))
        painter.setBrush(QBrush(colour, BRUSHES[shape.pattern]))
        painter.drawRect(QRectF(box.x, box.y, box.width, box.height))
    elif isinstance(shape, Stroke):
        style = Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, shape.width, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
    elif isinstance(shape, Mark):
        painter.setPen(QPen(theme.colour("surface"), 1))
        painter.setBrush(colour)
        paint_marker(painter, shape)
    else:
        _paint_words(painter, shape, colour)


def paint_marker(painter: QPainter, mark: Mark) -> None:
    """Paint a point by its shape, in the pen and brush that are set."""
    x, y, r = mark.x, mark.y, mark.radius
    if mark.marker is Marker.DISC:
        painter.drawEllipse(QPointF(x, y), r, r)
    elif mark.marker is Marker.SQUARE:
        painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
    elif mark.marker is Marker.DIAMOND:
        r *= 1.3
        painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]))
    else:
        r *= 1.3
        painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y + r * 0.8), QPointF(x - r, y + r * 0.8)]))


def _paint_words(painter: QPainter, shape: Words, colour: QColor) -> None:
    metrics = QFontMetricsF(painter.font())
    shift = {-1: 0.0, 0: 0.5, 1: 1.0}[shape.align] * metrics.horizontalAdvance(shape.text)
    painter.setPen(colour)
    painter.drawText(QPointF(shape.x - shift, shape.y + (metrics.ascent() - metrics.descent()) / 2), shape.text)
