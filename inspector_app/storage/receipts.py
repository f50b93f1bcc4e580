# SPDX-License-Identifier: MulanPSL-2.0
"""What the office said it holds: marks of chains by its receipts, and the files that lie there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from inspector_app.domain.merging import Chain
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, count, fetch, fetch_one, whole
from inspector_app.storage.tables import FILE_COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptMark:
    """How far the office holds a chain; `content` is the signed receipt, kept with this laptop's own chains."""

    device: str
    incarnation: str
    seq: int
    hash: str
    at: str  # UTC, the office's clock
    taken_at: str  # UTC, this laptop's clock
    content: str

    @property
    def chain(self) -> Chain:
        """Whose chain it is."""
        return (self.device, self.incarnation)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedHere:
    """A file that a row of this workspace names."""

    sha256: str
    kind: str
    bytes: int  # 0 where the row does not say


def put_mark(db: Database, mark: ReceiptMark) -> None:
    """Keep a mark in the place of the one before."""
    values = tuple(getattr(mark, name) for name in ReceiptMark.__slots__)
    db.conn.execute(
        "INSERT INTO receipts (device, incarnation, seq, hash, at, taken_at, content) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device, incarnation) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at,"
        " taken_at = excluded.taken_at, content = excluded.content",
        values,
    )


def drop_mark(db: Database, chain: Chain) -> None:
    """Forget a mark that the office does not hold any more."""
    db.conn.execute("DELETE FROM receipts WHERE device = ? AND incarnation = ?", chain)


def marks(db: Database) -> dict[Chain, ReceiptMark]:
    """Give how far the office holds each chain, by the newest receipt."""
    return {mark.chain: mark for mark in (_mark(row) for row in fetch(db, "SELECT * FROM receipts ORDER BY 1, 2"))}


def newest(db: Database) -> tuple[str, str]:
    """Give when the newest receipt was made (office's clock) and taken; empty before the first."""
    row = fetch_one(db, "SELECT at, taken_at FROM receipts ORDER BY at DESC, taken_at DESC LIMIT 1")
    return ("", "") if row is None else (str(row["at"]), str(row["taken_at"]))


def newest_content(db: Database) -> str:
    """Give the newest receipt as it was signed, or nothing."""
    row = fetch_one(db, "SELECT content FROM receipts WHERE content <> '' ORDER BY at DESC LIMIT 1")
    return "" if row is None else str(row["content"])


def files_between(db: Database, chain: Chain, first: int, last: int) -> frozenset[str]:
    """Give the hashes of the files that operations `first` to `last` of a chain name."""
    columns = sorted({column for _, column, _ in FILE_COLUMNS})
    tables = sorted({table for table, _, _ in FILE_COLUMNS})
    named = ", ".join(f"json_extract(c.new, '$.{column}') AS {column}" for column in columns)
    rows = fetch(
        db,
        f"SELECT c.table_name AS t, {named}"
        " FROM operations o JOIN changes c ON c.operation_id = o.id"
        " WHERE o.device = ? AND o.incarnation = ? AND o.seq BETWEEN ? AND ? AND c.new IS NOT NULL"
        f" AND c.table_name IN ({', '.join('?' for _ in tables)})",
        [*chain, first, last, *tables],
    )
    return frozenset(
        str(row[column]) for row in rows for table, column, _ in FILE_COLUMNS if row["t"] == table and row[column]
    )


def put_office_files(db: Database, hashes: Iterable[str]) -> None:
    """Note files that the office holds."""
    db.conn.executemany("INSERT INTO office_files VALUES (?) ON CONFLICT DO NOTHING", [(h,) for h in sorted(hashes)])


def drop_office_files(db: Database, hashes: Collection[str]) -> None:
    """Note that the office does not hold files (any more)."""
    db.conn.executemany("DELETE FROM office_files WHERE sha256 = ?", [(h,) for h in sorted(hashes)])


def clear_office_files(db: Database) -> None:
    """Forget which files the office holds: its newest receipt tells it anew."""
    db.conn.execute("DELETE FROM office_files")


def files_not_at_office(db: Database, device: str) -> tuple[NamedHere, ...]:
    """Give the files that this laptop's own acts named and that the office is not known to hold."""
    found: dict[str, NamedHere] = {}
    for table, column, kind in FILE_COLUMNS:
        size = "t.bytes" if table in WITH_BYTES else "0"
        rows = fetch(
            db,
            f"SELECT t.{column} AS name, {size} AS bytes FROM {table} t WHERE t.{column} <> ''"
            f" AND NOT EXISTS (SELECT 1 FROM office_files f WHERE f.sha256 = t.{column})"
            " AND EXISTS (SELECT 1 FROM changes c JOIN operations o ON o.id = c.operation_id"
            "  WHERE c.table_name = ? AND c.row_id = t.id AND o.device = ?)",
            [table, device],
        )
        for row in rows:
            name = str(row["name"])
            found.setdefault(name, NamedHere(sha256=name, kind=kind, bytes=whole(row["bytes"])))
    return tuple(found[name] for name in sorted(found))


def own_chains(db: Database, device: str) -> dict[Chain, int]:
    """Give this laptop's chains, of all its incarnations, each with its newest operation here."""
    rows = fetch(
        db, "SELECT incarnation, max(seq) AS seq FROM operations WHERE device = ? GROUP BY incarnation", [device]
    )
    return {(device, str(row["incarnation"])): whole(row["seq"]) for row in rows}


def count_beyond(db: Database, chain: Chain, seq: int) -> tuple[int, str]:
    """How many operations of a chain come after `seq`, and when the first of them was done (UTC text)."""
    params = [*chain, seq]
    where = "device = ? AND incarnation = ? AND seq > ?"
    row = fetch_one(db, f"SELECT at FROM operations WHERE {where} ORDER BY seq LIMIT 1", params)
    if row is None:
        return 0, ""
    return count(db, f"SELECT count(*) FROM operations WHERE {where}", params), str(row["at"])


def beyond_receipts(db: Database, device: str) -> tuple[int, str]:
    """How many of this laptop's own acts the office is not known to hold; when the first was done (UTC text)."""
    held = marks(db)
    found = [count_beyond(db, chain, held[chain].seq if chain in held else 0) for chain in own_chains(db, device)]
    return sum(n for n, _ in found), min((at for n, at in found if n), default="")


def count_office_files(db: Database) -> int:
    """How many files the office is known to hold."""
    return count(db, "SELECT count(*) FROM office_files")


WITH_BYTES = frozenset({"documents", "photos", "attachments", "unit_files"})


def _mark(row: Row) -> ReceiptMark:
    return ReceiptMark(
        device=str(row["device"]), incarnation=str(row["incarnation"]), seq=whole(row["seq"]), hash=str(row["hash"]),
        at=str(row["at"]), taken_at=str(row["taken_at"]), content=str(row["content"]),
    )  # fmt: skip
