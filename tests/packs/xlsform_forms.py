# SPDX-License-Identifier: MulanPSL-2.0
"""Forms for tests: the committed files, and small ones written as tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, Severity
from inspector_app.packs.xlsform import XlsformReading, read_xlsform
from inspector_app.sheets import read_book

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "xlsform"
FORMS: Sequence[Mapping[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["form"]
NAMES = [form["file"] for form in FORMS]
GOOD = [form["file"] for form in FORMS if "pack" in form]
BAD = [form["file"] for form in FORMS if "pack" not in form]

Rows = Sequence[Sequence[str]]
VERDICTS: Rows = (("list_name", "name", "label"), ("r", "ok", "符合"), ("r", "bad", "不符合"))


def book_of(name: str) -> Mapping[str, Rows]:
    """Give the tables of a committed form."""
    return read_book((FOLDER / name).read_bytes(), name, in_process=True)


def reading_of(name: str) -> XlsformReading:
    """Read a committed form."""
    return read_xlsform(book_of(name), name)


def form(survey: str, choices: Rows | None = VERDICTS, **sheets: Rows) -> XlsformReading:
    """Read a form whose survey is a text: a line a row, `|` between cells, the headings first."""
    rows = [[cell.strip() for cell in line.split("|")] for line in survey.strip().splitlines()]
    book: dict[str, Rows] = {"survey": rows}
    if choices is not None and (choices is not VERDICTS or re.search(r"^(?:select|rank)", survey, re.MULTILINE)):
        book["choices"] = choices
    return read_xlsform({**book, **sheets}, "表.xlsx")


def only(reading: XlsformReading) -> ChecklistItem:
    """Give the one item of a reading."""
    assert reading.pack is not None, told(reading.problems)
    (item,) = reading.pack.items
    return item


def items(reading: XlsformReading) -> dict[str, ChecklistItem]:
    """Give the items of a reading by code."""
    assert reading.pack is not None, told(reading.problems)
    return {item.code: item for item in reading.pack.items}


def told(problems: Sequence[Problem], severity: Severity | None = None) -> list[str]:
    """Give problems as `reason sheet:row:column`."""
    found = []
    for problem in problems:
        if severity is None or problem.severity is severity:
            place = ":".join(problem.fields[part] for part in ("sheet", "row", "column") if problem.fields[part])
            found.append(f"{problem.fields['reason']} {place}".strip())
    return found


def blocks(reading: XlsformReading) -> list[str]:
    """Give what stops the import, as `told` does."""
    return told(reading.problems, Severity.BLOCK)


def warnings(reading: XlsformReading) -> list[str]:
    """Give what only has to be seen, as `told` does."""
    return told(reading.problems, Severity.WARN)
