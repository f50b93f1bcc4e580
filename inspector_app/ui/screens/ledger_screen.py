# SPDX-License-Identifier: MulanPSL-2.0
"""台账: which ledger, what narrows it, its rows however many, what is done with the chosen ones, and exports.

The count that is shown, the rows, the lights and what an export writes come from one query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import Problem
from inspector_app.ledgers.ledger import LedgerRow
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_chosen import ChosenRows, as_text
from inspector_app.ui.models.ledger_feed import COLOUR, TABLES, LedgerFeed, LedgerView
from inspector_app.ui.models.ledger_offer import LedgerOffer, ShownColumns, read_offer
from inspector_app.ui.models.ledger_verbs import ASSIGN, LIST, REMIND, Verb
from inspector_app.ui.models.ledger_window import PAGE, LedgerWindow
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.ledger_empty import LedgerEmpty
from inspector_app.ui.widgets.ledger_export import LedgerExport
from inspector_app.ui.widgets.ledger_filters import FilterBar, FilterChips
from inspector_app.ui.widgets.ledger_grid import LedgerGrid
from inspector_app.ui.widgets.ledger_keys import add_keys, ledger_keys
from inspector_app.ui.widgets.ledger_side import LedgerSide
from inspector_app.ui.widgets.ledger_tools import LedgerTools
from inspector_app.ui.widgets.ledger_views import SavedViews
from inspector_app.ui.widgets.page import Band, Pages
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

MOST_COPIED = 5_000  # rows; more belongs into a file
SLOW_MS = 300  # after which a reading that is not there yet is told
DETAIL_MS = 60  # a row on which one does not stay is not read


class LedgerScreen(FreshWidget):
    """All ledgers of this unit, one at a time."""

    tables = TABLES
    inspection_chosen = Signal(str, str)  # inspection, item code
    enterprise_wanted = Signal(str, str)  # enterprise, field
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.primary_action: QAction | None = None
        self.query = LedgerQuery(ledger=LedgerName.FINDINGS)
        self.offer: LedgerOffer | None = None
        self.shown_columns = ShownColumns(ws, jobs, self)
        self._shown: LedgerQuery | None = None
        self.model = LedgerWindow(self)
        self.feed = LedgerFeed(ws, jobs, self.model, self)
        self.table = LedgerGrid(self.model, tr("Ledger"))
        self.bar, self.chips, self.side = FilterBar(), FilterChips(), LedgerSide(ws, jobs)
        self.export = LedgerExport(ws, jobs, ask)
        self.tools = LedgerTools(ws, self.export.masking)
        self.views = SavedViews(ws, jobs, ask, self)
        self.band = Band()
        self.empty = LedgerEmpty()
        self.empty.show_all.clicked.connect(lambda _on=False: self._on_show_all())
        self.empty.again.clicked.connect(lambda _on=False: self._read_again())
        self.chosen = ChosenRows(ws, jobs, self.model, self.table.chosen_ranges, self)
        self.search, self.ledgers, self.count = self.bar.search, self.bar.ledgers, self.tools.count
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self.tools.say_count(tr("Reading …"), is_reading=True))
        self._soon = QTimer(self, singleShot=True, interval=DETAIL_MS)
        self._soon.timeout.connect(self._read_detail)
        self._build()
        self._connect()
        self._add_keys()

    # ---- building --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.stack = Pages()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.setCurrentIndex(1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.stack, 1)
        across.addWidget(self.side)
        self.side.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.dp(24), theme.dp(8), theme.dp(24), theme.dp(12))
        outer.setSpacing(theme.dp(8))
        for part in (self.bar, self.chips, self.tools, self.band, self.export):
            outer.addWidget(part)
        outer.addLayout(across, 1)

    def _connect(self) -> None:
        self.ledgers.currentIndexChanged.connect(lambda _at: self.show_query(LedgerQuery(ledger=self._wanted())))
        self.bar.more.clicked.connect(lambda _on=False: self.side.show_filters())
        self.bar.searched.connect(lambda text: self._ask(replace(self.query, search=text)))
        self.bar.search.list_wanted.connect(self._to_rows)
        for part in (self.bar, self.side.filters):
            part.edited.connect(self._on_filter)
        self.chips.dropped.connect(lambda key: self._on_filter(key, None))
        for dropped in (self.chips.all_dropped, self.side.filters.all_dropped):
            dropped.connect(self._on_show_all)
        tools = self.tools
        tools.tally.chosen.connect(lambda value: self._on_filter(COLOUR, value or None))
        tools.act_wanted.connect(self.begin_act)
        tools.copy_wanted.connect(self.copy)
        tools.sort_wanted.connect(self._on_sort)
        tools.export_wanted.connect(self.export_as)
        tools.view_wanted.connect(self.views.open)
        tools.view_dropped.connect(self.views.drop)
        tools.keep_wanted.connect(self.keep_view)
        tools.columns.clicked.connect(lambda _on=False: self.side.show_columns())
        tools.detail.clicked.connect(lambda _on=False: self.toggle_detail())
        self.views.listed.connect(tools.fill_views)
        self.views.opened.connect(self._on_view)
        self.views.said.connect(lambda words: self.band.say(words, tone="ok"))
        self.chosen.said.connect(lambda words, tone: self.band.say(words, tone=tone))
        self.table.row_chosen.connect(lambda row_id: self._open(self.model.find(row_id)))
        self.table.current_changed.connect(lambda _row: self._soon.start())
        self.table.selection_changed.connect(self._show_chosen)
        self.table.sort_wanted.connect(self._on_sort)
        self.table.copy_wanted.connect(self.copy)
        self.table.not_sortable.connect(self._on_not_sortable)
        self.table.order_changed.connect(self.shown_columns.choose)
        self.table.width_changed.connect(self.shown_columns.draw)
        self.side.columns.chosen.connect(self.shown_columns.choose)
        self.side.columns.reset.connect(self.shown_columns.reset)
        self.shown_columns.changed.connect(lambda: self._ask(self.query))
        self.side.open_wanted.connect(lambda: self._open(self.model.row(self.table.currentIndex().row())))
        self.side.closed.connect(self._on_side_closed)
        self.side.acted.connect(self._on_acted)
        self.feed.shown.connect(self._on_shown)
        self.feed.tallied.connect(self.tools.tally.show_tally)
        self.feed.refused.connect(self._on_refused)
        self.feed.broken.connect(self._on_broken)

    def _add_keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("/", self.focus_first), ("Ctrl+F", self.focus_first), ("L", self.ledgers.setFocus),
            ("F", self.side.show_filters), ("C", self.side.show_columns), ("D", self.toggle_detail),
            ("A", partial(self.begin_act, ASSIGN)), ("U", partial(self.begin_act, REMIND)),
            ("G", partial(self.begin_act, LIST)), ("S", self.tools.sort.showMenu), ("V", self.tools.views.showMenu),
            ("Ctrl+S", self.keep_view), ("Ctrl+E", partial(self.export_as, ".xlsx")), ("Escape", self._on_escape),
            ("Ctrl+Return", self.side.do_act), ("Ctrl+Enter", self.side.do_act),
        )  # fmt: skip
        add_keys(self, acts)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say which ledger this is."""
        return Heading(title=tr("Ledger"), whom=word(self.query.ledger))

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return ledger_keys()

    def focus_first(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus()

    def show_query(self, query: LedgerQuery) -> None:
        """Show the rows of a query: another ledger, or what is behind a figure."""
        if self.side.is_form:
            self.side.leave()
        self.band.hide()
        another = self.offer is None or self.offer.name is not query.ledger
        self.query = query
        self._show_query()
        self.heading_changed.emit()
        self.reading()
        self._slow.start()
        if another:
            self._read_offer()
        else:
            self._ask(query)

    def refresh(self) -> None:
        """Read again what is shown; nothing moves that stayed the same."""
        self.reading()
        if self.offer is None or self.offer.name is not self.query.ledger:
            self._read_offer()
            return
        self.feed.renew(self._chosen_rows())
        self._soon.start()
        read = partial(read_offer, self.ws, self.query.ledger)
        self.jobs.run_read(self, read, then=self._take_filters, key="filters")

    # ---- reading ---------------------------------------------------------------------------------------

    def _read_offer(self) -> None:
        self._slow.start()
        self.jobs.run_read(self, partial(read_offer, self.ws, self.query.ledger), then=self._take_offer, key="offer")
        self.views.read(self.query.ledger)

    def _take_offer(self, offer: LedgerOffer) -> None:
        if offer.name is not self.query.ledger:
            return
        self.shown_columns.begin(offer)
        self._show_filters(offer)
        self._ask(self.query)

    def _take_filters(self, offer: LedgerOffer) -> None:
        """Offer what there is to choose from now: another district, somebody who was given a finding."""
        if self.query.ledger is offer.name and not self.side.is_form:
            self._show_filters(offer)
            self._show_query()

    def _show_filters(self, offer: LedgerOffer) -> None:
        self.offer = offer
        self.bar.show_filters(offer.filters)
        self.side.filters.show_filters(offer.filters, self.ws.today())

    def _ask(self, query: LedgerQuery) -> None:
        """Show another query of the same ledger."""
        self.query = query
        self._show_query()
        if self.offer is not None:
            self._slow.start()
            columns = self.shown_columns.grid()
            self.side.columns.show_columns(self.offer.columns, self.shown_columns.choice.keys)
            self.feed.show(query, [c.key for c in columns], [c.title for c in columns])

    def _on_shown(self, view: LedgerView, stays: bool) -> None:
        self._slow.stop()
        if self.offer is None:
            return
        self.tools.say_count(tr("{count} entries in all", count=f"{view.count:,}"))
        if not stays:
            self.table.show_columns(self.shown_columns.grid())
            if view.query != self._shown:
                self.table.scrollToTop()
        elif not all(first // PAGE in view.pages and last // PAGE in view.pages and last - first < PAGE
                     for first, last in self.table.chosen_ranges()):  # fmt: skip
            self.table.clearSelection()  # what was not read again may be others by now
        self.table.show_sort(view.query.sort, descending=view.query.descending)
        self._shown = view.query
        self._show_chosen()
        self.empty.show_view(view)
        self.stack.setCurrentIndex(0 if view.count else 1)
        self._soon.start()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.empty.say_refused(problems)
        self._show_broken()

    def _on_broken(self) -> None:
        self.empty.say_broken()
        self._show_broken()

    def _show_broken(self) -> None:
        self._slow.stop()
        self._shown = None
        self.tools.say_count("")
        self.stack.setCurrentIndex(1)

    def _read_again(self) -> None:
        self.offer = None
        self.show_query(self.query)

    # ---- narrowing and ordering ------------------------------------------------------------------------

    def _wanted(self) -> LedgerName:
        return LedgerName(self.ledgers.currentData())

    def _show_query(self) -> None:
        """Let every part of the page show what holds."""
        query = self.query
        self.ledgers.blockSignals(True)
        self.ledgers.setCurrentIndex(self.ledgers.findData(query.ledger))
        self.ledgers.blockSignals(False)
        filters = self.offer.filters if self.offer is not None else ()
        self.bar.show_query(query)
        self.side.filters.show_query(query)
        self.chips.show_query(query, filters, self.bar.boxes)
        self.tools.tally.show_chosen(query.filters.get(COLOUR, ""))
        columns = self.offer.columns if self.offer is not None else ()
        self.tools.fill_sort(columns, query.sort, descending=query.descending)

    def _on_filter(self, key: str, value: object) -> None:
        filters = {k: v for k, v in self.query.filters.items() if k != key}
        if value is not None:
            filters[key] = str(value)
        if filters != dict(self.query.filters):
            self._ask(replace(self.query, filters=filters))

    def _on_show_all(self) -> None:
        self._ask(LedgerQuery(ledger=self.query.ledger))

    def _on_sort(self, key: str, descending: bool) -> None:
        self._ask(replace(self.query, sort=key, descending=descending))

    def _on_not_sortable(self, title: str) -> None:
        self.band.say(tr("Rows cannot be ordered by “{title}”; the menu “Sort order” names the columns that can.",
                         title=title))  # fmt: skip

    def keep_view(self) -> None:
        """Save what narrows the ledger under a name."""
        self.views.keep(self.query, self.shown_columns.choice.keys)

    def _on_view(self, query: LedgerQuery, keys: Sequence[str]) -> None:
        if keys:
            self.shown_columns.choose(keys, shows=False)
        self.show_query(query)

    # ---- chosen rows -----------------------------------------------------------------------------------

    def _chosen_rows(self) -> list[int]:
        """Give the first and last rows of what is chosen: their pages are read again with what is seen."""
        return [row for ends in self.table.chosen_ranges()[:2] for row in ends]

    def _show_chosen(self) -> None:
        has_acts = self.query.ledger is LedgerName.FINDINGS
        self.tools.fill_acts(has_acts=has_acts, chosen=self.table.chosen_count())

    def _with_chosen(self, most: int, then: Callable[[tuple[LedgerRow, ...]], None]) -> None:
        if self._shown is not None:
            self.chosen.take(self._shown, [column.key for column in self.table.columns], most, then)

    def begin_act(self, verb: Verb) -> None:
        """Open the form of 交办, 催办 or 挂牌督办 for the chosen findings."""
        from inspector_app.operations.finding_acts import MOST_AT_ONCE  # heavy, and seldom needed

        if self.query.ledger is LedgerName.FINDINGS:
            self._with_chosen(MOST_AT_ONCE, partial(self._begin_act, verb))

    def _begin_act(self, verb: Verb, rows: tuple[LedgerRow, ...]) -> None:
        self.band.hide()
        self.side.begin_act(verb, [row.id for row in rows])

    def _on_acted(self, words: str) -> None:
        self.side.leave()
        self.band.say(words, tone="ok")
        self.table.setFocus()

    def copy(self) -> None:
        """Copy the chosen rows as text."""
        self._with_chosen(MOST_COPIED, self._copy)

    def _copy(self, rows: tuple[LedgerRow, ...]) -> None:
        QGuiApplication.clipboard().setText(as_text(self.model.titles, rows))
        self.band.say(tr("{count} rows are copied.", count=f"{len(rows):,}"), tone="ok")

    def export_as(self, suffix: str) -> None:
        """Write what is shown into a file: the same query, the same columns."""
        if self._shown is not None:
            self.export.ask_and_write(self._shown, self.shown_columns.choice.keys, suffix)

    # ---- rows and the side -----------------------------------------------------------------------------

    def _to_rows(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.choose_row(0)

    def _read_detail(self) -> None:
        at = self.table.currentIndex().row()
        shown = self.model.row(at) if at >= 0 else None
        if self._shown is not None:
            self.side.read_row(self._shown, shown, at)

    def toggle_detail(self) -> None:
        """Show the detail of the current row, or hide it."""
        if self.side.isVisible() and not self.side.is_form:
            self.side.leave()
        else:
            self.side.show_detail()
            self._read_detail()
        self._on_side_closed()

    def _on_side_closed(self) -> None:
        self.tools.detail.setChecked(self.side.isVisible() and not self.side.is_form)
        self._soon.start()

    def _on_escape(self) -> None:
        if self.search.hasFocus() and self.search.text():
            self.search.clear()
            return
        if self.side.isVisible():
            self.side.leave()
        self.table.setFocus()

    def _open(self, shown: LedgerRow | None) -> None:
        """Go to the inspection at the item, or to the enterprise of a row that has no inspection."""
        if shown is None:
            return
        if shown.inspection_id:
            self.inspection_chosen.emit(shown.inspection_id, shown.item_code)
        elif shown.enterprise_id:
            self.enterprise_wanted.emit(shown.enterprise_id, "")
