# SPDX-License-Identifier: MulanPSL-2.0
"""The frozen lists of a draw as CSV: UTF-8, line feeds, a head, sorted by id; what is hashed is exactly this text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

QUOTE = "'"
SIGNS = (*"=+-@\t\r\n＝＋－＠", QUOTE)  # full-width ones are taken for signs too
OBJECT_COLUMNS = ("id", "name", "credit_code", "district", "stratum", "excluded", "reason")
OFFICER_COLUMNS = ("id", "name", "certificate_no", "unit", "excluded", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedObject:
    """A unit on the frozen list; an excluded one cannot be drawn."""

    id: str
    name: str
    credit_code: str
    district: str
    stratum: str
    excluded: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOfficer:
    """An officer on the frozen list."""

    id: str
    name: str
    certificate_no: str
    unit: str
    excluded: str = ""
    reason: str = ""


def objects_csv(rows: Iterable[ListedObject]) -> str:
    """Give the list of units."""
    return _csv(OBJECT_COLUMNS, ([getattr(row, name) for name in OBJECT_COLUMNS] for row in rows))


def officers_csv(rows: Iterable[ListedOfficer]) -> str:
    """Give the list of officers."""
    return _csv(OFFICER_COLUMNS, ([getattr(row, name) for name in OFFICER_COLUMNS] for row in rows))


def read_objects(text: str) -> tuple[ListedObject, ...]:
    """Read a list of units. Raises ValueError when it is not one, or not sorted by id without repeats."""
    rows = _rows(text, OBJECT_COLUMNS)
    return tuple(
        ListedObject(id=r[0], name=r[1], credit_code=r[2], district=r[3], stratum=r[4], excluded=r[5], reason=r[6])
        for r in rows
    )


def read_officers(text: str) -> tuple[ListedOfficer, ...]:
    """Read a list of officers. Raises ValueError as `read_objects` does."""
    rows = _rows(text, OFFICER_COLUMNS)
    return tuple(
        ListedOfficer(id=r[0], name=r[1], certificate_no=r[2], unit=r[3], excluded=r[4], reason=r[5]) for r in rows
    )


def sha256_of(text: str) -> str:
    """Give the hash of a text's UTF-8 bytes, as `sha256sum` gives it of the file."""
    return hashlib.sha256(text.encode()).hexdigest()


def _csv(columns: Sequence[str], rows: Iterable[list[str]]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    ordered: list[list[str]] = sorted(rows, key=lambda row: row[0])
    writer.writerows([_harmless(cell) for cell in row] for row in ordered)
    return made.getvalue()


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; reading takes it away again."""
    return f"{QUOTE}{cell}" if cell.startswith(SIGNS) else cell


def _rows(text: str, columns: Sequence[str]) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ValueError("csv") from error
    if not rows or rows[0] != list(columns) or any(len(row) != len(columns) for row in rows):
        raise ValueError("columns")
    rows = [[cell.removeprefix(QUOTE) for cell in row] for row in rows[1:]]
    if any(one[0] >= other[0] for one, other in pairwise(rows)):
        raise ValueError("order")
    return rows
