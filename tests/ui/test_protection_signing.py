# SPDX-License-Identifier: MulanPSL-2.0
"""Signing in the window: the password at the issue, the second officer now or later, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.account import AccountRole
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.inspection import Inspection
from inspector_app.operations import accounts, protection, signing
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.sign_dialog import SignDialog
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS
from tests.helpers.pages_desk import DocumentsPage
from tests.helpers.pages_documents import Answers, a_finished_visit, issued
from tests.helpers.pages_protection import OTHER, OWN, type_secret

pytestmark = pytest.mark.spoils  # other laptops' rehearsal knows no login
RECORD = DocumentKind.INSPECTION_RECORD
(FIRST, FIRST_NO), (SECOND, SECOND_NO) = OFFICERS


@pytest.fixture
def guarded(unit: Workspace, clock: Clock, quick: None) -> Workspace:
    """Protected data: the first officer of the visit in charge and logged in, the second and a reader beside."""
    protection.protect(unit, FIRST, OWN, certificate_no=FIRST_NO)
    for name, role, number in ((SECOND, AccountRole.OFFICER, SECOND_NO), ("钱读", AccountRole.READER, "")):
        draft = accounts.AccountDraft(name=name, role=role, certificate_no=number)
        accounts.add_account(unit, draft, OTHER)
    return unit


@pytest.fixture
def visit(guarded: Workspace, clock: Clock) -> Inspection:
    return a_finished_visit(guarded, clock)


@pytest.fixture
def page(guarded: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, visit: Inspection) -> DocumentsPage:
    made = DocumentsPage(guarded, jobs, ask, qtbot)
    made.open(visit)
    return made


def asked(page: DocumentsPage) -> SignDialog:
    """Give the reasons that are wanted, issue, and give the question that opens."""
    page.give_reasons()
    page.screen.primary_action.trigger()
    return the_dialog(page)


def the_dialog(page: DocumentsPage) -> SignDialog:
    page.settle()
    found = [d for d in page.screen.window().findChildren(SignDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def issued_now(page: DocumentsPage, ws: Workspace, visit: Inspection) -> OfficialDocument:
    dialog = asked(page)
    assert dialog.first is not None
    type_secret(dialog.first.password.edit, OWN)
    dialog.action.click()
    page.settle()
    [record] = issued(ws, visit, RECORD)
    return record


def test_issuing_asks_for_the_own_password_and_signs(
    page: DocumentsPage, guarded: Workspace, visit: Inspection
) -> None:
    dialog = asked(page)
    assert dialog.first is not None
    assert FIRST in dialog.first.password.title.text()
    assert issued(guarded, visit, RECORD) == []
    QTest.keyClick(dialog.first.password.edit, Qt.Key.Key_Return)  # nothing typed yet
    page.settle()
    assert dialog.isVisible()
    type_secret(dialog.first.password.edit, OWN)
    QTest.keyClick(dialog.first.password.edit, Qt.Key.Key_Return)
    page.settle()
    [record] = issued(guarded, visit, RECORD)
    signers = signing.signatures_of(guarded, record.id)
    assert [s.signature.name for s in signers.signatures] == [FIRST]
    assert all(s.state.stands for s in signers.signatures)
    card = page.screen.desk.issued.signatures
    assert card.isVisible()
    assert [row.title for row in card.list.rows.rows] == [FIRST]
    assert SECOND in card.words.text()


def test_escape_issues_nothing(page: DocumentsPage, guarded: Workspace, visit: Inspection) -> None:
    dialog = asked(page)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    page.settle()
    assert issued(guarded, visit, RECORD) == []
    assert page.screen.desk.isEnabled()


def test_a_wrong_password_issues_nothing_and_may_be_tried_again(
    page: DocumentsPage, guarded: Workspace, visit: Inspection
) -> None:
    dialog = asked(page)
    assert dialog.first is not None
    type_secret(dialog.first.password.edit, "falsch falsch")
    dialog.action.click()
    page.settle()
    assert dialog.isVisible()
    assert FIRST in dialog.first.password.words.text()
    assert issued(guarded, visit, RECORD) == []
    type_secret(dialog.first.password.edit, OWN)
    dialog.action.click()
    page.settle()
    assert len(issued(guarded, visit, RECORD)) == 1


def test_after_five_wrong_passwords_signing_waits_too(page: DocumentsPage) -> None:
    dialog = asked(page)
    assert dialog.first is not None
    for _ in range(5):
        type_secret(dialog.first.password.edit, "falsch falsch")
        dialog.action.click()
        page.settle()
    assert not dialog.first.password.edit.isEnabled()
    dialog.first._left = 1
    dialog.first._on_second()
    assert dialog.first.password.edit.isEnabled()
    dialog.reject()


def test_both_officers_sign_at_once(page: DocumentsPage, guarded: Workspace, visit: Inspection) -> None:
    dialog = asked(page)
    assert dialog.first is not None
    assert dialog.second is not None
    assert [dialog.second.choice.itemText(n) for n in range(dialog.second.choice.count())] == [SECOND]
    assert not dialog.second.isVisible()
    dialog.now.setChecked(True)
    type_secret(dialog.first.password.edit, OWN)
    type_secret(dialog.second.password.edit, OTHER)
    dialog.action.click()
    page.settle()
    [record] = issued(guarded, visit, RECORD)
    assert signing.signatures_of(guarded, record.id).is_complete
    assert page.screen.desk.issued.signatures.note.text() == tr("two officers have signed")
    assert page.screen.desk.issued.signatures.sign_button.isHidden()


def test_nobody_signs_for_the_second_officer(page: DocumentsPage, guarded: Workspace, visit: Inspection) -> None:
    dialog = asked(page)
    assert dialog.first is not None
    assert dialog.second is not None
    dialog.now.setChecked(True)
    type_secret(dialog.first.password.edit, OWN)
    type_secret(dialog.second.password.edit, OWN)  # the own one again
    dialog.action.click()
    page.settle()
    assert SECOND in dialog.second.password.words.text()
    assert issued(guarded, visit, RECORD) == []
    dialog.reject()


def test_the_second_officer_signs_later(page: DocumentsPage, guarded: Workspace, visit: Inspection) -> None:
    record = issued_now(page, guarded, visit)
    page.screen.desk.issued.signatures.sign_button.click()
    dialog = the_dialog(page)
    assert dialog.first is None
    assert dialog.second is not None
    type_secret(dialog.second.password.edit, OTHER)
    dialog.action.click()
    page.settle()
    assert signing.signatures_of(guarded, record.id).is_complete
    card = page.screen.desk.issued.signatures
    assert {row.title for row in card.list.rows.rows} == {FIRST, SECOND}


def test_open_data_show_no_signatures_and_ask_as_before(
    unit: Workspace, clock: Clock, jobs: Jobs, ask: Answers, qtbot: QtBot
) -> None:
    visit = a_finished_visit(unit, clock)
    page = DocumentsPage(unit, jobs, ask, qtbot)
    page.open(visit)
    page.issue()
    assert len(issued(unit, visit, RECORD)) == 1
    assert page.screen.desk.issued.signatures.isHidden()


def test_who_may_not_print_or_export_is_told_before_any_dialogue(
    page: DocumentsPage, guarded: Workspace, visit: Inspection, ask: Answers, tmp_path: Path
) -> None:
    record = issued_now(page, guarded, visit)
    login = unlock_folder(guarded.folder, "钱读", OTHER, now=lambda: guarded.now().timestamp())
    guarded.login = login
    with guarded.alone():
        pass
    assert guarded.account is not None
    assert guarded.account.role is AccountRole.READER
    before = len(ask.asked)
    page.screen.print_shown()
    page.screen.save_shown()
    page.settle()
    assert len(ask.asked) == before
    assert issued(guarded, visit, RECORD)[0].copies_printed == record.copies_printed == 0
    assert tr("Not done; nothing was changed.") in page.band()
