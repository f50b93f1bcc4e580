# SPDX-License-Identifier: MulanPSL-2.0
"""The whole graph of handbook 2.7, lived once by each kind of organ: 应急, 住建, 市场监管, 乡镇."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.document import Verdict
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.organ import EnforcementPower, OrganSector
from inspector_app.domain.problems import ProblemCode, Refused, blocking
from inspector_app.ledgers import orders as order_ledger
from inspector_app.operations import extensions, orders, sign_off
from inspector_app.operations.document_graph import kinds_for
from inspector_app.operations.sign_off import SignOffDraft
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock

DONE, PART, NOT = Verdict.DONE, Verdict.PARTIAL, Verdict.NOT_DONE


@pytest.fixture
def case(ws: Workspace, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest) -> CaseDay:
    return CaseDay(ws, clock, tmp_path, **request.param)


def organ(name: str, short: str, word: str, **more: object) -> pytest.param:
    return pytest.param({"name": name, "short_name": short, "numbering_word": word, **more}, id=short)


EMERGENCY = organ("清河县应急管理局", "清河", "应急")
CONSTRUCTION = organ("清河县住房和城乡建设局", "清河", "住建")
MARKET = organ("清河县市场监督管理局", "清河", "市监")
TOWNSHIP = organ("清河县上仓镇人民政府", "上仓", "安", enforcement_power=EnforcementPower.NONE)


def refused_codes(case: CaseDay, kind: K) -> set[ProblemCode]:
    with pytest.raises(Refused) as refused:
        case.issue(kind)
    return {p.code for p in blocking(refused.value.problems)}


def life(case: CaseDay, kind: K) -> OrderState:
    return order_ledger.order_view(case.ws, case.issued[kind].id).life.state


def statuses(case: CaseDay) -> list[FindingStatus]:
    with case.ws.reader() as db:
        rows = db.conn.execute("SELECT status FROM findings ORDER BY ordinal").fetchall()
    return [FindingStatus(row[0]) for row in rows]


def through_extension_and_two_rounds(case: CaseDay, order: K, opinion: K = K.REINSPECTION_OPINION) -> None:
    """From service to sign-off: extension asked and granted, one round in part, the next whole."""
    ordered = case.issued[order]
    case.serve(ordered)
    assert life(case, order) is OrderState.SERVED
    case.clock.move(days=3)
    today = case.clock.now.date()
    until = today + timedelta(days=20)
    if order is not K.HAZARD_NOTICE:
        extensions.ask_extension(
            case.ws, ordered.id, asked_on=today, reason="备件到货延迟", person="赵明", new_deadline=until
        )
        extensions.decide_extension(case.ws, ordered.id, granted=True, on=today, person="周正", new_deadline=until)
        assert life(case, order) is OrderState.EXTENDED
        case.issue(K.EXTENSION_APPROVAL, refers_to=ordered.id, result="granted", new_deadline=until.isoformat())
        case.issue(K.EXTENSION_REPLY, refers_to=ordered.id, result="granted", new_deadline=until.isoformat())
    case.clock.move(days=22)
    first = case.reinspect(ordered, DONE, PART, NOT)
    case.issue(opinion, refers_to=ordered.id)
    assert case.issued[opinion].reinspection_id == first.id
    assert life(case, order) is OrderState.PART
    assert order_ledger.order_view(case.ws, ordered.id).next_steps
    orders.report_done(
        case.ws, ordered.id, on=case.clock.now.date(), person="赵明"
    ) if order is not K.HAZARD_NOTICE else None
    case.clock.move(days=5)
    rest = [n for n, s in enumerate(statuses(case), start=1) if s not in (FindingStatus.VERIFIED, FindingStatus.CLOSED)]
    second = case.reinspect_lines(ordered, rest, DONE)
    assert second.round == 2
    case.issue(opinion, refers_to=ordered.id)
    assert statuses(case) == [FindingStatus.VERIFIED] * 3
    assert life(case, order) is OrderState.FULFILLED
    today = case.clock.now.date()
    draft = SignOffDraft(
        checked_by="王建国",
        checked_on=today,
        rectified_by="赵明",
        rectified_on=today,
        accepted_by="周正",
        accepted_on=today,
    )
    for finding in case.findings:
        sign_off.sign_off(case.ws, finding.id, draft)
    assert statuses(case) == [FindingStatus.CLOSED] * 3
    assert life(case, order) is OrderState.CLOSED


def before_the_visit(case: CaseDay) -> None:
    assert refused_codes(case, K.INSPECTION_NOTICE) == {ProblemCode.DOCUMENT_NEEDS}
    case.issue(K.INSPECTION_APPROVAL)
    case.issue(K.INSPECTION_NOTICE)
    case.issue(K.INSPECTION_PLAN)


def evidence_and_coercion(case: CaseDay) -> None:
    """Everything that rests on the record beside the order."""
    today = case.clock.now.date()
    assert refused_codes(case, K.SEIZURE_DECISION) == {ProblemCode.DOCUMENT_NEEDS}
    case.issue(K.COERCION_APPROVAL)
    end = today + timedelta(days=30)
    case.issue(K.SEIZURE_DECISION, period_from=today.isoformat(), period_to=end.isoformat())
    case.issue(K.SEIZURE_INVENTORY)
    case.issue(K.SEIZURE_RECORD, ended_at=(case.clock.now + timedelta(hours=1)).isoformat(timespec="minutes"))
    case.issue(K.SEIZURE_EXTENSION, new_to=(end + timedelta(days=30)).isoformat())
    case.issue(K.SEIZURE_DISPOSAL)
    case.issue(K.PRESERVATION_APPROVAL)
    case.issue(K.PRESERVATION_NOTICE, until=(today + timedelta(days=7)).isoformat())
    case.issue(K.PRESERVATION_DISPOSAL)
    later = (case.clock.now + timedelta(hours=1)).isoformat(timespec="minutes")
    case.issue(K.CASE_APPROVAL)
    case.issue(K.INTERVIEW_NOTICE, at=(case.clock.now + timedelta(days=1)).isoformat(timespec="minutes"))
    case.issue(K.INTERVIEW_RECORD, refers_to=case.issued[K.INTERVIEW_NOTICE].id, ended_at=later)
    case.issue(K.SCENE_RECORD, ended_at=later)
    case.issue(K.SAMPLING_RECEIPT)
    case.issue(K.SPOT_PENALTY_UNIT, penalty=("warning", "fine"), fine="2000")
    case.issue(K.SPOT_PENALTY_PERSON, penalty=("fine",), fine="200")
    case.issue(K.CASE_TRANSFER, refers_to=case.issued[K.CASE_APPROVAL].id)


def finish(case: CaseDay) -> None:
    """What holds at the end of every case."""
    case.issue(K.SERVICE_RECEIPT, served=())
    for document in case.issued.values():
        law = case.ws.law.documents.of(document.kind)
        text = case.text(document)
        assert case.ws.form(document.kind).title in text
        if not case.ws.form(document.kind).own_series:
            assert document.number in text
        decides = law.remedy.value != "none" and document.fields.get("result") != "agreed"  # agreeing burdens nobody
        assert ("行政复议" in text) == decides, document.kind
    offered = {state.kind for state in kinds_for(case.ws, case.inspection.id)}
    missing = offered - set(case.issued) - {K.CLOSURE_PROPOSAL}
    assert not missing, missing
    assert case.ws.check().is_well


@pytest.mark.parametrize("case", [EMERGENCY], indirect=True)
def test_an_emergency_bureau(case: CaseDay) -> None:
    case.begin()
    before_the_visit(case)
    assert refused_codes(case, K.RECTIFICATION_ORDER) >= {ProblemCode.DOCUMENT_NEEDS}
    case.complete()
    case.issue(K.INSPECTION_RECORD)
    measure = case.issue(K.ONSITE_MEASURE)
    case.serve(measure)
    assert statuses(case)[-1] is FindingStatus.MEASURED
    case.issue(K.RECTIFICATION_ORDER)
    text = case.text(case.issued[K.RECTIFICATION_ORDER])
    assert "清河县人民政府" in text and "上级主管部门" not in text  # T1
    evidence_and_coercion(case)
    assert "先向清河县人民政府申请行政复议" in case.text(case.issued[K.SPOT_PENALTY_UNIT])  # T2
    through_extension_and_two_rounds(case, K.RECTIFICATION_ORDER)
    case.issue(K.RESUMPTION_REPLY, refers_to=measure.id)
    case.issue(K.CLOSURE_PROPOSAL, refers_to=case.issued[K.RECTIFICATION_ORDER].id)
    finish(case)


@pytest.mark.parametrize("case", [CONSTRUCTION], indirect=True)
def test_a_construction_bureau(case: CaseDay) -> None:
    case.begin()
    before_the_visit(case)
    case.complete()
    case.issue(K.INSPECTION_RECORD)
    assert ProblemCode.FORM_NOT_FOR_SECTOR in refused_codes(case, K.RECTIFICATION_ORDER)
    stop = case.issue(K.CONSTRUCTION_STOP)
    case.serve(stop)
    case.issue(K.CONSTRUCTION_ORDER)
    evidence_and_coercion(case)
    through_extension_and_two_rounds(case, K.CONSTRUCTION_ORDER)
    case.issue(K.CONSTRUCTION_RESUMPTION, refers_to=stop.id)
    finish(case)


@pytest.mark.parametrize("case", [MARKET], indirect=True)
def test_a_market_supervision_bureau(case: CaseDay) -> None:
    case.begin()
    before_the_visit(case)
    case.complete()
    case.issue(K.INSPECTION_RECORD)
    measure = case.issue(K.ONSITE_MEASURE)
    case.serve(measure)
    order = case.issue(K.SPECIAL_EQUIPMENT_ORDER)
    assert order.number == "（清河）市监特令〔2026〕第1号"
    evidence_and_coercion(case)
    through_extension_and_two_rounds(case, K.SPECIAL_EQUIPMENT_ORDER)
    case.issue(K.RESUMPTION_REPLY, refers_to=measure.id)
    finish(case)


@pytest.mark.parametrize("case", [TOWNSHIP], indirect=True)
def test_a_township_without_power(case: CaseDay) -> None:
    case.begin()
    case.complete()
    assert ProblemCode.ORGAN_WITHOUT_POWER in refused_codes(case, K.INSPECTION_RECORD)
    assert ProblemCode.ORGAN_WITHOUT_POWER in refused_codes(case, K.RECTIFICATION_ORDER)  # T11
    notice = case.issue(K.HAZARD_NOTICE)
    assert "应急" not in notice.number and "执法" not in case.text(notice)
    case.issue(K.HAZARD_REPORT, superior="清河县应急管理局", refers_to=notice.id)
    through_extension_and_two_rounds(case, K.HAZARD_NOTICE, K.HAZARD_RECHECK)
    assert {state.law.sectors for state in kinds_for(case.ws, case.inspection.id)} == {(OrganSector.TOWNSHIP,)}
