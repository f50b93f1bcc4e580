# SPDX-License-Identifier: MulanPSL-2.0
"""How the year's plan is doing: by month, kind and workday; its units, what is late, visits beside the plan, caps."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.inspection import InspectionState, TaskSource
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.year_plan import PlanChange, PlanKind, PlanUnit, PlanUnitState, YearPlan
from inspector_app.ledgers.likeness import pattern
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.record_rows import get_record, list_records, record_from
from inspector_app.storage.rows import Row, fetch, fetch_one, whole
from inspector_app.workspace import Workspace

OPEN = (PlanUnitState.PENDING, PlanUnitState.POSTPONED)
_OPEN = ", ".join(repr(state.value) for state in OPEN)
_EXEMPT = ", ".join(repr(source.value) for source in TaskSource if source.is_exempt)
# A unit counts as visited from the day on which its visit began; figures (statistics_plan) count it the same way.
_STATE = """
CASE WHEN u.inspection_id <> '' AND EXISTS (
  SELECT 1 FROM visit_facts v WHERE v.id = u.inspection_id AND v.took_place = 1) THEN 'done' ELSE u.state END
"""
_WAS_VISIT = f"took_place = 1 AND NOT (state = '{InspectionState.FILED.value}' AND minutes IS NULL)"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthProgress:
    """One month of a plan, or all of it (month 0). Workdays in tenths of a day."""

    month: int
    planned: int = 0  # without those that were taken out
    done: int = 0
    late: int = 0
    postponed: int = 0
    cancelled: int = 0
    workdays: int = 0
    workdays_done: int = 0

    @property
    def open(self) -> int:
        """How many are still to be visited."""
        return self.planned - self.done


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """How a plan is doing on a day. `off_plan` are the visits of the year that fulfil nothing of it, by source."""

    plan: YearPlan
    today: date
    months: tuple[MonthProgress, ...]  # January first
    key: MonthProgress
    general: MonthProgress
    off_plan: Mapping[str, int]  # words of TaskSource; empty: nobody said
    visits: int

    @property
    def total(self) -> MonthProgress:
        """The whole year."""
        names = ("planned", "done", "late", "postponed", "cancelled", "workdays", "workdays_done")
        return MonthProgress(month=0, **{name: sum(getattr(m, name) for m in self.months) for name in names})

    @property
    def off_plan_visits(self) -> int:
        """How many visits of the year were beside the plan."""
        return sum(self.off_plan.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUnitRow:
    """One unit of a plan as a list shows it."""

    unit: PlanUnit
    enterprise_id: str  # of the entry that is shown
    enterprise_name: str
    credit_code: str
    district: str
    state: PlanUnitState  # visited as soon as its visit has begun
    visited_on: date | None  # the day of the visit that was planned or made for it
    inspection_state: InspectionState | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChangeRow:
    """A change of an approved plan, with the name of the enterprise that it is about."""

    change: PlanChange
    enterprise_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRow:
    """An enterprise at or over the visits a year that were announced for it, with the reasons that were given."""

    enterprise_id: str
    enterprise_name: str
    visits: int
    cap: int
    reasons: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether it was visited more often than announced."""
        return self.visits > self.cap


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFilter:
    """Which units of a plan; empty parts ask nothing."""

    month: int = 0
    state: PlanUnitState | None = None
    kind: PlanKind | None = None
    only_late: bool = False
    text: str = ""  # part of the name, initials or credit code


def plans(ws: Workspace, year: int = 0) -> tuple[YearPlan, ...]:
    """Give the plans of a year or of all, the newest version first."""
    with ws.reader() as db:
        return list_records(db, YearPlan, "? IN (0, year)", [year], order="year DESC, version DESC")


def plan(ws: Workspace, plan_id: str) -> YearPlan:
    """Give one plan. Refuses NOT_FOUND."""
    with ws.reader() as db:
        return _plan(db, plan_id)


def _plan(db: Database, plan_id: str) -> YearPlan:
    found = get_record(db, YearPlan, plan_id)
    if found is None:
        fields = {"kind": "plan", "id": plan_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="plan", fields=fields)])
    return found


def month_over(year: int, month: int) -> date:
    """Give the last day of a month: after it an open unit is late."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _late_before(plan: YearPlan, today: date) -> int:
    """Give the first month that is not over yet: open units of earlier months are late."""
    return 13 if today.year > plan.year else 1 if today.year < plan.year else today.month


def progress(ws: Workspace, plan_id: str, *, today: date | None = None) -> PlanProgress:
    """Work out how a plan is doing; in one pass over its units."""
    on = today or ws.today()
    with ws.reader() as db:
        found = _plan(db, plan_id)
        rows = fetch(db, _PROGRESS, [_late_before(found, on), found.id])
        span = [f"{found.year}-01-01", f"{found.year}-12-31"]
        beside = fetch(db, _BESIDE, [*span, found.id])
        visits = fetch_one(
            db, f"SELECT count(*) AS n FROM visit_facts WHERE {_WAS_VISIT} AND day BETWEEN ? AND ?", span
        )
    months = [_summed(month, [r for r in rows if r["month"] == month]) for month in range(1, 13)]
    of_kind = {kind: _summed(0, [r for r in rows if r["kind"] == kind.value]) for kind in PlanKind}
    return PlanProgress(
        plan=found, today=on, months=tuple(months), key=of_kind[PlanKind.KEY], general=of_kind[PlanKind.GENERAL],
        off_plan={str(r["source"]): whole(r["n"]) for r in beside}, visits=whole(visits["n"]) if visits else 0,
    )  # fmt: skip


_PROGRESS = f"""
SELECT month, kind, sum(state <> 'cancelled') AS planned, sum(state = 'done') AS done,
  sum(state IN ({_OPEN}) AND month < ?) AS late, sum(state = 'postponed') AS postponed,
  sum(state = 'cancelled') AS cancelled, sum(CASE WHEN state <> 'cancelled' THEN workdays ELSE 0 END) AS workdays,
  sum(CASE WHEN state = 'done' THEN workdays ELSE 0 END) AS workdays_done
FROM (SELECT u.month, u.kind, u.workdays, {_STATE} AS state FROM plan_units u WHERE u.plan_id = ?) GROUP BY month, kind
"""
_BESIDE = f"""
SELECT source, count(*) AS n FROM visit_facts WHERE {_WAS_VISIT} AND day BETWEEN ? AND ?
  AND id NOT IN (SELECT inspection_id FROM plan_units WHERE plan_id = ? AND inspection_id <> '') GROUP BY source
"""


def _summed(month: int, rows: list[dict[str, object]]) -> MonthProgress:
    names = ("planned", "done", "late", "postponed", "cancelled", "workdays", "workdays_done")
    return MonthProgress(month=month, **{name: sum(whole(r[name]) for r in rows) for name in names})


# Units ----------------------------------------------------------------------------------------------------------

_UNITS = f"""
SELECT u.*, e.id AS shown_id, e.name, e.credit_code, e.district, v.day AS visited_on, i.state AS inspection_state,
  {_STATE} AS shown_state, {_STATE} IN ({_OPEN}) AND u.month < ? AS is_late
FROM plan_units u {joined("u.enterprise_id")}
LEFT JOIN visit_facts v ON v.id = u.inspection_id LEFT JOIN inspections i ON i.id = u.inspection_id
WHERE u.plan_id = ?
"""


def units(
    ws: Workspace, plan_id: str, wanted: UnitFilter | None = None, *, offset: int = 0, limit: int = 500,
    today: date | None = None,
) -> tuple[PlanUnitRow, ...]:  # fmt: skip
    """Give units of a plan by month, key ones first, then by name; a window of them."""
    with ws.reader() as db:
        where, params = _clauses(_plan(db, plan_id), wanted or UnitFilter(), today or ws.today())
        sql = f"{_UNITS}{where} ORDER BY u.month, u.kind <> 'key', e.name, u.id LIMIT ? OFFSET ?"
        return tuple(_unit_row(row) for row in fetch(db, sql, [*params, limit, offset]))


def count_units(ws: Workspace, plan_id: str, wanted: UnitFilter | None = None, *, today: date | None = None) -> int:
    """Count the units that a filter means."""
    with ws.reader() as db:
        where, params = _clauses(_plan(db, plan_id), wanted or UnitFilter(), today or ws.today())
        found = fetch_one(db, f"SELECT count(*) AS n FROM ({_UNITS}{where})", params)
    return whole(found["n"]) if found else 0


def _clauses(plan: YearPlan, wanted: UnitFilter, today: date) -> tuple[str, list[object]]:
    before = _late_before(plan, today)
    where, params = "", [before, plan.id]
    for column, value in (("u.month", wanted.month or None), (_STATE, wanted.state), ("u.kind", wanted.kind)):
        if value is not None:
            where += f" AND {column} = ?"
            params.append(value)
    if wanted.only_late:
        where += f" AND {_STATE} IN ({_OPEN}) AND u.month < ?"
        params.append(before)
    for part in wanted.text.split():
        where += " AND (e.name LIKE ? ESCAPE '\\' OR e.initials LIKE ? ESCAPE '\\' OR e.credit_code LIKE ? ESCAPE '\\')"
        params += [pattern(part), pattern(part.lower()), pattern(part.upper())]
    return where, params


def _unit_row(row: Row) -> PlanUnitRow:
    state, day = row["inspection_state"], row["visited_on"]
    return PlanUnitRow(
        unit=record_from(PlanUnit, row), enterprise_id=str(row["shown_id"]), enterprise_name=str(row["name"]),
        credit_code=str(row["credit_code"]), district=str(row["district"]), is_late=bool(row["is_late"]),
        state=PlanUnitState(str(row["shown_state"])),
        visited_on=date.fromisoformat(str(day)) if day else None,
        inspection_state=InspectionState(str(state)) if state else None,
    )  # fmt: skip


def changes(ws: Workspace, plan_id: str) -> tuple[PlanChangeRow, ...]:
    """Give the changes of a plan, the newest first."""
    with ws.reader() as db:
        sql = (
            "SELECT c.*, coalesce(e.name, '') AS name FROM plan_changes c"
            " LEFT JOIN plan_units u ON u.id = c.plan_unit_id LEFT JOIN enterprises e ON e.id = u.enterprise_id"
            " WHERE c.plan_id = ? ORDER BY c.ordinal DESC, c.at DESC"
        )
        rows = fetch(db, sql, [plan_id])
    return tuple(PlanChangeRow(change=record_from(PlanChange, row), enterprise_name=str(row["name"])) for row in rows)


# Caps -----------------------------------------------------------------------------------------------------------

_CAPS = f"""
SELECT e.id, e.name, e.visit_cap, v.n FROM enterprises e JOIN (
  SELECT enterprise_id, count(*) AS n FROM visit_facts
  WHERE {_WAS_VISIT} AND day BETWEEN ? AND ? AND source NOT IN ({_EXEMPT}) GROUP BY enterprise_id
) v ON v.enterprise_id = e.id WHERE e.visit_cap IS NOT NULL AND v.n >= e.visit_cap
ORDER BY v.n - e.visit_cap DESC, e.name
"""
_REASONS = """
SELECT v.enterprise_id, i.cap_reason FROM visit_facts v JOIN inspections i ON i.id = v.id
WHERE v.day BETWEEN ? AND ? AND i.cap_reason <> '' ORDER BY v.day
"""


def caps(ws: Workspace, year: int) -> tuple[CapRow, ...]:
    """Give the enterprises whose announced number of visits was reached or passed, the worst first."""
    span = [f"{year}-01-01", f"{year}-12-31"]
    with ws.reader() as db:
        rows = fetch(db, _CAPS, span)
        said: dict[str, list[str]] = {}
        for row in fetch(db, _REASONS, span) if rows else ():
            said.setdefault(str(row["enterprise_id"]), []).append(str(row["cap_reason"]))
    return tuple(
        CapRow(
            enterprise_id=str(row["id"]), enterprise_name=str(row["name"]), visits=whole(row["n"]),
            cap=whole(row["visit_cap"]), reasons=tuple(said.get(str(row["id"]), ())),
        )
        for row in rows
    )  # fmt: skip
