# SPDX-License-Identifier: MulanPSL-2.0
"""The life of an order: begun at issue, freed when void, moved only as its state allows."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.finding import FindingDraft, FindingStatus
from inspector_app.domain.order_life import ORDER_LIFE, OrderLife, OrderState, OrderVerb
from inspector_app.domain.organ import EnforcementPower, OrganSector, OrganStanding
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import findings as finding_rows
from inspector_app.ledgers.orders import next_steps, open_orders, order_view
from inspector_app.operations import documents, extensions, inspections, orders, service, undo
from inspector_app.operations.document_drafts import fill_document
from inspector_app.operations.findings import DRAFT_FIELDS, amend_finding
from inspector_app.operations.order_lives import move_in, order_of
from inspector_app.operations.orders import move_order, report_done
from inspector_app.storage import order_lives
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import (
    DEC_5,
    DEC_20,
    DONE,
    MAJOR,
    MEASURE,
    NOT_DONE,
    ORDER,
    PARTIAL,
    a_served_order,
    a_service,
    a_visit,
    an_order,
    codes,
    finding_ids,
    look_again,
    serve,
    statuses,
)
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_inspection

S, V, F = OrderState, OrderVerb, FindingStatus
NOV_20 = date(2026, 11, 20)


def state(ws: Workspace, document: OfficialDocument) -> OrderState:
    return order_view(ws, document.id).life.state


def put_state(ws: Workspace, document: OfficialDocument, state: OrderState, held: OrderState | None = None) -> None:
    """Put an order where a test wants it, as no verb does."""
    with ws.operation(Op.MOVE_ORDER) as step:
        order_lives.put_life(step.db, OrderLife(document_id=document.id, state=state, held=held))


def test_an_issued_order_has_a_life_and_its_findings_are_ordered(unit: Workspace, clock: Clock) -> None:
    order = an_order(unit, clock)
    assert state(unit, order) is S.ISSUED
    assert statuses(unit, order) == [F.ORDERED, F.ORDERED]
    with pytest.raises(Refused) as refused:
        order_view(unit, order.refers_to)  # the record has none
    assert codes(refused) == {ProblemCode.NOT_FOUND}


def test_voiding_before_service_frees_the_findings(unit: Workspace, clock: Clock) -> None:
    order = an_order(unit, clock)
    documents.void_document(unit, order.id, "期限写错")
    assert state(unit, order) is S.VOID
    assert statuses(unit, order) == [F.RECORDED, F.RECORDED]
    assert order_view(unit, order.id).events[-1].reason == "期限写错"


def test_voiding_after_service_is_refused_and_changes_nothing(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    with pytest.raises(Refused) as refused:
        documents.void_document(unit, order.id, "写错了")
    assert codes(refused) == {ProblemCode.DOCUMENT_SERVED}
    assert state(unit, order) is S.SERVED
    assert order_view(unit, order.id).document.state is DocumentState.ISSUED


def test_a_served_record_is_not_voided_either(unit: Workspace, clock: Clock) -> None:
    visit = a_visit(unit, clock)
    made = document_rows.rows(unit, visit.id)[0].document
    serve(unit, made)
    with pytest.raises(Refused) as refused:
        documents.void_document(unit, made.id, "写错了")
    assert codes(refused) == {ProblemCode.DOCUMENT_SERVED}


def test_a_finding_on_another_valid_document_keeps_its_place(unit: Workspace, clock: Clock) -> None:
    visit = a_visit(unit, clock, (DEC_5,), **MAJOR)
    fill_document(unit, visit.id, MEASURE, fields=measure_fields())
    measure = documents.issue_document(unit, visit.id, MEASURE, need_reasons=False).value
    order = documents.issue_document(unit, visit.id, ORDER, need_reasons=False).value
    assert statuses(unit, order) == [F.ORDERED]
    documents.void_document(unit, measure.id, "措施写错")
    assert statuses(unit, order) == [F.ORDERED], "it stands on the order"
    assert state(unit, order) is S.ISSUED


def test_voiding_the_order_leaves_the_measure(unit: Workspace, clock: Clock) -> None:
    visit = a_visit(unit, clock, (DEC_5,), **MAJOR)
    fill_document(unit, visit.id, MEASURE, fields=measure_fields())
    documents.issue_document(unit, visit.id, MEASURE, need_reasons=False)
    order = documents.issue_document(unit, visit.id, ORDER, need_reasons=False).value
    documents.void_document(unit, order.id, "期限写错")
    assert statuses(unit, order) == [F.MEASURED]


def measure_fields() -> dict[str, object]:
    return {
        "measures": ("suspend_business",), "basis": "《中华人民共和国安全生产法》第六十五条第一款第（三）项",
        "unsafe_reason": "围堰破损，排除前无法保证安全", "object": "1号罐区",
    }  # fmt: skip


@pytest.mark.parametrize("verb", [V.SUSPEND, V.RESUME, V.AMEND, V.OPEN_CASE, V.RENEW, V.CLOSE])
def test_every_step_of_a_person_in_every_state(unit: Workspace, clock: Clock, verb: OrderVerb) -> None:
    order = a_served_order(unit, clock)
    for at in S:
        put_state(unit, order, at, held=S.EXTENDED if at is S.SUSPENDED else None)
        before, findings_before = order_view(unit, order.id), statuses(unit, order)
        wanted = {V.SUSPEND: S.SUSPENDED, V.RESUME: S.EXTENDED, V.AMEND: S.AMENDED, V.CLOSE: S.CLOSED}
        may = ORDER_LIFE.may(at, verb)
        if may and (verb in (V.SUSPEND, V.RESUME, V.AMEND) or (at is S.RENEWED and verb is V.CLOSE)):
            moved = move_order(unit, order.id, verb, on=NOV_20, person="周局长", reason="复议决定停止执行").value
            assert moved.state is state(unit, order) is wanted[verb], at
            assert moved.held is (at if verb is V.SUSPEND else None)
            undo.undo_last(unit)
        else:
            with pytest.raises(Refused) as refused:
                move_order(unit, order.id, verb, on=NOV_20, person="周局长", reason="理由")
            assert codes(refused) == {refusal_of(verb, at)}, at
        assert order_view(unit, order.id) == before
        assert statuses(unit, order) == findings_before


def test_every_other_act_in_every_state(unit: Workspace, clock: Clock) -> None:
    """Request, answer, report, service and its withdrawal: possible exactly where the life has the verb."""
    order = an_order(unit, clock)
    ask = {"asked_on": NOV_20, "reason": "阀门未到货", "person": "赵明", "new_deadline": DEC_20}
    with unit.operation(Op.SERVE_DOCUMENT) as step:  # a request is there, whatever the state
        document, life = order_of(unit, step.db, order.id)
        served = service.serve_in(unit, step, order.id, a_service(unit.now()))
        life = dataclasses.replace(life, state=S.SERVED)
        move_in(step, document, life, V.ASK_EXTENSION, on=NOV_20, new_deadline=DEC_20)
    acts = {
        V.ASK_EXTENSION: lambda: extensions.ask_extension(unit, order.id, **ask),
        V.GRANT: lambda: extensions.decide_extension(unit, order.id, granted=True, on=NOV_20, person="周局长"),
        V.DENY: lambda: extensions.decide_extension(
            unit, order.id, granted=False, on=NOV_20, person="周局长", reason="不属于不可抗力"
        ),
        V.REPORT: lambda: report_done(unit, order.id, on=NOV_20, person="赵明"),
        V.UNSERVE: lambda: service.withdraw_service(unit, served.id, "送错"),
        V.VOID: lambda: documents.void_document(unit, order.id, "写错"),
    }
    for at in S:
        for verb, act in acts.items():
            put_state(unit, order, at)
            before, findings_before = order_view(unit, order.id), statuses(unit, order)
            if ORDER_LIFE.may(at, verb) and verb not in (V.UNSERVE, V.VOID):
                act()
                assert state(unit, order) is ORDER_LIFE.after(at, verb), (at, verb)
                undo.undo_last(unit)
            elif not ORDER_LIFE.may(at, verb):
                with pytest.raises(Refused) as refused:
                    act()
                assert codes(refused) <= NOT_NOW, (at, verb)
            assert order_view(unit, order.id) == before, (at, verb)
            assert statuses(unit, order) == findings_before


NOT_NOW = {ProblemCode.STATE_FORBIDS, ProblemCode.DOCUMENT_NOT_SERVED, ProblemCode.DOCUMENT_SERVED}


def refusal_of(verb: OrderVerb, at: OrderState) -> ProblemCode:
    """Why the step is refused: by its state, by the open findings, or for want of the paper that carries it."""
    if not ORDER_LIFE.may(at, verb):
        return ProblemCode.DOCUMENT_NOT_SERVED if at is S.ISSUED else ProblemCode.STATE_FORBIDS
    return ProblemCode.STATE_FORBIDS if verb is V.CLOSE else ProblemCode.DOCUMENT_NEEDS


def test_what_follows_from_other_acts_is_no_step_by_itself(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    for verb in set(V) - orders.BY_PERSON:
        with pytest.raises(Refused) as refused:
            move_order(unit, order.id, verb, on=NOV_20, person="周局长")
        assert codes(refused) == {ProblemCode.VALUE_NOT_ALLOWED}


def test_a_step_needs_a_person_a_reason_and_a_possible_day(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    with pytest.raises(Refused) as refused:
        move_order(unit, order.id, V.SUSPEND, on=date(2026, 11, 19), person=" ")
    assert codes(refused) == {ProblemCode.VALUE_MISSING, ProblemCode.REASON_MISSING, ProblemCode.TIME_ORDER}
    with pytest.raises(Refused) as refused:
        move_order(unit, order.id, V.SUSPEND, on=date(2026, 11, 21), person="周局长", reason="停止执行")
    assert codes(refused) == {ProblemCode.TIME_ORDER}


def test_an_amended_order_frees_its_findings_for_the_new_one(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    move_order(unit, order.id, V.AMEND, on=NOV_20, person="周局长", reason="单位名称有误")
    assert statuses(unit, order) == [F.RECORDED, F.RECORDED]
    second = documents.issue_document(unit, order.inspection_id, ORDER).value
    assert statuses(unit, order) == [F.ORDERED, F.ORDERED]
    assert state(unit, second) is S.ISSUED
    assert [row.document_id for row in open_orders(unit)] == [second.id]


def test_a_report_of_completion_moves_order_and_findings(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    clock.move(days=3)
    report_done(unit, order.id, on=unit.today(), person="赵明", text="已全部整改")
    view = order_view(unit, order.id)
    assert view.life.state is S.DONE_REPORTED
    assert statuses(unit, order) == [F.REPORTED_DONE, F.REPORTED_DONE]
    assert view.reinspect_by is not None
    assert (view.reinspect_by.start, view.reinspect_by.date) == (date(2026, 11, 23), date(2026, 12, 3))
    assert {step.act for step in view.next_steps} == {"reinspect"}
    undo.undo_last(unit)
    assert state(unit, order) is S.SERVED
    assert statuses(unit, order) == [F.ORDERED, F.ORDERED]


def test_a_report_before_service_is_refused(unit: Workspace, clock: Clock) -> None:
    order = an_order(unit, clock)
    with pytest.raises(Refused) as refused:
        report_done(unit, order.id, on=NOV_20, person="赵明")
    assert codes(refused) == {ProblemCode.DOCUMENT_NOT_SERVED}
    assert statuses(unit, order) == [F.ORDERED, F.ORDERED]


def test_due_and_overdue_are_derived(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (DEC_5, DEC_20))
    assert (order_view(unit, order.id).is_due, order_view(unit, order.id).overdue_days) == (False, 0)
    clock.move(days=15)  # the day of the deadline
    assert (order_view(unit, order.id).is_due, order_view(unit, order.id).overdue_days) == (True, 0)
    clock.move(days=2)
    view = order_view(unit, order.id)
    assert (view.is_due, view.overdue_days, view.due_on) == (True, 2, DEC_5)
    assert [(row.overdue_days, row.due_on, row.lines, row.done) for row in open_orders(unit)] == [(2, DEC_5, 2, 0)]
    assert state(unit, order) is S.SERVED, "nothing of it is stored"


def test_orders_are_listed_by_urgency(unit: Workspace, clock: Clock) -> None:
    later = a_served_order(unit, clock, (DEC_20,))
    at_once = a_served_order(unit, clock, (None,))
    sooner = a_served_order(unit, clock, (DEC_5,))
    unserved = an_order(unit, clock, (DEC_5,))
    clock.move(days=17)
    listed = [row.document_id for row in open_orders(unit)]
    assert listed == [sooner.id, unserved.id, later.id, at_once.id]
    assert [row.overdue_days for row in open_orders(unit)] == [2, 0, 0, 0], "what was not served does not run"


def test_a_new_order_over_what_failed_renews_the_old_one(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, DONE, NOT_DONE)
    assert statuses(unit, order) == [F.VERIFIED, F.FAILED]
    failed = finding_ids(unit, order)[1]
    second = renewed(unit, order, failed)
    assert state(unit, order) is S.RENEWED
    assert order_view(unit, order.id).events[-1].refers_to == second.id
    assert statuses(unit, order) == [F.VERIFIED, F.ORDERED]
    documents.void_document(unit, second.id, "写错")
    assert state(unit, order) is S.PART, "it stands where it stood"
    assert statuses(unit, order) == [F.VERIFIED, F.FAILED]


def renewed(ws: Workspace, order: OfficialDocument, finding_id: str) -> OfficialDocument:
    """Order a failed finding anew with another deadline."""
    row = finding_rows.finding(ws, finding_id)
    assert row is not None
    draft = FindingDraft(**{name: getattr(row.finding, name) for name in DRAFT_FIELDS} | {"deadline": DEC_20})
    amend_finding(ws, finding_id, draft)
    return documents.issue_document(ws, order.inspection_id, ORDER, need_reasons=False).value


def test_the_old_order_is_fulfilled_with_the_new_one(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, DONE, NOT_DONE)
    second = renewed(unit, order, finding_ids(unit, order)[1])
    serve(unit, second)
    look_again(unit, clock, second, DEC_20, DONE)
    assert (state(unit, second), state(unit, order)) == (S.FULFILLED, S.FULFILLED)


def test_a_case_needs_its_approval(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, NOT_DONE, NOT_DONE)
    with pytest.raises(Refused) as refused:
        move_order(unit, order.id, V.OPEN_CASE, on=DEC_5, person="周局长")
    assert codes(refused) == {ProblemCode.DOCUMENT_NEEDS}
    kind = DocumentKind.CASE_APPROVAL
    specs = unit.form(kind).fields
    values = {spec.name: "2026-12-05" if spec.type == "day" else "围堰逾期未修复" for spec in specs if spec.required}
    values["approved_on"] = "2026-12-05"
    approval = documents.issue_document(
        unit, order.inspection_id, kind, fields={k: v for k, v in values.items() if v}, need_reasons=False
    ).value
    move_order(unit, order.id, V.OPEN_CASE, on=DEC_5, person="周局长")
    view = order_view(unit, order.id)
    assert view.life.state is S.CASE_OPENED
    assert view.events[-1].refers_to == approval.id


def test_the_lawful_next_steps_after_a_failed_look(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, NOT_DONE, PARTIAL)
    steps = {step.key: step for step in next_steps(unit, order.id)}
    assert set(steps) == {"reinspect", "renew_order", "case", "transfer"}
    assert "第一百零二条" in steps["case"].basis
    assert steps["renew_order"].document is ORDER
    assert order.number in steps["reinspect"].reason


def test_a_township_without_power_reports_upward(ws: Workspace, clock: Clock) -> None:
    a_unit(
        ws, name="清河县河西镇人民政府", short_name="河西", enforcement_power=EnforcementPower.NONE,
        sector=OrganSector.TOWNSHIP, standing=OrganStanding.TOWNSHIP, numbering_word="安监",
    )  # fmt: skip
    visit = a_visit_without_record(ws, clock)
    notice = documents.issue_document(ws, visit, DocumentKind.HAZARD_NOTICE, need_reasons=False).value
    serve(ws, notice)
    look_again(ws, clock, notice, DEC_5, NOT_DONE)
    steps = {step.key: step for step in next_steps(ws, notice.id)}
    assert set(steps) == {"reinspect", "report_up"}
    assert steps["report_up"].document is DocumentKind.HAZARD_REPORT


def a_visit_without_record(ws: Workspace, clock: Clock) -> str:
    made = an_inspection(ws)
    a_finding(ws, made, deadline_class=DeadlineClass.WITHIN_DAYS, deadline=DEC_5)
    clock.move(hours=2)
    inspections.finish_inspection(ws, made.id)
    return made.id


def test_close_follows_the_last_sign_off(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, DONE, DONE)
    move_order(unit, order.id, V.CLOSE, on=DEC_5, person="孙审核")
    assert state(unit, order) is S.CLOSED
