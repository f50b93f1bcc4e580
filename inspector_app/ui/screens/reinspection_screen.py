# SPDX-License-Identifier: MulanPSL-2.0
"""复查: choose an order that still runs, look again at its lines, record the round, sign off, follow it up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout

from inspector_app.domain.document import DocumentDraft, DocumentKind, Verdict
from inspector_app.domain.problems import Problem
from inspector_app.domain.reinspection import Reinspection
from inspector_app.ledgers.orders import OrderRow
from inspector_app.operations import document_drafts
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_state import OrderPage, read_order, read_orders
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.page import Band, Pages
from inspector_app.ui.widgets.reinspection_chooser import OrderChooser, order_chip
from inspector_app.ui.widgets.reinspection_desk import OrderDesk, may_refer
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

TABLES = frozenset(
    {"organ", "officers", "enterprises", "inspections", "inspection_people", "findings", "photos", "documents",
     "document_lines", "order_lives", "order_events", "services", "attachments", "reinspections", "verdicts",
     "sign_offs", "follow_ups", "follow_up_events"}
)  # fmt: skip


class ReinspectionScreen(FreshWidget):
    """Two pages: the chooser, and the desk of one order."""

    tables = TABLES
    documents_wanted = Signal(str, str)  # inspection, kind of document or nothing
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.document_id = ""
        self.primary_action = QAction(tr("Record the re-inspection"), self)
        self.primary_action.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary_action.setVisible(False)
        self.primary_action.triggered.connect(self._on_primary)
        self.chooser = OrderChooser()
        self.desk = OrderDesk(ws, jobs, ask)
        self.band = Band()
        self.pages = Pages()
        self.pages.addWidget(self.chooser)
        self.pages.addWidget(self.desk)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(4), side, theme.dp(12))
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.band)
        outer.addWidget(self.pages, 1)
        self._connect()

    def _connect(self) -> None:
        desk = self.desk
        self.chooser.order_chosen.connect(self.show_order)
        desk.back_wanted.connect(self.show_chooser)
        desk.primary_changed.connect(self._update_primary)
        desk.said.connect(self._on_said)
        desk.document_wanted.connect(self.make_document)
        desk.documents_wanted.connect(lambda: self._go_to_documents(""))
        desk.opinion_wanted.connect(self.write_opinion)
        desk.looking.recorded.connect(self._on_recorded)
        desk.looking.line.photos_changed.connect(self.refresh)
        self.addAction(self.primary_action)
        for keys, act in (("Alt+Left", self.show_chooser), ("F6", self.desk.looking.next_part)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(act)
            self.addAction(action)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say which order this is, whose, and how it stands."""
        page = self.desk.page if self.document_id else None
        if page is None:
            return Heading(title=tr("Re-inspection"))
        view = page.view
        chip, role = order_chip(view.life.state, view.overdue_days, view.due_on, page.today)
        return Heading(title=tr("Re-inspection"), whom=view.enterprise.name, chip=chip, chip_role=role)

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            ("1 2 3 0", tr("Rectified, in part, not, no verdict; the cursor goes on")),
            ("Ctrl+A", tr("All other lines are rectified")),
            ("Enter", tr("To what is there now; from there to the next line")),
            ("Ctrl+Enter", tr("Record what this part of the page is for")),
            ("Alt+1 … Alt+5", tr("Re-inspection, extension, sign-off, beside the order, rounds")),
            ("F6", tr("Next part of the page: lines, line, who looked")),
            ("/", tr("Search the orders")),
            ("Alt+←", tr("All orders")),
        ]

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        if self.document_id:
            self.desk.focus_first()
        else:
            self.chooser.list.setFocus()

    def flush(self) -> None:
        """Keep what was entered a moment ago."""
        self.desk.looking.keep()

    def show_order(self, document_id: str) -> None:
        """Show an order or measure."""
        if document_id != self.document_id:
            self.desk.clear()
            self.document_id = document_id
        self.band.hide()
        self.refresh()

    def show_chooser(self) -> None:
        """Leave the order."""
        self.desk.clear()
        self.document_id = ""
        self.band.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        self.reading()
        if not self.document_id:
            self.jobs.run_read(self, partial(read_orders, self.ws), then=self._show_orders, key="orders")
            return
        read = partial(read_order, self.ws, self.document_id)
        self.jobs.run_read(self, read, then=self._show_page, refused=self._on_not_read, key="orders")

    # ---- showing ---------------------------------------------------------------------------------------

    def _show_orders(self, orders: tuple[OrderRow, ...]) -> None:
        if self.document_id:
            return
        fresh = self.pages.currentWidget() is not self.chooser
        self.chooser.show_orders(orders, self.ws.today())
        self.pages.setCurrentWidget(self.chooser)
        self._update_primary()
        if fresh and self.isVisible():
            self.focus_first()
        self.heading_changed.emit()

    def _show_page(self, page: OrderPage) -> None:
        if self.document_id not in (page.document.id, page.document.number):
            return
        self.document_id = page.document.id
        fresh = self.pages.currentWidget() is not self.desk or self.desk.page is None
        self.desk.show_page(page)
        self.pages.setCurrentWidget(self.desk)
        if fresh and self.isVisible():
            self.focus_first()
        self.heading_changed.emit()

    def _on_not_read(self, problems: tuple[Problem, ...]) -> None:
        self.show_chooser()
        self.band.say("\n".join(sentence(problem) for problem in problems), tone="bad")

    def _update_primary(self) -> None:
        primary = self.desk.primary if self.document_id else None
        self.primary_action.setVisible(primary is not None)
        self.primary_action.setEnabled(primary is not None)
        if primary is not None:
            self.primary_action.setText(primary[0])

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_primary(self) -> None:
        primary = self.desk.primary
        if primary is not None:
            primary[1]()

    def _on_recorded(self, made: Reinspection) -> None:
        counted = [(verdict, sum(entry.verdict is verdict for entry in made.verdicts)) for verdict in Verdict]
        said = "，".join(f"{word(verdict)} {count}" for verdict, count in counted if count)
        words = tr("Round {round} is recorded: {verdicts}.", round=made.round, verdicts=said)
        self.band.say(
            words, tone="ok", action=tr("Write the opinion"), then=partial(self.write_opinion, made.id)
        )  # fmt: skip

    def write_opinion(self, round_id: str) -> None:
        """Begin the document that says what a round found, and go there."""
        page = self.desk.page
        if page is not None:
            self._fill(page, page.opinion_kind, round_id)

    def make_document(self, kind: DocumentKind) -> None:
        """Begin a document about this order, and go there."""
        page = self.desk.page
        if page is not None:
            self._fill(page, kind, "")

    def _fill(self, page: OrderPage, kind: DocumentKind, round_id: str) -> None:
        if not may_refer(page, kind):
            self._go_to_documents(kind)
            return
        work = partial(
            document_drafts.fill_document, self.ws, page.document.inspection_id, kind, refers_to=page.document.id,
            reinspection_id=round_id or None,
        )  # fmt: skip
        self.jobs.run_write(self, work, then=self._on_filled, refused=self._on_refused)

    def _on_filled(self, draft: DocumentDraft) -> None:
        self._go_to_documents(draft.kind)

    def _go_to_documents(self, kind: str) -> None:
        page = self.desk.page
        if page is not None:
            self.documents_wanted.emit(page.document.inspection_id, str(kind))

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("\n".join(sentence(problem) for problem in problems), tone="bad")

    def _on_said(self, words: str, tone: str) -> None:
        self.band.say(words, tone=tone)
