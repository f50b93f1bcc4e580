# SPDX-License-Identifier: MulanPSL-2.0
"""计划抽查 · 年度计划: drawing it up, approving, changing it with approval, progress, import, starting a visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnitState, PlanVerb, YearPlan
from inspector_app.ledgers import plans
from inspector_app.operations import plans as verbs
from inspector_app.operations.enterprises import amend_enterprise
from inspector_app.operations.inspections import finish_inspection
from inspector_app.ui import theme
from inspector_app.ui.models.planning_state import Show
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_frame import type_text
from tests.helpers.pages_planning import PlanningWindow, said

DAYS = {"officers": 22, "statutory_days": 247, "other_days": 1200, "idle_days": 800}


@pytest.fixture
def window(qapp: QApplication, unit: Workspace) -> Iterator[PlanningWindow]:
    theme.apply_theme(qapp, "light", 1.0)
    made = PlanningWindow(unit)
    yield made
    made.close()


def a_plan(ws: Workspace, *months: int, approved: bool = True) -> tuple[YearPlan, list[Enterprise]]:
    """Make this year's plan with one unit for each month named."""
    plan = verbs.make_plan(ws, verbs.YearPlanDraft(year=ws.today().year, title="年度计划", **DAYS)).value
    units = [an_enterprise(ws, n + 1) for n in range(len(months))]
    drafts = [
        verbs.PlanUnitDraft(enterprise_id=e.id, kind=PlanKind.KEY, month=month, reason="重大危险源", workdays=15)
        for e, month in zip(units, months, strict=True)
    ]
    verbs.put_units(ws, plan.id, drafts)
    if approved:
        verbs.approve_plan(ws, plan.id, approved_by="清河县人民政府")
    return plan, units


def shown(window: PlanningWindow) -> YearPlan:
    kept = window.plan.kept
    assert kept is not None and kept.plan is not None
    return kept.plan


def test_a_plan_is_begun_filled_and_approved(window: PlanningWindow) -> None:
    an_enterprise(window.ws, 7)
    page = window.plan
    assert page.empty.isVisible()
    window.press(page.first)
    window.fill(page.new, officers="22", statutory_days="247", other_days="1200", idle_days="800")
    window.send(page.new)
    assert page.main.isVisible() and shown(window).state is PlanState.DRAFT
    assert page.head.days.total.text() == "3,434"
    assert page.notes.problems.text() == tr("Before the approval: {count} to see to", count=1)  # no unit yet

    window.press(page.head.add_unit)
    window.fill(page.side.unit, month="5", workdays="1.5", key_reason="重大危险源")
    window.send(page.side.unit)
    assert window.texts() == ["清河县第7化工有限公司"]
    assert page.notes.problems.text() == tr("Ready for the approval")

    window.primary()
    window.send(page.side.approve)  # who approved it is missing
    assert page.side.approve.fields["approved_by"].words.isVisible()
    assert shown(window).state is PlanState.DRAFT
    window.fill(page.side.approve, approved_by="清河县人民政府", approval_no="清政复〔2026〕3号")
    window.send(page.side.approve)
    assert shown(window).state is PlanState.APPROVED
    assert window.screen.heading().chip == word(PlanState.APPROVED)
    assert not page.head.take.isVisible() and not page.head.days.sheet.isVisible()


def test_a_workday_figure_is_kept_when_its_field_is_left(window: PlanningWindow) -> None:
    plan, _ = a_plan(window.ws, 3, approved=False)
    window.screen.refresh()
    window.settle()
    field = window.plan.head.days.fields["other"]
    field.setFocus()
    field.selectAll()
    type_text(field, "1300")
    assert window.plan.head.days.total.text() == "3,334"  # at once
    window.key(field, Qt.Key.Key_Return)
    assert plans.plan(window.ws, plan.id).other_days == 1300
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    window.key(field, Qt.Key.Key_Return)
    assert plans.plan(window.ws, plan.id).other_days == 1300  # nothing is no number


def test_an_approved_plan_is_changed_with_reason_and_approval_only(window: PlanningWindow) -> None:
    plan, _ = a_plan(window.ws, 12)
    verbs.change_plan(
        window.ws, plan.id,
        verbs.PlanChangeDraft(
            verb=PlanVerb.ADD, reason="群众反映强烈", approver="张局长",
            unit=verbs.PlanUnitDraft(enterprise_id=an_enterprise(window.ws, 9).id, kind=PlanKind.KEY, month=1),
        ),
    )  # fmt: skip
    window.screen.refresh()
    window.settle()
    page = window.plan
    page.units.table.choose_row(0)
    window.settle()
    window.press(page.side.detail.verbs[PlanVerb.POSTPONE])
    form = page.side.change
    window.send(form)
    assert form.fields["reason"].words.isVisible() and form.fields["approver"].words.isVisible()
    window.fill(form, month="12", reason="企业停产检修", approver="张局长")
    window.send(form)
    states = [row.unit.state for row in plans.units(window.ws, plan.id)]
    assert states.count(PlanUnitState.POSTPONED) == 1
    window.press(page.head.changes)
    newest = page.side.changes.list.rows.rows[0]
    assert newest.chip == word(PlanVerb.POSTPONE) and "企业停产检修" in newest.detail
    assert "张局长" in page.side.changes.whole.text() and "1→12" in page.side.changes.whole.text()


def test_a_change_that_is_refused_says_so_at_its_line_and_keeps_what_was_typed(window: PlanningWindow) -> None:
    plan, _ = a_plan(window.ws, 12)
    window.screen.refresh()
    window.settle()
    page = window.plan
    window.press(page.side.detail.verbs[PlanVerb.POSTPONE])
    window.fill(page.side.change, month="12", reason="企业停产检修", approver="张局长")
    window.send(page.side.change)  # it is December already
    assert page.side.change.fields["month"].words.isVisible()
    assert page.side.change.fields["reason"].text() == "企业停产检修" and page.side.change.act.isEnabled()
    assert plans.changes(window.ws, plan.id) == ()


def test_progress_by_month_and_what_is_late(window: PlanningWindow, clock: Clock) -> None:
    now = window.ws.today().month
    assert now > 2, "the tests' clock stands in a month after February"
    _, units = a_plan(window.ws, 1, 2, now)
    inspection = an_inspection(window.ws, units[0])
    clock.move(hours=1)
    finish_inspection(window.ws, inspection.id)
    window.screen.refresh()
    window.settle()
    months = window.plan.months.buttons
    figures = [(months[m].figure.done, months[m].figure.planned, months[m].figure.late) for m in (0, 1, 2, now)]
    assert figures == [(1, 3, 1), (1, 1, 0), (0, 1, 1), (0, 1, 0)]
    assert tr("{words}, {late} late", words="", late=1) in months[2].accessibleName()
    window.press(window.plan.units.shows.buttons[Show.LATE])
    assert window.texts() == [units[1].name]
    window.press(window.plan.units.shows.buttons[Show.ALL])
    months[1].click()
    window.settle()
    assert window.texts() == [units[0].name]
    months[1].setFocus()
    window.key(months[1], Qt.Key.Key_Right)
    assert window.plan.months.month() == 2 and window.texts() == [units[1].name]


def test_an_inspection_of_a_planned_unit_is_started_and_linked(window: PlanningWindow) -> None:
    plan, units = a_plan(window.ws, 12)
    amend_enterprise(window.ws, units[0].id, _draft(units[0]), visit_cap=1)
    an_inspection(window.ws, an_enterprise(window.ws, 8))  # who went there goes again
    window.screen.refresh()
    window.settle()
    visit_one_of_one = tr("Visit {count} of this year, cap {cap}.", count=1, cap=1)
    assert window.plan.side.detail.cap.text() == visit_one_of_one
    window.primary()
    start = window.plan.start
    assert start.isVisible() and start.visits.text() == visit_one_of_one
    start.packs.boxes["common"].setChecked(True)
    window.press(start.start)
    assert window.window.place == "inspection"
    (row,) = plans.units(window.ws, plan.id)
    assert row.unit.inspection_id == window.window.current_inspection
    window.window.go("planning")
    window.settle()
    assert window.plan.side.detail.chip.text == tr("Inspection begun")
    assert window.plan.side.detail.cap.text() == tr(
        "Visit {count} of this year, above the cap of {cap}.", count=2, cap=1
    )
    assert not window.screen.primary_action.isEnabled()


def _draft(known: Enterprise) -> object:
    from inspector_app.operations.enterprises import EnterpriseDraft

    return EnterpriseDraft(
        name=known.name, credit_code=known.credit_code, address=known.address, industry=known.industry
    )


def test_an_import_names_the_bad_row_and_takes_the_good_ones(window: PlanningWindow, tmp_path: Path) -> None:
    _, units = a_plan(window.ws, 3, approved=False)
    other = an_enterprise(window.ws, 5)
    file = tmp_path / "计划.csv"
    file.write_text(
        f"企业名称,月份,理由\n{other.name},6,重点\n不存在的公司,7,\n{units[0].name},13,\n", encoding="utf-8-sig"
    )
    window.screen.refresh()
    window.settle()
    window.ask.files = [file]
    window.press(window.plan.head.take)
    page = window.plan.importing
    assert page.isVisible()
    assert [page.model.cells(n)[2] for n in range(page.model.rowCount())] == ["不存在的公司", units[0].name]
    window.press(page.take)
    assert sorted(window.texts()) == sorted([units[0].name, other.name])
    assert said(window.plan.result) == tr("{count} units stand in the plan now.", count=1)
    file.write_text("只有一列\n一\n", encoding="utf-8-sig")
    window.press(window.plan.head.take)
    assert page.problems.count() and not page.take.isEnabled()
    window.key(page, Qt.Key.Key_Escape)
    assert window.plan.main.isVisible()


def test_of_a_long_plan_only_what_is_looked_at_is_read(window: PlanningWindow, qtbot: QtBot) -> None:
    a_plan(window.ws, *[n % 12 + 1 for n in range(600)])
    window.screen.refresh()
    window.settle()
    units = window.plan.units
    assert units.model.rowCount() == 600
    assert 0 < len(window.texts()) < 600
    assert units.model.cells(599) == ()
    units.table.verticalScrollBar().setValue(units.table.verticalScrollBar().maximum())
    units.table.viewport().repaint()
    window.settle()
    assert units.model.cells(599)[0] == "12"
    type_text(units.search, "第37化工")
    qtbot.waitUntil(lambda: window.texts() == ["清河县第37化工有限公司"])


def test_a_plan_is_saved_as_pages(window: PlanningWindow, tmp_path: Path) -> None:
    a_plan(window.ws, 4)
    window.screen.refresh()
    window.settle()
    window.ask.target = tmp_path / "计划"
    window.plan.head.save_wanted.emit()
    window.settle()
    assert (tmp_path / "计划.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path / "计划.pdf") in said(window.plan.result)


def test_keys_of_the_screen_are_listed_and_the_tabs_have_keys(window: PlanningWindow) -> None:
    keys = dict(window.screen.keys())
    assert keys["Alt+1"] == tr("Year plan") and keys["Alt+2"] == tr("Random draw")
    assert keys["Ctrl+Enter"] == window.screen.primary_action.text() == tr("Begin a year plan")
