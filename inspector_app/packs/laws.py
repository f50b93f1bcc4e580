# SPDX-License-Identifier: MulanPSL-2.0
"""The law library: laws and their clauses out of files, joined so that the last checked entry counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from inspector_app.domain.checklist import Clause, Law, Verified
from inspector_app.domain.clause_places import places_in
from inspector_app.domain.law_clause import LawClause, LawPlace, known_days, stricter
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import parse_toml, read_text
from inspector_app.packs.law_clauses import ClauseSource, Lapse, check_days, join_clauses, last_lapses


@dataclass(frozen=True, kw_only=True)
class LawLibrary:
    """All laws that clauses may name, with what is wrong with the library itself.

    A faulty entry is not in `laws` but in `seen`, so that its own fault is told and not one for each clause.
    """

    laws: Mapping[str, Law] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True
    sources: tuple[ClauseSource, ...] = ()  # of clauses, the one that counts at equal days last
    lapses: tuple[Lapse, ...] = ()  # of whole laws, not yet joined

    @cached_property
    def clauses(self) -> Mapping[LawPlace, LawClause]:
        """Every clause that the library knows by itself, by its place; the files are parsed now."""
        return join_clauses(self.sources)

    @cached_property
    def clause_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the clauses: the files' own faults, and clauses of laws that nobody knows."""
        strange = (
            Problem(code=ProblemCode.PACK_LAW_UNKNOWN, where=f"{c.law} {c.clause}", fields={"law": c.law})
            for c in self.clauses.values()
            if not self.knows(c.law)
        )
        return (*(problem for source in self.sources for problem in source.problems), *strange)

    @cached_property
    def _narrowing(self) -> frozenset[str]:
        """The laws of which some clause has days of its own, or a mark that decides."""
        if not any(source.narrows for source in self.sources):
            return frozenset()  # the usual case, and the files need not be parsed for it
        return frozenset(c.law for c in self.clauses.values() if c.effective_from or c.effective_to or c.decides)

    def knows(self, key: str) -> bool:
        """Whether a clause may name this key; a library that could not be read refuses none."""
        return not self.is_whole or key in self.seen

    def clause(self, key: str, clause: str, verified: Verified) -> Clause:
        """Make a clause of that law; an unknown law gives one without a name, for the rules to find.

        Its days are those of the law, narrowed by the clause's own and by those of what it is a part of.
        """
        law = self.laws.get(key)
        if law is None:
            return Clause(law=key, name="", clause=clause, verified=verified)
        begins, ends = law.effective_from, law.effective_to
        if key in self._narrowing:
            known = known_days(law, clause, self.clauses)
            begins, ends, verified = known.begins, known.ends, self._mark(key, clause, verified)
        return Clause(
            law=key,
            name=law.name,
            number=law.number,
            clause=clause,
            verified=verified,
            effective_from=begins,
            effective_to=ends,
        )

    def _mark(self, key: str, clause: str, own: Verified) -> Verified:
        """Give the mark of a citation: where an applied update decides on a place of it, that; else its own."""
        entries = (self.clauses.get(LawPlace(law=key, clause=place)) for place in places_in(clause))
        marks = {entry.verified if entry is not None and entry.decides else own for entry in entries} or {own}
        return Verified.V if marks == {Verified.V} else Verified.M

    def successor(self, key: str, citation: str) -> str:
        """Say what takes the place of a citation whose days end; nothing where the library does not know."""
        ended = known_days(self.laws.get(key), citation, self.clauses).end_of
        if isinstance(ended, LawClause):
            place = ended.superseded_by
            return "" if place is None else f"{self.titled(place.law)}{place.clause}"
        return self.titled(ended.superseded_by) if ended is not None and ended.superseded_by else ""

    def titled(self, key: str) -> str:
        """Name a law as papers do; what stands in the place of a key may be words already."""
        law = self.laws.get(key)
        return key if law is None else f"《{law.name}》"

    def today(self, clause: Clause) -> Clause:
        """Give a clause that was kept earlier with the narrower of its own days and those known today."""
        law = self.laws.get(clause.law)
        begins, ends = stricter(clause, known_days(law, clause.clause, self.clauses))
        return replace(clause, effective_from=begins, effective_to=ends)


def read_laws(text: str, name: str) -> LawLibrary:
    """Read one `laws.toml`; `name` is how people know the file."""
    table, syntax = parse_toml(text, name)
    if syntax:
        return LawLibrary(problems=syntax, is_whole=False)
    problems: list[Problem] = []
    top = Fields(table, name, problems)
    laws, seen = read_law_entries(top, problems)
    top.close()
    return LawLibrary(laws=laws, seen=seen, problems=tuple(problems))


def read_law_entries(
    top: Fields, problems: list[Problem], *, required: bool = True, dated: bool = False
) -> tuple[Mapping[str, Law], frozenset[str]]:
    """Take every `[[law]]` of a file, and the keys that were seen; faulty ones are left out.

    Those of an update must be `dated` by the day of their check.
    """
    laws: dict[str, Law] = {}
    seen: set[str] = set()
    for entry in top.records("law", "key", required=required):
        before = len(problems)
        law = _read_law(entry, dated=dated)
        if law.key in seen:
            entry.fault(ProblemCode.PACK_CODE_DUPLICATE, "key", code=law.key)
        if len(problems) == before and law.key not in laws:
            laws[law.key] = law
        seen.add(law.key)
    return laws, frozenset(seen)


def read_law_files(files: Iterable[tuple[Path, str]]) -> LawLibrary:
    """Read and join several `laws.toml`, each given with the name that people know."""
    libraries = []
    for path, name in files:
        text, problems = read_text(path, name)
        libraries.append(LawLibrary(problems=problems, is_whole=False) if problems else read_laws(text, name))
    return join_libraries(libraries)


def join_libraries(libraries: Sequence[LawLibrary]) -> LawLibrary:
    """Join libraries: of two entries with one key the later checked counts, at equal days the later file.

    A lapse changes the end of an entry that was not checked after it.
    """
    laws: dict[str, Law] = {}
    for library in libraries:
        for key, law in library.laws.items():
            known = laws.get(key)
            if known is None or (law.checked_on or date.min) >= (known.checked_on or date.min):
                laws[key] = law
    for place, lapse in last_lapses([lapse for library in libraries for lapse in library.lapses]).items():
        ended = laws.get(place.law)
        if ended is not None and lapse.checked_on >= (ended.checked_on or date.min):
            laws[place.law] = _ended(ended, lapse)
    return LawLibrary(
        laws=laws,
        seen=frozenset().union(*(library.seen for library in libraries)),
        problems=tuple(problem for library in libraries for problem in library.problems),
        is_whole=all(library.is_whole for library in libraries),
        sources=tuple(source for library in libraries for source in library.sources),
    )


def _ended(law: Law, lapse: Lapse) -> Law:
    return replace(
        law,
        effective_to=lapse.effective_to,
        superseded_by=lapse.superseded_by.law if lapse.superseded_by else law.superseded_by,
        status=lapse.status or law.status,
        checked_on=lapse.checked_on,
        sources=lapse.sources or law.sources,
    )


def _read_law(entry: Fields, *, dated: bool) -> Law:
    law = Law(
        key=entry.text("key"),
        name=entry.text("name"),
        number=entry.text("number"),
        kind=entry.text("kind"),
        verified=entry.choice("verified", Verified),
        status=entry.text("status", required=False),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        superseded_by=entry.text("superseded_by", required=False),
        checked_on=entry.day("checked_on", required=dated),
        sources=entry.texts("sources", required=False),
    )
    entry.close()
    check_days(entry, law.effective_from, law.effective_to)
    return law
