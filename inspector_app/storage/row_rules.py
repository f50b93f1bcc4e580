# SPDX-License-Identifier: MulanPSL-2.0
"""Whether a change from another laptop can be a change of our tables: known columns, their types, what is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.change import Change
from inspector_app.storage.driver import Connection
from inspector_app.storage.tables import JOURNALLED

# What never changes once it is written, whoever says so (the database's own triggers say it too).
FIXED: Mapping[str, frozenset[str]] = {
    "documents": frozenset({
        "inspection_id", "kind", "number", "word", "year", "serial", "form_id", "form_version", "form_sha256",
        "issued_on", "issued_at", "content", "content_sha256", "sha256", "sm3", "pages", "bytes", "refers_to", "fields",
        "reinspection_id",
    }),
}  # fmt: skip
NEVER_CHANGED = frozenset({"document_lines", "settlements"})
NEVER_DROPPED = frozenset({"documents", "document_lines", "settlements"})
LARGEST = 1 << 53  # whole numbers beyond are not the same in every reader of JSON
LONGEST = 20_000_000  # characters in one cell; the content of a large document has some 500,000


@dataclass(frozen=True, slots=True)
class _Column:
    type: str
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
        new = change.new
        if new is None:
            if change.table in NEVER_DROPPED:
                found.append(f"{change.table}: delete")
        elif change.old is None:
            missing = [name for name, column in columns.items() if column.required and name not in new]
            found.extend(f"{change.table}.{name}" for name in missing)
            if new.get("id") != change.row_id:
                found.append(f"{change.table}.id")
        elif "id" in new or change.table in NEVER_CHANGED or FIXED.get(change.table, frozenset()) & new.keys():
            found.append(f"{change.table}: fixed")
        return found


def _wrong_cells(columns: Mapping[str, _Column], change: Change) -> list[str]:
    found = []
    for row in (change.old, change.new):
        for name, value in (row or {}).items():
            column = columns.get(name)
            if column is None or not _fits(column, value):
                found.append(name)
    return found


def _fits(column: _Column, value: object) -> bool:
    if value is None:
        return column.null
    if isinstance(value, bool):
        return False
    if column.type == "TEXT":
        return isinstance(value, str) and len(value) <= LONGEST and _is_text(value)
    if column.type == "INTEGER":
        return isinstance(value, int) and abs(value) <= LARGEST
    return isinstance(value, int | float) and abs(value) <= LARGEST


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _columns(conn: Connection, table: str) -> dict[str, _Column]:
    rows = conn.execute(f"PRAGMA main.table_info({table})").fetchall()
    return {
        str(name): _Column(type=str(kind), required=bool(notnull) and default is None, null=not notnull)
        for _, name, kind, notnull, default, _ in rows
    }
