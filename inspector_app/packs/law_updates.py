# SPDX-License-Identifier: MulanPSL-2.0
"""A law update: one file with laws, clauses and lapses that an office gives out (docs/law-update-format.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from inspector_app.domain.checklist import Law
from inspector_app.domain.law_clause import LawClause, LawPlace
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.draft import FORMAT
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import MAX_BYTES, NOT_UTF8, parse_toml, syntax_problem
from inspector_app.packs.law_clauses import (
    ClauseReading,
    Lapse,
    read_clause_entries,
    read_place,
    read_successor,
)
from inspector_app.packs.laws import LawLibrary, read_law_entries


@dataclass(frozen=True, slots=True, kw_only=True)
class LawUpdate:
    """What came of the file; with a problem nothing of it may be used. `seen` are the keys of faulty laws too."""

    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    note: str = ""
    laws: Mapping[str, Law] = field(default_factory=dict)
    clauses: tuple[LawClause, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    seen: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def library(self) -> LawLibrary:
        """Give it as a part of the law library; its clauses decide on the marks of those who cite them."""
        if self.problems:
            return LawLibrary(problems=self.problems, is_whole=False)
        ends = tuple(lapse for lapse in self.lapses if lapse.place.clause)
        return LawLibrary(
            laws=self.laws,
            seen=self.seen,
            sources=(ClauseReading(entries=self.clauses, lapses=ends),),
            lapses=tuple(lapse for lapse in self.lapses if not lapse.place.clause),
        )

    @property
    def checked(self) -> Iterator[tuple[str, date | None]]:
        """Give every entry's name with the day on which it was checked."""
        yield from ((law.key, law.checked_on) for law in self.laws.values())
        yield from ((place_name(clause.place), clause.checked_on) for clause in self.clauses)
        yield from ((place_name(lapse.place), lapse.checked_on) for lapse in self.lapses)


def place_name(place: LawPlace) -> str:
    """Say how messages name a place: the key of the law and the clause."""
    return f"{place.law} {place.clause}".strip()


def read_law_update(data: bytes, name: str) -> LawUpdate:
    """Read the file; `name` is how people know it. Every fault is given, each with its place."""
    if len(data) > MAX_BYTES:
        fields = {"path": name, "size": str(len(data)), "limit": str(MAX_BYTES)}
        return LawUpdate(problems=(Problem(code=ProblemCode.FILE_TOO_LARGE, where=name, fields=fields),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return LawUpdate(problems=(syntax_problem(name, data.count(b"\n", 0, error.start) + 1, NOT_UTF8),))
    table, syntax = parse_toml(text, name)
    if syntax:
        return LawUpdate(problems=syntax)
    problems: list[Problem] = []
    update = _read(Fields(table, name, problems), problems)
    if not problems and not (update.laws or update.clauses or update.lapses):
        problems.append(Problem(code=ProblemCode.LAW_UPDATE_EMPTY, where=name, fields={"path": name}))
    return replace(update, problems=tuple(problems))


def _read(top: Fields, problems: list[Problem]) -> LawUpdate:
    top.format(FORMAT)
    title, issuer = top.text("title"), top.text("issuer")
    issued_on, note = top.day("issued_on", required=True), top.text("note", required=False)
    laws, seen = read_law_entries(top, problems, required=False, dated=True)
    clauses = read_clause_entries(top, problems, required=False, dated=True)
    lapses = _read_lapses(top, problems, taken={*map(_law_place, seen), *(c.place for c in clauses)})
    top.close()
    return LawUpdate(
        title=title,
        issuer=issuer,
        issued_on=issued_on,
        note=note,
        laws=laws,
        clauses=clauses,
        lapses=lapses,
        seen=seen,
    )


def _law_place(key: str) -> LawPlace:
    return LawPlace(law=key)


def _read_lapses(top: Fields, problems: list[Problem], taken: set[LawPlace]) -> tuple[Lapse, ...]:
    """Take every `[[lapse]]`; a place that the same file tells whole has its end there."""
    found = []
    for entry in top.records("lapse", "law", "clause", required=False):
        before = len(problems)
        place = LawPlace(law=entry.text("law"), clause=read_place(entry, "clause", required=False))
        last, checked_on = entry.day("effective_to", required=True), entry.day("checked_on", required=True)
        successor = read_successor(entry)
        status, sources = entry.text("status", required=False), entry.texts("sources", required=False)
        entry.close()
        if successor is not None and successor.clause and not place.clause:
            entry.fault(ProblemCode.VALUE_UNKNOWN_KEY, "superseded_by.clause")  # a whole law has a law in its place
        if place in taken:
            entry.fault(ProblemCode.PACK_CODE_DUPLICATE, "law", code=place_name(place))
        taken.add(place)
        if len(problems) == before and last is not None and checked_on is not None:
            found.append(
                Lapse(
                    place=place, effective_to=last, checked_on=checked_on, superseded_by=successor,
                    status=status, sources=sources,
                )
            )  # fmt: skip
    return tuple(found)


def misfits(update: LawUpdate, library: LawLibrary, name: str) -> Iterator[Problem]:
    """Give what does not fit the library with which the update is joined: laws that nobody knows, ends before begins.

    A law of the update itself is known; `library` is the one of before.
    """
    for place, law, field_name in _named(update):
        if law not in update.seen and not library.knows(law):
            where = f"{name}:{place_name(place)}:{field_name}"
            yield Problem(code=ProblemCode.PACK_LAW_UNKNOWN, where=where, fields={"law": law, "field": field_name})
    for lapse in update.lapses:
        clause = library.clauses.get(lapse.place)
        known = library.laws.get(lapse.place.law) if not lapse.place.clause else clause
        if known is not None and known.effective_from and lapse.effective_to < known.effective_from:
            yield Problem(
                code=ProblemCode.TIME_ORDER,
                where=f"{name}:{place_name(lapse.place)}:effective_to",
                fields={"earlier": known.effective_from.isoformat(), "later": lapse.effective_to.isoformat()},
            )


def _named(update: LawUpdate) -> Iterator[tuple[LawPlace, str, str]]:
    """Give every law that an entry names: the place of the entry, the key, the field."""
    entries: tuple[LawClause | Lapse, ...] = (*update.clauses, *update.lapses)
    for entry in entries:
        yield entry.place, entry.place.law, "law"
        if entry.superseded_by is not None:
            yield entry.place, entry.superseded_by.law, "superseded_by.law"
