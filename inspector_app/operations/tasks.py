# SPDX-License-Identifier: MulanPSL-2.0
"""The office's tasks for its laptops (交办): given, begun, returned, done. They travel with the journal.

A task says what a team is to do; it is no source in the sense of the approval form (任务来源, handbook 4.2): where a
visit comes from decides whether it counts against the year's cap, so a person names it, never this program.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.order_life import ORDER_LIFE, OrderState, OrderVerb
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.unit import DeviceState, Role, Task, TaskKind, TaskState
from inspector_app.operations.inspection_moves import PlanDraft, plan_inspection_in
from inspector_app.operations.inspections import InspectionDraft, packs_of, start_inspection_in
from inspector_app.operations.order_lives import order_of
from inspector_app.operations.task_links import may_become
from inspector_app.operations.visits import inspection_in
from inspector_app.storage import enterprises, inspections, membership, organs, units
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

OPEN_STATES = (TaskState.ASSIGNED, TaskState.STARTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """What the office asks of a laptop: an inspection with its checklists, or to look again at an order.

    `enterprise_id` and `packs` are for an inspection, `document_id` (id or number of the order) for a
    re-inspection; `officers` are ids from the roster, none where the team chooses.
    """

    kind: TaskKind
    device: str
    enterprise_id: str = ""
    document_id: str = ""
    packs: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedTask:
    """A task that was begun, and where the work goes on: the inspection, or the order to look at again."""

    task: Task
    inspection: Inspection | None = None
    document_id: str = ""


# The office's side ----------------------------------------------------------------------------------------


def assign_task(ws: Workspace, draft: TaskDraft) -> Done[Task]:
    """Give a task to a laptop. Every fault at once.

    Refuses NOT_OFFICE, DEVICE_UNKNOWN, DEVICE_REVOKED, NOT_FOUND, NO_PACK, PACK_…, DOCUMENT_VOID, STATE_FORBIDS,
    TIME_ORDER for a day that is over, TASK_EXISTS where the same is asked already.
    """
    with ws.operation(Op.ASSIGN_TASK) as step:
        task = assign_task_in(ws, step, draft)
    return Done(value=task, changes=step.changes)


def assign_task_in(ws: Workspace, step: Step, draft: TaskDraft) -> Task:
    """Give a task inside an open operation."""
    _refuse_unless_office(ws, step.db)
    faults = [*_device_faults(step.db, draft.device), *_officer_faults(step.db, draft.officers)]
    task = Task(
        id=step.new_id(), kind=draft.kind, device=draft.device,
        enterprise_id=enterprises.shown_id(step.db, draft.enterprise_id), document_id="",
        packs=tuple(dict.fromkeys(draft.packs)), officers=tuple(dict.fromkeys(draft.officers)), due_on=draft.due_on,
        note=texts.cleaned(draft.note), state=TaskState.ASSIGNED, made_by=ws.actor, made_at=step.now,
    )  # fmt: skip
    if draft.kind is TaskKind.INSPECTION:
        faults += _inspection_faults(ws, step.db, draft)
    else:
        try:
            task = _about_order(ws, step.db, task, draft.document_id)
        except Refused as refused:
            faults += refused.problems
    faults += texts.problems_of(task.note, "note", limit=texts.LONG_LIMIT)
    if draft.due_on is not None and draft.due_on < ws.today():
        fields = {"earlier": ws.today().isoformat(), "later": draft.due_on.isoformat()}
        faults.append(Problem(code=ProblemCode.TIME_ORDER, where="due_on", fields=fields))
    refuse((*faults, *_same_faults(step.db, task)))
    units.put_task(step.db, task)
    return task


def reassign_task(ws: Workspace, task_id: str, device: str) -> Done[Task]:
    """Give an open or returned task to another laptop. Refuses TASK_STATE for one that was begun or is over."""
    with ws.operation(Op.ASSIGN_TASK) as step:
        _refuse_unless_office(ws, step.db)
        before = task_in(step.db, task_id)
        if before.state not in (TaskState.ASSIGNED, TaskState.RETURNED):
            _refuse_state(before, TaskState.ASSIGNED)
        refuse(_device_faults(step.db, device))
        after = dataclasses.replace(before, device=device, state=TaskState.ASSIGNED, done_id="", reason="")
        units.put_task(step.db, after)
    return Done(value=after, changes=step.changes)


def cancel_task(ws: Workspace, task_id: str, reason: str) -> Done[Task]:
    """Take a task back at the office, with the reason. Refuses NOT_OFFICE, REASON_MISSING, TASK_STATE."""
    with ws.operation(Op.MOVE_TASK) as step:
        _refuse_unless_office(ws, step.db)
        after = _moved_in(step, task_in(step.db, task_id), TaskState.CANCELLED, reason=_reason(reason))
    return Done(value=after, changes=step.changes)


# The laptop's side ----------------------------------------------------------------------------------------


def start_task(ws: Workspace, task_id: str, draft: InspectionDraft | PlanDraft | None = None) -> Done[StartedTask]:
    """Begin a task of this laptop. An inspection starts, or is planned, as the draft says; both are linked.

    Without a draft the inspection has the task's checklists and its officers. A re-inspection task leads to its
    order. Refuses TASK_STATE, TASK_OTHER_DEVICE, and what starting or planning an inspection refuses.
    """
    with ws.reader() as db:
        is_visit = task_in(db, task_id).kind is TaskKind.INSPECTION
    begins = Op.PLAN_INSPECTION if isinstance(draft, PlanDraft) else Op.START_INSPECTION
    with ws.operation(begins if is_visit else Op.MOVE_TASK) as step:
        started = start_task_in(ws, step, task_id, draft)
    return Done(value=started, changes=step.changes)


def start_task_in(
    ws: Workspace, step: Step, task_id: str, draft: InspectionDraft | PlanDraft | None = None
) -> StartedTask:
    """Begin a task inside an open operation."""
    before = _own_task(ws, step.db, task_id)
    _refuse_move(before, TaskState.STARTED)
    if before.kind is TaskKind.REINSPECTION:
        document, _ = order_of(ws, step.db, before.document_id)
        after = _moved_in(step, before, TaskState.STARTED)
        return StartedTask(task=after, document_id=document.id)
    if draft is None:
        people = officers_of(step.db, before)
        draft = InspectionDraft(enterprise_id=before.enterprise_id, pack_ids=before.packs, people=people)
    draft = dataclasses.replace(draft, enterprise_id=enterprises.shown_id(step.db, before.enterprise_id))
    made = plan_inspection_in(ws, step, draft) if isinstance(draft, PlanDraft) else start_inspection_in(ws, step, draft)
    after = _moved_in(step, before, TaskState.STARTED, done_id=made.id)
    return StartedTask(task=after, inspection=made)


def return_task(ws: Workspace, task_id: str, reason: str) -> Done[Task]:
    """Give a task back to the office with the reason. Refuses TASK_OTHER_DEVICE, REASON_MISSING, TASK_STATE."""
    with ws.operation(Op.MOVE_TASK) as step:
        before = _own_task(ws, step.db, task_id)
        after = _moved_in(step, before, TaskState.RETURNED, reason=_reason(reason))
    return Done(value=after, changes=step.changes)


def finish_task(ws: Workspace, task_id: str, inspection_id: str = "") -> Done[Task]:
    """Say by hand that a task of this laptop is done, where the work was not begun from it.

    `inspection_id` names the inspection that did it. Refuses TASK_OTHER_DEVICE, TASK_STATE, NOT_FOUND.
    """
    with ws.operation(Op.MOVE_TASK) as step:
        before = _own_task(ws, step.db, task_id)
        done_id = inspection_in(step, inspection_id).id if inspection_id else before.done_id
        after = _moved_in(step, before, TaskState.DONE, done_id=done_id)
    return Done(value=after, changes=step.changes)


# What several of them need --------------------------------------------------------------------------------


def task_in(db: Database, task_id: str) -> Task:
    """Give a task by its id or the beginning of it that only one has; refuses NOT_FOUND."""
    found = units.get_task(db, task_id)
    if found is None and task_id:
        near = [task for task in units.list_tasks(db) if task.id.startswith(task_id)]
        found = near[0] if len(near) == 1 else None
    if found is None:
        raise Refused([_missing("task", task_id)])
    return found


def officers_of(db: Database, task: Task) -> tuple[Participant, ...]:
    """Give the officers that the office named, as people of a visit; those that left the roster are left out."""
    known = [organs.get_officer(db, officer_id) for officer_id in task.officers]
    role = PersonRole.OFFICER
    return tuple(
        Participant(role=role, name=o.name, certificate_no=o.certificate_no, unit=o.unit, officer_id=o.id)
        for o in known
        if o is not None and o.is_active
    )


def _own_task(ws: Workspace, db: Database, task_id: str) -> Task:
    task = task_in(db, task_id)
    if task.device != ws.device:
        device = units.get_device(db, task.device)
        fields = {"device": device.name if device else task.device[:12]}
        raise Refused([Problem(code=ProblemCode.TASK_OTHER_DEVICE, where=f"task:{task.id}", fields=fields)])
    return task


def _moved_in(step: Step, before: Task, state: TaskState, *, done_id: str | None = None, reason: str = "") -> Task:
    _refuse_move(before, state)
    after = dataclasses.replace(
        before, state=state, done_id=before.done_id if done_id is None else done_id, reason=reason or before.reason
    )
    units.put_task(step.db, after)
    return after


def _refuse_move(task: Task, state: TaskState) -> None:
    if not may_become(task, state):
        _refuse_state(task, state)


def _refuse_state(task: Task, state: TaskState) -> NoReturn:
    fields = {"state": task.state.value, "act": state.value}
    raise Refused([Problem(code=ProblemCode.TASK_STATE, where=f"task:{task.id}", fields=fields)])


def _refuse_unless_office(ws: Workspace, db: Database) -> None:
    if membership.value(db, "role") != Role.OFFICE.value:
        refuse([Problem(code=ProblemCode.NOT_OFFICE, fields={"path": str(ws.folder)})])


def _reason(reason: str) -> str:
    kept = texts.cleaned(reason)
    missing = [Problem(code=ProblemCode.REASON_MISSING, where="reason", fields={"act": Op.MOVE_TASK.value})]
    refuse((*([] if kept else missing), *texts.problems_of(kept, "reason", limit=texts.LONG_LIMIT)))
    return kept


def _missing(kind: str, name: str) -> Problem:
    return Problem(code=ProblemCode.NOT_FOUND, where=kind, fields={"kind": kind, "id": name[:80]})


def _device_faults(db: Database, device_id: str) -> Iterator[Problem]:
    device = units.get_device(db, device_id)
    if device is None:
        yield Problem(code=ProblemCode.DEVICE_UNKNOWN, where="device", fields={"device": device_id[:80]})
    elif device.state is DeviceState.REVOKED:
        day = device.revoked_at.date().isoformat() if device.revoked_at else "-"
        fields = {"device": device.name, "day": day}
        yield Problem(code=ProblemCode.DEVICE_REVOKED, where="device", fields=fields)


def _officer_faults(db: Database, officer_ids: tuple[str, ...]) -> Iterator[Problem]:
    for officer_id in officer_ids:
        officer = organs.get_officer(db, officer_id)
        if officer is None or not officer.is_active:
            yield _missing("officer", officer_id)


def _inspection_faults(ws: Workspace, db: Database, draft: TaskDraft) -> Iterator[Problem]:
    if enterprises.get_enterprise(db, draft.enterprise_id) is None:
        yield _missing("enterprise", draft.enterprise_id)
    yield from packs_of(ws, draft.packs)[1]


def _about_order(ws: Workspace, db: Database, task: Task, name: str) -> Task:
    """Name the order and its enterprise. Refuses NOT_FOUND, DOCUMENT_VOID, and STATE_FORBIDS for one that is over."""
    document, life = order_of(ws, db, name)
    if life.state is not OrderState.ISSUED:  # one that is not served yet is looked at later
        ORDER_LIFE.after(life.state, OrderVerb.FULFIL, where=f"document:{document.id}")
    visit = inspections.get_inspection(db, document.inspection_id)
    assert visit is not None, "a foreign key keeps it"
    return dataclasses.replace(task, document_id=document.id, enterprise_id=visit.enterprise_id, packs=())


def _same_faults(db: Database, task: Task) -> Iterator[Problem]:
    """The same asked twice would bring two teams to one gate."""
    for other in units.list_tasks(db):
        is_same = (other.kind, other.enterprise_id, other.document_id) == (
            task.kind, task.enterprise_id, task.document_id,
        )  # fmt: skip
        if is_same and other.state in OPEN_STATES and set(other.packs) == set(task.packs):
            device = units.get_device(db, other.device)
            fields = {"device": device.name if device else other.device[:12], "state": other.state.value}
            yield Problem(code=ProblemCode.TASK_EXISTS, where=f"task:{other.id}", fields=fields)
