# SPDX-License-Identifier: MulanPSL-2.0
"""The guidance picture of an item: what right looks like, from the file store or from beside the checklist."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.files import read_small_file
from inspector_app.photos.limits import MAX_BYTES
from inspector_app.workspace import Workspace


def guidance_picture(ws: Workspace, item: ChecklistItem, edge: int) -> bytes:
    """Give a JPEG of the item's picture, its longer side at most `edge` pixels; decoded in the child process.

    Refuses FILE_MISSING where there is none, and what the picture process refuses.
    """
    picture = item.picture
    if picture is None:
        refuse([Problem(code=ProblemCode.FILE_MISSING, fields={"path": item.code})])
        raise AssertionError
    key = ("guidance", picture.sha256 or f"{item.code}/{picture.name}", edge)
    return ws.picture(key, lambda: ws.photo_worker.view(_bytes(ws, item), picture.name, rotation=0, edge=edge))


def _bytes(ws: Workspace, item: ChecklistItem) -> bytes:
    picture = item.picture
    assert picture is not None
    if picture.sha256:
        return ws.files.read(picture.sha256, name=picture.name)
    return read_small_file(_beside_the_pack(ws, item, picture.name), MAX_BYTES, where=picture.name)


def _beside_the_pack(ws: Workspace, item: ChecklistItem, name: str) -> Path:
    """Find the file in the folder of the checklist that has the item; a name never leads out of it."""
    plain = Path(name).name
    for entry in ws.catalogue.entries:
        if entry.folder is None or entry.pack is None:
            continue
        path = entry.folder / plain
        if path.is_file() and any(known.code == item.code for known in entry.pack.items):
            return path
    refuse([Problem(code=ProblemCode.FILE_MISSING, where=item.code, fields={"path": plain})])
    raise AssertionError
