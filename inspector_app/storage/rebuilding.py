# SPDX-License-Identifier: MulanPSL-2.0
"""The tables and conflicts as the journal alone makes them, worked out in memory; they must equal what is stored.

This goes another way than merging does (all at once, not operation by operation), so that each checks the other.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from inspector_app.domain.merging import Chain, Edit, Merged, Saw, merge_row
from inspector_app.storage import chains
from inspector_app.storage.driver import Connection, Database
from inspector_app.storage.merged_rows import RowKey, conflict_row, defaults_of, edit_of, pin_of, settlement_of
from inspector_app.storage.tables import JOURNALLED

Rows = dict[str, dict[str, dict[str, object]]]


def rebuilt(db: Database) -> Rows:
    """Replay the whole journal in memory: table -> row id -> columns, and the `conflicts`."""
    saw = _saw(db)
    defaults = {table: defaults_of(db.conn, table) for table in JOURNALLED}
    merged = {
        key: merge_row(key[0], edits, saw, defaults[key[0]]) for key, edits in _edits(db).items() if key[0] in defaults
    }
    return _tables(merged, _references(db))


def _saw(db: Database) -> Saw:
    """Give how far the author of an operation had seen another chain."""
    seen: dict[tuple[Chain, Chain], list[tuple[int, int]]] = {}

    def saw(later: Chain, later_seq: int, earlier: Chain, earlier_seq: int) -> bool:
        entries = seen.get((later, earlier), [])
        n = bisect_right(entries, (later_seq, 1 << 60))
        return n > 0 and entries[n - 1][1] >= earlier_seq

    sql = "SELECT device, incarnation, seq, saw FROM operations WHERE saw <> '' ORDER BY device, incarnation, seq"
    for device, incarnation, seq, text in db.conn.execute(sql):
        for other, other_seq in chains.seen_by(text).items():
            seen.setdefault(((device, incarnation), other), []).append((seq, other_seq))
    return saw


def _edits(db: Database) -> dict[RowKey, list[Edit]]:
    found: dict[RowKey, list[Edit]] = {}
    sql = (
        "SELECT o.id, o.device, o.incarnation, o.seq, c.ordinal, c.table_name, c.row_id, c.old, c.new"
        " FROM changes c JOIN operations o ON o.id = c.operation_id"
    )
    for op, device, incarnation, seq, ordinal, table, row_id, old_text, new_text in db.conn.execute(sql):
        place = (op, device, incarnation, seq)
        old = None if old_text is None else json.loads(old_text)
        new: Any = None if new_text is None else json.loads(new_text)
        found.setdefault((table, row_id), []).append(edit_of(table, place, ordinal, old, new))
        if old is None and table == "settlements":
            target = (new["table_name"], new["row_id"])
            found.setdefault(target, []).append(settlement_of(place, ordinal, new["field"], new["value"]))
        if old is None and table == "document_lines":
            found.setdefault(("findings", new["finding_id"]), []).append(pin_of(place))
    return found


def _references(db: Database) -> Mapping[str, list[tuple[str, str]]]:
    return {
        table: [(row[3], row[2]) for row in db.conn.execute(f"PRAGMA main.foreign_key_list({table})")]
        for table in JOURNALLED
    }


def _tables(merged: Mapping[RowKey, Merged], references: Mapping[str, list[tuple[str, str]]]) -> Rows:
    """Keep what lives and what living rows refer to."""
    kept = [key for key, row in merged.items() if row.alive]
    here = set(kept)
    while kept:
        table, row_id = kept.pop()
        for column, parent in references[table]:
            key = (parent, str(merged[table, row_id].values.get(column) or ""))
            if key[1] and key not in here and key in merged:
                here.add(key)
                kept.append(key)
    tables: Rows = {table: {} for table in JOURNALLED}
    tables["conflicts"] = {}
    for table, row_id in here:
        row = merged[table, row_id]
        tables[table][row_id] = dict(row.values)
        for conflict in row.conflicts:
            made = conflict_row(table, row_id, conflict)
            tables["conflicts"][made[0]] = dict(zip(CONFLICT_COLUMNS, made, strict=True))
    return tables


CONFLICT_COLUMNS = ("id", "table_name", "row_id", "field", "heads", "shown", "frozen")


def stored(db: Database) -> Rows:
    """Give the journalled tables and the conflicts as they stand, in the shape of `rebuilt`."""
    return {table: {str(row["id"]): dict(row) for row in db[table].rows} for table in (*JOURNALLED, "conflicts")}


class RowFault(StrEnum):
    """How a row differs from what the journal makes."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row that is not as the journal makes it; `column` is the first that differs."""

    table: str
    row_id: str
    fault: RowFault
    column: str = ""


def differing(db: Database) -> tuple[str, ...]:
    """Name the tables whose rows (or the conflicts) differ from what the journal makes.

    Says the same as comparing `rebuilt` with `stored`; only dropped rows are held at once, not a city's year.
    """
    wrong = {difference.table for difference in differences(db)}
    return tuple(table for table in (*JOURNALLED, "conflicts") if table in wrong)


def differences(db: Database, tick: Callable[[int], None] = lambda _: None) -> Iterator[Difference]:
    """Give each row that is not as the journal makes it; `tick` counts the rows that were compared."""
    look = _Look(db)
    for n, (key, edits) in enumerate(_rows_of_journal(db), start=1):
        yield from look.compare(key, edits)
        if n % 200 == 0:
            tick(n)
    yield from look.compare_dropped()
    yield from look.added()


class _Look:
    """The comparison: how many rows there should be, and what was dropped on the way."""

    def __init__(self, db: Database) -> None:
        self._conn = db.conn
        self._saw = _saw(db)
        self._defaults = {table: defaults_of(db.conn, table) for table in JOURNALLED}
        self._children: dict[str, list[tuple[str, str]]] = {}
        for table, references in _references(db).items():
            for column, parent in references:
                self._children.setdefault(parent, []).append((table, column))
        self._count = dict.fromkeys((*JOURNALLED, "conflicts"), 0)
        self._conflicts: set[str] = set()
        self._dropped: dict[RowKey, Merged] = {}

    def compare(self, key: RowKey, edits: list[Edit]) -> Iterator[Difference]:
        table, _ = key
        if table not in self._defaults:
            return
        merged = merge_row(table, edits, self._saw, self._defaults[table])
        if merged.alive:
            yield from self._compare_row(key, merged)
        else:
            self._dropped[key] = merged

    def compare_dropped(self) -> Iterator[Difference]:
        """Rows that were dropped stay while a row that stays refers to them."""
        progress = True
        while progress:
            progress = False
            for key in [key for key in self._dropped if self._is_referred(key)]:
                yield from self._compare_row(key, self._dropped.pop(key))
                progress = True

    def _is_referred(self, key: RowKey) -> bool:
        for child, column in self._children.get(key[0], ()):
            for (row_id,) in self._conn.execute(f"SELECT id FROM {child} WHERE {column} = ?", (key[1],)):
                if (child, str(row_id)) not in self._dropped:
                    return True
        return False

    def _compare_row(self, key: RowKey, merged: Merged) -> Iterator[Difference]:
        table, row_id = key
        self._count[table] += 1
        yield from _compared(self._conn, table, row_id, dict(merged.values))
        for conflict in merged.conflicts:
            made = conflict_row(table, row_id, conflict)
            self._count["conflicts"] += 1
            self._conflicts.add(made[0])
            yield from _compared(self._conn, "conflicts", made[0], dict(zip(CONFLICT_COLUMNS, made, strict=True)))

    def added(self) -> Iterator[Difference]:
        """Give the rows that the journal knows nothing of, where a table has more than it should."""
        for table, count in self._count.items():
            there = self._conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            if there == count:
                continue
            if table == "conflicts":
                rows = [str(r[0]) for r in self._conn.execute("SELECT id FROM conflicts")]
                unknown = [row_id for row_id in rows if row_id not in self._conflicts]
            else:
                told = "SELECT 1 FROM changes c WHERE c.table_name = ? AND c.row_id = t.id"
                found = self._conn.execute(f"SELECT id FROM {table} t WHERE NOT EXISTS ({told})", (table,))
                unknown = [str(row[0]) for row in found]
                unknown += [row_id for other, row_id in self._dropped if other == table and self._stands(table, row_id)]
            yield from (Difference(table=table, row_id=one, fault=RowFault.ADDED) for one in unknown)

    def _stands(self, table: str, row_id: str) -> bool:
        return _stored_row(self._conn, table, row_id) is not None


def _compared(conn: Connection, table: str, row_id: str, made: dict[str, object]) -> Iterator[Difference]:
    kept = _stored_row(conn, table, row_id)
    if kept is None:
        yield Difference(table=table, row_id=row_id, fault=RowFault.MISSING)
    elif kept != made:
        column = next((name for name, value in made.items() if name not in kept or kept[name] != value), "")
        yield Difference(table=table, row_id=row_id, fault=RowFault.CHANGED, column=column)


def _stored_row(conn: Connection, table: str, row_id: str) -> dict[str, object] | None:
    cursor = conn.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
    row = cursor.fetchone()
    return None if row is None else dict(zip([c[0] for c in cursor.description], row, strict=True))


def _rows_of_journal(db: Database) -> Iterator[tuple[RowKey, list[Edit]]]:
    """Give each row that the journal tells of with all that touched it, one after the other."""
    beside = _beside(db)
    sql = (
        "SELECT o.id, o.device, o.incarnation, o.seq, c.ordinal, c.table_name, c.row_id, c.old, c.new"
        " FROM changes c JOIN operations o ON o.id = c.operation_id ORDER BY c.table_name, c.row_id"
    )
    rows = db.conn.execute(sql)
    for key, group in groupby(rows, key=lambda row: (row[5], row[6])):
        edits = [
            edit_of(key[0], (op, device, incarnation, seq), ordinal, _parsed(old), _parsed(new))
            for op, device, incarnation, seq, ordinal, _, _, old, new in group
        ]
        yield key, edits + beside.pop(key, [])
    yield from beside.items()


def _beside(db: Database) -> dict[RowKey, list[Edit]]:
    """Give the edits that other tables' changes are of a row: a person's choice, a document issued on a finding."""
    found: dict[RowKey, list[Edit]] = {}
    sql = (
        "SELECT o.id, o.device, o.incarnation, o.seq, c.ordinal, c.table_name, c.new FROM changes c"
        " JOIN operations o ON o.id = c.operation_id"
        " WHERE c.table_name IN ('settlements', 'document_lines') AND c.old IS NULL"
    )
    for op, device, incarnation, seq, ordinal, table, text in db.conn.execute(sql):
        place, new = (op, device, incarnation, seq), json.loads(text)
        if table == "settlements":
            key = (new["table_name"], new["row_id"])
            found.setdefault(key, []).append(settlement_of(place, ordinal, new["field"], new["value"]))
        else:
            found.setdefault(("findings", new["finding_id"]), []).append(pin_of(place))
    return found


def _parsed(text: str | None) -> Any:
    return None if text is None else json.loads(text)
