# SPDX-License-Identifier: MulanPSL-2.0
"""What the page of the year's plan reads: the plans, how one of them is doing, and its units as rows of a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.ledger import Colour
from inspector_app.domain.problems import Problem
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnitState, YearPlan
from inspector_app.ledgers import plans
from inspector_app.ledgers.ledger import LedgerRow
from inspector_app.ledgers.plans import CapRow, PlanChangeRow, PlanProgress, PlanUnitRow, UnitFilter
from inspector_app.operations.plans import plan_problems
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class Show(StrEnum):
    """Which units are listed."""

    ALL = "all"
    LATE = "late"
    PENDING = "pending"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


STATE_OF: Mapping[Show, PlanUnitState] = {
    Show.PENDING: PlanUnitState.PENDING, Show.DONE: PlanUnitState.DONE, Show.POSTPONED: PlanUnitState.POSTPONED,
    Show.CANCELLED: PlanUnitState.CANCELLED,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """Everything that the page shows but its list of units."""

    plans: tuple[YearPlan, ...]
    progress: PlanProgress | None = None
    changes: tuple[PlanChangeRow, ...] = ()
    caps: tuple[CapRow, ...] = ()
    problems: tuple[Problem, ...] = ()  # of a draft: what stands in the way of its approval

    @property
    def plan(self) -> YearPlan | None:
        """The plan that is shown."""
        return self.progress.plan if self.progress is not None else None

    def counts(self) -> dict[Show, int]:
        """Count the units by what became of them."""
        if self.progress is None:
            return {}
        total = self.progress.total
        return {
            Show.ALL: total.planned + total.cancelled, Show.LATE: total.late,
            Show.PENDING: total.open - total.postponed, Show.DONE: total.done, Show.POSTPONED: total.postponed,
            Show.CANCELLED: total.cancelled,
        }  # fmt: skip


def read_plan(ws: Workspace, plan_id: str) -> PlanRead:
    """Read a plan; none named gives the one that counts this year, else the newest one."""
    known = plans.plans(ws)
    if not known:
        return PlanRead(plans=())
    wanted = next((one for one in known if one.id == plan_id), None) or first_of(known, ws.today().year)
    is_draft = wanted.state is PlanState.DRAFT
    return PlanRead(
        plans=known, progress=plans.progress(ws, wanted.id), changes=plans.changes(ws, wanted.id),
        caps=plans.caps(ws, wanted.year), problems=plan_problems(ws, wanted.id) if is_draft else (),
    )  # fmt: skip


def first_of(known: Sequence[YearPlan], year: int) -> YearPlan:
    """Choose the plan with which one begins."""
    approved = [one for one in known if one.state is PlanState.APPROVED]
    order = ([one for one in approved if one.year == year], [one for one in known if one.year == year], approved, known)
    return next(found[0] for found in order if found)


@dataclass(frozen=True, slots=True, eq=False)
class UnitSource:
    """The units of a plan that a filter means, as rows to show; `known` are those that were read."""

    ws: Workspace
    plan_id: str
    wanted: UnitFilter
    known: dict[str, PlanUnitRow] = field(default_factory=dict)

    def count(self) -> int:
        """Count the rows."""
        return plans.count_units(self.ws, self.plan_id, self.wanted)

    def rows(self, offset: int, limit: int) -> tuple[LedgerRow, ...]:
        """Give some of them."""
        found = plans.units(self.ws, self.plan_id, self.wanted, offset=offset, limit=limit)
        self.known.update({shown.unit.id: shown for shown in found})
        return tuple(unit_row(shown) for shown in found)


def filter_of(month: int, show: Show, kind: PlanKind | None, text: str) -> UnitFilter:
    """Say which units are meant."""
    return UnitFilter(month=month, state=STATE_OF.get(show), kind=kind, only_late=show is Show.LATE, text=text)


def titles() -> tuple[str, ...]:
    """Name the columns of `unit_row`."""
    return (tr("Month"), tr("State"), tr("Enterprise"), tr("Kind of inspection"), tr("Visited on"), tr("Days"),
            tr("District"), tr("Reason"))  # fmt: skip


def unit_row(shown: PlanUnitRow) -> LedgerRow:
    """Give a unit as it is shown."""
    unit = shown.unit
    words, colour = unit_state(shown)
    reason = unit.state_reason or unit.reason
    days = f"{unit.workdays / 10:g}" if unit.workdays else ""
    cells = (
        str(unit.month), words, shown.enterprise_name, word(unit.kind),
        shown.visited_on.isoformat() if shown.visited_on else "", days, shown.district, reason,
    )  # fmt: skip
    return LedgerRow(id=unit.id, cells=cells, colour=colour)


def unit_state(shown: PlanUnitRow) -> tuple[str, Colour]:
    """Give the word of what became of a unit, and its light."""
    unit = shown.unit
    if unit.state is PlanUnitState.DONE:
        return word(unit.state), Colour.GREEN
    if unit.state is PlanUnitState.CANCELLED:
        return word(unit.state), Colour.GREY
    if shown.is_late:
        return tr("Late"), Colour.RED
    if unit.inspection_id:
        return tr("Inspection begun"), Colour.YELLOW
    return word(unit.state), Colour.YELLOW if unit.state is PlanUnitState.POSTPONED else Colour.GREY
