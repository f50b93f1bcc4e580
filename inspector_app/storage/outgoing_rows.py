# SPDX-License-Identifier: MulanPSL-2.0
"""What a bundle takes from the journal: operations in causal order with their sizes, and the files that they name.

Everything is read in small pieces: the caller holds the reading connection only for one of them at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.merging import Chain
from inspector_app.storage.driver import Database
from inspector_app.storage.journal_rows import OPERATION_COLUMNS, operation_of, parsed
from inspector_app.storage.tables import FILE_COLUMNS, JOURNALLED

PIECE = 2_000  # rows that are read at once
OPERATION_BYTES = 400  # of an operation's own columns as JSON, about
CHANGE_BYTES = 120

# Columns by which a row belongs to an inspection, itself or over another row that does.
_OWNERS = ("inspection_id", "document_id", "finding_id", "reinspection_id", "follow_up_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One operation with its place in the journal and about how many bytes it has as JSON."""

    rowid: int
    device: str
    incarnation: str
    seq: int
    hash: str
    bytes: int

    @property
    def chain(self) -> Chain:
        """Whose chain it belongs to."""
        return (self.device, self.incarnation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """An operation that names a file."""

    chain: Chain
    seq: int
    kind: str
    sha256: str


def rowid_of(db: Database, chain: Chain, seq: int) -> int | None:
    """Give the place of an operation in this database's journal."""
    sql = "SELECT rowid FROM operations WHERE device = ? AND incarnation = ? AND seq = ?"
    row = db.conn.execute(sql, (*chain, seq)).fetchone()
    return None if row is None else int(row[0])


def weighed(db: Database, after: int) -> list[Weighed]:
    """Give the next operations after a place, in causal order, each with its size; none at the end."""
    sql = (
        f"SELECT o.rowid, o.device, o.incarnation, o.seq, o.hash, {OPERATION_BYTES} + octet_length(o.saw) + (SELECT"
        f" total(coalesce(octet_length(c.old), 0) + coalesce(octet_length(c.new), 0) + {CHANGE_BYTES})"
        " FROM changes c WHERE c.operation_id = o.id) FROM operations o WHERE o.rowid > ? ORDER BY o.rowid LIMIT ?"
    )
    return [
        Weighed(rowid=r, device=str(d), incarnation=str(i), seq=s, hash=str(h), bytes=int(b))
        for r, d, i, s, h, b in db.conn.execute(sql, (after, PIECE))
    ]


def named_files(db: Database, after: int, last: int) -> list[Naming]:
    """Give the files that the operations after one place up to another name, first named first."""
    tables = sorted({table for table, _, _ in FILE_COLUMNS})
    columns = sorted({column for _, column, _ in FILE_COLUMNS})
    sql = (
        "SELECT o.device, o.incarnation, o.seq, c.table_name, "
        + ", ".join(f"json_extract(c.new, '$.{column}')" for column in columns)
        + " FROM operations o JOIN changes c ON c.operation_id = o.id WHERE o.rowid > ? AND o.rowid <= ?"
        f" AND c.table_name IN ({', '.join('?' for _ in tables)}) AND instr(c.new, 'sha256\"') > 0"
        " ORDER BY o.rowid, c.ordinal"
    )
    kinds = {(table, column): kind for table, column, kind in FILE_COLUMNS}
    found = []
    for d, i, s, table, *hashes in db.conn.execute(sql, (after, last, *tables)):
        for column, sha256 in zip(columns, hashes, strict=True):
            if sha256 and (table, column) in kinds:
                kind = kinds[(table, column)]
                found.append(Naming(chain=(str(d), str(i)), seq=s, kind=kind, sha256=str(sha256)))
    return found


def last_place(db: Database) -> int:
    """Give the place of the newest operation in this database's journal; 0 while there is none."""
    return int(db.conn.execute("SELECT coalesce(max(rowid), 0) FROM operations").fetchone()[0])


def operations_between(db: Database, after: int, last: int) -> list[tuple[int, Operation]]:
    """Give the next operations after one place up to another, with their places."""
    sql = f"SELECT rowid, {OPERATION_COLUMNS} FROM operations WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?"
    return [(int(row[0]), operation_of(row[1:])) for row in db.conn.execute(sql, (after, last, PIECE))]


def changes_of(db: Database, operation_id: str) -> tuple[Change, ...]:
    """Give the changes of one operation in the order in which they were made."""
    sql = "SELECT ordinal, table_name, row_id, old, new FROM changes WHERE operation_id = ? ORDER BY ordinal"
    return tuple(
        Change(operation_id=operation_id, ordinal=n, table=table, row_id=row_id, old=parsed(old), new=parsed(new))
        for n, table, row_id, old, new in db.conn.execute(sql, (operation_id,))
    )


def first_since(db: Database, at: str) -> dict[Chain, int]:
    """Give the first operation of each chain that was done at or after an instant (UTC, as the journal keeps it)."""
    sql = "SELECT device, incarnation, min(seq) FROM operations WHERE at >= ? GROUP BY device, incarnation"
    return {(str(d), str(i)): int(s) for d, i, s in db.conn.execute(sql, (at,))}


def signed_heads(db: Database) -> dict[Chain, tuple[int, str]]:
    """Give the newest signed head of each chain that other laptops sent along: how far, and the statement."""
    rows = db.conn.execute("SELECT device, incarnation, seq, statement FROM signed_heads ORDER BY 1, 2")
    return {(str(d), str(i)): (int(s), str(text)) for d, i, s, text in rows}


def office_marks(db: Database) -> dict[Chain, int]:
    """Give how far the office holds every chain, by its receipts."""
    rows = db.conn.execute("SELECT device, incarnation, seq FROM receipts")
    return {(str(d), str(i)): int(s) for d, i, s in rows}


def office_files(db: Database) -> frozenset[str]:
    """Give the files that the office holds, by its receipts."""
    return frozenset(str(row[0]) for row in db.conn.execute("SELECT sha256 FROM office_files"))


def awaited_files(db: Database) -> frozenset[str]:
    """Give the files that are not here because their laptop has not sent them yet."""
    return frozenset(str(row[0]) for row in db.conn.execute("SELECT sha256 FROM wanted_files"))


def file_names(db: Database) -> dict[str, str]:
    """Give what people call the kept files: the number of a paper, the name of a photo or scan."""
    sql = (
        "SELECT sha256, number FROM documents UNION ALL SELECT sha256, file_name FROM photos"
        " UNION ALL SELECT sha256, title FROM attachments UNION ALL SELECT sha256, title FROM inspection_packs"
    )
    return {str(sha256): str(name) for sha256, name in db.conn.execute(sql) if name}


def inspection_rows(db: Database, inspection_id: str) -> dict[str, frozenset[str]]:
    """Give the rows of an inspection by table: what names it, and what names such a row. Empty where there is none."""
    if db.conn.execute("SELECT 1 FROM inspections WHERE id = ?", (inspection_id,)).fetchone() is None:
        return {}
    columns = {
        table: [str(row[1]) for row in db.conn.execute(f"PRAGMA table_info({table})") if row[1] in _OWNERS]
        for table in JOURNALLED
    }
    found: dict[str, set[str]] = {"inspections": {inspection_id}}
    known: set[str] = {inspection_id}
    new = {inspection_id}
    while new:
        wanted, new = json.dumps(sorted(new)), set()
        for table, owners in columns.items():
            for owner in owners:
                sql = f"SELECT id FROM {table} WHERE {owner} IN (SELECT value FROM json_each(?))"
                ids = {str(row[0]) for row in db.conn.execute(sql, (wanted,))} - found.get(table, set())
                found.setdefault(table, set()).update(ids)
                new |= ids - known
        known |= new
    return {table: frozenset(ids) for table, ids in found.items() if ids}


def last_touch(db: Database, rows: Mapping[str, Iterable[str]]) -> int:
    """Give the place of the last operation that touched any of these rows."""
    last = 0
    for table, ids in rows.items():
        sql = (
            "SELECT coalesce(max(o.rowid), 0) FROM changes c JOIN operations o ON o.id = c.operation_id"
            " WHERE c.table_name = ? AND c.row_id IN (SELECT value FROM json_each(?))"
        )
        last = max(last, int(db.conn.execute(sql, (table, json.dumps(sorted(ids)))).fetchone()[0]))
    return last


def marks_up_to(db: Database, rowid: int) -> dict[Chain, int]:
    """Give how far every chain had come at one place of this database's journal."""
    sql = "SELECT device, incarnation, max(seq) FROM operations WHERE rowid <= ? GROUP BY device, incarnation"
    return {(str(d), str(i)): int(s) for d, i, s in db.conn.execute(sql, (rowid,))}


def files_of_rows(db: Database, rows: Mapping[str, Sequence[str] | frozenset[str]]) -> frozenset[str]:
    """Give the files that these rows name now."""
    found: set[str] = set()
    for table, column, _ in FILE_COLUMNS:
        sql = f"SELECT {column} FROM {table} WHERE {column} <> '' AND id IN (SELECT value FROM json_each(?))"
        ids = json.dumps(sorted(rows.get(table, ())))
        found.update(str(row[0]) for row in db.conn.execute(sql, (ids,)))
    return frozenset(found)


def inspections_since(db: Database, at: str) -> tuple[str, ...]:
    """Give the inspections that began at an instant (UTC) or later, oldest first; all where it is empty."""
    sql = "SELECT id FROM inspections WHERE started_at >= ? ORDER BY started_at, id"
    return tuple(str(row[0]) for row in db.conn.execute(sql, (at,)))
