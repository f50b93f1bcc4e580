# SPDX-License-Identifier: MulanPSL-2.0
"""Papers and files of cases given out one by one: as they are kept, or drawn for this; each is noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.due import DueEntry
from inspector_app.domain.service import Attachment
from inspector_app.domain.verification import Verified
from inspector_app.operations.attachments import attachment_bytes
from inspector_app.operations.documents import Preview, document_pdf, preview_document
from inspector_app.operations.due_list import due_calendar
from inspector_app.operations.evidence_statement import statement_pdf
from inspector_app.operations.number_register import NumberRegister, number_register
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import give_out, leave
from inspector_app.workspace.privacy import masked


def save_issued(ws: Workspace, document_id: str, path: Path) -> bytes:
    """Write the frozen bytes of an issued document and give them. Refuses as `document_pdf` and `give_out`.

    It is the document itself, whole; a copy for others is `masked_copies.save_masked`.
    """
    leave(ws, path, whole=True)
    data = document_pdf(ws, document_id)
    give_out(ws, "document", path, data, whole=True)
    return data


def save_draft(
    ws: Workspace, inspection_id: str, kind: DocumentKind, path: Path, issued_on: date | None = None
) -> Preview:
    """Write a document with the draft mark, whole, for who works on it. Refuses as its preview and `give_out`."""
    leave(ws, path, whole=True)
    made = preview_document(ws, inspection_id, kind, issued_on)
    give_out(ws, f"draft {kind.value}", path, made.pdf, whole=True)
    return made


def save_attachment(ws: Workspace, attachment: Attachment, path: Path) -> None:
    """Write a file of a case as it came: nobody can mask a scan. Refuses as `attachment_bytes` and `give_out`."""
    leave(ws, path, whole=True)
    give_out(ws, "attachment", path, attachment_bytes(ws, attachment), whole=True)


def save_deadlines(ws: Workspace, entries: Sequence[DueEntry], path: Path, *, whole: bool = False) -> None:
    """Write deadlines as an iCalendar file, masked unless `whole` is asked for. Refuses as `give_out`."""
    shown = masked(tuple(entries)) if leave(ws, path, whole=whole) else entries
    give_out(ws, "deadlines", path, due_calendar(shown, stamp=ws.now()), whole=whole, count=len(entries))


def save_register(ws: Workspace, year: int, path: Path, *, whole: bool = False) -> NumberRegister:
    """Write the number register of a year, masked unless `whole` is asked for. Refuses as its making and `give_out`."""
    made = number_register(ws, year, masks=leave(ws, path, whole=whole))
    give_out(ws, "number_register", path, made.pdf, whole=whole, count=made.documents)
    return made


def save_statement(ws: Workspace, made: Verified, path: Path, numbers: Sequence[str] = ()) -> None:
    """Write the statement of a check: sums, numbers and names, no personal numbers. Who verifies may give it out."""
    leave(ws, path, whole=False, act=Act.VERIFY)
    give_out(ws, "statement", path, statement_pdf(ws, made, numbers), whole=False, act=Act.VERIFY)
