# SPDX-License-Identifier: MulanPSL-2.0
"""What the person who logged in may do here: places of the rail, and the one primary act of each place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.ui.widgets.rights import refusal

if TYPE_CHECKING:  # heavy: the frame is painted before it is imported
    from inspector_app.workspace import Workspace

PRIMARY: Mapping[str, Op | Act] = {
    "today": Op.START_INSPECTION,
    "enterprises": Op.START_INSPECTION,
    "inspection": Op.FINISH_INSPECTION,
    "documents": Op.ISSUE_DOCUMENT,
    "reinspection": Op.RECORD_REINSPECTION,
    "settings": Op.SET_ORGAN,
}


def place_refusal(ws: Workspace, place: str) -> str:
    """Say why a place is closed to whoever logged in; nothing where it is open."""
    from inspector_app.workspace.permission_table import permissions

    act = permissions().places.get(place)
    return "" if act is None else refusal(ws, act)


def place_refusals(ws: Workspace, places: tuple[str, ...]) -> dict[str, str]:
    """Give the closed places with the words why."""
    said = {place: place_refusal(ws, place) for place in places}
    return {place: words for place, words in said.items() if words}


def primary_refusal(ws: Workspace, place: str, screen: object = None) -> str:
    """Say why the primary act of a place is closed; nothing where it is open.

    A screen whose primary act changes with what is shown says itself which right it needs (`primary_right`).
    """
    right = getattr(screen, "primary_right", None)
    what: Op | Act | None = right() if right is not None else PRIMARY.get(place)
    return "" if what is None else refusal(ws, what)
