# SPDX-License-Identifier: MulanPSL-2.0
"""What is due: every kind of day appears when it is near, says why, and goes when it is dealt with."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from inspector_app.domain.document import DocumentKind, Verdict
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.due import DueEntry, DueKind
from inspector_app.domain.follow_up import FollowUpKind, FollowUpVerb
from inspector_app.ledgers.due import due_list
from inspector_app.operations import documents, extensions, follow_ups, orders
from inspector_app.operations.due_list import due_calendar, why
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock, believe

K, D = DocumentKind, DueKind
FAR = 400


@pytest.fixture
def day(ws: Workspace, clock: Clock, tmp_path: Path) -> CaseDay:
    """A finished visit of 20 November 2026 with its record; deadlines end on 30 November."""
    made = CaseDay(ws, clock, tmp_path)
    made.begin()
    made.task()
    made.complete()
    made.issue(K.INSPECTION_RECORD)
    return made


def entries(day: CaseDay, on: date | None = None, days: int = 3) -> list[tuple[DueKind, date]]:
    return [(e.kind, e.day) for e in due_list(day.ws, on or day.ws.today(), days)]


def only(day: CaseDay, kind: DueKind, days: int = FAR) -> list[DueEntry]:
    return [e for e in due_list(day.ws, day.ws.today(), days) if e.kind is kind]


def test_a_deadline_comes_near_passes_and_is_dealt_with(day: CaseDay) -> None:
    order = day.issue(K.RECTIFICATION_ORDER)
    day.serve(order)
    end = date(2026, 11, 30)
    assert entries(day) == []
    assert entries(day, end - timedelta(days=4)) == []
    assert entries(day, end - timedelta(days=3)) == [(D.DEADLINE, end)]
    near = due_list(day.ws, end)[0]
    assert (near.is_overdue, near.lines, near.number, near.where) == (
        False, (1, 2, 3), order.number, f"document:{order.id}",
    )  # fmt: skip
    assert near.enterprise_name == day.enterprise.name and near.inspection_id == day.inspection.id
    assert due_list(day.ws, end + timedelta(days=1))[0].is_overdue
    day.clock.move(days=10)
    day.reinspect(order, Verdict.DONE, Verdict.DONE, Verdict.NOT_DONE)
    assert [(e.kind, e.lines) for e in due_list(day.ws, end)] == [(D.DEADLINE, (3,))]


def test_the_organ_looks_again_in_time_and_answers_requests(day: CaseDay) -> None:
    order = day.issue(K.RECTIFICATION_ORDER)
    day.serve(order)
    assert only(day, D.REINSPECTION)[0].day == date(2026, 12, 10), "ten days after the deadline"
    extensions.ask_extension(
        day.ws, order.id, asked_on=day.ws.today(), reason="设备未到货", person="赵明", new_deadline=date(2026, 12, 20)
    )
    asked = only(day, D.EXTENSION)[0]
    assert asked.day == date(2026, 11, 27) and asked.period is not None and asked.period.key == "em.extend_reply"
    assert "5个工作日" in why(asked) and "待核" in why(asked)
    extensions.decide_extension(day.ws, order.id, granted=True, on=day.ws.today(), person="周正")
    assert only(day, D.EXTENSION) == []
    assert [e.day for e in only(day, D.DEADLINE)] == [date(2026, 12, 20)]
    assert only(day, D.REINSPECTION)[0].day == date(2026, 12, 30)
    orders.report_done(day.ws, order.id, on=day.ws.today(), person="赵明")
    assert only(day, D.DEADLINE) == [], "the unit waits for the organ now"
    assert only(day, D.REINSPECTION)[0].day == date(2026, 11, 30), "ten days after the report"


def test_decisions_are_served_in_seven_working_days(day: CaseDay) -> None:
    order = day.issue(K.RECTIFICATION_ORDER)
    found = only(day, D.SERVICE)
    assert [(e.day, e.is_provisional) for e in found] == [(date(2026, 12, 1), False)]
    assert (D.SERVICE, date(2026, 12, 1)) in entries(day, date(2026, 11, 29)), "warned two days before"
    day.serve(order)
    assert only(day, D.SERVICE) == []


def test_seized_and_preserved_things_are_decided_about(day: CaseDay) -> None:
    approval = day.issue(K.COERCION_APPROVAL)
    seized = day.issue(
        K.SEIZURE_DECISION, refers_to=approval.id, period_from="2026-11-20", period_to="2026-12-20", is_urgent=""
    )
    found = only(day, D.SEIZURE)
    assert [(e.day, e.number) for e in found] == [(date(2026, 12, 20), seized.number)]
    assert entries(day, date(2026, 12, 14), 0)[-1][0] is not D.SEIZURE
    assert (D.SEIZURE, date(2026, 12, 20)) in entries(day, date(2026, 12, 15), 0), "warned five days before"
    longer = day.issue(K.SEIZURE_EXTENSION, refers_to=seized.id, new_to="2027-01-19")
    assert [e.day for e in only(day, D.SEIZURE)] == [date(2027, 1, 19)]
    documents.void_document(day.ws, longer.id, "日期写错")
    assert [e.day for e in only(day, D.SEIZURE)] == [date(2026, 12, 20)]
    kept = day.issue(K.PRESERVATION_APPROVAL)
    notice = day.issue(K.PRESERVATION_NOTICE, refers_to=kept.id, preserved_on="2026-11-20", until="2026-12-01")
    assert [e.day for e in only(day, D.PRESERVATION)] == [date(2026, 12, 1)], "seven working days"
    day.issue(K.PRESERVATION_DISPOSAL, refers_to=notice.id)
    day.issue(K.SEIZURE_DISPOSAL, refers_to=seized.id, disposal="release")
    assert only(day, D.PRESERVATION) == [] and only(day, D.SEIZURE) == []


STOPPED = {"stopped_on": "2026-11-20", "scope": "储罐区"}
GROUP = ({"name": "王一", "duty": "leader"}, {"name": "李二", "duty": "member"}, {"name": "孙三", "duty": "expert"})


def moved(day: CaseDay, one: str, verb: FollowUpVerb, **fields: Any) -> None:
    follow_ups.advance_follow_up(day.ws, one, verb, follow_ups.StepDraft(fields=fields))


def test_a_stop_has_its_longest_term_until_work_resumes(day: CaseDay) -> None:
    day.issue(K.RECTIFICATION_ORDER)
    measure = day.issue(K.ONSITE_MEASURE, measures=("suspend_business",))
    found = only(day, D.SUSPENSION)
    assert [(e.day, e.number) for e in found] == [(date(2027, 5, 20), measure.number)]
    one = follow_ups.open_follow_up(
        day.ws, day.inspection.id, FollowUpKind.RESUMPTION, measure.id, follow_ups.StepDraft(fields=STOPPED)
    ).value.id
    assert only(day, D.RESUMPTION) == [], "nothing was asked for yet"
    moved(day, one, FollowUpVerb.APPLY, applied_on="2026-11-20", applicant="赵明", self_report="报告")
    asked = only(day, D.RESUMPTION)
    assert [(e.day, e.where) for e in asked] == [(date(2026, 11, 30), f"follow_up:{one}")]
    assert "恢复生产经营审查" in why(asked[0])
    results = ({"item": "联锁", "result": "passed"},)
    moved(day, one, FollowUpVerb.REVIEW, standard="AQ", group=GROUP, results=results)
    moved(day, one, FollowUpVerb.AGREE, conclusion="同意", signed_by="周正", resumed_on="2026-11-21")
    assert only(day, D.RESUMPTION) == [] and only(day, D.SUSPENSION) == []


LISTED = dict.fromkeys(
    (
        "number", "organ", "department", "unit", "person", "measures", "standard", "procedure", "goal", "methods",
        "funds", "staff", "term", "safety",
    ),
    "x",
)  # fmt: skip


def test_listed_supervision_has_its_term_and_its_quarterly_note(day: CaseDay) -> None:
    one = follow_ups.open_follow_up(day.ws, day.inspection.id, FollowUpKind.SUPERVISION, day.findings[-1].id).value.id
    assert only(day, D.SUPERVISION) == [], "not listed yet"
    moved(day, one, FollowUpVerb.LIST, **LISTED, level="city", deadline="2027-03-31")
    assert {(e.name, e.day) for e in only(day, D.SUPERVISION)} == {
        ("整改时限届满", date(2027, 3, 31)), ("记录季度进展", date(2027, 2, 20)),
    }  # fmt: skip
    day.clock.move(days=31)
    moved(day, one, FollowUpVerb.TREAT)
    moved(day, one, FollowUpVerb.NOTE, progress="到货")
    assert {(e.name, e.day) for e in only(day, D.SUPERVISION)} == {
        ("整改时限届满", date(2027, 3, 31)), ("记录季度进展", date(2027, 3, 21)),
    }  # fmt: skip
    quarter = next(e for e in only(day, D.SUPERVISION) if e.name == "记录季度进展")
    assert "福建" in why(quarter) and "待核" in why(quarter)
    moved(day, one, FollowUpVerb.ASK_ACCEPTANCE, applicant="赵明", report="报告")
    assert [e.name for e in only(day, D.SUPERVISION)] == ["记录季度进展"]
    moved(day, one, FollowUpVerb.REJECT, reject_reason="未完成")
    assert len(only(day, D.SUPERVISION)) == 2, "both run again"


def test_a_criminal_transfer_counts_hours_and_days(day: CaseDay) -> None:
    fields: FieldValues = {
        "receiver": "清河县公安局", "sort": "criminal", "reason": "涉嫌危险作业罪", "reported_on": "2026-11-20",
        "team": ({"name": "王建国"}, {"name": "李慧敏"}),
    }  # fmt: skip
    one = follow_ups.open_follow_up(
        day.ws, day.inspection.id, FollowUpKind.TRANSFER, draft=follow_ups.StepDraft(fields=fields)
    ).value.id
    assert [(e.period.key if e.period else "", e.day) for e in only(day, D.TRANSFER)] == [
        ("crime.head_decide", date(2026, 11, 23))
    ]
    approved = day.clock.now.isoformat(timespec="minutes")
    moved(day, one, FollowUpVerb.NOTE, progress="批准", approver="周正", approved_at=approved)
    hours = next(e for e in only(day, D.TRANSFER) if e.moment)
    assert hours.moment == day.clock.now.replace(second=0, microsecond=0) + timedelta(hours=24)
    assert not hours.is_overdue
    day.clock.move(hours=25)
    assert next(e for e in only(day, D.TRANSFER) if e.moment).is_overdue, "by the hour, not only by the day"
    moved(day, one, FollowUpVerb.SEND, sent_at=day.clock.now.isoformat(timespec="minutes"))
    assert only(day, D.TRANSFER) == []
    moved(day, one, FollowUpVerb.RECEIVE, received_on="2026-11-21", received_by="刘警官")
    assert [e.day for e in only(day, D.TRANSFER)] == [date(2026, 11, 24)]
    moved(day, one, FollowUpVerb.ANSWER, outcome="filed")
    assert only(day, D.TRANSFER) == []


def test_a_year_without_its_holiday_notice_is_provisional(
    day: CaseDay, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = clock.now.replace(year=2031, month=3, day=3)
    believe(day.ws)
    day.begin()
    day.complete(findings=1)
    day.issue(K.INSPECTION_RECORD)
    day.issue(K.RECTIFICATION_ORDER)
    late = next(e for e in only(day, D.SERVICE) if e.day.year == 2031)
    assert late.is_provisional and "按周末推算" in why(late)


def test_the_calendar_file_has_every_entry_once(day: CaseDay) -> None:
    order = day.issue(K.RECTIFICATION_ORDER)
    day.serve(order)
    found = due_list(day.ws, day.ws.today(), FAR)
    assert {e.kind for e in found} == {D.DEADLINE, D.REINSPECTION}
    data = due_calendar(found, stamp=day.clock.now)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert {str(e["UID"]) for e in events} == {f"{e.key}@inspector-app" for e in found}
    assert len({e.key for e in found}) == len(found)
    deadline = next(e for e in events if e.decoded("DTSTART") == date(2026, 11, 30))
    assert order.number in str(deadline["SUMMARY"]) and "第1、2、3项" in str(deadline["DESCRIPTION"])
    assert due_calendar(due_list(day.ws, day.ws.today(), FAR), stamp=day.clock.now) == data


def test_nothing_is_due_in_an_empty_workspace(ws: Workspace) -> None:
    assert due_list(ws, ws.today(), FAR) == ()
