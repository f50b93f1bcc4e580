# SPDX-License-Identifier: MulanPSL-2.0
"""The side of a ledger: the detail of the current row, all filters, the columns, or the form of an act."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QVBoxLayout, QWidget

from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.ledgers import ledger
from inspector_app.ledgers.finding_page import FindingPage, finding_page
from inspector_app.ledgers.ledger import LedgerColumn, LedgerRow
from inspector_app.operations import follow_ups
from inspector_app.operations.follow_ups import Fulfilment
from inspector_app.operations.photo_evidence import inspection_problems
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_verbs import Verb
from inspector_app.ui.widgets.ledger_columns import ColumnChooser
from inspector_app.ui.widgets.ledger_detail import LedgerDetail
from inspector_app.ui.widgets.ledger_filter_form import FilterForm
from inspector_app.ui.widgets.page import Pages, button, label, row, scrolled
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # heavy: the table is painted before it is imported
    from inspector_app.ui.widgets.ledger_acts import LedgerActs

WIDE, WIDER = 360, 430
Read = tuple[FindingPage, tuple[Fulfilment, ...]] | LedgerRow | None


class RowFacts(QWidget):
    """Every column of one row, for ledgers whose rows have no page of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QWidget()
        self.form = QFormLayout(body)
        self.form.setHorizontalSpacing(theme.dp(10))
        self.form.setVerticalSpacing(theme.dp(6))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(body))

    def show_row(self, columns: Sequence[LedgerColumn], shown: LedgerRow) -> None:
        """Show a row that was read with all columns."""
        while self.form.rowCount():
            self.form.removeRow(0)
        for column, words in zip(columns, shown.cells, strict=True):
            if words and column.key not in ("id", "number"):
                self.form.addRow(label(column.title, tone="muted", size="small"), WrapLabel(words))


class LedgerSide(QFrame):
    """One page at a time; the detail is the one to which the others lead back."""

    closed = Signal()
    open_wanted = Signal()
    acted = Signal(str)  # what to say of what was done

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.wants_detail = False  # whether the detail stays open when nothing else is
        self.title = label("", size="lead")
        self.close_button = button("", self.leave, icon="close", kind="quiet", tip="Esc")
        self.close_button.setAccessibleName(tr("Close"))
        self.detail = LedgerDetail(ws)
        self.detail.open_wanted.connect(self.open_wanted)
        self.facts = RowFacts()
        self.filters, self.columns = FilterForm(), ColumnChooser()
        for part in (self.filters, self.columns):
            part.left.connect(self.leave)
        self._acts: LedgerActs | None = None
        self.pages = Pages()
        for page in (self.detail, self.facts, self.filters, self.columns):
            self.pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.dp(8), 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(row(self.title, None, self.close_button))
        box.addWidget(self.pages, 1)

    # ---- pages -----------------------------------------------------------------------------------------

    def _show(self, page: QWidget, title: str, wide: int = WIDE) -> None:
        self.pages.setCurrentWidget(page)
        self.title.setText(title)
        self.setFixedWidth(theme.dp(wide))
        self.show()

    @property
    def is_form(self) -> bool:
        """Whether something is open that Escape closes."""
        return self.isVisible() and self.pages.currentWidget() not in (self.detail, self.facts)

    def show_filters(self) -> None:
        """Show all filters."""
        self._show(self.filters, tr("All filters"))
        self.filters.focus_first()

    def show_columns(self) -> None:
        """Show the choice of columns."""
        self._show(self.columns, tr("Columns"))
        self.columns.focus_first()

    @property
    def acts(self) -> LedgerActs:
        """The form of an act; made when it is first wanted, since its parts are many."""
        if self._acts is None:
            from inspector_app.ui.widgets.ledger_acts import LedgerActs

            self._acts = made = LedgerActs(self.ws, self.jobs)
            made.left.connect(self.leave)
            made.titled.connect(self.title.setText)
            made.done.connect(self.acted)
            self.pages.addWidget(made)
        return self._acts

    def begin_act(self, verb: Verb, ids: Sequence[str]) -> None:
        """Show the form of an act about findings."""
        self._show(self.acts, "", WIDER)
        self.acts.begin(verb, ids)

    def do_act(self) -> None:
        """Do what the form of an act says, if it is open."""
        if self._acts is not None and self.isVisible() and self.pages.currentWidget() is self._acts:
            self._acts.record()

    def show_detail(self) -> None:
        """Show the detail of the current row."""
        self.wants_detail = True
        self._show(self.detail, tr("Detail"))

    def leave(self) -> None:
        """Close what is open; a form leads back to the detail if that was wanted."""
        if self.is_form and self.wants_detail:
            self._show(self.detail, tr("Detail"))
        else:
            self.wants_detail = self.wants_detail and self.is_form
            self.hide()
        self.closed.emit()

    # ---- detail ----------------------------------------------------------------------------------------

    def read_row(self, query: LedgerQuery, shown: LedgerRow | None, at: int) -> None:
        """Read the detail of a row, if anybody sees it."""
        if shown is None or not self.isVisible() or self.is_form:
            if shown is None:
                self.detail.show_nothing()
            return
        read = partial(read_detail, self.ws, query, shown, at)
        self.jobs.run_read(self, read, then=partial(self._take, query.ledger), key="detail")

    def _take(self, name: LedgerName, read: Read) -> None:
        if self.is_form:
            return
        if read is None:
            self.detail.show_nothing()
        elif isinstance(read, LedgerRow):
            self.facts.show_row(ledger.columns_of(name), read)
            self.pages.setCurrentWidget(self.facts)
            return
        else:
            self.detail.show_page(*read)
            self._read_photos(read[0])
        self.pages.setCurrentWidget(self.detail)

    def _read_photos(self, page: FindingPage) -> None:
        """Look at the originals of the finding's photos after the rest is seen: each is read to its end."""
        if page.row.photo_count:
            found = page.row.finding
            look = partial(inspection_problems, self.ws, found.inspection_id, found.id)
            self.jobs.run_read(self, look, then=partial(self.detail.show_photo_problems, found.id), key="photos")


def read_detail(ws: Workspace, query: LedgerQuery, shown: LedgerRow, at: int) -> Read:
    """Read a finding whole, or the whole row of another ledger."""
    if query.ledger is LedgerName.FINDINGS:
        page = finding_page(ws, shown.id)
        if page is None:
            return None
        beside = page.supervision
        done = follow_ups.fulfilments(ws, beside.follow_up) if beside is not None else ()
        return page, done
    whole = ledger.page(ws, query, at, 1)
    return whole[0] if whole and whole[0].id == shown.id else None
