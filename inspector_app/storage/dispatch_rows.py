# SPDX-License-Identifier: MulanPSL-2.0
"""What the office knows of a laptop before it sends it anything: what it has seen, which files it needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.merging import Chain
from inspector_app.storage.driver import Database
from inspector_app.storage.outgoing_rows import files_of_rows, inspection_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSpan:
    """One incarnation of a laptop: its newest operation here, and the places of its first and last in the journal."""

    incarnation: str
    seq: int
    first: int
    last: int


def spans(db: Database, device: str) -> tuple[ChainSpan, ...]:
    """Give every incarnation of a laptop of which an operation is here, in the order in which they began here."""
    sql = (
        "SELECT incarnation, max(seq), min(rowid), max(rowid) FROM operations WHERE device = ?"
        " GROUP BY incarnation ORDER BY min(rowid)"
    )
    return tuple(
        ChainSpan(incarnation=str(i), seq=int(s), first=int(f), last=int(n))
        for i, s, f, n in db.conn.execute(sql, (device,))
    )


def seen(db: Database, device: str, incarnation: str) -> dict[Chain, int]:
    """Give how far one incarnation of a laptop had seen every other chain, by its own operations."""
    sql = (
        "SELECT other_device, other_incarnation, max(other_seq) FROM sightings WHERE device = ? AND incarnation = ?"
        " GROUP BY other_device, other_incarnation"
    )
    return {(str(d), str(i)): int(s) for d, i, s in db.conn.execute(sql, (device, incarnation))}


def files_sent(db: Database, device: str, incarnation: str) -> frozenset[str]:
    """Give the files that one incarnation of a laptop brought in its bundles."""
    sql = (
        "SELECT DISTINCT json_extract(f.value, '$[1]') FROM parts_read p, json_each(p.header, '$.files') f"
        " WHERE p.device = ? AND p.incarnation = ?"
    )
    return frozenset(str(row[0]) for row in db.conn.execute(sql, (device, incarnation)))


def files_of_inspections(db: Database, inspection_ids: Iterable[str]) -> frozenset[str]:
    """Give the files of whole cases: papers, photos, scans, their checklists."""
    found: set[str] = set()
    for inspection_id in sorted(set(inspection_ids)):
        found |= files_of_rows(db, inspection_rows(db, inspection_id))
    return frozenset(found)


def files_for_all(db: Database) -> frozenset[str]:
    """Give the files that every laptop needs: checklists with their sources, law updates, what the office published."""
    sql = (
        "SELECT sha256 FROM kept_packs WHERE removed_reason = '' UNION SELECT sha256 FROM inspection_packs"
        " UNION SELECT source_sha256 FROM kept_packs WHERE removed_reason = '' UNION SELECT sha256 FROM law_updates"
        " UNION SELECT sha256 FROM unit_files WHERE removed_reason = ''"
    )
    return frozenset(str(row[0]) for row in db.conn.execute(sql) if row[0])


def inspections_of_documents(db: Database, document_ids: Iterable[str]) -> frozenset[str]:
    """Give the inspections that documents belong to."""
    sql = "SELECT inspection_id FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    return frozenset(str(row[0]) for row in db.conn.execute(sql, (json.dumps(sorted(set(document_ids))),)))
