# SPDX-License-Identifier: MulanPSL-2.0
"""The sheets of a workbook as rows with known headings; rows keep the number that people see in their spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from unicodedata import category

from inspector_app.domain.answering import LeftOut
from inspector_app.packs.fields import MAX_RECORDS, MAX_TEXT
from inspector_app.packs.xlsform.columns import SHEETS, Heading, full_width_twin, heading
from inspector_app.packs.xlsform.faults import Fault, Faults, Place

Book = Mapping[str, Sequence[Sequence[str]]]

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
MOST_ROWS = MAX_RECORDS
MOST_HEADING = 120
MOST_TEXT_IN_ALL = 3_000_000
MOST_GAP = 60
_MOST_HEADING_ROW = 10
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u2060"))
_UNWRITTEN = frozenset("\ufffe\uffff")
_GAPS = str.maketrans(dict.fromkeys("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029\xa0", " "))


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; only filled cells are kept."""

    sheet: str
    number: int
    cells: Mapping[Heading, str]

    def get(self, column: str) -> str:
        """Give the cell of a column in no language; empty where there is none."""
        return next((text for h, text in self.cells.items() if h.column == column and not h.language), "")

    def spoken(self, column: str) -> Mapping[str, str]:
        """Give the cells of a translated column by language; the one without a language under an empty name."""
        return {h.language: text for h, text in self.cells.items() if h.column == column}

    def has(self, column: str) -> bool:
        """Whether any cell of the column is filled, in whatever language."""
        return any(h.column == column for h in self.cells)

    @property
    def line(self) -> str:
        """All cells in one line, for the list of what is not shown."""
        return " | ".join(self.cells.values())[:MAX_TEXT]

    def place(self, column: str = "") -> Place:
        """Give the place of a cell, with the heading as it stands in the file."""
        text = next((h.text for h in self.cells if h.column == column), column)
        return Place(sheet=self.sheet, row=self.number, column=text)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name as it stands in the file, its headings, its filled rows."""

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]

    def has(self, column: str) -> bool:
        """Whether a heading means this column."""
        return any(h.column == column for h in self.headings)

    def place(self, heading: str = "") -> Place:
        """Give the place of a heading."""
        return Place(sheet=self.name, row=1, column=heading)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that headings name, in their order."""
        return tuple(dict.fromkeys(h.language for h in self.headings if h.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The sheets that make a form, by their lower-case names, and what else the workbook holds."""

    sheets: Mapping[str, Table]
    names: tuple[str, ...]  # of all sheets, as they stand in the file
    left_out: tuple[LeftOut, ...] = field(default=())

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Give the rows of a sheet; none where it is not there."""
        table = self.sheets.get(sheet)
        return table.rows if table else ()


def read_tables(book: Book, faults: Faults) -> Tables:
    """Sort the sheets of a workbook; a workbook of one sheet may call its survey as it likes."""
    split = _split(book)
    own = {name: name.strip().lower() for name in split}
    if len(split) == 1 and not set(own.values()) & set(SHEETS):
        own = dict.fromkeys(split, SURVEY)
    sheets: dict[str, Table] = {}
    left: list[LeftOut] = []
    for name, rows in split.items():
        known = own[name]
        if known in SHEETS and known not in sheets:
            sheets[known] = _read_table(Place(sheet=_line(name), row=1), known, rows, faults, left)
        elif any(any(row) for row in rows):
            left.append(LeftOut(where=_line(name), what="sheet", text=_beginning(rows)))
    size = sum(len(text) for table in sheets.values() for row in table.rows for text in row.cells.values())
    if size > MOST_TEXT_IN_ALL:
        faults.add(Fault.FORM_LARGE, Place(), limit=str(MOST_TEXT_IN_ALL))
    return Tables(sheets=sheets, names=tuple(split), left_out=tuple(left))


def similar_sheets(tables: Tables, wanted: str) -> list[str]:
    """Give the names of sheets that may be meant; a leading underscore says that they are not."""
    names = {name.strip().lower(): name for name in tables.names if not name.startswith("_")}
    return [names[near] for near in get_close_matches(wanted, [n for n in names if n not in SHEETS], cutoff=0.7)]


def clean(text: str) -> str:
    """Give a cell in one line, without what nobody can see."""
    return text.translate(_GAPS).translate(_UNSEEN).strip()


def forbidden(text: str) -> list[str]:
    """Give the characters that no document may hold, as code points."""
    if text.isprintable():
        return []
    wrong = {c for c in text if category(c) in {"Cc", "Cs"} or c in _UNWRITTEN}
    return [f"U+{ord(c):04X}" for c in sorted(wrong)]


def _split(book: Book) -> Book:
    """Part a table of one sheet whose first column names the sheets, as CSV and Markdown files have it."""
    if len(book) != 1:
        return book
    rows = next(iter(book.values()))
    firsts = [clean(row[0]).lower() for row in rows if row and clean(row[0])]
    if not firsts or firsts[0] not in SHEETS or any(len(row) > 1 and row[0] and "type" in row[1:] for row in rows[:1]):
        return book
    parts: dict[str, list[Sequence[str]]] = {}
    current: list[Sequence[str]] = []
    for row in rows:
        if row and clean(row[0]):
            current = parts.setdefault(clean(row[0]), [])
        if any(row[1:]):
            current.append(row[1:])
    return parts


def _beginning(rows: Sequence[Sequence[str]]) -> str:
    """Give the first rows of a sheet in one line; the file itself keeps the rest."""
    found = ""
    for row in rows:
        if any(row):
            found += (" / " if found else "") + _line(" | ".join(cell for cell in row if cell))
        if len(found) >= MAX_TEXT:
            return f"{found[: MAX_TEXT - 1]}…"
    return found


def _line(text: str) -> str:
    return "".join(c for c in clean(text) if not forbidden(c))


def _read_table(at: Place, sheet: str, rows: Sequence[Sequence[str]], faults: Faults, left: list[LeftOut]) -> Table:
    """Read one sheet; `at` is the row of its headings."""
    headings = _headings(at, sheet, rows[0] if rows else (), faults)
    if sheet == SURVEY and not any(h.column == "type" for h in headings.values()):
        _look_lower(at, rows, faults)
    found = tuple(islice(_rows(at, headings, rows, faults, left), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        faults.add(Fault.ROWS_TOO_MANY, Place(sheet=at.sheet, row=found[-1].number), limit=str(MOST_ROWS))
    return Table(at.sheet, tuple(headings.values()), found[:MOST_ROWS])


def _headings(at: Place, sheet: str, cells: Sequence[str], faults: Faults) -> Mapping[int, Heading]:
    """Read the headings; of two of one meaning only the first is used."""
    texts = {position: _line(cell)[:MOST_HEADING] for position, cell in enumerate(cells)}
    double = any("::" in text for text in texts.values())
    found: dict[int, Heading] = {}
    seen: dict[tuple[str, str], str] = {}
    for position, text in texts.items():
        if not text:
            continue
        made = heading(sheet, text, double=double)
        key = (made.column, made.language) if made.column else ("", text)
        place = Place(sheet=at.sheet, row=at.row, column=text)
        if key in seen:
            faults.add(Fault.HEADING_TWICE, place, name=seen[key])
            continue
        if not made.column and (twin := full_width_twin(text)):
            faults.add(Fault.HEADING_FULL_WIDTH, place, name=twin)
        seen[key] = text
        found[position] = made
    return found


def _look_lower(at: Place, rows: Sequence[Sequence[str]], faults: Faults) -> None:
    """Say where the headings are if somebody put a title above them, else that the type is missing."""
    for number, row in enumerate(rows[:_MOST_HEADING_ROW], at.row):
        words = {clean(cell).lower() for cell in row}
        if "type" in words and "name" in words:
            faults.add(Fault.HEADINGS_LOWER, Place(sheet=at.sheet, row=number))
            return
    faults.add(Fault.HEADING_MISSING, at, name="type")


def _rows(
    at: Place, headings: Mapping[int, Heading], rows: Sequence[Sequence[str]], faults: Faults, left: list[LeftOut]
) -> Iterator[Row]:
    """Read the filled rows; what stands below a long gap is no part of the form for any reader of XLSForm."""
    last = at.row
    for number, cells in enumerate(islice(rows, 1, None), at.row + 1):
        if not any(cells):
            continue
        if number - last > MOST_GAP + 1:
            text = _line(" | ".join(cell for cell in cells if cell))[:MAX_TEXT]
            left.append(LeftOut(where=Place(sheet=at.sheet, row=number).text, what="row", text=text))
            continue
        last = number
        found: dict[Heading, str] = {}
        for position, cell in enumerate(cells):
            text = clean(cell) if cell else ""
            known = headings.get(position)
            place = Place(sheet=at.sheet, row=number, column=known.text if known else f"#{position + 1}")
            text = _checked(text, place, faults) if text else ""
            if text and known is not None:
                found[known] = text
            elif text:
                left.append(LeftOut(where=place.text, what="column", text=text))
        yield Row(at.sheet, number, found)


def _checked(text: str, place: Place, faults: Faults) -> str:
    """Say what no checklist may hold: signs that cannot be written, and a text that is too long."""
    if wrong := forbidden(text):
        faults.add(Fault.CHARACTER, place, found=", ".join(wrong))
        text = _line(text)
    if len(text) > MAX_TEXT:
        faults.add(Fault.TEXT_LONG, place, limit=str(MAX_TEXT))
    return text[:MAX_TEXT]
