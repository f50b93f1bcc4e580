# SPDX-License-Identifier: MulanPSL-2.0
"""A workbook as text: sheets by name, rows of stripped cells, and where each row stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet's rows; row 1 is the first row of the file, cells are stripped text."""

    rows: Rows


class Book(Mapping[str, Rows]):
    """Sheets by name, in the order of the file. Cells are stripped text, rows end with their last filled cell.

    Numbers are as a person sees them (`15`, not `15.0`), days `2026-11-22`, truth `TRUE` and `FALSE`, formulas
    their last value. Line ends inside a cell are `\\n`.
    """

    def __init__(self, name: str, sheets: Mapping[str, Rows], first_rows: Mapping[str, int] | None = None) -> None:
        self.name = name
        self._sheets = dict(sheets)
        self._first_rows = dict(first_rows or {})

    def __getitem__(self, sheet: str) -> Rows:
        return self._sheets[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)

    def row_number(self, sheet: str, index: int) -> int:
        """Give the number of a row in the file, from 1: a CSV or Markdown file holds its sheets one below another."""
        return self._first_rows.get(sheet, 1) + index

    def find(self, sheet: str) -> str | None:
        """Give the name of a sheet as it stands in the file; large and small letters and blanks do not count."""
        wanted = sheet.strip().casefold()
        return next((name for name in self._sheets if name.strip().casefold() == wanted), None)
