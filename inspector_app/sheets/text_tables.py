# SPDX-License-Identifier: MulanPSL-2.0
"""CSV, and the two ways of XLSForm to write a whole workbook as text: CSV with sheet names, Markdown tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from inspector_app.domain.problems import ProblemCode
from inspector_app.sheets.archive import refusal, too_large
from inspector_app.sheets.book import Book, Rows
from inspector_app.sheets.limits import MOST_BOOK_COLUMNS, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS

_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")
_FIRST_SHEET = "survey"
_FILLED = re.compile(r"\S")
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")  # with its end; a StringIO would hold four bytes a character


def decoded(data: bytes) -> str | None:
    """Give the text of a file: UTF-8, UTF-16 with its mark, else GB18030; none where it is none of these."""
    codecs = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def read_csv(data: bytes, name: str) -> list[tuple[str, ...]]:
    """Read one table, whatever its delimiter. Refuses FILE_UNREADABLE and TABLE_TOO_LARGE."""
    text = _text(data, name)
    delimiter = max(",\t;，", key=_first_line(text).count)
    return [tuple(_unquoted(cell) for cell in row[:MOST_COLUMNS]) for row in _csv_rows(text, delimiter, name)]


def read_text_book(data: bytes, name: str) -> Book:
    """Read a workbook written as text. A Markdown file may begin with words; all else tells by its content.

    Refuses FILE_UNREADABLE and TABLE_TOO_LARGE.
    """
    text = _text(data, name)
    if _first_line(text).lstrip().startswith("|") or name.lower().endswith((".md", ".markdown")):
        return _gathered(_markdown_rows(text), name)
    delimiter = max(",\t;，", key=text[:20_000].count)
    rows = [tuple(_unquoted(cell) for cell in row) for row in _csv_rows(text, delimiter, name)]
    if _is_one_table(rows):
        return _gathered(((n, ("", *row)) for n, row in enumerate(rows, 1)), name)
    return _gathered(enumerate(rows, 1), name)


def _is_one_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first filled row is a head from its first cell on: then the file is the sheet `survey` alone."""
    first = next((row for row in rows if any(row)), ())
    return bool(first) and bool(first[0]) and any(first[1:])


def _gathered(rows: Iterable[tuple[int, tuple[str, ...]]], name: str) -> Book:
    """Sort numbered rows into sheets; a filled first cell names the sheet that begins there."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    current = _FIRST_SHEET
    cells = 0
    for number, row in rows:
        content = _trimmed(row[1:])
        cells += len(content)
        if len(content) > MOST_BOOK_COLUMNS:
            raise too_large(name, MOST_BOOK_COLUMNS, "columns")
        if cells > MOST_CELLS:
            raise too_large(name, MOST_CELLS, "cells")
        if len(found) > MOST_SHEETS:
            raise too_large(name, MOST_SHEETS, "sheets")
        current = (row[0] if row else "") or current
        if content:
            found.setdefault(current, []).append((number, content))
        elif row and row[0]:
            found.setdefault(current, [])
    first_rows = {sheet: placed[0][0] for sheet, placed in found.items() if placed}
    if sum(placed[-1][0] - placed[0][0] for placed in found.values() if placed) > MOST_ROWS:
        raise too_large(name, MOST_ROWS, "rows")  # sheets that stand far apart would become rows of nothing
    return Book(name, {sheet: _spread(placed) for sheet, placed in found.items()}, first_rows)


def _spread(placed: Sequence[tuple[int, tuple[str, ...]]]) -> Rows:
    """Put empty rows where the file has some, so that counting still gives the row of the file."""
    rows: list[tuple[str, ...]] = []
    for number, content in placed:
        rows += [()] * (number - placed[0][0] - len(rows))
        rows.append(content)
    return tuple(rows)


def _trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _markdown_rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line.startswith("|"):
            continue
        cells = _CELL_END.split(line.removeprefix("|"))
        if not cells[-1].strip():
            cells.pop()
        row = tuple(cell.strip().replace(r"\|", "|") for cell in cells)
        if not (row and all(_RULE.fullmatch(cell) or not cell for cell in row) and any(row)):
            yield number, row


def _text(data: bytes, name: str) -> str:
    text = decoded(data)
    if text is None or "\x00" in text:
        raise refusal(ProblemCode.FILE_UNREADABLE, name)
    return text


def _first_line(text: str) -> str:
    """Give the first line with something in it. A file of nothing but line ends makes no list of its lines."""
    found = _FILLED.search(text)
    if found is None:
        return ""
    begin = max(text.rfind(end, 0, found.start()) for end in "\r\n") + 1
    line = _LINE.match(text, begin)
    return "" if line is None else line[0]


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    if text.count(delimiter) > MOST_CELLS:
        raise too_large(name, MOST_CELLS, "cells")
    try:
        lines = (line[0] for line in _LINE.finditer(text))
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 1):
            if number > MOST_ROWS:
                raise too_large(name, MOST_ROWS, "rows")
            yield row
    except csv.Error as error:
        raise refusal(ProblemCode.FILE_UNREADABLE, name) from error


def _unquoted(cell: str) -> str:
    """Drop what spreadsheets put around codes to keep them text: ="0123", a leading apostrophe."""
    cell = cell.replace("\r\n", "\n").strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1].strip()
    return cell.removeprefix("'")
