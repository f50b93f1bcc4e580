# SPDX-License-Identifier: MulanPSL-2.0
"""Whether a value of another laptop has the shape that its column must have, so that the program can read it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from datetime import date, datetime

from inspector_app.domain.checklist import Verified
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.markup import read_marks
from inspector_app.domain.service import Witness
from inspector_app.storage.column_words import Column, Real, Shape, Whole, Words
from inspector_app.storage.tables import JOURNALLED

LONGEST = 20_000_000  # characters in one cell; the content of a large document has some 500,000
LONGEST_KEY = 1_000
LARGEST = 1 << 53  # whole numbers beyond are not the same in every reader of JSON

Check = Callable[[object], bool]

_INSTANT = re.compile(r"[1-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HASH = re.compile(r"([0-9a-f]{64})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CLAUSE_DAYS = ("from", "to")


def is_text(value: object) -> bool:
    """Whether it is a text that can be stored: no half characters, no NUL, not endless."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return len(value) <= LONGEST and "\0" not in value
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return len(value) <= LONGEST and "\0" not in value


def is_key(value: object) -> bool:
    """Whether it is a short text on one line."""
    return is_text(value) and len(str(value)) <= LONGEST_KEY and _CONTROL.search(str(value)) is None


def is_day(value: object) -> bool:
    """Whether it is a calendar date as the tables have it."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_instant(value: object) -> bool:
    """Whether it is an instant as the tables have it: UTC."""
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_hash(value: object) -> bool:
    """Whether it is 64 hex digits or nothing; kept files are found by it, so nothing else may stand there."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def check_of(column: Column) -> Check:
    """Give the test of a column."""
    if isinstance(column, Words):
        allowed = column.allowed
        return lambda value: isinstance(value, str) and value in allowed
    if isinstance(column, Whole):
        least, most = column.least, column.most
        return lambda value: type(value) is int and least <= value <= most
    if isinstance(column, Real):
        low, high = column.least, column.most
        return lambda value: type(value) in (int, float) and low <= value <= high  # type: ignore[operator]
    return SHAPES[column]


def _parsed(value: object) -> object:
    """Read JSON of a cell; `_parsed` itself stands for what is none."""
    if not is_text(value):
        return _parsed
    try:
        found: object = json.loads(str(value))
        json.dumps(found).encode()
    except (ValueError, RecursionError):
        return _parsed
    return found


def _is_json(value: object) -> bool:
    return _parsed(value) is not _parsed


def _is_texts(value: object) -> bool:
    return value == "[]" or _texts(_parsed(value))


def _is_left_out(value: object) -> bool:
    return value == "null" or _is_texts(value)


def _is_fields(value: object) -> bool:
    if value == "{}":
        return True
    found = _parsed(value)
    return isinstance(found, dict) and all(is_text(key) and is_field(part) for key, part in found.items())


def is_field(value: object) -> bool:
    """Whether it is the value of one field of a form: a text, a list of texts or a list of rows of texts."""
    if isinstance(value, list):
        return _texts(value) or all(_record(row) for row in value)
    return is_text(value)


def _is_clauses(value: object) -> bool:
    if value == "[]":
        return True
    found = _parsed(value)
    return isinstance(found, list) and all(_clause(row) for row in found)


def _clause(row: object) -> bool:
    if not _record(row) or not isinstance(row, dict) or row.get("verified") not in _VERIFIED:
        return False
    return all(name not in row or is_day(row[name]) for name in _CLAUSE_DAYS)


def _is_people(value: object) -> bool:
    found = _parsed(value)
    return isinstance(found, list) and all(
        _made_of(row, _PARTICIPANT) and row.get("role") in _ROLES and "name" in row for row in found
    )


def _is_witnesses(value: object) -> bool:
    if value == "[]":
        return True
    found = _parsed(value)
    return isinstance(found, list) and all(_made_of(row, _WITNESS) and "name" in row for row in found)


def _is_marks(value: object) -> bool:
    if value == "":
        return True
    if not is_text(value):
        return False
    try:
        read_marks(str(value))
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(is_text(part) for part in value)


def _record(row: object) -> bool:
    return isinstance(row, dict) and all(is_text(key) and is_text(part) for key, part in row.items())


def _made_of(row: object, names: frozenset[str]) -> bool:
    return _record(row) and isinstance(row, dict) and row.keys() <= names


_VERIFIED = frozenset(word.value for word in Verified)
_ROLES = frozenset(word.value for word in PersonRole)
_PARTICIPANT = frozenset(f.name for f in fields_of(Participant))
_WITNESS = frozenset(f.name for f in fields_of(Witness))
_TABLES = frozenset(JOURNALLED)

SHAPES: Mapping[Shape, Check] = {
    Shape.TEXT: is_text,
    Shape.KEY: is_key,
    Shape.DAY: is_day,
    Shape.INSTANT: is_instant,
    Shape.HASH: is_hash,
    Shape.TEXTS: _is_texts,
    Shape.LEFT_OUT: _is_left_out,
    Shape.FIELDS: _is_fields,
    Shape.CLAUSES: _is_clauses,
    Shape.PEOPLE: _is_people,
    Shape.WITNESSES: _is_witnesses,
    Shape.MARKS: _is_marks,
    Shape.JSON: _is_json,
    Shape.TABLE: lambda value: isinstance(value, str) and value in _TABLES,
}
