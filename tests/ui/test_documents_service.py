# SPDX-License-Identifier: MulanPSL-2.0
"""文书 after the issue: service as it happened, refusals, withdrawn entries, and signed scans that come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.service import AttachmentKind, Capacity, Service, ServiceMethod
from inspector_app.ledgers.papers import papers
from inspector_app.operations import documents
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.field_editor_choices import ButtonsInput, ChoicesInput, ListInput
from inspector_app.ui.widgets.field_editor_rows import RowsInput
from inspector_app.ui.widgets.service_form import ServiceForm
from inspector_app.ui.widgets.service_panel import ServicePanel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.pages_desk import DocumentsPage, an_issued_order
from tests.helpers.pages_documents import BOTH, LEFT, NONE, Answers, a_finished_visit, files_mime
from tests.helpers.pages_frame import type_text
from tests.helpers.pictures import photo


@pytest.fixture
def visit(unit: Workspace, clock: Clock) -> Inspection:
    return a_finished_visit(unit, clock)


@pytest.fixture
def order(unit: Workspace, visit: Inspection) -> OfficialDocument:
    return an_issued_order(unit, visit)


class ServicePage(DocumentsPage):
    """The panel of an issued order."""

    @property
    def panel(self) -> ServicePanel:
        return self.screen.desk.issued.served

    @property
    def form(self) -> ServiceForm:
        return self.panel.form

    def push(self, button: QWidget) -> None:
        QTest.mouseClick(button, LEFT)
        self.settle()

    def enter(self, name: str, words: str) -> None:
        assert self.form.editor.focus_field(name)
        target = self.form.editor.rows[name].input.first()
        assert isinstance(target, QLineEdit | QPlainTextEdit)
        target.selectAll()
        type_text(target, words)
        self.settle()

    def pick(self, name: str, word_: str) -> None:
        part = self.form.editor.rows[name].input
        if isinstance(part, ButtonsInput):
            QTest.mouseClick(part.buttons[word_], LEFT)
        else:
            assert isinstance(part, ListInput)
            part.combo.setFocus()
            while part.combo.currentData() != word_:
                before = part.combo.currentIndex()
                QTest.keyClick(part.combo, Qt.Key.Key_Down)
                part = self.form.editor.rows[name].input  # other fields may have been asked meanwhile
                assert isinstance(part, ListInput)
                assert part.combo.currentIndex() != before
        self.settle()

    @property
    def wanting(self) -> set[str]:
        return {problem.where.removeprefix("field:") for problem in self.form.problems}


@pytest.fixture
def page(
    unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection, order: OfficialDocument
) -> ServicePage:
    made = ServicePage(unit, jobs, ask, qtbot)
    made.screen.show_document(visit.id, order.id)
    made.settle()
    return made


def services(ws: Workspace, order: OfficialDocument) -> tuple[Service, ...]:
    return papers(ws, order.inspection_id).services[order.id]


def serve(page: ServicePage) -> None:
    """Serve directly, into the hands of the person in charge."""
    page.push(page.panel.begin_button)
    page.pick("capacity", Capacity.PERSON_IN_CHARGE)
    page.push(page.form.record_button)


# Service


def test_a_direct_service_is_recorded_with_what_is_known_of_the_visit(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument
) -> None:
    page.push(page.panel.begin_button)
    assert page.wanting == {"capacity"}
    assert not page.form.record_button.isEnabled()
    page.pick("capacity", Capacity.PERSON_IN_CHARGE)
    assert page.wanting == set()
    page.push(page.form.record_button)
    [made] = services(unit, order)
    assert made.method is ServiceMethod.DIRECT
    assert (made.receiver, made.capacity, made.servers) == ("钱进", Capacity.PERSON_IN_CHARGE, ("王建国", "李慧敏"))
    assert order.number in ask.asked[-1][1]
    assert papers(unit, order.inspection_id).lives[order.id].state is OrderState.SERVED
    assert page.row(f"document:{order.id}").chip == word(OrderState.SERVED)
    assert not page.form.isVisible()


def test_nothing_is_recorded_without_a_yes(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument
) -> None:
    ask.yes = False
    serve(page)
    assert services(unit, order) == ()
    assert page.form.isVisible()


def test_a_person_who_needs_a_right_to_receive_has_to_show_it(page: ServicePage) -> None:
    page.push(page.panel.begin_button)
    page.pick("capacity", Capacity.SITE_MANAGER)
    assert page.wanting == {"authority"}
    page.enter("authority", "项目经理部授权书，2026年10月1日")
    assert page.form.record_button.isEnabled()


def test_a_refusal_wants_its_reason_and_a_witness(page: ServicePage, unit: Workspace, order: OfficialDocument) -> None:
    page.push(page.panel.begin_button)
    page.pick("outcome", "refused")
    assert page.wanting == {"refusal", "witnesses"}
    page.enter("refusal", "负责人称须请示总公司，拒绝签字")
    assert page.wanting == {"witnesses"}
    part = page.form.editor.rows["witnesses"].input
    assert isinstance(part, RowsInput)
    type_text(part.editors[0].inputs["name"].first(), "周明")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    page.settle()
    assert page.wanting == set()
    page.push(page.form.record_button)
    [made] = services(unit, order)
    assert made.refusal == "负责人称须请示总公司，拒绝签字"
    assert [w.name for w in made.witnesses] == ["周明"]


def test_a_recording_takes_the_place_of_the_witness(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    page.push(page.panel.begin_button)
    page.pick("method", ServiceMethod.LEFT)
    page.enter("refusal", "拒绝开门")
    assert page.wanting == {"witnesses"}
    shot = tmp_path / "留置送达.jpg"
    shot.write_bytes(photo())
    ask.files.append([shot])
    page.push(page.form.media_button)
    assert page.wanting == set()
    part = page.form.editor.rows["media"].input
    assert isinstance(part, ChoicesInput)
    assert len(part.value() or ()) == 1
    page.push(page.form.record_button)
    [made] = services(unit, order)
    [file] = papers(unit, order.inspection_id).attachments
    assert (made.media, file.kind) == ((file.id,), AttachmentKind.SERVICE_EVIDENCE)


def test_electronic_service_wants_the_confirmation(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    page.push(page.panel.begin_button)
    page.pick("method", ServiceMethod.ELECTRONIC)
    assert "consent" in page.wanting
    scan = tmp_path / "送达地址确认书.jpg"
    scan.write_bytes(photo())
    ask.files.append([scan])
    page.push(page.form.consent_button)
    assert "consent" not in page.wanting
    assert page.form.editor.rows["consent"].input.value() == papers(unit, order.inspection_id).attachments[0].id


def test_a_time_before_the_issue_is_told_at_its_field(page: ServicePage) -> None:
    page.push(page.panel.begin_button)
    page.enter("served_at", "2026-11-19 09:00")
    assert "served_at" in page.wanting
    page.form.list.view.setCurrentIndex(
        page.form.list.model.index([p.where for p in page.form.list.model.problems].index("field:served_at"))
    )
    QTest.keyClick(page.form.list.view, Qt.Key.Key_Return)
    assert page.form.editor.rows["served_at"].input.first().hasFocus()


def test_a_wrong_entry_is_withdrawn_with_a_reason(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument
) -> None:
    serve(page)
    page.push(page.panel.withdraw_button)
    assert services(unit, order)[0].withdrawn_reason == ""
    ask.texts.append("签收人写错")
    page.push(page.panel.withdraw_button)
    assert services(unit, order)[0].withdrawn_reason == "签收人写错"
    assert papers(unit, order.inspection_id).lives[order.id].state is OrderState.ISSUED
    assert page.panel.list.rows.rows[0].chip == tr("Withdrawn")


def test_what_was_served_cannot_be_voided_and_says_so_before(
    page: ServicePage, unit: Workspace, order: OfficialDocument
) -> None:
    issued = page.screen.desk.issued
    assert issued.void_button.isEnabled()
    serve(page)
    assert not issued.void_button.isEnabled()
    assert issued.void_button.toolTip() == tr("It was served: it can no longer be voided")
    assert issued.note.text() == tr(
        "The document is frozen and was served: it can no longer be voided. A mistake is put right by a new "
        "document that says so."
    )


def test_what_is_typed_of_a_service_stays_when_something_else_changes(page: ServicePage) -> None:
    page.push(page.panel.begin_button)
    page.enter("receiver", "孙丽")
    page.screen.refresh()
    page.settle()
    assert page.form.isVisible()
    assert page.form.draft().receiver == "孙丽"


def test_papers_of_the_organ_are_not_served(page: ServicePage, unit: Workspace, visit: Inspection) -> None:
    values = {"approver": "高峰", "approved_on": "2026-11-20", "cause": "擅自关闭报警器", "source": "检查发现"}
    values |= {"case_name": "某公司案", "facts": "见现场检查记录"}
    made = documents.issue_document(unit, visit.id, DocumentKind.CASE_APPROVAL, fields=values).value
    page.screen.show_document(visit.id, made.id)
    page.settle()
    assert not page.panel.isVisible()
    assert page.screen.desk.issued.attached.isVisible()


# Signed scans


def drop(page: ServicePage, paths: list[Path]) -> None:
    target, mime, at = page.screen.desk.issued.attached, files_mime(paths), QPoint(40, 40)
    for event in (
        QDragEnterEvent(at, BOTH, mime, LEFT, NONE),
        QDragMoveEvent(at, BOTH, mime, LEFT, NONE),
        QDropEvent(QPointF(at), BOTH, mime, LEFT, NONE),
    ):
        QApplication.sendEvent(target, event)
    page.settle()


def test_a_scan_that_is_dropped_is_kept_by_hash_and_opens(
    page: ServicePage, unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    scan = tmp_path / "签字盖章件.pdf"
    scan.write_bytes(documents.document_pdf(unit, order.id))
    drop(page, [scan])
    [file] = papers(unit, order.inspection_id).attached(order.id)
    assert (file.kind, file.pages, file.sha256) == (AttachmentKind.SIGNED_SCAN, order.pages, order.sha256)
    panel = page.screen.desk.issued.attached
    [row] = panel.list.rows.rows
    assert tr("{count} pages", count=order.pages) in row.detail
    assert file.sha256[:10] in row.detail
    panel.list.setFocus()
    panel.list.step(1)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    page.settle()
    view = page.screen.desk.attachment
    assert view.isVisible()
    assert view.count == order.pages
    QTest.keyClick(view.area, Qt.Key.Key_Escape)
    assert page.screen.desk.preview.isVisible()
    assert page.screen.desk.preview.data == documents.document_pdf(unit, order.id)


def test_a_file_that_is_no_scan_is_refused_and_said(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    odd = tmp_path / "订单.exe"
    odd.write_bytes(b"MZ" + bytes(200))
    ask.files.append([odd])
    page.push(page.screen.desk.issued.attached.choose_button)
    assert papers(unit, order.inspection_id).attachments == ()
    assert "订单.exe" in page.screen.desk.issued.attached.band.words.text()


def test_a_scan_is_saved_as_it_came_and_taken_out_with_a_reason(
    page: ServicePage, ask: Answers, unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    scan = tmp_path / "回执.jpg"
    scan.write_bytes(photo())
    drop(page, [scan])
    panel = page.screen.desk.issued.attached
    ask.targets.append(tmp_path / "out.jpg")
    page.push(panel.save_button)
    assert (tmp_path / "out.jpg").read_bytes() == scan.read_bytes()
    ask.texts.append("挂错文书")
    page.push(panel.remove_button)
    assert papers(unit, order.inspection_id).attached(order.id) == ()
    assert not panel.list.isVisible()
