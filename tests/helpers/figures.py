# SPDX-License-Identifier: MulanPSL-2.0
"""A small made-up year for figures: visits, findings with their days, supervision; as rows of the real tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import Clause
from inspector_app.domain.enterprise import Enterprise, Industry
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState
from inspector_app.domain.finding import Finding, FindingStatus, Grade
from inspector_app.domain.follow_up import FollowUp, FollowUpEvent, FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.inspection import (
    Inspection,
    InspectionState,
    InspectionTask,
    Participant,
    PersonRole,
    TaskSource,
)
from inspector_app.domain.reinspection import SignOff
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.storage import findings, follow_ups, inspections
from inspector_app.storage.reinspections import put_sign_off
from inspector_app.workspace import Workspace
from tests.helpers.clock import CHINA
from tests.helpers.makers import CLAUSE, OFFICERS, an_enterprise

S = FindingStatus
OPEN, CLOSED, ON_SITE = S.ORDERED, S.CLOSED, S.FIXED_ON_SITE


def an_object(
    ws: Workspace, n: int, *, district: str = "东区", sector: Industry | None = Industry.HAZMAT,
    state: EnterpriseState = EnterpriseState.ACTIVE,
) -> Enterprise:  # fmt: skip
    """Register an enterprise of a district and a sector."""
    made = an_enterprise(ws, n, district=district)
    keep_profile(ws, made.id, EnterpriseProfile(sector=sector, state=state))
    return made


def a_visit_on(
    ws: Workspace, enterprise: Enterprise, day: date, *, officers: Sequence[tuple[str, str]] = OFFICERS,
    state: InspectionState = InspectionState.FINISHED, source: TaskSource = TaskSource.PLAN, hours: int = 2,
) -> Inspection:  # fmt: skip
    """Note a visit of a day."""
    start = datetime(day.year, day.month, day.day, 9, 0, tzinfo=CHINA)
    made = Inspection(
        id=ws.new_id(), enterprise_id=enterprise.id, state=state, started_at=start,
        finished_at=start + timedelta(hours=hours), place="车间", packs=(), task=InspectionTask(source=source),
        people=tuple(Participant(role=PersonRole.OFFICER, name=n, certificate_no=c) for n, c in officers),
    )  # fmt: skip
    with ws.operation(Op.FILL_YEAR) as step:
        inspections.put_inspection(step.db, made)
    return made


def a_finding_on(
    ws: Workspace, visit: Inspection, *, due: date | None = None, accepted: date | None = None,
    status: FindingStatus | None = None, grade: Grade = Grade.GENERAL, clauses: tuple[Clause, ...] = (CLAUSE,),
    **more: Any,
) -> Finding:  # fmt: skip
    """Note a finding of a visit: closed when `accepted` says so, else ordered."""
    kept = status or (CLOSED if accepted else OPEN)
    with ws.operation(Op.FILL_YEAR) as step:
        ordinal = 1 + len(findings.list_findings(step.db, visit.id))
        made = Finding(
            id=step.new_id(), inspection_id=visit.id, ordinal=ordinal, status=kept, found_at=visit.started_at,
            description=f"第{ordinal}处缺陷", place="车间", measure="修复", deadline=due, grade=grade, clauses=clauses,
            **more,
        )  # fmt: skip
        findings.put_finding(step.db, made)
        if kept is CLOSED and accepted is not None:
            put_sign_off(step.db, SignOff(
                finding_id=made.id, checked_by="王建国", checked_on=visit.started_at.date(), rectified_by="赵明",
                rectified_on=accepted, accepted_by="李慧敏", accepted_on=accepted,
            ))  # fmt: skip
    return made


def supervise(ws: Workspace, finding: Finding, on: date) -> None:
    """List a finding for supervision (挂牌督办)."""
    follow(ws, finding.inspection_id, finding.id, FollowUpKind.SUPERVISION, FollowUpState.LISTED, FollowUpVerb.LIST, on)


def follow(
    ws: Workspace, visit_id: str, subject: str, kind: FollowUpKind, state: FollowUpState, verb: FollowUpVerb, on: date
) -> None:
    """Note one step of what goes on beside an order."""
    with ws.operation(Op.FILL_YEAR) as step:
        made = FollowUp(
            id=step.new_id(), inspection_id=visit_id, kind=kind, subject=subject, state=state, opened_on=on, fields={}
        )
        follow_ups.put_follow_up(step.db, made)
        follow_ups.put_event(step.db, FollowUpEvent(
            id=step.new_id(), follow_up_id=made.id, ordinal=1, verb=verb, state=state, on=on, person="王建国",
        ))  # fmt: skip
