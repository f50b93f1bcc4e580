# SPDX-License-Identifier: MulanPSL-2.0
"""How an act ended: what went well is said for a moment, what was refused stays until it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui.widgets.handoff_result import HandoffResult

SHOWN_MS = 8000


class Outcome(HandoffResult):
    """A band with what happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.clear)

    def say(self, words: str, *, tone: str = "ok", problems: tuple[Problem, ...] = ()) -> None:
        """Say what happened."""
        super().say(words, tone=tone, problems=problems)
        if tone == "ok":
            self._timer.start()
        else:
            self._timer.stop()
