# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the files that the office gave to all laptops; the files themselves lie in the file store."""

from __future__ import annotations

from inspector_app.domain.unit_file import UnitFile, UnitFileKind
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one, instant_in, instant_out, put, whole


def put_unit_file(db: Database, f: UnitFile) -> None:
    """Keep a published file's row."""
    put(db, "unit_files", {
        "id": f.id, "kind": f.kind.value, "name": f.name, "sha256": f.sha256, "bytes": f.bytes, "note": f.note,
        "removed_reason": f.removed_reason, "at": instant_out(f.at),
    })  # fmt: skip


def get_unit_file(db: Database, file_id: str) -> UnitFile | None:
    """Give one published file."""
    row = fetch_one(db, "SELECT * FROM unit_files WHERE id = ?", [file_id])
    return None if row is None else _unit_file(row)


def list_unit_files(db: Database) -> tuple[UnitFile, ...]:
    """Give every published file of a kind that is known here, the newest first, removed ones too."""
    known = {kind.value for kind in UnitFileKind}
    rows = fetch(db, "SELECT * FROM unit_files ORDER BY at DESC, id DESC")
    return tuple(_unit_file(row) for row in rows if row["kind"] in known)


def _unit_file(row: Row) -> UnitFile:
    return UnitFile(
        id=str(row["id"]), kind=UnitFileKind(str(row["kind"])), name=str(row["name"]), sha256=str(row["sha256"]),
        bytes=whole(row["bytes"]), note=str(row["note"]), removed_reason=str(row["removed_reason"]),
        at=instant_in(row["at"]),
    )  # fmt: skip
