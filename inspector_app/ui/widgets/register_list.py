# SPDX-License-Identifier: MulanPSL-2.0
"""The list of the register: it tells its window which rows are looked at, and has a current one while rows come.

It is a table of one column: a list view asks the model for every one of 79,812 rows whenever a few of them change.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector_app.ui.widgets.register_window import EnterpriseWindow
from inspector_app.ui.widgets.row_list import RowDelegate, row_height

TO_END = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class RegisterList(QTableView):
    """Any number of rows; `row_chosen` on click or Enter, `row_shown` once the current row is there."""

    row_chosen = Signal(str)
    row_shown = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = EnterpriseWindow(self)
        self._told = ""
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setObjectName("rowTable")
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        head = self.verticalHeader()
        head.hide()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultSectionSize(row_height(two_lines=True))
        self.rows.dataChanged.connect(self._on_data)
        self.clicked.connect(self._on_chosen)
        self.selectionModel().currentChanged.connect(self._on_current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is there, and say which rows are looked at."""
        super().paintEvent(event)
        count = len(self.rows.keys)
        if count:
            end = self.rowAt(self.viewport().height() - 1)
            self.rows.look(max(0, self.rowAt(0)), end if end >= 0 else count - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what a click does, and Home and End go to the first and the last row."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_chosen(self.currentIndex())
        elif key in TO_END:
            self.show_place(TO_END[key] % max(1, len(self.rows.keys)))
        else:
            super().keyPressEvent(event)

    def current_id(self) -> str:
        """Give the id of the current row; nothing while it is not there."""
        index = self.currentIndex()
        return self.rows.row(index.row()).id if index.isValid() else ""

    def current_key(self) -> int:
        """Give the key of the current row, or -1."""
        index = self.currentIndex()
        return self.rows.keys[index.row()] if index.isValid() else -1

    def show_row(self, row_id: str) -> bool:
        """Make the row with this id the current one, if it is there."""
        return self.show_place(self.rows.place_of(row_id))

    def show_place(self, place: int) -> bool:
        """Make the row at a place the current one; it may still have to be read."""
        if not 0 <= place < len(self.rows.keys):
            return False
        self.setCurrentIndex(self.rows.index(place))
        return True

    def step(self, by: int) -> None:
        """Move the current row, from a search field above the list."""
        count = len(self.rows.keys)
        if count:
            now = self.currentIndex().row() if self.currentIndex().isValid() else -1 if by > 0 else count
            self.show_place(min(max(now + by, 0), count - 1))

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid() and (chosen := self.rows.row(index.row()).id):
            self.row_chosen.emit(chosen)

    def _on_data(self, _first: QModelIndex, _last: QModelIndex) -> None:
        if (now := self.current_id()) and now != self._told:
            self._tell(now)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        now = self.current_id() if index.isValid() else ""
        if now or not index.isValid():
            self._tell(now)
        else:
            self._told = ""  # told when the row is there

    def _tell(self, row_id: str) -> None:
        self._told = row_id
        self.row_shown.emit(row_id)
