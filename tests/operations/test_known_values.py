# SPDX-License-Identifier: MulanPSL-2.0
"""What the program fills in of a document: the right round's opinion, a refusal that is no receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.document import Verdict
from inspector_app.domain.service import ServiceMethod, Witness
from inspector_app.operations import document_drafts
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock


@pytest.fixture
def case(ws: Workspace, clock: Clock, tmp_path: Path) -> CaseDay:
    made = CaseDay(ws, clock, tmp_path)
    made.begin()
    made.complete(findings=2)
    made.issue(K.INSPECTION_RECORD)
    made.issue(K.RECTIFICATION_ORDER)
    return made


def test_an_opinion_prints_the_proposal_of_its_own_round(case: CaseDay) -> None:
    order = case.issued[K.RECTIFICATION_ORDER]
    case.serve(order)
    case.clock.move(days=15)
    first = case.reinspect(order, Verdict.DONE, Verdict.NOT_DONE)
    case.clock.move(days=5)
    last = case.reinspect_lines(order, [2], Verdict.DONE)
    assert first.opinion != last.opinion
    for made in (first, last):
        document_drafts.fill_document(case.ws, case.inspection.id, K.REINSPECTION_OPINION, reinspection_id=made.id)
        page = document_drafts.draft_page(case.ws, case.inspection.id, K.REINSPECTION_OPINION)
        assert page.values["opinion"] == made.opinion


def test_a_refusal_stands_in_the_remarks_and_not_as_a_receipt(case: CaseDay) -> None:
    order = case.issued[K.RECTIFICATION_ORDER]
    witness = Witness(name="孙文", unit="上仓村委会")
    case.serve(order, method=ServiceMethod.LEFT, refusal="当事人拒绝签收", witnesses=(witness,))
    page = document_drafts.draft_page(case.ws, case.inspection.id, K.SERVICE_RECEIPT)
    (row,) = page.values["served"]
    assert row["number"] == order.number and "receiver" not in row
    assert page.values["remark"] == f"{order.number}：当事人拒绝签收；孙文（上仓村委会）"
