# SPDX-License-Identifier: MulanPSL-2.0
"""What the bottom line says of the hand-over, by the role of this laptop.

A stand-alone unit costs nothing here: keys and signatures are not loaded for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector_app.domain.unit import Role
from inspector_app.wording import tr, word

if TYPE_CHECKING:  # heavy: the frame is painted before these are imported
    from inspector_app.ledgers.today import Today
    from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFacts:
    """What is said of the hand-over, and whether it presses: `state` is bad, warn or nothing."""

    words: str
    state: str = ""
    is_office: bool = False


def handover_facts(ws: Workspace, now: Today) -> HandoverFacts:
    """Say what is not handed over; at the office, what lies in the inbox and in quarantine."""
    if now.role is Role.ALONE:
        return HandoverFacts(words=word(now.role))
    if now.role is Role.OFFICE:
        return _of_office(ws)
    days = (ws.today() - now.oldest).days if now.oldest is not None else 0
    if now.not_handed_over:
        if days >= ws.settings.handoff_days:
            late = tr("{count} not handed over, {days} days", count=now.not_handed_over, days=days)
            return HandoverFacts(words=late, state="bad")
        return HandoverFacts(words=tr("{count} not handed over", count=now.not_handed_over))
    from inspector_app.handoff.standing import standing

    files = standing(ws).files  # only where no record waits: it looks at every file
    if files:
        return HandoverFacts(words=tr("{count} files not handed over", count=files))
    return HandoverFacts(words=tr("{count} not handed over", count=0))


def _of_office(ws: Workspace) -> HandoverFacts:
    from inspector_app.handoff.inbox import scan
    from inspector_app.handoff.quarantine import list_quarantine

    new, bad = len(scan(ws).new), len(list_quarantine(ws))
    said = tr("Inbox {new} / quarantine {bad}", new=new, bad=bad)
    return HandoverFacts(words=said, state="bad" if bad else "warn" if new else "", is_office=True)
