# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about days: R12 to R14."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Grade
from inspector_app.domain.order_life import OrderVerb
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Follows, Takes
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Line, Subject, shown_lines

K = DocumentKind


def r12(case: Case, rules: Rules) -> Iterator[Problem]:
    """A document follows the visit and its record, and does not lie in the future; deadlines come after it."""
    for subject in case.subjects:
        yield from _of_day(case, rules, subject)
    for subject, line in shown_lines(case, Follows.ORDER, Follows.MEASURE):
        yield from _of_deadline(rules, subject, line)


def _of_day(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    on, where = subject.issued_on, subject.place if subject.is_issued else "issued_on"
    slots = {"number": subject.name, "issued_on": on.isoformat(), "today": case.today.isoformat()}
    if on > case.today:
        yield rules.problem("R12", where, "future", **slots)
    if subject.law.takes is Takes.NONE:
        return
    finished = case.inspection.finished_at
    if finished is not None and on < finished.date():
        yield rules.problem("R12", where, "before_visit", finished_on=finished.date().isoformat(), **slots)
        return
    records = [r.issued_on for r in case.of_kind(K.INSPECTION_RECORD)]
    if records and on < min(records) and subject.kind is not K.INSPECTION_RECORD:
        yield rules.problem("R12", where, "before_record", record_on=min(records).isoformat(), **slots)


def _of_deadline(rules: Rules, subject: Subject, line: Line) -> Iterator[Problem]:
    where, ordinal = f"finding:{line.finding.id}:deadline", line.ordinal
    is_within = line.finding.deadline_class is DeadlineClass.WITHIN_DAYS
    if line.deadline is None and is_within:
        yield rules.problem("R12", where, "no_deadline", ordinal=ordinal)
    elif line.deadline is not None and line.deadline <= subject.issued_on:
        slots = {"deadline": line.deadline.isoformat(), "issued_on": subject.issued_on.isoformat()}
        yield rules.problem("R12", where, "not_after", ordinal=ordinal, **slots)


def r13(case: Case, rules: Rules) -> Iterator[Problem]:
    """A re-inspection comes after its order, and after the deadline or the unit's report."""
    for subject in case.issued:
        previous = None
        for again in case.rounds(subject):
            on = again.started_at.date()
            slots = {"on": on.isoformat(), "number": subject.name}
            if on < subject.issued_on:
                yield rules.problem("R13", subject.place, "before_order", issued_on=subject.issued_on, **slots)
                continue
            reported = any(e.on <= on for e in case.steps(subject, OrderVerb.REPORT))
            lines = {line.finding.id: line for line in subject.lines}
            seen = [case.deadline(subject, lines[v.finding_id], on) for v in again.verdicts if v.finding_id in lines]
            earliest = min((day for day in seen if day is not None), default=None)
            is_free = None in seen or reported or previous is not None
            if earliest is not None and on < earliest and not is_free:
                yield rules.problem("R13", subject.place, "too_early", deadline=earliest.isoformat(), **slots)
            previous = again


def r14(case: Case, rules: Rules) -> Iterator[Problem]:
    """The deadline of what is not major is not longer than usual."""
    most = rules.number("R14", "days")
    for subject, line in shown_lines(case, Follows.ORDER):
        if line.deadline is None or line.finding.grade is Grade.MAJOR:
            continue
        days = (line.deadline - subject.issued_on).days
        if days > most:
            where = f"finding:{line.finding.id}:deadline"
            yield rules.problem("R14", where, ordinal=line.ordinal, days=days, most=most)
