# SPDX-License-Identifier: MulanPSL-2.0
"""文书 as a person uses it: the list, the page of a draft, reasons, the print dialogue, by real keys and clicks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import document_drafts, documents
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.screens.documents_screen import DocumentsScreen
from inspector_app.ui.widgets.document_rows import DocumentRows
from inspector_app.ui.widgets.field_editor import FieldEditor
from inspector_app.ui.widgets.order_lines import OrderLines
from inspector_app.ui.widgets.row_list import Row
from inspector_app.workspace import Workspace
from tests.helpers.pages_documents import LEFT, NONE, Answers
from tests.helpers.pages_frame import type_text


class DocumentsPage:
    """The documents screen, kept up to date as the window does it."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> None:
        self.ws, self.jobs, self.ask, self.bot = ws, jobs, ask, qtbot
        self.screen = DocumentsScreen(ws, jobs, ask)
        jobs.changed.connect(self.screen.on_changed)
        qtbot.addWidget(self.screen)
        self.screen.resize(1240, 680)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.focus_first()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs and the newest draft is on the page."""
        desk = self.screen.desk
        form = desk.issued.served.form
        self.bot.waitUntil(
            lambda: not self.jobs.is_busy and desk.is_settled and form.is_settled,
            timeout=20_000,
        )
        assert self.jobs.wait_idle(20_000)

    def open(self, inspection: Inspection) -> None:
        self.screen.show_inspection(inspection.id)
        self.settle()

    @property
    def list(self) -> DocumentRows:
        return self.screen.desk.list.list

    @property
    def lines(self) -> OrderLines:
        return self.screen.desk.page.lines

    @property
    def editor(self) -> FieldEditor:
        return self.screen.desk.page.editor

    @property
    def rows(self) -> list[str]:
        """The rows that are seen, heads as `head:NAME`."""
        return [row.id for row in self.list.rows.rows]

    @property
    def issued_rows(self) -> list[str]:
        return [row for row in self.rows if row.startswith("document:")]

    def row(self, row_id: str) -> Row:
        return next(row for row in self.list.rows.rows if row.id == row_id)

    def click(self, row_id: str) -> None:
        view, number = self.list, self.rows.index(row_id)
        index = view.model().index(number, 0)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())
        self.settle()

    def unfold(self, head: str) -> None:
        if not self.row(f"head:{head}").leads:
            self.click(f"head:{head}")

    def choose(self, kind: DocumentKind) -> None:
        """Click on the row of a draft, under whichever head it stands."""
        for head in [row for row in self.rows if row.startswith("head:")]:
            if f"draft:{kind}" in self.rows:
                break
            self.unfold(head.partition(":")[2])
        self.click(f"draft:{kind}")

    def choose_issued(self, document: OfficialDocument) -> None:
        self.click(f"document:{document.id}")

    @property
    def problems(self) -> list[str]:
        return [problem.where for problem in self.shown_problems]

    @property
    def shown_problems(self) -> tuple[Problem, ...]:
        return self.screen.desk.verdict.problems.model.problems

    def go_to_problem(self, where: str) -> None:
        view = self.screen.desk.verdict.problems.view
        row = self.problems.index(where)
        index = view.model().index(row, 0)
        view.setCurrentIndex(index)
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Return)

    def write(self, name: str, words: str) -> None:
        """Type into a field of the page, as an input method does."""
        assert self.screen.desk.page.jump(f"field:{name}")
        target = self.editor.rows[name].input.first()
        if isinstance(target, QLineEdit | QPlainTextEdit):
            target.selectAll()
        type_text(target, words)

    def give_reasons(self, words: str = "现场光线不足，以文字记录为准") -> None:
        """Write the same reason for every warning that needs one, by the keyboard."""
        verdict = self.screen.desk.verdict
        for _ in range(40):
            draft = self.screen.desk.draft
            if draft is None or not draft.unexplained:
                return
            verdict.explain_next()
            verdict.reason.edit.selectAll()
            type_text(verdict.reason.edit, words)
            QTest.keyClick(verdict.reason.edit, Qt.Key.Key_Return)
            self.settle()
        raise AssertionError("there is no end of warnings")

    def tick(self, row: int) -> None:
        view = self.lines.list
        index = view.model().index(row, 0)
        view.scrollTo(index)
        at = QPoint(20, view.visualRect(index).center().y())
        QTest.mouseClick(view.viewport(), LEFT, NONE, at)
        self.settle()

    def type_deadline(self, row: int, day: str) -> None:
        lines = self.lines
        lines.list.setCurrentIndex(lines.model.index(row))
        lines.list.setFocus()
        QTest.keyClick(lines.list, Qt.Key.Key_Return)
        line = lines.editor.deadline.day.edit
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, day)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.screen.focusWidget() or self.screen, key, modifier)
        self.settle()

    def issue(self) -> None:
        """Give the reasons that are wanted, and issue."""
        self.give_reasons()
        self.screen.primary_action.trigger()
        self.settle()

    def print_to(self, path: Path, copies: int | None = None) -> None:
        """Use the system's dialogue as a person does: choose the file, the copies, and print."""
        timer = QTimer(interval=20)
        timer.timeout.connect(lambda: self._fill_print_dialog(timer, path, copies))
        timer.start()
        self.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self.screen.activateWindow()  # a desktop does that by itself when the dialogue closes
        self.bot.waitUntil(self.screen.isActiveWindow)

    def _fill_print_dialog(self, timer: QTimer, path: Path, copies: int | None) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QPrintDialog):
            return  # not open yet
        timer.stop()
        target = dialog.findChild(QLineEdit, "filename")
        number = dialog.findChild(QSpinBox, "copies")
        assert target is not None and number is not None
        target.setText(str(path))
        if copies is not None:
            number.setValue(copies)
        dialog.accept()

    def band(self) -> str:
        return self.screen.band.words.text() if self.screen.band.isVisible() else ""


def an_issued_order(ws: Workspace, visit: Inspection) -> OfficialDocument:
    """Issue the record and an order over the first two findings."""
    documents.issue_document(ws, visit.id, DocumentKind.INSPECTION_RECORD)
    found = inspection_rows.view(ws, visit.id).findings
    kind = DocumentKind.RECTIFICATION_ORDER
    document_drafts.choose_findings(ws, visit.id, kind, [finding.id for finding in found[:2]])
    return documents.issue_document(ws, visit.id, kind).value
