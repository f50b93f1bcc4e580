# SPDX-License-Identifier: MulanPSL-2.0
"""What importing an equipment list would do, row by row, before anything is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations.equipment_import import (
    EquipmentImport,
    EquipmentPreview,
    EquipmentRow,
    RowAct,
    import_equipment,
    preview_equipment,
)
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace


class EquipmentImportPage(QWidget):
    """Read a file, show what it would do, and take it over when a person says so."""

    imported = Signal(object)  # EquipmentImport
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.preview: EquipmentPreview | None = None
        self.summary = label("", wrap=True)
        self.model = LedgerModel(_columns(), lambda shown: str(shown.row_number), self)
        self.table = LedgerTable(self.model, tr("Rows of the file"))
        self.problems = ProblemList()
        self.band = Band()
        self.take = button(tr("Import"), self._on_take, kind="primary")
        self.cancel = button(tr("Cancel"), self.left.emit)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        for part, stretch in ((self.summary, 0), (self.problems, 1), (self.table, 1), (self.band, 0)):
            outer.addWidget(part, stretch)
        outer.addLayout(row(None, self.cancel, self.take))
        self.problems.hide()

    def read(self, enterprise_id: str, path: Path) -> None:
        """Read a file in the background and show what it would do."""
        self.preview = None
        self.model.put(())
        self.problems.hide()
        self.band.hide()
        self.take.setEnabled(False)
        self.summary.setText(tr("Reading the file …"))
        work = partial(preview_equipment, self.ws, enterprise_id, path)
        self.jobs.run_read(self, work, then=self._show, refused=self._on_unreadable, key="equipment_import")

    def _show(self, preview: EquipmentPreview) -> None:
        self.preview = preview
        counts = {act.value: preview.count(act) for act in RowAct}
        words = tr(
            "{total} rows: {new} new, {update} to update, {same} unchanged, {bad} to mend.",
            total=len(preview.rows),
            **counts,
        )
        self.summary.setText(words)
        self.table.show()
        good = counts["new"] + counts["update"]
        several = tr("Import the {count} good rows", count=good) if counts["bad"] else ""
        self.take.setText(several or tr("Import {count} rows", count=good))
        self.take.setEnabled(good > 0)
        self.model.put(sorted(preview.rows, key=lambda shown: (not shown.problems, shown.row_number)))
        if self.take.isEnabled():
            self.take.setFocus()

    def _on_take(self) -> None:
        if self.preview is not None:
            self.take.setEnabled(False)
            work = partial(import_equipment, self.ws, self.preview, skip_bad=True)
            self.jobs.run_write(self, work, then=self._on_imported, refused=self._on_refused)

    def _on_imported(self, result: EquipmentImport) -> None:
        self.imported.emit(result)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.take.setEnabled(True)
        self.band.say("\n".join(sentence(p) for p in problems[:5]), tone="bad")

    def _on_unreadable(self, problems: tuple[Problem, ...]) -> None:
        self.summary.setText(tr("This file cannot be imported. Nothing was changed."))
        self.table.hide()
        self.problems.show()
        self.problems.show_problems(problems)


def _act_words(shown: EquipmentRow) -> str:
    words = {
        RowAct.NEW: tr("New"), RowAct.UPDATE: tr("Update"), RowAct.SAME: tr("Unchanged"), RowAct.BAD: tr("To mend"),
    }  # fmt: skip
    return words[shown.act]


def _tone(shown: EquipmentRow) -> str:
    return {RowAct.BAD: "bad", RowAct.SAME: "muted", RowAct.NEW: "ok"}.get(shown.act, "accent")


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Row"), words=lambda r: str(r.row_number), wide=50, order=lambda r: r.row_number),
        Column(title=tr("What happens"), words=_act_words, wide=80, tone=_tone),
        Column(title=tr("Category"), words=lambda r: r.draft.category, wide=110),
        Column(title=tr("Name"), words=lambda r: r.draft.name, wide=120),
        Column(
            title=tr("What is wrong, and what to do"),
            words=lambda r: " ".join(sentence(p) for p in r.problems),
            wide=240,
            stretch=True,
            tone=lambda r: "bad" if blocking(r.problems) else "warn",
        ),
    )
