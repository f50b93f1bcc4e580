# SPDX-License-Identifier: MulanPSL-2.0
"""Typed reading for calculators: the tables of a pack's `data.toml`, and what a person typed; all faults are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from inspector_app.domain.checklist import Verified
from inspector_app.domain.problems import Problem, ProblemCode, refuse

DATA = "data.toml"
MOST_ROWS = 500  # of one calculation
MOST_DIGITS = 12
MOST_PLACES = 6
LONGEST = 200
_SLOT = re.compile(r"\{([a-z_]*)\}")
_BRACE = re.compile(r"[{}]")

Slots = Mapping[str, frozenset[str]]


def number_of(value: object) -> Decimal | None:
    """Give a plain value as a number, or none: a number, or a text that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that the calculation rests on, in words, with its mark."""

    text: str
    verified: Verified
    basis: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""  # for who fills in; not printed

    @property
    def cited(self) -> str:
        """Give the words with where they stand."""
        return f"{self.text}（{self.basis}）" if self.basis else self.text


class DataTable:
    """One table of a pack's data. A faulty field gives an empty value and leaves a problem in the shared list."""

    def __init__(self, value: object, place: str, problems: list[Problem]) -> None:
        self.place = place
        self.problems = problems
        self._known: set[str] = set()
        self._values: Mapping[str, object] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self._note(ProblemCode.PACK_FIELD_MISSING if value is None else ProblemCode.PACK_FIELD_WRONG, "", value)

    def _note(self, code: ProblemCode, name: str, found: object, expected: str = "table") -> None:
        place = f"{self.place}.{name}" if name else self.place
        fields = {"field": place, "expected": expected, "found": str(found)[:60]}
        self.problems.append(Problem(code=code, where=f"{DATA}:{place}", fields=fields))

    def wrong(self, name: str, expected: str) -> None:
        """Note that a field holds something else than it should."""
        self._note(ProblemCode.PACK_FIELD_WRONG, name, self._values.get(name), expected)

    def names(self) -> Sequence[str]:
        """Give the names in the table, for tables whose names are data."""
        return tuple(self._values)

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._values

    def _take(self, name: str, kind: type | tuple[type, ...], expected: str, *, needed: bool) -> object:
        self._known.add(name)
        value = self._values.get(name)
        if value is None:
            if needed:
                self._note(ProblemCode.PACK_FIELD_MISSING, name, None)
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(name, expected)
            return None
        return value

    def text(self, name: str, *, needed: bool = True) -> str:
        """Take a text."""
        value = self._take(name, str, "text", needed=needed)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str, *, needed: bool = True) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._take(name, list, "list of texts", needed=needed)
        found = tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()
        if isinstance(value, list) and (len(found) < len(value) or (needed and not found)):
            self.wrong(name, "list of texts")
        return found

    def number(self, name: str, *, needed: bool = True, least: Decimal = Decimal(0)) -> Decimal:
        """Take a number that is not below the least one; 0 stands for what is not there."""
        value = self._take(name, (int, float, str), "number", needed=needed)
        found = number_of(value)
        if value is not None and (found is None or found < least):
            self.wrong(name, f"number ≥ {least}")
        return found if found is not None and found >= least else Decimal(0)

    def whole(self, name: str, *, needed: bool = True) -> int | None:
        """Take a whole number that is not negative."""
        value = self._take(name, int, "whole number", needed=needed)
        if isinstance(value, int) and value < 0:
            self.wrong(name, "whole number ≥ 0")
            return None
        return value if isinstance(value, int) else None

    def wholes(self, name: str) -> tuple[int, ...]:
        """Take a list of whole numbers that is not needed."""
        value = self._take(name, list, "list of whole numbers", needed=False)
        found = tuple(e for e in value if type(e) is int and e > 0) if isinstance(value, list) else ()
        if isinstance(value, list) and len(found) < len(value):
            self.wrong(name, "list of whole numbers")
        return found

    def flag(self, name: str) -> bool:
        """Take yes or no; absent is no."""
        return self._take(name, bool, "true or false", needed=False) is True

    def table(self, name: str) -> DataTable:
        """Take a table inside this one."""
        return DataTable(self._take(name, dict, "table", needed=True) or {}, f"{self.place}.{name}", self.problems)

    def tables(self, name: str, *, needed: bool = True) -> Iterator[DataTable]:
        """Take a list of tables, counted from 1; each is closed after it was read."""
        value = self._take(name, list, "list of tables", needed=needed)
        if needed and value == []:
            self._note(ProblemCode.PACK_FIELD_MISSING, name, None)
        for ordinal, entry in enumerate(value if isinstance(value, list) else (), 1):
            inner = DataTable(entry, f"{self.place}.{name}[{ordinal}]", self.problems)
            yield inner
            inner.close()

    def mark(self) -> Verified:
        """Take the mark V or M; what is not marked is not verified."""
        value = self.text("mark")
        if value and value not in tuple(Verified):
            self.wrong("mark", ", ".join(Verified))
        return Verified.V if value == Verified.V else Verified.M

    def fact(self) -> Fact:
        """Take text, basis, mark, sources and note."""
        return Fact(
            text=self.text("text"),
            basis=self.text("basis", needed=False),
            verified=self.mark(),
            sources=self.texts("sources", needed=False),
            note=self.text("note", needed=False),
        )

    def words(self, known: Slots) -> Mapping[str, str]:
        """Take the table `words`: exactly these names, each with no other slots than these."""
        inner = self.table("words")
        found = {}
        for name, slots in known.items():
            found[name] = inner.text(name)
            loose = _BRACE.search(_SLOT.sub("", found[name]))
            if loose or not frozenset(_SLOT.findall(found[name])) <= slots:
                inner.wrong(name, " ".join(f"{{{slot}}}" for slot in sorted(slots)) or "text")
        inner.close()
        return found

    def close(self) -> None:
        """Note every field that nobody asked for."""
        for name in self._values:
            if name not in self._known:
                where = f"{self.place}.{name}"
                code = ProblemCode.VALUE_UNKNOWN_KEY
                self.problems.append(Problem(code=code, where=f"{DATA}:{where}", fields={"field": where}))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a calculator, ready to say something; values are never looked through for slots again."""

    texts: Mapping[str, str]

    def say(self, word: str, /, **slots: str) -> str:
        """Fill the slots of a text."""
        return _SLOT.sub(lambda found: slots.get(found[1], ""), self.texts[word])

    def day(self, day: date) -> str:
        """Say a day."""
        return self.say("day", year=str(day.year), month=str(day.month), day=str(day.day))


DAY_SLOTS = frozenset({"year", "month", "day"})


class Typed:
    """What a person typed for one part of a calculation: the whole of it, or one of its rows."""

    def __init__(self, value: object, place: str, problems: list[Problem], row: str = "") -> None:
        self.place = place
        self.problems = problems
        self.row = row  # how people call it; empty for the whole
        self._values: Mapping[str, object] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("", "not an object")

    def fault(self, name: str, reason: str, **more: str) -> None:
        """Note what is wrong with a field: CALCULATION_INPUT, or CALCULATION_ROW inside a row."""
        code = ProblemCode.CALCULATION_ROW if self.row else ProblemCode.CALCULATION_INPUT
        where = ".".join(part for part in (self.place, name) if part)
        fields = {"field": name or self.place or "inputs", "reason": reason, "row": self.row, **more}
        self.problems.append(Problem(code=code, where=where, fields=fields))

    def text(self, name: str, *, needed: bool = False) -> str:
        """Take a text of one line."""
        value = self._values.get(name)
        if value is None or value == "":
            if needed:
                self.fault(name, "missing")
            return ""
        if not isinstance(value, str):
            self.fault(name, "not a text")
            return ""
        text = " ".join(value.split())
        if len(text) > LONGEST:
            self.fault(name, "too long")
        elif not text.isprintable():
            self.fault(name, "not printable")
        elif not text and needed:
            self.fault(name, "missing")
        return text

    def number(self, name: str, *, needed: bool = False, positive: bool = False) -> Decimal | None:
        """Take a number that is not negative, or none."""
        value = self._values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self.fault(name, "missing")
            return None
        found = number_of(value)
        if found is None:
            self.fault(name, "not a number")
            return None
        _, digits, exponent = found.normalize().as_tuple()
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if found < 0 or (positive and found == 0):
            self.fault(name, "too small" if positive else "negative")
        elif found >= Decimal(10) ** MOST_DIGITS or places > MOST_PLACES or len(digits) > MOST_DIGITS + MOST_PLACES:
            self.fault(name, "too large")
        else:
            return found
        return None

    def whole(self, name: str, *, needed: bool = False) -> int | None:
        """Take a whole number that is not negative, or none."""
        found = self.number(name, needed=needed)
        if found is not None and found != found.to_integral_value():
            self.fault(name, "not whole")
            return None
        return None if found is None else int(found)

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """Take one of a few words, or nothing."""
        text = self.text(name)
        if text and text not in allowed:
            self.fault(name, "not among the choices")
            return ""
        return text

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Take a day like 2026-11-20, or none."""
        text = self.text(name, needed=needed)
        if not text:
            return None
        try:
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            self.fault(name, "not a date")
            return None

    def rows(self, name: str, title: str) -> tuple[Typed, ...]:
        """Take rows, each called by the text in its field `title`, or by its number; at least one is needed."""
        value = self._values.get(name)
        if not isinstance(value, list) or not value:
            self.fault(name, "missing")
            return ()
        if len(value) > MOST_ROWS:
            self.fault(name, "too large")
            return ()
        found = []
        for n, entry in enumerate(value):
            called = entry.get(title) if isinstance(entry, dict) else None
            label = called.strip()[:LONGEST] if isinstance(called, str) and called.strip() else str(n + 1)
            row = f"{self.row}，{label}" if self.row else label
            place = f"{self.place}.{name}[{n}]" if self.place else f"{name}[{n}]"
            found.append(Typed(entry, place, self.problems, row))
        return tuple(found)


def once(texts: Sequence[str]) -> tuple[str, ...]:
    """Give each text once, in the order of the first."""
    return tuple(dict.fromkeys(text for text in texts if text))


def told(problems: Sequence[Problem], data: Mapping[str, object], name: str) -> tuple[Problem, ...]:
    """Give the problems of a table; of one that is not there at all only that."""
    return tuple(problems) if data.get(name) is not None else tuple(problems[:1])


def refuse_all(problems: Sequence[Problem]) -> None:
    """Refuse when there are problems, each told once."""
    refuse({(p.code, p.where, p.fields.get("reason", "")): p for p in problems}.values())
