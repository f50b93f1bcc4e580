# SPDX-License-Identifier: MulanPSL-2.0
"""The files of a case as lists show them."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.service import Attachment
from inspector_app.storage import attachments, documents, inspections
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """One file, and the number of the document on which it hangs."""

    attachment: Attachment
    document_number: str


def rows(ws: Workspace, inspection_id: str) -> tuple[AttachmentRow, ...]:
    """Give the files of a case in the order in which they came, removed ones not. Refuses NOT_FOUND."""
    with ws.reader() as db:
        if inspections.get_inspection(db, inspection_id) is None:
            fields = {"kind": "inspection", "id": inspection_id[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields=fields)])
        numbers = {d.id: d.number for d in documents.list_documents(db, inspection_id)}
        found = attachments.list_of_inspection(db, inspection_id)
    return tuple(AttachmentRow(attachment=a, document_number=numbers.get(a.document_id, "")) for a in found)


def find(ws: Workspace, attachment_id: str) -> Attachment | None:
    """Give one file, a removed one too."""
    with ws.reader() as db:
        return attachments.get_attachment(db, attachment_id)
