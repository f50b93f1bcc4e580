# SPDX-License-Identifier: MulanPSL-2.0
"""Working days after the yearly holiday notice of the State Council, and counting in days and months."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.domain.fact_marks import FactMark

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# A notice may reach back into the December before it: 2022-12-31 was off by the notice for 2023. None of
# 2007 to 2026 reached back further than 12-29.
REACHES_BACK_TO = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayYear:
    """One yearly notice: the days off and the weekend days worked instead (调休), each with its holiday's name."""

    year: int
    days_off: Mapping[date, str]
    worked: Mapping[date, str]
    mark: FactMark
    notice: str = ""  # its title and number
    papers: tuple[str, ...] = ()
    source: str = ""  # where the days were taken from, and what they were compared with


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Which days are worked. A year without its notice has its weekends only, and every such day says so."""

    years: Mapping[int, HolidayYear] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the notice of that year is there."""
        return year in self.years

    def missing(self, day: date) -> tuple[int, ...]:
        """Give the years whose notices decide about that day and are not there."""
        deciding = [day.year]
        if day.month == 12 and day.day >= REACHES_BACK_TO:
            deciding.append(day.year + 1)
        return tuple(year for year in deciding if not self.knows(year))

    def is_working(self, day: date) -> bool:
        """Whether that day is worked."""
        return self.rest(day) is None

    def rest(self, day: date) -> str | None:
        """Give the name of the holiday for which that day is off; empty for a weekend, none for a working day."""
        if self.made_up(day) is not None:
            return None
        for notice in self._deciding(day):
            if day in notice.days_off:
                return notice.days_off[day]
        return "" if day.weekday() >= SATURDAY else None

    def made_up(self, day: date) -> str | None:
        """Give the name of the holiday for which that weekend day is worked, or none."""
        return next((notice.worked[day] for notice in self._deciding(day) if day in notice.worked), None)

    def after(self, start: date, *, backwards: bool = False) -> Iterator[date]:
        """Give the days after (or before) that one, without end."""
        step = -ONE_DAY if backwards else ONE_DAY
        while True:
            start += step
            yield start

    def add_working_days(self, start: date, count: int) -> date:
        """Give the count-th working day after the start, which is not counted; before it if the count is negative."""
        if count == 0:
            return start
        left = abs(count)
        for day in self.after(start, backwards=count < 0):
            left -= self.is_working(day)
            if left == 0:
                return day
        raise AssertionError("days have no end")

    def first_working(self, day: date) -> date:
        """Give that day if it is worked, else the first working day after it."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def _deciding(self, day: date) -> Iterator[HolidayYear]:
        for year in (day.year, day.year + 1):
            if year in self.years:
                yield self.years[year]


def add_months(start: date, count: int) -> date:
    """Give the day of the same number `count` months later; the month's last day where it has no such day."""
    months = start.month - 1 + count
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))


def add_years(start: date, count: int) -> date:
    """Give the same day `count` years later; 28 February for the 29th."""
    return add_months(start, 12 * count)
