# SPDX-License-Identifier: MulanPSL-2.0
"""The tables of the program's own checklists, and what a calculation said."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app.domain.problems import Refused
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.workspace import Workspace

FOLDER = Path(__file__).parents[2] / "checklists"


@cache
def _data(pack_id: str) -> Mapping[str, object]:
    pack = load_catalogue([FOLDER]).pack(pack_id)
    assert pack is not None
    return pack.data


def data_of(pack_id: str) -> dict[str, Any]:
    """A copy of a checklist's tables, to be changed by a test."""
    return copy.deepcopy(dict(_data(pack_id)))


def faults_of(run: Any, *args: object) -> set[tuple[str, str, str]]:
    """What a calculation refused: code, place, reason."""
    try:
        run(*args)
    except Refused as refusal:
        return {(p.code.value, p.where, p.fields.get("reason", "")) for p in refusal.problems}
    raise AssertionError("nothing was refused")


def own_copy(ws: Workspace, pack_id: str) -> Path:
    """Give the unit a newer copy of a bundled checklist in its own folder, to be changed by a test."""
    folder = ws.folder / "checklists" / pack_id
    shutil.copytree(FOLDER / pack_id, folder)
    head = folder / "pack.toml"
    head.write_text(re.sub(r"version = '.*'", "version = '2099.1'", head.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
