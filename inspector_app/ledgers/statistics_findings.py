# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of findings in a period: from the counts by month where these say the same, else from the facts.

The counts know months only. They say the same as the facts when no finding was made, and none was accepted, in the
part of a month that the period leaves out; deadlines that end inside a month are then counted from the facts of it.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from inspector_app.domain.figures import Dimension, Period, Scope, late_by
from inspector_app.domain.finding import RUNNING, FindingStatus, Grade
from inspector_app.domain.inspection import PersonRole
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import Row, fetch, whole

Key = tuple[str, ...]
BEGINNING = date(1900, 1, 1)  # before every finding
_MAJOR = f"grade = '{Grade.MAJOR.value}'"
# Open, but no deadline runs: not ordered, given to another department, come back. They are not overdue.
_IDLE = ", ".join(repr(s.value) for s in FindingStatus if s.is_open and s not in RUNNING and s not in (
    FindingStatus.VERIFIED, FindingStatus.FIXED_ON_SITE))  # fmt: skip


@dataclass(slots=True)
class FindingTally:
    """What was counted of one group of findings.

    `due`: its deadline was by the cut-off or by today; `overdue`: it was before today too, runs, and was not kept.
    """

    found: int = 0
    major: int = 0
    rectified: int = 0
    major_rectified: int = 0
    due: int = 0
    on_time: int = 0
    overdue: int = 0

    def add(self, other: FindingTally) -> None:
        """Add another group."""
        for name in _NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


_NAMES = tuple(f.name for f in fields(FindingTally))


@dataclass(frozen=True, slots=True)
class _Select:
    """Conditions with what stands for their `?`."""

    sql: str
    params: tuple[object, ...]

    def where(self, sql: str, *params: object) -> _Select:
        """Add a condition; an empty one adds nothing."""
        return _Select(f"{self.sql} AND {sql}" if sql else self.sql, (*self.params, *params))


def scope_sql(scope: Scope, table: str = "") -> tuple[str, tuple[object, ...]]:
    """Give the condition of a scope on a table of facts."""
    dot = f"{table}." if table else ""
    chosen = [(name, value) for name in ("district", "sector") if (value := getattr(scope, name)) is not None]
    return " AND ".join(f"{dot}{name} = ?" for name, _ in chosen), tuple(value for _, value in chosen)


def tallies(
    db: Database, period: Period, scope: Scope, today: date, dimension: Dimension | None = None
) -> dict[Key, FindingTally]:
    """Count the live findings made in a period, by group; the key of the whole is `()`."""
    if dimension in (None, Dimension.DISTRICT, Dimension.SECTOR, Dimension.MONTH) and counts_say_it(db, period):
        return _from_counts(db, period, scope, today, dimension)
    return tallies_of_facts(db, period, scope, today, dimension)


def counts_say_it(db: Database, period: Period) -> bool:
    """Whether the counts by month are exact: nothing lies in the cut off parts of the first and the last month."""
    before = ("found_on", period.first.replace(day=1), period.first - timedelta(days=1))
    after = [(c, period.last + timedelta(days=1), _month_end(period.last)) for c in ("found_on", "accepted_on")]
    for column, first, last in (before, *after):
        if first <= last:
            sql = f"SELECT 1 FROM finding_facts WHERE {column} BETWEEN ? AND ? LIMIT 1"
            if db.conn.execute(sql, (first.isoformat(), last.isoformat())).fetchone() is not None:
                return False
    return True


def cumulative(db: Database, last: date, scope: Scope) -> tuple[int, int]:
    """Count all live findings made by a day, and those of them accepted by it (动态整改率)."""
    period = Period(min(BEGINNING, last), last)
    condition, params = scope_sql(scope)
    more = f" AND {condition}" if condition else ""
    if counts_say_it(db, period):
        month = last.isoformat()[:7]
        sql = (
            "SELECT coalesce(sum(number), 0), coalesce(sum(number) FILTER (WHERE accepted <> '' AND accepted <= ?), 0)"
            f" FROM finding_counts WHERE found <= ?{more}"
        )
        row = db.conn.execute(sql, (month, month, *params)).fetchone()
    else:
        sql = (
            "SELECT count(*), count(*) FILTER (WHERE accepted_on <> '' AND accepted_on <= ?)"
            f" FROM finding_facts WHERE is_live = 1 AND found_on <= ?{more}"
        )
        row = db.conn.execute(sql, (last.isoformat(), last.isoformat(), *params)).fetchone()
    return int(row[0]), int(row[1])


def supervised(db: Database, period: Period, scope: Scope) -> tuple[int, int, int]:
    """Count the supervised findings of a period: all, the major ones, those signed off (销号) by the cut-off."""
    condition, params = scope_sql(scope)
    sql = (
        f"SELECT count(*), count(*) FILTER (WHERE {_MAJOR}),"
        f" count(*) FILTER (WHERE status = '{FindingStatus.CLOSED.value}' AND accepted_on <= ?)"
        " FROM finding_facts WHERE supervised = 1 AND is_live = 1 AND found_on BETWEEN ? AND ?"
    )
    last = period.last.isoformat()
    row = db.conn.execute(
        sql + (f" AND {condition}" if condition else ""), (last, period.first.isoformat(), last, *params)
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


# From the counts by month ---------------------------------------------------------------------------------


def _from_counts(
    db: Database, period: Period, scope: Scope, today: date, dimension: Dimension | None
) -> dict[Key, FindingTally]:
    last = period.last.isoformat()[:7]
    ends = (min(period.last, today), late_by(period.last, today))
    accepted = f"accepted <> '' AND accepted <= '{last}'"
    due, late_months = (f"due <> '' AND due {_months_to(day)}" for day in ends)
    group = {Dimension.MONTH: "found", None: "''"}.get(dimension, str(dimension))
    condition, params = scope_sql(scope)
    sql = (
        f"SELECT {group} AS g, sum(number) AS found, {_sum(_MAJOR)} AS major, {_sum(accepted)} AS rectified,"
        f" {_sum(f'{_MAJOR} AND {accepted}')} AS major_rectified, {_sum(due)} AS due,"
        f" {_sum(f'{due} AND on_time = 1')} AS on_time, {_sum(f'{late_months} AND NOT ({accepted})')} AS overdue"
        " FROM finding_counts WHERE found BETWEEN ? AND ?"
        + (f" AND {condition}" if condition else "") + " GROUP BY g"
    )  # fmt: skip
    made = {
        _key(row["g"], dimension): _tally(row) for row in fetch(db, sql, (period.first.isoformat()[:7], last, *params))
    }
    for key, part in _rest_of_months(db, period, scope, ends, dimension).items():
        made.setdefault(key, FindingTally()).add(part)
    for key, idle in _idle(db, period, scope, ends[1], dimension).items():
        made[key].overdue -= idle
    return made


def _months_to(day: date) -> str:
    """Compare with the months that are over with this day; the rest of its month is counted from the facts."""
    month = day.isoformat()[:7]
    return f"<= '{month}'" if day == _month_end(day) else f"< '{month}'"


def _rest_of_months(
    db: Database, period: Period, scope: Scope, ends: tuple[date, date], dimension: Dimension | None
) -> dict[Key, FindingTally]:
    """Count the deadlines in the month that a day leaves unfinished, for those due and for those late."""
    made: dict[Key, FindingTally] = {}
    due = ("count(*) AS due, count(*) FILTER (WHERE on_time = 1) AS on_time", "")
    late = ("count(*) AS overdue", f"(accepted_on = '' OR accepted_on > '{period.last.isoformat()}')")
    for day, (columns, more) in zip(ends, (due, late), strict=True):
        if day == _month_end(day):
            continue
        select = _within(period, scope).where(
            "due_on BETWEEN ? AND ?", day.replace(day=1).isoformat(), day.isoformat()
        ).where(more)  # fmt: skip
        sql = f"SELECT {_fact_group(dimension)} AS g, {columns} FROM finding_facts WHERE {select.sql} GROUP BY g"
        for row in fetch(db, sql, select.params):
            made.setdefault(_key(row["g"], dimension), FindingTally()).add(_tally(row))
    return made


def _idle(db: Database, period: Period, scope: Scope, late: date, dimension: Dimension | None) -> dict[Key, int]:
    """Count what is open past its deadline though no deadline runs; the counts by month cannot tell."""
    select = _within(period, scope).where("due_on <> '' AND due_on <= ?", late.isoformat())
    sql = (
        f"SELECT {_fact_group(dimension)} AS g, count(*) AS n FROM finding_facts"
        f" WHERE status IN ({_IDLE}) AND accepted_on = '' AND {select.sql} GROUP BY g"
    )
    return {_key(row["g"], dimension): whole(row["n"]) for row in fetch(db, sql, select.params)}


def _fact_group(dimension: Dimension | None) -> str:
    return {Dimension.MONTH: "substr(found_on, 1, 7)", None: "''"}.get(dimension, str(dimension))


def _within(period: Period, scope: Scope, table: str = "") -> _Select:
    dot = f"{table}." if table else ""
    condition, params = scope_sql(scope, table)
    days = (period.first.isoformat(), period.last.isoformat())
    return _Select(f"{dot}is_live = 1 AND {dot}found_on BETWEEN ? AND ?", days).where(condition, *params)


# From the facts -------------------------------------------------------------------------------------------


def tallies_of_facts(
    db: Database, period: Period, scope: Scope, today: date, dimension: Dimension | None = None,
    *, names: Sequence[str] = (),
) -> dict[Key, FindingTally]:  # fmt: skip
    """Count from the facts of every single finding; with `names` only those of visits with just these officers."""
    select = _within(period, scope, "f")
    if names:
        asked = json.dumps(list(names), ensure_ascii=False)
        select = select.where("f.officers IN (SELECT value FROM json_each(?))", asked)
    groups, table = _GROUPS[dimension]
    first = _TWO_KEYS.get(dimension, "")
    rows = _counted(db, groups, table, select, f"{first}, g" if first else "g", period, today)
    if first:
        return {(str(row[first]), str(row["g"])): _tally(row) for row in rows}
    return {_key(row["g"], dimension): _tally(row) for row in rows}


def tallies_by_names(db: Database, period: Period, scope: Scope, today: date) -> dict[str, FindingTally]:
    """Count from the facts by the names of the officers, as they stand together."""
    rows = _counted(db, "f.officers AS g", "finding_facts f", _within(period, scope, "f"), "g", period, today)
    return {str(row["g"]): _tally(row) for row in rows}


def _counted(
    db: Database, groups: str, table: str, select: _Select, group_by: str, period: Period, today: date
) -> Sequence[Row]:
    last, late = period.last.isoformat(), late_by(period.last, today).isoformat()
    accepted = f"(accepted_on <> '' AND accepted_on <= '{last}')"
    due = f"due_on <> '' AND due_on <= '{min(period.last, today).isoformat()}'"
    overdue = f"due_on <> '' AND due_on <= '{late}' AND (is_running = 1 OR accepted_on > '{last}')"
    columns = {
        "found": "count(*)", "major": _count(_MAJOR), "rectified": _count(accepted),
        "major_rectified": _count(f"{_MAJOR} AND {accepted}"), "due": _count(due),
        "on_time": _count(f"{due} AND on_time = 1"), "overdue": _count(overdue),
    }  # fmt: skip
    made = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return fetch(db, f"SELECT {groups}, {made} FROM {table} WHERE {select.sql} GROUP BY {group_by}", select.params)


_TWO_KEYS: Mapping[Dimension | None, str] = {Dimension.OFFICER: "name", Dimension.CLAUSE: "law"}
_GROUPS: Mapping[Dimension | None, tuple[str, str]] = {
    None: ("'' AS g", "finding_facts f"),
    Dimension.DISTRICT: ("f.district AS g", "finding_facts f"),
    Dimension.SECTOR: ("f.sector AS g", "finding_facts f"),
    Dimension.MONTH: ("substr(f.found_on, 1, 7) AS g", "finding_facts f"),
    Dimension.OFFICER: (
        "p.name AS name, p.certificate_no AS g",
        "finding_facts f JOIN inspection_people p ON p.inspection_id = f.visit_id"
        f" AND p.role = '{PersonRole.OFFICER.value}'",
    ),
    Dimension.CLAUSE: ("c.law AS law, c.clause AS g", "finding_facts f JOIN finding_clauses c ON c.n = f.n"),
}


def _count(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


def _sum(condition: str) -> str:
    return f"coalesce(sum(number) FILTER (WHERE {condition}), 0)"


def _tally(row: Mapping[str, object]) -> FindingTally:
    return FindingTally(**{name: int(str(row[name])) for name in _NAMES if row.get(name) is not None})


def _key(value: object, dimension: Dimension | None) -> Key:
    return () if dimension is None else (str(value),)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
