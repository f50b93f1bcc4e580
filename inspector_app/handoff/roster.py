# SPDX-License-Identifier: MulanPSL-2.0
"""The roster of accounts (AJO1): the office signs and publishes it, every laptop takes the one with the highest number.

It travels as a published file in every dispatch. Nothing of it counts before the office's key is seen to have signed
it; an older number than the one in use is refused, so that nobody brings a revoked account back with an old file.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inspector_app.domain.account import Account, AccountRole, AccountState, EventKind, SecurityEvent
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.roster import Roster, RosterEntry, RosterKey, taken_over
from inspector_app.domain.unit import Membership, Role
from inspector_app.domain.unit_file import UnitFile, UnitFileKind
from inspector_app.handoff import keys
from inspector_app.handoff.membership import membership
from inspector_app.storage import accounts
from inspector_app.storage import membership as books
from inspector_app.storage import unit_files as rows
from inspector_app.storage.rows import date_out, instant_in, instant_out
from inspector_app.workspace import Workspace
from inspector_app.workspace.account_books import (
    ROSTER_KEYS,
    ROSTER_NUMBER,
    drop_slots,
    rename_slots,
    revoke_keys_in,
)

log = logging.getLogger(__name__)

ROSTER = "AJO1"
LARGEST_NUMBER = 99_999_999
MOST_ENTRIES, MOST_KEYS = 5_000, 100  # people of a unit, signing keys of one of them
NAME, REASON = 200, 20_000  # characters
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_KEY = re.compile(r"[0-9a-f]{64}")


# On every laptop ------------------------------------------------------------------------------------------


def take_roster(ws: Workspace) -> tuple[tuple[UnitFile, tuple[Problem, ...]], ...]:
    """Take the newest roster over where its bytes are here; gives a published one that may not count, and why.

    New accounts appear (without a password yet), changed ones change, revoked ones lose slot and keys. Open data
    keep the accounts for the day on which they are protected.
    """
    ours = membership(ws)
    with ws.reader() as db:
        file = newest_roster(rows.list_unit_files(db))
        known = number_in(books.value(db, ROSTER_NUMBER))
    if file is None or ours.role is Role.ALONE or ws.read_only is not None or not ws.files.exists(file.sha256):
        return ()
    if number_in(file.name) == known:
        return ()
    try:
        roster = read_roster(ws.files.read(file.sha256, file.name), ours)
        apply_roster(ws, roster)
    except Refused as refused:
        return ((file, refused.problems),)
    return ()


def apply_roster(ws: Workspace, roster: Roster) -> None:
    """Take a roster over that was read and checked. Refuses ROSTER_OLDER; the same number again changes nothing."""
    with ws.reader() as db:
        known_number = number_in(books.value(db, ROSTER_NUMBER))
    if roster.number <= known_number:
        if roster.number < known_number:
            fields = {"found": str(roster.number), "known": str(known_number)}
            raise Refused([Problem(code=ProblemCode.ROSTER_OLDER, where="roster", fields=fields)])
        return
    confirmed = {k.key: instant_out(k.revoked_at) or "" for e in roster.entries for k in e.keys}
    is_office = membership(ws).role is Role.OFFICE  # where the accounts themselves are what is published
    with ws.books() as db:
        made = () if is_office else taken_over(accounts.list_accounts(db), roster)
        for account in made:
            accounts.put_account(db, account)
        entries = {ROSTER_NUMBER: str(roster.number), ROSTER_KEYS: json.dumps(confirmed, sort_keys=True)}
        books.put_values(db, entries)
    gone = [account for account in made if account.state is AccountState.REVOKED]
    drop_slots(ws.folder, {account.id for account in gone})
    rename_slots(ws.folder, made)
    if not is_office:
        _note(ws, roster, gone)
    if ws.account is not None:
        ws.account = next((a for a in made if a.id == ws.account.id and a not in gone), ws.account)
    log.info("roster %s taken over: %s accounts, %s revoked", roster.number, len(made), len(gone))


def _note(ws: Workspace, roster: Roster, gone: Sequence[Account]) -> None:
    with ws.operation(Op.KEEP_OFFICER_KEY) as step:
        held = accounts.list_officer_keys(step.db)
        for account in gone:
            ours = [k for k in held if k.account_id == account.id and k.device == ws.device]
            revoke_keys_in(step, ours, step.now, account.reason)
        event = SecurityEvent(
            id=step.new_id(), kind=EventKind.ROSTER_TAKEN, at=step.now, person=ws.actor, subject=str(roster.number),
            is_ok=True, detail=str(len(roster.entries)),
        )  # fmt: skip
        accounts.put_event(step.db, event)


def is_in_force(ws: Workspace, name: str) -> bool:
    """Whether the roster of this number is the one in use."""
    with ws.reader() as db:
        return bool(name) and books.value(db, ROSTER_NUMBER) == name


def newest_roster(files: Sequence[UnitFile]) -> UnitFile | None:
    """Give the published roster with the highest number; the clocks of those who published do not matter."""
    found = [f for f in files if f.kind is UnitFileKind.ROSTER and not f.removed_reason]
    return max(found, key=lambda f: (number_in(f.name), f.at), default=None)


# The signed text ------------------------------------------------------------------------------------------


def roster_problems(data: bytes, ours: Membership) -> tuple[str, tuple[Problem, ...]]:
    """Check a roster's text; gives its number as the name of the file, and what is wrong."""
    try:
        return str(read_roster(data, ours).number), ()
    except Refused as refused:
        return "", refused.problems


def read_roster(data: bytes, ours: Membership) -> Roster:
    """Read a roster after checking that this unit's office signed it. Refuses ROSTER_WRONG."""
    try:
        if len(data) > keys.LARGEST_TEXT:
            raise ValueError("too large")
        signed = keys.read_signed(data.decode(), ROSTER)
        if not ours.office_key or signed.key != ours.office_key:
            raise ValueError("key")
        roster = _roster(signed.body)
        if roster.unit != ours.unit:
            raise ValueError("unit")
    except (keys.NotSigned, ValueError, KeyError, TypeError) as error:
        told = str(error) if str(error) in ("key", "unit", "signature") else "shape"
        fields = {"reason": f"roster {told}"}
        raise Refused([Problem(code=ProblemCode.ROSTER_WRONG, where="roster", fields=fields)]) from error
    return roster


def roster_body(roster: Roster) -> dict[str, object]:
    """Give what the office signs."""
    return {
        "unit": roster.unit, "number": roster.number, "at": instant_out(roster.at),
        "accounts": [_entry_out(entry) for entry in roster.entries],
    }  # fmt: skip


def _entry_out(entry: RosterEntry) -> dict[str, object]:
    a = entry.account
    return {
        "id": a.id, "name": a.name, "role": a.role.value, "certificate_no": a.certificate_no,
        "valid_from": date_out(a.valid_from), "valid_until": date_out(a.valid_until), "state": a.state.value,
        "reason": a.reason,
        "keys": [{"key": k.key, "device": k.device, "revoked_at": instant_out(k.revoked_at)} for k in entry.keys],
    }  # fmt: skip


def _roster(body: Mapping[str, Any]) -> Roster:
    entries = body["accounts"]
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise ValueError("accounts")
    number = body["number"]
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= LARGEST_NUMBER:
        raise ValueError("number")
    made = tuple(_entry_in(entry) for entry in entries)
    ids = [e.account.id for e in made]
    numbers = [e.account.certificate_no for e in made
               if e.account.certificate_no and e.account.state is AccountState.ACTIVE]  # fmt: skip
    if len(set(ids)) != len(ids) or len(set(numbers)) != len(numbers):
        raise ValueError("twice")
    return Roster(unit=_text(body["unit"], 64), number=number, at=_instant(body["at"]), entries=made)


def _entry_in(entry: Mapping[str, Any]) -> RosterEntry:
    found = entry["keys"]
    if not isinstance(found, list) or len(found) > MOST_KEYS:
        raise ValueError("keys")
    name = _text(entry["name"], NAME)
    if not name:
        raise ValueError("name")
    account = Account(
        id=_shaped(entry["id"], _ID), name=name, role=AccountRole(entry["role"]),
        certificate_no=_text(entry["certificate_no"], NAME), valid_from=_day(entry["valid_from"]),
        valid_until=_day(entry["valid_until"]), state=AccountState(entry["state"]),
        reason=_text(entry["reason"], REASON), from_roster=True,
    )  # fmt: skip
    made = (
        RosterKey(
            key=_shaped(k["key"], _KEY), device=_shaped(k["device"], _ID),
            revoked_at=None if k["revoked_at"] is None else _instant(k["revoked_at"]),
        )
        for k in found
    )  # fmt: skip
    return RosterEntry(account=account, keys=tuple(made))


def _text(value: object, limit: int) -> str:
    if not isinstance(value, str) or len(value) > limit or "\0" in value:
        raise ValueError("text")
    return value


def _shaped(value: object, shape: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise ValueError("shape")
    return value


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(_text(value, 10))


def _instant(value: object) -> datetime:
    return instant_in(_text(value, 40))


def number_in(text: str) -> int:
    """Read the number of a roster; nought for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
