# SPDX-License-Identifier: MulanPSL-2.0
"""What the imports of lists share: what each row of a file would do, the whole file row by row, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.table_columns import Columns
from inspector_app.sheets import Sheet


class RowAct(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One row of the file (1 is the first): what would happen, and what is wrong with it."""

    row_number: int
    act: RowAct
    problems: tuple[Problem, ...]


RowT = TypeVar("RowT", bound=ImportRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or what it would do: how many rows of each kind."""

    added: int
    updated: int
    same: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview(Generic[RowT]):
    """The whole file, row by row."""

    path: Path
    rows: tuple[RowT, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give the problems of all rows."""
        return tuple(problem for row in self.rows for problem in row.problems)

    def count(self, act: RowAct) -> int:
        """How many rows would be treated so."""
        return sum(row.act is act for row in self.rows)

    def counts(self) -> Imported:
        """How many rows would be treated in each way, where bad ones are left out."""
        return Imported(
            added=self.count(RowAct.NEW), updated=self.count(RowAct.UPDATE), same=self.count(RowAct.SAME),
            skipped=self.count(RowAct.BAD),
        )  # fmt: skip

    def wanted(self, *, skip_bad: bool) -> list[RowT]:
        """Give the rows that are to be written. Refuses with the faults of all bad rows unless they are skipped."""
        if not skip_bad:
            refuse(self.problems)
        return [row for row in self.rows if row.act in (RowAct.NEW, RowAct.UPDATE)]


def filled_rows(sheet: Sheet, columns: Columns, name: str) -> list[tuple[int, Sequence[str]]]:
    """Give the rows below the head that hold anything, with their numbers in the file. Refuses TABLE_EMPTY."""
    below = enumerate(sheet.rows[columns.head + 1 :], start=columns.head + 2)
    filled: list[tuple[int, Sequence[str]]] = [(number, cells) for number, cells in below if any(cells)]
    if not filled:
        refuse([Problem(code=ProblemCode.TABLE_EMPTY, where=name, fields={"path": name})])
    return filled
