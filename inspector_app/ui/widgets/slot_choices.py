# SPDX-License-Identifier: MulanPSL-2.0
"""The small list under a slot 〔a/b/c〕; it never takes the focus, so that typing goes on in the field."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import restyle


class SlotChoices(QFrame):
    """Choices to take by ↑↓ and Enter, or by a click."""

    chosen = Signal(str)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._at = -1
        self._buttons: list[QPushButton] = []
        self.setProperty("card", True)
        self.setObjectName("slotChoices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(4, 4, 4, 4)
        self._layout.setSpacing(0)
        self.hide()

    def words(self) -> tuple[str, ...]:
        """Give the choices offered."""
        return tuple(str(button.property("choice")) for button in self._buttons)

    def offer(self, choices: tuple[str, ...], at: QRect) -> None:
        """Show the choices under a place of the field."""
        if self.isVisible() and self.words() == choices:
            return
        self._fill(choices)
        window = self._field.window()
        self.setParent(window)  # over everything while it shows; hidden, it goes away with its field
        self.adjustSize()
        place = self._field.mapTo(window, at.bottomLeft() + QPoint(0, theme.dp(4)))
        if place.y() + self.height() > window.height():
            place = self._field.mapTo(window, at.topLeft()) - QPoint(0, self.height() + theme.dp(4))
        left = max(0, min(place.x(), window.width() - self.width()))
        self.move(left, max(0, place.y()))
        self.show()
        self.raise_()

    def _fill(self, choices: tuple[str, ...]) -> None:
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        self._at = -1
        for choice in choices:
            button = QPushButton(choice, self)
            button.setProperty("choice", choice)
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, c=choice: self._choose(c))
            self._layout.addWidget(button)
            self._buttons.append(button)

    def take_key(self, key: int) -> bool:
        """Use a key that the field got; False when it means nothing here."""
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self._choose(self.words()[self._at])
            return True
        if key == Qt.Key.Key_Escape:
            self.put_away()
            return True
        return False

    def _move(self, by: int) -> None:
        self._at = (self._at + by) % len(self._buttons) if self._at >= 0 or by > 0 else len(self._buttons) - 1
        for place, button in enumerate(self._buttons):
            restyle(button, "kind", "primary" if place == self._at else "quiet")

    def put_away(self) -> None:
        """Hide, and belong to the field again."""
        if self.parentWidget() is not self._field:
            self.setParent(self._field)
        self.hide()

    def _choose(self, choice: str) -> None:
        self.put_away()
        self.chosen.emit(choice)
