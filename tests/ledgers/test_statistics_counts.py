# SPDX-License-Identifier: MulanPSL-2.0
"""The quick way, by counts of months, gives what counting every single finding gives."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, timedelta

import pytest

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import Dimension, FigureKey, Period, Scope
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.ledgers import statistics
from inspector_app.ledgers.statistics_counts import cumulative, tallies
from inspector_app.ledgers.statistics_findings import tallies_of_facts
from inspector_app.ledgers.statistics_visits import visit_tallies
from inspector_app.storage import journal
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace
from tests.helpers.figures import a_finding_on, a_visit_on, an_object
from tests.helpers.makers import CLAUSE

FIRST, LAST = date(2026, 8, 20), date(2026, 11, 20)  # the clock's today is the last day
PERIODS = (
    Period(date(2026, 9, 1), date(2026, 9, 30)),
    Period(date(2026, 8, 1), date(2026, 10, 31)),
    Period(date(2026, 1, 1), date(2026, 12, 31)),
    Period(date(2026, 9, 1), LAST),  # up to today
    Period(date(2026, 11, 1), LAST),
    Period(date(2026, 9, 7), date(2026, 9, 9)),
    Period(date(2026, 8, 25), date(2026, 11, 3)),
    Period(date(2026, 10, 31), date(2026, 11, 1)),
    Period(date(2026, 11, 1), date(2026, 11, 30)),
)
OFFICERS = (("王", "1"), ("李", "2"), ("王", "3"))  # two of one name
CLAUSES = tuple(dataclasses.replace(CLAUSE, law=law, clause=clause) for law, clause in (("A", "一"), ("B", "二")))
SCOPES = (Scope(), Scope(district="东区"), Scope(sector="fireworks"), Scope(district="西区", sector="hazmat"))


def a_random_quarter(ws: Workspace, seed: int) -> None:
    """Findings with all kinds of days and states."""
    chance = random.Random(seed)
    objects = [
        an_object(ws, n, district=chance.choice(("东区", "西区", "")), sector=chance.choice((*Industry, None)))
        for n in range(1, 6)
    ]
    for _ in range(14):
        on = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))
        visit = a_visit_on(ws, chance.choice(objects), on, officers=chance.sample(OFFICERS, 2))
        for _ in range(chance.randrange(5)):
            clauses = tuple(chance.sample(CLAUSES, chance.randrange(3)))
            due = chance.choice((None, on + timedelta(days=chance.randrange(40))))
            grade = chance.choice(tuple(Grade))
            accepted = on + timedelta(days=chance.randrange(45))
            if chance.random() < 0.6 and accepted <= LAST:
                a_finding_on(ws, visit, due=due, accepted=accepted, grade=grade, clauses=clauses)
            else:
                status = chance.choice(tuple(s for s in FindingStatus if s not in (
                    FindingStatus.CLOSED, FindingStatus.VERIFIED)))  # fmt: skip
                a_finding_on(ws, visit, due=due, status=status, grade=grade, clauses=clauses)


@pytest.mark.parametrize("dimension", [None, *Dimension])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_ways_agree(unit: Workspace, seed: int, dimension: Dimension | None) -> None:
    """Also looked at from a day inside the data: deadlines of that month are counted day by day."""
    a_random_quarter(unit, seed)
    with unit.reader() as db:
        for period in PERIODS:
            for scope in SCOPES:
                for today in (unit.today(), date(2026, 10, 14), date(2026, 11, 1), date(2027, 3, 31)):
                    by_counts = tallies(db, period, scope, today, dimension)
                    by_facts = tallies_of_facts(db, period, scope, today, dimension)
                    assert by_counts == by_facts, (period, scope, today)


def test_what_was_accepted_in_the_month_of_the_cut_off_is_told_by_its_days(unit: Workspace) -> None:
    """Due in October: accepted late but by the cut-off, after it, and not at all."""
    visit = a_visit_on(unit, an_object(unit, 1), date(2026, 9, 10))
    for accepted in (date(2026, 11, 2), date(2026, 11, 10), None):
        a_finding_on(unit, visit, due=date(2026, 10, 5), accepted=accepted)
    period = Period(date(2026, 9, 1), date(2026, 11, 3))
    with unit.reader() as db:
        for dimension in (None, *Dimension):
            for tally in tallies(db, period, Scope(), date(2026, 11, 20), dimension).values():
                assert (tally.found, tally.rectified, tally.due, tally.on_time, tally.overdue) == (3, 1, 3, 0, 2)


@pytest.mark.spoils
@pytest.mark.parametrize("period", [PERIODS[1], PERIODS[3], PERIODS[6]])
@pytest.mark.parametrize("dimension", [None, *Dimension])
def test_the_quick_way_is_taken(unit: Workspace, period: Period, dimension: Dimension | None) -> None:
    """Whole months come from the counts, whatever days the period has besides."""
    a_random_quarter(unit, 1)
    with unit.books() as db, journal.unjournalled(db.conn):
        before = tallies(db, period, Scope(), unit.today(), dimension)
        for table in ("finding_counts", "clause_counts", "officer_counts"):
            db.conn.execute(f"UPDATE {table} SET number = number + 1000")
        after = tallies(db, period, Scope(), unit.today(), dimension)
    assert sum(t.found for t in after.values()) >= 1000 + sum(t.found for t in before.values())


@pytest.mark.parametrize("dimension", [None, *(d for d in Dimension if d is not Dimension.CLAUSE)])
@pytest.mark.parametrize("seed", [1, 2])
def test_visits_are_counted_quickly_as_one_by_one(unit: Workspace, seed: int, dimension: Dimension | None) -> None:
    a_random_quarter(unit, seed)
    with unit.reader() as db:
        for period in PERIODS:
            for scope in SCOPES:
                quick = {k: (t.visits, t.enterprises) for k, t in visit_tallies(db, period, scope, dimension).items()}
                assert quick == one_by_one(db, period, scope, dimension), (period, scope)


def one_by_one(
    db: Database, period: Period, scope: Scope, dimension: Dimension | None
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Count visits and the different enterprises of each group from the rows of the visits."""
    went: dict[tuple[str, ...], list[str]] = {}
    rows = db.conn.execute(
        "SELECT v.id, v.day, v.district, v.sector, v.enterprise_id FROM visit_facts v WHERE took_place = 1"
    )
    for visit, day, district, sector, enterprise in rows:
        if not period.first.isoformat() <= day <= period.last.isoformat():
            continue
        if scope.district not in (None, district) or scope.sector not in (None, sector):
            continue
        people = (
            "SELECT DISTINCT name, certificate_no FROM inspection_people WHERE inspection_id = ? AND role = 'officer'"
        )
        keys: dict[Dimension | None, list[tuple[str, ...]]] = {
            None: [()], Dimension.DISTRICT: [(district,)], Dimension.SECTOR: [(sector,)],
            Dimension.MONTH: [(day[:7],)], Dimension.OFFICER: db.conn.execute(people, [visit]).fetchall(),
        }  # fmt: skip
        for key in keys[dimension]:
            went.setdefault(key, []).append(enterprise)
    return {key: (len(to), len(set(to))) for key, to in went.items()}


def test_the_cumulative_count_agrees_day_by_day(unit: Workspace) -> None:
    a_random_quarter(unit, 4)
    with unit.reader() as db:
        for n in range(0, (LAST - FIRST).days + 20, 3):
            last = FIRST + timedelta(days=n)
            sql = (
                "SELECT count(*), count(*) FILTER (WHERE accepted_on <> '' AND accepted_on <= ?1)"
                " FROM finding_facts WHERE is_live = 1 AND found_on <= ?1"
            )
            assert cumulative(db, last, Scope()) == db.conn.execute(sql, (last.isoformat(),)).fetchone()


def test_months_add_up_to_their_period(unit: Workspace) -> None:
    a_random_quarter(unit, 5)
    period = Period(date(2026, 8, 25), date(2026, 11, 3))
    whole = statistics.figures(unit, period)
    rows = statistics.by(unit, period, Dimension.DISTRICT)
    months = statistics.series(unit, period)
    for key in (FigureKey.FINDINGS, FigureKey.MAJOR, FigureKey.VISITS):
        assert sum(int(row.figures[key].text) for row in rows) == int(whole[key].text)
        assert sum(int(row.figures[key].text) for row in months) == int(whole[key].text)


def test_officers_are_counted_quickly_as_one_by_one(unit: Workspace) -> None:
    """Also where the same two names stood for other persons, or a finding was noted after the period's last visit."""
    east = an_object(unit, 1)
    pairs = (("王", "1"), ("李", "2")), (("王", "3"), ("李", "2")), (("张", "4"), ("张", "5")), (("赵", ""),)
    for n, pair in enumerate(pairs * 2, start=1):
        visit = a_visit_on(unit, east, date(2026, 9, n), officers=pair)
        for accepted in (None, date(2026, 9, 20)):
            a_finding_on(unit, visit, due=date(2026, 9, 15), accepted=accepted)
    period = Period(date(2026, 9, 2), date(2026, 9, 30))
    with unit.reader() as db:
        quick = tallies(db, period, Scope(), unit.today(), Dimension.OFFICER)
        assert quick == tallies_of_facts(db, period, Scope(), unit.today(), Dimension.OFFICER)
        visits = visit_tallies(db, period, Scope(), Dimension.OFFICER)
    assert visits[("王", "1")].visits == 1 and visits[("李", "2")].visits == 3
    assert quick[("张", "4")].found == quick[("张", "5")].found == 4
