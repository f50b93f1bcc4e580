# SPDX-License-Identifier: MulanPSL-2.0
"""Attached files: judged by their content, kept by hash, drawn page by page, never opened outside the child."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.service import AttachmentKind
from inspector_app.ledgers.orders import order_view
from inspector_app.operations.attachments import attach_file, attachment_bytes, attachment_pages, remove_attachment
from inspector_app.operations.service import withdraw_service
from inspector_app.photos.worker import PhotoWorker
from inspector_app.storage import attachments
from inspector_app.storage.file_store import sm3
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import a_pdf, an_order, codes, serve
from tests.helpers.clock import Clock
from tests.helpers.pictures import photo

K = AttachmentKind


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    """An issued order."""
    return an_order(unit, clock)


def kept(ws: Workspace, order: OfficialDocument) -> list[str]:
    with ws.reader() as db:
        return [a.title for a in attachments.list_of_inspection(db, order.inspection_id)]


def test_a_signed_scan_hangs_on_its_document_with_its_hash(
    unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    path = a_pdf(tmp_path, pages=3)
    made = attach_file(unit, order.inspection_id, path, K.SIGNED_SCAN, "签收件", document_id=order.number).value
    data = path.read_bytes()
    assert (made.document_id, made.format, made.pages, made.title) == (order.id, "pdf", 3, "签收件")
    assert (made.sha256, made.sm3, made.bytes) == (hashlib.sha256(data).hexdigest(), sm3(data), len(data))
    assert order_view(unit, order.id).attachments == (made,)
    assert attachment_bytes(unit, made) == data
    assert unit.check().is_well


def test_pages_are_drawn_for_the_case_file(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    made = attach_file(unit, order.inspection_id, a_pdf(tmp_path, pages=2), K.OTHER).value
    pages = attachment_pages(unit, made)
    assert len(pages) == 2
    with Image.open(io.BytesIO(pages[1])) as drawn:
        assert (drawn.format, max(drawn.size)) == ("JPEG", 1754)
        assert drawn.convert("L").getextrema()[0] < 100, "something is written on it"
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(photo())
    shown = attachment_pages(unit, attach_file(unit, order.inspection_id, picture, K.OTHER).value)
    assert [page[:3] for page in shown] == [b"\xff\xd8\xff"]


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (b"\0\0\0\x18ftypmp42", "mp4"), (b"\0\0\0\x18ftypM4A ", "m4a"), (b"\0\0\0\x14ftypqt  ", "mov"),
        (b"\0\0\0\x18ftyp3gp5", "3gp"), (b"\x1a\x45\xdf\xa3", "mkv"), (b"RIFF\0\0\0\0AVI LIST", "avi"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"), (b"ID3\x03", "mp3"), (b"\xff\xfb\x90", "mp3"), (b"#!AMR\n", "amr"),
        (b"OggS", "ogg"), (b"fLaC", "flac"),
    ],
)  # fmt: skip
def test_recordings_are_told_by_their_first_bytes(
    unit: Workspace, order: OfficialDocument, tmp_path: Path, start: bytes, form: str
) -> None:
    path = tmp_path / "执法记录仪.bin"
    path.write_bytes(start + bytes(100))
    made = attach_file(unit, order.inspection_id, path, K.RECORDING, note="全程录像，约三分钟").value
    assert (made.format, made.pages, made.note) == (form, 0, "全程录像，约三分钟")
    assert attachment_pages(unit, made) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ProblemCode.ATTACHMENT_FORMAT),
        (b"PK\3\4" + bytes(50), ProblemCode.ATTACHMENT_FORMAT),
        (b"<html><script>", ProblemCode.ATTACHMENT_FORMAT),
        (b"MZ" + bytes(200), ProblemCode.ATTACHMENT_FORMAT),
        (b"%PDF-1.7\n" + b"x" * 500, ProblemCode.ATTACHMENT_BROKEN),
        (photo()[:-400], ProblemCode.ATTACHMENT_BROKEN),
    ],
)
def test_what_is_none_is_refused_and_not_kept(
    unit: Workspace, order: OfficialDocument, tmp_path: Path, content: bytes, code: ProblemCode
) -> None:
    path = tmp_path / "签收.pdf"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        attach_file(unit, order.inspection_id, path, K.SIGNED_SCAN)
    assert codes(refused) == {code}
    assert kept(unit, order) == []
    assert not unit.files.path(hashlib.sha256(content).hexdigest()).exists()


def test_a_locked_pdf_is_refused_by_name(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        attach_file(unit, order.inspection_id, a_pdf(tmp_path, password="secret"), K.SIGNED_SCAN)
    (problem,) = refused.value.problems
    assert (problem.code, problem.fields["reason"]) == (ProblemCode.ATTACHMENT_BROKEN, "encrypted")


def test_a_book_is_no_scan(tmp_path: Path) -> None:
    with PhotoWorker() as worker, pytest.raises(Refused) as refused:
        worker.count_pages(a_pdf(tmp_path, pages=501).read_bytes(), "书.pdf")
    assert refused.value.problems[0].fields["reason"] == "pages"


def test_a_monstrous_page_does_not_break_the_child(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=(14_000_000, 5))
    canvas.showPage()
    canvas.save()
    good = a_pdf(tmp_path).read_bytes()
    with PhotoWorker() as worker:
        with pytest.raises(Refused):
            worker.count_pages(path.read_bytes(), "x.pdf")
        assert worker.count_pages(good, "y.pdf") == 1


def test_the_same_file_is_attached_once(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    path = a_pdf(tmp_path)
    first = attach_file(unit, order.inspection_id, path, K.SIGNED_SCAN, document_id=order.id).value
    assert attach_file(unit, order.inspection_id, path, K.SIGNED_SCAN, document_id=order.id).value == first
    assert len(kept(unit, order)) == 1


def test_removing_needs_a_reason_and_keeps_the_row(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    made = attach_file(unit, order.inspection_id, a_pdf(tmp_path), K.OTHER, "附件").value
    with pytest.raises(Refused) as refused:
        remove_attachment(unit, made.id, "")
    assert codes(refused) == {ProblemCode.REASON_MISSING}
    remove_attachment(unit, made.id, "扫描不清")
    assert kept(unit, order) == []
    with unit.reader() as db:
        row = attachments.get_attachment(db, made.id)
    assert row is not None
    assert row.removed_reason == "扫描不清"
    assert unit.files.is_intact(made.sha256)
    with pytest.raises(Refused):
        remove_attachment(unit, made.id, "再来一次")


def test_what_a_service_rests_on_is_not_removed(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    made = attach_file(unit, order.inspection_id, a_pdf(tmp_path), K.SERVICE_EVIDENCE, "送达录像").value
    served = serve(unit, order, media=(made.id,))
    with pytest.raises(Refused) as refused:
        remove_attachment(unit, made.id, "扫描不清")
    assert codes(refused) == {ProblemCode.ATTACHMENT_IN_USE}
    withdraw_service(unit, served.id, "送错")
    remove_attachment(unit, made.id, "扫描不清")


def test_a_document_of_another_case_is_not_its_place(
    unit: Workspace, clock: Clock, order: OfficialDocument, tmp_path: Path
) -> None:
    other = an_order(unit, clock)
    with pytest.raises(Refused) as refused:
        attach_file(unit, order.inspection_id, a_pdf(tmp_path), K.SIGNED_SCAN, document_id=other.id)
    assert codes(refused) == {ProblemCode.NOT_FOUND}


def test_a_lost_file_is_named(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    made = attach_file(unit, order.inspection_id, a_pdf(tmp_path), K.OTHER).value
    stored = unit.files.path(made.sha256)
    stored.chmod(0o644)
    stored.write_bytes(b"%PDF changed")
    assert made.sha256 in unit.check().files
    with pytest.raises(Refused) as refused:
        attachment_pages(unit, made)
    assert codes(refused) == {ProblemCode.FILE_CHANGED}
