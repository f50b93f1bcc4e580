# SPDX-License-Identifier: MulanPSL-2.0
"""What keeps a document from being issued, and what has to be seen before it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspector_app.domain import deadlines
from inspector_app.domain.document import DocumentFacts
from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.law.documents import Follows, Takes
from inspector_app.operations.document_facts import Gathered
from inspector_app.operations.document_graph import graph_problems, reference_problems
from inspector_app.storage import organs
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

WARN = Severity.WARN


def issue_problems(ws: Workspace, db: Database, gathered: Gathered, *, confirm: bool) -> tuple[Problem, ...]:
    """Give every problem of the rows; the form's own (missing fields, glyphs) are checked by `documents`."""
    law = ws.law.documents
    state = gathered.inspection.state
    found = [
        *graph_problems(law, gathered.law, gathered.issued, state, gathered.findings),
        *reference_problems(law, gathered.law, gathered.draft, gathered.issued),
        *_of_visit(gathered, ws.today()),
        *_of_officers(db, gathered.facts),
    ]
    is_order = gathered.law.takes is Takes.SOME and gathered.law.follows is not Follows.NOTHING
    for n, finding in enumerate(gathered.findings, start=1):
        found.extend(_of_finding(finding, n, gathered))
        if is_order:
            found.extend(_of_basis(finding, n, gathered.facts.issued_on, confirm=confirm))
            where = f"finding:{finding.id}:deadline"
            found.extend(
                deadlines.problems_of(
                    finding.deadline_class, finding.deadline, gathered.facts.issued_on, where=where, ordinal=n
                )
            )
    return tuple(found)


def _of_visit(gathered: Gathered, today: date) -> Iterator[Problem]:
    facts, inspection = gathered.facts, gathered.inspection
    if facts.issued_on > today:
        fields = {"issued_on": facts.issued_on.isoformat(), "today": today.isoformat()}
        yield Problem(code=ProblemCode.ISSUE_DATE_IN_FUTURE, where="issued_on", fields=fields)
    if inspection.finished_at is None or gathered.law.takes is Takes.NONE:
        return
    finished_on = inspection.finished_at.date()
    if facts.issued_on < finished_on:
        fields = {"issued_on": facts.issued_on.isoformat(), "finished_on": finished_on.isoformat()}
        yield Problem(code=ProblemCode.ISSUE_DATE_BEFORE_INSPECTION, where="issued_on", fields=fields)


def _of_officers(db: Database, facts: DocumentFacts) -> Iterator[Problem]:
    for officer in facts.officers:
        known = organs.find_officer(db, officer.certificate_no)
        if known is not None and not known.is_valid(facts.issued_on):
            fields = {"name": officer.name, "valid_to": known.valid_to.isoformat() if known.valid_to else ""}
            yield Problem(code=ProblemCode.CERTIFICATE_EXPIRED, where="inspection:officers", fields=fields)


def _of_finding(finding: Finding, ordinal: int, gathered: Gathered) -> Iterator[Problem]:
    where = f"finding:{finding.id}"
    fields = {"ordinal": str(ordinal)}
    if not finding.description:
        yield Problem(code=ProblemCode.FINDING_NO_DESCRIPTION, where=f"{where}:description", fields=fields)
    for slot in finding.open_slots:
        code = ProblemCode.FINDING_SLOT_OPEN
        yield Problem(code=code, where=f"{where}:{_slot_field(finding, slot)}", fields={**fields, "slot": slot})
    if not finding.place:
        yield Problem(code=ProblemCode.FINDING_NO_PLACE, where=f"{where}:place", fields=fields, severity=WARN)
    if not any(p.finding_id == finding.id for p in gathered.photos):
        yield Problem(code=ProblemCode.FINDING_NO_PHOTO, where=f"{where}:photos", fields=fields, severity=WARN)


def _slot_field(finding: Finding, slot: str) -> str:
    return next((n for n in ("description", "measure", "place") if slot in getattr(finding, n)), "description")


def _of_basis(finding: Finding, ordinal: int, on: date, *, confirm: bool) -> Iterator[Problem]:
    where = f"finding:{finding.id}:clauses"
    fields = {"ordinal": str(ordinal)}
    printed = [c for c in finding.clauses if confirm or c.may_be_printed]
    if not finding.clauses:
        yield Problem(code=ProblemCode.FINDING_NO_BASIS, where=where, fields=fields)
    for clause in finding.clauses:
        named = {**fields, "clause": f"《{clause.name}》{clause.clause}"}
        if clause not in printed:
            severity = WARN if printed else Severity.BLOCK
            yield Problem(code=ProblemCode.BASIS_UNVERIFIED, where=where, fields=named, severity=severity)
        elif not clause.is_in_force(on):
            dated = {**named, "date": on.isoformat()}
            yield Problem(code=ProblemCode.BASIS_NOT_IN_FORCE, where=where, fields=dated)
    if not finding.measure:
        code = ProblemCode.FINDING_NO_MEASURE
        yield Problem(code=code, where=f"finding:{finding.id}:measure", fields=fields, severity=WARN)
    if finding.grade is Grade.MAJOR and finding.deadline is not None:
        code = ProblemCode.MAJOR_DISTANT_DEADLINE
        yield Problem(code=code, where=f"finding:{finding.id}:deadline", fields=fields, severity=WARN)
