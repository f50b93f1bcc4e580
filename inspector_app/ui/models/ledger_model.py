# SPDX-License-Identifier: MulanPSL-2.0
"""One table model for every list of frozen rows: columns are declared, words of a cell are made when first seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
DISPLAY, TOOLTIP, ACCESSIBLE = 0, 3, 11  # Qt's roles as integers: an Enum comparison a cell is slow
HORIZONTAL = Qt.Orientation.Horizontal
ASCENDING = Qt.SortOrder.AscendingOrder
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its title, the words of a row, and how it looks."""

    title: str
    words: Callable[[Any], str]
    wide: int = 120  # letters at the normal size take about 14
    tone: Callable[[Any], str] | None = None  # a colour role for the words; the words say the same
    order: Callable[[Any], Any] | None = None  # what to sort by, where the words do not sort rightly
    stretch: bool = False


class LedgerModel(QAbstractTableModel):
    """Rows by id; refilling keeps what is the same."""

    def __init__(self, columns: Sequence[Column], id_of: Callable[[Any], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self._id_of = id_of
        self._words: list[tuple[str, ...] | None] = []

    def put(self, rows: Sequence[Any]) -> None:
        """Show these rows; where the ids are the same only changed rows are repainted."""
        if len(rows) == len(self.rows) and all(
            self._id_of(a) == self._id_of(b) for a, b in zip(rows, self.rows, strict=True)
        ):
            for n, (new, old) in enumerate(zip(rows, self.rows, strict=True)):
                if new != old:
                    self.rows[n], self._words[n] = new, None
                    self.dataChanged.emit(self.index(n, 0), self.index(n, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self._words = [None] * len(self.rows)
        self.endResetModel()

    def cells(self, row: int) -> tuple[str, ...]:
        """Give the words of a row; the delegate paints from here without asking cell by cell."""
        made = self._words[row]
        if made is None:
            shown = self.rows[row]
            made = self._words[row] = tuple(column.words(shown) for column in self.columns)
        return made

    def id_at(self, row: int) -> str:
        """Give the id of a row."""
        return self._id_of(self.rows[row])

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = 0) -> object:
        """Give the words of a cell."""
        if role in (DISPLAY, TOOLTIP, ACCESSIBLE):
            return self.cells(index.row())[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Give the title of a column."""
        if role == DISPLAY and orientation == HORIZONTAL:
            return self.columns[section].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = ASCENDING) -> None:
        """Order the rows by a column."""
        if not 0 <= column < len(self.columns):
            return
        key = self.columns[column].order or self.columns[column].words
        self.layoutAboutToBeChanged.emit()
        kept = [(i, self.id_at(i.row())) for i in self.persistentIndexList()]
        self.rows.sort(key=key, reverse=order != ASCENDING)
        self._words = [None] * len(self.rows)
        places = {self._id_of(shown): n for n, shown in enumerate(self.rows)}
        for index, row_id in kept:
            self.changePersistentIndex(index, self.index(places[row_id], index.column()))
        self.layoutChanged.emit()
