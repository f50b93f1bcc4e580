# SPDX-License-Identifier: MulanPSL-2.0
"""What an office does with its roster: see what changed since the last one, sign and publish the next."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from inspector_app.domain.account import AccountState, Act
from inspector_app.domain.change import Done
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.roster import Roster, RosterEntry, RosterKey
from inspector_app.domain.unit import Role
from inspector_app.domain.unit_file import UnitFile, UnitFileKind
from inspector_app.handoff import keys
from inspector_app.handoff.membership import membership, need_office, office_secrets
from inspector_app.handoff.roster import MOST_KEYS, ROSTER, newest_roster, number_in, read_roster, roster_body
from inspector_app.handoff.unit_files import publish_file
from inspector_app.storage import accounts
from inspector_app.storage import membership as books
from inspector_app.storage import unit_files as rows
from inspector_app.workspace import Workspace
from inspector_app.workspace.account_books import ROSTER_NUMBER, keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterStanding:
    """What people see of the roster: the number in use here, and whether accounts or keys changed since (office)."""

    number: int
    is_changed: bool
    draft: tuple[RosterEntry, ...]


def roster_standing(ws: Workspace) -> RosterStanding:
    """Say how the roster of this workspace stands; at an office with what the next one would say."""
    with ws.reader() as db:
        number = number_in(books.value(db, ROSTER_NUMBER))
    if membership(ws).role is not Role.OFFICE:
        return RosterStanding(number=number, is_changed=False, draft=())
    draft = _entries(ws)
    last = _published(ws)
    return RosterStanding(number=number, is_changed=last is None or last.entries != draft, draft=draft)


def publish_roster(ws: Workspace, note: str = "") -> Done[UnitFile]:
    """Sign the accounts of this office as the unit's next roster; laptops get it with their next dispatch.

    Refuses NOT_OFFICE, NOT_PERMITTED, VALUE_MISSING where there is no account at all.
    """
    ws.need(Act.MANAGE_ACCOUNTS)
    ours, (office_key, _) = need_office(ws), office_secrets(ws)
    entries = _entries(ws)
    if not entries:
        raise Refused([Problem(code=ProblemCode.VALUE_MISSING, where="accounts", fields={"field": "accounts"})])
    with ws.reader() as db:
        before = [number_in(f.name) for f in rows.list_unit_files(db) if f.kind is UnitFileKind.ROSTER]
        number = max([*before, number_in(books.value(db, ROSTER_NUMBER))]) + 1
    roster = Roster(unit=ours.unit, number=number, at=ws.now(), entries=entries)
    text = keys.signed_text(ROSTER, roster_body(roster), office_key)
    return publish_file(ws, UnitFileKind.ROSTER, text.encode(), name=str(number), note=note)


def _entries(ws: Workspace) -> tuple[RosterEntry, ...]:
    """Give everybody whom the office knows, revoked ones too, with the signing keys that were handed in."""
    with ws.reader() as db:
        known, held = accounts.list_accounts(db), accounts.list_officer_keys(db)
    made = []
    for account in sorted(known, key=lambda a: (a.name, a.id)):
        bare = dataclasses.replace(account, officer_id="", made_at=None, from_roster=True)
        gone = account.state is AccountState.REVOKED
        found = [RosterKey(key=k.id, device=k.device, revoked_at=k.revoked_at) for k in keys_of(held, account)]
        found = [k for k in found if not (gone and k.revoked_at is None)][-MOST_KEYS:]
        made.append(RosterEntry(account=bare, keys=tuple(found)))
    return tuple(made)


def _published(ws: Workspace) -> Roster | None:
    with ws.reader() as db:
        file = newest_roster(rows.list_unit_files(db))
    try:
        return read_roster(ws.files.read(file.sha256), membership(ws)) if file is not None else None
    except Refused:
        return None
