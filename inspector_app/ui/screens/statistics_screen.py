# SPDX-License-Identifier: MulanPSL-2.0
"""统计: the figures of a period as pictures, numbers and reports, and the map of risk; every figure opens its rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.ledgers.overdue_ages import ScopeChoices, scope_choices
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.statistics_charts_page import ChartsPage
from inspector_app.ui.widgets.statistics_filter import Asked, StatisticsFilter
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

TABLES = frozenset(
    {
        "inspections", "inspection_people", "findings", "enterprises", "documents", "document_lines", "services",
        "reinspections", "verdicts", "sign_offs", "follow_ups", "penalty_cases", "plans", "plan_units", "draw_picks",
        "credit_listings", "triages", "officers", "major_hazards",
    }
)  # fmt: skip
CHARTS, NUMBERS, REPORTS, MAP = "charts", "numbers", "reports", "map"


class Page(Protocol):
    """One view."""

    rows_wanted: SignalInstance  # LedgerQuery

    def ask_for(self, asked: Asked) -> None:
        """Read for these days and this scope."""

    def focus_first(self) -> None:
        """Put the focus on what is shown first."""


class StatisticsScreen(FreshWidget):
    """One choice of period and scope above four views of it."""

    tables = TABLES
    ledger_wanted = Signal(object)  # LedgerQuery
    enterprise_wanted = Signal(str, str)  # enterprise, field
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.primary_action: QAction | None = None
        self.filter = StatisticsFilter(ws.today())
        self.filter.changed.connect(self.show_asked)
        self.pages: dict[str, QWidget] = {}
        self._shown_for: dict[str, Asked] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._holders: dict[str, QWidget] = {}
        for name, words in titles():
            holder = QWidget()
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            self._holders[name] = holder
            self.tabs.addTab(holder, words)
        self.tabs.currentChanged.connect(lambda _n: self._show_tab())
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(4), side, theme.dp(12))
        outer.setSpacing(theme.dp(4))
        outer.addWidget(self.filter)
        outer.addWidget(self.tabs, 1)
        self._key("F5", self.refresh)
        for n, (name, _words) in enumerate(titles()):
            self._key(f"Alt+{n + 1}", partial(self.show_tab, name))

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what this is."""
        return Heading(title=tr("Statistics"), whom=tr("figures of this unit's work"))

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            *((f"Alt+{n + 1}", words) for n, (_name, words) in enumerate(titles())),
            ("F5", tr("Count again")),
            ("← → ↑ ↓", tr("Move between the bars, the rows, or over the map")),
            ("Enter", tr("Open the rows behind the figure")),
            ("+ −", tr("Enlarge or reduce the map")),
            ("Home", tr("Show the whole map")),
        ]

    def focus_first(self) -> None:
        """Put the focus on what is shown first."""
        page = self.pages.get(self.tab)
        if page is not None:
            cast("Page", page).focus_first()
        else:
            self.tabs.tabBar().setFocus()

    @property
    def tab(self) -> str:
        """Which view is shown."""
        return titles()[self.tabs.currentIndex()][0]

    def show_tab(self, name: str) -> None:
        """Show one of the views."""
        self.tabs.setCurrentIndex([n for n, _ in titles()].index(name))
        self.focus_first()

    def refresh(self) -> None:
        """Count again."""
        self.reading()
        self.filter.set_today(self.ws.today())
        self.jobs.run_read(self, partial(scope_choices, self.ws), then=self._on_choices, key="choices")

    def on_changed(self, changes: Changes) -> None:
        """Count again when something that is counted was touched; later if nobody looks."""
        if not self.tables.isdisjoint(changes.touched):
            self._shown_for.clear()
        super().on_changed(changes)

    def showEvent(self, event: QShowEvent) -> None:
        """Count again on another day: what is overdue changes overnight."""
        if self.filter.today != self.ws.today():
            self._stale = True
        super().showEvent(event)

    def _on_choices(self, choices: ScopeChoices) -> None:
        self.filter.put_choices(choices)
        self._shown_for.clear()
        self.show_asked()

    def show_asked(self) -> None:
        """Read for what is asked now; views that are not seen read when they are."""
        now = self.ws.now()
        self.filter.say(short_time(now, now.date()))
        self._show_tab()

    def _show_tab(self) -> None:
        name, asked = self.tab, self.filter.asked
        page = self.pages.get(name) or self._make(name)
        self.filter.set_timeless(name == MAP)
        if self._shown_for.get(name) != asked:
            self._shown_for[name] = asked
            cast("Page", page).ask_for(asked)

    def _make(self, name: str) -> QWidget:
        page = self._page(name)
        cast("Page", page).rows_wanted.connect(self.ledger_wanted)
        self.pages[name] = page
        box = self._holders[name].layout()
        assert box is not None
        box.addWidget(page)
        return page

    def _page(self, name: str) -> QWidget:
        if name == CHARTS:
            return ChartsPage(self.ws, self.jobs)
        if name == NUMBERS:
            from inspector_app.ui.widgets.statistics_numbers_page import NumbersPage

            return NumbersPage(self.ws, self.jobs, self.ask)
        if name == REPORTS:
            from inspector_app.ui.widgets.statistics_reports_page import ReportsPage

            return ReportsPage(self.ws, self.jobs, self.ask)
        from inspector_app.ui.widgets.map_page import MapPage

        page = MapPage(self.ws, self.jobs, self.ask)
        page.enterprise_wanted.connect(lambda chosen: self.enterprise_wanted.emit(chosen, ""))
        return page


def titles() -> tuple[tuple[str, str], ...]:
    """Name the views."""
    return (
        (CHARTS, tr("Charts")), (NUMBERS, tr("Figures")), (REPORTS, tr("Reports")), (MAP, tr("Map of risk")),
    )  # fmt: skip
