# SPDX-License-Identifier: MulanPSL-2.0
"""One field with what stands around it: limits, verdict, why an answer is not allowed.

What is being typed stays whatever the ledger says meanwhile; Escape gives back what stood there before.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.asked import Given
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.answer_tools import AnswerTools
from inspector_app.ui.widgets.answer_view import Typing
from inspector_app.ui.widgets.answer_words import limit_words, verdict_of, why_not_here
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.page import label, row, set_tone
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

SAVED_WHILE_TYPED = (AnswerKind.TEXT,)
CONFIRMED = tuple(k for k in AnswerKind if k.is_asked and k not in (AnswerKind.WORKING, AnswerKind.PHOTO))
CHIPS = {AnswerResult.COMPLIANT: "ok", AnswerResult.NONCOMPLIANT: "bad", AnswerResult.NOT_APPLICABLE: "muted"}


class AnswerSlot(QWidget):
    """The field of one kind of answer, for whatever item it is shown."""

    given = Signal(object, object, bool)  # Asked, Given, whether it is kept now
    entered = Signal()
    given_up = Signal(object)  # Asked

    def __init__(self, tools: AnswerTools, kind: AnswerKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._typing: Given | None = None  # typed and not told to the ledger
        self._before: Given | None = None  # what stood there when typing began
        self.field: AnswerField | None = tools.field(kind)
        self.value = WrapLabel(tone="muted")
        self.limits = WrapLabel(tone="muted")
        self.trouble = WrapLabel(tone="bad")
        self.chip = Chip()
        self.need = label("", tone="warn", size="small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        if self.field is not None:
            box.addWidget(self.field)
            self._connect(self.field)
        box.addWidget(self.value)
        line = row(self.chip, self.need, self.limits, None)
        line.setStretch(2, 100)
        box.addLayout(line)
        box.addWidget(self.trouble)

    def _connect(self, field: AnswerField) -> None:
        field.typed.connect(self._on_typed)
        field.kept.connect(self._on_kept)
        field.entered.connect(self._on_entered)
        field.given_up.connect(self._on_given_up)

    # -- showing -----------------------------------------------------------------------------------

    def put(self, typing: Typing) -> None:
        """Show what is asked; what is being typed for it stays."""
        asked, field = typing.asked, self.field
        if field is not None:
            is_other = field.asked is None or field.asked.key != asked.key
            if is_other:
                self._typing = self._before = None
            field.ask(asked, self._typing or typing.typed, is_typing=self._typing is not None)
            field.set_faulty(bool(asked.words))
        self._show_value(typing)
        limits = limit_words(asked.item)
        self.limits.setText(limits)
        self.limits.setVisible(bool(limits))
        self._judge(self._typing or typing.typed or Given(asked.value, asked.result))
        empty = not asked.value and asked.result is AnswerResult.NOT_CHECKED
        proposed = bool(asked.value) and asked.result is AnswerResult.NOT_CHECKED and self._kind in CONFIRMED
        needed = tr("Must be filled in") if asked.is_required and empty else ""
        self.need.setText(tr("Proposed; Enter confirms it") if proposed else needed)
        self.need.setVisible(bool(self.need.text()))
        words = asked.words
        if words and typing.typed is not None:
            words = "\n".join((words, tr("Not saved; what you typed is kept here.")))
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def _show_value(self, typing: Typing) -> None:
        asked, words = typing.asked, ""
        if self._kind is AnswerKind.COMPUTED:
            unit = asked.item.answer.unit
            value = f"{asked.value} {unit}".strip() if asked.value else "—"
            words = tr("{value} (computed)", value=value)
        elif self._kind is AnswerKind.UNSUPPORTED:
            words = why_not_here(asked.item)
        self.value.setText(words)
        self.value.setVisible(bool(words))

    def _judge(self, given: Given) -> None:
        """Say at once what a value means: outside its limits it is 不符合."""
        asked = self.field.asked if self.field is not None else None
        if asked is None or self._kind is AnswerKind.TICK:
            self.chip.set_state("")
            return
        result = given.result
        if given.value and (given.value != asked.value or result is None):
            result = verdict_of(asked.item, given.value)
        shown = result in CHIPS and not (self._kind is AnswerKind.DEDUCTION and not given.value)
        words = word(result) if result is not None and shown else ""
        self.chip.set_state(words, CHIPS.get(result or AnswerResult.NOT_CHECKED, "muted"))
        outside = result is AnswerResult.NONCOMPLIANT and bool(self.limits.text())
        set_tone(self.limits, "bad" if outside else "muted")
        if self._kind.is_number and self.field is not None:
            self.field.set_faulty(outside or bool(asked.words))

    # -- typing ------------------------------------------------------------------------------------

    def _on_typed(self, given: Given) -> None:
        asked = self.field.asked if self.field is not None else None
        if asked is None:
            return
        if self._before is None:
            self._before = Given(asked.value, asked.result)
        self._typing = given
        self.trouble.hide()
        self._judge(given)
        if self._kind in SAVED_WHILE_TYPED:
            self._typing = None
            self.given.emit(asked, given, False)

    def _on_kept(self, given: Given) -> None:
        asked = self.field.asked if self.field is not None else None
        self._typing = self._before = None
        if asked is not None:
            self.given.emit(asked, given, True)

    def _on_entered(self) -> None:
        """Enter on a value that nobody has confirmed yet (a default) confirms it."""
        asked = self.field.asked if self.field is not None else None
        if asked is not None and self.field is not None and not asked.is_read_only:
            open_still = asked.value and asked.result is AnswerResult.NOT_CHECKED
            if open_still and self.field.given().value == asked.value:
                self.given.emit(asked, self.field.given(), True)
        self.entered.emit()

    def _on_given_up(self) -> None:
        asked, before = self.field.asked if self.field is not None else None, self._before
        self._typing = self._before = None
        if asked is None or self.field is None:
            return
        if before is not None and self._kind in SAVED_WHILE_TYPED and Given(asked.value, asked.result) != before:
            self.given.emit(asked, before, True)  # it was saved while it was typed
        self.field.known = before or Given(asked.value, asked.result)
        self.field.show_given(self.field.known)
        self._judge(before or Given(asked.value, asked.result))
        self.given_up.emit(asked)

    def flush(self) -> None:
        """Keep what is being typed: the page is left."""
        keep = getattr(self.field, "keep", None)
        if self._typing is not None and keep is not None:
            keep()

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters typed in the list begin the answer anew."""
        if self.field is not None:
            self.field.begin(letters)

    def compose(self, event: QInputMethodEvent) -> None:
        """Go on with what an input method began in the list."""
        if self.field is not None:
            self.field.compose(event)
