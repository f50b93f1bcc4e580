# SPDX-License-Identifier: MulanPSL-2.0
"""What the office asks of this laptop, on 今日: begin, go on, or give back with the reason. Hidden without tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Task, TaskKind, TaskState
from inspector_app.ledgers.tasks import TaskRow
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import days_left
from inspector_app.ui.widgets.page import Card, button
from inspector_app.ui.widgets.row_list import Row, RowList, row_height
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # its verbs are loaded when one is wanted: 今日 is the first screen
    from inspector_app.operations.tasks import StartedTask

MOST_SHOWN = 3  # rows; what is more scrolls
SOON = 3  # days left from which on a task is marked


class TaskCard(Card):
    """The card. `start_wanted` carries a task whose inspection is to be started, `inspection_chosen` one that runs."""

    start_wanted = Signal(str)  # task
    inspection_chosen = Signal(str)  # inspection
    reinspect_wanted = Signal(str)  # document
    said = Signal(str)  # what was done, for the line across the page

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tasks from the office"), parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._rows: dict[str, TaskRow] = {}
        self.return_button = button(tr("Return task"), self._on_return, kind="quiet")
        self.return_button.setToolTip(tr("Give the chosen task back to the office, with the reason"))
        self.list = RowList(tr("Tasks from the office"))
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_row)
        self.add_at_right(self.return_button)
        self.add(self.list, 1)
        self.hide()

    def show_tasks(self, rows: Sequence[TaskRow]) -> None:
        """Show the open tasks, the most urgent first; an inspection that runs stands among the unfinished ones."""
        rows = [row for row in rows if row.inspection_state is not InspectionState.OPEN]
        today = self.ws.today()
        self._rows = {row.task.id: row for row in rows}
        self.list.put([row_of(row, today) for row in rows])
        late = sum(row.is_late for row in rows)
        self.note.setText(tr("{count}, {late} late", count=len(rows), late=late) if late else str(len(rows)))
        if rows and not self.list.currentIndex().isValid():
            self.list.step(1)
        self.list.setMinimumHeight(row_height(two_lines=True) + theme.dp(4))
        self.list.setMaximumHeight(row_height(two_lines=True) * min(len(rows) or 1, MOST_SHOWN) + theme.dp(4))
        self.setMaximumHeight(self.list.maximumHeight() + theme.dp(72))
        self.setVisible(bool(rows))

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_row(self, task_id: str) -> None:
        shown = self._rows.get(task_id)
        if shown is None:
            return
        task = shown.task
        if task.kind is TaskKind.INSPECTION and task.state is TaskState.ASSIGNED:
            self.start_wanted.emit(task.id)
        elif task.kind is TaskKind.INSPECTION:
            self.inspection_chosen.emit(task.done_id)
        elif task.state is TaskState.ASSIGNED:
            from inspector_app.operations.tasks import start_task

            work = partial(start_task, self.ws, task.id)
            self.jobs.run_write(self, work, then=self._on_started, refused=self._on_refused)
        else:
            self.reinspect_wanted.emit(task.document_id)

    def _on_started(self, started: StartedTask) -> None:
        self.reinspect_wanted.emit(started.document_id)

    def _on_return(self) -> None:
        from inspector_app.operations.tasks import return_task

        shown = self._rows.get(self.list.current_id())
        if shown is None:
            return
        title = tr("Return the task “{name}” to the office", name=shown.enterprise_name)
        reason = self.ask.text(title, tr("Reason"), multiline=True)
        if reason is None:
            return

        def returned(_task: Task) -> None:
            words = tr("The task goes back to the office with the next hand-over: {name}", name=shown.enterprise_name)
            self.said.emit(words)

        work = partial(return_task, self.ws, shown.task.id, reason)
        self.jobs.run_write(self, work, then=returned, refused=self._on_refused)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.ask.show_problems(problems)


def row_of(shown: TaskRow, today: date) -> Row:
    """Give the row of a task: what is asked, until when, and what Enter does."""
    task = shown.task
    is_visit = task.kind is TaskKind.INSPECTION
    what = tr(", ").join(shown.pack_titles) if is_visit else shown.number
    parts = (word(task.kind), what, tr(", ").join(shown.officer_names), task.note)
    role = "bad" if shown.is_late else "warn" if (shown.days_left or 0) <= SOON else "muted"
    return Row(
        id=task.id,
        title=shown.enterprise_name,
        detail=" · ".join(" ".join(part.split()) for part in parts if part),
        side="" if task.state is TaskState.ASSIGNED else _state_word(shown),
        chip=days_left(task.due_on, today) if task.due_on is not None else "",
        chip_role=role,
        icon="inspection" if is_visit else "reinspection",
        icon_role="accent",
        action=_action(shown),
        tip="\n".join(part for part in (shown.enterprise_name, *parts) if part),
    )


def _state_word(shown: TaskRow) -> str:
    return word(shown.inspection_state or shown.task.state)


def _action(shown: TaskRow) -> str:
    if shown.task.state is TaskState.STARTED:
        return tr("Continue")
    return tr("Start") if shown.task.kind is TaskKind.INSPECTION else tr("Re-inspect")
