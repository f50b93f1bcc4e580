# SPDX-License-Identifier: MulanPSL-2.0
"""A label whose words wrap and are never cut: it asks for the height that its width needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from inspector_app.ui.widgets.page import set_tone


class WrapLabel(QLabel):
    """Plain or rich words in a column; nested layouts cut what only `heightForWidth` asks for."""

    def __init__(self, text: str = "", *, tone: str = "", rich: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        if tone:
            set_tone(self, tone)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show other words, as high as they need."""
        if text != self.text():
            super().setText(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters need another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        if self.width() <= 0:
            return
        before = self.minimumHeight()
        self.setMinimumHeight(0)  # else it could only grow
        height = max(1, self.heightForWidth(self.width()))
        if height != before:
            self.setFixedHeight(height)
        else:
            self.setMinimumHeight(before)
