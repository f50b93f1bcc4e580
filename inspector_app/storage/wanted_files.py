# SPDX-License-Identifier: MulanPSL-2.0
"""Files that rows of other laptops name and that have not come yet; operations that wait for earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import count, fetch, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFile:
    """One file that is announced and not here."""

    sha256: str
    kind: str
    bytes: int  # 0 where the row did not say
    table: str
    row_id: str
    device: str  # whose operation named it
    since: str  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOperation:
    """One operation that came before those that its author had seen; `saw` as the journal keeps it."""

    device: str
    incarnation: str
    seq: int
    saw: str
    bundle: str
    since: str  # UTC


class ChainPart(Protocol):
    """Operations `first` to `last` of a chain."""

    @property
    def device(self) -> str:
        """Whose."""

    @property
    def incarnation(self) -> str:
        """Under which incarnation."""

    @property
    def first(self) -> int:
        """From which on."""

    @property
    def last(self) -> int:
        """Up to which."""


def list_wanted(db: Database, device: str = "") -> tuple[WantedFile, ...]:
    """Give what is missing, oldest first; only what one laptop announced where it is named."""
    sql = "SELECT * FROM wanted_files WHERE ? IN ('', device) ORDER BY since, device, sha256"
    return tuple(
        WantedFile(
            sha256=str(r["sha256"]), kind=str(r["kind"]), bytes=whole(r["bytes"]), table=str(r["table_name"]),
            row_id=str(r["row_id"]), device=str(r["device"]), since=str(r["since"]),
        )
        for r in fetch(db, sql, [device])
    )  # fmt: skip


def count_wanted(db: Database) -> dict[str, int]:
    """How many files are missing, by the laptop that announced them."""
    rows = fetch(db, "SELECT device, count(*) AS n FROM wanted_files GROUP BY device ORDER BY device")
    return {str(row["device"]): whole(row["n"]) for row in rows}


def drop_wanted(db: Database, hashes: Iterable[str]) -> int:
    """Take files off the list that have come; gives how many stood on it."""
    return sum(
        int(db.conn.execute("DELETE FROM wanted_files WHERE sha256 = ?", (sha256,)).rowcount) for sha256 in hashes
    )


def is_wanted(db: Database, sha256: str) -> bool:
    """Whether a file is missing."""
    return count(db, "SELECT count(*) FROM wanted_files WHERE sha256 = ?", [sha256]) > 0


def list_waiting(db: Database) -> tuple[WaitingOperation, ...]:
    """Give the operations that wait, chain by chain."""
    sql = (
        "SELECT device, incarnation, seq, json_extract(content, '$[0][11]') AS saw, bundle, since"
        " FROM waiting_operations ORDER BY device, incarnation, seq"
    )
    return tuple(
        WaitingOperation(
            device=str(r["device"]), incarnation=str(r["incarnation"]), seq=whole(r["seq"]), saw=str(r["saw"] or ""),
            bundle=str(r["bundle"]), since=str(r["since"]),
        )
        for r in fetch(db, sql)
    )  # fmt: skip


def count_waiting(db: Database) -> int:
    """How many operations wait."""
    return count(db, "SELECT count(*) FROM waiting_operations")


def waits_at(db: Database, device: str, incarnation: str, seq: int) -> bool:
    """Whether this very operation lies among the waiting ones."""
    sql = "SELECT count(*) FROM waiting_operations WHERE device = ? AND incarnation = ? AND seq = ?"
    return count(db, sql, [device, incarnation, seq]) > 0


def count_waiting_in(db: Database, ranges: Iterable[ChainPart]) -> int:
    """How many operations of these stretches of chains wait."""
    sql = "SELECT count(*) FROM waiting_operations WHERE device = ? AND incarnation = ? AND seq BETWEEN ? AND ?"
    return sum(count(db, sql, [r.device, r.incarnation, r.first, r.last]) for r in ranges)
