# SPDX-License-Identifier: MulanPSL-2.0
"""What screens over ledgers share: read again when something that they show was touched, later if nobody looks."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from inspector_app.domain.change import Changes


class FreshWidget(QWidget):
    """A page whose rows come from `tables`; `refresh` reads them and must call `reading`."""

    tables: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True

    def refresh(self) -> None:
        """Read what is shown."""
        self.reading()

    def reading(self) -> None:
        """Remember that what is shown is being read."""
        self._stale = False

    def on_changed(self, changes: Changes) -> None:
        """Read again when something that is shown was touched; later if nobody looks."""
        if self.tables.isdisjoint(changes.touched):
            return
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when it is looked at."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
