# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of checkpoints: this laptop's own book, beside the journal that they sign."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from inspector_app.domain.checkpoint import Checkpoint, CheckpointCause
from inspector_app.domain.merging import Chain
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, count, fetch, instant_in, instant_out, whole

HEAD = "AJH1"
SIGNED = ("device", "incarnation", "seq", "hash", "at", "cause")  # columns that the statement says too


def sum_of(statement: str) -> str:
    """Give how the next checkpoint names this one, so that none can be taken out between two."""
    return hashlib.sha256(statement.encode()).hexdigest()


def newest_statement(db: Database, chain: Chain) -> str:
    """Give the newest checkpoint of a chain as it was signed, or nothing."""
    row = db.conn.execute(
        "SELECT statement FROM checkpoints WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1", chain
    ).fetchone()
    return "" if row is None else str(row[0])


def put_checkpoint(db: Database, c: Checkpoint) -> bool:
    """Keep a checkpoint; one of the same operation stays as it was. Gives whether it is new."""
    before = db.conn.total_changes
    db.conn.execute(
        "INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device, incarnation, seq) DO NOTHING",
        (c.device, c.incarnation, c.seq, c.hash, instant_out(c.at), c.cause.value, c.statement, c.countersigned),
    )
    return bool(db.conn.total_changes > before)


def get_checkpoint(db: Database, chain: Chain, seq: int) -> Checkpoint | None:
    """Give the checkpoint of one operation."""
    found = fetch(db, "SELECT * FROM checkpoints WHERE device = ? AND incarnation = ? AND seq = ?", [*chain, seq])
    return checkpoint_from(found[0]) if found else None


def list_checkpoints(db: Database, *, limit: int = 500, offset: int = 0) -> tuple[Checkpoint, ...]:
    """Give checkpoints, the newest of each chain first."""
    sql = "SELECT * FROM checkpoints ORDER BY at DESC, incarnation, seq DESC LIMIT ? OFFSET ?"
    return tuple(checkpoint_from(row) for row in fetch(db, sql, [limit, offset]))


def all_rows(db: Database) -> Iterator[Row]:
    """Give every checkpoint as it stands, chain by chain; what is wrong in it is for the check to say."""
    cursor = db.conn.execute("SELECT * FROM checkpoints ORDER BY device, incarnation, seq")
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def count_checkpoints(db: Database) -> int:
    """How many there are."""
    return count(db, "SELECT count(*) FROM checkpoints")


def countersign(db: Database, chain: Chain, seq: int, receipt: str) -> int:
    """Note the office's receipt for what it covers of a chain; gives how many checkpoints it is the first for.

    The newest of them carries the receipt, the others say where it is.
    """
    params = [*chain, seq]
    where = "device = ? AND incarnation = ? AND seq <= ? AND countersigned = ''"
    rows = fetch(db, f"SELECT max(seq) AS newest FROM checkpoints WHERE {where}", params)
    if not rows or rows[0]["newest"] is None:
        return 0
    newest = whole(rows[0]["newest"])
    before = db.conn.total_changes
    db.conn.execute(f"UPDATE checkpoints SET countersigned = ? WHERE {where}", (f"@{newest}", *params))
    db.conn.execute(
        "UPDATE checkpoints SET countersigned = ? WHERE device = ? AND incarnation = ? AND seq = ?",
        (receipt, *chain, newest),
    )
    return int(db.conn.total_changes - before) - 1


def checkpoint_from(row: Row) -> Checkpoint:
    """Read one row."""
    return Checkpoint(
        device=str(row["device"]), incarnation=str(row["incarnation"]), seq=whole(row["seq"]), hash=str(row["hash"]),
        at=instant_in(row["at"]), cause=CheckpointCause(str(row["cause"])), statement=str(row["statement"]),
        countersigned=str(row["countersigned"]),
    )  # fmt: skip
