# SPDX-License-Identifier: MulanPSL-2.0
"""The ledger of bundles that were made here, with the plan by which an unfinished one is finished."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, count, fetch, whole


class BundleState(StrEnum):
    """How far a bundle is."""

    MAKING = "making"  # under way, or interrupted
    WHOLE = "whole"  # every part was written, read back and named
    ABANDONED = "abandoned"  # interrupted, and nothing of it is left to go on with


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMade:
    """One bundle; `operations`, `files` and `bytes` are of the whole, the bytes those of its files' content."""

    id: str
    export: int
    made_at: str  # UTC
    purpose: str
    recipient: str  # device id, "" for the office
    folder: str
    parts: int
    operations: int
    files: int
    bytes: int
    plan: str  # JSON; empty once it is of no use
    state: BundleState


def put_bundle(db: Database, bundle: BundleMade) -> None:
    """Keep a bundle's entry as it is now."""
    names = BundleMade.__slots__
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    db.conn.execute(
        f"INSERT INTO bundles_made ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        tuple(str(v) if isinstance(v, str) else v for v in (getattr(bundle, name) for name in names)),
    )


def list_bundles(db: Database, limit: int = 1000) -> tuple[BundleMade, ...]:
    """Give the newest bundles, newest first."""
    return tuple(_bundle(r) for r in fetch(db, "SELECT * FROM bundles_made ORDER BY export DESC LIMIT ?", [limit]))


def bundles_in(db: Database, folder: str) -> tuple[BundleMade, ...]:
    """Give the bundles made into a folder whose plan is still kept, oldest first."""
    sql = "SELECT * FROM bundles_made WHERE folder = ? AND state <> 'abandoned' AND plan <> '' ORDER BY export"
    return tuple(_bundle(r) for r in fetch(db, sql, [folder]))


def next_export(db: Database) -> int:
    """Give the number of the next bundle, from 1."""
    return count(db, "SELECT coalesce(max(export), 0) + 1 FROM bundles_made")


def _bundle(row: Row) -> BundleMade:
    return BundleMade(
        id=str(row["id"]), export=whole(row["export"]), made_at=str(row["made_at"]), purpose=str(row["purpose"]),
        recipient=str(row["recipient"]), folder=str(row["folder"]), parts=whole(row["parts"]),
        operations=whole(row["operations"]), files=whole(row["files"]), bytes=whole(row["bytes"]),
        plan=str(row["plan"]), state=BundleState(str(row["state"])),
    )  # fmt: skip
