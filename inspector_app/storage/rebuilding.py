# SPDX-License-Identifier: MulanPSL-2.0
"""The tables and conflicts as the journal alone makes them, worked out in memory; they must equal what is stored.

This goes another way than merging does (all at once, not operation by operation), so that each checks the other.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from inspector_app.domain.merging import Chain, Edit, Merged, merge_row
from inspector_app.storage import chains
from inspector_app.storage.driver import Database
from inspector_app.storage.merged_rows import RowKey, conflict_row, defaults_of, edit_of, pin_of, settlement_of
from inspector_app.storage.tables import JOURNALLED

Rows = dict[str, dict[str, dict[str, object]]]


def rebuilt(db: Database) -> Rows:
    """Replay the whole journal in memory: table -> row id -> columns, and the `conflicts`."""
    seen: dict[tuple[Chain, Chain], list[tuple[int, int]]] = {}

    def saw(later: Chain, later_seq: int, earlier: Chain, earlier_seq: int) -> bool:
        entries = seen.get((later, earlier), [])
        n = bisect_right(entries, (later_seq, 1 << 60))
        return n > 0 and entries[n - 1][1] >= earlier_seq

    sql = "SELECT device, incarnation, seq, saw FROM operations WHERE saw <> '' ORDER BY device, incarnation, seq"
    for device, incarnation, seq, text in db.conn.execute(sql):
        for other, other_seq in chains.seen_by(text).items():
            seen.setdefault(((device, incarnation), other), []).append((seq, other_seq))
    defaults = {table: defaults_of(db.conn, table) for table in JOURNALLED}
    merged = {
        key: merge_row(key[0], edits, saw, defaults[key[0]]) for key, edits in _edits(db).items() if key[0] in defaults
    }
    return _tables(merged, _references(db))


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
