# SPDX-License-Identifier: MulanPSL-2.0
"""The way in: the first password, the login, the key on paper; whoever is let in gets the open workspace."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import entrance_state
from inspector_app.ui.models.entrance_state import Found, Person
from inspector_app.ui.widgets.page import Pages
from inspector_app.wording import tr

if TYPE_CHECKING:  # heavy: the frame is painted before any of these is imported
    from inspector_app.operations.protection import Protected
    from inspector_app.ui.widgets.login_page import LoginPage
    from inspector_app.ui.widgets.protect_page import ProtectPage
    from inspector_app.ui.widgets.recovery_page import RecoveryPage
    from inspector_app.workspace import Workspace
    from inspector_app.workspace.protection import Login


class Entrance(QObject):
    """Pages in the place of the screens until the data are open."""

    opened = Signal(object)  # Workspace
    refused = Signal(object)  # tuple[Problem, ...]: it cannot be opened at all
    demo_wanted = Signal()
    asks = Signal()  # a page asks for something now

    def __init__(self, stack: Pages, jobs: Jobs, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._stack, self._jobs, self._ask = stack, jobs, ask
        self._folder = Path()
        self.ws: Workspace | None = None  # open, and not handed on yet
        self.login: Login | None = None  # whose password was right last: damaged data are read with it too
        self.page: LoginPage | ProtectPage | RecoveryPage | None = None

    def begin(self, folder: Path, found: Found) -> None:
        """Ask for what the data want, or hand them on as they are."""
        self._folder, self.login = folder, None
        if found.ws is None:
            self.ask_login(found.people)
        elif found.is_new:
            self.ask_protection(found.ws)
        else:
            self._hand_on(found.ws)

    def leave(self) -> None:
        """Take the page away, with what was typed on it; data that nobody entered are closed."""
        if self.ws is not None:
            self.ws.close()
            self.ws = None
        self._clear()

    # ---- login ---------------------------------------------------------------------------------------------

    def ask_login(self, people: tuple[Person, ...], chosen: str = "") -> None:
        """Ask who it is."""
        from inspector_app.ui.widgets.login_page import LoginPage

        page = LoginPage()
        page.form.wanted.connect(self._on_wanted)
        page.form.recovery_wanted.connect(self._on_key)
        self._show(page)
        page.begin(people, chosen)
        self.page = page
        self.asks.emit()

    def _on_wanted(self, account: str, password: str) -> None:
        self._form_busy(tr("Checking the password …"))
        work = partial(entrance_state.unlock, self._folder, account, password)
        self._jobs.run_read(self, work, then=self.enter, refused=self._on_wrong)

    def _on_key(self, key: str) -> None:
        self._form_busy(tr("Checking the key …"))
        work = partial(entrance_state.recover, self._folder, key)
        self._jobs.run_read(self, work, then=self.enter, refused=self._on_wrong)

    def enter_as(self, folder: Path, login: Login) -> None:
        """Open the data of a folder for whoever unlocked it just now."""
        self._folder = folder
        self.enter(login)

    def enter(self, login: Login) -> None:
        """Open the data with a login that was checked already."""
        self.login = login
        self._form_busy(tr("Opening the inspection data …"))
        work = partial(entrance_state.enter, self._folder, login)
        self._jobs.run_read(self, work, then=self._hand_on, refused=self._on_not_opened)

    def _on_wrong(self, problems: tuple[Problem, ...]) -> None:
        from inspector_app.ui.widgets.login_page import LoginPage

        if isinstance(self.page, LoginPage):
            self.page.form.refuse(problems)

    def _on_not_opened(self, problems: tuple[Problem, ...]) -> None:
        """An account that may not come in stays before the door; anything else is about the data."""
        from inspector_app.domain.problems import ProblemCode

        personal = {ProblemCode.ACCOUNT_INVALID, ProblemCode.ACCOUNT_UNKNOWN}
        if self.page is not None and all(p.code in personal for p in problems):
            self._on_wrong(problems)
        else:
            self.refused.emit(problems)

    def _form_busy(self, words: str) -> None:
        from inspector_app.ui.widgets.login_page import LoginPage

        if isinstance(self.page, LoginPage):
            self.page.form.show_busy(words)

    # ---- first password ------------------------------------------------------------------------------------

    def ask_protection(self, ws: Workspace) -> None:
        """Ask whether data that were begun just now shall be protected."""
        from inspector_app.ui.widgets.protect_page import ProtectPage

        self.ws = ws
        page = ProtectPage()
        page.wanted.connect(self._on_protect)
        page.open_wanted.connect(self._on_open)
        page.demo_wanted.connect(self.demo_wanted)
        self._show(page)
        page.begin()
        self.page = page
        self.asks.emit()

    def _on_open(self) -> None:
        ws = self.ws
        if ws is not None:
            self._jobs.run_read(self, partial(entrance_state.begin_open, ws), then=lambda _none: self._hand_on(ws))

    def _on_protect(self, name: str, certificate: str, password: str) -> None:
        from inspector_app.ui.widgets.protect_page import ProtectPage

        if self.ws is not None and isinstance(self.page, ProtectPage):
            self.page.show_busy(True)
            work = partial(entrance_state.begin_protected, self.ws, name, certificate, password)
            self._jobs.run_read(self, work, then=self._on_protected, refused=self.page.refuse)

    def _on_protected(self, made: Protected) -> None:
        from inspector_app.ui.widgets.recovery_page import RecoveryPage
        from inspector_app.ui.widgets.recovery_paper import RecoveryKey

        ws = self.ws
        if ws is None:
            return
        page = RecoveryPage(self._ask)
        page.sheet.done.connect(partial(self._hand_on, ws))
        self._show(page)
        page.sheet.show_key(RecoveryKey(secret=made.recovery, folder=str(ws.folder), made_at=ws.now()))
        self.page = page

    # ---- pages ---------------------------------------------------------------------------------------------

    def _show(self, page: QWidget) -> None:
        self._clear()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _clear(self) -> None:
        if self.page is not None:
            self._stack.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None

    def _hand_on(self, ws: Workspace) -> None:
        self.ws = None
        self._clear()
        self.opened.emit(ws)
