# SPDX-License-Identifier: MulanPSL-2.0
"""The score sheet on paper: summary and signatures on page 1, every table, working and rules, what is 待核."""

from __future__ import annotations

import pytest

from inspector_app.documents import FontSet, Form, check_facts, fill, load_form, render
from inspector_app.documents.blocks import DocumentContent, Paragraph, TitledTable
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import ProblemCode, Severity
from inspector_app.domain.score_sheet import Taken
from tests.documents.paper import ROOT, page_texts, squeezed
from tests.documents.score import a_score_sheet
from tests.helpers.scores import MISSING, scored

FORM = load_form(ROOT / "forms", DocumentKind.SCORE_SHEET)


def tables(content: DocumentContent) -> dict[str, TitledTable]:
    return {b.part.rpartition(" ")[2]: b for b in content.blocks if isinstance(b, TitledTable)}


def paragraphs(content: DocumentContent) -> list[str]:
    return [b.text for b in content.blocks if isinstance(b, Paragraph)]


def pages(fonts: FontSet, content: DocumentContent) -> list[str]:
    return [squeezed(text) for text in page_texts(render(FORM, content, {}, fonts).pdf)]


def test_page_1_holds_site_summary_grade_and_signatures(fonts: FontSet) -> None:
    content = fill(FORM, a_score_sheet())
    first, *rest = pages(fonts, content)
    for words in ("表A建筑施工安全检查评分汇总表", "74.37", "合格（待核）", "66.93", "缺项", "刘志强", "年月日"):
        assert squeezed(words) in first
    assert "签名" not in "".join(rest)
    assert f"第{len(rest) + 1}页共{len(rest) + 1}页" in rest[-1]


def test_tables_of_a_line_are_named_shortly() -> None:
    def scaffolds(off: dict[str, object]) -> str:
        return tables(fill(FORM, a_score_sheet(off)))["汇总表"].rows[2][2].text

    assert scaffolds({}) == "表B.3至表B.10"
    assert scaffolds({"B5": MISSING}) == "表B.3、表B.4、表B.6至表B.10"
    assert scaffolds({f"B{n}": MISSING for n in range(3, 11)}) == "表B.3至表B.10"


def test_every_table_stands_there_with_its_items(fonts: FontSet) -> None:
    content = fill(FORM, a_score_sheet())
    shown = tables(content)
    assert [no for no in shown if no.startswith("表B")] == [f"表B.{n}" for n in (1, 2, 3, 8, 12, 13, 14, 16, 17, 19)]
    gone = [text for text in paragraphs(content) if "全部缺项" in text]
    assert [text.split("　")[0] for text in gone] == [f"表B.{n}" for n in (4, 5, 6, 7, 9, 10, 11, 15, 18)]
    assert "架体基础" in gone[0]
    rows = [[cell.text or cell.strong for cell in row] for row in shown["表B.13"].rows]
    assert rows[4] == ["5", "/", "洞口防护", "10待核", "9", "1", rows[4][-1]]
    assert rows[4][-1].startswith("三层楼板东侧")
    assert rows[9][-3:] == ["/", "缺项", "/"]
    assert rows[-1][2:6] == ["合　　计", "90", "27", "63"]
    assert "63÷90×100＝70分（R5）" in "".join(paragraphs(content))
    assert [row[2].strong for row in shown["表B.14"].rows[-3:]] == ["保证项目小计", "一般项目小计", "合　　计"]


def test_a_table_over_two_pages_repeats_its_name(fonts: FontSet) -> None:
    content = fill(FORM, a_score_sheet({}))
    shown = pages(fonts, content)
    names = [squeezed(table.title) for no, table in tables(content).items() if no.startswith("表B")]
    on = [sum(name in page for page in shown) for name in names]
    assert len(names) == 19 and set(on) == {1, 2}
    heads = sum(page.count("序号类别检查项目") for page in shown)
    assert heads == sum(on)  # never a head without the name of its table


def test_marks_stand_beside_names_points_and_rules(fonts: FontSet) -> None:
    content = fill(FORM, a_score_sheet())
    first = tables(content)["表B.8"].rows[1]
    assert (first[2].text, first[3].text) == ("悬挑钢梁（待核）", "10待核")
    known = tables(content)["表B.3"].rows[0]
    assert (known[2].text, known[3].text) == ("施工方案", "10")
    rules = [text for text in paragraphs(content) if text.startswith("R")]
    assert [text[:2] for text in rules] == ["R1", "R2", "R3", "R4", "R5", "R6", "R7"]
    assert [text[:2] for text in rules if "（待核）" in text] == ["R2", "R7"]
    assert any("四舍五入" in text for text in paragraphs(content))
    assert any("细则未收录" in text for text in paragraphs(content))


def test_a_deduction_without_a_reason_leaves_room_for_the_hand() -> None:
    rows = tables(fill(FORM, a_score_sheet({"B1-02": 3})))["表B.1"].rows
    assert [row[-1].text for row in rows[:3]] == ["/", "", "/"]


def test_a_draft_says_what_is_not_checked(fonts: FontSet) -> None:
    score = scored({}, **{"JGJ59-B13-02": Taken(), "JGJ59-B19-11": Taken()})
    draft = a_score_sheet(score=score, is_draft=True, number="", fields={})
    content = fill(FORM, draft)
    assert "（还有2项未查，不能出分）" in pages(fonts, content)[0]
    assert [cell.text for cell in tables(content)["表B.13"].rows[1]][-3:] == ["未查", "未查", "/"]
    assert [cell.text for cell in tables(content)["汇总表"].rows[5]][-2:] == ["未查", "未查"]


@pytest.mark.parametrize(
    ("score", "code"),
    [
        (None, ProblemCode.SCORE_NONE),
        (scored({}, **{"JGJ59-B1-01": Taken()}), ProblemCode.SCORE_NOT_READY),
        (scored({f"B{n}": MISSING for n in range(1, 20)}), ProblemCode.SCORE_ALL_MISSING),
    ],
    ids=["none", "open", "missing"],
)
def test_without_a_score_it_is_refused_and_a_draft_warns(score: object, code: ProblemCode) -> None:
    facts = a_score_sheet(score=score)
    assert [(p.code, p.severity) for p in check_facts(FORM, facts)] == [(code, Severity.BLOCK)]
    draft = a_score_sheet(score=score, is_draft=True, number="")
    assert [(p.code, p.severity) for p in check_facts(FORM, draft)] == [(code, Severity.WARN)]


def test_other_forms_ask_for_no_score(forms: dict[DocumentKind, Form]) -> None:
    facts = a_score_sheet(score=None, kind=DocumentKind.INSPECTION_RECORD, number="1")
    assert ProblemCode.SCORE_NONE not in {p.code for p in check_facts(forms[DocumentKind.INSPECTION_RECORD], facts)}
