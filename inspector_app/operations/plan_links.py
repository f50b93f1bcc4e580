# SPDX-License-Identifier: MulanPSL-2.0
"""A visit fulfils what was planned or drawn for its enterprise; always inside the operation that moves the visit.

Visits for a complaint, an assignment from above, a campaign or an accident, and re-inspections fulfil nothing: they
are counted apart from the plan (handbook 7.3).
"""

from __future__ import annotations

import dataclasses

from inspector_app.domain.inspection import Inspection, TaskSource
from inspector_app.domain.year_plan import PlanUnitState
from inspector_app.storage import plan_rows
from inspector_app.storage.record_rows import put_record
from inspector_app.workspace import Step

PLANNED = (TaskSource.PLAN, TaskSource.KEY, TaskSource.RANDOM)  # and a visit whose source nobody has said


def link_visit_in(step: Step, inspection: Inspection) -> None:
    """The visit was planned or begun: note it at the unit of the year's plan and at the drawn unit that it fulfils."""
    if inspection.task.source is not None and inspection.task.source not in PLANNED:
        return
    unit = plan_rows.open_unit(step.db, inspection.enterprise_id, inspection.started_at.year)
    if unit is not None:
        put_record(step.db, dataclasses.replace(unit, inspection_id=inspection.id))
    pick = plan_rows.open_pick(step.db, inspection.enterprise_id)
    if pick is not None:
        put_record(step.db, dataclasses.replace(pick, inspection_id=inspection.id))


def visit_ended_in(step: Step, inspection_id: str) -> None:
    """The visit was made, or entry was refused: the unit of the plan counts as visited."""
    for unit in plan_rows.units_of_visit(step.db, inspection_id):
        put_record(step.db, dataclasses.replace(unit, state=PlanUnitState.DONE, state_reason=""))


def visit_called_off_in(step: Step, inspection_id: str) -> None:
    """The visit was called off, or serves another purpose now: what it was to fulfil is open again."""
    for unit in plan_rows.units_of_visit(step.db, inspection_id):
        state = PlanUnitState.PENDING if unit.state is PlanUnitState.DONE else unit.state
        put_record(step.db, dataclasses.replace(unit, inspection_id="", state=state))
    for pick in plan_rows.picks_of_visit(step.db, inspection_id):
        put_record(step.db, dataclasses.replace(pick, inspection_id="", published_on=None))


def source_changed_in(step: Step, before: Inspection, after: Inspection) -> None:
    """The source of the task is another one now."""
    was, now = (i.task.source is None or i.task.source in PLANNED for i in (before, after))
    if was and not now:
        visit_called_off_in(step, after.id)
    elif now and not was:
        link_visit_in(step, after)
        if after.state.is_over:
            visit_ended_in(step, after.id)
