# SPDX-License-Identifier: MulanPSL-2.0
"""Orders that were issued and served, made through the operations that people use."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.finding import Finding, FindingStatus, Grade
from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.reinspection import Reinspection
from inspector_app.domain.reinspection_record import LineVerdict, ReinspectionDraft
from inspector_app.domain.service import Capacity, Service, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.ledgers.inspections import view
from inspector_app.operations import documents, inspections, reinspections, service
from inspector_app.operations.photos import PhotoSource, add_photos
from inspector_app.workspace import Workspace
from tests.helpers.clock import CHINA, Clock
from tests.helpers.makers import CLAUSE, OFFICERS, a_finding, an_enterprise, an_inspection
from tests.helpers.pictures import photo

RECORD, ORDER, MEASURE = (
    DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.ONSITE_MEASURE,
)  # fmt: skip
COUNT = itertools.count(1)  # each visit at another enterprise
DONE, PARTIAL, NOT_DONE = Verdict.DONE, Verdict.PARTIAL, Verdict.NOT_DONE
DEC_5, DEC_20 = date(2026, 12, 5), date(2026, 12, 20)
MAJOR_CLAUSE = Clause(
    law="AQ-PD", name="危险化学品重大事故隐患判定标准", number="AQ 0001", clause="第四条", verified=Verified.V
)


def a_visit(
    ws: Workspace, clock: Clock, deadlines: Sequence[date | None] = (DEC_5, DEC_5), **changes: Any
) -> Inspection:
    """A finished inspection with a finding for each deadline, and its issued record. None means at once."""
    made = an_inspection(ws, an_enterprise(ws, next(COUNT)))
    for n, deadline in enumerate(deadlines, start=1):
        kind = DeadlineClass.WITHIN_DAYS if deadline else DeadlineClass.IMMEDIATE
        values: dict[str, Any] = {
            "place": f"{n}号罐区",
            "description": f"{n}号储罐围堰破损，长约{n}米",
            "measure": "修复围堰",
        }
        finding = a_finding(
            ws, made, **{**values, "deadline_class": kind, "deadline": deadline, "clauses": (CLAUSE,), **changes}
        )
        if changes.get("grade") is Grade.MAJOR:  # R22: not without a photo
            add_photos(
                ws, made.id, [PhotoSource(name=f"{n}.jpg", data=photo(time=f"2026:11:20 09:1{n}:00"))], finding.id
            )
    clock.move(hours=2)
    inspections.finish_inspection(ws, made.id)
    documents.issue_document(ws, made.id, RECORD)
    return made


def an_order(ws: Workspace, clock: Clock, deadlines: Sequence[date | None] = (DEC_5, DEC_5)) -> OfficialDocument:
    """An issued order over a new visit."""
    return documents.issue_document(ws, a_visit(ws, clock, deadlines).id, ORDER).value


def serve(ws: Workspace, document: OfficialDocument, **changes: Any) -> Service:
    """Serve a document directly to the person in charge, now."""
    return service.serve_document(ws, document.id, a_service(ws.now(), **changes)).value


def a_service(at: datetime, **changes: Any) -> ServiceDraft:
    """A direct service that lacks nothing."""
    values: dict[str, Any] = {
        "method": ServiceMethod.DIRECT, "served_at": at, "place": "清河县工业园区1号", "receiver": "赵明",
        "capacity": Capacity.PERSON_IN_CHARGE, "servers": tuple(name for name, _ in OFFICERS),
    }  # fmt: skip
    return ServiceDraft(**{**values, **changes})


def a_served_order(ws: Workspace, clock: Clock, deadlines: Sequence[date | None] = (DEC_5, DEC_5)) -> OfficialDocument:
    """An issued and served order."""
    made = an_order(ws, clock, deadlines)
    serve(ws, made)
    return made


def officers() -> tuple[Participant, ...]:
    """The two officers of the unit."""
    return tuple(Participant(role=PersonRole.OFFICER, name=n, certificate_no=c) for n, c in OFFICERS)


def a_round(document: OfficialDocument, day: date, *verdicts: Verdict, **changes: Any) -> ReinspectionDraft:
    """A round on a day, from nine to ten, with a verdict for each line."""
    start = datetime(day.year, day.month, day.day, 9, 0, tzinfo=CHINA)
    values: dict[str, Any] = {
        "document_id": document.id, "started_at": start, "finished_at": start.replace(hour=10), "people": officers(),
        "verdicts": tuple(
            LineVerdict(line=n, verdict=v, fact="" if v is DONE else "围堰仍有裂缝") for n, v in enumerate(verdicts, 1)
        ),
    }  # fmt: skip
    return ReinspectionDraft(**{**values, **changes})


def look_again(
    ws: Workspace, clock: Clock, document: OfficialDocument, day: date, *verdicts: Verdict, **changes: Any
) -> Reinspection:
    """Record a round; the clock stands at noon of that day afterwards."""
    clock.now = datetime(day.year, day.month, day.day, 12, 0, tzinfo=CHINA)
    return reinspections.record_reinspection(ws, a_round(document, day, *verdicts, **changes)).value


def statuses(ws: Workspace, document: OfficialDocument) -> list[FindingStatus]:
    """The status of each finding of the inspection, in order."""
    return [f.status for f in view(ws, document.inspection_id).findings]


def finding_ids(ws: Workspace, document: OfficialDocument) -> list[str]:
    """The findings of the inspection, in order."""
    return [f.id for f in view(ws, document.inspection_id).findings]


def first_finding(ws: Workspace, inspection_id: str) -> Finding:
    """The first finding of an inspection."""
    return view(ws, inspection_id).findings[0]


def blocks(refused: pytest.ExceptionInfo[Refused]) -> list[Problem]:
    """What blocked."""
    return [p for p in refused.value.problems if p.severity is Severity.BLOCK]


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    """The codes of what blocked."""
    return {p.code for p in blocks(refused)}


def rules(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The rules that blocked."""
    return {p.fields["rule"] for p in blocks(refused) if "rule" in p.fields}


def a_pdf(folder: Path, name: str = "签收.pdf", pages: int = 1, password: str | None = None) -> Path:
    """A small PDF file."""
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=password)
    for n in range(pages):
        canvas.drawString(100, 700, f"page {n + 1}")
        canvas.showPage()
    canvas.save()
    path = folder / name
    path.write_bytes(data.getvalue())
    return path


MAJOR = {"grade": Grade.MAJOR, "clauses": (CLAUSE, MAJOR_CLAUSE)}
