# SPDX-License-Identifier: MulanPSL-2.0
"""Checks of tables against the journal, of what other laptops and the office said, and of which file is used where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspector_app.domain.verification import CheckStep, Fault, FaultKind
from inspector_app.storage import facts, receipts
from inspector_app.storage.driver import Database
from inspector_app.storage.rebuilding import RowFault, differences
from inspector_app.storage.signed_heads import hash_at
from inspector_app.storage.tables import FILE_COLUMNS

Tick = Callable[[int], None]
_KINDS = {
    RowFault.CHANGED: FaultKind.ROW_CHANGED, RowFault.MISSING: FaultKind.ROW_MISSING,
    RowFault.ADDED: FaultKind.ROW_ADDED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileUse:
    """Where a kept file is named: table, row, and what people call the thing (a number, a file's name)."""

    table: str
    row_id: str
    name: str


def table_faults(db: Database, tick: Tick) -> Iterator[Fault]:
    """Compare every row of the journalled tables and conflicts with what the journal makes of it."""
    for difference in differences(db, tick):
        fields = {"table": difference.table, "row": difference.row_id, "column": difference.column}
        yield Fault(
            step=CheckStep.TABLES, kind=_KINDS[difference.fault], where=f"{difference.table}:{difference.row_id}",
            fields=fields,
        )  # fmt: skip


def figure_faults(db: Database) -> Iterator[Fault]:
    """Compare what lists and figures are made from with the tables."""
    for table in facts.wrong(db.conn):
        yield Fault(step=CheckStep.TABLES, kind=FaultKind.FIGURES_DIFFER, where=table, fields={"table": table})


def receipt_faults(db: Database, own_device: str) -> Iterator[Fault]:
    """Compare what the office said that it holds with the journal here."""
    for (device, incarnation), mark in receipts.marks(db).items():
        here = hash_at(db, device, incarnation, mark.seq)
        fields = {"seq": str(mark.seq), "laptop": device[:12], "at": mark.at}
        where = f"receipt:{device}/{incarnation}/{mark.seq}"
        if here and here != mark.hash:
            yield Fault(step=CheckStep.ENDS, kind=FaultKind.RECEIPT_DIFFERS, where=where, fields=fields)
        elif not here and device == own_device:
            yield Fault(step=CheckStep.ENDS, kind=FaultKind.RECEIPT_BEYOND, where=where, fields=fields)


def named_files(db: Database) -> Iterator[str]:
    """Give the hash of every file that a row names, each once."""
    for (sha256,) in db.conn.execute(f"SELECT sha256 FROM ({_NAMED}) ORDER BY sha256"):
        yield str(sha256)


def count_named_files(db: Database) -> int:
    """How many files are named."""
    return int(db.conn.execute(f"SELECT count(*) FROM ({_NAMED})").fetchone()[0])


def is_awaited(db: Database, sha256: str) -> bool:
    """Whether the file is known to come later."""
    return db.conn.execute("SELECT 1 FROM wanted_files WHERE sha256 = ?", (sha256,)).fetchone() is not None


def uses_of(db: Database, sha256: str) -> tuple[FileUse, ...]:
    """Give every place where a file is used: its photo with finding and enterprise, its document, its attachment."""
    found = []
    for table, column, _ in FILE_COLUMNS:
        for row_id, name in db.conn.execute(
            f"SELECT id, {_NAMES.get(table, _NO_NAME)} FROM {table} WHERE {column} = ? ORDER BY id", (sha256,)
        ):
            found.append(FileUse(table, str(row_id), str(name or "")))
    return tuple(found)


_NAMED = " UNION ".join(
    f"SELECT {column} AS sha256 FROM {table} WHERE {column} <> ''" for table, column, _ in FILE_COLUMNS
)
_NO_NAME = "''"
_NAMES = {
    "documents": "number",
    "photos": "(SELECT e.name FROM inspections i JOIN enterprises e ON e.id = i.enterprise_id"
    " WHERE i.id = photos.inspection_id) || ' ' || file_name || coalesce(' / ' ||"
    " (SELECT f.description FROM findings f WHERE f.id = photos.finding_id), '')",
    "attachments": "title",
}


def unknown_heads(db: Database) -> Iterator[tuple[str, str]]:
    """Give the documents whose paper bears a head that no operation here has: id and head."""
    sql = (
        "SELECT id, json_extract(seal, '$.head') FROM documents WHERE json_valid(seal) AND seal <> '{}'"
        " AND json_extract(seal, '$.head') NOT IN (SELECT hash FROM operations)"
    )
    for row_id, head in db.conn.execute(sql):
        yield str(row_id), str(head)


def seq_of_head(db: Database, short: str) -> tuple[str, str, int] | None:
    """Find the operation whose hash begins so: device, incarnation, number."""
    row = db.conn.execute(
        "SELECT device, incarnation, seq FROM operations WHERE hash >= ? AND hash < ? LIMIT 1", (short, f"{short}g")
    ).fetchone()
    return None if row is None else (str(row[0]), str(row[1]), int(row[2]))


def copied(db: Database) -> tuple[str, str]:
    """Give why this folder is not the one that it was, and since when; empty where it is."""
    row = db.conn.execute("SELECT value FROM membership WHERE name = 'copied'").fetchone()
    reason, _, at = str(row[0]).partition(" ") if row else ("", "", "")
    return reason, at
