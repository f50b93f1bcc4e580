# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of explained number gaps, and which serials and words a year has used; blocks are in `organs`."""

from __future__ import annotations

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.numbering import NumberGap
from inspector_app.storage.documents import document_from
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, instant_or_none, instant_out, put, whole


def put_gap(db: Database, g: NumberGap) -> None:
    """Keep the explanation of a gap; a later one takes its place, and the journal has both."""
    put(db, "number_gaps", {
        "id": f"{g.word}:{g.year}:{g.serial}", "word": g.word, "year": g.year, "serial": g.serial,
        "reason": g.reason, "at": instant_out(g.at),
    })  # fmt: skip


def list_gaps(db: Database, year: int) -> tuple[NumberGap, ...]:
    """Give the explained gaps of a year, by word and serial."""
    return tuple(_gap(r) for r in fetch(db, "SELECT * FROM number_gaps WHERE year = ? ORDER BY word, serial", [year]))


def _gap(row: Row) -> NumberGap:
    return NumberGap(
        word=str(row["word"]), year=whole(row["year"]), serial=whole(row["serial"]), reason=str(row["reason"]),
        at=instant_or_none(row["at"]),
    )  # fmt: skip


def kinds_of_year(db: Database, year: int) -> tuple[tuple[str, DocumentKind], ...]:
    """Give the words that a year's documents bear, each with a kind of document that bears it."""
    rows = fetch(db, "SELECT DISTINCT word, kind FROM documents WHERE year = ? ORDER BY word, kind", [year])
    return tuple((str(row["word"]), DocumentKind(str(row["kind"]))) for row in rows)


def of_year(db: Database, year: int) -> tuple[OfficialDocument, ...]:
    """Give all documents whose number is of a year, void ones too, by word and serial."""
    rows = fetch(db, "SELECT * FROM documents WHERE year = ? ORDER BY word, serial", [year])
    return tuple(document_from(row) for row in rows)


def issued_of_year(db: Database, year: int) -> tuple[tuple[str, int], ...]:
    """Give word and serial of every document of a year, void ones too."""
    rows = fetch(db, "SELECT word, serial FROM documents WHERE year = ?", [year])
    return tuple((str(row["word"]), whole(row["serial"])) for row in rows)


def serials_of_year(db: Database, year: int) -> dict[str, frozenset[int]]:
    """Give every serial of a year that is spent, by word: issued, void, or explained as a gap."""
    found: dict[str, set[int]] = {}
    for table in ("documents", "number_gaps"):
        for row in fetch(db, f"SELECT word, serial FROM {table} WHERE year = ?", [year]):
            found.setdefault(str(row["word"]), set()).add(whole(row["serial"]))
    return {word: frozenset(serials) for word, serials in found.items()}


def highest_serials(db: Database) -> tuple[tuple[str, int, int], ...]:
    """Give word, year and highest spent serial of every series that has begun."""
    rows = fetch(
        db,
        "SELECT word, year, max(serial) AS serial FROM (SELECT word, year, serial FROM documents"
        " UNION ALL SELECT word, year, serial FROM number_gaps) GROUP BY word, year ORDER BY word, year",
    )
    return tuple((str(row["word"]), whole(row["year"]), whole(row["serial"])) for row in rows)
