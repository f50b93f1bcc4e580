# SPDX-License-Identifier: MulanPSL-2.0
"""Periods set by law (handbook 1.7) and the day on which each ends, with everything that explains that day.

The day from which a period runs is not counted (民事诉讼法 85); periods in hours run from the minute, which is never
later than the law's own count from the next full hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from inspector_app.domain.calendar import WorkCalendar, add_months, add_years
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem, ProblemCode, Refused

Day = date  # `Due` has a field of that name
FIRST_YEAR, LAST_YEAR = 1900, 2999  # so that no sum leaves the calendar


class PeriodUnit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "W"
    CALENDAR_DAYS = "C"
    HOURS = "H"
    MONTHS = "M"
    YEARS = "Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period of the law. One that the law does not put into numbers (及时) has `term` instead of a length.

    `start` says in Chinese from what it runs. `is_before` counts backwards, to the last day on which something may
    still be done before that. `is_opening` is a wait after which something may be done, nothing is due at its end.
    `end_moves` with its basis: an end on a day off moves to the first working day after.
    """

    key: str
    name: str
    start: str
    basis: str
    mark: FactMark
    length: int | None = None
    unit: PeriodUnit | None = None
    term: str = ""
    is_before: bool = False
    is_opening: bool = False
    end_moves: bool = False
    moved_basis: str = ""
    warn_days_before: int = 0
    note: str = ""
    is_configurable: bool = False
    is_own: bool = False  # set by the organ, in place of the bundled one


@dataclass(frozen=True, slots=True, kw_only=True)
class RestDay:
    """A day that was not counted, or over which the end moved; an empty name is a weekend."""

    day: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a period ends, and why then.

    `counted_to` is where the count alone ends; `moved_from` repeats it if the end then moved to `date`.
    `skipped` are the days off that were passed over, `made_up` the weekend days that counted as working days.
    `missing_years` are years without a holiday notice that had to be looked at: weekends only (按周末推算).
    """

    key: str
    start: Day | datetime
    date: Day
    moment: datetime | None = None
    counted_to: Day
    moved_from: Day | None = None
    skipped: tuple[RestDay, ...] = ()
    made_up: tuple[RestDay, ...] = ()
    ends_on_rest: RestDay | None = None  # for an end that does not move
    is_clipped: bool = False  # the month had no day of that number
    missing_years: tuple[int, ...] = ()
    warn_on: Day | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether a missing holiday notice may still change the day."""
        return bool(self.missing_years)


def due(period: Period, start: date | datetime, calendar: WorkCalendar) -> Due:
    """Say when a period ends that runs from `start` (Chinese civil time). It must have a length.

    Refuses TIME_WRONG for hours from a day without a time, and DATE_WRONG for years outside 1900 to 2999.
    """
    if period.length is None or period.unit is None:
        raise ValueError(f"{period.key} has no length")
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise Refused([_wrong(ProblemCode.DATE_WRONG, period, start)])
    if period.unit is PeriodUnit.HOURS:
        return _in_hours(period, period.length, start)
    first = start.date() if isinstance(start, datetime) else start
    if period.unit is PeriodUnit.WORKING_DAYS:
        return _in_working_days(period, period.length, start, first, calendar)
    return _in_calendar_days(period, period.length, start, first, calendar)


def _in_hours(period: Period, length: int, start: date | datetime) -> Due:
    if not isinstance(start, datetime):
        raise Refused([_wrong(ProblemCode.TIME_WRONG, period, start)])
    moment = start + timedelta(hours=length if not period.is_before else -length)
    return Due(key=period.key, start=start, date=moment.date(), moment=moment, counted_to=moment.date())


def _in_working_days(period: Period, length: int, start: date | datetime, first: date, calendar: WorkCalendar) -> Due:
    end = calendar.add_working_days(first, -length if period.is_before else length)
    passed = _between(first, end)
    return Due(
        key=period.key,
        start=start,
        date=end,
        counted_to=end,
        skipped=_rests(passed, calendar),
        made_up=tuple(RestDay(day=d, name=name) for d in passed if (name := calendar.made_up(d)) is not None),
        missing_years=_missing(passed, calendar),
        warn_on=_warn_on(period, end),
    )


def _in_calendar_days(period: Period, length: int, start: date | datetime, first: date, calendar: WorkCalendar) -> Due:
    counted, is_clipped = _counted(period, length, first)
    end = calendar.first_working(counted) if period.end_moves else counted
    rest = calendar.rest(counted)
    looked_at = [counted, *_between(counted, end)] if period.end_moves else []
    return Due(
        key=period.key,
        start=start,
        date=end,
        counted_to=counted,
        moved_from=counted if end != counted else None,
        skipped=_rests(looked_at, calendar),
        ends_on_rest=RestDay(day=counted, name=rest) if rest is not None and not period.end_moves else None,
        is_clipped=is_clipped,
        missing_years=_missing(looked_at, calendar),
        warn_on=_warn_on(period, end),
    )


def _counted(period: Period, length: int, first: date) -> tuple[date, bool]:
    """Give the last day of the count, and whether its month was too short for the day's number."""
    if period.unit is PeriodUnit.CALENDAR_DAYS:
        return first + timedelta(days=-length if period.is_before else length), False
    end = (add_months if period.unit is PeriodUnit.MONTHS else add_years)(first, length)
    return end, end.day != first.day


def _between(start: date, end: date) -> list[date]:
    """Give the days after the start up to the end, or down to it if it lies before; oldest first."""
    span = (end - start).days
    days = range(1, span + 1) if span >= 0 else range(span, 0)
    return [start + timedelta(days=n) for n in days]


def _rests(days: list[date], calendar: WorkCalendar) -> tuple[RestDay, ...]:
    return tuple(RestDay(day=d, name=name) for d in days if (name := calendar.rest(d)) is not None)


def _missing(days: list[date], calendar: WorkCalendar) -> tuple[int, ...]:
    return tuple(sorted({year for day in days for year in calendar.missing(day)}))


def _warn_on(period: Period, end: date) -> date | None:
    return end - timedelta(days=period.warn_days_before) if period.warn_days_before else None


def _wrong(code: ProblemCode, period: Period, start: date | datetime) -> Problem:
    return Problem(code=code, where=period.key, fields={"field": "start", "found": start.isoformat()})
