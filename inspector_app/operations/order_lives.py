# SPDX-License-Identifier: MulanPSL-2.0
"""What several verbs need of an order's life: finding it, one step of it, its lines and until when they run."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentState, OfficialDocument
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.finding import FINDING_LIFE, Finding, FindingVerb
from inspector_app.domain.order_life import ORDER_LIFE, OrderEvent, OrderLife, OrderState, OrderVerb
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import documents, findings, order_lives
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace


def document_of(db: Database, name: str) -> OfficialDocument:
    """Give a document by id or number, or refuse NOT_FOUND."""
    document = documents.get_document(db, name) or documents.with_number(db, name)
    if document is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "document", "id": name[:80]})])
        raise AssertionError
    return document


def order_of(ws: Workspace, db: Database, name: str) -> tuple[OfficialDocument, OrderLife]:
    """Give a valid order or measure with its life. Refuses NOT_FOUND and DOCUMENT_VOID."""
    document = document_of(db, name)
    if not document.is_valid:
        refuse([Problem(code=ProblemCode.DOCUMENT_VOID, fields={"number": document.number})])
    life = life_of(ws, db, document)
    if life is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "order", "id": document.number})])
        raise AssertionError
    return document, life


def life_of(ws: Workspace, db: Database, document: OfficialDocument) -> OrderLife | None:
    """Give where an order or measure stands; None for documents without a life of their own.

    One that was issued before lives were kept has no row: it stands as it was issued.
    """
    if not ws.law.documents.of(document.kind).has_life:
        return None
    kept = order_lives.get_life(db, document.id)
    first = OrderState.VOID if document.state is DocumentState.VOID else OrderState.ISSUED
    return kept or OrderLife(document_id=document.id, state=first)


def refuse_verb(document: OfficialDocument, life: OrderLife, verb: OrderVerb) -> None:
    """Refuse what the order's state does not allow: STATE_FORBIDS, or DOCUMENT_NOT_SERVED before service."""
    if life.state is OrderState.ISSUED and not ORDER_LIFE.may(life.state, verb):
        fields = {"number": document.number}
        refuse([Problem(code=ProblemCode.DOCUMENT_NOT_SERVED, where=f"document:{document.id}", fields=fields)])
    ORDER_LIFE.after(life.state, verb, where=f"document:{document.id}")


def move_in(
    step: Step, document: OfficialDocument, life: OrderLife, verb: OrderVerb, *, on: date, person: str = "",
    reason: str = "", new_deadline: date | None = None, finding_ids: Sequence[str] = (), refers_to: str = "",
    fields: FieldValues | None = None,
) -> OrderLife:  # fmt: skip
    """Move an order on by one verb and keep the step. A suspended one comes back to where it stood."""
    refuse_verb(document, life, verb)
    following, held = ORDER_LIFE.after(life.state, verb), None
    if verb is OrderVerb.SUSPEND:
        held = life.state
    elif verb is OrderVerb.RESUME:
        following = life.held or following
    after = OrderLife(document_id=document.id, state=following, held=held)
    put_in(
        step, after, verb, on=on, person=person, reason=reason, new_deadline=new_deadline, finding_ids=finding_ids,
        refers_to=refers_to, fields=fields,
    )  # fmt: skip
    return after


def put_in(
    step: Step, after: OrderLife, verb: OrderVerb, *, on: date, person: str = "", reason: str = "",
    new_deadline: date | None = None, finding_ids: Sequence[str] = (), refers_to: str = "",
    fields: FieldValues | None = None,
) -> None:  # fmt: skip
    """Keep where an order stands after a step, and the step itself."""
    order_lives.put_life(step.db, after)
    event = OrderEvent(
        id=step.new_id(), document_id=after.document_id, ordinal=order_lives.next_ordinal(step.db, after.document_id),
        verb=verb, state=after.state, on=on, person=texts.cleaned(person), reason=texts.cleaned(reason),
        new_deadline=new_deadline, finding_ids=tuple(finding_ids), refers_to=refers_to,
        fields=fields or {},
    )  # fmt: skip
    order_lives.put_event(step.db, event)


def move_finding_in(step: Step, finding: Finding, verb: FindingVerb, **changes: object) -> Finding:
    """Move a finding on by one verb. Refuses STATE_FORBIDS."""
    status = FINDING_LIFE.after(finding.status, verb, where=f"finding:{finding.id}")
    after = dataclasses.replace(finding, status=status, **changes)  # type: ignore[arg-type]
    if after != finding:
        findings.put_finding(step.db, after)
    return after


def finding_of(db: Database, finding_id: str) -> Finding:
    """Give a finding, or refuse NOT_FOUND."""
    finding = findings.get_finding(db, finding_id)
    if finding is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "finding", "id": finding_id[:80]})])
        raise AssertionError
    return finding


def findings_on(db: Database, document_id: str) -> tuple[Finding, ...]:
    """Give the findings on a document's lines as they stand now."""
    return tuple(finding_of(db, finding_id) for finding_id in documents.findings_of(db, document_id))


def day_problems(ws: Workspace, document: OfficialDocument, on: date, where: str = "on") -> tuple[Problem, ...]:
    """Say that a day lies before the document's, or is still to come: TIME_ORDER."""
    found = []
    for early, late in ((document.issued_on, on), (on, ws.today())):
        if late < early:
            fields = {"earlier": early.isoformat(), "later": late.isoformat()}
            found.append(Problem(code=ProblemCode.TIME_ORDER, where=where, fields=fields))
    return tuple(found)


def text_problems(op: Op, *, person: str | None = None, reason: str | None = None) -> tuple[Problem, ...]:
    """Say what keeps a person's name and a reason from being stored; both are needed where they are given."""
    found: list[Problem] = []
    if person is not None:
        if not texts.cleaned(person):
            found.append(Problem(code=ProblemCode.VALUE_MISSING, where="person", fields={"field": "person"}))
        found.extend(texts.problems_of(texts.cleaned(person), "person"))
    if reason is not None:
        if not texts.cleaned(reason):
            found.append(Problem(code=ProblemCode.REASON_MISSING, where="reason", fields={"act": op.value}))
        found.extend(texts.problems_of(texts.cleaned(reason), "reason", limit=texts.LONG_LIMIT))
    return tuple(found)
