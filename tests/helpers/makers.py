# SPDX-License-Identifier: MulanPSL-2.0
"""Valid things with overrides, made through the operations that people use."""

from __future__ import annotations

from typing import Any

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.credit_code import ALPHABET, check_digit
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.finding import Finding, FindingDraft
from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.operations import documents, enterprises, findings, inspections, organs
from inspector_app.workspace import Workspace

OFFICERS = (("王建国", "02011200101"), ("李慧敏", "02011200102"))

CLAUSE = Clause(
    law="AQF", name="中华人民共和国安全生产法", number="主席令第88号", clause="第三十六条第二款", verified=Verified.V
)


def a_unit(ws: Workspace, **changes: Any) -> None:
    """Set an organ and two officers."""
    values = {
        "name": "清河县应急管理局",
        "short_name": "清河",
        "review_organ": "清河县人民政府",
        "court": "清河县人民法院",
    }
    organs.set_organ(ws, organs.OrganDraft(**{**values, **changes}))
    for name, number in OFFICERS:
        organs.add_officer(ws, organs.OfficerDraft(name=name, certificate_no=number))


def a_code(n: int) -> str:
    """Give a valid credit code, another for each n."""
    body = f"9113{n:013d}"
    assert all(c in ALPHABET for c in body)
    return body + check_digit(body)


def an_enterprise(ws: Workspace, n: int = 1, **changes: Any) -> Enterprise:
    """Register an enterprise."""
    values = {
        "name": f"清河县第{n}化工有限公司",
        "credit_code": a_code(n),
        "address": f"清河县工业园区{n}号",
        "person_in_charge": "赵明",
        "title": "总经理",
        "phone": "13800000000",
    }
    return enterprises.register_enterprise(ws, EnterpriseDraft(**{**values, **changes})).value


def people() -> tuple[Participant, ...]:
    """Two officers and the unit's person on site."""
    officers = tuple(Participant(role=PersonRole.OFFICER, name=n, certificate_no=c) for n, c in OFFICERS)
    return (*officers, Participant(role=PersonRole.ACCOMPANYING, name="钱进", title="安全总监"))


def an_inspection(ws: Workspace, enterprise: Enterprise | None = None, **changes: Any) -> Inspection:
    """Start an inspection with the hazmat and the common pack."""
    where = enterprise or an_enterprise(ws)
    values: dict[str, Any] = {"enterprise_id": where.id, "pack_ids": ("hazmat", "common"), "people": people()}
    draft = inspections.InspectionDraft(**{**values, "place": "甲类仓库", **changes})
    return inspections.start_inspection(ws, draft).value


def a_finding(ws: Workspace, inspection: Inspection, **changes: Any) -> Finding:
    """Record a finding that may be printed as it is."""
    values: dict[str, Any] = {
        "place": "甲类仓库东侧",
        "description": "可燃气体报警器GD-03被人为关闭，现场显示屏无读数",
        "measure": "立即恢复报警器并查明原因",
        "deadline_class": DeadlineClass.IMMEDIATE,
        "clauses": (CLAUSE,),
    }
    return findings.record_finding(ws, inspection.id, FindingDraft(**{**values, **changes})).value


def an_order(ws: Workspace, inspection_id: str, **options: Any) -> OfficialDocument:
    """Issue the order of a finished inspection, and before it the record on which it rests."""
    record, order = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER
    with ws.reader() as db:
        rows = db.conn.execute(
            "SELECT 1 FROM documents WHERE inspection_id = ? AND kind = ? AND state = 'issued'", (inspection_id, record)
        ).fetchone()
    if rows is None:
        documents.issue_document(ws, inspection_id, record)
    return documents.issue_document(ws, inspection_id, order, **options).value
