# SPDX-License-Identifier: MulanPSL-2.0
"""The forms before, of and after a visit: whole, with every field that rules rely on, printing what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from inspector_app.documents import FontSet, Form, check_facts, default_values, fill, load_form, missing_glyphs, render
from inspector_app.documents.blocks import Choices
from inspector_app.documents.form import BlockKind, FormClass, FormMark
from inspector_app.domain.document import DocumentFacts, DocumentKind, Referred, Verdict, VerdictLine
from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value, as_json, read_values
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.organ import EnforcementPower, Organ, OrganSector
from inspector_app.domain.problems import Severity
from tests.documents.paper import (
    ORGAN,
    REMEDY,
    ROOT,
    UNIT,
    jpeg,
    make_facts,
    make_line,
    make_photos,
    page_texts,
    squeezed,
)
from tests.documents.written_a import ROWS, WRITTEN

FONTS = FontSet(ROOT / "resources/fonts")
CASE = "project* site owner supervisor_unit project_manager chief_supervisor permit_no progress"
OPINIONS = "handler_opinion reviewer reviewer_opinion approver approver_opinion approved_on:day*"
# name, :type where rules rely on it, (words), * where it is required
MUST: Mapping[str, str] = {
    "inspection_approval": (
        "task_source:choice(plan,random,report,assigned,special,key,reinspection,accident) basis items"
        " is_published:choice(yes,no) visit_ordinal:number visit_cap:number advance_notice:choice(yes,no)"
        " no_notice_reason planned_from:day planned_to:day method:choices(onsite,remote) helpers:rows(name,unit) "
        + OPINIONS
    ),
    "inspection_notice": "basis items visit_ordinal:number visit_cap:number helpers:rows(name,unit) materials",
    "inspection_plan": (
        "method:choices(documents,spot_check,interview,testing,other) content:long reviewer approver"
        " approved_on:day* remark"
    ),
    "onsite_measure": (
        "measures:choices(correct_now,remove_hazard,evacuate,suspend_business,stop_construction,stop_equipment)*"
        " object:text period:text basis:long* unsafe_reason:long is_urgent:flag approver approved_on:day"
    ),
    "special_equipment_order": "equipment:rows(kind,name,code,place) violated:long",
    "construction_order": f"{CASE} report_to",
    "construction_stop": f"{CASE} stop_part* basis",
    "construction_resumption": (
        "applied_on:day checked_on:day result:choice(agreed,refused)* reason resumed_on:day " + CASE
    ),
    "hazard_notice": "superior",
    "hazard_recheck": "opinion",
    "hazard_report": "superior* facts* measures",
    "extension_approval": (
        "asked_on:day* asked_by reason* new_deadline:day result:choice(granted,refused)* approver approved_on:day*"
    ),
    "extension_reply": "asked_on:day result:choice(granted,refused)* new_deadline:day reason",
    "reinspection_opinion": "opinion:long*",
    "resumption_reply": (
        "applied_on:day* applicant standard group:rows(name,unit,duty) results:rows(item,result)"
        " result:choice(agreed,refused)* reason resumed_on:day signed_by"
    ),
    "closure_proposal": (
        "government* facts* penalties:rows(on,number,content) basis* measures opinion* attachments:rows(name)"
    ),
    "case_transfer": (
        "receiver* sort:choice(administrative,criminal)* filed_on:day cause* reason* basis* materials:rows(name,pieces)"
        " approver approved_on:day approved_at:time"
    ),
}
KINDS = tuple(DocumentKind(name) for name in MUST)
TOWNSHIP = (DocumentKind.HAZARD_NOTICE, DocumentKind.HAZARD_RECHECK, DocumentKind.HAZARD_REPORT)
ORDERS = {"onsite_measure", "special_equipment_order", "construction_order", "construction_stop", "resumption_reply"}
INTERNAL = {"inspection_approval", "inspection_plan", "extension_approval"}
ON_RECHECK = {"reinspection_opinion", "hazard_recheck"}
FORMS = {kind: load_form(ROOT / "forms", kind) for kind in KINDS}


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


def facts_of(kind: DocumentKind, **changes: object) -> DocumentFacts:
    """All that a visit would give the form, and every field filled."""
    form = FORMS[kind]
    organ = organ_of(form)
    number = form.number_pattern
    slots = {"short_name": organ.short_name, "numbering_word": organ.numbering_word, "word": form.number_word}
    for slot, value in {**slots, "year": "2026", "serial": "3"}.items():
        number = number.replace("{" + slot + "}", value)
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
        number=number,
        items=(),
        referred_number="（津蓟）应急检记〔2026〕12号" if kind in ORDERS else "",
        referred=REFERRED.get(kind, ORDER_BEFORE),
        remedy=remedy if form.form_class is FormClass.ORDER else "",
        verdicts=verdicts if kind in ON_RECHECK else (),
        witnesses=(Participant(role=PersonRole.WITNESS, name="赵志刚", unit="上仓镇工业园区管理委员会"),),
        fields=whole_values(form),
    )
    return replace(facts, **changes)


def printed(facts: DocumentFacts, **pictures: bytes) -> str:
    form = FORMS[facts.kind]
    return squeezed("".join(page_texts(render(form, fill(form, facts), pictures, FONTS).pdf)))


def said(spec: FieldSpec, value: Value) -> list[str]:
    """How a value stands on the paper: dates in words, words by their labels."""
    if spec.type is FieldType.ROWS:
        return [text for row in value for column in spec.columns for text in said(column, row[column.name])]
    if spec.type in (FieldType.CHOICE, FieldType.CHOICES):
        return [
            label for word, label in spec.choices if word == value or (word in value and not isinstance(value, str))
        ]
    if spec.type is FieldType.DAY:
        day = date.fromisoformat(value)
        return [f"{day.year}年{day.month}月{day.day}日"]
    if spec.type is FieldType.TIME:
        moment = datetime.fromisoformat(value)
        return [f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute}分"]
    return [] if spec.type is FieldType.FLAG else [value]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_has_the_fields_that_rules_rely_on(kind: DocumentKind) -> None:
    specs = {spec.name: spec for spec in FORMS[kind].fields}
    for asked in MUST[kind].split():
        text, required = asked.rstrip("*"), asked.endswith("*")
        name, _, rest = text.partition(":")
        type_name, _, words = rest.rstrip(")").partition("(")
        spec = specs[name]
        assert spec.type == (type_name or spec.type), name
        if words:
            found = [c.name for c in spec.columns] if spec.type is FieldType.ROWS else list(spec.words)
            assert found == words.split(","), name
        if required:
            assert spec.required, name


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_document_may_be_issued_and_shows_what_was_filled_in(kind: DocumentKind) -> None:
    facts = facts_of(kind)
    form = FORMS[kind]
    assert check_facts(form, facts) == ()
    assert missing_glyphs(fill(form, facts), FONTS) == ()
    text = printed(facts)
    for spec in form.fields:
        for part in said(spec, facts.fields[spec.name]):
            assert squeezed(part) in text or _is_of_the_other_branch(spec.name, kind), (spec.name, part)
    assert facts.organ.name in text
    assert squeezed(facts.number) in text
    assert squeezed(facts.enterprise.name) in text


def _is_of_the_other_branch(name: str, kind: DocumentKind) -> bool:
    """A refusal names no day from which work may go on, nor a new deadline."""
    branches = {"new_deadline": "extension_reply", "resumed_on": "resumption_reply construction_resumption"}
    return kind in branches.get(name, "").split()


@pytest.mark.parametrize(
    ("kind", "result", "day"),
    [
        ("extension_reply", "granted", "new_deadline"),
        ("resumption_reply", "agreed", "resumed_on"),
        ("construction_resumption", "agreed", "resumed_on"),
    ],
)
def test_a_granted_answer_names_the_day_and_a_refusal_does_not(kind: str, result: str, day: str) -> None:
    facts = facts_of(DocumentKind(kind))
    granted = replace(facts, fields={**facts.fields, "result": result, day: "2027-01-15"})
    refused = replace(facts, fields={**facts.fields, "result": "refused", day: "2027-01-15"})
    assert "2027年1月15日" in printed(granted)
    assert "2027年1月15日" not in printed(refused)
    assert "不同意" in printed(refused)
    assert "不同意" not in printed(granted)


def test_only_a_refused_resumption_names_the_remedy() -> None:
    facts = facts_of(DocumentKind.RESUMPTION_REPLY)
    refused = replace(facts, fields={**facts.fields, "result": "refused"})
    agreed = replace(facts, fields={**facts.fields, "result": "agreed"})
    assert "申请行政复议" in printed(refused)
    assert "行政复议" not in printed(agreed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_with_nothing_filled_in_is_printed(kind: DocumentKind) -> None:
    facts = facts_of(kind, is_draft=True, fields={}, number="", lines=(), verdicts=(), referred=None, remedy="")
    facts = replace(facts, referred_number="", witnesses=(), accompanied_by=None, finished_at=None, place="")
    form = FORMS[kind]
    assert all(problem.severity is Severity.WARN for problem in check_facts(form, facts))
    text = printed(facts)
    assert "草稿" in text
    for spec in form.fields:
        if spec.required and spec.type is not FieldType.CHOICES and spec.name != "result":
            assert "（待填写）" in text


@pytest.mark.parametrize("kind", ["inspection_plan", "closure_proposal"])
def test_what_a_person_chose_is_ticked(kind: str) -> None:
    (block,) = (
        b for b in fill(FORMS[DocumentKind(kind)], facts_of(DocumentKind(kind))).blocks if isinstance(b, Choices)
    )
    assert [ticked for _, ticked in block.options][:4] == [False, True, True, False]


def test_a_measure_that_was_not_chosen_is_not_on_the_decision() -> None:
    facts = facts_of(DocumentKind.ONSITE_MEASURE)
    chosen = printed(replace(facts, fields={**facts.fields, "measures": ("suspend_business",)}))
    assert "处理决定暂时停产停业适用的" in chosen
    assert "当场纠正违法违规行为" not in chosen


@pytest.mark.parametrize("kind", KINDS)
def test_class_sectors_powers_and_remedy_fit_the_kind(kind: DocumentKind) -> None:
    form = FORMS[kind]
    remedies = [block for block in form.blocks if block.kind is BlockKind.REMEDY]
    assert bool(remedies) == (kind in ORDERS) == (form.form_class is FormClass.ORDER)
    assert (form.form_class is FormClass.INTERNAL) == (kind in INTERNAL)
    assert (form.form_class is FormClass.RECORD) == (kind in ON_RECHECK)
    assert (EnforcementPower.NONE in form.powers) == (kind in TOWNSHIP)
    if kind in TOWNSHIP:
        assert form.sectors == {OrganSector.TOWNSHIP}
    if kind.startswith("construction_"):
        assert form.sectors == {OrganSector.CONSTRUCTION}
        assert (form.copies, len(form.copy_marks)) == (4, 4)
    assert len(form.copy_marks) == form.copies


@pytest.mark.parametrize("kind", TOWNSHIP)
def test_a_township_without_power_neither_enforces_nor_decides(kind: DocumentKind) -> None:
    facts = facts_of(kind, photos=make_photos(3))
    text = printed(facts, **{f"p{n}": jpeg() for n in range(1, 4)})
    forbidden = ("执法", "行政复议", "行政诉讼", "责令", "处罚", "现予处理")
    assert not [word for word in forbidden if word in text]
    form = FORMS[kind]
    shown = [*form.words.values(), *form.foot, *(spec.label + spec.help for spec in form.fields), *form.powers.values()]
    assert not [word for word in forbidden for said in shown if word in said]
    assert "检查人员" in text
    assert "numbering_word" not in form.number_pattern
    assert "应急" not in facts.number


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_draft_begins_with_is_of_the_right_kind(kind: DocumentKind) -> None:
    facts = facts_of(kind, fields={})
    values = default_values(FORMS[kind], facts)
    reading = read_values(FORMS[kind].fields, as_json(values))
    assert reading.problems == ()
    assert reading.values == values


def test_a_measure_rests_on_the_law_that_the_handbook_gives() -> None:
    values = default_values(FORMS[DocumentKind.ONSITE_MEASURE], facts_of(DocumentKind.ONSITE_MEASURE, fields={}))
    assert values["basis"] == "《中华人民共和国安全生产法》第六十五条第一款第（三）项"
    values = default_values(FORMS[DocumentKind.CONSTRUCTION_STOP], facts_of(DocumentKind.CONSTRUCTION_STOP, fields={}))
    assert values["basis"] == "《建设工程安全生产管理条例》第四十三条第（四）项"


def test_the_notice_does_not_invent_the_prohibitions() -> None:
    text = printed(facts_of(DocumentKind.INSPECTION_NOTICE, fields={}, is_draft=True))
    assert "“五个严禁”“八个不得”的要求，请你单位监督。" in text
    parts = {block.part.mark for block in FORMS[DocumentKind.INSPECTION_NOTICE].blocks if "八个不得" in block.part.name}
    assert parts == {FormMark.FM}


def test_numbers_are_written_as_the_handbook_has_them() -> None:
    assert facts_of(DocumentKind.SPECIAL_EQUIPMENT_ORDER).number == "（津蓟）市监特令〔2026〕第3号"
    assert facts_of(DocumentKind.REINSPECTION_OPINION).number == "（津蓟）应急复查〔2026〕3号"
    assert facts_of(DocumentKind.ONSITE_MEASURE).number == "（津蓟）应急现决〔2026〕3号"
    assert facts_of(DocumentKind.INSPECTION_PLAN).number == "（津蓟）应急检查〔2026〕3号"
    assert {kind for kind in KINDS if FORMS[kind].own_series} == {"inspection_approval", "extension_approval"}


def test_the_closing_of_a_unit_rests_on_memory_and_says_so() -> None:
    form = FORMS[DocumentKind.CLOSURE_PROPOSAL]
    marks = {block.part.mark for block in form.blocks if "第一百一十三条" not in block.part.source}
    assert marks == {FormMark.FM}


def test_a_transfer_ends_with_a_receipt_to_be_cut_off() -> None:
    text = printed(facts_of(DocumentKind.CASE_TRANSFER))
    assert text.index("回执") > text.index("天津市公安局蓟州分局")
    assert "材料3种" in text
    assert "涉嫌犯罪" in text
