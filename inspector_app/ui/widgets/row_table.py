# SPDX-License-Identifier: MulanPSL-2.0
"""What every table of ours is: whole rows, painted by a delegate that takes the theme once for each paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView, QWidget

from inspector_app.ui import theme

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SELECTED = QStyle.StateFlag.State_Selected
ELIDE = Qt.TextElideMode.ElideRight
ROW_HIGH = 38


class RowDelegate(QStyledItemDelegate):
    """Paints a cell from the model's words; no role is asked for, and what is the same for all is kept."""

    def prepare(self) -> None:
        """Take colours and letters of the theme, once for each time the table is painted."""


class RowTable(QTableView):
    """Rows as a table; `row_chosen` on double click or Enter."""

    row_chosen = Signal(str)

    def __init__(
        self, model: QAbstractItemModel, delegate: Callable[[Any], RowDelegate], name: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._delegate = delegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSortingEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(theme.dp(ROW_HIGH))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(LEFT)
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(lambda index: self.choose(index.row()))

    def id_at(self, row: int) -> str:
        """Give the id of a row; empty for one that is not there yet, or that cannot be opened."""
        del row
        return ""

    def copy_chosen(self) -> None:
        """Copy what is chosen, where there is anything to copy."""

    def choose(self, row: int) -> None:
        """Tell that a row is to be opened."""
        row_id = self.id_at(row)
        if row_id:
            self.row_chosen.emit(row_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        self._delegate.prepare()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; copying takes the chosen rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.choose(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
