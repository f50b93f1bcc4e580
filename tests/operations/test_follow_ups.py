# SPDX-License-Identifier: MulanPSL-2.0
"""What goes on beside an order: every step asks for what the law's data says, and refuses the rest at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.finding import Finding, FindingStatus, Grade
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.follow_ups import FILE_NAME, load_follow_ups
from inspector_app.ledgers import inspections as rows
from inspector_app.locations import bundled
from inspector_app.operations import documents, findings, follow_ups, inspections, photos
from inspector_app.operations.undo import undo_last
from inspector_app.storage import follow_ups as stored
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import MAJOR_CLAUSE
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, a_finding, an_enterprise, an_inspection
from tests.helpers.pictures import photo

K, V, S = FollowUpKind, FollowUpVerb, FollowUpState
ELEMENTS = {
    "goal": "消除液位联锁失效", "methods": "更换联锁", "funds": "20万元", "staff": "总经理赵明",
    "term": "2026年12月31日前", "safety": "停用储罐，编制应急预案",
}  # fmt: skip
LISTED: Mapping[str, Any] = {
    "number": "清安督〔2026〕1号", "organ": "清河县安全生产委员会", "level": "district",
    "department": "清河县应急管理局", "unit": "清河县第1化工有限公司", "person": "赵明", "deadline": "2026-12-31",
    "measures": "更换", "standard": "AQ 3035", "procedure": "企业申请，专家组验收，督办机关销号", **ELEMENTS,
}  # fmt: skip


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


@pytest.fixture
def major(unit: Workspace, visit: Inspection) -> Finding:
    made = a_finding(
        unit, visit, grade=Grade.MAJOR, description="储罐高高液位联锁被摘除", clauses=(CLAUSE, MAJOR_CLAUSE)
    )
    photos.add_photos(unit, visit.id, [photos.PhotoSource(name="a.jpg", data=photo())], finding_id=made.id)
    return made


def step(fields: Mapping[str, Any] | None = None, **more: Any) -> follow_ups.StepDraft:
    return follow_ups.StepDraft(fields=fields or {}, **more)


def problems_of(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[ProblemCode, str]]:
    return {(p.code, p.where) for p in refused.value.problems}


def codes(problems: tuple[Problem, ...]) -> set[ProblemCode]:
    return {p.code for p in problems}


def issued(ws: Workspace, visit: Inspection, kind: DocumentKind, **fields: Any) -> OfficialDocument:
    """Issue a document as the day has it; its record first."""
    known = rows.view(ws, visit.id)
    if known.inspection.finished_at is None:
        inspections.finish_inspection(ws, visit.id)
    if not any(d.kind is DocumentKind.INSPECTION_RECORD for d in known.documents):
        documents.issue_document(ws, visit.id, DocumentKind.INSPECTION_RECORD, reasons={"*": "测试"})
    made = documents.issue_document(ws, visit.id, kind, reasons={"*": "测试"}, confirm_unverified=True, fields=fields)
    return made.value


def test_listed_supervision_from_proposal_to_delisting(
    unit: Workspace, visit: Inspection, major: Finding, clock: Clock
) -> None:
    one = follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, major.id).value
    assert (one.state, one.opened_on, one.subject) == (S.PROPOSED, date(2026, 11, 20), major.id)
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.LIST)
    missing = {p.where for p in refused.value.problems}
    assert missing == {f"field:{name}" for name in LISTED}, "every required field at once, each with its place"
    assert codes(refused.value.problems) == {ProblemCode.VALUE_MISSING}
    listed = follow_ups.advance_follow_up(unit, one.id, V.LIST, step(LISTED)).value
    assert (listed.state, listed.fields["number"]) == (S.LISTED, "清安督〔2026〕1号")
    shown = follow_ups.fulfilments(unit, listed)
    assert {f.name: f.text for f in shown} == {
        "责任": ELEMENTS["staff"], "措施": ELEMENTS["methods"], "资金": ELEMENTS["funds"], "期限": ELEMENTS["term"],
        "应急预案": ELEMENTS["safety"],
    }  # fmt: skip
    follow_ups.advance_follow_up(unit, one.id, V.TREAT)
    clock.move(days=30)
    follow_ups.advance_follow_up(unit, one.id, V.NOTE, step({"progress": "设备已到货"}, person="李慧敏"))
    extend = {"extend_reason": "设备交货延迟", "approver": "周正"}
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.EXTEND, step({**extend, "deadline": "2026-12-31"}))
    assert problems_of(refused) == {(ProblemCode.DEADLINE_NOT_LATER, "field:deadline")}
    longer = follow_ups.advance_follow_up(unit, one.id, V.EXTEND, step({**extend, "deadline": "2027-03-31"})).value
    assert (longer.state, longer.fields["deadline"]) == (S.EXTENDED, "2027-03-31")
    asked = step({"applicant": "赵明", "report": "治理情况报告"})
    follow_ups.advance_follow_up(unit, one.id, V.ASK_ACCEPTANCE, asked)
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(
            unit, one.id, V.ACCEPT, step({"group": ({"name": "孙专家"},), "conclusion": "合格"})
        )
    assert problems_of(refused) == {(ProblemCode.VALUE_MISSING, "field:group")}
    assert refused.value.problems[0].fields == {"field": "验收组：签名日期"}, "a signature has its day"
    group = ({"name": "孙专家", "unit": "省安科院", "signed_on": "2026-12-20"},)
    follow_ups.advance_follow_up(unit, one.id, V.ACCEPT, step({"group": group, "conclusion": "验收合格"}))
    done = follow_ups.advance_follow_up(unit, one.id, V.DELIST, step({"paper_no": "清安督销1号", "signed_by": "周正"}))
    assert done.value.state is S.DELISTED and not follow_ups.is_open(done.value)
    with unit.reader() as db:
        events = stored.list_events(db, one.id)
    assert [(e.ordinal, e.verb) for e in events] == list(
        enumerate([V.LIST, V.TREAT, V.NOTE, V.EXTEND, V.ASK_ACCEPTANCE, V.ACCEPT, V.DELIST], start=1)
    )
    assert (events[2].person, events[2].fields) == ("李慧敏", {"progress": "设备已到货"})
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.NOTE, step({"progress": "x"}))
    assert problems_of(refused) == {(ProblemCode.STATE_FORBIDS, f"follow_up:{one.id}")}
    again = follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, major.id).value
    assert again.id != one.id, "after the end of the first a second may begin"


def test_supervision_is_for_a_major_finding_and_only_once(unit: Workspace, visit: Inspection, major: Finding) -> None:
    plain = a_finding(unit, visit)
    for subject in (plain.id, ""):
        with pytest.raises(Refused) as refused:
            follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, subject)
        assert codes(refused.value.problems) == {ProblemCode.FOLLOW_UP_NEEDS_MAJOR}
    first = follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, major.id).value
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, major.id)
    assert problems_of(refused) == {(ProblemCode.FOLLOW_UP_EXISTS, f"follow_up:{first.id}")}
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, "nobody")
    assert codes(refused.value.problems) == {ProblemCode.NOT_FOUND}
    other = an_inspection(unit, an_enterprise(unit, 2))
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, other.id, K.SUPERVISION, major.id)
    assert codes(refused.value.problems) == {ProblemCode.NOT_FOUND}, "a finding of another case"
    wrong = a_finding(unit, visit, grade=Grade.MAJOR, place="泵房")
    findings.withdraw_finding(unit, wrong.id, "判错")
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, wrong.id)
    assert codes(refused.value.problems) == {ProblemCode.FOLLOW_UP_NEEDS_MAJOR}


def test_a_step_lies_between_the_one_before_and_today(unit: Workspace, visit: Inspection, major: Finding) -> None:
    today = unit.today()
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, major.id, step(on=today + timedelta(days=1)))
    assert problems_of(refused) == {(ProblemCode.TIME_ORDER, "on")}
    one = follow_ups.open_follow_up(unit, visit.id, K.SUPERVISION, major.id).value
    before = step({"progress": "x"}, on=today - timedelta(days=1))
    assert codes(follow_ups.follow_up_problems(unit, one.id, V.NOTE, before)) == {ProblemCode.TIME_ORDER}
    assert follow_ups.follow_up_problems(unit, one.id, V.NOTE, step({"progress": "x"})) == ()
    late = step({**LISTED, "deadline": (today - timedelta(days=1)).isoformat()})
    assert [(p.code, p.where) for p in follow_ups.follow_up_problems(unit, one.id, V.LIST, late)] == [
        (ProblemCode.TIME_ORDER, "field:deadline")
    ]
    wrong = step({**LISTED, "level": "国家级", "deadline": "明天", "colour": "red"})
    found = follow_ups.follow_up_problems(unit, one.id, V.LIST, wrong)
    assert {ProblemCode.VALUE_NOT_ALLOWED, ProblemCode.DATE_WRONG} <= codes(found)
    assert codes(follow_ups.follow_up_problems(unit, "x", V.LIST)) == {ProblemCode.NOT_FOUND}


def stopped(ws: Workspace, visit: Inspection) -> FollowUp:
    measure = issued(
        ws, visit, DocumentKind.ONSITE_MEASURE, measures=("suspend_business",), basis="《安全生产法》第六十五条",
        unsafe_reason="联锁失效，排除前无法保证安全", approver="周正", approved_on="2026-11-20", object="储罐区",
        period="至验收合格",
    )  # fmt: skip
    opened = step({"stopped_on": "2026-11-20", "scope": "储罐区"})
    return follow_ups.open_follow_up(ws, visit.id, K.RESUMPTION, measure.number, opened).value


GROUP = (
    {"name": "王一", "duty": "leader"},
    {"name": "李二", "duty": "member"},
    {"name": "孙三", "duty": "expert"},
)
APPLIED = {"applied_on": "2026-11-20", "applicant": "赵明", "self_report": "自查报告（11月20日）"}
AGREED = {"conclusion": "同意恢复", "signed_by": "周正", "resumed_on": "2026-11-21"}


def test_work_resumes_only_after_an_accepting_group_found_nothing_wrong(
    unit: Workspace, visit: Inspection, major: Finding, clock: Clock
) -> None:
    clock.move(hours=2)
    one = stopped(unit, visit)
    follow_ups.advance_follow_up(unit, one.id, V.APPLY, step(APPLIED))
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.AGREE, step(AGREED))
    assert codes(refused.value.problems) == {ProblemCode.STATE_FORBIDS}, "not before the review"
    results = ({"item": "联锁投用", "result": "failed"},)
    review = {"standard": "AQ 3035-2010", "results": results}
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.REVIEW, step({**review, "group": GROUP[:2]}))
    assert problems_of(refused) == {
        (ProblemCode.ROWS_TOO_FEW, "field:group"), (ProblemCode.ROWS_WITHOUT, "field:group"),
    }  # fmt: skip
    assert {p.fields.get("wanted") for p in refused.value.problems} == {None, "专家"}
    follow_ups.advance_follow_up(unit, one.id, V.REVIEW, step({**review, "group": GROUP}))
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.AGREE, step(AGREED))
    assert problems_of(refused) == {(ProblemCode.ROWS_BAR, "field:results")}
    follow_ups.advance_follow_up(unit, one.id, V.DISAGREE, step({"conclusion": "联锁未投用", "signed_by": "周正"}))
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.APPLY)
    assert {p.where for p in refused.value.problems} == {f"field:{name}" for name in APPLIED}, "asked for anew"
    follow_ups.advance_follow_up(unit, one.id, V.APPLY, step(APPLIED))
    passed = {"standard": "AQ 3035-2010", "group": GROUP, "results": ({"item": "联锁投用", "result": "passed"},)}
    follow_ups.advance_follow_up(unit, one.id, V.REVIEW, step(passed))
    early = step({**AGREED, "resumed_on": "2026-11-19"})
    assert codes(follow_ups.follow_up_problems(unit, one.id, V.AGREE, early)) == {ProblemCode.TIME_ORDER}
    done = follow_ups.advance_follow_up(unit, one.id, V.AGREE, step(AGREED)).value
    assert done.state is S.AGREED


def test_a_resumption_is_about_a_stop(unit: Workspace, visit: Inspection, major: Finding, clock: Clock) -> None:
    clock.move(hours=2)
    inspections.finish_inspection(unit, visit.id)
    record = documents.issue_document(unit, visit.id, DocumentKind.INSPECTION_RECORD, reasons={"*": "测试"}).value
    opened = step({"stopped_on": "2026-11-20", "scope": "储罐区"})
    for subject in (record.number, ""):
        with pytest.raises(Refused) as refused:
            follow_ups.open_follow_up(unit, visit.id, K.RESUMPTION, subject, opened)
        assert codes(refused.value.problems) == {ProblemCode.REFERENCE_NEEDED}
        assert "现场处理措施决定书" in refused.value.problems[0].fields["needs"]


CRIMINAL = {
    "receiver": "清河县公安局", "sort": "criminal", "reason": "涉嫌危险作业罪", "reported_on": "2026-11-20",
    "team": ({"name": "王建国"}, {"name": "李慧敏"}),
}  # fmt: skip


def test_a_criminal_transfer_names_its_team_and_times(unit: Workspace, visit: Inspection, major: Finding) -> None:
    plain = {"receiver": "清河县住建局", "sort": "administrative", "reason": "属其职责"}
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, visit.id, K.TRANSFER, major.id, step({**plain, "sort": "criminal"}))
    assert {p.where for p in refused.value.problems} == {"field:team", "field:reported_on"}
    one = follow_ups.open_follow_up(unit, visit.id, K.TRANSFER, major.id, step(CRIMINAL)).value
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.SEND)
    assert {p.where for p in refused.value.problems} == {"field:approver", "field:approved_at", "field:sent_at"}
    approval = {"progress": "负责人批准", "approver": "周正", "approved_at": "2026-11-20T09:00+08:00"}
    follow_ups.advance_follow_up(unit, one.id, V.NOTE, step(approval))
    sent = follow_ups.advance_follow_up(unit, one.id, V.SEND, step({"sent_at": "2026-11-20T09:05+08:00"})).value
    assert (sent.state, sent.fields["approver"]) == (S.SENT, "周正")
    assert finding_status(unit, visit, major) is FindingStatus.TRANSFERRED
    got = {"received_on": "2026-11-20", "received_by": "刘警官", "receipt_no": "收字7号"}
    follow_ups.advance_follow_up(unit, one.id, V.RECEIVE, step(got))
    back = follow_ups.advance_follow_up(unit, one.id, V.RETURN, step({"return_reason": "不属于管辖"})).value
    assert back.state is S.RETURNED
    assert finding_status(unit, visit, major) is FindingStatus.RECORDED
    undo_last(unit)
    assert finding_status(unit, visit, major) is FindingStatus.TRANSFERRED
    answered = follow_ups.advance_follow_up(unit, one.id, V.ANSWER, step({"outcome": "filed"})).value
    assert not follow_ups.is_open(answered)


def finding_status(ws: Workspace, visit: Inspection, finding: Finding) -> FindingStatus:
    return next(f.status for f in rows.view(ws, visit.id).findings if f.id == finding.id)


def test_a_transfer_and_a_talk_may_be_about_the_whole_case(unit: Workspace, visit: Inspection) -> None:
    plain = {"receiver": "清河县住建局", "sort": "administrative", "reason": "属其职责"}
    one = follow_ups.open_follow_up(unit, visit.id, K.TRANSFER, draft=step(plain)).value
    with pytest.raises(Refused) as refused:
        follow_ups.open_follow_up(unit, visit.id, K.TRANSFER, draft=step(plain))
    assert codes(refused.value.problems) == {ProblemCode.FOLLOW_UP_EXISTS}
    follow_ups.advance_follow_up(unit, one.id, V.SEND, step({"approver": "周正"}))
    talk = {
        "unit": "清河县第1化工有限公司", "person": "赵明", "matter": "多次逾期", "place": "县局二楼",
        "planned_at": "2026-11-23T09:00+08:00",
    }  # fmt: skip
    made = follow_ups.open_follow_up(unit, visit.id, K.TALK, draft=step(talk)).value
    held = {"attendants": ({"name": "赵明"},), "content": "说明整改", "recorder": "李慧敏"}
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, made.id, V.HOLD, step(held))
    assert problems_of(refused) == {(ProblemCode.ROWS_TOO_FEW, "field:attendants")}
    held["attendants"] = ({"name": "赵明"}, {"name": "周正"})
    assert follow_ups.advance_follow_up(unit, made.id, V.HOLD, step(held)).value.state is S.HELD
    settled = follow_ups.advance_follow_up(unit, made.id, V.SETTLE, step({"outcome": "已整改"})).value
    assert settled.state is S.SETTLED


def test_a_transfer_is_carried_by_its_letter(unit: Workspace, visit: Inspection, major: Finding, clock: Clock) -> None:
    clock.move(hours=2)
    plain = {"receiver": "清河县住建局", "sort": "administrative", "reason": "属其职责"}
    one = follow_ups.open_follow_up(unit, visit.id, K.TRANSFER, draft=step(plain)).value
    letter = issued(
        unit, visit, DocumentKind.CASE_TRANSFER, receiver="清河县住建局", sort="administrative", cause="施工安全",
        reason="属其职责", basis="《安全生产法》第六十九条",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        follow_ups.advance_follow_up(unit, one.id, V.SEND, step({"approver": "周正"}, document="另一份"))
    assert problems_of(refused) == {(ProblemCode.NOT_FOUND, "document")}
    follow_ups.advance_follow_up(unit, one.id, V.SEND, step({"approver": "周正"}))
    with unit.reader() as db:
        assert stored.list_events(db, one.id)[0].fields[follow_ups.DOCUMENT] == letter.id


def test_fields_come_from_a_file(unit: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "FIELDS.json"
    file.write_text(json.dumps(LISTED, ensure_ascii=False), encoding="utf-8")
    values, problems = follow_ups.read_step_fields(unit, K.SUPERVISION, V.LIST, file)
    assert (values, problems) == (dict(LISTED), ())
    file.write_text(json.dumps({"level": 3, "colour": "red"}), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        follow_ups.read_step_fields(unit, K.SUPERVISION, V.LIST, file)
    assert codes(refused.value.problems) >= {ProblemCode.VALUE_UNKNOWN_KEY}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('verb = "delist"', 'verb = "burn"'),
        ('wanted = "duty=expert"', 'wanted = "duty=wizard"'),
        ('field = "deadline"', 'field = "nowhere"'),
        ('kind = "talk"', 'kind = "walk"'),
        ('documents = ["closure_proposal"]', 'documents = ["poem"]'),
        ("months = 3", 'months = 3\nperiod = "em.resume_review"'),
    ],
)
def test_faulty_law_data_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (bundled("forms") / "law" / FILE_NAME).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE_NAME).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused):
        load_follow_ups(tmp_path)


def test_every_period_of_the_data_is_a_period_of_the_law(unit: Workspace) -> None:
    law = unit.law.follow_ups
    keys = {timer.period for rules in law.kinds.values() for timer in rules.timers if timer.period}
    assert keys == {"em.resume_review", "crime.head_decide", "crime.transfer", "crime.police_decide"}
    for key in keys:
        assert unit.law.period(key).key == key
