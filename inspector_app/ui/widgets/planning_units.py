# SPDX-License-Identifier: MulanPSL-2.0
"""The units of a plan: which of them, a search, and a table that reads only what is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QWidget

from inspector_app.domain.year_plan import PlanKind
from inspector_app.ledgers.plans import PlanUnitRow
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import planning_state as state
from inspector_app.ui.models.ledger_window import GridColumn, LedgerWindow
from inspector_app.ui.models.planning_feed import ListFeed
from inspector_app.ui.models.planning_state import Show
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.ledger_grid import LedgerGrid
from inspector_app.ui.widgets.page import Pages, column, label
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

WIDE = (54, 130, 214, 84, 104, 54, 96, 130)
QUIET_MS = 120


class PlanUnits(QWidget):
    """Filters above, table below; `unit_shown` when the current row is another one."""

    unit_shown = Signal(object)  # PlanUnitRow or None
    unit_chosen = Signal(object)  # on Enter or double click

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws = ws
        self._plan_id, self._month = "", 0
        self._wanted = ""  # unit to show when it is there
        self.shows = Segments([(show, show_word(show)) for show in Show])
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(tr("Kind of inspection"))
        self.kinds.addItem(tr("{title}: all", title=tr("Kind of inspection")), None)
        for kind in PlanKind:
            self.kinds.addItem(word(kind), kind)
        self.search = SearchLine(tr("Name, initials or credit code"))
        self.search.setMinimumWidth(theme.dp(150))
        self.count = label("", tone="muted")  # the page puts it beside its notes
        self.model = LedgerWindow(self)
        self._source: state.UnitSource | None = None
        self.feed = ListFeed(jobs, self.model, state.titles(), self)
        self.table = LedgerGrid(self.model, tr("Units of the plan"))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.nothing = label(tr("No unit of the plan is meant by this choice."), tone="muted")
        self.stack = Pages()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        tools: list[QWidget] = [self.shows, self.kinds, self.search]
        box = column(FlowRow(tools), gap=8)
        box.addWidget(self.stack, 1)
        self.setLayout(box)
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.read)
        self.shows.chosen.connect(lambda _show: self.read())
        self.kinds.currentIndexChanged.connect(lambda _n: self.read())
        self.search.searched.connect(lambda _text: self._timer.start())
        self.search.list_wanted.connect(self.table.setFocus)
        self.feed.shown.connect(self._on_shown)
        self.table.current_changed.connect(self._on_current)
        self.table.row_chosen.connect(self._on_chosen)
        self.table.copy_wanted.connect(self._on_copy)

    def show_plan(self, plan_id: str, counts: Mapping[Show, int]) -> None:
        """Show the units of a plan; of the same one they are read again where somebody looks."""
        for show, made in self.shows.buttons.items():
            number = counts.get(Show(show), 0)
            made.setText(f"{show_word(Show(show))} {number:,}" if number else show_word(Show(show)))
        is_same, self._plan_id = plan_id == self._plan_id, plan_id
        self.read(keep_place=is_same)

    def show_month(self, month: int) -> None:
        """Show one month, or the year."""
        self._month = month
        self.read()

    def read(self, *, keep_place: bool = False) -> None:
        """Read what is looked at."""
        if not self._plan_id:
            return
        wanted = state.filter_of(
            self._month, Show(self.shows.value()), self.kinds.currentData(), self.search.text().strip()
        )
        current = self.current()
        self._wanted = current.unit.id if current is not None and keep_place else ""
        self._source = state.UnitSource(self.ws, self._plan_id, wanted)
        self.feed.show(self._source, keep_place=keep_place)

    def current(self) -> PlanUnitRow | None:
        """Give the unit that is acted on."""
        at = self.table.currentIndex()
        return self._source.known.get(self.model.id_at(at.row())) if self._source is not None and at.isValid() else None

    def _on_shown(self, count: int) -> None:
        self.table.show_columns(_columns())
        self.count.setText(tr("{count} units", count=f"{count:,}"))
        self.stack.setCurrentIndex(0 if count else 1)
        if not count:
            self.unit_shown.emit(None)
            return
        first, last = self.table.seen_rows()
        known = range(first, min(last + 2, count))
        at = next((n for n in known if self._wanted and self.model.id_at(n) == self._wanted), -1)
        if at < 0 and not self.table.currentIndex().isValid():
            at = 0
        if at >= 0 and at != self.table.currentIndex().row():
            self.table.choose_row(at)
        else:
            self.unit_shown.emit(self.current())

    def _on_current(self, _row: int) -> None:
        self.unit_shown.emit(self.current())

    def _on_chosen(self, _row: int) -> None:
        if (found := self.current()) is not None:
            self.unit_chosen.emit(found)

    def _on_copy(self) -> None:
        lines = []
        for first, last in self.table.chosen_ranges():
            lines += ["\t".join(found.cells) for found in self.model.known(first, last) if found is not None]
        QGuiApplication.clipboard().setText("\n".join(lines))


def show_word(show: Show) -> str:
    """Name what is listed."""
    words = {Show.ALL: tr("All"), Show.LATE: tr("Late")}
    return words.get(show) or word(state.STATE_OF[show])


def _columns() -> tuple[GridColumn, ...]:
    keys = ("month", "state", "name", "kind", "day", "days", "district", "reason")
    return tuple(
        GridColumn(key=key, title=title, wide=wide, light=key == "state", number=key in ("month", "days"))
        for key, title, wide in zip(keys, state.titles(), WIDE, strict=True)
    )
