# SPDX-License-Identifier: MulanPSL-2.0
"""The way of an inspection around the visit itself (handbook 4.2): plan, approval, arrival, refusal, end, file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import (
    INSPECTION_LIFE,
    Inspection,
    InspectionState,
    InspectionTask,
    InspectionVerb,
    Participant,
)
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.operations import plan_links, task_links
from inspector_app.operations.answering import write_defaults_in
from inspector_app.operations.inspections import cleaned_person, packs_of, people_problems
from inspector_app.operations.visits import inspection_in, refuse_documented
from inspector_app.storage import documents, enterprises, inspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

TASK_TEXTS = ("approver", "no_notice_reason", "entry_scan", "cap_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What plans an inspection; the people may be named later, before it is submitted."""

    enterprise_id: str
    pack_ids: tuple[str, ...]
    planned_at: datetime
    people: tuple[Participant, ...] = ()
    place: str = ""
    task: InspectionTask = field(default_factory=InspectionTask)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How often an enterprise was visited in a year, and how often it may be; none: no cap is known."""

    count: int
    cap: int | None

    @property
    def is_full(self) -> bool:
        """Whether one more would pass the cap."""
        return self.cap is not None and self.count >= self.cap


def visits_this_year(ws: Workspace, enterprise_id: str, year: int, *, without: str = "") -> Visits:
    """Count the visits of a year against the cap; exempt sources do not count. `without` leaves one out."""
    with ws.reader() as db:
        return _visits(db, enterprise_id, year, without)


def _visits(db: Database, enterprise_id: str, year: int, without: str) -> Visits:
    known = enterprises.get_enterprise(db, enterprise_id)
    count = inspections.count_visits(db, enterprise_id, year, without=without)
    return Visits(count=count, cap=known.visit_cap if known else None)


def plan_inspection(ws: Workspace, draft: PlanDraft) -> Done[Inspection]:
    """Plan an inspection; `started_at` is when it is planned to begin. Refuses unknown packs and enterprises."""
    with ws.operation(Op.PLAN_INSPECTION) as step:
        inspection = plan_inspection_in(ws, step, draft)
    return Done(value=inspection, changes=step.changes)


def plan_inspection_in(ws: Workspace, step: Step, draft: PlanDraft) -> Inspection:
    """Plan an inspection inside an open operation."""
    packs, faults = packs_of(ws, draft.pack_ids)
    if enterprises.get_enterprise(step.db, draft.enterprise_id) is None:
        fields = {"kind": "enterprise", "id": draft.enterprise_id[:80]}
        faults += (Problem(code=ProblemCode.NOT_FOUND, where="enterprise", fields=fields),)
    people = tuple(cleaned_person(p) for p in draft.people)
    place, task = texts.cleaned(draft.place), _cleaned(draft.task)
    people_faults = people_problems(step, people, draft.planned_at) if people else ()
    refuse((*faults, *people_faults, *texts.problems_of(place, "place"), *_task_problems(task)))
    inspection = Inspection(
        id=step.new_id(), enterprise_id=draft.enterprise_id, state=InspectionState.PLANNED,
        started_at=draft.planned_at, finished_at=None, place=place,
        packs=tuple(ws.keep_pack(pack) for pack in packs), people=people, task=task,
    )  # fmt: skip
    inspections.put_inspection(step.db, inspection)
    plan_links.link_visit_in(step, inspection)
    return inspection


def set_task(ws: Workspace, inspection_id: str, task: InspectionTask | None = None, **changes: Any) -> Done[Inspection]:
    """Change what stands before the visit: all of it, or by the fields of `InspectionTask` what is named.

    Refuses DOCUMENT_EXISTS once a document of the visit says it; the source also once the approval form does.
    """
    with ws.operation(Op.AMEND_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        refuse_documented(step, inspection_id)
        task = _cleaned(dataclasses.replace(task or before.task, **changes))
        if task.source is not before.task.source:
            _refuse_approved(step, inspection_id)
        refuse(_task_problems(task))
        after = dataclasses.replace(before, task=task)
        inspections.put_inspection(step.db, after)
        plan_links.source_changed_in(step, before, after)
    return Done(value=after, changes=step.changes)


def _refuse_approved(step: Step, inspection_id: str) -> None:
    for document in documents.list_documents(step.db, inspection_id):
        if document.is_valid and document.kind is DocumentKind.INSPECTION_APPROVAL:
            fields = {"kind": document.kind.value, "number": document.number}
            refuse([Problem(code=ProblemCode.DOCUMENT_EXISTS, where=f"document:{document.id}", fields=fields)])


def _cleaned(task: InspectionTask) -> InspectionTask:
    return texts.with_cleaned(task, TASK_TEXTS)


def _task_problems(task: InspectionTask) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for name in TASK_TEXTS:
        limit = texts.LONG_LIMIT if name.endswith("_reason") else texts.NAME_LIMIT
        found.extend(texts.problems_of(getattr(task, name), name, limit=limit))
    return tuple(found)


def submit(ws: Workspace, inspection_id: str) -> Done[Inspection]:
    """Submit a plan for approval. Refuses a plan without a source, or without its officers."""
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        state = _after(before, InspectionVerb.SUBMIT)
        faults = people_problems(step, before.people, before.started_at)
        refuse((*faults, *([] if before.task.source else [_missing("source")])))
        after = _put(step, before, state=state)
    return Done(value=after, changes=step.changes)


def return_plan(ws: Workspace, inspection_id: str, reason: str) -> Done[Inspection]:
    """Give a submitted plan back to be mended, with the reason."""
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        state = _after(before, InspectionVerb.RETURN)
        after = _put(step, before, state=state, end_reason=_reason(reason))
    return Done(value=after, changes=step.changes)


def approve(
    ws: Workspace, inspection_id: str, approver: str, approved_on: date | None = None, *, cap_reason: str = ""
) -> Done[Inspection]:
    """Approve a plan: by whom and when (today if not given).

    A visit beyond the year's cap needs a reason unless its source is exempt (handbook 7.4).
    """
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        state = _after(before, InspectionVerb.APPROVE)
        on = approved_on or ws.today()
        task = dataclasses.replace(before.task, approver=approver, approved_on=on)
        task = _cleaned(dataclasses.replace(task, cap_reason=cap_reason or task.cap_reason))
        faults = list(_task_problems(task))
        if not task.approver:
            faults.append(_missing("approver"))
        if on > ws.today():
            fields = {"earlier": on.isoformat(), "later": ws.today().isoformat()}
            faults.append(Problem(code=ProblemCode.TIME_ORDER, where="approved_on", fields=fields))
        refuse((*faults, *_cap_problems(step.db, before, task)))
        after = _put(step, before, state=state, task=task, end_reason="")
    return Done(value=after, changes=step.changes)


def _cap_problems(db: Database, inspection: Inspection, task: InspectionTask) -> tuple[Problem, ...]:
    is_exempt = task.source is not None and task.source.is_exempt
    visits = _visits(db, inspection.enterprise_id, inspection.started_at.year, inspection.id)
    if is_exempt or task.cap_reason or not visits.is_full:
        return ()
    fields = {"count": str(visits.count + 1), "cap": str(visits.cap), "rule": "R59"}
    return (Problem(code=ProblemCode.VISIT_CAP_REACHED, where="cap_reason", fields=fields),)


def dispatch(ws: Workspace, inspection_id: str) -> Done[Inspection]:
    """Note that an approved inspection was handed to its officers."""
    return _moved(ws, inspection_id, InspectionVerb.DISPATCH)


def begin(
    ws: Workspace,
    inspection_id: str,
    *,
    started_at: datetime | None = None,
    notice_served_at: datetime | None = None,
    no_notice_reason: str | None = None,
    entry_scan: str | None = None,
    avoidance_declared: bool | None = None,
) -> Done[Inspection]:
    """Arrive: the visit begins now, with the checklists as they are now and officers whose certificates are valid.

    After a refused entry the visit goes on, and its start stays. Refuses TIME_ORDER for a notice that was
    served after the start, and what `start_inspection` refuses of the people.
    """
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        state = _after(before, InspectionVerb.BEGIN)
        is_again = before.state is InspectionState.REFUSED
        at = before.started_at if is_again else started_at or step.now
        given = {
            "notice_served_at": notice_served_at, "no_notice_reason": no_notice_reason, "entry_scan": entry_scan,
            "avoidance_declared": avoidance_declared,
        }  # fmt: skip
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        task = _cleaned(dataclasses.replace(before.task, **changes))
        faults = [*_task_problems(task), *people_problems(step, before.people, at)]
        if at > step.now:
            fields = {"found": at.isoformat(" ", "minutes"), "now": step.now.isoformat(" ", "minutes")}
            faults.append(Problem(code=ProblemCode.INSPECTION_IN_FUTURE, where="started_at", fields=fields))
        if task.notice_served_at is not None and task.notice_served_at > at:
            faults.append(_order("notice_served_at", task.notice_served_at, at))
        refuse(faults)
        packs = before.packs
        if not is_again:  # frozen when the visit begins; one that is gone meanwhile stays as it was planned
            found = [ws.catalogue.pack(ref.id) for ref in packs]
            packs = tuple(ws.keep_pack(new) if new else ref for new, ref in zip(found, packs, strict=True))
        after = _put(step, before, state=state, started_at=at, finished_at=None, task=task, packs=packs, end_reason="")
        if not is_again:
            write_defaults_in(ws, step, after)
    return Done(value=after, changes=step.changes)


def _order(where: str, earlier: datetime, later: datetime) -> Problem:
    fields = {"earlier": earlier.isoformat(" ", "minutes"), "later": later.isoformat(" ", "minutes")}
    return Problem(code=ProblemCode.TIME_ORDER, where=where, fields=fields)


def refuse_entry(ws: Workspace, inspection_id: str, reason: str, at: datetime | None = None) -> Done[Inspection]:
    """Note that entry was refused (handbook 4.6): the visit is over, its record states the facts."""
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        state = _after(before, InspectionVerb.REFUSE)
        ended = at or step.now
        if ended <= before.started_at:
            refuse([_order("finished_at", before.started_at, ended)])
        after = _put(step, before, state=state, finished_at=ended, end_reason=_reason(reason))
        plan_links.visit_ended_in(step, after.id)
    return Done(value=after, changes=step.changes)


def terminate(ws: Workspace, inspection_id: str, reason: str) -> Done[Inspection]:
    """Call an inspection off: the unit is closed, nobody is there, the plan was dropped. It is no visit then."""
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        state = _after(before, InspectionVerb.TERMINATE)
        after = _put(step, before, state=state, end_reason=_reason(reason))
        task_links.inspection_called_off_in(step, after.id, after.end_reason)
        plan_links.visit_called_off_in(step, after.id)
    return Done(value=after, changes=step.changes)


def file_inspection_in(step: Step, inspection_id: str) -> Inspection:
    """File an inspection inside an open operation; `case_file.close_case` reviews it first."""
    before = inspection_in(step, inspection_id)
    return _put(step, before, state=_after(before, InspectionVerb.FILE))


def _moved(ws: Workspace, inspection_id: str, verb: InspectionVerb) -> Done[Inspection]:
    with ws.operation(Op.MOVE_INSPECTION) as step:
        before = inspection_in(step, inspection_id)
        after = _put(step, before, state=_after(before, verb))
    return Done(value=after, changes=step.changes)


def _after(inspection: Inspection, verb: InspectionVerb) -> InspectionState:
    return INSPECTION_LIFE.after(inspection.state, verb, where=f"inspection:{inspection.id}")


def _put(step: Step, before: Inspection, **changes: Any) -> Inspection:
    after = dataclasses.replace(before, **changes)
    inspections.put_inspection(step.db, after)
    return after


def _missing(name: str) -> Problem:
    return Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})


def _reason(text: str) -> str:
    reason = texts.cleaned(text)
    if not reason:
        fields = {"act": Op.MOVE_INSPECTION.value}
        raise Refused([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    return reason
