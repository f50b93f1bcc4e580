# SPDX-License-Identifier: MulanPSL-2.0
"""What has been answered in one inspection and what follows from it, kept up with one answer at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.answer_values import canonical_value, shown_value
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.logic.live import Live, LiveForm
from inspector_app.ui.models.asked import Asked
from inspector_app.wording import sentence, tr

NO_ANSWER = Answer(inspection_id="", item_code="", result=AnswerResult.NOT_CHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What a row shows of an item beside its words."""

    answer: Answer = NO_ANSWER
    shown: str = ""  # the value as people read it
    is_hidden: bool = False
    is_required: bool = False
    is_computed: bool = False
    trouble: str = ""  # why the value is not allowed
    spots: int = 0


class AnswerState:
    """Answers, places and entries of an inspection with the live state of its logic."""

    def __init__(self, view: InspectionView, language: str = "") -> None:
        self.items: Mapping[str, ChecklistItem] = {item.code: item for item in view.items}
        self.answers: dict[str, Answer] = dict(view.answers)
        self.spot_answers: dict[tuple[str, str], Answer] = dict(view.spot_answers)
        self.language = language
        self.form: LiveForm = view.form
        self.live: Live = view.live
        self.has_triggers = self.form.has_triggers
        self.computed = frozenset(self.form.computed())
        self._spots: dict[str, list[Spot]] = {}
        for spot in view.spots:
            if not spot.removed_reason:
                self._spots.setdefault(spot.item_code, []).append(spot)

    def spots(self, code: str) -> tuple[Spot, ...]:
        """Give the places of an item, or the entries of a repeat, in their order."""
        return tuple(self._spots.get(code, ()))

    def parts(self, code: str) -> tuple[ChecklistItem, ...]:
        """Give the items that every entry of a repeat asks; a repeat inside a repeat stands for itself."""
        return tuple(item for item in self.items.values() if item.parent == code and self.is_part(item))

    def is_part(self, item: ChecklistItem) -> bool:
        """Whether an item is a part of entries and has no row of its own."""
        return item.answer.kind is not AnswerKind.ENTRIES and bool(item.parent) and item.parent in self.items

    def put(self, answer: Answer) -> frozenset[str]:
        """Take one answer as the ledger has it now; gives the codes whose look changed."""
        code = answer.item_code
        if answer.spot_id:
            self.spot_answers[code, answer.spot_id] = answer
        else:
            self.answers[code] = answer
        item = self.items.get(code)
        if item is None or not self.form.has_logic:
            return frozenset((code,))
        settled = answer.result is not AnswerResult.NOT_CHECKED
        self.live, changed = self.form.change(
            self.live, code, logic_value(item, answer), answer.spot_id, is_settled=settled
        )
        return changed | {code}

    def would_open(self, item: ChecklistItem, answer: Answer) -> bool:
        """Whether an answer would bring items into sight that are hidden now."""
        if not self.form.has_logic:
            return False
        settled = answer.result is not AnswerResult.NOT_CHECKED
        after, _ = self.form.change(self.live, item.code, logic_value(item, answer), is_settled=settled)
        return not self.live.hidden <= after.hidden

    def would_break(self, item: ChecklistItem, typed: str) -> bool:
        """Whether a typed value would break the item's constraint."""
        if not self.form.has_logic or not typed:
            return False
        try:
            value = canonical_value(item, typed)
        except Refused:
            return False
        after, _ = self.form.change(self.live, item.code, value)
        return after.problem(item.code) is not None

    def facts(self, item: ChecklistItem) -> ItemFacts:
        """Give what the row of an item shows."""
        code, live = item.code, self.live
        answer = self.answers.get(code, NO_ANSWER)
        spots = len(self._spots.get(code, ()))
        if not self.form.has_logic:
            return ItemFacts(answer=answer, shown=self._shown(item, answer.value, answer, spots), spots=spots)
        computed = code in self.computed
        value = live.value(code) if computed else answer.value
        problem = live.problem(code) if answer.value else None
        return ItemFacts(
            answer=answer,
            shown=self._shown(item, value, answer, spots),
            is_hidden=live.is_hidden(code),
            is_required=live.is_required(code),
            is_computed=computed,
            trouble=words_at(item, problem, self.language),
            spots=spots,
        )

    def _shown(self, item: ChecklistItem, value: str, answer: Answer, spots: int) -> str:
        if item.answer.kind is AnswerKind.ENTRIES:
            return tr("{count} entries", count=spots) if spots else ""
        if not value or item.is_tick:
            return ""
        try:
            return shown_value(item, value, self.language) or answer.label
        except Refused:  # a calculation that another program wrote
            return answer.label

    def asked(self, item: ChecklistItem, spot_id: str = "", *, is_finished: bool = False) -> Asked:
        """Say what is asked of an item, of a part of an entry, or of a place."""
        code, live = item.code, self.live
        known = self.spot_answers.get((code, spot_id)) if spot_id else self.answers.get(code)
        answer = known or NO_ANSWER
        computed = code in self.computed
        if not self.form.has_logic:
            choices, value, words = item.answer.choices, answer.value, ""
            required = locked = hidden = False
        else:
            choices, value = live.choices(code, spot_id), answer.value
            value = live.value(code, spot_id) if computed else value
            problem = live.problem(code, spot_id) if answer.value else None
            words = words_at(item, problem, self.language)
            required, locked = live.is_required(code, spot_id), live.is_read_only(code, spot_id)
            hidden = live.is_hidden(code, spot_id)
        return Asked(
            item=item, spot_id=spot_id, result=answer.result, value=value, choices=choices, language=self.language,
            is_required=required, is_read_only=is_finished or locked, words=words, is_hidden=hidden,
        )  # fmt: skip


def words_at(item: ChecklistItem | None, problem: Problem | None, language: str = "") -> str:
    """Say a problem where it belongs: what the form itself says, else a sentence that names the item by its words."""
    if problem is None:
        return ""
    if problem.code is ProblemCode.ANSWER_CONSTRAINT and problem.fields.get("message"):
        spoken = item.translations.get(language, {}) if item is not None else {}
        return spoken.get("constraint_message") or problem.fields["message"]
    named = (
        problem if item is None else replace(problem, fields={**problem.fields, "item": said(item, "check", language)})
    )
    return sentence(named)


def logic_value(item: ChecklistItem, answer: Answer) -> str:
    """Give what expressions read of an answer: the word of a tick, else the value."""
    if not item.is_tick:
        return answer.value
    return "" if answer.result is AnswerResult.NOT_CHECKED else answer.result.value


def said(item: ChecklistItem, field: str, language: str) -> str:
    """Give the words of an item in a language, its own where there are none; a hint has two parts in a form."""
    spoken = item.translations.get(language, {}) if language else {}
    if field == "hint":
        parts = (spoken.get("hint", ""), spoken.get("guidance_hint", ""))
        return " ".join(dict.fromkeys(part for part in parts if part)) or item.hint
    return spoken.get(field) or str(getattr(item, field))


def translated(item: ChecklistItem, language: str) -> ChecklistItem:
    """Give the item as it reads in a language: what is read and typed, not its wording of a finding."""
    if not language or not item.translations.get(language):
        return item
    check, criterion, hint = (said(item, name, language) for name in ("check", "criterion", "hint"))
    return replace(item, check=check, criterion=criterion, hint=hint)
