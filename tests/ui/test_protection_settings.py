# SPDX-License-Identifier: MulanPSL-2.0
"""Protection, accounts and the security journal in the settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.account import AccountRole, EventKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations import security_journal
from inspector_app.ui.screens.settings_screen import SettingsScreen
from inspector_app.ui.widgets.account_panel import AccountPanel
from inspector_app.ui.widgets.journal_panel import JournalPanel
from inspector_app.ui.widgets.protection_panel import ProtectionPanel
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.protection import is_protected, recover_folder, unlock_folder
from tests.helpers.pages_frame import Frame, settle, titles
from tests.helpers.pages_protection import (
    NAMES,
    OTHER,
    OWN,
    Guarded,
    Program,
    type_secret,
)

NEW = "ein neuer Satz 7"

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def program(qapp: QApplication, guarded: Guarded) -> Iterator[Program]:
    """The program with the person in charge logged in."""
    made = Program(qapp, guarded.folder)
    made.log_in(guarded.people[AccountRole.CHIEF], OWN)
    yield made
    made.close()


def settings(program: Program, part: str) -> SettingsScreen:
    program.window.open_settings(part)
    program.settle()
    screen = program.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    return screen


def protection(program: Program) -> ProtectionPanel:
    return settings(program, "protection").protection


def people(program: Program) -> AccountPanel:
    return settings(program, "accounts").accounts


def journal(program: Program) -> JournalPanel:
    return settings(program, "journal").journal


# ---- protection ----------------------------------------------------------------------------------------------


@pytest.mark.spoils
def test_open_data_are_protected_from_the_settings(qapp: QApplication, unit: Workspace) -> None:
    frame = Frame(unit)
    frame.window.open_settings("protection")
    settle(frame.jobs)
    screen = frame.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    panel = screen.protection
    assert panel.cards["on"].isVisible()
    assert not panel.cards["off"].isVisible()
    panel.on_form.name.edit.setText("李建国")
    type_secret(panel.on_form.password.first.edit, OWN)
    type_secret(panel.on_form.password.again.edit, OWN)
    panel.on_button.click()
    settle(frame.jobs)
    assert unit.login is not None
    assert panel.cards["sheet"].isVisible()
    secret = "".join(panel.sheet.secret.text().split())
    assert recover_folder(unit.folder, secret).is_recovery
    panel.sheet.kept.setChecked(True)
    panel.sheet.next.click()
    settle(frame.jobs)
    assert panel.sheet.secret.text() == ""
    assert panel.cards["password"].isVisible()
    assert not panel.cards["on"].isVisible()
    assert frame.window.foot.user.text() == "李建国"
    frame.window.lock_now()
    assert frame.window.lock.is_locked
    frame.window.lock.open_up()
    frame.close()


def test_the_own_password_is_changed(program: Program, guarded: Guarded) -> None:
    panel = protection(program)
    type_secret(panel.old.edit, "falsch falsch")
    type_secret(panel.new.first.edit, NEW)
    type_secret(panel.new.again.edit, NEW)
    panel.password_button.click()
    program.settle()
    said = sentence(Problem(code=ProblemCode.PASSWORD_WRONG, fields={"name": NAMES[AccountRole.CHIEF]}))
    assert panel.band.words.text() == said
    panel.old.forget()
    type_secret(panel.old.edit, OWN)
    QTest.keyClick(panel.new.again.edit, Qt.Key.Key_Return)
    program.settle()
    assert panel.band.words.text() == tr("The password is changed.")
    assert panel.old.text() == panel.new.text() == ""
    assert unlock_folder(guarded.folder, NAMES[AccountRole.CHIEF], NEW)
    with pytest.raises(Refused):
        unlock_folder(guarded.folder, NAMES[AccountRole.CHIEF], OWN)


def test_a_new_recovery_key_replaces_the_older_one(program: Program, guarded: Guarded) -> None:
    panel = protection(program)
    panel.recovery_button.click()
    program.settle()
    secret = "".join(panel.sheet.secret.text().split())
    assert secret != guarded.recovery
    assert recover_folder(guarded.folder, secret)
    with pytest.raises(Refused):
        recover_folder(guarded.folder, guarded.recovery)


def test_a_no_leaves_the_recovery_key(program: Program, guarded: Guarded) -> None:
    program.ask.yes = False
    panel = protection(program)
    panel.recovery_button.click()
    panel.rekey_button.click()
    program.settle()
    assert not panel.sheet.has_key
    assert recover_folder(guarded.folder, guarded.recovery)


def test_a_new_data_key_keeps_everything_readable(program: Program, guarded: Guarded) -> None:
    before = unlock_folder(guarded.folder, NAMES[AccountRole.OFFICER], OTHER).unlocked.key
    panel = protection(program)
    panel.rekey_button.click()
    program.settle()
    assert panel.band.words.text() == tr("Everything lies under a new data key now.")
    after = unlock_folder(guarded.folder, NAMES[AccountRole.OFFICER], OTHER).unlocked.key
    assert after.id != before.id
    assert program.window.go("today")
    program.settle()
    program.window.lock_now()
    program.settle()
    program.log_in(guarded.people[AccountRole.CHIEF], OWN)
    assert not program.window.lock.is_locked


def test_protection_is_switched_off_only_with_the_password(program: Program, guarded: Guarded) -> None:
    panel = protection(program)
    type_secret(panel.off_password.edit, "falsch falsch")
    panel.off_button.click()
    program.settle()
    assert is_protected(guarded.folder)
    panel.off_password.forget()
    type_secret(panel.off_password.edit, OWN)
    panel.off_button.click()
    program.settle()
    assert not is_protected(guarded.folder)
    assert program.ws.login is None
    assert panel.cards["on"].isVisible()
    assert not program.window.lock.may_lock()
    assert program.window.foot.lock.isHidden()


def test_the_time_until_it_locks_is_chosen(program: Program) -> None:
    panel = protection(program)
    panel.minutes[5].click()
    program.settle()
    assert program.ws.settings.lock_minutes == 5
    assert program.window.lock.watch.minutes == 5
    panel.minutes[0].click()
    program.settle()
    assert program.window.lock.watch.minutes == 0


# ---- accounts ------------------------------------------------------------------------------------------------


def test_open_data_have_no_accounts_and_say_why(qapp: QApplication, unit: Workspace) -> None:
    frame = Frame(unit)
    frame.window.open_settings("accounts")
    settle(frame.jobs)
    screen = frame.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    assert screen.accounts.nothing.isVisible()
    screen.accounts.protection_wanted.emit()
    assert screen.list.current_id() == "protection"
    frame.close()


def test_accounts_are_listed_with_role_and_state(program: Program) -> None:
    panel = people(program)
    own = NAMES[AccountRole.CHIEF]
    shown = {row.title: (row.detail, row.chip) for row in panel.list.rows.rows}
    assert tr("{name} (you)", name=own) in shown
    assert shown[NAMES[AccountRole.READER]] == (word(AccountRole.READER), tr("Can log in"))


def test_somebody_is_added_and_can_log_in(program: Program, guarded: Guarded) -> None:
    panel = people(program)
    panel.add_button.click()
    panel.form.name.edit.setText("周新")
    panel.form.certificate.edit.setText("津A0099999")
    panel.form.days["valid_until"].edit.setText("2029-12-31")
    type_secret(panel.form.password.first.edit, NEW)
    panel.keep.click()
    assert panel.form.password.again.edit.property("faulty")  # typed only once
    type_secret(panel.form.password.again.edit, NEW)
    panel.keep.click()
    program.settle()
    assert "周新" in titles(panel.list)
    assert unlock_folder(guarded.folder, "周新", NEW)
    assert panel.form.password.text() == ""


def test_the_same_person_twice_is_refused_at_the_field(program: Program) -> None:
    panel = people(program)
    panel.begin_new()
    panel.form.name.edit.setText(NAMES[AccountRole.READER])
    type_secret(panel.form.password.first.edit, NEW)
    type_secret(panel.form.password.again.edit, NEW)
    panel.keep.click()
    program.settle()
    assert panel.form.name.edit.property("faulty")


def test_a_role_is_changed_but_never_of_the_last_manager(program: Program, guarded: Guarded) -> None:
    panel = people(program)
    reader = guarded.people[AccountRole.READER]
    panel.list.show_row(reader.id)
    panel.form.role.setCurrentIndex(panel.form.role.findData(AccountRole.OFFICER.value))
    panel.keep.click()
    program.settle()
    row = next(r for r in panel.list.rows.rows if r.id == reader.id)
    assert row.detail == word(AccountRole.OFFICER)
    panel.list.show_row(guarded.people[AccountRole.ADMIN].id)
    panel.form.role.setCurrentIndex(panel.form.role.findData(AccountRole.READER.value))
    panel.keep.click()
    program.settle()
    panel.list.show_row(guarded.people[AccountRole.CHIEF].id)
    panel.form.role.setCurrentIndex(panel.form.role.findData(AccountRole.OFFICER.value))
    panel.keep.click()
    program.settle()
    assert sentence(Problem(code=ProblemCode.ACCOUNT_LAST, fields={"name": NAMES[AccountRole.CHIEF]})) == (
        panel.band.words.text()
    )


def test_a_forgotten_password_is_replaced(program: Program, guarded: Guarded) -> None:
    panel = people(program)
    panel.list.show_row(guarded.people[AccountRole.OFFICER].id)
    assert not panel.form.password.isVisible()
    panel.reset_button.click()
    type_secret(panel.form.password.first.edit, NEW)
    type_secret(panel.form.password.again.edit, NEW)
    QTest.keyClick(panel.form.password.again.edit, Qt.Key.Key_Return)
    program.settle()
    assert unlock_folder(guarded.folder, NAMES[AccountRole.OFFICER], NEW)
    with pytest.raises(Refused):
        unlock_folder(guarded.folder, NAMES[AccountRole.OFFICER], OTHER)


def test_an_account_is_revoked_with_a_reason_and_offers_a_new_data_key(program: Program, guarded: Guarded) -> None:
    panel = people(program)
    person = guarded.people[AccountRole.OFFICER]
    panel.list.show_row(person.id)
    program.ask.words = None
    panel.revoke_button.click()
    program.settle()
    assert unlock_folder(guarded.folder, person.id, OTHER)
    program.ask.words = "调离"
    panel.revoke_button.click()
    program.settle()
    with pytest.raises(Refused):
        unlock_folder(guarded.folder, person.id, OTHER)
    row = next(r for r in panel.list.rows.rows if r.id == person.id)
    assert row.chip == tr("Revoked")
    assert "调离" in panel.facts.text()
    assert panel.keep.isHidden()
    panel.band.action.click()
    assert settings(program, "protection").list.current_id() == "protection"


# ---- journal -------------------------------------------------------------------------------------------------


def test_the_journal_is_filtered_by_kind_and_person(program: Program) -> None:
    panel = journal(program)
    every = panel.model.rowCount()
    assert every >= 6
    panel.group.setCurrentIndex(panel.group.findData("logins"))
    panel.group.activated.emit(panel.group.currentIndex())
    program.settle()
    kinds = {event.kind for event in panel.model.rows}
    assert kinds == {EventKind.LOGGED_IN}
    panel.group.setCurrentIndex(panel.group.findData("all"))
    panel.refresh()
    program.settle()
    panel.search.setText(NAMES[AccountRole.AUDITOR])
    assert 0 < panel.model.rowCount() < every
    panel.search.setText("nobody at all")
    assert panel.nothing.isVisible()
    assert panel.nothing.text() == tr("No line fits.")


def test_a_new_line_is_the_first(program: Program) -> None:
    panel = journal(program)
    before = panel.model.rowCount()
    security_journal.note(program.ws, EventKind.EXPORTED, "台账")
    panel.refresh()
    program.settle()
    assert panel.model.rowCount() == before + 1
    assert panel.model.cells(0)[3] == "台账"
