# SPDX-License-Identifier: MulanPSL-2.0
"""A small checklist of an office in two versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    Clause,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.operations.pack_import import ImportedPack, export_pack, import_pack
from inspector_app.packs.frozen import with_hash
from inspector_app.workspace import Workspace

PACK = "canteen"
AQF = Clause(law="AQF", name="中华人民共和国安全生产法", clause="第三十六条第二款", verified=Verified.V)
LAPSED = Clause(law="D15", name="旧法", clause="第十条", verified=Verified.M)  # until 2026-01-31


def an_item(code: str, **changes: Any) -> ChecklistItem:
    """Make an item of the canteen's checklist."""
    values: dict[str, Any] = {
        "code": code, "section": "现场", "applies_to": "食堂", "check": f"{code} 查什么", "methods": ("看现场",),
        "criterion": "判定标准", "basis": (AQF,), "grade": ItemGrade.GENERAL, "finding": "〔部位〕的〔设备〕未设防护",
        "measure": "在〔部位〕加装防护", "deadline_class": DeadlineClass.WITHIN_DAYS, "deadline_days": 15,
        "suspend": False, "verified": Verified.V, "authority": "应急管理部门",
    }  # fmt: skip
    return ChecklistItem(**{**values, **changes})


def a_pack(version: str, items: tuple[ChecklistItem, ...], **changes: Any) -> ChecklistPack:
    """Make a version of the canteen's checklist."""
    values: dict[str, Any] = {
        "id": PACK, "version": version, "title": "食堂用气检查表", "industry": "餐饮", "issuer": "清河县应急管理局",
        "valid_from": None, "sections": (Section(name="现场", items=items),), "sha256": "",
    }  # fmt: skip
    return with_hash(ChecklistPack(**{**values, **changes}))


def version_one() -> ChecklistPack:
    """The first version: three items."""
    return a_pack("2026.1", (an_item("CT-01"), an_item("CT-02"), an_item("CT-03")))


def version_two() -> ChecklistPack:
    """The second: one item rewritten, one gone, one new, one moved to the front."""
    changed = an_item("CT-01", check="CT-01 查得更细", deadline_days=7)
    return a_pack("2026.2", (an_item("CT-04"), changed, an_item("CT-02")))


def bring(ws: Workspace, pack: ChecklistPack, name: str = "食堂.xlsx") -> ImportedPack:
    """Write a version as a workbook and import it, as an office does."""
    return import_pack(ws, export_pack(ws, pack), name).value


def workbook(ws: Workspace, pack: ChecklistPack, path: Path) -> Path:
    """Write a version as a workbook to disk."""
    path.write_bytes(export_pack(ws, pack))
    return path
