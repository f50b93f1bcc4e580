# SPDX-License-Identifier: MulanPSL-2.0
"""Penalty cases as figures need them: opened, decided, paid, closed or withdrawn. Their papers lie in the visit."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.penalty_case import (
    CASE_LIFE,
    CaseProcedure,
    CaseState,
    CaseSubject,
    CaseVerb,
    PenaltyCase,
    PenaltyKind,
)
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.operations.visits import inspection_in
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import get_record, list_records, put_record
from inspector_app.workspace import Step, Workspace

FEN = 100
MOST_FEN = 10**13  # a hundred billion yuan: more is a slip of the hand


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """What is known when a case is opened (立案). `person` only where a person is punished."""

    enterprise_id: str
    number: str
    cause: str
    opened_on: date
    inspection_id: str = ""
    subject: CaseSubject = CaseSubject.UNIT
    person: str = ""
    procedure: CaseProcedure = CaseProcedure.ORDINARY
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided; `fine` in fen."""

    decided_on: date
    decision_no: str
    penalties: tuple[PenaltyKind, ...]
    fine: int = 0


def open_case(ws: Workspace, draft: CaseDraft) -> Done[PenaltyCase]:
    """Open a case. Every fault at once.

    Refuses NOT_FOUND, VALUE_MISSING, TIME_ORDER for a day to come, CASE_NUMBER_EXISTS, CASE_PERSON_MISSING.
    """
    with ws.operation(Op.OPEN_CASE) as step:
        made = open_case_in(step, draft)
    return Done(value=made, changes=step.changes)


def open_case_in(step: Step, draft: CaseDraft) -> PenaltyCase:
    """Open a case inside an open operation."""
    draft = texts.with_cleaned(draft, ("number", "cause", "person", "note"))
    faults = list(_draft_faults(step, draft))
    owner = enterprises.shown_id(step.db, draft.enterprise_id)
    if enterprises.get_enterprise(step.db, owner) is None:
        faults.append(_missing("enterprise", draft.enterprise_id))
    if draft.inspection_id:
        try:
            visit = inspection_in(step, draft.inspection_id)
            if enterprises.shown_id(step.db, visit.enterprise_id) != owner:
                faults.append(_missing("inspection", draft.inspection_id))
        except Refused as refused:
            faults += refused.problems
    refuse(faults)
    values = {field.name: getattr(draft, field.name) for field in dataclasses.fields(CaseDraft)}
    made = PenaltyCase(id=step.new_id(), **{**values, "enterprise_id": owner})
    put_record(step.db, made)
    return made


def decide_case(ws: Workspace, case_id: str, decision: Decision) -> Done[PenaltyCase]:
    """Note the decision (处罚决定) of a case.

    Refuses STATE_FORBIDS, TIME_ORDER, VALUE_MISSING, CASE_FINE_MISSING, CASE_FINE_WITHOUT.
    """
    with ws.operation(Op.MOVE_CASE) as step:
        before = case_in(step.db, case_id)
        state = _after(before, CaseVerb.DECIDE)
        decision = texts.with_cleaned(decision, ("decision_no",))
        refuse(_decision_faults(step, before, decision))
        penalties = tuple(kind for kind in PenaltyKind if kind in decision.penalties)
        after = dataclasses.replace(
            before, state=state, decided_on=decision.decided_on, decision_no=decision.decision_no,
            penalties=penalties, fine=decision.fine,
        )  # fmt: skip
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def pay_case(ws: Workspace, case_id: str, *, received: int, on: date) -> Done[PenaltyCase]:
    """Note what was paid in all (fen) of the fine. Refuses STATE_FORBIDS, TIME_ORDER, CASE_OVERPAID."""
    with ws.operation(Op.MOVE_CASE) as step:
        before = case_in(step.db, case_id)
        state = _after(before, CaseVerb.PAY)
        faults = list(_day_faults(step, on, before.decided_on, "received_on"))
        if not 0 <= received <= before.fine:
            fields = {"number": before.number, "found": yuan(received), "allowed": yuan(before.fine)}
            faults.append(Problem(code=ProblemCode.CASE_OVERPAID, where="received", fields=fields))
        refuse(faults)
        after = dataclasses.replace(before, state=state, received=received, received_on=on)
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def close_case(ws: Workspace, case_id: str, on: date) -> Done[PenaltyCase]:
    """Note that a case is closed (结案). Refuses STATE_FORBIDS and TIME_ORDER."""
    with ws.operation(Op.MOVE_CASE) as step:
        before = case_in(step.db, case_id)
        state = _after(before, CaseVerb.CLOSE)
        refuse(_day_faults(step, on, before.decided_on, "closed_on"))
        after = dataclasses.replace(before, state=state, closed_on=on)
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def withdraw_case(ws: Workspace, case_id: str, reason: str) -> Done[PenaltyCase]:
    """Withdraw a case (撤案、不予处罚), with the reason. Refuses STATE_FORBIDS and REASON_MISSING."""
    with ws.operation(Op.MOVE_CASE) as step:
        before = case_in(step.db, case_id)
        state = _after(before, CaseVerb.WITHDRAW)
        kept = texts.cleaned(reason)
        missing = [Problem(code=ProblemCode.REASON_MISSING, where="reason", fields={"act": Op.MOVE_CASE.value})]
        refuse((*([] if kept else missing), *texts.problems_of(kept, "reason", limit=texts.LONG_LIMIT)))
        note = "；".join(part for part in (before.note, kept) if part)
        after = dataclasses.replace(before, state=state, note=note)
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def case_in(db: Database, name: str) -> PenaltyCase:
    """Give a case by its id or its number; refuses NOT_FOUND."""
    found = get_record(db, PenaltyCase, name)
    if found is None and name:
        named = list_records(db, PenaltyCase, "number = ?", [name])
        found = named[0] if len(named) == 1 else None
    if found is None:
        raise Refused([_missing("case", name)])
    return found


def yuan(fen: int) -> str:
    """Write an amount in yuan with two places."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN}.{abs(fen) % FEN:02d}"


def _after(case: PenaltyCase, verb: CaseVerb) -> CaseState:
    return CASE_LIFE.after(case.state, verb, where=f"case:{case.id}")


def _draft_faults(step: Step, draft: CaseDraft) -> Iterator[Problem]:
    for name, limit in (("number", texts.NAME_LIMIT), ("cause", texts.NAME_LIMIT)):
        if not getattr(draft, name):
            yield Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})
        yield from texts.problems_of(getattr(draft, name), name, limit=limit)
    yield from texts.problems_of(draft.person, "person")
    yield from texts.problems_of(draft.note, "note", limit=texts.LONG_LIMIT)
    yield from _day_faults(step, draft.opened_on, None, "opened_on")
    if draft.subject is CaseSubject.PERSON and not draft.person:
        fields = {"number": draft.number[:80]}
        yield Problem(code=ProblemCode.CASE_PERSON_MISSING, where="person", fields=fields)
    twins = list_records(step.db, PenaltyCase, "number = ?", [draft.number]) if draft.number else ()
    for twin in twins:
        fields = {"number": twin.number, "name": twin.cause}
        yield Problem(code=ProblemCode.CASE_NUMBER_EXISTS, where="number", fields=fields)


def _decision_faults(step: Step, case: PenaltyCase, decision: Decision) -> Iterator[Problem]:
    yield from _day_faults(step, decision.decided_on, case.opened_on, "decided_on")
    yield from texts.problems_of(decision.decision_no, "decision_no")
    if not decision.decision_no:
        yield Problem(code=ProblemCode.VALUE_MISSING, where="decision_no", fields={"field": "decision_no"})
    if not decision.penalties:
        yield Problem(code=ProblemCode.VALUE_MISSING, where="penalties", fields={"field": "penalties"})
    is_fined, fields = PenaltyKind.FINE in decision.penalties, {"number": case.number}
    if is_fined and decision.fine <= 0:
        yield Problem(code=ProblemCode.CASE_FINE_MISSING, where="fine", fields=fields)
    if not is_fined and decision.fine:
        yield Problem(code=ProblemCode.CASE_FINE_WITHOUT, where="fine", fields=fields)
    if decision.fine > MOST_FEN:
        limits = {"field": "fine", "found": yuan(decision.fine), "allowed": f"≤ {yuan(MOST_FEN)}"}
        yield Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="fine", fields=limits)


def _day_faults(step: Step, day: date, after: date | None, field: str) -> Iterator[Problem]:
    """A day that was entered lies between the step before it and today."""
    today = step.now.date()
    if day > today:
        fields = {"earlier": day.isoformat(), "later": today.isoformat()}
        yield Problem(code=ProblemCode.TIME_ORDER, where=field, fields=fields)
    if after is not None and day < after:
        fields = {"earlier": after.isoformat(), "later": day.isoformat()}
        yield Problem(code=ProblemCode.TIME_ORDER, where=field, fields=fields)


def _missing(kind: str, name: str) -> Problem:
    return Problem(code=ProblemCode.NOT_FOUND, where=kind, fields={"kind": kind, "id": name[:80]})
