# SPDX-License-Identifier: MulanPSL-2.0
"""Read the XLSForm of somebody else: all its faults at once, or the checklist that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Problem, Refused, blocking
from inspector_app.packs.draft import DraftItem, DraftPack, PackHead
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.rules import faults as rule_faults
from inspector_app.packs.xlsform.assemble import assemble
from inspector_app.packs.xlsform.checks import check_form
from inspector_app.packs.xlsform.faults import Faults
from inspector_app.packs.xlsform.form import read_form
from inspector_app.packs.xlsform.judge import judge
from inspector_app.packs.xlsform.tables import read_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsformReading:
    """What came of a form: the checklist only without a blocking problem; warnings may come with it."""

    pack: ChecklistPack | None
    problems: tuple[Problem, ...]


def read_xlsform(book: Mapping[str, Sequence[Sequence[str]]], name: str) -> XlsformReading:
    """Read a workbook (sheet name -> rows of text, row 1 first); `name` is the file's, for places and as a title.

    Refuses nothing: every fault is a problem XLSFORM_FAULT with sheet, row, column and reason. A checklist that comes
    of it keeps every rule of `packs.rules` and can be frozen and thawed.
    """
    faults = Faults(name)
    tables = read_tables(book, faults)
    form = read_form(tables, faults)
    if form is None:
        if not faults.blocks:
            judge(tables, _stem(name), faults)
        return XlsformReading(pack=None, problems=faults.problems())
    check_form(form, faults)
    judge(tables, _stem(name), faults)
    pack = None if faults.blocks else assemble(form, name, faults)
    if pack is None or faults.blocks:
        return XlsformReading(pack=None, problems=faults.problems())
    problems = (*faults.problems(), *_verified(pack, name))
    return XlsformReading(pack=None if blocking(problems) else pack, problems=problems)


def _verified(pack: ChecklistPack, name: str) -> tuple[Problem, ...]:
    """Hold the checklist to the rules of our own ones, and to what an inspection can keep."""
    head = PackHead(
        id=pack.id,
        version=pack.version,
        title=pack.title,
        industry=pack.industry,
        issuer=pack.issuer,
        sections=tuple(section.name for section in pack.sections),
    )
    items = [DraftItem(place=f"{name}:{item.code}", item=item) for item in pack.items]
    found = tuple(rule_faults(DraftPack(name=name, head=head, items=items), LawLibrary(), None))
    try:
        thaw(freeze(pack))
    except Refused as refused:
        return (*found, *refused.problems)
    return found


def _stem(name: str) -> str:
    return PurePath(name).stem or "form"
