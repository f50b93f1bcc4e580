# SPDX-License-Identifier: MulanPSL-2.0
"""What importing a list of units into a draft would do, row by row, before anything is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations.equipment_import import RowAct
from inspector_app.operations.plan_import import (
    PlanImport,
    PlanImportPreview,
    PlanImportRow,
    import_units,
    preview_units,
)
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.planning_workdays import day_words
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace


class PlanImportPage(QWidget):
    """Read a file, show what it would do, and take it over when a person says so."""

    imported = Signal(int)  # units that were added or changed
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.preview: PlanImportPreview | None = None
        self.card = Card(tr("Import units of the plan"))
        self.summary = label("", wrap=True)
        self.only_bad = QCheckBox(tr("Only rows with something to mend"))
        self.only_bad.toggled.connect(self._show_rows)
        self.model = LedgerModel(_columns(), lambda shown: str(shown.row_number), self)
        self.table = LedgerTable(self.model, tr("Rows of the file"))
        self.problems = ProblemList()
        self.band = Band()
        self.take = button(tr("Import"), self._on_take, kind="primary")
        self.cancel = button(tr("Cancel"), self.left.emit)
        for part, stretch in ((self.summary, 0), (self.problems, 1), (self.table, 1), (self.band, 0)):
            self.card.add(part, stretch)
        self.card.outer.addLayout(row(self.only_bad, None, self.cancel, self.take))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.card)
        self.problems.hide()

    def read(self, plan_id: str, path: Path) -> None:
        """Read a file in the background and show what it would do."""
        self.preview = None
        self.model.put(())
        self.problems.hide()
        self.table.show()
        self.band.hide()
        self.take.setEnabled(False)
        self.card.note.setText(path.name)
        self.summary.setText(tr("Reading the file …"))

        def work(report: Report) -> PlanImportPreview:
            found = preview_units(self.ws, plan_id, path)
            report(len(found.rows), len(found.rows))
            return found

        title = tr("Reading {name}", name=path.name)
        self.jobs.run_slow(self, work, then=self._show, refused=self._on_unreadable, title=title)

    def _show(self, preview: PlanImportPreview) -> None:
        self.preview = preview
        counts = {act.value: preview.count(act) for act in RowAct}
        self.summary.setText(
            tr(
                "{total} rows: {new} new, {update} to update, {same} unchanged, {bad} to mend.",
                total=len(preview.rows), **counts,
            )
        )  # fmt: skip
        good, bad = counts["new"] + counts["update"], counts["bad"]
        self.take.setText(
            tr("Import the {count} good rows", count=good) if bad else tr("Import {count} rows", count=good)
        )  # fmt: skip
        self.take.setEnabled(good > 0)
        self.only_bad.setEnabled(bool(bad))
        self.only_bad.setChecked(bool(bad))
        self._show_rows()
        (self.take if good else self.cancel).setFocus()

    def _show_rows(self) -> None:
        rows = self.preview.rows if self.preview is not None else ()
        bad = self.only_bad.isChecked()
        self.model.put([r for r in rows if r.problems or not bad])

    def _on_take(self) -> None:
        if self.preview is not None:
            self.take.setEnabled(False)
            skip = self.preview.count(RowAct.BAD) > 0
            work = partial(import_units, self.ws, self.preview, skip_bad=skip)
            self.jobs.run_write(self, work, then=self._on_imported, refused=self._on_refused)

    def _on_imported(self, made: PlanImport) -> None:
        self.imported.emit(made.added + made.updated)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.take.setEnabled(True)
        self.band.say("\n".join(sentence(p) for p in problems[:5]), tone="bad")

    def _on_unreadable(self, problems: tuple[Problem, ...]) -> None:
        self.summary.setText(tr("This file cannot be imported. Nothing was changed."))
        self.table.hide()
        self.problems.show()
        self.problems.show_problems(problems)
        self.cancel.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _act_words(shown: PlanImportRow) -> str:
    words = {
        RowAct.NEW: tr("New"), RowAct.UPDATE: tr("Update"), RowAct.SAME: tr("Unchanged"), RowAct.BAD: tr("To mend"),
    }  # fmt: skip
    return words[shown.act]


def _tone(shown: PlanImportRow) -> str:
    return {RowAct.BAD: "bad", RowAct.SAME: "muted", RowAct.NEW: "ok"}.get(shown.act, "accent")


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Row"), words=lambda r: str(r.row_number), wide=50, order=lambda r: r.row_number),
        Column(title=tr("What happens"), words=_act_words, wide=80, tone=_tone),
        Column(title=tr("Enterprise"), words=lambda r: r.name, wide=200),
        Column(title=tr("Month"), words=lambda r: str(r.draft.month or "—"), wide=60),
        Column(title=tr("Kind of inspection"), words=lambda r: word(r.draft.kind), wide=100),
        Column(title=tr("Days"), words=lambda r: day_words(r.draft.workdays) if r.draft.workdays else "", wide=60),
        Column(
            title=tr("What is wrong, and what to do"),
            words=lambda r: " ".join(sentence(p) for p in r.problems),
            wide=240,
            stretch=True,
            tone=lambda r: "bad" if blocking(r.problems) else "warn",
        ),
    )
