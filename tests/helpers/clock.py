# SPDX-License-Identifier: MulanPSL-2.0
"""A clock for tests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from inspector_app.operations.clock import explain
from inspector_app.workspace import Workspace

CHINA = timezone(timedelta(hours=8))


def believe(ws: Workspace) -> None:
    """Say that the clock is right although it was set to another time; else issuing asks for the reason."""
    explain(ws, ws.today(), "试验")


class Clock:
    """Gives the same time until it is moved; starts on 2026-11-20 at 09:05 in China."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, 5, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on by a timedelta's words."""
        self.now += timedelta(**by)
