# SPDX-License-Identifier: MulanPSL-2.0
"""计划抽查: the year's plan with its workdays and progress, and random draws step by step in front of a witness."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from inspector_app.domain.change import Op
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.draw_page import DrawPage
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.later import Later
from inspector_app.ui.widgets.planning_page import PlanPage
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

Page = TypeVar("Page", PlanPage, DrawPage)


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
        self._plan = Later(lambda: self._joined(PlanPage(ws, jobs, ask)))
        self._draw = Later(lambda: self._joined(DrawPage(ws, jobs, ask)))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._plan, tr("Year plan"))
        self.tabs.addTab(self._draw, tr("Random draw"))
        self.tabs.currentChanged.connect(self._on_tab)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(4), side, theme.dp(12))
        outer.addWidget(self.tabs)
        self.addAction(self.primary_action)
        self._key("F5", self.refresh)
        self._key("Alt+1", lambda: self.show_page(self.plan))
        self._key("Alt+2", lambda: self.show_page(self.draw))
        self._key("/", lambda: self._page().focus_search())

    def _joined(self, page: Page) -> Page:
        page.inspection_chosen.connect(self.inspection_chosen)
        page.enterprise_wanted.connect(self.enterprise_wanted)
        page.primary_changed.connect(self._dress)
        return page

    @property
    def plan(self) -> PlanPage:
        """The year's plan."""
        return self._plan.part

    @property
    def draw(self) -> DrawPage:
        """The draws."""
        return self._draw.part

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
        for page in self._built():
            page.flush()

    def refresh(self) -> None:
        """Read the page that is looked at again; the other one reads when it is shown."""
        self.reading()
        for page in self._built():
            page.make_stale()
        self._page().refresh()

    def show_page(self, page: PlanPage | DrawPage) -> None:
        """Show one of the two."""
        self.tabs.setCurrentWidget(self._draw if isinstance(page, DrawPage) else self._plan)
        page.focus_first()

    def primary_right(self) -> Op:
        """Say which right the primary act of the page needs."""
        return self._page().primary_right()

    # ---- the page that is looked at ------------------------------------------------------------------------

    def _page(self) -> PlanPage | DrawPage:
        return self.draw if self.tabs.currentWidget() is self._draw else self.plan

    def _built(self) -> list[PlanPage | DrawPage]:
        """Give the pages that were looked at; another one is built and read when it is."""
        return [later.part for later in (self._plan, self._draw) if later.is_built]

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
