# SPDX-License-Identifier: MulanPSL-2.0
"""The rules at the gate and over a case, through real rows: handbook 14, T7 to T11, T15, T16, T19, T20."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.review import RuleLevel, RuleStage
from inspector_app.domain.service import Capacity, Service, ServiceMethod, Witness
from inspector_app.operations import documents, inspections, organs
from inspector_app.operations.document_drafts import choose_findings, fill_document
from inspector_app.operations.document_facts import gather
from inspector_app.operations.document_graph import kinds_for
from inspector_app.operations.review.issue import issue_problems, service_problems
from inspector_app.operations.review.review import Review, pass_rule, review
from inspector_app.storage import confirmations
from inspector_app.storage import findings as finding_rows
from inspector_app.storage import inspections as rows
from inspector_app.storage import organs as organ_rows
from inspector_app.workspace import Workspace
from tests.helpers.cases import MadeCase, clean_case, finish, found, major, planned
from tests.helpers.clock import CHINA, Clock, believe
from tests.helpers.makers import CLAUSE, OFFICERS, a_finding, an_inspection

RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER
BLOCK, WARN = Severity.BLOCK, Severity.WARN


@pytest.fixture
def case(unit: Workspace, clock: Clock, tmp_path: Path) -> MadeCase:
    """A visit that has just begun."""
    return planned(unit, clock, tmp_path / "files")


def at_gate(case: MadeCase, kind: DocumentKind, on: date | None = None, *, confirm: bool = False) -> list[Problem]:
    with case.ws.reader() as db:
        gathered = gather(case.ws, db, case.inspection.id, kind, on or case.ws.today(), confirm_unverified=confirm)
        return list(issue_problems(case.ws, db, gathered, confirm=confirm))


def rules_of(problems: list[Problem]) -> list[tuple[str, Severity]]:
    return [(p.fields["rule"], p.severity) for p in problems]


def broken(found: Review) -> set[str]:
    return {result.rule.id for result in found.results}


def a_clause(law: str, name: str, clause: str, **more: object) -> Clause:
    return Clause(law=law, name=name, clause=clause, verified=Verified.V, **more)  # type: ignore[arg-type]


# The acceptance tests ----------------------------------------------------------------------------------


def test_t7_an_order_takes_only_what_stands_in_the_record(case: MadeCase) -> None:
    kept = found(case)
    finish(case)
    assert at_gate(case, ORDER) == []
    with case.ws.operation(Op.RECORD_FINDING) as step:  # an operation would refuse: the visit is over
        later = replace(kept, id=step.new_id(), ordinal=2, description="二层安全出口上锁，钥匙不在现场")
        finding_rows.put_finding(step.db, later)
    problems = [p for p in at_gate(case, ORDER) if p.fields["rule"] != "R22"]
    assert [(p.fields["rule"], p.where, p.severity) for p in problems] == [("R20", f"finding:{later.id}", BLOCK)]
    assert "现场检查记录" in problems[0].fields["sentence"]


def test_t8_the_repealed_penalty_rule_blocks(case: MadeCase) -> None:
    found(case, clauses=(a_clause("D15", "安全生产违法行为行政处罚办法", "第四十五条第一项"),))
    finish(case)
    (problem,) = at_gate(case, ORDER)
    assert rules_of([problem]) == [("R19", BLOCK)]
    assert problem.code is ProblemCode.BASIS_NOT_IN_FORCE
    assert "2026-01-31" in problem.fields["sentence"]


def test_t8_a_typed_basis_is_known_by_its_number(case: MadeCase) -> None:
    """The old and the new rule have one name; the number tells them apart, a bare name tells nothing."""
    typed = "《安全生产违法行为行政处罚办法》{}第十条"
    for number, expected in (("（安监总局令第15号）", ["R19"]), ("（应急管理部令第18号）", []), ("", [])):
        clause = Clause(law="", name=typed.format(number), verified=Verified.M, confirmed_by="填写人")
        one = found(case, place=f"仓库{number}", clauses=(clause,))
        own = [p.fields["rule"] for p in at_gate(case, ORDER) if p.where.startswith(f"finding:{one.id}")]
        assert own == expected, number


def test_t9_the_old_hazchem_regulation_warns(case: MadeCase) -> None:
    found(case, clauses=(a_clause("HXTL", "危险化学品安全管理条例", "第二十条第一款"),))
    finish(case)
    (problem,) = at_gate(case, ORDER)
    assert rules_of([problem]) == [("R19", WARN)]
    assert "已有《中华人民共和国危险化学品安全法》" in problem.fields["sentence"]


def test_t10_an_expired_officer_blocks(case: MadeCase) -> None:
    found(case)
    finish(case)
    with case.ws.reader() as db:
        officer = organ_rows.find_officer(db, OFFICERS[1][1])
    assert officer is not None
    lapsed = organs.OfficerDraft(name=officer.name, certificate_no=officer.certificate_no, valid_to=date(2026, 11, 1))
    organs.amend_officer(case.ws, officer.id, lapsed)
    (problem,) = at_gate(case, ORDER)
    assert (problem.code, problem.where) == (ProblemCode.CERTIFICATE_EXPIRED, "inspection:officers")
    assert rules_of([problem]) == [("R01", BLOCK)]


def test_t11_a_township_without_power_tells_and_does_not_order(unit: Workspace, clock: Clock) -> None:
    profile = organs.OrganDraft(
        name="清河县城关镇人民政府", short_name="城关", review_organ="清河县人民政府", court="清河县人民法院",
        enforcement_power=EnforcementPower.NONE,
    )  # fmt: skip
    organs.set_organ(unit, profile)
    visit = an_inspection(unit)
    a_finding(unit, visit)
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    kinds = {state.kind for state in kinds_for(unit, visit.id)}
    assert ORDER not in kinds
    assert DocumentKind.HAZARD_NOTICE in kinds
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, visit.id, ORDER)
    assert ProblemCode.ORGAN_WITHOUT_POWER in {p.code for p in refused.value.problems}
    notice = documents.issue_document(unit, visit.id, DocumentKind.HAZARD_NOTICE).value
    assert "应急" not in notice.number
    assert notice.number.startswith("（城关）")


def test_t15_a_deadline_on_the_day_of_issue_blocks(case: MadeCase) -> None:
    one = found(case, deadline=case.ws.today())
    finish(case)
    (problem,) = at_gate(case, ORDER)
    assert (problem.code, problem.where) == (ProblemCode.DEADLINE_NOT_AFTER_ISSUE, f"finding:{one.id}:deadline")
    assert rules_of([problem]) == [("R12", BLOCK)]


def test_t16_a_refusal_needs_a_witness_or_a_recording(case: MadeCase) -> None:
    found(case)
    finish(case)
    order = case.issue(ORDER)
    refused = Service(
        id="s", document_id=order.id, method=ServiceMethod.DIRECT, served_at=case.clock.now, refusal="负责人拒绝签字",
        servers=tuple(name for name, _ in OFFICERS),
    )  # fmt: skip

    def said(service: Service) -> list[tuple[str, Severity]]:
        with case.ws.reader() as db:
            return rules_of(list(service_problems(case.ws, db, order, service)))

    assert said(refused) == [("R27", BLOCK)]
    assert said(replace(refused, witnesses=(Witness(name="孙立"),))) == []
    assert said(replace(refused, media=("m",))) == []
    assert said(replace(refused, method=ServiceMethod.LEFT)) == [("R37", BLOCK)]
    signed = replace(refused, refusal="", receiver="钱进", capacity=Capacity.SITE_MANAGER)
    assert said(signed) == [("R28", WARN)]
    assert said(replace(signed, authority="法定代表人书面授权")) == []


def test_t19_a_lost_photo_blocks_and_is_named(case: MadeCase) -> None:
    found(case)
    finish(case)
    with case.ws.reader() as db:
        (one,) = finding_rows.list_photos(db, case.inspection.id)
    case.ws.files.path(one.sha256).unlink()
    lost = [p for p in documents.document_problems(case.ws, case.inspection.id, ORDER) if p.fields.get("rule") == "R24"]
    assert [(p.severity, p.fields["name"]) for p in lost] == [(BLOCK, one.file_name)]
    (result,) = review(case.ws, case.inspection.id).results
    assert (result.rule.id, result.problem.where) == ("R24", f"photo:{one.id}")
    assert one.file_name in result.sentence


@pytest.mark.parametrize(("on", "old", "new"), [(date(2026, 4, 30), [], ["R16"]), (date(2026, 5, 1), ["R19"], [])])
def test_t20_the_day_of_the_act_chooses_the_law(
    unit: Workspace, clock: Clock, tmp_path: Path, on: date, old: list[str], new: list[str]
) -> None:
    clock.now = datetime(on.year, on.month, on.day, 9, tzinfo=CHINA)
    believe(unit)
    case = planned(unit, clock, tmp_path / "files")
    before = found(case, clauses=(a_clause("HXTL", "危险化学品安全管理条例", "第二十条第一款"),))
    after = found(case, place="罐区", clauses=(a_clause("HCL", "中华人民共和国危险化学品安全法", "第三十五条"),))
    finish(case)
    said = [(p.fields["rule"], p.where.split(":")[1]) for p in at_gate(case, ORDER)]
    assert [rule for rule, where in said if where == before.id] == old
    assert [rule for rule, where in said if where == after.id] == new


# At the gate -------------------------------------------------------------------------------------------


def test_well_made_findings_give_no_word(case: MadeCase) -> None:
    found(case)
    major(case, deadline=None, deadline_class=DeadlineClass.IMMEDIATE)
    finish(case)
    for kind in (RECORD, ORDER, DocumentKind.ONSITE_MEASURE):
        assert [p for p in at_gate(case, kind) if p.where.startswith("finding")] == []


def test_unverified_bases_block_or_warn_or_are_confirmed(case: MadeCase) -> None:
    unsure = a_clause("D16", "安全生产事故隐患排查治理暂行规定", "第十条")
    unsure = replace(unsure, verified=Verified.M)
    found(case, clauses=(unsure,))
    found(case, place="罐区", clauses=(CLAUSE, unsure))
    finish(case)
    said = at_gate(case, ORDER)
    assert [(p.code, p.severity) for p in said] == [
        (ProblemCode.BASIS_UNVERIFIED, BLOCK),
        (ProblemCode.BASIS_UNVERIFIED, WARN),
    ]
    assert at_gate(case, ORDER, confirm=True) == []


def test_what_was_refused_before_the_catalogue_still_is(case: MadeCase) -> None:
    found(case, with_photo=False, place="", description="配电箱〔位置〕门缺失", measure="", clauses=(), deadline=None)
    finish_unrecorded(case)
    said = {(p.code, p.fields["rule"], p.severity) for p in at_gate(case, ORDER, date(2026, 11, 19))}
    assert said == {
        (ProblemCode.ISSUE_DATE_BEFORE_INSPECTION, "R12", BLOCK),
        (ProblemCode.DEADLINE_MISSING, "R12", BLOCK),
        (ProblemCode.FINDING_NO_PLACE, "R15", WARN),
        (ProblemCode.FINDING_NO_BASIS, "R16", BLOCK),
        (ProblemCode.FINDING_NO_PHOTO, "R22", WARN),
        (ProblemCode.FINDING_SLOT_OPEN, "R30", BLOCK),
        (ProblemCode.FINDING_NO_MEASURE, "R30", WARN),
    }
    future = at_gate(case, RECORD, case.ws.today() + timedelta(days=1))
    assert (ProblemCode.ISSUE_DATE_IN_FUTURE, "issued_on") in {(p.code, p.where) for p in future}


def finish_unrecorded(case: MadeCase) -> None:
    case.clock.move(hours=1)
    case.inspection = inspections.finish_inspection(case.ws, case.inspection.id).value


def test_a_major_hazard_needs_its_criterion_its_photo_and_more_than_a_date(case: MadeCase) -> None:
    major(case, clauses=(CLAUSE,), with_photo=False)
    finish_unrecorded(case)
    said = set(rules_of(at_gate(case, ORDER)))
    assert said == {("R22", BLOCK), ("R40", WARN), ("R41", BLOCK)}


def test_a_stop_without_a_major_hazard_blocks(case: MadeCase) -> None:
    found(case)
    finish(case)
    fields = {"measures": ("suspend_business",), "basis": "安全生产法第六十五条"}
    with pytest.raises(Refused):
        documents.issue_document(case.ws, case.inspection.id, DocumentKind.ONSITE_MEASURE, fields=fields)
    fill_document(case.ws, case.inspection.id, DocumentKind.ONSITE_MEASURE, fields=fields)
    choose_findings(case.ws, case.inspection.id, DocumentKind.ONSITE_MEASURE, [f.id for f in case.findings])
    (problem,) = at_gate(case, DocumentKind.ONSITE_MEASURE)
    assert (problem.fields["rule"], problem.where, problem.severity) == ("R39", "field:measures", BLOCK)


# Passing a warning -------------------------------------------------------------------------------------


@pytest.fixture
def bare(unit: Workspace, clock: Clock, tmp_path: Path) -> Iterator[MadeCase]:
    """A case whose only fault is a finding without a photo."""
    case = planned(unit, clock, tmp_path / "files")
    found(case, with_photo=False)
    finish(case)
    yield case


def test_a_warning_passes_with_a_reason_that_is_kept(bare: MadeCase) -> None:
    ws, visit = bare.ws, bare.inspection.id
    ws.actor = "王建国"
    (before,) = review(ws, visit).results
    assert (before.rule.id, before.level, before.passed_by) == ("R22", RuleLevel.WARN, None)
    assert not review(ws, visit).is_clean
    made = pass_rule(ws, visit, "R22", before.problem.where, "  涉密区域，禁止拍照 ").value
    assert (made.reason, made.person) == ("涉密区域，禁止拍照", "王建国")
    (after,) = review(ws, visit).results
    assert after.passed_by == made
    assert review(ws, visit).is_clean
    with ws.reader() as db:
        assert confirmations.list_passes(db, visit) == (made,)


def test_a_reason_for_another_place_passes_nothing(bare: MadeCase) -> None:
    pass_rule(bare.ws, bare.inspection.id, "R22", "finding:other:photos", "不拍")
    assert not review(bare.ws, bare.inspection.id).is_clean


@pytest.mark.parametrize(
    ("rule", "reason", "code"),
    [
        ("R99", "理由", ProblemCode.NOT_FOUND),
        ("R22", " ", ProblemCode.REASON_MISSING),
        ("R01", "理由", ProblemCode.RULE_BROKEN),
        ("R26", "理由", ProblemCode.RULE_BROKEN),
    ],
)
def test_what_cannot_be_passed_is_refused(bare: MadeCase, rule: str, reason: str, code: ProblemCode) -> None:
    with pytest.raises(Refused) as refused:
        pass_rule(bare.ws, bare.inspection.id, rule, "inspection:officers", reason)
    assert {p.code for p in refused.value.problems} == {code}
    assert len(review(bare.ws, bare.inspection.id).results) == 1


def test_a_block_of_a_rule_that_else_warns_is_not_passed(case: MadeCase) -> None:
    one = major(case)
    finish(case)
    case.issue(ORDER)
    with case.ws.operation(Op.REMOVE_PHOTO) as step:  # an operation would refuse: it is printed
        (photo,) = finding_rows.list_photos(step.db, case.inspection.id)
        finding_rows.put_photo(step.db, replace(photo, removed_reason="误删"))
    with pytest.raises(Refused) as refused:
        pass_rule(case.ws, case.inspection.id, "R22", f"finding:{one.id}:photos", "理由")
    assert [p.code for p in refused.value.problems] == [ProblemCode.RULE_BROKEN]


def test_an_unknown_inspection_is_not_found(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        review(unit, "nirgends")
    assert [p.code for p in refused.value.problems] == [ProblemCode.NOT_FOUND]


def test_stages_look_at_their_own_rules(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    made = clean_case(unit, clock, tmp_path / "files")
    with unit.operation(Op.AMEND_INSPECTION) as step:
        visit = rows.get_inspection(step.db, made.inspection.id)
        assert visit is not None
        rows.put_inspection(step.db, replace(visit, task=replace(visit.task, avoidance_declared=False)))
    assert broken(review(unit, made.inspection.id)) == {"R58"}
    assert broken(review(unit, made.inspection.id, RuleStage.ISSUE)) == set()


# Other departments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "government", "kind", "clause", "fields"),
    [
        ("清河县市场监督管理局", "清河县人民政府", "special_equipment_order", "TSF", {}),
        ("清河县住房和城乡建设局", "清河县人民政府", "construction_order", "JSTL", {"project": "1号楼"}),
        ("清河县城关镇人民政府", "清河县人民政府", "hazard_notice", "AQF", {}),
    ],
)
def test_orders_of_other_departments_are_clean_too(
    unit: Workspace,
    clock: Clock,
    tmp_path: Path,
    name: str,
    government: str,
    kind: str,
    clause: str,
    fields: dict[str, str],
) -> None:
    profile = organs.OrganDraft(name=name, short_name="清河", review_organ=government, court="清河县人民法院")
    organs.set_organ(unit, profile)
    law = unit.catalogue.laws[clause]
    case = planned(unit, clock, tmp_path / "files")
    found(case, clauses=(a_clause(law.key, law.name, "第三十四条"),))
    finish(case)
    order = DocumentKind(kind)
    case.issue(order, fields)
    case.serve(order)
    assert [(r.rule.id, r.sentence) for r in review(unit, case.inspection.id).results] == []
