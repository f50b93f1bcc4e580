# SPDX-License-Identifier: MulanPSL-2.0
"""Facts become exactly the words that are printed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from inspector_app.documents import DocumentContent, Form, canonical_json, check_facts, fill
from inspector_app.documents.blocks import Annex, Paragraph, Seal, Signatures, Table, texts
from inspector_app.documents.phrases import Phrases
from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from tests.documents.paper import FIRST, ORGAN, ZONE, clause, make_facts, make_items, make_line, make_photos

Forms = dict[DocumentKind, Form]


def filled(forms: Forms, facts: DocumentFacts) -> DocumentContent:
    return fill(forms[facts.kind], facts)


def whole(content: DocumentContent) -> str:
    return "\n".join(text for _, text in texts(content))


@pytest.fixture
def phrases(forms: Forms) -> Phrases:
    return Phrases(forms[DocumentKind.RECTIFICATION_ORDER].words)


def test_dates_and_times_have_no_zeros(phrases: Phrases) -> None:
    assert phrases.date(date(2026, 3, 5)) == "2026年3月5日"
    start = datetime(2026, 3, 5, 9, 5, tzinfo=ZONE)
    assert phrases.moment(start) == "2026年3月5日9时5分"
    assert phrases.span(start, start.replace(hour=11, minute=30)) == "2026年3月5日9时5分至11时30分"
    assert phrases.span(start, start.replace(day=6, minute=0)) == "2026年3月5日9时5分至2026年3月6日9时0分"
    assert phrases.span(start, None) == ""


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([1], "1"), ([3, 1], "1、3"), ([1, 2], "1、2"), ([1, 2, 3, 5, 7, 8], "1至3、5、7、8"), (range(1, 21), "1至20")],
)
def test_numbers_are_grouped(phrases: Phrases, numbers: list[int], said: str) -> None:
    assert phrases.numbers(numbers) == said


def test_citations_are_as_given(phrases: Phrases) -> None:
    assert (
        phrases.citation(clause("第六十五条第一款第（二）项"))
        == "《中华人民共和国安全生产法》第六十五条第一款第（二）项"
    )
    standard = clause("6.1.3", "危险化学品企业特殊作业安全规范", "GB 30871-2022")
    assert phrases.citation(standard) == "《危险化学品企业特殊作业安全规范》（GB 30871-2022）6.1.3"
    assert phrases.citation(clause("", "安全生产许可证条例", "国务院令第397号")) == "《安全生产许可证条例》"
    typed = Clause(law="", name="企业自订《动火管理制度》第八条", confirmed_by="张建国")
    assert phrases.citation(typed) == "企业自订《动火管理制度》第八条"


def test_an_order_says_what_the_law_wants(forms: Forms) -> None:
    content = filled(forms, make_facts(lines=7))
    text = whole(content)
    for expected in (
        "经查，你单位存在下列问题：",
        "第2、7项问题立即整改；",
        "第1、3、5项问题于2026年12月5日前整改完毕；",
        "第4、6项问题于2026年12月20日前整改完毕。",
        "第六十五条第一款第（二）项、第（三）项的规定",
        "六十日内向天津市蓟州区人民政府申请行政复议",
        "六个月内依法向天津市蓟州区人民法院提起行政诉讼",
        "不停止执行本指令书，法律另有规定的除外",
        "整改期间，你单位应当采取措施，确保安全生产",
        "张建国（证号02012250001）、欧阳䶮（证号02012250017）",
        "（津蓟）应急检记〔2026〕12号",
        "一份由天津市蓟州区应急管理局备案，一份交被检查单位",
        "统一社会信用代码",
    ):
        assert expected in text, expected
    table = next(b for b in content.blocks if isinstance(b, Table))
    assert [row[1].strong for row in table.rows] == ["", "", "【重大事故隐患】", "", "", "", ""]
    assert table.end_row == "（以下空白）"
    assert table.rows[0][4].text == "2026年\n12月5日前"


def test_without_immediate_lines_only_the_second_item_is_cited(forms: Forms) -> None:
    text = whole(filled(forms, make_facts(lines=1)))
    assert "第六十五条第一款第（二）项的规定" in text
    assert "第（三）项" not in text


def test_a_stop_is_left_to_the_decision_that_can_order_it(forms: Forms) -> None:
    line = make_line(2, deadline_class=DeadlineClass.STOP)
    text = whole(filled(forms, replace(make_facts(lines=1), lines=(line,))))
    assert "以本机关依法作出的现场处理措施决定书为准" in text
    assert "第2项问题立即整改" in text


def test_the_record_has_no_remedy_and_never_takes_unchecked_for_compliant(forms: Forms) -> None:
    facts = make_facts("inspection_record", 7, items=make_items(40))
    content = filled(forms, facts)
    text = whole(content)
    assert "行政复议" not in text
    assert "诉讼" not in text
    lists = {p.part: p.text for p in content.blocks if isinstance(p, Paragraph) and p.style == "list"}
    for item in facts.items:
        compliant = any(
            item.code in p.text for p in content.blocks if isinstance(p, Paragraph) and p.part == "符合的项目"
        )
        assert compliant == (item.result is AnswerResult.COMPLIANT)
        if item.result is AnswerResult.NOT_CHECKED:
            assert item.code in lists["未检查的项目"]
    assert "1．甲醇储罐区东侧围堰：3号储罐" in text
    assert "（照片1、2）。" in text
    assert "我们是天津市蓟州区应急管理局执法人员张建国、欧阳䶮，证件号码为02012250001、02012250017" in text


def test_typed_text_is_never_taken_for_a_slot_or_a_mark(forms: Forms) -> None:
    hostile = "{organ} {court} %s {} {0} <b>10<x and y>20</b> &amp; \\n"
    facts = replace(make_facts(lines=1), lines=(make_line(1, description=hostile, place="{unit}"),))
    table = next(b for b in filled(forms, facts).blocks if isinstance(b, Table))
    assert table.rows[0][1].text == "{unit}：" + hostile + "（照片1、2）"


def test_empty_fields_are_struck_and_in_a_draft_called_for(forms: Forms) -> None:
    unit = replace(make_facts().enterprise, phone="", credit_code="", person_in_charge="")
    issued = make_facts(enterprise=unit)
    assert ("/", True) in [(text, True) for _, text in texts(filled(forms, issued))]
    draft = make_facts("inspection_record", enterprise=unit, is_draft=True, number="", finished_at=None)
    assert "（待填写）" in whole(filled(forms, draft))
    with pytest.raises(Refused) as refused:
        filled(forms, replace(draft, is_draft=False))
    fields = {p.fields.get("field") for p in refused.value.problems}
    assert {"number", "finished_at", "person_in_charge"} <= fields


def test_what_is_missing_is_named_at_once(forms: Forms) -> None:
    organ = replace(ORGAN, review_organ=" ", court="")
    line = make_line(1, deadline=None)
    facts = replace(make_facts(organ=organ), officers=make_facts().officers[:1], lines=(line,))
    problems = check_facts(forms[facts.kind], facts)
    assert {(p.code, p.severity) for p in problems} == {
        (ProblemCode.ORGAN_INCOMPLETE, Severity.BLOCK),
        (ProblemCode.TOO_FEW_OFFICERS, Severity.BLOCK),
        (ProblemCode.DEADLINE_MISSING, Severity.BLOCK),
    }
    assert {p.severity for p in check_facts(forms[facts.kind], replace(facts, is_draft=True))} == {Severity.WARN}
    nothing = replace(make_facts(), lines=())
    assert [p.code for p in check_facts(forms[facts.kind], nothing)] == [ProblemCode.NO_FINDINGS_CHOSEN]


@pytest.mark.parametrize("kind", FIRST)
def test_an_organ_without_power_gets_no_document_not_even_a_draft(forms: Forms, kind: DocumentKind) -> None:
    facts = make_facts(kind, organ=replace(ORGAN, enforcement_power=EnforcementPower.NONE), is_draft=True)
    with pytest.raises(Refused) as refused:
        filled(forms, facts)
    assert [p.code for p in refused.value.problems] == [ProblemCode.ORGAN_WITHOUT_POWER]


def test_another_kind_is_refused(forms: Forms) -> None:
    with pytest.raises(Refused) as refused:
        fill(forms[DocumentKind.INSPECTION_RECORD], make_facts())
    assert refused.value.problems[0].code is ProblemCode.FORM_UNKNOWN


def test_draft_and_demonstration_show_on_every_page(forms: Forms) -> None:
    issued = filled(forms, make_facts())
    assert issued.running.watermarks == ()
    assert issued.running.notice == ""
    draft = filled(forms, make_facts(is_draft=True, number="", organ=replace(ORGAN, is_demo=True)))
    assert draft.running.watermarks == ("草稿　未生效", "演示")
    assert "不具有法律效力" in draft.running.notice
    seals = [next(b for b in c.blocks if isinstance(b, Seal)).placeholder for c in (issued, draft)]
    assert seals == ["", "印章"]


def test_signers(forms: Forms) -> None:
    block = next(b for b in filled(forms, make_facts()).blocks if isinstance(b, Signatures))
    assert [row.role for row in block.rows] == [
        "执法人员 张建国",
        "执法人员 欧阳䶮",
        "被检查单位负责人\n（签收）",
        "签收日期",
    ]
    record = filled(forms, make_facts("inspection_record", accompanied_by=make_facts().accompanied_by))
    block = next(b for b in record.blocks if isinstance(b, Signatures))
    assert [row.detail for row in block.rows][-1] == "刘志强　安全总监"
    assert block.note_label


def test_photos(forms: Forms) -> None:
    annex = next(b for b in filled(forms, make_facts(photos=make_photos(2))).blocks if isinstance(b, Annex))
    assert dict(annex.photos[0].fields)["拍摄时间"] == "2026年11月20日9时31分"
    assert annex.photos[0].hash_note == "原件校验码 " + make_photos(1)[0].sha256[:8]
    odd = replace(make_photos(1)[0], taken_at="昨天", proves="")
    annex = next(b for b in filled(forms, make_facts(photos=(odd,))).blocks if isinstance(b, Annex))
    assert dict(annex.photos[0].fields)["拍摄时间"] == "昨天"
    assert dict(annex.photos[0].fields)["证明对象"] == "/"


def test_canonical_json_is_stable_and_whole(forms: Forms) -> None:
    content = filled(forms, make_facts(photos=make_photos(1)))
    text = canonical_json(content)
    assert text == canonical_json(filled(forms, make_facts(photos=make_photos(1))))
    parsed = json.loads(text)
    assert json.dumps(parsed, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert parsed["form_sha256"] == forms[DocumentKind.RECTIFICATION_ORDER].sha256
    strings = json.dumps(parsed, ensure_ascii=False)
    assert all(json.dumps(shown, ensure_ascii=False)[1:-1] in strings for _, shown in texts(content))
    assert [b["kind"] for b in parsed["blocks"]][:2] == ["heading", "grid"]
    text.encode("utf-8")
