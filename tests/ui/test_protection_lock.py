# SPDX-License-Identifier: MulanPSL-2.0
"""The lock: hidden at once, untouched below, opened by the same person; another person takes over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout

from inspector_app.domain.account import Account, AccountRole
from inspector_app.settings import LOCK_MINUTES, Settings, checked
from inspector_app.ui.main_window.lock import IdleWatch, Lock
from inspector_app.ui.screens.enterprises_screen import EnterprisesScreen
from inspector_app.ui.widgets.lock_page import Cover
from inspector_app.ui.widgets.login_page import LoginPage
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_frame import Frame, titles
from tests.helpers.pages_protection import NAMES, OTHER, OWN, Guarded, Program

SECRET = "津蓟化工保密车间"


@pytest.fixture
def program(qapp: QApplication, guarded: Guarded) -> Iterator[Program]:
    """The program with the person in charge logged in."""
    made = Program(qapp, guarded.folder)
    made.log_in(guarded.people[AccountRole.CHIEF], OWN)
    made.activate()
    yield made
    made.close()


def a_half_typed_form(program: Program) -> QLineEdit:
    """Begin a new enterprise and leave the cursor in the middle of its name, three characters chosen."""
    program.window.go("enterprises")
    program.settle()
    screen = program.window.screens["enterprises"]
    assert isinstance(screen, EnterprisesScreen)
    screen.add()
    program.settle()
    edit = screen.form.fields["name"].edit
    edit.setFocus()
    edit.insert(SECRET)
    edit.setSelection(2, 3)
    return edit


def picture(program: Program) -> QImage:
    return program.window.grab().toImage()


def test_locking_hides_at_once_and_unlocking_gives_everything_back(program: Program) -> None:
    edit = a_half_typed_form(program)
    before, title = picture(program), program.window.windowTitle()
    QTest.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = program.window.lock.page  # nothing was waited for
    assert page is not None
    assert page.geometry() == program.window.rect()
    assert page.isVisible()
    assert program.window.windowTitle() == tr("Locked") != title
    locked = picture(program)
    assert locked != before
    seen = program.window.childAt(program.window.mapFromGlobal(edit.mapToGlobal(edit.rect().center())))
    assert seen is page or page.isAncestorOf(seen)
    program.settle()
    program.log_in(_own(program), OWN)
    assert program.window.lock.page is None
    assert program.window.windowTitle() == title
    assert edit.text() == SECRET
    assert (edit.selectionStart(), edit.selectedText()) == (2, SECRET[2:5])
    assert QApplication.focusWidget() is edit
    program.settle()
    assert picture(program).size() == before.size()
    assert program.window.screens["enterprises"].form.fields["name"].edit is edit  # type: ignore[attr-defined]


def _own(program: Program) -> Account:
    assert program.ws.account is not None
    return program.ws.account


def test_keys_and_clicks_reach_nothing_below(program: Program) -> None:
    edit = a_half_typed_form(program)
    place = program.window.place
    program.window.lock_now()
    program.settle()
    QTest.keyClicks(edit, "xyz")
    QTest.mouseClick(program.window.rail.buttons["today"], Qt.MouseButton.LeftButton)
    QTest.keyClick(program.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(program.window.windowHandle(), Qt.MouseButton.LeftButton,
                     pos=program.window.rail.buttons["today"].geometry().center())  # fmt: skip
    program.settle()
    assert edit.text() == SECRET
    assert program.window.place == place


def test_tab_stays_on_the_sheet(program: Program) -> None:
    edit = a_half_typed_form(program)
    program.window.lock_now()
    program.settle()
    page = program.window.lock.page
    assert page is not None
    seen = set()
    for key in [Qt.Key.Key_Tab] * 6 + [Qt.Key.Key_Backtab] * 3:
        focus = QApplication.focusWidget()
        assert focus is not None
        assert page.isAncestorOf(focus)
        seen.add(focus)
        QTest.keyClick(focus, key)
    assert program.form.enter in seen
    assert edit not in seen


def test_a_wrong_password_keeps_it_locked(program: Program) -> None:
    program.window.lock_now()
    program.settle()
    program.log_in(_own(program), "falsch falsch")
    assert program.window.lock.is_locked
    assert NAMES[AccountRole.CHIEF] in program.form.words.text()


def test_work_that_ends_meanwhile_does_not_unlock(program: Program) -> None:
    program.window.lock_now()
    program.window.take_login()  # as a change of the settings does that was still under way
    program.settle()
    assert program.window.lock.is_locked
    assert program.window.lock.watch.minutes == 0


def test_an_open_dialog_is_covered_and_takes_no_answer(program: Program) -> None:
    dialog = QDialog(program.window)
    dialog.setWindowTitle(SECRET)
    box = QVBoxLayout(dialog)
    field = QLineEdit(SECRET)
    box.addWidget(field)
    dialog.open()
    field.setFocus()
    program.settle()
    program.window.lock.lock()
    program.settle()
    page = program.window.lock.page
    assert page is not None
    assert page.parentWidget() is dialog  # the dialog keeps keys from the main window
    assert dialog.windowTitle() == tr("Locked")
    assert [c for c in program.window.findChildren(Cover) if c.parentWidget() is program.window]
    QTest.keyClick(page.form.password.edit, Qt.Key.Key_Escape)
    QTest.keyClick(page.form.password.edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    program.log_in(_own(program), OWN)
    assert not program.window.lock.is_locked
    assert dialog.isVisible()
    assert (dialog.windowTitle(), field.text()) == (SECRET, SECRET)
    dialog.reject()


def test_a_dialog_that_opens_later_is_covered_too(program: Program) -> None:
    program.window.lock_now()
    late = QDialog(program.window)
    late.setWindowTitle(SECRET)
    late.show()
    assert late.findChildren(Cover)
    assert late.windowTitle() == tr("Locked")
    late.close()
    program.settle()
    assert program.window.lock.page is not None
    assert program.window.lock.page.parentWidget() is program.window


def test_open_data_cannot_be_locked_and_that_is_said(qapp: QApplication, unit: Workspace) -> None:
    frame = Frame(unit)
    frame.window.lock_now()
    assert not frame.window.lock.is_locked
    assert tr("These data have no password, so they cannot be locked. Settings, Protection switches it on.") == (
        frame.window.band.words.text()
    )
    frame.close()


def test_another_person_takes_over_with_the_same_data(program: Program, guarded: Guarded) -> None:
    made = an_enterprise(program.ws)
    program.settle()
    program.window.go("enterprises")
    program.settle()
    old = program.ws
    program.window.lock_now()
    program.settle()
    person = guarded.people[AccountRole.OFFICER]
    assert program.form.list.show_row(person.id)
    assert program.form.enter.text() == tr("Change person")
    program.log_in(person, OTHER)
    assert not program.window.lock.is_locked
    assert program.ws is not old
    assert old._closed
    assert program.window.lock_action.isEnabled()
    assert (program.ws.actor, program.window.place) == (person.name, "today")
    program.window.go("enterprises")
    program.settle()
    screen = program.window.screens["enterprises"]
    assert isinstance(screen, EnterprisesScreen)
    assert titles(screen.list) == [made.name]


def test_a_dialog_is_answered_with_no_before_another_person_takes_over(program: Program, guarded: Guarded) -> None:
    dialog = QDialog(program.window)
    dialog.open()
    program.window.lock.lock()
    program.settle()
    program.log_in(guarded.people[AccountRole.OFFICER], OTHER)
    assert program.ws.actor == NAMES[AccountRole.OFFICER]
    assert not dialog.isVisible()


# ---- after a while -------------------------------------------------------------------------------------------


class Time:
    """A clock for the watch."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def idle(program: Program) -> tuple[Program, IdleWatch, Time]:
    """The window with a watch whose time the test moves."""
    time = Time()
    program.window.lock.watch.now = time
    program.window.lock.watch.stir()
    return program, program.window.lock.watch, time


def test_ten_minutes_without_a_key_lock(idle: tuple[Program, IdleWatch, Time]) -> None:
    program, watch, time = idle
    assert watch.minutes == 10
    time.seconds += 9 * 60
    watch.look()
    assert not program.window.lock.is_locked
    time.seconds += 61
    watch.look()
    assert program.window.lock.is_locked


def test_a_key_or_the_pointer_begins_the_time_anew(idle: tuple[Program, IdleWatch, Time]) -> None:
    program, watch, time = idle
    handle = program.window.windowHandle()
    for act in (
        lambda: QTest.keyClick(handle, Qt.Key.Key_A),
        lambda: QTest.mouseMove(handle, QPoint(40, 40)),
    ):
        time.seconds += 9 * 60
        act()
        QApplication.processEvents()
    time.seconds += 9 * 60
    watch.look()
    assert not program.window.lock.is_locked


def test_the_lock_key_works_from_a_dialog(program: Program) -> None:
    dialog = QDialog(program.window)
    dialog.open()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.window.lock.is_locked
    program.settle()
    program.log_in(_own(program), OWN)
    dialog.reject()


@pytest.mark.parametrize("minutes", LOCK_MINUTES)
def test_the_chosen_time_is_kept(minutes: int) -> None:
    assert checked({"lock_minutes": minutes}).lock_minutes == minutes


@pytest.mark.parametrize("wrong", [-1, 1, 7, True, "5", None, 10.0])
def test_a_wrong_time_falls_back(wrong: object) -> None:
    assert checked({"lock_minutes": wrong}).lock_minutes == Settings().lock_minutes


def test_never_means_never(idle: tuple[Program, IdleWatch, Time]) -> None:
    program, watch, time = idle
    program.ws.settings = replace(program.ws.settings, lock_minutes=0)
    program.window.take_login()
    time.seconds += 1_000_000
    watch.look()
    assert not program.window.lock.is_locked
    assert isinstance(program.window.lock, Lock)


def test_the_login_page_shows_nobody_who_was_in(program: Program) -> None:
    program.window.detach()
    assert program.window.foot.user.isHidden()
    assert program.window.entrance.page is None or isinstance(program.window.entrance.page, LoginPage)
