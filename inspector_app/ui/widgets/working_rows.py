# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of inputs one under the other, as many as a person wants; an empty one waits where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, row
from inspector_app.ui.widgets.working_form import Line


class InputRow(QFrame):
    """One row; what a class of rows is about stands in its own `value`, `put`, `set_read_only` and `first`."""

    edited = Signal()
    left = Signal()
    removed = Signal()
    finished = Signal()  # Enter in the last cell

    def value(self) -> Mapping[str, object]:
        """Give what is filled in; empty where nothing is."""
        return {}

    def put(self, value: Mapping[str, Any]) -> None:
        """Show another one."""

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        self.setEnabled(not read_only)

    def first(self) -> QWidget:
        """Give the cell where typing begins."""
        return self


class CellRow(InputRow):
    """A row of cells through which Enter leads, and past the last one to the next row."""

    def cells_shown(self) -> list[Line]:
        """Give the cells in the order of Enter."""
        return self.findChildren(Line)

    def first(self) -> QWidget:
        """Give the first cell."""
        return self.cells_shown()[0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next cell, and past the last one to the next row."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        cells = self.cells_shown()
        at = next((n for n, cell in enumerate(cells) if cell.hasFocus()), len(cells) - 1)
        if at + 1 < len(cells):
            cells[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()


RowT = TypeVar("RowT", bound=InputRow)


class GrowingRows(QWidget, Generic[RowT]):
    """Makes rows and takes them away; the last one is emptied instead."""

    edited = Signal()
    left = Signal()
    counted = Signal()  # one came or went

    def __init__(self, make: Callable[[], RowT], add_words: str, gap: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._read_only = False
        self.rows: list[RowT] = []
        self.add = button(add_words, self._on_add, icon="add", kind="quiet")
        self._box = QVBoxLayout()
        self._box.setSpacing(theme.dp(gap))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(6))
        outer.addLayout(self._box)
        outer.addLayout(row(self.add, None))
        self._append()

    def values(self) -> list[Mapping[str, object]]:
        """Give the rows in which something stands."""
        return [value for made in self.rows if (value := made.value())]

    def put(self, given: object) -> None:
        """Show other rows; what is no list of them is none."""
        entries = [entry for entry in given if isinstance(entry, Mapping)] if isinstance(given, list | tuple) else []
        entries = entries or [{}]
        while len(self.rows) > len(entries):
            self._forget(self.rows[-1])
        while len(self.rows) < len(entries):
            self._append()
        for made, entry in zip(self.rows, entries, strict=True):
            made.put(entry)
        self.set_read_only(self._read_only)

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        self._read_only = read_only
        self.add.setVisible(not read_only)
        for made in self.rows:
            made.set_read_only(read_only)

    def _append(self) -> RowT:
        made = self._make()
        made.edited.connect(self.edited)
        made.left.connect(self.left)
        made.removed.connect(lambda: self._drop(made))
        made.finished.connect(lambda: self._after(made))
        self.rows.append(made)
        self._box.addWidget(made)
        self.counted.emit()
        return made

    def _on_add(self) -> None:
        self._append().first().setFocus()

    def _after(self, made: RowT) -> None:
        """Go to the next row; behind the last one a new one is made, unless it is empty."""
        at = self.rows.index(made) + 1
        if at < len(self.rows):
            self.rows[at].first().setFocus()
        elif made.value() and not self._read_only:
            self._on_add()

    def _drop(self, made: RowT) -> None:
        if len(self.rows) == 1:
            made.put({})
        else:
            self._forget(made)
        self.edited.emit()
        self.left.emit()

    def _forget(self, made: RowT) -> None:
        self.rows.remove(made)
        self._box.removeWidget(made)
        made.hide()
        made.deleteLater()
        self.counted.emit()
