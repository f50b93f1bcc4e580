# SPDX-License-Identifier: MulanPSL-2.0
"""What the security journal says of logins: who came in, and how many wrong passwords there were before."""

from __future__ import annotations

import dataclasses
import json
import logging
from datetime import datetime, time

from inspector_app.domain.account import EventKind
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Refused
from inspector_app.operations.security_journal import note_in
from inspector_app.storage import accounts, key_slots, membership
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.account_books import tidy

log = logging.getLogger(__name__)

_NOTED = "failures_noted"  # in this laptop's books: how many wrong passwords of each account are in the journal


def note_login(ws: Workspace, *, once_a_day: bool = False) -> None:
    """Keep a line for who opened the data, and one for the wrong passwords before; open data have nobody to name.

    The window notes each login; the command line with `once_a_day` one for each person and day. What a cut-off act
    left of accounts and keys is set right too. That a full disk keeps the line away must not keep the person out.
    """
    if ws.login is None or ws.account is None or ws.read_only is not None:
        return
    kind = EventKind.RECOVERED if ws.login.is_recovery else EventKind.LOGGED_IN
    try:
        note_failures(ws, ws.account.id, ws.login.failed)
        ws.login = dataclasses.replace(ws.login, failed=0)
        if not (once_a_day and _is_noted_today(ws, kind)):
            with ws.operation(Op.NOTE_EVENT) as step:
                note_in(ws, step, kind, ws.account.name)
        tidy(ws)
    except Refused as refused:
        log.warning("login not noted: %s", ", ".join(p.code.value for p in refused.problems))


def note_failures(ws: Workspace, opened: str = "", failed: int = 0) -> None:
    """Note wrong passwords that the journal has not got yet, of everybody; `failed` were before `opened` came in."""
    if ws.read_only is not None:
        return
    ring = key_slots.read_ring(ws.folder)
    if ring is None:
        return
    counts = {name: count for name, (count, _) in ring.failures.items() if name != opened}
    if failed:
        counts[opened] = failed
    with ws.reader() as db:
        before = _read(membership.value(db, _NOTED))
    names = {slot.account: slot.name for slot in ring.slots}
    new = {name: count - (before.get(name, 0) if before.get(name, 0) <= count else 0) for name, count in counts.items()}
    new = {name: count for name, count in new.items() if count > 0}
    after = {name: count for name, count in counts.items() if name != opened}
    if new:
        with ws.operation(Op.NOTE_EVENT) as step:
            for name, count in sorted(new.items()):
                _note_wrong(ws, step, names.get(name, name), count)
    if after != before:
        with ws.books() as db:
            membership.put_values(db, {_NOTED: json.dumps(after, sort_keys=True)})


def _note_wrong(ws: Workspace, step: Step, name: str, count: int) -> None:
    note_in(ws, step, EventKind.LOGIN_FAILED, name, is_ok=False, detail=str(count))


def _is_noted_today(ws: Workspace, kind: EventKind) -> bool:
    begin = datetime.combine(ws.today(), time.min, ws.now().tzinfo)
    with ws.reader() as db:
        return accounts.has_event(db, kind, ws.actor, begin)


def _read(text: str) -> dict[str, int]:
    try:
        found = json.loads(text or "{}")
        return {str(name): int(count) for name, count in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
