# SPDX-License-Identifier: MulanPSL-2.0
"""The quick way, by counts of months, gives what counting every single finding gives."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import Dimension, FigureKey, Period, Scope
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.ledgers import statistics
from inspector_app.ledgers.statistics_findings import counts_say_it, cumulative, tallies, tallies_of_facts
from inspector_app.ledgers.statistics_officers import officer_tallies
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.figures import a_finding_on, a_visit_on, an_object

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
        visit = a_visit_on(ws, chance.choice(objects), on)
        for _ in range(chance.randrange(5)):
            due = chance.choice((None, on + timedelta(days=chance.randrange(40))))
            grade = chance.choice(tuple(Grade))
            accepted = on + timedelta(days=chance.randrange(45))
            if chance.random() < 0.6 and accepted <= LAST:
                a_finding_on(ws, visit, due=due, accepted=accepted, grade=grade)
            else:
                status = chance.choice(tuple(s for s in FindingStatus if s not in (
                    FindingStatus.CLOSED, FindingStatus.VERIFIED)))  # fmt: skip
                a_finding_on(ws, visit, due=due, status=status, grade=grade)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_ways_agree(unit: Workspace, clock: Clock, seed: int) -> None:
    a_random_quarter(unit, seed)
    quick = 0
    with unit.reader() as db:
        for period in PERIODS:
            quick += counts_say_it(db, period)
            for scope in SCOPES:
                for dimension in (None, Dimension.DISTRICT, Dimension.SECTOR, Dimension.MONTH):
                    by_counts = tallies(db, period, scope, unit.today(), dimension)
                    by_facts = tallies_of_facts(db, period, scope, unit.today(), dimension)
                    assert by_counts == by_facts, (period, scope, dimension)
    assert quick >= 4, "the quick way was not taken"


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
        quick, visits = officer_tallies(db, period, Scope(), unit.today())
        assert quick == tallies_of_facts(db, period, Scope(), unit.today(), Dimension.OFFICER)
    assert visits[("王", "1")].visits == 1 and visits[("李", "2")].visits == 3
    assert quick[("张", "4")].found == quick[("张", "5")].found == 4
