# SPDX-License-Identifier: MulanPSL-2.0
"""The forms of coercion, evidence and the case: whole, complete on paper, remedies on decisions only."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from inspector_app.documents import FontSet, Form, check_facts, fill, load_form, missing_glyphs, render
from inspector_app.documents.field_values import field_slot_values, row_values, rows_of
from inspector_app.documents.form import BlockKind, FormClass, FormMark
from inspector_app.documents.phrases import Phrases
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.document_fields import FieldSpec, FieldType
from inspector_app.domain.organ import EnforcementPower, OrganSector
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from tests.documents.paper import ORGAN, ROOT, page_texts, squeezed
from tests.documents.papers_b import FULL, GOODS, REFERS, empty_draft, full_facts, remedy_of

K = DocumentKind
CLASSES = {
    K.COERCION_APPROVAL: FormClass.INTERNAL,
    K.SEIZURE_DECISION: FormClass.ORDER,
    K.SEIZURE_INVENTORY: FormClass.RECORD,
    K.SEIZURE_RECORD: FormClass.RECORD,
    K.SEIZURE_EXTENSION: FormClass.ORDER,
    K.SEIZURE_DISPOSAL: FormClass.ORDER,
    K.INTERVIEW_NOTICE: FormClass.NOTICE,
    K.INTERVIEW_RECORD: FormClass.RECORD,
    K.SCENE_RECORD: FormClass.RECORD,
    K.SAMPLING_RECEIPT: FormClass.NOTICE,
    K.PRESERVATION_APPROVAL: FormClass.INTERNAL,
    K.PRESERVATION_NOTICE: FormClass.NOTICE,
    K.PRESERVATION_DISPOSAL: FormClass.ORDER,
    K.CASE_APPROVAL: FormClass.INTERNAL,
    K.SPOT_PENALTY_UNIT: FormClass.ORDER,
    K.SPOT_PENALTY_PERSON: FormClass.ORDER,
    K.SERVICE_RECEIPT: FormClass.RECORD,
}
KINDS = list(CLASSES)
COERCION = [kind for kind in KINDS if kind.startswith("seizure_") or kind is K.COERCION_APPROVAL]
# What rules and operations rely on: name, type (text where none is named; long will do as well), * for required.
NEEDED = {
    K.COERCION_APPROVAL: "measure:choice=seal,seize cause reason basis period_from:day period_to:day reviewer approver"
    " approved_on:day*",
    K.SEIZURE_DECISION: "measure:choice*=seal,seize reason* basis* objects* period_from:day* period_to:day* keeper"
    " keep_place is_urgent:flag measure_at:time approver approved_on:day* approved_at:time",
    K.SEIZURE_INVENTORY: "goods:rows*=name,spec,unit,quantity,remark",
    K.SEIZURE_RECORD: "started_at:time* ended_at:time* steps:choices=report,two_officers,credentials,party_present,"
    "told,heard,recorded,signed,witnessed,other facts:long* party_statement seals:text",
    K.SEIZURE_EXTENSION: "new_to:day* reason* approver approved_on:day*",
    K.SEIZURE_DISPOSAL: "disposal:choice*=confiscate,destroy,release,transfer goods:rows=name,spec,unit,quantity,remark"
    " reason basis decided_on:day",
    K.INTERVIEW_NOTICE: "person* at:time* place* matter* materials",
    K.INTERVIEW_RECORD: "started_at:time* ended_at:time* ordinal:number place* interviewee* gender:choice=male,female"
    " age:number id_no unit title address phone recorder present answers:rows*=question,answer",
    K.SCENE_RECORD: "started_at:time* ended_at:time* place* weather party witness invited facts:long* results sketches",
    K.SAMPLING_RECEIPT: "sampled_at:time* place* method sealing samples:rows*=name,spec,batch,quantity",
    K.PRESERVATION_APPROVAL: "case_name facts reason basis keep_method:choice=in_place,elsewhere"
    " goods:rows=name,spec,unit,quantity,remark approver approved_on:day*",
    K.PRESERVATION_NOTICE: "matter* basis goods:rows*=name,spec,unit,quantity,remark keep_place preserved_on:day*"
    " until:day* handling_on:day approver approved_on:day*",
    K.PRESERVATION_DISPOSAL: "decided_on:day* disposal:choice*=return,seize,transfer,confiscate,release"
    " goods:rows=name,spec,unit,quantity,remark reason",
    K.CASE_APPROVAL: "cause* source* case_name* occurred_on:day facts* handler_opinion reviewer reviewer_opinion"
    " approver approver_opinion approved_on:day*",
    K.SPOT_PENALTY_UNIT: "facts* violated* basis* penalty:choices*=warning,fine fine:money payment:choice=on_spot,bank"
    " bank account",
    K.SPOT_PENALTY_PERSON: "facts* violated* basis* penalty:choices*=warning,fine fine:money"
    " payment:choice=on_spot,bank bank account person* gender age id_no address phone",
    K.SERVICE_RECEIPT: "case_name receiver served:rows=document,number,receiver,place,at,method,servers remark",
}
# Kept in the file, not on the copy that the party gets: who approved; the party reads that and when it was approved.
UNPRINTED = {
    (K.SEIZURE_DECISION, "approver"),
    (K.SEIZURE_DECISION, "approved_on"),  # the moment of approval is printed instead, where it is known
    (K.SEIZURE_DECISION, "is_urgent"),  # chooses the sentence
    (K.SEIZURE_EXTENSION, "approver"),
    (K.PRESERVATION_NOTICE, "approver"),
    (K.SEIZURE_DISPOSAL, "disposal"),  # chooses the sentence
    (K.PRESERVATION_DISPOSAL, "disposal"),
}


@pytest.fixture(scope="module")
def own() -> dict[DocumentKind, Form]:
    return {kind: load_form(ROOT / "forms", kind) for kind in KINDS}


def pages_of(form: Form, facts: DocumentFacts, fonts: FontSet) -> list[str]:
    content = fill(form, facts)
    assert not missing_glyphs(content, fonts)
    return [squeezed(text) for text in page_texts(render(form, content, {}, fonts).pdf)]


def text_of(form: Form, facts: DocumentFacts, fonts: FontSet) -> str:
    """The whole text, without the line above and the page number under it, which stand first in a page's text."""
    return "".join(re.sub(r"\A.*?第\d+页共\d+页", "", page) for page in pages_of(form, facts, fonts))


def with_fields(kind: DocumentKind, **changes: object) -> DocumentFacts:
    return full_facts(kind, fields={**FULL[kind], **changes})


def test_these_are_all_the_forms_of_the_list() -> None:
    assert len(KINDS) == 17
    assert set(FULL) == set(NEEDED) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_whole_and_of_its_class(own: dict[DocumentKind, Form], kind: DocumentKind) -> None:
    form = own[kind]
    assert form.id == kind
    assert form.form_class is CLASSES[kind]
    assert form.sectors == frozenset(OrganSector)
    assert all(part.source and part.mark in FormMark for part in (*form.parts, *(b.part for b in form.blocks)))
    assert all(spec.help for spec in form.fields if spec.required and spec.type is FieldType.LONG)
    heading = next(block for block in form.blocks if block.kind is BlockKind.HEADING)
    assert (heading.texts["number"] == "") is form.own_series


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_decision_has_remedies(own: dict[DocumentKind, Form], kind: DocumentKind, fonts: FontSet) -> None:
    remedies = [block for block in own[kind].blocks if block.kind is BlockKind.REMEDY]
    text = text_of(own[kind], full_facts(kind), fonts)
    if CLASSES[kind] is FormClass.ORDER:
        assert len(remedies) == 1
        assert {"review_organ", "court"} <= set(own[kind].required)
        assert squeezed(remedy_of(kind)) in text
        assert [p.severity for p in check_facts(own[kind], full_facts(kind, remedy=""))] == [Severity.BLOCK]
    else:
        assert not remedies
        assert "申请行政复议" not in text
        assert "人民法院" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_use_a_form(own: dict[DocumentKind, Form], kind: DocumentKind) -> None:
    """行政强制法17: the power of coercion is not delegated; nobody without power uses any of these forms."""
    coercion = {EnforcementPower.FULL, EnforcementPower.EMPOWERED}
    expected = coercion if kind in COERCION else coercion | {EnforcementPower.DELEGATED}
    assert set(own[kind].powers) == expected
    for power in EnforcementPower:
        facts = full_facts(kind, organ=replace(ORGAN, enforcement_power=power))
        codes = [problem.code for problem in check_facts(own[kind], facts)]
        assert codes == ([] if power in expected else [ProblemCode.ORGAN_WITHOUT_POWER])


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_that_others_rely_on_are_declared(own: dict[DocumentKind, Form], kind: DocumentKind) -> None:
    specs = {spec.name: spec for spec in own[kind].fields}
    for said in NEEDED[kind].split(" "):
        found = re.fullmatch(r"([a-z_]+)(?::([a-z]+))?(\*?)(?:=(.+))?", said)
        assert found, said
        name, type_name, star, words = found.groups()
        spec = specs[name]
        if type_name:
            assert spec.type == type_name, name
        elif (kind, name) not in {(K.SPOT_PENALTY_PERSON, "gender"), (K.SPOT_PENALTY_PERSON, "age")}:
            assert spec.type in (FieldType.TEXT, FieldType.LONG), name
        assert spec.required is bool(star), name
        inner = tuple(c.name for c in spec.columns) if spec.type is FieldType.ROWS else spec.words
        assert inner == tuple((words or "").split(",")) or not words, name


def printed_values(form: Form, spec: FieldSpec, facts: DocumentFacts) -> list[str]:
    """What must be read on paper of one field, by the form's own words."""
    phrases = Phrases(form.words)
    if spec.type is not FieldType.ROWS:
        slots = field_slot_values(form, facts.fields, phrases)
        return [slots[f"f_{spec.name}"], slots.get(f"f_{spec.name}_capital", "")]
    rows = rows_of(form, facts.fields, spec.name)
    return [value for n, row in enumerate(rows, 1) for value in row_values(spec, row, n, phrases).values()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_stands_on_the_paper(own: dict[DocumentKind, Form], kind: DocumentKind, fonts: FontSet) -> None:
    form, facts = own[kind], full_facts(kind)
    assert {spec.name for spec in form.fields} == set(facts.fields)  # nothing is left out of the example
    assert not check_facts(form, facts)
    text = text_of(form, facts, fonts)
    for spec in form.fields:
        if (kind, spec.name) in UNPRINTED or spec.type is FieldType.CHOICES:
            continue
        for value in printed_values(form, spec, facts):
            assert squeezed(value) in text, (spec.name, value)
    if kind in REFERS and kind is not K.SEIZURE_DECISION:
        assert facts.referred is not None
        assert squeezed(facts.referred.number) in text
    everywhere = "".join(pages_of(form, facts, fonts))
    assert (squeezed(facts.number) in everywhere) is not form.own_series


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_is_printed_from_its_own_field(
    own: dict[DocumentKind, Form], kind: DocumentKind, fonts: FontSet
) -> None:
    """With words that stand nowhere else on the paper."""
    form, values, marks = own[kind], dict(FULL[kind]), []
    for n, spec in enumerate(form.fields, 10):
        if spec.type in (FieldType.TEXT, FieldType.LONG) and (kind, spec.name) not in UNPRINTED:
            values[spec.name] = f"独有词{n}号"
            marks.append(values[spec.name])
        elif spec.type is FieldType.ROWS:
            texts = [column.name for column in spec.columns if column.type in (FieldType.TEXT, FieldType.LONG)]
            row = {name: f"行内词{n}{at}号" for at, name in enumerate(texts, 10)}
            values[spec.name] = (row,)
            marks.extend(row.values())
    text = text_of(form, full_facts(kind, fields=values), fonts)
    assert [mark for mark in marks if mark not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_draft_is_printed_and_calls_for_what_is_required(
    own: dict[DocumentKind, Form], kind: DocumentKind, fonts: FontSet
) -> None:
    form, facts = own[kind], empty_draft(kind)
    assert {p.severity for p in check_facts(form, facts)} <= {Severity.WARN}
    pages = pages_of(form, facts, fonts)
    assert form.words["pending"] in "".join(pages) or not any(spec.required for spec in form.fields)
    assert all(squeezed(form.words["draft"]) in page for page in pages)
    required = {spec.label for spec in form.fields if spec.required}
    issued = replace(facts, is_draft=False, number="1", remedy="x")
    blocked = {p.fields["field"] for p in check_facts(form, issued) if p.severity is Severity.BLOCK}
    assert blocked == required


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_with_the_least_that_is_required_has_no_gaps(
    own: dict[DocumentKind, Form], kind: DocumentKind, fonts: FontSet
) -> None:
    """What is not filled in is struck or left out; no sentence names nothing."""
    form = own[kind]
    least = {spec.name: FULL[kind][spec.name] for spec in form.fields if spec.required}
    facts = full_facts(kind, fields=least, referred=None, witnesses=())
    text = text_of(form, facts, fonts)
    for gap in ("根据的规定", "根据/", "/的规定", "于/", "至/", "向/", "（/）", "：/。", form.words["pending"]):
        assert gap not in text, gap


def test_unused_rows_of_the_inventory_are_struck(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    form = own[K.SEIZURE_INVENTORY]
    struck = {}
    for count in (1, 3, 9, 10, 25):
        rows = tuple({**GOODS[0], "name": f"物品{n}"} for n in range(count))
        facts = full_facts(K.SEIZURE_INVENTORY, fields={"goods": rows})
        content = fill(form, facts)
        struck[count] = next(getattr(block, "struck_rows", 0) for block in content.blocks if hasattr(block, "end_row"))
        text = text_of(form, facts, fonts)
        assert all(f"物品{n}" in text for n in range(count))
        assert "（以下空白）" in text
        assert f"以上共{count}项" in text
    # ten rows with the one that closes the list
    assert struck == {1: 8, 3: 6, 9: 0, 10: 0, 25: 0}


def test_the_inventory_is_signed_on_every_page(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    rows = tuple({**GOODS[0], "name": f"物品{n}"} for n in range(80))
    pages = pages_of(own[K.SEIZURE_INVENTORY], full_facts(K.SEIZURE_INVENTORY, fields={"goods": rows}), fonts)
    assert len(pages) > 2
    for page in pages[:-1]:
        assert "执法人员（签名）：" in page
        assert "当事人（签名）：" in page
    assert "拒绝签名的" in pages[-1]


def test_sixty_questions_are_signed_at_the_foot_of_every_page(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    answers = tuple({"question": f"第{n}个问题是什么？", "answer": f"这是第{n}个回答。" * 4} for n in range(1, 61))
    pages = pages_of(own[K.INTERVIEW_RECORD], with_fields(K.INTERVIEW_RECORD, answers=answers), fonts)
    assert len(pages) > 4
    for page in pages[:-1]:
        assert "询问人（签名）：" in page
        assert "被询问人（签名、捺指印）：" in page
    # the last page has the signature block, with room for everybody's name
    assert "被询问人（签名、捺指印）宋𬭚" in pages[-1]
    assert "以上笔录我看过（向我宣读过），与我所述一致" in pages[-1]
    whole = "".join(pages)
    assert all(f"问：第{n}个问题是什么？" in whole for n in range(1, 61))
    assert all(f"答：这是第{n}个回答。" in whole for n in range(1, 61))


def test_an_interviewee_is_told_before_the_first_question(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    text = text_of(own[K.INTERVIEW_RECORD], full_facts(K.INTERVIEW_RECORD), fonts)
    places = [text.index(word) for word in ("出示证件", "如实回答", "有权拒绝接受询问", "有权申请回避", "问：你在单位")]
    assert places == sorted(places)


def test_the_ten_steps_are_boxes_in_the_order_of_the_law(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    form = own[K.SEIZURE_RECORD]
    labels = [label for _, label in next(spec for spec in form.fields if spec.name == "steps").choices]
    assert [label[:3] for label in labels] == [f"（{n}）" for n in "一二三四五六七八九十"]
    content = fill(form, full_facts(K.SEIZURE_RECORD))
    options = next(block.options for block in content.blocks if hasattr(block, "options"))
    assert [ticked for _, ticked in options] == [True] * 8 + [False] * 2
    text = text_of(form, full_facts(K.SEIZURE_RECORD), fonts)
    assert all(squeezed(label) in text for label in labels)


def test_what_the_party_did_not_say_is_not_claimed(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    text = text_of(own[K.SEIZURE_RECORD], with_fields(K.SEIZURE_RECORD, party_statement=""), fonts)
    assert "当事人的陈述、申辩和意见（没有异议的，请书写" in text
    text = text_of(own[K.INTERVIEW_RECORD], with_fields(K.INTERVIEW_RECORD, told_answer=""), fonts)
    assert "是否申请回避？答：＿＿＿" in text


def test_an_urgent_seizure_says_so(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    form = own[K.SEIZURE_DECISION]
    urgent = text_of(form, full_facts(K.SEIZURE_DECISION), fonts)
    assert "因情况紧急" in urgent
    assert "机关负责人批准2026年11月20日15时5分" in urgent
    calm = text_of(form, with_fields(K.SEIZURE_DECISION, is_urgent="", measure_at="", approved_at=""), fonts)
    assert "情况紧急" not in calm
    assert "经本机关负责人批准，决定对你单位下列场所、设施或者财物予以查封：" in calm
    assert "机关负责人批准2026年11月20日" in calm


@pytest.mark.parametrize(
    ("kind", "word", "said"),
    [
        (K.SEIZURE_DISPOSAL, "confiscate", "决定对下列非法财物予以没收："),
        (K.SEIZURE_DISPOSAL, "destroy", "决定对下列财物依法予以销毁："),
        (K.SEIZURE_DISPOSAL, "release", "决定解除对下列场所、设施、财物的查封、扣押："),
        (K.SEIZURE_DISPOSAL, "transfer", "决定将下列财物移送处理："),
        (K.PRESERVATION_DISPOSAL, "return", "解除先行登记保存，将上述证据退还当事人。"),
        (K.PRESERVATION_DISPOSAL, "seize", "解除先行登记保存，依法另行作出查封、扣押决定。"),
        (K.PRESERVATION_DISPOSAL, "transfer", "将上述证据移送有权机关处理。"),
        (K.PRESERVATION_DISPOSAL, "confiscate", "对上述财物依法予以没收，以行政处罚决定书为准。"),
        (K.PRESERVATION_DISPOSAL, "release", "解除对上述证据的先行登记保存。"),
    ],
)
def test_a_disposal_says_what_was_decided_and_only_that(
    own: dict[DocumentKind, Form], fonts: FontSet, kind: DocumentKind, word: str, said: str
) -> None:
    texts = {w: text_of(own[kind], with_fields(kind, disposal=w), fonts) for w in words_of(own[kind], "disposal")}
    assert {w for w, text in texts.items() if said in text} == {word}


def words_of(form: Form, name: str) -> tuple[str, ...]:
    return next(spec.words for spec in form.fields if spec.name == name)


def test_the_fine_is_printed_in_capitals_and_how_it_is_paid(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    kind = K.SPOT_PENALTY_UNIT
    bank = text_of(own[kind], full_facts(kind), fonts)
    assert "人民币贰仟捌佰伍拾元伍角整（2850.50元）" in bank
    assert "收到本决定书之日起十五日内" in bank
    assert "百分之三" in bank
    cash = text_of(own[kind], with_fields(kind, payment="on_spot", bank="", account="", fine="100"), fonts)
    assert "人民币壹佰元整（100元）" in cash
    assert "专用票据" in cash
    assert "十五日内，到指定的银行" not in cash
    unsaid = text_of(own[kind], with_fields(kind, payment="", bank="", account=""), fonts)
    assert "到指定的银行或者通过电子支付系统缴纳罚款" in unsaid
    warned = text_of(own[kind], with_fields(kind, penalty=("warning",), fine="", payment="", bank=""), fonts)
    assert "行政处罚警告" in warned
    assert "罚款数额" not in warned


def test_a_receipt_leaves_room_for_the_hand(own: dict[DocumentKind, Form], fonts: FontSet) -> None:
    """What is not known before service is written by hand, so nothing empty is struck by a sign."""
    served = ({"document": "责令限期整改指令书", "number": "（津蓟）应急责改〔2026〕12号"},)
    facts = with_fields(K.SERVICE_RECEIPT, served=served, remark="", case_name="")
    assert "/" not in text_of(own[K.SERVICE_RECEIPT], facts, fonts)


def test_two_officers_sign(own: dict[DocumentKind, Form]) -> None:
    for kind in KINDS:
        if kind is K.SERVICE_RECEIPT:
            continue
        one = full_facts(kind)
        problems = check_facts(own[kind], replace(one, officers=one.officers[:1]))
        assert ProblemCode.TOO_FEW_OFFICERS in {p.code for p in problems}


def test_a_delegated_organ_gets_no_seizure_not_even_as_a_draft(own: dict[DocumentKind, Form]) -> None:
    organ = replace(ORGAN, enforcement_power=EnforcementPower.DELEGATED)
    for kind in COERCION:
        with pytest.raises(Refused):
            fill(own[kind], replace(empty_draft(kind), organ=organ))
