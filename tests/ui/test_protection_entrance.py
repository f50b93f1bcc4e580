# SPDX-License-Identifier: MulanPSL-2.0
"""The way in: the first password and the paper with the key, the login, waiting, recovery, and what is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.account import AccountRole, EventKind
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.operations import accounts, security_journal
from inspector_app.storage import accounts as rows
from inspector_app.ui.widgets.login_page import LoginPage
from inspector_app.ui.widgets.protect_page import ProtectPage
from inspector_app.ui.widgets.recovery_page import RecoveryPage
from inspector_app.ui.widgets.recovery_paper import in_groups
from inspector_app.wording import sentence, tr
from inspector_app.workspace.protection import is_protected, recover_folder, unlock_folder
from tests.helpers.pages_protection import (
    NAMES,
    OTHER,
    OWN,
    Guarded,
    Program,
    type_secret,
)

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def started(qapp: QApplication, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """The program over a folder that holds nothing yet."""
    program = Program(qapp, tmp_path / "new")
    yield program
    program.close()


@pytest.fixture
def door(qapp: QApplication, guarded: Guarded) -> Iterator[Program]:
    """The program before protected data."""
    program = Program(qapp, guarded.folder)
    yield program
    program.close()


# ---- first start ---------------------------------------------------------------------------------------------


def first_page(program: Program) -> ProtectPage:
    page = program.window.entrance.page
    assert isinstance(page, ProtectPage)
    return page


def fill_first_page(page: ProtectPage, password: str = OWN, again: str = OWN) -> None:
    page.form.name.edit.setText("李建国")
    page.form.name.edited.emit("李建国")
    page.form.certificate.edit.setText("津A0012345")
    page.form.password.forget()
    type_secret(page.form.password.first.edit, password)
    type_secret(page.form.password.again.edit, again)


def test_first_start_protects_shows_the_key_once_and_opens(started: Program, tmp_path: Path) -> None:
    page = first_page(started)
    assert started.window.ws is None
    assert not started.window.rail.isEnabled()
    fill_first_page(page)
    QTest.keyClick(page.form.password.again.edit, Qt.Key.Key_Return)
    started.settle()
    paper = started.window.entrance.page
    assert isinstance(paper, RecoveryPage)
    secret = "".join(paper.sheet.secret.text().split())
    assert secret.startswith("AGE-SECRET-KEY-1")
    assert not paper.sheet.next.isEnabled()  # first it has to be put away
    paper.sheet.kept.setChecked(True)
    paper.sheet.next.click()
    started.settle()
    assert started.ws.account is not None
    assert (started.ws.actor, started.ws.account.role) == ("李建国", AccountRole.CHIEF)
    assert started.window.place == "settings"
    assert recover_folder(tmp_path / "new", secret).is_recovery
    assert unlock_folder(tmp_path / "new", "李建国", OWN).unlocked.slot.name == "李建国"
    assert secret.encode() not in b"".join(p.read_bytes() for p in (tmp_path / "new").rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("password", "again", "place"),
    [
        ("abc", "abc", "first"),
        ("12345678", "12345678", "first"),
        ("李建国李建国李建国12", "李建国李建国李建国12", "first"),
        (OWN, OWN + "x", "again"),
    ],
)
def test_weak_or_differing_passwords_are_said_at_their_field(
    started: Program, password: str, again: str, place: str
) -> None:
    page = first_page(started)
    fill_first_page(page, password, again)
    page.protect.click()
    started.settle()
    assert first_page(started) is page
    field = getattr(page.form.password, place)
    assert field.words.text()
    assert field.edit.property("faulty")
    assert not is_protected(started.session.folder)


def test_a_name_is_needed_and_the_strength_line_follows(started: Program) -> None:
    page = first_page(started)
    line = page.form.password.strength
    seen = []
    for password in ("", "abc", "abcdefg1", "abcdefg1 xyz", "晴天 abcdefg1 xyzuvw"):
        page.form.password.forget()
        type_secret(page.form.password.first.edit, password)
        page.form.password._judge()
        seen.append(line.level)
    assert seen == [0, 1, 2, 3, 4]
    page.form.name.edit.clear()
    page.protect.click()
    assert page.form.name.edit.property("faulty")


def test_continuing_without_a_password_is_possible_and_not_asked_again(qapp: QApplication, tmp_path: Path) -> None:
    program = Program(qapp, tmp_path / "new")
    first_page(program).without.click()
    program.settle()
    assert program.ws.login is None
    assert program.window.place == "settings"
    program.close()
    again = Program(qapp, tmp_path / "new")
    assert again.window.entrance.page is None
    assert again.window.place == "settings"
    again.close()


def test_closing_on_the_first_page_asks_again_the_next_time(qapp: QApplication, tmp_path: Path) -> None:
    program = Program(qapp, tmp_path / "new")
    first_page(program)
    program.close()
    again = Program(qapp, tmp_path / "new")
    first_page(again)
    again.close()


# ---- the paper -----------------------------------------------------------------------------------------------


@pytest.fixture
def paper(started: Program) -> RecoveryPage:
    page = first_page(started)
    fill_first_page(page)
    page.protect.click()
    started.settle()
    made = started.window.entrance.page
    assert isinstance(made, RecoveryPage)
    return made


def test_the_paper_is_saved_as_pdf_and_as_text_that_open_the_data(
    started: Program, paper: RecoveryPage, tmp_path: Path
) -> None:
    secret = "".join(paper.sheet.secret.text().split())
    started.ask.target = tmp_path / "key.pdf"
    paper.sheet.save_button.click()
    read = pypdf.PdfReader(tmp_path / "key.pdf")
    assert len(read.pages) == 1
    words = read.pages[0].extract_text()
    assert "".join(in_groups(secret).split()) in "".join(words.split())
    assert tr("Recovery key") in words
    started.ask.target = tmp_path / "key.txt"
    paper.sheet.save_button.click()
    from inspector_app.cli.credentials import secret_in

    assert secret_in(tmp_path / "key.txt") == secret


def test_the_key_is_not_saved_beside_what_it_opens(started: Program, paper: RecoveryPage, tmp_path: Path) -> None:
    started.ask.target = target = tmp_path / "new" / "exports" / "key.pdf"
    paper.sheet.save_button.click()
    said = sentence(Problem(code=ProblemCode.RECOVERY_BESIDE, fields={"path": str(target)}))
    assert paper.sheet.state.text() == said
    assert not target.exists()


# ---- login ---------------------------------------------------------------------------------------------------


def test_the_door_lists_people_and_shows_nothing_else(door: Program) -> None:
    assert isinstance(door.window.entrance.page, LoginPage)
    assert sorted(p.name for p in door.form.people) == sorted(NAMES.values())
    assert door.window.ws is None
    assert not door.window.rail.isEnabled()
    assert door.window.foot.user.isHidden()


def test_the_right_password_opens_and_is_noted(door: Program, guarded: Guarded) -> None:
    door.log_in(guarded.people[AccountRole.OFFICER], OTHER)
    assert door.ws.actor == NAMES[AccountRole.OFFICER]
    assert door.window.place == "today"
    assert door.window.foot.user.text() == NAMES[AccountRole.OFFICER]
    chief = guarded.open(AccountRole.CHIEF)
    newest = security_journal.events(chief, (EventKind.LOGGED_IN,))
    chief.close()
    assert newest[0].person == NAMES[AccountRole.OFFICER]


def test_a_wrong_password_is_said_and_the_right_one_still_works(door: Program, guarded: Guarded) -> None:
    person = guarded.people[AccountRole.OFFICER]
    door.log_in(person, "falsch falsch")
    said = sentence(Problem(code=ProblemCode.PASSWORD_WRONG, fields={"name": person.name}))
    assert door.form.words.text() == said
    assert door.form.password.text() == ""
    door.log_in(person, OTHER)
    assert door.ws.actor == person.name


def test_after_five_wrong_passwords_it_counts_down_for_that_person_only(door: Program, guarded: Guarded) -> None:
    person = guarded.people[AccountRole.OFFICER]
    for _ in range(5):
        door.log_in(person, "falsch falsch")
    assert not door.form.password.edit.isEnabled()
    assert not door.form.enter.isEnabled()
    before = door.form._until[person.id]
    assert 25 <= before <= 31
    door.form._on_second()
    assert str(before - 1) in door.form.words.text()
    door.log_in(guarded.people[AccountRole.CHIEF], OWN)
    assert door.ws.actor == NAMES[AccountRole.CHIEF]


def test_when_the_time_is_over_the_field_is_free_again(door: Program, guarded: Guarded) -> None:
    person = guarded.people[AccountRole.OFFICER]
    for _ in range(5):
        door.log_in(person, "falsch falsch")
    for _ in range(door.form._until[person.id]):
        door.form._on_second()
    assert door.form.password.edit.isEnabled()
    assert door.form.words.text() == ""


def test_the_key_on_paper_opens_as_administration_and_leads_to_the_accounts(door: Program, guarded: Guarded) -> None:
    door.form.other.click()
    assert door.form.is_key
    door.form.key.edit.setText(in_groups(guarded.recovery).lower())
    QTest.keyClick(door.form.key.edit, Qt.Key.Key_Return)
    door.settle()
    assert door.ws.account is not None
    assert door.ws.account.role is AccountRole.ADMIN
    assert door.window.place == "settings"
    assert door.window.screens["settings"].list.current_id() == "accounts"  # type: ignore[attr-defined]
    accounts.set_password(door.ws, guarded.people[AccountRole.CHIEF].id, "neu-und-anders-7")
    assert unlock_folder(guarded.folder, guarded.people[AccountRole.CHIEF].id, "neu-und-anders-7")


def test_a_wrong_key_is_said(door: Program) -> None:
    door.form.other.click()
    door.form.key.edit.setText("AGE-SECRET-KEY-1 XXXX")
    door.form.enter.click()
    door.settle()
    assert door.form.words.text() == sentence(Problem(code=ProblemCode.RECOVERY_WRONG))


def test_an_account_that_ended_stays_before_the_door(qapp: QApplication, guarded: Guarded) -> None:
    ws = guarded.open()
    person = guarded.people[AccountRole.OFFICER]
    with ws.books() as db:
        rows.put_account(db, replace(person, valid_until=ws.today() - timedelta(days=1)))
    ws.close()
    program = Program(qapp, guarded.folder)
    program.log_in(person, OTHER)
    assert program.window.ws is None
    assert person.name in program.form.words.text()
    program.log_in(guarded.people[AccountRole.CHIEF], OWN)
    assert program.ws.actor == NAMES[AccountRole.CHIEF]
    program.close()


def test_the_demonstration_opens_from_the_first_page(started: Program) -> None:
    first_page(started).demo.click()
    assert started.session.jobs.wait_idle(120_000)
    started.settle()
    assert started.window.opening.detail.text() == ""
    assert started.window.place == "today"
    assert started.ws.login is None
    assert started.ws.folder != started.session.options.data_dir
