# SPDX-License-Identifier: MulanPSL-2.0
"""The map on the screen: drag, wheel and keys move it at once; the sharp picture follows from the worker."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.map_drawing import STEP, Frame, MapScene, draw_map, look_of, whole

PAUSE_MS = 60  # of moving, before the map is drawn anew
SHARE = 0.2  # of the picture that a key moves it
REACH = 12.0  # pixels within which a press means a point


class MapView(QWidget):
    """Shows a scene; `point_chosen` tells the place of a point among the scene's, `moved` another part of the land."""

    point_chosen = Signal(int)
    point_opened = Signal(int)
    moved = Signal()

    def __init__(self, jobs: Jobs, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.scene = MapScene()
        self.frame: Frame | None = None
        self.marked: int | None = None
        self._image: QImage | None = None
        self._drawn: tuple[MapScene, Frame] | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._draw)

    def show_scene(self, scene: MapScene, *, anew: bool) -> None:
        """Show other points or outlines; `anew` shows all of the land again."""
        self.scene = scene
        if anew or self.frame is None:
            self.frame, self.marked = whole(scene, self.width(), self.height()), None
        self._changed(soon=True)

    def mark(self, n: int | None, *, centre: bool = False) -> None:
        """Mark a point, and move there if it is not seen."""
        self.marked = n
        if n is not None and self.frame is not None:
            x, y = self.frame.to_screen(self.scene.points.longitudes[n], self.scene.points.latitudes[n])
            if centre and not (0 <= x < self.width() and 0 <= y < self.height()):
                self.frame = self.frame.moved(x - self.width() / 2, y - self.height() / 2)
                self._changed()
        self.update()

    def show_whole(self) -> None:
        """Show all of the land."""
        self.frame = whole(self.scene, self.width(), self.height())
        self._changed()

    def zoom(self, by: float, at: QPointF | None = None) -> None:
        """Enlarge around a place of the picture, else around its middle."""
        if self.frame is not None:
            place = at or QPointF(self.width() / 2, self.height() / 2)
            self.frame = self.frame.zoomed(by, place.x(), place.y())
            self._changed()

    def sizeHint(self) -> QSize:
        """Take what room there is."""
        return QSize(theme.dp(640), theme.dp(420))

    def minimumSizeHint(self) -> QSize:
        """Stay usable."""
        return QSize(theme.dp(280), theme.dp(200))

    # ---- drawing ---------------------------------------------------------------------------------------

    def _changed(self, *, soon: bool = False) -> None:
        self._timer.start(0 if soon else PAUSE_MS)
        self.update()
        self.moved.emit()

    def _draw(self) -> None:
        if self.frame is None or not self.isVisible():
            return
        scene, frame = self.scene, self.frame
        work = partial(draw_map, scene, frame, look_of(self.devicePixelRatioF()))
        self.jobs.run_read(self, work, then=partial(self._on_drawn, scene, frame), key="map")

    def _on_drawn(self, scene: MapScene, frame: Frame, image: QImage) -> None:
        self._image, self._drawn = image, (scene, frame)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the last picture where the land is now, and what is marked."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("base"))
        frame = self.frame
        if self._image is not None and self._drawn is not None and frame is not None:
            old = self._drawn[1]
            by = frame.scale / old.scale
            x, y = frame.to_screen(*old.to_degrees(0, 0))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, by != 1)
            painter.drawImage(QRectF(x, y, old.width * by, old.height * by), self._image)
        if frame is not None and self.marked is not None:
            self._paint_marked(painter, frame, self.marked)
        colour, width = (theme.colour("focus"), 2) if self.hasFocus() else (theme.colour("line"), 1)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_marked(self, painter: QPainter, frame: Frame, n: int) -> None:
        x, y = frame.to_screen(self.scene.points.longitudes[n], self.scene.points.latitudes[n])
        reach = theme.dp(12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((theme.colour("surface"), 5), (theme.colour("focus"), 2.5)):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(x - reach, y - reach, 2 * reach, 2 * reach))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle of the land in the middle; the first real size shows all of it."""
        super().resizeEvent(event)
        if self.frame is None:
            return
        had_room = event.oldSize().width() > 0 and self._drawn is not None
        if had_room:
            self.frame = replace(self.frame, width=self.width(), height=self.height())
        else:
            self.frame = whole(self.scene, self.width(), self.height())
        self._changed()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._timer.start()

    # ---- mouse and keys ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or to press a point."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the land along."""
        if self._pressed is None or self.frame is None:
            return
        by = event.position() - self._pressed
        if self._dragged or by.manhattanLength() > 6:
            self._dragged = True
            self.frame = self.frame.moved(-by.x(), -by.y())
            self._pressed = event.position()
            self._changed()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the point that was pressed."""
        if self._pressed is not None and not self._dragged:
            n = self.point_at(event.position())
            if n is not None:
                self.mark(n)
                self.point_chosen.emit(n)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the point's enterprise."""
        n = self.point_at(event.position())
        if n is not None:
            self.point_opened.emit(n)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarge or reduce around the pointer."""
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom(STEP**turns, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and − enlarge and reduce, Home shows everything, Enter opens what is marked."""
        key = Qt.Key(event.key())
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if key in ways and self.frame is not None:
            dx, dy = ways[key]
            self.frame = self.frame.moved(dx * self.width() * SHARE, dy * self.height() * SHARE)
            self._changed()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / STEP)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_0):
            self.show_whole()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marked is not None:
            self.point_opened.emit(self.marked)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def point_at(self, place: QPointF) -> int | None:
        """Give the point nearest to a place of the picture, the gravest of those that lie equally near."""
        if self.frame is None:
            return None
        found: tuple[float, int, int] | None = None
        points = self.scene.points
        for n, x, y in self.scene.seen(self.frame):
            far = abs(x - place.x()) + abs(y - place.y())
            if far <= REACH:
                one = (round(far / 3), points.grades[n] - 10 * bool(points.majors[n]), n)
                found = one if found is None else min(found, one)
        return None if found is None else found[2]
