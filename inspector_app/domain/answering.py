# SPDX-License-Identifier: MulanPSL-2.0
"""How an item of a checklist is answered: kind, unit, limits, choices, and the logic that shows or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class AnswerKind(StrEnum):
    """What an answer is; the word in brackets is the XLSForm type that it comes from."""

    TICK = "tick"  # 符合 / 不符合 / 不适用
    TEXT = "text"  # text
    WHOLE = "whole"  # integer
    NUMBER = "number"  # decimal; range, too
    DATE = "date"  # date, as 2026-11-22
    TIME = "time"  # time, as 09:05
    INSTANT = "instant"  # dateTime, as 2026-11-22T09:05
    CHOICE = "choice"  # select_one: the name of one choice
    CHOICES = "choices"  # select_multiple: names with a blank between them
    NOTE = "note"  # note: words to read, nothing to answer
    PHOTO = "photo"  # image: the photos of the item
    POSITION = "position"  # geopoint: "latitude longitude", degrees, WGS 84
    CODE = "code"  # barcode: what a scanner types
    COMPUTED = "computed"  # calculate: never typed
    ENTRIES = "entries"  # a repeat: each entry is a finding, its parts are the items that name it as parent
    DEDUCTION = "deduction"  # points taken off, 0 to the item's points (JGJ 59)
    WORKING = "working"  # a calculation with its working (R value, stock limit ...), JSON
    UNSUPPORTED = "unsupported"  # kept and shown, not answered on this computer

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it (or it is left out on purpose)."""
        return self not in (AnswerKind.NOTE, AnswerKind.COMPUTED, AnswerKind.UNSUPPORTED, AnswerKind.ENTRIES)

    @property
    def is_number(self) -> bool:
        """Whether the value is a number."""
        return self in (AnswerKind.WHOLE, AnswerKind.NUMBER, AnswerKind.DEDUCTION)


class Need(StrEnum):
    """What 不符合 needs beside its finding before the inspection may end."""

    PHOTO = "photo"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that belongs to a pack: its file name there, and what its bytes hash to."""

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to choose. `facts` are the columns that a choice filter reads; `fails` makes it 不符合."""

    name: str
    text: str
    fails: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)  # language -> text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSpec:
    """What may be answered. A value outside `least`..`most` is refused, one outside the limits is 不符合."""

    kind: AnswerKind = AnswerKind.TICK
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None
    limit_least: Decimal | None = None
    limit_most: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    choice_list: str = ""  # the list's name in the spreadsheet
    calculator: str = ""  # for WORKING: which one
    foreign_type: str = ""  # the type in the form it came from, where that says more than `kind`

    @property
    def can_fail(self) -> bool:
        """Whether an answer may turn out 不符合."""
        limited = self.limit_least is not None or self.limit_most is not None
        judged = self.kind in (AnswerKind.TICK, AnswerKind.DEDUCTION, AnswerKind.WORKING)
        return judged or limited or any(choice.fails for choice in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic:
    """Expressions in the XPath subset of XLSForm, `${code}` naming another item; empty where there is none."""

    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    required: str = ""  # an expression; `true()` for always
    required_message: str = ""
    calculation: str = ""
    default: str = ""  # a value, or an expression
    choice_filter: str = ""
    read_only: str = ""
    repeat_count: str = ""
    trigger: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing depends on anything."""
        return self == _NONE


_NONE = Logic()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A part of a foreign form that this program keeps but cannot show; `where` names sheet, row and column."""

    where: str
    what: str  # the type, column or sheet
    text: str = ""
