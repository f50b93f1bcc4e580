# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about cases, penalties and transfers: R45 to R53. Ordinary penalty papers are attachments here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.domain.problems import Problem
from inspector_app.domain.service import Attachment
from inspector_app.law.documents import Follows
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject

K = DocumentKind
FINE, CRIMINAL = "fine", "criminal"
PENALTIES = (K.SPOT_PENALTY_UNIT, K.SPOT_PENALTY_PERSON)
STEPS = (K.INTERVIEW_NOTICE, K.INTERVIEW_RECORD, K.SCENE_RECORD, K.SAMPLING_RECEIPT)


def r45(case: Case, rules: Rules) -> Iterator[Problem]:
    """A case is opened before its steps, and decided within the period."""
    for opened in case.of_kind(K.CASE_APPROVAL):
        approved = opened.day("approved_on") or opened.issued_on
        for step in case.answering(opened, *STEPS):
            if step.issued_on < approved:
                slots = {"number": step.name, "issued_on": step.issued_on, "approved": approved}
                yield rules.problem("R45", step.place, "before", **slots)
        due = case.law.due(rules.text("R45", "period"), approved).date
        decided = case.titled(rules.text("R45", "decision")) or case.of_kind(*PENALTIES)
        if case.today > due and not decided:
            yield rules.other_problem("R45", opened.place, "overdue", due=due)


def _decisions(case: Case, rules: Rules, rule_id: str) -> tuple[Attachment, ...]:
    return case.titled(rules.text(rule_id, "decision"))


def _says(case: Case, word: str) -> bool:
    return any(word in a.title or word in a.note for a in case.attachments)


def _about_decision(case: Case, rules: Rules, rule_id: str) -> Iterator[Problem]:
    """A penalty decision in the file has its companion there too."""
    for decision in _decisions(case, rules, rule_id):
        if not _says(case, rules.text(rule_id, "word")):
            yield rules.problem(rule_id, f"attachment:{decision.id}", name=decision.title)
            return


def r46(case: Case, rules: Rules) -> Iterator[Problem]:
    """The party was told before it was punished."""
    yield from _about_decision(case, rules, "R46")


def r47(case: Case, rules: Rules) -> Iterator[Problem]:
    """The discretion is explained."""
    yield from _about_decision(case, rules, "R47")


def r48(case: Case, rules: Rules) -> Iterator[Problem]:
    """A fine on the spot stays within the cap of 行政处罚法 51."""
    for subject in case.subjects:
        if subject.kind not in PENALTIES:
            continue
        most, where = rules.number("R48", subject.kind.value), subject.at(FINE)
        fine, is_fined = _amount(subject), FINE in subject.words("penalty")
        if fine is not None and fine > most:
            yield rules.problem("R48", where, "too_much", number=subject.name, fine=fine, most=most)
        if is_fined and not fine:
            yield rules.problem("R48", where, "no_amount", number=subject.name)
        if fine and not is_fined:
            yield rules.problem("R48", subject.at("penalty"), "no_fine", number=subject.name)


def _amount(subject: Subject) -> Decimal | None:
    try:
        return Decimal(subject.text(FINE))
    except InvalidOperation:
        return None


def r49(case: Case, rules: Rules) -> Iterator[Problem]:
    """Who is punished is ordered to mend, too."""
    mended = {FindingStatus.FIXED_ON_SITE, FindingStatus.CLOSED, FindingStatus.VERIFIED}
    if case.following(Follows.ORDER) or case.following(Follows.MEASURE):
        return
    if case.live_findings and all(f.status in mended for f in case.live_findings):
        return
    for penalty in case.of_kind(*PENALTIES):
        yield rules.problem("R49", penalty.place, number=penalty.name)


def _after_hearing(case: Case, rules: Rules, rule_id: str) -> Iterator[Problem]:
    heard = case.titled(rules.text(rule_id, "hearing"))
    if heard and _decisions(case, rules, rule_id) and not _says(case, rules.text(rule_id, "word")):
        yield rules.problem(rule_id, f"attachment:{heard[0].id}")


def r50(case: Case, rules: Rules) -> Iterator[Problem]:
    """A decision after a hearing was legally reviewed."""
    yield from _after_hearing(case, rules, "R50")


def r51(case: Case, rules: Rules) -> Iterator[Problem]:
    """A decision after a hearing was discussed."""
    yield from _after_hearing(case, rules, "R51")


def r52(case: Case, rules: Rules) -> Iterator[Problem]:
    """A suspected crime is handed over in time."""
    for subject in case.subjects:
        if subject.kind is K.CASE_TRANSFER and subject.text("sort") == CRIMINAL:
            yield from _criminal(case, rules, subject)
    papers = [s for s in case.of_kind(K.CASE_TRANSFER) if s.text("sort") == CRIMINAL]
    for entry in case.follow_ups:
        is_criminal = entry.kind is FollowUpKind.TRANSFER and entry.fields.get("sort") == CRIMINAL
        if is_criminal and not papers and case.is_whole:
            yield rules.problem("R52", f"follow_up:{entry.id}", "no_paper")


def _criminal(case: Case, rules: Rules, subject: Subject) -> Iterator[Problem]:
    approved, filed = subject.moment("approved_at"), subject.day("filed_on")
    number = subject.name
    if approved is None:
        yield rules.problem("R52", subject.at("approved_at"), "no_approval", number=number)
        return
    if filed is not None:
        due = case.law.due(rules.text("R52", "decide"), filed).date
        if approved.date() > due:
            slots = {"number": number, "due": due, "approved": approved.date()}
            yield rules.problem("R52", subject.at("approved_at"), "late_decision", **slots)
    end = case.law.due(rules.text("R52", "transfer"), approved)
    if subject.issued_on > end.date:
        slots = {"number": number, "due": end.date, "approved": approved.date()}
        yield rules.problem("R52", subject.at("issued_on"), "late_transfer", **slots)


def r53(case: Case, rules: Rules) -> Iterator[Problem]:
    """What was handed to another department has its record."""
    if case.of_kind(K.CASE_TRANSFER):
        return
    recorded = {entry.subject for entry in case.follow_ups if entry.kind is FollowUpKind.TRANSFER}
    for finding in case.live_findings:
        if finding.status is FindingStatus.TRANSFERRED and finding.id not in recorded:
            yield rules.problem("R53", f"finding:{finding.id}", ordinal=finding.ordinal)
