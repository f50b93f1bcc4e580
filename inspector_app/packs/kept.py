# SPDX-License-Identifier: MulanPSL-2.0
"""Packs that a unit imported: frozen bytes thawed, their clauses bound again to the law library of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, Clause
from inspector_app.domain.problems import Problem, Refused
from inspector_app.packs.frozen import thaw, with_hash
from inspector_app.packs.law_updates import read_law_update
from inspector_app.packs.laws import LawLibrary


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPack:
    """One imported version; `read` gives its frozen bytes and refuses FILE_MISSING and FILE_CHANGED."""

    id: str
    pack_id: str
    version: str
    title: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """One law update that the unit applied; `read` gives its bytes and refuses FILE_MISSING and FILE_CHANGED.

    Where two updates checked a thing on one day, the later `rank` counts: never the order in which they were applied.
    """

    name: str
    read: Callable[[], bytes]
    rank: str = ""  # day of issue and hash

    def library(self) -> LawLibrary:
        """Read it; a file that is gone leaves its problem and no law."""
        try:
            return read_law_update(self.read(), self.name).library
        except Refused as refused:
            return LawLibrary(problems=refused.problems, is_whole=False)


def read_kept(kept: KeptPack, library: LawLibrary) -> tuple[ChecklistPack | None, tuple[Problem, ...]]:
    """Give the pack with the laws of today, or what is wrong with its bytes."""
    try:
        return rebound(thaw(kept.read()), library), ()
    except Refused as refused:
        return None, refused.problems


def rebound(pack: ChecklistPack, library: LawLibrary) -> ChecklistPack:
    """Give the pack with name, number and days of its clauses as the library has them now.

    Clauses of a law that the library does not know stay as they were imported.
    """
    sections = tuple(
        replace(section, items=tuple(_item(item, library) for item in section.items)) for section in pack.sections
    )
    return with_hash(replace(pack, sections=sections))


def _item(item: ChecklistItem, library: LawLibrary) -> ChecklistItem:
    return replace(
        item,
        basis=_clauses(item.basis, library),
        major_ref=_clauses(item.major_ref, library),
        order_basis=_clauses(item.order_basis, library),
        penalty=_clauses(item.penalty, library),
    )


def _clauses(clauses: tuple[Clause, ...], library: LawLibrary) -> tuple[Clause, ...]:
    return tuple(_clause(clause, library) for clause in clauses)


def _clause(clause: Clause, library: LawLibrary) -> Clause:
    if clause.law not in library.laws:
        return clause
    return replace(library.clause(clause.law, clause.clause, clause.verified), confirmed_by=clause.confirmed_by)
