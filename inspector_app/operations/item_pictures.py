# SPDX-License-Identifier: MulanPSL-2.0
"""The guidance picture of an item for the screen: what right looks like, decoded in the child process."""

from __future__ import annotations

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.workspace import Workspace


def guidance_picture(ws: Workspace, item: ChecklistItem, edge: int) -> bytes:
    """Give a JPEG of the item's picture, its longer side at most `edge` pixels.

    Refuses FILE_MISSING where there is none, FILE_CHANGED, and what the picture process refuses.
    """
    picture = item.picture
    if picture is None or not picture.sha256:
        name = picture.name if picture is not None else item.code
        raise Refused([Problem(code=ProblemCode.FILE_MISSING, where=item.code, fields={"path": name})])
    key = ("guidance", picture.sha256, edge)
    return ws.picture(
        key, lambda: ws.photo_worker.view(ws.guidance_picture(picture), picture.name, rotation=0, edge=edge)
    )
