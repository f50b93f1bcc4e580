# SPDX-License-Identifier: MulanPSL-2.0
"""One of several choices, or some of them: a list to click, digits to press, a search where there are many."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.asked import NOTHING, Asked, Given
from inspector_app.ui.models.choice_model import ChoiceModel
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.choice_delegate import MOST_DIGIT, ChoiceDelegate
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr

MANY = 12  # more than so many choices get a search and a list that scrolls
SHOWN = 7  # so many of them are seen at once


class _Choices(QListView):
    """The list itself."""

    picked = Signal(int)
    entered_at = Signal(int)
    escaped = Signal()
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and digits choose, Enter goes on, Escape takes back."""
        place = self.currentIndex().row()
        digit = event.key() - int(Qt.Key.Key_0)
        if event.key() == Qt.Key.Key_Space:
            self.picked.emit(place)
        elif 1 <= digit <= MOST_DIGIT and not event.isAutoRepeat():
            self.picked.emit(digit - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_at.emit(place)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arrive on what is chosen, or on nothing: Enter must not choose what nobody went to."""
        known = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not known:
            self.selectionModel().clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break at another place."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.resized.emit()

    def keyboardSearch(self, search: str) -> None:
        """The search line does it."""


class ChoiceAnswer(AnswerField):
    """CHOICE and CHOICES."""

    def __init__(self, kind: AnswerKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_multiple = kind is AnswerKind.CHOICES
        self._value = ""
        self._read_only = False
        self.model = ChoiceModel(self)
        self.search = SearchLine(tr("Search the choices"))
        self.view = _Choices()
        self.count = label("", tone="muted", size="small")
        self.delegate = ChoiceDelegate(self.view, self.model)
        self.delegate.is_multiple = self.is_multiple
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        for part in (self.search, self.view, self.count):
            box.addWidget(part)
        self.search.searched.connect(self._on_search)
        self.search.list_wanted.connect(self._to_list)
        self.view.clicked.connect(self._on_clicked)
        self.view.picked.connect(self.pick)
        self.view.entered_at.connect(self._on_entered)
        self.view.escaped.connect(self.given_up)
        self.view.resized.connect(self._fit)
        self.setFocusProxy(self.view)

    # -- showing -----------------------------------------------------------------------------------

    def ask(self, asked: Asked, typed: Given | None = None, *, is_typing: bool = False) -> None:
        """Offer the choices that the filter leaves."""
        is_other = self.asked is None or self.asked.key != asked.key
        if is_other:
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self.model.search("")
        many = len(asked.choices) > MANY
        self.model.is_numbered = not many
        changed = self.model.set_choices(asked.choices, asked.language)
        self.search.setVisible(many)
        self.view.setAccessibleName(asked.item.check)
        super().ask(asked, typed, is_typing=is_typing)
        if changed or is_other:
            self.view.selectionModel().clear()
            self._fit()
        self._count()

    def show_given(self, given: Given) -> None:
        """Mark what is chosen."""
        self._value = given.value
        self.model.set_chosen(frozenset(self._names()))

    def _names(self) -> list[str]:
        return self._value.split() if self.is_multiple else [self._value] if self._value else []

    def given(self) -> Given:
        """Give the names of what is chosen."""
        return Given(self._value)

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._read_only = read_only

    def _fit(self) -> None:
        rows = self.model.rowCount()
        shown = min(rows, SHOWN) if self.search.isVisibleTo(self) else rows
        heights = [self.view.sizeHintForIndex(self.model.index(n)).height() for n in range(shown)]
        self.view.setFixedHeight(max(theme.dp(36), sum(heights)) + theme.dp(6))

    def _count(self) -> None:
        many = self.search.isVisibleTo(self)
        shown, total = self.model.rowCount(), len(self.model.names())
        self.count.setText(tr("{shown} of {total} choices", shown=shown, total=total))
        self.count.setVisible(many)

    # -- choosing ----------------------------------------------------------------------------------

    def pick(self, place: int) -> bool:
        """Choose what is shown at a place; once more takes it back. False when there is nothing."""
        choice = self.model.choice(place)
        if choice is None or self._read_only:
            return False
        if self.is_multiple:
            wanted = set(self._names()) ^ {choice.name}
            self._value = " ".join(name for name in self.model.names() if name in wanted)
        else:
            proposed = self.asked is not None and self.asked.result is AnswerResult.NOT_CHECKED
            self._value = "" if self._value == choice.name and not proposed else choice.name
        self.model.set_chosen(frozenset(self._names()))
        self.kept.emit(Given(self._value) if self._value else NOTHING)
        return True

    def _on_clicked(self, index: QModelIndex) -> None:
        self.pick(index.row())

    def _on_entered(self, place: int) -> None:
        choice = self.model.choice(place)
        if choice is not None and not self.is_multiple and choice.name != self._value:
            self.pick(place)
        self.entered.emit()

    def _on_search(self, text: str) -> None:
        self.model.search(text)
        self._count()

    def _to_list(self) -> None:
        self.view.setFocus()
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0))

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters begin a search where there is one."""
        if self.search.isVisibleTo(self) and letters:
            self.search.setFocus()
            self.search.setText(letters)
            return
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        place = self.model.place_of(self._value)
        if place >= 0 and not self.is_multiple:
            self.view.setCurrentIndex(self.model.index(place))
