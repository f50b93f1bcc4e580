# SPDX-License-Identifier: MulanPSL-2.0
"""Spreadsheets from outside as rows of text; hostile until proved otherwise (promises.md 2.14)."""

from __future__ import annotations

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.sheets.archive import check_archive, refusal, too_large
from inspector_app.sheets.book import Book, Sheet
from inspector_app.sheets.grids import Grid, GridFault
from inspector_app.sheets.limits import MOST_BYTES
from inspector_app.sheets.link import ask_for_grids
from inspector_app.sheets.text_tables import read_csv, read_text_book

ZIP_SIGN = b"PK\x03\x04"
OLE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and an XLSX with a password


def read_sheet(data: bytes, name: str) -> Sheet:
    """Read a spreadsheet by its content, not its name. Refuses FILE_UNREADABLE, FILE_TOO_LARGE,
    TABLE_TOO_LARGE and TABLE_EMPTY."""
    if data.startswith((ZIP_SIGN, OLE_SIGN)):
        grids = _grids(data, name, only_first=True, in_process=False)
        rows = [tuple(row) for row in grids[0][1]] if grids else []
    else:
        rows = read_csv(data, name)
    if not any(any(row) for row in rows):
        raise Refused([Problem(code=ProblemCode.TABLE_EMPTY, where=name, fields={"path": name})])
    return Sheet(tuple(rows))


def read_book(data: bytes, name: str, *, in_process: bool = False) -> Book:
    """Read a whole workbook by its content: XLSX, XLSM, XLS, or XLSForm's CSV and Markdown.

    Refuses FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_TOO_LARGE and TABLE_EMPTY, and raises nothing else for any bytes.
    `in_process` reads here and not in the child process: for tests.
    """
    if data.startswith((ZIP_SIGN, OLE_SIGN)):
        grids = _grids(data, name, only_first=False, in_process=in_process)
        book = Book(name, {sheet: tuple(tuple(row) for row in rows) for sheet, rows in grids})
    else:
        book = read_text_book(data, name)
    if not any(any(row) for rows in book.values() for row in rows):
        raise Refused([Problem(code=ProblemCode.TABLE_EMPTY, where=name, fields={"path": name})])
    return book


def _grids(data: bytes, name: str, *, only_first: bool, in_process: bool) -> list[Grid]:
    if len(data) > MOST_BYTES:
        size, limit = (f"{n / 1e6:.0f} MB" for n in (len(data), MOST_BYTES))
        raise refusal(ProblemCode.FILE_TOO_LARGE, name, size=size, limit=limit)
    if data.startswith(ZIP_SIGN):
        check_archive(data, name)
    try:
        return ask_for_grids(data, only_first=only_first, in_process=in_process)
    except GridFault as fault:
        if fault.limit:
            raise too_large(name, fault.limit, fault.kind) from fault
        raise refusal(ProblemCode.FILE_UNREADABLE, name, reason=fault.reason) from fault
