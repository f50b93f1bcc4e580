# SPDX-License-Identifier: MulanPSL-2.0
"""文书: from the documents of an inspection to its case file and back, and from a review's result to its paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import Inspection
from inspector_app.operations import documents
from inspector_app.ui.jobs import Jobs
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.pages_desk import DocumentsPage
from tests.helpers.pages_documents import Answers, a_finished_visit

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def visit(unit: Workspace, clock: Clock) -> Inspection:
    return a_finished_visit(unit, clock)


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection) -> DocumentsPage:
    documents.issue_document(unit, visit.id, DocumentKind.INSPECTION_RECORD)
    made = DocumentsPage(unit, jobs, ask, qtbot)
    made.open(visit)
    return made


def test_the_case_file_is_one_key_away_and_back(page: DocumentsPage, visit: Inspection) -> None:
    screen = page.screen
    page.press(Qt.Key.Key_E, CTRL)
    page.settle()
    assert screen.pages.currentWidget() is screen.case_page
    assert screen.case.inspection_id == visit.id
    assert not screen.primary_action.isVisible(), "nothing is issued from here"
    page.press(Qt.Key.Key_Left, ALT)
    page.settle()
    assert screen.pages.currentWidget() is screen.desk
    page.press(Qt.Key.Key_Left, ALT)
    page.settle()
    assert screen.pages.currentWidget() is screen.chooser


def test_a_result_about_a_paper_opens_that_paper(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    screen = page.screen
    screen.desk.case_button.click()
    page.settle()
    record = next(d for d in screen.desk.state.view.documents if d.is_valid)
    screen.case.jump_wanted.emit(f"document:{record.id}")
    page.settle()
    assert screen.pages.currentWidget() is screen.desk
    assert screen.desk.document is not None and screen.desk.document.id == record.id


def test_changes_elsewhere_do_not_turn_the_page(page: DocumentsPage, unit: Workspace, visit: Inspection) -> None:
    screen = page.screen
    page.press(Qt.Key.Key_E, CTRL)
    page.settle()
    screen.refresh()
    page.settle()
    assert screen.pages.currentWidget() is screen.case_page


def test_a_result_about_a_photo_leads_to_its_finding(page: DocumentsPage, qtbot: QtBot) -> None:
    screen = page.screen
    photo = next(p for p in screen.desk.state.view.photos if p.finding_id)
    with qtbot.waitSignal(screen.place_wanted) as led:
        screen.case.jump_wanted.emit(f"photo:{photo.id}")
    assert led.args[1] == f"finding:{photo.finding_id}:photos"
