# SPDX-License-Identifier: MulanPSL-2.0
"""Workbooks of figures: numbers are numbers with the places they are shown with, the rest is text; no formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

_NUMBER = re.compile(r"[+-]?\d{1,14}(\.\d{1,4})?\Z")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same content gives the same bytes
_BASE = {"valign": "top", "text_wrap": True, "font_name": "宋体", "font_size": 10}
_MOST_IN_NAME = 31
_MOST_IN_CELL = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberColumn:
    """A column: its head, its width in characters, whether texts like 96.0 in it are numbers."""

    head: str
    width: float
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSheet:
    """A sheet: lines of text above the table, the table, lines below it."""

    name: str
    above: tuple[str, ...]
    columns: tuple[NumberColumn, ...]
    rows: Sequence[Sequence[str]]
    below: tuple[str, ...] = ()


def write_number_book(sheets: Sequence[NumberSheet], *, title: str) -> bytes:
    """Give an XLSX of these sheets; the same sheets give the same bytes."""
    import xlsxwriter  # not before somebody writes a workbook

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": title, "created": _MADE})
    text = book.add_format({**_BASE, "num_format": "@"})
    plain = book.add_format({**_BASE, "text_wrap": False})
    head = book.add_format({**_BASE, "bold": True, "border": 1, "bg_color": "#E8EDF2", "valign": "vcenter"})
    numbers = {places: book.add_format({**_BASE, "num_format": _format(places)}) for places in range(5)}
    names: set[str] = set()
    for plan in sheets:
        sheet = book.add_worksheet(_name(plan.name, names))
        for n, line in enumerate(plan.above):
            sheet.write_string(n, 0, _writable(line), plain)
        first = len(plan.above)
        for n, column in enumerate(plan.columns):
            sheet.set_column(n, n, column.width)
            sheet.write_string(first, n, _writable(column.head), head)
        for r, row in enumerate(plan.rows, start=first + 1):
            for n, (cell, column) in enumerate(zip(row, plan.columns, strict=True)):
                if column.is_number and _NUMBER.match(cell):
                    sheet.write_number(r, n, float(cell), numbers[len(cell.partition(".")[2])])
                elif cell:
                    sheet.write_string(r, n, _writable(cell), text)
        sheet.freeze_panes(first + 1, 1)
        for n, line in enumerate(plan.below, start=first + len(plan.rows) + 2):
            sheet.write_string(n, 0, _writable(line), plain)
    book.close()
    return made.getvalue()


def _format(places: int) -> str:
    return "0." + "0" * places if places else "0"


def _writable(text: str) -> str:
    """What no cell can hold is shown by its code point; nobody's text is cut in silence below the format's limit."""
    return _UNWRITABLE.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", text)[:_MOST_IN_CELL]


def _name(wanted: str, taken: set[str]) -> str:
    """Give a name that a sheet may have, and no other sheet has."""
    base = _BAD_NAME.sub(" ", wanted).strip()[:_MOST_IN_NAME] or "1"
    name, n = base, 1
    while name.casefold() in taken:
        n += 1
        name = f"{base[: _MOST_IN_NAME - 3]} {n}"
    taken.add(name.casefold())
    return name
