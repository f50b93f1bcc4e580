# SPDX-License-Identifier: MulanPSL-2.0
"""Each rule of the catalogue alone: one fault planted into a clean case, and the rules find that one and no other."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.document import DocumentKind, Verdict
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.domain.inspection import TaskSource
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.organ import EnforcementPower, OrganStanding
from inspector_app.domain.reinspection import VerdictEntry
from inspector_app.domain.review import RuleStage
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case
from inspector_app.operations.review.gather import gather_case
from inspector_app.operations.review.registry import RULES, broken_rules
from inspector_app.workspace import create_workspace
from tests.helpers.cases import clean_case, grave_case
from tests.helpers.clock import CHINA, Clock
from tests.helpers.makers import CLAUSE, a_code, a_unit
from tests.helpers.plants import (
    attached,
    both,
    clauses,
    elsewhere,
    expired,
    filed,
    first_officer,
    follow_up,
    impostor,
    later,
    law,
    line,
    not_criterion,
    now_after,
    officers,
    often,
    order_state,
    organ,
    paper,
    photo,
    printed,
    rounds,
    row,
    served,
    shown,
    task,
    typed,
    unattached,
    unmended,
    unphotographed,
    unserved,
    values,
    voided,
    with_subjects,
    without,
)

K = DocumentKind
Plant = Callable[[Case], Case]
ROOT = Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Bases:
    """Two clean cases, and the catalogue."""

    plain: Case
    grave: Case
    rules: Rules


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bases]:
    folder, clock = tmp_path_factory.mktemp("cases"), Clock()
    ws = create_workspace(folder / "workspace", clock=clock)
    a_unit(ws)
    plain = clean_case(ws, clock, folder / "plain")
    with ws.reader() as db:
        first = gather_case(ws, db, plain.inspection.id)
    clock.now = Clock().now
    other = create_workspace(folder / "other", clock=clock)
    a_unit(other)
    grave = grave_case(other, clock, folder / "grave")
    with other.reader() as db:
        yield Bases(first, gather_case(other, db, grave.inspection.id), ws.law.rules)
    ws.close()
    other.close()


def found(case: Case, rules: Rules) -> set[str]:
    return {p.fields["rule"] for p in broken_rules(case, rules, RuleStage.CASE)}


ORDER, RECORD = K.RECTIFICATION_ORDER, K.INSPECTION_RECORD
PLAIN: list[tuple[str, Plant]] = [
    ("R01", lambda case: officers(case.inspection.officers[0])(case)),
    ("R01", expired),
    ("R02", lambda case: first_officer(certificate_no="")(case)),
    ("R03", impostor),
    ("R03", lambda case: replace(case, roster=(replace(case.roster[0], is_active=False), *case.roster[1:]))),
    ("R04", lambda case: with_subjects(case, lambda s: replace(
        s, printed=replace(s.printed, organ="清河县安全生产监督管理局")) if s.kind is RECORD else s)),
    ("R04", row(ORDER, number="（清江）应急责改〔2026〕1号")),
    ("R05", organ(standing=OrganStanding.INNER)),
    ("R06", organ(review_organ="清河市应急管理局")),
    ("R06", organ(review_organ="清河县人民政府或者上级主管部门")),
    ("R06", organ(review_organ="城关镇人民政府")),
    ("R06", organ(standing=OrganStanding.TOWNSHIP, review_organ="城关镇人民政府")),
    ("R07", shown(ORDER, lambda text: text.replace("六个月", "三个月"))),
    ("R08", shown(RECORD, lambda text: text + "可以向清河县人民政府申请行政复议")),
    ("R09", both(task(approved_on=None), without(K.INSPECTION_APPROVAL))),
    ("R09", both(task(approved_on=date(2026, 11, 25)), without(K.INSPECTION_APPROVAL))),
    ("R10", task(notice_served_at=None)),
    ("R10", task(notice_served_at=datetime(2026, 11, 20, 12, tzinfo=CHINA))),
    ("R11", elsewhere),
    ("R12", line(deadline=date(2026, 11, 20))),
    ("R12", line(deadline=None)),
    ("R12", paper(RECORD, issued_on=date(2026, 12, 20))),
    ("R12", paper(RECORD, issued_on=date(2026, 11, 19))),
    ("R13", order_state(OrderState.CLOSED)),
    ("R14", lambda case: line(deadline=case.today + timedelta(days=60))(later(days=-1)(case))),
    ("R15", line(place="")),
    ("R16", clauses()),
    ("R16", clauses(replace(CLAUSE, effective_from=date(2027, 1, 1), law="新法"))),
    ("R17", clauses(replace(CLAUSE, clause="第三十六条"))),
    ("R18", clauses(law("TSF", "中华人民共和国特种设备安全法", "第三十三条"))),
    ("R19", clauses(law("D15", "安全生产违法行为行政处罚办法"))),
    ("R19", clauses(typed("《安全生产违法行为行政处罚办法》（安监总局令第15号）第三条"))),
    ("R19", clauses(law("HXTL", "危险化学品安全管理条例", "第二十条第一款"))),
    ("R20", lambda case: with_subjects(case, lambda s: replace(s, lines=s.lines[1:]) if s.kind is RECORD else s)),
    ("R20", both(without(RECORD))),
    ("R21", lambda case: rounds(verdicts=(
        *case.reinspections[0].verdicts, VerdictEntry(finding_id="x", ordinal=9, verdict=Verdict.DONE)))(case)),
    ("R22", unphotographed),
    ("R23", photo(taken_at="2026-11-01T10:00:00+08:00")),
    ("R23", photo(taker="路人")),
    ("R24", lambda case: replace(case, intact=lambda sha256: sha256 != case.photos[0].sha256)),
    ("R25", photo(taken_at="")),
    ("R26", attached("询问录像", kind=AttachmentKind.RECORDING)),
    ("R27", unattached(AttachmentKind.SIGNED_SCAN, RECORD)),
    ("R27", served(ORDER, receiver="", refusal="拒绝签字", witnesses=(), media=())),
    ("R27", served(ORDER, receiver="", refusal="拒绝签字", media=("m",), servers=("王建国",))),
    ("R28", served(ORDER, capacity=Capacity.SITE_MANAGER)),
    ("R28", served(ORDER, capacity=None)),
    ("R29", row(RECORD, pages=30)),
    ("R30", values(K.INSPECTION_APPROVAL, items="〔检查事项〕")),
    ("R30", line(measure="")),
    ("R31", order_state(OrderState.AMENDED, OrderVerb.REPORT, OrderVerb.AMEND)),
    ("R31", voided),
    ("R32", lambda case: replace(case, enterprise=replace(case.enterprise, name="清河县另一化工有限公司"))),
    ("R32", lambda case: replace(case, enterprise=replace(case.enterprise, credit_code=a_code(9)))),
    ("R33", unattached(AttachmentKind.LICENCE)),
    ("R34", row(ORDER, year=2025)),
    ("R34", lambda case: replace(
        row(ORDER, serial=7)(case), numbers=replace(case.numbers, gaps={("应急责改", 2026): (2, 3)})
    )),
    ("R34", row(ORDER, number="（清河）应急责改[2026]1号")),
    ("R35", paper(ORDER, word="应急整改")),
    ("R36", both(unserved(ORDER), later(days=5))),
    ("R36", served(ORDER, served_at=datetime(2026, 11, 1, 9, tzinfo=CHINA))),
    ("R36", served(ORDER, served_at=datetime(2026, 12, 20, 9, tzinfo=CHINA))),
    ("R36", served(ORDER, method=ServiceMethod.MAIL, address="清河县", tracking_no="")),
    ("R37", served(ORDER, method=ServiceMethod.LEFT, refusal="负责人拒收", receiver="")),
    ("R37", served(ORDER, method=ServiceMethod.LEFT, refusal="", receiver="", media=("m",))),
    ("R38", served(ORDER, method=ServiceMethod.ELECTRONIC, address="a@b.cn", consent="")),
    ("R44", attached("停止供电决定书")),
    ("R46", attached("行政处罚决定书", "自由裁量说明")),
    ("R47", attached("行政处罚决定书", "行政处罚告知书")),
    ("R50", attached("行政处罚决定书", "告知书", "裁量说明", "听证笔录", "集体讨论记录")),
    ("R51", attached("行政处罚决定书", "告知书", "裁量说明", "听证笔录", "法制审核意见")),
    ("R53", line(status=FindingStatus.TRANSFERRED)),
    ("R55", both(unmended, order_state(OrderState.UNFULFILLED, OrderVerb.REPORT), later(days=30))),
    ("R56", filed),
    ("R57", both(filed, printed, line(status=FindingStatus.VERIFIED))),
    ("R58", task(avoidance_declared=False)),
    ("R59", often),
    ("R59", values(K.INSPECTION_APPROVAL, visit_ordinal="3")),
    ("R60", values(K.INSPECTION_APPROVAL, is_published="no")),
    ("R61", row(ORDER, content_sha256="0" * 64)),
    ("R61", lambda case: replace(case, intact=lambda sha256: sha256 != case.documents[-1].sha256)),
    ("R61", shown(ORDER, lambda text: text.replace("GD-01", "GD-09"))),
    ("R62", shown(ORDER, lambda text: text + "举报人张三")),
    ("R62", shown(ORDER, lambda text: text + "¦110101199003071234¦")),
]  # fmt: skip


GRAVE: list[tuple[str, Plant]] = [
    ("R39", line(K.ONSITE_MEASURE, grade="general")),
    ("R39", values(K.ONSITE_MEASURE, unsafe_reason="")),
    ("R40", without(K.ONSITE_MEASURE)),
    ("R41", not_criterion),
    ("R41", line(measure="恢复联锁")),
    ("R22", lambda case: replace(case, photos=())),
    ("R42", values(K.SEIZURE_DECISION, approved_on="2026-11-21")),
    ("R42", values(K.SEIZURE_DECISION, is_urgent="yes", measure_at="2026-11-18T08:00+08:00",
                   approved_at="2026-11-20T08:00+08:00")),
    ("R42", values(K.SEIZURE_DECISION, period_to="2027-03-01")),
    ("R42", without(K.SEIZURE_INVENTORY)),
    ("R42", without(K.SEIZURE_RECORD)),
    ("R42", values(K.SEIZURE_DISPOSAL, decided_on="2027-03-01")),
    ("R43", values(K.PRESERVATION_NOTICE, approved_on="2026-11-25")),
    ("R43", values(K.PRESERVATION_NOTICE, until="2026-12-30")),
    ("R43", values(K.PRESERVATION_DISPOSAL, decided_on="2026-12-30")),
    ("R45", values(K.CASE_APPROVAL, approved_on="2026-11-21")),
    ("R48", values(K.SPOT_PENALTY_UNIT, fine="3000.01")),
    ("R48", values(K.SPOT_PENALTY_UNIT, fine="")),
    ("R48", values(K.SPOT_PENALTY_UNIT, penalty=("warning",))),
    ("R52", values(K.CASE_TRANSFER, approved_at="2026-11-18T08:00+08:00", filed_on="2026-11-18")),
    ("R52", values(K.CASE_TRANSFER, filed_on="2026-11-10")),
    ("R52", values(K.CASE_TRANSFER, approved_at="")),
    ("R52", both(without(K.CASE_TRANSFER), follow_up(FollowUpKind.TRANSFER, sort="criminal"))),
    ("R07", shown(K.SPOT_PENALTY_UNIT, lambda text: text.replace("先向", "可以向"))),
    ("R57", both(filed, printed, line(status=FindingStatus.CLOSED))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "plant"), PLAIN, ids=[f"{r}-{n}" for n, (r, _) in enumerate(PLAIN)])
def test_a_planted_fault_is_found_and_no_other(bases: Bases, rule: str, plant: Plant) -> None:
    assert found(plant(bases.plain), bases.rules) == {rule}


@pytest.mark.parametrize(("rule", "plant"), GRAVE, ids=[f"{r}-{n}" for n, (r, _) in enumerate(GRAVE)])
def test_a_fault_of_a_grave_case_is_found_and_no_other(bases: Bases, rule: str, plant: Plant) -> None:
    assert found(plant(bases.grave), bases.rules) == {rule}


def test_clean_cases_are_clean(bases: Bases) -> None:
    for case in (bases.plain, bases.grave):
        for stage in RuleStage:
            assert broken_rules(case, bases.rules, stage) == ()


def test_faults_that_come_together(bases: Bases) -> None:
    """Where one fault is also another: both are said, nothing else."""
    grave = bases.grave
    assert found(without(K.ONSITE_MEASURE, ORDER)(grave), bases.rules) == {"R49"}
    assert found(both(without(K.CASE_TRANSFER), later(days=100))(grave), bases.rules) == {"R54"}
    assert found(both(without(K.SPOT_PENALTY_UNIT), later(days=100))(grave), bases.rules) == {"R45", "R54"}
    assert found(now_after(K.SEIZURE_DISPOSAL, days=40)(grave), bases.rules) == {"R42", "R54"}
    assert found(now_after(K.PRESERVATION_DISPOSAL, days=15)(grave), bases.rules) == {"R43"}
    assert found(both(filed, printed)(grave), bases.rules) == {"R57"}


def test_every_rule_is_planted_at_least_once() -> None:
    together = {"R49", "R54"}
    assert {rule for rule, _ in (*PLAIN, *GRAVE)} | together == set(RULES)


def test_levels_follow_the_case(bases: Bases) -> None:
    def level(case: Case, rule: str) -> set[str]:
        return {p.severity.value for p in RULES[rule](case, bases.rules)}

    assert level(replace(bases.plain, photos=()), "R22") == {"warn"}
    assert level(replace(bases.grave, photos=()), "R22") == {"block"}, "a major hazard needs a photo"
    assert level(clauses(law("HXTL", "危险化学品安全管理条例"))(bases.plain), "R19") == {"warn"}
    assert level(clauses(law("D15", "安全生产违法行为行政处罚办法"))(bases.plain), "R19") == {"block"}
    assert level(line(measure="")(bases.plain), "R30") == {"warn"}


def test_a_paper_that_names_the_finding_stands_for_its_photo(bases: Bases) -> None:
    bare = unphotographed(bases.plain)
    assert found(attached("第1项检测报告")(bare), bases.rules) == set()


def test_a_township_without_power_is_asked_for_no_certificates_nor_approvals(bases: Bases) -> None:
    case = organ(enforcement_power=EnforcementPower.NONE)(bases.plain)
    case = both(without(K.INSPECTION_APPROVAL), task(approved_on=None, avoidance_declared=False))(case)
    assert found(unattached(AttachmentKind.LICENCE)(case), bases.rules) == set()


def test_an_exempt_visit_passes_the_cap(bases: Bases) -> None:
    assert found(both(often, task(source=TaskSource.REPORT))(bases.plain), bases.rules) == set()


def test_the_region_may_be_written_longer_than_the_organ(bases: Bases) -> None:
    """T1: 蓟州区 in 天津: the district's government is of the same level, the city's is not."""

    def case(review_organ: str) -> set[str]:
        names = {"name": "天津市蓟州区应急管理局", "review_organ": review_organ}
        return {p.fields["sentence"] for p in RULES["R06"](organ(**names)(bases.plain), bases.rules)}

    assert case("天津市蓟州区人民政府") == set()
    assert case("蓟州区人民政府") == set()
    (said,) = case("天津市人民政府")
    assert "高于本级" in said


def test_every_field_that_a_rule_reads_is_declared_by_its_form() -> None:
    read = {
        K.INSPECTION_APPROVAL: "approved_on no_notice_reason visit_ordinal visit_cap is_published cap_reason",
        K.ONSITE_MEASURE: "measures basis unsafe_reason",
        K.SEIZURE_DECISION: "approved_on is_urgent measure_at approved_at period_from period_to",
        K.SEIZURE_EXTENSION: "new_to approved_on",
        K.SEIZURE_DISPOSAL: "decided_on",
        K.PRESERVATION_NOTICE: "approved_on preserved_on until",
        K.PRESERVATION_DISPOSAL: "decided_on",
        K.CASE_APPROVAL: "approved_on",
        K.SPOT_PENALTY_UNIT: "penalty fine",
        K.SPOT_PENALTY_PERSON: "penalty fine",
        K.CASE_TRANSFER: "sort approved_at filed_on",
    }
    for kind, names in read.items():
        form = tomllib.loads((ROOT / "forms" / f"{kind}.toml").read_text(encoding="utf-8"))
        assert set(names.split()) <= {field["name"] for field in form["fields"]}, kind
