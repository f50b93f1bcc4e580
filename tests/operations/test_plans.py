# SPDX-License-Identifier: MulanPSL-2.0
"""The year's plan: workday figures, units by month, approval, changes with approval, versions, progress, caps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.inspection import InspectionTask, TaskSource
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.problems import Refused, Severity
from inspector_app.domain.year_plan import PlanChange, PlanKind, PlanState, PlanUnit, PlanUnitState, PlanVerb, YearPlan
from inspector_app.ledgers import plans as ledger
from inspector_app.ledgers.plan_paper import plan_paper
from inspector_app.ledgers.plans import UnitFilter
from inspector_app.operations import enterprise_merge, enterprises, inspection_moves, inspections, plan_import, plans
from inspector_app.operations.import_rows import RowAct
from inspector_app.operations.plans import PlanChangeDraft, PlanUnitDraft, YearPlanDraft
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection, people

FIGURES = {"officers": 22, "statutory_days": 247, "other_days": 2000, "idle_days": 1434}


@contextmanager
def refused(*codes: P) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert [p.code for p in caught.value.problems if p.severity is Severity.BLOCK] == list(codes)


def a_plan(ws: Workspace, **changes: object) -> YearPlan:
    values = {"year": 2026, "title": "2026年计划", **FIGURES, **changes}
    return plans.make_plan(ws, YearPlanDraft(**values)).value  # type: ignore[arg-type]


def draft(enterprise: Enterprise, month: int, **changes: object) -> PlanUnitDraft:
    values: dict[str, object] = {"kind": PlanKind.KEY, "reason": "重大危险源", "workdays": 20, **changes}
    return PlanUnitDraft(enterprise_id=enterprise.id, month=month, **values)  # type: ignore[arg-type]


@pytest.fixture
def places(unit: Workspace) -> list[Enterprise]:
    return [an_enterprise(unit, n) for n in range(1, 6)]


def approved(ws: Workspace, places: list[Enterprise]) -> tuple[YearPlan, tuple[PlanUnit, ...]]:
    """A plan with five units in September, October, November, November, December."""
    made = a_plan(ws)
    kinds = (PlanKind.KEY, PlanKind.KEY, PlanKind.GENERAL, PlanKind.KEY, PlanKind.GENERAL)
    units = plans.put_units(
        ws, made.id, [draft(e, m, kind=k) for e, m, k in zip(places, (9, 10, 11, 11, 12), kinds, strict=True)]
    ).value
    return plans.approve_plan(ws, made.id, approved_by="清河县人民政府", approval_no="清政函〔2026〕1号").value, units


def unit_of(ws: Workspace, plan_id: str, unit_id: str) -> ledger.PlanUnitRow:
    return next(row for row in ledger.units(ws, plan_id) if row.unit.id == unit_id)


def test_the_workday_figures_are_those_of_the_rule(unit: Workspace) -> None:
    """总法定工作日 = 247 × 22 = 5434 (handbook 7.3), 监督检查工作日 what is left of it."""
    made = a_plan(unit)
    assert (made.all_days, made.visit_days) == (5434, 2000)
    assert dataclasses.replace(made, officers=4, statutory_days=250).all_days == 1000
    with refused(P.VALUE_NOT_ALLOWED, P.VALUE_NOT_ALLOWED):
        plans.amend_plan(unit, made.id, YearPlanDraft(year=2026, officers=-1, statutory_days=367))


def test_a_year_has_one_plan_that_is_worked_on(unit: Workspace) -> None:
    made = a_plan(unit)
    with refused(P.PLAN_DRAFT_EXISTS):
        a_plan(unit)
    with refused(P.VALUE_NOT_ALLOWED):
        a_plan(unit, year=1)
    assert a_plan(unit, year=2027).version == 1
    after = plans.amend_plan(
        unit, made.id, YearPlanDraft(year=2026, title=" 新 ", texts={"指导思想": "a", "任务": " "})
    )
    assert (after.value.title, after.value.texts, after.value.officers) == ("新", {"指导思想": "a"}, 0)
    undo_last(unit)
    assert ledger.plan(unit, made.id) == made


def test_units_are_put_changed_and_taken_out_of_a_draft(unit: Workspace, places: list[Enterprise]) -> None:
    made = a_plan(unit)
    first, second = plans.put_units(unit, made.id, [draft(places[0], 3), draft(places[0], 9)]).value
    changed = dataclasses.replace(draft(places[0], 4, officers=("王建国",), items=("hazmat",)), id=first.id)
    assert plans.put_units(unit, made.id, [changed]).value[0].month == 4
    assert [row.unit.month for row in ledger.units(unit, made.id)] == [4, 9]
    with refused(P.PLAN_UNIT_TWICE):
        plans.put_units(unit, made.id, [draft(places[0], 9)])
    with refused(P.PLAN_UNIT_TWICE, P.VALUE_NOT_ALLOWED, P.VALUE_NOT_ALLOWED, P.NOT_FOUND):
        nobody = dataclasses.replace(draft(places[1], 1), enterprise_id="x")
        plans.put_units(
            unit, made.id,
            [draft(places[0], 4), draft(places[1], 13), draft(places[1], 2, workdays=-1), nobody],
        )  # fmt: skip
    assert plans.remove_units(unit, made.id, [second.id]).value == 1
    assert ledger.count_units(unit, made.id) == 1


def test_a_plan_is_approved_only_when_its_units_fit_into_the_days(unit: Workspace, places: list[Enterprise]) -> None:
    made = a_plan(unit, officers=1, statutory_days=10, other_days=5, idle_days=5)
    with refused(P.PLAN_EMPTY, P.PLAN_WORKDAYS, P.VALUE_MISSING):
        plans.approve_plan(unit, made.id, approved_by=" ")
    plans.amend_plan(unit, made.id, YearPlanDraft(year=2026, officers=1, statutory_days=10, other_days=5, idle_days=3))
    plans.put_units(unit, made.id, [draft(places[0], 3, workdays=15), draft(places[1], 3, workdays=10)])
    with refused(P.PLAN_OVER_WORKDAYS):
        plans.approve_plan(unit, made.id, approved_by="县政府")
    plans.put_units(unit, made.id, [draft(places[2], 3, workdays=0, reason="")])
    enterprises.amend_enterprise(unit, places[0].id, _same(places[0]), visit_cap=1)
    plans.put_units(unit, made.id, [draft(places[0], 8, workdays=0)])
    found = [(p.code, p.severity) for p in plans.plan_problems(unit, made.id)]
    assert found == [
        (P.PLAN_OVER_WORKDAYS, Severity.BLOCK), (P.PLAN_NO_REASON, Severity.WARN), (P.PLAN_OVER_CAP, Severity.WARN),
    ]  # fmt: skip
    plans.amend_plan(unit, made.id, YearPlanDraft(year=2026, officers=1, statutory_days=10, idle_days=3))
    with refused(P.TIME_ORDER):
        plans.approve_plan(unit, made.id, approved_by="县政府", approved_on=date(2026, 11, 21))
    after = plans.approve_plan(
        unit, made.id, approved_by="县政府", filed_with="市局", filed_on=date(2026, 11, 20)
    ).value
    assert (after.state, after.approved_on, after.filed_with) == (PlanState.APPROVED, date(2026, 11, 20), "市局")


def _same(e: Enterprise) -> EnterpriseDraft:
    return EnterpriseDraft(**{f.name: getattr(e, f.name) for f in dataclasses.fields(EnterpriseDraft)})


def test_an_approved_plan_changes_only_with_reason_and_approval(unit: Workspace, places: list[Enterprise]) -> None:
    made, units = approved(unit, places)
    for act in (
        lambda: plans.amend_plan(unit, made.id, YearPlanDraft(year=2026)),
        lambda: plans.put_units(unit, made.id, [draft(places[0], 1)]),
        lambda: plans.remove_units(unit, made.id, [units[0].id]),
        lambda: plans.approve_plan(unit, made.id, approved_by="x"),
    ):
        with refused(P.PLAN_STATE):
            act()
    with refused(P.REASON_MISSING, P.VALUE_MISSING):
        change(unit, made, PlanVerb.CANCEL, plan_unit_id=units[0].id, reason=" ", approver="")
    change(unit, made, PlanVerb.CANCEL, plan_unit_id=units[0].id, reason="企业已关闭")
    change(unit, made, PlanVerb.POSTPONE, plan_unit_id=units[1].id, month=12)
    added = change(unit, made, PlanVerb.ADD, unit=draft(places[0], 12))
    change(unit, made, PlanVerb.WORKDAYS, days=(("idle_days", 1534),))
    with refused(P.PLAN_UNIT_TWICE):
        change(unit, made, PlanVerb.ADD, unit=draft(places[1], 12))
    with refused(P.PLAN_UNIT_STATE):
        change(unit, made, PlanVerb.CANCEL, plan_unit_id=units[0].id)
    with refused(P.VALUE_NOT_ALLOWED):
        change(unit, made, PlanVerb.POSTPONE, plan_unit_id=units[2].id, month=10)
    with refused(P.PLAN_WORKDAYS):
        change(unit, made, PlanVerb.WORKDAYS, days=(("idle_days", 9999),))
    rows = ledger.changes(unit, made.id)
    assert [(r.change.ordinal, r.change.verb, r.change.text, r.enterprise_name) for r in rows] == [
        (4, PlanVerb.WORKDAYS, "2000→1900", ""), (3, PlanVerb.ADD, "", places[0].name),
        (2, PlanVerb.POSTPONE, "10→12", places[1].name), (1, PlanVerb.CANCEL, "", places[0].name),
    ]  # fmt: skip
    assert {row.change.approver for row in rows} == {"分管副县长"}
    assert ledger.plan(unit, made.id).visit_days == 1900
    assert unit_of(unit, made.id, units[0].id).unit.state_reason == "企业已关闭"
    assert unit_of(unit, made.id, added.plan_unit_id).unit.month == 12
    again = change(unit, made, PlanVerb.ADD, unit=draft(places[0], 9))  # in place of the one that was taken out
    with refused(P.PLAN_UNIT_TWICE):
        change(unit, made, PlanVerb.RESTORE, plan_unit_id=units[0].id, reason="恢复生产")
    change(unit, made, PlanVerb.CANCEL, plan_unit_id=again.plan_unit_id)
    change(unit, made, PlanVerb.RESTORE, plan_unit_id=units[0].id, reason="恢复生产")
    assert unit_of(unit, made.id, units[0].id).state is PlanUnitState.PENDING


def change(ws: Workspace, plan: YearPlan, verb: PlanVerb, **values: object) -> PlanChange:
    said: dict[str, object] = {"reason": "调整", "approver": "分管副县长", **values}
    return plans.change_plan(ws, plan.id, PlanChangeDraft(verb=verb, **said)).value  # type: ignore[arg-type]


def test_visits_fulfil_the_plan_and_others_are_counted_apart(
    unit: Workspace, places: list[Enterprise], clock: Clock
) -> None:
    made, units = approved(unit, places)
    visit = an_inspection(unit, places[0])
    beside = inspection_moves.plan_inspection(
        unit,
        inspection_moves.PlanDraft(
            enterprise_id=places[1].id, pack_ids=("hazmat",), planned_at=unit.now(), people=people(),
            task=InspectionTask(source=TaskSource.REPORT),
        ),
    ).value  # fmt: skip
    inspection_moves.submit(unit, beside.id)
    inspection_moves.approve(unit, beside.id, "局长")
    inspection_moves.begin(unit, beside.id)
    row = unit_of(unit, made.id, units[0].id)
    assert (row.unit.inspection_id, row.state, row.unit.state) == (visit.id, PlanUnitState.DONE, PlanUnitState.PENDING)
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    assert unit_of(unit, made.id, units[0].id).unit.state is PlanUnitState.DONE
    with refused(P.PLAN_UNIT_STATE):
        change(unit, made, PlanVerb.CANCEL, plan_unit_id=units[0].id)
    found = ledger.progress(unit, made.id)
    assert (found.total.planned, found.total.done, found.total.late) == (5, 1, 1)
    assert (found.visits, found.off_plan_visits, found.off_plan) == (2, 1, {"report": 1})
    assert (found.total.workdays, found.total.workdays_done) == (100, 20)
    assert (found.key.planned, found.key.done, found.general.planned) == (3, 1, 2)
    assert [(m.month, m.planned, m.late) for m in found.months[8:]] == [(9, 1, 0), (10, 1, 1), (11, 2, 0), (12, 1, 0)]
    assert [r.unit.id for r in ledger.units(unit, made.id, UnitFilter(only_late=True))] == [units[1].id]
    later = ledger.progress(unit, made.id, today=date(2027, 1, 1))
    assert later.total.late == 4


def test_a_called_off_visit_leaves_the_unit_open(unit: Workspace, places: list[Enterprise]) -> None:
    made, units = approved(unit, places)
    visit = an_inspection(unit, places[1])
    assert unit_of(unit, made.id, units[1].id).unit.inspection_id == visit.id
    inspection_moves.terminate(unit, visit.id, "企业停电")
    row = unit_of(unit, made.id, units[1].id)
    assert (row.unit.inspection_id, row.state, row.is_late) == ("", PlanUnitState.PENDING, True)
    refused_one = an_inspection(unit, places[1])
    unit_clock(unit).move(minutes=20)
    inspection_moves.refuse_entry(unit, refused_one.id, "拒绝进入")
    assert unit_of(unit, made.id, units[1].id).unit.state is PlanUnitState.DONE


def unit_clock(ws: Workspace) -> Clock:
    found = ws._clock
    assert isinstance(found, Clock)
    return found


def test_a_visit_that_serves_another_purpose_frees_the_unit(unit: Workspace, places: list[Enterprise]) -> None:
    made, units = approved(unit, places)
    visit = an_inspection(unit, places[0])
    inspection_moves.set_task(unit, visit.id, source=TaskSource.SPECIAL)
    assert unit_of(unit, made.id, units[0].id).unit.inspection_id == ""
    inspection_moves.set_task(unit, visit.id, source=TaskSource.PLAN)
    assert unit_of(unit, made.id, units[0].id).unit.inspection_id == visit.id
    undo_last(unit)
    assert unit_of(unit, made.id, units[0].id).unit.inspection_id == ""


def test_a_unit_of_a_merged_entry_is_visited_under_the_other_name(unit: Workspace, places: list[Enterprise]) -> None:
    made, units = approved(unit, places)
    twin = an_enterprise(unit, 77)
    enterprise_merge.merge_enterprises(unit, twin.id, places[0].id)
    visit = an_inspection(unit, twin)
    row = unit_of(unit, made.id, units[0].id)
    assert (row.unit.inspection_id, row.enterprise_name) == (visit.id, twin.name)


def test_a_new_version_takes_the_old_ones_place_and_keeps_it(unit: Workspace, places: list[Enterprise]) -> None:
    made, units = approved(unit, places)
    change(unit, made, PlanVerb.CANCEL, plan_unit_id=units[4].id)
    new = plans.new_version(unit, made.id).value
    assert (new.version, new.state, new.approved_by) == (2, PlanState.DRAFT, "")
    assert ledger.count_units(unit, new.id) == 4
    with refused(P.PLAN_DRAFT_EXISTS):
        plans.new_version(unit, made.id)
    visit = an_inspection(unit, places[0])  # meanwhile, by the plan in force
    plans.approve_plan(unit, new.id, approved_by="县政府")
    assert ledger.plan(unit, made.id).state is PlanState.REPLACED
    assert ledger.count_units(unit, made.id) == 5
    row = next(r for r in ledger.units(unit, new.id) if r.enterprise_id == places[0].id)
    assert row.unit.inspection_id == visit.id
    assert [p.version for p in ledger.plans(unit, 2026)] == [2, 1]
    unit_clock(unit).move(minutes=30)
    inspections.finish_inspection(unit, visit.id)
    assert {r.unit.state for p in (made, new) for r in ledger.units(unit, p.id) if r.enterprise_id == places[0].id} == {
        PlanUnitState.DONE
    }


def test_caps_name_who_was_visited_as_often_as_announced(unit: Workspace, places: list[Enterprise]) -> None:
    enterprises.amend_enterprise(unit, places[0].id, _same(places[0]), visit_cap=1)
    enterprises.amend_enterprise(unit, places[1].id, _same(places[1]), visit_cap=2)
    for place in (places[0], places[0], places[1]):
        an_inspection(unit, place)
    last = an_inspection(unit, places[0])
    inspection_moves.set_task(unit, last.id, cap_reason="群众举报线索")
    rows = ledger.caps(unit, 2026)
    assert [(r.enterprise_name, r.visits, r.cap, r.is_over, r.reasons) for r in rows] == [
        (places[0].name, 3, 1, True, ("群众举报线索",))
    ]
    assert ledger.caps(unit, 2025) == ()


def test_units_come_from_a_file_and_every_bad_row_is_named(
    unit: Workspace, places: list[Enterprise], tmp_path: Path
) -> None:
    made = a_plan(unit)
    plans.put_units(unit, made.id, [draft(places[3], 4, workdays=0, reason="")])
    path = tmp_path / "计划.csv"
    path.write_text(
        "2026年度检查计划\n企业名称,统一社会信用代码,检查月份,检查类别,重点条件,执法人员,工作日,备注\n"
        f"{places[0].name},{places[0].credit_code},3月,重点检查,涉氨制冷,王建国、李慧敏,1.5,\n"
        f"{places[1].name},,2026年11月,一般（随机）,,,,\n"
        f"{places[2].name},,13,,,,x,\n"
        "没有这家,,5,,,,,\n"
        f"{places[0].name},,3,其他,,,,\n"
        f"{places[3].name},,4,重点,,,,\n",
        encoding="utf-8",
    )
    shown = plan_import.preview_units(unit, made.id, path)
    assert [row.act for row in shown.rows] == [
        RowAct.NEW, RowAct.NEW, RowAct.BAD, RowAct.BAD, RowAct.BAD, RowAct.SAME,
    ]  # fmt: skip
    assert [(p.code, p.fields["row"]) for p in shown.problems] == [
        (P.VALUE_NOT_ALLOWED, "5"), (P.VALUE_NOT_ALLOWED, "5"), (P.ENTERPRISE_UNKNOWN, "6"),
        (P.VALUE_NOT_ALLOWED, "7"), (P.PLAN_UNIT_TWICE, "7"),
    ]  # fmt: skip
    with refused(*[p.code for p in shown.problems]):
        plan_import.import_units(unit, shown)
    done = plan_import.import_units(unit, shown, skip_bad=True).value
    assert (done.added, done.updated, done.same, done.skipped) == (2, 0, 1, 3)
    first = ledger.units(unit, made.id, UnitFilter(month=3))[0].unit
    assert (first.kind, first.reason, first.officers, first.workdays) == (
        PlanKind.KEY, "涉氨制冷", ("王建国", "李慧敏"), 15,
    )  # fmt: skip
    again = plan_import.preview_units(unit, made.id, path)
    assert again.count(RowAct.SAME) == 3
    approve = plans.approve_plan(unit, made.id, approved_by="县政府").value
    with refused(P.PLAN_STATE):
        plan_import.preview_units(unit, approve.id, path)


def test_the_printed_plan_has_figures_units_and_changes(unit: Workspace, places: list[Enterprise]) -> None:
    made, units = approved(unit, places)
    change(unit, made, PlanVerb.POSTPONE, plan_unit_id=units[1].id, month=12, reason="设备大修")
    pages = pypdfium2.PdfDocument(plan_paper(unit, made.id).pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "").replace("\n", "")
    for words in (
        "2026年计划", "247 × 22 = 5434", "5434 − 2000 − 1434 = 2000", "清政函〔2026〕1号", "重点检查单位", "重大危险源",
        "一般检查单位", "设备大修", "10→12", *(place.name for place in places),
    ):  # fmt: skip
        assert words.replace(" ", "") in text.replace(" ", ""), words
    new = plans.new_version(unit, made.id).value
    assert "未经批准" in pypdfium2.PdfDocument(plan_paper(unit, new.id).pdf)[0].get_textpage().get_text_range()
