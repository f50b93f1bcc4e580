# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists of a unit: every version with its hash, faults and use, and what became of its items over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.checklist import PackRef
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Problem
from inspector_app.packs.catalogue import CatalogueEntry
from inspector_app.storage import kept_packs
from inspector_app.storage.driver import Database
from inspector_app.storage.kept_packs import PackRow
from inspector_app.storage.rows import fetch, whole
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One version of one checklist. `open_inspections` began with exactly this content and are not over."""

    id: str
    version: str
    title: str
    sha256: str
    items: int
    is_newest: bool
    is_enabled: bool
    is_kept: bool  # imported: it can be removed
    kept_id: str
    folder: str
    source_name: str
    source_format: str
    kept_at: datetime | None
    open_inspections: int
    inspections: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics:
    """What was answered to an item in every version that had it; versions are bridged by the item's code."""

    code: str
    check: str
    versions: tuple[str, ...]
    compliant: int
    noncompliant: int
    not_applicable: int
    not_checked: int
    recorded: int
    findings: int


def lines(ws: Workspace) -> tuple[PackLine, ...]:
    """Give every version of every checklist, faulty ones too."""
    entries = ws.catalogue.entries
    with ws.reader() as db:
        disabled = kept_packs.disabled_packs(db)
        kept = {row.id: row for row in kept_packs.list_packs(db)}
        used = _used(db)
    newest = {}
    for entry in entries:
        best = ws.catalogue.pack(entry.id)
        newest[entry.id] = best.sha256 if best else ""
    return tuple(_line(entry, disabled, kept, used, newest) for entry in entries)


def enabled_ids(ws: Workspace) -> tuple[str, ...]:
    """Give the ids of the checklists that may be chosen for an inspection, each once."""
    with ws.reader() as db:
        disabled = kept_packs.disabled_packs(db)
    usable = [entry.id for entry in ws.catalogue.entries if entry.pack is not None]
    return tuple(dict.fromkeys(pack_id for pack_id in usable if pack_id not in disabled))


def _used(db: Database) -> dict[str, tuple[int, int]]:
    sql = """
    SELECT p.sha256 AS sha256, count(*) AS every,
      sum(i.state IN ('planned', 'submitted', 'approved', 'dispatched', 'open')) AS still_open
    FROM inspection_packs p JOIN inspections i ON i.id = p.inspection_id GROUP BY p.sha256
    """
    return {str(r["sha256"]): (whole(r["every"]), whole(r["still_open"])) for r in fetch(db, sql)}


def _line(
    entry: CatalogueEntry,
    disabled: frozenset[str],
    kept: dict[str, PackRow],
    used: dict[str, tuple[int, int]],
    newest: dict[str, str],
) -> PackLine:
    pack, row = entry.pack, kept.get(entry.kept_id)
    sha256 = pack.sha256 if pack is not None else row.sha256 if row is not None else ""
    # A law update gives an imported pack another hash than the bytes it was kept with; both are this version.
    hashes = {sha256, row.sha256 if row is not None else sha256}
    counts = [used[name] for name in hashes if name in used]
    return PackLine(
        id=entry.id, version=entry.version, title=entry.title, sha256=sha256,
        items=len(pack.items) if pack is not None else 0,
        is_newest=bool(sha256) and newest.get(entry.id) == sha256, is_enabled=entry.id not in disabled,
        is_kept=row is not None, kept_id=entry.kept_id, folder=str(entry.folder) if entry.folder is not None else "",
        source_name=row.source_name if row is not None else "",
        source_format=row.source_format if row is not None else "",
        kept_at=row.kept_at if row is not None else None,
        open_inspections=sum(still for _, still in counts), inspections=sum(every for every, _ in counts),
        problems=entry.problems,
    )  # fmt: skip


def statistics(ws: Workspace, pack_id: str) -> tuple[ItemStatistics, ...]:
    """Count answers and findings of a checklist's items over all its versions, in the order of the newest.

    Items that only older versions had stand at the end, in the words of the inspection that had them last.
    """
    with ws.reader() as db:
        answers = fetch(db, _ANSWERS, [pack_id])
        found = {str(r["item_code"]): whole(r["n"]) for r in fetch(db, _FINDINGS, [pack_id])}
        versions = fetch(db, _VERSIONS, [pack_id])
    counts: dict[str, dict[str, int]] = {}
    for row in answers:
        counts.setdefault(str(row["item_code"]), {})[str(row["result"])] = whole(row["n"])
    newest = ws.catalogue.pack(pack_id)
    words: dict[str, str] = {item.code: item.check for item in newest.items} if newest else {}
    having: dict[str, list[str]] = {}
    refs = tuple(
        PackRef(id=pack_id, version=str(r["version"]), sha256=str(r["sha256"]), title=str(r["title"])) for r in versions
    )
    for pack in ws.frozen_packs(refs):
        for item in pack.items:
            words.setdefault(item.code, item.check)
            having.setdefault(item.code, []).append(pack.version)
    return tuple(_statistics(code, words[code], having.get(code, []), counts, found) for code in words)


_ANSWERS = """
SELECT a.item_code, a.result, count(*) AS n FROM answers a
JOIN inspection_packs p ON p.inspection_id = a.inspection_id AND p.pack_id = ?
WHERE a.spot_id = '' GROUP BY a.item_code, a.result
"""
_FINDINGS = """
SELECT f.item_code, count(*) AS n FROM findings f
JOIN inspection_packs p ON p.inspection_id = f.inspection_id AND p.pack_id = ?
WHERE f.item_code IS NOT NULL AND f.status NOT IN ('withdrawn', 'duplicate') GROUP BY f.item_code
"""
_VERSIONS = """
SELECT p.sha256, p.version, max(p.title) AS title, max(i.started_at) AS latest FROM inspection_packs p
JOIN inspections i ON i.id = p.inspection_id WHERE p.pack_id = ? GROUP BY p.sha256, p.version ORDER BY latest DESC
"""


def _statistics(
    code: str, check: str, versions: list[str], counts: dict[str, dict[str, int]], found: dict[str, int]
) -> ItemStatistics:
    mine = counts.get(code, {})
    by = {result: mine.get(result.value, 0) for result in AnswerResult}
    return ItemStatistics(
        code=code, check=check, versions=tuple(dict.fromkeys(versions)), compliant=by[AnswerResult.COMPLIANT],
        noncompliant=by[AnswerResult.NONCOMPLIANT], not_applicable=by[AnswerResult.NOT_APPLICABLE],
        not_checked=by[AnswerResult.NOT_CHECKED], recorded=by[AnswerResult.RECORDED], findings=found.get(code, 0),
    )  # fmt: skip
