# SPDX-License-Identifier: MulanPSL-2.0
"""What became of a checklist's items in every inspection and version, bridged by their codes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ledgers import packs as ledger
from inspector_app.ledgers.packs import ItemStatistics
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, button, column, label, row
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace


class PackStatistics(QWidget):
    """A table with one row for each code that any version has."""

    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._rows: tuple[ItemStatistics, ...] = ()
        self.back = button(tr("Checklists"), self.left.emit, icon="previous", tip=tr("Back to the checklists (Alt+←)"))
        self.back.setShortcut(QKeySequence("Alt+Left"))
        self.title = label("", size="lead")
        self.search = SearchLine(tr("Search items"))
        self.band = Band()
        self.card = Card(tr("Answers and findings by item"))
        words = tr(
            "All versions together: an item is known by its code. Items that only older versions had stand at the end."
        )
        self.card.add(label(words, tone="muted", wrap=True))
        self.model = LedgerModel(_columns(), lambda one: one.code, self)
        self.table = LedgerTable(self.model, self.card.title.text())
        self.table.setObjectName("cardList")
        self.search.searched.connect(lambda _text: self._fill())
        self.search.list_wanted.connect(self.table.setFocus)
        self.nothing = label(tr("No inspection has used this checklist yet."), tone="muted")
        self.card.add(self.nothing)
        self.card.add(self.table, 1)
        box = column(gap=8)
        self.setLayout(box)
        box.addLayout(row(self.back, self.title, None, self.search))
        box.addWidget(self.band)
        box.addWidget(self.card, 1)

    def show_pack(self, pack_id: str, title: str) -> None:
        """Read the figures of a checklist."""
        self.title.setText(title)
        self.search.clear()
        self.band.hide()
        self._rows = ()
        self._fill()
        self.nothing.hide()
        self.card.note.setText(tr("Reading …"))
        self.jobs.run_read(
            self, partial(ledger.statistics, self.ws, pack_id), then=self._show, refused=self._on_refused, key="counts"
        )

    def _show(self, rows: tuple[ItemStatistics, ...]) -> None:
        self._rows = rows
        used = any(_answered(one) for one in rows)
        self.nothing.setVisible(not used)
        self._fill()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.card.note.setText("")
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")

    def _fill(self) -> None:
        sought = self.search.text().strip().lower()
        shown = [one for one in self._rows if sought in one.code.lower() or sought in one.check.lower()]
        self.model.put(shown)
        self.card.note.setText(f"{len(shown)}/{len(self._rows)}" if self._rows else "")


def _answered(one: ItemStatistics) -> int:
    return one.compliant + one.noncompliant + one.not_applicable + one.not_checked + one.recorded + one.findings


def _columns() -> tuple[Column, ...]:
    def count(title: str, name: str, tone: str = "text") -> Column:
        def value(one: ItemStatistics) -> int:
            return int(getattr(one, name))

        def role(one: ItemStatistics) -> str:
            return tone if value(one) else "muted"

        return Column(title=title, words=lambda one: str(value(one)), wide=64, order=value, tone=role)

    return (
        Column(title=tr("Code"), words=lambda one: one.code, wide=116),
        Column(title=tr("What is checked"), words=lambda one: one.check, wide=160, stretch=True),
        count(tr("Compliant"), "compliant"),
        count(tr("Noncompliant"), "noncompliant", "bad"),
        count(tr("Not applicable"), "not_applicable"),
        count(tr("Not checked"), "not_checked"),
        count(tr("Filled in"), "recorded"),
        count(tr("Findings"), "findings", "bad"),
        Column(title=tr("Versions"), words=lambda one: tr(", ").join(one.versions), wide=130),
    )
