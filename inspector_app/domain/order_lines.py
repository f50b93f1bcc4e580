# SPDX-License-Identifier: MulanPSL-2.0
"""The lines of an order as they stand now, and what follows from them: due, overdue, when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.finding import Finding, FindingStatus
from inspector_app.domain.order_life import OrderEvent, OrderState, OrderVerb

# Of these findings nothing is to be looked at again: found rectified, or out of this organ's hands.
SETTLED = frozenset(
    {
        FindingStatus.VERIFIED,
        FindingStatus.CLOSED,
        FindingStatus.TRANSFERRED,
        FindingStatus.WITHDRAWN,
        FindingStatus.DUPLICATE,
    }
)
# In these states the unit is bound and a day counts against it.
RUNNING = frozenset(
    {
        OrderState.SERVED,
        OrderState.EXTENSION_ASKED,
        OrderState.EXTENDED,
        OrderState.EXTENSION_REFUSED,
        OrderState.DONE_REPORTED,
        OrderState.PART,
        OrderState.UNFULFILLED,
        OrderState.CASE_OPENED,
    }
)
# In these the organ has to come again by itself once the deadline has passed.
_AWAITED = frozenset({OrderState.SERVED, OrderState.EXTENSION_ASKED, OrderState.EXTENDED, OrderState.EXTENSION_REFUSED})
OVER = frozenset({OrderState.AMENDED, OrderState.RENEWED, OrderState.CLOSED, OrderState.VOID})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an order: the finding as it stands now, and until when it runs with every extension."""

    ordinal: int
    finding: Finding
    printed: date | None  # the deadline on paper; None for 立即
    deadline: date | None  # the effective one

    @property
    def is_open(self) -> bool:
        """Whether it must still be looked at again."""
        return self.finding.status not in SETTLED

    @property
    def was_wanting(self) -> bool:
        """Whether an earlier round found it not mended: then it may be looked at again on any day."""
        return self.finding.status in (FindingStatus.PARTIAL, FindingStatus.FAILED)

    def is_due(self, on: date) -> bool:
        """Whether its deadline has come; what is to be mended at once is always due."""
        return self.deadline is None or self.deadline <= on or self.was_wanting


def first_deadline(lines: Sequence[OrderLine]) -> date | None:
    """Give the earliest effective deadline of the open lines."""
    return min((line.deadline for line in lines if line.is_open and line.deadline is not None), default=None)


def reported_on(state: OrderState, events: Sequence[OrderEvent]) -> date | None:
    """Give the day of the report of completion that still waits for a look; None where there is none."""
    if state is not OrderState.DONE_REPORTED:
        return None
    return next((e.on for e in reversed(events) if e.verb is OrderVerb.REPORT), None)


def look_counts_from(
    lines: Sequence[OrderLine], state: OrderState, events: Sequence[OrderEvent], *, only_report: bool
) -> date | None:
    """Give the day from which the period for looking again runs: the report, else the first deadline; or None."""
    reported = reported_on(state, events)
    if reported is not None or only_report or state not in _AWAITED:
        return reported
    return first_deadline(lines)


def days_over(lines: Sequence[OrderLine], state: OrderState, today: date) -> int:
    """Give by how many days the earliest open line is overdue; 0 where none is, or the order does not run.

    Derived, never stored (handbook 4.3): a deadline before today on a line that is not settled. A unit that has
    reported its completion waits for the organ and is not overdue.
    """
    first = first_deadline(lines)
    if first is None or state not in RUNNING or state is OrderState.DONE_REPORTED:
        return 0
    return max((today - first).days, 0)


def earliest_look(lines: Sequence[OrderLine], state: OrderState, issued_on: date) -> date | None:
    """Give the first day on which the order may be looked at again (R13); None where a completion was reported.

    A line that is to be mended at once may be looked at from the day of the order.
    """
    if state is OrderState.DONE_REPORTED:
        return None
    days = [issued_on if line.was_wanting else line.deadline or issued_on for line in lines if line.is_open]
    return min(days, default=issued_on)
