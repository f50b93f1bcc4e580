# SPDX-License-Identifier: MulanPSL-2.0
"""The newest head of each chain as its own laptop signed it; what other laptops' operations are carried on with."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """How far a chain goes, in its own laptop's words (`statement` is the signed text, AJH1)."""

    device: str
    incarnation: str
    seq: int
    hash: str
    statement: str


def put_head(db: Database, head: SignedHead) -> None:
    """Keep a head unless a newer one is known."""
    db.conn.execute(
        "INSERT INTO signed_heads VALUES (?, ?, ?, ?, ?) ON CONFLICT (device, incarnation) DO UPDATE SET"
        " seq = excluded.seq, hash = excluded.hash, statement = excluded.statement WHERE excluded.seq > seq",
        (head.device, head.incarnation, head.seq, head.hash, head.statement),
    )


def get_head(db: Database, device: str, incarnation: str) -> SignedHead | None:
    """Give the newest signed head of a chain."""
    row = fetch_one(db, "SELECT * FROM signed_heads WHERE device = ? AND incarnation = ?", [device, incarnation])
    return None if row is None else _head(row)


def list_heads(db: Database) -> tuple[SignedHead, ...]:
    """Give the newest signed head of every chain that has one."""
    return tuple(_head(row) for row in fetch(db, "SELECT * FROM signed_heads ORDER BY device, incarnation"))


def hash_at(db: Database, device: str, incarnation: str, seq: int) -> str:
    """Give the hash of an operation that is known here, or nothing."""
    row = fetch_one(
        db,
        "SELECT hash FROM operations WHERE device = ? AND incarnation = ? AND seq = ?",
        [device, incarnation, seq],
    )
    return "" if row is None else str(row["hash"])


def time_of(db: Database, device: str, incarnation: str, seq: int) -> str:
    """Give when an operation was done by its author's clock (UTC text), or nothing."""
    row = fetch_one(
        db, "SELECT at FROM operations WHERE device = ? AND incarnation = ? AND seq = ?", [device, incarnation, seq]
    )
    return "" if row is None else str(row["at"])


def note_clock(db: Database, device: str, seconds: int, at: str) -> None:
    """Keep how far a laptop's clock is ahead of the office's (negative: behind), as far as it is proved."""
    db.conn.execute(
        "INSERT INTO device_clocks VALUES (?, ?, ?) ON CONFLICT (device) DO UPDATE SET seconds = excluded.seconds,"
        " at = excluded.at",
        (device, seconds, at),
    )


def _head(row: Row) -> SignedHead:
    return SignedHead(
        device=str(row["device"]), incarnation=str(row["incarnation"]), seq=whole(row["seq"]), hash=str(row["hash"]),
        statement=str(row["statement"]),
    )  # fmt: skip
