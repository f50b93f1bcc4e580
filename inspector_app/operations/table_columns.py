# SPDX-License-Identifier: MulanPSL-2.0
"""Finding columns by what offices call them, and days as offices write them, in a sheet from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.sheets import Sheet

HEAD_ROWS = 10  # the head may stand under a title
_DAY = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)

Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the head stands (row 0 is the first of the file) and which column holds which field."""

    head: int
    places: Mapping[str, int]
    titles: tuple[str, ...]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Give a row by fields; a column that is not there gives nothing."""
        return {name: row[n] if n < len(row) else "" for name, n in self.places.items()}

    def placed(self, problem: Problem, row: int) -> Problem:
        """Give a problem with the row (1 is the first of the file) and the column as the file calls it."""
        n = self.places.get(problem.where)
        column = self.titles[n] if n is not None and n < len(self.titles) else problem.where
        fields = {**problem.fields, "row": str(row), "column": column}
        return replace(problem, where=f"row:{row}:{column}", fields=fields)


def find_columns(sheet: Sheet, headings: Headings, needed: Sequence[str], name: str) -> Columns:
    """Find the head: the first row with the most fields and all that are needed. Refuses COLUMN_MISSING for each."""
    best: Columns | None = None
    for n, cells in enumerate(sheet.rows[:HEAD_ROWS]):
        found = _places(cells, headings)
        if best is None or len(found) > len(best.places):
            best = Columns(head=n, places=found, titles=tuple(cells))
    missing = [field for field in needed if best is None or field not in best.places]
    refuse(
        Problem(code=ProblemCode.COLUMN_MISSING, where=name, fields={"column": headings[field][0]}) for field in missing
    )
    assert best is not None
    return best


def _places(cells: Sequence[str], headings: Headings) -> dict[str, int]:
    plain = ["".join(c for c in cell if c.isalnum() or c == "_").lower() for cell in cells]
    found: dict[str, int] = {}
    for is_exact in (True, False):  # a title that is exactly a word goes before one that only holds it
        for field, words in headings.items():
            for word in words:
                if field not in found:
                    fits = (
                        n for n, cell in enumerate(plain)
                        if n not in found.values() and (cell == word if is_exact else len(word) > 2 and word in cell)
                    )  # fmt: skip
                    place = next(fits, None)
                    if place is not None:
                        found[field] = place
    return found


def day_in(text: str) -> date | None:
    """Read a day as offices write it: 2026-11-20, 2026.11.20, 2026/11/20, 20261120, 2026年11月20日.

    >>> day_in("2026年2月9日"), day_in("2026-02-30")
    (datetime.date(2026, 2, 9), None)
    """
    found = _DAY.fullmatch(text.strip())
    if found is None or (len(found[0]) < 8):
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
