# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about what was found: R15, R20 to R22, R30, and what is major: R39 to R41."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding, Grade, PhotoStage, open_slots
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.domain.law_names import law_of
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Follows
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Line, shown_lines
from inspector_app.operations.review.lint import lint_finding

K = DocumentKind


def r15(case: Case, rules: Rules) -> Iterator[Problem]:
    """Each finding says a place and a fact."""
    for _, line in shown_lines(case):
        yield from lint_finding(rules, line.finding, finding_id=line.finding.id, ordinal=line.ordinal)


def r20(case: Case, rules: Rules) -> Iterator[Problem]:
    """Each finding of an order stands in a valid record."""
    records = case.of_kind(K.INSPECTION_RECORD)
    recorded = {line.finding.id for record in records for line in record.lines}
    for subject in case.subjects:
        if not subject.lines or not any(K.INSPECTION_RECORD in group for group in subject.law.needs):
            continue
        if not records:
            if subject.is_issued:  # in the making: the graph of documents asks for the record
                yield rules.problem("R20", subject.place, "no_record", number=subject.name)
            continue
        for line in subject.lines:
            if line.finding.id not in recorded:
                where = f"finding:{line.finding.id}"
                yield rules.problem("R20", where, "missing", ordinal=line.ordinal, record=records[-1].name)


def r21(case: Case, rules: Rules) -> Iterator[Problem]:
    """A re-inspection looks at what stands on the order."""
    rounds = case.reinspections if case.is_whole else tuple(s.reinspection for s in case.subjects if s.reinspection)
    for again in rounds:
        target = next((s for s in case.issued if s.document and s.document.id == again.document_id), None)
        if target is None:
            continue
        ordered = {line.finding.id for line in target.lines}
        for verdict in again.verdicts:
            if verdict.finding_id not in ordered:
                yield rules.problem("R21", target.place, ordinal=verdict.ordinal, number=target.name)


def r22(case: Case, rules: Rules) -> Iterator[Problem]:
    """Each finding has a photo as found, or a paper that names it."""
    shown = {p.finding_id for p in case.photos if p.stage is PhotoStage.FOUND}
    for subject, line in shown_lines(case):
        if line.finding.id in shown or case.titled(f"第{line.finding.ordinal}项"):
            continue
        # A record in the making tells facts and is handed over all the same; what is decided on them is not.
        is_strict = line.finding.grade is Grade.MAJOR and (subject.is_issued or subject.law.has_life)
        make = rules.other_problem if is_strict else rules.problem
        yield make("R22", f"finding:{line.finding.id}:photos", ordinal=line.ordinal)


def r30(case: Case, rules: Rules) -> Iterator[Problem]:
    """Nothing is left open: descriptions, slots 〔…〕 in findings and fields, measures."""
    for _, line in shown_lines(case):
        finding, where = line.finding, f"finding:{line.finding.id}"
        if not finding.description:
            yield rules.problem("R30", f"{where}:description", "no_description", ordinal=line.ordinal)
        for slot in finding.open_slots:
            place = f"{where}:{_field_of(finding, slot)}"
            yield rules.problem("R30", place, "slot", ordinal=line.ordinal, slot=slot)
    for _, line in shown_lines(case, Follows.ORDER, Follows.MEASURE):
        if not line.finding.measure:
            yield rules.other_problem("R30", f"finding:{line.finding.id}:measure", "no_measure", ordinal=line.ordinal)
    for subject in case.subjects:
        for name in subject.fields:
            for slot in open_slots(subject.text(name)):
                yield rules.problem("R30", subject.at(name), "field", field=name, slot=slot)


def _field_of(finding: Finding, slot: str) -> str:
    return next((n for n in ("description", "measure", "place") if slot in getattr(finding, n)), "description")


def r39(case: Case, rules: Rules) -> Iterator[Problem]:
    """A stop is ordered only for a major hazard that cannot be made safe, or where a special law allows it."""
    stops = set(rules.words("R39", "stops"))
    for subject in case.subjects:
        if subject.kind not in rules.words("R39", "kinds") or not stops & set(subject.words("measures")):
            continue
        if any(law in subject.text("basis") for law in rules.words("R39", "laws")):
            continue
        if not any(line.finding.grade is Grade.MAJOR for line in subject.lines):
            yield rules.problem("R39", subject.at("measures"), "not_major", number=subject.name)
        elif not subject.text("unsafe_reason"):
            yield rules.problem("R39", subject.at("unsafe_reason"), "no_reason", number=subject.name)


def r40(case: Case, rules: Rules) -> Iterator[Problem]:
    """A major hazard is not left with a date only: a measure covers it meanwhile."""
    covered = {line.finding.id for measure in case.following(Follows.MEASURE) for line in measure.lines}
    for _, line in shown_lines(case, Follows.ORDER):
        if line.finding.grade is Grade.MAJOR and line.deadline is not None and line.finding.id not in covered:
            slots = {"ordinal": line.ordinal, "deadline": line.deadline.isoformat()}
            yield rules.problem("R40", f"finding:{line.finding.id}:deadline", **slots)


def r41(case: Case, rules: Rules) -> Iterator[Problem]:
    """A major hazard is judged by a criterion; the unit is told to report it twice."""
    for subject, line in shown_lines(case, Follows.ORDER, Follows.MEASURE):
        if line.finding.grade is not Grade.MAJOR:
            continue
        where = f"finding:{line.finding.id}"
        if not _has_criterion(case, rules, line):
            yield rules.problem("R41", f"{where}:clauses", "no_criterion", ordinal=line.ordinal)
        if subject.is_issued and not _is_reported(case, rules, line):
            yield rules.other_problem("R41", f"{where}:measure", "no_report", ordinal=line.ordinal)


def _has_criterion(case: Case, rules: Rules, line: Line) -> bool:
    criteria, word = rules.words("R41", "criteria"), rules.text("R41", "word")
    laws = [(clause, law_of(clause, case.law.laws)) for clause in line.finding.clauses]
    return any(word in clause.name or (law is not None and law.key in criteria) for clause, law in laws)


def _is_reported(case: Case, rules: Rules, line: Line) -> bool:
    """Whether the measure asks for both reports, or the entry of the supervision says so."""
    texts = [line.finding.measure]
    for entry in case.follow_ups:
        if entry.kind is FollowUpKind.SUPERVISION and entry.subject == line.finding.id:
            texts += [str(value) for value in entry.fields.values()]
            texts += [event.text for event in case.follow_up_events.get(entry.id, ())]
    return any(word in text for text in texts for word in rules.words("R41", "double_report"))
