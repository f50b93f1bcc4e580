# SPDX-License-Identifier: MulanPSL-2.0
"""文书 after the issue: print, save, void, a changed file, and finding issued documents again."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import ImageChops
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.inspection import Inspection
from inspector_app.operations import documents, inspections
from inspector_app.ui.jobs import Jobs
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection
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


def page_count(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(io.BytesIO(data)))


def test_printing_to_a_file_counts_the_copies_that_the_form_wants(
    page: DocumentsPage, unit: Workspace, visit: Inspection, tmp_path: Path
) -> None:
    page.issue()
    page.choose(ORDER)
    page.tick(2)
    page.issue()
    [order] = issued(unit, visit, ORDER)
    target = tmp_path / "order.pdf"
    page.print_to(target)
    assert issued(unit, visit, ORDER)[0].copies_printed == 2
    printed = pypdfium2.PdfDocument(io.BytesIO(target.read_bytes()))
    marks = [page.get_textpage().get_text_range().strip() for page in printed]
    assert marks == ["存档"] * order.pages + ["交被检查单位"] * order.pages
    page.print_to(tmp_path / "again.pdf", copies=1)
    assert issued(unit, visit, ORDER)[0].copies_printed == 3
    assert documents.document_pdf(unit, order.id) == page.screen.desk.preview.data


def test_stopped_printing_counts_no_copy(
    page: DocumentsPage, unit: Workspace, visit: Inspection, tmp_path: Path, jobs: Jobs
) -> None:
    page.issue()
    jobs.progressed.connect(lambda *_: jobs.cancel_slow())  # at its first page
    page.print_to(tmp_path / "stopped.pdf", copies=3)
    assert issued(unit, visit, RECORD)[0].copies_printed == 0
    assert page.band() == tr("Printing was stopped; no copy was counted.")
    assert page.screen.desk.isEnabled()


def test_a_printed_page_looks_like_the_page(page: DocumentsPage, unit: Workspace, tmp_path: Path) -> None:
    page.issue()
    target = tmp_path / "record.pdf"
    page.print_to(target, copies=1)
    before, after = (
        pypdfium2.PdfDocument(data)[0].render(scale=1, grayscale=True).to_pil().resize((149, 210))
        for data in (page.screen.desk.preview.data, target.read_bytes())
    )
    differing = sum(ImageChops.difference(before, after).histogram()[64:])
    assert differing < 0.01 * before.width * before.height


def test_saving_writes_exactly_the_frozen_bytes(
    page: DocumentsPage, ask: Answers, unit: Workspace, visit: Inspection, tmp_path: Path
) -> None:
    page.issue()
    [record] = issued(unit, visit, RECORD)
    ask.targets.append(tmp_path / "out")
    page.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "out.pdf").read_bytes() == documents.document_pdf(unit, record.id)
    assert ask.asked[-1][1] == documents.file_name(record, "清河县第1化工有限公司")
    assert sorted(p.name for p in tmp_path.glob("out*")) == ["out.pdf"]


def test_saving_where_nothing_can_be_written_says_so(page: DocumentsPage, ask: Answers, tmp_path: Path) -> None:
    page.issue()
    ask.targets.append(tmp_path / "no such folder" / "out.pdf")
    page.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "out.pdf" in page.band()


def test_voiding_needs_a_reason_and_keeps_the_number(
    page: DocumentsPage, ask: Answers, unit: Workspace, visit: Inspection
) -> None:
    page.issue()
    [record] = issued(unit, visit, RECORD)
    button = page.screen.desk.issued.void_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.settle()
    assert issued(unit, visit, RECORD)[0].state is DocumentState.ISSUED
    ask.texts.append("检查场所写错")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.settle()
    [void] = issued(unit, visit, RECORD)
    assert (void.state, void.number, void.void_reason) == (DocumentState.VOID, record.number, "检查场所写错")
    assert not page.screen.desk.issued.print_button.isVisible()
    assert not page.screen.primary_action.isEnabled()
    assert page.issued_rows == [f"document:{void.id}"]
    page.choose(RECORD)
    page.issue()
    numbers = [document.number for document in issued(unit, visit, RECORD)]
    assert len(set(numbers)) == 2


def test_a_changed_file_is_neither_shown_nor_printed(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    page.issue()
    [record] = issued(unit, visit, RECORD)
    stored = next(unit.folder.rglob(f"{record.sha256}*"))
    stored.chmod(0o644)
    stored.write_bytes(stored.read_bytes() + b"\n")
    page.choose(ORDER)
    page.choose_issued(record)
    desk = page.screen.desk
    assert desk.preview.data == b""
    assert desk.preview.notice.text()
    assert not desk.issued.may_print
    assert not desk.issued.may_save
    assert not page.screen.primary_action.isEnabled()


# Without an inspection


def test_the_chooser_finds_issued_documents_by_number_enterprise_and_kind(
    page: DocumentsPage, unit: Workspace, visit: Inspection, clock: Clock
) -> None:
    page.issue()
    other = an_inspection(unit, an_enterprise(unit, 2, name="东湖烟花爆竹有限公司"))
    clock.move(hours=1)
    inspections.finish_inspection(unit, other.id)
    documents.issue_document(unit, other.id, RECORD)
    page.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    chooser = page.screen.chooser
    assert chooser.isVisible()
    assert len(chooser.documents.rows.rows) == 2
    chooser.search.setText("东湖")
    page.settle()
    [row] = chooser.documents.rows.rows
    assert "东湖" in row.detail
    chooser.search.setText("〔2026〕1号")
    page.settle()
    assert len(chooser.documents.rows.rows) == 1
    chooser.search.setText("没有")
    page.settle()
    assert chooser.no_document.isVisible()
    chooser.search.setText(word(RECORD))
    page.settle()
    chooser.documents.setFocus()
    chooser.documents.step(1)
    QTest.keyClick(chooser.documents, Qt.Key.Key_Return)
    page.settle()
    assert page.screen.desk.document is not None


def test_an_empty_workspace_says_what_to_do(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> None:
    page = DocumentsPage(unit, jobs, ask, qtbot)
    assert page.screen.chooser.no_inspection.isVisible()
    assert page.screen.chooser.no_document.isVisible()
    assert not page.screen.primary_action.isVisible()
    assert page.screen.heading().title == tr("Documents")


def test_an_inspection_that_is_gone_leads_back_to_the_chooser(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot
) -> None:
    page = DocumentsPage(unit, jobs, ask, qtbot)
    page.screen.show_inspection("no such inspection")
    page.settle()
    assert page.screen.chooser.isVisible()
    assert page.band()


def test_f6_goes_round_the_parts_of_the_page(page: DocumentsPage) -> None:
    page.choose(ORDER)
    seen = []
    for _ in range(4):
        page.press(Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    desk = page.screen.desk
    parts = {desk.list.list, desk.page.lines.list, desk.preview.pages, desk.verdict.problems.view}
    assert set(seen) == parts


def test_every_key_of_the_help_names_a_key_and_an_act(page: DocumentsPage) -> None:
    listed = page.screen.keys()
    assert all(key and what for key, what in listed)
