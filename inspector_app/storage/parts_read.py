# SPDX-License-Identifier: MulanPSL-2.0
"""The ledger of bundle parts that were read: each once, by bundle and part."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRead:
    """One part of a bundle that was read and applied; `own_seq` is how far this laptop's own chain had come then."""

    bundle: str
    part: int
    parts: int
    sha256: str
    name: str
    device: str
    incarnation: str
    export: int
    read_at: str  # UTC
    operations: int
    applied: int
    waiting: int
    files: int
    bytes: int
    own_seq: int
    header: str  # canonical JSON, as it was signed


def put_part(db: Database, part: PartRead) -> None:
    """Note a part as read; reading it again takes the place of the first note only where more was applied."""
    values = tuple(getattr(part, name) for name in PartRead.__slots__)
    db.conn.execute(
        f"INSERT INTO parts_read ({', '.join(PartRead.__slots__)}) VALUES ({', '.join('?' for _ in values)})"
        " ON CONFLICT (bundle, part) DO UPDATE SET read_at = excluded.read_at, applied = applied + excluded.applied,"
        " waiting = excluded.waiting, files = max(files, excluded.files),"
        " own_seq = CASE WHEN excluded.applied > 0 THEN excluded.own_seq ELSE own_seq END",
        values,
    )


def get_part(db: Database, bundle: str, part: int) -> PartRead | None:
    """Give one part's note."""
    row = fetch_one(db, "SELECT * FROM parts_read WHERE bundle = ? AND part = ?", [bundle, part])
    return None if row is None else _part(row)


def list_parts(db: Database, limit: int = 1000) -> tuple[PartRead, ...]:
    """Give the newest notes, newest first."""
    return tuple(_part(r) for r in fetch(db, "SELECT * FROM parts_read ORDER BY read_at DESC, part LIMIT ?", [limit]))


def is_read(db: Database, name: str, size: int) -> bool:
    """Whether a part's file of this name and size in bytes was read."""
    return fetch_one(db, "SELECT 1 FROM parts_read WHERE name = ? AND bytes = ? LIMIT 1", [name, size]) is not None


def applied_after(db: Database, own_seq: int) -> bool:
    """Whether anything of others was applied when this laptop's own chain was at `own_seq` or later."""
    return fetch_one(db, "SELECT 1 FROM parts_read WHERE own_seq >= ? AND applied > 0 LIMIT 1", [own_seq]) is not None


def _part(row: Row) -> PartRead:
    return PartRead(
        bundle=str(row["bundle"]), part=whole(row["part"]), parts=whole(row["parts"]), sha256=str(row["sha256"]),
        name=str(row["name"]), device=str(row["device"]), incarnation=str(row["incarnation"]),
        export=whole(row["export"]), read_at=str(row["read_at"]), operations=whole(row["operations"]),
        applied=whole(row["applied"]), waiting=whole(row["waiting"]), files=whole(row["files"]),
        bytes=whole(row["bytes"]), own_seq=whole(row["own_seq"]), header=str(row["header"]),
    )  # fmt: skip
