# SPDX-License-Identifier: MulanPSL-2.0
"""What every field of an answer has in common: what it is asked, what was given, and when that is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.ui.models.asked import Asked, Given


class AnswerField(QWidget):
    """A field for one kind of answer. It shows what it is given and tells what a person does."""

    typed = Signal(object)  # Given: being typed, not to be kept yet
    kept = Signal(object)  # Given: chosen, or the field was left
    entered = Signal()  # Enter: on to the next
    given_up = Signal()  # Escape: as it was

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked: Asked | None = None
        self.known = Given()  # what was told last: kept, or on its way, or refused; the same is not told again

    def ask(self, asked: Asked, typed: Given | None = None, *, is_typing: bool = False) -> None:
        """Show what is kept, or what was typed; `is_typing` while nobody was told of it yet."""
        self.asked = asked
        given = typed if typed is not None else Given(asked.value, asked.result)
        if not is_typing:
            self.known = given
        self.show_given(given)
        self.set_read_only(asked.is_read_only)
        self.setAccessibleName(asked.item.check)

    def show_given(self, given: Given) -> None:
        """Show a value without calling it an edit; each kind does it in its own way."""

    def given(self) -> Given:
        """Give what stands in the field."""
        return Given()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self.setEnabled(not read_only)

    def set_faulty(self, is_faulty: bool) -> None:
        """Look as if something were wrong, or not."""

    def begin(self, letters: str = "") -> None:
        """Take the focus; `letters` were typed in the list and begin the answer anew."""
        del letters
        self.setFocus()

    def compose(self, event: QInputMethodEvent) -> None:
        """Take the focus and go on with what an input method began in the list."""
        self.begin()
        target = self.focusProxy() or self
        QApplication.sendEvent(target, event)
