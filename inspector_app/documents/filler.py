# SPDX-License-Identifier: MulanPSL-2.0
"""What filling the blocks of a form needs, and the slots of lists: findings, verdicts, items, people, rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.documents.blocks import Cell, Column
from inspector_app.documents.form import Form, FormBlock, Guard
from inspector_app.documents.phrases import Phrases, put
from inspector_app.documents.slots import is_immediate, stands
from inspector_app.domain.document import CheckedItem, DocumentFacts, FindingLine, VerdictLine
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import Participant

_MAJOR = "{major}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """The form, the facts, the form's words; `slots` are the general ones and the fields', `fields` only these.

    In `open_slots` what is empty stays blank instead of being struck: a person writes or signs there.
    """

    form: Form
    facts: DocumentFacts
    phrases: Phrases
    slots: Mapping[str, str]
    open_slots: Mapping[str, str]
    fields: Mapping[str, str]

    def say(self, block: FormBlock, key: str) -> str:
        """Fill a text of a block with the general slots."""
        return put(block.texts[key], self.slots)

    def stands(self, guard: Guard) -> bool:
        """Whether a part is printed."""
        return stands(guard, self.facts)


def line_slots(line: FindingLine, filler: Filler) -> dict[str, str]:
    """Give the slots of a finding."""
    phrases, words = filler.phrases, filler.form.words
    place, description = phrases.typed(line.place), phrases.typed(line.description)
    return {
        **filler.fields,
        "ordinal": str(line.ordinal),
        "place": place,
        "at_place": phrases.say("at_place", place=place) if place else "",
        "description": description,
        "stop": "" if description.endswith(tuple(words["stops"])) else words["stops"][0],
        "measure": phrases.typed(line.measure) or words["none"],
        "clauses": phrases.citations(line.clauses) or words["none"],
        "order_clauses": phrases.citations(line.order_basis) or words["none"],
        "penalty_clauses": phrases.citations(line.penalty) or words["none"],
        "deadline": _deadline(line, filler),
        "photos": phrases.photos(line.photo_numbers),
        "grade": words["grade_major" if line.grade is Grade.MAJOR else "grade_general"],
        "major": words["major"] if line.grade is Grade.MAJOR else "",
    }


def _deadline(line: FindingLine, filler: Filler) -> str:
    if is_immediate(line):
        return filler.form.words["immediate"]
    if line.deadline is None:
        return filler.form.words["pending"]
    return filler.phrases.date(line.deadline, "date_stacked")


def verdict_slots(line: VerdictLine, block: FormBlock, filler: Filler) -> dict[str, str]:
    """Give the slots of a line that was looked at again; a line without a date was due at once."""
    phrases = filler.phrases
    place = phrases.typed(line.place)
    return {
        **filler.fields,
        "ordinal": str(line.ordinal),
        "place": place,
        "at_place": phrases.say("at_place", place=place) if place else "",
        "description": phrases.typed(line.description),
        "deadline": _day(line.deadline, filler),
        "verdict": block.texts[line.verdict],
        "fact": phrases.typed(line.fact),
        "photos": phrases.photos(line.photo_numbers),
    }


def _day(day: date | None, filler: Filler) -> str:
    return filler.phrases.date(day, "date_cell") if day else filler.form.words["immediate"]


def item_slots(item: CheckedItem, filler: Filler) -> dict[str, str]:
    """Give the slots of an answered item, empty ones empty."""
    typed = filler.phrases.typed
    return {
        **filler.fields,
        "code": typed(item.code),
        "section": typed(item.section),
        "check": typed(item.check),
        "remark": typed(item.remark),
    }


def person_slots(person: Participant | None, filler: Filler) -> dict[str, str]:
    """Give the slots of somebody who signs; of nobody the name and certificate are empty."""
    if person is None:
        return {**filler.open_slots, "name": "", "certificate_no": ""}
    typed = filler.phrases.typed
    return {
        **filler.open_slots,
        "name": typed(person.name),
        "certificate_no": typed(person.certificate_no),
        "title": typed(person.title),
        "unit": typed(person.unit),
        "phone": typed(person.phone),
    }


def cell_of(template: str, slots: Mapping[str, str]) -> Cell:
    """Fill a cell; the mark of a major finding at its beginning is printed bold."""
    if template.startswith(_MAJOR):
        return Cell(strong=slots["major"], text=put(template.removeprefix(_MAJOR), slots))
    return Cell(text=put(template, slots))


def columns_of(block: FormBlock) -> tuple[Column, ...]:
    """Give the columns of a block as the content has them."""
    return tuple(Column(title=c.title, width=c.width, align=c.align) for c in block.columns)
