# SPDX-License-Identifier: MulanPSL-2.0
"""What the fields of answers are made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
