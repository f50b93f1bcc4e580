# SPDX-License-Identifier: MulanPSL-2.0
"""A whole number to type, or to step with ↑ ↓; what is out of bounds is marked and not taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import restyle


class NumberLine(QLineEdit):
    """A line with a number in it."""

    value_changed = Signal()

    def __init__(self, name: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most, self._value = least, most, least
        self.setAccessibleName(name)
        self.setFixedWidth(theme.dp(96))
        self.setText(str(least))
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self._show)

    def value(self) -> int:
        """Give the number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number without calling it an edit."""
        self._value = min(max(value, self._least), self._most)
        self._show()

    def set_range(self, least: int, most: int) -> None:
        """Take other bounds."""
        self._least, self._most = least, most
        self.set_value(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on ↑ ↓."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self._value + step)
            self.value_changed.emit()

    def _on_edited(self, text: str) -> None:
        typed = text.strip()
        is_right = typed.isdecimal() and self._least <= int(typed) <= self._most
        restyle(self, "faulty", not is_right)
        if is_right and int(typed) != self._value:
            self._value = int(typed)
            self.value_changed.emit()

    def _show(self) -> None:
        self.setText(str(self._value))
        restyle(self, "faulty", False)
