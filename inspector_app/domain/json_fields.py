# SPDX-License-Identifier: MulanPSL-2.0
"""Typed reading of parsed JSON from outside: what is wrong is gathered with its path, nothing is raised."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NoReturn

from inspector_app.domain import texts
from inspector_app.domain.problems import Problem, ProblemCode, Severity

MAX_DEPTH = 32
MOST_VALUES = 500_000  # inside one file: a visit of a thousand findings has some 20,000
MAX_SHOWN = 40
MAX_DIGITS = 12
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)


class _Object(dict[str, object]):
    """A JSON object that remembers which keys stood in it more than once."""

    doubled: tuple[str, ...] = ()


def parse_json(data: bytes, name: str, *, most: int = MOST_VALUES) -> tuple[object, tuple[Problem, ...]]:
    """Parse JSON strictly: UTF-8, no key twice, no NaN, at most 32 levels and `most` values.

    The value is None with problems: SYNTAX_WRONG, and TABLE_TOO_LARGE for too many values.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_syntax(name, data.count(b"\n", 0, error.start) + 1, "not UTF-8"),)
    try:
        value: object = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return None, (_syntax(name, error.lineno, error.msg),)
    except RecursionError:
        return None, (_syntax(name, 1, "nested too deeply"),)
    except ValueError as error:  # NaN, or a number of thousands of digits
        reason = "Expecting value" if isinstance(error, _NoNumber) else "number too long"
        return None, (_syntax(name, 1, reason),)
    faults = tuple(_shape_faults(value, name, most))
    return (None if faults else value), faults


class _NoNumber(ValueError):
    """NaN and Infinity are no JSON."""


def _no_constant(word: str) -> NoReturn:
    raise _NoNumber(word)


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        made.doubled = tuple(key for key, count in counts.items() if count > 1)
    return made


def _shape_faults(value: object, name: str, most: int) -> Iterator[Problem]:
    """Walk without recursion: doubled keys and too deep nesting, each with its path; too many values."""
    waiting: list[tuple[object, str, int]] = [(value, "$", 1)]
    count = 0
    while waiting:
        at, path, depth = waiting.pop()
        count += len(at) if isinstance(at, list | dict) else 1
        if count > most:
            fields = {"path": name, "limit": str(most), "kind": "entries"}
            yield Problem(code=ProblemCode.TABLE_TOO_LARGE, where="$", fields=fields)
            return
        if depth > MAX_DEPTH:
            yield _syntax(name, 0, "nested too deeply", path)
            return
        if isinstance(at, _Object):
            for key in at.doubled:
                yield _syntax(name, 0, "duplicate key", path + step(key))
            waiting += [(v, path + step(k), depth + 1) for k, v in at.items() if isinstance(v, list | dict)]
        elif isinstance(at, list):
            waiting += [(v, f"{path}[{n}]", depth + 1) for n, v in enumerate(at) if isinstance(v, list | dict)]


def _syntax(name: str, line: int, reason: str, where: str = "$") -> Problem:
    fields = {"path": name, "line": str(line) if line else "", "reason": reason}
    return Problem(code=ProblemCode.SYNTAX_WRONG, where=where, fields=fields)


def step(key: str) -> str:
    """Give the step of a JSON path to a key: `.name`, or `["odd key"]`."""
    return f".{key}" if _PLAIN_KEY.match(key) else f"[{json.dumps(key[:MAX_SHOWN], ensure_ascii=False)}]"


class Fields:
    """One JSON object. A faulty or missing field gives its empty value and leaves a problem in the shared list."""

    __slots__ = ("_known", "_object", "path", "problems")

    def __init__(self, value: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self._known: set[str] = set()
        self._object: Mapping[str, object] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.note(ProblemCode.VALUE_WRONG_TYPE, path, expected="object", found=kind_of(value))

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        self._known.add(name)
        return self._object.get(name) is not None

    def where(self, name: str) -> str:
        """Give the path of a field."""
        return self.path + step(name)

    def note(self, code: ProblemCode, path: str, **fields: str) -> None:
        """Add a problem."""
        fields.setdefault("field", path)
        self.problems.append(Problem(code=code, where=path, fields=fields))

    def text(self, name: str, *, required: bool = False, limit: int = texts.NAME_LIMIT) -> str:
        """Take a text; null and absent are empty."""
        value = self._take(name)
        return self._text(value, self.where(name), required=required, limit=limit)

    def texts(self, name: str, *, limit: int = texts.NAME_LIMIT) -> tuple[str, ...]:
        """Take a list of texts, each with something in it."""
        found = [(f"{self.where(name)}[{n}]", value) for n, value in enumerate(self.array(name))]
        return tuple(self._text(value, path, required=True, limit=limit) for path, value in found)

    def array(self, name: str, *, required: bool = False) -> Sequence[object]:
        """Take a list of anything."""
        value = self._take(name)
        if isinstance(value, list):
            return value
        if value is not None:
            self.note(ProblemCode.VALUE_WRONG_TYPE, self.where(name), expected="list", found=kind_of(value))
        elif required:
            self.note(ProblemCode.VALUE_MISSING, self.where(name))
        return ()

    def record(self, name: str, *, required: bool = False) -> Fields | None:
        """Take an object."""
        value = self._take(name)
        if value is None:
            if required:
                self.note(ProblemCode.VALUE_MISSING, self.where(name))
            return None
        return Fields(value, self.where(name), self.problems)

    def records(self, name: str, *, required: bool = False) -> tuple[Fields, ...]:
        """Take a list of objects."""
        values = self.array(name, required=required)
        return tuple(Fields(v, f"{self.where(name)}[{n}]", self.problems) for n, v in enumerate(values))

    def items(self) -> Iterator[tuple[str, object]]:
        """Give all fields, for objects whose keys are data."""
        self._known.update(self._object)
        yield from self._object.items()

    def day(self, name: str) -> date | None:
        """Take a date like 2026-12-05."""
        value = self._take(name)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.match(value):
            try:
                return date.fromisoformat(value)
            except ValueError:  # 2026-02-30
                pass
        self._odd(ProblemCode.DATE_WRONG, name, value)
        return None

    def instant(self, name: str) -> datetime | None:
        """Take a time with its offset like 2026-11-20T09:05+08:00; required."""
        value = self._take(name)
        if value is None:
            self.note(ProblemCode.VALUE_MISSING, self.where(name))
            return None
        if isinstance(value, str) and _INSTANT.match(value):
            try:
                found = datetime.fromisoformat(value)
            except ValueError:
                found = None
            if found is not None and 1 < found.year < 9999:  # others cannot be moved to another offset
                return found
        self._odd(ProblemCode.TIME_WRONG, name, value)
        return None

    def flag(self, name: str) -> bool:
        """Take yes or no; absent is no."""
        value = self._take(name)
        if value is not None and not isinstance(value, bool):
            self.note(ProblemCode.VALUE_WRONG_TYPE, self.where(name), expected="true or false", found=kind_of(value))
        return value is True

    def amount(self, name: str, *, places: int) -> str:
        """Take a number that is not negative, written as a number or as a text, with at most so many decimals."""
        value = self._take(name)
        if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
            if value is not None:
                self.note(ProblemCode.VALUE_WRONG_TYPE, self.where(name), expected="number", found=kind_of(value))
            return ""
        text = str(value).strip()
        whole, _, rest = text.partition(".")
        good = whole.isascii() and whole.isdecimal() and len(whole) <= MAX_DIGITS and len(rest) <= places
        if not good or ("." in text and not (rest.isascii() and rest.isdecimal())):
            fields = {"found": shown(text), "allowed": f"0-{'9' * MAX_DIGITS}"}
            self.note(ProblemCode.VALUE_NOT_ALLOWED, self.where(name), **fields)
            return ""
        return text

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """Take one of a few words; required."""
        value = self._take(name)
        if value is None:
            self.note(ProblemCode.VALUE_MISSING, self.where(name))
        elif not isinstance(value, str) or value not in allowed:
            fields = {"found": shown(value), "allowed": ", ".join(allowed)}
            self.note(ProblemCode.VALUE_NOT_ALLOWED, self.where(name), **fields)
        else:
            return value
        return ""

    def close(self) -> None:
        """Warn of every field that nobody asked for: most often a name written wrongly."""
        for name in self._object:
            if name not in self._known:
                code, where = ProblemCode.VALUE_UNKNOWN_KEY, self.where(name)
                fields = {"field": shown(name)}
                self.problems.append(Problem(code=code, where=where, fields=fields, severity=Severity.WARN))

    def _odd(self, code: ProblemCode, name: str, value: object) -> None:
        if isinstance(value, str):
            self.note(code, self.where(name), found=shown(value))
        else:
            self.note(ProblemCode.VALUE_WRONG_TYPE, self.where(name), expected="text", found=kind_of(value))

    def _take(self, name: str) -> object:
        self._known.add(name)
        return self._object.get(name)

    def _text(self, value: object, path: str, *, required: bool, limit: int) -> str:
        if value is not None and not isinstance(value, str):
            self.note(ProblemCode.VALUE_WRONG_TYPE, path, expected="text", found=kind_of(value))
            return ""
        # Typed text may have any line ends and form of accents; what is too long is not even normalised.
        text = "" if value is None else value if len(value) > 4 * limit else texts.cleaned(value)
        if required and not text:
            self.note(ProblemCode.VALUE_MISSING, path)
        self.problems.extend(texts.problems_of(text, path, where=path, limit=limit))
        return text


def kind_of(value: object) -> str:
    """Name the JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object" if isinstance(value, dict) else "number"


def shown(value: object) -> str:
    """Shorten a value for a message, whatever it is."""
    text = value if isinstance(value, str) else kind_of(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
