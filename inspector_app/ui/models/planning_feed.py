# SPDX-License-Identifier: MulanPSL-2.0
"""Keeps a window over a long list filled from two functions: how many rows there are, and some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.problems import Problem
from inspector_app.ledgers.ledger import LedgerRow
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_window import PAGE, LedgerWindow

MOST_AT_ONCE = 4  # pages in one reading


class ListSource(Protocol):
    """A filtered and ordered list; equal sources give equal rows."""

    def count(self) -> int:
        """Count the rows."""

    def rows(self, offset: int, limit: int) -> Sequence[LedgerRow]:
        """Give some of them."""


@dataclass(frozen=True, slots=True)
class _First:
    count: int
    first_page: int
    rows: Sequence[LedgerRow]


class ListFeed(QObject):
    """Reads what is looked at, a few pages at a time; a newer wish replaces one that waits."""

    shown = Signal(int)  # rows of the whole list
    refused = Signal(object)  # problems

    def __init__(self, jobs: Jobs, model: LedgerWindow, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._model, self._titles = jobs, model, tuple(titles)
        self._source: ListSource | None = None
        self._asked = 0
        self._filling = self._reading = False
        model.pages_wanted.connect(self._fill)
        jobs.failed.connect(self._on_failed)

    def show(self, source: ListSource, *, keep_place: bool = False) -> None:
        """Show a list from its first row, or read it again where somebody looks."""
        self._source = source
        self._asked += 1
        self._reading = True
        page = self._model.seen[0] // PAGE if keep_place else 0
        then = partial(self._take_first, self._asked)
        self._jobs.run_read(self, partial(_first, source, page), then=then, refused=self._on_refused, key="list")

    def clear(self) -> None:
        """Show nothing."""
        self._source = None
        self._asked += 1
        self._model.begin(self._titles, 0, {})

    def _take_first(self, asked: int, first: _First) -> None:
        if asked != self._asked:
            return
        self._reading = False
        rows = first.rows
        pages = {first.first_page + at // PAGE: tuple(rows[at : at + PAGE]) for at in range(0, len(rows), PAGE)}
        same = self._model.count == first.count and all(
            row.id == self._model.id_at(first.first_page * PAGE + n) for n, row in enumerate(rows)
        )
        if same and first.count:
            self._model.renew(pages)
        else:
            self._model.begin(self._titles, first.count, pages)
        self.shown.emit(first.count)

    def _fill(self) -> None:
        missing = self._model.missing()
        source = self._source
        if self._filling or self._reading or not missing or source is None:
            return
        first, count = missing[0], 1
        while count < min(len(missing), MOST_AT_ONCE) and missing[count] == first + count:
            count += 1
        self._filling = True
        work = partial(source.rows, first * PAGE, count * PAGE)
        then = partial(self._take, self._asked, first, count)
        self._jobs.run_read(self, work, then=then, refused=self._on_refused, key="page")

    def _take(self, asked: int, first: int, count: int, rows: Sequence[LedgerRow]) -> None:
        self._filling = False
        if asked == self._asked:
            self._model.take(first, count, rows)
        self._fill()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._filling = self._reading = False
        self.refused.emit(problems)

    def _on_failed(self, _place: str) -> None:
        self._filling = self._reading = False


def _first(source: ListSource, page: int) -> _First:
    count = source.count()
    page = page if page * PAGE < count else 0
    return _First(count, page, source.rows(page * PAGE, 2 * PAGE) if count else ())
