# SPDX-License-Identifier: MulanPSL-2.0
"""Spreadsheets from outside (XLSX, CSV) as rows of text; hostile until proved otherwise (promises.md 2.14)."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from inspector_app.domain.problems import Problem, ProblemCode, Refused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 200
MOST_ROWS = 200_000
MOST_COLUMNS = 200
ZIP_SIGN = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet's rows; row 1 is the first row of the file, cells are stripped text."""

    rows: tuple[tuple[str, ...], ...]


def read_sheet(data: bytes, name: str) -> Sheet:
    """Read a spreadsheet by its content, not its name. Refuses FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_EMPTY."""
    rows = _xlsx(data, name) if data.startswith(ZIP_SIGN) else _csv(data, name)
    if not any(any(row) for row in rows):
        raise Refused([Problem(code=ProblemCode.TABLE_EMPTY, where=name, fields={"path": name})])
    return Sheet(tuple(rows))


def _refusal(code: ProblemCode, name: str, **fields: str) -> Refused:
    return Refused([Problem(code=code, where=name, fields={"path": name, "reason": "", **fields})])


def _xlsx(data: bytes, name: str) -> list[tuple[str, ...]]:
    _check_archive(data, name)
    # calamine is compiled code that panics on some broken files; the panic arrives as a BaseException.
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        raw = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise _refusal(ProblemCode.FILE_UNREADABLE, name) from error
    if len(raw) > MOST_ROWS:
        raise _refusal(ProblemCode.FILE_TOO_LARGE, name, size=str(len(raw)), limit=str(MOST_ROWS))
    return [tuple(_text(cell) for cell in row[:MOST_COLUMNS]) for row in raw]


def _check_archive(data: bytes, name: str) -> None:
    """Look at the central directory only: count, unpacked size, ratio, encryption, overlaps."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _refusal(ProblemCode.FILE_UNREADABLE, name) from error
    unpacked = sum(e.file_size for e in entries)
    limit = f"{MOST_UNPACKED // 1_000_000} MB"
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 10_000):
        raise _refusal(ProblemCode.FILE_TOO_LARGE, name, size=f"{unpacked / 1e6:.0f} MB", limit=limit)
    starts = sorted((e.header_offset, e.compress_size) for e in entries)
    overlaps = any(a + size > b for (a, size), (b, _) in pairwise(starts))
    if overlaps or any(e.flag_bits & 1 for e in entries):
        raise _refusal(ProblemCode.FILE_UNREADABLE, name)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _csv(data: bytes, name: str) -> list[tuple[str, ...]]:
    text = _decoded(data)
    if text is None or "\x00" in text:
        raise _refusal(ProblemCode.FILE_UNREADABLE, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;，", key=first.count)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(_unquoted(cell) for cell in row[:MOST_COLUMNS]))
            if len(rows) > MOST_ROWS:
                raise _refusal(ProblemCode.FILE_TOO_LARGE, name, size=f"> {MOST_ROWS}", limit=str(MOST_ROWS))
    except csv.Error as error:
        raise _refusal(ProblemCode.FILE_UNREADABLE, name) from error
    return rows


def _unquoted(cell: str) -> str:
    """Drop what spreadsheets put around codes to keep them text: ="0123", a leading apostrophe."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1].strip()
    return cell.removeprefix("'")


def _decoded(data: bytes) -> str | None:
    codecs = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return None
