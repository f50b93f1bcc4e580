# SPDX-License-Identifier: MulanPSL-2.0
"""The ledgers (台账): how many rows a query has, any page of them, all of them, and the columns and filters offered."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from inspector_app.domain.account import Act
from inspector_app.domain.follow_up import FollowUpKind, FollowUpVerb
from inspector_app.domain.ledger import Colour, LedgerName, LedgerQuery
from inspector_app.domain.problems import refuse
from inspector_app.ledgers.ledger_filters import column_problems, problems_of
from inspector_app.ledgers.ledger_keys import Keys, kept_of
from inspector_app.ledgers.ledger_parts import (
    Asked,
    ColumnSpec,
    FilterKind,
    LedgerColumn,
    LedgerFilter,
    LedgerRow,
    LedgerSpec,
)
from inspector_app.ledgers.ledger_specs import spec_of
from inspector_app.ledgers.ledger_titles import choice_title, column_titles, filter_titles
from inspector_app.storage.driver import Database
from inspector_app.wording import word
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import masked_field

__all__ = [
    "FilterKind", "LedgerColumn", "LedgerFilter", "LedgerRow", "columns_of", "count", "every", "filters_of", "ids",
    "page", "reading", "refuse_wrong", "tally",
]  # fmt: skip

CHUNK = 500  # rows of an export that are looked up together


def columns_of(name: LedgerName) -> tuple[LedgerColumn, ...]:
    """Give the columns of a ledger in their usual order."""
    titles = column_titles(name)
    return tuple(
        LedgerColumn(key=c.key, title=titles[c.key], wide=c.wide, sortable=bool(c.order), kind=c.kind)
        for c in spec_of(name).columns
    )


def filters_of(ws: Workspace, name: LedgerName) -> tuple[LedgerFilter, ...]:
    """Give the filters that a person may choose, with their choices as the data has them now."""
    found = []
    titles = filter_titles(name)
    with ws.reader() as db:
        for key, spec in spec_of(name).filters.items():
            if not spec.is_offered:
                continue
            choices = tuple((str(value), choice_title(key, value)) for value in spec.words)
            if key == "level":
                choices = tuple(level_titles(ws).items())
            elif spec.listed is not None:
                choices = tuple(spec.listed(db))
            found.append(LedgerFilter(key=key, title=titles[key], choices=choices, kind=spec.kind))
    return tuple(found)


def refuse_wrong(query: LedgerQuery, columns: Sequence[str] = ()) -> None:
    """Refuse a query with unknown keys, wrong values, a sort or columns that there are not; every fault at once."""
    spec = spec_of(query.ledger)
    refuse((*problems_of(spec, query, filter_titles(query.ledger)), *column_problems(spec, columns)))


def count(ws: Workspace, query: LedgerQuery) -> int:
    """How many rows a query has. Refuses a wrong query."""
    refuse_wrong(query)
    with _keys(ws, query) as (keys, _):
        return keys.count


def page(
    ws: Workspace, query: LedgerQuery, offset: int, limit: int, columns: Sequence[str] | None = None
) -> tuple[LedgerRow, ...]:
    """Give the rows from `offset` (0 is the first) on, at most `limit`; `columns` are keys, all if not given.

    Refuses a wrong query.
    """
    refuse_wrong(query, columns or ())
    spec = spec_of(query.ledger)
    offset = max(offset, 0)
    chosen = _chosen(spec, columns)
    with _keys(ws, query) as (keys, asked):
        rows = tuple(_rows(spec, asked, keys.page(offset, max(limit, 0)), chosen, offset))
    return rows if ws.may(Act.READ_WHOLE) else tuple(masked_row(row, [c.key for c in chosen]) for row in rows)


def every(ws: Workspace, query: LedgerQuery, columns: Sequence[str] | None = None) -> Iterator[LedgerRow]:
    """Give all rows of one moment, in the query's order, a few hundred at a time in memory. Refuses a wrong query."""
    with reading(ws, query, columns) as (_, rows):
        yield from rows


@contextlib.contextmanager
def reading(
    ws: Workspace, query: LedgerQuery, columns: Sequence[str] | None = None
) -> Iterator[tuple[int, Iterator[LedgerRow]]]:
    """Give the count and all rows of one moment, by a connection of their own: other work goes on meanwhile.

    Refuses a wrong query.
    """
    refuse_wrong(query, columns or ())
    spec = spec_of(query.ledger)
    with ws.snapshot() as db:
        asked = _asked(ws, db, query)
        keys = Keys(spec, query, asked)
        yield keys.count, _all_rows(spec, asked, keys, _chosen(spec, columns))


def masked_row(row: LedgerRow, keys: Sequence[str]) -> LedgerRow:
    """Give a row with telephones and ID numbers masked; `keys` are those of its columns."""
    return replace(row, cells=tuple(masked_field(key, cell) for key, cell in zip(keys, row.cells, strict=True)))


def _all_rows(spec: LedgerSpec, asked: Asked, keys: Keys, columns: Sequence[ColumnSpec]) -> Iterator[LedgerRow]:
    walk, done = keys.walk(), 0
    while chunk := list(islice(walk, CHUNK)):
        yield from _rows(spec, asked, chunk, columns, done)
        done += len(chunk)


def ids(ws: Workspace, query: LedgerQuery, limit: int) -> tuple[str, ...]:
    """Give the ids of the first rows of a query, for acts about all of them. Refuses a wrong query."""
    refuse_wrong(query)
    spec = spec_of(query.ledger)
    with _keys(ws, query) as (keys, asked):
        return tuple(row.id for row in _rows(spec, asked, keys.page(0, max(limit, 0)), (), 0))


def tally(ws: Workspace, query: LedgerQuery) -> Mapping[Colour, int]:
    """Count the rows of a query by colour; nothing where a ledger has no colours. Refuses a wrong query."""
    refuse_wrong(query)
    if not spec_of(query.ledger).has_colours:
        return {}
    with _keys(ws, query) as (keys, _):
        return keys.tally()


@contextlib.contextmanager
def _keys(ws: Workspace, query: LedgerQuery) -> Iterator[tuple[Keys, Asked]]:
    with ws.reader() as db:
        db.conn.execute("SAVEPOINT ledger")  # all of it is of one moment, even when somebody writes meanwhile
        try:
            asked = _asked(ws, db, query)
            yield Keys(spec_of(query.ledger), query, asked, kept_of(ws, db)), asked
        finally:
            db.conn.execute("RELEASE ledger")


def _asked(ws: Workspace, db: Database, query: LedgerQuery) -> Asked:
    return Asked(db=db, today=ws.today(), filters=query.filters, levels=level_titles(ws))


def level_titles(ws: Workspace) -> Mapping[str, str]:
    """Give the levels of listed supervision: the word that is kept, and what the law data calls it."""
    step = ws.law.follow_ups.of(FollowUpKind.SUPERVISION).step(FollowUpVerb.LIST.value)
    return next((dict(one.spec.choices) for one in step.fields if one.spec.name == "level"), {})


# The wide step --------------------------------------------------------------------------------------------


def _chosen(spec: LedgerSpec, columns: Sequence[str] | None) -> tuple[ColumnSpec, ...]:
    if columns is None:
        return spec.columns
    return tuple(column for key in columns if (column := spec.column(key)) is not None)


def _rows(
    spec: LedgerSpec, asked: Asked, keys: Sequence[int], columns: Sequence[ColumnSpec], offset: int
) -> Iterator[LedgerRow]:
    needed = dict.fromkeys(["id", *spec.links.values(), *(spec.colour_needs if columns else ())])
    for column in columns:
        needed.update(dict.fromkeys(column.needs))
    parts = ", ".join(f'{spec.parts[name]} AS "{name}"' for name in needed)
    sql = f"SELECT {spec.key}, {parts} FROM {spec.wide} WHERE {spec.key} IN (SELECT value FROM json_each(?))"
    found = {int(row[0]): dict(zip(needed, row[1:], strict=True)) for row in asked.db.conn.execute(sql, (_list(keys),))}
    for place, key in enumerate(keys, offset + 1):
        record = found.get(key)
        if record is not None:  # always there: both steps read one moment
            yield _row(spec, asked, record, columns, place)


def _list(keys: Sequence[int]) -> str:
    return json.dumps(list(keys))


def _row(
    spec: LedgerSpec, asked: Asked, record: Mapping[str, object], columns: Sequence[ColumnSpec], place: int
) -> LedgerRow:
    colour = spec.colour(record, asked.today) if columns else None
    cells = []
    for column in columns:
        if column.key == "number":
            cells.append(str(place))
        elif column.key == "colour":
            cells.append(word(colour) if colour is not None else "")
        elif column.key == "level":
            level = column.cell(record)
            cells.append(asked.levels.get(level, level))
        else:
            cells.append(column.cell(record))
    links = {name: str(record[part] or "") for name, part in spec.links.items()}
    return LedgerRow(id=str(record["id"]), cells=tuple(cells), colour=colour, **links)
