# SPDX-License-Identifier: MulanPSL-2.0
"""The usual kinds of filters as tests on a ledger's narrow table, and the check of a query, all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from inspector_app.domain import texts
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.ledger import LedgerQuery
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ledgers.ledger_parts import Asked, FilterKind, FilterSpec, LedgerSpec, Test
from inspector_app.ledgers.likeness import pattern
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import shown_id
from inspector_app.wording import tr

YES, NO = "yes", "no"
SEVERAL = "|"  # between values of which any will do
MOST_SEARCHED = texts.NAME_LIMIT  # characters of a search


def days(column: str, *, least: bool, is_offered: bool = True) -> FilterSpec:
    """Keep rows whose day is not before (`least`) or not after the given one; an empty day is neither."""
    sign = ">=" if least else "<="
    guard = "" if least else f" AND {column} > ''"

    def test(_asked: Asked, value: str) -> Test:
        return Test(f"{column} {sign} ?{guard}", (value,))

    return FilterSpec(kind=FilterKind.DAY, test=test, is_offered=is_offered)


def day_only() -> FilterSpec:
    """Take a day that other filters look at; it tests nothing itself."""
    return FilterSpec(kind=FilterKind.DAY, test=lambda _asked, _value: None, is_offered=False)


def words(column: str, kind: Sequence[StrEnum]) -> FilterSpec:
    """Keep rows with one of the words of an enum; several as `a|b`."""

    def test(_asked: Asked, value: str) -> Test:
        return one_of(column, value.split(SEVERAL))

    return FilterSpec(kind=FilterKind.CHOICE, test=test, words=tuple(kind))


def text(
    column: str,
    *,
    listed: Callable[[Database], Sequence[tuple[str, str]]] | None = None,
    is_offered: bool = True,
) -> FilterSpec:
    """Keep rows with exactly this text, which may be empty; several as `a|b` where the data lists its choices."""

    def test(_asked: Asked, value: str) -> Test:
        return one_of(column, value.split(SEVERAL) if listed else [value])

    kind = FilterKind.TEXT if listed is None else FilterKind.CHOICE
    return FilterSpec(kind=kind, test=test, listed=listed, is_offered=is_offered)


def holds(column: str) -> FilterSpec:
    """Keep rows whose text contains this one."""

    def test(_asked: Asked, value: str) -> Test:
        return Test(f"{column} LIKE ? ESCAPE '\\'", (pattern(value),))

    return FilterSpec(kind=FilterKind.TEXT, test=test)


def flag(yes: str, no: str = "") -> FilterSpec:
    """Keep rows of which a condition holds (yes) or does not (no); `?` in it is the day of the query."""

    def test(asked: Asked, value: str) -> Test:
        where = yes if value == YES else no or f"NOT ({yes})"
        return Test(where, (asked.day,) * where.count("?"))

    return FilterSpec(kind=FilterKind.CHOICE, test=test, words=(YES, NO))


def enterprise(column: str) -> FilterSpec:
    """Keep rows of one enterprise, named by any of its entries; the column holds the entry that is shown."""

    def test(asked: Asked, value: str) -> Test:
        return Test(f"{column} = ?", (shown_id(asked.db, value),))

    return FilterSpec(kind=FilterKind.TEXT, test=test, is_offered=False)


def certificate(column: str) -> FilterSpec:
    """Keep rows of the visits of the officer with this certificate number; the column holds the visit's id."""
    where = (
        f"{column} IN (SELECT inspection_id FROM inspection_people"
        f" WHERE certificate_no = ? AND role = '{PersonRole.OFFICER.value}')"
    )
    return FilterSpec(kind=FilterKind.TEXT, test=lambda _asked, value: Test(where, (value,)), is_offered=False)


def one_of(column: str, values: Sequence[str]) -> Test:
    """Test for one of several texts."""
    if len(values) == 1:
        return Test(f"{column} = ?", (values[0],))
    return Test(f"{column} IN ({', '.join('?' for _ in values)})", tuple(values))


def each_word(columns: Sequence[str]) -> Callable[[str], Test]:
    """Search by LIKE: every word must be in one of the columns (an expression may join several)."""

    def test(search: str) -> Test:
        found, values = [], []
        for word in search.split():
            found.append("(" + " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns) + ")")
            values += [pattern(word)] * len(columns)
        return Test(" AND ".join(found), tuple(values))

    return test


def problems_of(spec: LedgerSpec, query: LedgerQuery, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Say everything that is wrong with a query: unknown keys, wrong values, a sort that there is not.

    `titles` are what people call the filters.
    """
    for key, value in sorted(query.filters.items()):
        known = spec.filters.get(key)
        if known is None:
            yield _not_allowed(tr("filter (ledger)"), key, sorted(spec.filters), f"filters.{key[:80]}")
        else:
            yield from _value_problems(known, key, value, titles.get(key, key))
    sortable = [column.key for column in spec.columns if column.order]
    if query.sort and query.sort not in sortable:
        yield _not_allowed(tr("order (ledger)"), query.sort, sortable, "sort")
    yield from texts.problems_of(query.search, "search", limit=MOST_SEARCHED)


def column_problems(spec: LedgerSpec, columns: Sequence[str]) -> Iterator[Problem]:
    """Say which columns there are not, and which were asked for twice."""
    known = [column.key for column in spec.columns]
    for key in columns:
        if key not in known:
            yield _not_allowed(tr("columns (ledger)"), key, known, "columns")
    for key in sorted({key for key in columns if columns.count(key) > 1 and key in known}):
        yield Problem(
            code=ProblemCode.VALUE_NOT_ALLOWED,
            where="columns",
            fields={"field": tr("columns (ledger)"), "found": f"{key}, {key}", "allowed": key},
        )


def _value_problems(known: FilterSpec, key: str, value: str, title: str) -> Iterator[Problem]:
    where = f"filters.{key}"
    yield from texts.problems_of(value, title, where=where, limit=texts.LONG_LIMIT)
    if known.kind is FilterKind.DAY and not is_day(value):
        yield Problem(code=ProblemCode.DATE_WRONG, where=where, fields={"field": title, "found": value[:80]})
    for part in value.split(SEVERAL) if known.words else ():
        if part not in known.words:
            yield _not_allowed(title, part, [str(word) for word in known.words], where)


def _not_allowed(field: str, found: str, allowed: Sequence[str], where: str) -> Problem:
    fields = {"field": field, "found": found[:80], "allowed": ", ".join(word or "''" for word in allowed)}
    return Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=where, fields=fields)


def is_day(value: str) -> bool:
    """Whether a text is a day like 2026-11-22."""
    try:
        return len(value) == len("2026-11-22") and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
