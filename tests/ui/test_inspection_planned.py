# SPDX-License-Identifier: MulanPSL-2.0
"""检查 before the visit: plans with their next step, 审批与通知, refused entry, calling off; all may stay empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.inspection import (
    Inspection,
    InspectionState,
    InspectionTask,
    InspectionVerb,
    TaskSource,
)
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import enterprises, inspections
from inspector_app.operations import inspection_moves as moves
from inspector_app.ui.widgets.field_editor_choices import ListInput
from inspector_app.ui.widgets.planned_visits import PlannedVisit
from inspector_app.ui.widgets.task_sheet import TaskSheet
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection, people
from tests.helpers.pages_frame import Frame, titles, type_text
from tests.helpers.pages_inspection import InspectionPage


@pytest.fixture
def page(qapp: QApplication, unit: Workspace) -> Iterator[InspectionPage]:
    made = InspectionPage(unit)
    yield made
    made.close()


def a_plan(ws: Workspace, clock: Clock, enterprise: Enterprise | None = None, **changes: Any) -> Inspection:
    where = enterprise or an_enterprise(ws)
    values: dict[str, Any] = {
        "enterprise_id": where.id, "pack_ids": ("hazmat",), "planned_at": clock() + timedelta(days=3),
        "people": people(), "task": InspectionTask(source=TaskSource.PLAN),
    }  # fmt: skip
    return moves.plan_inspection(ws, moves.PlanDraft(**{**values, **changes})).value


def visit_of(page: InspectionPage, inspection: Inspection) -> PlannedVisit:
    page.screen.refresh()
    page.settle()
    return page.screen.chooser.planned.visits[inspection.id]


def offered(visit: PlannedVisit) -> set[InspectionVerb]:
    return {verb for verb, step in visit.steps.items() if step.isVisible()}


def state_of(page: InspectionPage, inspection: Inspection) -> InspectionState:
    return ledger.view(page.ws, inspection.id).inspection.state


def write(sheet: TaskSheet, name: str, text: str) -> None:
    """Type into a field of 审批与通知 and let it be saved."""
    edit = sheet.rows[name].input.first()
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    type_text(edit, text)
    sheet.drafts.flush()


def choose_source(sheet: TaskSheet, source: TaskSource) -> None:
    made = sheet.rows["source"].input
    assert isinstance(made, ListInput)
    made.combo.setCurrentIndex(made.combo.findData(source.value))
    made.combo.activated.emit(made.combo.currentIndex())
    sheet.drafts.flush()


def test_plan_goes_by_its_buttons_to_the_visit(page: InspectionPage, unit: Workspace, clock: Clock) -> None:
    plan = a_plan(unit, clock)
    visit = visit_of(page, plan)
    assert visit.title.text() == "清河县第1化工有限公司"
    assert "王建国" in visit.detail.text()
    assert offered(visit) == {InspectionVerb.SUBMIT}
    visit.steps[InspectionVerb.SUBMIT].click()
    page.settle()
    assert offered(visit) == {InspectionVerb.APPROVE}
    page.ask.words = "周正"
    visit.steps[InspectionVerb.APPROVE].click()
    page.settle()
    assert offered(visit) == {InspectionVerb.DISPATCH, InspectionVerb.BEGIN}
    task = ledger.view(unit, plan.id).inspection.task
    assert (task.approver, task.approved_on) == ("周正", unit.today())
    visit.steps[InspectionVerb.DISPATCH].click()
    page.settle()
    clock.move(days=3)
    visit.steps[InspectionVerb.BEGIN].click()
    page.settle()
    assert state_of(page, plan) is InspectionState.OPEN
    assert page.screen.stack.currentWidget() is page.screen.work
    assert page.screen.heading().chip == word(InspectionState.OPEN)


def test_plan_without_source_and_officers_says_at_its_fields_what_is_missing(
    page: InspectionPage, unit: Workspace, clock: Clock
) -> None:
    plan = a_plan(unit, clock, people=(), task=InspectionTask())
    visit = visit_of(page, plan)
    visit.steps[InspectionVerb.SUBMIT].click()
    page.settle()
    assert visit.sheet.isVisible()
    assert visit.band.isVisible()  # too few officers
    assert visit.sheet.rows["source"].title.property("tone") == "warn"
    choose_source(visit.sheet, TaskSource.SPECIAL)
    page.settle()
    assert ledger.view(unit, plan.id).inspection.task.source is TaskSource.SPECIAL
    assert state_of(page, plan) is InspectionState.PLANNED


def test_visit_beyond_the_cap_asks_for_its_reason_and_then_goes_on(
    page: InspectionPage, unit: Workspace, clock: Clock
) -> None:
    where = an_enterprise(unit)
    enterprises.amend_enterprise(unit, where.id, EnterpriseDraft(name=where.name), visit_cap=1)
    done = an_inspection(unit, where)
    clock.move(hours=1)
    inspections.finish_inspection(unit, done.id)
    plan = a_plan(unit, clock, where)
    moves.submit(unit, plan.id)
    visit = visit_of(page, plan)
    assert tr("Visit {count} of this year, above the cap of {cap}.", count=2, cap=1) in visit.detail.text()
    page.ask.words = "周正"
    visit.steps[InspectionVerb.APPROVE].click()
    page.settle()
    assert state_of(page, plan) is InspectionState.SUBMITTED
    reason = visit.sheet.rows["cap_reason"]
    assert reason.isVisible()
    assert reason.fault.isVisible()
    write(visit.sheet, "cap_reason", "重大隐患回头看")
    page.settle()
    visit.steps[InspectionVerb.APPROVE].click()
    page.settle()
    assert state_of(page, plan) is InspectionState.APPROVED
    assert ledger.view(unit, plan.id).inspection.task.cap_reason == "重大隐患回头看"


def test_plan_is_given_back_with_the_reason_that_its_maker_reads(
    page: InspectionPage, unit: Workspace, clock: Clock
) -> None:
    plan = a_plan(unit, clock)
    moves.submit(unit, plan.id)
    visit = visit_of(page, plan)
    assert [a.text() for a in visit.make_menu().actions()] == [
        tr("Give the plan back …"), tr("Call the inspection off …"),
    ]  # fmt: skip
    page.ask.words = "检查人员须调整"
    visit.end(InspectionVerb.RETURN)
    page.settle()
    assert state_of(page, plan) is InspectionState.PLANNED
    assert visit.band.words.text() == tr("Given back: {reason}", reason="检查人员须调整")


def test_opening_a_plan_from_elsewhere_shows_what_stands_before_it(
    page: InspectionPage, unit: Workspace, clock: Clock
) -> None:
    plan = a_plan(unit, clock)
    page.open(plan)
    page.settle()
    assert page.screen.stack.currentWidget() is page.screen.chooser
    assert page.screen.chooser.planned.visits[plan.id].sheet.isVisible()


def test_visit_begun_directly_needs_nothing_of_it_and_takes_it_all_the_same(
    page: InspectionPage, unit: Workspace
) -> None:
    visit = an_inspection(unit)
    page.open(visit)
    bar = page.screen.people
    assert not bar.sheet.isVisible()
    QTest.mouseClick(bar.task_button, Qt.MouseButton.LeftButton)
    page.settle()
    choose_source(bar.sheet, TaskSource.RANDOM)
    write(bar.sheet, "approver", "周正")
    write(bar.sheet, "approved_on", "2026-11-19")
    write(bar.sheet, "notice_served_at", "8:30")
    write(bar.sheet, "entry_scan", "QR-77 08:55")
    bar.sheet.rows["avoidance_declared"].input.first().click()  # type: ignore[attr-defined]
    bar.sheet.drafts.flush()
    page.settle()
    task = ledger.view(unit, visit.id).inspection.task
    assert (task.source, task.approver, task.approved_on) == (TaskSource.RANDOM, "周正", date(2026, 11, 19))
    assert task.notice_served_at == unit.now().replace(hour=8, minute=30, second=0, microsecond=0)
    assert (task.entry_scan, task.avoidance_declared) == ("QR-77 08:55", True)
    assert word(TaskSource.RANDOM) in bar.task_button.toolTip()
    assert bar.sheet.visits.text() == tr("Visit {count} of this year; no cap is set for this unit.", count=1)
    bar.sheet.refresh()
    page.settle()
    assert bar.sheet.rows["approver"].input.value() == "周正"


def test_refused_entry_ends_the_visit_with_its_reason_and_may_go_on(
    page: InspectionPage, unit: Workspace, clock: Clock
) -> None:
    visit = an_inspection(unit)
    page.open(visit)
    bar = page.screen.people
    assert [a.data() for a in bar.make_menu().actions()] == ["refuse", "terminate"]
    clock.move(minutes=20)
    page.ask.words = "值班员拒绝开门"
    bar.act(InspectionVerb.REFUSE)
    page.settle()
    assert state_of(page, visit) is InspectionState.REFUSED
    heading = page.screen.heading()
    assert (heading.chip, heading.whom) == (word(InspectionState.REFUSED), "值班员拒绝开门")
    assert page.screen.primary_action.text() == tr("Make the documents")
    assert [a.data() for a in bar.make_menu().actions()] == ["begin"]
    page.screen.show_chooser()
    page.settle()
    assert titles(page.screen.chooser.finished_list) == ["清河县第1化工有限公司"]
    page.open(visit)
    bar.act(InspectionVerb.BEGIN)
    page.settle()
    assert state_of(page, visit) is InspectionState.OPEN


def test_without_a_reason_nothing_is_called_off(page: InspectionPage, unit: Workspace) -> None:
    visit = an_inspection(unit)
    page.open(visit)
    page.ask.words = None
    page.screen.people.act(InspectionVerb.TERMINATE)
    page.settle()
    assert state_of(page, visit) is InspectionState.OPEN
    page.ask.words = "单位停业，现场无人"
    page.screen.people.act(InspectionVerb.TERMINATE)
    page.settle()
    assert state_of(page, visit) is InspectionState.TERMINATED
    assert moves.visits_this_year(unit, visit.enterprise_id, 2026).count == 0


def test_enterprise_is_planned_from_its_start_page(qapp: QApplication, unit: Workspace) -> None:
    where = an_enterprise(unit)
    frame = Frame(unit)
    try:
        screen = frame.enterprises().screen
        screen.start.begin(where)
        frame.enterprises().settle()
        screen.start.plan.click()
        frame.enterprises().settle()
        (row,) = ledger.rows(unit)
        assert row.state is InspectionState.PLANNED
        assert row.started_at.isoformat() == "2026-11-23T09:00:00+08:00"  # Monday, the next working day
    finally:
        frame.close()
