# SPDX-License-Identifier: MulanPSL-2.0
"""Accounts in the settings: who may log in here, as what, until when; adding, amending, new passwords, revoking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.account import Account, AccountState
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.account_form import AccountForm
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages, button, label, row, scrolled
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # heavy: keys and ciphers are loaded when they are used
    from inspector_app.operations.accounts import AccountView


class AccountPanel(QWidget):
    """People at the left, one of them as fields at the right."""

    protection_wanted = Signal()  # there is no protection yet
    rekey_wanted = Signal()  # somebody left

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.views: dict[str, AccountView] = {}
        self._id = ""
        self._is_reset = False  # the fields for a new password of somebody are open
        self._by_office = False
        self.list = RowList(tr("Accounts"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(self._on_shown)
        self.form = AccountForm()
        self.form.entered.connect(self._on_keep)
        self.band = Band()
        self.facts = label("", tone="muted", size="small", wrap=True)
        self.add_button = button(tr("Add a person"), self.begin_new, icon="add")
        self.keep = button(tr("Keep"), self._on_keep, kind="primary")
        self.reset_button = button(tr("New password …"), self._on_reset)
        self.revoke_button = button(tr("Revoke the account …"), self._on_revoke, kind="danger")
        self.cancel = button(tr("Cancel"), self._on_cancel)
        why = tr("Without a password everybody who has this laptop may do everything.")
        self.nothing = EmptyState("lock", tr("Accounts come with the protection of the data"), why)
        self.nothing.add_button(button(tr("Protection"), self.protection_wanted.emit, kind="primary"))
        self._build()

    def _build(self) -> None:
        self.people = Card(tr("Accounts"))
        self.people.add(self.list, 1)
        self.people.outer.addLayout(row(self.add_button, None))
        self.card = Card("-")
        for part in (self.facts, self.form, self.band):
            self.card.add(part)
        self.card.outer.addLayout(row(self.revoke_button, self.reset_button, None, self.cancel, self.keep))
        self.card.outer.addStretch(1)
        inner = QWidget()
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.dp(12))
        across.addWidget(self.people, 2)
        across.addWidget(scrolled(self.card), 3)
        self.pages = Pages()
        self.pages.addWidget(inner)
        self.pages.addWidget(self.nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    # ---- reading -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the accounts again."""
        if self.ws.login is None:
            self.pages.setCurrentIndex(1)
            return
        self.pages.setCurrentIndex(0)
        self.jobs.run_read(self, partial(_read, self.ws), then=self._show, refused=self._bad, key="accounts")

    def _show(self, read: tuple[tuple[AccountView, ...], bool]) -> None:
        views, self._by_office = read
        self.views = {v.account.id: v for v in views}
        self.list.put([_row(v, is_own=self._is_own(v.account)) for v in views])
        active = sum(v.is_valid and v.has_password for v in views)
        self.people.note.setText(tr("{count} can log in today", count=active))
        if self._id not in self.views and self.card.title.text() == "-" and views:
            self.list.step(1)
        elif self._id in self.views and not self._is_reset:
            self._fill(self._id)
        self._dress()

    def _is_own(self, account: Account) -> bool:
        return self.ws.account is not None and self.ws.account.id == account.id

    def _on_shown(self, account_id: str) -> None:
        if account_id in self.views:
            self._is_reset = False
            self.band.hide()
            self._fill(account_id)

    def _fill(self, account_id: str) -> None:
        self._id = account_id
        self.form.show_account(self.views[account_id].account, is_fixed=self._is_fixed())
        self._dress()

    def _is_fixed(self) -> bool:
        account = self.views[self._id].account if self._id in self.views else None
        if account is None:
            return False
        return account.from_roster or self._by_office or account.state is AccountState.REVOKED

    def _dress(self) -> None:
        view = self.views.get(self._id)
        account = view.account if view else None
        is_live = account is not None and account.state is AccountState.ACTIVE
        fixed = self._is_fixed()
        has_password = view is not None and view.has_password
        self.card.title.setText(account.name if account else tr("New person"))
        self.card.title.show()
        self.facts.setText(_facts(view) if view else tr("The person chooses the password now and tells nobody."))
        self.form.password.setVisible(account is None or self._is_reset)
        self.keep.setVisible(account is None or self._is_reset or not fixed)
        self.keep.setText(tr("Add") if account is None else tr("Set the password") if self._is_reset else tr("Keep"))
        self.reset_button.setVisible(is_live and not self._is_reset)
        self.reset_button.setText(tr("New password …") if has_password else tr("First password …"))
        self.revoke_button.setVisible(is_live and not self._is_reset and not fixed)
        self.cancel.setVisible(self._is_reset)
        self.add_button.setEnabled(not self._by_office or self._is_recovery())
        self.add_button.setToolTip(tr("The office's roster says who may log in here") if self._by_office else "")

    def _is_recovery(self) -> bool:
        return self.ws.login is not None and self.ws.login.is_recovery

    # ---- acts ----------------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Start with empty fields."""
        self._id, self._is_reset = "", False
        self.list.clearSelection()
        self.list.setCurrentIndex(self.list.rows.index(-1))
        self.band.hide()
        self.form.show_account(None, is_fixed=False)
        self._dress()
        self.form.name.edit.setFocus()

    def _on_keep(self) -> None:
        draft = self.form.draft()
        if draft is None or (self.form.password.isVisibleTo(self) and not self.form.password.is_good()):
            return
        from inspector_app.operations import accounts

        password = self.form.password.text()
        if not self._id:
            work: Callable[[], Account] = partial(accounts.add_account, self.ws, draft, password)
            self._run(work, tr("{name} can log in now.", name=draft.name))
        elif self._is_reset:
            name = self.views[self._id].account.name
            work = partial(accounts.set_password, self.ws, self._id, password)
            self._run(work, tr("{name} has a new password; the older one opens nothing any more.", name=name))
        else:
            self._run(partial(accounts.amend_account, self.ws, self._id, draft), tr("Kept."))

    def _on_reset(self) -> None:
        self._is_reset = True
        self.band.hide()
        self.form.password.forget()
        self._dress()
        self.form.password.first.edit.setFocus()

    def _on_cancel(self) -> None:
        self._is_reset = False
        self._fill(self._id)

    def _on_revoke(self) -> None:
        account = self.views[self._id].account
        words = tr(
            "Why does {name} no longer log in here? The reason is kept. The account, its password and its signing key "
            "end for good.",
            name=account.name,
        )
        reason = self.ask.text(tr("Revoke the account"), words, multiline=True)
        if reason is None:
            return
        from inspector_app.operations import accounts

        said = tr("The account is revoked. If keys may have been copied, make a new data key under Protection.")
        work = partial(accounts.revoke_account, self.ws, account.id, reason)
        self._run(work, said, action=tr("New data key …"))

    def _run(self, work: Callable[[], Account], said: str, action: str = "") -> None:
        def done(account: Account) -> None:
            self._id, self._is_reset = account.id, False
            then = self.rekey_wanted.emit if action else None
            self.band.say(said, tone="warn" if action else "ok", action=action, then=then)
            self.refresh()
            self.list.show_row(account.id)

        self.jobs.run_read(self, work, then=done, refused=self._bad)

    def _bad(self, problems: tuple[Problem, ...]) -> None:
        rest = self.form.refuse(problems)
        if rest:
            self.band.say(rest, tone="bad")


def _read(ws: Workspace) -> tuple[tuple[AccountView, ...], bool]:
    from inspector_app.operations.accounts import list_accounts
    from inspector_app.workspace.account_books import is_by_office

    return list_accounts(ws), is_by_office(ws)


def _row(view: AccountView, *, is_own: bool) -> Row:
    account = view.account
    chip, role = tr("Can log in"), "ok"
    if account.state is AccountState.REVOKED:
        chip, role = tr("Revoked"), "bad"
    elif not view.is_valid:
        chip, role = tr("Not valid today"), "warn"
    elif not view.has_password:
        chip, role = tr("No password yet"), "muted"
    until = tr("until {day}", day=full_day(account.valid_until)) if account.valid_until else ""
    return Row(
        id=account.id,
        title=tr("{name} (you)", name=account.name) if is_own else account.name,
        detail=" · ".join(part for part in (word(account.role), account.certificate_no, until) if part),
        chip=chip, chip_role=role, icon="person",
    )  # fmt: skip


def _facts(view: AccountView) -> str:
    """Say where the account comes from, and what became of its signing key."""
    account = view.account
    said = []
    if account.from_roster:
        said.append(tr("From the office's roster; the office changes it."))
    if account.state is AccountState.REVOKED:
        said.append(tr("Revoked: {reason}", reason=account.reason))
    live = [key for key in view.keys if key.revoked_at is None]
    if live:
        said.append(tr("Signing key {key}…", key=live[-1].id[:16]))
    return " ".join(said)
