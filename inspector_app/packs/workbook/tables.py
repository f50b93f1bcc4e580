# SPDX-License-Identifier: MulanPSL-2.0
"""One sheet of a workbook as rows with named cells; every fault knows its sheet, row, column and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import category

from inspector_app.domain.answering import LeftOut
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.packs.fields import MAX_TEXT, shown
from inspector_app.packs.workbook.columns import Column, head_key
from inspector_app.sheets import Book

HEAD_ROWS = 10  # the heads may stand under a title
_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_CONTROL_BLANKS = re.compile(r"[\t\x0b\x0c\r\x1c-\x1f\x85]+")


class Row:
    """One row: cells by the head of their column."""

    __slots__ = ("cells", "number", "table")

    def __init__(self, table: Table, number: int, cells: Sequence[str]) -> None:
        self.table = table
        self.number = number
        self.cells = cells

    @property
    def base(self) -> str:
        """The row as a place in messages: `survey!12`."""
        return f"{self.table.name}!{self.number}"

    def lines(self, head: str) -> str:
        """Give a cell with its line ends."""
        index = self.table.heads.get(head)
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    def text(self, head: str) -> str:
        """Give a cell as one line."""
        return one_line(self.lines(head))

    def unknown(self) -> Iterator[tuple[str, str]]:
        """Give head and text of the filled cells that are in no column of ours."""
        for index, cell in enumerate(self.cells):
            if cell and index not in self.table.known:
                yield self.table.titles[index] if index < len(self.table.titles) else "", one_line(cell)

    def fault(self, code: ProblemCode, head: str, /, **fields: str) -> None:
        """Note a fault of one cell."""
        self.table.faults.append(self.problem(code, head, Severity.BLOCK, **fields))

    def warn(self, code: ProblemCode, head: str, /, **fields: str) -> None:
        """Note something about one cell that stops nothing."""
        self.table.faults.append(self.problem(code, head, Severity.WARN, **fields))

    def missing(self, head: str) -> None:
        """Note that a cell has to be filled in."""
        self.fault(ProblemCode.SHEET_CELL_MISSING, head)

    def wrong(self, head: str, expected: str) -> None:
        """Note that a cell holds something else than it should."""
        self.fault(ProblemCode.SHEET_CELL_WRONG, head, expected=expected, found=shown(self.text(head)))

    def problem(self, code: ProblemCode, head: str, severity: Severity, /, **fields: str) -> Problem:
        """Make a problem of one cell."""
        title = self.table.title(head)
        place = {"sheet": self.table.name, "row": str(self.number), "column": title, "field": title}
        where = f"{self.table.name}!{self.table.letter(head)}{self.number}"
        return Problem(code=code, where=where, fields={**place, **fields}, severity=severity)


class Table:
    """A sheet with heads. Columns that occur twice are noted; of them the first counts."""

    def __init__(self, book: Book, name: str, columns: tuple[Column, ...], faults: list[Problem]) -> None:
        self.name = name
        self.faults = faults
        rows = book[name]
        wanted = {head_key(column.head): column.head for column in columns}
        at = _head_row(rows, frozenset(wanted))
        self.titles = [clean(cell) for cell in rows[at]] if rows else []
        self.heads: dict[str, int] = {}
        self.others: dict[str, int] = {}  # heads that are none of ours
        self.known: set[int] = set()
        self.head_number = book.row_number(name, at)
        for index, title in enumerate(self.titles):
            self._take(index, title, wanted)
        self._rows = [
            Row(self, book.row_number(name, n), cells) for n, cells in enumerate(rows[at + 1 :], at + 1) if any(cells)
        ]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def has(self, head: str) -> bool:
        """Whether the sheet has that column of ours."""
        return head in self.heads

    def title(self, head: str) -> str:
        """Give a head as it stands in the file."""
        index = self.heads.get(head, self.others.get(head))
        return head if index is None else self.titles[index]

    def letter(self, head: str) -> str:
        """Give the letters of a column as spreadsheets show them; empty where there is no such column."""
        index = self.heads.get(head, self.others.get(head, -1))
        letters = ""
        while index >= 0:
            letters = chr(65 + index % 26) + letters
            index = index // 26 - 1
        return letters

    def need(self, *heads: str) -> bool:
        """Note which of these columns are missing; give whether all are there."""
        missing = [head for head in heads if head not in self.heads]
        for head in missing:
            self.faults.append(column_missing(self.name, head))
        return not missing

    def _take(self, index: int, title: str, wanted: Mapping[str, str]) -> None:
        if not title:
            return
        head = wanted.get(head_key(title))
        taken = self.others if head is None else self.heads
        key = title if head is None else head
        if key in taken:
            fields = {"sheet": self.name, "column": title, "row": str(self.head_number), "field": title}
            where = f"{self.name}!{self.head_number}"
            self.faults.append(Problem(code=ProblemCode.SHEET_COLUMN_TWICE, where=where, fields=fields))
        taken.setdefault(key, index)
        if head is not None:
            self.known.add(index)


def column_missing(sheet: str, head: str) -> Problem:
    """Say that a sheet has no such column."""
    fields = {"sheet": sheet, "column": head, "field": head}
    return Problem(code=ProblemCode.SHEET_COLUMN_MISSING, where=sheet, fields=fields)


def _head_row(rows: Sequence[Sequence[str]], wanted: frozenset[str]) -> int:
    """Give the row that holds most heads among the first rows."""
    counts = [sum(head_key(cell) in wanted for cell in row if cell) for row in rows[:HEAD_ROWS]]
    return counts.index(max(counts)) if counts else 0


def left_out(where: str, what: str, text: str) -> LeftOut:
    """Note a cell that is kept in the list of what could not be used, as a text that the list can hold."""
    return LeftOut(where=clean(where), what=clean(what), text=clean(text))


def clean(text: str) -> str:
    """Give one line that any text of a checklist may hold: of bounded length, without control characters."""
    line = one_line(text)
    plain = line if line.isprintable() else "".join(c for c in line if category(c) not in {"Cc", "Cs"})
    return plain[:MAX_TEXT].strip()


def one_line(text: str) -> str:
    """Join the lines of a cell: Chinese without a blank between them, anything else with one."""
    if not text or text.isprintable():
        return text
    joined = text[:0]
    for part in filter(None, _LINE_END.split(text)):
        needs_blank = bool(joined) and (joined[-1].isascii() or part[0].isascii())
        joined += f" {part}" if needs_blank else part
    return _CONTROL_BLANKS.sub(" ", joined).strip()
