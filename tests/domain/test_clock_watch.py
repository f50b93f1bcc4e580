# SPDX-License-Identifier: MulanPSL-2.0
"""The judgement of the clock: what is a jump, when a doubt ends, what the office's word changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.clock_watch import AHEAD, BACK, ClockState, Look, explained, judge, look

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (NOON - BACK, ClockState.WELL),
        (NOON - BACK - SECOND, ClockState.BACK),
        (NOON + AHEAD, ClockState.WELL),
        (NOON + AHEAD + SECOND, ClockState.AHEAD),
    ],
)
def test_two_minutes_back_and_ninety_days_ahead_are_the_bounds(now: datetime, state: ClockState) -> None:
    assert judge(now, NOON, None) is state
    assert judge(now, None, NOON) is state
    assert judge(now, None, None) is ClockState.WELL


def test_the_office_s_word_counts_where_it_is_later() -> None:
    assert judge(NOON + timedelta(days=100), NOON, NOON + timedelta(days=50)) is ClockState.WELL
    assert judge(NOON + timedelta(days=10), NOON, NOON + timedelta(days=50)) is ClockState.BACK


def test_a_clock_that_stands_still_while_the_program_runs_is_seen() -> None:
    known, jumped = look(Look(), NOON, 0.0)
    assert jumped is None
    after, jumped = look(known, NOON, 119.0)
    assert jumped is None
    _, jumped = look(after, NOON, 119.0 + 121.0)
    assert jumped is not None
    assert jumped.state is ClockState.BACK


def test_a_jump_is_told_once_and_its_doubt_ends_when_the_clock_is_right_again() -> None:
    known, _ = look(Look(), NOON, 0.0)
    wrong = NOON - timedelta(days=3650)
    known, jumped = look(known, wrong, 1.0)
    assert (jumped.state, jumped.last) == (ClockState.BACK, NOON)  # type: ignore[union-attr]
    for n in range(5):
        known, again = look(known, wrong + timedelta(minutes=n), 1.0 + 60 * n)
        assert again is None
        assert known.doubt == jumped
    known, again = look(known, NOON + timedelta(hours=1), 400.0)
    assert again is None
    assert known.doubt is None
    assert known.trusted == NOON + timedelta(hours=1)


def test_another_jump_within_a_doubt_is_told_too() -> None:
    known, _ = look(Look(), NOON, 0.0)
    known, first = look(known, NOON - timedelta(days=365), 1.0)
    known, second = look(known, NOON - timedelta(days=730), 2.0)
    assert first is not None
    assert second is not None
    assert second.last == NOON


def test_what_was_explained_is_believed_until_the_next_jump() -> None:
    known, _ = look(Look(office=NOON), NOON, 0.0)
    wrong = NOON - timedelta(days=3650)
    known, jumped = look(known, wrong, 1.0)
    assert jumped is not None
    known = explained(known, wrong, 2.0)
    known, again = look(known, wrong + timedelta(minutes=1), 62.0)
    assert (again, known.doubt) == (None, None)
    known, back = look(known, NOON, 63.0)
    assert back is not None
    assert back.state is ClockState.AHEAD


@given(st.lists(st.integers(-3650 * 86400, 50 * 365 * 86400), max_size=30))
def test_any_jumps_are_told_exactly_where_the_clock_left_what_could_be(jumps: list[int]) -> None:
    known, progress, wall = Look(), 0.0, NOON
    for jump in jumps:
        progress += 1.0
        wall = NOON + timedelta(seconds=jump)
        before = known
        known, told = look(known, wall, progress)
        assert known.seen == wall
        if told is not None:
            assert known.doubt == told
            assert judge(wall, before.seen, before.office) is told.state
        if known.doubt is None:
            assert known.trusted == wall
        else:
            assert judge(wall, known.doubt.last, None) is not ClockState.WELL
