# SPDX-License-Identifier: MulanPSL-2.0
"""One line below the months: visits beside the plan, who is at the cap, what a draft still needs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.domain.inspection import TaskSource
from inspector_app.domain.problems import blocking
from inspector_app.domain.year_plan import PlanState
from inspector_app.ui import theme
from inspector_app.ui.models.planning_state import PlanRead
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.page import button, label
from inspector_app.wording import tr, word

ICONS = {"bad": "error", "warn": "warning", "ok": "check"}


class PlanNotes(FlowRow):
    """Words and buttons that open a list at the side; a note without anything to say is not there."""

    caps_wanted = Signal()
    problems_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.beside = label("", tone="muted")
        self.caps, self.problems = button("", kind="quiet"), button("", kind="quiet")
        super().__init__((self.beside, self.caps, self.problems), parent, gap=16)
        self.caps.clicked.connect(lambda _checked=False: self.caps_wanted.emit())
        self.problems.clicked.connect(lambda _checked=False: self.problems_wanted.emit())

    def show_read(self, read: PlanRead) -> None:
        """Show the notes of a plan."""
        progress = read.progress
        if progress is None:
            self.hide()
            return
        self.beside.setText(_beside_words(progress.off_plan_visits, progress.visits))
        self.beside.setToolTip(_why_words(progress.off_plan))
        over = sum(shown.is_over for shown in read.caps)
        words = tr("{count} units at the cap of visits, {over} above it", count=len(read.caps), over=over)
        _dress(self.caps, words if read.caps else "", "bad" if over else "warn")
        stops = len(blocking(read.problems))
        words = tr("Before the approval: {count} to see to", count=len(read.problems)) if read.problems else ""
        if progress.plan.state is PlanState.DRAFT and not read.problems:
            words = tr("Ready for the approval")
        role = "bad" if stops else "warn" if read.problems else "ok"
        _dress(self.problems, words, role)
        self.updateGeometry()


def _dress(made: QPushButton, words: str, role: str) -> None:
    made.setText(words)
    made.setVisible(bool(words))
    theme.set_icon(made, ICONS[role], role)


def _beside_words(beside: int, visits: int) -> str:
    if not beside:
        return tr("{visits} visits this year, none of them beside the plan", visits=f"{visits:,}")
    said = f"{beside:,}"
    return tr("{visits} visits this year, {beside} of them beside the plan", visits=f"{visits:,}", beside=said)


def _why_words(off_plan: Mapping[str, int]) -> str:
    """Say why visits were made beside the plan."""
    return "、".join(
        tr("{why} {count}", why=word(TaskSource(source)) if source else tr("source not stated"), count=count)
        for source, count in off_plan.items()
        if count
    )
