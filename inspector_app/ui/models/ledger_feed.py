# SPDX-License-Identifier: MulanPSL-2.0
"""Reads a ledger for its window: first count and page, then the figures of the lights, then what is looked at.

One page is read at a time and a newer wish replaces one that still waits, so that writing never stands in a row of
pages that nobody looks at any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.ledger import Colour, LedgerQuery
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger import LedgerRow
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_window import PAGE, LedgerWindow
from inspector_app.workspace import Workspace

TABLES = frozenset({
    "inspections", "inspection_people", "findings", "enterprises", "documents", "document_lines", "photos",
    "finding_acts", "follow_ups", "follow_up_events", "sign_offs", "reinspections", "verdicts", "penalty_cases",
    "equipment", "conflicts",
})  # fmt: skip
COLOUR = "colour"  # key of the filter by light
COUNTING_MS = 120
MOST_AT_ONCE = 4  # pages in one reading


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """A ledger as it was read: how many rows there are, and the pages where somebody looks."""

    query: LedgerQuery
    keys: tuple[str, ...]
    count: int
    pages: Mapping[int, tuple[LedgerRow, ...]]


def read_view(ws: Workspace, query: LedgerQuery, keys: tuple[str, ...], pages: Sequence[int]) -> LedgerView:
    """Read the count and some pages of a ledger."""
    count = ledger.count(ws, query)
    wanted = [page for page in pages if page * PAGE < count] or ([0] if count else [])
    rows = {page: read_rows(ws, query, keys, page, 1) for page in wanted}
    return LedgerView(query=query, keys=keys, count=count, pages=rows)


def read_rows(
    ws: Workspace, query: LedgerQuery, keys: tuple[str, ...], first_page: int, pages: int
) -> tuple[LedgerRow, ...]:
    """Read some pages that follow each other."""
    return ledger.page(ws, query, first_page * PAGE, pages * PAGE, keys)


def without_colour(query: LedgerQuery) -> LedgerQuery:
    """Give the query of which all lights are counted: the one that is chosen hides the others' rows, not numbers."""
    return replace(query, filters={key: value for key, value in query.filters.items() if key != COLOUR})


class LedgerFeed(QObject):
    """Keeps a window filled. Signals come after the window shows what they tell."""

    shown = Signal(object, bool)  # LedgerView, whether the same rows stayed where they were
    tallied = Signal(object)  # colours to numbers
    refused = Signal(object)  # problems
    broken = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, model: LedgerWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.model = ws, jobs, model
        self.view: LedgerView | None = None
        self._query: LedgerQuery | None = None
        self._keys: tuple[str, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._asked = self._had = 0
        self._filling = False
        self._counting = QTimer(self, singleShot=True, interval=COUNTING_MS)
        self._counting.timeout.connect(self._count_lights)
        model.pages_wanted.connect(self._fill)
        jobs.failed.connect(self._on_failed)

    @property
    def is_reading(self) -> bool:
        """Whether a ledger was asked for and is not there yet."""
        return self._asked != self._had

    def show(self, query: LedgerQuery, keys: Sequence[str], titles: Sequence[str]) -> None:
        """Show a ledger from its first row."""
        self._query, self._keys, self._titles = query, tuple(keys), tuple(titles)
        self._ask((0,), keep=False)

    def renew(self, rows: Sequence[int] = ()) -> None:
        """Read again what is shown, and the pages of these rows; what stayed where it was is not moved."""
        first, last = self.model.seen
        pages = {*range(first // PAGE, last // PAGE + 1), *(row // PAGE for row in rows)}
        self._ask(sorted(pages)[:MOST_AT_ONCE], keep=True)

    def _ask(self, pages: Sequence[int], *, keep: bool) -> None:
        if self._query is None:
            return
        self._asked += 1
        read = partial(read_view, self.ws, self._query, self._keys, tuple(pages))
        then = partial(self._take_view, self._asked, keep)
        self.jobs.run_read(self, read, then=then, refused=self._on_refused, key="view")

    def _take_view(self, asked: int, keep: bool, view: LedgerView) -> None:
        if asked != self._asked:
            return
        before, self.view, self._had = self.view, view, asked
        stays = keep and before is not None and self._stays(before, view)
        if stays:
            self.model.renew(view.pages)
        else:
            self.model.begin(self._titles, view.count, view.pages)
        self.shown.emit(view, stays)
        self._counting.start()

    def _count_lights(self) -> None:
        """Count by light once nobody types: of a whole city's year this takes longer than a page."""
        page = self.parent()
        is_closed = isinstance(page, QWidget) and not page.window().isVisible()
        if self.view is None or self.is_reading or is_closed:
            return
        tally = partial(ledger.tally, self.ws, without_colour(self.view.query))
        then = partial(self._take_tally, self._asked)
        self.jobs.run_read(self, tally, then=then, refused=self._on_refused, key="tally")

    def _stays(self, before: LedgerView, now: LedgerView) -> bool:
        """Whether the rows that are looked at are the same ones, in the same places."""
        same = (before.query, before.keys, before.count) == (now.query, now.keys, now.count)
        return same and all(
            [row.id for row in rows] == [self.model.id_at(page * PAGE + n) for n in range(len(rows))]
            for page, rows in now.pages.items()
        )

    def _take_tally(self, asked: int, tally: Mapping[Colour, int]) -> None:
        if asked == self._asked:
            self.tallied.emit(tally)

    # ---- pages -----------------------------------------------------------------------------------------

    def _fill(self) -> None:
        missing = self.model.missing()
        if self._filling or self.is_reading or not missing or self.view is None:
            return
        first, count = missing[0], 1
        while count < min(len(missing), MOST_AT_ONCE) and missing[count] == first + count:
            count += 1
        self._filling = True
        shown = self.view
        read = partial(read_rows, self.ws, shown.query, shown.keys, first, count)
        then = partial(self._take_rows, self._asked, first, count)
        self.jobs.run_read(self, read, then=then, refused=self._on_refused, key="page")

    def _take_rows(self, asked: int, first: int, count: int, rows: Sequence[LedgerRow]) -> None:
        self._filling = False
        if asked == self._asked:
            self.model.take(first, count, rows)
        self._fill()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._filling = False
        self.refused.emit(problems)

    def _on_failed(self, _place: str) -> None:
        """Something of ours broke; if it was not the reading of this ledger, its rows come and are shown again."""
        self._filling = False
        if self.is_reading:
            self.broken.emit()
