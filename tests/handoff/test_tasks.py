# SPDX-License-Identifier: MulanPSL-2.0
"""The office's tasks: given, begun on the laptop, done by the work itself, returned, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.document import Verdict
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.unit import Task, TaskKind, TaskState
from inspector_app.handoff import devices
from inspector_app.ledgers import tasks as ledger
from inspector_app.operations import inspection_moves, inspections, organs, undo
from inspector_app.operations.inspection_moves import PlanDraft
from inspector_app.operations.inspections import InspectionDraft
from inspector_app.operations.tasks import (
    TaskDraft,
    assign_task,
    cancel_task,
    finish_task,
    reassign_task,
    return_task,
    start_task,
)
from inspector_app.storage import organs as organ_rows
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection, people
from tests.helpers.unit import a_laptop, an_office, exchange

VISIT, AGAIN = TaskKind.INSPECTION, TaskKind.REINSPECTION


@dataclass
class Unit:
    """An office with two laptops."""

    office: Workspace
    one: Workspace
    two: Workspace
    clock: Clock

    def assign(self, **changes: Any) -> Task:
        values: dict[str, Any] = {"kind": VISIT, "device": self.one.device, "packs": ("hazmat",)}
        return assign_task(self.office, TaskDraft(**{**values, **changes})).value

    def exchange(self) -> None:
        exchange(self.office, self.one)
        exchange(self.office, self.two)
        exchange(self.office, self.one)


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    office = an_office(tmp_path / "office", clock)
    one = a_laptop(tmp_path / "one", office, "执法一组")
    two = a_laptop(tmp_path / "two", office, "执法二组")
    yield Unit(office, one, two, clock)
    for ws in (one, two, office):
        ws.close()


def refused(act: Callable[[], object]) -> list[ProblemCode]:
    with pytest.raises(Refused) as caught:
        act()
    return [p.code for p in caught.value.problems]


def state_of(ws: Workspace, task: Task) -> TaskState:
    return ledger.task(ws, task.id).task.state


def test_a_task_reaches_its_laptop_with_the_names_that_people_know(unit: Unit) -> None:
    enterprise = an_enterprise(unit.office)
    with unit.office.reader() as db:
        officers = tuple(o.id for o in organ_rows.list_officers(db))
    due = unit.office.today() + timedelta(days=3)
    unit.assign(enterprise_id=enterprise.id, officers=officers, due_on=due, note="  重点看储罐区 ")
    unit.exchange()
    (row,) = ledger.own_tasks(unit.one)
    assert (row.enterprise_name, row.device_name, row.days_left) == (enterprise.name, "执法一组", 3)
    assert row.officer_names == ("王建国", "李慧敏")
    assert row.pack_titles == (unit.one.catalogue.pack("hazmat").title,)  # type: ignore[union-attr]
    assert row.task.note == "重点看储罐区"
    assert ledger.own_tasks(unit.two) == ()
    unit.clock.move(days=4)
    assert ledger.own_tasks(unit.one)[0].is_late


def test_every_fault_of_an_assignment_is_said_at_once(unit: Unit) -> None:
    yesterday = unit.office.today() - timedelta(days=1)
    codes = refused(
        lambda: unit.assign(
            device="nobody", enterprise_id="none", packs=("no-such",), officers=("none",), due_on=yesterday
        )
    )
    assert set(codes) == {
        ProblemCode.DEVICE_UNKNOWN, ProblemCode.NOT_FOUND, ProblemCode.PACK_UNKNOWN, ProblemCode.TIME_ORDER,
    }  # fmt: skip
    assert codes.count(ProblemCode.NOT_FOUND) == 2  # enterprise and officer
    assert ProblemCode.NO_PACK in refused(lambda: unit.assign(enterprise_id="none", packs=()))
    assert ledger.tasks(unit.office) == ()


def test_only_the_office_assigns_and_never_to_a_revoked_laptop(unit: Unit) -> None:
    enterprise = an_enterprise(unit.office)
    unit.exchange()
    draft = TaskDraft(kind=VISIT, device=unit.one.device, enterprise_id=enterprise.id, packs=("hazmat",))
    assert refused(lambda: assign_task(unit.one, draft)) == [ProblemCode.NOT_OFFICE]
    devices.revoke(unit.office, unit.one.device, "遗失")
    assert refused(lambda: assign_task(unit.office, draft)) == [ProblemCode.DEVICE_REVOKED]


def test_a_task_begun_starts_its_inspection_and_is_done_when_that_is_finished(unit: Unit) -> None:
    enterprise = an_enterprise(unit.office)
    with unit.office.reader() as db:
        officers = tuple(o.id for o in organ_rows.list_officers(db))
    task = unit.assign(enterprise_id=enterprise.id, officers=officers)
    unit.exchange()
    started = start_task(unit.one, task.id).value
    assert started.inspection is not None
    assert started.inspection.enterprise_id == enterprise.id
    assert [ref.id for ref in started.inspection.packs] == ["hazmat"]
    assert [p.name for p in started.inspection.officers] == ["王建国", "李慧敏"]
    assert started.inspection.task.source is None  # whether the visit counts against the cap, a person says
    unit.exchange()
    assert ledger.task(unit.office, task.id).inspection_state is InspectionState.OPEN
    unit.clock.move(hours=2)
    inspections.finish_inspection(unit.one, started.inspection.id)
    unit.exchange()
    there = ledger.task(unit.office, task.id).task
    assert (there.state, there.done_id) == (TaskState.DONE, started.inspection.id)
    assert ledger.own_tasks(unit.one) == ()


def test_undoing_the_start_or_the_end_takes_the_task_along(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id)
    unit.exchange()
    draft = InspectionDraft(enterprise_id=task.enterprise_id, pack_ids=("hazmat", "common"), people=people())
    started = start_task(unit.one, task.id, draft).value
    assert started.inspection is not None
    assert len(started.inspection.packs) == 2  # as the team chose, not only as the office asked
    unit.clock.move(hours=1)
    inspections.finish_inspection(unit.one, started.inspection.id)
    undo.undo_last(unit.one)
    assert state_of(unit.one, task) is TaskState.STARTED
    undo.undo_last(unit.one)
    assert state_of(unit.one, task) is TaskState.ASSIGNED
    assert start_task(unit.one, task.id, draft).value.task.state is TaskState.STARTED


def test_a_planned_start_is_linked_and_calling_it_off_returns_the_task(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id)
    unit.exchange()
    draft = PlanDraft(enterprise_id=task.enterprise_id, pack_ids=("hazmat",), planned_at=unit.one.now())
    planned = start_task(unit.one, task.id, draft).value.inspection
    assert planned is not None
    assert planned.state is InspectionState.PLANNED
    inspection_moves.terminate(unit.one, planned.id, "企业停产检修")
    row = ledger.task(unit.one, task.id).task
    assert (row.state, row.reason) == (TaskState.RETURNED, "企业停产检修")


def test_a_start_that_is_refused_leaves_the_task_as_it_was(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id)
    unit.exchange()
    assert ProblemCode.TOO_FEW_OFFICERS in refused(lambda: start_task(unit.one, task.id))  # none was named
    assert state_of(unit.one, task) is TaskState.ASSIGNED


def test_a_task_of_another_laptop_is_not_begun_here(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id)
    unit.exchange()
    assert refused(lambda: start_task(unit.two, task.id)) == [ProblemCode.TASK_OTHER_DEVICE]
    assert refused(lambda: return_task(unit.two, task.id, "远")) == [ProblemCode.TASK_OTHER_DEVICE]


def test_a_returned_task_goes_to_another_laptop(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id)
    unit.exchange()
    assert refused(lambda: return_task(unit.one, task.id, "  ")) == [ProblemCode.REASON_MISSING]
    return_task(unit.one, task.id, "车辆故障")
    unit.exchange()
    assert ledger.task(unit.office, task.id).task.reason == "车辆故障"
    reassign_task(unit.office, task.id, unit.two.device)
    unit.exchange()
    assert [row.task.id for row in ledger.own_tasks(unit.two)] == [task.id]
    assert ledger.own_tasks(unit.one) == ()
    assert ledger.task(unit.two, task.id).task.reason == ""


def test_what_was_begun_is_not_given_away_and_what_is_over_stays_over(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id)
    unit.exchange()
    draft = InspectionDraft(enterprise_id=task.enterprise_id, pack_ids=("hazmat",), people=people())
    start_task(unit.one, task.id, draft)
    unit.exchange()
    assert refused(lambda: reassign_task(unit.office, task.id, unit.two.device)) == [ProblemCode.TASK_STATE]
    assert refused(lambda: start_task(unit.one, task.id, draft)) == [ProblemCode.TASK_STATE]
    cancel_task(unit.office, task.id, "改由县局检查")
    unit.exchange()
    assert state_of(unit.one, task) is TaskState.CANCELLED
    assert refused(lambda: return_task(unit.one, task.id, "晚了")) == [ProblemCode.TASK_STATE]


def test_the_same_is_not_asked_twice(unit: Unit) -> None:
    enterprise = an_enterprise(unit.office)
    task = unit.assign(enterprise_id=enterprise.id)
    assert refused(lambda: unit.assign(enterprise_id=enterprise.id, device=unit.two.device)) == [
        ProblemCode.TASK_EXISTS
    ]
    unit.assign(enterprise_id=enterprise.id, packs=("common",))  # another look
    cancel_task(unit.office, task.id, "重派")
    unit.assign(enterprise_id=enterprise.id, device=unit.two.device)


def test_work_that_was_begun_without_the_task_is_linked_by_hand(unit: Unit) -> None:
    enterprise = an_enterprise(unit.office)
    task = unit.assign(enterprise_id=enterprise.id)
    unit.exchange()
    visit = an_inspection(unit.one, enterprise)
    assert refused(lambda: finish_task(unit.one, task.id, "none")) == [ProblemCode.NOT_FOUND]
    done = finish_task(unit.one, task.id, visit.id).value
    assert (done.state, done.done_id) == (TaskState.DONE, visit.id)


def test_an_officer_who_left_is_not_put_on_the_visit(unit: Unit) -> None:
    with unit.office.reader() as db:
        officers = organ_rows.list_officers(db)
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id, officers=tuple(o.id for o in officers))
    left = organs.OfficerDraft(name=officers[0].name, certificate_no=officers[0].certificate_no, is_active=False)
    organs.amend_officer(unit.office, officers[0].id, left)
    unit.exchange()
    assert ProblemCode.TOO_FEW_OFFICERS in refused(lambda: start_task(unit.one, task.id))


@pytest.fixture
def served(tmp_path: Path, clock: Clock) -> Iterator[tuple[Unit, CaseDay]]:
    """An office whose own case has an order that was served; both laptops know of it."""
    office = an_office(tmp_path / "office", clock)
    case = CaseDay.__new__(CaseDay)
    case.ws, case.clock, case.folder, case.findings, case.issued = office, clock, tmp_path, [], {}
    case.enterprise = an_enterprise(office)
    case.begin()
    case.complete()
    case.issue(K.INSPECTION_RECORD)
    case.serve(case.issue(K.RECTIFICATION_ORDER))
    one, two = (a_laptop(tmp_path / name, office, name) for name in ("one", "two"))
    yield Unit(office, one, two, clock), case
    for ws in (one, two, office):
        ws.close()


def test_a_reinspection_of_another_teams_order_is_done_by_its_record(served: tuple[Unit, CaseDay]) -> None:
    unit, case = served
    order = case.issued[K.RECTIFICATION_ORDER]
    task = unit.assign(kind=AGAIN, document_id=order.number, due_on=unit.office.today() + timedelta(days=12))
    assert (task.document_id, task.enterprise_id, task.packs) == (order.id, case.enterprise.id, ())
    assert refused(lambda: unit.assign(kind=AGAIN, document_id=order.id)) == [ProblemCode.TASK_EXISTS]
    unit.exchange()
    assert ledger.own_tasks(unit.one)[0].number == order.number
    unit.clock.move(days=11)
    started = start_task(unit.one, task.id).value
    assert (started.document_id, started.task.state) == (order.id, TaskState.STARTED)
    case.ws = unit.one
    made = case.reinspect(order, Verdict.DONE, Verdict.DONE, Verdict.DONE)
    unit.exchange()
    there = ledger.task(unit.office, task.id).task
    assert (there.state, there.done_id) == (TaskState.DONE, made.id)


def test_a_round_by_another_team_leaves_the_task_to_its_laptop(served: tuple[Unit, CaseDay]) -> None:
    unit, case = served
    order = case.issued[K.RECTIFICATION_ORDER]
    task = unit.assign(kind=AGAIN, document_id=order.id)
    unit.exchange()
    unit.clock.move(days=11)
    case.ws = unit.two
    case.reinspect(order, Verdict.DONE, Verdict.DONE, Verdict.DONE)
    unit.exchange()
    assert state_of(unit.office, task) is TaskState.ASSIGNED


def test_a_reinspection_needs_an_order_that_still_runs(served: tuple[Unit, CaseDay]) -> None:
    unit, case = served
    record, order = case.issued[K.INSPECTION_RECORD], case.issued[K.RECTIFICATION_ORDER]
    for name in (record.id, "none", ""):
        assert refused(lambda name=name: unit.assign(kind=AGAIN, document_id=name)) == [ProblemCode.NOT_FOUND]
    unit.clock.move(days=11)
    case.reinspect(order, Verdict.DONE, Verdict.DONE, Verdict.DONE)
    assert refused(lambda: unit.assign(kind=AGAIN, document_id=order.id)) == [ProblemCode.STATE_FORBIDS]


def test_days_are_counted_by_the_calendar_of_today(unit: Unit) -> None:
    task = unit.assign(enterprise_id=an_enterprise(unit.office).id, due_on=unit.office.today())
    assert ledger.task(unit.office, task.id).days_left == 0
    assert isinstance(task.due_on, date)
    assert not ledger.task(unit.office, task.id).is_late
