# SPDX-License-Identifier: MulanPSL-2.0
"""Taking back the last act: its inverse, itself recorded. The journal is the undo."""

from __future__ import annotations

from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.workspace import Workspace


def next_undo(ws: Workspace) -> Op | None:
    """Name the act that would be taken back, or None."""
    last = ws.next_undo()
    return last.name if last is not None and last.name.can_undo else None


def undo_last(ws: Workspace) -> Done[Op]:
    """Take back the last act. Refuses NOTHING_TO_UNDO and UNDO_BARRIER (an issued document stays issued)."""
    last = ws.next_undo()
    if last is None:
        refuse([Problem(code=ProblemCode.NOTHING_TO_UNDO)])
        raise AssertionError
    if not last.name.can_undo:
        refuse([Problem(code=ProblemCode.UNDO_BARRIER, fields={"op": last.name.value})])
    with ws.operation(Op.UNDO, undoes=last.id) as step:
        ws.invert(step, last.id)
    return Done(value=last.name, changes=step.changes)
