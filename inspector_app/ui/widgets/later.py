# SPDX-License-Identifier: MulanPSL-2.0
"""A page of a stack or of tabs that is built when it is first looked at: what nobody opens costs no memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

Part = TypeVar("Part", bound=QWidget)


class Later(QWidget, Generic[Part]):
    """Stands in a stack or in tabs for a part, and holds it once it is built: when it is shown, or asked for."""

    def __init__(self, make: Callable[[], Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._part: Part | None = None

    @property
    def is_built(self) -> bool:
        """Whether anybody has looked at it or asked for it."""
        return self._part is not None

    @property
    def part(self) -> Part:
        """Give the part; built now if nobody has looked at it yet."""
        if self._part is None:
            self._part = self._make()
            box = QVBoxLayout(self)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(self._part)
            self._part.show()  # at once, so that it can take the focus: a layout would show it after this event
            box.activate()
        return self._part

    def showEvent(self, event: QShowEvent) -> None:
        """Build it before it is painted."""
        _ = self.part
        super().showEvent(event)
