# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about service (送达): R36 to R38."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspector_app.domain.problems import Problem
from inspector_app.domain.service import Service, ServiceMethod
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject

BY_HAND = frozenset({ServiceMethod.DIRECT, ServiceMethod.COMMISSIONED, ServiceMethod.HANDED_ON})
# What a way of service needs besides its day, by the fault that says so (民事诉讼法 87 to 95).
_NEEDED = {
    ServiceMethod.ELECTRONIC: ("address",),
    ServiceMethod.MAIL: ("address", "tracking"),
    ServiceMethod.PUBLIC: ("medium",),
}


def r36(case: Case, rules: Rules) -> Iterator[Problem]:
    """What the party is to have was served, in an allowed way, in time."""
    for subject in case.subjects:
        if not subject.is_issued:
            continue
        services = case.served(subject)
        for service in services:
            yield from _complete(rules, subject, service)
        if subject.kind not in rules.words("R36", "kinds"):
            continue
        due = case.law.due(rules.text("R36", "period"), subject.issued_on).date
        if not services and case.today > due:
            yield rules.problem("R36", subject.place, "missing", number=subject.name, due=due)
        if services:
            yield from _in_time(rules, subject, services, due)


def _in_time(rules: Rules, subject: Subject, services: tuple[Service, ...], due: date) -> Iterator[Problem]:
    first = min(services, key=lambda service: service.served_at)
    served, where = first.served_at.date(), subject.place
    slots = {"number": subject.name, "served": served, "issued_on": subject.issued_on, "due": due}
    if served < subject.issued_on:
        yield rules.problem("R36", where, "early", **slots)
    elif served > due and subject.law.is_decision and first.method is not ServiceMethod.PUBLIC:
        yield rules.other_problem("R36", where, "late", **slots)  # it cannot be undone, only explained


def _complete(rules: Rules, subject: Subject, service: Service) -> Iterator[Problem]:
    has = {"address": service.address, "tracking": service.tracking_no, "medium": service.medium}
    for needed in _NEEDED.get(service.method, ()):
        if not has[needed]:
            yield rules.problem("R36", subject.place, needed, number=subject.name)
    if service.method in BY_HAND and not service.receiver and not service.refusal:
        yield rules.problem("R36", subject.place, "receiver", number=subject.name)


def r37(case: Case, rules: Rules) -> Iterator[Problem]:
    """Leaving a document with who refuses it: reason, and witnesses or a recording."""
    for subject in case.subjects:
        for service in case.served(subject):
            if service.method is not ServiceMethod.LEFT:
                continue
            if not service.refusal:
                yield rules.problem("R37", subject.place, "reason", number=subject.name)
            if not service.witnesses and not service.media:
                yield rules.problem("R37", subject.place, "witness", number=subject.name)


def r38(case: Case, rules: Rules) -> Iterator[Problem]:
    """Electronic service rests on a signed consent."""
    for subject in case.subjects:
        for service in case.served(subject):
            if service.method is ServiceMethod.ELECTRONIC and not service.consent:
                yield rules.problem("R38", subject.place, number=subject.name)
