# SPDX-License-Identifier: MulanPSL-2.0
"""The drawing board over a photo: marks drawn, moved, reshaped, removed, and every step taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene, QGraphicsSceneMouseEvent

from inspector_app.domain.markup import MAX_MARK_TEXT, MAX_MARKS, Mark, MarkKind
from inspector_app.ui.widgets.mark_item import MarkItem, moved

LEAST = 0.012  # a mark smaller than this part of the picture was a slip of the hand
COLOURS = ("#e60012", "#ffd400", "#0a66c2", "#ffffff")
WIDTHS = (0.003, 0.005, 0.009)


class MarkScene(QGraphicsScene):
    """A picture with its marks; places are fractions of the picture, so they hold at any size."""

    marks_changed = Signal()
    chosen_changed = Signal()
    text_wanted = Signal(QPointF)
    text_edit_wanted = Signal(object)
    tool_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.addItem(self._picture)
        self._size = QSizeF(1, 1)
        self._items: list[MarkItem] = []
        self._history: list[tuple[Mark, ...]] = [()]
        self._at = 0
        self.colour = COLOURS[0]
        self.width_part = WIDTHS[1]
        self._tool: MarkKind | None = None
        self._drawing: MarkItem | None = None
        self._held: tuple[MarkItem, Mark, QPointF, int] | None = None
        self.selectionChanged.connect(self.chosen_changed)

    # What lies on the board

    def show_picture(self, pixmap: QPixmap, marks: Sequence[Mark]) -> None:
        """Put a picture and its marks on the board; the history starts anew."""
        self._picture.setPixmap(pixmap)
        self._size = QSizeF(max(1, pixmap.width()), max(1, pixmap.height()))
        self.setSceneRect(QRectF(QPointF(0, 0), self._size))
        self._history, self._at = [tuple(marks)], 0
        self._rebuild()

    def change_picture(self, pixmap: QPixmap) -> None:
        """Put a sharper copy of the same picture under the marks."""
        marks, history, at = self.marks, self._history, self._at
        self.show_picture(pixmap, marks)
        self._history, self._at = history, at

    @property
    def picture_size(self) -> QSizeF:
        """The size of the picture in scene units."""
        return self._size

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, the lowest first."""
        return tuple(item.mark for item in self._items)

    @property
    def tool(self) -> MarkKind | None:
        """What the next stroke draws; None chooses and moves."""
        return self._tool

    def set_tool(self, tool: MarkKind | None) -> None:
        """Take a tool into the hand."""
        if tool is self._tool:
            return
        self._tool = tool
        if tool is not None:
            self.clearSelection()
        self.tool_changed.emit(tool)

    # Steps and their undoing

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return self._at < len(self._history) - 1

    def undo(self) -> None:
        """Take back the last step."""
        if self.can_undo:
            self._at -= 1
            self._rebuild()
            self.marks_changed.emit()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.can_redo:
            self._at += 1
            self._rebuild()
            self.marks_changed.emit()

    def _commit(self) -> None:
        marks = self.marks
        if marks == self._history[self._at]:
            return
        self._history = [*self._history[: self._at + 1], marks]
        self._at += 1
        self.marks_changed.emit()

    def _rebuild(self) -> None:
        for item in self._items:
            self.removeItem(item)
        self._items = [self._put(mark) for mark in self._history[self._at]]

    def _put(self, mark: Mark) -> MarkItem:
        item = MarkItem(mark, self._size)
        self.addItem(item)
        return item

    # What the keyboard can do

    @property
    def chosen(self) -> MarkItem | None:
        """The chosen mark, if one is."""
        return next((item for item in self._items if item.isSelected()), None)

    def choose_next(self, step: int = 1) -> None:
        """Choose the next mark in turn."""
        if not self._items:
            return
        chosen = self.chosen
        at = self._items.index(chosen) + step if chosen is not None else (0 if step > 0 else -1)
        self.clearSelection()
        self._items[at % len(self._items)].setSelected(True)

    def move_chosen(self, dx: float, dy: float) -> bool:
        """Shift the chosen mark by parts of the picture."""
        chosen = self.chosen
        if chosen is None:
            return False
        chosen.set_mark(moved(chosen.mark, dx, dy))
        self._commit()
        return True

    def stretch_chosen(self, dx: float, dy: float) -> bool:
        """Shift the second end of the chosen mark."""
        chosen = self.chosen
        if chosen is None:
            return False
        chosen.set_mark(replace(chosen.mark, x2=chosen.mark.x2 + dx, y2=chosen.mark.y2 + dy))
        self._commit()
        return True

    def remove_chosen(self) -> bool:
        """Take the chosen mark away."""
        chosen = self.chosen
        if chosen is None:
            return False
        self._items.remove(chosen)
        self.removeItem(chosen)
        self._commit()
        return True

    def put_in(self, kind: MarkKind, room: QRectF) -> None:
        """Put a mark of that kind into the middle of a part of the scene: drawing without a mouse."""
        centre, w, h = room.center(), room.width() / 6, room.height() / 6
        if kind is MarkKind.TEXT:
            self.text_wanted.emit(centre)
            return
        mark = self._mark(kind, centre - QPointF(w, h), centre + QPointF(w, h))
        self._add(mark)

    def add_text(self, at: QPointF, text: str) -> None:
        """Write a text on the picture."""
        if text.strip():
            self._add(self._mark(MarkKind.TEXT, at, at, text.strip()[:MAX_MARK_TEXT]))

    def change_text(self, item: MarkItem, text: str) -> None:
        """Write other words into a text mark; no words take it away."""
        if item not in self._items:
            return
        if not text.strip():
            self._items.remove(item)
            self.removeItem(item)
        else:
            item.set_mark(replace(item.mark, text=text.strip()[:MAX_MARK_TEXT]))
        self._commit()

    def set_style(self, *, colour: str | None = None, width: float | None = None) -> None:
        """Take another ink; the chosen mark takes it too."""
        self.colour = colour or self.colour
        self.width_part = width or self.width_part
        chosen = self.chosen
        if chosen is not None:
            chosen.set_mark(replace(chosen.mark, colour=self.colour, width=self.width_part))
            self._commit()

    def _add(self, mark: Mark) -> None:
        if len(self._items) >= MAX_MARKS:
            return
        item = self._put(mark)
        self._items.append(item)
        self._commit()
        self.clearSelection()
        item.setSelected(True)

    def _mark(self, kind: MarkKind, first: QPointF, second: QPointF, text: str = "") -> Mark:
        w, h = self._size.width(), self._size.height()
        x1, y1, x2, y2 = first.x() / w, first.y() / h, second.x() / w, second.y() / h
        return Mark(kind=kind, x1=x1, y1=y1, x2=x2, y2=y2, colour=self.colour, width=self.width_part, text=text)

    # What the mouse does

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Begin a stroke, or take hold of a mark."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = event.scenePos()
        if self._tool is MarkKind.TEXT:
            self.text_wanted.emit(at)
        elif self._tool is not None:
            if len(self._items) < MAX_MARKS:
                self._drawing = self._put(self._mark(self._tool, at, at))
        elif not self._take_hold(at):
            event.ignore()  # then the view is pulled instead
            return
        event.accept()

    def _take_hold(self, at: QPointF) -> bool:
        chosen = self.chosen
        handle = chosen.handle_at(at) if chosen is not None else None
        if chosen is not None and handle is not None:
            self._held = (chosen, chosen.mark, at, handle)
            return True
        hit = next((item for item in reversed(self._items) if item.contains(at)), None)
        self.clearSelection()
        if hit is None:
            return False
        hit.setSelected(True)
        self._held = (hit, hit.mark, at, 0)
        return True

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Draw on, or carry the mark that is held."""
        at = event.scenePos()
        w, h = self._size.width(), self._size.height()
        # Accepted, or the view takes the end of the stroke for a click on nothing and drops the choice.
        event.setAccepted(self._drawing is not None or self._held is not None)
        if self._drawing is not None:
            mark = self._drawing.mark
            self._drawing.set_mark(replace(mark, x2=at.x() / w, y2=at.y() / h))
        elif self._held is not None:
            item, before, since, handle = self._held
            dx, dy = (at.x() - since.x()) / w, (at.y() - since.y()) / h
            if handle == 1:
                item.set_mark(replace(before, x1=before.x1 + dx, y1=before.y1 + dy))
            elif handle == 2:
                item.set_mark(replace(before, x2=before.x2 + dx, y2=before.y2 + dy))
            else:
                item.set_mark(moved(before, dx, dy))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """End the stroke; what is too small to see is dropped."""
        if self._drawing is not None:
            drawn, self._drawing = self._drawing, None
            self.removeItem(drawn)
            mark = drawn.mark
            if max(abs(mark.x2 - mark.x1), abs(mark.y2 - mark.y1)) >= LEAST:
                self._add(mark)
        elif self._held is not None:
            self._held = None
            self._commit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Open the words of a text mark."""
        at = event.scenePos()
        hit = next((item for item in reversed(self._items) if item.contains(at)), None)
        if hit is not None and hit.mark.kind is MarkKind.TEXT:
            self.text_edit_wanted.emit(hit)
