# SPDX-License-Identifier: MulanPSL-2.0
"""What laptops say differently of one thing, as people see it, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector_app.domain.merging import EditKind


class ConflictKind(StrEnum):
    """What differs."""

    FIELD = "field"  # one field has several values
    DELETED = "deleted"  # one deleted what another changed
    NUMBER = "number"  # two valid documents bear one number
    ENTERPRISE = "enterprise"  # several entries of the register have one credit code
    SAME_NAME = "same_name"  # several have one name, and not all a credit code: a hint only


class Choice(StrEnum):
    """What a person decides; a side is chosen by its place instead: left, right, 1, 2, 3 …"""

    OTHER = "other"  # another value than those of the sides
    KEEP = "keep"  # what was deleted elsewhere stays
    DELETE = "delete"
    EXPLAIN = "explain"  # both papers exist; why is kept
    DIFFERENT = "different"  # the entries are not one enterprise


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the values: what it is (`value`, as the row keeps it), in words, and who wrote it where and when."""

    value: object
    text: str
    person: str
    device: str
    device_name: str
    at: datetime | None
    how: EditKind
    is_shown: bool = False
    row_id: str = ""  # of a document or an entry of the register
    operation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One fact of all sides beside each other, in words."""

    label: str
    texts: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides do not say the same."""
        return len(set(self.texts)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing to decide. `id` is the same on every laptop."""

    id: str
    kind: ConflictKind
    table: str
    row_id: str
    field: str
    thing: str  # what it is about, in words
    label: str  # which field of it, in words
    sides: tuple[Side, ...]
    cells: tuple[Cell, ...] = ()  # facts to compare, where there are more than the value itself
    frozen_by: str = ""  # the number of the document that fixed the shown value
    is_frozen: bool = False
    may_be_typed: bool = False  # whether another value may be typed
    words: tuple[tuple[str, str], ...] = ()  # the values that a word may have, each with how it is called
    explanation: str = ""  # why two papers bear one number, once somebody said so

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return not self.explanation and self.kind is not ConflictKind.SAME_NAME

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that may be said to settle it."""
        sides = tuple(str(n) for n in range(1, len(self.sides) + 1))
        match self.kind:
            case ConflictKind.FIELD:
                if self.is_frozen:
                    return tuple(str(n) for n, side in enumerate(self.sides, start=1) if side.is_shown)
                return (*sides, *((Choice.OTHER.value,) if self.may_be_typed else ()))
            case ConflictKind.DELETED:
                return (Choice.KEEP.value, Choice.DELETE.value)
            case ConflictKind.NUMBER:
                return (Choice.EXPLAIN.value,)
        return (*sides, Choice.DIFFERENT.value)  # a side of an enterprise is the entry that is kept


def place_of(choice: str, count: int) -> int | None:
    """Read the choice of a side: left, right or its number from 1; none where it is no side."""
    named = {"left": 1, "right": 2}.get(choice)
    place = named if named is not None else int(choice) if choice.isascii() and choice.isdecimal() else 0
    return place - 1 if 1 <= place <= count else None


def entries_to_merge(conflict: Conflict, place: int) -> tuple[str, tuple[str, ...]]:
    """Give the entry that is kept when this side is taken, and those that go into it."""
    ids = [side.row_id for side in conflict.sides]
    return ids[place], tuple(name for n, name in enumerate(ids) if n != place)
