# SPDX-License-Identifier: MulanPSL-2.0
"""A window on a ledger of any length: how many rows there are, and only the pages that were looked at lately.

It never reads: `pages_wanted` says which pages are missing where somebody looks, and `take` puts them in. A row that
is not there yet is blank.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from inspector_app.ledgers.ledger import LedgerRow

Index = QModelIndex | QPersistentModelIndex
DISPLAY, TOOLTIP, ACCESSIBLE = 0, 3, 11  # Qt's roles as integers: an Enum comparison a cell is slow
HORIZONTAL = Qt.Orientation.Horizontal
NOWHERE = QModelIndex()
PAGE = 128  # rows that are read at once
KEPT = 24  # pages that are kept: 3,072 rows
AHEAD = 48  # rows beyond the edge of what is seen that are read in advance


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """How a column looks: its key, title and width, whether one may sort by it, and what it shows."""

    key: str
    title: str
    wide: int
    sortable: bool = False
    light: bool = False  # the icon of the row's colour stands before the words
    number: bool = False


class LedgerWindow(QAbstractTableModel):
    """Count, titles, and a cache of pages; the oldest page goes when there are too many."""

    pages_wanted = Signal()  # rows that are looked at are not there; `missing` names their pages

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles: tuple[str, ...] = ()
        self.count = 0
        self.seen = (0, 0)  # first and last row that somebody looks at
        self._pages: OrderedDict[int, tuple[LedgerRow, ...]] = OrderedDict()

    # ---- filling ---------------------------------------------------------------------------------------

    def begin(self, titles: Sequence[str], count: int, pages: Mapping[int, tuple[LedgerRow, ...]]) -> None:
        """Show another ledger, or the same one filtered or ordered in another way."""
        self.beginResetModel()
        self.titles, self.count = tuple(titles), count
        self._pages = OrderedDict(pages)
        self.endResetModel()

    def renew(self, pages: Mapping[int, tuple[LedgerRow, ...]]) -> None:
        """Show the same rows as they are now: other pages are forgotten, nothing moves and nothing blinks."""
        self._pages = OrderedDict(pages)
        if self.count:
            self.dataChanged.emit(self.index(0, 0), self.index(self.count - 1, len(self.titles) - 1))

    def take(self, first_page: int, pages: int, rows: Sequence[LedgerRow]) -> None:
        """Put in the rows of some pages; where there are fewer than a page holds, it is a short one."""
        for n in range(pages):
            self._pages[first_page + n] = tuple(rows[n * PAGE : (n + 1) * PAGE])
            self._pages.move_to_end(first_page + n)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        top, last = first_page * PAGE, min((first_page + pages) * PAGE, self.count) - 1
        if top <= last:
            self.dataChanged.emit(self.index(top, 0), self.index(last, len(self.titles) - 1))

    def look(self, first: int, last: int) -> None:
        """Note which rows somebody looks at; asks for them where they are not there."""
        self.seen = (first, last)
        for page in range(first // PAGE, last // PAGE + 1):
            if page in self._pages:
                self._pages.move_to_end(page)
        if self.missing():
            self.pages_wanted.emit()

    def missing(self) -> tuple[int, ...]:
        """Name the pages to read next: those that are looked at; when they are there, those close by."""
        if not self.count:
            return ()
        first, last = self.seen
        absent = self._absent(first, last)
        return absent or self._absent(first - AHEAD, last + AHEAD)

    def _absent(self, first: int, last: int) -> tuple[int, ...]:
        top = max(0, first) // PAGE
        end = min(last, self.count - 1) // PAGE
        return tuple(page for page in range(top, end + 1) if page not in self._pages)

    # ---- looking ---------------------------------------------------------------------------------------

    def row(self, at: int) -> LedgerRow | None:
        """Give a row if it is there."""
        page = self._pages.get(at // PAGE)
        if page is None:
            return None
        inside = at % PAGE
        return page[inside] if inside < len(page) else None

    def cells(self, at: int) -> tuple[str, ...]:
        """Give the words of a row; none while it is not there."""
        found = self.row(at)
        return () if found is None else found.cells

    def known(self, first: int, last: int) -> Iterator[LedgerRow | None]:
        """Give rows from first to last, `None` for those that are not there."""
        return (self.row(at) for at in range(first, last + 1))

    def find(self, row_id: str) -> LedgerRow | None:
        """Give a row by its id, if it is there."""
        return next((row for page in self._pages.values() for row in page if row.id == row_id), None)

    def id_at(self, at: int) -> str:
        """Give the id of a row; nothing while it is not there."""
        found = self.row(at)
        return "" if found is None else found.id

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Count the rows of the whole ledger."""
        return 0 if parent.isValid() else self.count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = 0) -> object:
        """Give the words of a cell; the delegate does not ask here."""
        if role in (DISPLAY, TOOLTIP, ACCESSIBLE):
            cells = self.cells(index.row())
            return cells[index.column()] if cells else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Give the title of a column."""
        if role == DISPLAY and orientation == HORIZONTAL and section < len(self.titles):
            return self.titles[section]
        return None
