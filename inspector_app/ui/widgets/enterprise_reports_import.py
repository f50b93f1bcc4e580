# SPDX-License-Identifier: MulanPSL-2.0
"""What taking in a file of self-reports would do, row by row; a bad row leaves its report out and says why."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations.self_report_rows import ReportRow
from inspector_app.operations.self_reports import (
    ReportAct,
    ReportDefaults,
    SelfReportImport,
    SelfReportPreview,
    read_self_reports,
    take_self_reports,
)
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace


class SelfReportsImport(QWidget):
    """Read a file, show what it would do, and take it over when a person says so."""

    imported = Signal(object)  # SelfReportImport
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.preview: SelfReportPreview | None = None
        self.card = Card(tr("Take in self-reports"))
        self.summary = label("", wrap=True)
        self.only_bad = QCheckBox(tr("Only rows with something to mend"))
        self.only_bad.toggled.connect(self._show_rows)
        self.model = LedgerModel(_columns(), lambda shown: str(shown.row_number), self)
        self.table = LedgerTable(self.model, tr("Rows of the file"))
        self.problems = ProblemList()
        self.band = Band()
        self.take = button(tr("Import"), self._on_take, kind="primary")
        self.cancel = button(tr("Cancel"), self._on_cancel)
        for part, stretch in ((self.summary, 0), (self.problems, 1), (self.table, 1), (self.band, 0)):
            self.card.add(part, stretch)
        self.card.outer.addLayout(row(self.only_bad, None, self.cancel, self.take))
        self.problems.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.card)

    def read(self, path: Path, enterprise_id: str = "") -> None:
        """Read a file in the background; rows that name no enterprise are of the given one."""
        self.preview = None
        self.model.put(())
        self.problems.hide()
        self.table.show()
        self.band.hide()
        self.take.setEnabled(False)
        self.card.note.setText(path.name)
        self.summary.setText(tr("Reading the file …"))

        def work(report: Report) -> SelfReportPreview:
            return read_self_reports(self.ws, path, ReportDefaults(enterprise_id=enterprise_id), report)

        title = tr("Reading {name}", name=path.name)
        self.jobs.run_slow(self, work, then=self._show, refused=self._on_unreadable, title=title)

    def _show(self, preview: SelfReportPreview) -> None:
        self.preview = preview
        counts = {act.value: preview.count(act) for act in ReportAct}
        words = tr(
            "{total} rows, {reports} reports: {new} new, {replace} replace an older one, {same} unchanged, "
            "{bad} left out until mended.",
            total=preview.total,
            reports=len(preview.reports),
            **counts,
        )
        self.summary.setText(words)
        good = counts["new"] + counts["replace"]
        self.only_bad.setChecked(bool(counts["bad"]))
        self.only_bad.setEnabled(bool(counts["bad"]))
        bad = counts["bad"]
        words = tr("Take in the {count} good reports", count=good) if bad else tr("Take in {count} reports", count=good)
        self.take.setText(words)
        self.take.setEnabled(good > 0)
        self._show_rows()
        if good:
            self.take.setFocus()

    def _show_rows(self) -> None:
        rows = self.preview.rows if self.preview is not None else ()
        self.model.put([r for r in rows if r.problems or not self.only_bad.isChecked()])

    def _on_take(self) -> None:
        if self.preview is None:
            return
        self.take.setEnabled(False)
        skip = self.preview.count(ReportAct.BAD) > 0
        work = partial(take_self_reports, self.ws, self.preview, skip_bad=skip)
        self.jobs.run_write(self, work, then=self._on_taken, refused=self._on_refused)

    def _on_taken(self, result: SelfReportImport) -> None:
        self.imported.emit(result)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.take.setEnabled(True)
        self.band.say("\n".join(sentence(p) for p in problems[:5]), tone="bad")

    def _on_unreadable(self, problems: tuple[Problem, ...]) -> None:
        self.summary.setText(tr("This file cannot be imported. Nothing was changed."))
        self.table.hide()
        self.problems.show()
        self.problems.show_problems(problems)

    def _on_cancel(self) -> None:
        self.jobs.cancel_slow()
        self.left.emit()


def _period(shown: ReportRow) -> str:
    days = (shown.key.period_from, shown.key.period_to)
    return " – ".join(day.isoformat() if day is not None else "?" for day in days)


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Row"), words=lambda r: str(r.row_number), wide=56, order=lambda r: r.row_number),
        Column(title=tr("Name"), words=lambda r: r.enterprise, wide=200),
        Column(title=tr("Duty of the report"), words=lambda r: word(r.key.kind) if r.key.kind else "", wide=88),
        Column(title=tr("Period of the report"), words=_period, wide=190),
        Column(title=tr("Finding"), words=lambda r: r.finding.description if r.finding else "", wide=200),
        Column(
            title=tr("What is wrong, and what to do"),
            words=lambda r: " ".join(sentence(p) for p in r.problems),
            wide=260,
            stretch=True,
            tone=lambda r: "bad" if blocking(r.problems) else "warn",
        ),
    )
