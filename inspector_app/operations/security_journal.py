# SPDX-License-Identifier: MulanPSL-2.0
"""The security journal: logins, exports, checks, backups, the clock; names and hashes of things, not their content."""

from __future__ import annotations

from inspector_app.domain.account import EventKind, SecurityEvent
from inspector_app.storage import accounts
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.events import keep_event, keep_event_in


def note(ws: Workspace, kind: EventKind, subject: str = "", *, is_ok: bool = True, detail: str = "") -> None:
    """Keep a line of the security journal. Nothing is noted in data that may only be read."""
    keep_event(ws, kind, subject, detail, is_ok=is_ok)


def note_in(
    ws: Workspace, step: Step, kind: EventKind, subject: str = "", *, is_ok: bool = True, detail: str = ""
) -> None:
    """Keep a line of the security journal inside an open operation."""
    keep_event_in(ws, step, kind, subject, detail, is_ok=is_ok)


def events(
    ws: Workspace, kinds: tuple[EventKind, ...] = (), *, limit: int = 500, offset: int = 0
) -> tuple[SecurityEvent, ...]:
    """Give lines of the security journal, the newest first."""
    with ws.reader() as db:
        return accounts.list_events(db, kinds, limit=limit, offset=offset)
