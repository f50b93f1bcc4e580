# SPDX-License-Identifier: MulanPSL-2.0
"""What an import would do, row by row, before anything is kept; each bad row says why and what to do."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations.enterprise_import import (
    ImportPreview,
    ImportResult,
    ImportRow,
    RowAction,
    import_enterprises,
    preview_import,
)
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace


class ImportPanel(QWidget):
    """Read a file, show what it would do, and take it over when a person says so."""

    imported = Signal(object)  # ImportResult
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.preview: ImportPreview | None = None
        self._told = ""
        self.card = Card(tr("Import enterprises"))
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
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.card)

    def read(self, path: Path) -> None:
        """Read a file in the background and show what it would do."""
        self.preview = None
        self.model.put(())
        self.problems.hide()
        self.band.hide()
        self.take.setEnabled(False)
        self.card.note.setText(path.name)
        self.summary.setText(tr("Reading the file …"))

        def work(report: Report) -> ImportPreview:
            return preview_import(self.ws, path, report)

        title = tr("Reading {name}", name=path.name)
        self.jobs.run_slow(self, work, then=self.show_preview, refused=self._on_unreadable, title=title)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show what the import would do."""
        self.preview = preview
        counts = {str(action): preview.count(action) for action in RowAction}
        self.summary.setText(
            tr(
                "{total} rows: {new} new, {update} to update, {same} unchanged, {bad} to mend.",
                total=preview.total,
                **counts,
            )
        )
        self.problems.hide()
        self.table.show()
        good = counts["new"] + counts["update"]
        self.only_bad.setChecked(bool(counts["bad"]))
        self.only_bad.setEnabled(bool(counts["bad"]))
        bad = counts["bad"]
        words = tr("Import the {count} good rows", count=good) if bad else tr("Import {count} rows", count=good)
        self.take.setText(words)
        self.take.setEnabled(good > 0)
        self._show_rows()
        if self.take.isEnabled():
            self.take.setFocus()

    def _show_rows(self) -> None:
        rows = self.preview.rows if self.preview is not None else ()
        bad = self.only_bad.isChecked()
        self.model.put([r for r in rows if r.problems or not bad])

    def _on_take(self) -> None:
        if self.preview is None:
            return
        skip = self.preview.count(RowAction.BAD) > 0
        self.take.setEnabled(False)
        good = self.preview.count(RowAction.NEW) + self.preview.count(RowAction.UPDATE)
        self._told = self.summary.text()
        self.summary.setText(tr("Taking over {count} rows …", count=good))
        work = partial(import_enterprises, self.ws, self.preview, skip_bad=skip)
        self.jobs.run_write(self, work, then=self._on_imported, refused=self._on_refused)

    def _on_imported(self, result: ImportResult) -> None:
        self.imported.emit(result)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.take.setEnabled(True)
        self.summary.setText(self._told)
        self.band.say("\n".join(sentence(p) for p in problems[:5]), tone="bad")

    def _on_unreadable(self, problems: tuple[Problem, ...]) -> None:
        self.summary.setText(tr("This file cannot be imported. Nothing was changed."))
        self.table.hide()
        self.problems.show()
        self.problems.show_problems(problems)

    def _on_cancel(self) -> None:
        self.jobs.cancel_slow()
        self.left.emit()


def _words(shown: ImportRow) -> str:
    return {
        RowAction.NEW: tr("New"),
        RowAction.UPDATE: tr("Update"),
        RowAction.SAME: tr("Unchanged"),
        RowAction.BAD: tr("To mend"),
    }[shown.action]


def _tone(shown: ImportRow) -> str:
    tones = {RowAction.BAD: "bad", RowAction.SAME: "muted", RowAction.NEW: "ok"}
    return tones.get(shown.action, "accent")


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Row"), words=lambda r: str(r.row_number), wide=56, order=lambda r: r.row_number),
        Column(title=tr("What happens"), words=_words, wide=88, tone=_tone),
        Column(title=tr("Name"), words=lambda r: r.draft.name, wide=200),
        Column(title=tr("Credit code"), words=lambda r: r.draft.credit_code, wide=176),
        Column(
            title=tr("What is wrong, and what to do"),
            words=lambda r: " ".join(sentence(p) for p in r.problems),
            wide=300,
            stretch=True,
            tone=lambda r: "bad" if blocking(r.problems) else "warn",
        ),
    )
