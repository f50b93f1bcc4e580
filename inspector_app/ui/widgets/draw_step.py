# SPDX-License-Identifier: MulanPSL-2.0
"""One step of a draw as a card: its number, what it is for, and whether it is done, to be done, or not yet its turn."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.page import Card, set_tone
from inspector_app.wording import tr


class StepState(StrEnum):
    """How far a step is."""

    LATER = "later"
    NOW = "now"
    DONE = "done"


ROLES = {StepState.LATER: "muted", StepState.NOW: "accent", StepState.DONE: "ok"}


class StepNumber(QWidget):
    """The number in a circle; done is a tick as well as a colour."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.state = number, StepState.LATER
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """A small circle."""
        return QSize(theme.dp(26), theme.dp(26))

    def show_state(self, state: StepState) -> None:
        """Show how far it is."""
        self.state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = ROLES[self.state]
        is_now = self.state is StepState.NOW
        painter.setPen(theme.colour(role))
        painter.setBrush(theme.colour("accent") if is_now else theme.colour("surface"))
        painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))
        if self.state is StepState.DONE:
            side = theme.dp(16)
            left = (self.width() - side) // 2
            painter.drawPixmap(left, (self.height() - side) // 2, theme.pixmap("check", "ok", side))
        else:
            painter.setFont(theme.font("small", bold=True))
            painter.setPen(theme.colour("on_accent" if is_now else "muted"))
            painter.drawText(QRect(self.rect()), Qt.AlignmentFlag.AlignCenter, str(self.number))
        painter.end()


class StepCard(Card):
    """A card whose body can be hidden while it is not its turn."""

    def __init__(self, number: int, title: str, later: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.number = StepNumber(number, self)
        self.chip = Chip(parent=self)
        self.top.insertWidget(0, self.number)
        self.add_at_right(self.chip)
        self._later = later  # what has to come first
        self.body = QWidget(self)
        self.outer.addWidget(self.body)
        self.state = StepState.LATER
        self.show_state(StepState.LATER)

    def show_state(self, state: StepState, *, is_open: bool = False) -> None:
        """Show how far it is; what is not its turn shows its title only, unless it is open all the same."""
        self.state = state
        self.number.show_state(state)
        self.body.setVisible(is_open or state is not StepState.LATER)
        self.note.setText(self._later if state is StepState.LATER else "")
        set_tone(self.title, "muted" if state is StepState.LATER else "")
        words = {StepState.DONE: tr("Done, cannot be changed"), StepState.NOW: tr("Now")}
        self.chip.set_state(words.get(state, ""), ROLES[state], "lock" if state is StepState.DONE else "")
