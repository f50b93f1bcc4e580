# SPDX-License-Identifier: MulanPSL-2.0
"""The journal: the database itself writes every change; operations are chained by hash.

At opening, temporary triggers are made for each journalled table. They write the changed columns, old and
new, into `changes`, and refuse any write while no operation is open: no code path can skip the journal.
Temporary, because they leave no trace in the file and need no migration when a column is added.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from inspector_app.domain.change import Change, Changes, Op, Operation
from inspector_app.storage import chains, facts
from inspector_app.storage.chains import GENESIS
from inspector_app.storage.driver import Connection, Database, DatabaseError
from inspector_app.storage.journal_rows import OPERATION_COLUMNS, digest, operation_of, operation_row, parsed
from inspector_app.storage.merged_rows import MergedRows
from inspector_app.storage.tables import JOURNALLED


def install(db: Database) -> None:
    """Make the triggers on the writing connection; nothing of this is stored in the file."""
    conn = db.conn
    columns = {t: tuple(row[1] for row in conn.execute(f"PRAGMA main.table_info({t})")) for t in JOURNALLED}
    conn.executescript(_script(tuple(columns.items())))  # one text: each statement by itself takes half as long again


@functools.lru_cache(maxsize=1)
def _script(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    statements = (
        "BEGIN",
        "CREATE TEMP TABLE op_now (id TEXT NOT NULL, n INTEGER NOT NULL)",
        "CREATE TEMP TABLE merging_now (n INTEGER NOT NULL)",
        *(statement for table, names in columns for statement in _triggers(table, names)),
        "COMMIT;",
    )
    return ";\n".join(statements)


def _triggers(table: str, columns: Sequence[str]) -> Iterator[str]:
    """Give the statements; they are parsed at every opening, so an update names each column as seldom as can be."""
    own = "NOT EXISTS (SELECT 1 FROM merging_now)"
    changed = f"({_values(columns, 'old')}) IS NOT ({_values(columns, 'new')})"
    for event, row, what, when in (
        ("INSERT", "new", f"NULL, {_object(columns, 'new')} FROM op_now", own),
        ("DELETE", "old", f"{_object(columns, 'old')}, NULL FROM op_now", own),
        ("UPDATE", "new", f"was, becomes FROM op_now, {_difference(columns)}", f"{own} AND {changed}"),
    ):
        yield (
            f"CREATE TEMP TRIGGER journal_{table}_{event.lower()} AFTER {event} ON main.{table} WHEN {when} BEGIN "
            "SELECT RAISE(ABORT, 'write outside an operation') WHERE NOT EXISTS (SELECT 1 FROM op_now); "
            "UPDATE op_now SET n = n + 1; "
            "INSERT INTO changes (operation_id, ordinal, table_name, row_id, old, new) "
            f"SELECT op_now.id, n, '{table}', {row}.id, {what}; END"
        )
    yield (
        f"CREATE TEMP TRIGGER journal_{table}_key BEFORE UPDATE OF id ON main.{table} WHEN old.id IS NOT new.id "
        "BEGIN SELECT RAISE(ABORT, 'a key never changes'); END"
    )


def _values(columns: Sequence[str], row: str) -> str:
    return ", ".join(f"{row}.{c}" for c in columns)


def _object(columns: Sequence[str], row: str) -> str:
    return "json_object(" + ", ".join(f"'{c}', {row}.{c}" for c in columns) + ")"


def _difference(columns: Sequence[str]) -> str:
    """Give one row: an object of the values that were and one of those that they become, both in the columns' order."""
    first, *rest = columns
    rows = ", ".join(f"('{c}', old.{c}, new.{c})" for c in rest)
    pairs = f"SELECT '{first}' AS k, old.{first} AS was, new.{first} AS becomes UNION ALL VALUES {rows}"
    objects = "json_group_object(k, was) AS was, json_group_object(k, becomes) AS becomes"
    return f"(SELECT {objects} FROM ({pairs}) WHERE was IS NOT becomes)"


@contextlib.contextmanager
def unjournalled(conn: Connection) -> Iterator[None]:
    """Write rows that follow from operations already in the journal; the triggers keep still meanwhile."""
    conn.execute("INSERT INTO merging_now VALUES (1)")
    yield
    conn.execute("DELETE FROM merging_now")


def begin(conn: Connection, operation_id: str) -> None:
    """Open the transaction of an operation; the write lock is taken now, not at the first write."""
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("INSERT INTO op_now VALUES (?, 0)", (operation_id,))


def finish(
    conn: Connection, draft: Operation, before_commit: Callable[[Operation], None] = lambda _: None
) -> tuple[Operation, Changes]:
    """Write the operation's row, chained to the one before, and commit; `before_commit` sees the row as it is kept.

    An operation that changed nothing leaves no row.
    """
    conn.execute("DELETE FROM op_now")
    changes = tuple(_changes(conn, draft.id))
    operation = _chained(conn, draft, changes) if changes else draft
    if changes:
        values = operation_row(operation)
        marks = ", ".join("?" for _ in values)
        conn.execute(f"INSERT INTO operations ({OPERATION_COLUMNS}) VALUES ({marks})", values)
        chains.put_sightings(conn, (operation.device, operation.incarnation), operation.seq, operation.saw)
        if chains.anything_merged(conn):
            with unjournalled(conn):
                MergedRows(conn).refresh_after(changes)
    facts.settle(conn)
    if changes:
        before_commit(operation)
    conn.execute("COMMIT")
    touched: dict[str, set[str]] = {}
    for change in changes:
        touched.setdefault(change.table, set()).add(change.row_id)
    summary = {table: frozenset(ids) for table, ids in touched.items()}
    return operation, Changes(op=Op(draft.name), operation_id=draft.id, touched=summary)


def abandon(conn: Connection) -> None:
    """Roll back; not a row of the operation stays."""
    if conn.in_transaction:
        conn.execute("ROLLBACK")


def _chained(conn: Connection, draft: Operation, changes: tuple[Change, ...]) -> Operation:
    last = chains.own_mark(conn, draft.device, draft.incarnation)
    placed = dataclasses.replace(
        draft, seq=last.seq + 1, prev_hash=last.hash, saw=chains.tell(conn, draft.device, draft.incarnation)
    )
    return dataclasses.replace(placed, hash=digest(placed, changes))


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
            old=parsed(old),
            new=parsed(new),
        )


def operations(db: Database) -> Iterator[Operation]:
    """Give every operation of this database, device by device in chain order."""
    for row in db.conn.execute(f"SELECT {OPERATION_COLUMNS} FROM operations ORDER BY device, incarnation, seq"):
        yield operation_of(row)


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
        try:
            fits = fits and digest(operation, changes_of(db, operation.id)) == operation.hash
        except (ValueError, DatabaseError):  # a flipped bit may leave no JSON, or no text at all
            fits = False
        if not fits:
            return operation
        before[chain] = operation
    return None


def next_undo(db: Database, device: str, incarnation: str) -> Operation | None:
    """Give the newest operation that has not been taken back; the caller asks whether it may be."""
    undone: set[str] = set()
    sql = f"SELECT {OPERATION_COLUMNS} FROM operations WHERE device = ? AND incarnation = ? ORDER BY seq DESC"
    for row in db.conn.execute(sql, (device, incarnation)):
        operation = operation_of(row)
        if operation.name is Op.UNDO:
            undone.add(operation.undoes)
        elif operation.name not in (Op.NOTE_EVENT, Op.KEEP_OFFICER_KEY) and operation.id not in undone:
            return operation  # what the security journal noted in between is no act of a person
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


def stamp(now: datetime) -> tuple[str, int]:
    """Give an instant as the journal keeps it: UTC text and the offset in minutes."""
    offset = now.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), minutes
