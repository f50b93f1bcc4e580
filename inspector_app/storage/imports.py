# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of inspections that came from another program's file."""

from __future__ import annotations

from datetime import datetime

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import fetch_one, instant_out, put


def put_import(
    db: Database, inspection_id: str, *, name: str, source_format: str, sha256: str, note: str, at: datetime
) -> None:
    """Keep where an inspection came from; the file's bytes lie in the file store."""
    put(db, "imports", {
        "id": inspection_id, "source_name": name, "source_format": source_format, "sha256": sha256, "note": note,
        "at": instant_out(at),
    })  # fmt: skip


def is_imported(db: Database, inspection_id: str) -> bool:
    """Whether an inspection came from a file."""
    return fetch_one(db, "SELECT id FROM imports WHERE id = ?", [inspection_id]) is not None
