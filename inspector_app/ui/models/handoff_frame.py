# SPDX-License-Identifier: MulanPSL-2.0
"""What frames 数据交接: the role of this laptop, counts for the tabs and the bottom line, warnings.

Everything of the hand-off is imported when it is first wanted: keys and signatures take their time to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Role
from inspector_app.ledgers import organs
from inspector_app.workspace import Workspace

SEND, RECEIVE, LAPTOPS, RECONCILE, NUMBERS, CONFLICTS, UNIT = (
    "send", "receive", "laptops", "reconcile", "numbers", "conflicts", "unit",
)  # fmt: skip
FIRST = {Role.ALONE: UNIT, Role.MEMBER: SEND, Role.OFFICE: LAPTOPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the screen's head and tabs say."""

    role: Role
    office: str
    organ: str
    counts: Mapping[str, int]  # by page: what a person has to see to
    warnings: tuple[Problem, ...]

    @property
    def first_page(self) -> str:
        """Where the day begins."""
        return FIRST[self.role]


def read_frame(ws: Workspace) -> Frame:
    """Read role, counts and warnings."""
    from inspector_app.handoff.conflicts import count_open
    from inspector_app.handoff.membership import membership
    from inspector_app.handoff.warnings import warnings
    from inspector_app.ui.models.handoff_receiving import read_backlog

    known, organ = membership(ws), organs.organ(ws)
    return Frame(
        role=known.role, office=known.name, organ=organ.name if organ else "",
        counts={RECEIVE: read_backlog(ws).count, CONFLICTS: count_open(ws)}, warnings=warnings(ws),
    )  # fmt: skip


def handoff_warnings(ws: Workspace) -> tuple[Problem, ...]:
    """Read what a person should know of the hand-over without asking."""
    from inspector_app.handoff.warnings import warnings

    return warnings(ws)


def acknowledge_copy(ws: Workspace) -> None:
    """A person has read that this folder is a copy."""
    from inspector_app.handoff.standing import acknowledge_copy as acknowledge

    acknowledge(ws)
