# SPDX-License-Identifier: MulanPSL-2.0
"""Answers by value: canonical, judged by limits and choices, with the finding that a failing one begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.finding import Finding, FindingDraft
from inspector_app.domain.inspection import (
    AnswerResult,
    Inspection,
    Participant,
    PersonRole,
)
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import answers, findings, inspections, undo
from inspector_app.operations.photos import PhotoSource, add_photos
from inspector_app.workspace import Workspace
from tests.helpers.items import choices, failing, item, visit
from tests.helpers.makers import people
from tests.helpers.pictures import photo

K, R = AnswerKind, AnswerResult
OHM = failing("OHM", K.NUMBER, unit="Ω", limit_most="4", finding="接地电阻实测〔实测值〕，大于 4Ω，位于〔部位〕")
GAS = failing("GAS", K.CHOICE, choices=choices("on", "off", fails=["off"]), finding="报警器处于〔选择〕状态")
NOTE = item("NOTE", K.TEXT)


def live_findings(ws: Workspace, inspection: Inspection) -> tuple[Finding, ...]:
    return ledger.view(ws, inspection.id).live_findings


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[ProblemCode]:
    return [p.code for p in refused.value.problems]


def test_a_value_is_kept_in_its_form_with_the_words_that_stood_there(unit: Workspace) -> None:
    inspection = visit(unit, OHM, GAS, NOTE)
    made = answers.answer_value(unit, inspection.id, "OHM", " ３．５０ Ω").value
    assert (made.answer.value, made.answer.label, made.answer.result) == ("3.5", "3.5Ω", R.COMPLIANT)
    assert made.finding is None
    made = answers.answer_value(unit, inspection.id, "GAS", "「on」").value
    assert (made.answer.value, made.answer.label, made.answer.result) == ("on", "「on」", R.COMPLIANT)
    made = answers.answer_value(unit, inspection.id, "NOTE", " 已更换 ", remark="见照片").value
    assert (made.answer.value, made.answer.result, made.answer.remark) == ("已更换", R.RECORDED, "见照片")
    view = ledger.view(unit, inspection.id)
    assert view.answer("OHM") is not None and view.result("NOTE") is R.RECORDED
    assert sum(p.checked for p in view.progress) == 3 and ledger.rows(unit)[0].checked == 3


def test_a_failing_value_begins_its_finding_with_the_value_in_its_slot(unit: Workspace) -> None:
    inspection = visit(unit, OHM, GAS)
    made = answers.answer_value(unit, inspection.id, "OHM", "6.2").value
    assert made.answer.result is R.NONCOMPLIANT and made.finding is not None
    assert made.finding.description == "接地电阻实测6.2Ω，大于 4Ω，位于〔部位〕"
    assert made.finding.measure == OHM.measure and made.finding.clauses[0].clause == OHM.basis[0].clause
    again = answers.answer_value(unit, inspection.id, "OHM", "7").value
    assert again.finding is not None and again.finding.id == made.finding.id
    assert again.finding.description == "接地电阻实测7Ω，大于 4Ω，位于〔部位〕", (
        "an untouched wording follows the value"
    )
    made = answers.answer_value(unit, inspection.id, "GAS", "off").value
    assert made.finding is not None and made.finding.description == "报警器处于「off」状态"


def test_taking_a_failing_value_back_strikes_its_untouched_finding_out(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    answers.answer_value(unit, inspection.id, "OHM", "6.2")
    back = answers.answer_value(unit, inspection.id, "OHM", "3").value
    assert back.finding is None and live_findings(unit, inspection) == ()
    again = answers.answer_value(unit, inspection.id, "OHM", "9").value
    assert again.finding is not None and again.finding.ordinal == 2
    cleared = answers.answer_value(unit, inspection.id, "OHM", "").value
    assert (
        cleared.answer.result is R.NOT_CHECKED and cleared.answer.value == "" and live_findings(unit, inspection) == ()
    )


def test_a_finding_that_a_person_wrote_in_stays(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    made = answers.answer_value(unit, inspection.id, "OHM", "6.2").value.finding
    assert made is not None
    draft = FindingDraft(**{n: getattr(made, n) for n in findings.DRAFT_FIELDS})
    findings.amend_finding(unit, made.id, replace(draft, description="1#接地极实测6.2Ω"))
    kept = answers.answer_value(unit, inspection.id, "OHM", "8").value
    assert kept.finding is not None and kept.finding.description == "1#接地极实测6.2Ω"
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "OHM", "3")
    assert codes(refused) == [ProblemCode.ANSWER_CONTRADICTS_FINDING]
    assert ledger.view(unit, inspection.id).answers["OHM"].value == "8"


def test_a_photo_keeps_a_finding_too(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    made = answers.answer_value(unit, inspection.id, "OHM", "6.2").value.finding
    assert made is not None
    add_photos(unit, inspection.id, [PhotoSource(name="a.jpg", data=photo())], made.id)
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "OHM", "")
    assert codes(refused) == [ProblemCode.ANSWER_CONTRADICTS_FINDING]


def test_a_person_may_judge_worse_than_the_value_but_never_better(unit: Workspace) -> None:
    inspection = visit(unit, OHM, NOTE)
    made = answers.answer_value(unit, inspection.id, "OHM", "3", result=R.NONCOMPLIANT).value
    assert made.answer.result is R.NONCOMPLIANT and made.answer.value == "3" and made.finding is not None
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "OHM", "9", result=R.COMPLIANT)
    assert codes(refused) == [ProblemCode.ANSWER_FAILS]
    left = answers.answer_value(unit, inspection.id, "OHM", "3", result=R.NOT_APPLICABLE).value
    assert (left.answer.result, left.answer.value, left.finding) == (R.NOT_APPLICABLE, "", None)
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "NOTE", "x", result=R.COMPLIANT)
    assert codes(refused) == [ProblemCode.ANSWER_REQUIRED]


def test_keys_on_items_that_need_a_value(unit: Workspace) -> None:
    points = failing("PTS", K.DEDUCTION, points=10)
    inspection = visit(unit, OHM, NOTE, points, item("RM", K.COMPUTED, calculation="1 + 1"), item("N", K.NOTE))

    def press(code: str, result: AnswerResult) -> tuple[AnswerResult, str]:
        made = inspections.answer_item(unit, inspection.id, code, result).value.answer
        return made.result, made.value

    assert press("OHM", R.NONCOMPLIANT) == (R.NONCOMPLIANT, ""), "measured later; the slot stays open"
    assert live_findings(unit, inspection)[0].open_slots == ("〔实测值〕", "〔部位〕")
    assert answers.answer_value(unit, inspection.id, "OHM", "5").value.finding is not None
    assert live_findings(unit, inspection)[0].open_slots == ("〔部位〕",)
    assert press("OHM", R.NOT_APPLICABLE) == (R.NOT_APPLICABLE, "")
    assert press("PTS", R.COMPLIANT) == (R.COMPLIANT, "0")
    assert press("PTS", R.NONCOMPLIANT) == (R.NONCOMPLIANT, "")
    assert answers.answer_value(unit, inspection.id, "PTS", "4").value.answer.result is R.NONCOMPLIANT
    assert press("PTS", R.NOT_CHECKED) == (R.NOT_CHECKED, "")
    for code, result, problem in (
        ("OHM", R.COMPLIANT, ProblemCode.ANSWER_REQUIRED),
        ("NOTE", R.NONCOMPLIANT, ProblemCode.ANSWER_REQUIRED),
        ("NOTE", R.RECORDED, ProblemCode.ANSWER_REQUIRED),
        ("RM", R.COMPLIANT, ProblemCode.ANSWER_NOT_ASKED),
        ("N", R.NOT_APPLICABLE, ProblemCode.ANSWER_NOT_ASKED),
    ):
        with pytest.raises(Refused) as refused:
            inspections.answer_item(unit, inspection.id, code, result)
        assert codes(refused) == [problem], code


def test_a_remark_on_an_answered_value_leaves_the_value_alone(unit: Workspace) -> None:
    inspection = visit(unit, OHM, NOTE)
    answers.answer_value(unit, inspection.id, "OHM", "3")
    answers.answer_value(unit, inspection.id, "NOTE", "甲")
    kept = inspections.answer_item(unit, inspection.id, "OHM", R.COMPLIANT, "两次平均").value.answer
    assert (kept.value, kept.label, kept.remark) == ("3", "3Ω", "两次平均")
    kept = inspections.answer_item(unit, inspection.id, "NOTE", R.RECORDED, "乙").value.answer
    assert (kept.value, kept.remark) == ("甲", "乙")


def test_ticks_may_be_answered_by_the_word_of_their_result(unit: Workspace) -> None:
    inspection = visit(unit, failing("T"))
    made = answers.answer_value(unit, inspection.id, "T", "noncompliant").value
    assert made.answer.result is R.NONCOMPLIANT and made.answer.value == "" and made.finding is not None
    assert answers.answer_value(unit, inspection.id, "T", "").value.answer.result is R.NOT_CHECKED
    for word in ("maybe", "recorded"):
        with pytest.raises(Refused) as refused:
            answers.answer_value(unit, inspection.id, "T", word)
        assert codes(refused) == [ProblemCode.ANSWER_WRONG]


def test_what_cannot_be_answered_is_refused_and_nothing_is_kept(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    for code, value, problem in (
        ("OHM", "many", ProblemCode.ANSWER_WRONG),
        ("XXX", "1", ProblemCode.ITEM_UNKNOWN),
    ):
        with pytest.raises(Refused) as refused:
            answers.answer_value(unit, inspection.id, code, value)
        assert codes(refused) == [problem]
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "OHM", "3", spot_id="nowhere")
    assert codes(refused) == [ProblemCode.NOT_FOUND]
    assert ledger.view(unit, inspection.id).answers == {}
    inspections.finish_inspection(unit, inspection.id, inspection.started_at.replace(hour=23))
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "OHM", "3")
    assert codes(refused) == [ProblemCode.INSPECTION_FINISHED]


def test_undo_takes_a_value_back_with_its_finding(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    answers.answer_value(unit, inspection.id, "OHM", "3")
    answers.answer_value(unit, inspection.id, "OHM", "9")
    undo.undo_last(unit)
    assert ledger.view(unit, inspection.id).answers["OHM"].value == "3" and live_findings(unit, inspection) == ()
    undo.undo_last(unit)
    assert ledger.view(unit, inspection.id).answers == {}
    assert unit.check().is_well


# Authors and private notes ----------------------------------------------------------------------------------


def test_every_answer_knows_the_officer_or_expert_who_gave_it(unit: Workspace) -> None:
    expert = Participant(role=PersonRole.EXPERT, name="周𠮷")
    inspection = visit(unit, OHM, failing("T"), people=(*people(), expert))
    made = answers.answer_value(unit, inspection.id, "OHM", "3", author="周𠮷").value.answer
    assert (made.author, made.author_role) == ("周𠮷", PersonRole.EXPERT)
    made = answers.answer_value(unit, inspection.id, "OHM", "2").value.answer
    assert made.author == "周𠮷", "nobody is known to sit at the computer"
    unit.actor = "李慧敏"
    made = answers.answer_value(unit, inspection.id, "OHM", "1").value.answer
    assert (made.author, made.author_role) == ("李慧敏", PersonRole.OFFICER)
    made = inspections.answer_item(unit, inspection.id, "T", R.COMPLIANT, author="王建国").value.answer
    assert made.author == "王建国"
    for stranger in ("钱进", "谁", ""):  # the unit's own person on site does not answer either
        with pytest.raises(Refused) as refused:
            inspections.answer_item(unit, inspection.id, "T", R.COMPLIANT, author=stranger)
        assert codes(refused) == [ProblemCode.VALUE_NOT_ALLOWED]


def test_a_private_note_stands_beside_the_answer(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    noted = answers.set_private_note(unit, inspection.id, "OHM", "问一下上次的报告", author="王建国").value
    assert noted.result is R.NOT_CHECKED and noted.private_note and noted.author == "王建国"
    assert sum(p.checked for p in ledger.view(unit, inspection.id).progress) == 0
    made = answers.answer_value(unit, inspection.id, "OHM", "3").value.answer
    assert made.private_note == "问一下上次的报告"
    assert answers.set_private_note(unit, inspection.id, "OHM", "").value.private_note == ""
    assert ledger.view(unit, inspection.id).answers["OHM"].value == "3"
    with pytest.raises(Refused):
        answers.set_private_note(unit, inspection.id, "XXX", "x")


# Gaps and totals --------------------------------------------------------------------------------------------


def gap_codes(ws: Workspace, inspection: Inspection, severity: Severity) -> list[tuple[ProblemCode, str]]:
    return [(p.code, p.where) for p in ledger.gaps(ws, inspection.id) if p.severity is severity]


def test_missing_and_forbidden_answers_block_the_end(unit: Workspace) -> None:
    inspection = visit(
        unit, item("A", K.TEXT, required="true()"), item("B", K.NUMBER, constraint=". < 5", constraint_message="小于5"),
        failing("C", needs=(Need.PHOTO, Need.NOTE)),
    )  # fmt: skip
    answers.answer_value(unit, inspection.id, "B", "7")
    made = inspections.answer_item(unit, inspection.id, "C", R.NONCOMPLIANT).value
    assert made.finding is not None
    assert gap_codes(unit, inspection, Severity.BLOCK) == [
        (ProblemCode.ANSWER_REQUIRED, "item:A"),
        (ProblemCode.ANSWER_CONSTRAINT, "item:B"),
        (ProblemCode.NEED_PHOTO, "item:C"),
        (ProblemCode.NEED_NOTE, "item:C"),
    ]
    answers.answer_value(unit, inspection.id, "A", "x")
    answers.answer_value(unit, inspection.id, "B", "4")
    inspections.answer_item(unit, inspection.id, "C", R.NONCOMPLIANT, "门口")
    add_photos(unit, inspection.id, [PhotoSource(name="a.jpg", data=photo())], made.finding.id)
    assert gap_codes(unit, inspection, Severity.BLOCK) == []


def test_only_what_a_person_answers_is_counted(unit: Workspace) -> None:
    inspection = visit(
        unit, failing("A", section="一"), item("B", K.NOTE, section="一"),
        item("C", K.COMPUTED, calculation="1", section="一"), item("D", K.UNSUPPORTED, section="二"),
        item("E", K.TEXT, relevant="${A} = 'noncompliant'", section="二"),
        item("F", K.ENTRIES, section="二"), item("Fa", K.TEXT, parent="F", section="二"),
        item("G", K.DATE, section="二"),
    )  # fmt: skip
    view = ledger.view(unit, inspection.id)
    assert [i.code for i in view.asked] == ["A", "G"]
    assert [(p.section, p.checked, p.total) for p in view.progress] == [("一", 0, 1), ("二", 0, 1)]
    assert ledger.rows(unit)[0].total == 3, "lists do not look at relevance"
    assert (ProblemCode.ITEMS_NOT_CHECKED, "item:A") in gap_codes(unit, inspection, Severity.WARN)
    inspections.answer_item(unit, inspection.id, "A", R.NONCOMPLIANT)
    answers.add_spot(unit, inspection.id, "F")
    view = ledger.view(unit, inspection.id)
    assert [(p.checked, p.total, p.noncompliant) for p in view.progress] == [(1, 1, 1), (0, 2, 0)]
    assert view.progress[0].is_done and not view.progress[1].is_done
    row = ledger.rows(unit)[0]
    assert (row.checked, row.total) == (1, 3)


def test_what_is_not_asked_keeps_its_answer_and_is_no_gap(unit: Workspace) -> None:
    inspection = visit(
        unit, item("A", K.CHOICE, choices=choices("yes", "no")),
        failing("B", K.NUMBER, limit_most="4", relevant="${A} = 'yes'", required="true()", needs=(Need.PHOTO,)),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "B", "3")
    assert codes(refused) == [ProblemCode.ANSWER_NOT_ASKED]
    answers.answer_value(unit, inspection.id, "A", "yes")
    made = answers.answer_value(unit, inspection.id, "B", "9").value
    assert (ProblemCode.NEED_PHOTO, "item:B") in gap_codes(unit, inspection, Severity.BLOCK)
    answers.answer_value(unit, inspection.id, "A", "no")
    view = ledger.view(unit, inspection.id)
    assert view.answers["B"].value == "9" and "B" in view.live.hidden and [i.code for i in view.asked] == ["A"]
    assert gap_codes(unit, inspection, Severity.BLOCK) == []
    assert made.finding is not None
    told = (ProblemCode.FINDING_NOT_ASKED, f"finding:{made.finding.id}")
    assert told in gap_codes(unit, inspection, Severity.WARN), "what was seen is not dropped in silence"
    assert inspections.answer_item(unit, inspection.id, "B", R.NOT_CHECKED).value.finding is None


def test_a_filtered_choice_is_refused(unit: Workspace) -> None:
    inspection = visit(
        unit, item("A", K.NUMBER),
        item("B", K.CHOICES, choices=choices("x", "y", x={"n": "1"}, y={"n": "2"}), choice_filter="n <= ${A}"),
    )  # fmt: skip
    answers.answer_value(unit, inspection.id, "A", "1")
    assert answers.answer_value(unit, inspection.id, "B", "x").value.answer.value == "x"
    with pytest.raises(Refused) as refused:
        answers.answer_value(unit, inspection.id, "B", "x y")
    assert codes(refused) == [ProblemCode.ANSWER_NOT_A_CHOICE]
