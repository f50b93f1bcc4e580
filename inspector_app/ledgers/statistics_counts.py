# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of findings in a period from the counts by month, quickly; the same as `statistics_findings` gives.

The counts know months only. What a period, its cut-off or today takes of a month that is not all of it is counted
from the facts of that month: so the days of one to three months are looked at, never those of a year.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.figures import Dimension, Period, Scope, late_by
from inspector_app.domain.finding import RUNNING, FindingStatus
from inspector_app.ledgers.statistics_findings import (
    BEGINNING,
    FACTS,
    MAJOR,
    FindingTally,
    Groups,
    Key,
    Select,
    count_facts,
    found_within,
    grouped,
    scope_sql,
    tallies_of_facts,
)
from inspector_app.storage.driver import Database
from inspector_app.storage.facts_counts import month_number, month_text

# Open, but no deadline runs: not ordered, given to another department, come back. They are not overdue.
_IDLE = ", ".join(repr(s.value) for s in FindingStatus if s.is_open and s not in RUNNING and s not in (
    FindingStatus.VERIFIED, FindingStatus.FIXED_ON_SITE))  # fmt: skip
DAY = timedelta(days=1)

_COUNTS: Mapping[Dimension | None, Groups] = {
    None: Groups((), "finding_counts"),
    Dimension.DISTRICT: Groups(("district",), "finding_counts"),
    Dimension.SECTOR: Groups(("sector",), "finding_counts"),
    Dimension.MONTH: Groups(("found",), "finding_counts"),
    Dimension.OFFICER: Groups(("name", "certificate_no"), "officer_counts"),
    Dimension.CLAUSE: Groups(("law", "clause"), "clause_counts"),
}
_WITHOUT_SCOPE = (Dimension.CLAUSE,)  # of each clause in each district and sector there would be too many


@dataclass(frozen=True, slots=True)
class Cut:
    """A day as the counts know it: months up to `last` are counted whole, days from `rest` to `day` from the facts."""

    day: date
    last: date  # the end of a month
    rest: date | None = None

    @property
    def month(self) -> int:
        """The last month counted whole, by its number."""
        return month_number(self.last.isoformat())


def cut(db: Database, column: str, day: date) -> Cut:
    """Say how far the counts go for a column of days up to a day: its month too, if nothing is in the rest of it."""
    end = month_end(day)
    if day == end or not _has_days(db, column, day + DAY, end):
        return Cut(day, end)
    return Cut(day, day.replace(day=1) - DAY, day.replace(day=1))


def _has_days(db: Database, column: str, first: date, last: date) -> bool:
    sql = f"SELECT 1 FROM finding_facts WHERE {column} BETWEEN ? AND ? LIMIT 1"
    return db.conn.execute(sql, (first.isoformat(), last.isoformat())).fetchone() is not None


def month_end(day: date) -> date:
    """Give the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def tallies(
    db: Database, period: Period, scope: Scope, today: date, dimension: Dimension | None = None
) -> dict[Key, FindingTally]:
    """Count the live findings made in a period as its last day shows them, by group; the key of the whole is `()`."""
    months, days = _months_and_days(db, period)
    if months is None or (dimension in _WITHOUT_SCOPE and scope != Scope()):
        return tallies_of_facts(db, period, scope, today, dimension)
    made = _from_counts(db, months, period.last, scope, today, dimension)
    for found in days:
        for key, part in tallies_of_facts(db, period, scope, today, dimension, found=found).items():
            made.setdefault(key, FindingTally()).add(part)
    return made


def _months_and_days(db: Database, period: Period) -> tuple[tuple[date, date] | None, list[tuple[date, date]]]:
    """Part a period into whole months (from, to; None where there is none) and days before and after them."""
    first, end = period.first, cut(db, "found_on", period.last)
    days = []
    month = first.replace(day=1)
    if first != month and _has_days(db, "found_on", month, first - DAY):
        month = month_end(first) + DAY
        days.append((first, min(month - DAY, period.last)))
    if month > end.last:
        return None, []
    if end.rest is not None:
        days.append((end.rest, end.day))
    return (month, end.last), days


def _from_counts(
    db: Database, months: tuple[date, date], last: date, scope: Scope, today: date, dimension: Dimension | None
) -> dict[Key, FindingTally]:
    accepted, due = cut(db, "accepted_on", last), cut(db, "due_on", min(last, today))
    late = cut(db, "due_on", late_by(last, today))
    done, ended = f"accepted <= {accepted.month}", f"due <= {due.month}"
    conditions = (
        "is_major", done, f"is_major AND {done}", ended, f"{ended} AND on_time = 1",
        f"due <= {late.month} AND accepted > {accepted.month}",
    )  # fmt: skip
    sums = [f"coalesce(sum(number) FILTER (WHERE {one}), 0)" for one in conditions]
    select = _made_in(*months, scope)
    made = {
        key: FindingTally(*row) for key, row in grouped(db, _COUNTS[dimension], ("sum(number)", *sums), select).items()
    }
    if dimension is Dimension.MONTH:
        made = {(month_text(int(key[0])),): tally for key, tally in made.items()}
    for key, part in _leftovers(db, months, scope, dimension, (accepted, due, late)):
        made.setdefault(key, FindingTally()).add(part)
    return made


def _made_in(first: date, last: date, scope: Scope) -> Select:
    """Give the condition for the counts of what was found in some months."""
    condition, params = scope_sql(scope)
    months = tuple(month_number(day.isoformat()) for day in (first, last))
    return Select("found BETWEEN ? AND ?", months).where(condition, *params)


def _leftovers(
    db: Database, months: tuple[date, date], scope: Scope, dimension: Dimension | None, cuts: tuple[Cut, Cut, Cut]
) -> list[tuple[Key, FindingTally]]:
    """Count from the facts what the counts by month cannot tell of the findings made in whole months."""
    accepted, due, late = cuts
    groups, select = FACTS[dimension], found_within(*months, scope, by_other_days=True)
    made: list[tuple[Key, FindingTally]] = []
    was_late = f"f.due_on <> '' AND f.due_on <= '{late.last.isoformat()}'"
    if accepted.rest is not None:
        days = (accepted.rest.isoformat(), accepted.day.isoformat())
        found = count_facts(db, groups, ("", MAJOR, was_late), select.where("f.accepted_on BETWEEN ? AND ?", *days))
        made += [(k, FindingTally(rectified=n, major_rectified=m, overdue=-d)) for k, (n, m, d) in found.items()]
    open_days = [one for one in (due, late) if one.rest is not None]
    if open_days:
        first, last = min(one.rest or one.day for one in open_days), max(one.day for one in open_days)
        ended = _within(due)
        not_done = f"{_within(late)} AND (f.accepted_on = '' OR f.accepted_on > '{accepted.day.isoformat()}')"
        found = count_facts(
            db, groups, (ended, f"{ended} AND f.on_time = 1", not_done),
            select.where("f.due_on BETWEEN ? AND ?", first.isoformat(), last.isoformat()),
        )  # fmt: skip
        made += [(key, FindingTally(due=n, on_time=t, overdue=o)) for key, (n, t, o) in found.items()]
    idle = select.where(f"f.status IN ({_IDLE}) AND f.accepted_on = ''").where(
        "f.due_on <> '' AND f.due_on <= ?", late.day.isoformat()
    )
    made += [(key, FindingTally(overdue=-row[0])) for key, row in count_facts(db, groups, ("",), idle).items()]
    return made


def _within(one: Cut) -> str:
    if one.rest is None:
        return "0"
    return f"f.due_on BETWEEN '{one.rest.isoformat()}' AND '{one.day.isoformat()}'"


def cumulative(db: Database, last: date, scope: Scope) -> tuple[int, int]:
    """Count all live findings made by a day, and those of them accepted by it (动态整改率)."""
    first, made, accepted = min(BEGINNING, last), cut(db, "found_on", last), cut(db, "accepted_on", last)
    done = f"coalesce(sum(number) FILTER (WHERE accepted <= {accepted.month}), 0)"
    parts = [grouped(db, _COUNTS[None], ("sum(number)", done), _made_in(first, made.last, scope))]
    if made.rest is not None:
        done = f"f.accepted_on <> '' AND f.accepted_on <= '{last.isoformat()}'"
        parts.append(count_facts(db, FACTS[None], ("", done), found_within(made.rest, last, scope)))
    if accepted.rest is not None:
        days = (accepted.rest.isoformat(), last.isoformat())
        select = found_within(first, made.last, scope, by_other_days=True).where("f.accepted_on BETWEEN ? AND ?", *days)
        parts.append(count_facts(db, FACTS[None], ("0", ""), select))
    sums = [sum(numbers) for numbers in zip(*(part.get((), (0, 0)) for part in parts), strict=True)]
    return sums[0], sums[1]
