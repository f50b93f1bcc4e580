# SPDX-License-Identifier: MulanPSL-2.0
"""What an import would do, row by row, before anything is kept; each bad row says why and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations.import_rows import Imported, ImportPreview, ImportRow, RowAct
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import sentence, tr

MOST_TOLD = 5  # problems of a refusal, below the rows


class FoundRow(Protocol):
    """A row of a file, as far as every preview shows it."""

    @property
    def row_number(self) -> int:
        """The number of the row in the file, from 1."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds: its rows, how many things of it are good and how many are not, in words, and to take it."""

    rows: Sequence[FoundRow]
    good: int
    bad: int
    summary: str
    offer: str  # the words of the button
    take: Callable[[], Done[Any]]


class ImportPanel(QWidget):
    """Read a file, show what it would do, and take it over when a person says so."""

    imported = Signal(object)  # what `Found.take` gave
    left = Signal()

    def __init__(self, jobs: Jobs, title: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.found: Found | None = None
        self._reading: Report | None = None
        self.card = Card(title)
        self.summary = label("", wrap=True)
        self.only_bad = QCheckBox(tr("Only rows with something to mend"))
        self.only_bad.toggled.connect(self._show_rows)
        self.model = LedgerModel(_framed(columns), lambda shown: str(shown.row_number), self)
        self.table = LedgerTable(self.model, tr("Rows of the file"))
        self.table.selectionModel().currentRowChanged.connect(self._show_why)
        self.why = label("", tone="bad", wrap=True)  # the words that the table cuts off
        self.problems = ProblemList()
        self.band = Band()
        self.take = button(tr("Import"), self._on_take, kind="primary")
        self.cancel = button(tr("Cancel"), self.leave)
        for part, stretch in ((self.summary, 0), (self.problems, 1), (self.table, 1), (self.why, 0), (self.band, 0)):
            self.card.add(part, stretch)
        self.card.outer.addLayout(row(self.only_bad, None, self.cancel, self.take))
        self.problems.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.card)

    def read(self, path: Path, work: Callable[[Report], Found]) -> None:
        """Read a file with `work`, in the background, and show what it would do."""
        self._stop()
        self.found = None
        self._show_rows()
        self.problems.hide()
        self.table.show()
        self.band.hide()
        self.take.setEnabled(False)
        self.take.setText(tr("Import"))
        self.only_bad.setEnabled(False)
        self.card.note.setText(path.name)
        self.summary.setText(tr("Reading the file …"))
        title = tr("Reading {name}", name=path.name)

        def unless_left(report: Report) -> Found:
            found = work(report)
            report(len(found.rows), len(found.rows))
            return found

        self._reading = self.jobs.run_slow(
            self, unless_left, then=self._show, refused=self._on_unreadable, title=title
        )  # fmt: skip

    def leave(self) -> None:
        """Read no further, and take nothing."""
        self._stop()
        self.left.emit()

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def _show(self, found: Found) -> None:
        self.found = found
        self.summary.setText(found.summary)
        self.only_bad.setEnabled(bool(found.bad))
        self.only_bad.setChecked(bool(found.bad))
        self.take.setText(found.offer)
        self.take.setEnabled(found.good > 0)
        self._show_rows()
        (self.take if found.good else self.cancel).setFocus()

    def _show_rows(self) -> None:
        rows = self.found.rows if self.found is not None else ()
        is_all = not self.only_bad.isChecked()
        self.model.put([shown for shown in rows if is_all or shown.problems])
        first = next((n for n, shown in enumerate(self.model.rows) if shown.problems), -1)
        self.table.setCurrentIndex(self.model.index(first, 0))  # none where no row has a fault
        self._show_why()

    def _show_why(self) -> None:
        """Say below the table, in full, what is wrong with the row that is current."""
        at = self.table.currentIndex().row()
        words = fault_words(self.model.rows[at]) if 0 <= at < len(self.model.rows) else ""
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def _on_take(self) -> None:
        if self.found is not None:
            self.take.setEnabled(False)
            self.band.hide()
            self.summary.setText(tr("Taking over {count} rows …", count=self.found.good))
            self.jobs.run_write(self, self.found.take, then=self.imported.emit, refused=self._on_refused)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.take.setEnabled(True)
        self.summary.setText(self.found.summary if self.found is not None else "")
        self.band.say("\n".join(sentence(p) for p in problems[:MOST_TOLD]), tone="bad")

    def _on_unreadable(self, problems: tuple[Problem, ...]) -> None:
        self.summary.setText(tr("This file cannot be imported. Nothing was changed."))
        self.table.hide()
        self.problems.show()
        self.problems.show_problems(problems)
        self.cancel.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def found_rows(preview: ImportPreview[Any], take: Callable[..., Done[Imported]]) -> Found:
    """Say what the import of a list would do; `take` gets the preview, and whether bad rows are to be left out."""
    counts = preview.counts()
    good, bad = counts.added + counts.updated, counts.skipped
    summary = tr(
        "{total} rows: {new} new, {update} to update, {same} unchanged, {bad} to mend.",
        total=len(preview.rows), new=counts.added, update=counts.updated, same=counts.same, bad=bad,
    )  # fmt: skip
    offer = tr("Import the {count} good rows", count=good) if bad else tr("Import {count} rows", count=good)
    return Found(
        rows=preview.rows, good=good, bad=bad, summary=summary, offer=offer,
        take=partial(take, preview, skip_bad=bad > 0),
    )  # fmt: skip


def import_words(result: Imported) -> str:
    """Say what an import of a list did."""
    return tr(
        "Imported: {added} new, {updated} updated, {same} unchanged, {skipped} left out.",
        added=result.added,
        updated=result.updated,
        same=result.same,
        skipped=result.skipped,
    )


def act_column() -> Column:
    """Make the column that says what a row would do."""
    return Column(title=tr("What happens"), words=_act_words, wide=88, tone=_act_tone)


def _act_words(shown: ImportRow) -> str:
    words = {
        RowAct.NEW: tr("New"), RowAct.UPDATE: tr("Update"), RowAct.SAME: tr("Unchanged"), RowAct.BAD: tr("To mend"),
    }  # fmt: skip
    return words[shown.act]


def _act_tone(shown: ImportRow) -> str:
    return {RowAct.BAD: "bad", RowAct.SAME: "muted", RowAct.NEW: "ok"}.get(shown.act, "accent")


def fault_words(shown: FoundRow) -> str:
    """Say what is wrong with a row, and what to do."""
    return " ".join(sentence(p) for p in shown.problems)


def _framed(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Put the number of the row before the columns, and what is wrong with it behind them."""
    return (
        Column(title=tr("Row"), words=lambda r: str(r.row_number), wide=56, order=lambda r: r.row_number),
        *columns,
        Column(
            title=tr("What is wrong, and what to do"),
            words=fault_words,
            wide=240,
            stretch=True,
            tone=lambda r: "bad" if blocking(r.problems) else "warn",
        ),
    )
