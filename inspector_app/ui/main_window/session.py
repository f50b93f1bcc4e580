# SPDX-License-Identifier: MulanPSL-2.0
"""What the window reads from the workspace: where the inspector was, and what the bottom line says."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.ui.widgets.foot_line import FootFacts

if TYPE_CHECKING:  # heavy: the frame is painted before it is imported
    from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Session:
    """Where the inspector was when the program last ran."""

    clean_exit: bool
    inspection: str
    item: str
    geometry: str
    has_organ: bool
    is_recovery: bool = False  # who came in has the key on paper, and no account


def read_session(ws: Workspace) -> Session:
    """Read where the last run ended, and who works here."""
    from inspector_app.ledgers.organs import organ

    if ws.account is None:
        ws.actor = ws.session_value("actor")  # protected data know who logged in
    return Session(
        clean_exit=ws.session_value("clean_exit") != "0",
        inspection=ws.session_value("inspection"),
        item=ws.session_value("item"),
        geometry=ws.session_value("window"),
        has_organ=organ(ws) is not None,
        is_recovery=ws.login is not None and ws.login.is_recovery,
    )


def read_foot(ws: Workspace) -> FootFacts:
    """Read what the bottom line says."""
    from inspector_app.ledgers.today import today
    from inspector_app.operations.undo import next_undo
    from inspector_app.ui.models.backup_state import backup_facts
    from inspector_app.ui.models.handoff_foot import handover_facts

    return FootFacts(
        handover=handover_facts(ws, today(ws)),
        free_bytes=shutil.disk_usage(ws.folder).free,
        user=ws.actor,
        undo=next_undo(ws) if ws.may(Op.UNDO) else None,
        read_only=ws.read_only is not None,
        may_hand_over=ws.may(Act.MAKE_BUNDLE),
        may_lock=ws.login is not None,
        backup=backup_facts(ws),
    )
