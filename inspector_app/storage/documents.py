# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of issued documents, their lines, and the choice of findings for one in the making."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from inspector_app.domain.document import DocumentDraft, DocumentKind, DocumentState, OfficialDocument
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    date_out,
    fetch,
    fetch_one,
    fields_in,
    fields_out,
    instant_in,
    instant_or_none,
    instant_out,
    put,
    whole,
)


def put_document(db: Database, d: OfficialDocument) -> None:
    """Keep an issued document; the database refuses to change what was printed."""
    put(db, "documents", {
        "id": d.id, "inspection_id": d.inspection_id, "kind": d.kind.value, "state": d.state.value,
        "number": d.number, "word": d.word, "year": d.year, "serial": d.serial, "form_id": d.form_id,
        "form_version": d.form_version, "form_sha256": d.form_sha256, "issued_on": date_out(d.issued_on),
        "issued_at": instant_out(d.issued_at), "content": d.content, "content_sha256": d.content_sha256,
        "sha256": d.sha256, "sm3": d.sm3, "pages": d.pages, "bytes": d.bytes,
        "copies_printed": d.copies_printed, "void_reason": d.void_reason, "voided_at": instant_out(d.voided_at),
        "refers_to": d.refers_to, "fields": fields_out(d.fields), "reinspection_id": d.reinspection_id,
        "seal": d.seal,
    })  # fmt: skip


def amend_document(db: Database, d: OfficialDocument) -> None:
    """Keep what may still change of an issued document: its state, the reason, the copies."""
    db.conn.execute(
        "UPDATE documents SET state = ?, void_reason = ?, voided_at = ?, copies_printed = ? WHERE id = ?",
        (d.state.value, d.void_reason, instant_out(d.voided_at), d.copies_printed, d.id),
    )


def put_line(db: Database, document_id: str, finding_id: str, ordinal: int, deadline: date | None) -> None:
    """Keep which finding stands on which line of a document, with its deadline."""
    put(db, "document_lines", {
        "id": f"{document_id}:{ordinal}", "document_id": document_id, "finding_id": finding_id, "ordinal": ordinal,
        "deadline": date_out(deadline),
    })  # fmt: skip


def get_document(db: Database, document_id: str) -> OfficialDocument | None:
    """Give one document by its id."""
    row = fetch_one(db, "SELECT * FROM documents WHERE id = ?", [document_id])
    return None if row is None else document_from(row)


def with_number(db: Database, number: str) -> OfficialDocument | None:
    """Give one document by its number."""
    row = fetch_one(db, "SELECT * FROM documents WHERE number = ?", [number])
    return None if row is None else document_from(row)


def list_documents(db: Database, inspection_id: str) -> tuple[OfficialDocument, ...]:
    """Give the documents of an inspection in the order of their issue."""
    rows = fetch(db, "SELECT * FROM documents WHERE inspection_id = ? ORDER BY issued_at, id", [inspection_id])
    return tuple(document_from(row) for row in rows)


def used_serials(db: Database, word: str, year: int) -> frozenset[int]:
    """Give every serial of a word and year that was used; a void one stays used."""
    rows = fetch(db, "SELECT serial FROM documents WHERE word = ? AND year = ?", [word, year])
    return frozenset(whole(row["serial"]) for row in rows)


def frozen_by(db: Database, finding_id: str, kind: DocumentKind) -> OfficialDocument | None:
    """Give the valid document of a kind that has this finding on a line."""
    row = fetch_one(
        db,
        "SELECT d.* FROM documents d JOIN document_lines l ON l.document_id = d.id"
        " WHERE l.finding_id = ? AND d.kind = ? AND d.state = ? LIMIT 1",
        [finding_id, kind.value, DocumentState.ISSUED.value],
    )
    return None if row is None else document_from(row)


def findings_of(db: Database, document_id: str) -> tuple[str, ...]:
    """Give the findings on a document's lines."""
    rows = fetch(db, "SELECT finding_id FROM document_lines WHERE document_id = ? ORDER BY ordinal", [document_id])
    return tuple(str(row["finding_id"]) for row in rows)


def put_draft(db: Database, d: DocumentDraft) -> None:
    """Keep what a person chose and wrote for a document in the making."""
    left_out = None if d.left_out is None else sorted(d.left_out)
    put(db, "document_drafts", {
        "id": f"{d.inspection_id}:{d.kind.value}", "inspection_id": d.inspection_id, "kind": d.kind.value,
        "left_out": json.dumps(left_out), "fields": fields_out(d.fields), "refers_to": d.refers_to,
        "reinspection_id": d.reinspection_id,
    })  # fmt: skip


def get_draft(db: Database, inspection_id: str, kind: DocumentKind) -> DocumentDraft:
    """Give the document in the making; an empty one where nothing was chosen yet."""
    row = fetch_one(db, "SELECT * FROM document_drafts WHERE id = ?", [f"{inspection_id}:{kind.value}"])
    if row is None:
        return DocumentDraft(inspection_id=inspection_id, kind=kind)
    left_out = json.loads(str(row["left_out"]))
    return DocumentDraft(
        inspection_id=inspection_id, kind=kind, left_out=None if left_out is None else frozenset(left_out),
        fields=fields_in(row["fields"]), refers_to=str(row["refers_to"]), reinspection_id=str(row["reinspection_id"]),
    )  # fmt: skip


def drop_draft(db: Database, inspection_id: str, kind: DocumentKind) -> None:
    """Forget what was written for a document that is issued now."""
    db.conn.execute("DELETE FROM document_drafts WHERE id = ?", (f"{inspection_id}:{kind.value}",))


def referring(db: Database, document_id: str) -> tuple[OfficialDocument, ...]:
    """Give the documents that refer to this one, in the order of their issue."""
    rows = fetch(db, "SELECT * FROM documents WHERE refers_to = ? ORDER BY issued_at, id", [document_id])
    return tuple(document_from(row) for row in rows)


def document_from(row: Row) -> OfficialDocument:
    """Read one row."""
    return OfficialDocument(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]), kind=DocumentKind(str(row["kind"])),
        state=DocumentState(str(row["state"])), number=str(row["number"]), word=str(row["word"]),
        year=whole(row["year"]), serial=whole(row["serial"]), form_id=str(row["form_id"]),
        form_version=str(row["form_version"]), form_sha256=str(row["form_sha256"]),
        issued_on=date.fromisoformat(str(row["issued_on"])), issued_at=instant_in(row["issued_at"]),
        content=str(row["content"]), content_sha256=str(row["content_sha256"]), sha256=str(row["sha256"]),
        sm3=str(row["sm3"]), pages=whole(row["pages"]), bytes=whole(row["bytes"]),
        copies_printed=whole(row["copies_printed"]), void_reason=str(row["void_reason"]),
        voided_at=instant_or_none(row["voided_at"]), refers_to=str(row["refers_to"]),
        fields=fields_in(row["fields"]), reinspection_id=str(row["reinspection_id"]), seal=str(row["seal"]),
    )  # fmt: skip


def every_document(db: Database) -> Iterator[OfficialDocument]:
    """Give every document one after the other, by its issue."""
    return _each(db, "SELECT * FROM documents ORDER BY issued_at, id")


def signed_documents(db: Database) -> Iterator[OfficialDocument]:
    """Give every document under which an officer's signature is kept."""
    return _each(db, "SELECT * FROM documents WHERE id IN (SELECT document_id FROM document_signatures) ORDER BY id")


def _each(db: Database, sql: str) -> Iterator[OfficialDocument]:
    cursor = db.conn.execute(sql)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield document_from(dict(zip(names, row, strict=True)))
