# SPDX-License-Identifier: MulanPSL-2.0
"""The periods of the law in the settings: how long, from when, on which basis, how sure; the files are changed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.periods import Period
from inspector_app.domain.problems import Problem
from inspector_app.operations.deadline_words import basis_words, length_words
from inspector_app.operations.deadlines import period_rows
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.forms_panel_page import without_places
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Card, button, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

START = 2  # the column that large letters leave no room for
LARGE = 1.3


class PeriodPanel(QWidget):
    """The table, and below it the chosen row in full."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.own_path = ws.folder / "forms" / "law" / "periods.toml"
        self.card = Card(tr("Periods"))
        self.model = LedgerModel(_columns(), lambda p: str(p.key), self)
        self.table = LedgerTable(self.model, tr("Periods"))
        self.table.setObjectName("cardList")
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.problems = ProblemList()
        self.problems.hide()
        self.detail = WrapLabel()
        self.where = WrapLabel(tone="muted")
        self.folder_button = button(tr("Open the data folder"), self._open, icon="folder")
        self.card.add(self.table, 1)
        self.card.add(self.problems, 1)
        self.below = Card(" ")
        self.below.add(self.detail)
        self.below.add(self.where)
        self.below.outer.addLayout(row(self.folder_button, None))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.card, 1)
        outer.addWidget(self.below)
        self.where.setText(
            tr(
                "This organ may set this row by a length and basis of its own: write it into {path} (keys: see "
                "docs/law-data.md). The file is checked whole, and a faulty one stops the count.",
                path=str(self.own_path),
            )
        )
        self.table.setColumnHidden(START, theme.scale() >= LARGE)  # it stands below the table in any case

    def refresh(self) -> None:
        """Read the periods again."""
        self.jobs.run_read(self, partial(period_rows, self.ws), then=self._show, refused=self._on_faulty, key="periods")

    def _show(self, periods: tuple[Period, ...]) -> None:
        self.problems.hide()
        self.table.show()
        self.model.put(periods)
        unsure = sum(p.mark.is_unsure for p in periods)
        counted = tr("{count} rows", count=len(periods))
        self.card.note.setText(
            tr("{rows}, {unsure} to be verified", rows=counted, unsure=unsure) if unsure else counted
        )
        if not self.table.currentIndex().isValid() and periods:
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self._on_current(self.table.currentIndex(), QModelIndex())

    def _on_faulty(self, problems: tuple[Problem, ...]) -> None:
        self.table.hide()
        self.below.hide()
        self.problems.show()
        self.problems.show_problems(without_places(problems))
        self.card.note.setText(tr("The law's files have faults: no date is counted until they are mended."))

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.below.setVisible(index.isValid())
        if index.isValid():
            period: Period = self.model.rows[index.row()]
            self.below.title.setText(tr("{name}: {length}", name=period.name, length=length_words(period)))
            self.below.note.setText(period.key if period.is_configurable else "")
            self.detail.setText(_detail(period))
            for part in (self.where, self.folder_button):
                part.setVisible(period.is_configurable)

    def _open(self) -> None:
        folder = next(f for f in (self.own_path.parent, *self.own_path.parents) if f.is_dir())
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _detail(period: Period) -> str:
    """Say a row in full."""
    said = [
        tr("Counted from: {start}", start=period.start),
        tr("Basis: {basis}", basis=basis_words(period)),
    ]
    if period.warn_days_before:
        said.append(tr("Reminder {count} days before", count=period.warn_days_before))
    if period.note:
        said.append(tr("Note: {note}", note=period.note))
    return "\n".join(said)


def _setting(period: Period) -> str:
    if period.is_own:
        return tr("set by this organ")
    return tr("may be set") if period.is_configurable else "—"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Name"), words=lambda p: p.name, wide=165),
        Column(title=tr("Length"), words=length_words, wide=95),
        Column(title=tr("Counted from"), words=lambda p: p.start, wide=190),
        Column(title=tr("Basis"), words=lambda p: p.basis, wide=130, stretch=True),
        Column(title=tr("Mark"), words=lambda p: word(p.mark), wide=75, tone=_mark_tone),
        Column(title=tr("This organ"), words=_setting, wide=75, tone=lambda p: "accent" if p.is_own else "muted"),
    )


def _mark_tone(period: Period) -> str:
    return "warn" if period.mark.is_unsure else "muted"
