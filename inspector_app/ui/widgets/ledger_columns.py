# SPDX-License-Identifier: MulanPSL-2.0
"""Which columns a ledger shows and in which order: ticks, and moving up or down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector_app.ledgers.ledger import LedgerColumn
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.wording import tr

HIGH = 34  # pixels of a line: fingers find it
KEY = 256  # Qt.ItemDataRole.UserRole
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnList(QListWidget):
    """Columns with a tick; Alt+↑↓ moves the current one."""

    move_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a column by keys."""
        step = MOVES.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(step)
        else:
            super().keyPressEvent(event)


class ColumnChooser(QWidget):
    """A page of the side; every change takes effect at once."""

    chosen = Signal(object)  # keys of the shown columns in their order
    reset = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = ColumnList()
        self.list.setAccessibleName(tr("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.itemChanged.connect(self._tell)
        self.list.model().rowsMoved.connect(self._tell)
        self.list.move_wanted.connect(self.move_current)
        self.up = button(tr("Up"), lambda: self.move_current(-1), tip="Alt+↑")
        self.down = button(tr("Down"), lambda: self.move_current(1), tip="Alt+↓")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(
            label(tr("Ticked columns are shown, copied and exported, in this order."), tone="muted", wrap=True)
        )
        box.addWidget(self.list, 1)
        box.addLayout(row(self.up, self.down, None))
        box.addLayout(
            row(button(tr("As delivered"), self.reset.emit), None, button(tr("Done"), self.left.emit, kind="primary"))
        )

    def show_columns(self, columns: Sequence[LedgerColumn], shown: Sequence[str]) -> None:
        """Show all columns, the shown ones first."""
        titles = {column.key: column.title for column in columns}
        keys = [*(key for key in shown if key in titles), *(key for key in titles if key not in shown)]
        if keys == self._keys() and list(shown) == self.ticked():
            return
        self.list.blockSignals(True)
        self.list.clear()
        for key in keys:
            item = QListWidgetItem(titles[key])
            item.setData(KEY, key)
            item.setSizeHint(QSize(0, theme.dp(HIGH)))
            item.setCheckState(CHECKED if key in shown else UNCHECKED)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def ticked(self) -> list[str]:
        """Give the keys of the ticked columns in their order."""
        items = (self.list.item(n) for n in range(self.list.count()))
        return [str(item.data(KEY)) for item in items if item.checkState() == CHECKED]

    def _keys(self) -> list[str]:
        return [str(self.list.item(n).data(KEY)) for n in range(self.list.count())]

    def move_current(self, by: int) -> None:
        """Move the current column up or down."""
        at = self.list.currentRow()
        if at < 0 or not 0 <= at + by < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(at)
        self.list.insertItem(at + by, item)
        self.list.setCurrentRow(at + by)
        self.list.blockSignals(False)
        self._tell()

    def _tell(self, *_changes: object) -> None:
        ticked = self.ticked()
        if ticked:
            self.chosen.emit(ticked)
        else:  # a table without a column is no table: the last one stays
            item = self.list.currentItem() or self.list.item(0)
            self.list.blockSignals(True)
            item.setCheckState(CHECKED)
            self.list.blockSignals(False)

    def focus_first(self) -> None:
        """Put the focus into the list."""
        self.list.setFocus()
