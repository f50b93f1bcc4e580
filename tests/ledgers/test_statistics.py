# SPDX-License-Identifier: MulanPSL-2.0
"""Each figure against a small set that was counted by hand."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.draw import Draw, DrawPick, DrawState
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import EnterpriseState
from inspector_app.domain.enterprise_records import CreditListing, CreditListKind
from inspector_app.domain.figures import Dimension, FigureKey, Period, Scope
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.inspection import InspectionState, TaskSource
from inspector_app.domain.penalty_case import PenaltyKind
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnit, PlanUnitState, YearPlan
from inspector_app.ledgers import ledger, statistics
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.organs import OfficerDraft, add_officer
from inspector_app.operations.penalty_cases import CaseDraft, Decision, decide_case, open_case, pay_case, withdraw_case
from inspector_app.storage.record_rows import put_record
from inspector_app.workspace import Workspace
from tests.helpers import after_issue
from tests.helpers.clock import CHINA, Clock
from tests.helpers.figures import a_finding_on, a_visit_on, an_object, follow, supervise

K = FigureKey
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
S = FindingStatus
MAJOR = {"grade": Grade.MAJOR}


def day(n: int, month: int = 3) -> date:
    return date(2026, month, n)


@pytest.fixture
def march(unit: Workspace) -> Workspace:
    """March 2026, looked at from November: two enterprises, three visits, eight findings that count."""
    east, west = an_object(unit, 1), an_object(unit, 2, district="西区", sector=Industry.CONSTRUCTION)
    an_object(unit, 3), an_object(unit, 4, state=EnterpriseState.CLOSED)
    first, again = a_visit_on(unit, east, day(2)), a_visit_on(unit, east, day(20), source=TaskSource.RANDOM)
    other = a_visit_on(unit, west, day(31))
    a_visit_on(unit, west, day(1, 4))  # after the cut-off
    a_visit_on(unit, west, day(5), state=InspectionState.PLANNED)  # did not take place
    a_finding_on(unit, first, due=day(10), accepted=day(10))  # on its last day: in time
    a_finding_on(unit, first, due=day(10), accepted=day(11))  # late, but done
    a_finding_on(unit, first, due=day(31), accepted=day(1, 4))  # accepted after the cut-off: overdue at it
    a_finding_on(unit, first, status=S.FIXED_ON_SITE)  # no deadline, accepted at once
    listed = a_finding_on(unit, again, due=day(31), accepted=day(31), **MAJOR)
    supervise(unit, listed, day(22))
    a_finding_on(unit, again, due=day(25), **MAJOR)  # still open
    a_finding_on(unit, again, due=day(15, 4))  # not due by the cut-off
    a_finding_on(unit, other, due=day(20), status=S.TRANSFERRED)  # no deadline runs any more
    a_finding_on(unit, other, status=S.WITHDRAWN, withdrawn_reason="记错")
    a_finding_on(unit, other, status=S.DUPLICATE)
    return unit


def parts(ws: Workspace, key: FigureKey, period: Period = MARCH, **scope: str) -> tuple[str, str, str]:
    made = statistics.figures(ws, period, scope=Scope(**scope))[key]
    return made.text, str(made.numerator), str(made.denominator)


COUNTS = {
    K.ENTERPRISES: 2, K.VISITS: 3, K.FINDINGS: 8, K.GENERAL: 6, K.MAJOR: 2, K.RECTIFIED: 4, K.GENERAL_RECTIFIED: 3,
    K.MAJOR_RECTIFIED: 1, K.UNRECTIFIED: 4, K.OVERDUE: 2, K.SUPERVISED: 1, K.ALL_FOUND: 8, K.ALL_RECTIFIED: 4,
    K.BASE: 3, K.OFFICERS: 2,
}  # fmt: skip
RATIOS = {
    K.RATE: ("50.0", "4", "8"),
    K.GENERAL_RATE: ("50.0", "3", "6"),
    K.MAJOR_RATE: ("50.0", "1", "2"),
    K.DYNAMIC_RATE: ("50.0", "4", "8"),
    K.ON_TIME_RATE: ("33.3", "2", "6"),  # of six with a deadline by the cut-off, the transferred one too
    K.OVERDUE_RATE: ("33.3", "2", "6"),
    K.SUPERVISION_RATE: ("50.0", "1", "2"),
    K.SIGN_OFF_RATE: ("100.0", "1", "1"),
    K.COVERAGE: ("66.7", "2", "3"),  # a closed enterprise is no object of inspection
    K.RANDOM_SHARE: ("33.3", "1", "3"),
    K.DENSITY: ("2.7", "8", "3"),
    K.VISITS_PER_OFFICER: ("1.5", "3", "2"),
    K.CASE_RATE: ("0.0", "0", "3"),
    K.PAYMENT_RATE: ("—", "0", "0"),
    K.REINSPECTION_RATE: ("—", "0", "0"),
    K.FIRST_PASS_RATE: ("—", "0", "0"),
    K.PLAN_RATE: ("—", "0", "0"),
    K.PUBLICATION_RATE: ("—", "0", "0"),
}


def test_counts_and_ratios_with_both_parts(march: Workspace) -> None:
    made = statistics.figures(march, MARCH)
    assert {key: int(made[key].text) for key in COUNTS} == COUNTS
    assert {key: parts(march, key) for key in RATIOS} == RATIOS


def test_a_month_without_findings_has_no_rate(unit: Workspace) -> None:
    assert parts(unit, K.RATE) == ("—", "0", "0")


def test_what_is_due_today_is_not_overdue_and_tomorrow_it_is(unit: Workspace, clock: Clock) -> None:
    a_finding_on(unit, a_visit_on(unit, an_object(unit, 1), date(2026, 11, 2)), due=date(2026, 11, 20))
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert [parts(unit, key, year)[:2] for key in (K.OVERDUE, K.OVERDUE_RATE)] == [("0", "0"), ("0.0", "0")]
    assert parts(unit, K.ON_TIME_RATE, year)[2] == "1"
    query = statistics.rows_behind(K.ON_TIME_RATE, year, Scope(), today=unit.today())
    assert query is not None and ledger.count(unit, query) == 1
    clock.move(days=1)
    assert parts(unit, K.OVERDUE_RATE, year) == ("100.0", "1", "1")


def test_the_cumulative_rate_counts_what_came_before(march: Workspace) -> None:
    april = Period(day(1, 4), day(30, 4))
    assert parts(march, K.DYNAMIC_RATE, april) == ("62.5", "5", "8") and parts(march, K.RATE, april)[0] == "—"


def test_a_scope_narrows_every_count(march: Workspace) -> None:
    assert parts(march, K.VISITS, district="西区")[0] == "1" and parts(march, K.FINDINGS, district="西区")[0] == "1"
    assert parts(march, K.RATE, sector="hazmat") == ("57.1", "4", "7")
    assert parts(march, K.BASE, district="东区")[0] == "2"
    assert parts(march, K.FINDINGS, district="无此区")[0] == "0"


def test_merged_enterprises_are_one(march: Workspace) -> None:
    with march.reader() as db:
        east, west = (row[0] for row in db.conn.execute("SELECT id FROM enterprises ORDER BY name LIMIT 2"))
    merge_enterprises(march, west, east)
    made = statistics.figures(march, MARCH)
    assert (made[K.ENTERPRISES].text, made[K.VISITS].text, made[K.BASE].text) == ("1", "3", "2")


def test_what_nobody_records_is_unknown(march: Workspace) -> None:
    made = statistics.figures(march, MARCH)
    assert not made[K.FUNDS].is_known and not made[K.LEADERS_VISITS].is_known


# Papers, cases, plan, draws -------------------------------------------------------------------------------


def test_orders_and_their_first_look(unit: Workspace, clock: Clock) -> None:
    passed, failed, waiting = (after_issue.a_served_order(unit, clock) for _ in range(3))
    after_issue.an_order(unit, clock)  # never served
    after_issue.look_again(unit, clock, passed, date(2026, 12, 6), after_issue.DONE, after_issue.DONE)
    after_issue.look_again(unit, clock, failed, date(2026, 12, 6), after_issue.DONE, after_issue.NOT_DONE)
    after_issue.look_again(unit, clock, failed, date(2026, 12, 7), after_issue.DONE, after_issue.DONE)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert waiting.number
    assert parts(unit, K.ORDERS, year)[0] == "3"  # served ones only
    assert parts(unit, K.RECORDS, year)[0] == "4"
    assert parts(unit, K.REINSPECTION_RATE, year) == ("50.0", "2", "4")
    assert parts(unit, K.FIRST_PASS_RATE, year) == ("50.0", "1", "2")
    assert parts(unit, K.REINSPECTIONS, year)[0] == "3"
    for key in (K.ORDERS, K.RECORDS, K.REINSPECTIONS):
        query = statistics.rows_behind(key, year, Scope())
        assert query is not None and str(ledger.count(unit, query)) == parts(unit, key, year)[0]
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    assert parts(unit, K.REINSPECTION_RATE, november) == ("—", "0", "0")  # nothing was due by that cut-off


def a_case(ws: Workspace, number: str, on: date, fine: int, paid: int = 0, *kinds: PenaltyKind, n: int = 1) -> str:
    with ws.reader() as db:
        row = db.conn.execute("SELECT id FROM enterprises ORDER BY name LIMIT 1 OFFSET ?", (n - 1,)).fetchone()
    made = open_case(ws, CaseDraft(enterprise_id=row[0], number=number, cause="未按规定培训", opened_on=on)).value
    decision = Decision(decided_on=on, decision_no=f"决{number}", penalties=kinds or (PenaltyKind.FINE,), fine=fine)
    decide_case(ws, made.id, decision)
    if paid:
        pay_case(ws, made.id, received=paid, on=on)
    return made.id


def test_cases_fines_and_what_was_paid(march: Workspace) -> None:
    a_case(march, "1", day(3), 2_000_000, 2_000_000)
    a_case(march, "2", day(31), 1_000_000, 500_000)
    a_case(march, "3", day(1, 4), 9_000_000)  # another month
    gone = a_case(march, "4", day(4), 8_000_000)
    withdraw_case(march, gone, "证据不足")
    assert parts(march, K.CASES)[0] == "3" and parts(march, K.PENALTIES)[0] == "2"
    assert parts(march, K.FINES)[0] == "3.00" and parts(march, K.RECEIVED)[0] == "2.50"
    assert parts(march, K.PAYMENT_RATE) == ("83.3", "2500000", "3000000")
    assert parts(march, K.CASE_RATE) == ("100.0", "3", "3")
    for key, rows in ((K.CASES, 3), (K.PENALTIES, 2), (K.FINES, 2)):
        query = statistics.rows_behind(key, MARCH, Scope())
        assert query is not None and ledger.count(march, query) == rows


def test_units_that_were_stopped_closed_talked_to_are_counted_once(march: Workspace) -> None:
    stop = (PenaltyKind.FINE, PenaltyKind.SUSPENSION)
    a_case(march, "1", day(3), 100, 0, *stop), a_case(march, "2", day(4), 100, 0, *stop)
    a_case(march, "3", day(5), 0, 0, PenaltyKind.LICENCE_REVOKED, PenaltyKind.CLOSURE_PROPOSED, n=2)
    with march.reader() as db:
        visit, enterprise = db.conn.execute("SELECT id, enterprise_id FROM visit_facts WHERE took_place = 1").fetchone()
    for n in (3, 4):
        follow(march, visit, "", FollowUpKind.TALK, FollowUpState.HELD, FollowUpVerb.HOLD, day(n))
    for n, month in ((5, 3), (5, 4)):
        listing = CreditListing(
            id=f"{n}{month}", enterprise_id=enterprise, kind=CreditListKind.JOINT, listed_on=day(n, month)
        )
        with march.operation(Op.FILL_YEAR) as step:
            put_record(step.db, listing)
    made = {key: parts(march, key)[0] for key in (
        K.SUSPENDED, K.REVOKED, K.CLOSURE_PROPOSED, K.CLOSED_DOWN, K.TALKS, K.JOINT_PUNISHMENTS)}  # fmt: skip
    assert list(made.values()) == ["1", "1", "1", "0", "1", "1"]


def test_the_plan_counts_units_of_its_months_that_were_visited(march: Workspace) -> None:
    with march.reader() as db:
        (east,) = db.conn.execute("SELECT enterprise_id FROM visit_facts WHERE day = '2026-03-02'").fetchone()
        visits = dict(db.conn.execute("SELECT day, id FROM visit_facts").fetchall())
    old = YearPlan(id="old", year=2026, state=PlanState.APPROVED, version=1, made_at=march.now())
    units = (
        (1, PlanUnitState.DONE, "2026-03-02", 15), (2, PlanUnitState.PENDING, "", 5),
        (3, PlanUnitState.CANCELLED, "", 10), (4, PlanUnitState.DONE, "2026-04-01", 20),  # after the cut-off
    )  # fmt: skip
    with march.operation(Op.FILL_YEAR) as step:
        put_record(step.db, old)
        put_record(step.db, dataclasses.replace(old, id="plan", version=2))
        put_record(step.db, PlanUnit(id="o", plan_id="old", enterprise_id=east, kind=PlanKind.KEY, month=3))
        for n, state, on, days in units:
            put_record(step.db, PlanUnit(
                id=str(n), plan_id="plan", enterprise_id=east, kind=PlanKind.KEY, month=3, state=state, workdays=days,
                inspection_id=visits.get(on, ""),
            ))  # fmt: skip
        put_record(step.db, PlanUnit(id="5", plan_id="plan", enterprise_id=east, kind=PlanKind.KEY, month=4))
    assert parts(march, K.PLAN_RATE) == ("33.3", "1", "3")
    assert parts(march, K.PLAN_WORKDAYS_RATE) == ("37.5", "15", "40")
    assert parts(march, K.PLAN_RATE, Period(day(1), day(30, 4))) == ("50.0", "2", "4")


def test_results_of_draws_have_a_last_day_of_publication(march: Workspace) -> None:
    with march.reader() as db:
        visits = db.conn.execute("SELECT day, id, enterprise_id FROM visit_facts WHERE took_place = 1").fetchall()
    at = datetime(2026, 3, 1, tzinfo=CHINA)
    with march.operation(Op.FILL_YEAR) as step:
        put_record(step.db, Draw(id="d", name="三月抽查", state=DrawState.DRAWN, made_at=at))
        for n, (on, visit, enterprise) in enumerate(sorted(visits), start=1):
            published = {"2026-03-02": date(2026, 3, 30), "2026-03-20": None}.get(on)
            put_record(step.db, DrawPick(
                id=str(n), draw_id="d", ordinal=n, enterprise_id=enterprise, officers=(), at=at, inspection_id=visit,
                published_on=published,
            ))  # fmt: skip
    due = march.law.due("publicity.general", day(2)).date
    assert parts(march, K.PUBLICATION_RATE, Period(day(1), due)) == ("100.0", "1", "1")
    assert parts(march, K.PUBLICATION_RATE, Period(day(1), day(30, 4)))[0] in ("33.3", "25.0", "50.0")
    assert parts(march, K.RANDOM_SHARE) == ("100.0", "3", "3")  # drawn, whatever source was named


# Groups, months, the year before --------------------------------------------------------------------------


def test_groups_by_sector_and_district(march: Workspace) -> None:
    rows = {row.label: row.figures for row in statistics.by(march, MARCH, Dimension.DISTRICT)}
    assert {label: (f[K.ENTERPRISES].text, f[K.VISITS].text, f[K.FINDINGS].text) for label, f in rows.items()} == {
        "东区": ("1", "2", "7"), "西区": ("1", "1", "1"),
    }  # fmt: skip
    sectors = [(row.label, row.key, row.figures[K.RATE].text) for row in statistics.by(march, MARCH, Dimension.SECTOR)]
    assert sectors == [("危险化学品", "hazmat", "57.1"), ("建筑施工", "construction", "0.0")]


def test_months_stand_in_their_order_empty_ones_too(march: Workspace) -> None:
    rows = statistics.series(march, Period(day(15, 2), day(10, 4)))
    assert [(r.key, r.figures[K.VISITS].text, r.figures[K.FINDINGS].text, r.figures[K.RATE].text) for r in rows] == [
        ("2026-02", "0", "0", "—"), ("2026-03", "3", "8", "62.5"), ("2026-04", "1", "0", "—"),
    ]  # fmt: skip


def test_namesakes_among_officers_are_two_persons(unit: Workspace) -> None:
    add_officer(unit, OfficerDraft(name="王建国", certificate_no="02011200199"))
    east = an_object(unit, 1)
    for n, number in enumerate(("02011200101", "02011200199", "02011200199"), start=1):
        visit = a_visit_on(unit, east, day(n), officers=(("王建国", number), ("李慧敏", "02011200102")))
        a_finding_on(unit, visit, due=day(20))
    rows = statistics.by(unit, MARCH, Dimension.OFFICER)
    assert {(r.label, r.figures[K.VISITS].text, r.figures[K.FINDINGS].text) for r in rows} == {
        ("李慧敏", "3", "3"), ("王建国（02011200199）", "2", "2"), ("王建国（02011200101）", "1", "1"),
    }  # fmt: skip
    assert [ledger.count(unit, row.query) for row in rows if row.query] == [3, 2, 1]


def test_the_year_before_stands_beside_it_but_not_for_what_is_only_known_today(march: Workspace) -> None:
    visit = a_visit_on(march, an_object(march, 9), date(2025, 3, 9))
    for accepted in (date(2025, 3, 20), None):
        a_finding_on(march, visit, due=date(2025, 3, 31), accepted=accepted)
    made = statistics.compared(march, MARCH)
    assert made.before == Period(date(2025, 3, 1), date(2025, 3, 31))
    assert (made.growths[K.FINDINGS].before.text, made.growths[K.FINDINGS].text) == ("2", "+300.0")
    assert made.growths[K.RATE].text == "+0.0" and made.growths[K.BASE].before.text == "—"


# The rows behind ------------------------------------------------------------------------------------------


KEYS = (
    K.FINDINGS, K.GENERAL, K.MAJOR, K.RECTIFIED, K.GENERAL_RECTIFIED, K.MAJOR_RECTIFIED, K.UNRECTIFIED, K.OVERDUE,
    K.SUPERVISED, K.ALL_FOUND, K.ALL_RECTIFIED, K.VISITS,
)  # fmt: skip


def test_the_ledger_has_just_the_rows_that_were_counted(march: Workspace) -> None:
    for period in (MARCH, Period(day(2), day(25)), Period(date(2026, 1, 1), date(2026, 12, 31))):
        for scope in (Scope(), Scope(district="东区"), Scope(sector="construction")):
            made = statistics.figures(march, period, scope=scope)
            queries = {key: statistics.rows_behind(key, period, scope) for key in KEYS}
            counted = {key: str(ledger.count(march, query)) for key, query in queries.items() if query}
            assert counted == {key: made[key].text for key in KEYS}, (period, scope)


def test_every_group_opens_its_findings(march: Workspace) -> None:
    for dimension in Dimension:
        rows = statistics.by(march, MARCH, dimension)
        assert rows
        for row in rows:
            assert row.query is not None
            assert str(ledger.count(march, row.query)) == row.figures[K.FINDINGS].text, row.label
