# SPDX-License-Identifier: MulanPSL-2.0
"""Whose account a login is for."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.account import Account, AccountRole
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage import accounts
from inspector_app.storage.driver import Database
from inspector_app.wording import tr
from inspector_app.workspace.protection import Login

RECOVERY = "recovery"  # the account of who comes with the key on paper


def account_of(db: Database, login: Login, on: date) -> Account:
    """Give the account of a login. Refuses ACCOUNT_UNKNOWN, and ACCOUNT_INVALID for a revoked or expired one.

    Who comes with the key on paper administers: new passwords can be given, content is not shown.
    """
    if login.is_recovery:
        return Account(id=RECOVERY, name=tr("Recovery key"), role=AccountRole.ADMIN)
    slot = login.unlocked.slot
    found = accounts.get_account(db, slot.account)
    if found is None:
        raise Refused([Problem(code=ProblemCode.ACCOUNT_UNKNOWN, fields={"name": slot.name})])
    if not found.is_valid(on):
        day = found.valid_until or found.valid_from
        fields = {"name": found.name, "state": found.state.value, "day": day.isoformat() if day else "-"}
        raise Refused([Problem(code=ProblemCode.ACCOUNT_INVALID, fields=fields)])
    return found
