# SPDX-License-Identifier: MulanPSL-2.0
"""Take values out of one TOML table and note every fault, so that an author sees all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from inspector_app.documents.characters import is_unseen
from inspector_app.domain.problems import Problem, ProblemCode

SLOT = re.compile(r"\{([a-z_]*)\}")
_BRACE = re.compile(r"[{}]")
Word = TypeVar("Word", bound=StrEnum)


class Faults:
    """The faults of one form file."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.problems: list[Problem] = []

    def add(self, code: ProblemCode, where: str, **fields: str) -> None:
        """Note a fault; every fault names the form and the place in it."""
        self.problems.append(
            Problem(code=code, where=f"{self.form}:{where}", fields={"form": self.form, "field": where, **fields})
        )


class Table:
    """One table of the file; a key that nobody took is a fault too (see `close`)."""

    def __init__(self, faults: Faults, where: str, values: Mapping[str, object]) -> None:
        self.faults = faults
        self.where = where
        self._values = values
        self._taken: set[str] = set()

    def place(self, key: str) -> str:
        """Name a key for a person."""
        return f"{self.where}.{key}" if self.where else key

    def _take(self, key: str, expected: type | tuple[type, ...], *, needed: bool) -> object | None:
        self._taken.add(key)
        value = self._values.get(key)
        if value is None:
            if needed:
                self.faults.add(ProblemCode.FORM_FIELD_MISSING, self.place(key))
            return None
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            self.wrong(key, str(value))
            return None
        return value

    def wrong(self, key: str, found: str) -> None:
        """Note a value that is not one of those that are possible."""
        self.faults.add(ProblemCode.FORM_FIELD_WRONG, self.place(key), found=found[:80])

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def text(self, key: str, slots: frozenset[str] = frozenset(), *, empty: bool = False, needed: bool = True) -> str:
        """Take a text and look at its slots; one that is not needed may be absent."""
        value = self._take(key, str, needed=needed)
        if not isinstance(value, str):
            return ""
        if not value and not empty:
            self.faults.add(ProblemCode.FORM_FIELD_MISSING, self.place(key))
        self.check_text(key, value, slots)
        return value

    def check_text(self, key: str, value: str, slots: frozenset[str]) -> None:
        """Note unknown slots, loose braces and characters that cannot be seen."""
        for slot in SLOT.findall(value):
            if slot not in slots:
                self.faults.add(ProblemCode.FORM_SLOT_UNKNOWN, self.place(key), slot=slot)
        if _BRACE.search(SLOT.sub("", value)) or any(map(is_unseen, value)):
            self.wrong(key, value)

    def number(self, key: str, least: float, most: float) -> float:
        """Take a number within bounds."""
        value = self._take(key, (int, float), needed=True)
        if not isinstance(value, int | float):
            return least
        if not least <= value <= most:
            self.wrong(key, str(value))
            return least
        return float(value)

    def flag(self, key: str) -> bool:
        """Take an optional yes or no."""
        return bool(self._take(key, bool, needed=False))

    def word(self, key: str, kind: type[Word], default: Word | None = None) -> Word:
        """Take a word of an enumeration."""
        value = self._take(key, str, needed=default is None)
        first = default if default is not None else next(iter(kind))
        if value is None:
            return first
        try:
            return kind(str(value))
        except ValueError:
            self.wrong(key, str(value))
            return first

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._take(key, list, needed=needed)
        if not isinstance(value, list):
            return ()
        for entry in value:
            if not isinstance(entry, str):
                self.wrong(key, str(entry))
        return tuple(entry for entry in value if isinstance(entry, str))

    def numbers(self, key: str, least: float, most: float) -> tuple[float, ...]:
        """Take a list of numbers within bounds."""
        value = self._take(key, list, needed=True)
        if not isinstance(value, list):
            return ()
        good = tuple(float(n) for n in value if isinstance(n, int | float) and least <= n <= most)
        if len(good) != len(value) or not good:
            self.wrong(key, str(value))
        return good

    def table(self, key: str, *, needed: bool = True) -> Table:
        """Take a table inside this one; an empty one where it may be absent."""
        value = self._take(key, dict, needed=needed)
        return Table(self.faults, self.place(key), value if isinstance(value, dict) else {})

    def tables(self, key: str, *, needed: bool = True) -> Iterator[Table]:
        """Take a list of tables, each named by its place from 1; a finished one is closed."""
        value = self._take(key, list, needed=needed)
        for number, entry in enumerate(value if isinstance(value, list) else (), start=1):
            if isinstance(entry, dict):
                inner = Table(self.faults, f"{self.place(key)}[{number}]", entry)
                yield inner
                inner.close()
            else:
                self.wrong(key, str(entry))

    def keys(self) -> tuple[str, ...]:
        """Give all keys there are."""
        return tuple(self._values)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._values:
            if key not in self._taken:
                self.faults.add(ProblemCode.FORM_FIELD_UNKNOWN, self.place(key))
