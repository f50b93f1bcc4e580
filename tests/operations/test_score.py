# SPDX-License-Identifier: MulanPSL-2.0
"""A building site scored through the program: answers, tables left out, the score sheet as a document."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.organ import OrganSector
from inspector_app.domain.problems import ProblemCode, Refused, blocking
from inspector_app.domain.score_sheet import shown
from inspector_app.ledgers.inspections import view
from inspector_app.ledgers.score import score_of
from inspector_app.operations import answers, documents, findings, inspections
from inspector_app.operations.document_graph import kinds_for
from inspector_app.operations.inspection_moves import PlanDraft, plan_inspection
from inspector_app.operations.score import leave_out_table, take_in_table
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.domain.test_jgj59 import BAD, FAIR
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit, an_enterprise, an_inspection, people
from tests.helpers.scores import MISSING, a_site, a_weighted_pack, answer_site

SHEET = DocumentKind.SCORE_SHEET


@pytest.fixture
def works(ws: Workspace) -> Workspace:
    """A workspace of a construction department."""
    a_unit(ws, name="清河县住房和城乡建设局", numbering_word="住建", sector=OrganSector.CONSTRUCTION)
    return ws


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[ProblemCode]:
    return [p.code for p in blocking(refused.value.problems)]


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_the_site_worked_by_hand_comes_out_of_the_answers(works: Workspace) -> None:
    site = a_site(works)
    answer_site(works, site, FAIR)
    sheet = score_of(works, site.id).sheet
    assert sheet is not None and sheet.grade is not None
    assert (shown(sheet.total or 0), sheet.grade.grade) == ("74.37", "合格")


def test_no_checklist_that_scores_is_refused(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        score_of(unit, an_inspection(unit).id)
    assert codes(refused) == [ProblemCode.SCORE_NONE]
    with pytest.raises(Refused) as refused:
        score_of(unit, "nobody")
    assert codes(refused) == [ProblemCode.NOT_FOUND]


def test_what_is_open_is_told_until_all_is_answered(works: Workspace) -> None:
    site = a_site(works)
    answer_site(works, site, {}, leave=("B3-04", "B19-11"))
    found = score_of(works, site.id)
    assert found.open == ("JGJ59-B3-04", "JGJ59-B19-11")
    problem = found.not_ready[0]
    assert (problem.code, problem.where) == (ProblemCode.SCORE_NOT_READY, "item:JGJ59-B3-04")
    assert problem.fields["count"] == "2"
    for code in found.open:
        answers.answer_value(works, site.id, code, "1")
    after = score_of(works, site.id)
    assert not after.not_ready and after.sheet is not None
    assert shown(after.sheet.total or 0) == "99.94"  # B.3 99, mean of eight tables 99.88 (9.99); B.19 99 (4.95)


def test_a_table_is_left_out_and_taken_in_again_as_one_act(works: Workspace) -> None:
    site = a_site(works)
    assert leave_out_table(works, site.id, "表B.5").value == 10
    assert leave_out_table(works, site.id, "碗扣式钢管脚手架检查评分表").value == 0
    sheet = score_of(works, site.id).sheet
    assert sheet is not None and sheet.tables[4].is_missing
    assert take_in_table(works, site.id, "表B.5").value == 10
    undo_last(works)
    results = {a.result for a in view(works, site.id).answers.values()}
    assert results == {AnswerResult.NOT_APPLICABLE}


def test_a_table_that_was_begun_is_not_left_out(works: Workspace, clock: Clock) -> None:
    site = a_site(works)
    answers.answer_value(works, site.id, "JGJ59-B5-03", "2")
    for verb in (leave_out_table, take_in_table):
        with pytest.raises(Refused) as refused:
            verb(works, site.id, "表B.5")
        assert codes(refused) == [ProblemCode.SCORE_TABLE_BEGUN]
    with pytest.raises(Refused) as refused:
        leave_out_table(works, site.id, "表B.20")
    assert codes(refused) == [ProblemCode.SCORE_TABLE_UNKNOWN]
    clock.move(hours=1)
    inspections.finish_inspection(works, site.id)
    with pytest.raises(Refused) as refused:
        leave_out_table(works, site.id, "表B.6")
    assert codes(refused) == [ProblemCode.INSPECTION_FINISHED]


def test_a_deduction_begins_its_finding_which_becomes_the_reason(works: Workspace) -> None:
    site = a_site(works)
    made = answers.answer_value(works, site.id, "JGJ59-B13-05", "8").value
    assert made.finding is not None
    assert made.finding.open_slots
    sheet = score_of(works, site.id).sheet
    assert sheet is not None and sheet.tables[12].items[4].reason == ""
    draft = FindingDraft(**{name: getattr(made.finding, name) for name in findings.DRAFT_FIELDS})
    findings.amend_finding(works, made.finding.id, replace(draft, description="三层预留洞口未设盖板"))
    sheet = score_of(works, site.id).sheet
    assert sheet is not None and sheet.tables[12].items[4].reason == "三层预留洞口未设盖板"


# The sheet -------------------------------------------------------------------------------------------------


def test_the_sheet_is_offered_only_where_a_checklist_scores(works: Workspace) -> None:
    site, other = a_site(works), an_inspection(works)
    assert SHEET in {state.kind for state in kinds_for(works, site.id)}
    assert SHEET not in {state.kind for state in kinds_for(works, other.id)}


def test_the_sheet_is_refused_while_an_item_is_not_checked(works: Workspace) -> None:
    site = a_site(works)
    answer_site(works, site, {}, leave=("B1-01",))
    with pytest.raises(Refused) as refused:
        documents.issue_document(works, site.id, SHEET)
    assert ProblemCode.SCORE_NOT_READY in codes(refused)
    drafted = documents.preview_document(works, site.id, SHEET)
    assert ProblemCode.SCORE_NOT_READY in {p.code for p in drafted.problems}
    assert "还有1项未查" in text_of(drafted.pdf)[0]


def test_the_issued_sheet_has_every_table_and_the_reasons(works: Workspace, clock: Clock) -> None:
    site = a_site(works)
    answer_site(works, site, BAD)
    made = answers.answer_value(works, site.id, "JGJ59-B14-02", "20", remark="开关箱PE线断开").value
    assert made.finding is not None
    clock.move(hours=1)
    inspections.finish_inspection(works, site.id)
    issued = documents.issue_document(works, site.id, SHEET, fields={"project": "门诊综合楼"}).value
    assert issued.number.startswith("评分2026-")
    pages = text_of(documents.document_pdf(works, issued.id))
    whole = "".join(pages)
    assert "总分68.57" in pages[0] and "不合格（待核）" in pages[0] and "门诊综合楼" in pages[0]
    assert all(f"表B.{n}" in whole for n in range(1, 20))
    assert "开关箱PE线断开" in whole and "10待核" in whole and "（待核）" in whole
    assert "33÷50小于40÷60" in whole and "10项全部缺项" in whole
    assert f"第1页共{len(pages)}页" in pages[0]
    assert works.check().is_well


def test_no_sheet_before_the_visit_has_begun(works: Workspace, clock: Clock) -> None:
    where = an_enterprise(works, 8)
    plan = PlanDraft(enterprise_id=where.id, pack_ids=("construction_score",), people=people(), planned_at=clock.now)
    planned = plan_inspection(works, plan).value
    with pytest.raises(Refused) as refused:
        documents.issue_document(works, planned.id, SHEET)
    assert {ProblemCode.INSPECTION_NOT_BEGUN, ProblemCode.SCORE_NOT_READY} <= set(codes(refused))


def test_a_site_without_anything_to_score_has_no_sheet(works: Workspace) -> None:
    site = a_site(works)
    answer_site(works, site, {f"B{n}": MISSING for n in range(1, 20)})
    assert [p.code for p in score_of(works, site.id).not_ready] == [ProblemCode.SCORE_ALL_MISSING]
    with pytest.raises(Refused) as refused:
        documents.issue_document(works, site.id, SHEET)
    assert ProblemCode.SCORE_ALL_MISSING in codes(refused)


def test_checklists_with_weights_are_scored_beside_the_tables(works: Workspace) -> None:
    both = a_site(works, pack_ids=("construction_score", a_weighted_pack(works)))
    answer_site(works, both, {})
    found = score_of(works, both.id)
    assert found.open == ("G-1", "G-2", "G-3")
    assert found.sheet is not None and found.sheet.is_ready  # each score waits only for its own items
    for code, result in (("G-1", "compliant"), ("G-2", "noncompliant"), ("G-3", "not_applicable")):
        inspections.answer_item(works, both.id, code, AnswerResult(result))
    after = score_of(works, both.id)
    assert not after.not_ready
    assert [(p.pack.id, shown(p.score.percent or 0)) for p in after.weighted] == [("gate", "75")]
