# SPDX-License-Identifier: MulanPSL-2.0
"""校验: whether all data are whole, and whether a paper in somebody's hand is what it says."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.operations import verification
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.paper_card import PaperCard
from inspector_app.ui.widgets.verify_card import VerifyCard
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class VerifyScreen(QWidget):
    """The check of everything at the left, the check of a paper at the right."""

    verified = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs = ws, jobs
        self.card = VerifyCard(ws, jobs, ask)
        self.paper = PaperCard(ws, jobs, ask)
        self.card.verified.connect(lambda _made: self.verified.emit())
        self.primary_action = QAction(tr("Check now"), self)
        self.primary_action.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary_action.triggered.connect(self.card.start)
        self.card.check_button.setVisible(False)  # the line at the top has it
        side, outer = theme.dp(24), QHBoxLayout(self)
        outer.setContentsMargins(side, theme.dp(8), side, theme.dp(16))
        outer.setSpacing(theme.dp(16))
        outer.addWidget(self.card, 1)
        outer.addWidget(self.paper, 1)

    def heading(self) -> Heading:
        """Say what this is."""
        return Heading(title=tr("Verification"))

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [("Ctrl+Enter", tr("Check now")), ("Enter", tr("Check the code in the line"))]

    def focus_first(self) -> None:
        """Put the focus where a code is typed or scanned."""
        self.paper.code.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Say when the last check was."""
        super().showEvent(event)
        self.jobs.run_read(self, partial(verification.last_verified, self.ws), then=self.card.show_last, key="last")
