# SPDX-License-Identifier: MulanPSL-2.0
"""Beginning and end of an inspection: choosing it, people and place, gaps, finishing, what is closed then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import AnswerResult, InspectionState, PersonRole
from inspector_app.domain.problems import Severity
from inspector_app.operations import documents, inspections
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_inspection import InspectionPage


@pytest.fixture
def page(unit: Workspace, clock: Clock, qapp: object) -> Iterator[InspectionPage]:
    made = InspectionPage(unit)
    made.open(an_inspection(unit, place=""))
    clock.move(hours=2)
    yield made
    made.close()


def finish(page: InspectionPage) -> None:
    page.screen.primary_action.trigger()
    page.settle()


def line_of(page: InspectionPage, where: str) -> int:
    problems = page.screen.finish_panel.gaps.model.problems
    return next(n for n, p in enumerate(problems) if p.where.startswith(where))


def jump(page: InspectionPage, where: str) -> None:
    view = page.screen.finish_panel.gaps.view
    view.setCurrentIndex(page.screen.finish_panel.gaps.model.index(line_of(page, where)))
    page.key(Qt.Key.Key_Return, view)


def test_without_an_inspection_the_way_to_begin_is_offered(unit: Workspace, qapp: object) -> None:
    page = InspectionPage(unit)
    wanted: list[bool] = []
    page.screen.start_wanted.connect(lambda: wanted.append(True))
    chooser = page.screen.chooser
    assert chooser.empty.isVisibleTo(page.screen)
    page.press(chooser.empty.buttons.itemAt(1).widget())
    assert wanted
    assert not page.screen.primary_action.isVisible()
    page.close()


def test_the_chooser_lists_open_and_finished_inspections(unit: Workspace, clock: Clock, qapp: object) -> None:
    opened = an_inspection(unit, an_enterprise(unit, 1))
    done = an_inspection(unit, an_enterprise(unit, 2))
    clock.move(hours=1)
    inspections.finish_inspection(unit, done.id)
    page = InspectionPage(unit)
    chooser = page.screen.chooser
    assert [r.id for r in chooser.open_list.rows.rows] == [opened.id]
    assert [r.id for r in chooser.finished_list.rows.rows] == [done.id]
    chooser.focus_first()
    page.key(Qt.Key.Key_Return, chooser.open_list)
    assert page.screen.heading().title == "清河县第1化工有限公司"
    page.key(Qt.Key.Key_Left, page.items, Qt.KeyboardModifier.AltModifier)
    page.screen.list_button.click()
    page.settle()
    assert page.screen.stack.currentWidget() is chooser
    page.close()


def test_every_gap_is_listed_and_leads_to_its_place(page: InspectionPage) -> None:
    page.answer("1", "2")
    code = page.current
    (finding,) = page.findings(code)
    finish(page)
    assert page.screen.finish_panel.isVisibleTo(page.screen)
    wheres = {p.where for p in page.screen.finish_panel.gaps.model.problems}
    assert {"inspection:place", f"finding:{finding.id}:place", f"finding:{finding.id}:photos"} <= wheres
    jump(page, f"finding:{finding.id}:place")
    assert page.focus() is page.editor.place
    finish(page)
    jump(page, "item:")
    assert page.focus() is page.items
    assert page.result(page.current) is AnswerResult.NOT_CHECKED
    finish(page)
    jump(page, "inspection:place")
    assert page.focus() is page.screen.people.place


def test_a_gap_that_blocks_must_be_mended_first(page: InspectionPage, qtbot) -> None:
    page.key("f", page.items)
    page.type_in(page.editor.place, "西门")
    finish(page)
    (stop,) = [p for p in page.screen.finish_panel.gaps.model.problems if p.severity is Severity.BLOCK]
    assert stop.where.endswith(":description")
    assert not page.screen.primary_action.isEnabled()
    jump(page, stop.where)
    assert page.focus() is page.editor.description
    page.type_in(page.editor.description, "通道被占用")
    finish(page)
    assert page.screen.primary_action.isEnabled()


def test_finishing_closes_answers_and_offers_the_documents(page: InspectionPage, unit: Workspace) -> None:
    code = page.current
    finish(page)
    finish(page)  # seen, and finished all the same
    assert page.view().inspection.state is InspectionState.FINISHED
    assert page.screen.primary_action.text() == tr("Make the documents")
    finish(page)
    assert page.documents == [page.screen._id]
    page.screen.show_checklist()
    page.go_to(code)
    page.answer("1")
    assert page.stored(code) is AnswerResult.NOT_CHECKED
    assert page.check.band.isVisibleTo(page.check)  # the refusal is said
    assert not page.check.free_button.isEnabled()
    assert not page.screen.people.place.isReadOnly(), "what the record still needs can be filled in"
    page.replace(page.screen.people.place, "甲类仓库")
    page.screen.flush()
    page.settle()
    assert page.view().inspection.place == "甲类仓库"
    page.elsewhere(lambda: documents.issue_document(unit, page.screen._id, DocumentKind.INSPECTION_RECORD))
    assert page.screen.people.place.isReadOnly()


def test_undo_opens_a_finished_inspection_again(page: InspectionPage) -> None:
    finish(page)
    finish(page)
    page.undo()
    page.screen.show_checklist()
    code = page.current
    page.answer("1")
    assert page.stored(code) is AnswerResult.COMPLIANT


def test_what_the_unit_says_is_kept(page: InspectionPage, qtbot) -> None:
    finish(page)
    page.type_in(page.screen.finish_panel.remark, "对记录无异议")
    page.wait_saved(qtbot)
    assert page.view().inspection.party_remark == "对记录无异议"
    assert page.screen.finish_panel.remark.text() == "对记录无异议"


def test_the_place_is_typed_in_the_line(page: InspectionPage, qtbot) -> None:
    page.type_in(page.screen.people.place, "聚合车间")
    page.wait_saved(qtbot)
    assert page.view().inspection.place == "聚合车间"


def test_a_refused_place_stays_in_its_field(page: InspectionPage, qtbot) -> None:
    long = "车间" * 150
    page.type_in(page.screen.people.place, long)
    qtbot.waitUntil(lambda: page.screen.acts.drafts.state == "failed", timeout=5000)
    page.go_to("HZ-LIC-03")
    page.screen.refresh()
    page.settle()
    assert page.screen.people.place.text() == long
    assert page.screen.people.retry_button.isVisibleTo(page.screen)
    assert page.view().inspection.place == ""


def test_people_are_amended_in_the_panel(page: InspectionPage, qtbot) -> None:
    page.press(page.screen.people.amend_button)
    panel = page.screen.people.panel
    assert panel.isVisibleTo(page.screen)
    line = panel._add(PersonRole.EXPERT)
    page.type_in(line.fields["name"], "周国平")
    page.type_in(line.fields["title"], "注册安全工程师")
    page.wait_saved(qtbot)
    (expert,) = [p for p in page.view().inspection.people if p.role is PersonRole.EXPERT]
    assert (expert.name, expert.title) == ("周国平", "注册安全工程师")
    panel._remove(panel.lines[1])  # then there is one officer only
    qtbot.waitUntil(lambda: page.screen.acts.drafts.state == "failed", timeout=5000)
    page.settle()
    assert panel.trouble.isVisibleTo(page.screen)
    assert len(page.view().inspection.officers) == 2
    again = panel._add(PersonRole.OFFICER)
    page.type_in(again.fields["name"], "李慧敏")
    assert again.fields["certificate_no"].text() == "02011200102"  # the roster knows it
    page.wait_saved(qtbot)
    assert len(page.view().inspection.officers) == 2
    assert not panel.trouble.isVisibleTo(page.screen)


def test_the_start_is_amended_by_typing(page: InspectionPage, qtbot) -> None:
    page.press(page.screen.people.amend_button)
    page.replace(page.screen.people.panel.started, "2026-11-20 08:30")
    page.wait_saved(qtbot)
    assert page.view().inspection.started_at.strftime("%H:%M") == "08:30"


def test_a_finding_on_an_order_shows_its_number_and_is_frozen(unit: Workspace, clock: Clock, qapp: object) -> None:
    inspection = an_inspection(unit)
    finding = a_finding(unit, inspection)
    clock.move(hours=1)
    inspections.finish_inspection(unit, inspection.id)
    documents.issue_document(unit, inspection.id, DocumentKind.INSPECTION_RECORD)
    page = InspectionPage(unit)
    page.open(inspection)
    page.go_to(f"finding:{finding.id}")
    assert page.editor.description.isReadOnly()
    assert not page.editor.measure.isReadOnly()  # until an order has it
    order = documents.issue_document(unit, inspection.id, DocumentKind.RECTIFICATION_ORDER).value
    page.screen.refresh()
    page.settle()
    assert order.number in page.editor.frozen.text()
    assert page.editor.measure.isReadOnly()
    assert not page.editor.strike_button.isVisibleTo(page.editor)
    page.close()


def test_the_start_taken_back_leads_to_the_list(unit: Workspace, qapp: object) -> None:
    page = InspectionPage(unit)
    closed: list[bool] = []
    page.screen.inspection_closed.connect(lambda: closed.append(True))
    page.open(an_inspection(unit))
    page.undo()
    assert closed
    assert page.screen.stack.currentWidget() is page.screen.chooser
    page.close()


def test_a_finding_taken_back_elsewhere_leaves_no_unsaved_text(page: InspectionPage, qtbot) -> None:
    page.answer("2")
    page.type_in(page.editor.place, "东侧")
    page.undo()
    page.settle()
    assert not page.editors()
    qtbot.waitUntil(lambda: not page.screen.acts.drafts.unsaved(), timeout=5000)
