# SPDX-License-Identifier: MulanPSL-2.0
"""The search above a list: filters as one types, ↓ or Enter goes to the list, Escape clears it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui import theme


class SearchLine(QLineEdit):
    """A field for a few characters; Chinese of one or two is enough."""

    searched = Signal(str)
    list_wanted = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(self.searched)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list, or give up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.list_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)
