# SPDX-License-Identifier: MulanPSL-2.0
"""对账表: laptop by laptop what was sent, what came and what is missing; the table is exported as it is shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Changes
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import DeviceState
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_office as state
from inspector_app.ui.models.handoff_office import OfficeRead
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.handoff_laptop import clock_words
from inspector_app.ui.widgets.handoff_laptops import CLOCK_SECONDS
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff.reconciliation import DeviceStanding, MissingFile


class ReconciliationPage(QWidget):
    """The table above, the missing files of the chosen laptop below."""

    primary_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._laptops: tuple[DeviceStanding, ...] = ()
        self.band = Band()
        self.model = LedgerModel(_columns(), lambda one: one.device.id, self)
        self.table = LedgerTable(self.model, tr("Reconciliation"))
        self.table.setObjectName("cardList")
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.nothing = EmptyState("ledger", tr("No laptop is enrolled yet"))
        self.card = Card(tr("Reconciliation"))
        self.stack = Pages()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.card.add(self.stack, 1)
        self.missing_card = Card(tr("Files missing"))
        self.missing = RowList(tr("Files missing"))
        self.missing.setObjectName("cardList")
        self.missing_card.add(self.missing, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.band)
        outer.addWidget(self.card, 3)
        outer.addWidget(self.missing_card, 2)
        self.missing_card.hide()

    # ---- what the screen asks --------------------------------------------------------------------------

    def primary_words(self) -> str:
        """Give the word of the primary act."""
        return tr("Export as CSV")

    def primary_right(self) -> Act:
        """Say which right it needs."""
        return Act.RUN_OFFICE

    def may_act(self) -> bool:
        """Whether there is something to export."""
        return bool(self._laptops)

    def act(self) -> None:
        """Write the list."""
        name = tr("Reconciliation {day}", day=self._ws.today().isoformat()) + ".csv"
        path = self._ask.save_file(tr("Export as CSV"), name, "CSV (*.csv)")
        if path is None:
            return

        def saved(made: Path) -> None:
            self.band.say(tr("{count} laptops written to {path}", count=len(laptops), path=str(made)), tone="ok")

        def refused(problems: tuple[Problem, ...]) -> None:
            self.band.say("\n".join(sentence(p) for p in problems), tone="bad")

        laptops = self._laptops
        work = partial(state.save_reconciliation, self._ws, laptops, path)
        self._jobs.run_read(self, work, then=saved, refused=refused)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the list again."""
        self._jobs.run_read(self, partial(state.read_office, self._ws), then=self._show, key="office")

    def on_changed(self, changes: Changes) -> None:
        """Read again what an operation may have changed."""
        if not {"devices", "tasks", "number_blocks"}.isdisjoint(changes.touched):
            self.refresh()

    def _show(self, read: OfficeRead) -> None:
        self._laptops = tuple(one for one in read.laptops if not one.is_office)
        self.model.put(self._laptops)
        self.stack.setCurrentIndex(0 if self._laptops else 1)
        wrong = sum(not one.is_settled for one in self._laptops)
        self.card.note.setText(tr("{count} with something missing", count=wrong) if wrong else "")
        if self._laptops and not self.table.currentIndex().isValid():
            first = next((n for n, one in enumerate(self.model.rows) if one.missing), 0)
            self.table.setCurrentIndex(self.model.index(first, 0))
        self._on_row(self.table.currentIndex(), QModelIndex())
        self.primary_changed.emit()

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        one = self.model.rows[now.row()] if now.isValid() and now.row() < len(self.model.rows) else None
        files = one.missing if one is not None else ()
        self.missing_card.setVisible(bool(files))
        self.missing.put([_file_row(file) for file in files])
        if one is not None:
            self.missing_card.note.setText(f"{one.device.name} · {len(files)}")


def _file_row(file: MissingFile) -> Row:
    return Row(
        id=file.sha256, title=file.name or file.sha256[:12], detail=file.enterprise or " ", icon="photo",
        chip=tr("Awaited"), chip_role="warn", tip=file.sha256,
    )  # fmt: skip


def _last(one: DeviceStanding) -> str:
    return one.last_handover.strftime("%m-%d %H:%M") if one.last_handover else tr("never")


def _missing_words(one: DeviceStanding) -> str:
    """Say what is missing: entries, bundles that came in part, files."""
    said = []
    if one.gaps:
        said.append(tr("{count} entries missing", count=one.missing_operations))
    if one.incomplete:
        said.append(tr("bundle {numbers} in part", numbers=tr(", ").join(map(str, one.incomplete))))
    if one.missing:
        said.append(tr("{count} files missing", count=len(one.missing)))
    return tr(", ").join(said) or "—"


def _missing_tone(one: DeviceStanding) -> str:
    return "bad" if one.gaps else "warn" if not one.is_settled else "muted"


def _clock(one: DeviceStanding) -> str:
    return clock_words(one.clock_seconds)[0] or "—"


def _clock_tone(one: DeviceStanding) -> str:
    off = one.clock_seconds is not None and abs(one.clock_seconds) > CLOCK_SECONDS
    return "warn" if off else "muted"


def _state_tone(one: DeviceStanding) -> str:
    return "muted" if one.device.state is DeviceState.ACTIVE else "bad"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Laptops"), words=lambda o: o.device.name, wide=120, stretch=True),
        Column(title=tr("Who has it"), words=lambda o: o.device.holder or "—", wide=86),
        Column(title=tr("State"), words=lambda o: word(o.device.state), wide=72, tone=_state_tone),
        Column(title=tr("Last hand-over"), words=_last, wide=104),
        Column(title=tr("Days"), words=lambda o: str(o.days_silent), wide=52, order=lambda o: o.days_silent),
        Column(title=tr("Bundles"), words=lambda o: str(o.exports), wide=66, order=lambda o: o.exports),
        Column(title=tr("Entries held"), words=lambda o: f"{o.operations:,}", wide=72, order=lambda o: o.operations),
        Column(title=tr("Files"), words=lambda o: f"{o.received}/{o.announced}", wide=84, order=lambda o: o.received),
        Column(title=tr("Missing"), words=_missing_words, wide=140, tone=_missing_tone),
        Column(title=tr("Clock"), words=_clock, wide=84, tone=_clock_tone),
        Column(title=tr("Numbers left"), words=lambda o: f"{o.numbers.left}/{o.numbers.given}", wide=88,
               order=lambda o: o.numbers.left),
        Column(title=tr("Tasks"), words=lambda o: str(o.open_tasks), wide=56, order=lambda o: o.open_tasks),
    )  # fmt: skip
