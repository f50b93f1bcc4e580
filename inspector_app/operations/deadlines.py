# SPDX-License-Identifier: MulanPSL-2.0
"""Dates proposed by law, each with its reasons: the workspace's own periods and holidays over the bundled ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from inspector_app.domain.periods import Due, Period, due
from inspector_app.domain.problems import refuse
from inspector_app.law.book import LawBook
from inspector_app.locations import bundled
from inspector_app.operations.deadline_words import explain, joined
from inspector_app.storage.rows import CHINA
from inspector_app.workspace import Workspace

Day = date  # `Explained` has a field of that name


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A proposed date with its reasons; `date` is none where the law gives no number (及时)."""

    period: Period
    date: Day | None
    provisional: bool  # 按周末推算
    why: str
    steps: tuple[str, ...]
    due: Due | None


@lru_cache(maxsize=1)
def _bundled_law() -> LawBook:
    return LawBook(bundled("forms"), bundled("resources"))


def law_of(ws: Workspace | None) -> LawBook:
    """Give the law of a workspace; what ships with the program without one."""
    return _bundled_law() if ws is None else ws.law


def due_on(ws: Workspace | None, rule: str, start: date | datetime) -> Explained:
    """Say when the period of that key ends, counted from `start`, and why.

    Refuses PERIOD_UNKNOWN, TIME_WRONG (hours need a time), DATE_WRONG, and every fault of the law's files.
    """
    law = law_of(ws)
    refuse(law.problems)
    return explained(law.period(rule), start, law)


def explained(period: Period, start: date | datetime, law: LawBook) -> Explained:
    """Say when a period ends by that law's calendar, and why."""
    if isinstance(start, datetime) and start.tzinfo is not None:
        start = start.astimezone(CHINA)
    found = due(period, start, law.calendar) if period.length is not None else None
    steps = explain(period, found)
    return Explained(
        period=period,
        date=found.date if found else None,
        provisional=found is not None and found.is_provisional,
        why=joined(steps),
        steps=steps,
        due=found,
    )


def period_rows(ws: Workspace | None) -> tuple[Period, ...]:
    """Give all periods in the order of their file. Refuses the faults of the law's files."""
    law = law_of(ws)
    refuse(law.problems)
    return tuple(law.period_table.periods.values())
