# SPDX-License-Identifier: MulanPSL-2.0
"""The choices of filters that come from the data: districts, sectors, categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inspector_app.domain.enterprise import Industry
from inspector_app.storage.driver import Database
from inspector_app.wording import tr, word

Listed = Callable[[Database], Sequence[tuple[str, str]]]


def districts(table: str) -> Listed:
    """List the districts that a table has."""
    return values(table, "district")


def values(table: str, column: str) -> Listed:
    """List the different values of an indexed column."""

    def listed(db: Database) -> Sequence[tuple[str, str]]:
        return [(value, value or tr("not given")) for value in distinct(db, table, column)]

    return listed


def sectors(_db: Database) -> Sequence[tuple[str, str]]:
    """List the sectors, and the empty one of enterprises of which it is not known."""
    return [*((one.value, word(one)) for one in Industry), ("", tr("not given"))]


def distinct(db: Database, table: str, column: str) -> list[str]:
    """Give the different values of an indexed column, one index step each."""
    rows = db.conn.execute(
        f"WITH RECURSIVE v (a) AS (SELECT min({column}) FROM {table} UNION ALL"
        f" SELECT (SELECT min({column}) FROM {table} WHERE {column} > v.a) FROM v WHERE v.a IS NOT NULL)"
        " SELECT a FROM v WHERE a IS NOT NULL"
    )
    return [str(row[0]) for row in rows]
