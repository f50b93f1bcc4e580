# SPDX-License-Identifier: MulanPSL-2.0
"""Which inspection: planned ones with their next step, open ones, ended ones below; without any, how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.inspection import InspectionState
from inspector_app.ledgers.inspections import InspectionRow
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.inspection_sheet import ROLES
from inspector_app.ui.widgets.page import Card, EmptyState, button, scrolled
from inspector_app.ui.widgets.planned_visits import PlannedVisits
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class InspectionChooser(QWidget):
    """The lists, or the way to a first inspection."""

    chosen = Signal(str)
    papers_wanted = Signal(str)
    start_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.planned = PlannedVisits(ws, jobs, ask)
        self.planned.begun.connect(self.chosen)
        self.planned.papers_wanted.connect(self.papers_wanted)
        self.empty = EmptyState(
            "inspection",
            tr("No inspection yet"),
            tr("Find the enterprise and start an inspection there; it opens here."),
        )
        self.empty.add_button(button(tr("Choose an enterprise"), self.start_wanted.emit, icon="add", kind="primary"))
        self.open_list = RowList(tr("Open inspections"), fits=True)
        self.finished_list = RowList(tr("Finished inspections"), fits=True)
        self._open_card = _card(tr("Open inspections"), self.open_list)
        self._finished_card = _card(tr("Finished inspections"), self.finished_list)
        for rows in (self.open_list, self.finished_list):
            rows.row_chosen.connect(self.chosen)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.dp(12))
        inner.addWidget(self.planned)
        inner.addWidget(self._open_card)
        inner.addWidget(self._finished_card)
        inner.addStretch(1)
        self._lists = scrolled(body)
        self.planned.opened.connect(lambda visit: self._lists.ensureWidgetVisible(visit, 0, 0))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._lists, 1)
        box.addWidget(self.empty, 1)
        self.show_rows((), date.min)

    def show_rows(self, rows: Sequence[InspectionRow], today: date) -> None:
        """Show these inspections."""
        open_rows = [r for r in rows if r.state is InspectionState.OPEN]
        finished = [r for r in rows if r.state.is_over or r.state is InspectionState.TERMINATED]
        self.planned.show_rows(rows)
        self.open_list.put([_row(r, today) for r in open_rows])
        self.finished_list.put([_row(r, today) for r in finished])
        self._open_card.setVisible(bool(open_rows))
        self._finished_card.setVisible(bool(finished))
        self._lists.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def focus_first(self) -> None:
        """Put the focus on the first inspection."""
        for rows in (self.open_list, self.finished_list):
            if rows.rows.rows:
                rows.setFocus()
                if not rows.currentIndex().isValid():
                    rows.step(1)
                return


def _card(title: str, rows: RowList) -> Card:
    card = Card()
    card.title.setText(title)
    card.title.show()
    card.add(rows)
    return card


def _row(shown: InspectionRow, today: date) -> Row:
    is_open = shown.state is InspectionState.OPEN
    at = shown.last_touched if is_open else shown.finished_at or shown.started_at
    when = tr("last touched {time}", time=short_time(at, today)) if is_open else short_time(at, today)
    counts = tr("{checked}/{total} checked", checked=shown.checked, total=shown.total)
    if shown.noncompliant:
        counts += " · " + tr("{count} not compliant", count=shown.noncompliant)
    return Row(
        id=shown.id,
        title=shown.enterprise_name,
        detail=f"{shown.packs_title} · {when}",
        side=counts,
        chip=word(shown.state),
        chip_role=ROLES.get(shown.state, "muted"),
        icon="inspection",
        icon_role="accent" if is_open else "muted",
        action=tr("Go on") if is_open else tr("Open"),
    )
