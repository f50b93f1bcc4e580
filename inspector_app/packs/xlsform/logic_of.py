# SPDX-License-Identifier: MulanPSL-2.0
"""The logic of a row with that of the frames around it; expressions that no desktop can compute are set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspector_app.domain.answering import AnswerKind, Logic
from inspector_app.packs.xlsform.columns import EXPRESSIONS
from inspector_app.packs.xlsform.expression_checks import WORDS, has_good_default
from inspector_app.packs.xlsform.expressions import (
    all_of,
    any_of,
    condition,
    is_dynamic,
    is_live,
    literal,
    renamed,
    straight,
    truth,
)
from inspector_app.packs.xlsform.form import Form
from inspector_app.packs.xlsform.outline import Frame, Question
from inspector_app.packs.xlsform.tables import Row
from inspector_app.packs.xlsform.types import METADATA

_COLUMNS = (*EXPRESSIONS, "default")
_OF_REPEATS = ("relevant", "readonly", "repeat_count")
_PHONE = "regex(., '^\\d*$')"
CLOCK: Mapping[str, str] = {"start": "once(now())", "end": "now()", "today": "today()"}
"""What the phone's own answers are here, where an expression asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The logic of an item, the expressions that were set aside, and those that had other names, by column."""

    logic: Logic
    aside: Mapping[str, str]
    changed: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """Reads logic with the codes that stand for the names of the form."""

    def __init__(self, form: Form, codes: Mapping[str, str]) -> None:
        self._form = form
        self._codes = codes

    def question(self, question: Question, kind: AnswerKind) -> Found:
        """Give the logic of a question that is answered as `kind`."""
        if kind is AnswerKind.UNSUPPORTED:
            return self._unsupported(question)
        row, aside = question.row, dict[str, str]()
        calculation = self._calculation(question, kind, aside)
        default = self._default(question, kind, aside)
        required = self._take(row, "required", aside)
        if kind in (AnswerKind.NOTE, AnswerKind.COMPUTED) and required:
            aside["required"], required = row.get("required"), ""
        constraint = condition(self._take(row, "constraint", aside))
        if question.type.word == "phone number" and not constraint:
            constraint = _PHONE
        logic = Logic(
            relevant=self._relevant(question.frames, row, aside),
            constraint=constraint,
            constraint_message=self._form.said(row, "constraint_message"),
            required=required,
            required_message=self._form.said(row, "required_message"),
            calculation=calculation,
            default=default,
            choice_filter=self._take(row, "choice_filter", aside),
            read_only=self._read_only(question.frames, row, aside),
            trigger=self._take(row, "trigger", aside),
        )
        if not question.type.is_select and logic.choice_filter:
            aside["choice_filter"], logic = row.get("choice_filter"), replace(logic, choice_filter="")
        _set_aside(row, ("repeat_count",), aside)
        return Found(logic=logic, aside=aside, changed=self._changed(row, aside))

    def _unsupported(self, question: Question) -> Found:
        """Keep only when it is shown; all else is for an answer that nobody can give here."""
        aside: dict[str, str] = {}
        logic = Logic(
            relevant=self._relevant(question.frames, question.row, aside),
            constraint_message=self._form.said(question.row, "constraint_message"),
            required_message=self._form.said(question.row, "required_message"),
        )
        _set_aside(question.row, tuple(c for c in _COLUMNS if c != "relevant"), aside)
        return Found(logic=logic, aside=aside, changed=self._changed(question.row, aside))

    def repeat(self, frame: Frame, around: tuple[Frame, ...]) -> Found:
        """Give the logic of a repeat."""
        aside: dict[str, str] = {}
        logic = Logic(
            relevant=self._relevant(around, frame.row, aside),
            constraint_message=self._form.said(frame.row, "constraint_message"),
            required_message=self._form.said(frame.row, "required_message"),
            read_only=self._read_only(around, frame.row, aside),
            repeat_count=self._take(frame.row, "repeat_count", aside),
        )
        _set_aside(frame.row, tuple(c for c in _COLUMNS if c not in _OF_REPEATS), aside)
        return Found(logic=logic, aside=aside, changed=self._changed(frame.row, aside))

    def frame_aside(self, frame: Frame) -> Mapping[str, str]:
        """Give the expressions of a group that had to be set aside."""
        aside: dict[str, str] = {}
        for column in ("relevant", "readonly"):
            self._take(frame.row, column, aside)
        return aside

    def _relevant(self, frames: tuple[Frame, ...], row: Row, aside: dict[str, str]) -> str:
        outer = (condition(self._take(frame.row, "relevant", {})) for frame in frames)
        return all_of(iter([*outer, condition(self._take(row, "relevant", aside))]))

    def _read_only(self, frames: tuple[Frame, ...], row: Row, aside: dict[str, str]) -> str:
        outer = (self._take(frame.row, "readonly", {}) for frame in frames)
        return any_of(iter([*outer, self._take(row, "readonly", aside)]))

    def _take(self, row: Row, column: str, aside: dict[str, str]) -> str:
        """Give an expression with codes for names; one that cannot be computed here goes aside."""
        text = straight(row.get(column))
        if column in ("required", "readonly"):
            text = truth(WORDS.get(text.lower(), text))
        if not text:
            return ""
        if not self._is_live(text):
            aside[column] = row.get(column)
            return ""
        return renamed(text, self._codes)

    def _changed(self, row: Row, aside: Mapping[str, str]) -> Mapping[str, str]:
        """Give the expressions in which names gave way to codes, as they stand in the file."""
        texts = {column: row.get(column) for column in _COLUMNS if column not in aside}
        return {column: text for column, text in texts.items() if renamed(text, self._codes) != text}

    def _is_live(self, text: str) -> bool:
        return is_live(text, self._codes)

    def _calculation(self, question: Question, kind: AnswerKind, aside: dict[str, str]) -> str:
        found = condition(self._take(question.row, "calculation", aside))
        word = question.type.word
        if found or kind is not AnswerKind.COMPUTED:
            return found
        if word in CLOCK:
            return CLOCK[word]
        text = straight(question.row.get("default"))
        if text and is_dynamic(text) and self._is_live(text):
            return f"once({renamed(text, self._codes)})"
        return literal("" if word in METADATA or is_dynamic(text) else text)

    def _default(self, question: Question, kind: AnswerKind, aside: dict[str, str]) -> str:
        text = question.row.get("default")
        if not text or (kind is AnswerKind.COMPUTED and not question.row.has("calculation")):
            if text and is_dynamic(text) and not self._is_live(straight(text)):
                aside["default"] = text
            return ""
        answered = kind.is_asked and kind is not AnswerKind.PHOTO
        if not answered or not has_good_default(self._form, question):
            aside["default"] = text
            return ""
        if not is_dynamic(straight(text)):
            return text
        if not self._is_live(straight(text)):
            aside["default"] = text
            return ""
        return renamed(straight(text), self._codes)


def _set_aside(row: Row, columns: tuple[str, ...], aside: dict[str, str]) -> None:
    """Keep cells that mean nothing where they stand."""
    for column in columns:
        if text := row.get(column):
            aside[column] = text


def with_other(relevant: str, code: str, other: str) -> str:
    """Give the condition under which “other” has to be written out."""
    return all_of(iter([relevant, f"selected(${{{code}}}, {literal(other)})"]))
