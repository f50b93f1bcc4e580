# SPDX-License-Identifier: MulanPSL-2.0
"""Writing what a ledger shows into a file: how far it is, the time left, and a cancel that leaves no half file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QProgressBar, QWidget

from inspector_app.domain.ledger import LedgerQuery
from inspector_app.domain.problems import Problem
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.handoff_pace import Pace
from inspector_app.ui.widgets.handoff_amounts import time_left
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band, button, column, label, row
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

KINDS = {".xlsx": "Excel (*.xlsx)", ".csv": "CSV (*.csv)", ".pdf": "PDF (*.pdf)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    path: Path
    count: int


def write_ledger(
    ws: Workspace, query: LedgerQuery, path: Path, keys: tuple[str, ...], whole: bool, report: Report
) -> Exported | None:
    """Write a ledger into a file; `None` when the person stopped it."""
    from inspector_app.ledgers.ledger_export import export_ledger  # loads the writers of sheets

    pace, every = Pace(report), 0

    def tell(done: int, total: int) -> None:
        nonlocal every
        every = total
        pace(done, total)

    count = export_ledger(ws, query, path, keys, progress=tell, cancelled=pace.cancelled, whole=whole)
    return None if report.cancelled() and count < every else Exported(path=path, count=count)


class LedgerExport(QWidget):
    """A line that is hidden while nothing is written; above it what came of the last one."""

    finished = Signal(object)  # Exported, or None

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._report: Report | None = None
        self._began = 0.0
        self._path = Path()
        self._title = tr("Export the ledger")
        self.masking = MaskChoice(ws)  # stands in the menu of the ways out
        self.band = Band()
        self.words = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = button(tr("Cancel"), self.cancel, icon="close")
        self.running = QWidget()
        line = row(self.words, gap=12)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel_button)
        self.running.setLayout(line)
        self.running.hide()
        self.setLayout(column(self.band, self.running, gap=4))
        jobs.progressed.connect(self._on_progress)
        jobs.failed.connect(self._on_failed)

    @property
    def is_running(self) -> bool:
        """Whether a file is being written."""
        return self._report is not None

    def ask_and_write(self, query: LedgerQuery, keys: Sequence[str], suffix: str) -> None:
        """Ask where to, then write; a second one waits until the first is done."""
        if self.is_running:
            self.band.say(tr("A file is being written; wait until it is done, or cancel it."), tone="warn")
            return
        name = f"{word(query.ledger)}_{self.ws.today().isoformat()}{suffix}"
        path = self.ask.save_file(self._title, name, KINDS[suffix])
        if path is None:
            return
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        self._path, self._began = path, time.monotonic()
        self.band.hide()
        self.cancel_button.setEnabled(True)
        self._show(0, 0)
        self.running.show()
        work = partial(write_ledger, self.ws, query, path, tuple(keys), not self.masking.take())
        self._report = self.jobs.run_slow(self, work, then=self._on_done, refused=self._on_refused, title=self._title)

    def cancel(self) -> None:
        """Ask the writing to stop."""
        if self._report is not None:
            self._report.cancel()
            self.cancel_button.setEnabled(False)
            self.words.setText(tr("Stopping …"))

    def _on_progress(self, title: str, done: int, total: int) -> None:
        if title == self._title and self.is_running and self.cancel_button.isEnabled():
            self._show(done, total)

    def _show(self, done: int, total: int) -> None:
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(min(1000, done * 1000 // total) if total else 0)
        said = [tr("Writing {name}", name=self._path.name)]
        if total:
            said.append(tr("{done} of {total}", done=f"{done:,}", total=f"{total:,}"))
        said.append(time_left(time.monotonic() - self._began, done, total))
        self.words.setText(" · ".join(part for part in said if part))

    def _on_done(self, made: Exported | None) -> None:
        self._end()
        if made is None:
            self.band.say(tr("The export was stopped; no file was left."), tone="warn")
        else:
            words = tr("{count} rows are in {name}.", count=f"{made.count:,}", name=made.path.name)
            self.band.say(words, tone="ok", action=tr("Open folder"), then=partial(_open_folder, made.path))
        self.finished.emit(made)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._end()
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")
        self.finished.emit(None)

    def _on_failed(self, _place: str) -> None:
        """A fault of ours somewhere: if it was ours, the slow work is over."""
        if self.is_running and not self.jobs.has_slow_work():
            self._end()

    def _end(self) -> None:
        self._report = None
        self.running.hide()


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
