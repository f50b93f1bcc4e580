# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of packs that the unit imported, of those it does not use, and of law updates it applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, date_in, date_out, fetch, fetch_one, instant_in, instant_out, put


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRow:
    """One imported version; its frozen bytes and the file it came from lie in the file store."""

    id: str
    pack_id: str
    version: str
    sha256: str
    title: str
    source_name: str
    source_format: str
    source_sha256: str
    kept_at: datetime
    removed_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawUpdateRow:
    """One applied law update; the file lies in the file store."""

    id: str
    sha256: str
    title: str
    issuer: str
    issued_on: date | None
    person: str
    applied_at: datetime


def put_pack(db: Database, p: PackRow) -> None:
    """Keep an imported version."""
    put(db, "kept_packs", {
        "id": p.id, "pack_id": p.pack_id, "version": p.version, "sha256": p.sha256, "title": p.title,
        "source_name": p.source_name, "source_format": p.source_format, "source_sha256": p.source_sha256,
        "kept_at": instant_out(p.kept_at), "removed_reason": p.removed_reason,
    })  # fmt: skip


def get_pack(db: Database, row_id: str) -> PackRow | None:
    """Give one imported version."""
    row = fetch_one(db, "SELECT * FROM kept_packs WHERE id = ?", [row_id])
    return None if row is None else _pack(row)


def list_packs(db: Database) -> tuple[PackRow, ...]:
    """Give all imported versions, the oldest first, removed ones too."""
    return tuple(_pack(row) for row in fetch(db, "SELECT * FROM kept_packs ORDER BY kept_at, id"))


def put_choice(db: Database, pack_id: str, *, is_enabled: bool) -> None:
    """Keep whether the unit uses a pack."""
    put(db, "pack_choices", {"id": pack_id, "is_enabled": int(is_enabled)})


def disabled_packs(db: Database) -> frozenset[str]:
    """Give the ids of the packs that the unit does not use."""
    return frozenset(str(row["id"]) for row in fetch(db, "SELECT id FROM pack_choices WHERE is_enabled = 0"))


def put_law_update(db: Database, u: LawUpdateRow) -> None:
    """Keep that a law update was applied."""
    put(db, "law_updates", {
        "id": u.id, "sha256": u.sha256, "title": u.title, "issuer": u.issuer, "issued_on": date_out(u.issued_on),
        "person": u.person, "applied_at": instant_out(u.applied_at),
    })  # fmt: skip


def list_law_updates(db: Database) -> tuple[LawUpdateRow, ...]:
    """Give the applied law updates, the oldest first."""
    return tuple(
        LawUpdateRow(
            id=str(r["id"]), sha256=str(r["sha256"]), title=str(r["title"]), issuer=str(r["issuer"]),
            issued_on=date_in(r["issued_on"]), person=str(r["person"]), applied_at=instant_in(r["applied_at"]),
        )
        for r in fetch(db, "SELECT * FROM law_updates ORDER BY applied_at, id")
    )  # fmt: skip


def _pack(row: Row) -> PackRow:
    names = ("id", "pack_id", "version", "sha256", "title", "source_name", "source_format", "source_sha256",
             "removed_reason")  # fmt: skip
    return PackRow(**{name: str(row[name]) for name in names}, kept_at=instant_in(row["kept_at"]))
