# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about what stands before the visit: R09 to R11, R59, R60."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Visit

K = DocumentKind


def r09(case: Case, rules: Rules) -> Iterator[Problem]:
    """The inspection was approved before it began."""
    if not case.enforces:
        return
    days = [case.inspection.task.approved_on, *(s.day("approved_on") for s in case.of_kind(K.INSPECTION_APPROVAL))]
    known = [day for day in days if day is not None]
    started = case.inspection.started_at.date()
    if not known:
        yield rules.problem("R09", "inspection:approved_on", "missing")
    elif min(known) > started:
        slots = {"started": started.isoformat(), "approved": min(known).isoformat()}
        yield rules.problem("R09", "inspection:approved_on", "late", **slots)


def r10(case: Case, rules: Rules) -> Iterator[Problem]:
    """The notice was served before the visit, at the latest on arrival, or it is said why not."""
    task = case.inspection.task
    approvals = case.of_kind(K.INSPECTION_APPROVAL)
    if not case.enforces or task.no_notice_reason or any(s.text("no_notice_reason") for s in approvals):
        return
    times = [service.served_at for notice in case.of_kind(K.INSPECTION_NOTICE) for service in case.served(notice)]
    if task.notice_served_at is not None:
        times.append(task.notice_served_at)
    started = case.inspection.started_at
    if not times:
        yield rules.problem("R10", "inspection:notice_served_at", "missing")
    elif min(times) > started:
        slots = {"started": _minute(started), "served": _minute(min(times))}
        yield rules.problem("R10", "inspection:notice_served_at", "late", **slots)


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def r11(case: Case, rules: Rules) -> Iterator[Problem]:
    """The visit has its times, and no officer was elsewhere meanwhile."""
    started, finished = case.inspection.started_at, case.inspection.finished_at
    if finished is None:
        yield rules.problem("R11", "inspection:finished_at", "open")
        return
    if finished <= started:
        yield rules.problem("R11", "inspection:finished_at", "order")
    for visit in case.visits:
        if visit.finished_at is None or visit.started_at >= finished or visit.finished_at <= started:
            continue
        for officer in case.inspection.officers:
            if officer.certificate_no in visit.certificates:
                slots = {"from_time": _minute(visit.started_at), "to_time": _minute(visit.finished_at)}
                named = {"name": officer.name, "enterprise": visit.enterprise}
                yield rules.problem("R11", "inspection:started_at", "overlap", **named, **slots)


def r59(case: Case, rules: Rules) -> Iterator[Problem]:
    """The year's cap of visits is not passed without a reason."""
    task = case.inspection.task
    explained = task.cap_reason or any(s.text("cap_reason") for s in case.of_kind(K.INSPECTION_APPROVAL))
    if not case.enforces or explained or (task.source and task.source.is_exempt):
        return
    for count, cap in _counts(case):
        if count > cap:
            yield rules.problem("R59", "inspection:cap_reason", count=count, cap=cap)
            return


def _counts(case: Case) -> Iterator[tuple[int, int]]:
    """Give this visit's number in the year with the cap, as the approval says and as the register counts."""
    for approval in case.of_kind(K.INSPECTION_APPROVAL):
        ordinal, cap = approval.text("visit_ordinal"), approval.text("visit_cap")
        if ordinal.isdecimal() and cap.isdecimal():
            yield int(ordinal), int(cap)
    if case.enterprise.visit_cap is not None:
        started = case.inspection.started_at
        earlier = [v for v in case.visits if _counts_before(v, case.enterprise.id, started)]
        yield len(earlier) + 1, case.enterprise.visit_cap


def _counts_before(visit: Visit, enterprise_id: str, started: datetime) -> bool:
    same_year = visit.started_at >= datetime.combine(date(started.year, 1, 1), datetime.min.time(), started.tzinfo)
    return visit.counts and visit.enterprise_id == enterprise_id and same_year and visit.started_at < started


def r60(case: Case, rules: Rules) -> Iterator[Problem]:
    """What is inspected is a published item."""
    for approval in case.of_kind(K.INSPECTION_APPROVAL):
        if approval.text("is_published") == "no":
            yield rules.problem("R60", approval.place)
