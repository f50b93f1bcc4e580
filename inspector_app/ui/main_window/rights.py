# SPDX-License-Identifier: MulanPSL-2.0
"""What the person who logged in may do here: places of the rail, and the one primary act of each place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.wording import sentence

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


def refusal(ws: Workspace, what: Op | Act) -> str:
    """Say why somebody may not do it; nothing where they may."""
    if ws.account is None or ws.may(what):
        return ""
    return sentence(Problem(code=ProblemCode.NOT_PERMITTED, fields={"role": ws.account.role.value, "act": what.value}))


def place_refusal(ws: Workspace, place: str) -> str:
    """Say why a place is closed to whoever logged in; nothing where it is open."""
    from inspector_app.workspace.permission_table import permissions

    act = permissions().places.get(place)
    return "" if act is None else refusal(ws, act)


def place_refusals(ws: Workspace, places: tuple[str, ...]) -> dict[str, str]:
    """Give the closed places with the words why."""
    said = {place: place_refusal(ws, place) for place in places}
    return {place: words for place, words in said.items() if words}


def primary_refusal(ws: Workspace, place: str) -> str:
    """Say why the primary act of a place is closed; nothing where it is open."""
    what = PRIMARY.get(place)
    return "" if what is None else refusal(ws, what)
