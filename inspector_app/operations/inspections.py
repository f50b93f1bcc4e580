# SPDX-License-Identifier: MulanPSL-2.0
"""An inspection from its start to its end: people, answers, finishing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack
from inspector_app.domain.inspection import (
    AnswerResult,
    Inspection,
    InspectionState,
    Participant,
    PersonRole,
)
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations import answering, plan_links, task_links
from inspector_app.operations.answering import Answered
from inspector_app.operations.visits import author_of, inspection_in, refuse_documented, refuse_finished
from inspector_app.storage import enterprises, inspections, kept_packs, organs
from inspector_app.workspace import Step, Workspace

__all__ = [
    "LEAST_OFFICERS", "Answered", "InspectionDraft", "amend_inspection", "answer_item", "answer_item_in",
    "cleaned_person", "finish_inspection", "finish_inspection_in", "packs_of", "people_problems", "start_inspection",
    "start_inspection_in",
]  # fmt: skip

LEAST_OFFICERS = 2  # 行政处罚法42；危险化学品安全法8


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionDraft:
    """What starts an inspection; `started_at` is now when absent."""

    enterprise_id: str
    pack_ids: tuple[str, ...]
    people: tuple[Participant, ...]
    started_at: datetime | None = None
    place: str = ""


def start_inspection(ws: Workspace, draft: InspectionDraft) -> Done[Inspection]:
    """Start an inspection; its packs are frozen by hash. Refuses too few officers, unknown or faulty packs."""
    with ws.operation(Op.START_INSPECTION) as step:
        inspection = start_inspection_in(ws, step, draft)
    return Done(value=inspection, changes=step.changes)


def start_inspection_in(ws: Workspace, step: Step, draft: InspectionDraft) -> Inspection:
    """Start an inspection inside an open operation; the defaults of its items are kept as proposals."""
    packs, faults = packs_of(ws, draft.pack_ids)
    if enterprises.get_enterprise(step.db, draft.enterprise_id) is None:
        fields = {"kind": "enterprise", "id": draft.enterprise_id}
        faults += (Problem(code=ProblemCode.NOT_FOUND, where="enterprise", fields=fields),)
    people = tuple(cleaned_person(p) for p in draft.people)
    started_at = draft.started_at or step.now
    place = texts.cleaned(draft.place)
    refuse((*faults, *people_problems(step, people, started_at), *texts.problems_of(place, "place")))
    inspection = Inspection(
        id=step.new_id(),
        enterprise_id=draft.enterprise_id,
        state=InspectionState.OPEN,
        started_at=started_at,
        finished_at=None,
        place=place,
        packs=tuple(ws.keep_pack(pack) for pack in packs),
        people=people,
    )
    inspections.put_inspection(step.db, inspection)
    plan_links.link_visit_in(step, inspection)
    answering.write_defaults_in(ws, step, inspection)
    return inspection


def packs_of(ws: Workspace, pack_ids: Sequence[str]) -> tuple[tuple[ChecklistPack, ...], tuple[Problem, ...]]:
    """Give checklists by their ids as they are now, and what is wrong.

    That is NO_PACK, PACK_UNKNOWN, PACK_FAULTY, PACK_DISABLED for one that the unit does not use, and
    PACK_CODES_COLLIDE for two that have an item of the same code.
    """
    if not pack_ids:
        return (), (Problem(code=ProblemCode.NO_PACK, where="packs"),)
    with ws.reader() as db:
        disabled = kept_packs.disabled_packs(db)
    found: list[ChecklistPack] = []
    faults: list[Problem] = []
    listed = {entry.id for entry in ws.catalogue.entries}
    for pack_id in dict.fromkeys(pack_ids):
        pack = ws.catalogue.pack(pack_id)
        if pack is not None and pack_id in disabled:
            faults.append(Problem(code=ProblemCode.PACK_DISABLED, where="packs", fields={"pack": pack.title}))
        elif pack is not None:
            found.append(pack)
        else:
            code = ProblemCode.PACK_FAULTY if pack_id in listed else ProblemCode.PACK_UNKNOWN
            faults.append(Problem(code=code, where="packs", fields={"pack": pack_id[:80]}))
    return tuple(found), (*faults, *_collisions(found))


def _collisions(packs: Sequence[ChecklistPack]) -> Iterator[Problem]:
    """Name each pair of checklists that share a code, by the first one: answers are known by their code.

    One and the same item in both is no collision.
    """
    owners: dict[str, tuple[ChecklistPack, ChecklistItem]] = {}
    told: set[tuple[str, str]] = set()
    for pack in packs:
        for item in pack.items:
            first, known = owners.setdefault(item.code, (pack, item))
            if first is not pack and known != item and (first.id, pack.id) not in told:
                told.add((first.id, pack.id))
                fields = {"code": item.code, "first": first.title, "second": pack.title}
                yield Problem(code=ProblemCode.PACK_CODES_COLLIDE, where="packs", fields=fields)


def cleaned_person(person: Participant) -> Participant:
    """Give a person as kept."""
    return texts.with_cleaned(person, ("name", "certificate_no", "title", "unit", "phone"))


def people_problems(step: Step, people: Sequence[Participant], at: datetime) -> tuple[Problem, ...]:
    """Say what is wrong with the people of a visit at a time: too few officers, names, certificates."""
    found: list[Problem] = []
    officers = [p for p in people if p.role is PersonRole.OFFICER]
    distinct = {p.certificate_no or p.name for p in officers}
    organ = organs.get_organ(step.db)
    enforces = organ is None or organ.enforcement_power is not EnforcementPower.NONE
    least = LEAST_OFFICERS if enforces else 1  # who does not enforce only looks and tells (handbook 1.8)
    if len(distinct) < least:
        fields = {"count": str(len(distinct)), "least": str(least)}
        found.append(Problem(code=ProblemCode.TOO_FEW_OFFICERS, where="officers", fields=fields))
    for person in people:
        for name in ("name", "certificate_no", "title", "unit", "phone"):
            found.extend(texts.problems_of(getattr(person, name), name, where=f"people.{name}"))
        if not person.name:
            found.append(Problem(code=ProblemCode.VALUE_MISSING, where="people.name", fields={"field": "name"}))
    for officer in officers:
        if not officer.certificate_no and enforces:
            fields = {"field": "certificate_no"}
            found.append(Problem(code=ProblemCode.VALUE_MISSING, where="officers.certificate_no", fields=fields))
        known = organs.find_officer(step.db, officer.certificate_no)
        if known is not None and not known.is_valid(at.date()):
            fields = {"name": officer.name, "valid_to": known.valid_to.isoformat() if known.valid_to else ""}
            found.append(Problem(code=ProblemCode.CERTIFICATE_EXPIRED, where="officers", fields=fields))
    return tuple(found)


def amend_inspection(
    ws: Workspace,
    inspection_id: str,
    *,
    place: str | None = None,
    people: tuple[Participant, ...] | None = None,
    party_remark: str | None = None,
    started_at: datetime | None = None,
) -> Done[Inspection]:
    """Change what is said about the visit, until a valid document says it too (DOCUMENT_EXISTS)."""
    with ws.operation(Op.AMEND_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        refuse_documented(step, inspection_id)
        after = dataclasses.replace(
            before,
            place=before.place if place is None else texts.cleaned(place),
            people=before.people if people is None else tuple(cleaned_person(p) for p in people),
            party_remark=before.party_remark if party_remark is None else texts.cleaned(party_remark),
            started_at=started_at or before.started_at,
        )
        faults = texts.problems_of(after.party_remark, "party_remark", limit=texts.LONG_LIMIT)
        faults += texts.problems_of(after.place, "place")
        refuse((*faults, *people_problems(step, after.people, after.started_at)))
        inspections.put_inspection(step.db, after)
    return Done(value=after, changes=step.changes)


def answer_item(
    ws: Workspace,
    inspection_id: str,
    item_code: str,
    result: AnswerResult,
    remark: str | None = None,
    *,
    spot_id: str = "",
    author: str | None = None,
) -> Done[Answered]:
    """Answer one item by a result, as a whole or at one of its places. 不符合 begins its finding, unless it has one.

    Taking 不符合 back strikes out a finding that nobody has touched; a touched one must be struck out by a
    person first (ANSWER_CONTRADICTS_FINDING). `author` is an officer or expert of the visit, None whoever is at the
    computer. Refuses ITEM_UNKNOWN, INSPECTION_FINISHED, ANSWER_AT_PLACES, ANSWER_NOT_ASKED, VALUE_NOT_ALLOWED, and
    ANSWER_REQUIRED for an item whose value alone says whether it complies.
    """
    with ws.operation(Op.ANSWER_ITEM) as step:
        answered = answer_item_in(ws, step, inspection_id, item_code, result, remark, spot_id=spot_id, author=author)
    return Done(value=answered, changes=step.changes)


def answer_item_in(
    ws: Workspace,
    step: Step,
    inspection_id: str,
    item_code: str,
    result: AnswerResult,
    remark: str | None = None,
    *,
    spot_id: str = "",
    author: str | None = None,
) -> Answered:
    """Answer one item inside an open operation."""
    asked = answering.asked_in(ws, step, inspection_id, item_code, spot_id)
    known = inspections.get_answer(step.db, inspection_id, item_code, spot_id)
    if result not in (AnswerResult.NOT_CHECKED, known.result if known else None):
        answering.refuse_not_asked(ws, step, asked)
    value = answering.kept_value(asked.item, known, result)
    person = author_of(ws, asked.inspection, author)
    return answering.keep_in(ws, step, asked, result, value=value, remark=remark, author=person)


def finish_inspection(ws: Workspace, inspection_id: str, finished_at: datetime | None = None) -> Done[Inspection]:
    """Finish an inspection. Refuses times in the wrong order and INSPECTION_FINISHED."""
    with ws.operation(Op.FINISH_INSPECTION) as step:
        inspection = finish_inspection_in(ws, step, inspection_id, finished_at)
    return Done(value=inspection, changes=step.changes)


def finish_inspection_in(
    ws: Workspace, step: Step, inspection_id: str, finished_at: datetime | None = None
) -> Inspection:
    """Finish an inspection inside an open operation; what is computed is kept as it is then."""
    before = inspection_in(step, inspection_id)
    refuse_finished(before)
    at = finished_at or step.now
    if at <= before.started_at:
        fields = {"earlier": before.started_at.isoformat(" ", "minutes"), "later": at.isoformat(" ", "minutes")}
        refuse([Problem(code=ProblemCode.TIME_ORDER, where="finished_at", fields=fields)])
    after = dataclasses.replace(before, state=InspectionState.FINISHED, finished_at=at)
    answering.freeze_computed_in(ws, step, before)
    inspections.put_inspection(step.db, after)
    task_links.inspection_finished_in(step, after.id)
    plan_links.visit_ended_in(step, after.id)
    return after
