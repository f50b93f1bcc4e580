# SPDX-License-Identifier: MulanPSL-2.0
"""What every field of an answer has in common: what it is asked, what was given, and when that is kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.domain.answering import Choice
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import AnswerResult


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on its way to the ledger; `result` only where a mark is given and no value (不适用, 未查 ...)."""

    value: str = ""
    result: AnswerResult | None = None


NOTHING = Given("", AnswerResult.NOT_CHECKED)
NOT_APPLICABLE = Given("", AnswerResult.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that is asked, of an item or in an entry or at a place, and what is known of it."""

    item: ChecklistItem
    spot_id: str = ""
    result: AnswerResult = AnswerResult.NOT_CHECKED
    value: str = ""
    choices: tuple[Choice, ...] = ()  # those that the filter leaves
    language: str = ""
    is_required: bool = False
    is_read_only: bool = False
    words: str = ""  # why the value is not allowed, or what was refused
    is_hidden: bool = False

    @property
    def key(self) -> str:
        """What drafts and fields call it."""
        return f"{self.item.code}@{self.spot_id}"


class AnswerField(QWidget):
    """A field for one kind of answer. It shows what it is given and tells what a person does."""

    typed = Signal(object)  # Given: being typed, not to be kept yet
    kept = Signal(object)  # Given: chosen, or the field was left
    entered = Signal()  # Enter: on to the next
    given_up = Signal()  # Escape: as it was

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked: Asked | None = None

    def ask(self, asked: Asked, typed: Given | None = None) -> None:
        """Show what is kept, or what was typed and is not kept yet."""
        self.asked = asked
        self.show_given(typed if typed is not None else Given(asked.value, asked.result))
        self.set_read_only(asked.is_read_only)
        self.setAccessibleName(asked.item.check)

    def show_given(self, given: Given) -> None:
        """Show a value without calling it an edit."""
        raise NotImplementedError

    def given(self) -> Given:
        """Give what stands in the field."""
        raise NotImplementedError

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
