# SPDX-License-Identifier: MulanPSL-2.0
"""One value of a document's field, as it is typed: a line, a figure, a paragraph.

Every input says `edited` when a person changed it to something that can be kept, `left` when the focus goes away.
`value()` is None while what stands there is not yet a value (half a date), and that is shown.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.domain import texts
from inspector_app.domain.document_fields import FieldSpec, FieldType, Value
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import restyle
from inspector_app.ui.widgets.slot_edit import SlotEdit

_WHOLE = re.compile(r"\d{1,15}")
_MONEY = re.compile(r"\d{1,15}(\.\d{1,2})?")


class FieldInput(QWidget):
    """What all inputs can do."""

    edited = Signal()  # by a person, to something that can be kept
    left = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec

    def value(self) -> Value | None:
        """Give what stands there; nothing typed is an empty text, half a value is None."""
        return ""

    def put(self, value: Value) -> None:
        """Show another value without calling it an edit."""

    def set_auto(self, is_auto: bool) -> None:
        """Show lighter what nobody has written."""

    def has_words_in_work(self) -> bool:
        """Whether an input method is in the middle of a word here."""
        return False

    def first(self) -> QWidget:
        """Give the part that takes the focus."""
        return self

    def set_near(self, near: datetime) -> None:
        """Say which day and offset a half typed date means."""


def leaves_undo(line: QLineEdit, event: QEvent) -> bool:
    """Whether Ctrl+Z is the window's, because nothing typed in this line is left to take back."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) and not line.isUndoAvailable()


class UndoLine(QLineEdit):
    """A line whose Ctrl+Z goes on to the window."""

    def event(self, event: QEvent) -> bool:
        """Leave the undo to the window."""
        if leaves_undo(self, event):
            event.ignore()
            return False
        return super().event(event)


class TextInput(FieldInput):
    """One line; of NUMBER and MONEY only figures."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.edit = UndoLine()
        self.edit.setAccessibleName(spec.label)
        self.edit.setMaxLength(texts.NAME_LIMIT)
        self.edit.textEdited.connect(self._on_text)
        self.edit.editingFinished.connect(self.left)
        set_parts(self, self.edit)

    def value(self) -> Value | None:
        """Give the text, cleaned as it is kept."""
        text = texts.cleaned(self.edit.text())
        if self.spec.type not in (FieldType.NUMBER, FieldType.MONEY) or not text:
            return text
        text = re.sub(r"[,，\s]", "", unicodedata.normalize("NFKC", text))
        shape = _WHOLE if self.spec.type is FieldType.NUMBER else _MONEY
        return text if shape.fullmatch(text) else None

    def put(self, value: Value) -> None:
        """Show another text."""
        text = value if isinstance(value, str) else ""
        if self.value() != text or not text:
            self.edit.setText(text)
            if not self.edit.hasFocus():
                self.edit.setCursorPosition(0)  # a long text is read from its beginning
        restyle(self.edit, "faulty", False)

    def set_auto(self, is_auto: bool) -> None:
        """Show lighter what nobody has written."""
        restyle(self.edit, "auto", is_auto)

    def first(self) -> QWidget:
        """Give the line."""
        return self.edit

    def _on_text(self) -> None:
        good = self.value() is not None
        restyle(self.edit, "faulty", not good)
        if good:
            self.edited.emit()


class LongEdit(SlotEdit):
    """A paragraph in which Enter makes a line; 〔…〕 are tab stops."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make a line on Enter; Ctrl+Enter is the window's."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not self.selected_slot():
            QPlainTextEdit.keyPressEvent(self, event)
            return
        super().keyPressEvent(event)


class LongInput(FieldInput):
    """Several lines; grows with its text."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None, *, least_lines: int = 2) -> None:
        super().__init__(spec, parent)
        self.edit = LongEdit(least_lines=least_lines, most_lines=10)
        self.edit.setAccessibleName(spec.label)
        self.edit.edited.connect(self.edited)
        self.edit.left.connect(self.left)
        set_parts(self, self.edit)

    def value(self) -> Value | None:
        """Give the text, cleaned as it is kept."""
        return texts.cleaned(self.edit.text())

    def put(self, value: Value) -> None:
        """Show another text."""
        text = value if isinstance(value, str) else ""
        if self.value() != text:
            self.edit.set_text(text)

    def set_auto(self, is_auto: bool) -> None:
        """Show lighter what nobody has written."""
        restyle(self.edit, "auto", is_auto)

    def has_words_in_work(self) -> bool:
        """Whether a word is being composed."""
        return self.edit.is_composing

    def first(self) -> QWidget:
        """Give the text."""
        return self.edit


def set_parts(holder: QWidget, *parts: QWidget) -> None:
    """Set the parts of an input side by side; what is narrow stays at the left."""
    box = QHBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.dp(2))
    for part in parts:
        box.addWidget(part)
    if len(parts) > 1:
        box.addStretch(1)
    holder.setFocusProxy(parts[0])
