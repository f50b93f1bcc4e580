# SPDX-License-Identifier: MulanPSL-2.0
"""A page of 计划抽查 that leads to an inspection: what was said last, and below it one of its pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.problems import Problem
from inspector_app.ledgers.enterprises import enterprise
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.page import Pages
from inspector_app.ui.widgets.planning_outcome import Outcome
from inspector_app.ui.widgets.start_inspection import StartPanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class StartingPage(FreshWidget):
    """`show_main` leaves every other page; `primary_changed` tells that another act comes next."""

    inspection_chosen = Signal(str, str)
    enterprise_wanted = Signal(str, str)
    primary_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.result = Outcome()
        self.start = StartPanel(ws, jobs)
        self.start.left.connect(self.show_main)
        self.start.started.connect(self._on_started)
        self.pages = Pages()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.result)
        outer.addWidget(self.pages, 1)

    def show_main(self) -> None:
        """Go back to where the work goes on: the first page, where a page knows no better."""
        self.pages.setCurrentIndex(0)
        self.primary_changed.emit()

    def start_with(self, enterprise_id: str, **chosen: Any) -> None:
        """Start an inspection of an enterprise; `chosen` (see `StartPanel.begin`) stands in the form already."""
        work = partial(enterprise, self.ws, enterprise_id)
        self.jobs.run_read(self, work, then=partial(self._begin_start, chosen), refused=self._on_refused)

    def _begin_start(self, chosen: dict[str, Any], found: Enterprise) -> None:
        self.start.begin(found, **chosen)
        self.pages.setCurrentWidget(self.start)
        self.primary_changed.emit()

    def _on_started(self, inspection_id: str) -> None:
        self.show_main()
        self.inspection_chosen.emit(inspection_id, "")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)
