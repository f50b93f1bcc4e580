# SPDX-License-Identifier: MulanPSL-2.0
"""What is still open before an inspection may end; each problem's `where` leads to its place.

Blocking: a 不符合 without a finding, a finding without wording, an answer that must be given or is not allowed, a
photo or note that 不符合 asks for. The rest is to be seen: items not checked, slots left open, no photo.
An item that is not asked (not relevant) is never a gap.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.working import working_in
from inspector_app.ledgers.inspection_view import InspectionView


def gaps_of(shown: InspectionView) -> tuple[Problem, ...]:
    """Say what is open in one inspection."""
    found: list[Problem] = []
    if shown.inspection.accompanied_by is None:
        found.append(_warning(ProblemCode.VALUE_MISSING, "inspection:accompanied_by", field="accompanied_by"))
    if not shown.inspection.place:
        found.append(_warning(ProblemCode.VALUE_MISSING, "inspection:place", field="place"))
    found.extend(_enterprise_gaps(shown.enterprise))
    for item in shown.items:
        found.extend(_item_gaps(shown, item))
    for finding in shown.live_findings:
        found.extend(_finding_gaps(finding, [p for p in shown.photos if p.finding_id == finding.id]))
        if finding.item_code in shown.live.hidden:
            fields = {"ordinal": str(finding.ordinal), "item": str(finding.item_code)}
            found.append(_warning(ProblemCode.FINDING_NOT_ASKED, f"finding:{finding.id}", **fields))
    open_items = [item.code for item in shown.asked if _is_open(shown, item.code)]
    if open_items:
        fields = {"count": str(len(open_items)), "item": open_items[0]}
        found.append(_warning(ProblemCode.ITEMS_NOT_CHECKED, f"item:{open_items[0]}", **fields))
    return tuple(found)


def _warning(code: ProblemCode, where: str, **fields: str) -> Problem:
    return Problem(code=code, where=where, fields=fields, severity=Severity.WARN)


def _enterprise_gaps(enterprise: Enterprise) -> list[Problem]:
    """The record must name them (handbook 2.5, F2)."""
    return [
        _warning(ProblemCode.VALUE_MISSING, f"enterprise:{enterprise.id}:{field}", field=field)
        for field in ("address", "person_in_charge")
        if not getattr(enterprise, field)
    ]


def _is_open(shown: InspectionView, code: str) -> bool:
    """Whether an item, or one of its places, is not checked."""
    if shown.result(code) is AnswerResult.NOT_CHECKED:
        return True
    return any(shown.result(code, spot.id) is AnswerResult.NOT_CHECKED for spot in shown.spots_of(code))


# One item ---------------------------------------------------------------------------------------------------


def _item_gaps(shown: InspectionView, item: ChecklistItem) -> Iterator[Problem]:
    spot_ids = [spot.id for spot in shown.spots_of(item.parent or item.code)]
    if item.code in shown.live.hidden:
        return
    if item.answer.kind is AnswerKind.ENTRIES:
        yield from _too_few_entries(shown, item, len(spot_ids))
        spot_ids = []
    for spot_id in spot_ids if item.parent else ["", *spot_ids]:
        if not item.logic.is_empty and (problem := shown.live.problem(item.code, spot_id)):
            yield problem
        is_noncompliant = shown.result(item.code, spot_id) is AnswerResult.NONCOMPLIANT
        if is_noncompliant and not item.parent and (spot_id or not spot_ids):
            yield from _noncompliant_gaps(shown, item, spot_id)
    yield from _against_its_working(shown, item)


def _against_its_working(shown: InspectionView, item: ChecklistItem) -> Iterator[Problem]:
    """Say where an item is ticked 符合 though the calculation kept with it fails: the tick is a person's, not final."""
    answer = shown.answer(item.code) if item.answer.calculator else None
    if answer is None or not answer.value or answer.result is not AnswerResult.COMPLIANT:
        return
    try:
        working = working_in(answer.value)
    except Refused:
        return  # no calculation of ours
    if working.fails and not working.is_draft:
        fields = {"item": item.code, "result": working.result}
        yield _warning(ProblemCode.WORKING_FAILS, f"item:{item.code}", **fields)


def _too_few_entries(shown: InspectionView, item: ChecklistItem, count: int) -> Iterator[Problem]:
    wanted = shown.live.entries_wanted(item.code)
    if wanted is not None and count < wanted:
        fields = {"item": item.code, "count": str(count), "wanted": str(wanted)}
        yield _warning(ProblemCode.ENTRIES_MISSING, f"item:{item.code}", **fields)


def _noncompliant_gaps(shown: InspectionView, item: ChecklistItem, spot_id: str) -> Iterator[Problem]:
    """Say what a 不符合 lacks: its finding, and the photo or note that the item asks for."""
    where = f"item:{item.code}:{spot_id}" if spot_id else f"item:{item.code}"
    own = [f for f in shown.live_findings if f.item_code == item.code]
    if spot_id:
        kept = {spot.finding_id for spot in shown.spots if spot.id == spot_id}
        own = [f for f in own if f.id in kept]
    fields = {"item": item.code}
    if not own and item.answer.kind is not AnswerKind.ENTRIES:
        yield Problem(code=ProblemCode.NONCOMPLIANT_WITHOUT_FINDING, where=where, fields=fields)
    ids = {f.id for f in own}
    photos = [p for p in shown.photos if p.finding_id in ids or (p.item_code == item.code and not spot_id)]
    if Need.PHOTO in item.needs and not photos:
        yield Problem(code=ProblemCode.NEED_PHOTO, where=where, fields=fields)
    answer = shown.answer(item.code, spot_id)
    if Need.NOTE in item.needs and not (answer and answer.remark):
        yield Problem(code=ProblemCode.NEED_NOTE, where=where, fields=fields)


# One finding ------------------------------------------------------------------------------------------------


def _finding_gaps(finding: Finding, photos: list[Photo]) -> Iterator[Problem]:
    fields = {"ordinal": str(finding.ordinal)}
    where = f"finding:{finding.id}"
    checks = (
        (not finding.place, ProblemCode.FINDING_NO_PLACE, "place", Severity.WARN),
        (not finding.description, ProblemCode.FINDING_NO_DESCRIPTION, "description", Severity.BLOCK),
        (not finding.measure, ProblemCode.FINDING_NO_MEASURE, "measure", Severity.WARN),
        (not finding.clauses, ProblemCode.FINDING_NO_BASIS, "clauses", Severity.WARN),
        (not photos, ProblemCode.FINDING_NO_PHOTO, "photos", Severity.WARN),
    )
    for is_open, code, field, severity in checks:
        if is_open:
            yield Problem(code=code, where=f"{where}:{field}", fields=fields, severity=severity)
    for slot in finding.open_slots:
        yield _warning(ProblemCode.FINDING_SLOT_OPEN, f"{where}:description", ordinal=fields["ordinal"], slot=slot)
