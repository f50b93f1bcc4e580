# SPDX-License-Identifier: MulanPSL-2.0
"""An inspection before and around the visit: approval, cap, arrival, refused entry, calling off, filing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import AnswerResult, Inspection, InspectionState, InspectionTask, TaskSource
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import inspections as rows
from inspector_app.operations import documents, enterprise_import, enterprises, findings, inspections
from inspector_app.operations import inspection_moves as moves
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection, people


def a_plan(ws: Workspace, enterprise: Enterprise, clock: Clock, **changes: Any) -> Inspection:
    values: dict[str, Any] = {
        "enterprise_id": enterprise.id,
        "pack_ids": ("hazmat",),
        "planned_at": clock() + timedelta(days=3),
        "people": people(),
        "task": InspectionTask(source=TaskSource.PLAN),
    }
    return moves.plan_inspection(ws, moves.PlanDraft(**{**values, **changes})).value


def approved(ws: Workspace, inspection: Inspection) -> Inspection:
    moves.submit(ws, inspection.id)
    return moves.approve(ws, inspection.id, "周正").value


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {p.code for p in refused.value.problems}


def test_a_planned_visit_goes_through_approval_to_the_file(unit: Workspace, clock: Clock) -> None:
    plan = a_plan(unit, an_enterprise(unit), clock)
    assert (plan.state, plan.task.approved_on) == (InspectionState.PLANNED, None)
    with pytest.raises(Refused) as refused:
        inspections.answer_item(unit, plan.id, "CM-EX-01", AnswerResult.COMPLIANT)
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    with pytest.raises(Refused) as refused:
        inspections.finish_inspection(unit, plan.id)
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    done = approved(unit, plan)
    assert (done.state, done.task.approver, done.task.approved_on) == (
        InspectionState.APPROVED, "周正", date(2026, 11, 20),
    )  # fmt: skip
    assert moves.dispatch(unit, plan.id).value.state is InspectionState.DISPATCHED
    clock.move(days=3)
    begun = moves.begin(unit, plan.id, notice_served_at=clock(), entry_scan="QR-77", avoidance_declared=True).value
    assert (begun.state, begun.started_at) == (InspectionState.OPEN, clock())
    assert (begun.task.entry_scan, begun.task.avoidance_declared, begun.task.approver) == ("QR-77", True, "周正")
    assert begun.task.notice_served_at == clock()
    a_finding(unit, begun)
    clock.move(hours=2)
    assert inspections.finish_inspection(unit, plan.id).value.state is InspectionState.FINISHED
    with pytest.raises(Refused) as refused:
        moves.begin(unit, plan.id)
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    assert refused.value.problems[0].fields == {"life": "inspection", "state": "finished", "verb": "begin"}


def test_a_plan_is_submitted_with_source_and_two_officers(unit: Workspace, clock: Clock) -> None:
    plan = a_plan(unit, an_enterprise(unit), clock, people=(), task=InspectionTask())
    with pytest.raises(Refused) as refused:
        moves.submit(unit, plan.id)
    assert codes(refused) == {ProblemCode.TOO_FEW_OFFICERS, ProblemCode.VALUE_MISSING}
    inspections.amend_inspection(unit, plan.id, people=people())
    moves.set_task(unit, plan.id, source=TaskSource.REPORT)
    assert moves.submit(unit, plan.id).value.state is InspectionState.SUBMITTED
    back = moves.return_plan(unit, plan.id, "时间与年度计划不符").value
    assert (back.state, back.end_reason) == (InspectionState.PLANNED, "时间与年度计划不符")
    with pytest.raises(Refused) as refused:
        moves.approve(unit, plan.id, "周正")
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    moves.submit(unit, plan.id)
    with pytest.raises(Refused) as refused:
        moves.approve(unit, plan.id, " ", unit.today() + timedelta(days=1))
    assert codes(refused) == {ProblemCode.VALUE_MISSING, ProblemCode.TIME_ORDER}
    assert moves.approve(unit, plan.id, "周正").value.end_reason == "", "the reason of the return is past"


def test_planning_names_every_fault(unit: Workspace, clock: Clock) -> None:
    with pytest.raises(Refused) as refused:
        a_plan(unit, an_enterprise(unit), clock, enterprise_id="x", pack_ids=("none",), people=people()[:1])
    assert codes(refused) == {ProblemCode.NOT_FOUND, ProblemCode.PACK_UNKNOWN, ProblemCode.TOO_FEW_OFFICERS}


def test_a_visit_beyond_the_cap_needs_a_reason_or_an_exempt_source(unit: Workspace, clock: Clock) -> None:
    one = an_enterprise(unit)
    draft = EnterpriseDraft(name=one.name, credit_code=one.credit_code)
    one = enterprises.amend_enterprise(unit, one.id, draft, visit_cap=1).value
    moves.set_task(unit, an_inspection(unit, one).id, source=TaskSource.ACCIDENT)
    assert moves.visits_this_year(unit, one.id, 2026) == moves.Visits(count=0, cap=1), "an accident does not count"
    first = approved(unit, a_plan(unit, one, clock))
    assert moves.visits_this_year(unit, one.id, 2026).count == 0, "not begun yet"
    moves.begin(unit, first.id)
    assert moves.visits_this_year(unit, one.id, 2026) == moves.Visits(count=1, cap=1)
    assert moves.visits_this_year(unit, one.id, 2026, without=first.id).count == 0
    assert moves.visits_this_year(unit, one.id, 2025).count == 0
    second = a_plan(unit, one, clock)
    moves.submit(unit, second.id)
    with pytest.raises(Refused) as refused:
        moves.approve(unit, second.id, "周正")
    assert refused.value.problems[0].code is ProblemCode.VISIT_CAP_REACHED
    assert refused.value.problems[0].fields == {"count": "2", "cap": "1", "rule": "R59"}
    assert moves.approve(unit, second.id, "周正", cap_reason="重大隐患回头看").value.task.cap_reason == "重大隐患回头看"
    third = a_plan(unit, one, clock, task=InspectionTask(source=TaskSource.REPORT))
    assert approved(unit, third).state is InspectionState.APPROVED
    next_year = a_plan(unit, one, clock, planned_at=clock() + timedelta(days=60))
    assert approved(unit, next_year).state is InspectionState.APPROVED


def test_the_year_of_a_visit_is_that_of_china(unit: Workspace, clock: Clock) -> None:
    one = an_enterprise(unit)
    clock.now = clock.now.replace(year=2027, month=1, day=1, hour=0, minute=30)  # still 2026 in UTC
    an_inspection(unit, one)
    assert moves.visits_this_year(unit, one.id, 2027).count == 1
    assert moves.visits_this_year(unit, one.id, 2026).count == 0


def test_a_cap_survives_amending_and_importing_and_can_be_taken_away(unit: Workspace, tmp_path: Any) -> None:
    one = enterprises.register_enterprise(unit, EnterpriseDraft(name="清河县一厂"), visit_cap=3).value
    assert one.visit_cap == 3
    assert (
        enterprises.amend_enterprise(unit, one.id, EnterpriseDraft(name="清河县一厂", phone="1")).value.visit_cap == 3
    )
    table = tmp_path / "t.csv"
    table.write_text("企业名称,地址\n清河县一厂,园区1号\n", encoding="utf-8")
    enterprise_import.import_enterprises(unit, enterprise_import.preview_import(unit, table))
    known = rows.view(unit, an_inspection(unit, one).id).enterprise
    assert (known.address, known.visit_cap) == ("园区1号", 3)
    with pytest.raises(Refused) as refused:
        enterprises.amend_enterprise(unit, one.id, EnterpriseDraft(name="清河县一厂"), visit_cap=-1)
    assert codes(refused) == {ProblemCode.VALUE_NOT_ALLOWED}
    gone = enterprises.amend_enterprise(unit, one.id, EnterpriseDraft(name="清河县一厂"), visit_cap=0).value
    assert gone.visit_cap is None


def test_arriving_checks_the_times_and_the_officers(unit: Workspace, clock: Clock) -> None:
    plan = approved(unit, a_plan(unit, an_enterprise(unit), clock))
    inspections.amend_inspection(unit, plan.id, place="罐区")
    with pytest.raises(Refused) as refused:
        moves.begin(unit, plan.id, started_at=clock() + timedelta(hours=1))
    assert codes(refused) == {ProblemCode.INSPECTION_IN_FUTURE}
    with pytest.raises(Refused) as refused:
        moves.begin(unit, plan.id, notice_served_at=clock() + timedelta(minutes=1))
    assert codes(refused) == {ProblemCode.TIME_ORDER}
    begun = moves.begin(unit, plan.id, no_notice_reason="四不两直").value
    assert begun.task.no_notice_reason == "四不两直"
    assert begun.task.notice_served_at is None


def test_a_refused_entry_ends_the_visit_and_it_may_go_on_later(unit: Workspace, clock: Clock) -> None:
    visit = an_inspection(unit)
    with pytest.raises(Refused) as refused:
        moves.refuse_entry(unit, visit.id, "保安拒绝开门")
    assert codes(refused) == {ProblemCode.TIME_ORDER}, "it cannot end before it began"
    clock.move(minutes=20)
    with pytest.raises(Refused) as refused:
        moves.refuse_entry(unit, visit.id, "  ")
    assert codes(refused) == {ProblemCode.REASON_MISSING}
    over = moves.refuse_entry(unit, visit.id, "保安拒绝开门").value
    assert (over.state, over.finished_at, over.end_reason) == (InspectionState.REFUSED, clock(), "保安拒绝开门")
    with pytest.raises(Refused) as refused:
        inspections.answer_item(unit, visit.id, "CM-EX-01", AnswerResult.COMPLIANT)
    assert codes(refused) == {ProblemCode.INSPECTION_FINISHED}
    assert moves.visits_this_year(unit, visit.enterprise_id, 2026).count == 1
    clock.move(hours=1)
    again = moves.begin(unit, visit.id).value
    assert (again.state, again.started_at, again.finished_at, again.end_reason) == (
        InspectionState.OPEN, visit.started_at, None, "",
    )  # fmt: skip
    assert undo_last(unit) and rows.view(unit, visit.id).inspection.state is InspectionState.REFUSED


def test_a_visit_that_was_called_off_is_filed_and_does_not_count(unit: Workspace) -> None:
    visit = an_inspection(unit)
    off = moves.terminate(unit, visit.id, "企业已搬迁，门口拍照留存").value
    assert (off.state, off.finished_at) == (InspectionState.TERMINATED, None)
    with pytest.raises(Refused) as refused:
        findings.record_finding(unit, visit.id, FindingDraft(description="x"))
    assert codes(refused) == {ProblemCode.INSPECTION_FINISHED}
    assert moves.visits_this_year(unit, visit.enterprise_id, 2026).count == 0


def test_the_task_is_fixed_by_the_documents_of_the_visit(unit: Workspace, clock: Clock) -> None:
    visit = an_inspection(unit)
    a_finding(unit, visit)
    moves.set_task(unit, visit.id, source=TaskSource.SPECIAL, approver="周正", approved_on=date(2026, 11, 19))
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    moves.set_task(unit, visit.id, entry_scan="QR-1")
    documents.issue_document(unit, visit.id, DocumentKind.INSPECTION_RECORD)
    with pytest.raises(Refused) as refused:
        moves.set_task(unit, visit.id, entry_scan="QR-2")
    assert codes(refused) == {ProblemCode.DOCUMENT_EXISTS}
    task = rows.view(unit, visit.id).inspection.task
    assert (task.source, task.approver, task.entry_scan) == (TaskSource.SPECIAL, "周正", "QR-1")
