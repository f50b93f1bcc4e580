# SPDX-License-Identifier: MulanPSL-2.0
"""What a command gives back: the same facts for machines (JSON) and for people (aligned lines)."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from inspector_app.domain.problems import Problem, Severity
from inspector_app.wording import sentence, tr

DONE, REFUSED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of one command; `lines` are for people, `data` is for machines."""

    data: Mapping[str, object]
    lines: Sequence[str]
    code: int = DONE
    notes: Sequence[str] = field(default=())  # for people, beside the result: warnings
    aside: Sequence[str] = field(default=())  # notes that have no place in the data: always to stderr

    def json(self) -> str:
        """Give the machine's text: one line of JSON."""
        return json.dumps(self.data, ensure_ascii=False)


def plain(value: object, *, without: Iterable[str] = ()) -> object:
    """Turn a domain value into what JSON knows: dataclasses to objects, enum members to their words."""
    left_out = frozenset(without)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: plain(part) for name, part in pairs if name not in left_out}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, Path | Decimal) else value


def flat(value: object, *, without: Iterable[str] = (), **more: object) -> dict[str, object]:
    """Give the object of a dataclass with some fields left out and some added."""
    made = plain(value, without=without)
    assert isinstance(made, dict)
    return {**made, **{name: plain(part) for name, part in more.items()}}


def refusal(problems: Sequence[Problem]) -> Result:
    """Say that nothing was done, with every reason."""
    blocking = [p for p in problems if p.severity is Severity.BLOCK]
    warnings = [p for p in problems if p.severity is not Severity.BLOCK]
    data: dict[str, object] = {"problems": [as_object(p) for p in blocking]}
    if warnings:
        data["warnings"] = [as_object(p) for p in warnings]
    head = tr("Not done; {count} reasons:", count=len(blocking))
    return Result(data=data, lines=(), code=REFUSED, notes=[head, *problem_lines(blocking), *warned(warnings)])


def as_object(problem: Problem) -> dict[str, str]:
    """Give a problem as machines get it."""
    return {"code": problem.code.value, "where": problem.where, "message": sentence(problem)}


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Give one line for each problem: code, place, sentence."""
    return table((p.code.value, _place(p), sentence(p)) for p in problems)


def _place(problem: Problem) -> str:
    """Say where: the cell of a workbook, the row and column of a table, else the path as machines get it."""
    if problem.fields.get("sheet"):
        return problem.where or problem.fields["sheet"]
    row, column = problem.fields.get("row"), problem.fields.get("column")
    if row and column:
        return tr("row {row}, “{column}”", row=row, column=column)
    return problem.where or "-"


def warned(problems: Sequence[Problem]) -> list[str]:
    """Give the lines of warnings, if there are any."""
    return [tr("Please note:"), *problem_lines(problems)] if problems else []


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Align columns, Chinese characters counting two; line breaks inside a cell become spaces."""
    cells = [[" ".join(cell.split()) if cell else "" for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)] if cells else []
    lines = []
    for row in cells:
        padded = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        lines.append("  " + "  ".join(padded).rstrip())
    return lines


def width(text: str) -> int:
    """Give the columns that a terminal needs for a text."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def short(text: str, columns: int = 40) -> str:
    """Cut a text for a table."""
    kept = ""
    for character in " ".join(text.split()):
        if width(kept + character) > columns - 1:
            return kept + "…"
        kept += character
    return kept
