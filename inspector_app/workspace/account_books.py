# SPDX-License-Identifier: MulanPSL-2.0
"""What accounts, slots and keys must agree on: a revoked account has no slot and no key that counts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from inspector_app.domain.account import Account, AccountState, OfficerKey
from inspector_app.domain.change import Op
from inspector_app.domain.unit import Role
from inspector_app.storage import accounts, key_slots, membership
from inspector_app.storage.key_slots import KeyRing, KeySlot, RingState, SlotKind, Unlocked
from inspector_app.storage.rows import instant_out
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace.folder import Step, Workspace

OFFICE = "office"  # the name of the slots for the recovery keys of the unit's office
ROSTER_NUMBER, ROSTER_KEYS = "roster_number", "roster_keys"  # among this laptop's books about its unit


def keys_for_new(ring: KeyRing, unlocked: Unlocked) -> tuple[DataKey, ...]:
    """Give the data keys that a new slot needs: older ones only while files still lie under them."""
    return unlocked.keys[:1] if ring.state is RingState.SEALED else unlocked.keys


def is_by_office(ws: Workspace) -> bool:
    """Whether the accounts of this laptop come from its office's roster."""
    with ws.reader() as db:
        known = membership.values(db)
    return known.get("role") == Role.MEMBER.value and bool(known.get(ROSTER_NUMBER))


def drop_slots(folder: Path, account_ids: Collection[str]) -> bool:
    """Take the slots of these accounts away; gives whether there were any."""
    ring = key_slots.read_ring(folder)
    if ring is None:
        return False
    kept = tuple(s for s in ring.slots if s.kind is SlotKind.RECOVERY or s.account not in account_ids)
    if len(kept) == len(ring.slots):
        return False
    tries = {name: value for name, value in ring.failures.items() if name not in account_ids}
    key_slots.write_ring(folder, dataclasses.replace(ring, slots=kept, failures=tries))
    return True


def rename_slots(folder: Path, known: Sequence[Account]) -> None:
    """Bring names and certificate numbers of the slots to what the accounts say."""
    ring = key_slots.read_ring(folder)
    if ring is None:
        return
    by_id = {account.id: account for account in known}
    slots = tuple(_renamed(slot, by_id.get(slot.account)) for slot in ring.slots)
    if slots != ring.slots:
        key_slots.write_ring(folder, dataclasses.replace(ring, slots=slots))


def _renamed(slot: KeySlot, account: Account | None) -> KeySlot:
    if account is None or slot.kind is SlotKind.RECOVERY:
        return slot
    return dataclasses.replace(slot, name=account.name, certificate_no=account.certificate_no)


def officer_key(ws: Workspace, account: Account, slot: KeySlot) -> OfficerKey:
    """Give the row of a slot's signing key."""
    return OfficerKey(
        id=slot.public_key, account_id=account.id, name=account.name, certificate_no=account.certificate_no,
        device=ws.device, made_at=ws.now(),
    )  # fmt: skip


def revoke_keys_in(step: Step, keys: Sequence[OfficerKey], at: datetime, reason: str) -> None:
    """Note that these keys count no more from now on; what they signed before stays signed."""
    for key in keys:
        if key.revoked_at is None:
            accounts.put_officer_key(step.db, dataclasses.replace(key, revoked_at=at, reason=reason))


def keys_of(known: Sequence[OfficerKey], account: Account) -> tuple[OfficerKey, ...]:
    """Give the keys of a person on all laptops: by the account, or by the certificate number."""
    number = account.certificate_no
    return tuple(k for k in known if k.account_id == account.id or (number and k.certificate_no == number))


def tidy(ws: Workspace) -> None:
    """Finish what was cut off: no slot of a revoked account, no key of it that counts, the own key in the register.

    Nothing happens in open data, nor in data that may only be read.
    """
    if ws.login is None or ws.read_only is not None:
        return
    with ws.reader() as db:
        known, keys = accounts.list_accounts(db), accounts.list_officer_keys(db)
    gone = [account for account in known if account.state is AccountState.REVOKED]
    drop_slots(ws.folder, {account.id for account in gone})
    late = [(k, a) for a in gone for k in keys if k.account_id == a.id and k.revoked_at is None]
    slot = ws.login.unlocked.slot
    account = ws.account
    lacks = account is not None and slot.kind is SlotKind.PERSON and all(k.id != slot.public_key for k in keys)
    if late or lacks:
        with ws.operation(Op.KEEP_OFFICER_KEY) as step:
            for key, revoked in late:
                revoke_keys_in(step, [key], step.now, revoked.reason)
            if lacks and account is not None:
                accounts.put_officer_key(step.db, officer_key(ws, account, slot))
    settle_office_slots(ws)


def settle_office_slots(ws: Workspace) -> None:
    """Give every recovery key of the unit's office a slot of its own; the own paper's slot stays.

    The office's working key gets none: it lies on a computer, a recovery key on paper.
    """
    if ws.login is None or ws.read_only is not None:
        return
    with ws.reader() as db:
        known = membership.values(db)
    recipients: list[str] = []
    if known.get("role") in (Role.MEMBER.value, Role.OFFICE.value):
        recipients = json.loads(known.get("recipients", "[]"))[1:]
    ring = key_slots.read_ring(ws.folder)
    if ring is None or recipients == [s.recipient for s in ring.slots if s.name == OFFICE and _is_paper(s)]:
        return
    at, keys = instant_out(ws.now()) or "", keys_for_new(ring, ws.login.unlocked)
    kept = [s for s in ring.slots if not (_is_paper(s) and s.name == OFFICE)]
    papers = [key_slots.recovery_slot(ws.new_id(), OFFICE, r, keys, at=at) for r in recipients]
    key_slots.write_ring(ws.folder, dataclasses.replace(ring, slots=(*kept, *papers)))


def _is_paper(slot: KeySlot) -> bool:
    return slot.kind is SlotKind.RECOVERY
