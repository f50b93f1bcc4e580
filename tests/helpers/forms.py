# SPDX-License-Identifier: MulanPSL-2.0
"""Checklists with every kind of answer, made in memory and kept as imported ones are; and one of 2,000 items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice, Logic, Picture
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
from inspector_app.storage.kept_packs import PackRow, put_pack
from inspector_app.workspace import Workspace

BASIS = Clause(law="AQF", name="中华人民共和国安全生产法", number="主席令第88号", clause="第三十六条第二款",
               verified=Verified.V)  # fmt: skip
KIND = AnswerKind


def an_item(code: str, check: str, kind: AnswerKind = AnswerKind.TICK, **changes: Any) -> ChecklistItem:
    """Make an item; what belongs to its answer is told apart by its name."""
    names = ("unit", "least", "most", "limit_least", "limit_most", "choices", "calculator", "foreign_type")
    spec = AnswerSpec(kind=kind, **{name: changes.pop(name) for name in names if name in changes})
    logic = Logic(**{name: changes.pop(name) for name in LOGIC if name in changes})
    fails = spec.can_fail
    values: dict[str, Any] = {
        "code": code, "section": "试用", "applies_to": "", "check": check, "methods": (), "criterion": "",
        "basis": (BASIS,) if fails else (), "grade": ItemGrade.GENERAL,
        "finding": f"{check}不符合要求" if fails else "", "measure": "立即整改" if fails else "",
        "deadline_class": DeadlineClass.IMMEDIATE, "deadline_days": None, "suspend": False,
        "verified": Verified.V, "authority": "应急管理部门", "answer": spec, "logic": logic,
    }  # fmt: skip
    return ChecklistItem(**{**values, **changes})


LOGIC = (
    "relevant", "constraint", "constraint_message", "required", "required_message", "calculation", "default",
    "choice_filter", "read_only", "repeat_count", "trigger",
)  # fmt: skip


def choices(*words: str, fails: str = "", facts: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Choice, ...]:
    """Make choices from `name=words`."""
    pairs = [word.split("=") for word in words]
    return tuple(Choice(name=n, text=t, fails=n == fails, facts=(facts or {}).get(n, {})) for n, t in pairs)


YES_NO = choices("yes=是", "no=否")
TOWNS = {"b1": {"prov": "hb"}, "b2": {"prov": "hb"}, "s1": {"prov": "sd"}}


def every_kind() -> list[ChecklistItem]:
    """One item of each kind, with limits, logic, places and entries; in the order in which tests walk them."""
    return [
        an_item("contact", "现场联系人情况", KIND.TEXT, hint="写明姓名和职务"),
        an_item("workers", "当班人数", KIND.WHOLE, unit="人", least=Decimal(0), most=Decimal(500)),
        an_item("ohm", "防雷接地电阻", KIND.NUMBER, unit="Ω", limit_most=Decimal(4), criterion="不大于4Ω"),
        an_item("drill_on", "最近一次应急演练日期", KIND.DATE),
        an_item("shift_at", "交接班时间", KIND.TIME),
        an_item("leak_at", "最近一次报警时间", KIND.INSTANT),
        an_item("floor", "地面材质", KIND.CHOICE, choices=choices("c=混凝土", "e=环氧地坪", "o=木材", fails="o")),
        an_item("masks", "配备的防护用品", KIND.CHOICES, choices=choices("m=防毒面具", "g=手套", "h=安全帽")),
        an_item("town", "所属乡镇", KIND.CHOICE, choices=tuple(
            Choice(name=f"t{n}", text=f"第{n}镇") for n in range(1, 41))),
        an_item("read_me", "以下各项在罐区填写，进入前先测可燃气体浓度", KIND.NOTE),
        an_item("gate", "厂区大门照片", KIND.PHOTO),
        an_item("where", "罐区中心位置", KIND.POSITION),
        an_item("tag", "储罐铭牌条码", KIND.CODE),
        an_item("double", "应配呼吸器数量", KIND.COMPUTED, calculation="${workers} * 2"),
        an_item("voice", "现场录音", KIND.UNSUPPORTED, foreign_type="audio"),
        an_item("score", "安全生产责任制", KIND.DEDUCTION, points=10),
        an_item("TK-01", "灭火器压力正常", criterion="指针在绿区"),
        an_item("TK-02", "泵房通风良好", several_places=True, hint="逐个泵房检查"),
        *with_logic(),
        *entries(),
    ]  # fmt: skip


def with_logic() -> list[ChecklistItem]:
    """Items that show, require, restrict and filter each other."""
    section = "逻辑"
    items = [
        an_item("has_gas", "是否使用燃气", KIND.CHOICE, choices=YES_NO),
        an_item("gas_kind", "燃气种类", KIND.TEXT, relevant="${has_gas} = 'yes'", required="true()"),
        an_item("GA-01", "燃气报警器运行正常", relevant="${has_gas} = 'yes'"),
        an_item("made_in", "储罐制造年份", KIND.WHOLE, constraint=". <= 2026", constraint_message="年份不能晚于今年"),
        an_item("prov", "省份", KIND.CHOICE, choices=choices("hb=河北", "sd=山东")),
        an_item("county", "市县", KIND.CHOICE, choices=choices("b1=石家庄", "b2=唐山", "s1=济南", facts=TOWNS),
                choice_filter="prov = ${prov}"),
        an_item("shift", "班制", KIND.TEXT, default="三班两倒"),
    ]  # fmt: skip
    return [replace(item, section=section) for item in items]


def entries() -> list[ChecklistItem]:
    """A repeat with parts, one of which depends on another."""
    items = [
        an_item("cracks", "罐体裂纹", KIND.ENTRIES, finding="罐体有裂纹", measure="停用并检测"),
        an_item("tank", "罐号", KIND.TEXT, parent="cracks"),
        an_item("depth", "裂纹深度", KIND.NUMBER, unit="mm", parent="cracks"),
        an_item("leaks", "是否渗漏", KIND.CHOICE, choices=YES_NO, parent="cracks"),
        an_item("medium", "渗漏介质", KIND.TEXT, relevant="${leaks} = 'yes'", parent="cracks"),
    ]
    return [replace(item, section="裂纹") for item in items]


def a_form(pack_id: str = "trial", items: Iterable[ChecklistItem] | None = None, **changes: Any) -> ChecklistPack:
    """Make a checklist of items; its sections follow them."""
    found = tuple(every_kind() if items is None else items)
    sections = tuple(
        Section(name=name, items=tuple(i for i in found if i.section == name))
        for name in dict.fromkeys(i.section for i in found)
    )
    values: dict[str, Any] = {
        "id": pack_id, "version": "2026.11.1", "title": "试用清单", "industry": "hazmat", "issuer": "试用",
        "valid_from": None, "sections": sections, "sha256": "",
    }  # fmt: skip
    return with_hash(ChecklistPack(**{**values, **changes}))


def keep_form(ws: Workspace, pack: ChecklistPack) -> ChecklistPack:
    """Keep a checklist as an imported one is kept."""
    ws.files.keep(freeze(pack))
    with ws.operation(Op.KEEP_PACK) as step:
        put_pack(step.db, PackRow(
            id=step.new_id(), pack_id=pack.id, version=pack.version, sha256=pack.sha256, title=pack.title,
            source_name="", source_format="", source_sha256="", kept_at=step.now,
        ))  # fmt: skip
    return pack


def with_picture(ws: Workspace, item: ChecklistItem, data: bytes) -> ChecklistItem:
    """Give an item a guidance picture whose bytes lie in the file store."""
    return replace(item, picture=Picture(name="样板.jpg", sha256=ws.files.keep(data).sha256))


def large_form(count: int = 2000, logical: int = 600) -> ChecklistPack:
    """A checklist of many items, of which some hide, require and compute by others."""
    items = []
    for n in range(count):
        section = f"第{n // 100 + 1}部分"
        code = f"q{n:04d}"
        gate = f"q{(n // 100) * 100:04d}"
        if n % 100 == 0:
            item = an_item(code, f"第{n}项 是否有这一部分", KIND.CHOICE, choices=YES_NO)
        elif n % 10 in (1, 2) and n < logical * 5:
            item = an_item(code, f"第{n}项 有时才问", relevant=f"${{{gate}}} != 'no'")
        elif n % 10 == 3 and n < logical * 10:
            item = an_item(code, f"第{n}项 数值", KIND.WHOLE, constraint=". < 1000", unit="件")
        elif n % 10 == 4:
            item = an_item(code, f"第{n}项 描述情况", KIND.TEXT)
        else:
            item = an_item(code, f"第{n}项 现场检查的一个普通内容，文字长短如平常所见")
        items.append(replace(item, section=section))
    return a_form("large", items, title="大清单")
