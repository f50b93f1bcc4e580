# SPDX-License-Identifier: MulanPSL-2.0
"""The kept counts follow the tables on every way; `facts.wrong` counts anew from the rows and compares."""

from __future__ import annotations

import contextlib
import dataclasses
import random
import re
from datetime import date, timedelta

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.inspection import Inspection, InspectionState, Participant, PersonRole
from inspector_app.domain.problems import Refused
from inspector_app.operations import enterprise_merge, enterprises, undo
from inspector_app.storage import facts, facts_counts
from inspector_app.storage import inspections as visits
from inspector_app.workspace import Workspace
from tests.helpers.figures import a_finding_on, a_visit_on, an_object
from tests.helpers.makers import CLAUSE, a_finding, an_inspection

FIRST = date(2026, 9, 1)
OFFICERS = (("王", "1"), ("李", "2"), ("王", "3"))  # two of one name
CLAUSES = tuple(dataclasses.replace(CLAUSE, law=law, clause=clause) for law, clause in (("A", "一"), ("B", "二")))


def rows(ws: Workspace, sql: str) -> list[tuple[object, ...]]:
    """Read, after the facts were found to be what the tables say."""
    with ws.reader() as db:
        assert facts.wrong(db.conn) == ()
        return [tuple(row) for row in db.conn.execute(sql)]


def told(ws: Workspace) -> list[tuple[object, ...]]:
    """Give every visit's day with the day on which its enterprise was visited before."""
    return rows(ws, "SELECT day, previous FROM visit_facts ORDER BY day, id")


def test_each_visit_knows_the_one_before(unit: Workspace) -> None:
    first, second = an_object(unit, 1), an_object(unit, 2)
    for n, enterprise in ((3, first), (9, first), (5, second)):
        a_visit_on(unit, enterprise, date(2026, 9, n))
    days = [f"2026-09-{n:02}" for n in (3, 5, 9)]
    assert told(unit) == [(days[0], ""), (days[1], ""), (days[2], days[0])]
    an_inspection(unit, first)
    assert [previous for _, previous in told(unit)] == ["", "", days[0], days[2]]
    undo.undo_last(unit)
    assert told(unit) == [(days[0], ""), (days[1], ""), (days[2], days[0])]
    enterprise_merge.merge_enterprises(unit, second.id, first.id)
    assert told(unit) == [(days[0], ""), (days[1], days[0]), (days[2], days[1])]
    undo.undo_last(unit)
    assert told(unit)[1] == (days[1], "")


def test_a_visit_that_did_not_take_place_stands_before_none(unit: Workspace) -> None:
    enterprise = an_object(unit, 1)
    called_off = a_visit_on(unit, enterprise, FIRST)
    a_visit_on(unit, enterprise, FIRST + timedelta(days=1))
    assert told(unit)[1][1] == FIRST.isoformat()
    with unit.operation(Op.MOVE_INSPECTION) as step:
        visits.put_inspection(step.db, dataclasses.replace(called_off, state=InspectionState.PLANNED))
    assert [previous for _, previous in told(unit)] == ["", ""]
    assert rows(unit, "SELECT sum(number) FROM visit_counts") == [(1,)]


def test_an_officer_is_counted_with_the_people_of_the_visit(unit: Workspace) -> None:
    visit = a_visit_on(unit, an_object(unit, 1), FIRST, officers=OFFICERS[:2])
    a_finding_on(unit, visit, due=date(2026, 10, 1), accepted=date(2026, 9, 20))
    counted = "SELECT name, certificate_no, found, due, accepted, on_time, number FROM officer_counts"
    row = (202609, 202610, 202609, 1, 1)
    assert rows(unit, counted) == [("李", "2", *row), ("王", "1", *row)]
    others = (Participant(role=PersonRole.OFFICER, name="王", certificate_no="3"),)
    with unit.operation(Op.MOVE_INSPECTION) as step:
        visits.put_inspection(step.db, dataclasses.replace(visit, people=others))
    assert rows(unit, counted) == [("王", "3", *row)]
    assert rows(unit, "SELECT name, certificate_no FROM visit_officers") == [("王", "3")]
    undo.undo_last(unit)
    assert len(rows(unit, counted)) == 2


def test_what_has_no_deadline_lies_after_every_month(unit: Workspace) -> None:
    a_finding_on(unit, a_visit_on(unit, an_object(unit, 1), FIRST))
    never = facts_counts.NEVER
    assert rows(unit, "SELECT found, due, accepted FROM clause_counts") == [(202609, never, never)]
    assert facts_counts.month_text(facts_counts.month_number("0999-01-31")) == "0999-01"


def test_one_visit_is_settled_without_looking_through_all(unit: Workspace) -> None:
    """What is kept at each act leads from the touched rows to theirs, however many others there are."""
    visit = a_visit_on(unit, an_object(unit, 1), FIRST)
    a_finding_on(unit, visit)
    said: list[str] = []
    with unit.books() as db:
        db.conn.set_trace_callback(said.append)
        db.conn.execute("INSERT INTO temp.stale VALUES ('visit', ?)", [visit.id])
        facts.settle(db.conn)
        db.conn.set_trace_callback(None)
        written = [sql for sql in said if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "facts" in sql]
        plans = [str(row[3]) for sql in written for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(written) > 10
    large = r"SCAN (f|v|findings|inspections|finding_facts|visit_facts|visit_officers|inspection_people)( |$)"
    assert [line for line in plans if re.match(large, line) or "for_figures" in line] == []


@dataclasses.dataclass
class Office:
    """What a chance of acts is played on."""

    ws: Workspace
    chance: random.Random
    known: list[Enterprise] = dataclasses.field(default_factory=list)
    objects: list[Enterprise] = dataclasses.field(default_factory=list)
    visits: list[Inspection] = dataclasses.field(default_factory=list)

    def act(self) -> None:
        """Do one thing that people do."""
        getattr(self, self.chance.choice([name for name in dir(self) if name.startswith("do_")]))()

    def do_register(self) -> None:
        made = an_object(self.ws, len(self.known) + 1, district=self.chance.choice(("东区", "西区")))
        self.known.append(made)
        self.objects.append(made)

    def do_visit(self) -> None:
        day, state = FIRST + timedelta(days=self.chance.randrange(70)), self.chance.choice(list(InspectionState))
        officers = self.chance.sample(OFFICERS, self.chance.randint(1, 3))
        enterprise = self.chance.choice(self.objects)
        self.visits.append(a_visit_on(self.ws, enterprise, day, officers=officers, state=state))

    def do_find(self) -> None:
        visit = self.chance.choice(self.visits)
        clauses = tuple(self.chance.sample(CLAUSES, self.chance.randint(0, 2)))
        due = self.chance.choice((None, visit.started_at.date() + timedelta(days=20)))
        accepted = self.chance.choice((None, visit.started_at.date() + timedelta(days=self.chance.randrange(40))))
        grade, status = self.chance.choice(list(Grade)), None if accepted else self.chance.choice(list(FindingStatus))
        twice = clauses * 2  # one clause named twice is one
        a_finding_on(self.ws, visit, due=due, accepted=accepted, grade=grade, clauses=twice, status=status)

    def do_change_people(self) -> None:
        visit = self.chance.choice(self.visits)
        people = tuple(
            Participant(role=PersonRole.OFFICER, name=name, certificate_no=number)
            for name, number in self.chance.sample(OFFICERS, 2)
        )
        with self.ws.operation(Op.MOVE_INSPECTION) as step:
            visits.put_inspection(step.db, dataclasses.replace(visit, people=people))

    def do_rename(self) -> None:
        enterprise = self.chance.choice(self.objects)
        draft = EnterpriseDraft(name=enterprise.name, district=self.chance.choice(("东区", "西区", "南区")))
        enterprises.amend_enterprise(self.ws, enterprise.id, draft)

    def do_merge(self) -> None:
        if len(self.objects) > 3:
            gone = self.objects.pop(self.chance.randrange(len(self.objects)))
            enterprise_merge.merge_enterprises(self.ws, self.chance.choice(self.objects).id, gone.id)

    def do_inspect(self) -> None:
        self.visits.append(an_inspection(self.ws, self.chance.choice(self.objects)))
        a_finding(self.ws, self.visits[-1])

    def do_undo(self) -> None:
        with contextlib.suppress(Refused):  # the rows of a made-up year are not taken back
            undo.undo_last(self.ws)
        with self.ws.reader() as db:
            there = {row[0] for row in db.conn.execute("SELECT id FROM inspections")}
            shown = {row[0] for row in db.conn.execute("SELECT id FROM enterprises WHERE merged_into = ''")}
        self.visits = [visit for visit in self.visits if visit.id in there]
        self.objects = [enterprise for enterprise in self.known if enterprise.id in shown]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_done_the_counts_are_those_of_the_rows(unit: Workspace, seed: int) -> None:
    office = Office(unit, random.Random(seed))
    for _ in range(3):
        office.do_register()
        office.do_visit()
        office.do_find()
    for _ in range(40):
        office.act()
        with unit.reader() as db:
            assert facts.wrong(db.conn) == ()
    with unit.books() as db:
        kept = {table: set(db.conn.execute(f"SELECT * FROM {table}")) for table in facts_counts.TABLES}
        facts_counts.recount(db.conn)
        assert kept == {table: set(db.conn.execute(f"SELECT * FROM {table}")) for table in facts_counts.TABLES}
        assert all(kept.values()), "something is in every table"
