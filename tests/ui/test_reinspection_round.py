# SPDX-License-Identifier: MulanPSL-2.0
"""复查: photos of now, who looked and when, the opinion, undo, a unit without power, the place in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingStatus, PhotoStage
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.organ import EnforcementPower, OrganSector
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import documents
from inspector_app.operations.undo import undo_last
from inspector_app.ui.jobs import Jobs
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_frame import FakeAsk, Frame, settle
from tests.helpers.pages_reinspection import CTRL, ReinspectionPage, a_case, a_due_order, a_notice, view
from tests.helpers.pictures import photo

KEY = Qt.Key
UNSAID = "No verdict yet"


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> ReinspectionPage:
    return ReinspectionPage(unit, jobs, ask, qtbot)


# Photos, facts, opinion


def test_photos_of_now_belong_to_the_line_and_to_the_round(
    page: ReinspectionPage, unit: Workspace, ask: Answers, clock: Clock, tmp_path: Path
) -> None:
    visit, order = a_case(unit, clock, 2, pictures=True)
    clock.move(days=11)
    page.open(order)
    looking = page.screen.desk.looking
    looking.list.show_line(2)
    path = tmp_path / "now.jpg"
    path.write_bytes(photo() + b"now")
    ask.files.append([path])
    page.click(looking.line.after.add_button)
    page.settle()
    assert [one.file_name for one in looking.line.after.model.photos] == ["now.jpg"]
    assert [one.file_name for one in looking.line.found.model.photos] == ["1-2.jpg"]
    looking.list.setFocus()
    page.press(KEY.Key_A, mods=CTRL)
    clock.move(minutes=10)
    page.primary()
    shown = view(unit, order)
    added = [p for p in inspection_rows.view(unit, visit.id).photos if p.stage is PhotoStage.AFTER]
    assert [(p.finding_id, p.reinspection_id) for p in added] == [(shown.lines[1].line.finding.id, shown.rounds[0].id)]


def test_people_times_place_and_opinion_are_recorded_as_typed(
    page: ReinspectionPage, unit: Workspace, clock: Clock
) -> None:
    order = a_due_order(unit, clock, 1)
    page.open(order)
    looking = page.screen.desk.looking
    page.press(KEY.Key_1)
    page.click_row(looking.facts_row, 0)
    assert looking.facts.opinion.hasFocus()
    page.type("已全部整改，同意销号")
    page.click(looking.facts.guide_button)
    looking.facts.place.edit.setFocus()
    looking.facts.place.edit.selectAll()
    page.type("罐区")
    clock.move(hours=1)
    page.primary()
    (made,) = view(unit, order).rounds
    assert (made.place, made.opinion) == ("罐区", "已全部整改，同意销号")
    guides = [p for p in made.people if p.role is PersonRole.ACCOMPANYING]
    assert [(p.name, p.title) for p in guides] == [("钱进", "安全总监")]


def test_after_the_round_its_opinion_is_begun_and_shown(
    page: ReinspectionPage, unit: Workspace, clock: Clock, qtbot: QtBot
) -> None:
    order = a_due_order(unit, clock, 2)
    page.open(order)
    page.press(KEY.Key_1, KEY.Key_3)
    page.type("未整改")
    clock.move(minutes=10)
    page.primary()
    assert page.screen.primary_action.text() == tr("Write the opinion")
    with qtbot.waitSignal(page.screen.documents_wanted) as wanted:
        page.primary()
    kind = DocumentKind.REINSPECTION_OPINION
    assert wanted.args == [order.inspection_id, kind]
    fields = {"opinion": "第2项未整改，拟重新责令"}
    made = documents.issue_document(
        unit, order.inspection_id, kind, fields=fields, reasons={"*": "核实"}, confirm_unverified=True
    ).value
    shown = view(unit, order)
    assert (made.refers_to, made.reinspection_id) == (order.id, shown.rounds[0].id)
    page.screen.refresh()
    page.settle()
    assert page.screen.desk.page is not None and page.screen.desk.page.unwritten is None
    page.press(KEY.Key_1)
    assert page.screen.primary_action.text() == tr("Record the re-inspection")


def test_undo_brings_the_lines_back_to_judge(page: ReinspectionPage, unit: Workspace, clock: Clock) -> None:
    order = a_due_order(unit, clock, 2)
    page.open(order)
    page.press(KEY.Key_A, mods=CTRL)
    clock.move(minutes=10)
    page.primary()
    assert page.chips() == [word(FindingStatus.VERIFIED)] * 2
    page.jobs.run_write(page.screen, lambda: undo_last(unit), then=lambda _op: None)
    page.settle()
    assert page.chips() == [tr(UNSAID)] * 2
    assert page.screen.primary_action.text() == tr("Record the re-inspection")


def test_a_township_writes_its_own_recheck_form(
    ws: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, clock: Clock
) -> None:
    a_unit(ws, sector=OrganSector.TOWNSHIP, enforcement_power=EnforcementPower.NONE)
    visit, notice = a_notice(ws, clock)
    clock.move(days=11)
    page = ReinspectionPage(ws, jobs, ask, qtbot)
    page.open(notice)
    page.press(KEY.Key_A, mods=CTRL)
    clock.move(minutes=10)
    page.primary()
    with qtbot.waitSignal(page.screen.documents_wanted) as wanted:
        page.primary()
    assert wanted.args == [visit.id, DocumentKind.HAZARD_RECHECK]


# In the window


def test_the_window_has_the_place_and_opens_an_order(unit: Workspace, clock: Clock) -> None:
    order = a_due_order(unit, clock, 1)
    frame = Frame(unit, FakeAsk())
    try:
        assert list(frame.window.rail.buttons)[4] == "reinspection"
        frame.window.open_reinspection(order.id)
        settle(frame.jobs)
        assert frame.window.place == "reinspection"
        assert frame.window.head.whom.text() == "清河县第1化工有限公司"
        assert frame.window.head.primary.isVisible()
    finally:
        frame.close()
