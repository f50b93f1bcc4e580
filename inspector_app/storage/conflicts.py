# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of conflicts, of what people decided about them, and of what two laptops made twice."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.merging import OBJECT_COLUMNS, WHOLE_ROW, EditKind
from inspector_app.storage.column_words import COLUMNS, Column, Words
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, fetch_one, instant_in, instant_out
from inspector_app.storage.tables import JOURNALLED
from inspector_app.storage.value_shapes import check_of, is_field


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One of the edits that nobody has chosen between."""

    kind: EditKind
    operation: str
    device: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """A conflict as its table has it; `shown` is the value in the row."""

    id: str
    table: str
    row_id: str
    field: str
    heads: tuple[Head, ...]
    shown: object
    is_frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a person decided about a row or a field of it."""

    id: str
    table: str
    row_id: str
    field: str
    value: object
    choice: str
    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who did an operation, on which laptop, when."""

    person: str
    device: str
    at: datetime


def list_rows(db: Database) -> tuple[ConflictRow, ...]:
    """Give all conflicts, in the same order on every laptop."""
    return tuple(_conflict(row) for row in fetch(db, "SELECT * FROM conflicts ORDER BY table_name, row_id, field"))


def get_row(db: Database, conflict_id: str) -> ConflictRow | None:
    """Give one conflict."""
    row = fetch_one(db, "SELECT * FROM conflicts WHERE id = ?", [conflict_id])
    return None if row is None else _conflict(row)


def of_row(db: Database, table: str, row_id: str) -> tuple[ConflictRow, ...]:
    """Give the conflicts of one row."""
    sql = "SELECT * FROM conflicts WHERE table_name = ? AND row_id = ? ORDER BY field"
    return tuple(_conflict(row) for row in fetch(db, sql, [table, row_id]))


def count_rows(db: Database) -> int:
    """How many conflicts there are."""
    return int(db.conn.execute("SELECT count(*) FROM conflicts").fetchone()[0])


def _conflict(row: Row) -> ConflictRow:
    heads = tuple(
        Head(kind=EditKind(h["kind"]), operation=str(h["operation"]), device=str(h["device"]), value=h["value"])
        for h in json.loads(str(row["heads"]))
    )
    return ConflictRow(
        id=str(row["id"]), table=str(row["table_name"]), row_id=str(row["row_id"]), field=str(row["field"]),
        heads=heads, shown=json.loads(str(row["shown"])), is_frozen=bool(row["frozen"]),
    )  # fmt: skip


def author_of(db: Database, operation_id: str) -> Author | None:
    """Say who did an operation."""
    row = fetch_one(db, "SELECT actor, device, at FROM operations WHERE id = ?", [operation_id])
    if row is None:
        return None
    return Author(person=str(row["actor"]), device=str(row["device"]), at=instant_in(row["at"]))


def maker_of(db: Database, table: str, row_id: str) -> Author | None:
    """Say who made a row."""
    sql = (
        "SELECT o.actor, o.device, o.at FROM changes c JOIN operations o ON o.id = c.operation_id"
        " WHERE c.table_name = ? AND c.row_id = ? AND c.old IS NULL ORDER BY o.id LIMIT 1"
    )
    row = fetch_one(db, sql, [table, row_id])
    if row is None:
        return None
    return Author(person=str(row["actor"]), device=str(row["device"]), at=instant_in(row["at"]))


def changed_by(db: Database, operation_id: str, table: str, row_id: str) -> Mapping[str, object]:
    """Give the columns that an operation wrote into a row."""
    sql = "SELECT new FROM changes WHERE operation_id = ? AND table_name = ? AND row_id = ? AND new IS NOT NULL"
    found: dict[str, object] = {}
    for row in fetch(db, f"{sql} ORDER BY ordinal", [operation_id, table, row_id]):
        found.update(json.loads(str(row["new"])))
    return found


def row_of(db: Database, table: str, row_id: str) -> Mapping[str, object] | None:
    """Give a row of a journalled table by its columns."""
    return fetch_one(db, f"SELECT * FROM {_journalled(table)} WHERE id = ?", [row_id])


def is_referred_to(db: Database, table: str, row_id: str) -> bool:
    """Whether other rows refer to a row, so that it cannot be deleted."""
    for child in JOURNALLED:
        for reference in db.conn.execute(f"PRAGMA main.foreign_key_list({child})").fetchall():
            if reference[2] != table:
                continue
            sql = f"SELECT 1 FROM {child} WHERE {reference[3]} = ? LIMIT 1"
            if db.conn.execute(sql, (row_id,)).fetchone() is not None:
                return True
    return table == "enterprises" and fetch_one(db, MERGED_INTO, [row_id]) is not None


MERGED_INTO = "SELECT 1 FROM enterprises WHERE merged_into = ? LIMIT 1"


def fits(db: Database, table: str, field: str, value: object) -> bool:
    """Whether a field may hold a value, as far as its shape goes."""
    name, slash, _ = field.partition("/")
    if name in OBJECT_COLUMNS.get(table, ()):
        return bool(slash) and (value is None or is_field(value))
    column = column_of(table, name)
    if column is None or slash:
        return False
    return _may_be_null(db, table, name) if value is None else check_of(column)(value)


def column_of(table: str, name: str) -> Column | None:
    """Say what a column may hold."""
    return COLUMNS.get(table, {}).get(name)


def words_of(table: str, name: str) -> tuple[str, ...]:
    """Give the words that a column may hold, where it holds one of some."""
    column = column_of(table, name)
    return tuple(sorted(column.allowed)) if isinstance(column, Words) else ()


def _may_be_null(db: Database, table: str, name: str) -> bool:
    columns = db.conn.execute(f"PRAGMA main.table_info({_journalled(table)})").fetchall()
    return any(column[1] == name and not column[3] for column in columns)


def put_field(db: Database, table: str, row_id: str, field: str, value: object) -> None:
    """Write a field of a row, a key of a JSON object as `column/key`."""
    name, _, key = field.partition("/")
    if name in OBJECT_COLUMNS.get(table, ()):
        known = row_of(db, table, row_id) or {}
        content = {k: v for k, v in json.loads(str(known.get(name) or "{}")).items() if k != key}
        if value is not None:
            content[key] = value
        value = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if name not in COLUMNS[table]:
        raise KeyError(field)
    db.conn.execute(
        f"UPDATE {_journalled(table)} SET {name} = ? WHERE id = ? AND {name} IS NOT ?", (value, row_id, value)
    )


def drop_row(db: Database, table: str, row_id: str) -> None:
    """Delete a row."""
    db.conn.execute(f"DELETE FROM {_journalled(table)} WHERE id = ?", (row_id,))


def put_settlement(db: Database, s: Settlement) -> None:
    """Keep what a person decided."""
    db.conn.execute(
        "INSERT INTO settlements (id, table_name, row_id, field, value, choice, person, reason, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (s.id, s.table, s.row_id, s.field, _json(s.value), s.choice, s.person, s.reason, instant_out(s.at)),
    )


def settlements_on(db: Database, table: str, row_id: str, choice: str) -> tuple[Settlement, ...]:
    """Give what people said of a whole row with a certain choice, oldest first."""
    sql = "SELECT * FROM settlements WHERE table_name = ? AND row_id = ? AND field = ? AND choice = ? ORDER BY at, id"
    return tuple(
        Settlement(
            id=str(row["id"]), table=table, row_id=row_id, field=str(row["field"]), value=json.loads(str(row["value"])),
            choice=choice, person=str(row["person"]), reason=str(row["reason"]), at=instant_in(row["at"]),
        )
        for row in fetch(db, sql, [table, row_id, WHOLE_ROW, choice])
    )  # fmt: skip


def same_numbers(db: Database) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each number that several valid documents bear, with their ids."""
    sql = (
        "SELECT number, json_group_array(id) AS ids FROM (SELECT number, id FROM documents"
        " WHERE number <> '' AND state = ? ORDER BY number, id) GROUP BY number HAVING count(*) > 1 ORDER BY number"
    )
    return _groups(fetch(db, sql, [DocumentState.ISSUED.value]), "number")


def same_codes(db: Database) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each credit code that several entries of the register have, with their ids."""
    sql = (
        "SELECT credit_code, json_group_array(id) AS ids FROM (SELECT credit_code, id FROM enterprises"
        " WHERE credit_code IN (SELECT credit_code FROM enterprises WHERE credit_code <> '' GROUP BY credit_code"
        " HAVING count(*) > 1) ORDER BY credit_code, id) GROUP BY credit_code ORDER BY credit_code"
    )
    return _groups(fetch(db, sql), "credit_code")


def same_names(db: Database) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each name that several entries have of which at least one has no credit code."""
    sql = (
        "SELECT name, json_group_array(id) AS ids FROM (SELECT name, id FROM enterprises WHERE name IN"
        " (SELECT name FROM enterprises GROUP BY name HAVING count(*) > 1 AND min(credit_code) = '')"
        " ORDER BY name, id) GROUP BY name ORDER BY name"
    )
    return _groups(fetch(db, sql), "name")


def _groups(rows: Iterable[Row], name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((str(row[name]), tuple(json.loads(str(row["ids"])))) for row in rows)


def hanging_on(db: Database, enterprise_id: str) -> Mapping[str, int]:
    """Count what hangs on one entry of the register."""
    row = fetch_one(
        db,
        "SELECT (SELECT count(*) FROM inspections WHERE enterprise_id = :id) AS inspections,"
        " (SELECT count(*) FROM findings f JOIN inspections i ON i.id = f.inspection_id WHERE i.enterprise_id = :id)"
        " AS findings, (SELECT count(*) FROM documents d JOIN inspections i ON i.id = d.inspection_id"
        " WHERE i.enterprise_id = :id) AS documents,"
        " (SELECT count(*) FROM equipment WHERE enterprise_id = :id AND removed_reason = '') AS equipment".replace(
            ":id", "?1"
        ),
        [enterprise_id],
    )
    assert row is not None
    return {name: int(str(value)) for name, value in row.items()}


def fixed_by(db: Database, table: str, row_id: str, operation_id: str = "") -> str:
    """Give the number of the document that an operation issued, and that so fixed a finding's facts.

    Without the operation: of the newest such document, of an order before that of a record.
    """
    sql = (
        "SELECT d.number FROM changes c JOIN documents d ON d.id = c.row_id"
        " WHERE c.operation_id = ? AND c.table_name = 'documents' AND c.old IS NULL LIMIT 1"
    )
    row = fetch_one(db, sql, [operation_id]) if operation_id else None
    if row is not None:
        return str(row["number"])
    if table != "findings":
        return ""
    sql = (
        "SELECT d.number FROM document_lines l JOIN documents d ON d.id = l.document_id WHERE l.finding_id = ?"
        " ORDER BY d.kind = ?, d.issued_at DESC, d.id LIMIT 1"
    )
    row = fetch_one(db, sql, [row_id, DocumentKind.INSPECTION_RECORD.value])
    return "" if row is None else str(row["number"])


def conflicted(db: Database, table: str, row_ids: Collection[str] = ()) -> frozenset[str]:
    """Give the ids of rows of a table that have a conflict; only of some where they are named."""
    found = {str(row["row_id"]) for row in fetch(db, "SELECT row_id FROM conflicts WHERE table_name = ?", [table])}
    return frozenset(found & set(row_ids) if row_ids else found)


def device_names(db: Database) -> Mapping[str, str]:
    """Give the unit's laptops by id with what they are called."""
    return {str(row["id"]): str(row["name"]) for row in fetch(db, "SELECT id, name FROM devices")}


@cache
def _tables() -> frozenset[str]:
    return frozenset(JOURNALLED)


def _journalled(table: str) -> str:
    if table not in _tables():
        raise KeyError(table)
    return table


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def keys_in_conflict(db: Database, keys: Sequence[tuple[str, str]]) -> tuple[ConflictRow, ...]:
    """Give the conflicts of some rows (table, id), in their order."""
    if count_rows(db) == 0:
        return ()
    return tuple(found for table, row_id in dict.fromkeys(keys) for found in of_row(db, table, row_id))
