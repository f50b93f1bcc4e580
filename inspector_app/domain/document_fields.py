# SPDX-License-Identifier: MulanPSL-2.0
"""The fields that a person fills in for a document: what each holds, and reading them from outside.

A form declares its fields (`forms/*.toml`, `[[fields]]`); the window makes its page out of them and the command
line reads a FIELDS.json by them. Values are kept as plain JSON: texts (dates as `2026-03-05`, times as
`2026-03-05T09:30+08:00`), lists of words, lists of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Union

from inspector_app.domain import texts
from inspector_app.domain.json_fields import Fields
from inspector_app.domain.problems import Problem, ProblemCode

MAX_ROWS = 500
YES = "yes"


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"  # one line
    LONG = "long"  # several lines
    DAY = "day"
    TIME = "time"  # a moment, with its offset
    NUMBER = "number"  # a whole number, not negative
    MONEY = "money"  # yuan with at most two decimals
    CHOICE = "choice"  # one of the words
    CHOICES = "choices"  # some of the words
    FLAG = "flag"  # yes, or nothing
    ROWS = "rows"  # a list of rows, each with the columns


Row = Mapping[str, str]
Value = Union[str, tuple[str, ...], tuple[Row, ...]]  # noqa: UP007 - the alias is used at run time too
FieldValues = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a form. `label` and the words of `choices` are printed words, in Chinese."""

    name: str
    label: str
    type: FieldType
    required: bool = False
    default: str = ""  # a text with the form's general slots, filled when the draft begins
    choices: tuple[tuple[str, str], ...] = ()  # word and what is printed for it
    columns: tuple[FieldSpec, ...] = ()  # of ROWS: TEXT, LONG, DAY, TIME, NUMBER, MONEY, CHOICE
    help: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may be chosen."""
        return tuple(word for word, _ in self.choices)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file of fields."""

    values: FieldValues = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_values(specs: Sequence[FieldSpec], raw: object, *, path: str = "$") -> Reading:
    """Read values out of parsed JSON by their specs; wrong ones are problems, unknown ones warnings.

    What is required is not asked for here: a draft may be kept half filled (see `missing`).
    """
    problems: list[Problem] = []
    table = Fields(raw, path, problems)
    values: dict[str, Value] = {}
    for spec in specs:
        value = _value(table, spec)
        if value:
            values[spec.name] = value
    table.close()
    return Reading(values, tuple(problems))


def missing(specs: Sequence[FieldSpec], values: FieldValues) -> Iterator[FieldSpec]:
    """Give the required fields that are empty, and required columns of a row that are."""
    for spec in specs:
        value = values.get(spec.name, "")
        if spec.required and not value:
            yield spec
        elif spec.type is FieldType.ROWS:
            rows = [row for row in value if isinstance(row, Mapping)]
            empty = (c for c in spec.columns if c.required and any(not row.get(c.name) for row in rows))
            yield from empty


def as_json(values: FieldValues, specs: Sequence[FieldSpec] = ()) -> dict[str, object]:
    """Give values as JSON has them; with specs as a FIELDS.json has them, flags as true."""
    flags = {spec.name for spec in specs if spec.type is FieldType.FLAG}
    return {name: True if name in flags and value == YES else _plain(value) for name, value in values.items()}


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return value
    return [dict(part) if isinstance(part, Mapping) else part for part in value]


def _value(table: Fields, spec: FieldSpec) -> Value:
    match spec.type:
        case FieldType.ROWS:
            rows = table.records(spec.name)
            if len(rows) > MAX_ROWS:
                fields = {"found": str(len(rows)), "allowed": f"0-{MAX_ROWS}"}
                table.note(ProblemCode.VALUE_NOT_ALLOWED, table.where(spec.name), **fields)
                return ()
            return tuple(_row(row, spec) for row in rows)
        case FieldType.CHOICES:
            return _words(table, spec)
        case _:
            return _single(table, spec)


def _row(table: Fields, spec: FieldSpec) -> Row:
    values = {column.name: _single(table, column) for column in spec.columns}
    table.close()
    return {name: value for name, value in values.items() if value}


def _words(table: Fields, spec: FieldSpec) -> tuple[str, ...]:
    found = table.texts(spec.name)
    for n, word in enumerate(found):
        if word not in spec.words:
            fields = {"found": word, "allowed": ", ".join(spec.words)}
            table.note(ProblemCode.VALUE_NOT_ALLOWED, f"{table.where(spec.name)}[{n}]", **fields)
    return tuple(word for word in spec.words if word in found)


def _single(table: Fields, spec: FieldSpec) -> str:
    if not table.has(spec.name):
        return ""
    match spec.type:
        case FieldType.DAY:
            day = table.day(spec.name)
            return day.isoformat() if day else ""
        case FieldType.TIME:
            moment = table.instant(spec.name)
            return moment.isoformat(timespec="minutes") if moment else ""
        case FieldType.NUMBER | FieldType.MONEY:
            return _amount(table, spec)
        case FieldType.CHOICE:
            return table.choice(spec.name, spec.words)
        case FieldType.FLAG:
            return YES if table.flag(spec.name) else ""
        case FieldType.LONG:
            return table.text(spec.name, limit=texts.LONG_LIMIT)
        case _:
            return table.text(spec.name)


def _amount(table: Fields, spec: FieldSpec) -> str:
    places = 2 if spec.type is FieldType.MONEY else 0
    return table.amount(spec.name, places=places)
