# SPDX-License-Identifier: MulanPSL-2.0
"""材料: files of a case are added, looked at, saved and taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.ledgers import attachments as file_rows
from inspector_app.operations import attachments, service
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.cases import MadeCase
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS
from tests.helpers.pages_case import (
    KEY,
    CasePage,
    files,
    licence_of,
    open_now,
)
from tests.helpers.pages_documents import Answers
from tests.helpers.pictures import photo


@pytest.fixture
def page(case_page: CasePage) -> CasePage:
    return case_page


def test_a_file_is_added_with_kind_title_and_document(page: CasePage, case: MadeCase, ask: Answers) -> None:
    path = case.folder / "IMG_0001.jpg"
    path.write_bytes(case.picture())
    ask.files = [[path]]
    count = len(files(case))
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    page.click(part.choose_button)
    assert part.form.title.text() == "IMG_0001"
    page.click(part.form.add_button)
    assert len(files(case)) == count and part.form.hint.isVisible(), "its kind is asked first"
    part.form.kinds.setCurrentIndex(part.form.kinds.findData(AttachmentKind.SIGNED_SCAN))
    order = case.papers[DocumentKind.RECTIFICATION_ORDER]
    part.form.documents.setCurrentIndex(part.form.documents.findData(order.id))
    part.form.title.setFocus()
    part.form.title.selectAll()
    page.type("指令书签字件")
    page.press(KEY.Key_Return)
    made = files(case)[-1]
    assert (made.kind, made.title, made.document_id) == (AttachmentKind.SIGNED_SCAN, "指令书签字件", order.id)
    row = part.list.rows.rows[-1]
    assert row.title == "指令书签字件" and row.side == word(AttachmentKind.SIGNED_SCAN)
    assert order.number in row.detail and made.sha256[:10] in row.detail and tr("{count} pages", count=1) in row.detail
    assert not part.form.isVisible() and page.told[-1][1] == "ok"
    assert page.panel.tabs.tabText(1).endswith(str(count + 1))


def test_dropped_files_take_their_names_and_a_recording_its_summary(page: CasePage, case: MadeCase) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    paths = [case.folder / "正本.jpg", case.folder / "副本.jpg"]
    for path in paths:
        path.write_bytes(case.picture())
    page.drop(*paths)
    assert not part.form.title.isVisible() and "副本.jpg" in part.form.names.text()
    part.form.kinds.setCurrentIndex(part.form.kinds.findData(AttachmentKind.LICENCE))
    page.click(part.form.add_button)
    assert {(f.title, f.kind) for f in files(case)} >= {(p.stem, AttachmentKind.LICENCE) for p in paths}
    sound = case.folder / "现场录音.mp3"
    sound.write_bytes(b"ID3" + bytes(300))
    page.drop(sound)
    assert part.form.kind() is AttachmentKind.RECORDING
    part.form.note.setFocus()
    page.type("赵明陈述报警器关闭经过")
    page.press(KEY.Key_Return)
    made = next(f for f in files(case) if f.kind is AttachmentKind.RECORDING)
    assert made.note == "赵明陈述报警器关闭经过"
    assert open_now(case) == [] and "R26" not in page.rows


def test_what_cannot_be_read_is_told_and_the_rest_is_added(page: CasePage, case: MadeCase) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    count = len(files(case))
    good, bad = case.folder / "good.jpg", case.folder / "notes.docx"
    good.write_bytes(case.picture())
    bad.write_bytes(b"PK\x03\x04 no scan")
    page.drop(bad, good)
    part.form.kinds.setCurrentIndex(part.form.kinds.findData(AttachmentKind.OTHER))
    page.click(part.form.add_button)
    assert len(files(case)) == count + 1
    assert part.problems.isVisible() and part.problems.count() == 1
    assert part.form.isVisible() and part.form.paths == [bad], "what was refused is still there"
    page.press(KEY.Key_Escape)
    assert not part.form.isVisible() and part.choose_button.isVisible()


def test_a_file_is_looked_at_saved_and_taken_out_with_a_reason(
    page: CasePage, case: MadeCase, ask: Answers, tmp_path: Path
) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    licence = licence_of(case)
    part.list.show_row(licence.id)
    page.click(part.look_button)
    assert part.view.isVisible() and part.view.count == 1
    QTest.keyClick(part.view, KEY.Key_Escape)
    assert part.list.isVisible() and part.list.hasFocus()
    ask.targets = [tmp_path / "licence.jpg"]
    page.click(part.save_button)
    assert (tmp_path / "licence.jpg").read_bytes() == attachments.attachment_bytes(case.ws, licence)
    count = len(files(case))
    page.click(part.remove_button)
    assert len(files(case)) == count, "no reason, nothing done"
    ask.texts = ["拍错了"]
    page.click(part.remove_button)
    assert len(files(case)) == count - 1
    kept = file_rows.find(case.ws, licence.id)
    assert kept is not None and kept.removed_reason == "拍错了"
    assert "R33" in page.rows, "and the review knows"


def test_a_file_on_which_a_service_rests_stays_and_leads_there(
    page: CasePage, case: MadeCase, ask: Answers, clock: Clock
) -> None:
    path = case.folder / "served.jpg"
    path.write_bytes(photo() + b"served")
    kind, order = AttachmentKind.SERVICE_EVIDENCE, case.papers[DocumentKind.RECTIFICATION_ORDER]
    made = attachments.attach_file(case.ws, case.inspection.id, path, kind, "送达照片").value
    draft = ServiceDraft(
        method=ServiceMethod.DIRECT, served_at=clock.now, receiver="赵明", media=(made.id,), place="厂区",
        capacity=Capacity.LEGAL_REPRESENTATIVE, servers=tuple(name for name, _ in OFFICERS),
    )  # fmt: skip
    service.serve_document(case.ws, order.id, draft)
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    part.list.show_row(made.id)
    ask.texts = ["不要了"]
    page.click(part.remove_button)
    assert made in files(case)
    assert page.refused(part.problems) == [f"document:{order.id}"]
    QTest.keyClick(part.problems.view, KEY.Key_Return)
    assert page.jumps == [f"document:{order.id}"]


def test_the_evidence_pages_of_the_case_are_written_or_the_lost_photo_is_named(
    page: CasePage, case: MadeCase, ask: Answers, unit: Workspace, tmp_path: Path
) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    target = tmp_path / "证据页.pdf"
    ask.targets += [target]
    page.click(part.evidence_button)
    assert target.read_bytes().startswith(b"%PDF")
    with unit.reader() as db:
        (sha256,) = db.conn.execute("SELECT sha256 FROM photos LIMIT 1").fetchone()
    original = unit.files.path(sha256)
    original.rename(original.with_suffix(".away"))
    other = tmp_path / "再来.pdf"
    ask.targets += [other]
    page.click(part.evidence_button)
    assert not other.exists()
    assert part.problems.isVisible()
    original.with_suffix(".away").rename(original)
