# SPDX-License-Identifier: MulanPSL-2.0
"""The ledger of findings: search, status, the count that is shown, and what Enter opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.ledgers import findings
from inspector_app.ledgers.findings import FindingRow
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.dates import days_left, short_day
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import EmptyState, Pages, button, label, row
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

TABLES = frozenset({"inspections", "findings", "enterprises", "documents", "document_lines", "photos"})


class LedgerScreen(FreshWidget):
    """All findings of this unit."""

    tables = TABLES
    inspection_chosen = Signal(str, str)  # inspection, item code
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.primary_action: QAction | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Wording, place, item code or enterprise"))
        self.search.setAccessibleName(tr("Search the ledger"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.dp(320))
        self.search.textChanged.connect(self.refresh)
        self.status = QComboBox()
        self.status.setAccessibleName(tr("Status"))
        for value, words in _statuses():
            self.status.addItem(words, value)
        self.status.currentIndexChanged.connect(self.refresh)
        self.model = LedgerModel(self._columns(), lambda shown: str(shown.finding.id), self)
        self.table = LedgerTable(self.model, tr("Findings"))
        self.table.row_chosen.connect(self._on_chosen)
        self.count = label("", tone="muted")
        self.empty = EmptyState("ledger", tr("No finding here yet"))
        self.show_all = button(tr("Show all"), self._on_show_all)
        self.empty.add_button(self.show_all)
        self._build()

    def _build(self) -> None:
        self.stack = Pages()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(8), side, theme.dp(16))
        outer.setSpacing(theme.dp(12))
        outer.addLayout(row(self.search, self.status, None, self.count, gap=12))
        outer.addWidget(self.stack, 1)
        find = QAction(tr("Search"), self)
        find.setShortcuts([QKeySequence("/"), QKeySequence("Ctrl+F")])
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(title=tr("Found on"), words=lambda r: short_day(r.finding.found_at.date(), self.ws.today()), wide=92,
                   order=lambda r: r.finding.found_at),
            Column(title=tr("Enterprise"), words=lambda r: r.enterprise_name, wide=174),
            Column(title=tr("Finding"), words=lambda r: r.finding.description, wide=240, stretch=True),
            Column(title=tr("Place"), words=lambda r: r.finding.place, wide=100),
            Column(title=tr("Grade"), words=lambda r: word(r.finding.grade), wide=84,
                   tone=lambda r: "bad" if r.finding.grade is Grade.MAJOR else "text"),
            Column(title=tr("Status"), words=self._status_words, wide=118, tone=_status_tone),
            Column(title=tr("Deadline"), words=self._deadline_words, wide=178, tone=_deadline_tone,
                   order=lambda r: (r.finding.deadline is None, r.finding.deadline)),
            Column(title=tr("Order"), words=lambda r: r.document_number, wide=200),
            Column(title=tr("Photos"), words=lambda r: str(r.photo_count or ""), wide=56,
                   order=lambda r: r.photo_count),
        )  # fmt: skip

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what this is."""
        return Heading(title=tr("Ledger"), whom=tr("Findings of this unit"))

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            ("/", tr("Search")),
            ("↑ ↓", tr("Move in the list")),
            ("Enter", tr("Open the finding in its inspection")),
            ("Ctrl+A", tr("Choose all rows")),
            ("Ctrl+C", tr("Copy the chosen rows as text")),
        ]

    def focus_first(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus()

    def refresh(self) -> None:
        """Read the rows that are wanted."""
        self.reading()
        status = str(self.status.currentData() or "") or None
        read = partial(findings.rows, self.ws, status=status, search=self.search.text())
        self.jobs.run_read(self, read, then=self._show, key="ledger")

    # ---- showing ---------------------------------------------------------------------------------------

    def _show(self, rows: tuple[FindingRow, ...]) -> None:
        self.model.put(rows)
        self.table.horizontalHeader().setSortIndicator(-1, self.table.horizontalHeader().sortIndicatorOrder())
        late = sum(r.is_overdue for r in rows)
        words = tr("{count} findings", count=len(rows))
        if late:
            words = tr("{count} findings, {late} overdue", count=len(rows), late=late)
        self.count.setText(words)
        filtered = bool(self.search.text().strip() or self.status.currentData())
        self.empty.say(
            tr("Nothing fits what you look for") if filtered else tr("No finding here yet"),
            "" if filtered else tr("Findings appear here as soon as they are recorded in an inspection."),
        )
        self.show_all.setVisible(filtered)
        self.stack.setCurrentIndex(0 if rows else 1)

    def _status_words(self, shown: FindingRow) -> str:
        said = tr("Overdue") if shown.is_overdue else word(shown.finding.status)
        return f"{said} · {tr('Conflict')}" if shown.has_conflict else said

    def _deadline_words(self, shown: FindingRow) -> str:
        found = shown.finding
        if found.deadline is None:
            return word(found.deadline_class)
        if found.status is not FindingStatus.ORDERED:
            return short_day(found.deadline, self.ws.today())
        left = days_left(found.deadline, self.ws.today())
        return tr("{day}, {left}", day=short_day(found.deadline, self.ws.today()), left=left)

    def _on_show_all(self) -> None:
        self.search.clear()
        self.status.setCurrentIndex(0)

    def _on_chosen(self, finding_id: str) -> None:
        found = next(r.finding for r in self.model.rows if r.finding.id == finding_id)
        self.inspection_chosen.emit(found.inspection_id, found.item_code or "")


def _statuses() -> list[tuple[str, str]]:
    return [
        ("", tr("All statuses")),
        ("overdue", tr("Overdue")),
        *((status.value, word(status)) for status in FindingStatus),
    ]


def _status_tone(shown: FindingRow) -> str:
    if shown.is_overdue:
        return "bad"
    if shown.has_conflict:
        return "warn"
    return "muted" if shown.finding.status is FindingStatus.WITHDRAWN else "text"


def _deadline_tone(shown: FindingRow) -> str:
    return "bad" if shown.is_overdue else "text"
