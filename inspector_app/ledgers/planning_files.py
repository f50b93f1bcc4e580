# SPDX-License-Identifier: MulanPSL-2.0
"""Plans and draws as files: the paper of either, the record and the frozen lists of a draw."""

from __future__ import annotations

from pathlib import Path

from inspector_app.ledgers.draw_paper import Printed, draw_paper
from inspector_app.ledgers.draws import lists_bytes, record_bytes
from inspector_app.ledgers.plan_paper import plan_paper
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import give_out, leave

LISTS = ("objects.csv", "officers.csv")


def save_plan(ws: Workspace, plan_id: str, path: Path, *, whole: bool = False) -> Printed:
    """Write the paper of a plan, masked unless `whole` is asked for. Refuses as `plan_paper` and `give_out`."""
    made = plan_paper(ws, plan_id, masks=leave(ws, path, whole=whole))
    give_out(ws, "plan", path, made.pdf, whole=whole)
    return made


def save_draw(ws: Workspace, draw_id: str, path: Path, *, whole: bool = False) -> Printed:
    """Write the paper of a draw, masked unless `whole` is asked for. Refuses as `draw_paper` and `give_out`."""
    made = draw_paper(ws, draw_id, masks=leave(ws, path, whole=whole))
    give_out(ws, "draw", path, made.pdf, whole=whole)
    return made


def save_draw_record(ws: Workspace, draw_id: str, path: Path) -> None:
    """Write the record from which anybody can recompute a draw: as it was hashed, so nothing is masked in it."""
    leave(ws, path, whole=True)
    give_out(ws, "draw_record", path, record_bytes(ws, draw_id), whole=True)


def save_draw_lists(ws: Workspace, draw_id: str, folder: Path) -> tuple[Path, ...]:
    """Write the frozen lists of a draw into a folder: as they were hashed, so nothing is masked in them."""
    leave(ws, folder, whole=True)
    paths = tuple(folder / name for name in LISTS)
    for path, data in zip(paths, lists_bytes(ws, draw_id), strict=True):
        give_out(ws, "draw_list", path, data, whole=True)
    return paths
