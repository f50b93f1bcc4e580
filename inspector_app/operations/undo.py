# SPDX-License-Identifier: MulanPSL-2.0
"""Taking back the last act: its inverse, itself recorded. The journal is the undo."""

from __future__ import annotations

from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.workspace import Workspace


def next_undo(ws: Workspace) -> Op | None:
    """Name the act that would be taken back, or None."""
    last = ws.next_undo()
    if last is None or ws.merged_after(last):
        return None
    return Op(last.name) if Op(last.name).can_undo else None


def undo_last(ws: Workspace) -> Done[Op]:
    """Take back the last act. Refuses NOTHING_TO_UNDO, UNDO_BARRIER (an issued document stays issued), UNDO_MERGED."""
    last = ws.next_undo()
    if last is None:
        refuse([Problem(code=ProblemCode.NOTHING_TO_UNDO)])
        raise AssertionError
    name = Op(last.name)
    if not name.can_undo:
        refuse([Problem(code=ProblemCode.UNDO_BARRIER, fields={"op": name.value})])
    if ws.merged_after(last):
        refuse([Problem(code=ProblemCode.UNDO_MERGED)])
    with ws.operation(Op.UNDO, undoes=last.id) as step:
        ws.invert(step, last.id)
    return Done(value=name, changes=step.changes)
