# SPDX-License-Identifier: MulanPSL-2.0
"""Answers that are typed: numbers with their unit, codes from a scanner, texts of several lines."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.ui import theme
from inspector_app.ui.models.asked import Given
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.page import freeze, label, restyle
from inspector_app.ui.widgets.slot_edit import SlotEdit
from inspector_app.wording import tr

NUMBER_LETTERS = 10
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class AnswerLine(QLineEdit):
    """A line that tells Enter, Escape and leaving."""

    entered = Signal()
    escaped = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Escape takes back."""
        if event.key() in _ENTER and event.modifiers() in _PLAIN:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps, but not for a menu over the field."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class LineAnswer(AnswerField):
    """A number, a barcode, or anything else that one line holds."""

    def __init__(self, kind: AnswerKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.edit = AnswerLine()
        self.unit = label("", tone="muted")
        self.edit.textEdited.connect(lambda _text: self.typed.emit(self.given()))
        self.edit.entered.connect(self._on_entered)
        self.edit.escaped.connect(self.given_up)
        self.edit.left.connect(self.keep)
        if kind.is_number:
            room = self.edit.fontMetrics().horizontalAdvance("0" * NUMBER_LETTERS)
            self.edit.setFixedWidth(room + theme.dp(24))
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        if kind is AnswerKind.CODE:
            self.edit.setPlaceholderText(tr("Scan, or type the code"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addWidget(self.edit, 0 if kind.is_number else 1)
        box.addWidget(self.unit)
        if kind.is_number:
            box.addStretch(1)
        self.setFocusProxy(self.edit)

    def show_given(self, given: Given) -> None:
        """Show a value; the cursor stays where nothing changes."""
        asked = self.asked
        if self.edit.text() != given.value:
            self.edit.setText(given.value)
        self.unit.setText(asked.item.answer.unit if asked is not None else "")
        self.unit.setVisible(bool(self.unit.text()))
        if asked is not None:
            self.edit.setAccessibleName(asked.item.check)

    def given(self) -> Given:
        """Give what stands in the line; digits of full width become plain ones."""
        text = self.edit.text().strip()
        if self._kind.is_number:
            text = unicodedata.normalize("NFKC", text).replace(" ", "").replace("。", ".")
        return Given(text)

    def keep(self) -> None:
        """Keep what was typed, if it is something else than what is kept."""
        given = self.given()
        if given.value != self.known.value and not self.edit.isReadOnly():
            self.known = given
            self.kept.emit(given)

    def _on_entered(self) -> None:
        self.keep()
        self.entered.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        freeze(self.edit, read_only)

    def set_faulty(self, is_faulty: bool) -> None:
        """Look wrong, or not."""
        restyle(self.edit, "faulty", is_faulty)

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters replace what stood there."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if letters and not self.edit.isReadOnly():
            self.edit.setText(letters)
            self.typed.emit(self.given())
        else:
            self.edit.selectAll()


class _Paragraph(SlotEdit):
    """Text whose Enter keeps; with Shift it makes a line."""

    entered = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Escape takes back; neither while a word is composed."""
        if not self.is_composing and event.key() in _ENTER and event.modifiers() in _PLAIN:
            self.entered.emit()
        elif not self.is_composing and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class TextAnswer(AnswerField):
    """Words, as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _Paragraph(most_lines=10)
        self.edit.setPlaceholderText(tr("Shift+Enter makes a new line"))
        self.edit.edited.connect(lambda: self.typed.emit(self.given()))
        self.edit.entered.connect(self._on_entered)
        self.edit.escaped.connect(self.given_up)
        self.edit.left.connect(self.keep)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.edit)
        self.setFocusProxy(self.edit)

    def show_given(self, given: Given) -> None:
        """Show a text; the cursor stays where nothing changes."""
        asked = self.asked
        if self.edit.text().strip() != given.value.strip():
            self.edit.set_text(given.value)
        if asked is not None:
            self.edit.setAccessibleName(asked.item.check)

    def given(self) -> Given:
        """Give the text."""
        return Given(self.edit.text().strip())

    def keep(self) -> None:
        """Keep what was typed, if it is something else than what is kept."""
        given = self.given()
        if given.value != self.known.value and not self.edit.isReadOnly():
            self.known = given
            self.kept.emit(given)

    def _on_entered(self) -> None:
        self.keep()
        self.entered.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        freeze(self.edit, read_only)

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters replace what stood there."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if letters and not self.edit.isReadOnly():
            self.edit.selectAll()
            self.edit.insertPlainText(letters)
        else:
            self.edit.selectAll()
