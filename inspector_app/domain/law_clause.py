# SPDX-License-Identifier: MulanPSL-2.0
"""What the law library knows of single clauses: days in force, succession, how sure, what they say in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.checklist import Clause, Law, Verified
from inspector_app.domain.clause_places import around, places_in
from inspector_app.domain.law_names import citation_of, law_of


class LawState(StrEnum):
    """How a law or a clause stands on a day."""

    IN_FORCE = "in_force"  # 现行
    NOT_YET = "not_yet"  # 未生效
    LAPSED = "lapsed"  # 已废止
    UNSURE = "unsure"  # 待核


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPlace:
    """A law, or one place in it."""

    law: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawClause:
    """One clause as the library has it. `clause` is written as `clause_places.written` writes it.

    `decides` says that its mark is that of every citation of it: a law update that a person applied said so.
    A clause of the files that ship with the program has a mark of its own and leaves those of the items alone.
    """

    law: str
    clause: str
    verified: Verified
    subject: str = ""  # what it is about, in our own words; empty where nobody has read it
    status: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    superseded_by: LawPlace | None = None
    checked_on: date | None = None
    sources: tuple[str, ...] = ()
    decides: bool = False

    @property
    def place(self) -> LawPlace:
        """Where it stands."""
        return LawPlace(law=self.law, clause=self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The days in force of a citation as the library has them today, and which entries set its bounds."""

    begins: date | None = None
    ends: date | None = None
    begin_of: Law | LawClause | None = None
    end_of: Law | LawClause | None = None


Clauses = Mapping[LawPlace, LawClause]


def resting_on(clauses: Clauses, law: str, citation: str) -> tuple[LawClause, ...]:
    """Give every clause of the library on which a citation rests: the places named and what lies around them."""
    if not citation:
        return ()
    places = dict.fromkeys(wider for place in places_in(citation) for wider in around(place))
    found = (clauses.get(LawPlace(law=law, clause=place)) for place in places)
    return tuple(clause for clause in found if clause is not None)


def known_days(law: Law | None, citation: str, clauses: Clauses) -> Known:
    """Give the days on which all of a citation is in force: those of its law, narrowed by those of its clauses."""
    if law is None:
        return Known()
    entries: tuple[Law | LawClause, ...] = (law, *resting_on(clauses, law.key, citation))
    begins = [(e.effective_from, e) for e in entries if e.effective_from is not None]
    ends = [(e.effective_to, e) for e in entries if e.effective_to is not None]
    first = max(begins, key=lambda pair: pair[0], default=(None, None))
    last = min(ends, key=lambda pair: pair[0], default=(None, None))
    return Known(begins=first[0], begin_of=first[1], ends=last[0], end_of=last[1])


def stricter(clause: Clause, known: Known) -> tuple[date | None, date | None]:
    """Give the days of a clause that was kept earlier: what it kept and what is known today, the narrower of both."""
    begins = [day for day in (clause.effective_from, known.begins) if day is not None]
    ends = [day for day in (clause.effective_to, known.ends) if day is not None]
    return max(begins, default=None), min(ends, default=None)


def is_in_force(clause: Clause, on: date, laws: Mapping[str, Law], clauses: Clauses) -> bool:
    """Whether a clause that was kept earlier is in force on a day, by what it kept and by what is known today."""
    law = law_of(clause, laws)
    begins, ends = stricter(clause, known_days(law, citation_of(clause, law), clauses))
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def state_on(entry: Law | LawClause, on: date) -> LawState:
    """Say how a law or a clause stands on a day; days that are not known refuse nothing."""
    if entry.effective_to is not None and entry.effective_to < on:
        return LawState.LAPSED
    if entry.effective_from is not None and entry.effective_from > on:
        return LawState.NOT_YET
    return LawState.IN_FORCE if entry.verified is Verified.V else LawState.UNSURE
