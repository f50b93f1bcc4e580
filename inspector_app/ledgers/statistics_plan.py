# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of planned work in a period: units of the approved plan, their workdays, results made public in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.draw import DrawState, PickState
from inspector_app.domain.figures import Period, Scope
from inspector_app.domain.year_plan import PlanState, PlanUnitState
from inspector_app.ledgers.statistics_findings import scope_sql
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.rows import fetch

PUBLISH_PERIOD = "publicity.general"  # how long a result may wait, of the law's own table


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTally:
    """Units planned for the months of a period and not taken out, and those visited by its end; days in tenths."""

    planned: int = 0
    visited: int = 0
    planned_days: int = 0
    used_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationTally:
    """Results of drawn visits that had to be public in the period, and those that were, in time."""

    due: int = 0
    in_time: int = 0


def plan(db: Database, period: Period, scope: Scope) -> PlanTally:
    """Count the units of the approved plans that the months of a period hold."""
    condition, params = scope_sql(scope, "+e")
    done = "(v.n IS NOT NULL OR u.inspection_id = '' AND u.state = ?)"
    sql = (
        f"SELECT count(*), coalesce(sum({done}), 0), coalesce(sum(u.workdays), 0),"
        f" coalesce(sum(u.workdays * {done}), 0) FROM plans p JOIN plan_units u ON u.plan_id = p.id"
        f" {joined('u.enterprise_id') if condition else ''}"
        " LEFT JOIN visit_facts v ON v.id = u.inspection_id AND v.took_place = 1 AND v.day <= ?"
        " WHERE p.id IN (SELECT id FROM (SELECT id, max(version) FROM plans WHERE state = ? GROUP BY year))"
        " AND u.state <> ? AND p.year * 12 + u.month BETWEEN ? AND ?" + (f" AND {condition}" if condition else "")
    )
    months = tuple(day.year * 12 + day.month for day in (period.first, period.last))
    states = (PlanState.APPROVED.value, PlanUnitState.CANCELLED.value)
    row = db.conn.execute(
        sql, (*[PlanUnitState.DONE.value] * 2, period.last.isoformat(), *states, *months, *params)
    ).fetchone()
    return PlanTally(planned=int(row[0]), visited=int(row[1]), planned_days=int(row[2]), used_days=int(row[3]))


def publications(db: Database, period: Period, scope: Scope, due_of: Callable[[date], date]) -> PublicationTally:
    """Count the results of drawn visits by the day on which they had to be public; `due_of` counts it from the end."""
    condition, params = scope_sql(scope, "v")
    rows = fetch(
        db,
        "SELECT date(coalesce(i.finished_at, i.started_at), '+8 hours') AS ended, p.published_on FROM draw_picks p"
        " JOIN draws d ON d.id = p.draw_id JOIN visit_facts v ON v.id = p.inspection_id AND v.took_place = 1"
        " JOIN inspections i ON i.id = v.id WHERE p.state = ? AND d.state = ? AND v.day <= ?"
        + (f" AND {condition}" if condition else ""),
        (PickState.DRAWN.value, DrawState.DRAWN.value, period.last.isoformat(), *params),
    )
    days: dict[str, date] = {}
    due = in_time = 0
    for row in rows:
        ended = str(row["ended"])
        last_day = days.setdefault(ended, date.min)
        if last_day == date.min:
            last_day = days[ended] = due_of(date.fromisoformat(ended))
        if period.first <= last_day <= period.last:
            due += 1
            in_time += row["published_on"] is not None and str(row["published_on"]) <= last_day.isoformat()
    return PublicationTally(due=due, in_time=in_time)
