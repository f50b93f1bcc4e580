# SPDX-License-Identifier: MulanPSL-2.0
"""Which checklists a unit uses: switching on and off, removing imported versions that nobody needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Problem, ProblemCode, blocking, refuse
from inspector_app.packs.catalogue import read_folder
from inspector_app.storage import kept_packs
from inspector_app.storage.kept_packs import PackRow
from inspector_app.storage.rows import count
from inspector_app.workspace import Step, Workspace


def choose_pack(ws: Workspace, pack_id: str, *, is_enabled: bool) -> Done[bool]:
    """Switch a checklist on or off for this unit; inspections that have it keep it. Refuses PACK_UNKNOWN."""
    if pack_id not in {entry.id for entry in ws.catalogue.entries}:
        refuse([Problem(code=ProblemCode.PACK_UNKNOWN, where="pack", fields={"pack": pack_id[:80]})])
    with ws.operation(Op.CHOOSE_PACK) as step:
        kept_packs.put_choice(step.db, pack_id, is_enabled=is_enabled)
    return Done(value=is_enabled, changes=step.changes)


def remove_pack(ws: Workspace, pack_id: str, version: str, reason: str = "") -> Done[PackRow]:
    """Remove one imported version: it is offered no more, its files stay. Undo brings it back.

    Refuses PACK_UNKNOWN, PACK_BUNDLED for what was not imported, PACK_IN_USE while an inspection has it.
    """
    reason = texts.cleaned(reason)
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    entries = [entry for entry in ws.catalogue.entries if (entry.id, entry.version) == (pack_id, version)]
    kept = next((entry for entry in entries if entry.kept_id), None)
    if kept is None:
        code = ProblemCode.PACK_BUNDLED if entries else ProblemCode.PACK_UNKNOWN
        refuse([Problem(code=code, where="pack", fields={"pack": f"{pack_id} {version}".strip()[:80]})])
        raise AssertionError
    with ws.operation(Op.REMOVE_PACK) as step:
        row = kept_packs.get_pack(step.db, kept.kept_id)
        assert row is not None, "the catalogue read it"
        refuse(_in_use(step, row))
        gone = replace(row, removed_reason=reason or REMOVED)
        kept_packs.put_pack(step.db, gone)
    return Done(value=gone, changes=step.changes)


def pack_in_folder(ws: Workspace, path: Path) -> ChecklistPack:
    """Give the pack of a folder without keeping it, with the laws of this workspace. Refuses all its faults."""
    reading = read_folder(path.absolute(), ws.catalogue.library, ws.catalogue.common_codes)
    if reading.pack is None:
        refuse(blocking(reading.problems))
        raise AssertionError
    return reading.pack


REMOVED = "已移除"  # kept in the row as the reason when nobody gave one: the record's own language is Chinese


def _in_use(step: Step, row: PackRow) -> tuple[Problem, ...]:
    """Say how many inspections have this version; a law update gave it another hash, it is the same version."""
    used = count(
        step.db,
        "SELECT count(DISTINCT inspection_id) FROM inspection_packs WHERE pack_id = ? AND version = ?",
        [row.pack_id, row.version],
    )
    if not used:
        return ()
    fields = {"pack": row.title, "version": row.version, "count": str(used)}
    return (Problem(code=ProblemCode.PACK_IN_USE, where="pack", fields=fields),)
