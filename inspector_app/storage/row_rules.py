# SPDX-License-Identifier: MulanPSL-2.0
"""Whether a change from another laptop can be a change of our tables: known columns, their shapes, what is frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.merging import OBJECT_COLUMNS, WHOLE_ROW
from inspector_app.storage.column_words import COLUMNS
from inspector_app.storage.driver import Connection
from inspector_app.storage.tables import JOURNALLED
from inspector_app.storage.value_shapes import LARGEST, Check, check_of, is_field, is_instant, is_key, is_text

# What never changes once it is written, whoever says so (the database's own triggers say it too).
FIXED: Mapping[str, frozenset[str]] = {
    "documents": frozenset({
        "inspection_id", "kind", "number", "word", "year", "serial", "form_id", "form_version", "form_sha256",
        "issued_on", "issued_at", "content", "content_sha256", "sha256", "sm3", "pages", "bytes", "refers_to", "fields",
        "reinspection_id", "seal",
    }),
    "officer_keys": frozenset({"account_id", "name", "certificate_no", "device", "made_at"}),
    "photos": frozenset({"sha256", "sm3", "clock_offset", "added_by", "source", "added_at"}),
    "draws": frozenset({
        "made_at", "conditions", "objects_sha256", "objects", "officers_sha256", "officers", "wanted", "per_unit",
        "algorithm",
    }),
}  # fmt: skip
NEVER_CHANGED = frozenset({"document_lines", "settlements", "security_events", "document_signatures"})
NEVER_DROPPED = frozenset({
    "documents", "document_lines", "settlements", "security_events", "document_signatures", "officer_keys",
})  # fmt: skip
MOST_MINUTES = 24 * 60  # a clock's distance from UTC is less


@dataclass(frozen=True, slots=True)
class _Column:
    fits: Check
    required: bool  # an inserted row must have it
    null: bool


class RowRules:
    """What the tables of this database allow, read once."""

    def __init__(self, conn: Connection) -> None:
        self._tables = {table: _columns(conn, table) for table in JOURNALLED}

    def faults(self, change: Change) -> list[str]:
        """Say what is wrong with a change: `table.column` or what was tried; empty when it may be written."""
        columns = self._tables.get(change.table)
        if columns is None:
            return [change.table[:60]]
        found = [f"{change.table}.{name}"[:80] for name in _wrong_cells(columns, change)]
        if not is_key(change.row_id) or not change.row_id or change.ordinal > LARGEST:
            found.append(f"{change.table}.id")
        new = change.new
        if new is None:
            if change.table in NEVER_DROPPED:
                found.append(f"{change.table}: delete")
        elif change.old is None:
            missing = [name for name, column in columns.items() if column.required and name not in new]
            found.extend(f"{change.table}.{name}" for name in missing)
            if new.get("id") != change.row_id:
                found.append(f"{change.table}.id")
            if change.table == "settlements" and not found and not self._can_settle(new):
                found.append("settlements.field")
        elif "id" in new or change.table in NEVER_CHANGED or FIXED.get(change.table, frozenset()) & new.keys():
            found.append(f"{change.table}: fixed")
        return found

    def _can_settle(self, row: Mapping[str, object]) -> bool:
        """Whether a choice names a field that may change, with a value that the field may have."""
        table, field, value = str(row["table_name"]), str(row["field"]), json.loads(str(row["value"]))
        if field == WHOLE_ROW:
            return True
        name, slash, _ = field.partition("/")
        columns = self._tables[table]
        if table in NEVER_CHANGED or name == "id" or name not in columns or name in FIXED.get(table, ()):
            return False
        if name in OBJECT_COLUMNS.get(table, ()):
            return bool(slash) and (value is None or is_field(value))
        return not slash and _fits(columns[name], value)


def operation_faults(operation: Operation) -> list[str]:
    """Say what is wrong with an operation itself: its ids, its time."""
    found = [
        name
        for name, value in (
            ("id", operation.id), ("device", operation.device), ("incarnation", operation.incarnation),
            ("name", str(operation.name)), ("undoes", operation.undoes),
        )
        if not is_key(value)
    ]  # fmt: skip
    if not operation.id or not operation.device or not operation.incarnation:
        found.append("id")
    if not is_text(operation.actor) or not is_text(operation.saw):
        found.append("actor")
    if not is_instant(operation.at) or abs(operation.utc_offset) >= MOST_MINUTES:
        found.append("at")
    if operation.seq > LARGEST:
        found.append("seq")
    return [f"operation.{name}" for name in found]


def _wrong_cells(columns: Mapping[str, _Column], change: Change) -> list[str]:
    found = []
    for row in (change.old, change.new):
        for name, value in (row or {}).items():
            column = columns.get(name)
            if column is None or not _fits(column, value):
                found.append(name)
    return found


def _fits(column: _Column, value: object) -> bool:
    return column.null if value is None else column.fits(value)


def _columns(conn: Connection, table: str) -> dict[str, _Column]:
    rows = conn.execute(f"PRAGMA main.table_info({table})").fetchall()
    words = COLUMNS[table]
    return {
        str(name): _Column(
            fits=check_of(words[str(name)]), required=bool(notnull) and default is None, null=not notnull
        )
        for _, name, _, notnull, default, _ in rows
    }
