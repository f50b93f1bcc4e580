# SPDX-License-Identifier: MulanPSL-2.0
"""Typed reading of one table: each field is taken out by its type, and what is wrong is noted with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar
from unicodedata import category

from inspector_app.domain.problems import Problem, ProblemCode

MAX_TEXT = 2000
MAX_SHOWN = 60
MAX_UNKNOWN_KEYS = 50
MAX_RECORDS = 5000
MAX_NUMBER = Decimal(10) ** 15

_Choice = TypeVar("_Choice", bound=StrEnum)


class Expected(StrEnum):
    """What should have stood there; `wording` has the Chinese for each."""

    TEXT = "text"
    TEXTS = "list of texts"
    WHOLE_NUMBER = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    DATE = "date"
    TABLE = "table"
    TABLES = "list of tables"


class Fields:
    """One table of a file. Faulty fields give an empty value and leave a problem in the shared list."""

    __slots__ = ("_base", "_known", "_prefix", "_problems", "_table")

    def __init__(self, table: Mapping[str, object], base: str, problems: list[Problem], prefix: str = "") -> None:
        self._table = table
        self._base = base
        self._prefix = prefix
        self._problems = problems
        self._known: set[str] = set()

    @property
    def base(self) -> str:
        """The place of the record itself: `hazmat/items.toml:HZ-LIC-01`."""
        return self._base

    @property
    def fault_count(self) -> int:
        """How many problems the whole file has had so far."""
        return len(self._problems)

    def where(self, name: str) -> str:
        """Give the place of a field: `hazmat/items.toml:HZ-LIC-01:basis[1].law`."""
        return f"{self._base}:{self._prefix}{name}"

    def has(self, name: str) -> bool:
        """Whether the field stands in the table at all."""
        return name in self._table

    def fault(self, code: ProblemCode, name: str, /, **fields: str) -> None:
        """Note a problem of a field."""
        fields["field"] = self._prefix + name
        self._problems.append(Problem(code=code, where=self.where(name), fields=fields))

    def wrong(self, name: str, expected: str, found: object) -> None:
        """Note that a field holds something else than it should."""
        self.fault(ProblemCode.PACK_FIELD_WRONG, name, expected=expected, found=shown(found))

    def text(self, name: str, *, required: bool = True, filled: bool = True) -> str:
        """Take a text of one line; an empty one is a fault unless it need not be `filled`."""
        value = self._take(name, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, Expected.TEXT, value)
            return ""
        return self._checked(name, value) if filled or value else ""

    def texts(self, name: str, *, required: bool = True) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._take(name, required=required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(name, Expected.TEXTS, value)
            return ()
        if required and not value:
            self.fault(ProblemCode.PACK_FIELD_MISSING, name)
        for place, entry in enumerate(value, 1):
            if not isinstance(entry, str):
                self.wrong(f"{name}[{place}]", Expected.TEXT, entry)
        texts = [(place, entry) for place, entry in enumerate(value, 1) if isinstance(entry, str)]
        return tuple(self._checked(f"{name}[{place}]", entry) for place, entry in texts)

    def flag(self, name: str) -> bool:
        """Take true or false; false if it is not there."""
        value = self._take(name, required=False)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.wrong(name, Expected.FLAG, value)
        return False

    def whole_number(self, name: str, least: int, most: int) -> int | None:
        """Take a whole number within bounds, or none."""
        value = self._take(name, required=False)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(name, Expected.WHOLE_NUMBER, value)
            return None
        if not least <= value <= most:
            self.wrong(name, f"{least}-{most}", value)
            return None
        return value

    def number(self, name: str) -> Decimal | None:
        """Take a finite number, or none; JSON keeps it as a text."""
        value = self._take(name, required=False)
        if value is None:
            return None
        try:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise ValueError
            found = Decimal(str(value))
            if not found.is_finite() or abs(found) > MAX_NUMBER:
                raise ValueError
        except (ValueError, InvalidOperation):
            self.wrong(name, Expected.NUMBER, value)
            return None
        return found

    def format(self, known: int) -> None:
        """Take the format number, which must be the one that this program reads."""
        value = self._take("format", required=True)
        if value is not None and (value != known or isinstance(value, bool)):
            self.wrong("format", str(known), value)

    def words(self, name: str, words: type[_Choice]) -> tuple[_Choice, ...]:
        """Take a list of words of a fixed list, or nothing."""
        found: list[_Choice] = []
        for place, text in enumerate(self.texts(name, required=False), 1):
            try:
                found.append(words(text))
            except ValueError:
                self.wrong(f"{name}[{place}]", ", ".join(words), text)
        return tuple(found)

    def pairs(self, name: str) -> Mapping[str, str]:
        """Take a table of texts by names that are data, or an empty one."""
        table = self.table(name, required=False)
        return {} if table is None else {key: table.text(key) for key in table.names()}

    def plain(self, name: str) -> Mapping[str, object]:
        """Take a table as it is, of whatever plain values."""
        value = self._take(name, required=False)
        if value is None or isinstance(value, dict):
            return value or {}
        self.wrong(name, Expected.TABLE, value)
        return {}

    def day(self, name: str, *, required: bool = False) -> date | None:
        """Take a date without a time, or none."""
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.wrong(name, Expected.DATE, value)
            return None
        return value

    def day_text(self, name: str) -> date | None:
        """Take a date written as a text (JSON has no dates), or none."""
        value = self._take(name, required=False)
        if value is None:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.wrong(name, Expected.DATE, value)
            return None

    def choice(self, name: str, words: type[_Choice], *, default: _Choice | None = None) -> _Choice:
        """Take one word of a fixed list; the first word stands in for a faulty one."""
        value = self._take(name, required=default is None)
        if value is None and default is not None:
            return default
        if isinstance(value, str):
            try:
                return words(value)
            except ValueError:
                self.wrong(name, ", ".join(words), value)
        elif value is not None:
            self.wrong(name, ", ".join(words), value)
        return next(iter(words))

    def table(self, name: str, *, required: bool = True) -> Fields | None:
        """Take a table inside this one."""
        value = self._take(name, required=required)
        if isinstance(value, dict):
            return Fields(value, self._base, self._problems, f"{self._prefix}{name}.")
        if value is not None:
            self.wrong(name, Expected.TABLE, value)
        return None

    def tables(self, name: str, *, required: bool = True) -> Sequence[Fields]:
        """Take a list of tables; their places count from 1."""
        value = self._take(name, required=required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(name, Expected.TABLES, value)
            return ()
        if required and not value:
            self.fault(ProblemCode.PACK_FIELD_MISSING, name)
        found = []
        for place, entry in enumerate(value, 1):
            if isinstance(entry, dict):
                found.append(Fields(entry, self._base, self._problems, f"{self._prefix}{name}[{place}]."))
            else:
                self.wrong(f"{name}[{place}]", Expected.TABLE, entry)
        return found

    def records(self, name: str, *keys: str, required: bool = True) -> Sequence[Fields]:
        """Take a list of tables that are known by a code of their own (`...:HZ-LIC-01:finding`), or by several."""
        found = self.tables(name, required=required)
        if len(found) > MAX_RECORDS:
            self.wrong(name, f"0-{MAX_RECORDS}", len(found))
            return ()
        return [record._under(keys, ordinal) for ordinal, record in enumerate(found, 1)]

    def names(self) -> Sequence[str]:
        """Give the names that stand in the table, for tables whose keys are data."""
        return tuple(self._table)

    def close(self) -> None:
        """Note every field that nobody asked for: most often a name written wrongly."""
        for name in [name for name in self._table if name not in self._known][:MAX_UNKNOWN_KEYS]:
            self.fault(ProblemCode.VALUE_UNKNOWN_KEY, shown(name))

    def _under(self, keys: Sequence[str], ordinal: int) -> Fields:
        codes = [code for key in keys if isinstance(code := self._table.get(key), str) and code.strip()]
        label = shown(" ".join(codes)) if codes else f"#{ordinal}"
        return Fields(self._table, f"{self._base}:{label}", self._problems)

    def _take(self, name: str, *, required: bool) -> object:
        self._known.add(name)
        value = self._table.get(name)
        if value is None and required:
            self.fault(ProblemCode.PACK_FIELD_MISSING, name)
        return value

    def _checked(self, name: str, text: str) -> str:
        if not text.strip():
            self.fault(ProblemCode.PACK_TEXT_EMPTY, name)
        if len(text) > MAX_TEXT:
            self.fault(ProblemCode.TEXT_TOO_LONG, name, length=str(len(text)), limit=str(MAX_TEXT))
        if not text.isprintable():  # quick, but also refuses spaces such as U+3000
            for character in sorted({c for c in text if category(c) in {"Cc", "Cs"}}):
                code_point = f"U+{ord(character):04X}"
                place = self._prefix + name
                self.fault(ProblemCode.CHARACTER_FORBIDDEN, name, code_point=code_point, place=place)
        return text


def shown(value: object) -> str:
    """Shorten a value for a message, whatever it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return Expected.TABLE
    if isinstance(value, list):
        return Expected.TABLES if any(isinstance(entry, dict) for entry in value) else "list"
    if isinstance(value, int) and value.bit_length() > 64:
        return "number too large"
    text = str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
