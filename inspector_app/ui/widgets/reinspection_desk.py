# SPDX-License-Identifier: MulanPSL-2.0
"""One order with everything about it: its head, and five parts, each of which says what is to be done in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.domain.order_life import OrderState
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.dates import short_day
from inspector_app.ui.widgets.extension_panel import ExtensionPanel
from inspector_app.ui.widgets.follow_up_panel import FollowUpPanel
from inspector_app.ui.widgets.page import Band, button, row
from inspector_app.ui.widgets.reinspection_history import HistoryPanel
from inspector_app.ui.widgets.reinspection_panel import Primary, ReinspectionPanel
from inspector_app.ui.widgets.sign_off_panel import SignOffPanel
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

UNSURE = frozenset({FactMark.V2ND, FactMark.FM})


class OrderDesk(QWidget):
    """Shows an order; what is wanted of other screens is told by signals."""

    primary_changed = Signal()
    back_wanted = Signal()
    said = Signal(str, str)
    document_wanted = Signal(object)  # DocumentKind
    documents_wanted = Signal()  # the documents of the case, e.g. to serve the order
    opinion_wanted = Signal(str)  # id of the round

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: OrderPage | None = None
        self._ws = ws
        self.back = button(tr("All orders"), self.back_wanted.emit, icon="previous", kind="quiet", tip="Alt+←")
        self.facts = WrapLabel(tone="muted")
        self.band = Band()
        self.looking = ReinspectionPanel(ws, jobs, ask)
        self.extension = ExtensionPanel(ws, jobs)
        self.sign_off = SignOffPanel(ws, jobs, ask)
        self.beside = FollowUpPanel(ws, jobs)
        self.history = HistoryPanel(ws, jobs)
        self.panels = (self.looking, self.extension, self.sign_off, self.beside, self.history)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for panel, title in zip(self.panels, self._titles(None), strict=True):
            self.tabs.addTab(panel, title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(4))
        head = row(self.back)
        head.addWidget(self.facts, 1)
        outer.addLayout(head)
        outer.addWidget(self.band)
        outer.addWidget(self.tabs, 1)
        self._connect()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        for panel in self.panels:
            panel.primary_changed.connect(self.primary_changed)
        for speaker in (self.extension, self.sign_off, self.beside, self.history):
            speaker.said.connect(self.said)
        self.looking.opinion_wanted.connect(self._on_opinion)
        self.extension.document_wanted.connect(self.document_wanted)
        self.history.opinion_wanted.connect(self.opinion_wanted)
        steps = self.history.steps
        steps.document_wanted.connect(self.document_wanted)
        steps.follow_up_wanted.connect(self.begin_follow_up)
        steps.act_wanted.connect(self.show_act)
        for n, part in enumerate(self.panels):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Alt+{n + 1}"))
            action.triggered.connect(lambda _on=False, one=part: self.show_panel(one))
            self.addAction(action)

    # What is shown

    def show_page(self, page: OrderPage) -> None:
        """Show an order as the ledger has it."""
        another = self.page is None or self.page.document.id != page.document.id
        self.page = page
        self.facts.setText(_facts(page))
        for n, title in enumerate(self._titles(page)):
            self.tabs.setTabText(n, title)
        for panel in self.panels:
            panel.show_page(page)
        self._say_why_not(page)
        if another:
            self.tabs.setCurrentWidget(self._first_panel(page))
        self.primary_changed.emit()

    def clear(self) -> None:
        """Leave the order; what was entered of a round is kept."""
        self.looking.clear()
        self.page = None
        self.band.hide()

    def _titles(self, page: OrderPage | None) -> tuple[str, ...]:
        waiting = len(page.may_close) if page is not None else 0
        running = sum(shown.is_open for shown in page.follow_ups) if page is not None else 0
        rounds = len(page.view.rounds) if page is not None else 0
        plain = (
            tr("Re-inspection"), tr("Extension and report"), tr("Sign-off"), tr("Beside the order"),
            tr("Rounds and next steps"),
        )  # fmt: skip
        counts = (0, 0, waiting, running, rounds)
        return tuple(f"{word} {count}" if count else word for word, count in zip(plain, counts, strict=True))

    def _first_panel(self, page: OrderPage) -> QWidget:
        state = page.view.life.state
        if state is OrderState.EXTENSION_ASKED:
            return self.extension
        if not page.may_look and page.may_close:
            return self.sign_off
        return self.looking

    def _say_why_not(self, page: OrderPage) -> None:
        if page.view.life.state is OrderState.ISSUED:
            words = tr("{number} has not been served yet; record the service first.", number=page.document.number)
            self.band.say(words, tone="warn", action=tr("To the documents"), then=self.documents_wanted.emit)
        elif page.view.life.state is OrderState.SUSPENDED:
            self.band.say(
                tr("The execution of this order is suspended; nothing runs until it is resumed."), tone="warn"
            )
        else:
            self.band.hide()

    def show_panel(self, panel: QWidget) -> None:
        """Show one of the parts and put the focus into it."""
        self.tabs.setCurrentWidget(panel)
        self.focus_first()

    def show_act(self, act: str) -> None:
        """Show where an act is done."""
        panels = {"reinspect": self.looking, "decide_extension": self.extension, "sign_off": self.sign_off}
        panel = panels.get(act)
        if panel is not None:
            self.show_panel(panel)

    def begin_follow_up(self, kind: FollowUpKind) -> None:
        """Begin what goes on beside the order."""
        self.tabs.setCurrentWidget(self.beside)
        self.beside.begin(kind)

    def _on_tab(self, _number: int) -> None:
        self.primary_changed.emit()

    def _on_opinion(self) -> None:
        if self.page is not None and self.page.unwritten is not None:
            self.opinion_wanted.emit(self.page.unwritten.id)

    @property
    def primary(self) -> Primary | None:
        """What is to be done in the part that is shown."""
        current = next((p for p in self.panels if p is self.tabs.currentWidget()), None)
        if self.page is None or current is None or self._ws.read_only is not None:
            return None
        return current.primary

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        current = next((p for p in self.panels if p is self.tabs.currentWidget()), None)
        if current is not None:
            current.focus_first()


def may_refer(page: OrderPage, kind: DocumentKind) -> bool:
    """Whether a document of a kind refers to this order."""
    return page.document.kind in page.law.of(kind).refers_to


def _facts(page: OrderPage) -> str:
    view = page.view
    parts = [page.law.name(view.document.kind), view.document.number]
    parts.append(tr("issued {day}", day=short_day(view.document.issued_on, page.today)))
    served = [s for s in view.services if not s.withdrawn_reason]
    if served:
        day = short_day(served[-1].served_at.astimezone(page.now.tzinfo).date(), page.today)
        parts.append(tr("served {day}", day=day))
    if view.due_on is not None:
        parts.append(tr("open lines run until {day}", day=short_day(view.due_on, page.today)))
    if view.reinspect_by is not None:
        by = short_day(view.reinspect_by.date, page.today)
        unsure = page.reinspect_mark in UNSURE
        words = (
            tr("to be looked at by {day} (to be verified)", day=by)
            if unsure
            else tr("to be looked at by {day}", day=by)
        )
        parts.append(words)
    return " · ".join(parts)
