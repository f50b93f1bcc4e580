# SPDX-License-Identifier: MulanPSL-2.0
"""One account as fields: name, certificate, role, time, and for a new one the first password."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.account import Account, AccountRole
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.officer_panel import day_in
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.protect_form import NewPassword
from inspector_app.wording import sentence, tr, word

if TYPE_CHECKING:  # heavy: keys and ciphers are loaded when they are used
    from inspector_app.operations.accounts import AccountDraft


class AccountForm(QWidget):
    """Fields; `password` is shown while a new one is to be given."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Field(tr("Name of the person"), needed=True)
        self.certificate = Field(tr("Certificate number"))
        self.role = CalmCombo()
        self.role.setAccessibleName(tr("Role of the account"))
        for role in AccountRole:
            self.role.addItem(word(role), role.value)
        self.role.currentIndexChanged.connect(lambda _index: self._say_role())
        self.role_words = label("", tone="muted", size="small", wrap=True)
        self.days = {
            "valid_from": Field(tr("Valid from"), hint="2026-01-01"),
            "valid_until": Field(tr("Valid until"), hint="2029-12-31"),
        }
        self.password = NewPassword()
        self.password.entered.connect(self.entered)
        self.name.edited.connect(self.password.set_name)
        self._build()
        self._say_role()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(16))
        grid.setVerticalSpacing(theme.dp(8))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.certificate, 0, 1)
        grid.addWidget(label(tr("Role of the account"), tone="muted", size="small"), 1, 0)
        grid.addWidget(self.role, 2, 0)
        grid.addWidget(self.role_words, 2, 1)
        for column, field in enumerate(self.days.values()):
            grid.addWidget(field, 3, column)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(grid)
        box.addWidget(self.password)

    def show_account(self, account: Account | None, *, is_fixed: bool) -> None:
        """Show an account, or empty fields for a new one; a fixed one can only be read."""
        self.name.put(account.name if account else "")
        self.certificate.put(account.certificate_no if account else "")
        self.role.setCurrentIndex(self.role.findData((account.role if account else AccountRole.OFFICER).value))
        for name, field in self.days.items():
            day: date | None = getattr(account, name) if account else None
            field.put(day.isoformat() if day else "")
        self.password.forget()
        self.password.set_name(self.name.text())
        for field in (self.name, self.certificate, *self.days.values()):
            field.edit.setReadOnly(is_fixed)
        self.role.setEnabled(not is_fixed)

    def draft(self) -> AccountDraft | None:
        """Give what stands in the fields; none when a day cannot be read, which is said below it."""
        from inspector_app.operations.accounts import AccountDraft

        days = {name: day_in(field.text()) for name, field in self.days.items()}
        unread = [name for name, field in self.days.items() if field.text() and days[name] is None]
        for name in unread:
            self.days[name].fault(tr("Write the day as 2026-11-21"))
        if unread:
            return None
        return AccountDraft(
            name=self.name.text(), role=AccountRole(str(self.role.currentData())),
            certificate_no=self.certificate.text(), valid_from=days["valid_from"], valid_until=days["valid_until"],
        )  # fmt: skip

    def refuse(self, problems: tuple[Problem, ...]) -> str:
        """Say what was refused at its place; gives the sentences that have none."""
        places = {"name": self.name, "certificate_no": self.certificate, **self.days}
        rest = []
        for problem in problems:
            if problem.where in places:
                places[problem.where].fault(sentence(problem))
            elif problem.code is ProblemCode.PASSWORD_WEAK:
                self.password.first.fault(sentence(problem))
            else:
                rest.append(sentence(problem))
        return "\n".join(rest)

    def _say_role(self) -> None:
        said = {
            AccountRole.OFFICER: tr("Inspects, issues and signs documents, hands over; sees personal data whole."),
            AccountRole.CHIEF: tr("As an officer; also approves plans, draws, manages accounts and reads the journal."),
            AccountRole.READER: tr("Reads; personal data are masked; changes, prints and exports nothing."),
            AccountRole.ADMIN: tr("Accounts, backups, checklists and settings; sees no enterprise and no document."),
            AccountRole.AUDITOR: tr("Reads the security journal and verifies the data; sees no content."),
        }
        self.role_words.setText(said[AccountRole(str(self.role.currentData()))])
