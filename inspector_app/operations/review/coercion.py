# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about coercive measures: R42 seizure, R43 preservation of evidence, R44 power cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspector_app.domain.document import DocumentKind, Verdict
from inspector_app.domain.finding import Grade
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Follows
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject

K = DocumentKind


def r42(case: Case, rules: Rules) -> Iterator[Problem]:
    """A seizure is approved, listed, recorded, not too long, and ends in time."""
    for subject in case.subjects:
        if subject.kind is K.SEIZURE_DECISION:
            yield from _approval(case, rules, subject)
            yield from _length(case, rules, subject)
            if subject.is_issued:
                yield from _papers(case, rules, subject)
                yield from _end(case, rules, subject)
        elif subject.kind is K.SEIZURE_EXTENSION:
            yield from _extension(case, rules, subject)


def _approval(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    approved, number = subject.day("approved_on"), subject.name
    measured, moment = subject.moment("measure_at"), subject.moment("approved_at")
    if approved is None:
        yield rules.problem("R42", subject.at("approved_on"), "not_approved", number=number)
    elif subject.text("is_urgent") and measured is not None:
        due = case.law.due(rules.text("R42", "urgent"), measured)
        late = moment > due.moment if moment is not None and due.moment is not None else approved > due.date
        if late:
            told = moment.strftime("%Y-%m-%d %H:%M") if moment else approved.isoformat()
            slots = {"measured": measured.strftime("%Y-%m-%d %H:%M"), "approved": told}
            yield rules.problem("R42", subject.at("approved_at"), "late_urgent", number=number, **slots)
    elif approved > subject.issued_on:
        slots = {"approved": approved.isoformat(), "issued_on": subject.issued_on.isoformat()}
        yield rules.problem("R42", subject.at("approved_on"), "late_approval", number=number, **slots)


def _length(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    end = subject.day("period_to")
    most = case.law.due(rules.text("R42", "period"), subject.day("period_from") or subject.issued_on).date
    if end is not None and end > most:
        yield rules.problem("R42", subject.at("period_to"), "too_long", number=subject.name, found=end, most=most)


def _extension(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    decision = case.referred(subject)
    end = decision.day("period_to") if decision else None
    new, approved = subject.day("new_to"), subject.day("approved_on")
    if end is None:
        return
    most = case.law.due(rules.text("R42", "extension"), end).date
    if new is not None and new > most:
        slots = {"number": subject.name, "found": new, "most": most}
        yield rules.problem("R42", subject.at("new_to"), "extension_long", **slots)
    if approved is not None and approved > end:
        slots = {"number": subject.name, "approved": approved, "end": end}
        yield rules.problem("R42", subject.at("approved_on"), "extension_late", **slots)


def _papers(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    if not case.answering(subject, K.SEIZURE_INVENTORY):
        yield rules.problem("R42", subject.place, "no_inventory", number=subject.name)
    if not case.answering(subject, K.SEIZURE_RECORD):
        yield rules.problem("R42", subject.place, "no_record", number=subject.name)


def _end(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    ends = [subject.day("period_to"), *(s.day("new_to") for s in case.answering(subject, K.SEIZURE_EXTENSION))]
    end = max((day for day in ends if day is not None), default=None)
    disposals = [s.day("decided_on") or s.issued_on for s in case.answering(subject, K.SEIZURE_DISPOSAL)]
    if end is None:
        return
    if not disposals and case.today > end:
        yield rules.problem("R42", subject.place, "not_released", number=subject.name, end=end)
    elif disposals and min(disposals) > end:
        yield rules.problem("R42", subject.place, "late_release", number=subject.name, end=end, disposed=min(disposals))


def r43(case: Case, rules: Rules) -> Iterator[Problem]:
    """Evidence preserved beforehand is approved, and decided about within the period."""
    for subject in case.subjects:
        if subject.kind is not K.PRESERVATION_NOTICE:
            continue
        preserved = subject.day("preserved_on") or subject.issued_on
        approved, until = subject.day("approved_on"), subject.day("until")
        most = case.law.due(rules.text("R43", "period"), preserved).date
        if approved is not None and approved > preserved:
            slots = {"number": subject.name, "approved": approved, "preserved": preserved}
            yield rules.problem("R43", subject.at("approved_on"), "late_approval", **slots)
        if until is not None and until > most:
            yield rules.problem("R43", subject.at("until"), "too_long", number=subject.name, found=until, most=most)
        if subject.is_issued:
            yield from _decided(case, rules, subject, min(most, until or most))


def _decided(case: Case, rules: Rules, subject: Subject, end: date) -> Iterator[Problem]:
    days = [s.day("decided_on") or s.issued_on for s in case.answering(subject, K.PRESERVATION_DISPOSAL)]
    if not days and case.today > end:
        yield rules.problem("R43", subject.place, "not_decided", number=subject.name, end=end)
    elif days and min(days) > end:
        yield rules.problem("R43", subject.place, "late_decision", number=subject.name, end=end, decided=min(days))


def r44(case: Case, rules: Rules) -> Iterator[Problem]:
    """Power is cut only under all conditions of 安全生产法 70; its papers are attachments here."""
    papers = case.titled(*rules.words("R44", "words"))
    if not papers:
        return
    measures = case.following(Follows.MEASURE)
    refused = {Verdict.NOT_DONE, Verdict.PARTIAL}
    conditions = {
        "no_major": any(f.grade is Grade.MAJOR for f in case.live_findings),
        "no_measure": bool(measures),
        "not_refused": any(v.verdict in refused for m in measures for r in case.rounds(m) for v in r.verdicts),
        "no_approval": any(w in p.title for p in papers for w in rules.words("R44", "approval")),
        "no_notice": any(w in p.title for p in papers for w in rules.words("R44", "notice")),
    }
    for fault, is_met in conditions.items():
        if not is_met:
            yield rules.problem("R44", "attachments", fault)
