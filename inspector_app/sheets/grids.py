# SPDX-License-Identifier: MulanPSL-2.0
"""XLSX, XLSM and XLS through calamine into rows of text. Runs in the child process: see `link`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from inspector_app.sheets.limits import MOST_BOOK_COLUMNS, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, MOST_TEXT

Grid = tuple[str, list[list[str]]]


class GridFault(Exception):
    """The workbook cannot be read. `reason` is a word that `wording` knows; or it has more `kind` than `limit`."""

    def __init__(self, reason: str = "", limit: int = 0, kind: str = "") -> None:
        self.reason = reason
        self.limit = limit
        self.kind = kind
        super().__init__(reason, limit, kind)


def read_grids(data: bytes, *, only_first: bool) -> list[Grid]:
    """Give every worksheet, or the first sheet alone, as rows of text without empty ends."""
    # calamine is compiled code that panics on some broken files; the panic arrives as a BaseException.
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        if only_first:
            names = book.sheet_names[:1]
        if len(names) > MOST_SHEETS:
            raise GridFault(limit=MOST_SHEETS, kind="sheets")
        grids: list[Grid] = []
        cells = texts = 0
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height >= MOST_ROWS:
                raise GridFault(limit=MOST_ROWS, kind="rows")
            rows = [_row(row, only_first=only_first) for row in sheet.to_python(skip_empty_area=False)]
            while rows and not rows[-1]:
                rows.pop()
            cells += sum(map(len, rows))
            texts += sum(len(cell) for row in rows for cell in row)
            if cells > MOST_CELLS:
                raise GridFault(limit=MOST_CELLS, kind="cells")
            if texts > MOST_TEXT:
                raise GridFault(limit=MOST_TEXT, kind="characters")
            grids.append((name, rows))
        return grids
    except (KeyboardInterrupt, SystemExit, GridFault):
        raise
    except MemoryError as error:
        raise GridFault("memory") from error
    except PasswordError as error:
        raise GridFault("encrypted") from error
    except BaseException as error:
        raise GridFault from error


def _row(row: Sequence[object], *, only_first: bool) -> list[str]:
    if only_first:
        row = row[:MOST_COLUMNS]
    cells = [cell_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_BOOK_COLUMNS:
        raise GridFault(limit=MOST_BOOK_COLUMNS, kind="columns")
    return cells


def cell_text(cell: object) -> str:
    """Give a cell as a person sees it: 15 and not 15.0, 0.3 and not 0.30000000000000004."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")  # spreadsheets show 15 digits
