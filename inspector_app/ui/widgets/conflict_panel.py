# SPDX-License-Identifier: MulanPSL-2.0
"""Conflicts at the left, the current one with its values at the right; a decision is an operation and travels."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.conflict import Conflict, ConflictKind, entries_to_merge, place_of
from inspector_app.handoff.conflicts import list_conflicts
from inspector_app.handoff.settling import settle
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.conflict_list import ConflictList
from inspector_app.ui.widgets.conflict_view import ConflictView
from inspector_app.ui.widgets.page import row
from inspector_app.workspace import Workspace

REGISTER = (ConflictKind.ENTERPRISE, ConflictKind.SAME_NAME)


class ConflictPanel(QWidget):
    """The list and the view; `counted` tells how many wait for a decision."""

    settled = Signal()
    counted = Signal(int)

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.list = ConflictList()
        self.view = ConflictView()
        self.list.conflict_shown.connect(self._on_shown)
        self.list.conflict_chosen.connect(self._on_chosen)
        self.view.decided.connect(self._on_decided)
        columns = row(gap=12)
        columns.addWidget(self.list, 2)
        columns.addWidget(self.view, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.addLayout(columns)
        jobs.changed.connect(self.on_changed)

    def show_conflicts(self) -> None:
        """Read the conflicts again."""
        self.jobs.run_read(self, partial(list_conflicts, self.ws), then=self._show, key="conflicts")

    def show_conflict(self, conflict_id: str) -> bool:
        """Make one the current one, where it is listed."""
        return self.list.list.show_row(conflict_id)

    def on_changed(self, changes: Changes) -> None:
        """Read again after every act while the panel is seen: any edit may settle or make one."""
        if self.isVisible():
            self.show_conflicts()

    def _show(self, found: tuple[Conflict, ...]) -> None:
        self.list.put(found)
        self._on_shown(self.list.list.current_id())
        self.counted.emit(sum(c.is_open for c in found))

    def _on_shown(self, conflict_id: str) -> None:
        self.view.show_conflict(self.list.conflict(conflict_id), self.ws.device)

    def _on_chosen(self, _conflict_id: str) -> None:
        self.view.setFocus()

    def _on_decided(self, choice: str, value: object, reason: str) -> None:
        conflict = self.view.conflict
        if conflict is None:
            return
        place = place_of(choice, len(conflict.sides))
        refused = self.view.show_problems
        if conflict.kind in REGISTER and place is not None:
            keep, others = entries_to_merge(conflict, place)
            work = partial(merge_enterprises, self.ws, keep, others)
            self.jobs.run_write(self, work, then=self._on_settled, refused=refused)
            return
        seen = [side.operation for side in conflict.sides]
        act = partial(settle, self.ws, conflict.id, choice, value, reason, seen=seen)
        self.jobs.run_write(self, act, then=self._on_settled, refused=refused)

    def _on_settled(self, _value: object) -> None:
        self.show_conflicts()
        self.list.list.setFocus()
        self.settled.emit()
