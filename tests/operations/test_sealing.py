# SPDX-License-Identifier: MulanPSL-2.0
"""The seal of an issued document, the code on its paper, and the checkpoints that go with it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector_app.documents import fill, render
from inspector_app.domain.checkpoint import CheckpointCause
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.paper_seal import NotACode, code_of, key_id, read_code, seal_of, short, signed_part
from inspector_app.domain.problems import Refused
from inspector_app.operations import checkpoints, documents
from inspector_app.operations.document_facts import gather
from inspector_app.operations.sealing import stamp_of
from inspector_app.storage import checkpoints as rows
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.after_issue import a_visit, an_order
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    return an_order(unit, clock)


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def test_the_seal_is_signed_over_number_content_pdf_and_head(order: OfficialDocument) -> None:
    seal = seal_of(order)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.key))
    key.verify(bytes.fromhex(seal.signature), signed_part(order))
    part = json.loads(signed_part(order).partition(b"\n")[2])
    assert part == {
        "number": order.number, "content_sha256": order.content_sha256, "pdf_sha256": order.sha256, "head": seal.head,
    }  # fmt: skip


def test_the_code_says_number_digest_and_head_and_is_signed_by_the_same_key(order: OfficialDocument) -> None:
    seal = seal_of(order)
    code = read_code(seal.code)
    assert (code.number, code.content_sha256, code.key_id) == (order.number, order.content_sha256, key_id(seal.key))
    assert seal.head.startswith(code.head) and len(code.head) == 12
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.key)).verify(code.signature, code.signed)


def test_the_head_is_that_of_the_entry_before_the_issue(unit: Workspace, order: OfficialDocument) -> None:
    with unit.reader() as db:
        issued = db.conn.execute(
            "SELECT prev_hash FROM operations o JOIN changes c ON c.operation_id = o.id"
            " WHERE c.table_name = 'documents' AND c.row_id = ?", (order.id,)
        ).fetchone()  # fmt: skip
    assert seal_of(order).head == issued[0]


def test_every_page_bears_the_short_head_and_the_last_the_number(unit: Workspace, order: OfficialDocument) -> None:
    pages = text_of(documents.document_pdf(unit, order.id))
    assert all(short(seal_of(order).head) in page for page in pages)
    assert order.content_sha256 in pages[-1].replace("\r\n", "") and key_id(seal_of(order).key) in pages[-1]


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_code_is_read_back_from_the_drawn_page(unit: Workspace, order: OfficialDocument, dpi: int) -> None:
    document = pypdfium2.PdfDocument(documents.document_pdf(unit, order.id))
    page = document[len(document) - 1].render(scale=dpi / 72).to_pil().convert("RGB")
    out = io.BytesIO()
    page.rotate(4, fillcolor=(250, 250, 250)).save(out, "JPEG", quality=80)
    assert unit.photo_worker.find_codes(out.getvalue(), "page.jpg") == (seal_of(order).code,)


def test_the_same_document_drawn_again_gives_the_same_bytes(unit: Workspace, clock: Clock) -> None:
    visit, kind = a_visit(unit, clock), DocumentKind.RECTIFICATION_ORDER
    number = "（清河）应急责改〔2026〕1号"
    with unit.reader() as db:
        facts = gather(unit, db, visit.id, kind, unit.today(), number=number)
    made = documents.issue_document(unit, visit.id, kind).value
    assert made.number == number
    stamp = stamp_of(seal_of(made), made.number, made.content_sha256)
    again = render(facts.form, fill(facts.form, facts.facts), {}, unit.fonts, stamp)
    assert again.pdf == documents.document_pdf(unit, made.id)


def test_a_draft_has_as_many_pages_as_the_issued_document(unit: Workspace, clock: Clock) -> None:
    visit = a_visit(unit, clock)
    draft = documents.preview_document(unit, visit.id, DocumentKind.RECTIFICATION_ORDER)
    made = documents.issue_document(unit, visit.id, DocumentKind.RECTIFICATION_ORDER).value
    assert draft.pages == made.pages
    assert "签发后" in "".join(text_of(draft.pdf))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AJ1:",
        "AJ1:x:",
        "AJ2:n:AA",
        "AJ1:n:" + "A" * 175,
        "AJ1:n:" + "A" * 170 + "!!!!!!",
        "AJ1::" + "A" * 176,
        "AJ1:n\x07:" + "A" * 176,
        "AJ1:n\u202e:" + "A" * 176,
    ],
)
def test_what_is_no_code_is_not_read(text: str) -> None:
    with pytest.raises(NotACode):
        read_code(text)


def test_a_code_may_be_typed_with_spaces_small_letters_and_misread_digits(order: OfficialDocument) -> None:
    code = seal_of(order).code
    start, _, packed = code.rpartition(":")
    typed = f"{start}:" + " ".join(packed[n : n + 5] for n in range(0, len(packed), 5)).lower().replace("o", "0")
    assert read_code(typed) == read_code(code)


def test_a_code_is_made_and_read_back() -> None:
    made = code_of("（甲）1号", "ab" * 32, "cd" * 32, "01" * 32, b"\x07" * 64)
    read = read_code(made)
    assert (read.number, read.content_sha256, read.head) == ("（甲）1号", "ab" * 32, "cd" * 6)
    assert read.signature == b"\x07" * 64


# Checkpoints ----------------------------------------------------------------------------------------------


def test_each_issue_makes_a_checkpoint_and_one_names_the_one_before(unit: Workspace, clock: Clock) -> None:
    an_order(unit, clock)
    with unit.reader() as db:
        found = list(rows.all_rows(db))
    assert [row["cause"] for row in found] == ["issue", "issue"]
    later = json.loads(str(found[1]["statement"]))["body"]
    assert later["previous"] == rows.sum_of(str(found[0]["statement"]))


def test_every_hundredth_entry_makes_one(unit: Workspace) -> None:
    while unit.marks() and next(iter(unit.marks().values())).seq < 99:
        an_enterprise(unit, next(iter(unit.marks().values())).seq + 10)
    assert checkpoints.list_checkpoints(unit) == ()
    made = an_enterprise(unit, 9_000)
    assert made.id
    found = checkpoints.list_checkpoints(unit)
    assert [(c.seq, c.cause) for c in found] == [(100, CheckpointCause.COUNT)]


def test_a_refused_issue_makes_none(unit: Workspace, clock: Clock) -> None:
    visit = a_visit(unit, clock)
    before = len(checkpoints.list_checkpoints(unit))
    with pytest.raises(Refused):
        documents.issue_document(unit, visit.id, DocumentKind.EXTENSION_REPLY)
    assert len(checkpoints.list_checkpoints(unit)) == before


def test_checkpoints_and_keys_are_given_out(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    an_order(unit, clock)
    assert checkpoints.export_checkpoints(unit, tmp_path / "c.txt") == 2, "the head was signed already"
    assert checkpoints.export_keys(unit, tmp_path / "k.txt") == 1
    listed = json.loads((tmp_path / "k.txt").read_text())
    assert listed["kind"] == "AJK1" and listed["key"] == listed["body"]["laptops"][0]["key"]


def test_without_an_entry_there_is_nothing_to_sign(tmp_path: Path, clock: Clock) -> None:
    empty = create_workspace(tmp_path / "empty", clock=clock)
    with pytest.raises(Refused) as refused:
        checkpoints.make_checkpoint(empty)
    assert refused.value.problems[0].code == "nothing_to_sign"
    empty.close()
