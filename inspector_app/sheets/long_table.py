# SPDX-License-Identifier: MulanPSL-2.0
"""Long tables row by row into a file, in constant memory: XLSX or CSV, where nothing is a formula.

What is written reads back as it was (`sheets.read_sheet`): in CSV a text that a spreadsheet would take for a formula,
or a number too long for it, stands behind an apostrophe, which the reader takes away again.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

NOTES_SHEET = "_说明"
EVERY = 500  # rows between two looks at whether to go on

_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same content gives the same bytes
_RISKY = re.compile(r"[=+\-@'\t\r\n＝＋－＠]|\d{12,}\Z")  # full-width signs are taken for signs too
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LongColumn:
    """One column: its head, and its width in characters."""

    head: str
    width: float = 14


class Stopped(Exception):
    """Somebody does not want the file any more; what was written of it is worth nothing."""


def write_long_table(
    path: Path,
    columns: Sequence[LongColumn],
    rows: Iterable[Sequence[str]],
    *,
    name: str,
    notes: Sequence[tuple[str, str]] = (),
    goes_on: Callable[[int], bool] = lambda _: True,
) -> int:
    """Write a table to a path that ends with .xlsx or .csv and give the number of its rows.

    `name` is the sheet's; `notes` (what is in it, how many, as of when) go to a second sheet, a CSV has no place for
    them. `goes_on` gets the number of rows so far now and then; if it says no, `Stopped` is raised. Raises OSError.
    """
    write = _write_csv if path.suffix.lower() == ".csv" else _write_xlsx
    return write(path, columns, _counted(rows, goes_on), name, notes)


def _counted(rows: Iterable[Sequence[str]], goes_on: Callable[[int], bool]) -> Iterable[Sequence[str]]:
    for number, row in enumerate(rows):
        if number % EVERY == 0 and not goes_on(number):
            raise Stopped
        yield row


def _write_csv(
    path: Path, columns: Sequence[LongColumn], rows: Iterable[Sequence[str]], name: str, notes: object
) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.head for column in columns])
        for row in rows:
            writer.writerow([safe_cell(cell) for cell in row])
            count += 1
    return count


def safe_cell(text: str) -> str:
    """Give a cell of a CSV that no spreadsheet takes for a formula, and no long number loses its digits.

    >>> safe_cell("=1+1"), safe_cell("110000123456202001"), safe_cell("13800000000")
    ("'=1+1", "'110000123456202001", '13800000000')
    """
    return f"'{text}" if _RISKY.match(text) else text


def _write_xlsx(
    path: Path,
    columns: Sequence[LongColumn],
    rows: Iterable[Sequence[str]],
    name: str,
    notes: Sequence[tuple[str, str]],
) -> int:
    import xlsxwriter  # not before somebody writes a workbook
    from xlsxwriter.exceptions import FileCreateError

    with path.open("wb") as file, tempfile.TemporaryDirectory(prefix=".inspector-", dir=path.parent) as aside:
        options = {
            "constant_memory": True, "tmpdir": aside, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        }  # fmt: skip
        book = xlsxwriter.Workbook(file, options)
        try:
            count = _fill(book, columns, rows, name, notes)
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # twice is the same as once
    return count


def _fill(
    book: Workbook,
    columns: Sequence[LongColumn],
    rows: Iterable[Sequence[str]],
    name: str,
    notes: Sequence[tuple[str, str]],
) -> int:
    book.set_properties({"title": name, "created": _MADE})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.head, bold)
    count = 0
    for row in rows:
        count += 1
        for index, text in enumerate(row):
            if text:
                sheet.write_string(count, index, _UNWRITABLE.sub("", text))
    sheet.autofilter(0, 0, max(count, 1), max(len(columns) - 1, 0))
    if notes:
        told = book.add_worksheet(NOTES_SHEET)
        told.set_column(0, 0, 18)
        told.set_column(1, 1, 80)
        for index, (key, value) in enumerate(notes):
            told.write_string(index, 0, key)
            told.write_string(index, 1, _UNWRITABLE.sub("", value))
    return count
