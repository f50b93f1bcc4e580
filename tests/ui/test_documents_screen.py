# SPDX-License-Identifier: MulanPSL-2.0
"""文书: choose findings, change deadlines, jump to problems, issue both, print, save, void; frozen stays frozen."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import ProblemCode
from inspector_app.ledgers import findings as finding_rows
from inspector_app.operations import document_drafts, documents, inspections, organs
from inspector_app.ui.jobs import Jobs
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_desk import DocumentsPage
from tests.helpers.pages_documents import Answers, issued

RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER
DOUBTFUL = Clause(law="GB", name="某标准", clause="5.1", verified=Verified.M)


@pytest.fixture
def visit(finished: Inspection) -> Inspection:
    return finished


@pytest.fixture
def page(desk: DocumentsPage) -> DocumentsPage:
    return desk


def found(ws: Workspace, visit: Inspection) -> list[Finding]:
    rows = finding_rows.rows(ws, inspection_id=visit.id)
    return sorted((row.finding for row in rows), key=lambda finding: finding.ordinal)


# What may be made


def test_documents_stand_in_the_order_of_the_law_with_why_not(page: DocumentsPage) -> None:
    heads = ["head:before", "head:visit", "head:orders", "head:evidence", "head:later"]
    assert [row for row in page.rows if row.startswith("head:")] == heads
    assert page.rows[1:5] == ["head:visit", f"draft:{RECORD}", "head:orders", f"draft:{ORDER}"]
    assert page.row(f"draft:{RECORD}").chip == tr("Not yet")
    assert page.row(f"draft:{ORDER}").detail == tr("First: {needs}", needs=word(RECORD))
    page.give_reasons()
    assert page.row(f"draft:{RECORD}").chip == tr("May be issued")


def test_an_unfinished_inspection_says_what_to_do_first(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot
) -> None:
    open_visit = an_inspection(unit)
    a_finding(unit, open_visit)
    page = DocumentsPage(unit, jobs, ask, qtbot)
    page.open(open_visit)
    assert page.row(f"draft:{RECORD}").detail == tr("Finish the inspection first")
    assert not page.screen.primary_action.isEnabled()
    with qtbot.waitSignal(page.screen.place_wanted) as wanted:
        QTest.mouseClick(page.screen.desk.page.record.band.action, Qt.MouseButton.LeftButton)
    assert wanted.args == [open_visit.id, f"inspection:{open_visit.id}"]


def test_an_inspection_without_findings_needs_no_order(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, clock: Clock
) -> None:
    clean = an_inspection(unit)
    clock.move(hours=1)
    inspections.finish_inspection(unit, clean.id)
    page = DocumentsPage(unit, jobs, ask, qtbot)
    page.open(clean)
    assert f"draft:{ORDER}" not in page.rows
    page.unfold("later")
    assert page.row(f"draft:{ORDER}").detail == tr("Nothing was found that must be mended")


def test_the_preview_shows_the_real_pages_of_the_draft(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    shown = page.screen.desk.preview
    assert shown.data == documents.preview_document(unit, visit.id, RECORD).pdf
    page.screen.grab()
    page.settle()
    assert shown.is_settled
    page.choose(ORDER)
    assert shown.data == documents.preview_document(unit, visit.id, ORDER).pdf


# Choosing, deadlines, bases


def test_findings_are_left_out_and_taken_in(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    page.issue()  # the record
    page.choose(ORDER)
    before = page.screen.desk.preview.data
    page.tick(2)
    assert document_drafts.chosen_ids(unit, visit.id, ORDER) == tuple(f.id for f in found(unit, visit)[:2])
    page.give_reasons()
    assert page.screen.primary_action.isEnabled()
    assert page.screen.desk.preview.data != before
    lines = page.lines
    lines.list.setFocus()
    QTest.keyClick(lines.list, Qt.Key.Key_Space)
    page.settle()
    assert len(document_drafts.chosen_ids(unit, visit.id, ORDER)) == 3
    QTest.mouseClick(lines.all_button, Qt.MouseButton.LeftButton)
    page.settle()
    assert document_drafts.chosen_ids(unit, visit.id, ORDER) == ()
    assert not page.screen.primary_action.isEnabled()


def test_a_deadline_typed_here_is_saved_and_stands_in_the_preview(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    page.choose(ORDER)
    page.type_deadline(1, "2026-12-18")
    assert found(unit, visit)[1].deadline == date(2026, 12, 18)
    text = pypdfium2.PdfDocument(page.screen.desk.preview.data)[0].get_textpage().get_text_range()
    assert "12月18日" in "".join(text.split())


def test_a_missing_deadline_is_proposed_by_one_key(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    page.issue()  # the record
    page.choose(ORDER)
    third = found(unit, visit)[2]
    page.go_to_problem(f"finding:{third.id}:deadline")
    editor = page.lines.editor
    assert editor.finding_id == third.id
    assert editor.deadline.set_button.hasFocus()
    QTest.keyClick(editor.deadline.set_button, Qt.Key.Key_Space)
    page.settle()
    assert found(unit, visit)[2].deadline == date(2026, 12, 5)
    page.give_reasons()
    assert page.screen.primary_action.isEnabled()


def test_the_place_in_the_preview_stays_when_the_draft_changes(page: DocumentsPage, unit: Workspace) -> None:
    page.choose(ORDER)
    bar = page.screen.desk.preview.pages.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    page.type_deadline(1, "2026-12-18")
    assert abs(bar.value() - before) <= 2


def test_an_unverified_basis_is_left_out_until_a_person_confirms_it(
    page: DocumentsPage, ask: Answers, unit: Workspace, visit: Inspection
) -> None:
    page.choose(ORDER)
    second = found(unit, visit)[1]
    page.go_to_problem(f"finding:{second.id}:clauses")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "confirmBasis"
    assert "某标准" not in text_of(page.screen.desk.preview.data)
    ask.texts.append("王建国")
    QTest.keyClick(focused, Qt.Key.Key_Space)
    page.settle()
    assert found(unit, visit)[1].clauses[1].confirmed_by == "王建国"
    assert "某标准" in text_of(page.screen.desk.preview.data)


def text_of(pdf: bytes) -> str:
    return "".join("".join(p.get_textpage().get_text_range().split()) for p in pypdfium2.PdfDocument(pdf))


def test_a_problem_of_the_inspection_jumps_there(
    page: DocumentsPage, unit: Workspace, visit: Inspection, qtbot: QtBot
) -> None:
    page.choose(ORDER)
    second = found(unit, visit)[1]
    with qtbot.waitSignal(page.screen.place_wanted) as wanted:
        page.go_to_problem(f"finding:{second.id}:photos")
    assert wanted.args == [visit.id, f"finding:{second.id}:photos"]


def test_choosing_nothing_leads_back_to_the_list(page: DocumentsPage) -> None:
    page.choose(ORDER)
    QTest.mouseClick(page.lines.all_button, Qt.MouseButton.LeftButton)
    page.settle()
    page.go_to_problem(next(p.where for p in page.shown_problems if p.code is ProblemCode.NO_FINDINGS_CHOSEN))
    assert page.lines.list.hasFocus()


def test_what_the_organ_lacks_is_mended_in_the_settings(page: DocumentsPage, unit: Workspace, qtbot: QtBot) -> None:
    organs.set_organ(
        unit, organs.OrganDraft(name="清河县应急管理局", short_name="清河", review_organ="", court="清河县人民法院")
    )
    page.screen.refresh()
    page.settle()
    page.choose(ORDER)
    with qtbot.waitSignal(page.screen.settings_wanted):
        page.go_to_problem(next(p.where for p in page.shown_problems if "review_organ" in p.where))


def test_the_record_that_is_missing_is_one_jump_away(page: DocumentsPage) -> None:
    page.choose(ORDER)
    page.go_to_problem(f"documents:{RECORD}")
    page.settle()
    assert page.screen.desk.list.current() == f"draft:{RECORD}"


# Issuing


def test_nothing_is_issued_without_a_yes(page: DocumentsPage, ask: Answers, unit: Workspace, visit: Inspection) -> None:
    ask.yes = False
    page.issue()
    assert issued(unit, visit, RECORD) == []
    [(title, text)] = ask.asked
    assert word(RECORD) in title
    assert "（清河）" in text
    assert "清河县第1化工有限公司" in text


def test_both_documents_are_issued_and_frozen(
    page: DocumentsPage, ask: Answers, unit: Workspace, visit: Inspection
) -> None:
    page.issue()
    [record] = issued(unit, visit, RECORD)
    assert page.screen.desk.document is not None
    assert page.screen.desk.document.id == record.id
    assert page.screen.desk.preview.data == documents.document_pdf(unit, record.id)
    page.choose(ORDER)
    page.type_deadline(2, "2026-12-10")
    page.issue()
    text = ask.asked[-1][1]
    assert "2026-12-10" in text
    assert "2026-12-05" in text
    [order] = issued(unit, visit, ORDER)
    assert page.screen.desk.preview.data == documents.document_pdf(unit, order.id)
    assert set(page.issued_rows) == {f"document:{record.id}", f"document:{order.id}"}
    assert f"draft:{ORDER}" not in page.rows
    assert order.number in page.band()


def test_a_frozen_document_offers_no_field_to_change(page: DocumentsPage) -> None:
    page.issue()
    desk = page.screen.desk
    assert desk.issued.isVisible()
    assert not desk.page.isVisible()
    assert not desk.verdict.isVisible()


def test_the_bytes_are_the_same_after_reopening(
    page: DocumentsPage, unit: Workspace, visit: Inspection, jobs: Jobs, ask: Answers, qtbot: QtBot
) -> None:
    page.issue()
    first = page.screen.desk.preview.data
    [record] = issued(unit, visit, RECORD)
    again = DocumentsPage(unit, jobs, ask, qtbot)
    again.screen.show_document(visit.id, record.id)
    again.settle()
    assert again.screen.desk.preview.data == first


def test_the_grade_stands_after_the_record_is_issued_but_the_deadline_may_change(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    page.issue()
    page.choose(ORDER)
    grades = page.lines.editor.grade.grades
    assert any(not button.isEnabled() for button in grades.buttons.values())
    page.type_deadline(1, "2026-12-20")
    assert found(unit, visit)[1].deadline == date(2026, 12, 20)


def test_what_is_still_being_typed_is_saved_before_the_issue(
    page: DocumentsPage, unit: Workspace, visit: Inspection
) -> None:
    page.choose(ORDER)
    page.type_deadline(2, "2026-12-10")
    editor = page.lines.editor
    QTest.keyClick(editor.deadline.day.edit, Qt.Key.Key_Up)  # and at once:
    typed = editor.deadline.deadline()
    page.issue()
    assert typed != date(2026, 12, 10)
    assert found(unit, visit)[2].deadline == typed


def test_a_second_order_takes_what_the_first_left_out(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    page.issue()
    page.choose(ORDER)
    page.tick(2)
    page.issue()
    assert len(page.issued_rows) == 2
    page.choose(ORDER)
    page.type_deadline(0, "2026-12-12")
    page.issue()
    assert len(issued(unit, visit, ORDER)) == 2
    assert len(page.issued_rows) == 3
