# SPDX-License-Identifier: MulanPSL-2.0
"""Spreadsheets: from outside as rows of text, and out again as workbooks that hold no formula."""

from inspector_app.sheets.book import Book, Rows, Sheet
from inspector_app.sheets.long_table import LongColumn, Stopped, write_long_table
from inspector_app.sheets.plan import ColumnPlan, SheetPlan, Tone
from inspector_app.sheets.read import read_book, read_sheet
from inspector_app.sheets.write import write_book

__all__ = [
    "Book", "ColumnPlan", "LongColumn", "Rows", "Sheet", "SheetPlan", "Stopped", "Tone", "read_book", "read_sheet",
    "write_book", "write_long_table",
]  # fmt: skip
