# SPDX-License-Identifier: MulanPSL-2.0
"""The English words of protection: roles, acts, events, tables and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.account import AccountRole, AccountState, Act, EventKind
from inspector_app.domain.change import Op
from inspector_app.domain.signatures import SignatureState
from inspector_app.wording.backup_words import BACKUP_WORDS
from inspector_app.wording.evidence_words import EVIDENCE_WORDS
from inspector_app.wording.verification_words import VERIFICATION_WORDS

PROTECTION_OPS: Mapping[StrEnum, str] = {
    Op.NOTE_EVENT: "Note in the security journal",
    Op.KEEP_OFFICER_KEY: "Keep public key of a person",
    Op.SIGN_DOCUMENT: "Sign document data",
}
PROTECTION_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    **BACKUP_WORDS,
    **EVIDENCE_WORDS,
    AccountRole: {
        AccountRole.OFFICER: "Enforcement officer",
        AccountRole.CHIEF: "Person in charge",
        AccountRole.READER: "Reader",
        AccountRole.ADMIN: "Administrator",
        AccountRole.AUDITOR: "Auditor",
    },
    SignatureState: {
        SignatureState.GOOD: "Stands",
        SignatureState.UNCONFIRMED: "Fits; key not confirmed by the office yet",
        SignatureState.REVOKED: "Made after the key was revoked",
        SignatureState.EXPIRED: "Made outside the account's time",
        SignatureState.FOREIGN: "Key of nobody known, or of another person",
        SignatureState.WRONG: "Does not fit the document",
    },
    AccountState: {AccountState.ACTIVE: "In use", AccountState.REVOKED: "Revoked"},
    Act: {
        Act.READ_CONTENT: "Read content",
        Act.READ_WHOLE: "Read personal data unmasked",
        Act.EXPORT: "Export copies",
        Act.PRINT: "Print",
        Act.MAKE_BUNDLE: "Make hand-off bundles",
        Act.READ_BUNDLE: "Read hand-off bundles",
        Act.RUN_OFFICE: "Run the office side",
        Act.JOIN_OFFICE: "Join an office",
        Act.CHANGE_SETTINGS: "Change settings",
        Act.MANAGE_ACCOUNTS: "Manage accounts",
        Act.CHANGE_PASSWORD: "Change own password",
        Act.BACK_UP: "Make backups",
        Act.RESTORE: "Restore backups",
        Act.RESCUE: "Emergency export",
        Act.VERIFY: "Verify data",
        Act.READ_JOURNAL: "Read the security journal",
    },
    EventKind: {
        EventKind.PROTECTED: "Protection switched on",
        EventKind.UNPROTECTED: "Protection switched off",
        EventKind.REKEYED: "Data key replaced",
        EventKind.LOGGED_IN: "Logged in",
        EventKind.LOGIN_FAILED: "Wrong password",
        EventKind.RECOVERED: "Opened with the recovery key",
        EventKind.PASSWORD_CHANGED: "Password changed",
        EventKind.ACCOUNT_ADDED: "Account added",
        EventKind.ACCOUNT_CHANGED: "Account changed",
        EventKind.ACCOUNT_REVOKED: "Account revoked",
        EventKind.ROSTER_TAKEN: "Roster of the office taken in",
        EventKind.EXPORTED: "Exported",
        EventKind.VERIFIED: "Data verified",
        EventKind.PAPER_CHECKED: "Paper checked",
        EventKind.BACKED_UP: "Backed up",
        EventKind.RESTORED: "Restored from a backup",
        EventKind.RESCUED: "Emergency export made",
        EventKind.CLOCK_BACK: "Clock was set back",
        EventKind.CLOCK_AHEAD: "Clock far ahead",
        EventKind.CLOCK_EXPLAINED: "Clock explained",
        EventKind.FILE_QUARANTINED: "Damaged file set aside",
    },
    **VERIFICATION_WORDS,
}
PROTECTION_TABLES: Mapping[str, str] = {
    "security_events": "Line of the security journal",
    "officer_keys": "Public key of a person",
    "document_signatures": "Signature of document data",
}
PROTECTION_COLUMNS: Mapping[str, str] = {
    "account_id": "Account",
    "revoked_at": "Revoked at",
    "subject": "Subject",
    "is_ok": "Succeeded",
    "detail": "Details",
    "officer_key": "Public key of the signer",
    "signature": "Signature",
    "security_events.kind": "Event",
}
PROTECTION_REASONS: Mapping[str, str] = {
    "password short": "too short",
    "password kinds": "only one kind of characters",
    "password few": "too many equal characters",
    "password common": "among the first that anybody tries",
    "password name": "contains the own name",
    "roster key": "another key has signed it",
    "roster signature": "its signature does not fit",
    "roster unit": "it is of another unit",
    "roster shape": "its content is not a roster's",
}
PROTECTION_FIELDS: Mapping[str, str] = {"accounts": "Accounts", "valid_until": "Valid until"}
