# SPDX-License-Identifier: MulanPSL-2.0
"""Marks as answers: 符合, 不符合, 不适用 as three buttons, and points taken off (JGJ 59)."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.asked import NOT_APPLICABLE, NOTHING, Given
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.answer_line import AnswerLine
from inspector_app.ui.widgets.page import button, freeze, label, restyle
from inspector_app.wording import tr, word

SIGNS = {
    AnswerResult.COMPLIANT: ("check", "ok", "1"),
    AnswerResult.NONCOMPLIANT: ("cross", "bad", "2"),
    AnswerResult.NOT_APPLICABLE: ("minus", "text", "3"),
}
_DIGITS = {int(Qt.Key.Key_1): 0, int(Qt.Key.Key_2): 1, int(Qt.Key.Key_3): 2}


class TickAnswer(AnswerField):
    """Three buttons, of which one holds or none; 1 2 3 choose and 0 clears."""

    marked = Signal(object)  # AnswerResult, for whoever needs only that

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = AnswerResult.NOT_CHECKED
        self._read_only = False
        self.buttons: dict[AnswerResult, QPushButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for result, (icon, role, digit) in SIGNS.items():
            made = QPushButton(word(result))
            made.setCheckable(True)
            made.setToolTip(tr("{verdict} (key {digit})", verdict=word(result), digit=digit))
            theme.set_icon(made, icon, role)
            made.clicked.connect(lambda _checked=False, one=result: self._take(one))
            self.buttons[result] = made
            box.addWidget(made)
        box.addStretch(1)
        self.setFocusProxy(self.buttons[AnswerResult.COMPLIANT])

    def show_given(self, given: Given) -> None:
        """Show which one holds."""
        self._result = given.result or AnswerResult.NOT_CHECKED
        for result, made in self.buttons.items():
            made.setChecked(result is self._result)

    def given(self) -> Given:
        """Give which one holds."""
        return Given("", self._result)

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._read_only = read_only
        for result, made in self.buttons.items():
            made.setEnabled(not read_only or result is self._result)
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, read_only)

    def _take(self, result: AnswerResult) -> None:
        if self._read_only:
            return
        self.show_given(Given("", AnswerResult.NOT_CHECKED if result is self._result else result))
        self.kept.emit(self.given())
        self.marked.emit(self._result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let digits choose, and ← → move."""
        key = int(event.key())
        every = list(self.buttons.values())
        at = next((n for n, made in enumerate(every) if made.hasFocus()), 0)
        if key in _DIGITS:
            result = list(SIGNS)[_DIGITS[key]]
            if result is not self._result:
                self._take(result)
        elif key == Qt.Key.Key_0:
            if self._result is not AnswerResult.NOT_CHECKED:
                self._take(self._result)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            every[(at + step) % len(every)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class DeductionAnswer(AnswerField):
    """Full marks, points taken off, or an item that the site does not have (缺项)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = AnswerResult.NOT_CHECKED
        self.full_button = button(tr("1 Full marks"), lambda: self._take(Given("0")), icon="check")
        self.missing_button = button(tr("3 Not on this site"), lambda: self._take(NOT_APPLICABLE), icon="minus")
        for made in (self.full_button, self.missing_button):
            made.setCheckable(True)
        self.edit = AnswerLine()
        self.edit.setFixedWidth(self.edit.fontMetrics().horizontalAdvance("00000") + theme.dp(24))
        self.edit.setAccessibleName(tr("Points taken off"))
        self.of = label("", tone="muted")
        self.edit.textEdited.connect(lambda _text: self.typed.emit(self.given()))
        self.edit.entered.connect(self._on_entered)
        self.edit.escaped.connect(self.given_up)
        self.edit.left.connect(self.keep)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        parts = (self.full_button, label(tr("2 Take off")), self.edit, self.of, self.missing_button)
        for part in parts:
            box.addWidget(part)
        box.addStretch(1)
        self.setFocusProxy(self.edit)

    def show_given(self, given: Given) -> None:
        """Show how many points are taken off."""
        asked = self.asked
        self._result = given.result or AnswerResult.NOT_CHECKED
        text = given.value if given.value not in ("", "0") else ""
        if self.edit.text() != text and not (self.edit.hasFocus() and self.edit.text() == given.value):
            self.edit.setText(text)
        self.full_button.setChecked(given.value == "0")
        self.missing_button.setChecked(not given.value and self._result is AnswerResult.NOT_APPLICABLE)
        points = asked.item.points if asked is not None else None
        self.of.setText(tr("of {points} points", points=points) if points else tr("points"))

    def given(self) -> Given:
        """Give the points taken off, or that the site does not have it."""
        text = unicodedata.normalize("NFKC", self.edit.text()).strip()
        if text:
            return Given(text)
        if self.full_button.isChecked():
            return Given("0")
        return NOT_APPLICABLE if self.missing_button.isChecked() else NOTHING

    def keep(self) -> None:
        """Keep what was typed, if it is something else than what is kept."""
        text = unicodedata.normalize("NFKC", self.edit.text()).strip()
        if text and text != self.known.value and not self.edit.isReadOnly():
            self._take(Given(text))
        elif not text and self.known.value not in ("", "0"):
            self._take(NOTHING)

    def _take(self, given: Given) -> None:
        if given.value == "0" or not given.value:
            self.edit.clear()
        self.full_button.setChecked(given.value == "0")
        self.missing_button.setChecked(given.result is AnswerResult.NOT_APPLICABLE)
        self.known = given
        self.kept.emit(given)

    def _on_entered(self) -> None:
        self.keep()
        self.entered.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        freeze(self.edit, read_only)
        for made in (self.full_button, self.missing_button):
            made.setEnabled(not read_only)

    def set_faulty(self, is_faulty: bool) -> None:
        """Look wrong, or not."""
        restyle(self.edit, "faulty", is_faulty)

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters begin the points anew."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if letters and not self.edit.isReadOnly():
            self.edit.setText(letters)
            self.typed.emit(self.given())
        else:
            self.edit.selectAll()
