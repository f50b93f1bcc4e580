# SPDX-License-Identifier: MulanPSL-2.0
"""Small files of law as records: every value taken by its type, every fault noted with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.toml_text import TomlWrong, read_toml_bytes

MAX_BYTES = 256 * 1024
MAX_TEXT = 500
MAX_SHOWN = 60

Word = TypeVar("Word", bound=StrEnum)


def read_bytes(path: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """Read a small file; a problem is given where it cannot be."""
    where, fields = path.name, {"path": str(path)}
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise OSError(0, "not a file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or ""
        return b"", (Problem(code=ProblemCode.FILE_UNREADABLE, where=where, fields=fields | {"reason": reason}),)
    if len(data) > MAX_BYTES:
        sizes = {"size": str(path.stat().st_size), "limit": str(MAX_BYTES)}
        return b"", (Problem(code=ProblemCode.FILE_TOO_LARGE, where=where, fields=fields | sizes),)
    return data, ()


def syntax_fault(name: str, line: int, reason: str) -> Problem:
    """Say that the file does not follow its format at this line (0: no line known)."""
    fields = {"path": name, "line": str(line), "reason": reason}
    return Problem(code=ProblemCode.SYNTAX_WRONG, where=f"{name}:{line}", fields=fields)


def read_toml(path: Path, problems: list[Problem], name: str = "") -> Mapping[str, object]:
    """Read a small TOML file; what is wrong with it goes into `problems`, then it is empty. `name` is for people."""
    data, faults = read_bytes(path)
    problems += faults
    try:
        return read_toml_bytes(data)
    except TomlWrong as wrong:
        problems.append(syntax_fault(name or path.name, wrong.line, wrong.reason))
        return {}


class Record:
    """One table or object. A faulty value gives an empty one and leaves a problem in the shared list."""

    __slots__ = ("_known", "place", "problems", "values")

    def __init__(self, values: Mapping[str, object], place: str, problems: list[Problem]) -> None:
        self.values = values
        self._known: set[str] = set()
        self.place = place
        self.problems = problems

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def fault(self, code: ProblemCode, name: str, /, **fields: str) -> None:
        """Note a problem of a value."""
        self.problems.append(Problem(code=code, where=f"{self.place}:{name}", fields={"field": name, **fields}))

    def not_allowed(self, name: str, found: object, allowed: str) -> None:
        """Note a value that is not one of those that are possible."""
        self.fault(ProblemCode.VALUE_NOT_ALLOWED, name, found=shown(found), allowed=allowed)

    def text(self, name: str, *, required: bool = True) -> str:
        """Take a text."""
        value = self._take(name, str, "text", required=required)
        text = value if isinstance(value, str) else ""
        if required and isinstance(value, str) and not text.strip():
            self.fault(ProblemCode.VALUE_MISSING, name)
        if len(text) > MAX_TEXT:
            self.fault(ProblemCode.TEXT_TOO_LONG, name, length=str(len(text)), limit=str(MAX_TEXT))
        if not text.isprintable():
            code_point = next(f"U+{ord(c):04X}" for c in text if not c.isprintable())
            self.fault(ProblemCode.CHARACTER_FORBIDDEN, name, code_point=code_point, place=name)
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of texts that may be left out."""
        value = self._take(name, list, "list of texts", required=False)
        entries = value if isinstance(value, list) else []
        if not all(isinstance(entry, str) for entry in entries):
            self.fault(ProblemCode.VALUE_WRONG_TYPE, name, expected="list of texts", found="list")
        return tuple(entry for entry in entries if isinstance(entry, str))

    def flag(self, name: str, *, required: bool = False) -> bool:
        """Take true or false."""
        return bool(self._take(name, bool, "true or false", required=required))

    def number(self, name: str, least: int, most: int, *, required: bool = False) -> int | None:
        """Take a whole number within bounds, or none."""
        value = self._take(name, int, "whole number", required=required)
        if not isinstance(value, int):
            return None
        if not least <= value <= most:
            self.not_allowed(name, value, f"{least}-{most}")
            return None
        return value

    def word(self, name: str, words: type[Word], *, required: bool = True) -> Word | None:
        """Take one word of a fixed list, or none."""
        value = self._take(name, str, "text", required=required)
        try:
            return None if value is None else words(str(value))
        except ValueError:
            self.not_allowed(name, value, ", ".join(words))
            return None

    def day(self, name: str) -> date | None:
        """Take a date written as a text."""
        value = self._take(name, str, "text", required=True)
        try:
            return None if value is None else date.fromisoformat(str(value))
        except ValueError:
            self.fault(ProblemCode.DATE_WRONG, name, found=shown(value))
            return None

    def records(self, name: str, key: str) -> Sequence[Record]:
        """Take a list of records; each is known by its `key`, else by its ordinal from 1."""
        value = self._take(name, list, "list of tables", required=True)
        found = []
        for ordinal, entry in enumerate(value if isinstance(value, list) else [], 1):
            if isinstance(entry, dict):
                label = entry.get(key)
                label = shown(label) if isinstance(label, str) and label.strip() else f"#{ordinal}"
                found.append(Record(entry, f"{self.place}:{label}", self.problems))
            else:
                kinds = {"expected": "table", "found": shown(entry)}
                self.fault(ProblemCode.VALUE_WRONG_TYPE, f"{name}[{ordinal}]", **kinds)
        return found

    def skip(self, name: str) -> None:
        """Say that a value is looked at elsewhere."""
        self._known.add(name)

    def close(self, *, passed_over: frozenset[str] = frozenset()) -> None:
        """Note every name that nobody asked for: most often one that is written wrongly."""
        for name in self.values:
            if name not in self._known and name not in passed_over:
                self.fault(ProblemCode.VALUE_UNKNOWN_KEY, shown(name))

    def warn(self, code: ProblemCode, name: str, /, **fields: str) -> None:
        """Note what only has to be seen."""
        place = f"{self.place}:{name}"
        self.problems.append(Problem(code=code, where=place, fields={"field": name, **fields}, severity=Severity.WARN))

    def _take(self, name: str, kind: type, expected: str, *, required: bool) -> object:
        self._known.add(name)
        value = self.values.get(name)
        if value is None:
            if required:
                self.fault(ProblemCode.VALUE_MISSING, name)
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(ProblemCode.VALUE_WRONG_TYPE, name, expected=expected, found=shown(value))
            return None
        return value


def shown(value: object) -> str:
    """Shorten a value for a message, whatever it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "table" if isinstance(value, dict) else "list"
    if isinstance(value, int) and value.bit_length() > 64:
        return "number too large"
    text = str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
