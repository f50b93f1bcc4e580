# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about who acts and in whose name: R01 to R05, R58."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.organ import Officer, OrganStanding
from inspector_app.domain.problems import Problem
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject
from inspector_app.wording import word

OFFICERS = "inspection:officers"
OPEN = "—"


def r01(case: Case, rules: Rules) -> Iterator[Problem]:
    """At least two different officers, each with a certificate valid on the day of the act."""
    least = rules.number("R01", "least")
    for subject in case.subjects:
        distinct = {officer.certificate_no or officer.name for officer in subject.officers}
        if len(distinct) < least:
            yield rules.problem("R01", OFFICERS, "few", count=len(distinct), least=least)
        if case.enforces:
            yield from _expired(case, rules, subject)


def _expired(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    on = _day_of_act(case, subject)
    for officer in subject.officers:
        known = _known(case, officer.certificate_no)
        if known is not None and not known.is_valid(on):
            bounds = f"{_day(known.valid_from)}至{_day(known.valid_to)}"
            slots = {"name": officer.name, "date": on.isoformat(), "bounds": bounds}
            valid_to = known.valid_to.isoformat() if known.valid_to else ""
            yield rules.problem("R01", OFFICERS, "expired", valid_to=valid_to, **slots)


def _day_of_act(case: Case, subject: Subject) -> date:
    """A re-inspection acts on its own day; every other paper on the day of its issue."""
    return subject.reinspection.started_at.date() if subject.reinspection else subject.issued_on


def _day(day: date | None) -> str:
    return day.isoformat() if day else OPEN


def _known(case: Case, certificate_no: str) -> Officer | None:
    return next((o for o in case.roster if certificate_no and o.certificate_no == certificate_no), None)


def r02(case: Case, rules: Rules) -> Iterator[Problem]:
    """Every officer has a certificate number, for it is printed."""
    for subject in case.subjects:
        for officer in subject.officers if case.enforces else ():
            if not officer.certificate_no:
                yield rules.problem("R02", OFFICERS, name=officer.name)


def r03(case: Case, rules: Rules) -> Iterator[Problem]:
    """No expert, witness or person of the unit stands in an officer's place; no one else's certificate."""
    others = [p for p in case.inspection.people if p.role is not PersonRole.OFFICER]
    for subject in case.subjects:
        for officer in subject.officers:
            for other in others:
                if other.name == officer.name:
                    yield rules.problem("R03", OFFICERS, "twofold", name=officer.name, role=word(other.role))
            known = _known(case, officer.certificate_no)
            if known is not None and known.name != officer.name:
                slots = {"certificate": officer.certificate_no, "known": known.name, "name": officer.name}
                yield rules.problem("R03", OFFICERS, "other", **slots)
            elif known is not None and not known.is_active:
                yield rules.problem("R03", OFFICERS, "inactive", name=officer.name)


def r04(case: Case, rules: Rules) -> Iterator[Problem]:
    """One organ speaks in all documents of the case, and in their numbers."""
    wanted = (case.organ.name, f"（{case.organ.short_name}）")
    for subject in case.issued:
        assert subject.document is not None
        slots = {"number": subject.document.number, "wanted": case.organ.name}
        if subject.printed and subject.printed.organ and subject.printed.organ != wanted[0]:
            yield rules.problem("R04", subject.place, found=subject.printed.organ, **slots)
        elif subject.document.number.startswith("（") and not subject.document.number.startswith(wanted[1]):
            found = subject.document.number.partition("）")[0] + "）"
            yield rules.problem("R04", subject.place, found=found, **{**slots, "wanted": wanted[1]})


def r05(case: Case, rules: Rules) -> Iterator[Problem]:
    """An inner section never acts in its own name."""
    if not case.subjects:
        return
    ends = case.organ.name.endswith(rules.words("R05", "endings"))
    if case.organ.standing is OrganStanding.INNER or ends:
        yield rules.problem("R05", "organ:standing", organ=case.organ.name)


def r58(case: Case, rules: Rules) -> Iterator[Problem]:
    """It was declared whether an officer stands in a relation to the unit."""
    if case.enforces and not case.inspection.task.avoidance_declared:
        yield rules.problem("R58", "inspection:avoidance_declared")
