# SPDX-License-Identifier: MulanPSL-2.0
"""What frames 数据交接: the role of this laptop, counts for the tabs and the bottom line, warnings.

Everything of the hand-off is imported when it is first wanted: keys and signatures take their time to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.unit import Role
from inspector_app.ledgers import organs
from inspector_app.workspace import Workspace

SEND, RECEIVE, LAPTOPS, RECONCILE, NUMBERS, FILES, CONFLICTS, UNIT = (
    "send", "receive", "laptops", "reconcile", "numbers", "files", "conflicts", "unit",
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
    from inspector_app.ui.models.handoff_receiving import read_backlog

    known, organ = membership(ws), organs.organ(ws)
    return Frame(
        role=known.role, office=known.name, organ=organ.name if organ else "",
        counts={RECEIVE: read_backlog(ws).count, CONFLICTS: count_open(ws)},
        warnings=handoff_warnings(ws),
    )  # fmt: skip


def _set_back_first(told: tuple[Problem, ...], *, is_set_back: bool) -> tuple[Problem, ...]:
    """Say of an office's copied folder that it gives out no numbers; that it is a copy is said with it."""
    if not is_set_back:
        return told
    stopped = Problem(code=ProblemCode.OFFICE_SET_BACK, where="numbers", severity=Severity.WARN)
    return (stopped, *(p for p in told if p.code is not ProblemCode.COPY_OF_WORKSPACE))


def handoff_warnings(ws: Workspace) -> tuple[Problem, ...]:
    """Read what a person should know of the hand-over without asking."""
    from inspector_app.handoff.membership import is_office_set_back
    from inspector_app.handoff.warnings import warnings

    return _set_back_first(warnings(ws), is_set_back=is_office_set_back(ws))


def acknowledge_copy(ws: Workspace) -> None:
    """A person has read that this folder is a copy."""
    from inspector_app.handoff.standing import acknowledge_copy as acknowledge

    acknowledge(ws)


def resume_numbers(ws: Workspace) -> None:
    """A person knows that no other copy of this office gives out numbers; with that, that it is a copy is read too."""
    from inspector_app.handoff.leases import resume
    from inspector_app.handoff.standing import acknowledge_copy as acknowledge

    resume(ws)
    acknowledge(ws)
