# SPDX-License-Identifier: MulanPSL-2.0
"""The page of a case as a person uses it, and what is spoiled in a case that was done well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.change import Op
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.ledgers import attachments as file_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers import organs as organ_rows
from inspector_app.operations import organs
from inspector_app.operations.organs import OrganDraft
from inspector_app.operations.review.review import Result, review
from inspector_app.storage import inspections as inspection_storage
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.case_panel import CasePanel
from inspector_app.ui.widgets.case_review_list import Group
from inspector_app.ui.widgets.document_rows import HEAD
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.workspace import Workspace
from tests.helpers.cases import MadeCase
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_frame import settle, type_text

KEY = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
AVOIDANCE = "inspection:avoidance_declared"


class CasePage:
    """The page of a case as a person uses it."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> None:
        self.ws, self.jobs, self.ask, self.bot = ws, jobs, ask, qtbot
        self.panel = CasePanel(ws, jobs, ask)
        self.jumps: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.panel.jump_wanted.connect(self.jumps.append)
        self.panel.said.connect(lambda words, tone: self.told.append((words, tone)))
        qtbot.addWidget(self.panel)
        self.panel.resize(930, 600)
        self.panel.show()
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)

    def open(self, inspection_id: str) -> CasePage:
        self.panel.show_case(inspection_id)
        self.settle()
        self.panel.focus_first()
        return self

    def settle(self) -> None:
        settle(self.jobs)

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.panel.focusWidget() or self.panel, key, mods)
        self.settle()

    def type(self, words: str) -> None:
        focused = self.panel.focusWidget()
        assert focused is not None
        type_text(focused, words)

    def click(self, part: QWidget) -> None:
        assert part.isVisible() and part.isEnabled()
        QTest.mouseClick(part, LEFT)
        self.settle()

    @property
    def rows(self) -> list[str]:
        """Heads and rules as they are listed."""
        return [row.id if row.id.startswith(HEAD) else row.side for row in self.panel.review.list.rows.rows]

    @property
    def chips(self) -> list[str]:
        page = self.panel.review
        return [chip.text for chip in (page.clean, *page.chips.values()) if chip.isVisible()]

    def go_to(self, rule: str, where: str = "") -> None:
        """Click on a result."""
        shown = self.panel.review.list
        start = f"{rule}|{where}"
        at = next(n for n, row in enumerate(shown.rows.rows) if row.id.startswith(start))
        self._click_row(at)

    def fold(self, group: Group) -> None:
        """Click on a head."""
        self._click_row([row.id for row in self.panel.review.list.rows.rows].index(HEAD + group))

    def _click_row(self, at: int) -> None:
        shown = self.panel.review.list
        index = shown.model().index(at, 0)
        shown.scrollTo(index)
        QTest.mouseClick(shown.viewport(), LEFT, NONE, shown.visualRect(index).center())
        self.settle()

    def refused(self, shown: ProblemList) -> list[str]:
        return [problem.where for problem in shown.model.problems] if shown.isVisible() else []

    def drop(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, target = Qt.DropAction.CopyAction, self.panel.files
        QApplication.sendEvent(target, QDragEnterEvent(QPoint(30, 30), copy, mime, LEFT, NONE))
        QApplication.sendEvent(target, QDropEvent(QPointF(30, 30), copy, mime, LEFT, NONE))
        self.settle()


def undeclare(case: MadeCase) -> None:
    """R58: a warning about the task of the inspection."""
    with case.ws.operation(Op.AMEND_INSPECTION) as step:
        kept = inspection_storage.get_inspection(step.db, case.inspection.id)
        assert kept is not None
        task = replace(kept.task, avoidance_declared=False)
        inspection_storage.put_inspection(step.db, replace(kept, task=task))


def misname(case: MadeCase) -> None:
    """R06: a block in the settings."""
    organs.set_organ(case.ws, wrong_organ(case))


def wrong_organ(case: MadeCase) -> OrganDraft:
    """The organ as it is, with a department where a government reviews."""
    organ = organ_rows.organ(case.ws)
    assert organ is not None
    return OrganDraft(
        name=organ.name, short_name=organ.short_name, review_organ="清河市应急管理局", court=organ.court,
        enforcement_power=organ.enforcement_power,
    )  # fmt: skip


def files(case: MadeCase) -> list[Attachment]:
    return [row.attachment for row in file_rows.rows(case.ws, case.inspection.id)]


def licence_of(case: MadeCase) -> Attachment:
    return next(f for f in files(case) if f.kind is AttachmentKind.LICENCE)


def passed(case: MadeCase) -> dict[str, str]:
    """The reasons by rule and place."""
    found = review(case.ws, case.inspection.id).results
    return {f"{r.rule.id} {r.problem.where}": r.passed_by.reason for r in found if r.passed_by is not None}


def state(case: MadeCase) -> InspectionState:
    return inspection_rows.view(case.ws, case.inspection.id).inspection.state


def open_now(case: MadeCase) -> list[Result]:
    return [result for result in review(case.ws, case.inspection.id).results if result.is_open]


def misname_job(page: CasePage, case: MadeCase) -> None:
    """The same as `misname`, through the window's worker, which tells every page."""
    changed = wrong_organ(case)
    page.jobs.run_write(page.panel, lambda: organs.set_organ(case.ws, changed))
    page.settle()
