# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of visits that took place in a period: 家次 and 家 apart, drawn ones, and what they came of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.draw import DrawState, PickState
from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.domain.figures import Dimension, Period, Scope
from inspector_app.domain.inspection import TaskSource
from inspector_app.ledgers.statistics_findings import Key, scope_sql
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import count, fetch, whole

_OUT = f"merged_into <> '' OR state = '{EnterpriseState.CLOSED.value}'"  # as its index has it


@dataclass(slots=True)
class VisitTally:
    """Visits (家次) and the enterprises that they went to (家)."""

    visits: int = 0
    enterprises: int = 0


_GROUPS: Mapping[Dimension, str] = {
    Dimension.DISTRICT: "district",
    Dimension.SECTOR: "sector",
    Dimension.MONTH: "substr(day, 1, 7)",
}


def visit_tallies(
    db: Database, period: Period, scope: Scope, dimension: Dimension | None = None
) -> dict[Key, VisitTally]:
    """Count the visits of a period by group: as a whole, by district, sector or month."""
    where, params = within(period, scope)
    if dimension is None:  # in the order of the enterprises: quicker than to sort out the different ones
        sql = (
            "SELECT coalesce(sum(visits), 0), count(*)"
            " FROM (SELECT count(*) AS visits FROM visit_facts INDEXED BY visit_facts_by_enterprise"
            f" WHERE {where} GROUP BY enterprise_id)"
        )
        visits, seen = db.conn.execute(sql, params).fetchone()
        return {(): VisitTally(visits=int(visits), enterprises=int(seen))}
    sql = (
        f"SELECT {_GROUPS[dimension]} AS g, count(*) AS visits, count(DISTINCT enterprise_id) AS enterprises"
        f" FROM visit_facts WHERE {where} GROUP BY g"
    )
    return {
        (str(row["g"]),): VisitTally(visits=whole(row["visits"]), enterprises=whole(row["enterprises"]))
        for row in fetch(db, sql, params)
    }


def drawn_visits(db: Database, period: Period, scope: Scope) -> int:
    """Count the visits of a period that were drawn at random: by their source, or by a draw that names them."""
    where, params = within(period, scope)
    return count(
        db,
        f"SELECT count(*) FROM visit_facts v WHERE {where} AND (source = ? OR EXISTS (SELECT 1 FROM draw_picks p"
        " JOIN draws d ON d.id = p.draw_id WHERE p.enterprise_id = v.enterprise_id AND p.inspection_id = v.id"
        " AND p.state = ? AND d.state = ?))",
        (*params, TaskSource.RANDOM.value, PickState.DRAWN.value, DrawState.DRAWN.value),
    )


def base_and_visited(db: Database, period: Period, scope: Scope, visited: int) -> tuple[int, int]:
    """Count the object base (检查对象名录: without closed and merged entries) and what was visited of it.

    `visited` is how many enterprises were visited at all.
    """
    condition, params = scope_sql(scope, "e")
    more = f" AND {condition}" if condition else ""
    every = count(db, f"SELECT count(*) FROM enterprises e WHERE 1{more}", params)
    out = f"FROM enterprises e WHERE ({_OUT}){more}"
    seen = (
        "EXISTS (SELECT 1 FROM visit_facts v WHERE v.enterprise_id = e.id AND v.took_place = 1"
        " AND v.day BETWEEN ? AND ?)"
    )
    days = (period.first.isoformat(), period.last.isoformat())
    left_out = count(db, f"SELECT count(*) {out}", params)
    seen_out = count(db, f"SELECT count(*) {out} AND {seen}", (*params, *days))
    return every - left_out, visited - seen_out


def officers(db: Database) -> int:
    """Count the officers of the roster who are active today."""
    return count(db, "SELECT count(*) FROM officers WHERE is_active = 1")


def within(period: Period, scope: Scope) -> tuple[str, tuple[object, ...]]:
    """Give the condition for the visits of a period that took place."""
    condition, params = scope_sql(scope)
    where = "took_place = 1 AND day BETWEEN ? AND ?" + (f" AND {condition}" if condition else "")
    return where, (period.first.isoformat(), period.last.isoformat(), *params)


def officer_of(name: object, certificate_no: object) -> Key:
    """Give the key of an officer: namesakes are told apart by the number of their certificate."""
    return (str(name), str(certificate_no))
