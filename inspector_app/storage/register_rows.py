# SPDX-License-Identifier: MulanPSL-2.0
"""The register with its supervision facts, row by row: for files in and out, never the whole of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.storage.bulk import insert_many
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import COLUMNS, from_row, hidden
from inspector_app.storage.record_rows import record_from, row_of
from inspector_app.storage.rows import Row, list_out, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One entry with its supervision facts."""

    enterprise: Enterprise
    profile: EnterpriseProfile


def put_registered(db: Database, enterprise: Enterprise, profile: EnterpriseProfile) -> None:
    """Keep an entry with its supervision facts in one row; what it was merged into stays."""
    put(db, "enterprises", _row_of(enterprise, profile))


def insert_registered(db: Database, entries: Iterable[Registered]) -> None:
    """Keep entries that are new, many at once."""
    insert_many(db, "enterprises", (_row_of(entry.enterprise, entry.profile) for entry in entries))


def _row_of(enterprise: Enterprise, profile: EnterpriseProfile) -> dict[str, object]:
    own = {column: getattr(enterprise, column) for column in COLUMNS}
    return {**own, "visit_cap": enterprise.visit_cap, **row_of(profile)}


def registered(db: Database) -> Iterator[Registered]:
    """Give every entry that lists show; the connection is in use until the last one was taken."""
    not_shown = hidden(db)
    for row in _rows(db, "SELECT * FROM enterprises", ()):
        if row["id"] not in not_shown:
            yield _registered(row)


def register_ids(
    db: Database, *, districts: Sequence[str] = (), sectors: Sequence[str] = (), grades: Sequence[str] = ()
) -> list[str]:
    """Give the ids of the entries that lists show, by name; no words of a column mean all of it."""
    tests, params = ["1"], []
    for column, words in (("district", districts), ("sector", sectors), ("grade", grades)):
        if words:
            tests.append(f"{column} IN (SELECT value FROM json_each(?))")
            params.append(list_out(words))
    not_shown = hidden(db)
    found = db.conn.execute(f"SELECT id FROM enterprises WHERE {' AND '.join(tests)} ORDER BY name, id", tuple(params))
    return [str(row[0]) for row in found if row[0] not in not_shown]


def registered_of(db: Database, ids: Sequence[str]) -> list[Registered]:
    """Give these entries, in this order; one that is gone is left out."""
    sql = "SELECT * FROM enterprises WHERE id IN (SELECT value FROM json_each(?))"
    found = {str(row["id"]): _registered(row) for row in _rows(db, sql, (list_out(ids),))}
    return [found[i] for i in ids if i in found]


def _registered(row: Row) -> Registered:
    return Registered(enterprise=from_row(row), profile=record_from(EnterpriseProfile, row))


def _rows(db: Database, sql: str, params: tuple[object, ...]) -> Iterator[Row]:
    cursor = db.conn.execute(sql, params)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
