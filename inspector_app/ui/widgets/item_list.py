# SPDX-License-Identifier: MulanPSL-2.0
"""The list of checklist items: one key or one click answers, Enter goes to the finding."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.asked import NOT_APPLICABLE, NOTHING, Given
from inspector_app.ui.models.checklist_model import HEADING, ChecklistModel, Row
from inspector_app.ui.widgets.choice_delegate import MOST_DIGIT
from inspector_app.ui.widgets.item_delegate import ANSWERS, ItemDelegate
from inspector_app.ui.widgets.item_value import is_ticked, is_valued
from inspector_app.wording import tr

KEYS = {
    int(Qt.Key.Key_1): AnswerResult.COMPLIANT,
    int(Qt.Key.Key_2): AnswerResult.NONCOMPLIANT,
    int(Qt.Key.Key_3): AnswerResult.NOT_APPLICABLE,
    int(Qt.Key.Key_0): AnswerResult.NOT_CHECKED,
}
Index = QModelIndex | QPersistentModelIndex
CHOICES = (AnswerKind.CHOICE, AnswerKind.CHOICES)
BY_LETTERS = (AnswerKind.TEXT, AnswerKind.CODE)
BY_DIGITS = (
    AnswerKind.WHOLE, AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.TIME, AnswerKind.INSTANT, AnswerKind.POSITION,
)  # fmt: skip
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ItemList(QListView):
    """Rows to answer."""

    answered = Signal(str, object, bool)  # item, AnswerResult, whether the cursor moves on
    row_shown = Signal(str)  # key of the row under the cursor, or nothing
    entered = Signal(str)  # Enter: go to the finding, or into the field
    begun = Signal(str, str)  # item, letters: an answer is begun by typing, or by a click
    composed = Signal(str, object)  # item, QInputMethodEvent that begins its answer
    given = Signal(str, object, bool)  # item, Given, whether the cursor moves on
    picked = Signal(str, int)  # item, place of the choice
    more_wanted = Signal(str)  # one more place or entry
    search_wanted = Signal()
    finding_wanted = Signal()  # a finding that belongs to no item
    note_wanted = Signal()
    everything_wanted = Signal()  # Escape: take the filters away

    def __init__(self, rows: ChecklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.delegate = ItemDelegate(rows, self)
        self._pressed: tuple[str, int] = ("", -1)
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
        key = int(event.key())
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if shifted and event.text() in ("+", "＋") and row is not None:
            self.more_wanted.emit(row.key)
            return
        if shifted and event.text().isalpha() and row is not None and row.kind in BY_LETTERS:
            self._value_key(row, key, event)
            return
        if event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
            return
        if row is not None and is_valued(row) and self._value_key(row, key, event):
            return
        if key in KEYS:
            if row is not None and is_ticked(row) and not event.isAutoRepeat():
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
        elif event.text() in ("+", "＋") and row is not None:
            self.more_wanted.emit(row.key)
        elif event.text().isprintable() and event.text():
            event.ignore()  # no search by typing here: `/` does it
        else:
            super().keyPressEvent(event)

    def _value_key(self, row: Row, key: int, event: QKeyEvent) -> bool:
        """Take a key on a row with a value; False when it means there what it means everywhere."""
        kind, letters = row.kind, event.text()
        digit = key - int(Qt.Key.Key_0)
        if key == Qt.Key.Key_F2:
            self.begun.emit(row.key, "")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.given.emit(row.key, NOTHING, False)
        elif kind in CHOICES and 0 <= digit <= MOST_DIGIT:
            if not event.isAutoRepeat():
                self._take_digit(row, digit)
        elif kind is AnswerKind.DEDUCTION and 0 <= digit <= 3:
            self._score(row, digit)
        elif _begins(kind, letters):
            self.begun.emit(row.key, letters)
        else:
            return False
        return True

    def _take_digit(self, row: Row, digit: int) -> None:
        if digit == 0:
            self.given.emit(row.key, NOTHING, False)
        else:
            self.picked.emit(row.key, digit - 1)

    def _score(self, row: Row, digit: int) -> None:
        """1 full marks, 2 the points, 3 not on this site, 0 clears: as ticks are answered."""
        if digit == 2:
            self.begun.emit(row.key, "")
        else:
            given = {0: NOTHING, 1: Given("0"), 3: NOT_APPLICABLE}[digit]
            self.given.emit(row.key, given, digit != 0)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A word that an input method begins on a row for words begins its answer."""
        row = self.rows.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else None
        begins = bool(event.preeditString() or event.commitString())
        if row is not None and begins and row.kind in BY_LETTERS and is_valued(row):
            self.composed.emit(row.key, event)
        else:
            event.ignore()

    # -- the pointer -------------------------------------------------------------------------------

    def button_at(self, event: QMouseEvent) -> tuple[str, int]:
        """Say which answer of which row lies under the pointer."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if row is None or row.item is None:
            return ("", -1)
        places = self.delegate.places(self.visualRect(index), row, str(index.data(HEADING)))
        if places.value is not None:
            return (row.key, 0 if places.value.contains(point) else -1)
        hit = next((n for n, place in enumerate(places.buttons) if place.contains(point)), -1)
        return (row.key, hit)

    def button_rect(self, key: str, answer: AnswerResult) -> QRect:
        """Give where the button of an answer stands in the viewport (for tests and for help)."""
        index = self.rows.index_of(key)
        row: Row | None = self.rows.row_of(key)
        if not index.isValid() or row is None or not is_ticked(row):
            return QRect()
        places = self.delegate.places(self.visualRect(index), row, str(index.data(HEADING)))
        return places.buttons[ANSWERS.index(answer)]

    def value_rect(self, key: str) -> QRect:
        """Give where the value of a row stands in the viewport."""
        index, row = self.rows.index_of(key), self.rows.row_of(key)
        if not index.isValid() or row is None:
            return QRect()
        return self.delegate.places(self.visualRect(index), row, str(index.data(HEADING))).value or QRect()

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
        if row is None or not is_ticked(row):
            self.begun.emit(key, "")
            return
        result = ANSWERS[number]
        if row.result is result:
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are measured for the new width."""
        self.delegate.set_width(self.viewport().width())
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        if event.size().height() < event.oldSize().height() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # something opened below

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after another theme or letter size."""
        super().changeEvent(event)
        kinds = (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "delegate") and self.delegate.renew():
            self.scheduleDelayedItemsLayout()

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here, not a search."""


def _begins(kind: AnswerKind, letters: str) -> bool:
    """Whether typing this begins an answer of the kind; `/` searches everywhere."""
    if kind in BY_DIGITS:
        return bool(letters) and (letters.isdigit() or letters in "-－.．")
    return kind in BY_LETTERS and bool(letters.strip()) and letters.isprintable() and letters not in "/／"
