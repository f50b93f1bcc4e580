# SPDX-License-Identifier: MulanPSL-2.0
"""Which backups stay: 7 daily, 4 weekly, 12 monthly, whatever happened between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.backup import Moment, is_due, kept

DAYS, WEEKS, MONTHS = 7, 4, 12  # said here again: the rule, not the program's numbers
BEGIN = datetime(2024, 1, 1, 9, tzinfo=UTC)


def _days(moments: frozenset[datetime] | list[datetime]) -> list[object]:
    return sorted({m.date() for m in moments}, reverse=True)


def _rolled(moments: list[datetime]) -> list[datetime]:
    """What is left when every backup thins out at once, as the program does."""
    left: list[datetime] = []
    for moment in moments:
        left.append(moment)
        left = sorted(kept(left))
    return left


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(min_value=1, max_value=9 * 24 * 60), min_size=1, max_size=140),
)
def test_rolling_keeps_the_newest_of_seven_days_four_weeks_twelve_months(steps: list[int]) -> None:
    moments, now = [], BEGIN
    for minutes in steps:
        now += timedelta(minutes=minutes)
        moments.append(now)
    left = _rolled(moments)
    assert set(left) == kept(moments), "thinning out at each step gives what thinning out once gives"
    assert set(left) <= set(moments)
    periods = (
        (DAYS, lambda m: m.date()),
        (WEEKS, lambda m: m.isocalendar()[:2]),
        (MONTHS, lambda m: (m.year, m.month)),
    )
    wanted = set()
    for most, period in periods:
        newest = {period(m): m for m in sorted(moments)}
        chosen = [newest[key] for key in sorted(newest, reverse=True)[:most]]
        assert len(chosen) == min(most, len(newest))
        wanted |= set(chosen)
    assert set(left) == wanted
    assert max(moments) in left


def test_a_backup_every_day_for_two_years_leaves_exactly_twenty_one() -> None:
    moments = [BEGIN + timedelta(days=n) for n in range(730)]
    left = _rolled(moments)
    assert _days(left)[:7] == [m.date() for m in reversed(moments[-7:])]
    assert len({(m.year, m.month) for m in left}) == MONTHS
    # 7 days, 4 weeks of which one or two lie in these days, 12 months of which one is now
    assert len(left) <= DAYS + WEEKS + MONTHS
    assert len(left) >= MONTHS + DAYS


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        (Moment.ISSUED, 0.9, False),
        (Moment.ISSUED, 1.1, True),
        (Moment.CLOSE, 3.9, False),
        (Moment.CLOSE, 4.1, True),
        (Moment.START, 8, False),
        (Moment.START, 16, True),
    ],
)
def test_when_the_next_one_is_due(moment: Moment, hours: float, due: bool) -> None:
    assert is_due(moment, BEGIN, BEGIN + timedelta(hours=hours)) is due


def test_none_yet_and_one_from_the_future_are_due() -> None:
    assert is_due(Moment.CLOSE, None, BEGIN)
    assert is_due(Moment.START, BEGIN + timedelta(days=400), BEGIN), "the clock was set back"
