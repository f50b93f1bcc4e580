# SPDX-License-Identifier: MulanPSL-2.0
"""Facts that fill the forms before, of and after a visit: every field, as one would write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from inspector_app.documents import Form
from inspector_app.documents.form import BlockKind, FormClass
from inspector_app.domain.document import DocumentFacts, DocumentKind, Referred, Verdict, VerdictLine
from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.numbering import number_of
from inspector_app.domain.organ import EnforcementPower, Organ, OrganSector
from tests.documents.paper import ORGAN, REMEDY, UNIT, make_facts, make_line
from tests.documents.written_a import ROWS, WRITTEN

TOWNSHIP = (DocumentKind.HAZARD_NOTICE, DocumentKind.HAZARD_RECHECK, DocumentKind.HAZARD_REPORT)
ORDERS = {"onsite_measure", "special_equipment_order", "construction_order", "construction_stop", "resumption_reply"}
ON_RECHECK = {"reinspection_opinion", "hazard_recheck"}


def referred(kind: str, title: str, number: str) -> Referred:
    return Referred(kind=DocumentKind(kind), title=title, number=number, issued_on=date(2026, 11, 5))


WORKS = replace(ORGAN, name="天津市蓟州区住房和建设委员会", numbering_word="住建", sector=OrganSector.CONSTRUCTION)
MARKET = replace(ORGAN, name="天津市蓟州区市场监督管理局", numbering_word="市监", sector=OrganSector.MARKET)
TOWN = replace(
    ORGAN,
    name="天津市蓟州区上仓镇人民政府",
    short_name="上仓",
    enforcement_power=EnforcementPower.NONE,
    sector=OrganSector.TOWNSHIP,
)

ORDER_BEFORE = referred("rectification_order", "责令限期整改指令书", "（津蓟）应急责改〔2026〕9号")
NOTICE_BEFORE = referred("hazard_notice", "隐患告知单", "（上仓）隐告〔2026〕9号")
REFERRED = {
    **dict.fromkeys(TOWNSHIP, NOTICE_BEFORE),
    "resumption_reply": referred("onsite_measure", "现场处理措施决定书", "（津蓟）应急现决〔2026〕4号"),
    "construction_resumption": referred("construction_stop", "责令停工整改通知书", "（津蓟）住建停工〔2026〕2号"),
}


def organ_of(form: Form) -> Organ:
    """The organ that would use the form."""
    for organ in (ORGAN, MARKET, WORKS, TOWN):
        if organ.sector in form.sectors:
            return organ
    raise AssertionError(form.sectors)


def value_of(spec: FieldSpec, kind: DocumentKind) -> Value:
    """A value that a person could have given."""
    match spec.type:
        case FieldType.ROWS:
            return ROWS[spec.name]
        case FieldType.CHOICE:
            return spec.words[-1]
        case FieldType.CHOICES:
            return spec.words[1:3]
        case FieldType.DAY:
            return "2026-11-21" if "on" in spec.name else "2026-12-26"
        case FieldType.TIME:
            return "2026-11-21T16:40+08:00"
        case FieldType.NUMBER:
            return "2"
        case FieldType.FLAG:
            return "yes"
        case _:
            return WRITTEN.get(f"{kind}.{spec.name}") or WRITTEN.get(spec.name, f"{spec.label}的内容")


def whole_values(form: Form) -> FieldValues:
    return {spec.name: value_of(spec, form.kind) for spec in form.fields}


def number_in(form: Form, organ: Organ) -> str:
    """The third number of the form's series at an organ."""
    return number_of(
        form.number_pattern, short_name=organ.short_name, numbering_word=organ.numbering_word, word=form.number_word,
        year=2026, serial=3,
    )  # fmt: skip


def whole_facts(form: Form, **changes: object) -> DocumentFacts:
    """All that a visit would give the form, and every field filled."""
    kind, organ = form.kind, organ_of(form)
    remedy = REMEDY.replace("责令限期整改指令书", form.title).replace("本指令书", f"本{form.short_title}")
    has_lines = any(block.kind is BlockKind.FINDINGS for block in form.blocks)
    verdicts = tuple(
        VerdictLine(
            finding_id=line.finding_id,
            ordinal=line.ordinal,
            place=line.place,
            description=line.description,
            deadline=line.deadline,
            verdict=(Verdict.DONE, Verdict.PARTIAL, Verdict.NOT_DONE, Verdict.DONE, Verdict.DONE)[n - 1],
            fact=("排水阀已关闭加锁", "柜内积尘已清理，柜门锁具未修复", "联锁仍为旁路状态", "已补设", "票证已补填")[
                n - 1
            ],
            photo_numbers=(n,),
        )
        for n, line in enumerate((make_line(n) for n in range(1, 6)), start=1)
    )
    facts = make_facts(
        kind,
        3 if has_lines else 0,
        organ=organ,
        enterprise=replace(UNIT, industry="化学原料和化学制品制造业"),
        number=number_in(form, organ),
        items=(),
        referred_number="（津蓟）应急检记〔2026〕12号" if kind in ORDERS else "",
        referred=REFERRED.get(kind, ORDER_BEFORE),
        remedy=remedy if form.form_class is FormClass.ORDER else "",
        verdicts=verdicts if kind in ON_RECHECK else (),
        witnesses=(Participant(role=PersonRole.WITNESS, name="赵志刚", unit="上仓镇工业园区管理委员会"),),
        fields=whole_values(form),
    )
    return replace(facts, **changes)
