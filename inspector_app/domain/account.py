# SPDX-License-Identifier: MulanPSL-2.0
"""Who may use a laptop's data and for what: accounts, their roles, and the table of what a role may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.change import Op


class AccountRole(StrEnum):
    """What a person is on a laptop (GB/T 22239-2019 8.1.4: administration and audit apart from the work)."""

    OFFICER = "officer"  # 执法员
    CHIEF = "chief"  # 负责人: also approves, and sees what all did
    READER = "reader"  # 只读
    ADMIN = "admin"  # 管理: accounts, backups, settings; no content
    AUDITOR = "auditor"  # 审计: what was done by whom; no content


class AccountState(StrEnum):
    """Whether an account may be used."""

    ACTIVE = "active"
    REVOKED = "revoked"


class Act(StrEnum):
    """What is done beside the operations of the journal; the permission table has both."""

    READ_CONTENT = "read_content"  # enterprises, findings, documents
    READ_WHOLE = "read_whole"  # personal data unmasked, in copies and exports too
    EXPORT = "export"  # copies for others: workbooks, case files, readable folders
    PRINT = "print"
    MAKE_BUNDLE = "make_bundle"
    READ_BUNDLE = "read_bundle"
    RUN_OFFICE = "run_office"  # enrol, receive, dispatch, serve
    JOIN_OFFICE = "join_office"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_ACCOUNTS = "manage_accounts"
    CHANGE_PASSWORD = "change_password"
    BACK_UP = "back_up"
    RESTORE = "restore"
    RESCUE = "rescue"  # the emergency export
    VERIFY = "verify"
    READ_JOURNAL = "read_journal"  # who did what when, without content


class EventKind(StrEnum):
    """What the security journal notes beside the operations themselves."""

    PROTECTED = "protected"
    UNPROTECTED = "unprotected"
    REKEYED = "rekeyed"
    LOGGED_IN = "logged_in"
    LOGIN_FAILED = "login_failed"
    RECOVERED = "recovered"  # opened with the key on paper
    PASSWORD_CHANGED = "password_changed"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_REVOKED = "account_revoked"
    ROSTER_TAKEN = "roster_taken"
    EXPORTED = "exported"
    VERIFIED = "verified"
    PAPER_CHECKED = "paper_checked"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    RESCUED = "rescued"
    CLOCK_BACK = "clock_back"
    CLOCK_AHEAD = "clock_ahead"
    CLOCK_EXPLAINED = "clock_explained"
    FILE_QUARANTINED = "file_quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who may log in here; `officer_id` where the register of officers has the person."""

    id: str
    name: str
    role: AccountRole
    certificate_no: str = ""
    officer_id: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    state: AccountState = AccountState.ACTIVE
    reason: str = ""
    made_at: datetime | None = None
    from_roster: bool = False  # the office's word; a laptop does not change it

    def is_valid(self, on: date) -> bool:
        """Whether the account may be used on a day."""
        begun = self.valid_from is None or self.valid_from <= on
        ended = self.valid_until is not None and self.valid_until < on
        return self.state is AccountState.ACTIVE and begun and not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEvent:
    """One line of the security journal; hashes and names of things, never their content."""

    id: str
    kind: EventKind
    at: datetime
    person: str
    subject: str
    is_ok: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerKey:
    """The public half of a person's signing key; the office's roster says whether it stands for the person."""

    id: str  # the public key, hex
    account_id: str
    name: str
    certificate_no: str
    device: str
    made_at: datetime
    revoked_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSignature:
    """A person's signature over a document's data (数据校验签名); never changed, never removed."""

    id: str
    document_id: str
    officer_key: str  # public, hex
    name: str
    certificate_no: str
    at: datetime
    signature: str  # hex Ed25519


@dataclass(frozen=True, slots=True)
class Permissions:
    """Which role may do what, and which place or command is which act; data in `resources/permissions.toml`."""

    roles: Mapping[AccountRole, frozenset[Op | Act]]
    places: Mapping[str, Act]  # of the window's rail
    commands: Mapping[str, Act]  # first words of the command line; what writes is asked by its operation too

    def may(self, role: AccountRole, what: Op | Act) -> bool:
        """Whether a role may do it."""
        return what in self.roles.get(role, frozenset())
