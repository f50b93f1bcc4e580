# SPDX-License-Identifier: MulanPSL-2.0
"""What one answer does: its row, the finding that a 不符合 begins, the item's whole answer, what it triggers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.answer_values import canonical_value, judge, shown_value, wrong
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.finding import SLOT, Finding, FindingDraft, FindingStatus
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, Participant, Spot
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.operations import findings as finding_verbs
from inspector_app.operations.entries import live_in, recomposed_in
from inspector_app.operations.visits import inspection_in, put_answer_in, refuse_finished
from inspector_app.storage import findings, inspections, spots
from inspector_app.workspace import Step, Workspace

ANSWER_CHANGED = "答案已改"  # kept in the row as the reason: the record's own language is Chinese
_MEASURED = re.compile(r"〔[^〔〕]*(实测|测量|检测|数值|读数|实际|选择|答案)[^〔〕]*〕|〔[值数]〕")
_RESULT_WORDS = ("", *(r.value for r in AnswerResult if r is not AnswerResult.RECORDED))
_NEVER_ANSWERED = (AnswerKind.NOTE, AnswerKind.COMPUTED, AnswerKind.UNSUPPORTED)
_WORST = (AnswerResult.NONCOMPLIANT, AnswerResult.NOT_CHECKED, AnswerResult.COMPLIANT, AnswerResult.RECORDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The kept answer, and the finding that a 不符合 began (or that the item, place or entry already had)."""

    answer: Answer
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item of an open inspection where it is answered: as a whole, at a place, or in an entry of a repeat."""

    inspection: Inspection
    item: ChecklistItem
    spot: Spot | None

    @property
    def spot_id(self) -> str:
        """The place or entry; empty for the item as a whole."""
        return self.spot.id if self.spot else ""

    @property
    def is_part(self) -> bool:
        """Whether it is a part of an entry: then the entry is the finding."""
        return bool(self.item.parent) and self.spot is not None


def item_of(ws: Workspace, inspection: Inspection, item_code: str) -> ChecklistItem:
    """Give an item of the inspection's checklists, replaced common ones too. Refuses ITEM_UNKNOWN."""
    item = next((i for i in ws.frozen_items(inspection.packs) if i.code == item_code), None)
    if item is None:
        refuse([Problem(code=ProblemCode.ITEM_UNKNOWN, where=item_code, fields={"item": item_code[:80]})])
        raise AssertionError
    return item


def asked_in(ws: Workspace, step: Step, inspection_id: str, item_code: str, spot_id: str) -> Asked:
    """Find where an answer belongs.

    Refuses NOT_FOUND, INSPECTION_FINISHED, ITEM_UNKNOWN, and ANSWER_AT_PLACES for an item that is answered at its
    places or in the entries of its repeat.
    """
    inspection = inspection_in(step, inspection_id)
    refuse_finished(inspection)
    item = item_of(ws, inspection, item_code)
    if not spot_id:
        if item.parent or _live_spots(step, inspection_id, item_code):
            fields = {"item": item_code}
            refuse([Problem(code=ProblemCode.ANSWER_AT_PLACES, where=f"item:{item_code}", fields=fields)])
        return Asked(inspection=inspection, item=item, spot=None)
    spot = spots.get_spot(step.db, spot_id)
    holder = item.parent or item_code
    if spot is None or spot.removed_reason or (spot.inspection_id, spot.item_code) != (inspection_id, holder):
        fields = {"kind": "spot", "id": spot_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=f"item:{item_code}", fields=fields)])
    return Asked(inspection=inspection, item=item, spot=spot)


def _live_spots(step: Step, inspection_id: str, item_code: str) -> list[Spot]:
    every = spots.list_spots(step.db, inspection_id)
    return [s for s in every if s.item_code == item_code and not s.removed_reason]


def refuse_not_asked(ws: Workspace, step: Step, asked: Asked) -> None:
    """Refuse ANSWER_NOT_ASKED for an item that is hidden now, or that nobody may answer."""
    item = asked.item
    logical = item.parent or item.logic.relevant or item.logic.read_only or item.logic.calculation
    closes = logical or item.answer.kind is AnswerKind.COMPUTED
    if not closes or not ws.live_form(asked.inspection.packs).has_logic:
        return  # nothing can hide or close it: one key in a large form must not compute the whole form
    live = live_in(ws, step, asked.inspection)
    code = asked.item.code
    if live.is_hidden(code, asked.spot_id) or live.is_read_only(code, asked.spot_id):
        fields = {"item": code}
        refuse([Problem(code=ProblemCode.ANSWER_NOT_ASKED, where=f"item:{code}", fields=fields)])


# Writing it -------------------------------------------------------------------------------------------------


def keep_in(
    ws: Workspace,
    step: Step,
    asked: Asked,
    result: AnswerResult,
    *,
    value: str | None = None,
    remark: str | None = None,
    author: Participant | None = None,
) -> Answered:
    """Keep an answer with all that follows; `value` is canonical, None leaves the value alone."""
    item, spot_id = asked.item, asked.spot_id
    known = inspections.get_answer(step.db, asked.inspection.id, item.code, spot_id)
    label = None if value is None else shown_value(item, value)
    if asked.is_part:
        return _keep_part(ws, step, asked, result, value=value, remark=remark, author=author)
    finding = _finding_in(step, asked, result, known.label if known else "", label)
    answer = put_answer_in(
        step, asked.inspection.id, item.code, result, remark, spot_id=spot_id, value=value, label=label or "",
        author=author,
    )  # fmt: skip
    if asked.spot is not None:
        put_whole_in(step, asked.inspection.id, item.code)
    _trigger_in(ws, step, asked)
    return Answered(answer=answer, finding=finding)


def _keep_part(
    ws: Workspace,
    step: Step,
    asked: Asked,
    result: AnswerResult,
    *,
    value: str | None,
    remark: str | None,
    author: Participant | None,
) -> Answered:
    """Keep a part of an entry; the wording of the entry's finding follows until a person has written in it."""
    assert asked.spot is not None, "a part is answered in an entry"
    label = "" if value is None else shown_value(asked.item, value)
    with recomposed_in(ws, step, asked.inspection, asked.spot) as entry:
        answer = put_answer_in(
            step, asked.inspection.id, asked.item.code, result, remark, spot_id=asked.spot.id, value=value,
            label=label, author=author,
        )  # fmt: skip
        _trigger_in(ws, step, asked)
    return Answered(answer=answer, finding=entry.finding)


def put_whole_in(step: Step, inspection_id: str, item_code: str) -> AnswerResult:
    """Compute the answer of an item with several places: 不符合 if one is, 未查 while one is, else 符合."""
    at_places = inspections.list_spot_answers(step.db, inspection_id)
    live = _live_spots(step, inspection_id, item_code)
    results = {
        at_places[(item_code, s.id)].result if (item_code, s.id) in at_places else AnswerResult.NOT_CHECKED
        for s in live
    }
    if any(f.item_code == item_code and f.status.is_live for f in findings.list_findings(step.db, inspection_id)):
        results.add(AnswerResult.NONCOMPLIANT)
    empty = AnswerResult.NOT_APPLICABLE if live else AnswerResult.NOT_CHECKED
    whole = next((result for result in _WORST if result in results), empty)
    put_answer_in(step, inspection_id, item_code, whole, value="")
    return whole


# Findings ---------------------------------------------------------------------------------------------------


def finding_draft(item: ChecklistItem, on: date, label: str = "", place: str = "") -> FindingDraft:
    """Fill in a finding from its item, with the measured value in its slot of the wording, if it has one."""
    draft = finding_verbs.draft_from_item(item, on)
    return dataclasses.replace(draft, place=place, description=with_value(draft.description, item, label))


def with_value(text: str, item: ChecklistItem, label: str) -> str:
    """Put a value into the first slot 〔实测值〕, 〔数值〕 … of a wording; where there is none nothing changes.

    The unit is left out where it stands behind the slot already.
    """
    found = _MEASURED.search(text)
    if found is None or not label or SLOT.search(label):
        return text
    unit = item.answer.unit
    behind = text[found.end() :].lstrip()
    shown = label.removesuffix(unit).rstrip() if unit and behind.startswith(unit) else label
    return text[: found.start()] + shown + text[found.end() :]


def _finding_in(step: Step, asked: Asked, result: AnswerResult, before: str, label: str | None) -> Finding | None:
    """Begin, reword or take back the finding; `before` and `label` are the values shown so far and now."""
    live = _live_findings(step, asked)
    on, place = asked.inspection.started_at.date(), asked.spot.place if asked.spot else ""
    draft = finding_draft(asked.item, on, before if label is None else label, place)
    if result is not AnswerResult.NONCOMPLIANT:
        _drop_untouched(step, asked, live, finding_draft(asked.item, on, before, place))
        return None
    if not live:
        made = finding_verbs.record_finding_in(step, asked.inspection, draft)
        if asked.spot is not None:
            spots.put_spot(step.db, dataclasses.replace(asked.spot, finding_id=made.id))
        return made
    if label is not None and label != before:
        return _reworded(step, asked, live[0], before, draft)
    return live[0]


def _live_findings(step: Step, asked: Asked) -> list[Finding]:
    """Give the findings of the item, or of the place alone; withdrawn ones are none."""
    every = [f for f in findings.list_findings(step.db, asked.inspection.id) if f.item_code == asked.item.code]
    live = [f for f in every if f.status is not FindingStatus.WITHDRAWN]
    return live if asked.spot is None else [f for f in live if f.id == asked.spot.finding_id]


def _reworded(step: Step, asked: Asked, finding: Finding, before: str, draft: FindingDraft) -> Finding:
    """Put the new value into a wording that is still the program's own; a person's words stay."""
    on = asked.inspection.started_at.date()
    if finding.description != finding_draft(asked.item, on, before).description:
        return finding
    after = dataclasses.replace(finding, description=draft.description)
    findings.put_finding(step.db, after)
    return after


def _drop_untouched(step: Step, asked: Asked, live: Sequence[Finding], suggested: FindingDraft) -> None:
    with_photos = {p.finding_id for p in findings.list_photos(step.db, asked.inspection.id)} if live else set()
    for finding in live:
        same = all(getattr(finding, n) == getattr(suggested, n) for n in ("place", "description", "measure", "clauses"))
        if not same or finding.id in with_photos:
            fields = {"item": asked.item.code, "ordinal": str(finding.ordinal)}
            code = ProblemCode.ANSWER_CONTRADICTS_FINDING
            refuse([Problem(code=code, where=f"finding:{finding.id}", fields=fields)])
        gone = dataclasses.replace(finding, status=FindingStatus.WITHDRAWN, withdrawn_reason=ANSWER_CHANGED)
        findings.put_finding(step.db, gone)
        if asked.spot is not None:
            spots.put_spot(step.db, dataclasses.replace(asked.spot, finding_id=""))


# Triggers and defaults --------------------------------------------------------------------------------------


def _trigger_in(ws: Workspace, step: Step, asked: Asked) -> None:
    """Keep what the form computes when this item is answered (`trigger`); such a value triggers nothing itself."""
    form = ws.live_form(asked.inspection.packs)
    if not form.has_triggers:
        return
    items = {item.code: item for item in ws.frozen_items(asked.inspection.packs)}
    found = form.triggered(live_in(ws, step, asked.inspection), asked.item.code, asked.spot_id)
    for (code, spot_id), typed in found.items():
        propose_in(step, asked.inspection.id, items[code], typed, spot_id)


def propose_in(step: Step, inspection_id: str, item: ChecklistItem, typed: str, spot_id: str = "") -> None:
    """Keep a value that no person gave: a default, or what a trigger computed.

    A fact counts as filled in. What can be 不符合 stays 未查 until a person confirms it: the program judges nothing
    that nobody has seen. A value that does not fit is left out, and a tick is never proposed.
    """
    value = typed
    if item.answer.kind is not AnswerKind.COMPUTED:
        try:
            value = "" if item.is_tick else canonical_value(item, typed)
        except Refused:
            return
    if not item.is_tick:
        is_fact = bool(value) and not item.answer.can_fail
        result = AnswerResult.RECORDED if is_fact else AnswerResult.NOT_CHECKED
        label = shown_value(item, value)
        put_answer_in(step, inspection_id, item.code, result, spot_id=spot_id, value=value, label=label)


def write_defaults_in(ws: Workspace, step: Step, inspection: Inspection, parent: str = "", spot_id: str = "") -> None:
    """Keep the defaults of the items, or of the parts of a new entry, as proposals."""
    form = ws.live_form(inspection.packs)
    items = {item.code: item for item in ws.frozen_items(inspection.packs)}
    if not any(item.logic.default for item in items.values()):
        return
    for code, typed in form.defaults(live_in(ws, step, inspection), parent, spot_id).items():
        propose_in(step, inspection.id, items[code], typed, spot_id)


def freeze_computed_in(ws: Workspace, step: Step, inspection: Inspection) -> None:
    """Keep every computed value as it is when the inspection ends; from now on it does not follow the clock."""
    form = ws.live_form(inspection.packs)
    items = {item.code: item for item in ws.frozen_items(inspection.packs)}
    computed = form.computed()
    if not computed:
        return
    live = live_in(ws, step, inspection)
    for code in computed:
        for spot_id in live.spots_of(code):
            value = live.value(code, spot_id)
            result = AnswerResult.RECORDED if value else AnswerResult.NOT_CHECKED
            label = shown_value(items[code], value) if items[code].answer.kind is AnswerKind.COMPUTED else value
            put_answer_in(step, inspection.id, code, result, spot_id=spot_id, value=value, label=label)


def wanted_result(item: ChecklistItem, value: str, result: AnswerResult | None) -> AnswerResult:
    """Give the result of a tick from its word, as files and commands write it: compliant, noncompliant …"""
    word = value.strip()
    if result is None and word in _RESULT_WORDS:
        return AnswerResult(word) if word else AnswerResult.NOT_CHECKED
    if result is not None and not word:
        return result
    raise wrong(item, value, "result")


def kept_value(item: ChecklistItem, known: Answer | None, result: AnswerResult) -> str | None:
    """Say what becomes of an item's value when only a result is given: None leaves it, "" takes it out.

    Points: 符合 means that none are taken off. Refuses ANSWER_REQUIRED where the result needs a value, and
    ANSWER_NOT_ASKED for what nobody answers.
    """
    kind, before = item.answer.kind, known.result if known else AnswerResult.NOT_CHECKED
    if item.is_tick or result is before or kind is AnswerKind.WORKING:
        return None
    if result in (AnswerResult.NOT_CHECKED, AnswerResult.NOT_APPLICABLE) and kind not in _NEVER_ANSWERED:
        return ""
    if not kind.is_asked:
        raise Refused(
            [Problem(code=ProblemCode.ANSWER_NOT_ASKED, where=f"item:{item.code}", fields={"item": item.code})]
        )
    value = known.value if known else ""
    if kind is AnswerKind.DEDUCTION and result is AnswerResult.COMPLIANT:
        return "0"
    if kind is AnswerKind.DEDUCTION and result is AnswerResult.NONCOMPLIANT:
        return None if judge(item, value) is result else ""
    if result is AnswerResult.RECORDED and kind is AnswerKind.PHOTO:
        return None
    judged(item, value, result)
    return None


def judged(item: ChecklistItem, value: str, result: AnswerResult | None) -> AnswerResult:
    """Join what the value says with what a person says. Refuses ANSWER_FAILS for 符合 with a failing value,
    ANSWER_REQUIRED for a result that needs a value.
    """
    own = judge(item, value)
    if result is None or result is own:
        return own
    if result is AnswerResult.NONCOMPLIANT and item.answer.can_fail:
        return result
    code = ProblemCode.ANSWER_FAILS if own is AnswerResult.NONCOMPLIANT else ProblemCode.ANSWER_REQUIRED
    fields = {"item": item.code, "found": shown_value(item, value), "message": ""}
    raise Refused([Problem(code=code, where=f"item:{item.code}", fields=fields)])
