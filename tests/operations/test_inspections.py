# SPDX-License-Identifier: MulanPSL-2.0
"""An inspection: who may begin it, answers and the findings they begin, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingDraft, FindingStatus
from inspector_app.domain.inspection import AnswerResult, InspectionState, Participant, PersonRole
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers import inspections as rows
from inspector_app.operations import documents, findings, inspections, organs
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection, people


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {p.code for p in refused.value.problems}


def test_started_inspection_freezes_its_packs(unit: Workspace) -> None:
    made = an_inspection(unit)
    shown = rows.view(unit, made.id)
    assert shown.inspection == made
    assert [p.id for p in made.packs] == ["hazmat", "common"]
    for ref in made.packs:
        assert unit.files.is_intact(ref.sha256)
    listed = {item.code for item in shown.items}
    assert "HZ-LIC-01" in listed
    assert "CM-LIC-02" not in listed, "HZ-LIC-01 replaces it"


def test_faults_of_a_start_are_told_all_at_once(unit: Workspace) -> None:
    one = tuple(p for p in people() if p.certificate_no != "02011200102")
    with pytest.raises(Refused) as refused:
        an_inspection(unit, an_enterprise(unit), pack_ids=("nothing",), people=one, place="长" * 300)
    assert codes(refused) == {ProblemCode.PACK_UNKNOWN, ProblemCode.TOO_FEW_OFFICERS, ProblemCode.TEXT_TOO_LONG}
    assert rows.rows(unit) == ()


def test_the_same_officer_twice_is_one_officer(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        an_inspection(unit, people=(people()[0], people()[0]))
    assert codes(refused) == {ProblemCode.TOO_FEW_OFFICERS}


def test_an_expert_is_no_officer(unit: Workspace) -> None:
    expert = Participant(role=PersonRole.EXPERT, name="孙工", certificate_no="02011200109")
    with pytest.raises(Refused) as refused:
        an_inspection(unit, people=(people()[0], expert))
    assert codes(refused) == {ProblemCode.TOO_FEW_OFFICERS}


def test_an_expired_certificate_is_refused(unit: Workspace) -> None:
    draft = organs.OfficerDraft(name="周期满", certificate_no="02011200103", valid_to=date(2026, 11, 19))
    organs.add_officer(unit, draft)
    expired = Participant(role=PersonRole.OFFICER, name="周期满", certificate_no="02011200103")
    with pytest.raises(Refused) as refused:
        an_inspection(unit, people=(*people(), expired))
    assert codes(refused) == {ProblemCode.CERTIFICATE_EXPIRED}


def test_noncompliant_begins_its_finding_filled_in(unit: Workspace) -> None:
    made = an_inspection(unit)
    answered = inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.NONCOMPLIANT).value
    assert answered.finding is not None
    item = next(i for i in rows.view(unit, made.id).items if i.code == "HZ-LIC-01")
    assert answered.finding.description == item.finding
    assert answered.finding.measure == item.measure
    assert set(item.basis) <= set(answered.finding.clauses)
    again = inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.NONCOMPLIANT).value
    assert again.finding == answered.finding, "no second one by itself"


def test_untouched_finding_goes_with_its_answer_a_touched_one_does_not(unit: Workspace) -> None:
    made = an_inspection(unit)
    first = inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.NONCOMPLIANT).value.finding
    assert first
    inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.COMPLIANT)
    assert rows.view(unit, made.id).live_findings == ()
    second = inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.NONCOMPLIANT).value.finding
    assert second
    draft = FindingDraft(**{n: getattr(second, n) for n in findings.DRAFT_FIELDS})
    findings.amend_finding(unit, second.id, replace(draft, place="办公楼"))
    with pytest.raises(Refused) as refused:
        inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.COMPLIANT)
    assert codes(refused) == {ProblemCode.ANSWER_CONTRADICTS_FINDING}
    findings.withdraw_finding(unit, second.id, "看错了证号")
    inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.COMPLIANT)
    kept = rows.view(unit, made.id).findings
    assert [f.status for f in kept] == [FindingStatus.WITHDRAWN] * 2
    assert [f.ordinal for f in kept] == [1, 2], "numbers are not used again"


def test_unknown_items_and_finished_inspections_are_refused(unit: Workspace, clock: Clock) -> None:
    made = an_inspection(unit)
    with pytest.raises(Refused) as refused:
        inspections.answer_item(unit, made.id, "XX-1", AnswerResult.COMPLIANT)
    assert codes(refused) == {ProblemCode.ITEM_UNKNOWN}
    clock.move(hours=1)
    assert inspections.finish_inspection(unit, made.id).value.state is InspectionState.FINISHED
    for work in (
        lambda: inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.COMPLIANT),
        lambda: a_finding(unit, made),
        lambda: inspections.finish_inspection(unit, made.id),
    ):
        with pytest.raises(Refused) as refused:
            work()
        assert codes(refused) == {ProblemCode.INSPECTION_FINISHED}
    assert inspections.amend_inspection(unit, made.id, party_remark="无异议").value.party_remark == "无异议"
    assert inspections.amend_inspection(unit, made.id, place="乙类仓库").value.place == "乙类仓库"
    a_record = documents.issue_document(unit, made.id, DocumentKind.INSPECTION_RECORD).value
    with pytest.raises(Refused) as refused:
        inspections.amend_inspection(unit, made.id, place="别处")
    assert codes(refused) == {ProblemCode.DOCUMENT_EXISTS}
    documents.void_document(unit, a_record.id, "检查场所写错")
    assert inspections.amend_inspection(unit, made.id, place="丙类仓库").value.place == "丙类仓库"


def test_an_end_before_the_beginning_is_refused(unit: Workspace) -> None:
    made = an_inspection(unit)
    with pytest.raises(Refused) as refused:
        inspections.finish_inspection(unit, made.id, finished_at=made.started_at)
    assert codes(refused) == {ProblemCode.TIME_ORDER}


def test_gaps_name_what_is_open_and_lead_there(unit: Workspace) -> None:
    made = an_inspection(unit, place="", people=people()[:2])
    inspections.answer_item(unit, made.id, "HZ-LIC-01", AnswerResult.NONCOMPLIANT)
    finding = a_finding(unit, made, place="", clauses=(), measure="")
    found = {(p.code, p.where) for p in rows.gaps(unit, made.id)}
    assert (ProblemCode.FINDING_NO_PLACE, f"finding:{finding.id}:place") in found
    assert (ProblemCode.FINDING_NO_BASIS, f"finding:{finding.id}:clauses") in found
    assert (ProblemCode.VALUE_MISSING, "inspection:place") in found
    assert (ProblemCode.VALUE_MISSING, "inspection:accompanied_by") in found
    assert ProblemCode.FINDING_SLOT_OPEN in {code for code, _ in found}
    not_checked = next(p for p in rows.gaps(unit, made.id) if p.code is ProblemCode.ITEMS_NOT_CHECKED)
    assert not_checked.severity is Severity.WARN
    assert not_checked.where.startswith("item:")


def test_a_finding_of_its_own_words_twice_is_refused(unit: Workspace) -> None:
    made = an_inspection(unit)
    a_finding(unit, made)
    with pytest.raises(Refused) as refused:
        a_finding(unit, made)
    assert codes(refused) == {ProblemCode.FINDING_DUPLICATE}
    a_finding(unit, made, place="西侧")
    assert len(rows.view(unit, made.id).findings) == 2


@pytest.mark.parametrize("change", [{"description": "长" * 20_001}, {"place": "位" * 201}, {"measure": "a\x07b"}])
def test_texts_that_cannot_be_kept_are_refused(unit: Workspace, change: dict[str, str]) -> None:
    made = an_inspection(unit)
    with pytest.raises(Refused):
        a_finding(unit, made, **change)
    assert rows.view(unit, made.id).findings == ()


def test_a_pack_changed_later_does_not_change_the_inspection(unit: Workspace) -> None:
    made = an_inspection(unit, pack_ids=("common",))
    before = rows.view(unit, made.id).items
    unit._items.clear()
    folder = unit.folder / "checklists" / "common"
    folder.mkdir(parents=True)
    from inspector_app.locations import bundled

    for name in ("pack.toml", "items.toml"):
        text = (bundled("checklists") / "common" / name).read_text(encoding="utf-8")
        text = text.replace("version = '2026", "version = '2999").replace("营业执照", "营业执照（改）")
        (folder / name).write_text(text, encoding="utf-8")
    unit.__dict__.pop("_catalogue", None)
    current = unit.catalogue.pack("common")
    assert current and current.version.startswith("2999")
    assert rows.view(unit, made.id).items == before
