# SPDX-License-Identifier: MulanPSL-2.0
"""The figures as pictures: over time, by sector, by district, by clause, and how long findings are overdue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.chart import BarChart, Chart
from inspector_app.domain.figures import Dimension, FigureKey, FigureRow, Period
from inspector_app.domain.ledger import LedgerQuery
from inspector_app.ledgers import statistics
from inspector_app.ledgers.overdue_ages import OverdueAge, overdue_ages
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import statistics_charts as charts
from inspector_app.ui.widgets.chart_view import ChartView
from inspector_app.ui.widgets.page import Card, label, scrolled
from inspector_app.ui.widgets.statistics_filter import Asked
from inspector_app.wording import tr
from inspector_app.wording.figure_words import title
from inspector_app.workspace import Workspace

K = FigureKey
FEWEST_MONTHS = 3  # a line over fewer says nothing: then the months of the year up to the cut-off are drawn
Query = LedgerQuery | None


class ChartCard(Card):
    """A chart with its title; `rows_wanted` asks for the rows behind one figure."""

    rows_wanted = Signal(object)  # LedgerQuery

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.view = ChartView(title)
        self.view.chosen.connect(self._on_chosen)
        self.nothing = label(tr("Nothing was found in this period."), tone="muted")
        self.add(self.nothing)
        self.add(self.view)
        self.outer.addStretch(1)
        self.nothing.hide()
        self._queries: tuple[Query, ...] = ()

    def show_chart(self, chart: Chart, queries: Sequence[Query], note: str = "") -> None:
        """Show a chart; each of its figures opens a query."""
        self._queries = tuple(queries)
        self.note.setText(note)
        self.nothing.setText(tr("Nothing was found in this period."))
        self.nothing.setVisible(not queries)
        self.view.setVisible(bool(queries))
        self.view.show_chart(chart)
        self.outer.setStretchFactor(self.view, 0 if isinstance(chart, BarChart) else 100)

    def show_waiting(self) -> None:
        """Say that it is not read yet."""
        self._queries = ()
        self.note.setText("")
        self.view.hide()
        self.nothing.setText(tr("Reading …"))
        self.nothing.show()

    def _on_chosen(self, index: int) -> None:
        query = self._queries[index] if index < len(self._queries) else None
        if query is not None:
            self.rows_wanted.emit(query)


class ChartsPage(QWidget):
    """Six charts; each is read for itself, so that the first is there soon."""

    rows_wanted = Signal(object)  # LedgerQuery
    read = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.asked: Asked | None = None
        self._rows: dict[Dimension, tuple[FigureRow, ...]] = {}
        self._clauses_for: Asked | None = None  # counting clauses takes longest: not before they are looked at
        self.rate = ChartCard(tr("Rectification rate by month"))
        self.found = ChartCard(tr("Found and rectified by month"))
        self.sectors = ChartCard(tr("By sector"))
        self.districts = ChartCard(tr("By district"))
        self.clauses = ChartCard(tr("Clauses with most findings"))
        self.ages = ChartCard(tr("Overdue, by how long"))
        self.measure = QComboBox()
        self.measure.setAccessibleName(tr("What the bars of sectors and districts show"))
        for key in charts.GROUP_MEASURES:
            self.measure.addItem(title(key), key)
        self.measure.currentIndexChanged.connect(lambda _n: self._show_groups())
        self.sectors.top.addWidget(self.measure)
        self._lay_out()

    def _lay_out(self) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, theme.dp(8), theme.dp(4), theme.dp(8))
        grid.setSpacing(theme.dp(12))
        cards = (self.rate, self.ages, self.sectors, self.districts, self.found, self.clauses)
        for n, card in enumerate(cards):
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            card.rows_wanted.connect(self.rows_wanted)
            grid.addWidget(card, n // 2, n % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(body)
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._look_at_clauses())
        outer.addWidget(self.area)

    def ask_for(self, asked: Asked) -> None:
        """Read everything for these days and this scope."""
        self.asked = asked
        self._rows.clear()
        months = months_drawn(asked.period)
        self._read("months", partial(self._months, months, asked), self._show_months)
        self._read("ages", partial(overdue_ages, self.ws, asked.period.last, asked.scope), self._show_ages)
        for dimension, then in (
            (Dimension.SECTOR, self._show_sectors),
            (Dimension.DISTRICT, self._show_districts),
        ):
            work = partial(statistics.by, self.ws, asked.period, dimension, scope=asked.scope)
            self._read(str(dimension), work, then)
        self._clauses_for = None
        self.clauses.show_waiting()

    def _look_at_clauses(self) -> None:
        """Read the clauses when they are seen for the first time."""
        asked = self.asked
        is_laid_out = Dimension.DISTRICT in self._rows  # the last one above it that was read
        if asked is None or not is_laid_out or self._clauses_for == asked or self.clauses.visibleRegion().isEmpty():
            return
        self._clauses_for = asked
        work = partial(statistics.by, self.ws, asked.period, Dimension.CLAUSE, scope=asked.scope)
        self._read("clauses", work, self._show_clauses)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be seen now."""
        super().resizeEvent(event)
        self._look_at_clauses()

    def focus_first(self) -> None:
        """Put the focus on the first chart."""
        self.rate.view.setFocus()

    def _read(self, key: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        asked = self.asked

        def show(value: object) -> None:
            if self.asked is asked:  # not of a period that was left meanwhile
                then(value)
                QTimer.singleShot(0, self, self._look_at_clauses)  # once the other cards have their height

        self.jobs.run_read(self, work, then=show, key=key)

    def _months(self, months: Period, asked: Asked) -> tuple[tuple[FigureRow, ...], tuple[FigureRow, ...]]:
        now = statistics.series(self.ws, months, scope=asked.scope)
        return now, statistics.series(self.ws, months.year_before, scope=asked.scope)

    def _show_months(self, read: tuple[tuple[FigureRow, ...], tuple[FigureRow, ...]]) -> None:
        now, before = read
        has_any = any(row.figures[K.FINDINGS].value for row in now)
        queries = tuple(row.query for row in now) if has_any else ()
        note = ""
        if self.asked is not None and now and months_drawn(self.asked.period) != self.asked.period:
            note = tr("months up to the cut-off")
        self.rate.show_chart(charts.rate_over_time(now, before), queries, note)
        self.found.show_chart(charts.found_and_rectified(now), queries, note)

    def _show_ages(self, found: tuple[OverdueAge, ...]) -> None:
        total = sum(age.general + age.major for age in found)
        self.ages.show_chart(charts.ages(found), [age.query for age in found], tr("{count} in all", count=f"{total:,}"))

    def _show_sectors(self, rows: tuple[FigureRow, ...]) -> None:
        self._rows[Dimension.SECTOR] = rows
        self._show_groups()

    def _show_districts(self, rows: tuple[FigureRow, ...]) -> None:
        self._rows[Dimension.DISTRICT] = rows
        self._show_groups()

    def _show_groups(self) -> None:
        key = FigureKey(self.measure.currentData())
        for dimension, card in ((Dimension.SECTOR, self.sectors), (Dimension.DISTRICT, self.districts)):
            rows = self._rows.get(dimension)
            if rows is not None:
                self._show_group(card, rows, key)

    def _show_group(self, card: ChartCard, rows: tuple[FigureRow, ...], key: FigureKey) -> None:
        assert self.asked is not None
        shown = rows[: charts.MOST_BARS]
        more = tr("{shown} of {count}, the most findings first", shown=len(shown), count=len(rows))
        note = more if len(rows) > len(shown) else title(key)
        period, scope = self.asked.period, self.asked.scope
        queries = [
            statistics.rows_behind(key, period, scope, dict(row.query.filters) if row.query else None) for row in shown
        ]
        card.show_chart(charts.groups(shown, key), queries, note)

    def _show_clauses(self, rows: tuple[FigureRow, ...]) -> None:
        shown = rows[: charts.MOST_BARS]
        note = tr("{shown} of {count} clauses", shown=len(shown), count=len(rows)) if rows else ""
        self.clauses.show_chart(charts.clauses(shown), [row.query for row in shown], note)
        self.read.emit()


def months_drawn(period: Period) -> Period:
    """Give the months that are drawn over time: those of the period, or of its year if these are few."""
    if len(period.months) >= FEWEST_MONTHS:
        return period
    return Period(min(period.first, date(period.last.year, 1, 1)), period.last)
