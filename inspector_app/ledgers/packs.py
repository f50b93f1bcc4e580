# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists of a unit: every version with its hash, faults and use, and what became of its items over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.checklist import ChecklistPack, PackRef
from inspector_app.domain.inspection import AnswerResult, InspectionState
from inspector_app.domain.problems import Problem, Refused
from inspector_app.locations import bundled
from inspector_app.packs.catalogue import CatalogueEntry
from inspector_app.packs.rules import version_key
from inspector_app.storage import kept_packs
from inspector_app.storage.driver import Database
from inspector_app.storage.kept_packs import PackRow
from inspector_app.storage.rows import fetch, whole
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One version of one checklist. `open_inspections` have it and are not over."""

    id: str
    version: str
    title: str
    sha256: str
    items: int
    is_newest: bool
    is_enabled: bool
    is_bundled: bool  # comes with the program
    is_kept: bool  # imported: it can be removed
    is_listed: bool  # else no longer there: only the inspections that began with it keep it
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
    newest: dict[str, CatalogueEntry] = {}
    for entry in entries:  # of equal versions the first, as the catalogue offers it
        best = newest.get(entry.id)
        if entry.pack is not None and (best is None or version_key(entry.version) > version_key(best.version)):
            newest[entry.id] = entry
    return tuple(_line(entry, disabled, kept, used, is_newest=newest.get(entry.id) is entry) for entry in entries)


def versions(ws: Workspace, pack_id: str) -> tuple[PackLine, ...]:
    """Give every version of one checklist, the newest first; also those that only inspections still keep."""
    listed = [line for line in lines(ws) if line.id == pack_id]
    known = {line.version for line in listed}
    with ws.reader() as db:
        used = _used(db)
        refs = [ref for ref in _refs(db, pack_id) if ref.version not in known]
    once = {ref.version: ref for ref in reversed(refs)}  # a law update gave it another hash: it is the same version
    is_enabled = pack_id in enabled_ids(ws) or not listed
    listed += [_gone_line(ws, ref, used, is_enabled=is_enabled) for ref in once.values()]
    return tuple(sorted(listed, key=lambda line: version_key(line.version), reverse=True))


def pack_at(ws: Workspace, pack_id: str, version: str = "") -> ChecklistPack | None:
    """Give a version of a checklist, the newest where none is named; also one that only inspections still keep."""
    offered = ws.catalogue.versions(pack_id)
    found = next((pack for pack in offered if version in ("", pack.version)), None)
    if found is not None or not version:
        return found
    with ws.reader() as db:
        refs = tuple(ref for ref in _refs(db, pack_id) if ref.version == version)
    return ws.frozen_packs(refs[:1])[0] if refs else None


def enabled_ids(ws: Workspace) -> tuple[str, ...]:
    """Give the ids of the checklists that may be chosen for an inspection, each once."""
    with ws.reader() as db:
        disabled = kept_packs.disabled_packs(db)
    usable = [entry.id for entry in ws.catalogue.entries if entry.pack is not None]
    return tuple(dict.fromkeys(pack_id for pack_id in usable if pack_id not in disabled))


def _used(db: Database) -> dict[tuple[str, str], tuple[int, int]]:
    """Count the inspections of each version by id and version: a law update changes the hash, not the version."""
    over = ", ".join(f"'{state}'" for state in InspectionState if state.is_over or state is InspectionState.TERMINATED)
    sql = f"""
    SELECT p.pack_id, p.version, count(DISTINCT i.id) AS every,
      count(DISTINCT CASE WHEN i.state NOT IN ({over}) THEN i.id END) AS still_open
    FROM inspection_packs p JOIN inspections i ON i.id = p.inspection_id GROUP BY p.pack_id, p.version
    """
    rows = fetch(db, sql)
    return {(str(r["pack_id"]), str(r["version"])): (whole(r["every"]), whole(r["still_open"])) for r in rows}


def _refs(db: Database, pack_id: str) -> tuple[PackRef, ...]:
    """Give what inspections began with of one checklist, the last used first."""
    return tuple(
        PackRef(id=pack_id, version=str(r["version"]), sha256=str(r["sha256"]), title=str(r["title"]))
        for r in fetch(db, _VERSIONS, [pack_id])
    )


def _line(
    entry: CatalogueEntry,
    disabled: frozenset[str],
    kept: dict[str, PackRow],
    used: dict[tuple[str, str], tuple[int, int]],
    *,
    is_newest: bool,
) -> PackLine:
    pack, row = entry.pack, kept.get(entry.kept_id)
    every, still_open = used.get((entry.id, entry.version), (0, 0))
    return PackLine(
        id=entry.id, version=entry.version, title=entry.title,
        sha256=pack.sha256 if pack is not None else row.sha256 if row is not None else "",
        items=len(pack.items) if pack is not None else 0,
        is_newest=is_newest, is_enabled=entry.id not in disabled,
        is_bundled=entry.folder is not None and entry.folder.parent == bundled("checklists"),
        is_kept=row is not None, is_listed=True,
        kept_id=entry.kept_id, folder=str(entry.folder) if entry.folder is not None else "",
        source_name=row.source_name if row is not None else "",
        source_format=row.source_format if row is not None else "",
        kept_at=row.kept_at if row is not None else None,
        open_inspections=still_open, inspections=every, problems=entry.problems,
    )  # fmt: skip


def _gone_line(
    ws: Workspace, ref: PackRef, used: dict[tuple[str, str], tuple[int, int]], *, is_enabled: bool
) -> PackLine:
    items, problems = 0, tuple[Problem, ...]()
    try:
        items = len(ws.frozen_packs((ref,))[0].items)
    except Refused as refused:
        problems = refused.problems
    every, still_open = used.get((ref.id, ref.version), (0, 0))
    return PackLine(
        id=ref.id, version=ref.version, title=ref.title, sha256=ref.sha256, items=items, is_newest=False,
        is_enabled=is_enabled, is_bundled=False, is_kept=False, is_listed=False, kept_id="", folder="", source_name="",
        source_format="", kept_at=None, open_inspections=still_open, inspections=every, problems=problems,
    )  # fmt: skip


def statistics(ws: Workspace, pack_id: str) -> tuple[ItemStatistics, ...]:
    """Count answers and findings of a checklist's items over all its versions, in the order of the newest.

    Items that only older versions had stand at the end, in the words of the inspection that had them last.
    """
    with ws.reader() as db:
        answers = fetch(db, _ANSWERS, [pack_id])
        found = {str(r["item_code"]): whole(r["n"]) for r in fetch(db, _FINDINGS, [pack_id])}
        refs = _refs(db, pack_id)
    counts: dict[str, dict[str, int]] = {}
    for row in answers:
        counts.setdefault(str(row["item_code"]), {})[str(row["result"])] = whole(row["n"])
    newest = ws.catalogue.pack(pack_id)
    words: dict[str, str] = {item.code: item.check for item in newest.items} if newest else {}
    having: dict[str, list[str]] = {}
    for pack in (*((newest,) if newest else ()), *ws.frozen_packs(refs)):
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
