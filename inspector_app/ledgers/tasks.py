# SPDX-License-Identifier: MulanPSL-2.0
"""The office's tasks with the names that people know: enterprise, order number, checklists, officers, days left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Task, TaskState
from inspector_app.storage import documents, enterprises, inspections, organs, units
from inspector_app.storage.driver import Database
from inspector_app.storage.kept_packs import list_packs
from inspector_app.workspace import Workspace

OPEN = (TaskState.ASSIGNED, TaskState.STARTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task as a list shows it. `days_left` is negative once the day is over; none without a day."""

    task: Task
    device_name: str
    holder: str
    enterprise_name: str
    number: str  # of the order, for a re-inspection
    pack_titles: tuple[str, ...]
    officer_names: tuple[str, ...]
    days_left: int | None
    inspection_state: InspectionState | None  # of what it became, for an inspection task

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.task.state in OPEN

    @property
    def is_late(self) -> bool:
        """Whether its day is over and it is not done."""
        return self.is_open and self.days_left is not None and self.days_left < 0


def tasks(ws: Workspace, device: str = "", *, only_open: bool = False) -> tuple[TaskRow, ...]:
    """Give tasks, the most urgent first: of one laptop or of all, open ones or every one."""
    titles: dict[str, str] = {}
    with ws.reader() as db:
        found = [t for t in units.list_tasks(db, device) if not only_open or t.state in OPEN]
        if any(t.packs for t in found):
            titles = {entry.id: entry.title for entry in ws.catalogue.entries}
            titles |= {p.pack_id: p.title for p in list_packs(db) if p.pack_id not in titles}
        return tuple(_row(ws, db, t, titles) for t in found)


def own_tasks(ws: Workspace) -> tuple[TaskRow, ...]:
    """Give what the office asks of this laptop and is not done yet."""
    return tasks(ws, ws.device, only_open=True)


def task(ws: Workspace, task_id: str) -> TaskRow:
    """Give one task. Refuses NOT_FOUND."""
    found = next((row for row in tasks(ws) if row.task.id == task_id), None)
    if found is None:
        fields = {"kind": "task", "id": task_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="task", fields=fields)])
    return found


def _row(ws: Workspace, db: Database, task: Task, titles: Mapping[str, str]) -> TaskRow:
    device = units.get_device(db, task.device)
    enterprise = enterprises.get_enterprise(db, task.enterprise_id)
    order = documents.get_document(db, task.document_id) if task.document_id else None
    officers = [organs.get_officer(db, officer_id) for officer_id in task.officers]
    visit = inspections.get_inspection(db, task.done_id) if task.done_id and not task.document_id else None
    return TaskRow(
        task=task, device_name=device.name if device else "", holder=device.holder if device else "",
        enterprise_name=enterprise.name if enterprise else "", number=order.number if order else "",
        pack_titles=tuple(titles.get(pack_id, pack_id) for pack_id in task.packs),
        officer_names=tuple(o.name for o in officers if o is not None),
        days_left=None if task.due_on is None else (task.due_on - ws.today()).days,
        inspection_state=visit.state if visit else None,
    )  # fmt: skip
