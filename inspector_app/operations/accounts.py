# SPDX-License-Identifier: MulanPSL-2.0
"""Accounts beside the own one: who may log in on this laptop, as what, with which password.

A stand-alone unit manages its own. On a laptop whose office gave a roster the office does; only who comes with the
key on paper may then add somebody here, for an emergency. At the office the accounts are what its roster is made of,
so that people may stand there without a password.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.account import Account, AccountRole, AccountState, Act, EventKind, OfficerKey
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.unit import Role
from inspector_app.operations.protection import may_manage, must_be_strong, put_slot, ring_of, unlocked_of
from inspector_app.operations.security_journal import note_in
from inspector_app.storage import accounts, key_slots, membership, organs
from inspector_app.storage.rows import instant_out
from inspector_app.wording.journal_words import FIRST, RESET
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.account_books import (
    drop_slots,
    is_by_office,
    keys_for_new,
    keys_of,
    officer_key,
    rename_slots,
    revoke_keys_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """What a person says about an account."""

    name: str
    role: AccountRole
    certificate_no: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as this laptop has it: whether there is a password here, and the signing keys on all laptops."""

    account: Account
    has_password: bool
    is_valid: bool  # today
    keys: tuple[OfficerKey, ...]


def list_accounts(ws: Workspace) -> tuple[AccountView, ...]:
    """Give all accounts, those in use first; who manages none and audits none sees the own one only."""
    sees_all = ws.may(Act.MANAGE_ACCOUNTS) or ws.may(Act.READ_JOURNAL)
    ring = key_slots.read_ring(ws.folder) if ws.login is not None else None
    with ws.reader() as db:
        known, keys = accounts.list_accounts(db), accounts.list_officer_keys(db)
    return tuple(
        AccountView(
            account=a, has_password=ring is not None and ring.of_account(a.id) is not None,
            is_valid=a.is_valid(ws.today()), keys=keys_of(keys, a),
        )
        for a in known
        if sees_all or (ws.account is not None and a.id == ws.account.id)
    )  # fmt: skip


def account_named(ws: Workspace, who: str) -> Account:
    """Find an account by id, certificate number or name. Refuses ACCOUNT_UNKNOWN, ACCOUNT_AMBIGUOUS."""
    who = texts.cleaned(who)
    with ws.reader() as db:
        known = accounts.list_accounts(db)
    found = [a for a in known if who and who in (a.id, a.certificate_no)] or [a for a in known if a.name == who]
    if len(found) > 1:
        found = [a for a in found if a.state is AccountState.ACTIVE] or found
    if not found:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_UNKNOWN, where="account", fields={"name": who[:80]})])
    if len(found) > 1:
        fields = {"name": who, "count": str(len(found))}
        raise Refused([Problem(code=ProblemCode.ACCOUNT_AMBIGUOUS, where="account", fields=fields)])
    return found[0]


def add_account(ws: Workspace, draft: AccountDraft, password: str = "") -> Account:
    """Add a person; with a password they can log in here at once.

    Refuses NOT_PERMITTED, NOT_PROTECTED (but at an office without a password), ACCOUNTS_BY_OFFICE, ACCOUNT_EXISTS,
    ACCOUNT_TWICE, PASSWORD_WEAK, TIME_ORDER, VALUE_MISSING and too long texts.
    """
    ws.need(Act.MANAGE_ACCOUNTS)
    draft = texts.with_cleaned(draft, ("name", "certificate_no"))
    _need_own_accounts(ws, draft.name, needs_slot=bool(password))
    refuse([*_faults(draft), *_twins(ws, draft, "")])
    if password:
        must_be_strong(password, draft.name)
    account = Account(
        id=ws.new_id(), name=draft.name, role=draft.role, certificate_no=draft.certificate_no,
        officer_id=_officer_of(ws, draft.certificate_no), valid_from=draft.valid_from, valid_until=draft.valid_until,
        made_at=ws.now(),
    )  # fmt: skip
    with ws.books() as db:
        accounts.put_account(db, account)
    with ws.operation(Op.NOTE_EVENT) as step:
        note_in(ws, step, EventKind.ACCOUNT_ADDED, account.name, detail=account.role.value)
    if password:
        _give_slot(ws, account, password)
    return account


def amend_account(ws: Workspace, account_id: str, draft: AccountDraft) -> Account:
    """Change name, role, certificate number or time of an account. Refuses as `add_account`, ACCOUNT_FROM_ROSTER,
    ACCOUNT_INVALID for a revoked one, and ACCOUNT_LAST where nobody could manage accounts any more.
    """
    ws.need(Act.MANAGE_ACCOUNTS)
    draft = texts.with_cleaned(draft, ("name", "certificate_no"))
    before = _own(ws, account_id)
    _need_own_accounts(ws, before.name, needs_slot=False)
    _must_be_active(before)
    refuse([*_faults(draft), *_twins(ws, draft, before.id)])
    after = dataclasses.replace(
        before, name=draft.name, role=draft.role, certificate_no=draft.certificate_no,
        officer_id=_officer_of(ws, draft.certificate_no), valid_from=draft.valid_from, valid_until=draft.valid_until,
    )  # fmt: skip
    _must_leave_a_manager(ws, before, after)
    with ws.books() as db:
        accounts.put_account(db, after)
    rename_slots(ws.folder, [after])
    detail = f"{before.role.value} > {after.role.value}" if before.role is not after.role else after.role.value
    with ws.operation(Op.NOTE_EVENT) as step:
        note_in(ws, step, EventKind.ACCOUNT_CHANGED, after.name, detail=detail)
    if ws.account is not None and ws.account.id == after.id:
        ws.account, ws.actor = after, after.name
    return after


def revoke_account(ws: Workspace, account_id: str, reason: str) -> Account:
    """Revoke an account for good: no login, its slot is gone, its signing keys count no more from now on.

    Who has copied the data key before can still read older copies: offer `protection.rekey` afterwards. Refuses
    NOT_PERMITTED, ACCOUNT_FROM_ROSTER, ACCOUNT_LAST, REASON_MISSING.
    """
    ws.need(Act.MANAGE_ACCOUNTS)
    reason = texts.cleaned(reason)
    before = _own(ws, account_id)
    _must_be_active(before)
    faults = [*texts.problems_of(reason, "reason")]
    if not reason:
        act = {"act": EventKind.ACCOUNT_REVOKED.value}
        faults.append(Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=act))
    refuse(faults)
    after = dataclasses.replace(before, state=AccountState.REVOKED, reason=reason)
    _must_leave_a_manager(ws, before, after)
    with ws.books() as db:  # first: from here on the account opens nothing, whatever is cut off afterwards
        accounts.put_account(db, after)
    drop_slots(ws.folder, {after.id})
    with ws.operation(Op.KEEP_OFFICER_KEY) as step:
        revoke_keys_in(step, keys_of(accounts.list_officer_keys(step.db), after), step.now, reason)
        note_in(ws, step, EventKind.ACCOUNT_REVOKED, after.name, detail=reason)
    return after


def set_password(ws: Workspace, account_id: str, password: str) -> Account:
    """Give somebody a first password, or a new one in the place of a forgotten one.

    A new password comes with a new signing key; the older one is revoked, for nobody could use it any more. Refuses
    NOT_PERMITTED, NOT_PROTECTED, ACCOUNT_UNKNOWN, ACCOUNT_INVALID, PASSWORD_WEAK.
    """
    ws.need(Act.MANAGE_ACCOUNTS)
    unlocked_of(ws)
    account = _known(ws, account_id)
    _must_be_active(account)
    must_be_strong(password, account.name)
    _give_slot(ws, account, password)
    return account


def _give_slot(ws: Workspace, account: Account, password: str) -> None:
    ring = ring_of(ws)
    before = ring.of_account(account.id)
    slot, _ = key_slots.new_slot(
        before.id if before else ws.new_id(), account.id, account.name, password, keys_for_new(ring, unlocked_of(ws)),
        at=instant_out(ws.now()) or "", certificate_no=account.certificate_no,
    )  # fmt: skip
    put_slot(ws, slot)
    with ws.operation(Op.KEEP_OFFICER_KEY) as step:
        _replace_key_in(ws, step, account, slot)
        note_in(ws, step, EventKind.PASSWORD_CHANGED, account.name, detail=RESET if before else FIRST)


def _replace_key_in(ws: Workspace, step: Step, account: Account, slot: key_slots.KeySlot) -> None:
    """Keep the new slot's key; those that this person had on this laptop before count no more."""
    ours = [k for k in accounts.list_officer_keys(step.db, account.id) if k.device == ws.device]
    revoke_keys_in(step, [k for k in ours if k.id != slot.public_key], step.now, "password reset")
    accounts.put_officer_key(step.db, officer_key(ws, account, slot))


def _known(ws: Workspace, account_id: str) -> Account:
    with ws.reader() as db:
        found = accounts.get_account(db, account_id)
    if found is None:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_UNKNOWN, where="account", fields={"name": account_id[:80]})])
    return found


def _own(ws: Workspace, account_id: str) -> Account:
    """Give an account that is this unit's own. Refuses ACCOUNT_FROM_ROSTER."""
    found = _known(ws, account_id)
    if found.from_roster:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_FROM_ROSTER, where="account", fields={"name": found.name})])
    return found


def _must_be_active(account: Account) -> None:
    if account.state is not AccountState.ACTIVE:
        fields = {"name": account.name, "state": account.state.value, "day": "-"}
        raise Refused([Problem(code=ProblemCode.ACCOUNT_INVALID, where="account", fields=fields)])


def _need_own_accounts(ws: Workspace, name: str, *, needs_slot: bool) -> None:
    """Refuse where accounts are the office's matter, and where there is no protection that they could be for."""
    by_office, is_recovery = is_by_office(ws), ws.login is not None and ws.login.is_recovery
    if by_office and not is_recovery:
        raise Refused([Problem(code=ProblemCode.ACCOUNTS_BY_OFFICE, where="account", fields={"name": name})])
    with ws.reader() as db:
        is_office = membership.value(db, "role") == Role.OFFICE.value
    if ws.login is None and (needs_slot or not is_office):
        raise Refused([Problem(code=ProblemCode.NOT_PROTECTED)])


def _faults(draft: AccountDraft) -> Sequence[Problem]:
    found = [*texts.problems_of(draft.name, "name"), *texts.problems_of(draft.certificate_no, "certificate_no")]
    if not draft.name:
        found.append(Problem(code=ProblemCode.VALUE_MISSING, where="name", fields={"field": "name"}))
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        fields = {"earlier": draft.valid_from.isoformat(), "later": draft.valid_until.isoformat()}
        found.append(Problem(code=ProblemCode.TIME_ORDER, where="valid_until", fields=fields))
    return found


def _twins(ws: Workspace, draft: AccountDraft, own: str) -> Sequence[Problem]:
    """One person has one account: the same number, or the same name where neither has a number."""
    with ws.reader() as db:
        others = [a for a in accounts.list_accounts(db) if a.id != own and a.state is AccountState.ACTIVE]
    number = draft.certificate_no
    if number and any(a.certificate_no == number and a.name != draft.name for a in others):
        return [Problem(code=ProblemCode.ACCOUNT_TWICE, where="certificate_no", fields={"name": draft.name})]
    if any(a.name == draft.name and (a.certificate_no == number or not a.certificate_no) for a in others):
        return [Problem(code=ProblemCode.ACCOUNT_EXISTS, where="name", fields={"name": draft.name})]
    return []


def _must_leave_a_manager(ws: Workspace, before: Account, after: Account) -> None:
    """Refuse ACCOUNT_LAST where a change takes the last one away who has a password here and manages accounts."""
    if ws.login is None:
        return
    ring, today = ring_of(ws), ws.today()
    with ws.reader() as db:
        known = [after if a.id == before.id else a for a in accounts.list_accounts(db)]
    was = may_manage(before.role) and before.is_valid(today) and ring.of_account(before.id) is not None
    left = [a for a in known if may_manage(a.role) and a.is_valid(today) and ring.of_account(a.id) is not None]
    if was and not left:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_LAST, where="account", fields={"name": before.name})])


def _officer_of(ws: Workspace, certificate_no: str) -> str:
    if not certificate_no:
        return ""
    with ws.reader() as db:
        found = organs.find_officer(db, certificate_no)
    return found.id if found else ""
