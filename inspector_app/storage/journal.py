# SPDX-License-Identifier: MulanPSL-2.0
"""The journal: the database itself writes every change; operations are chained by hash.

At opening, temporary triggers are made for each journalled table. They write the changed columns, old and
new, into `changes`, and refuse any write while no operation is open: no code path can skip the journal.
Temporary, because they leave no trace in the file and need no migration when a column is added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from inspector_app.domain.change import Change, Changes, Op, Operation
from inspector_app.storage.driver import Connection, Database
from inspector_app.storage.tables import JOURNALLED

GENESIS = "0" * 64


def install(db: Database) -> None:
    """Make the triggers on the writing connection; nothing of this is stored in the file."""
    conn = db.conn
    conn.execute("CREATE TEMP TABLE op_now (id TEXT NOT NULL, n INTEGER NOT NULL)")
    for table in JOURNALLED:
        columns = [row[1] for row in conn.execute(f"PRAGMA main.table_info({table})")]
        for statement in _triggers(table, columns):
            conn.execute(statement)


def _triggers(table: str, columns: list[str]) -> Iterator[str]:
    changed = " OR ".join(f"old.{c} IS NOT new.{c}" for c in columns)
    for event, row, old, new, when in (
        ("INSERT", "new", "NULL", _object(columns, "new"), ""),
        ("DELETE", "old", _object(columns, "old"), "NULL", ""),
        ("UPDATE", "new", _difference(columns, "old"), _difference(columns, "new"), f"WHEN {changed}"),
    ):
        yield (
            f"CREATE TEMP TRIGGER journal_{table}_{event.lower()} AFTER {event} ON main.{table} {when} BEGIN "
            "SELECT RAISE(ABORT, 'write outside an operation') WHERE NOT EXISTS (SELECT 1 FROM op_now); "
            "UPDATE op_now SET n = n + 1; "
            "INSERT INTO changes (operation_id, ordinal, table_name, row_id, old, new) "
            f"SELECT id, n, '{table}', {row}.id, {old}, {new} FROM op_now; END"
        )
    yield (
        f"CREATE TEMP TRIGGER journal_{table}_key BEFORE UPDATE OF id ON main.{table} WHEN old.id IS NOT new.id "
        "BEGIN SELECT RAISE(ABORT, 'a key never changes'); END"
    )


def _object(columns: list[str], row: str) -> str:
    return "json_object(" + ", ".join(f"'{c}', {row}.{c}" for c in columns) + ")"


def _difference(columns: list[str], row: str) -> str:
    parts = " UNION ALL ".join(f"SELECT '{c}' AS k, {row}.{c} AS v WHERE old.{c} IS NOT new.{c}" for c in columns)
    return f"(SELECT json_group_object(k, v) FROM ({parts}))"


def begin(conn: Connection, operation_id: str) -> None:
    """Open the transaction of an operation; the write lock is taken now, not at the first write."""
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("INSERT INTO op_now VALUES (?, 0)", (operation_id,))


def finish(conn: Connection, draft: Operation) -> tuple[Operation, Changes]:
    """Write the operation's row, chained to the one before, and commit.

    An operation that changed nothing leaves no row.
    """
    conn.execute("DELETE FROM op_now")
    changes = tuple(_changes(conn, draft.id))
    operation = _chained(conn, draft, changes) if changes else draft
    if changes:
        conn.execute(
            "INSERT INTO operations"
            " (id, device, incarnation, seq, prev_hash, hash, name, actor, at, utc_offset, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _row(operation),
        )
    conn.execute("COMMIT")
    touched: dict[str, set[str]] = {}
    for change in changes:
        touched.setdefault(change.table, set()).add(change.row_id)
    summary = {table: frozenset(ids) for table, ids in touched.items()}
    return operation, Changes(op=draft.name, operation_id=draft.id, touched=summary)


def abandon(conn: Connection) -> None:
    """Roll back; not a row of the operation stays."""
    if conn.in_transaction:
        conn.execute("ROLLBACK")


def _chained(conn: Connection, draft: Operation, changes: tuple[Change, ...]) -> Operation:
    last = conn.execute(
        "SELECT seq, hash FROM operations WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1",
        (draft.device, draft.incarnation),
    ).fetchone()
    seq, prev = (last[0] + 1, last[1]) if last else (1, GENESIS)
    placed = Operation(
        id=draft.id, device=draft.device, incarnation=draft.incarnation, seq=seq, prev_hash=prev, hash="",
        name=draft.name, actor=draft.actor, at=draft.at, utc_offset=draft.utc_offset, undoes=draft.undoes,
    )  # fmt: skip
    return Operation(
        id=placed.id, device=placed.device, incarnation=placed.incarnation, seq=seq, prev_hash=prev,
        hash=digest(placed, changes), name=placed.name, actor=placed.actor, at=placed.at,
        utc_offset=placed.utc_offset, undoes=placed.undoes,
    )  # fmt: skip


def digest(operation: Operation, changes: tuple[Change, ...]) -> str:
    """SHA-256 over the operation, the hash before it and its changes, in canonical JSON."""
    content = {
        "id": operation.id, "device": operation.device, "incarnation": operation.incarnation, "seq": operation.seq,
        "prev": operation.prev_hash, "name": operation.name.value, "actor": operation.actor, "at": operation.at,
        "offset": operation.utc_offset, "undoes": operation.undoes,
        "changes": [[c.ordinal, c.table, c.row_id, c.old, c.new] for c in changes],
    }  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _row(o: Operation) -> tuple[object, ...]:
    return (
        o.id, o.device, o.incarnation, o.seq, o.prev_hash, o.hash, o.name.value, o.actor, o.at, o.utc_offset, o.undoes,
    )  # fmt: skip


def _changes(conn: Connection, operation_id: str) -> Iterator[Change]:
    rows = conn.execute(
        "SELECT ordinal, table_name, row_id, old, new FROM changes WHERE operation_id = ? ORDER BY ordinal",
        (operation_id,),
    )
    for ordinal, table, row_id, old, new in rows:
        yield Change(
            operation_id=operation_id,
            ordinal=ordinal,
            table=table,
            row_id=row_id,
            old=_parsed(old),
            new=_parsed(new),
        )


def _parsed(text: str | None) -> Mapping[str, object] | None:
    if text is None:
        return None
    value: dict[str, object] = json.loads(text)
    return value


COLUMNS = "id, device, incarnation, seq, prev_hash, hash, name, actor, at, utc_offset, undoes"


def operations(db: Database) -> Iterator[Operation]:
    """Give every operation of this database, device by device in chain order."""
    for row in db.conn.execute(f"SELECT {COLUMNS} FROM operations ORDER BY device, incarnation, seq"):
        yield _operation(row)


def _operation(row: Sequence[Any]) -> Operation:
    return Operation(
        id=row[0], device=row[1], incarnation=row[2], seq=row[3], prev_hash=row[4], hash=row[5], name=Op(row[6]),
        actor=row[7], at=row[8], utc_offset=row[9], undoes=row[10],
    )  # fmt: skip


def changes_of(db: Database, operation_id: str) -> tuple[Change, ...]:
    """Give the changes of one operation in the order in which they were made."""
    return tuple(_changes(db.conn, operation_id))


def first_broken(db: Database) -> Operation | None:
    """Walk the chain and give the first operation whose hash does not fit, or None."""
    before: dict[tuple[str, str], Operation] = {}
    for operation in operations(db):
        chain = (operation.device, operation.incarnation)
        last = before.get(chain)
        expected = (last.seq + 1, last.hash) if last else (1, GENESIS)
        fits = (operation.seq, operation.prev_hash) == expected
        if not fits or digest(operation, changes_of(db, operation.id)) != operation.hash:
            return operation
        before[chain] = operation
    return None


def next_undo(db: Database, device: str, incarnation: str) -> Operation | None:
    """Give the newest operation that has not been taken back; the caller asks whether it may be."""
    undone: set[str] = set()
    sql = f"SELECT {COLUMNS} FROM operations WHERE device = ? AND incarnation = ? ORDER BY seq DESC"
    for row in db.conn.execute(sql, (device, incarnation)):
        operation = _operation(row)
        if operation.name is Op.UNDO:
            undone.add(operation.undoes)
        elif operation.id not in undone:
            return operation
    return None


def invert(db: Database, operation_id: str) -> None:
    """Undo the changes of an operation, newest first; runs inside an operation, so it is journalled too."""
    for change in reversed(changes_of(db, operation_id)):
        if change.old is None:
            db.conn.execute(f"DELETE FROM {change.table} WHERE id = ?", (change.row_id,))
        elif change.new is None:
            columns = ", ".join(change.old)
            marks = ", ".join("?" for _ in change.old)
            db.conn.execute(f"INSERT INTO {change.table} ({columns}) VALUES ({marks})", tuple(change.old.values()))
        else:
            columns = ", ".join(f"{column} = ?" for column in change.old)
            db.conn.execute(f"UPDATE {change.table} SET {columns} WHERE id = ?", (*change.old.values(), change.row_id))


def rebuilt(db: Database) -> dict[str, dict[str, dict[str, object]]]:
    """Replay the whole journal in memory: table -> row id -> columns. Must equal the tables.

    A row made before a column was added has that column's default, as the migration gave it.
    """
    tables: dict[str, dict[str, dict[str, object]]] = {table: {} for table in JOURNALLED}
    defaults = {table: _defaults(db, table) for table in JOURNALLED}
    for operation in operations(db):
        for change in changes_of(db, operation.id):
            rows = tables[change.table]
            if change.new is None:
                del rows[change.row_id]
            elif change.old is None:
                rows[change.row_id] = {**defaults[change.table], **change.new}
            else:
                rows[change.row_id].update(change.new)
    return tables


def _defaults(db: Database, table: str) -> dict[str, object]:
    columns = db.conn.execute(f"PRAGMA main.table_info({table})").fetchall()
    return {str(c[1]): db.conn.execute(f"SELECT {c[4] or 'NULL'}").fetchone()[0] for c in columns}


def stored(db: Database) -> dict[str, dict[str, dict[str, object]]]:
    """Give the journalled tables as they stand, in the shape of `rebuilt`."""
    return {table: {str(row["id"]): dict(row) for row in db[table].rows} for table in JOURNALLED}


def stamp(now: datetime) -> tuple[str, int]:
    """Give an instant as the journal keeps it: UTC text and the offset in minutes."""
    offset = now.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), minutes
