# SPDX-License-Identifier: MulanPSL-2.0
"""Inspections as lists show them, one inspection whole, and what is still open before it may end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.checklist import ChecklistItem, PackRef
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, FindingStatus, Photo
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.storage import documents, enterprises, findings, inspections
from inspector_app.storage.rows import fetch, instant_in, instant_or_none, whole
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRow:
    """One line of a list of inspections."""

    id: str
    enterprise_id: str
    enterprise_name: str
    state: InspectionState
    started_at: datetime
    finished_at: datetime | None
    packs_title: str
    checked: int
    total: int
    noncompliant: int
    findings: int
    last_touched: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionView:
    """One inspection with all that belongs to it; withdrawn findings are among the findings."""

    inspection: Inspection
    enterprise: Enterprise
    items: tuple[ChecklistItem, ...]
    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...]
    photos: tuple[Photo, ...]
    documents: tuple[OfficialDocument, ...]

    @property
    def live_findings(self) -> tuple[Finding, ...]:
        """The findings that were not struck out."""
        return tuple(f for f in self.findings if f.status is not FindingStatus.WITHDRAWN)


def view(ws: Workspace, inspection_id: str) -> InspectionView:
    """Give one inspection whole, or refuse NOT_FOUND."""
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, inspection_id)
        if inspection is None:
            raise Refused(
                [Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})]
            )
        enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
        assert enterprise is not None, "a foreign key keeps it"
        answers = inspections.list_answers(db, inspection_id)
        found = findings.list_findings(db, inspection_id)
        photos = findings.list_photos(db, inspection_id)
        papers = documents.list_documents(db, inspection_id)
    return InspectionView(
        inspection=inspection, enterprise=enterprise, items=ws.frozen_items(inspection.packs, answers), answers=answers,
        findings=found, photos=photos, documents=papers,
    )  # fmt: skip


SQL = """
SELECT i.*, e.name AS enterprise_name,
  (SELECT json_group_array(json_array(p.pack_id, p.version, p.sha256, p.title))
    FROM (SELECT * FROM inspection_packs WHERE inspection_id = i.id ORDER BY ordinal) p) AS packs,
  (SELECT count(*) FROM answers a WHERE a.inspection_id = i.id AND a.result <> 'not_checked') AS checked,
  (SELECT count(*) FROM answers a WHERE a.inspection_id = i.id AND a.result = 'noncompliant') AS noncompliant,
  (SELECT count(*) FROM findings f WHERE f.inspection_id = i.id AND f.status <> 'withdrawn') AS findings,
  (SELECT max(a.answered_at) FROM answers a WHERE a.inspection_id = i.id) AS last_answer
FROM inspections i JOIN enterprises e ON e.id = i.enterprise_id
"""


def rows(
    ws: Workspace, *, state: InspectionState | None = None, enterprise_id: str | None = None, search: str = ""
) -> tuple[InspectionRow, ...]:
    """Give inspections, newest first."""
    tests, params = [], []
    for test, value in (("i.state = ?", state.value if state else None), ("i.enterprise_id = ?", enterprise_id)):
        if value is not None:
            tests.append(test)
            params.append(value)
    if search.strip():
        tests.append("instr(e.name, ?) > 0")
        params.append(search.strip())
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    with ws.reader() as db:
        found = fetch(db, f"{SQL}{where} ORDER BY i.started_at DESC, i.id", params)
    return tuple(_row(ws, row) for row in found)


def _row(ws: Workspace, row: Mapping[str, object]) -> InspectionRow:
    started = instant_in(row["started_at"])
    packs = tuple(
        PackRef(id=pack_id, version=version, sha256=sha256, title=title)
        for pack_id, version, sha256, title in json.loads(str(row["packs"]))
    )
    return InspectionRow(
        id=str(row["id"]), enterprise_id=str(row["enterprise_id"]), enterprise_name=str(row["enterprise_name"]),
        state=InspectionState(str(row["state"])), started_at=started, finished_at=instant_or_none(row["finished_at"]),
        packs_title="、".join(pack.title for pack in packs), checked=whole(row["checked"]),
        total=len(ws.frozen_items(packs)), noncompliant=whole(row["noncompliant"]), findings=whole(row["findings"]),
        last_touched=instant_or_none(row["last_answer"]) or started,
    )  # fmt: skip


def gaps(ws: Workspace, inspection_id: str) -> tuple[Problem, ...]:
    """Say what is open before the inspection ends; each `where` leads to its place.

    Blocking: a 不符合 without a finding, a finding without place or wording. The rest is to be seen:
    items not checked, slots left open, no photo.
    """
    shown = view(ws, inspection_id)
    found: list[Problem] = []
    if shown.inspection.accompanied_by is None:
        fields = {"field": "accompanied_by"}
        where = "inspection:accompanied_by"
        found.append(Problem(code=ProblemCode.VALUE_MISSING, where=where, fields=fields, severity=Severity.WARN))
    if not shown.inspection.place:
        fields = {"field": "place"}
        where = "inspection:place"
        found.append(Problem(code=ProblemCode.VALUE_MISSING, where=where, fields=fields, severity=Severity.WARN))
    found.extend(_enterprise_gaps(shown.enterprise))
    with_finding = {f.item_code for f in shown.live_findings}
    for item in shown.items:
        answer = shown.answers.get(item.code)
        if answer is not None and answer.result is AnswerResult.NONCOMPLIANT and item.code not in with_finding:
            code = ProblemCode.NONCOMPLIANT_WITHOUT_FINDING
            found.append(Problem(code=code, where=f"item:{item.code}", fields={"item": item.code}))
    for finding in shown.live_findings:
        found.extend(_finding_gaps(finding, [p for p in shown.photos if p.finding_id == finding.id]))
    open_items = [i.code for i in shown.items if _result(shown, i.code) is AnswerResult.NOT_CHECKED]
    if open_items:
        fields = {"count": str(len(open_items)), "item": open_items[0]}
        code = ProblemCode.ITEMS_NOT_CHECKED
        found.append(Problem(code=code, where=f"item:{open_items[0]}", fields=fields, severity=Severity.WARN))
    return tuple(found)


def _enterprise_gaps(enterprise: Enterprise) -> list[Problem]:
    """The record must name them (handbook 2.5, F2)."""
    code, severity = ProblemCode.VALUE_MISSING, Severity.WARN
    return [
        Problem(code=code, where=f"enterprise:{enterprise.id}:{field}", fields={"field": field}, severity=severity)
        for field in ("address", "person_in_charge")
        if not getattr(enterprise, field)
    ]


def _result(shown: InspectionView, code: str) -> AnswerResult:
    answer = shown.answers.get(code)
    return answer.result if answer is not None else AnswerResult.NOT_CHECKED


def _finding_gaps(finding: Finding, photos: list[Photo]) -> list[Problem]:
    fields = {"ordinal": str(finding.ordinal)}
    where = f"finding:{finding.id}"
    checks = (
        (not finding.place, ProblemCode.FINDING_NO_PLACE, "place", Severity.WARN),
        (not finding.description, ProblemCode.FINDING_NO_DESCRIPTION, "description", Severity.BLOCK),
        (not finding.measure, ProblemCode.FINDING_NO_MEASURE, "measure", Severity.WARN),
        (not finding.clauses, ProblemCode.FINDING_NO_BASIS, "clauses", Severity.WARN),
        (not photos, ProblemCode.FINDING_NO_PHOTO, "photos", Severity.WARN),
    )
    found = [
        Problem(code=code, where=f"{where}:{field}", fields=fields, severity=severity)
        for is_open, code, field, severity in checks
        if is_open
    ]
    for slot in finding.open_slots:
        slot_fields = {**fields, "slot": slot}
        code = ProblemCode.FINDING_SLOT_OPEN
        found.append(Problem(code=code, where=f"{where}:description", fields=slot_fields, severity=Severity.WARN))
    return found
