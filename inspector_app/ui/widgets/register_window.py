# SPDX-License-Identifier: MulanPSL-2.0
"""The register as a list of any length: the keys of all that is meant, and the rows that were looked at lately."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import overload

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.widgets.row_list import Row, RowModel

PAGE = 128  # rows that are read at once
KEPT = 24  # pages that are kept: 3,072 rows
AHEAD = 32  # rows beyond the edge of what is seen that are read in advance
BLANK = Row(id="", title=" ", detail=" ")  # what stands where a row is still being read


class _Rows(Sequence[Row]):
    """The rows by their place; one that is not there yet is blank."""

    def __init__(self, window: EnterpriseWindow) -> None:
        self._window = window

    def __len__(self) -> int:
        return len(self._window.keys)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self._window.row(n) for n in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._window.row(at % len(self))


class EnterpriseWindow(RowModel):
    """It never reads: `pages_wanted` says that rows are looked at which are not there, `take` puts them in."""

    pages_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys: array[int] = array("q")
        self.seen = (0, 0)  # first and last row that somebody looks at
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self.rows = _Rows(self)

    def put(self, rows: Sequence[Row]) -> None:
        """A window is filled with `begin` and `take` only."""
        raise TypeError("a window is filled with begin and take")

    def begin(self, keys: array[int], rows: Iterable[tuple[int, Row]]) -> None:
        """Show what another query means; where it means the same, nothing moves and only new words are painted."""
        is_same = keys == self.keys
        if not is_same:
            self.beginResetModel()
        self.keys = keys
        self._pages.clear()
        self._keep(rows)
        if not is_same:
            self.endResetModel()
        elif keys:
            self.dataChanged.emit(self.index(0), self.index(len(keys) - 1))

    def take(self, page: int, rows: Iterable[tuple[int, Row]]) -> None:
        """Put in the rows of a page, by their keys."""
        self._pages[page] = dict(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        top, end = page * PAGE, min((page + 1) * PAGE, len(self.keys)) - 1
        if top <= end:
            self.dataChanged.emit(self.index(top), self.index(end))

    def _keep(self, rows: Iterable[tuple[int, Row]]) -> None:
        known = dict(rows)
        for page in range((len(self.keys) + PAGE - 1) // PAGE if known else 0):
            keys = self.keys[page * PAGE : (page + 1) * PAGE]
            if keys[0] in known and keys[-1] in known:
                self._pages[page] = {key: known[key] for key in keys if key in known}

    def row(self, at: int) -> Row:
        """Give a row, or a blank one."""
        page = self._pages.get(at // PAGE)
        return BLANK if page is None else page.get(self.keys[at], BLANK)

    def place(self, key: int) -> int:
        """Say where a key stands; -1 when it is not among them."""
        try:
            return self.keys.index(key)
        except ValueError:
            return -1

    def place_of(self, row_id: str) -> int:
        """Say where a row that is there stands; -1 when it is not."""
        for page, rows in self._pages.items():
            for key, shown in rows.items():
                if shown.id == row_id:
                    inside = self.keys[page * PAGE : (page + 1) * PAGE]
                    return page * PAGE + inside.index(key)
        return -1

    def look(self, first: int, last: int) -> None:
        """Note which rows somebody looks at; asks for them where they are not there."""
        self.seen = (max(0, first), max(0, last))
        if self.missing():
            self.pages_wanted.emit()

    def missing(self) -> int | None:
        """Name the page to read next: one that is looked at; when those are there, one close by."""
        first, last = self.seen
        for top, end in ((first, last), (first - AHEAD, last + AHEAD)):
            end = min(end, len(self.keys) - 1)
            for page in range(max(0, top) // PAGE, end // PAGE + 1 if end >= 0 else 0):
                if page not in self._pages:
                    return page
        return None

    def keys_of(self, page: int) -> array[int]:
        """Give the keys of a page."""
        return self.keys[page * PAGE : (page + 1) * PAGE]
