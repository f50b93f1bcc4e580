# SPDX-License-Identifier: MulanPSL-2.0
"""Rows that several laptops touched: worked out from the journal and written to the tables and `conflicts`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from inspector_app.domain.change import Change
from inspector_app.domain.merging import Edit, EditKind, FieldConflict, Merged, atomic, merge_row
from inspector_app.storage import chains
from inspector_app.storage.driver import Connection
from inspector_app.storage.tables import JOURNALLED

END_OF_OPERATION = 1_000_000_000  # a document fixes its findings as they are when the whole operation is done

RowKey = tuple[str, str]  # table, row id


class MergedRows:
    """Brings rows and conflicts to what the journal says; used inside an open transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        # A row may come before the deleted one that it refers to is brought back; it is there before the commit.
        conn.execute("PRAGMA defer_foreign_keys = ON")
        self._saw = partial(chains.saw, conn)
        self._parents = {table: _references(conn, table) for table in JOURNALLED}
        self._children: dict[str, list[tuple[str, str]]] = {}
        for table, references in self._parents.items():
            for column, parent in references:
                self._children.setdefault(parent, []).append((table, column))
        self._defaults = {table: defaults_of(conn, table) for table in JOURNALLED}

    def refresh_after(self, changes: Sequence[Change]) -> None:
        """After changes were written: work out anew what else depends on them."""
        rows: set[RowKey] = set()
        for change in changes:
            key = (change.table, change.row_id)
            new = change.new or {}
            if change.table == "settlements" and change.old is None:
                rows.add((str(new["table_name"]), str(new["row_id"])))
            elif change.table == "document_lines" and change.old is None:
                rows.add(("findings", str(new["finding_id"])))
            if self._has_conflict(key):
                rows.add(key)
            if change.old is not None:
                rows.update(self._dropped_parents(change))
        self.refresh(rows)

    def refresh(self, rows: Iterable[RowKey]) -> None:
        """Work rows out anew from the journal, and what hangs on them."""
        waiting = sorted(rows)
        while waiting:
            waiting.extend(self._refresh_one(*waiting.pop(0)))

    def _refresh_one(self, table: str, row_id: str) -> set[RowKey]:
        if table not in self._parents:
            return set()
        merged = merge_row(table, self.edits(table, row_id), self._saw, self._defaults[table])
        stored = self._stored(table, row_id)
        stays = bool(merged.values.get("id")) and (merged.alive or self._has_children(table, row_id))
        if stays:
            self._put(table, row_id, stored, merged)
            self._put_conflicts(table, row_id, merged.conflicts)
            return self._missing_parents(table, merged.values)
        self._put_conflicts(table, row_id, ())
        if stored is None:
            return set()
        self._conn.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        return {(parent, str(stored[column])) for column, parent in self._parents[table] if stored[column]}

    def edits(self, table: str, row_id: str) -> list[Edit]:
        """Give everything that touched a row: its changes, settlements on it, documents issued on it."""
        found = [_edit(table, row) for row in self._conn.execute(CHANGES_OF_ROW, (table, row_id))]
        found.extend(_settlement(row) for row in self._conn.execute(SETTLEMENTS_OF_ROW, (table, row_id)))
        if table == "findings":
            found.extend(_pin(row) for row in self._conn.execute(ISSUES_OF_FINDING, (row_id,)))
        return found

    def is_of_one_chain(self, table: str, row_id: str, device: str, incarnation: str) -> bool:
        """Whether nobody but this chain ever touched the row."""
        found = self._conn.execute(OTHERS_OF_ROW, (table, row_id, device, incarnation)).fetchone()
        return found is None

    def missing_parents(self, table: str, values: Mapping[str, object]) -> set[RowKey]:
        """Give the rows that a row refers to and that are not there (somebody deleted them)."""
        return self._missing_parents(table, values)

    def is_dangling(self, table: str, row_id: str, values: Mapping[str, object]) -> bool:
        """Whether a row that was just written refers to one that nobody ever made (references are checked late)."""
        if not self._parents[table] or not self._missing_parents(table, values):
            return False
        stored = self._stored(table, row_id)
        return stored is not None and bool(self._missing_parents(table, stored))

    def has_references(self, table: str) -> bool:
        """Whether rows of the table refer to others."""
        return bool(self._parents[table])

    def _missing_parents(self, table: str, values: Mapping[str, object]) -> set[RowKey]:
        return {
            (parent, str(values[column]))
            for column, parent in self._parents[table]
            if values.get(column) and self._stored(parent, str(values[column])) is None
        }

    def _dropped_parents(self, change: Change) -> set[RowKey]:
        """Give the rows that were kept only because this one referred to them, perhaps."""
        old = change.old or {}
        return {
            (parent, str(old[column]))
            for column, parent in self._parents.get(change.table, ())
            if old.get(column) and self._was_dropped(parent, str(old[column]))
        }

    def _was_dropped(self, table: str, row_id: str) -> bool:
        sql = "SELECT 1 FROM changes WHERE table_name = ? AND row_id = ? AND new IS NULL LIMIT 1"
        return self._conn.execute(sql, (table, row_id)).fetchone() is not None

    def _has_children(self, table: str, row_id: str) -> bool:
        return any(
            self._conn.execute(f"SELECT 1 FROM {child} WHERE {column} = ? LIMIT 1", (row_id,)).fetchone() is not None
            for child, column in self._children.get(table, ())
        )

    def _stored(self, table: str, row_id: str) -> dict[str, object] | None:
        cursor = self._conn.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        row = cursor.fetchone()
        return None if row is None else dict(zip([c[0] for c in cursor.description], row, strict=True))

    def _put(self, table: str, row_id: str, stored: Mapping[str, object] | None, merged: Merged) -> None:
        values = merged.values
        if stored is None:
            columns = ", ".join(values)
            marks = ", ".join("?" for _ in values)
            self._conn.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))
            return
        other = {c: v for c, v in values.items() if stored[c] != v}
        if other:
            sets = ", ".join(f"{c} = ?" for c in other)
            self._conn.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*other.values(), row_id))

    def _has_conflict(self, key: RowKey) -> bool:
        sql = "SELECT 1 FROM conflicts WHERE table_name = ? AND row_id = ? LIMIT 1"
        return self._conn.execute(sql, key).fetchone() is not None

    def _put_conflicts(self, table: str, row_id: str, conflicts: Sequence[FieldConflict]) -> None:
        self._conn.execute("DELETE FROM conflicts WHERE table_name = ? AND row_id = ?", (table, row_id))
        self._conn.executemany(
            "INSERT INTO conflicts VALUES (?, ?, ?, ?, ?, ?, ?)",
            [conflict_row(table, row_id, conflict) for conflict in conflicts],
        )


def conflict_row(table: str, row_id: str, conflict: FieldConflict) -> tuple[str, str, str, str, str, str, int]:
    """Give a conflict as its table keeps it, the same on every laptop."""
    heads = [
        {
            "kind": head.kind.value, "operation": head.operation, "device": head.device,
            "incarnation": head.incarnation, "seq": head.seq, "value": head.values.get(conflict.field),
        }
        for head in conflict.heads
    ]  # fmt: skip
    return (
        f"{table}:{row_id}:{conflict.field}", table, row_id, conflict.field, _json(heads), _json(conflict.shown),
        int(conflict.frozen),
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_PLACE = "o.id, o.device, o.incarnation, o.seq"
CHANGES_OF_ROW = (
    f"SELECT {_PLACE}, c.ordinal, c.old, c.new FROM changes c JOIN operations o ON o.id = c.operation_id"
    " WHERE c.table_name = ? AND c.row_id = ?"
)
SETTLEMENTS_OF_ROW = (
    f"SELECT {_PLACE}, c.ordinal, s.field, s.value FROM settlements s"
    " JOIN changes c ON c.table_name = 'settlements' AND c.row_id = s.id AND c.old IS NULL"
    " JOIN operations o ON o.id = c.operation_id WHERE s.table_name = ? AND s.row_id = ?"
)
ISSUES_OF_FINDING = (
    f"SELECT {_PLACE} FROM document_lines l"
    " JOIN changes c ON c.table_name = 'document_lines' AND c.row_id = l.id AND c.old IS NULL"
    " JOIN operations o ON o.id = c.operation_id WHERE l.finding_id = ?"
)
OTHERS_OF_ROW = (
    "SELECT 1 FROM changes c JOIN operations o ON o.id = c.operation_id"
    " WHERE c.table_name = ? AND c.row_id = ? AND NOT (o.device = ? AND o.incarnation = ?) LIMIT 1"
)


def _edit(table: str, row: Sequence[Any]) -> Edit:
    operation, device, incarnation, seq, ordinal, old, new = row
    before = None if old is None else json.loads(old)
    after = None if new is None else json.loads(new)
    return edit_of(table, (operation, device, incarnation, seq), ordinal, before, after)


def edit_of(
    table: str,
    place: tuple[str, str, str, int],
    ordinal: int,
    old: Mapping[str, object] | None,
    new: Mapping[str, object] | None,
) -> Edit:
    """Give a change as an edit of its row."""
    kind = EditKind.DROP if new is None else EditKind.MAKE if old is None else EditKind.SET
    values = {} if new is None else atomic(table, old, new)
    return Edit(
        kind=kind, operation=place[0], device=place[1], incarnation=place[2], seq=place[3], ordinal=ordinal,
        values=values,
    )  # fmt: skip


def settlement_of(place: tuple[str, str, str, int], ordinal: int, field: str, value: str) -> Edit:
    """Give a person's choice as an edit of the row that it settles."""
    return Edit(
        kind=EditKind.SETTLE, operation=place[0], device=place[1], incarnation=place[2], seq=place[3],
        ordinal=ordinal, values={field: json.loads(value)},
    )  # fmt: skip


def pin_of(place: tuple[str, str, str, int]) -> Edit:
    """Give the issue of a document as what it does to the findings on its lines."""
    return Edit(
        kind=EditKind.PIN, operation=place[0], device=place[1], incarnation=place[2], seq=place[3],
        ordinal=END_OF_OPERATION,
    )  # fmt: skip


def _settlement(row: Sequence[Any]) -> Edit:
    return settlement_of((row[0], row[1], row[2], row[3]), row[4], row[5], row[6])


def _pin(row: Sequence[Any]) -> Edit:
    return pin_of((row[0], row[1], row[2], row[3]))


def _references(conn: Connection, table: str) -> tuple[tuple[str, str], ...]:
    rows = conn.execute(f"PRAGMA main.foreign_key_list({table})").fetchall()
    return tuple((str(row[3]), str(row[2])) for row in rows)


def defaults_of(conn: Connection, table: str) -> dict[str, object]:
    """Give the defaults of a table's columns: what a row of an older program has in newer columns."""
    columns = conn.execute(f"PRAGMA main.table_info({table})").fetchall()
    return {str(c[1]): _default(c[4]) for c in columns}


@cache
def _default(text: str | None) -> object:
    if text is None:
        return None
    return text[1:-1].replace("''", "'") if text.startswith("'") else int(text)
