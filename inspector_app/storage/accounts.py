# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of accounts (this laptop's own book) and of the security journal and officers' keys (journalled)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspector_app.domain.account import (
    Account,
    AccountRole,
    AccountState,
    DocumentSignature,
    EventKind,
    OfficerKey,
    SecurityEvent,
)
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import (
    Row,
    date_in,
    date_out,
    fetch,
    fetch_one,
    instant_in,
    instant_or_none,
    instant_out,
    put,
)


def put_account(db: Database, a: Account) -> None:
    """Keep an account."""
    put(db, "accounts", {
        "id": a.id, "name": a.name, "role": a.role.value, "certificate_no": a.certificate_no,
        "officer_id": a.officer_id, "valid_from": date_out(a.valid_from), "valid_until": date_out(a.valid_until),
        "state": a.state.value, "reason": a.reason, "made_at": instant_out(a.made_at),
        "from_roster": int(a.from_roster),
    })  # fmt: skip


def get_account(db: Database, account_id: str) -> Account | None:
    """Give one account."""
    row = fetch_one(db, "SELECT * FROM accounts WHERE id = ?", [account_id])
    return None if row is None else _account(row)


def list_accounts(db: Database) -> tuple[Account, ...]:
    """Give all accounts, those in use first."""
    return tuple(_account(row) for row in fetch(db, "SELECT * FROM accounts ORDER BY state, name, id"))


def put_event(db: Database, e: SecurityEvent) -> None:
    """Keep a line of the security journal."""
    put(db, "security_events", {
        "id": e.id, "kind": e.kind.value, "at": instant_out(e.at), "person": e.person, "subject": e.subject,
        "is_ok": int(e.is_ok), "detail": e.detail,
    })  # fmt: skip


def list_events(
    db: Database, kinds: Sequence[EventKind] = (), *, limit: int = 500, offset: int = 0
) -> tuple[SecurityEvent, ...]:
    """Give lines of the security journal, the newest first."""
    where = f"WHERE kind IN ({', '.join('?' for _ in kinds)})" if kinds else ""
    params = [*(kind.value for kind in kinds), limit, offset]
    found = fetch(db, f"SELECT * FROM security_events {where} ORDER BY rowid DESC LIMIT ? OFFSET ?", params)
    return tuple(
        SecurityEvent(
            id=str(r["id"]), kind=EventKind(str(r["kind"])), at=instant_in(r["at"]), person=str(r["person"]),
            subject=str(r["subject"]), is_ok=bool(r["is_ok"]), detail=str(r["detail"]),
        )
        for r in found
    )  # fmt: skip


def has_event(db: Database, kind: EventKind, person: str, since: datetime) -> bool:
    """Whether the security journal has a line of this kind for a person since a time."""
    sql = "SELECT 1 FROM security_events WHERE at >= ? AND kind = ? AND person = ? LIMIT 1"
    return fetch_one(db, sql, [instant_out(since), kind.value, person]) is not None


def put_officer_key(db: Database, k: OfficerKey) -> None:
    """Keep a person's public key."""
    put(db, "officer_keys", {
        "id": k.id, "account_id": k.account_id, "name": k.name, "certificate_no": k.certificate_no,
        "device": k.device, "made_at": instant_out(k.made_at), "revoked_at": instant_out(k.revoked_at),
        "reason": k.reason,
    })  # fmt: skip


def get_officer_key(db: Database, public_key: str) -> OfficerKey | None:
    """Give whose key it is."""
    row = fetch_one(db, "SELECT * FROM officer_keys WHERE id = ?", [public_key])
    return None if row is None else _key(row)


def list_officer_keys(db: Database, account_id: str = "") -> tuple[OfficerKey, ...]:
    """Give the keys of all people, or of one account, by their making."""
    where, params = ("WHERE account_id = ?", [account_id]) if account_id else ("", [])
    return tuple(_key(row) for row in fetch(db, f"SELECT * FROM officer_keys {where} ORDER BY made_at, id", params))


def put_signature(db: Database, s: DocumentSignature) -> None:
    """Keep a person's signature under a document."""
    put(db, "document_signatures", {
        "id": s.id, "document_id": s.document_id, "officer_key": s.officer_key, "name": s.name,
        "certificate_no": s.certificate_no, "at": instant_out(s.at), "signature": s.signature,
    })  # fmt: skip


def list_signatures(db: Database, document_id: str) -> tuple[DocumentSignature, ...]:
    """Give the signatures under a document, by time."""
    rows = fetch(db, "SELECT * FROM document_signatures WHERE document_id = ? ORDER BY at, id", [document_id])
    return tuple(
        DocumentSignature(
            id=str(r["id"]), document_id=str(r["document_id"]), officer_key=str(r["officer_key"]), name=str(r["name"]),
            certificate_no=str(r["certificate_no"]), at=instant_in(r["at"]), signature=str(r["signature"]),
        )
        for r in rows
    )  # fmt: skip


def _account(row: Row) -> Account:
    return Account(
        id=str(row["id"]), name=str(row["name"]), role=AccountRole(str(row["role"])),
        certificate_no=str(row["certificate_no"]), officer_id=str(row["officer_id"]),
        valid_from=date_in(row["valid_from"]), valid_until=date_in(row["valid_until"]),
        state=AccountState(str(row["state"])), reason=str(row["reason"]), made_at=instant_or_none(row["made_at"]),
        from_roster=bool(row["from_roster"]),
    )  # fmt: skip


def _key(row: Row) -> OfficerKey:
    return OfficerKey(
        id=str(row["id"]), account_id=str(row["account_id"]), name=str(row["name"]),
        certificate_no=str(row["certificate_no"]), device=str(row["device"]), made_at=instant_in(row["made_at"]),
        revoked_at=instant_or_none(row["revoked_at"]), reason=str(row["reason"]),
    )  # fmt: skip
