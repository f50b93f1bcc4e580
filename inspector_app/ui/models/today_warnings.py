# SPDX-License-Identifier: MulanPSL-2.0
"""What presses on the day beside the work itself: the hand-over, and backups that are late."""

from __future__ import annotations

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem
from inspector_app.workspace import Workspace


def today_warnings(ws: Workspace, *, has_handoff: bool) -> tuple[Problem, ...]:
    """Read them; nothing of the hand-over is loaded for a unit that stands alone (`has_handoff`).

    Who cannot make backups is not told of late ones.
    """
    found: tuple[Problem, ...] = ()
    if has_handoff:
        from inspector_app.ui.models.handoff_frame import handoff_warnings

        found = handoff_warnings(ws)
    if ws.may(Act.BACK_UP):
        from inspector_app.operations.backups import standing
        from inspector_app.ui.models.backup_state import roots

        found += standing(ws, roots()).warnings
    return found
