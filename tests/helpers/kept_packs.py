# SPDX-License-Identifier: MulanPSL-2.0
"""A small checklist of an office in two versions, and what officers wrote with it."""

from __future__ import annotations

from typing import Any

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    Clause,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.packs.frozen import freeze, with_hash
from inspector_app.storage import kept_packs
from inspector_app.storage.kept_packs import PackRow
from inspector_app.workspace import Workspace

PACK = "canteen"
AQF = Clause(law="AQF", name="中华人民共和国安全生产法", clause="第三十六条第二款", verified=Verified.V)
LAPSED = Clause(law="D16", name="安全生产事故隐患排查治理暂行规定", clause="第十条", verified=Verified.V)


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


def keep(ws: Workspace, pack: ChecklistPack, name: str = "食堂.xlsx") -> PackRow:
    """Keep a version as an import does."""
    data = freeze(pack)
    sha256 = ws.files.keep(data).sha256
    with ws.operation(Op.KEEP_PACK) as step:
        row = PackRow(
            id=step.new_id(), pack_id=pack.id, version=pack.version, sha256=sha256, title=pack.title,
            source_name=name, source_format="workbook", source_sha256=sha256, kept_at=step.now,
        )  # fmt: skip
        kept_packs.put_pack(step.db, row)
    return row
