# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the files of a case; their bytes lie in the file store."""

from __future__ import annotations

from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one, instant_in, instant_out, put, whole


def put_attachment(db: Database, a: Attachment) -> None:
    """Keep a file of a case."""
    put(db, "attachments", {
        "id": a.id, "inspection_id": a.inspection_id, "document_id": a.document_id, "kind": a.kind.value,
        "title": a.title, "file_name": a.file_name, "format": a.format, "sha256": a.sha256, "sm3": a.sm3,
        "bytes": a.bytes, "pages": a.pages, "added_at": instant_out(a.added_at), "note": a.note,
        "removed_reason": a.removed_reason,
    })  # fmt: skip


def get_attachment(db: Database, attachment_id: str) -> Attachment | None:
    """Give one file of a case, a removed one too."""
    row = fetch_one(db, "SELECT * FROM attachments WHERE id = ?", [attachment_id])
    return None if row is None else attachment_from(row)


def list_of_inspection(db: Database, inspection_id: str) -> tuple[Attachment, ...]:
    """Give the files of a case that were not removed, in the order in which they came."""
    sql = "SELECT * FROM attachments WHERE inspection_id = ? AND removed_reason = '' ORDER BY added_at, id"
    return tuple(attachment_from(row) for row in fetch(db, sql, [inspection_id]))


def attachment_from(row: Row) -> Attachment:
    """Read one row."""
    return Attachment(
        id=str(row["id"]), inspection_id=str(row["inspection_id"]), document_id=str(row["document_id"]),
        kind=AttachmentKind(str(row["kind"])), title=str(row["title"]), file_name=str(row["file_name"]),
        format=str(row["format"]), sha256=str(row["sha256"]), sm3=str(row["sm3"]), bytes=whole(row["bytes"]),
        pages=whole(row["pages"]), added_at=instant_in(row["added_at"]), note=str(row["note"]),
        removed_reason=str(row["removed_reason"]),
    )  # fmt: skip
