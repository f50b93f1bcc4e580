# SPDX-License-Identifier: MulanPSL-2.0
"""What the end of a visit or a re-inspection does to the office's task that it came from; inside the same operation."""

from __future__ import annotations

import dataclasses

from inspector_app.domain.unit import TASK_MOVES, Task, TaskKind, TaskState
from inspector_app.storage import units
from inspector_app.workspace import Step, Workspace


def may_become(task: Task, state: TaskState) -> bool:
    """Whether a task may go from where it stands to that state."""
    return state in TASK_MOVES[task.state]


def inspection_finished_in(step: Step, inspection_id: str) -> None:
    """The inspection was finished: the task that it came from is done."""
    for task in units.tasks_of(step.db, inspection_id):
        if may_become(task, TaskState.DONE):
            units.put_task(step.db, dataclasses.replace(task, state=TaskState.DONE))


def inspection_called_off_in(step: Step, inspection_id: str, reason: str) -> None:
    """The inspection was called off: its task goes back to the office with the same reason."""
    for task in units.tasks_of(step.db, inspection_id):
        if may_become(task, TaskState.RETURNED):
            units.put_task(step.db, dataclasses.replace(task, state=TaskState.RETURNED, reason=reason))


def reinspected_in(ws: Workspace, step: Step, document_id: str, reinspection_id: str) -> None:
    """A round over an order was recorded: this laptop's open tasks to look at it again are done."""
    for task in units.tasks_about(step.db, document_id):
        is_ours = task.kind is TaskKind.REINSPECTION and task.device == ws.device
        if is_ours and may_become(task, TaskState.DONE):
            after = dataclasses.replace(task, state=TaskState.DONE, done_id=reinspection_id)
            units.put_task(step.db, after)
