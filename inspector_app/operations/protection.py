# SPDX-License-Identifier: MulanPSL-2.0
"""Switching protection on and off, passwords, and the key on paper. Accounts beside the own one: `accounts`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.account import Account, AccountRole, AccountState, Act, EventKind
from inspector_app.domain.change import Op
from inspector_app.domain.password_rules import LEAST, weakness
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.roster import twin_of
from inspector_app.operations.logins import note_failures
from inspector_app.operations.security_journal import note, note_in
from inspector_app.storage import accounts, key_slots, organs
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.key_slots import KeyRing, KeySlot, RingState, SlotKind, Unlocked
from inspector_app.storage.rows import instant_out
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace import Workspace
from inspector_app.workspace.account_books import is_by_office, officer_key, revoke_keys_in, settle_office_slots
from inspector_app.workspace.permission_table import permissions
from inspector_app.workspace.protection import (
    Login,
    finish_files,
    is_protected,
    open_files,
    settle,
    turn_backups,
    turn_database,
    unlock_folder,
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What switching on gives: the first account, and the key that must be printed and locked away."""

    account: Account
    recovery: str  # AGE-SECRET-KEY-1…, shown once, kept nowhere


def protect(
    ws: Workspace,
    name: str,
    password: str,
    *,
    role: AccountRole = AccountRole.CHIEF,
    certificate_no: str = "",
    officer_id: str = "",
    progress: Progress | None = None,
) -> Protected:
    """Put the data under a password: database and files are encrypted, the first person may manage accounts.

    Where the office's roster is known only a person on it may, in the role that it gives: else ACCOUNTS_BY_OFFICE,
    ACCOUNT_TWICE, ACCOUNT_INVALID, NOT_PERMITTED. Refuses PROTECTED_ALREADY, PASSWORD_WEAK, ACCOUNT_LAST for a role
    that manages no accounts, WORKSPACE_BUSY while another program reads the data, DISK_FULL. A kill leaves the data
    open as before, or protected.
    """
    if ws.login is not None or is_protected(ws.folder):
        raise Refused([Problem(code=ProblemCode.PROTECTED_ALREADY)])
    if ws.read_only is not None:
        raise Refused([ws.read_only])
    name = texts.cleaned(name)
    must_be_strong(password, name)
    if not name:
        raise Refused([Problem(code=ProblemCode.VALUE_MISSING, where="name", fields={"field": "name"})])
    account = _first_account(ws, name, role, texts.cleaned(certificate_no), officer_id)
    if is_by_office(ws):
        _must_be_on_roster(ws, account, name)
    if not may_manage(account.role) and not account.from_roster:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_LAST, where="role", fields={"name": name})])
    key, at = DataKey.new(), instant_out(ws.now()) or ""
    slot, _ = key_slots.new_slot(
        ws.new_id(), account.id, account.name, password, [key], at=at, certificate_no=account.certificate_no
    )
    secret, recipient = key_slots.new_recovery_identity()
    paper = key_slots.recovery_slot(ws.new_id(), "recovery", recipient, [key], at=at)
    with ws.books() as db:
        accounts.put_account(db, account)
    key_slots.write_ring(ws.folder, KeyRing(slots=(slot, paper), state=RingState.SEALING))
    unlocked = key_slots.unlock(slot, password)
    try:
        with ws.alone():
            turn_database(ws.folder / FILE_NAME, None, key)
            ws.login = Login(unlocked=unlocked)
    except Refused:
        if ws.login is None:
            key_slots.remove_ring(ws.folder)
        raise
    ws.actor = account.name
    finish_files(ws.folder, unlocked, progress)
    settle_office_slots(ws)
    with ws.operation(Op.KEEP_OFFICER_KEY) as step:
        accounts.put_officer_key(step.db, officer_key(ws, account, slot))
        note_in(ws, step, EventKind.PROTECTED)
        note_in(ws, step, EventKind.ACCOUNT_ADDED, account.name, detail=account.role.value)
    return Protected(account=account, recovery=secret)


def _first_account(ws: Workspace, name: str, role: AccountRole, number: str, officer_id: str) -> Account:
    """Give the account of who protects: one that is known from before or from the office's roster, or a new one."""
    with ws.reader() as db:
        known = [a for a in accounts.list_accounts(db) if a.state is AccountState.ACTIVE]
        officer = organs.find_officer(db, number) if number else None
    officer_id = officer_id or (officer.id if officer else "")
    made = Account(id=ws.new_id(), name=name, role=role, certificate_no=number, officer_id=officer_id, made_at=ws.now())
    twin = twin_of(known, made)
    if twin is None:
        return made
    return twin if twin.from_roster else dataclasses.replace(made, id=twin.id, made_at=twin.made_at)


def _must_be_on_roster(ws: Workspace, account: Account, name: str) -> None:
    """Refuse who is not on the office's roster by name and number, and in time, and whose role changes no settings.

    Else anybody at an open laptop could come before those to whom the office gave it, and manage its accounts.
    """
    if not account.from_roster:
        raise Refused([Problem(code=ProblemCode.ACCOUNTS_BY_OFFICE, where="account")])
    if account.name != name:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_TWICE, where="certificate_no", fields={"name": name})])
    if not account.is_valid(ws.today()):
        day = account.valid_until or account.valid_from
        fields = {"name": name, "state": account.state.value, "day": day.isoformat() if day else "-"}
        raise Refused([Problem(code=ProblemCode.ACCOUNT_INVALID, where="account", fields=fields)])
    if not permissions().may(account.role, Act.CHANGE_SETTINGS):
        fields = {"role": account.role.value, "act": Act.CHANGE_SETTINGS.value}
        raise Refused([Problem(code=ProblemCode.NOT_PERMITTED, where=Act.CHANGE_SETTINGS.value, fields=fields)])


def unprotect(ws: Workspace, password: str, *, progress: Progress | None = None) -> None:
    """Take the data out of their seal again. Refuses NOT_PROTECTED, NOT_PERMITTED, PASSWORD_WRONG, WORKSPACE_BUSY."""
    ws.need(Act.MANAGE_ACCOUNTS)
    unlocked = _confirmed(ws, password)
    with ws.operation(Op.KEEP_OFFICER_KEY) as step:
        ours = [k for k in accounts.list_officer_keys(step.db) if k.device == ws.device]
        revoke_keys_in(step, ours, step.now, "unprotected")  # their secret halves go with the slots
        note_in(ws, step, EventKind.UNPROTECTED)
    ring = ring_of(ws)
    key_slots.write_ring(ws.folder, dataclasses.replace(ring, state=RingState.OPENING))
    open_files(ws.folder, unlocked, progress)
    turn_backups(ws.folder, unlocked.key, None)
    with ws.alone():
        turn_database(ws.folder / FILE_NAME, unlocked.key, None)
        ws.login = None
    key_slots.remove_ring(ws.folder)
    ws.actor = ""


def change_password(ws: Workspace, password: str, new_password: str) -> None:
    """Change the own password. Refuses NOT_PROTECTED, PASSWORD_WRONG, PASSWORD_WEAK."""
    unlocked = _confirmed(ws, password)
    must_be_strong(new_password, unlocked.slot.name)
    put_slot(ws, key_slots.with_password(unlocked.slot, new_password, unlocked.identity, unlocked.signing))
    note(ws, EventKind.PASSWORD_CHANGED, unlocked.slot.name)


def new_recovery(ws: Workspace) -> str:
    """Make another key on paper; the older papers of this laptop open nothing any more. Refuses NOT_PERMITTED."""
    ws.need(Act.MANAGE_ACCOUNTS)
    unlocked = unlocked_of(ws)
    secret, recipient = key_slots.new_recovery_identity()
    at = instant_out(ws.now()) or ""
    paper = key_slots.recovery_slot(ws.new_id(), "recovery", recipient, unlocked.keys, at=at)
    ring = ring_of(ws)
    kept = [s for s in ring.slots if not (s.kind is SlotKind.RECOVERY and s.name == "recovery")]
    key_slots.write_ring(ws.folder, dataclasses.replace(ring, slots=(*kept, paper)))
    note(ws, EventKind.ACCOUNT_CHANGED, "recovery")
    return secret


def rekey(ws: Workspace, *, progress: Progress | None = None) -> None:
    """Put everything under a new data key, after somebody left; every slot that is left opens it.

    Refuses NOT_PROTECTED, NOT_PERMITTED, WORKSPACE_BUSY, DISK_FULL. It may be cut off; the next opening goes on.
    """
    ws.need(Act.MANAGE_ACCOUNTS)
    unlocked = unlocked_of(ws)
    key = DataKey.new()
    keys = (key, *unlocked.keys)
    ring = settle(ws.folder, dataclasses.replace(ring_of(ws), state=RingState.REKEYING), keys)
    slot = next(s for s in ring.slots if s.id == unlocked.slot.id)
    newer = dataclasses.replace(unlocked, slot=slot, keys=keys)
    with ws.alone():
        turn_database(ws.folder / FILE_NAME, unlocked.key, key)
        ws.login = Login(unlocked=newer)
    finish_files(ws.folder, newer, progress)
    note(ws, EventKind.REKEYED)


def confirm_password(ws: Workspace, who: str, password: str) -> Unlocked:
    """Check somebody's password, as signing asks for it; a wrong one is journalled. Refuses as `unlock_folder`."""
    try:
        login = unlock_folder(ws.folder, who, password, now=lambda: ws.now().timestamp())
    except Refused:
        note_failures(ws)
        raise
    if login.failed:
        note_failures(ws, login.unlocked.slot.account)
    return login.unlocked


def must_be_strong(password: str, name: str) -> None:
    """Refuse PASSWORD_WEAK with the reason."""
    reason = weakness(password, name)
    fields = {"reason": f"password {reason}", "least": str(LEAST)}
    refuse([Problem(code=ProblemCode.PASSWORD_WEAK, where="password", fields=fields)] if reason else [])


def unlocked_of(ws: Workspace) -> Unlocked:
    """Give what the login opened. Refuses NOT_PROTECTED."""
    if ws.login is None:
        raise Refused([Problem(code=ProblemCode.NOT_PROTECTED)])
    return ws.login.unlocked


def ring_of(ws: Workspace) -> KeyRing:
    """Give the slots. Refuses NOT_PROTECTED."""
    ring = key_slots.read_ring(ws.folder)
    if ring is None:
        raise Refused([Problem(code=ProblemCode.NOT_PROTECTED)])
    return ring


def put_slot(ws: Workspace, slot: KeySlot) -> None:
    """Keep a slot, new or in the place of the one with its id."""
    ring = ring_of(ws)
    others = [s for s in ring.slots if s.id != slot.id]
    key_slots.write_ring(ws.folder, dataclasses.replace(ring, slots=(*others, slot)))


def _confirmed(ws: Workspace, password: str) -> Unlocked:
    unlocked = unlocked_of(ws)
    return confirm_password(ws, unlocked.slot.account, password)


def may_manage(role: AccountRole) -> bool:
    """Whether a role manages accounts."""
    return permissions().may(role, Act.MANAGE_ACCOUNTS)
