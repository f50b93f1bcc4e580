# SPDX-License-Identifier: MulanPSL-2.0
"""State chips that go on in a new line where one is full: what marks an enterprise, on any width and letter size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import SIGN, chip_size, paint_chip

GAP = 6


class ChipFlow(QWidget):
    """Chips as words with a role and an icon (empty: that of the role)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: tuple[tuple[str, str, str], ...] = ()

    def put(self, chips: Sequence[tuple[str, str, str]]) -> None:
        """Show these chips."""
        self.chips = tuple((words, role, icon or SIGN.get(role, "")) for words, role, icon in chips)
        self.setAccessibleName("，".join(words for words, _, _ in chips))
        self.setVisible(bool(chips))
        self._fit()
        self.update()

    def words(self) -> tuple[str, ...]:
        """Give what the chips say."""
        return tuple(words for words, _, _ in self.chips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines need."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chips."""
        painter = QPainter(self)
        for (words, role, icon), place in zip(self.chips, self._places(), strict=True):
            paint_chip(painter, place, words, role, icon)
        painter.end()

    def _places(self) -> list[QRect]:
        gap, places, left, top = theme.dp(GAP), [], 0, 0
        for words, _, icon in self.chips:
            size = chip_size(words, icon)
            if left and left + size.width() > self.width():
                left, top = 0, top + size.height() + gap
            places.append(QRect(left, top, size.width(), size.height()))
            left += size.width() + gap
        return places

    def _fit(self) -> None:
        places = self._places()
        self.setFixedHeight(places[-1].bottom() + 1 if places else 0)
