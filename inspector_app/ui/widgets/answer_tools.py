# SPDX-License-Identifier: MulanPSL-2.0
"""What the fields of answers are made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.answer_choice import ChoiceAnswer
from inspector_app.ui.widgets.answer_day import DayAnswer
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.answer_line import LineAnswer, TextAnswer
from inspector_app.ui.widgets.answer_mark import DeductionAnswer, TickAnswer
from inspector_app.ui.widgets.answer_position import PositionAnswer
from inspector_app.workspace import Workspace

_LINES = (AnswerKind.WHOLE, AnswerKind.NUMBER, AnswerKind.CODE)
_DAYS = (AnswerKind.DATE, AnswerKind.TIME, AnswerKind.INSTANT)
_CHOICES = (AnswerKind.CHOICE, AnswerKind.CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTools:
    """The workspace, the worker and the questions that panels of answers need."""

    ws: Workspace
    jobs: Jobs
    ask: Ask

    def field(self, kind: AnswerKind) -> AnswerField | None:
        """Make the field of a kind of answer; none where there is no such field (photos, entries ...)."""
        makers: dict[AnswerKind, Callable[[], AnswerField]] = {
            AnswerKind.TICK: TickAnswer,
            AnswerKind.TEXT: TextAnswer,
            AnswerKind.DEDUCTION: DeductionAnswer,
            AnswerKind.POSITION: PositionAnswer,
        }
        if kind in _LINES:
            return LineAnswer(kind)
        if kind in _DAYS:
            return DayAnswer(kind, self.ws.now)
        if kind in _CHOICES:
            return ChoiceAnswer(kind)
        make = makers.get(kind)
        return make() if make is not None else None


def tab_before(part: QWidget, anchor: QWidget) -> None:
    """Let Tab go through the fields of a part that was made late before it comes to `anchor`: as one reads."""
    before = anchor.previousInFocusChain()
    while before is not None and before is not anchor and not _takes_tab(before):
        before = before.previousInFocusChain()  # behind a container Qt would look for its last field
    if before is None or before is anchor:
        return
    for field in part.findChildren(QWidget):
        if _takes_tab(field):
            QWidget.setTabOrder(before, field)
            before = field
    QWidget.setTabOrder(before, anchor)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
