# SPDX-License-Identifier: MulanPSL-2.0
"""The rows that a person chose in a ledger of any length: their ids and their words, read only where not at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.ledger import LedgerQuery
from inspector_app.ledgers import ledger
from inspector_app.ledgers.ledger import LedgerRow
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_window import LedgerWindow
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

Ranges = Sequence[tuple[int, int]]  # first and last row of each


class ChosenRows(QObject):
    """Gives the chosen rows to an act, read first where they are not at hand; too many are refused at once."""

    said = Signal(str, str)  # words, tone

    def __init__(
        self, ws: Workspace, jobs: Jobs, model: LedgerWindow, ranges: Callable[[], Ranges], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.model, self._ranges = ws, jobs, model, ranges

    def take(
        self, query: LedgerQuery, keys: Sequence[str], most: int, then: Callable[[tuple[LedgerRow, ...]], None]
    ) -> None:
        """Give at most `most` chosen rows of a query, with these columns, to an act."""
        ranges = tuple(self._ranges())
        count = sum(last - first + 1 for first, last in ranges)
        if not count:
            self.said.emit(tr("Choose rows first: click, Shift+↑ ↓, or Ctrl+A for all."), "info")
            return
        if count > most:
            words = tr("{count} rows are chosen; at most {most} go at once. Narrow the ledger, or export it.",
                       count=f"{count:,}", most=f"{most:,}")  # fmt: skip
            self.said.emit(words, "warn")
            return
        rows = at_hand(self.model, ranges)
        if rows is not None:
            then(rows)
        else:
            read = partial(read_chosen, self.ws, query, tuple(keys), ranges)
            self.jobs.run_read(self, read, then=then, key="chosen")


def at_hand(model: LedgerWindow, ranges: Ranges) -> tuple[LedgerRow, ...] | None:
    """Give the chosen rows if every one of them is there."""
    found = [row for first, last in ranges for row in model.known(first, last)]
    rows = tuple(row for row in found if row is not None)
    return rows if len(rows) == len(found) else None


def read_chosen(ws: Workspace, query: LedgerQuery, keys: Sequence[str], ranges: Ranges) -> tuple[LedgerRow, ...]:
    """Read the chosen rows with these columns."""
    return tuple(row for first, last in ranges for row in ledger.page(ws, query, first, last - first + 1, tuple(keys)))


def as_text(titles: Sequence[str], rows: Sequence[LedgerRow]) -> str:
    """Give rows as text to paste into a table: a tab between cells, a line for each row, the titles above many."""
    lines = ["\t".join(cell.replace("\n", " ").replace("\t", " ") for cell in row.cells) for row in rows]
    return "\n".join((["\t".join(titles)] if len(rows) > 1 else []) + lines)
