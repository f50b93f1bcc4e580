# SPDX-License-Identifier: MulanPSL-2.0
"""What a person filled in becomes words, and what is missing is named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspector_app.documents import DocumentContent, canonical_json, check_facts, default_values, field_specs, fill
from inspector_app.documents.blocks import Choices, Grid, Heading, Opinions, Paragraph, Signatures, Table, texts
from inspector_app.documents.form import BlockKind, Condition, Guard
from inspector_app.documents.phrases import Phrases
from inspector_app.domain.checklist import Clause
from inspector_app.domain.document_fields import FieldValues, as_json, read_values
from inspector_app.domain.organ import EnforcementPower, OrganSector
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from tests.documents.everything import FIELDS, every_fact, everything
from tests.documents.paper import ORGAN, clause, make_line

FORM = everything()


def filled(fields: FieldValues = FIELDS, **changes: object) -> DocumentContent:
    return fill(FORM, every_fact(fields, **changes))


def without(*names: str) -> FieldValues:
    return {name: value for name, value in FIELDS.items() if name not in names}


def rows(content: DocumentContent) -> dict[str, str]:
    grid = next(b for b in content.blocks if isinstance(b, Grid))
    return {label: value for pairs in grid.rows for label, value in pairs}


def block(content: DocumentContent, part: str) -> object:
    return next(b for b in content.blocks if b.part == part)


def missing(fields: FieldValues, **changes: object) -> list[tuple[str, str, Severity]]:
    problems = check_facts(FORM, every_fact(fields, **changes))
    assert {p.code for p in problems} <= {ProblemCode.VALUE_MISSING}
    return [(p.where, p.fields["field"], p.severity) for p in problems]


def test_each_type_is_printed_in_its_words() -> None:
    said = rows(filled())
    assert said["案由"] == "危险化学品与禁忌物料混存"
    assert said["决定日期"] == "2026年11月21日"
    assert said["实施时间"] == "2026年11月21日9时5分"
    assert said["件数"] == "3件，清单2行"
    assert said["罚款"] == "人民币贰万零叁佰零伍元伍角整（￥20305.50）"
    assert said["扣押"] == "扣押"
    assert said["听取意见"].startswith("实施前已向行政机关负责人报告并经批准、当场告知当事人")
    assert said["紧急"] == "是"
    assert said["行业"] == "危险化学品"


def test_guards_ask_for_fields_and_words() -> None:
    said = rows(filled(without("fine", "steps", "is_urgent") | {"measure": "seal"}))
    assert said["罚款"] == "不罚款"
    assert {"扣押", "听取意见"}.isdisjoint(said)
    assert said["紧急"] == "否"
    opinions = block(filled(without("is_urgent")), "审批")
    assert isinstance(opinions, Opinions)
    assert [row.label for row in opinions.rows] == ["承办人\n意　见", "审　核\n意　见"]
    signers = block(filled(without("is_urgent")), "签名")
    assert isinstance(signers, Signatures)
    assert "补办日期" not in [row.role for row in signers.rows]
    assert rows(filled(FIELDS | {"fine": "  "}))["罚款"] == "不罚款"


def test_required_fields_are_named_by_their_labels_drafts_only_warn() -> None:
    bad = without("cause", "measure", "goods") | {"reason": " \n"}
    expected = [("field:cause", "案由"), ("field:reason", "理由"), ("field:measure", "措施"), ("field:goods", "物品")]
    assert missing(bad) == [(*named, Severity.BLOCK) for named in expected]
    assert missing(bad, is_draft=True, number="") == [(*named, Severity.WARN) for named in expected]
    with pytest.raises(Refused):
        filled(bad)
    goods = ({"name": "丙酮"}, {"quantity": "3"}, {}, {"name": " "})
    found = missing(FIELDS | {"goods": goods})
    assert found == [("field:goods", "名称", Severity.BLOCK), ("field:goods", "数量", Severity.BLOCK)]
    assert missing(FIELDS | {"goods": ({}, {"name": ""})}) == [("field:goods", "物品", Severity.BLOCK)]


def test_a_word_that_the_form_does_not_know_counts_as_nothing() -> None:
    assert missing(FIELDS | {"measure": "burn"}) == [("field:measure", "措施", Severity.BLOCK)]
    assert "听取意见" not in rows(filled(FIELDS | {"steps": ("shout",)}))


def test_in_a_draft_what_is_required_is_called_for() -> None:
    content = filled({}, is_draft=True, number="", remedy="")
    said = rows(content)
    assert said["案由"] == said["决定日期"] == "（待填写）"
    assert said["实施时间"] == "/"
    goods = block(content, "物品清单")
    assert isinstance(goods, Table)
    assert (goods.rows, goods.end_row, goods.struck_rows) == ((), "（待填写）", 5)
    remedy = block(content, "救济途径")
    assert isinstance(remedy, Paragraph)
    assert remedy.text == "（待填写）"
    opinions = block(content, "审批")
    assert isinstance(opinions, Opinions)
    assert [row.text for row in opinions.rows] == ["（待填写）", ""]  # the reviewer writes by hand


def test_an_order_without_remedy_is_not_issued() -> None:
    problems = check_facts(FORM, every_fact(remedy=" "))
    assert [(p.code, p.where) for p in problems] == [(ProblemCode.VALUE_MISSING, "everything:remedy")]


def test_rows_are_struck_up_to_their_least_and_closed() -> None:
    table = block(filled(), "物品清单")
    assert isinstance(table, Table)
    assert table.caption == "物品清单（2项）"
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "过氧化氢（27.5%）", "25kg/桶", "40", "2026年9月3日　完好", ""],
        ["2", "丙酮", "/", "12", "破损", ""],
    ]
    assert (table.end_row, table.struck_rows) == ("（以下空白）", 3)
    many = tuple({"name": f"物品{n}", "quantity": "1"} for n in range(8))
    table = block(filled(FIELDS | {"goods": many}), "物品清单")
    assert isinstance(table, Table)
    assert (len(table.rows), table.struck_rows) == (8, 0)


def test_rows_become_questions_and_answers() -> None:
    said = [b.text for b in filled().blocks if isinstance(b, Paragraph) and b.part.startswith("问答")]
    assert said == [
        "问：你是仓库的保管员吗？\n答：是的，我从2019年起在这里工作。",
        "问：为什么混存？\n答：仓库不够用，我知道不对。\n当时没有向领导报告。",
    ]
    half = filled(FIELDS | {"answers": ({"question": "还有补充吗？"},)})
    assert "问：还有补充吗？\n答：/" in [text for _, text in texts(half)]
    assert "（没有问答）" in [text for _, text in texts(filled(without("answers")))]


def test_choices_tick_what_was_chosen_and_keep_the_rest() -> None:
    content = filled()
    single, several = (b for b in content.blocks if isinstance(b, Choices))
    assert single.options == (("查封", False), ("扣押", True))
    assert (single.caption, single.per_line, several.per_line) == ("采取下列措施：", False, True)
    assert [ticked for _, ticked in several.options] == [True, False, False, True, True]


def test_verdicts() -> None:
    content = filled()
    table = block(content, "复查情况")
    assert isinstance(table, Table)
    assert [row[3].text for row in table.rows] == [
        "已整改。清理杂物和积尘已核实（照片1）",
        "部分整改。立即恢复联锁；确需旁路的，履行审批手续并落实监护措施已核实",
        "未整改。",
    ]
    assert [row[2].text for row in table.rows] == ["2026年\n12月5日", "立即整改", "2026年\n12月5日"]
    result = block(content, "复查结果")
    assert isinstance(result, Paragraph)
    assert result.text == "已整改1项，部分整改1项，未整改1项。"
    done = [b.part for b in filled(verdicts=every_fact().verdicts[:1]).blocks]
    assert "复查情况" in done
    assert "复查结果" not in done


def test_the_basis_of_the_order_is_that_of_its_lines() -> None:
    def basis(*lines: object) -> str:
        said = block(filled(lines=lines), "依据")
        assert isinstance(said, Paragraph)
        return said.text.removeprefix("根据").partition("的规定")[0]

    second, third = clause("第六十五条第一款第（二）项"), clause("第六十五条第一款第（三）项")
    device = clause("第六十二条", "中华人民共和国特种设备安全法")
    law, own = "《中华人民共和国安全生产法》", "《中华人民共和国安全生产法》第六十五条第一款第（四）项"
    one, two = make_line(1, order_basis=(second, device)), make_line(2, order_basis=(third, second))
    assert basis(one, two) == (
        f"{law}第六十五条第一款第（二）项、第六十五条第一款第（三）项、《中华人民共和国特种设备安全法》第六十二条"
    )
    assert basis(make_line(1)) == own
    assert (
        basis(one, make_line(2))
        == f"{law}第六十五条第一款第（二）项、《中华人民共和国特种设备安全法》第六十二条、{own}"
    )
    at_once = replace(FORM, words={**FORM.words, "order_basis_immediate": "另一条"})
    said = [text for _, text in texts(fill(at_once, every_fact(lines=(make_line(2),))))]
    assert any("根据另一条的规定" in text for text in said)


def test_lines_may_name_their_own_bases_and_grade() -> None:
    heading, *others = FORM.blocks
    facts = replace(
        others[0], kind="facts", texts={"text": "{grade} {order_clauses} {penalty_clauses} {f_cause}", "empty": "-"}
    )
    content = fill(replace(FORM, blocks=(heading, facts)), every_fact())
    said = [b.text for b in content.blocks if isinstance(b, Paragraph)]
    assert said[1] == "一般事故隐患 《中华人民共和国特种设备安全法》第六十二条 / 危险化学品与禁忌物料混存"
    assert said[2].startswith("重大事故隐患 《中华人民共和国安全生产法》第六十五条第一款第（二）项 ")
    assert "《中华人民共和国安全生产法》第一百零二条" in said[2]


def test_signers_may_be_named_by_fields_and_blanks_stay_open() -> None:
    signers = block(filled(), "签名")
    assert isinstance(signers, Signatures)
    assert signers.rows[2].role.startswith("天津渤海精细化工")
    assert signers.rows[2].detail == "危险化学品与禁忌物料混存"
    form = replace(FORM, fields=tuple(replace(spec, required=False) for spec in FORM.fields))
    blank = next(b for b in fill(form, every_fact(without("cause"))).blocks if isinstance(b, Signatures))
    assert blank.rows[2].detail == ""


def test_defaults_are_values_that_can_be_read_and_printed() -> None:
    facts = every_fact({}, is_draft=True, number="")
    values = default_values(FORM, facts)
    assert values == {
        "cause": "天津渤海精细化工（蓟州）有限公司涉嫌违法",
        "reason": "2026年11月20日现场检查记录（（津蓟）应急检记〔2026〕12号）认定的问题共3项。",
        "decided_on": "2026-11-21",
        "measure_at": "2026-11-20T09:05+08:00",
        "pieces": "3",
        "measure": "seal",
        "steps": ("report", "two_officers"),
    }
    reading = read_values(field_specs(FORM), as_json(values))
    assert (reading.values, reading.problems) == (values, ())
    assert rows(fill(FORM, replace(facts, fields=values)))["决定日期"] == "2026年11月21日"
    bare = replace(facts, referred=None)
    assert str(default_values(FORM, bare)["reason"]).startswith("（）认定")  # nothing is struck, nothing guessed


def test_a_form_of_another_department_is_refused_and_one_without_power_may_be_allowed() -> None:
    none = replace(ORGAN, enforcement_power=EnforcementPower.NONE)
    assert "检查人员 张建国" in [text for _, text in texts(filled(organ=none))]
    other = replace(none, sector=OrganSector.CONSTRUCTION, enforcement_power=EnforcementPower.DELEGATED)
    with pytest.raises(Refused) as refused:
        filled(organ=other, is_draft=True, number="")
    assert [p.code for p in refused.value.problems] == [
        ProblemCode.ORGAN_WITHOUT_POWER,
        ProblemCode.FORM_NOT_FOR_SECTOR,
    ]


def test_a_paper_of_its_own_series_shows_no_number_in_the_head() -> None:
    own = fill(replace(FORM, own_series=True), every_fact(number="询问笔录2026-3"))
    assert (own.number, own.running.number) == ("询问笔录2026-3", "")
    assert filled().running.number == "（津蓟）应急查扣字〔2026〕第3号"
    first = FORM.blocks[0]
    bare = replace(FORM, blocks=(replace(first, texts={**first.texts, "number": ""}), *FORM.blocks[1:]))
    heading = fill(bare, every_fact()).blocks[0]
    assert isinstance(heading, Heading)
    assert heading.number == ""


def test_findings_and_deadlines_are_asked_for_where_they_are_printed() -> None:
    table = next(b for b in FORM.blocks if b.kind is BlockKind.VERDICTS)

    def codes(text: str, guard: Guard, **changes: object) -> list[ProblemCode]:
        columns = (replace(table.columns[0], text=text),)
        findings = replace(table, kind=BlockKind.FINDINGS, columns=columns, guard=guard)
        form = replace(FORM, blocks=(*FORM.blocks, findings))
        return [p.code for p in check_facts(form, every_fact(**changes))]

    undated = (make_line(1, deadline=None),)
    assert codes("{deadline}", Guard(), lines=()) == [ProblemCode.NO_FINDINGS_CHOSEN]
    assert codes("{deadline}", Guard(when=Condition.HAS_FINDINGS), lines=()) == []
    assert codes("{deadline}", Guard(), lines=undated) == [ProblemCode.DEADLINE_MISSING]
    assert codes("{ordinal}", Guard(), lines=undated) == []
    assert check_facts(FORM, every_fact(lines=())) == ()  # this form has no table of findings
    assert check_facts(FORM, every_fact(lines=undated)) == ()


def test_all_that_is_printed_stands_in_the_canonical_json() -> None:
    content = filled()
    parsed = json.loads(canonical_json(content))
    strings = json.dumps(parsed, ensure_ascii=False)
    said = [text for _, text in texts(content)]
    assert all(json.dumps(text, ensure_ascii=False)[1:-1] in strings for text in said)
    for expected in ("扣押", "听取陈述和申辩", "承办人\n意　见", "拟同意。", "由收件人填写后退回", "生产日期、状况"):
        assert expected in said
    assert canonical_json(content) == canonical_json(filled())


def test_dates_and_laws_in_phrases() -> None:
    phrases = Phrases(FORM.words)
    assert phrases.by_law([]) == ""
    assert phrases.by_law([clause(""), clause("第一条")]) == "《中华人民共和国安全生产法》第一条"
    assert phrases.by_law([clause(""), clause("")]) == "《中华人民共和国安全生产法》"
    typed = Clause(law="", name="企业自订制度第八条", confirmed_by="张建国")
    assert phrases.by_law([typed, clause("第一条"), typed]) == "企业自订制度第八条、《中华人民共和国安全生产法》第一条"
