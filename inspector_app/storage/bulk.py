# SPDX-License-Identifier: MulanPSL-2.0
"""Many rows at once inside an open operation: one prepared statement, still journalled row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from inspector_app.storage.driver import Database


def insert_many(db: Database, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows that all have the same columns, in the order of the first one's."""
    left = iter(rows)
    first = next(left, None)
    if first is None:
        return
    columns = tuple(first)
    marks = ", ".join("?" for _ in columns)
    db.conn.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        (tuple(row[column] for column in columns) for row in chain((first,), left)),
    )
