# SPDX-License-Identifier: MulanPSL-2.0
"""What the office's own books say of each laptop: bundles read, files announced and missing, clocks."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, whole
from inspector_app.storage.tables import FILE_COLUMNS

# Where a missing file belongs: what people call it, and the inspection of its row.
_NOTHING = "''"
_NAMES = {
    "photos": ("t.file_name", "t.inspection_id"),
    "documents": ("t.number", "t.inspection_id"),
    "attachments": ("t.title", "t.inspection_id"),
    "inspection_packs": ("t.title", "t.inspection_id"),
    "kept_packs": ("t.title", _NOTHING),
    "law_updates": ("t.title", _NOTHING),
    "unit_files": ("t.name", _NOTHING),
    "imports": (_NOTHING, _NOTHING),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSeen:
    """One bundle of a laptop of which parts were read here."""

    device: str
    incarnation: str
    bundle: str
    export: int
    parts: int
    parts_read: int
    read_at: str  # UTC, of its newest part


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFile:
    """One file that a laptop announced and that is not here."""

    sha256: str
    kind: str
    name: str
    enterprise: str
    device: str
    since: str  # UTC
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClock:
    """How far a laptop's clock is ahead of ours (negative: behind), and when that was seen."""

    seconds: int
    at: str  # UTC


def bundles_seen(db: Database) -> tuple[BundleSeen, ...]:
    """Give every bundle of which a part was read, oldest export first."""
    sql = (
        "SELECT device, incarnation, bundle, export, max(parts) AS parts, count(*) AS n, max(read_at) AS read_at"
        " FROM parts_read GROUP BY device, incarnation, bundle, export ORDER BY device, incarnation, export, bundle"
    )
    return tuple(
        BundleSeen(
            device=str(r["device"]), incarnation=str(r["incarnation"]), bundle=str(r["bundle"]),
            export=whole(r["export"]), parts=whole(r["parts"]), parts_read=whole(r["n"]), read_at=str(r["read_at"]),
        )
        for r in fetch(db, sql)
    )  # fmt: skip


def operations_of(db: Database) -> dict[str, int]:
    """Count the operations that are here, by the laptop that made them."""
    rows = fetch(db, "SELECT device, count(*) AS n FROM operations GROUP BY device")
    return {str(row["device"]): whole(row["n"]) for row in rows}


def files_announced(db: Database) -> dict[str, int]:
    """Count the files that each laptop's operations ever named, here or not."""
    parts = [
        f"SELECT o.device AS device, json_extract(c.new, '$.{column}') AS sha256 FROM changes c"
        f" JOIN operations o ON o.id = c.operation_id WHERE c.table_name = '{table}' AND c.new IS NOT NULL"
        for table, column, _ in FILE_COLUMNS
    ]
    sql = (
        f"SELECT device, count(DISTINCT sha256) AS n FROM ({' UNION ALL '.join(parts)})"
        " WHERE sha256 <> '' GROUP BY device"
    )
    return {str(row["device"]): whole(row["n"]) for row in fetch(db, sql)}


def missing_files(db: Database) -> tuple[MissingFile, ...]:
    """Give every file that is awaited, with what people call it and the enterprise it is about; oldest first."""
    found: list[MissingFile] = []
    for table in sorted({str(row["table_name"]) for row in fetch(db, "SELECT table_name FROM wanted_files")}):
        name, inspection = _NAMES.get(table, (_NOTHING, _NOTHING))
        join = f"LEFT JOIN {table} t ON t.id = w.row_id" if table in _NAMES else ""
        sql = (
            f"SELECT w.*, {name} AS name, e.name AS enterprise FROM wanted_files w {join}"
            f" LEFT JOIN inspections i ON i.id = {inspection} LEFT JOIN enterprises e ON e.id = i.enterprise_id"
            " WHERE w.table_name = ?"
        )
        found += [_missing(row) for row in fetch(db, sql, [table])]
    return tuple(sorted(found, key=lambda f: (f.since, f.device, f.enterprise, f.name, f.sha256)))


def clocks(db: Database) -> dict[str, DeviceClock]:
    """Give how far each laptop's clock is off, where that is known."""
    rows = fetch(db, "SELECT device, seconds, at FROM device_clocks")
    return {str(r["device"]): DeviceClock(seconds=whole(r["seconds"]), at=str(r["at"])) for r in rows}


def _missing(row: Row) -> MissingFile:
    return MissingFile(
        sha256=str(row["sha256"]), kind=str(row["kind"]), name=str(row["name"] or ""),
        enterprise=str(row["enterprise"] or ""), device=str(row["device"]), since=str(row["since"]),
        bytes=whole(row["bytes"]),
    )  # fmt: skip
