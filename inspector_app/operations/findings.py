# SPDX-License-Identifier: MulanPSL-2.0
"""Findings: recording, amending, striking out with a reason, confirming a legal basis."""

from __future__ import annotations

import dataclasses
from datetime import date

from inspector_app.domain import deadlines, texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistItem, Clause, ItemGrade, Verified
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding, FindingDraft, FindingStatus, Grade
from inspector_app.domain.inspection import AnswerResult, Inspection
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.visits import inspection_in, put_answer_in, refuse_finished
from inspector_app.storage import documents, findings, inspections, order_lives
from inspector_app.workspace import Step, Workspace

WRITER = "填写人"  # who answers for a basis that was typed, not chosen
_BOUND = frozenset(  # an order has it, or nothing is to be done about it any more
    {
        FindingStatus.ORDERED,
        FindingStatus.EXTENDED,
        FindingStatus.REPORTED_DONE,
        FindingStatus.VERIFIED,
        FindingStatus.CLOSED,
        FindingStatus.TRANSFERRED,
    }
)
DRAFT_FIELDS = tuple(f.name for f in dataclasses.fields(FindingDraft))


def draft_from_item(item: ChecklistItem, on: date) -> FindingDraft:
    """Fill in a finding from its item: wording, basis, measure, deadline. The grade is a person's judgement:
    only an item that is major by its standard proposes 重大, and then its criterion joins the basis.
    """
    is_major = item.grade is ItemGrade.MAJOR
    basis = item.basis + (item.major_ref if is_major else ())
    return FindingDraft(
        item_code=item.code,
        description=item.finding,
        grade=Grade.MAJOR if is_major else Grade.GENERAL,
        measure=item.measure,
        deadline_class=item.deadline_class,
        deadline=deadlines.propose(item.deadline_class, item.deadline_days, on),
        clauses=tuple(dict.fromkeys(basis)),
        order_basis=item.order_basis,
        penalty=item.penalty,
    )


def record_finding(ws: Workspace, inspection_id: str, draft: FindingDraft) -> Done[Finding]:
    """Record what was found; an item of it becomes 不符合. Refuses INSPECTION_FINISHED, FINDING_DUPLICATE."""
    with ws.operation(Op.RECORD_FINDING) as step:
        inspection = _open_inspection(step, inspection_id)
        finding = record_finding_in(step, inspection, draft)
        if draft.item_code:
            _answer_noncompliant(step, inspection_id, draft.item_code)
    return Done(value=finding, changes=step.changes)


def _answer_noncompliant(step: Step, inspection_id: str, item_code: str) -> None:
    known = inspections.get_answer(step.db, inspection_id, item_code)
    if known is None or known.result is not AnswerResult.NONCOMPLIANT:
        put_answer_in(step, inspection_id, item_code, AnswerResult.NONCOMPLIANT)


def record_finding_in(step: Step, inspection: Inspection, draft: FindingDraft) -> Finding:
    """Record a finding inside an open operation."""
    draft = cleaned(draft)
    refuse((*finding_problems(draft), *_twin(step, inspection.id, draft, own_id="")))
    finding = Finding(
        id=step.new_id(),
        inspection_id=inspection.id,
        ordinal=findings.next_ordinal(step.db, inspection.id),
        status=FindingStatus.RECORDED,
        found_at=step.now,
        **{name: getattr(draft, name) for name in DRAFT_FIELDS},
    )
    findings.put_finding(step.db, finding)
    return finding


def amend_finding(ws: Workspace, finding_id: str, draft: FindingDraft) -> Done[Finding]:
    """Change a finding. Refuses FINDING_FROZEN once it stands on an issued document, FINDING_WITHDRAWN.

    Until an order has it, its deadline and measure may still be changed after the record was issued.
    """
    draft = cleaned(draft)
    with ws.operation(Op.AMEND_FINDING) as step:
        before = _live(step, finding_id)
        _refuse_frozen(step, before, draft)
        refuse((*finding_problems(draft), *_twin(step, before.inspection_id, draft, own_id=finding_id)))
        after = dataclasses.replace(before, **{name: getattr(draft, name) for name in DRAFT_FIELDS})
        findings.put_finding(step.db, after)
    return Done(value=after, changes=step.changes)


def withdraw_finding(ws: Workspace, finding_id: str, reason: str) -> Done[Finding]:
    """Strike a finding out; it is kept with its reason. Refuses REASON_MISSING and FINDING_FROZEN."""
    reason = texts.cleaned(reason)
    with ws.operation(Op.WITHDRAW_FINDING) as step:
        before = _live(step, finding_id)
        _refuse_frozen(step, before, None)
        if not reason:
            fields = {"act": Op.WITHDRAW_FINDING.value}
            refuse([Problem(code=ProblemCode.REASON_MISSING, where=f"finding:{finding_id}", fields=fields)])
        refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
        after = dataclasses.replace(before, status=FindingStatus.WITHDRAWN, withdrawn_reason=reason)
        findings.put_finding(step.db, after)
    return Done(value=after, changes=step.changes)


def confirm_clause(ws: Workspace, finding_id: str, index: int, person: str) -> Done[Finding]:
    """Keep that a person has checked an unverified (待核) basis; then it may be printed."""
    person = texts.cleaned(person)
    with ws.operation(Op.CONFIRM_CLAUSE) as step:
        before = _live(step, finding_id)
        _refuse_frozen(step, before, _draft_of(before))  # a record prints no clauses
        if not 0 <= index < len(before.clauses):
            refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "clause", "id": str(index)})])
        if not person:
            refuse([Problem(code=ProblemCode.VALUE_MISSING, where="person", fields={"field": "person"})])
        clauses = list(before.clauses)
        clauses[index] = dataclasses.replace(clauses[index], confirmed_by=person)
        after = dataclasses.replace(before, clauses=tuple(clauses))
        findings.put_finding(step.db, after)
    return Done(value=after, changes=step.changes)


def _draft_of(finding: Finding) -> FindingDraft:
    return FindingDraft(**{name: getattr(finding, name) for name in DRAFT_FIELDS})


def cleaned(draft: FindingDraft) -> FindingDraft:
    """Give the draft as it would be kept."""
    values = {n: texts.cleaned(getattr(draft, n)) for n in ("place", "description", "measure")}
    clauses = tuple(c for c in draft.clauses if c.name.strip())
    return dataclasses.replace(draft, clauses=clauses, **values)  # type: ignore[arg-type]


def finding_problems(draft: FindingDraft) -> tuple[Problem, ...]:
    """Say what keeps a draft from being stored; what keeps it from being printed is checked at issue."""
    found = [*texts.problems_of(draft.place, "place")]
    for name in ("description", "measure"):
        found.extend(texts.problems_of(getattr(draft, name), name, limit=texts.LONG_LIMIT))
    for n, clause in enumerate(draft.clauses):
        for part in (clause.name, clause.clause, clause.number):
            found.extend(texts.problems_of(part, "clauses", where=f"clauses[{n}]", limit=1000))
    return tuple(found)


def _twin(step: Step, inspection_id: str, draft: FindingDraft, *, own_id: str) -> tuple[Problem, ...]:
    key = (draft.item_code, draft.place, draft.description)
    for other in findings.list_findings(step.db, inspection_id):
        is_live = other.status is not FindingStatus.WITHDRAWN and other.id != own_id
        if is_live and draft.description and key == (other.item_code, other.place, other.description):
            fields = {"item": draft.item_code or "", "first": str(other.ordinal)}
            return (Problem(code=ProblemCode.FINDING_DUPLICATE, where=f"finding:{other.id}", fields=fields),)
    return ()


def _open_inspection(step: Step, inspection_id: str) -> Inspection:
    inspection = inspection_in(step, inspection_id)
    refuse_finished(inspection)
    return inspection


def _live(step: Step, finding_id: str) -> Finding:
    finding = findings.get_finding(step.db, finding_id)
    if finding is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "finding", "id": finding_id[:80]})])
        raise AssertionError
    if finding.status is FindingStatus.WITHDRAWN:
        refuse([Problem(code=ProblemCode.FINDING_WITHDRAWN, fields={"id": finding_id})])
    return finding


def _refuse_frozen(step: Step, before: Finding, draft: FindingDraft | None) -> None:
    """Refuse what issued documents do not allow: facts that they print, and everything while an order runs.

    What a re-inspection found wanting may get another deadline and measure, for a new order.
    """
    held_by = order_lives.holders(step.db, before.id)
    if not held_by:
        return
    facts = ("item_code", "place", "description", "grade")
    changed = draft is None or any(getattr(draft, n) != getattr(before, n) for n in facts)
    if before.status in _BOUND or changed:
        holders = [d for d in (documents.get_document(step.db, name) for name in held_by) if d is not None]
        orders = [d for d in holders if d.kind is not DocumentKind.INSPECTION_RECORD]
        fields = {"number": (orders or holders)[-1].number}
        refuse([Problem(code=ProblemCode.FINDING_FROZEN, where=f"finding:{before.id}", fields=fields)])


def typed_clause(text: str) -> Clause:
    """Give a basis that a person typed: it is that person's word, so it counts as confirmed."""
    return Clause(law="", name=texts.cleaned(text), verified=Verified.M, confirmed_by=WRITER)
