# SPDX-License-Identifier: MulanPSL-2.0
"""Several places of one item, and entries of a repeat as findings: adding, naming, answering, removing, undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.finding import Finding, FindingDraft, FindingStatus
from inspector_app.domain.inspection import AnswerResult, Inspection
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import answers, findings, inspections, undo
from inspector_app.workspace import Workspace
from tests.helpers.items import choices, failing, item, visit

K, R = AnswerKind, AnswerResult
DOOR = failing("DOOR", several_places=True, finding="〔部位〕防火门未关闭", needs=(Need.NOTE,))
OHM = failing("OHM", K.NUMBER, unit="Ω", limit_most="4", several_places=True, finding="接地电阻为〔数值〕")
REPEAT = (
    failing("R", K.ENTRIES, finding="", check="隐患登记"),
    item("Rwhat", K.TEXT, parent="R", check="隐患描述"),
    item("Rkind", K.CHOICE, parent="R", check="类别", choices=choices("a", "b")),
    item("Rn", K.NUMBER, parent="R", check="数量", unit="处", relevant="${Rkind} = 'a'", default="1"),
    failing("Rt", parent="R", check="已设警示", finding="未设警示标志"),
    item("Total", K.COMPUTED, calculation="sum(${Rn})"),
)


def live_findings(ws: Workspace, inspection: Inspection) -> list[Finding]:
    return list(ledger.view(ws, inspection.id).live_findings)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> ProblemCode:
    return refused.value.problems[0].code


# Places -----------------------------------------------------------------------------------------------------


def test_each_place_has_its_own_answer_and_finding_and_the_whole_is_computed(unit: Workspace) -> None:
    inspection = visit(unit, DOOR)
    east = answers.add_spot(unit, inspection.id, "DOOR", " 东侧 ").value
    west = answers.add_spot(unit, inspection.id, "DOOR", "西侧").value
    assert (east.place, east.ordinal, west.ordinal) == ("东侧", 1, 2)

    def tick(spot: str, result: AnswerResult) -> AnswerResult:
        inspections.answer_item(unit, inspection.id, "DOOR", result, spot_id=spot)
        return ledger.view(unit, inspection.id).result("DOOR")

    assert tick(east.id, R.COMPLIANT) is R.NOT_CHECKED, "the other place is open"
    assert tick(west.id, R.COMPLIANT) is R.COMPLIANT
    assert tick(west.id, R.NONCOMPLIANT) is R.NONCOMPLIANT
    assert tick(east.id, R.NONCOMPLIANT) is R.NONCOMPLIANT
    found = live_findings(unit, inspection)
    assert [(f.place, f.description) for f in found] == [("西侧", DOOR.finding), ("东侧", DOOR.finding)]
    view = ledger.view(unit, inspection.id)
    assert {s.place: s.finding_id for s in view.spots_of("DOOR")} == {"东侧": found[1].id, "西侧": found[0].id}
    assert tick(east.id, R.NOT_APPLICABLE) is R.NONCOMPLIANT
    assert tick(west.id, R.NOT_APPLICABLE) is R.NOT_APPLICABLE
    assert live_findings(unit, inspection) == []
    assert tick(west.id, R.COMPLIANT) is R.COMPLIANT
    assert ledger.rows(unit)[0].checked == 1 and ledger.rows(unit)[0].total == 1
    assert unit.check().is_well


def test_each_place_has_its_own_value(unit: Workspace) -> None:
    inspection = visit(unit, OHM)
    spots = [answers.add_spot(unit, inspection.id, "OHM", f"{n}#").value for n in (1, 2)]
    answers.answer_value(unit, inspection.id, "OHM", "3", spot_id=spots[0].id)
    made = answers.answer_value(unit, inspection.id, "OHM", "6", spot_id=spots[1].id, author="王建国").value
    assert made.answer.spot_id == spots[1].id and made.answer.author == "王建国"
    assert made.finding is not None and (made.finding.place, made.finding.description) == ("2#", "接地电阻为6Ω")
    view = ledger.view(unit, inspection.id)
    whole = view.answers["OHM"]
    assert (whole.result, whole.value) == (R.NONCOMPLIANT, "") and view.result("OHM", spots[0].id) is R.COMPLIANT


def test_an_item_with_places_is_not_answered_as_a_whole(unit: Workspace) -> None:
    inspection = visit(unit, DOOR, failing("ONE"))
    inspections.answer_item(unit, inspection.id, "DOOR", R.COMPLIANT)
    answers.add_spot(unit, inspection.id, "DOOR", "东侧")
    with pytest.raises(Refused) as refused:
        inspections.answer_item(unit, inspection.id, "DOOR", R.COMPLIANT)
    assert refusal(refused) is ProblemCode.ANSWER_AT_PLACES
    assert ledger.view(unit, inspection.id).result("DOOR") is R.NOT_CHECKED
    for code, place, problem in (
        ("ONE", "东侧", ProblemCode.SPOT_NOT_POSSIBLE),
        ("DOOR", "东侧", ProblemCode.SPOT_EXISTS),
        ("DOOR", " ", ProblemCode.VALUE_MISSING),
        ("XX", "东侧", ProblemCode.ITEM_UNKNOWN),
    ):
        with pytest.raises(Refused) as refused:
            answers.add_spot(unit, inspection.id, code, place)
        assert refusal(refused) is problem, code


def test_a_place_is_named_anew_and_its_finding_follows(unit: Workspace) -> None:
    inspection = visit(unit, DOOR)
    spot = answers.add_spot(unit, inspection.id, "DOOR", "东侧").value
    inspections.answer_item(unit, inspection.id, "DOOR", R.NONCOMPLIANT, spot_id=spot.id)
    answers.amend_spot(unit, spot.id, "东侧二层")
    finding = live_findings(unit, inspection)[0]
    assert finding.place == "东侧二层"
    draft = FindingDraft(**{n: getattr(finding, n) for n in findings.DRAFT_FIELDS})
    findings.amend_finding(unit, finding.id, replace(draft, place="东侧二层门厅"))
    answers.amend_spot(unit, spot.id, "东侧三层")
    assert live_findings(unit, inspection)[0].place == "东侧二层门厅"
    assert answers.amend_spot(unit, spot.id, "东侧三层").value.place == "东侧三层", "its own name is no other's"


def test_removing_a_place_needs_a_reason_once_something_was_seen_there(unit: Workspace) -> None:
    inspection = visit(unit, DOOR)
    spots = [answers.add_spot(unit, inspection.id, "DOOR", f"{n}层").value for n in (1, 2, 3)]
    inspections.answer_item(unit, inspection.id, "DOOR", R.COMPLIANT, spot_id=spots[0].id)
    made = inspections.answer_item(unit, inspection.id, "DOOR", R.NONCOMPLIANT, spot_id=spots[1].id).value
    assert made.finding is not None
    assert answers.remove_spot(unit, spots[2].id).value.removed_reason
    with pytest.raises(Refused) as refused:
        answers.remove_spot(unit, spots[1].id, "  ")
    assert refusal(refused) is ProblemCode.REASON_MISSING
    answers.remove_spot(unit, spots[1].id, "不属于本单位")
    view = ledger.view(unit, inspection.id)
    gone = next(f for f in view.findings if f.id == made.finding.id)
    assert (gone.status, gone.withdrawn_reason) == (FindingStatus.WITHDRAWN, "不属于本单位")
    assert view.result("DOOR") is R.COMPLIANT and len(view.spots) == 3 and len(view.spots_of("DOOR")) == 1
    with pytest.raises(Refused) as refused:
        answers.remove_spot(unit, spots[1].id, "再来")
    assert refusal(refused) is ProblemCode.NOT_FOUND
    answers.add_spot(unit, inspection.id, "DOOR", "2层")  # the name is free again
    undo.undo_last(unit)
    undo.undo_last(unit)
    assert len(ledger.view(unit, inspection.id).spots_of("DOOR")) == 2 and len(live_findings(unit, inspection)) == 1
    answers.remove_spot(unit, spots[1].id, "误")
    answers.remove_spot(unit, spots[0].id, "误")
    assert ledger.view(unit, inspection.id).result("DOOR") is R.NOT_CHECKED


def test_gaps_look_at_every_place(unit: Workspace) -> None:
    inspection = visit(unit, DOOR)
    spots = [answers.add_spot(unit, inspection.id, "DOOR", f"{n}层").value for n in (1, 2)]
    inspections.answer_item(unit, inspection.id, "DOOR", R.NONCOMPLIANT, spot_id=spots[0].id)
    found = [(p.code, p.where, p.severity) for p in ledger.gaps(unit, inspection.id)]
    assert (ProblemCode.NEED_NOTE, f"item:DOOR:{spots[0].id}", Severity.BLOCK) in found
    assert (ProblemCode.ITEMS_NOT_CHECKED, "item:DOOR", Severity.WARN) in found, "one place is open"
    findings.withdraw_finding(unit, live_findings(unit, inspection)[0].id, "误")
    found = [(p.code, p.where, p.severity) for p in ledger.gaps(unit, inspection.id)]
    assert (ProblemCode.NONCOMPLIANT_WITHOUT_FINDING, f"item:DOOR:{spots[0].id}", Severity.BLOCK) in found


def test_a_private_note_and_a_remark_belong_to_the_place(unit: Workspace) -> None:
    inspection = visit(unit, DOOR)
    spot = answers.add_spot(unit, inspection.id, "DOOR", "东侧").value
    answers.set_private_note(unit, inspection.id, "DOOR", "再看", spot_id=spot.id)
    inspections.answer_item(unit, inspection.id, "DOOR", R.COMPLIANT, "已贴条", spot_id=spot.id)
    view = ledger.view(unit, inspection.id)
    kept = view.spot_answers[("DOOR", spot.id)]
    assert (kept.private_note, kept.remark) == ("再看", "已贴条")
    assert view.answers["DOOR"].private_note == "" and view.answers["DOOR"].remark == ""


# Entries ----------------------------------------------------------------------------------------------------


def test_an_entry_is_a_finding_that_its_parts_put_into_words(unit: Workspace) -> None:
    inspection = visit(unit, *REPEAT)
    entry = answers.add_spot(unit, inspection.id, "R").value
    assert entry.finding_id == live_findings(unit, inspection)[0].id
    assert live_findings(unit, inspection)[0].description == "", "the count is proposed, but not asked yet"

    def say(code: str, value: str) -> str:
        made = answers.answer_value(unit, inspection.id, code, value, spot_id=entry.id).value
        assert made.finding is not None and made.finding.id == entry.finding_id
        return made.finding.description

    assert say("Rwhat", "通道堆物") == "隐患描述：通道堆物"
    assert say("Rkind", "a") == "隐患描述：通道堆物；类别：「a」；数量：1处"
    assert say("Rn", "3") == "隐患描述：通道堆物；类别：「a」；数量：3处"
    assert say("Rt", "noncompliant") == "隐患描述：通道堆物；类别：「a」；数量：3处；未设警示标志"
    assert say("Rkind", "b") == "隐患描述：通道堆物；类别：「b」；未设警示标志", "what is not asked is not said"
    view = ledger.view(unit, inspection.id)
    assert view.result("R") is R.NONCOMPLIANT and view.live.value("Total") == "0"
    assert [i.code for i in view.asked] == [] and ledger.rows(unit)[0].total == 0
    assert len(view.live_findings) == 1, "a failing part is said by the entry, it is no finding of its own"


def test_a_person_s_words_are_not_written_over(unit: Workspace) -> None:
    inspection = visit(unit, *REPEAT)
    entry = answers.add_spot(unit, inspection.id, "R", "三层").value
    answers.answer_value(unit, inspection.id, "Rwhat", "通道堆物", spot_id=entry.id)
    finding = live_findings(unit, inspection)[0]
    assert finding.place == "三层"
    draft = FindingDraft(**{n: getattr(finding, n) for n in findings.DRAFT_FIELDS})
    findings.amend_finding(unit, finding.id, replace(draft, description="三层疏散通道堆放纸箱"))
    answers.answer_value(unit, inspection.id, "Rkind", "b", spot_id=entry.id)
    assert live_findings(unit, inspection)[0].description == "三层疏散通道堆放纸箱"


def test_entries_may_say_the_same_and_are_removed_one_by_one(unit: Workspace) -> None:
    inspection = visit(unit, *REPEAT)
    entries = [answers.add_spot(unit, inspection.id, "R").value for _ in range(2)]
    for entry in entries:
        answers.answer_value(unit, inspection.id, "Rwhat", "通道堆物", spot_id=entry.id)
    assert [f.description for f in live_findings(unit, inspection)] == ["隐患描述：通道堆物"] * 2
    with pytest.raises(Refused) as refused:
        answers.remove_spot(unit, entries[0].id)
    assert refusal(refused) is ProblemCode.REASON_MISSING
    answers.remove_spot(unit, entries[0].id, "重复")
    assert [f.id for f in live_findings(unit, inspection)] == [entries[1].finding_id]
    empty = answers.add_spot(unit, inspection.id, "R").value
    assert empty.ordinal == 3
    answers.remove_spot(unit, empty.id)
    answers.remove_spot(unit, entries[1].id, "误")
    view = ledger.view(unit, inspection.id)
    assert view.result("R") is R.NOT_CHECKED and view.live_findings == ()
    undo.undo_last(unit)
    assert ledger.view(unit, inspection.id).result("R") is R.NONCOMPLIANT and unit.check().is_well


def test_parts_are_answered_in_an_entry_only(unit: Workspace) -> None:
    inspection = visit(unit, *REPEAT, DOOR)
    entry = answers.add_spot(unit, inspection.id, "R").value
    door = answers.add_spot(unit, inspection.id, "DOOR", "东").value
    for code, spot_id, problem in (
        ("Rwhat", "", ProblemCode.ANSWER_AT_PLACES),
        ("Rwhat", door.id, ProblemCode.NOT_FOUND),
        ("DOOR", entry.id, ProblemCode.NOT_FOUND),
        ("R", "", ProblemCode.ANSWER_AT_PLACES),
        ("Rn", entry.id, ProblemCode.ANSWER_NOT_ASKED),
    ):
        with pytest.raises(Refused) as refused:
            answers.answer_value(unit, inspection.id, code, "1", spot_id=spot_id)
        assert refusal(refused) is problem, (code, spot_id)
    with pytest.raises(Refused) as refused:
        answers.add_spot(unit, inspection.id, "Rwhat")
    assert refusal(refused) is ProblemCode.SPOT_NOT_POSSIBLE


def test_a_repeat_without_an_entry_may_be_left_out_on_purpose(unit: Workspace) -> None:
    inspection = visit(unit, *REPEAT, item("N", K.WHOLE))
    made = inspections.answer_item(unit, inspection.id, "R", R.NOT_APPLICABLE).value
    assert made.answer.result is R.NOT_APPLICABLE
    with pytest.raises(Refused):
        inspections.answer_item(unit, inspection.id, "R", R.COMPLIANT)


def test_missing_entries_are_to_be_seen(unit: Workspace) -> None:
    inspection = visit(unit, item("N", K.WHOLE), replace(REPEAT[0], logic=item("x", repeat_count="${N}").logic))
    answers.answer_value(unit, inspection.id, "N", "2")
    answers.add_spot(unit, inspection.id, "R")
    gap = next(p for p in ledger.gaps(unit, inspection.id) if p.code is ProblemCode.ENTRIES_MISSING)
    assert gap.fields == {"item": "R", "count": "1", "wanted": "2"} and gap.severity is Severity.WARN
