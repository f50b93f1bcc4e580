# SPDX-License-Identifier: MulanPSL-2.0
"""Workbooks for people, through xlsxwriter: every cell is text, so nothing is a formula and no number is rewritten."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.sheets.plan import ColumnPlan, SheetPlan, Tone

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_IN_CELL = 32_767  # characters, a limit of the format
MOST_IN_LIST = 250  # characters of a drop-down list that stands in the cell's rule itself
MOST_ROWS = 1_000_000
SPARE_ROWS = 500  # below the last one, where the drop-down lists work as well
LISTS_SHEET = "_词表"

_UNWRITABLE = re.compile("[\ufffe\uffff\ud800-\udfff]")
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same content gives the same bytes
_BASE = {"num_format": "@", "text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10}
_HEAD = {**_BASE, "bold": True, "border": 1, "border_color": "#B7C2CC", "valign": "vcenter"}
_LOOKS: Mapping[Tone, Mapping[str, object]] = {
    Tone.PLAIN: {"bg_color": "#E8EDF2"},
    Tone.NEEDED: {"bg_color": "#1F4E79", "font_color": "#FFFFFF"},
    Tone.OWN: {"bg_color": "#D6E4F0"},
    Tone.QUIET: {"bg_color": "#F2F2F2", "font_color": "#666666"},
}
_ROW_LOOKS: Mapping[Tone, Mapping[str, object]] = {
    Tone.PLAIN: {},
    Tone.HEADING: {"bg_color": "#CFE0EE", "bold": True},
    Tone.PART: {"bg_color": "#E9F1F8", "bold": True},
    Tone.END: {"font_color": "#8A949E"},
    Tone.QUIET: {"font_color": "#8A949E"},
}


def write_book(sheets: Sequence[SheetPlan], *, title: str) -> bytes:
    """Give an XLSX of these sheets; the same sheets give the same bytes.

    Refuses TEXT_TOO_LONG and CHARACTER_FORBIDDEN for what no cell can hold, with sheet, row and column.
    """
    import xlsxwriter  # not before somebody writes a workbook

    refuse([problem for sheet in sheets for problem in _faults(sheet)])
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": title, "created": _MADE})
    writer = _Writer(book)
    for sheet in sheets:
        writer.add(sheet)
    writer.add_lists()
    book.close()
    return made.getvalue()


class _Writer:
    """Writes sheets into one workbook; drop-down lists that are too long for a rule go to a sheet of their own."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._heads = {tone: book.add_format({**_HEAD, **look}) for tone, look in _LOOKS.items()}
        self._rows = {tone: book.add_format({**_BASE, **look}) for tone, look in _ROW_LOOKS.items()}
        self._lists: dict[tuple[str, ...], str] = {}

    def add(self, plan: SheetPlan) -> None:
        """Write one sheet."""
        sheet = self._book.add_worksheet(plan.name)
        for index, column in enumerate(plan.columns):
            is_after_fold = index > 0 and plan.columns[index - 1].is_folded
            fold = {"level": 1, "hidden": True} if column.is_folded else {"collapsed": is_after_fold}
            sheet.set_column(index, index, column.width, self._rows[Tone.PLAIN], fold)
        first = 0
        if plan.has_heads:
            first = 1
            self._write_heads(sheet, plan)
        for index, row in enumerate(plan.rows):
            look = self._rows[plan.row_tones.get(index, Tone.PLAIN)]
            self._write_row(sheet, first + index, row, look, is_tinted=index in plan.row_tones, width=len(plan.columns))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if plan.is_hidden:
            sheet.hide()

    def add_lists(self) -> None:
        """Write the long drop-down lists, one a column, into a hidden sheet."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(LISTS_SHEET)
        for column, choices in enumerate(self._lists):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.hide()

    def _write_heads(self, sheet: Worksheet, plan: SheetPlan) -> None:
        sheet.set_row(0, 30)
        last = len(plan.rows) + SPARE_ROWS
        for index, column in enumerate(plan.columns):
            sheet.write_string(0, index, column.head, self._heads[column.tone])
            if column.note:
                sheet.write_comment(0, index, column.note, {"x_scale": 2.2, "y_scale": 1.4, "font_size": 9})
            if column.choices:
                sheet.data_validation(1, index, last, index, self._rule(column))
        sheet.freeze_panes(1, plan.frozen_columns)
        if plan.rows:
            sheet.autofilter(0, 0, len(plan.rows), len(plan.columns) - 1)

    def _write_row(
        self, sheet: Worksheet, number: int, row: Sequence[str], look: Format, *, is_tinted: bool, width: int
    ) -> None:
        for index, text in enumerate(row):
            if text:
                sheet.write_string(number, index, text, look)
            elif is_tinted:
                sheet.write_blank(number, index, None, look)
        for index in range(len(row), width if is_tinted else 0):
            sheet.write_blank(number, index, None, look)

    def _rule(self, column: ColumnPlan) -> dict[str, object]:
        source: object = list(column.choices)
        if sum(len(choice) + 1 for choice in column.choices) > MOST_IN_LIST or any("," in c for c in column.choices):
            source = self._lists.setdefault(column.choices, self._range(len(self._lists), len(column.choices)))
        return {
            "validate": "list",
            "source": source,
            "error_type": "stop" if column.is_strict else "information",
            "error_title": column.head[:30],
            "error_message": (column.note or column.head)[:200],
        }

    @staticmethod
    def _range(column: int, count: int) -> str:
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(column)
        return f"='{LISTS_SHEET}'!${letter}$1:${letter}${count}"


def _faults(plan: SheetPlan) -> list[Problem]:
    """Find what no cell can hold; xlsxwriter would leave it out without a word."""
    found = []
    for number, row in enumerate(plan.rows, 2 if plan.has_heads else 1):
        for index, text in enumerate(row):
            place = {"sheet": plan.name, "row": str(number), "column": _head(plan, index), "field": _head(plan, index)}
            if len(text.encode("utf-16-le", "surrogatepass")) > 2 * MOST_IN_CELL:
                fields = {**place, "length": str(len(text)), "limit": str(MOST_IN_CELL)}
                found.append(Problem(code=ProblemCode.TEXT_TOO_LONG, where=f"{plan.name}!{number}", fields=fields))
            for character in sorted(set(_UNWRITABLE.findall(text))):
                fields = {**place, "code_point": f"U+{ord(character):04X}", "place": _head(plan, index)}
                code = ProblemCode.CHARACTER_FORBIDDEN
                found.append(Problem(code=code, where=f"{plan.name}!{number}", fields=fields))
    return found


def _head(plan: SheetPlan, index: int) -> str:
    return plan.columns[index].head if index < len(plan.columns) else str(index + 1)
