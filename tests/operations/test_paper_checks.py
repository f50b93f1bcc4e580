# SPDX-License-Identifier: MulanPSL-2.0
"""核验纸质文书: what a paper proves, with the database and against it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.domain.account import EventKind
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_check import PaperField, PaperVerdict
from inspector_app.domain.paper_seal import code_of, code_part, read_code, seal_of
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import documents, security_journal
from inspector_app.operations.paper_checks import check_paper, codes_in
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import connect
from inspector_app.storage.signatures import public_key, sign
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.after_issue import an_order
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit
from tests.helpers.pictures import photo

V = PaperVerdict


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    return an_order(unit, clock)


def code(order: OfficialDocument) -> str:
    return seal_of(order).code


def test_a_genuine_paper_agrees_in_every_field(unit: Workspace, order: OfficialDocument) -> None:
    found = check_paper(unit, code(order))
    assert found.verdict is V.GENUINE and found.document_id == order.id
    shown = {line.field: line.stored for line in found.lines}
    assert shown[PaperField.NUMBER] == order.number and shown[PaperField.FINDINGS] == "2"
    assert all(line.is_same for line in found.lines)
    noted = security_journal.events(unit, (EventKind.PAPER_CHECKED,))[0]
    assert (noted.subject, noted.is_ok) == (order.number, True)


def test_a_voided_paper_says_why(unit: Workspace, order: OfficialDocument) -> None:
    documents.void_document(unit, order.id, "打印错误")
    found = check_paper(unit, code(order))
    assert (found.verdict, found.void_reason) == (V.VOID, "打印错误")


@pytest.mark.parametrize("what", ["number", "digest", "head", "signature"])
def test_a_code_that_was_altered_is_forged(unit: Workspace, order: OfficialDocument, what: str) -> None:
    read, seal = read_code(code(order)), seal_of(order)
    number = order.number.replace("1", "2") if what == "number" else read.number
    digest = "00" + read.content_sha256[2:] if what == "digest" else read.content_sha256
    head = "00" + seal.head[2:] if what == "head" else seal.head
    signature = bytes(64) if what == "signature" else read.signature
    assert check_paper(unit, code_of(number, digest, head, seal.key, signature)).verdict is V.FORGED


def test_a_paper_of_an_unknown_key(unit: Workspace, order: OfficialDocument) -> None:
    secret, seal = "42" * 32, seal_of(order)
    signature = sign(secret, code_part(order.number, order.content_sha256, seal.head))
    made = code_of(order.number, order.content_sha256, seal.head, public_key(secret), signature)
    assert check_paper(unit, made).verdict is V.KEY_UNKNOWN


@pytest.mark.spoils
def test_a_stored_document_that_was_changed_differs(unit: Workspace, order: OfficialDocument) -> None:
    conn = connect(unit.folder / FILE_NAME)
    conn.execute("DROP TRIGGER documents_frozen")
    conn.execute("UPDATE documents SET content = replace(content, '围堰', '围墙') WHERE id = ?", (order.id,))
    conn.close()
    found = check_paper(unit, code(order))
    assert found.verdict is V.DIFFERS and "content_changed" in found.faults


def test_a_paper_proves_that_the_data_were_set_back(
    unit: Workspace, clock: Clock, tmp_path: Path, order: OfficialDocument
) -> None:
    copy = tmp_path / "older"
    shutil.copytree(unit.folder, copy)
    later = an_order(unit, clock)
    older = open_workspace(copy, clock=clock)
    assert check_paper(older, code(order)).verdict is V.GENUINE
    assert check_paper(older, code(later)).verdict is V.SET_BACK
    older.close()


def test_another_units_paper_is_of_an_unknown_key(order: OfficialDocument, tmp_path: Path, clock: Clock) -> None:
    other = create_workspace(tmp_path / "other", clock=clock)
    a_unit(other)
    assert check_paper(other, code(order)).verdict is V.KEY_UNKNOWN
    other.close()


def test_the_code_is_read_from_the_pdf_and_from_a_photo_of_it(
    unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    pdf = tmp_path / "order.pdf"
    pdf.write_bytes(documents.document_pdf(unit, order.id))
    assert codes_in(unit, pdf) == (code(order),)
    drawn = pypdfium2.PdfDocument(pdf)
    out = io.BytesIO()
    page = drawn[len(drawn) - 1].render(scale=150 / 72).to_pil().convert("RGB")
    page.rotate(5, expand=True, fillcolor=(240, 240, 235)).save(out, "JPEG", quality=70)
    shot = tmp_path / "order.jpg"
    shot.write_bytes(out.getvalue())
    assert codes_in(unit, shot) == (code(order),)


def test_a_picture_without_a_code_and_hostile_files_are_refused(unit: Workspace, tmp_path: Path) -> None:
    for name, data, allowed in (
        ("none.jpg", photo(), {ProblemCode.PAPER_CODE_UNREADABLE}),
        ("text.jpg", b"not a picture", {ProblemCode.PHOTO_FORMAT}),
        ("cut.pdf", b"%PDF-1.7\n%\xff", {ProblemCode.PHOTO_BROKEN}),
        ("empty.jpg", b"", {ProblemCode.PHOTO_BROKEN}),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Refused) as refused:
            codes_in(unit, path)
        assert {p.code for p in refused.value.problems} <= allowed, name


def test_what_is_no_code_is_refused(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        check_paper(unit, "12345")
    assert refused.value.problems[0].code is ProblemCode.PAPER_CODE_SHAPE
