# SPDX-License-Identifier: MulanPSL-2.0
"""A few choices side by side, of which exactly one holds; ← → move between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from inspector_app.ui import theme


class Segments(QWidget):
    """Buttons for the values of an enum."""

    chosen = Signal(object)  # by a person

    def __init__(self, words: Sequence[tuple[StrEnum, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[StrEnum, QPushButton] = {}
        self._value: StrEnum = words[0][0]
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for value, text in words:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda _=False, v=value: self._on_clicked(v))
            self._group.addButton(button)
            self.buttons[value] = button
            box.addWidget(button)
        self._mark()

    def value(self) -> StrEnum:
        """Give the choice that holds."""
        return self._value

    def set_value(self, value: StrEnum) -> None:
        """Mark another choice without calling it an edit."""
        self._value = value
        self._mark()

    def set_icons(self, icons: Mapping[StrEnum, tuple[str, str]]) -> None:
        """Give choices an icon with the role of its colour."""
        for value, (icon, role) in icons.items():
            theme.set_icon(self.buttons[value], icon, role)

    def set_read_only(self, read_only: bool) -> None:
        """Show what holds, and let nothing be chosen."""
        for value, button in self.buttons.items():
            button.setEnabled(not read_only or value == self._value)
            button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, read_only)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)

    def _mark(self) -> None:
        for value, button in self.buttons.items():
            button.setChecked(value == self._value)

    def _on_clicked(self, value: StrEnum) -> None:
        if value != self._value:
            self._value = value
            self.chosen.emit(value)
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → move the choice."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        focused = [v for v, b in self.buttons.items() if b.hasFocus()]
        if step is None or not focused:
            super().keyPressEvent(event)
            return
        values = list(self.buttons)
        target = values[(values.index(focused[0]) + step) % len(values)]
        self.buttons[target].setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_clicked(target)
