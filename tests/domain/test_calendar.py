# SPDX-License-Identifier: MulanPSL-2.0
"""Dates against tables counted by hand from the holiday notices of 2025 and 2026, and what holds for all dates."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.calendar import WorkCalendar, add_months, add_years
from inspector_app.domain.periods import Due, PeriodUnit, due
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.storage.rows import CHINA
from tests.helpers.law import NOTHING_KNOWN, bundled_calendar, bundled_period, due_of

CALENDAR = bundled_calendar()
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(1, 60)
PERIODS = {
    rule: bundled_period(rule) for rule in ("evidence.preserve_decision", "review.period", "suit.period", "fine.pay")
}


def due_at(rule: str, start: date) -> Due:
    return due(PERIODS[rule], start, CALENDAR)


def day(text: str) -> date:
    return date.fromisoformat(text)


# Working days ---------------------------------------------------------------------------------------------
# Spring festival 2025: off 01-28 (Tue) to 02-04 (Tue); worked Sun 01-26 and Sat 02-08. From Fri 01-24:
#   Sat 25 off | 1 Sun 26 | 2 Mon 27 | 28-04 off | 3 Wed 05 | 4 Thu 06 | 5 Fri 07 | 6 Sat 08 | Sun 09 off
#   7 Mon 10 | 8 Tue 11 | 9 Wed 12 | 10 Thu 13
SPRING_2025 = ["01-26", "01-27", "02-05", "02-06", "02-07", "02-08", "02-10", "02-11", "02-12", "02-13"]
# National day 2025: off 10-01 (Wed) to 10-08 (Wed); worked Sun 09-28 and Sat 10-11. From Fri 09-26:
#   Sat 27 off | 1 Sun 28 | 2 Mon 29 | 3 Tue 30 | 01-08 off | 4 Thu 09 | 5 Fri 10 | 6 Sat 11 | Sun 12 off
#   7 Mon 13 | 8 Tue 14 | 9 Wed 15 | 10 Thu 16
NATIONAL_2025 = ["09-28", "09-29", "09-30", "10-09", "10-10", "10-11", "10-13", "10-14", "10-15", "10-16"]
# Spring festival 2026: off 02-15 (Sun) to 02-23 (Mon); worked Sat 02-14 and Sat 02-28. From Thu 02-12:
#   1 Fri 13 | 2 Sat 14 | 15-23 off | 3 Tue 24 | 4 Wed 25 | 5 Thu 26 | 6 Fri 27 | 7 Sat 28 | Sun 03-01 off
#   8 Mon 02 | 9 Tue 03 | 10 Wed 04
SPRING_2026 = ["02-13", "02-14", "02-24", "02-25", "02-26", "02-27", "02-28", "03-02", "03-03", "03-04"]
# Mid-autumn and national day 2026: off 09-25 (Fri) to 09-27, 10-01 (Thu) to 10-07 (Wed); worked Sun 09-20 and
# Sat 10-10. From Fri 09-18:
#   Sat 19 off | 1 Sun 20 | 2 Mon 21 | 3 Tue 22 | 4 Wed 23 | 5 Thu 24 | 25-27 off | 6 Mon 28 | 7 Tue 29 | 8 Wed 30
#   01-07 off | 9 Thu 08 | 10 Fri 09 | 11 Sat 10 | Sun 11 off | 12 Mon 12
NATIONAL_2026 = [
    "09-20", "09-21", "09-22", "09-23", "09-24", "09-28", "09-29", "09-30", "10-08", "10-09", "10-10", "10-12",
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "table"),
    [
        ("2025-01-24", SPRING_2025),
        ("2025-09-26", NATIONAL_2025),
        ("2026-02-12", SPRING_2026),
        ("2026-09-18", NATIONAL_2026),
    ],
)
def test_working_days_over_the_holidays_as_counted_by_hand(start: str, table: list[str]) -> None:
    counted = [CALENDAR.add_working_days(day(start), n) for n in range(1, len(table) + 1)]
    assert counted == [day(f"{start[:4]}-{entry}") for entry in table]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2025-01-28", "春节"),
        ("2025-10-08", "国庆节、中秋节"),
        ("2026-02-23", "春节"),
        ("2026-03-01", ""),  # a plain Sunday
        ("2026-02-14", None),  # a Saturday worked instead
        ("2024-02-09", None),  # only recommended in the notice
        ("2026-09-20", None),
    ],
)
def test_why_a_day_is_off(text: str, name: str | None) -> None:
    assert CALENDAR.rest(day(text)) == name
    assert CALENDAR.is_working(day(text)) is (name is None)


# Calendar days, months: only the last day is looked at ----------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "start", "counted", "end"),
    [
        # 23 days of August after the 8th + 30 of September = 53, so day 60 is 10-07, off until 10-08
        ("review.period", "2025-08-08", "2025-10-07", "2025-10-09"),
        # 14 days of January after the 17th, so day 15 is 02-01, off until 02-04
        ("fine.pay", "2025-01-17", "2025-02-01", "2025-02-05"),
        # 02-16 is in the festival of 02-15 to 02-23; the day after is Tue 02-24
        ("fine.pay", "2026-02-01", "2026-02-16", "2026-02-24"),
        # day 15 is Sat 02-14, worked instead: it does not move
        ("fine.pay", "2026-01-30", "2026-02-14", "2026-02-14"),
        ("fine.pay", "2026-09-20", "2026-10-05", "2026-10-08"),
        # Sat 10-10 is worked instead
        ("fine.pay", "2026-09-25", "2026-10-10", "2026-10-10"),
        # Sat 03-28 is a plain weekend: Mon 03-30
        ("fine.pay", "2026-03-13", "2026-03-28", "2026-03-30"),
        ("suit.period", "2025-04-03", "2025-10-03", "2025-10-09"),
        ("suit.period", "2025-08-18", "2026-02-18", "2026-02-24"),
        ("suit.period", "2025-11-14", "2026-05-14", "2026-05-14"),
    ],
)
def test_an_end_on_a_day_off_moves_to_the_first_working_day(rule: str, start: str, counted: str, end: str) -> None:
    found = due_of(rule, start)
    assert (found.counted_to, found.date) == (day(counted), day(end))
    assert found.moved_from == (day(counted) if counted != end else None)
    assert not found.is_provisional


# The acceptance examples of the handbook ------------------------------------------------------------------
def test_t3_preserved_evidence_over_national_day() -> None:
    # 1 Tue 29 | 2 Wed 30 | 01-07 off | 3 Thu 08 | 4 Fri 09 | 5 Sat 10 worked | Sun 11 off | 6 Mon 12 | 7 Tue 13
    found = due_of("evidence.preserve_decision", "2026-09-28")
    assert found.date == day("2026-10-13")
    assert [rest.day for rest in found.skipped] == [day(f"2026-10-0{n}") for n in range(1, 8)] + [day("2026-10-11")]
    assert [made_up.day for made_up in found.made_up] == [day("2026-10-10")]


def test_t4_seizure_ends_on_day_30_and_warns_five_days_before() -> None:
    found = due_of("seize.period", "2026-01-15")  # 16 days of January after the 15th, 14 of February
    assert (found.date, found.warn_on) == (day("2026-02-14"), day("2026-02-09"))


def test_a_seizure_never_grows_longer_by_a_holiday() -> None:
    found = due_of("seize.period", "2026-01-16")
    assert found.date == day("2026-02-15")
    assert found.ends_on_rest is not None and found.ends_on_rest.name == "春节"
    assert found.moved_from is None and not found.is_provisional
    # 11 days of December after the 20th, 19 of January 2027: no notice can change a day that does not move
    unmoved = due_of("seize.period", "2026-12-20")
    assert (unmoved.date, unmoved.is_provisional) == (day("2027-01-19"), False)


def test_t5_review_period_over_labour_day_with_and_without_the_holiday_file() -> None:
    # 26 days of March after the 5th, 30 of April = 56, so day 60 is 05-04, off until 05-05
    found = due_of("review.period", "2026-03-05")
    assert (found.counted_to, found.date, found.is_provisional) == (day("2026-05-04"), day("2026-05-06"), False)
    without = due_of("review.period", "2026-03-05", NOTHING_KNOWN)
    assert (without.date, without.missing_years) == (day("2026-05-04"), (2026,))
    assert without.is_provisional


def test_t6_six_months_from_a_31st_of_august() -> None:
    found = due_of("suit.period", "2026-08-31")
    assert (found.counted_to, found.date) == (day("2027-02-28"), day("2027-03-01"))
    assert found.is_clipped and found.missing_years == (2027,)


def test_t21_special_equipment_reinspection() -> None:
    # as T3, then 8 Wed 14 | 9 Thu 15 | 10 Fri 16
    assert due_of("te.reinspect", "2026-09-28").date == day("2026-10-16")


def test_counting_back_gives_the_last_day_for_a_notice() -> None:
    # from Mon 10-12: 1 Sat 10 worked | 2 Fri 09 | 3 Thu 08 | 4 Wed 30 | 5 Tue 29 | 6 Mon 28 | 25-27 off | 7 Thu 24
    assert due_of("hearing.notice", "2026-10-12").date == day("2026-09-24")
    assert due_of("em.extend_request", "2026-12-31").date == day("2026-12-21")


def test_hours_run_through_holidays_to_the_minute() -> None:
    start = datetime(2026, 2, 15, 9, 5, tzinfo=CHINA)
    found = due(bundled_period("seize.urgent_report"), start, NOTHING_KNOWN)
    assert found.moment == datetime(2026, 2, 16, 9, 5, tzinfo=CHINA)
    assert found.date == day("2026-02-16") and not found.is_provisional


def test_hours_need_a_time() -> None:
    with pytest.raises(Refused) as refused:
        due(bundled_period("seize.urgent_report"), day("2026-02-15"), CALENDAR)
    assert [problem.code for problem in refused.value.problems] == [ProblemCode.TIME_WRONG]


@pytest.mark.parametrize("year", [1899, 3000])
def test_years_far_off_are_refused(year: int) -> None:
    with pytest.raises(Refused) as refused:
        due(bundled_period("statute.limit"), date(year, 1, 1), CALENDAR)
    assert [problem.code for problem in refused.value.problems] == [ProblemCode.DATE_WRONG]


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    """The notice for 2023 took 2022-12-31 off, so a year alone does not decide about its last week."""
    assert due_of("penalty.serve", "2026-12-10").missing_years == ()  # ends Mon 12-21
    assert due_of("penalty.serve", "2026-12-17").missing_years == (2027,)  # ends Mon 12-28
    known = replace(CALENDAR.years[2026], year=2027, days_off={day("2026-12-31"): "元旦"}, worked={})
    both = WorkCalendar(years={**CALENDAR.years, 2027: known})
    assert both.rest(day("2026-12-31")) == "元旦"
    assert due_of("penalty.serve", "2026-12-17", both).missing_years == ()


def test_29_february_clips() -> None:
    assert due_of("statute.limit", "2024-02-29").date == day("2026-02-28")
    assert add_years(day("2024-02-29"), 4) == day("2028-02-29")
    assert add_months(day("2023-08-31"), 6) == day("2024-02-29")


# What holds for all dates ---------------------------------------------------------------------------------
@given(DAYS, COUNTS)
def test_the_nth_working_day_is_worked_and_has_n_behind_it(start: date, count: int) -> None:
    for sign in (1, -1):
        end = CALENDAR.add_working_days(start, sign * count)
        span = abs((end - start).days)
        between = [start + sign * timedelta(days=n) for n in range(1, span + 1)]
        assert CALENDAR.is_working(end)
        assert sum(CALENDAR.is_working(d) for d in between) == count


@given(DAYS, DAYS, COUNTS)
def test_a_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.add_working_days(first, count) <= CALENDAR.add_working_days(second, count)
    for rule in ("evidence.preserve_decision", "review.period", "suit.period"):
        assert due_at(rule, first).date <= due_at(rule, second).date


@given(DAYS, COUNTS)
def test_a_longer_period_ends_later(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, count) < CALENDAR.add_working_days(start, count + 1)


@given(DAYS, st.integers(1, 60))
def test_months_keep_the_day_or_clip_it(start: date, count: int) -> None:
    end = add_months(start, count)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(DAYS, COUNTS)
def test_without_a_calendar_only_weekends_are_off(start: date, count: int) -> None:
    end = NOTHING_KNOWN.add_working_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(d.weekday() < 5 for d in between) == count and end.weekday() < 5


@given(DAYS, st.sampled_from(["evidence.preserve_decision", "review.period", "suit.period", "fine.pay"]))
def test_the_start_is_not_counted_and_doubt_is_told(start: date, rule: str) -> None:
    found = due_at(rule, start)
    assert found.date > start and CALENDAR.is_working(found.date)
    if PERIODS[rule].unit is PeriodUnit.CALENDAR_DAYS:
        assert (found.counted_to - start).days == PERIODS[rule].length
    assert found.is_provisional >= (found.date.year not in CALENDAR.years)
