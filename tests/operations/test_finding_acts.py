# SPDX-License-Identifier: MulanPSL-2.0
"""Acts about many findings at once: all of them or none, with every reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import case, ledger
from inspector_app.operations import finding_acts, findings, follow_ups
from inspector_app.operations.undo import undo_last
from inspector_app.storage import finding_acts as stored
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import MAJOR_CLAUSE
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, a_finding, an_enterprise, an_inspection

PLAN: Mapping[str, Any] = {
    "department": "清河县应急管理局", "standard": "AQ 3035", "procedure": "企业申请，专家组验收，督办机关销号",
    "goal": "消除液位联锁失效", "methods": "更换联锁", "funds": "20万元", "staff": "总经理赵明",
    "term": "2026年12月31日前", "safety": "停用储罐，编制应急预案",
}  # fmt: skip
LISTING: Mapping[str, Any] = {
    "level": "district", "organ": "清河县安全生产委员会", "deadline": date(2026, 12, 31),
    "number": "清安督〔2026〕09号",
}  # fmt: skip


@pytest.fixture
def visit(unit: Workspace) -> Inspection:
    return an_inspection(unit)


def some(ws: Workspace, visit: Inspection, count: int, **changes: Any) -> list[Finding]:
    return [a_finding(ws, visit, description=f"第{n}处液位联锁被摘除", **changes) for n in range(count)]


def major(ws: Workspace, visit: Inspection, count: int) -> list[Finding]:
    return some(ws, visit, count, grade=Grade.MAJOR, clauses=(CLAUSE, MAJOR_CLAUSE))


def faults(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[ProblemCode, str]]:
    return {(p.code, p.where) for p in refused.value.problems}


def test_findings_are_assigned_and_the_newest_counts(unit: Workspace, visit: Inspection, clock: Clock) -> None:
    made = some(unit, visit, 3)
    officer = organs_of(unit)[0]
    due = unit.today() + timedelta(days=5)
    ids = [f.id for f in made]
    done = finding_acts.assign_findings(
        unit, [*ids, ids[0]], person=" 王建国 ", officer_id=officer, due_on=due, text="限期"
    )
    assert done.value == 3, "a finding that is named twice is assigned once"
    with unit.reader() as db:
        act = stored.acts_of(db, ids[0])[0]
    assert (act.person, act.officer_id, act.due_on, act.text, act.at) == ("王建国", officer, due, "限期", clock.now)
    clock.move(minutes=1)
    finding_acts.assign_findings(unit, ids[:1], person="李慧敏")
    shown = ledger.page(unit, LedgerQuery(ledger=LedgerName.FINDINGS), 0, 9, ["assignee"])
    assert sorted(row.cells[0] for row in shown) == ["李慧敏", "王建国", "王建国"]
    undo_last(unit)
    with unit.reader() as db:
        assert stored.assignee_of(db, ids[0]) == "王建国"


def organs_of(ws: Workspace) -> list[str]:
    from inspector_app.ledgers import organs as rows

    return [officer.id for officer in rows.officers(ws)]


def test_a_wrong_assignment_does_nothing_and_says_everything(unit: Workspace, visit: Inspection) -> None:
    good, gone = some(unit, visit, 2)
    findings.withdraw_finding(unit, gone.id, "看错了")
    with pytest.raises(Refused) as refused:
        finding_acts.assign_findings(
            unit, [good.id, gone.id, "nobody"], person=" ", officer_id="x", due_on=unit.today() - timedelta(days=1),
            text="a\0",
        )  # fmt: skip
    assert faults(refused) == {
        (ProblemCode.STATE_FORBIDS, f"finding:{gone.id}"), (ProblemCode.NOT_FOUND, "finding:nobody"),
        (ProblemCode.VALUE_MISSING, "person"), (ProblemCode.NOT_FOUND, "officer_id"),
        (ProblemCode.TIME_ORDER, "due_on"), (ProblemCode.CHARACTER_FORBIDDEN, "text"),
    }  # fmt: skip
    with unit.reader() as db:
        assert stored.acts_of(db, good.id) == ()
    for ids, code in (([], ProblemCode.VALUE_MISSING), ([str(n) for n in range(5001)], ProblemCode.VALUE_NOT_ALLOWED)):
        with pytest.raises(Refused) as refused:
            finding_acts.remind_findings(unit, ids)
        assert faults(refused) == {(code, "ids")}


def test_whoever_has_it_is_reminded(unit: Workspace, visit: Inspection) -> None:
    one, other = some(unit, visit, 2)
    finding_acts.assign_findings(unit, [one.id], person="李慧敏")
    assert finding_acts.remind_findings(unit, [one.id, other.id], text="请抓紧").value == 2
    with unit.reader() as db:
        assert stored.acts_of(db, one.id)[0].person == "李慧敏"
        assert stored.acts_of(db, other.id)[0].person == "赵明", "nobody has it: the person in charge"
        assert stored.assignee_of(db, other.id) == "", "a reminder assigns nothing"
    nobody = some(unit, an_inspection(unit, an_enterprise(unit, 7, person_in_charge="")), 1)[0]
    with pytest.raises(Refused) as refused:
        finding_acts.remind_findings(unit, [one.id, nobody.id])
    assert faults(refused) == {(ProblemCode.VALUE_MISSING, f"finding:{nobody.id}")}
    assert finding_acts.remind_findings(unit, [one.id, nobody.id], person="周正").value == 2


def test_major_findings_are_listed_each_with_its_own_number(unit: Workspace, visit: Inspection) -> None:
    made = major(unit, visit, 2)
    proposed = follow_ups.open_follow_up(unit, visit.id, FollowUpKind.SUPERVISION, made[1].id).value
    done = finding_acts.list_findings(unit, [f.id for f in made], fields=PLAN, **LISTING)
    assert done.value == 2
    listed = {row.follow_up.subject: row for row in case.follow_up_rows(unit, visit.id)}
    assert len(listed) == 2
    assert listed[made[1].id].follow_up.id == proposed.id, "what was proposed is listed, not opened again"
    assert [listed[f.id].follow_up.fields["number"] for f in made] == ["清安督〔2026〕09号", "清安督〔2026〕10号"]
    for f in made:
        fields, state = listed[f.id].follow_up.fields, listed[f.id].follow_up.state
        assert (fields["unit"], fields["person"], fields["measures"]) == ("清河县第1化工有限公司", "赵明", f.measure)
        assert state is FollowUpState.LISTED
    query = LedgerQuery(ledger=LedgerName.FINDINGS, filters={"supervised": "yes"})
    assert ledger.count(unit, query) == 2
    rows = ledger.page(
        unit, LedgerQuery(ledger=LedgerName.SUPERVISION), 0, 9, ["listing_no", "level", "funds", "staff"]
    )
    rest = ("区（县）级", "20万元", "总经理赵明")
    assert {row.cells for row in rows} == {("清安督〔2026〕09号", *rest), ("清安督〔2026〕10号", *rest)}
    undo_last(unit)
    assert ledger.count(unit, query) == 0


def test_listing_is_for_all_or_none(unit: Workspace, visit: Inspection) -> None:
    first, second = major(unit, visit, 2)
    small = some(unit, visit, 1, grade=Grade.GENERAL, place="乙类仓库")[0]
    finding_acts.list_findings(unit, [second.id], fields=PLAN, **LISTING)
    short = {name: value for name, value in PLAN.items() if name not in ("funds", "goal")}
    with pytest.raises(Refused) as refused:
        finding_acts.list_findings(unit, [first.id, second.id, small.id], fields=short, **LISTING)
    assert faults(refused) == {
        (ProblemCode.VALUE_MISSING, f"finding:{first.id}/field:funds"),
        (ProblemCode.VALUE_MISSING, f"finding:{first.id}/field:goal"),
        (ProblemCode.FOLLOW_UP_EXISTS, f"finding:{second.id}"),
        (ProblemCode.FOLLOW_UP_NEEDS_MAJOR, f"finding:{small.id}"),
    }
    assert len(case.follow_up_rows(unit, visit.id)) == 1, "nothing of it was done"
    more = major(unit, an_inspection(unit, an_enterprise(unit, 3)), 2)
    with pytest.raises(Refused) as refused:
        finding_acts.list_findings(unit, [f.id for f in more], fields=short, **LISTING)
    assert faults(refused) == {(ProblemCode.VALUE_MISSING, "field:funds"), (ProblemCode.VALUE_MISSING, "field:goal")}, (
        "what all lack is said once"
    )
