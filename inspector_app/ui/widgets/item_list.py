# SPDX-License-Identifier: MulanPSL-2.0
"""The list of checklist items: one key or one click answers, Enter goes to the finding."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.checklist_model import HEADING, ChecklistModel, Row
from inspector_app.ui.widgets.item_delegate import ANSWERS, ItemDelegate
from inspector_app.wording import tr

KEYS = {
    int(Qt.Key.Key_1): AnswerResult.COMPLIANT,
    int(Qt.Key.Key_2): AnswerResult.NONCOMPLIANT,
    int(Qt.Key.Key_3): AnswerResult.NOT_APPLICABLE,
    int(Qt.Key.Key_0): AnswerResult.NOT_CHECKED,
}
Index = QModelIndex | QPersistentModelIndex
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ItemList(QListView):
    """Rows to answer."""

    answered = Signal(str, object, bool)  # item, AnswerResult, whether the cursor moves on
    row_shown = Signal(str)  # key of the row under the cursor, or nothing
    entered = Signal(str)  # Enter: go to the finding
    search_wanted = Signal()
    finding_wanted = Signal()  # a finding that belongs to no item
    note_wanted = Signal()
    everything_wanted = Signal()  # Escape: take the filters away

    def __init__(self, rows: ChecklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.delegate = ItemDelegate(self)
        self._pressed: tuple[str, int] = ("", -1)
        for changed in (rows.modelAboutToBeReset, rows.rowsAboutToBeInserted, rows.rowsAboutToBeRemoved):
            changed.connect(self._forget_sizes)
        self.setModel(rows)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Checklist items"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._on_current)

    # -- the cursor --------------------------------------------------------------------------------

    def current_key(self) -> str:
        """Give the key of the row under the cursor, or nothing."""
        row = self.rows.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return row.key if row else ""

    def show_key(self, key: str) -> bool:
        """Put the cursor on a row; False while it is not shown."""
        index = self.rows.index_of(key)
        if not index.isValid():
            return False
        if index.row() != self.currentIndex().row():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        return True

    def step(self, by: int) -> None:
        """Move the cursor by rows and stay within the list."""
        count = self.rows.rowCount()
        if count:
            now = self.currentIndex().row() if self.currentIndex().isValid() else -1 if by > 0 else count
            index = self.rows.index(min(max(now + by, 0), count - 1))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.rows.row_at(index.row()) if index.isValid() else None
        self.row_shown.emit(row.key if row else "")

    # -- keys --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by digits; the rest of the keys of this list are named on F1."""
        row = self.rows.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else None
        if event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
            return
        key = int(event.key())
        if key in KEYS:
            if row is not None and row.item is not None and not event.isAutoRepeat():
                self.answered.emit(row.key, KEYS[key], True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row is not None:
                self.entered.emit(row.key)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Slash:
            self.search_wanted.emit()
        elif key == Qt.Key.Key_F:
            self.finding_wanted.emit()
        elif key == Qt.Key.Key_N:
            self.note_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.everything_wanted.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()  # no search by typing here: `/` does it
        else:
            super().keyPressEvent(event)

    # -- the pointer -------------------------------------------------------------------------------

    def button_at(self, event: QMouseEvent) -> tuple[str, int]:
        """Say which answer of which row lies under the pointer."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if row is None or row.item is None:
            return ("", -1)
        places = self.delegate.places(self.visualRect(index), row, str(index.data(HEADING)))
        hit = next((n for n, place in enumerate(places.buttons) if place.contains(point)), -1)
        return (row.key, hit)

    def button_rect(self, key: str, answer: AnswerResult) -> QRect:
        """Give where the button of an answer stands in the viewport (for tests and for help)."""
        index = self.rows.index_of(key)
        row: Row | None = self.rows.row_of(key)
        if not index.isValid() or row is None or row.item is None:
            return QRect()
        places = self.delegate.places(self.visualRect(index), row, str(index.data(HEADING)))
        return places.buttons[ANSWERS.index(answer)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the button pressed."""
        self._pressed = self.button_at(event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Answer when the button released is the one pressed; the chosen answer again clears it."""
        super().mouseReleaseEvent(event)
        key, number = self.button_at(event)
        pressed, self._pressed = self._pressed, ("", -1)
        if number < 0 or (key, number) != pressed or event.button() != Qt.MouseButton.LeftButton:
            return
        row = self.rows.row_of(key)
        result = ANSWERS[number]
        if row is not None and row.result is result:
            result = AnswerResult.NOT_CHECKED
        self.answered.emit(key, result, False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second quick click on an answer is a click like the first; elsewhere it opens the finding."""
        key, number = self.button_at(event)
        if number >= 0:
            self.mousePressEvent(event)
        elif key:
            self.entered.emit(key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the answer under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.button_at(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._hover(("", -1))

    def _hover(self, place: tuple[str, int]) -> None:
        before = self.delegate.hovered
        if before == place:
            return
        self.delegate.hovered = place
        for key in {before[0], place[0]} - {""}:
            self.update(self.rows.index_of(key))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say why the list is empty, when it is."""
        super().paintEvent(event)
        if not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), flags, tr("Nothing fits the filter. Esc shows everything."))
            painter.end()

    # -- size and theme ----------------------------------------------------------------------------

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint the changed rows; Qt would lay out all of them, which only another height needs."""
        model = self.model()
        changed = [model.index(row, 0) for row in range(first.row(), last.row() + 1)]
        other_heights = [index for index in changed if self.delegate.remeasure(index)]
        if other_heights:
            super().dataChanged(first, last, list(roles))
            return
        for index in changed:
            self.update(index)

    def _forget_sizes(self) -> None:
        self.delegate.forget_sizes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are measured for the new width."""
        self.delegate.set_width(self.viewport().width())
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after another theme or letter size."""
        super().changeEvent(event)
        kinds = (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "delegate") and self.delegate.renew():
            self.scheduleDelayedItemsLayout()

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here, not a search."""
