# SPDX-License-Identifier: MulanPSL-2.0
"""文号段: every block of document numbers in the unit, whose it is and how far it is used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_office as state
from inspector_app.ui.models.handoff_office import OfficeRead
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.handoff_amounts import device_words
from inspector_app.ui.widgets.handoff_laptop import lease_state
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Card, EmptyState, Pages
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff.leases import Lease


class NumbersPage(QWidget):
    """One table; a search for a word or a laptop above it."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._leases: tuple[Lease, ...] = ()
        self.card = Card(tr("Number blocks"))
        self.search = SearchLine(tr("Search a word or a laptop"))
        self.search.setFixedWidth(theme.dp(240))
        self.search.searched.connect(lambda _text: self._fill())
        self.card.add_at_right(self.search)
        self.model = LedgerModel(_columns(), lambda lease: lease.block.id, self)
        self.table = LedgerTable(self.model, tr("Number blocks"))
        self.table.setObjectName("cardList")
        self.search.list_wanted.connect(self.table.setFocus)
        self.nothing = EmptyState(
            "ledger", tr("No numbers were given out yet"), tr("Choose a laptop and give it numbers there.")
        )
        self.stack = Pages()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.card.add(self.stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.addWidget(self.card)

    def focus_first(self) -> None:
        """Put the focus on the search."""
        self.search.setFocus()

    def refresh(self) -> None:
        """Read the blocks again."""
        self._jobs.run_read(self, partial(state.read_office, self._ws), then=self._show, key="office")

    def on_changed(self, changes: Changes) -> None:
        """Read again when numbers were given out or used."""
        if not {"documents", "number_blocks"}.isdisjoint(changes.touched):
            self.refresh()

    def _show(self, read: OfficeRead) -> None:
        self._leases = read.leases
        self._fill()

    def _fill(self) -> None:
        sought = self.search.text().strip().lower()
        shown = [lease for lease in self._leases if sought in f"{lease.block.word} {_whose(lease)}".lower()]
        self.model.put(shown)
        self.stack.setCurrentIndex(0 if self._leases else 1)
        self.search.setVisible(bool(self._leases))
        total = len(self._leases)
        self.card.note.setText(str(total) if len(shown) == total else f"{len(shown)}/{total}")


def _whose(lease: Lease) -> str:
    return lease.device_name or device_words(lease.block.device)


def _state_tone(lease: Lease) -> str:
    role = lease_state(lease)[1]
    return role if role in ("bad", "ok") else "muted"


def _rest(lease: Lease) -> str:
    return str(lease.open) if lease.open else "—"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Word"), words=lambda s: s.block.word, wide=140, stretch=True),
        Column(title=tr("Year"), words=lambda s: str(s.block.year), wide=64),
        Column(title=tr("Numbers"), words=lambda s: f"{s.block.first}–{s.block.last}", wide=120,
               order=lambda s: (s.block.word, s.block.first)),
        Column(title=tr("Laptops"), words=_whose, wide=240),
        Column(title=tr("Used"), words=lambda s: str(s.used), wide=70, order=lambda s: s.used),
        Column(title=tr("Left"), words=_rest, wide=70, order=lambda s: s.open),
        Column(title=tr("State"), words=lambda s: lease_state(s)[0], wide=130, tone=_state_tone),
        Column(title=tr("Reason"), words=lambda s: s.block.reason or "—", wide=150),
    )  # fmt: skip
