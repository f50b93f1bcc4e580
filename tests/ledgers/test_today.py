# SPDX-License-Identifier: MulanPSL-2.0
"""What waits today: unfinished, due, overdue, and the month in figures."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.due import DueKind
from inspector_app.domain.inspection import AnswerResult, InspectionState
from inspector_app.ledgers import findings as finding_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers.due import due_list
from inspector_app.ledgers.today import today
from inspector_app.operations import findings, inspections
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection, an_order


def deadlines(ws: Workspace) -> list[tuple[tuple[int, ...], bool]]:
    """Which lines are due within three days, and whether they are overdue."""
    return [(e.lines, e.is_overdue) for e in due_list(ws, ws.today()) if e.kind is DueKind.DEADLINE]


def test_what_waits_moves_with_the_days(unit: Workspace, clock: Clock) -> None:
    made = an_inspection(unit)
    inspections.answer_item(unit, made.id, "HZ-LIC-02", AnswerResult.COMPLIANT)
    row = today(unit).open_inspections[0]
    assert (row.checked, row.total, row.noncompliant) == (1, 158, 0)
    assert row.packs_title == "危险化学品、通用（所有企业）"
    within = {"deadline_class": DeadlineClass.WITHIN_DAYS, "measure": "整改"}
    a_finding(unit, made, deadline=date(2026, 11, 24), **within)
    a_finding(unit, made, deadline=date(2026, 12, 20), place="西侧", **within)
    clock.move(hours=2)
    inspections.finish_inspection(unit, made.id)
    an_order(unit, made.id)
    assert today(unit).open_inspections == ()
    assert deadlines(unit) == []
    clock.move(days=1)
    assert deadlines(unit) == [((1,), False)]
    clock.move(days=4)
    assert deadlines(unit) == [((1,), True)]
    assert len(finding_rows.rows(unit, status="overdue")) == 1
    assert len(finding_rows.rows(unit, status="ordered")) == 2


def test_month_counts_by_the_day_in_china(unit: Workspace, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=0, minute=30)  # still the day before in UTC
    made = an_inspection(unit)
    a_finding(unit, made)
    gone = a_finding(unit, made, place="西侧")
    findings.withdraw_finding(unit, gone.id, "误录")
    clock.move(days=2)
    figures = today(unit).month
    assert len(figures) == 30
    assert {f.day: f.found for f in figures if f.found} == {date(2026, 11, 20): 1}
    assert [f.open for f in figures[-3:]] == [1, 1, 1]
    assert figures[-4].open == 0


def test_lists_filter_by_state_enterprise_and_name(unit: Workspace, clock: Clock) -> None:
    first = an_inspection(unit, an_enterprise(unit, 1, name="甲化工"))
    clock.move(hours=1)
    inspections.finish_inspection(unit, first.id)
    second = an_inspection(unit, an_enterprise(unit, 2, name="乙烟花"))
    assert [r.id for r in inspection_rows.rows(unit)] == [second.id, first.id]
    assert [r.id for r in inspection_rows.rows(unit, state=InspectionState.OPEN)] == [second.id]
    assert [r.id for r in inspection_rows.rows(unit, enterprise_id=first.enterprise_id)] == [first.id]
    assert [r.id for r in inspection_rows.rows(unit, search="烟花")] == [second.id]


def test_findings_are_searched_by_every_word(unit: Workspace) -> None:
    made = an_inspection(unit)
    a_finding(unit, made, place="1号罐区", description="液位计失灵")
    a_finding(unit, made, place="2号罐区", description="静电接地断开100%")
    for text, count in (("罐区", 2), ("2号 静电", 1), ("液", 1), ("100%", 1), ("%", 1), ("没有", 0), ("化工有限", 2)):
        assert len(finding_rows.rows(unit, search=text)) == count, text
