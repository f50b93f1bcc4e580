# SPDX-License-Identifier: MulanPSL-2.0
"""A form that uses every kind of field and every block of the second edition, and facts to fill it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from inspector_app.documents import Form, read_form
from inspector_app.domain.document import DocumentFacts, DocumentKind, Referred, Verdict, VerdictLine
from inspector_app.domain.document_fields import FieldValues
from tests.documents.paper import HAZARDS, ROOT, UNIT, clause, make_facts, make_line

FILE = Path(__file__).parent / "forms/everything.toml"
COMMON = (ROOT / "forms/common.toml").read_bytes()
REMEDY = (
    "如不服本决定，可以自收到之日起六十日内向天津市蓟州区人民政府申请行政复议，也可以自收到之日起六个月内依法向"
    "天津市蓟州区人民法院提起行政诉讼。行政复议、行政诉讼期间，不停止执行本决定，法律另有规定的除外。"
)
FIELDS: FieldValues = {
    "cause": "危险化学品与禁忌物料混存",
    "reason": "检查发现丙酮与过氧化氢同库存放，间距0.6米。\n当事人未能当场分开存放，有发生事故的现实危险。",
    "decided_on": "2026-11-21",
    "measure_at": "2026-11-21T09:05+08:00",
    "pieces": "3",
    "fine": "20305.50",
    "measure": "seize",
    "steps": ("report", "told", "heard"),
    "is_urgent": "yes",
    "goods": (
        {"name": "过氧化氢（27.5%）", "spec": "25kg/桶", "quantity": "40", "made_on": "2026-09-03", "state": "good"},
        {"name": "丙酮", "quantity": "12", "worth": "300", "state": "bad"},
    ),
    "answers": (
        {"question": "你是仓库的保管员吗？", "answer": "是的，我从2019年起在这里工作。"},
        {"question": "为什么混存？", "answer": "仓库不够用，我知道不对。\n当时没有向领导报告。"},
    ),
    "opinion": "拟同意。",
}


def everything() -> Form:
    return read_form(FILE.read_bytes(), FILE.name, COMMON)


def verdicts() -> tuple[VerdictLine, ...]:
    found = (Verdict.DONE, Verdict.PARTIAL, Verdict.NOT_DONE)
    return tuple(
        VerdictLine(
            finding_id=f"f{n}",
            ordinal=n,
            place=HAZARDS[n][0],
            description=HAZARDS[n][1],
            deadline=date(2026, 12, 5) if n != 2 else None,
            verdict=verdict,
            fact=f"{HAZARDS[n][2]}已核实" if n != 3 else "",
            photo_numbers=(n,) if n == 1 else (),
        )
        for n, verdict in enumerate(found, start=1)
    )


def every_fact(fields: FieldValues = FIELDS, **changes: object) -> DocumentFacts:
    record = Referred(
        kind=DocumentKind.INSPECTION_RECORD,
        title="现场检查记录",
        number="（津蓟）应急检记〔2026〕12号",
        issued_on=date(2026, 11, 20),
    )
    lines = (
        make_line(1, order_basis=(clause("第六十五条第一款第（二）项"), clause("第六十五条第一款第（三）项"))),
        make_line(2, order_basis=(clause("第六十二条", "中华人民共和国特种设备安全法"),)),
        make_line(3, order_basis=(clause("第六十五条第一款第（二）项"),), penalty=(clause("第一百零二条"),)),
    )
    facts = make_facts(
        "seizure_decision",
        3,
        enterprise=replace(UNIT, industry="hazmat", district="上仓镇"),
        number="（津蓟）应急查扣字〔2026〕第3号",
        verdicts=verdicts(),
        referred=record,
        referred_number="",
        remedy=REMEDY,
        fields=fields,
    )
    return replace(facts, **{"lines": lines, **changes})
