# SPDX-License-Identifier: MulanPSL-2.0
"""The queue of bundle parts for the courier, and how far clocks are off: this laptop's own books."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, whole


class Sending(StrEnum):
    """How far a part is."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"  # the office refused it; trying again would not help


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPart:
    """One part that goes to the office; `sent` are the bytes of which the office said that it has them."""

    id: str  # as in the address: bundle and part
    bundle: str
    part: int
    path: str
    bytes: int
    sha256: str
    sent: int
    state: Sending
    tries: int
    next_try: str | None  # UTC
    error: str  # JSON of the last problem, "" without one
    office: str
    queued_at: str  # UTC
    done_at: str | None  # UTC


def put_outbox(db: Database, p: OutboxPart) -> None:
    """Keep a part of the queue."""
    columns = OutboxPart.__slots__
    sets = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "id")
    db.conn.execute(
        f"INSERT INTO outbox ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        tuple(str(v) if isinstance(v := getattr(p, c), Sending) else v for c in columns),
    )


def list_outbox(db: Database) -> tuple[OutboxPart, ...]:
    """Give the queue in the order in which it is sent."""
    return tuple(_part(row) for row in fetch(db, "SELECT * FROM outbox ORDER BY queued_at, bundle, part"))


def note_sent(db: Database, part: OutboxPart, sent: int) -> OutboxPart:
    """Note how much of a part the office has."""
    db.conn.execute("UPDATE outbox SET sent = ? WHERE id = ?", (sent, part.id))
    return replace(part, sent=sent)


def remove_outbox(db: Database, part_id: str) -> None:
    """Take a part out of the queue."""
    db.conn.execute("DELETE FROM outbox WHERE id = ?", (part_id,))


def put_clock(db: Database, device: str, seconds: int, at: str) -> None:
    """Note how many seconds a laptop's clock is ahead of the office's."""
    db.conn.execute(
        "INSERT INTO device_clocks (device, seconds, at) VALUES (?, ?, ?)"
        " ON CONFLICT (device) DO UPDATE SET seconds = excluded.seconds, at = excluded.at",
        (device, seconds, at),
    )


def _part(row: Row) -> OutboxPart:
    next_try, done_at = row["next_try"], row["done_at"]
    return OutboxPart(
        id=str(row["id"]), bundle=str(row["bundle"]), part=whole(row["part"]), path=str(row["path"]),
        bytes=whole(row["bytes"]), sha256=str(row["sha256"]), sent=whole(row["sent"]),
        state=Sending(str(row["state"])), tries=whole(row["tries"]),
        next_try=None if next_try is None else str(next_try), error=str(row["error"]), office=str(row["office"]),
        queued_at=str(row["queued_at"]), done_at=None if done_at is None else str(done_at),
    )  # fmt: skip
