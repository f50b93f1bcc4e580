# SPDX-License-Identifier: MulanPSL-2.0
"""Protection in the settings: switching it on and off, the own password, the key on paper, a new data key, the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem
from inspector_app.settings import LOCK_MINUTES
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.entrance_state import Person, people_of
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.password_field import PasswordField
from inspector_app.ui.widgets.protect_form import NewPassword, ProtectForm
from inspector_app.ui.widgets.recovery_page import RecoverySheet
from inspector_app.ui.widgets.recovery_paper import RecoveryKey
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # heavy: keys and ciphers are loaded when they are used
    from inspector_app.operations.protection import Protected


T = TypeVar("T")


class ProtectionPanel(QWidget):
    """Cards from top to bottom; those of open data and of protected data are never shown together."""

    login_changed = Signal()  # protection was switched on or off
    lock_changed = Signal()
    lock_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._busy = False
        self.minutes: dict[int, QPushButton] = {}
        self.band = Band()
        self.state = label("", wrap=True)
        self.on_form = ProtectForm()
        self.on_button = button(tr("Protect the data"), self._on_protect, kind="primary")
        self.on_form.entered.connect(self._on_protect)
        self.sheet = RecoverySheet(ask)
        self.sheet.done.connect(self._on_sheet_done)
        self.old = PasswordField(tr("Present password"), needed=True)
        self.new = NewPassword()
        self.old.edit.returnPressed.connect(self.new.first.edit.setFocus)
        self.new.entered.connect(self._on_password)
        self.password_button = button(tr("Change the password"), self._on_password)
        self.recovery_button = button(tr("New recovery key …"), self._on_recovery)
        self.rekey_button = button(tr("New data key …"), self._on_rekey)
        self.off_password = PasswordField(tr("Your password"), needed=True)
        self.off_password.edit.returnPressed.connect(self._on_off)
        self.off_button = button(tr("Switch protection off …"), self._on_off, kind="danger")
        self.lock_button = button(tr("Lock now"), self.lock_wanted.emit, icon="lock", tip="Ctrl+L")
        self._build()
        self._dress()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        self.cards = {
            "state": self._state_card(), "sheet": self._sheet_card(), "on": self._on_card(),
            "password": self._password_card(), "keys": self._keys_card(), "off": self._off_card(),
        }  # fmt: skip
        outer.addWidget(self.band)
        for card in self.cards.values():
            outer.addWidget(card)
        outer.addStretch(1)

    def _state_card(self) -> Card:
        card = Card(tr("Protection"))
        card.add(self.state)
        group = QButtonGroup(self)
        for count in LOCK_MINUTES:
            words = tr("{count} min", count=count) if count else tr("Never")
            made = self.minutes[count] = button(words, partial(self._on_minutes, count))
            made.setCheckable(True)
            group.addButton(made)
        self.lock_line = QWidget()
        said = label(tr("Locks by itself after"), tone="muted")
        self.lock_line.setLayout(row(said, *self.minutes.values(), None))
        card.add(self.lock_line)
        card.add_at_right(self.lock_button)
        return card

    def _sheet_card(self) -> Card:
        card = Card(tr("Recovery key"))
        card.add(self.sheet)
        return card

    def _on_card(self) -> Card:
        card = Card(tr("Switch protection on"))
        words = tr(
            "Database, photos and documents are encrypted with a key that only the passwords of your people and a "
            "recovery key on paper open. Everything stays where it is; with many photos it takes some minutes."
        )
        card.add(label(words, tone="muted", wrap=True))
        card.add(self.on_form)
        card.outer.addLayout(row(None, self.on_button))
        return card

    def _password_card(self) -> Card:
        card = Card(tr("Own password"))
        for part in (self.old, self.new):
            card.add(part)
        card.outer.addLayout(row(None, self.password_button))
        return card

    def _keys_card(self) -> Card:
        card = Card(tr("Keys of the data"))
        card.add(label(tr("A new recovery key makes the older paper worthless."), tone="muted", wrap=True))
        card.outer.addLayout(row(self.recovery_button, None))
        words = tr(
            "A new data key is for the day when somebody left who may have copied keys: everything is encrypted anew. "
            "It may be stopped at any time; the next start goes on with it."
        )
        card.add(label(words, tone="muted", wrap=True))
        card.outer.addLayout(row(self.rekey_button, None))
        return card

    def _off_card(self) -> Card:
        card = Card(tr("Switch protection off"))
        words = tr("Everything is decrypted, roles and passwords end; whoever has this laptop can then read all of it.")
        card.add(label(words, tone="muted", wrap=True))
        card.add(self.off_password)
        card.outer.addLayout(row(None, self.off_button))
        return card

    # ---- what is shown -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read whose passwords there are."""
        self._dress()
        if self.ws.login is not None:
            work = partial(people_of, self.ws.folder)
            self.jobs.run_read(self, work, then=self._show_people, refused=self._bad, key="people")

    def _show_people(self, people: tuple[Person, ...]) -> None:
        account = self.ws.account
        if account is None:
            return
        names = "、".join(p.name for p in people)
        who = tr("You are {name} ({role}).", name=account.name, role=word(account.role))
        self.state.setText(tr("The data are encrypted. Passwords: {names}.", names=names) + " " + who)

    def _dress(self) -> None:
        on, has_sheet = self.ws.login is not None, self.sheet.has_key
        manages = self.ws.may(Act.MANAGE_ACCOUNTS)
        is_person = on and self.ws.login is not None and not self.ws.login.is_recovery
        shown = {"state": not has_sheet, "sheet": has_sheet, "on": not on and not has_sheet,
                 "password": is_person and not has_sheet, "keys": on and manages and not has_sheet,
                 "off": is_person and manages and not has_sheet}  # fmt: skip
        for name, card in self.cards.items():
            card.setVisible(shown[name])
        self.lock_line.setVisible(on)
        self.lock_button.setVisible(on)
        self.minutes[self.ws.settings.lock_minutes].setChecked(True)
        for made in self.minutes.values():
            made.setEnabled(self.ws.may(Act.CHANGE_SETTINGS))
        if not on:
            self.state.setText(tr("The data are not protected: whoever has this laptop can open, read and change all."))
        read_only = self.ws.read_only is not None
        for made in (self.on_button, self.password_button, self.recovery_button, self.rekey_button, self.off_button):
            made.setEnabled(not self._busy and not read_only)
        if read_only and self.ws.read_only is not None:
            self.band.say(sentence(self.ws.read_only), tone="warn")

    def _set_busy(self, on: bool) -> None:
        self._busy = on
        self._dress()

    def _bad(self, problems: tuple[Problem, ...]) -> None:
        self._set_busy(False)
        self.band.say("\n".join(map(sentence, problems)), tone="bad")

    def _ok(self, words: str) -> None:
        self._set_busy(False)
        self.band.say(words, tone="ok")

    def _show_key(self, secret: str) -> None:
        self.sheet.show_key(RecoveryKey(secret=secret, folder=str(self.ws.folder), made_at=self.ws.now()))
        self._dress()

    def _on_sheet_done(self) -> None:
        self.login_changed.emit()
        self.refresh()

    # ---- acts ----------------------------------------------------------------------------------------------

    def _on_protect(self) -> None:
        if self._busy or not self.on_form.is_good():
            return
        form = self.on_form
        work = partial(_protect, self.ws, form.name.text(), form.certificate.text(), form.password.text())

        def protected(made: Protected) -> None:
            form.forget()
            self._ok(tr("The data are protected now."))
            self._show_key(made.recovery)

        def refused(problems: tuple[Problem, ...]) -> None:
            self._set_busy(False)
            form.refuse(problems)

        self._set_busy(True)
        self.band.hide()
        self.jobs.run_slow(self, work, then=protected, refused=refused, title=tr("Encrypting"))

    def _on_password(self) -> None:
        if self._busy or not self.old.text() or not self.new.is_good():
            if not self.old.text():
                self.old.edit.setFocus()
            return

        def changed(_none: None) -> None:
            self.old.forget()
            self.new.forget()
            self._ok(tr("The password is changed."))

        work = partial(_change_password, self.ws, self.old.text(), self.new.text())
        self._run(work, changed, "")

    def _on_recovery(self) -> None:
        title = tr("New recovery key")
        text = tr("The older recovery key opens nothing any more. Have a printer or a stick at hand.")
        if not self._busy and self.ask.confirm(title, text, tr("Make a new key")):

            def made(secret: str) -> None:
                self._ok(tr("The older recovery key opens nothing any more."))
                self._show_key(secret)

            self._run(partial(_new_recovery, self.ws), made, "")

    def _on_rekey(self) -> None:
        title = tr("New data key")
        text = tr("Everything is encrypted anew; nothing else can be done on this laptop until it is finished.")
        if not self._busy and self.ask.confirm(title, text, tr("Encrypt anew")):
            done = tr("Everything lies under a new data key now.")
            self._run(partial(_rekey, self.ws), lambda _none: self._ok(done), tr("Encrypting anew"))

    def _on_off(self) -> None:
        if self._busy or not self.off_password.text():
            self.off_password.edit.setFocus()
            return
        title = tr("Switch protection off")
        text = tr("Whoever has this laptop can then read and change everything. Roles and data signatures end.")
        if not self.ask.confirm(title, text, tr("Switch off")):
            return

        def off(_none: None) -> None:
            self.off_password.forget()
            self._ok(tr("The data are open now: whoever has the folder can read them."))
            self.login_changed.emit()

        self._run(partial(_unprotect, self.ws, self.off_password.text()), off, tr("Decrypting"))

    def _run(self, work: Callable[[Report], T], then: Callable[[T], None], title: str) -> None:
        self._set_busy(True)
        self.band.hide()
        self.jobs.run_slow(self, work, then=then, refused=self._bad, title=title)

    def _on_minutes(self, chosen: int) -> None:
        settings = replace(self.ws.settings, lock_minutes=chosen)
        work = partial(self.ws.change_settings, settings)
        self.jobs.run_read(self, work, then=lambda _none: self.lock_changed.emit(), refused=self._bad)


def _protect(ws: Workspace, name: str, certificate: str, password: str, report: Report) -> Protected:
    from inspector_app.operations.protection import protect

    return protect(ws, name, password, certificate_no=certificate, progress=_whole(report))


def _change_password(ws: Workspace, password: str, new: str, report: Report) -> None:
    from inspector_app.operations.protection import change_password

    del report
    change_password(ws, password, new)


def _new_recovery(ws: Workspace, report: Report) -> str:
    from inspector_app.operations.protection import new_recovery

    del report
    return new_recovery(ws)


def _rekey(ws: Workspace, report: Report) -> None:
    from inspector_app.operations.protection import rekey

    rekey(ws, progress=_whole(report))


def _unprotect(ws: Workspace, password: str, report: Report) -> None:
    from inspector_app.operations.protection import unprotect

    unprotect(ws, password, progress=_whole(report))


def _whole(report: Report) -> Callable[[int, int], None]:
    """Tell how far it is, but do not stop half way: what was begun here is better finished."""

    def tell(done: int, total: int) -> None:
        if not report.cancelled():
            report(done, total)

    return tell
