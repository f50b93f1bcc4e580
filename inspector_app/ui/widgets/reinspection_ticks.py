# SPDX-License-Identifier: MulanPSL-2.0
"""Lines of an order to choose from: space or a click takes one in or leaves it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr


class TickList(RowList):
    """Rows that are taken in or left out; at first all are in."""

    ticked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._plain: tuple[Row, ...] = ()
        self._out: set[str] = set()
        self.row_chosen.connect(self.toggle)

    def show_rows(self, rows: Sequence[Row], *, left_out: Sequence[str] = ()) -> None:
        """Show these rows; what a person left out stays out, and `left_out` are so where nobody chose yet."""
        known = {shown.id for shown in self._plain}
        self._out |= {name for name in left_out if name not in known}
        self._plain = tuple(rows)
        self._out &= {shown.id for shown in rows}
        self._paint()

    def start_anew(self) -> None:
        """Forget what was chosen."""
        self._plain, self._out = (), set()

    def chosen(self) -> tuple[str, ...]:
        """Give the ids of the rows that are in, from top to bottom."""
        return tuple(shown.id for shown in self._plain if shown.id not in self._out)

    def toggle(self, row_id: str) -> None:
        """Take a row in, or leave it out."""
        self._out ^= {row_id}
        self._paint()
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by space."""
        if event.key() == Qt.Key.Key_Space and self.current_id():
            self.toggle(self.current_id())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Ctrl+Enter is the screen's, and Enter would be a slip
        else:
            super().keyPressEvent(event)

    def _paint(self) -> None:
        self.put([self._row(shown) for shown in self._plain])

    def _row(self, shown: Row) -> Row:
        is_in = shown.id not in self._out
        side = shown.side if is_in else tr("left out")
        return replace(shown, icon="check" if is_in else "box", icon_role="accent" if is_in else "muted", side=side)
