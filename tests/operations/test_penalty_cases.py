# SPDX-License-Identifier: MulanPSL-2.0
"""Penalty cases: from opening to payment, and what is refused on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.penalty_case import CaseState, CaseSubject, PenaltyKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import penalty_cases as ledger
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.penalty_cases import (
    CaseDraft,
    Decision,
    close_case,
    decide_case,
    open_case,
    pay_case,
    withdraw_case,
)
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise, an_inspection

NOV_3, NOV_9 = date(2026, 11, 3), date(2026, 11, 9)
FINE = (PenaltyKind.FINE,)


def a_draft(ws: Workspace, **changes: Any) -> CaseDraft:
    values: dict[str, Any] = {"number": "清应急立〔2026〕1号", "cause": "未如实记录教育培训", "opened_on": NOV_3}
    if "enterprise_id" not in changes:
        values["enterprise_id"] = an_enterprise(ws, 7).id
    return CaseDraft(**{**values, **changes})


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[ProblemCode]:
    return [p.code for p in refused.value.problems]


def test_a_case_is_opened_decided_paid_in_parts_and_closed(unit: Workspace) -> None:
    case = open_case(unit, a_draft(unit)).value
    assert case.state is CaseState.OPEN
    decision = Decision(
        decided_on=NOV_9, decision_no="罚1号", penalties=(PenaltyKind.FINE, PenaltyKind.WARNING), fine=500
    )
    decided = decide_case(unit, case.number, decision).value  # by its number too
    assert (decided.state, decided.penalties) == (CaseState.DECIDED, (PenaltyKind.WARNING, PenaltyKind.FINE))
    assert pay_case(unit, case.id, received=200, on=NOV_9).value.received == 200
    assert close_case(unit, case.id, NOV_9).value.state is CaseState.CLOSED
    assert pay_case(unit, case.id, received=500, on=date(2026, 11, 20)).value.state is CaseState.CLOSED
    assert ledger.cases(unit)[0].case.received == 500


def test_every_fault_of_a_new_case_at_once(unit: Workspace) -> None:
    open_case(unit, a_draft(unit))
    twin = a_draft(unit, enterprise_id="none", cause=" ", opened_on=date(2026, 11, 21), subject=CaseSubject.PERSON)
    with pytest.raises(Refused) as refused:
        open_case(unit, twin)
    assert codes(refused) == [
        ProblemCode.VALUE_MISSING, ProblemCode.TIME_ORDER, ProblemCode.CASE_PERSON_MISSING,
        ProblemCode.CASE_NUMBER_EXISTS, ProblemCode.NOT_FOUND,
    ]  # fmt: skip


def test_the_visit_must_be_one_of_the_enterprise(unit: Workspace) -> None:
    visit, other = an_inspection(unit), an_enterprise(unit, 8)
    with pytest.raises(Refused) as refused:
        open_case(unit, a_draft(unit, enterprise_id=other.id, inspection_id=visit.id))
    assert codes(refused) == [ProblemCode.NOT_FOUND]
    kept = open_case(unit, a_draft(unit, enterprise_id=visit.enterprise_id, inspection_id=visit.id)).value
    assert kept.inspection_id == visit.id


def test_a_decision_and_its_amount_fit_together(unit: Workspace) -> None:
    case = open_case(unit, a_draft(unit)).value
    for penalties, fine, expected in (
        (FINE, 0, ProblemCode.CASE_FINE_MISSING),
        ((PenaltyKind.WARNING,), 100, ProblemCode.CASE_FINE_WITHOUT),
        ((), 0, ProblemCode.VALUE_MISSING),
        (FINE, 10**14, ProblemCode.VALUE_NOT_ALLOWED),
    ):
        with pytest.raises(Refused) as refused:
            decide_case(unit, case.id, Decision(decided_on=NOV_9, decision_no="1", penalties=penalties, fine=fine))
        assert codes(refused) == [expected]
    with pytest.raises(Refused) as refused:
        decide_case(unit, case.id, Decision(decided_on=date(2026, 11, 2), decision_no="", penalties=FINE, fine=1))
    assert codes(refused) == [ProblemCode.TIME_ORDER, ProblemCode.VALUE_MISSING]


def test_no_more_is_paid_than_was_decided_and_nothing_before(unit: Workspace) -> None:
    case = open_case(unit, a_draft(unit)).value
    with pytest.raises(Refused) as refused:
        pay_case(unit, case.id, received=1, on=NOV_9)
    assert codes(refused) == [ProblemCode.STATE_FORBIDS]
    decide_case(unit, case.id, Decision(decided_on=NOV_9, decision_no="1", penalties=FINE, fine=100))
    with pytest.raises(Refused) as refused:
        pay_case(unit, case.id, received=101, on=NOV_3)
    assert codes(refused) == [ProblemCode.TIME_ORDER, ProblemCode.CASE_OVERPAID]


def test_a_case_is_withdrawn_with_a_reason_and_undone(unit: Workspace) -> None:
    case = open_case(unit, a_draft(unit, note="举报")).value
    with pytest.raises(Refused) as refused:
        withdraw_case(unit, case.id, "  ")
    assert codes(refused) == [ProblemCode.REASON_MISSING]
    gone = withdraw_case(unit, case.id, "证据不足").value
    assert (gone.state, gone.note) == (CaseState.WITHDRAWN, "举报；证据不足")
    with pytest.raises(Refused) as refused:
        close_case(unit, case.id, NOV_9)
    assert codes(refused) == [ProblemCode.STATE_FORBIDS]
    undo_last(unit)
    assert ledger.cases(unit)[0].case == case


def test_a_case_of_a_merged_entry_is_listed_with_the_one_that_is_shown(unit: Workspace) -> None:
    case = open_case(unit, a_draft(unit)).value
    main = an_enterprise(unit, 8)
    merge_enterprises(unit, main.id, case.enterprise_id)
    (row,) = ledger.cases(unit, enterprise_id=main.id)
    assert (row.enterprise_name, row.case.id) == (main.name, case.id)
