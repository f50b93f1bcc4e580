# SPDX-License-Identifier: MulanPSL-2.0
"""Single edits past the program: every column, every row, files, keys; each says what it did.

Whoever edits here has the data key and drops the triggers first, as a person with a database browser would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from inspector_app.storage.driver import Connection, DatabaseError
from inspector_app.storage.tables import JOURNALLED
from tests.tamper.store import Store

SEALED = (*JOURNALLED, "operations", "changes", "checkpoints", "sightings")
KEYS = {
    "changes": ("operation_id", "ordinal"), "checkpoints": ("device", "incarnation", "seq"),
    "sightings": ("device", "incarnation", "other_device", "other_incarnation", "seq"),
}  # fmt: skip
FILES = ("documents", "photos", "inspection_packs")
_INNER = re.compile(r'"[a-z_]+":"?([0-9A-Za-z\u4e00-\u9fff])')


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: what it is called in the report, and how it is done. It gives whether anything was changed."""

    name: str
    do: Callable[[Connection, Store], bool]


def all_edits(store: Store, chance: Random) -> list[Edit]:
    """Every kind of edit on every sealed table that has rows, on rows taken by chance."""
    conn = store.raw()
    try:
        found = [edit for table in SEALED for edit in _of_table(conn, table, chance)]
    finally:
        conn.close()
    return found


def _of_table(conn: Connection, table: str, chance: Random) -> Iterator[Edit]:
    columns = [(str(row[1]), str(row[2])) for row in conn.execute(f"PRAGMA table_info({table})")]
    keys = KEYS.get(table, ("id",))
    rows = conn.execute(f"SELECT {', '.join(keys)} FROM {table}").fetchall()
    if not rows:
        return
    for column, kind in columns:
        row = chance.choice(rows)
        yield Edit(f"edit {table}.{column} {row}", _changing(table, column, kind, keys, row, chance.random()))
        if len(rows) > 1:
            one, other = chance.sample(rows, 2)
            yield Edit(f"swap {table}.{column} {one} {other}", _swapping(table, column, keys, one, other))
    row = chance.choice(rows)
    yield Edit(f"delete {table} {row}", _deleting(table, keys, row))
    yield Edit(f"insert {table} {row}", _inserting(table, [c for c, _ in columns], keys, row))


@contextmanager
def unbound(conn: Connection) -> Iterator[None]:
    """Take the triggers away for an edit and put them back, so that nothing of it is to be seen in the schema."""
    conn.execute("PRAGMA foreign_keys = OFF")
    triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    conn.execute("BEGIN IMMEDIATE")
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    try:
        yield
        for _, sql in triggers:
            conn.execute(sql)
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise


def _where(keys: tuple[str, ...]) -> str:
    return " AND ".join(f"{key} = ?" for key in keys)


def _changing(
    table: str, column: str, kind: str, keys: tuple[str, ...], row: tuple[Any, ...], turn: float
) -> Callable[[Connection, Store], bool]:
    def do(conn: Connection, _: Store) -> bool:
        before = conn.execute(f"SELECT {column} FROM {table} WHERE {_where(keys)}", row).fetchone()[0]
        after = other_value(before, kind, turn)
        return _written(conn, f"UPDATE {table} SET {column} = ? WHERE {_where(keys)}", (after, *row))

    return do


def other_value(before: Any, kind: str, turn: float) -> Any:
    """Give a value that says something else: in JSON often one letter inside it, else at its end."""
    if before is None:
        return {"INTEGER": 7, "REAL": 7.5}.get(kind, "7")
    if isinstance(before, int | float):
        return before + 1
    text = str(before)
    places = [m.start(1) for m in _INNER.finditer(text)]
    if text[:1] in ("{", "[") and places and turn < 0.7:
        at = places[int(turn / 0.7 * len(places))]
        return text[:at] + ("7" if text[at] != "7" else "8") + text[at + 1 :]
    return text + "7" if turn < 0.8 or len(text) < 2 else text[:-1]


def _swapping(
    table: str, column: str, keys: tuple[str, ...], one: tuple[Any, ...], other: tuple[Any, ...]
) -> Callable[[Connection, Store], bool]:
    def do(conn: Connection, _: Store) -> bool:
        sql = f"SELECT {column} FROM {table} WHERE {_where(keys)}"
        first, second = conn.execute(sql, one).fetchone()[0], conn.execute(sql, other).fetchone()[0]
        if first == second:
            return False
        put = f"UPDATE {table} SET {column} = ? WHERE {_where(keys)}"
        if column not in keys:
            return _written(conn, put, (second, *one)) and _written(conn, put, (first, *other))
        aside = 1 << 40 if isinstance(first, int) else "aside"
        names = dict(zip(keys, one, strict=True)) | {column: aside}
        return (
            _written(conn, put, (aside, *one)) and _written(conn, put, (first, *other))
            and _written(conn, put, (second, *names.values()))
        )  # fmt: skip

    return do


def _deleting(table: str, keys: tuple[str, ...], row: tuple[Any, ...]) -> Callable[[Connection, Store], bool]:
    return lambda conn, _: _written(conn, f"DELETE FROM {table} WHERE {_where(keys)}", row)


def _inserting(
    table: str, columns: list[str], keys: tuple[str, ...], row: tuple[Any, ...]
) -> Callable[[Connection, Store], bool]:
    def do(conn: Connection, _: Store) -> bool:
        values = list(conn.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {_where(keys)}", row).fetchone())
        last = columns.index(keys[-1])
        values[last] = values[last] + 5000 if isinstance(values[last], int) else f"{values[last][:-1]}~"
        marks = ", ".join("?" for _ in columns)
        return _written(conn, f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(values))

    return do


def _written(conn: Connection, sql: str, params: tuple[Any, ...]) -> bool:
    """Write, unless the database itself refuses (a key that is there already, a type that does not fit)."""
    try:
        with unbound(conn):
            return bool(conn.execute(sql, params).rowcount)
    except DatabaseError:
        return False


# Whole schemes ---------------------------------------------------------------------------------------------


def other_seal(seal: str, **changes: str) -> str:
    """Give a seal with other words."""
    return json.dumps({**json.loads(seal), **changes}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
