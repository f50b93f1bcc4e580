# SPDX-License-Identifier: MulanPSL-2.0
"""Instants of the hand-off's books (UTC as text) in the civil time of the workspace."""

from __future__ import annotations

from datetime import datetime

from inspector_app.workspace import Workspace


def moment(ws: Workspace, at: str) -> datetime | None:
    """Give an instant as people see it; nothing where there is none."""
    return datetime.fromisoformat(at).astimezone(ws.now().tzinfo) if at else None
