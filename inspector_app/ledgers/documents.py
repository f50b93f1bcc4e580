# SPDX-License-Identifier: MulanPSL-2.0
"""The register of issued documents."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.document import OfficialDocument
from inspector_app.storage.documents import document_from
from inspector_app.storage.enterprises import entries_of, joined, marks
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One issued document and whom it was for."""

    document: OfficialDocument
    enterprise_name: str


SQL = f"""SELECT d.*, e.name AS enterprise_name FROM documents d
JOIN inspections i ON i.id = d.inspection_id {joined("i.enterprise_id")}"""


def rows(
    ws: Workspace, inspection_id: str | None = None, *, enterprise_id: str | None = None
) -> tuple[DocumentRow, ...]:
    """Give issued documents, void ones too, newest first."""
    where, params = "", []
    with ws.reader() as db:
        if inspection_id is not None:
            where, params = " WHERE d.inspection_id = ?", [inspection_id]
        elif enterprise_id is not None:
            params = list(entries_of(db, enterprise_id))
            where = f" WHERE i.enterprise_id IN ({marks(params)})"
        found = fetch(db, f"{SQL}{where} ORDER BY d.issued_at DESC, d.id", params)
    return tuple(_row(r) for r in found)


def find(ws: Workspace, name: str) -> DocumentRow | None:
    """Give the document with this id or this number."""
    with ws.reader() as db:
        found = fetch(db, f"{SQL} WHERE d.id = ? OR d.number = ?", [name, name])
    return _row(found[0]) if found else None


def _row(row: dict[str, object]) -> DocumentRow:
    return DocumentRow(document=document_from(row), enterprise_name=str(row["enterprise_name"]))
