# SPDX-License-Identifier: MulanPSL-2.0
"""Answers beyond ticks: values, several places of an item, entries of a repeat, notes that are never printed."""

from __future__ import annotations

import dataclasses

from inspector_app.domain import texts
from inspector_app.domain.answer_values import canonical_value
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.finding import Finding, FindingStatus
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.working import working_in
from inspector_app.operations.answering import (
    Answered,
    Asked,
    asked_in,
    item_of,
    judged,
    keep_in,
    put_whole_in,
    refuse_not_asked,
    wanted_result,
    write_defaults_in,
)
from inspector_app.operations.entries import begin_entry_in, live_in, recomposed_in
from inspector_app.operations.visits import author_of, inspection_in, put_answer_in, refuse_finished
from inspector_app.operations.workings import keep_working_in
from inspector_app.storage import findings, inspections, order_lives, spots
from inspector_app.workspace import Step, Workspace

__all__ = ["Answered", "add_spot", "amend_spot", "answer_value", "remove_spot", "set_private_note"]

NOTHING_THERE = "未填写"  # kept in the row as the reason: the record's own language is Chinese
MOST_SPOTS = 1000  # places or entries of one item


def answer_value(
    ws: Workspace,
    inspection_id: str,
    item_code: str,
    value: str,
    *,
    spot_id: str = "",
    author: str | None = None,
    result: AnswerResult | None = None,
    remark: str | None = None,
) -> Done[Answered]:
    """Answer an item with a value as typed; it is kept in its canonical form. "" takes the answer back.

    Without `result` the value is judged by its limits and failing choices; with one a person says: 不适用
    (no value), or 不符合 though the value alone would pass. A failing value begins the finding.
    `author` is an officer's or expert's name; None keeps who is at the computer, else whoever answered before.
    Refuses ANSWER_WRONG, ANSWER_OUT_OF_RANGE, ANSWER_NOT_A_CHOICE, ANSWER_NOT_ASKED, ANSWER_AT_PLACES,
    ANSWER_FAILS, ITEM_UNKNOWN, VALUE_NOT_ALLOWED, INSPECTION_FINISHED, ANSWER_CONTRADICTS_FINDING. A broken
    constraint or a missing answer is no refusal: it is a gap.
    """
    with ws.operation(Op.ANSWER_ITEM) as step:
        answered = answer_value_in(
            ws, step, inspection_id, item_code, value, spot_id=spot_id, author=author, result=result, remark=remark
        )
    return Done(value=answered, changes=step.changes)


def answer_value_in(
    ws: Workspace,
    step: Step,
    inspection_id: str,
    item_code: str,
    value: str,
    *,
    spot_id: str = "",
    author: str | None = None,
    result: AnswerResult | None = None,
    remark: str | None = None,
) -> Answered:
    """Answer an item with a value inside an open operation."""
    asked = asked_in(ws, step, inspection_id, item_code, spot_id)
    item = asked.item
    if result is AnswerResult.NOT_APPLICABLE:
        kept = ""
    elif value.strip() and item.answer.calculator and not item.is_tick:
        return _calculated_in(ws, step, asked, value, author)
    elif item.is_tick:
        result, kept = wanted_result(item, value, result), ""
    else:
        kept = canonical_value(item, value)
        result = judged(item, kept, result)
    if result is not AnswerResult.NOT_CHECKED:
        refuse_not_asked(ws, step, asked)
        _refuse_filtered(ws, step, asked, kept)
    person = author_of(ws, asked.inspection, author)
    return keep_in(ws, step, asked, result, value=None if item.is_tick else kept, remark=remark, author=person)


def _calculated_in(ws: Workspace, step: Step, asked: Asked, value: str, author: str | None) -> Answered:
    """Keep a calculation: it is worked out anew with the tables of the item's own checklist."""
    refuse_not_asked(ws, step, asked)
    person = author_of(ws, asked.inspection, author)
    working = working_in(texts.cleaned(value))
    made = keep_working_in(ws, step, asked.inspection.id, asked.item.code, working, person.name if person else None)
    live = [f for f in findings.list_findings(step.db, asked.inspection.id) if f.item_code == asked.item.code]
    finding = next((f for f in live if f.status is not FindingStatus.WITHDRAWN), None)
    return Answered(answer=made.answer, finding=finding)


def _refuse_filtered(ws: Workspace, step: Step, asked: Asked, value: str) -> None:
    """Refuse a choice that the item's filter leaves out now."""
    if not value or not asked.item.logic.choice_filter:
        return
    left = {c.name for c in live_in(ws, step, asked.inspection).choices(asked.item.code, asked.spot_id)}
    names = value.split() if asked.item.answer.kind is AnswerKind.CHOICES else [value]
    gone = [name for name in names if name not in left]
    if gone:
        fields = {"item": asked.item.code, "found": " ".join(gone)[:80]}
        raise Refused([Problem(code=ProblemCode.ANSWER_NOT_A_CHOICE, where=asked.item.code, fields=fields)])


# Places and entries -----------------------------------------------------------------------------------------


def add_spot(ws: Workspace, inspection_id: str, item_code: str, place: str = "") -> Done[Spot]:
    """Add a place of an item with several places, or an entry of a repeat; an entry records its finding.

    A place must be named and stands once only (VALUE_MISSING, SPOT_EXISTS). Refuses SPOT_NOT_POSSIBLE for an item
    that is neither, SPOTS_TOO_MANY, ANSWER_NOT_ASKED, ITEM_UNKNOWN, INSPECTION_FINISHED.
    """
    with ws.operation(Op.ADD_SPOT) as step:
        spot = add_spot_in(ws, step, inspection_id, item_code, place)
    return Done(value=spot, changes=step.changes)


def add_spot_in(ws: Workspace, step: Step, inspection_id: str, item_code: str, place: str = "") -> Spot:
    """Add a place or entry inside an open operation."""
    inspection = inspection_in(step, inspection_id)
    refuse_finished(inspection)
    item = item_of(ws, inspection, item_code)
    is_entry = item.answer.kind is AnswerKind.ENTRIES
    if not (is_entry or (item.several_places and not item.parent)):
        raise _refused(ProblemCode.SPOT_NOT_POSSIBLE, item)
    place = _place(step, inspection_id, item, place)
    refuse_not_asked(ws, step, Asked(inspection=inspection, item=item, spot=None))
    ordinal = spots.next_ordinal(step.db, inspection_id, item_code)
    finding = begin_entry_in(step, inspection, item, place) if is_entry else None
    spot = Spot(
        id=step.new_id(), inspection_id=inspection_id, item_code=item_code, ordinal=ordinal, place=place,
        finding_id=finding.id if finding else "",
    )  # fmt: skip
    spots.put_spot(step.db, spot)
    if is_entry:
        with recomposed_in(ws, step, inspection, spot):
            write_defaults_in(ws, step, inspection, item_code, spot.id)
    put_whole_in(step, inspection_id, item_code)
    return spot


def amend_spot(ws: Workspace, spot_id: str, place: str) -> Done[Spot]:
    """Name the place anew; its finding follows unless a person has changed its place."""
    with ws.operation(Op.AMEND_SPOT) as step:
        before, item = _live_spot(ws, step, spot_id)
        after = dataclasses.replace(before, place=_place(step, before.inspection_id, item, place, own_id=spot_id))
        spots.put_spot(step.db, after)
        finding = _live_finding(step, before)
        if finding is not None and finding.place == before.place:
            findings.put_finding(step.db, dataclasses.replace(finding, place=after.place))
    return Done(value=after, changes=step.changes)


def remove_spot(ws: Workspace, spot_id: str, reason: str = "") -> Done[Spot]:
    """Remove a place or entry; it is kept with its reason, its finding is struck out with the same reason.

    Refuses REASON_MISSING where something was answered there, FINDING_FROZEN.
    """
    reason = texts.cleaned(reason)
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    with ws.operation(Op.REMOVE_SPOT) as step:
        before, item = _live_spot(ws, step, spot_id)
        finding = _live_finding(step, before)
        if not reason and _holds_something(step, before, finding):
            fields = {"act": Op.REMOVE_SPOT.value}
            refuse([Problem(code=ProblemCode.REASON_MISSING, where=f"item:{item.code}:{spot_id}", fields=fields)])
        reason = reason or NOTHING_THERE
        after = dataclasses.replace(before, removed_reason=reason)
        spots.put_spot(step.db, after)
        if finding is not None:
            _refuse_held(step, finding)
            gone = dataclasses.replace(finding, status=FindingStatus.WITHDRAWN, withdrawn_reason=reason)
            findings.put_finding(step.db, gone)
        put_whole_in(step, before.inspection_id, before.item_code)
    return Done(value=after, changes=step.changes)


def _live_spot(ws: Workspace, step: Step, spot_id: str) -> tuple[Spot, ChecklistItem]:
    spot = spots.get_spot(step.db, spot_id)
    if spot is None or spot.removed_reason:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "spot", "id": spot_id[:80]})])
    inspection = inspection_in(step, spot.inspection_id)
    refuse_finished(inspection)
    return spot, item_of(ws, inspection, spot.item_code)


def _live_finding(step: Step, spot: Spot) -> Finding | None:
    finding = findings.get_finding(step.db, spot.finding_id) if spot.finding_id else None
    return None if finding is None or finding.status is FindingStatus.WITHDRAWN else finding


def _holds_something(step: Step, spot: Spot, finding: Finding | None) -> bool:
    """Whether removing the place loses anything: a word of its finding, an answer, a remark, a photo."""
    answers = inspections.list_spot_answers(step.db, spot.inspection_id)
    proposed_at = finding.found_at if finding is not None else None  # defaults came with the entry itself
    own = [a for (_, spot_id), a in answers.items() if spot_id == spot.id and a.answered_at != proposed_at]
    is_answered = any(a.result is not AnswerResult.NOT_CHECKED or a.remark or a.private_note for a in own)
    photos = findings.list_photos(step.db, spot.inspection_id)
    has_photo = finding is not None and any(p.finding_id == finding.id for p in photos)
    return is_answered or has_photo or bool(finding and finding.description)


def _refuse_held(step: Step, finding: Finding) -> None:
    held_by = order_lives.holders(step.db, finding.id)
    if held_by:
        refuse([Problem(code=ProblemCode.FINDING_FROZEN, where=f"finding:{finding.id}", fields={"number": ""})])


def _place(step: Step, inspection_id: str, item: ChecklistItem, place: str, own_id: str = "") -> str:
    """Give a place as it is kept; only an entry may be without one, and only entries may stand at the same."""
    place = texts.cleaned(place)
    refuse(texts.problems_of(place, "place"))
    others = [s for s in spots.list_spots(step.db, inspection_id) if s.item_code == item.code and s.id != own_id]
    if len(others) >= MOST_SPOTS:
        raise _refused(ProblemCode.SPOTS_TOO_MANY, item, count=str(MOST_SPOTS))
    if item.answer.kind is AnswerKind.ENTRIES:
        return place
    if not place:
        fields = {"field": "place"}
        raise Refused([Problem(code=ProblemCode.VALUE_MISSING, where=f"item:{item.code}:place", fields=fields)])
    if any(s.place == place and not s.removed_reason for s in others):
        raise _refused(ProblemCode.SPOT_EXISTS, item, place=place)
    return place


def _refused(code: ProblemCode, item: ChecklistItem, **fields: str) -> Refused:
    return Refused([Problem(code=code, where=f"item:{item.code}", fields={"item": item.code, **fields})])


# Notes ------------------------------------------------------------------------------------------------------


def set_private_note(
    ws: Workspace, inspection_id: str, item_code: str, note: str, *, spot_id: str = "", author: str | None = None
) -> Done[Answer]:
    """Keep a note on an item that is never printed; "" removes it. Every item may have one, places and entries too.

    Refuses ITEM_UNKNOWN, NOT_FOUND, TEXT_TOO_LONG, VALUE_NOT_ALLOWED, INSPECTION_FINISHED.
    """
    note = texts.cleaned(note)
    refuse(texts.problems_of(note, "private_note", where=item_code, limit=texts.LONG_LIMIT))
    with ws.operation(Op.ANSWER_ITEM) as step:
        inspection = inspection_in(step, inspection_id)
        refuse_finished(inspection)
        item_of(ws, inspection, item_code)
        if spot_id:
            asked_in(ws, step, inspection_id, item_code, spot_id)
        person = author_of(ws, inspection, author)
        known = inspections.get_answer(step.db, inspection_id, item_code, spot_id)
        if known is None:
            nothing = AnswerResult.NOT_CHECKED
            known = put_answer_in(step, inspection_id, item_code, nothing, spot_id=spot_id, author=person)
        answer = dataclasses.replace(known, private_note=note)
        inspections.put_answer(step.db, answer)
    return Done(value=answer, changes=step.changes)
