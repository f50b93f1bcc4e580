# SPDX-License-Identifier: MulanPSL-2.0
"""Whether the clock of a laptop can be believed: judged by what was known before, never by itself.

Nothing is ordered by this clock (decision 9) and nothing is refused to be recorded because of it. Only what is
issued on paper bears a date, so issuing asks for the date and the reason while the clock is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

BACK = timedelta(minutes=2)  # promises.md 2.10
AHEAD = timedelta(days=90)


class ClockState(StrEnum):
    """What a look at the clock says."""

    WELL = "well"
    BACK = "back"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDoubt:
    """A clock in doubt: what it said at the jump, and the last time that was known to be right."""

    state: ClockState
    now: datetime
    last: datetime

    @property
    def days(self) -> int:
        """How many days the clock stood ahead; 0 where it was set back."""
        return max((self.now - self.last).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known about the time: `seen` by the wall, at `progress` seconds of a counter that never jumps.

    `office` is the office's last word, by its own clock; None where there never was one. `trusted` is the last time
    before a doubt began.
    """

    seen: datetime | None = None
    progress: float | None = None  # None: seen before this start, so the counter says nothing about it
    office: datetime | None = None
    trusted: datetime | None = None
    doubt: ClockDoubt | None = None


def look(before: Look, now: datetime, progress: float) -> tuple[Look, ClockDoubt | None]:
    """Judge the clock; give what is known afterwards, and the doubt if the clock jumped since the last look.

    A doubt ends when the clock agrees again with what was known before it, or when a person explains it.
    """
    after = replace(before, seen=now, progress=progress)
    if before.doubt is not None:
        if judge(now, before.doubt.last, before.office) is ClockState.WELL:
            return replace(after, doubt=None, trusted=now), None
        if judge(now, _expected(before, progress), None) is ClockState.WELL:
            return after, None
    state = judge(now, _expected(before, progress), before.office)
    if state is ClockState.WELL:
        return replace(after, trusted=now), None
    known = [t for t in (before.trusted or before.seen, before.office) if t is not None]
    doubt = ClockDoubt(state=state, now=now, last=max(known))
    return replace(after, doubt=doubt, trusted=doubt.last), doubt


def judge(now: datetime, seen: datetime | None, office: datetime | None) -> ClockState:
    """Compare a time with the last one seen here and with the office's last word."""
    known = [t for t in (seen, office) if t is not None]
    if not known:
        return ClockState.WELL
    last = max(known)
    if last - now > BACK:
        return ClockState.BACK
    return ClockState.AHEAD if now - last > AHEAD else ClockState.WELL


def explained(before: Look, now: datetime, progress: float) -> Look:
    """Believe the clock again, as a person said why; jumps are counted from here."""
    return replace(before, seen=now, progress=progress, trusted=now, doubt=None, office=_not_after(before.office, now))


def _not_after(office: datetime | None, now: datetime) -> datetime | None:
    """The office's word that a person overruled is not asked again; its next one is."""
    return None if office is not None and office - now > BACK else office


def _expected(before: Look, progress: float) -> datetime | None:
    """What the clock should say at least."""
    if before.seen is None or before.progress is None:
        return before.seen
    return before.seen + timedelta(seconds=max(progress - before.progress, 0.0))
