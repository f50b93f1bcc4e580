# SPDX-License-Identifier: MulanPSL-2.0
"""The re-inspection screen as a person uses it: real keys and clicks, and orders made through operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.service import Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.ledgers import orders
from inspector_app.ledgers.orders import OrderView
from inspector_app.operations import documents, inspections, photos, service
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.screens.reinspection_screen import ReinspectionScreen
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.workspace import Workspace
from tests.helpers.cases import CRITERION
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, OFFICERS, a_finding, an_enterprise, an_inspection
from tests.helpers.pages_documents import Answers, decode_here
from tests.helpers.pages_frame import settle, type_text
from tests.helpers.pictures import photo

RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER
CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
TERM = 10  # days


def a_case(
    ws: Workspace, clock: Clock, lines: int, *, n: int = 1, major: int = 0, pictures: bool = False, term: int = TERM
) -> tuple[Inspection, OfficialDocument]:
    """A finished visit with an order of so many lines that was served on the same day; the last are major."""
    decode_here(ws)
    visit = an_inspection(ws, an_enterprise(ws, n))
    until = ws.today() + timedelta(days=term)
    for at in range(1, lines + 1):
        found = a_finding(
            ws, visit, place=f"甲类仓库第{at}跨",
            description=f"{at}号可燃气体报警器GD-{at:02}被人为关闭，现场显示屏无读数",
            deadline_class=DeadlineClass.WITHIN_DAYS, deadline=until,
            grade=Grade.MAJOR if at > lines - major else Grade.GENERAL,
            clauses=(CLAUSE, CRITERION) if at > lines - major else (CLAUSE,),
        )  # fmt: skip
        if pictures or at > lines - major:
            source = photos.PhotoSource(name=f"{n}-{at}.jpg", data=photo() + f"{n}-{at}".encode())
            photos.add_photos(ws, visit.id, [source], finding_id=found.id)
    clock.move(hours=2)
    inspections.finish_inspection(ws, visit.id)
    reasons = {"*": "现场核实无误"}
    documents.issue_document(ws, visit.id, RECORD, reasons=reasons)
    order = documents.issue_document(ws, visit.id, ORDER, reasons=reasons).value
    serve(ws, clock, order)
    return visit, order


def a_due_order(ws: Workspace, clock: Clock, lines: int, *, n: int = 1) -> OfficialDocument:
    """An order of so many lines, a day after its deadline."""
    _, order = a_case(ws, clock, lines, n=n)
    clock.move(days=11)
    return order


def a_notice(ws: Workspace, clock: Clock) -> tuple[Inspection, OfficialDocument]:
    """A finished visit of a unit without power, with its served notice of one hazard."""
    decode_here(ws)
    visit = an_inspection(ws, an_enterprise(ws))
    until = ws.today() + timedelta(days=TERM)
    a_finding(ws, visit, deadline_class=DeadlineClass.WITHIN_DAYS, deadline=until)
    clock.move(hours=2)
    inspections.finish_inspection(ws, visit.id)
    notice = documents.issue_document(
        ws, visit.id, DocumentKind.HAZARD_NOTICE, fields={"superior": "清河县应急管理局"}, reasons={"*": "核实"},
        confirm_unverified=True,
    ).value  # fmt: skip
    serve(ws, clock, notice)
    return visit, notice


def serve(ws: Workspace, clock: Clock, document: OfficialDocument) -> None:
    """Serve a document by hand, now."""
    clock.move(minutes=10)
    draft = ServiceDraft(
        method=ServiceMethod.DIRECT, served_at=clock.now, receiver="赵明", place="厂区办公楼",
        capacity=Capacity.LEGAL_REPRESENTATIVE, servers=tuple(name for name, _ in OFFICERS),
    )  # fmt: skip
    service.serve_document(ws, document.id, draft)
    clock.move(minutes=10)


def view(ws: Workspace, order: OfficialDocument) -> OrderView:
    """Give the order as the ledger has it."""
    return orders.order_view(ws, order.id)


class ReinspectionPage:
    """The screen, kept up to date as the window does it."""

    def __init__(
        self, ws: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, size: tuple[int, int] = (1240, 660)
    ) -> None:
        self.ws, self.jobs, self.ask, self.bot = ws, jobs, ask, qtbot
        self.screen = ReinspectionScreen(ws, jobs, ask)
        jobs.changed.connect(self.screen.on_changed)
        qtbot.addWidget(self.screen)
        self.screen.resize(1240, 660)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.focus_first()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs and what was added is shown."""
        settle(self.jobs)

    def open(self, order: OfficialDocument) -> None:
        """Show an order."""
        self.screen.show_order(order.id)
        self.settle()

    def leave(self) -> None:
        """Turn away from the screen without a word to it, as a crash does."""
        self.jobs.changed.disconnect(self.screen.on_changed)
        self.screen.hide()

    @property
    def focus(self) -> QWidget:
        """The widget that has the focus."""
        return self.screen.focusWidget() or self.screen

    def press(self, *keys: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
        """Press keys where the focus is."""
        for key in keys:
            QTest.keyClick(self.focus, key, mods)
        self.settle()

    def type(self, words: str) -> None:
        """Type where the focus is."""
        type_text(self.focus, words)

    def click(self, part: QWidget) -> None:
        """Click on a button."""
        QTest.mouseClick(part, LEFT)
        self.settle()

    def primary(self) -> None:
        """Do what the top line offers, by its key."""
        self.press(Qt.Key.Key_Return, mods=CTRL)

    def chips(self) -> list[str]:
        """The verdicts as the list shows them."""
        return [shown.chip for shown in self.screen.desk.looking.list.rows.rows]

    def refused(self, panel: Any) -> list[str]:
        """The places of the problems that a panel shows."""
        shown = panel.problems
        return [problem.where for problem in shown.model.problems] if shown.isVisible() else []

    def jump(self, panel: Any, where: str) -> None:
        """Press Enter on a problem."""
        problems = panel.problems
        row = [problem.where for problem in problems.model.problems].index(where)
        problems.view.setCurrentIndex(problems.model.index(row))
        QTest.keyClick(problems.view, Qt.Key.Key_Return)

    def fill(self, form: Any, **values: str) -> None:
        """Type into the fields of a form."""
        for name, words in values.items():
            edit = form.editor.rows[name].input.first()
            edit.setFocus()
            if isinstance(edit, QLineEdit | QPlainTextEdit):
                edit.selectAll()
                if not words:
                    QTest.keyClick(edit, Qt.Key.Key_Delete)
            type_text(edit, words)

    def click_row(self, shown: RowList, number: int) -> None:
        """Click on a row of a list."""
        index = shown.model().index(number, 0)
        shown.scrollTo(index)
        QTest.mouseClick(shown.viewport(), LEFT, NONE, shown.visualRect(index).center())
        self.settle()
