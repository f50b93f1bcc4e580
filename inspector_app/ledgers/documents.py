# SPDX-License-Identifier: MulanPSL-2.0
"""The register of issued documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.ledgers.likeness import pattern
from inspector_app.storage.documents import document_from
from inspector_app.storage.enterprises import entries_of, joined, marks
from inspector_app.storage.rows import count, fetch
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One issued document and whom it was for."""

    document: OfficialDocument
    enterprise_name: str


SQL = f"""SELECT d.*, e.name AS enterprise_name FROM documents d
JOIN inspections i ON i.id = d.inspection_id {joined("i.enterprise_id")}"""


def rows(
    ws: Workspace, inspection_id: str | None = None, *, enterprise_id: str | None = None, limit: int = -1
) -> tuple[DocumentRow, ...]:
    """Give issued documents, void ones too, newest first, all of them or at most `limit`."""
    where, params = "", []
    with ws.reader() as db:
        if inspection_id is not None:
            where, params = " WHERE d.inspection_id = ?", [inspection_id]
        elif enterprise_id is not None:
            params = list(entries_of(db, enterprise_id))
            where = f" WHERE i.enterprise_id IN ({marks(params)})"
        found = fetch(db, f"{SQL}{where} ORDER BY d.issued_at DESC, d.id LIMIT ?", [*params, limit])
    return tuple(_row(r) for r in found)


def search(
    ws: Workspace, words: Sequence[str], kinds: Mapping[str, Collection[DocumentKind]], *, limit: int
) -> tuple[tuple[DocumentRow, ...], int]:
    """Give the newest documents with all these words in number, enterprise or day, and how many there are.

    `kinds` says which kinds of document a word names, in the language of who asks.
    """
    tests: list[str] = ["1"]
    params: list[object] = []
    for one in words:
        meant = sorted(kind.value for kind in kinds.get(one, ()))
        columns = ("d.number", "e.name", "d.issued_on")
        likes = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
        tests.append(f"({likes} OR d.kind IN ({marks(meant)}))")
        params += [pattern(one)] * len(columns) + meant
    where = " AND ".join(tests)
    with ws.reader() as db:
        found = fetch(db, f"{SQL} WHERE {where} ORDER BY d.issued_at DESC, d.id LIMIT ?", [*params, limit])
        every = count(db, f"SELECT count(*) FROM ({SQL} WHERE {where})", params)
    return tuple(_row(r) for r in found), every


def find(ws: Workspace, name: str) -> DocumentRow | None:
    """Give the document with this id or this number."""
    with ws.reader() as db:
        found = fetch(db, f"{SQL} WHERE d.id = ? OR d.number = ?", [name, name])
    return _row(found[0]) if found else None


def _row(row: dict[str, object]) -> DocumentRow:
    return DocumentRow(document=document_from(row), enterprise_name=str(row["enterprise_name"]))
