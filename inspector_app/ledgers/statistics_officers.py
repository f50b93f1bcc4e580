# SPDX-License-Identifier: MulanPSL-2.0
"""Visits and findings by officer, quickly: findings are counted by the names of their visit, then given to persons.

Where the same names stood for different persons (namesakes), those findings are counted visit by visit.
"""

from __future__ import annotations

import dataclasses
from datetime import date

from inspector_app.domain.figures import Dimension, Period, Scope
from inspector_app.domain.inspection import PersonRole
from inspector_app.ledgers.statistics_findings import FindingTally, Key, tallies_by_names, tallies_of_facts
from inspector_app.ledgers.statistics_visits import VisitTally, officer_of, within
from inspector_app.storage.driver import Database


@dataclasses.dataclass(slots=True)
class _Team:
    """The persons who stood behind the same names."""

    persons: set[Key] = dataclasses.field(default_factory=set)

    def is_clear(self, names: str) -> bool:
        """Whether the names are those of just these persons."""
        return len(self.persons) == len({name for name, _ in self.persons}) == len(names.split("、"))


def officer_tallies(
    db: Database, period: Period, scope: Scope, today: date
) -> tuple[dict[Key, FindingTally], dict[Key, VisitTally]]:
    """Count the findings and the visits of a period by officer; what two did stands with each."""
    seen, teams = _visits(db, period, scope)
    found: dict[Key, FindingTally] = {}
    unclear = []
    for names, tally in tallies_by_names(db, period, scope, today).items():
        team = teams.get(names)
        if team is None or not team.is_clear(names):
            unclear.append(names)
            continue
        for person in team.persons:
            found.setdefault(person, FindingTally()).add(tally)
    if unclear:
        one_by_one = tallies_of_facts(db, period, scope, today, Dimension.OFFICER, names=unclear)
        for person, tally in one_by_one.items():
            found.setdefault(person, FindingTally()).add(tally)
    return found, seen


def _visits(db: Database, period: Period, scope: Scope) -> tuple[dict[Key, VisitTally], dict[str, _Team]]:
    where, params = within(period, scope)
    sql = (
        "SELECT v.officers, v.enterprise_id, p.name, p.certificate_no FROM visit_facts v"
        f" JOIN inspection_people p ON p.inspection_id = v.id AND p.role = '{PersonRole.OFFICER.value}' WHERE {where}"
    )
    went: dict[Key, list[str]] = {}
    stood: set[tuple[str, str, str]] = set()
    for names, enterprise, name, number in db.conn.execute(sql, params):  # some 180,000 rows with a city's year
        went.setdefault((name, number), []).append(enterprise)
        stood.add((names, name, number))
    tallies = {officer_of(*person): VisitTally(visits=len(to), enterprises=len(set(to))) for person, to in went.items()}
    teams: dict[str, _Team] = {}
    for names, name, number in stood:
        teams.setdefault(names, _Team()).persons.add(officer_of(name, number))
    return tallies, teams
