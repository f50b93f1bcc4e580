# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of visits that took place in a period: 家次 and 家 apart, drawn ones, and what they came of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.draw import DrawState, PickState
from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.domain.figures import Dimension, Period, Scope
from inspector_app.domain.inspection import TaskSource
from inspector_app.ledgers.statistics_counts import DAY, month_end
from inspector_app.ledgers.statistics_findings import Groups, Key, Select, grouped, scope_sql
from inspector_app.storage.driver import Database
from inspector_app.storage.facts_counts import month_number, month_text
from inspector_app.storage.rows import count

_OUT = f"merged_into <> '' OR state = '{EnterpriseState.CLOSED.value}'"  # as its index has it


@dataclass(slots=True)
class VisitTally:
    """Visits (家次) and the enterprises that they went to (家)."""

    visits: int = 0
    enterprises: int = 0


_GROUPS: Mapping[Dimension | None, tuple[str, ...]] = {
    None: (), Dimension.DISTRICT: ("district",), Dimension.SECTOR: ("sector",),
    Dimension.MONTH: ("month",), Dimension.OFFICER: ("name", "certificate_no"),
}  # fmt: skip


def visit_tallies(
    db: Database, period: Period, scope: Scope, dimension: Dimension | None = None
) -> dict[Key, VisitTally]:
    """Count the visits of a period by group: as a whole, by district, sector, month or officer.

    An enterprise is counted with the visit before which it was not yet visited in the period (or in its month).
    """
    groups = _GROUPS[dimension]
    if dimension is not Dimension.OFFICER and _is_whole(db, period):
        first = month_number(period.first.isoformat())
        new = "previous < month" if dimension is Dimension.MONTH else f"previous < {first}"
        numbers = ("sum(number)", f"coalesce(sum(number) FILTER (WHERE {new}), 0)")
        condition, params = scope_sql(scope)
        bounds = (first, month_number(period.last.isoformat()))
        made = grouped(
            db,
            Groups(groups, "visit_counts"),
            numbers,
            Select("month BETWEEN ? AND ?", bounds).where(condition, *params),
        )
        if dimension is Dimension.MONTH:
            made = {(month_text(int(key[0])),): row for key, row in made.items()}
    else:
        if dimension is Dimension.MONTH:
            groups = ("substr(day, 1, 7)",)
        month = "max(substr(day, 1, 8) || '01', ?)" if dimension is Dimension.MONTH else "?"
        table = "visit_officers" if dimension is Dimension.OFFICER else "visit_facts"
        where, params = within(period, scope)
        numbers = ("count(*)", f"count(*) FILTER (WHERE previous < {month})")
        made = grouped(db, Groups(groups, table), numbers, Select(where, (period.first.isoformat(), *params)))
    return {key: VisitTally(*row) for key, row in made.items()}


def _is_whole(db: Database, period: Period) -> bool:
    """Whether months say it: nobody was visited in what the period leaves out of its first and its last month."""
    start, end = period.first.replace(day=1), month_end(period.last)
    sql = "SELECT 1 FROM visit_facts WHERE day BETWEEN ? AND ? LIMIT 1"
    left_out = [(start, period.first - DAY), (period.last + DAY, end)]
    return not any(
        first <= last and db.conn.execute(sql, (first.isoformat(), last.isoformat())).fetchone()
        for first, last in left_out
    )


def drawn_visits(db: Database, period: Period, scope: Scope) -> int:
    """Count the visits of a period that were drawn at random: by their source, or by a draw that names them."""
    source = TaskSource.RANDOM.value
    if _is_whole(db, period):
        condition, params = scope_sql(scope)
        bounds = [month_number(day.isoformat()) for day in (period.first, period.last)]
        sql = "SELECT coalesce(sum(number), 0) FROM visit_counts WHERE month BETWEEN ? AND ? AND source = ?"
        known = count(db, sql + (f" AND {condition}" if condition else ""), (*bounds, source, *params))
    else:
        where, params = within(period, scope)
        known = count(db, f"SELECT count(*) FROM visit_facts WHERE {where} AND source = ?", (*params, source))
    where, params = within(period, scope)
    named = count(  # from the picks to their visits: a few hundred, not a year of them
        db,
        "SELECT count(DISTINCT v.n) FROM draws d CROSS JOIN draw_picks p ON p.draw_id = d.id"
        " CROSS JOIN visit_facts v ON v.id = p.inspection_id"
        f" WHERE d.state = ? AND p.state = ? AND {where} AND v.source <> ?",
        (DrawState.DRAWN.value, PickState.DRAWN.value, *params, source),
    )
    return known + named


def base_and_visited(db: Database, period: Period, scope: Scope, visited: int) -> tuple[int, int]:
    """Count the object base (检查对象名录: without closed and merged entries) and what was visited of it.

    `visited` is how many enterprises were visited at all.
    """
    condition, params = scope_sql(scope, "e")
    more = f" AND {condition}" if condition else ""
    every = count(db, f"SELECT count(*) FROM enterprises e WHERE 1{more}", params)
    seen = (
        "EXISTS (SELECT 1 FROM visit_facts v WHERE v.enterprise_id = e.id AND v.took_place = 1"
        " AND v.day BETWEEN ? AND ?)"
    )
    left_out, seen_out = db.conn.execute(
        f"SELECT count(*), coalesce(sum({seen}), 0) FROM enterprises e INDEXED BY enterprises_out_of_base"
        f" WHERE ({_OUT}){more}",
        (period.first.isoformat(), period.last.isoformat(), *params),
    ).fetchone()
    return every - int(left_out), visited - int(seen_out)


def officers(db: Database) -> int:
    """Count the officers of the roster who are active today."""
    return count(db, "SELECT count(*) FROM officers WHERE is_active = 1")


def within(period: Period, scope: Scope) -> tuple[str, tuple[object, ...]]:
    """Give the condition for the visits of a period that took place."""
    condition, params = scope_sql(scope)
    where = "took_place = 1 AND day BETWEEN ? AND ?" + (f" AND {condition}" if condition else "")
    return where, (period.first.isoformat(), period.last.isoformat(), *params)
