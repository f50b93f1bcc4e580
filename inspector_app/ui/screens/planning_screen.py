# SPDX-License-Identifier: MulanPSL-2.0
"""计划抽查: the year's plan with its workdays and progress, and random draws step by step in front of a witness."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.draw_page import DrawPage
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.planning_page import PlanPage
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class PlanningScreen(FreshWidget):
    """Two tabs; the one that is looked at reads when something that it shows was touched."""

    tables = PlanPage.tables | DrawPage.tables
    inspection_chosen = Signal(str, str)  # inspection, item code
    enterprise_wanted = Signal(str, str)  # enterprise, field
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.primary_action = QAction("", self)
        self.primary_action.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary_action.setVisible(False)
        self.primary_action.triggered.connect(self._on_primary)
        self.plan = PlanPage(ws, jobs, ask)
        self.draw = DrawPage(ws, jobs, ask)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.plan, tr("Year plan"))
        self.tabs.addTab(self.draw, tr("Random draw"))
        self.tabs.currentChanged.connect(self._on_tab)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(4), side, theme.dp(12))
        outer.addWidget(self.tabs)
        for page in (self.plan, self.draw):
            page.inspection_chosen.connect(self.inspection_chosen)
            page.enterprise_wanted.connect(self.enterprise_wanted)
            page.primary_changed.connect(self._dress)
        self.addAction(self.primary_action)
        self._key("F5", self.refresh)
        self._key("Alt+1", partial(self.show_page, self.plan))
        self._key("Alt+2", partial(self.show_page, self.draw))
        self._key("/", lambda: self._page().focus_search())

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say which plan or draw this is, and how it stands."""
        whom, chip, role = self._page().heading()
        return Heading(title=tr("Plan and draw"), whom=whom, chip=chip, chip_role=role)

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        act = self.primary_action.text()
        return [
            ("Alt+1", tr("Year plan")),
            ("Alt+2", tr("Random draw")),
            *([("Ctrl+Enter", act)] if act and self.primary_action.isVisible() else []),
            *self._page().keys(),
            ("F5", tr("Read again")),
            ("Esc", tr("Close a form")),
        ]

    def focus_first(self) -> None:
        """Put the focus where something is to be done."""
        self._page().focus_first()

    def flush(self) -> None:
        """Keep what was typed a moment ago."""
        self.plan.flush()
        self.draw.flush()

    def refresh(self) -> None:
        """Read the page that is looked at again; the other one reads when it is shown."""
        self.reading()
        for page in (self.plan, self.draw):
            page.make_stale()
        self._page().refresh()

    def show_page(self, page: PlanPage | DrawPage) -> None:
        """Show one of the two."""
        self.tabs.setCurrentWidget(page)
        page.focus_first()

    # ---- the page that is looked at ------------------------------------------------------------------------

    def _page(self) -> PlanPage | DrawPage:
        return self.draw if self.tabs.currentWidget() is self.draw else self.plan

    def _on_tab(self, _index: int) -> None:
        self._dress()

    def _dress(self) -> None:
        words = self._page().primary_words()
        self.primary_action.setText(words)
        self.primary_action.setVisible(bool(words))
        self.primary_action.setEnabled(bool(words) and self._page().may_act())
        self.heading_changed.emit()

    def _on_primary(self) -> None:
        if self._page().may_act():
            self._page().act()
