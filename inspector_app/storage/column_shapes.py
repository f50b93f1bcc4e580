# SPDX-License-Identifier: MulanPSL-2.0
"""The shapes that the values of columns may have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The shape of a text; whether it may be missing (NULL) the table itself says."""

    TEXT = "text"  # what people write
    KEY = "key"  # an id, a reference, a code: short, on one line; may be empty where nothing is referred to
    DAY = "day"  # 2026-03-05
    INSTANT = "instant"  # 2026-03-05T01:30:00.000000Z
    HASH = "hash"  # 64 hex digits, or empty
    TEXTS = "texts"  # a JSON list of texts
    LEFT_OUT = "left_out"  # the same, or null: nobody has chosen
    FIELDS = "fields"  # a JSON object: the fields of a form
    CLAUSES = "clauses"  # a JSON list of legal bases
    PEOPLE = "people"  # a JSON list of participants
    WITNESSES = "witnesses"  # a JSON list of witnesses
    MARKS = "marks"  # what is drawn on a photo
    JSON = "json"  # any JSON
    TABLE = "table"  # the name of a journalled table


@dataclass(frozen=True, slots=True)
class Words:
    """One of these texts."""

    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Real:
    """A number in a range."""

    least: float
    most: float


Column = Shape | Words | Whole | Real


def words(kind: type[StrEnum], *more: str) -> Words:
    """Allow the words of an enum, and more."""
    return Words(frozenset({*(word.value for word in kind), *more}))


TEXT, KEY, DAY, INSTANT, HASH, TEXTS = Shape.TEXT, Shape.KEY, Shape.DAY, Shape.INSTANT, Shape.HASH, Shape.TEXTS
FLAG = Whole(0, 1)
YEAR = Whole(0, 9999)
SERIAL = Whole(0, 10_000_000)
COUNT = Whole(0, 1 << 53)
PLACE = Whole(0, 1_000_000_000)  # the ordinal of a row among its like
DAYS = Whole(-1_000_000, 1_000_000)
