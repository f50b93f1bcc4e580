# SPDX-License-Identifier: MulanPSL-2.0
"""The forms before, of and after a visit: whole, with every field that rules rely on, printing what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from inspector_app.documents import FontSet, check_facts, default_values, fill, load_form, missing_glyphs, render
from inspector_app.documents.blocks import Choices
from inspector_app.documents.form import BlockKind, FormClass, FormMark
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.document_fields import FieldSpec, FieldType, Value, as_json, read_values
from inspector_app.domain.organ import EnforcementPower, OrganSector
from inspector_app.domain.problems import Severity
from tests.documents.paper import (
    ROOT,
    jpeg,
    make_photos,
    page_texts,
    squeezed,
)
from tests.documents.papers_a import ON_RECHECK, ORDERS, TOWNSHIP, whole_facts

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
INTERNAL = {"inspection_approval", "inspection_plan", "extension_approval"}
FORMS = {kind: load_form(ROOT / "forms", kind) for kind in KINDS}


def facts_of(kind: DocumentKind, **changes: object) -> DocumentFacts:
    return whole_facts(FORMS[kind], **changes)


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
