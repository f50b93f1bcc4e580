# SPDX-License-Identifier: MulanPSL-2.0
"""The office's roster: who may use the laptops of a unit, as what, and which signing keys stand for whom."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.account import Account, AccountState


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterKey:
    """A signing key that the office confirms to be this person's."""

    key: str  # public, hex
    device: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """One person. A revoked one stays on the roster, so that every laptop learns of it."""

    account: Account
    keys: tuple[RosterKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A whole roster; a higher number counts before a lower one, whatever the clocks say."""

    unit: str
    number: int
    at: datetime
    entries: tuple[RosterEntry, ...]


def twin_of(known: Sequence[Account], account: Account) -> Account | None:
    """Find a person among accounts in use: by the certificate number, or by a name that one without number has."""
    found = [a for a in known if a.state is AccountState.ACTIVE]
    if account.certificate_no:
        return next((a for a in found if a.certificate_no == account.certificate_no), None)
    named = [a for a in found if a.name == account.name and not a.certificate_no]
    return named[0] if len(named) == 1 else None


def taken_over(known: Sequence[Account], roster: Roster) -> tuple[Account, ...]:
    """Give the accounts of a roster as a laptop keeps them: a person who is here already keeps the account's id.

    Accounts that the roster does not name stay as they are: absence is no order.
    """
    by_id = {a.id: a for a in known}
    named = {entry.account.id for entry in roster.entries}
    free = [a for a in known if a.id not in named]
    made: list[Account] = []
    for entry in roster.entries:
        twin = by_id.get(entry.account.id) or twin_of(free, entry.account)
        if twin is None:
            made.append(dataclasses.replace(entry.account, from_roster=True))
            continue
        free = [a for a in free if a.id != twin.id]
        made.append(
            dataclasses.replace(
                entry.account, id=twin.id, officer_id=twin.officer_id, made_at=twin.made_at, from_roster=True
            )
        )
    return tuple(made)
