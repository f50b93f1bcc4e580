# SPDX-License-Identifier: MulanPSL-2.0
"""The window onto a photo: zoom, pull, and a line to type a text mark in."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QLineEdit, QWidget

from inspector_app.domain.markup import MAX_MARK_TEXT, MarkKind
from inspector_app.ui import theme
from inspector_app.ui.widgets.mark_item import MarkItem
from inspector_app.ui.widgets.mark_scene import MarkScene
from inspector_app.wording import tr

STEP = 1.25
LEAST, MOST = 0.05, 8.0


class MarkView(QGraphicsView):
    """Shows a `MarkScene`; fits the picture until somebody zooms."""

    zoom_changed = Signal(float)

    def __init__(self, scene: MarkScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.board = scene
        self._fits = True
        self._text_at = QPointF()
        self._text_item: MarkItem | None = None
        self.setObjectName("markView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
            | QPainter.RenderHint.TextAntialiasing
        )
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setBackgroundBrush(theme.colour("raised"))
        self.line = QLineEdit(self.viewport())
        self.line.setMaxLength(MAX_MARK_TEXT)
        self.line.setPlaceholderText(tr("Type, then Enter"))
        self.line.setAccessibleName(tr("Text on the photo"))
        self.line.hide()
        self.line.returnPressed.connect(self._on_text_done)
        scene.text_wanted.connect(self.ask_text)
        scene.text_edit_wanted.connect(self._edit_text)
        scene.tool_changed.connect(self._on_tool)

    # Zoom

    @property
    def zoom(self) -> float:
        """Screen pixels for one pixel of the picture."""
        return self.transform().m11()

    @property
    def fits(self) -> bool:
        """Whether the whole picture is kept in sight."""
        return self._fits

    def fit(self) -> None:
        """Show the whole picture, and keep it so when the window changes."""
        self._fits = True
        self.resetTransform()
        self.fitInView(self.board.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        self.zoom_changed.emit(self.zoom)

    def zoom_to(self, zoom: float) -> None:
        """Show it at this size."""
        self._fits = False
        wanted = min(max(zoom, LEAST), MOST)
        self.scale(wanted / self.zoom, wanted / self.zoom)
        self.zoom_changed.emit(self.zoom)

    def zoom_in(self) -> None:
        """Go nearer."""
        self.zoom_to(self.zoom * STEP)

    def zoom_out(self) -> None:
        """Go farther."""
        self.zoom_to(self.zoom / STEP)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom_to(self.zoom * STEP ** (turned / 120))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole picture in sight."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def visible_part(self) -> QRectF:
        """Give the part of the scene that is in sight."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        return seen.intersected(self.board.sceneRect())

    # Text

    def ask_text(self, at: QPointF) -> None:
        """Open the line where the text shall stand."""
        self._text_at, self._text_item = at, None
        self._open_line(at, "")

    def _edit_text(self, item: MarkItem) -> None:
        self._text_item = item
        self._open_line(item.sceneBoundingRect().center(), item.mark.text)

    def _open_line(self, at: QPointF, text: str) -> None:
        place: QPoint = self.mapFromScene(at)
        wide = theme.dp(260)
        high = self.line.sizeHint().height()
        left = min(max(place.x(), 4), max(4, self.viewport().width() - wide - 4))
        top = min(max(place.y(), 4), max(4, self.viewport().height() - high - 4))
        self.line.setGeometry(left, top, wide, high)
        self.line.setText(text)
        self.line.show()
        self.line.setFocus()

    def _on_text_done(self) -> None:
        words, item = self.line.text(), self._text_item
        self.close_line()
        if item is not None:
            self.board.change_text(item, words)
        else:
            self.board.add_text(self._text_at, words)
        self.board.set_tool(None)

    def close_line(self) -> bool:
        """Put the line away; says whether it was open."""
        was_open = self.line.isVisible()
        self.line.hide()
        self.line.clear()
        self._text_item = None
        if was_open:
            self.setFocus()
        return was_open

    def _on_tool(self, tool: MarkKind | None) -> None:
        drawing = tool is not None
        mode = QGraphicsView.DragMode
        self.setDragMode(mode.NoDrag if drawing else mode.ScrollHandDrag)
        if drawing:
            cross = Qt.CursorShape.IBeamCursor if tool is MarkKind.TEXT else Qt.CursorShape.CrossCursor
            self.viewport().setCursor(cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the window around it."""
        event.ignore()
