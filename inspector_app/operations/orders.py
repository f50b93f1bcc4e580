# SPDX-License-Identifier: MulanPSL-2.0
"""The life of orders and measures (handbook 4.4): its beginning, its end before service, and what people decide."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.finding import FINDING_LIFE, Finding, FindingStatus, FindingVerb
from inspector_app.domain.order_life import ORDER_LIFE, OrderLife, OrderState, OrderVerb
from inspector_app.domain.order_lines import SETTLED
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.law.documents import Follows
from inspector_app.operations.order_lives import (
    day_problems,
    findings_on,
    life_of,
    move_finding_in,
    move_in,
    order_of,
    put_in,
    refuse_verb,
    text_problems,
)
from inspector_app.storage import documents, findings, order_lives, reinspections, services
from inspector_app.storage.driver import Database
from inspector_app.storage.order_lives import effective_deadlines
from inspector_app.workspace import Step, Workspace

__all__ = ["begin_life_in", "effective_deadlines", "move_order", "report_done", "void_in"]

# What a person does to an order by itself; every other verb is the result of another act.
BY_PERSON = frozenset(
    {OrderVerb.OPEN_CASE, OrderVerb.RENEW, OrderVerb.AMEND, OrderVerb.SUSPEND, OrderVerb.RESUME, OrderVerb.CLOSE}
)
_WITH_REASON = frozenset({OrderVerb.AMEND, OrderVerb.SUSPEND, OrderVerb.RESUME})
_LEFT_BEHIND = frozenset({OrderState.AMENDED, OrderState.VOID})  # of these orders nothing is to be done any more
_FOUND: Mapping[Verdict, FindingStatus] = {
    Verdict.NOT_DONE: FindingStatus.FAILED,
    Verdict.PARTIAL: FindingStatus.PARTIAL,
}


# Beginning and end ----------------------------------------------------------------------------------------


def begin_life_in(ws: Workspace, step: Step, document: OfficialDocument) -> None:
    """Begin the life of an order or measure that is being issued, and move the findings on its lines.

    An earlier order whose open findings all stand on the new one is thereby renewed (已重新责令). Documents
    without a life are passed over.
    """
    law = ws.law.documents.of(document.kind)
    if not law.has_life:
        return
    order_lives.put_life(step.db, OrderLife(document_id=document.id, state=OrderState.ISSUED))
    verb = FindingVerb.ORDER if law.follows is Follows.ORDER else FindingVerb.MEASURE
    moved = [move_finding_in(step, finding, verb) for finding in findings_on(step.db, document.id)]
    if law.follows is Follows.ORDER:
        _renew_in(ws, step, document, moved)


def _renew_in(ws: Workspace, step: Step, document: OfficialDocument, moved: Sequence[Finding]) -> None:
    taken = {finding.id for finding in moved}
    for earlier, life in other_orders(ws, step.db, document.id, taken):
        left = {f.id for f in findings_on(step.db, earlier.id) if f.status not in SETTLED}
        if _is_order(ws, earlier) and ORDER_LIFE.may(life.state, OrderVerb.RENEW) and left <= taken:
            on, refers_to = document.issued_on, document.id
            move_in(step, earlier, life, OrderVerb.RENEW, on=on, person=ws.actor, refers_to=refers_to)


def _is_order(ws: Workspace, document: OfficialDocument) -> bool:
    return ws.law.documents.of(document.kind).follows is Follows.ORDER


def other_orders(
    ws: Workspace, db: Database, document_id: str, finding_ids: Sequence[str] | set[str]
) -> tuple[tuple[OfficialDocument, OrderLife], ...]:
    """Give the other valid orders and measures on which one of these findings stands, by their issue."""
    ids = [held for finding_id in finding_ids for held in order_lives.holders(db, finding_id) if held != document_id]
    found = []
    for other_id in dict.fromkeys(ids):
        other = documents.get_document(db, other_id)
        life = life_of(ws, db, other) if other is not None else None
        if other is not None and life is not None and life.state not in _LEFT_BEHIND:
            found.append((other, life))
    return tuple(sorted(found, key=lambda pair: (pair[0].issued_at, pair[0].id)))


def void_in(ws: Workspace, step: Step, document: OfficialDocument) -> None:
    """End the life of a document that is being voided, and free the findings on its lines.

    Refuses DOCUMENT_SERVED once it was served. A finding that stands on another valid order or measure keeps
    its place there. `document` may already be marked as void.
    """
    served = [s for s in services.list_of_document(step.db, document.id) if not s.withdrawn_reason]
    kept = order_lives.get_life(step.db, document.id)
    if served or (kept is not None and not ORDER_LIFE.may(kept.state, OrderVerb.VOID)):
        fields = {"number": document.number}
        refuse([Problem(code=ProblemCode.DOCUMENT_SERVED, where=f"document:{document.id}", fields=fields)])
    if not ws.law.documents.of(document.kind).has_life:
        return
    before = kept or OrderLife(document_id=document.id, state=OrderState.ISSUED)
    on, reason = step.now.date(), document.void_reason
    move_in(step, document, before, OrderVerb.VOID, on=on, person=ws.actor, reason=reason)
    _take_back_renewals_in(ws, step, document)
    for finding in findings_on(step.db, document.id):
        release_in(ws, step, finding, document.id)


def _take_back_renewals_in(ws: Workspace, step: Step, document: OfficialDocument) -> None:
    """An order that this one renewed stands again where it stood."""
    for earlier, life in other_orders(ws, step.db, document.id, documents.findings_of(step.db, document.id)):
        events = order_lives.list_events(step.db, earlier.id)
        if life.state is OrderState.RENEWED and events[-1].refers_to == document.id:
            before = dataclasses.replace(life, state=events[-2].state)
            put_in(step, before, OrderVerb.VOID, on=step.now.date(), person=ws.actor, refers_to=document.id)


def release_in(ws: Workspace, step: Step, finding: Finding, document_id: str) -> None:
    """Free a finding of a document that no longer counts; it stands where its other documents leave it."""
    others = other_orders(ws, step.db, document_id, [finding.id])
    if not others:
        if FINDING_LIFE.may(finding.status, FindingVerb.RELEASE):
            move_finding_in(step, finding, FindingVerb.RELEASE)
        return
    if finding.status in (FindingStatus.ORDERED, FindingStatus.MEASURED):
        status = _standing(ws, step.db, finding.id, [document for document, _ in others])
        if status is not finding.status:
            findings.put_finding(step.db, dataclasses.replace(finding, status=status))


def _standing(ws: Workspace, db: Database, finding_id: str, held_by: Sequence[OfficialDocument]) -> FindingStatus:
    """Say where a finding stands by the documents that still hold it: their rounds first, then their kind."""
    verdict = reinspections.last_verdict(db, finding_id, [d.id for d in held_by])
    if verdict is not None and verdict in _FOUND:
        return _FOUND[verdict]
    for document in held_by:
        granted = (e for e in order_lives.list_events(db, document.id) if e.verb is OrderVerb.GRANT)
        if any(finding_id in event.finding_ids for event in granted):
            return FindingStatus.EXTENDED
    return FindingStatus.ORDERED if any(_is_order(ws, d) for d in held_by) else FindingStatus.MEASURED


# What people decide ---------------------------------------------------------------------------------------


def move_order(
    ws: Workspace, document_id: str, verb: OrderVerb, *, on: date, person: str, reason: str = "", refers_to: str = ""
) -> Done[OrderLife]:
    """Open a case, renew, amend, suspend, resume or close an order (handbook 4.4), by a named person.

    Refuses VALUE_NOT_ALLOWED for verbs that follow from other acts, STATE_FORBIDS, DOCUMENT_NEEDS where the case
    approval or the new order is missing, REASON_MISSING, TIME_ORDER, and CLOSE while a finding is open.
    """
    if verb not in BY_PERSON:
        fields = {"field": "verb", "found": verb.value, "allowed": ", ".join(v for v in OrderVerb if v in BY_PERSON)}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="verb", fields=fields)])
    with ws.operation(Op.MOVE_ORDER) as step:
        after = move_order_in(ws, step, document_id, verb, on=on, person=person, reason=reason, refers_to=refers_to)
    return Done(value=after, changes=step.changes)


def move_order_in(
    ws: Workspace, step: Step, document_id: str, verb: OrderVerb, *, on: date, person: str, reason: str = "",
    refers_to: str = "",
) -> OrderLife:  # fmt: skip
    """Move an order on inside an open operation."""
    document, life = order_of(ws, step.db, document_id)
    needs_reason = verb in _WITH_REASON
    refuse_verb(document, life, verb)
    refuse(
        (
            *text_problems(Op.MOVE_ORDER, person=person, reason=reason if needs_reason or reason else None),
            *day_problems(ws, document, on),
            *(_open_findings(step.db, document, life) if verb is OrderVerb.CLOSE else ()),
        )
    )
    target = _carried_by(ws, step.db, document, verb, refers_to)
    after = move_in(step, document, life, verb, on=on, person=person, reason=reason, refers_to=target)
    if verb is OrderVerb.AMEND:
        for finding in findings_on(step.db, document.id):
            release_in(ws, step, finding, document.id)
    return after


def _open_findings(db: Database, document: OfficialDocument, life: OrderLife) -> tuple[Problem, ...]:
    """Say which findings keep an order from being closed; those of a renewed one go on under the new order."""
    if life.state is OrderState.RENEWED:
        return ()
    open_ones = [f for f in findings_on(db, document.id) if f.status not in SETTLED]
    return tuple(
        Problem(
            code=ProblemCode.STATE_FORBIDS,
            where=f"finding:{f.id}",
            fields={"life": "finding", "state": f.status.value, "verb": FindingVerb.CLOSE.value},
        )
        for f in open_ones
    )


def _carried_by(ws: Workspace, db: Database, document: OfficialDocument, verb: OrderVerb, named: str) -> str:
    """Give the document that carries the step: the case approval, or the order that renews this one."""
    case = [d for d in documents.list_documents(db, document.inspection_id) if d.is_valid and d.id != document.id]
    own = set(documents.findings_of(db, document.id))
    if verb is OrderVerb.OPEN_CASE:
        fitting = [d for d in case if d.kind is DocumentKind.CASE_APPROVAL]
    elif verb is OrderVerb.RENEW:
        fitting = [d for d in case if _is_order(ws, d) and d.issued_at >= document.issued_at]
        fitting = [d for d in fitting if own & set(documents.findings_of(db, d.id))]
    else:
        fitting = case
    chosen = [d for d in fitting if named in (d.id, d.number)]
    if named and not chosen:
        refuse([Problem(code=ProblemCode.NOT_FOUND, where="refers_to", fields={"kind": "document", "id": named[:80]})])
    if verb in (OrderVerb.OPEN_CASE, OrderVerb.RENEW) and not fitting:
        law = ws.law.documents
        wanted = DocumentKind.CASE_APPROVAL if verb is OrderVerb.OPEN_CASE else document.kind
        fields = {"kind": law.of(document.kind).name, "needs": law.of(wanted).name, "reason": law.of(wanted).basis}
        refuse([Problem(code=ProblemCode.DOCUMENT_NEEDS, where=f"documents:{wanted}", fields=fields)])
    if chosen:
        return chosen[0].id
    return fitting[-1].id if fitting and verb in (OrderVerb.OPEN_CASE, OrderVerb.RENEW) else ""


# What the unit says ---------------------------------------------------------------------------------------


def report_done(ws: Workspace, document_id: str, *, on: date, person: str, text: str = "") -> Done[OrderLife]:
    """Keep that the unit has reported its rectification; the period for the re-inspection runs from that day.

    Refuses DOCUMENT_NOT_SERVED, STATE_FORBIDS, TIME_ORDER.
    """
    with ws.operation(Op.REPORT_DONE) as step:
        document, life = order_of(ws, step.db, document_id)
        refuse_verb(document, life, OrderVerb.REPORT)
        refuse((*text_problems(Op.REPORT_DONE, person=person, reason=text or None), *day_problems(ws, document, on)))
        reported = [f for f in findings_on(step.db, document.id) if FINDING_LIFE.may(f.status, FindingVerb.REPORT)]
        after = move_in(
            step, document, life, OrderVerb.REPORT, on=on, person=person, reason=text,
            finding_ids=[f.id for f in reported],
        )  # fmt: skip
        for finding in reported:
            move_finding_in(step, finding, FindingVerb.REPORT)
    return Done(value=after, changes=step.changes)
