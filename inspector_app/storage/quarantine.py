# SPDX-License-Identifier: MulanPSL-2.0
"""Parts that were refused: kept visible with the reason until the same file is read well or a person discards it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one

READ, DISCARDED = "read", "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """One refused file: where it lay, its hash, why it was refused, who sent it as far as known."""

    id: str
    path: str
    name: str
    sha256: str
    reason: str  # a problem code
    fields: Mapping[str, str]
    device: str
    at: str  # UTC
    settled_at: str | None = None
    settled_how: str = ""  # "read", or "discarded: " with a person's reason


def put(db: Database, row: QuarantineRow) -> None:
    """Note a refused file. One that lies there already (same bytes, not settled) is told anew, not twice."""
    known = fetch_one(
        db, "SELECT id FROM quarantine WHERE sha256 = ? AND name = ? AND settled_at IS NULL", [row.sha256, row.name]
    )
    fields = json.dumps(dict(row.fields), ensure_ascii=False, sort_keys=True)
    if known is not None:
        db.conn.execute(
            "UPDATE quarantine SET path = ?, reason = ?, fields = ?, device = ? WHERE id = ?",
            (row.path, row.reason, fields, row.device, known["id"]),
        )
        return
    db.conn.execute(
        "INSERT INTO quarantine (id, path, name, sha256, reason, fields, device, at, settled_at, settled_how)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, '')",
        (row.id, row.path, row.name, row.sha256, row.reason, fields, row.device, row.at),
    )


def settle_read(db: Database, *, sha256: str, name: str, at: str) -> int:
    """Settle what was refused before and is read now: the same bytes, or a whole copy under the same name."""
    return int(
        db.conn.execute(
            "UPDATE quarantine SET settled_at = ?, settled_how = ? WHERE settled_at IS NULL"
            " AND (sha256 = ? OR name = ?)",
            (at, READ, sha256, name),
        ).rowcount
    )


def discard(db: Database, quarantine_id: str, *, reason: str, at: str) -> None:
    """Settle one by a person's word."""
    db.conn.execute(
        "UPDATE quarantine SET settled_at = ?, settled_how = ? WHERE id = ?",
        (at, f"{DISCARDED}: {reason}", quarantine_id),
    )


def list_quarantine(db: Database, *, settled: bool = False) -> tuple[QuarantineRow, ...]:
    """Give what lies there, newest first; with `settled`, what is done with too."""
    where = "" if settled else " WHERE settled_at IS NULL"
    return tuple(_row(r) for r in fetch(db, f"SELECT * FROM quarantine{where} ORDER BY at DESC, name, id"))


def starting_with(db: Database, start: str) -> tuple[QuarantineRow, ...]:
    """Give the unsettled ones whose id begins so."""
    return tuple(row for row in list_quarantine(db) if row.id.startswith(start))


def _row(row: Row) -> QuarantineRow:
    settled = row["settled_at"]
    return QuarantineRow(
        id=str(row["id"]), path=str(row["path"]), name=str(row["name"]), sha256=str(row["sha256"]),
        reason=str(row["reason"]), fields=json.loads(str(row["fields"])), device=str(row["device"]),
        at=str(row["at"]), settled_at=None if settled is None else str(settled), settled_how=str(row["settled_how"]),
    )  # fmt: skip
