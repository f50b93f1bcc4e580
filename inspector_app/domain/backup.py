# SPDX-License-Identifier: MulanPSL-2.0
"""Backups: what one holds, which of them are kept (7 daily, 4 weekly, 12 monthly), and when the next one is due."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAYS, WEEKS, MONTHS = 7, 4, 12


class PlaceKind(StrEnum):
    """Where backups lie."""

    LOCAL = "local"  # in the data folder: against a damaged database
    MEDIUM = "medium"  # on a second disk or stick: against the loss of the laptop


class Moment(StrEnum):
    """When the program asks whether a backup is due."""

    START = "start"
    ISSUED = "issued"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One finished backup: it was opened again and compared before it got its name. Sizes are bytes."""

    id: str
    made_at: datetime
    device: str
    incarnation: str
    seq: int  # of the laptop's own chain
    head: str  # hash of its newest operation
    acts: int  # operations of all laptops, security notes left out
    last_at: datetime | None  # when the newest act was done
    last_act: str
    counts: Mapping[str, int]  # rows by table
    size: int  # of the database
    files: int
    file_bytes: int
    missing: int  # files that were lost already when it was made
    key: str  # id of the data key; empty when the data are open
    sha256: str  # of the database's file
    schema: str  # the newest migration in it
    program: str
    verified_at: datetime | None
    files_read_at: datetime | None = None  # when every file was read, not only measured
    fault: str = ""  # what a later check found wrong

    @property
    def is_good(self) -> bool:
        """Whether it counts."""
        return not self.fault and self.verified_at is not None


def kept(made: Sequence[datetime]) -> frozenset[datetime]:
    """Give which backups stay: the newest of each of the last 7 days, 4 weeks and 12 months that have one.

    Days without a backup are not counted, so a laptop that lay in a drawer loses nothing.
    """
    rules: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (DAYS, lambda t: t.date()),
        (WEEKS, lambda t: t.date().isocalendar()[:2]),
        (MONTHS, lambda t: (t.year, t.month)),
    )
    found: set[datetime] = set()
    for most, period in rules:
        newest: dict[Hashable, datetime] = {}
        for moment in sorted(made, reverse=True):
            newest.setdefault(period(moment), moment)
        found.update(sorted(newest.values(), reverse=True)[:most])
    return frozenset(found)


LEAST_BETWEEN = {Moment.ISSUED: timedelta(hours=1), Moment.CLOSE: timedelta(hours=4)}


def is_due(moment: Moment, newest: datetime | None, now: datetime) -> bool:
    """Whether a backup is made now, where there is something that the newest one does not hold.

    At the start once a day; after an issue when the newest is an hour old; at closing when it is four hours old.
    A newest one from the future (the clock was set back) does not keep the next one from being made.
    """
    if newest is None or newest > now + timedelta(minutes=2):
        return True
    if moment is Moment.START:
        return newest.date() != now.date()
    return now - newest >= LEAST_BETWEEN[moment]
