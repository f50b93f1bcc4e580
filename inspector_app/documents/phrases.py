# SPDX-License-Identifier: MulanPSL-2.0
"""Small phrases out of facts by the form's words: dates, spans, lists of numbers, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.documents.characters import visible
from inspector_app.documents.form_table import SLOT
from inspector_app.domain.checklist import Clause
from inspector_app.domain.inspection import Participant

# A standard is cited with its number (GB 30871-2022); an order number of a law is not part of its name.
_STANDARD = re.compile(r"[A-Z]{2,5}(?:/[A-Z]+)? ?[A-Z]?\d+(?:\.\d+)*(?:-\d{4})?")
LEAST_RANGE = 3  # 1、2 but 1至3


def put(template: str, slots: Mapping[str, str]) -> str:
    """Put values into the slots of a form's text; values are never looked through for slots again."""
    return SLOT.sub(lambda found: slots[found[1]], template)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The form's words, ready to say something."""

    words: Mapping[str, str]

    def typed(self, text: str) -> str:
        """Make a typed text printable."""
        return visible(text, self.words["control"]).strip("\n")

    def say(self, word: str, **slots: str) -> str:
        """Say a word of the form with its slots filled."""
        return put(self.words[word], slots)

    def join(self, texts: Iterable[str]) -> str:
        """List what is not empty."""
        return self.words["join"].join(filter(None, texts))

    def date(self, day: date, word: str = "date") -> str:
        """Say a date without zeros: 2026年3月5日."""
        return self.say(word, year=str(day.year), month=str(day.month), day=str(day.day))

    def time(self, moment: datetime) -> str:
        """Say a time as it stands, without changing its zone: 9时30分."""
        return self.say("time", hour=str(moment.hour), minute=str(moment.minute))

    def moment(self, moment: datetime) -> str:
        """Say date and time."""
        return self.date(moment.date()) + self.time(moment)

    def span(self, start: datetime, end: datetime | None) -> str:
        """Say from when to when; an end on the same day without its date. Empty while there is no end."""
        if end is None:
            return ""
        last = self.time(end) if end.date() == start.date() else self.moment(end)
        return self.say("span", start=self.moment(start), end=last)

    def taken_at(self, text: str) -> str:
        """Say the time of a photo; what is no ISO time is printed as it was given."""
        try:
            return self.moment(datetime.fromisoformat(text))
        except ValueError:
            return self.typed(text)

    def numbers(self, numbers: Iterable[int]) -> str:
        """List numbers, three or more in a row as a range.

        >>> words = {"join": "、", "range": "{first}至{last}"}
        >>> Phrases(words).numbers([5, 1, 2, 3, 8, 9])
        '1至3、5、8、9'
        """
        runs: list[list[int]] = []
        for number in sorted(set(numbers)):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return self.join(
            self.say("range", first=str(run[0]), last=str(run[-1]))
            if len(run) >= LEAST_RANGE
            else self.join(map(str, run))
            for run in runs
        )

    def photos(self, numbers: tuple[int, ...]) -> str:
        """Point to the photos, or say nothing."""
        return self.say("photos", numbers=self.numbers(numbers)) if numbers else ""

    def citation(self, clause: Clause) -> str:
        """Cite a clause; a basis that a person typed is the whole text, as it was typed."""
        if not clause.law:
            return self.typed(clause.name + clause.clause)
        name, place = self.typed(clause.name), self.typed(clause.clause)
        standard = _STANDARD.match(clause.number)
        if standard is None:
            return self.say("citation", name=name, clause=place)
        return self.say("citation_standard", name=name, standard=standard[0], clause=place)

    def citations(self, clauses: Iterable[Clause]) -> str:
        """Cite several clauses."""
        return self.words["citation_join"].join(map(self.citation, clauses))

    def by_law(self, clauses: Iterable[Clause]) -> str:
        """Cite clauses, those of one law together: 《甲》第一条、第三条、《乙》第二条."""
        laws: dict[tuple[str, str, str], list[Clause]] = {}
        for clause in clauses:
            key = (clause.law, clause.name, clause.number) if clause.law else ("", clause.name, clause.clause)
            laws.setdefault(key, []).append(clause)
        said = []
        for same in laws.values():
            first, *others = [clause for clause in same if clause.clause] or same[:1]
            said += [self.citation(first), *(self.typed(clause.clause) for clause in others if clause.law)]
        return self.join(dict.fromkeys(said))

    def officers(self, officers: Iterable[Participant]) -> str:
        """Name the officers with their certificates."""
        return self.join(
            self.say("officer", name=self.typed(o.name), certificate_no=self.typed(o.certificate_no)) for o in officers
        )

    def people(self, people: Iterable[Participant]) -> str:
        """Name people with where they come from."""
        return self.join(self._person(person) for person in people)

    def _person(self, person: Participant) -> str:
        detail = self.join((self.typed(person.unit), self.typed(person.title)))
        name = self.typed(person.name)
        return self.say("person_of", name=name, detail=detail) if detail else name
