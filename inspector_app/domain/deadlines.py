# SPDX-License-Identifier: MulanPSL-2.0
"""Rectification deadlines in calendar days: what is proposed, and what may not be printed.

No law fixes the length of a 责令限期整改 deadline (handbook 4.5); the days are the checklist's proposal.
"""

from __future__ import annotations

from datetime import date, timedelta

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.problems import Problem, ProblemCode

DEFAULT_DAYS = 15  # for a finding that belongs to no item


def propose(deadline_class: DeadlineClass, days: int | None, on: date) -> date | None:
    """Propose a deadline counted from the day after `on`; none for 立即 and where no days are given."""
    if deadline_class is DeadlineClass.IMMEDIATE or days is None:
        return None
    return on + timedelta(days=days)


def problems_of(
    deadline_class: DeadlineClass, deadline: date | None, issued_on: date, *, where: str, ordinal: int
) -> tuple[Problem, ...]:
    """Say why a line of an order may not be issued: no deadline, or none after the day of issue (R12)."""
    if deadline is None:
        if deadline_class is not DeadlineClass.WITHIN_DAYS:
            return ()  # 立即; a stop without a date is printed as 立即, the stop itself is a decision of its own (F3)
        fields = {"ordinal": str(ordinal)}
        return (Problem(code=ProblemCode.DEADLINE_MISSING, where=where, fields=fields),)
    if deadline <= issued_on:
        fields = {"ordinal": str(ordinal), "deadline": deadline.isoformat(), "issued_on": issued_on.isoformat()}
        return (Problem(code=ProblemCode.DEADLINE_NOT_AFTER_ISSUE, where=where, fields=fields),)
    return ()
