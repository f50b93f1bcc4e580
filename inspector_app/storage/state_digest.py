# SPDX-License-Identifier: MulanPSL-2.0
"""One number for all handed-off state: equal digests mean equal rows and equal conflicts."""

from __future__ import annotations

import hashlib
import json

from inspector_app.storage.driver import Database
from inspector_app.storage.tables import JOURNALLED


def state_digest(db: Database) -> str:
    """SHA-256 over every journalled table and the conflicts, rows by id, as canonical JSON lines."""
    total = hashlib.sha256()
    for table in (*JOURNALLED, "conflicts"):
        cursor = db.conn.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            line = [table, dict(zip(names, row, strict=True))]
            text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            total.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return total.hexdigest()


def table_counts(db: Database) -> dict[str, int]:
    """How many rows each journalled table has, the conflicts too: what a person can compare."""
    every = (*JOURNALLED, "conflicts")
    return {table: int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in every}
