# SPDX-License-Identifier: MulanPSL-2.0
"""The check of all data: start, progress and stop; what was found in words and where; the statement for the file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QProgressBar, QTableWidget, QTableWidgetItem, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.verification import CheckStep, Verified
from inspector_app.operations import verification
from inspector_app.operations.file_exports import save_statement
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.wording import fault_sentence, sentence, tr, word
from inspector_app.workspace import Workspace

SHOWN = 200  # faults in the list


class VerifyCard(Card):
    """Checks everything beside the work that goes on."""

    verified = Signal(object)  # Verified
    _step_told = Signal(str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Check all data"), parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._report: Report | None = None
        self._job = tr("Check all data")
        self._against: tuple[Path, ...] = ()
        self.made: Verified | None = None
        self._build()
        jobs.progressed.connect(self._on_progress)
        jobs.finished_slow.connect(self._on_finished)
        self._step_told.connect(self.step.setText)
        self._show_running()

    def _build(self) -> None:
        words = tr(
            "Looks at every page of the database, every entry of the journal, every record, seal, signature, photo and "
            "file, and whether anything was cut off or set back. Work can go on meanwhile."
        )
        self.add(label(words, tone="muted", wrap=True))
        self.check_button = button(tr("Check now"), self.start, icon="check", kind="primary")
        self.against_button = button(
            tr("Compare with receipts …"), self.choose_against, icon="folder",
            tip=tr("receipts of the office or lists of checkpoints that were kept outside this laptop"),
        )  # fmt: skip
        self.stop_button = button(tr("Stop this work"), self.stop, icon="close", kind="quiet")
        self.statement_button = button(tr("Save the statement …"), self.save_statement, icon="export")
        self.outer.addLayout(row(self.check_button, self.against_button, self.stop_button, None, self.statement_button))
        self.step = label("", tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        line = row(self.step, self.bar)
        line.setStretch(1, 1)
        self.outer.addLayout(line)
        self.band = Band()
        self.band.dismiss.hide()
        self.add(self.band)
        self.faults = QTableWidget(0, 3)
        self.faults.setHorizontalHeaderLabels([tr("Checked"), tr("What is wrong"), tr("Where it is")])
        self.faults.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.faults.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.faults.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.faults.setWordWrap(True)
        self.faults.verticalHeader().hide()
        self.faults.setTabKeyNavigation(False)
        self.faults.setAccessibleName(tr("What is wrong"))
        self.add(self.faults, 1)
        self.counts = label("", tone="muted", wrap=True)
        self.add(self.counts)
        self.outer.addStretch(0)
        self._clear()

    def _clear(self) -> None:
        self.band.hide()
        self.faults.setRowCount(0)
        self.faults.hide()
        self.counts.setText("")
        self.statement_button.setEnabled(False)

    def show_last(self, last: tuple[str, bool] | None) -> None:
        """Say when the last check was, before another one is made."""
        if self.made is not None or self._report is not None:
            return
        if last is None:
            self.counts.setText(tr("Not checked on this laptop yet."))
        else:
            outcome = tr("Everything is in order.") if last[1] else tr("Something was wrong.")
            self.counts.setText(tr("Last check: {day}. {outcome}", day=last[0], outcome=outcome))

    def start(self) -> None:
        """Begin the check."""
        if self._report is not None:
            return
        self.made = None
        self._clear()
        work = partial(self._work, self._against)
        self._report = self.jobs.run_slow(self, work, then=self._on_done, refused=self._on_refused, title=self._job)
        self.bar.setRange(0, 0)
        self._show_running()
        self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _work(self, against: Sequence[Path], report: Report) -> Verified:
        witnesses = verification.read_witnesses(against)

        def tell(step: CheckStep, done: int, every: int) -> None:
            if done == 0:
                self._step_told.emit(word(step))
            if not report.cancelled():
                report(done, every)

        return verification.verify(self.ws, witnesses=witnesses, progress=tell, cancelled=report.cancelled)

    def choose_against(self) -> None:
        """Choose what was kept outside, and check with it."""
        paths = self.ask.open_files(tr("Receipts and lists of checkpoints"), tr("All files (*)"))
        if paths:
            self._against = tuple(paths)
            self.start()

    def stop(self) -> None:
        """Break it off."""
        if self._report is not None:
            self._report.cancel()

    def save_statement(self) -> None:
        """Save the one-page statement of the check that was made."""
        if self.made is None:
            return
        path = self.ask.save_file(
            tr("Statement on electronic data"), f"{tr('Statement on electronic data')}.pdf", "PDF (*.pdf)"
        )
        if path is not None:
            self.jobs.run_slow(
                self,
                partial(_save, self.ws, self.made, path),
                then=self._on_saved,
                refused=self._on_refused,
                title=tr("Save the statement …"),
            )

    def _on_saved(self, path: Path) -> None:
        self.band.say(tr("Saved: {path}", path=str(path)), tone="ok")

    def _on_done(self, made: Verified) -> None:
        if made.is_cancelled:
            self.band.say(
                tr("The check was stopped; what was looked at until then says nothing of the rest."), tone="warn"
            )
            return
        self.made = made
        self.statement_button.setEnabled(True)
        parts = "；".join(f"{word(step)} {count}" for step, count in made.counts.items())
        self.counts.setText(tr("Looked at: {parts}", parts=parts))
        if made.is_well:
            self.band.say(tr("Everything is in order ({time}).", time=f"{made.ended_at:%H:%M}"), tone="ok")
        else:
            words = tr(
                "{count} faults. Do not go on working; keep a copy of the data folder and call your administrator.",
                count=made.count,
            )
            self.band.say(words, tone="bad")
            self._show_faults(made)
        self.verified.emit(made)

    def _show_faults(self, made: Verified) -> None:
        shown = made.faults[:SHOWN]
        self.faults.setRowCount(len(shown))
        for n, fault in enumerate(shown):
            for column, text in enumerate((word(fault.step), fault_sentence(fault), fault.where)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.faults.setItem(n, column, item)
        self.faults.setColumnWidth(0, theme.dp(104))
        self.faults.setColumnWidth(2, theme.dp(110))
        self.faults.resizeRowsToContents()
        self.faults.show()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("；".join(sentence(problem) for problem in problems), tone="bad")

    def _on_progress(self, title: str, done: int, total: int) -> None:
        if title == self._job and self._report is not None:
            self.bar.setRange(0, 1000 if total else 0)  # thousandths: bytes of a year pass an int of C
            self.bar.setValue(min(1000, done * 1000 // total) if total else 0)

    def _on_finished(self, title: str) -> None:
        if title != self._job or self._report is None:
            return
        had_focus = self.stop_button.hasFocus()
        self._report = None
        self._against = ()
        self._show_running()
        if had_focus:
            self.check_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_running(self) -> None:
        running = self._report is not None
        for part in (self.check_button, self.against_button):
            part.setEnabled(not running)
        for shown in (self.bar, self.step, self.stop_button):
            shown.setVisible(running)


def _save(ws: Workspace, made: Verified, path: Path, report: Report) -> Path:
    report(0, 0)
    save_statement(ws, made, path)
    return path
