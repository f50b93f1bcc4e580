# SPDX-License-Identifier: MulanPSL-2.0
"""Protected data and the window before them: people with passwords, cheap to open, and what they do at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import app
from inspector_app.domain.account import Account, AccountRole
from inspector_app.operations import accounts, protection
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets.login_form import LoginForm
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.makers import a_unit
from tests.helpers.pages_frame import FakeAsk, settle
from tests.helpers.stores import a_store

OWN = "晴天下午三点半7点"  # of the first person
OTHER = "zhuque-2026-x"
NAMES: Mapping[AccountRole, str] = {
    AccountRole.OFFICER: "王敏",
    AccountRole.CHIEF: "李建国",
    AccountRole.READER: "钱读",
    AccountRole.ADMIN: "孙管",
    AccountRole.AUDITOR: "赵审",
}


@dataclass(frozen=True)
class Guarded:
    """A protected folder: its people by role, and the key on paper."""

    folder: Path
    people: Mapping[AccountRole, Account]
    recovery: str

    def password(self, role: AccountRole) -> str:
        return OWN if role is AccountRole.CHIEF else OTHER

    def open(self, role: AccountRole = AccountRole.CHIEF) -> Workspace:
        login = unlock_folder(self.folder, self.people[role].id, self.password(role))
        return open_workspace(self.folder, login=login)


def a_guarded_folder(folder: Path) -> Guarded:
    """Make a unit whose data are protected, with one person of each role."""
    ws = a_store(folder)
    a_unit(ws)
    made = protection.protect(ws, NAMES[AccountRole.CHIEF], OWN, certificate_no="津A0012345")
    people = {AccountRole.CHIEF: made.account}
    for role in AccountRole:
        if role not in people:
            draft = accounts.AccountDraft(name=NAMES[role], role=role)
            people[role] = accounts.add_account(ws, draft, OTHER)
    ws.close()
    return Guarded(folder=folder, people=people, recovery=made.recovery)


class Program:
    """The program over one folder, as `inspector-app --data-dir` starts it, without its event loop."""

    def __init__(self, qapp: QApplication, folder: Path, ask: FakeAsk | None = None) -> None:
        self.session = app._Session(qapp, app.Options(data_dir=folder), folder)
        self.ask = ask or FakeAsk()
        self.session.jobs._ask = self.window.ask = self.ask
        self.window.entrance._ask = self.ask
        self.faults: list[str] = []
        self.session.jobs.failed.connect(self.faults.append)
        self.session.open()
        self.settle()

    @property
    def window(self) -> MainWindow:
        return self.session.window

    @property
    def ws(self) -> Workspace:
        assert self.window.ws is not None
        return self.window.ws

    @property
    def form(self) -> LoginForm:
        """The form at the door, or over the locked window."""
        if self.window.lock.page is not None:
            return self.window.lock.page.form
        page = self.window.entrance.page
        assert page is not None and hasattr(page, "form") and isinstance(page.form, LoginForm)
        return page.form

    def settle(self) -> None:
        settle(self.session.jobs)

    def log_in(self, account: Account, password: str) -> None:
        """Choose a person, type the password and press Enter."""
        assert self.form.list.show_row(account.id) or self.form.account() == account.id
        type_secret(self.form.password.edit, password)
        QTest.keyClick(self.form.password.edit, Qt.Key.Key_Return)
        self.settle()

    def activate(self) -> None:
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def close(self) -> None:
        self.window.close()
        self.session.end()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not self.faults


def type_secret(edit: QWidget, words: str) -> None:
    """Put a password into a field as pasting does, with the signal of an edit."""
    edit.insert(words)  # type: ignore[attr-defined]
    edit.textEdited.emit(edit.text())  # type: ignore[attr-defined]
