# SPDX-License-Identifier: MulanPSL-2.0
"""The line that stays while the laptop's clock is in doubt, and the dialog for today's date and the reason."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.clock_watch import ClockDoubt
from inspector_app.domain.problems import Problem
from inspector_app.operations import clock
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.day_field import DayField
from inspector_app.ui.widgets.page import Band, button, label, row
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

EVERY_MS = 60_000


class ClockBand(Band):
    """Looks at the clock when data are opened and each minute; it cannot be closed, only settled."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("warn", parent)
        self._jobs = jobs
        self._ws: Workspace | None = None
        self.dialog: ClockDialog | None = None
        self.dismiss.hide()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def attach(self, ws: Workspace | None) -> None:
        """Watch the clock for these data; for none when they are closed."""
        self._ws = ws
        self.hide()
        if ws is None or ws.read_only is not None:
            self._timer.stop()
            return
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look now, on the worker."""
        if self._ws is not None:
            self._jobs.run_slow(self, partial(_look, self._ws), then=self._on_look, refused=self._on_refused)

    def _on_look(self, found: Problem | None) -> None:
        if found is None or self._ws is None:
            self.hide()
            return
        self.say(sentence(found), tone="warn", action=tr("Give date and reason …"), then=self.ask_reason)
        self.dismiss.hide()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.say("\n".join(sentence(p) for p in problems), tone="warn")

    def ask_reason(self) -> None:
        """Open the dialog; the line stays until it is settled."""
        self.show()
        if self._ws is None:
            return
        self.dialog = ClockDialog(self._ws, self._jobs, self.window())
        self.dialog.finished.connect(self.look)
        self.dialog.open()


class ClockDialog(QDialog):
    """Asks for today's date and the reason why the clock is off."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.setWindowTitle(tr("Date and reason"))
        about = tr(
            "Recording goes on as before. Documents bear a date, so give today's date and why the clock is off; "
            "both are kept in the security journal. Better still, put the clock right."
        )
        self.day = DayField(tr("Today's date"))
        self.day.set_day(ws.today())
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("For example: the battery was empty, the clock was put right by phone"))
        self.fault = label("", tone="bad", wrap=True)
        self.fault.hide()
        self.keep_button = button(tr("Keep"), self._on_keep, kind="primary")
        cancel = button(tr("Cancel"), self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(theme.dp(18),) * 4)
        box.setSpacing(theme.dp(10))
        box.addWidget(label(about, wrap=True))
        box.addLayout(row(label(tr("Today's date")), self.day, None))
        box.addLayout(row(label(tr("Reason")), self.reason))
        box.addWidget(self.fault)
        box.addLayout(row(None, cancel, self.keep_button))
        self.setMinimumWidth(theme.dp(520))
        self.reason.setFocus()

    def _on_keep(self) -> None:
        self.keep_button.setEnabled(False)
        work = partial(_explain, self._ws, self.day.day, self.reason.text())
        self._jobs.run_slow(self, work, then=self._on_kept, refused=self._on_refused)

    def _on_kept(self, _left: ClockDoubt | None) -> None:
        self.accept()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.keep_button.setEnabled(True)
        self.fault.setText("\n".join(sentence(p) for p in problems))
        self.fault.show()


def _look(ws: Workspace, report: Report) -> Problem | None:
    del report
    return clock.look(ws)


def _explain(ws: Workspace, on: date, reason: str, report: Report) -> ClockDoubt | None:
    del report
    return clock.explain(ws, on, reason)
