# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of findings in a period, from the facts of every single finding; what is asked of them all is also here.

`statistics_counts` gives the same from the counts by month, and asks here only for the days that these leave over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from inspector_app.domain.figures import Dimension, Period, Scope, late_by
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.storage.driver import Database

Key = tuple[str, ...]
BEGINNING = date(1900, 1, 1)  # before every finding
MAJOR = f"grade = '{Grade.MAJOR.value}'"


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
class Select:
    """Conditions with what stands for their `?`."""

    sql: str
    params: tuple[object, ...]

    def where(self, sql: str, *params: object) -> Select:
        """Add a condition; an empty one adds nothing."""
        return Select(f"{self.sql} AND {sql}" if sql else self.sql, (*self.params, *params))


@dataclass(frozen=True, slots=True)
class Groups:
    """By what is counted: the columns that make a key, and the tables that have them."""

    columns: tuple[str, ...]
    table: str


def scope_sql(scope: Scope, table: str = "") -> tuple[str, tuple[object, ...]]:
    """Give the condition of a scope on a table of facts."""
    dot = f"{table}." if table else ""
    chosen = [(name, value) for name in ("district", "sector") if (value := getattr(scope, name)) is not None]
    return " AND ".join(f"{dot}{name} = ?" for name, _ in chosen), tuple(value for _, value in chosen)


def supervised(db: Database, period: Period, scope: Scope) -> tuple[int, int, int]:
    """Count the supervised findings of a period: all, the major ones, those signed off (销号) by the cut-off."""
    condition, params = scope_sql(scope)
    sql = (
        f"SELECT count(*), count(*) FILTER (WHERE {MAJOR}),"
        f" count(*) FILTER (WHERE status = '{FindingStatus.CLOSED.value}' AND accepted_on <= ?)"
        " FROM finding_facts INDEXED BY finding_facts_supervised"
        " WHERE supervised = 1 AND is_live = 1 AND found_on BETWEEN ? AND ?"
    )
    last = period.last.isoformat()
    row = db.conn.execute(
        sql + (f" AND {condition}" if condition else ""), (last, period.first.isoformat(), last, *params)
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def found_within(first: date, last: date, scope: Scope, *, by_other_days: bool = False) -> Select:
    """Give the condition for the live findings made on some days; the facts are `f`.

    `by_other_days` when fewer are looked for by another day of theirs: the sign hides the index of this one.
    """
    condition, params = scope_sql(scope, "f")
    sign = "+" if by_other_days else ""
    days = (first.isoformat(), last.isoformat())
    return Select(f"f.is_live = 1 AND {sign}f.found_on BETWEEN ? AND ?", days).where(condition, *params)


FACTS: Mapping[Dimension | None, Groups] = {
    None: Groups((), "finding_facts f"),
    Dimension.DISTRICT: Groups(("f.district",), "finding_facts f"),
    Dimension.SECTOR: Groups(("f.sector",), "finding_facts f"),
    Dimension.MONTH: Groups(("substr(f.found_on, 1, 7)",), "finding_facts f"),
    Dimension.OFFICER: Groups(
        ("o.name", "o.certificate_no"),
        "finding_facts f JOIN visit_facts v ON v.id = f.visit_id JOIN visit_officers o ON o.visit = v.n",
    ),
    Dimension.CLAUSE: Groups(("c.law", "c.clause"), "finding_facts f JOIN finding_clauses c ON c.n = f.n"),
}


def tallies_of_facts(
    db: Database, period: Period, scope: Scope, today: date, dimension: Dimension | None = None,
    *, found: tuple[date, date] | None = None,
) -> dict[Key, FindingTally]:  # fmt: skip
    """Count the live findings made in a period (or on the days of `found`) as its last day shows them, by group.

    The key of the whole is `()`.
    """
    last, late = period.last.isoformat(), late_by(period.last, today).isoformat()
    accepted = f"f.accepted_on <> '' AND f.accepted_on <= '{last}'"
    due = f"f.due_on <> '' AND f.due_on <= '{min(period.last, today).isoformat()}'"
    overdue = f"f.due_on <> '' AND f.due_on <= '{late}' AND (f.is_running = 1 OR f.accepted_on > '{last}')"
    columns = ("", MAJOR, accepted, f"{MAJOR} AND {accepted}", due, f"{due} AND f.on_time = 1", overdue)
    select = found_within(*(found or (period.first, period.last)), scope)
    return {key: FindingTally(*row) for key, row in count_facts(db, FACTS[dimension], columns, select).items()}


def count_facts(db: Database, groups: Groups, conditions: Sequence[str], select: Select) -> dict[Key, tuple[int, ...]]:
    """Count the facts of each group that fulfil each condition (an empty one: all)."""
    numbers = [f"count(*) FILTER (WHERE {one})" if one else "count(*)" for one in conditions]
    return grouped(db, groups, numbers, select)


def grouped(db: Database, groups: Groups, numbers: Sequence[str], select: Select) -> dict[Key, tuple[int, ...]]:
    """Work out some numbers of each group that has any row."""
    size, keys = len(groups.columns), ", ".join(groups.columns)
    sql = f"SELECT {', '.join((*groups.columns, *numbers))} FROM {groups.table} WHERE {select.sql}"
    sql += f" GROUP BY {keys}" if keys else " HAVING count(*) > 0"
    return {row[:size]: row[size:] for row in db.conn.execute(sql, select.params)}
