# SPDX-License-Identifier: MulanPSL-2.0
"""Guidance pictures: found beside the pack, kept with an inspection, refused when they are not there."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode
from inspector_app.operations.inspections import InspectionDraft, start_inspection
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise, people

PACK = """
format = 1
id = 'yard'
version = '2026.1'
title = '堆场'
industry = 'yard'
issuer = '示例'
authority = '应急管理部门'
sections = ['现场']
"""
ITEM = """
[[item]]
code = 'YD-1'
section = '现场'
check = '堆垛照片'
verified = 'M'
answer = {{ kind = 'text' }}
picture = {{ name = '{name}' }}
"""


def a_pack(ws: Workspace, name: str, data: bytes | None) -> None:
    folder = ws.folder / "checklists" / "yard"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    (folder / "items.toml").write_text(ITEM.format(name=name), encoding="utf-8")
    if data is not None:
        (folder / name).write_bytes(data)
    ws.forget_catalogue()


def begin(ws: Workspace) -> str:
    draft = InspectionDraft(enterprise_id=an_enterprise(ws).id, pack_ids=("yard",), people=people())
    return start_inspection(ws, draft).value.id


def test_a_picture_is_known_by_its_hash_and_kept_with_the_inspection(unit: Workspace) -> None:
    a_pack(unit, "right.jpg", b"what right looks like")
    pack = unit.catalogue.pack("yard")
    assert pack is not None
    picture = pack.items[0].picture
    assert picture is not None and picture.sha256 == sha256(b"what right looks like").hexdigest()
    begin(unit)
    Path(unit.folder / "checklists" / "yard" / "right.jpg").unlink()
    unit.forget_catalogue()
    assert unit.guidance_picture(picture) == b"what right looks like"


def test_another_picture_is_another_pack(unit: Workspace) -> None:
    a_pack(unit, "right.jpg", b"one")
    first = unit.catalogue.pack("yard")
    a_pack(unit, "right.jpg", b"two")
    second = unit.catalogue.pack("yard")
    assert first is not None and second is not None and first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("gone.jpg", None, ProblemCode.FILE_MISSING),
        ("../../etc.jpg", None, ProblemCode.PACK_FIELD_WRONG),
        ("large.jpg", bytes(5 * 1024 * 1024 + 1), ProblemCode.FILE_TOO_LARGE),
    ],
)
def test_a_picture_that_cannot_be_taken_is_told(
    unit: Workspace, name: str, data: bytes | None, code: ProblemCode
) -> None:
    a_pack(unit, name, data)
    entry = next(e for e in unit.catalogue.entries if e.id == "yard")
    assert entry.pack is None
    assert [p.code for p in entry.problems] == [code]
