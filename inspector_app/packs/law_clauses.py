# SPDX-License-Identifier: MulanPSL-2.0
"""Clauses of the law library: `clauses.toml` files, read only when somebody asks, and joined like the laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from inspector_app.domain.checklist import Verified
from inspector_app.domain.clause_places import is_place, places_in
from inspector_app.domain.law_clause import LawClause, LawPlace
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import parse_toml, read_text

PLACE_SHAPE = "第…条第…款第…项, 5.2.1"
# A key may be quoted, and a quoted one may hide its letters behind an escape.
_HAS_DAYS = re.compile(r"""effective_(?:from|to)["']?\s*=|\\[uU]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """That a law, or a place in it, is in force no longer: only the end of what is known is changed."""

    place: LawPlace
    effective_to: date
    checked_on: date
    superseded_by: LawPlace | None = None
    status: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReading:
    """Clauses that were read, with their faults; `narrows` says whether they can change what an item says."""

    entries: tuple[LawClause, ...] = ()
    lapses: tuple[Lapse, ...] = ()  # of clauses; those of whole laws stand with the laws
    problems: tuple[Problem, ...] = ()
    narrows: bool = True


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """One `clauses.toml` that is parsed when its clauses are first wanted: the packs are loaded at each start."""

    text: str
    name: str

    @property
    def narrows(self) -> bool:
        """Whether some clause of it has days of its own; asked without parsing."""
        return _HAS_DAYS.search(self.text) is not None

    @cached_property
    def reading(self) -> ClauseReading:
        """Parse it, once."""
        return read_clauses(self.text, self.name)

    @property
    def entries(self) -> tuple[LawClause, ...]:
        """Its clauses."""
        return self.reading.entries

    @property
    def lapses(self) -> tuple[Lapse, ...]:
        """None: a file of clauses says the days with the clause."""
        return ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in it."""
        return self.reading.problems


ClauseSource = ClauseReading | ClauseText


def read_clauses(text: str, name: str) -> ClauseReading:
    """Read one `clauses.toml`; `name` is how people know the file."""
    table, syntax = parse_toml(text, name)
    if syntax:
        return ClauseReading(problems=syntax)
    problems: list[Problem] = []
    top = Fields(table, name, problems)
    entries = read_clause_entries(top, problems)
    top.close()
    return ClauseReading(entries=entries, problems=tuple(problems))


def read_clause_file(path: Path, name: str) -> ClauseSource:
    """Take one `clauses.toml` from disk; a file that cannot be read leaves its problem."""
    text, problems = read_text(path, name)
    return ClauseReading(problems=problems) if problems else ClauseText(text=text, name=name)


def read_clause_entries(
    top: Fields, problems: list[Problem], *, required: bool = True, dated: bool = False
) -> tuple[LawClause, ...]:
    """Take every `[[clause]]` of a file; faulty ones are left out.

    Those of an update must be `dated` by the day of their check, and their marks decide.
    """
    found: dict[LawPlace, LawClause] = {}
    for entry in top.records("clause", "law", "clause", required=required):
        before = len(problems)
        clause = _read_clause(entry, dated=dated)
        if clause.place in found:
            entry.fault(ProblemCode.PACK_CODE_DUPLICATE, "clause", code=f"{clause.law} {clause.clause}")
        if len(problems) == before:
            found[clause.place] = clause
    return tuple(found.values())


def _read_clause(entry: Fields, *, dated: bool) -> LawClause:
    clause = LawClause(
        law=entry.text("law"),
        clause=read_place(entry, "clause"),
        verified=entry.choice("verified", Verified),
        subject=entry.text("subject", required=False),
        status=entry.text("status", required=False),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        superseded_by=read_successor(entry),
        checked_on=entry.day("checked_on", required=dated),
        sources=entry.texts("sources", required=False),
        decides=dated,
    )
    entry.close()
    check_days(entry, clause.effective_from, clause.effective_to)
    return clause


def read_place(entry: Fields, name: str, *, required: bool = True) -> str:
    """Take one place in a law, written as the program writes it."""
    text = entry.text(name, required=required)
    if text and not is_place(text):
        entry.wrong(name, PLACE_SHAPE, text)
    return next(iter(places_in(text)), "")


def read_successor(entry: Fields) -> LawPlace | None:
    """Take `superseded_by`: the law, and the clause of it, that has come in the place of this one."""
    table = entry.table("superseded_by", required=False)
    if table is None:
        return None
    place = LawPlace(law=table.text("law"), clause=read_place(table, "clause", required=False))
    table.close()
    return place


def check_days(entry: Fields, first: date | None, last: date | None) -> None:
    """Note a last day that comes before the first."""
    if first and last and last < first:
        entry.fault(ProblemCode.TIME_ORDER, "effective_to", earlier=first.isoformat(), later=last.isoformat())


def join_clauses(sources: Iterable[ClauseSource]) -> Mapping[LawPlace, LawClause]:
    """Join clauses: of two entries for one place the later checked counts, at equal days the later source."""
    found: dict[LawPlace, LawClause] = {}
    lapses: list[Lapse] = []
    for source in sources:
        lapses.extend(source.lapses)
        for clause in source.entries:
            known = found.get(clause.place)
            if known is None or (clause.checked_on or date.min) >= (known.checked_on or date.min):
                found[clause.place] = clause
    for place, lapse in last_lapses(lapses).items():
        known = found.get(place) or LawClause(law=place.law, clause=place.clause, verified=Verified.M)
        if lapse.checked_on >= (known.checked_on or date.min):
            found[place] = _ended(known, lapse)
    return found


def last_lapses(lapses: Sequence[Lapse]) -> Mapping[LawPlace, Lapse]:
    """Give the lapse that counts for each place: the last checked, at equal days the later one."""
    found: dict[LawPlace, Lapse] = {}
    for lapse in lapses:
        known = found.get(lapse.place)
        if known is None or lapse.checked_on >= known.checked_on:
            found[lapse.place] = lapse
    return found


def _ended(clause: LawClause, lapse: Lapse) -> LawClause:
    return replace(
        clause,
        effective_to=lapse.effective_to,
        superseded_by=lapse.superseded_by or clause.superseded_by,
        status=lapse.status or clause.status,
        checked_on=lapse.checked_on,
        sources=lapse.sources or clause.sources,
    )
