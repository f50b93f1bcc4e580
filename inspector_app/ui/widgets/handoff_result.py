# SPDX-License-Identifier: MulanPSL-2.0
"""What came of a hand-over: 可以拔出 only when that is true, else what happened, what was kept, what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.handoff_amounts import breakable
from inspector_app.ui.widgets.page import Band, column
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import sentence

MOST_ROWS = 5  # of a list of problems are seen without scrolling


class HandoffResult(QWidget):
    """A band across the page, and below it the problems where there are several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.band = Band()
        self.problems = ProblemList()
        self.problems.hide()
        self.setLayout(column(self.band, self.problems))
        self.band.dismiss.clicked.connect(self.clear)
        self.hide()

    def say(self, words: str, *, tone: str = "ok", problems: tuple[Problem, ...] = ()) -> None:
        """Say what happened; one problem is said in the band, more of them are listed."""
        listed = problems if len(problems) > 1 else ()
        said = [words, *(sentence(p) for p in problems if not listed)]
        self.band.say(breakable("\n".join(part for part in said if part)), tone=tone)
        self.problems.setVisible(bool(listed))
        self.problems.show_problems(listed)
        self.problems.setFixedHeight(theme.dp(40) * min(MOST_ROWS, max(1, len(listed))))
        self.show()

    def clear(self) -> None:
        """Forget it."""
        self.band.hide()
        self.problems.hide()
        self.hide()
