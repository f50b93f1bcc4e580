# SPDX-License-Identifier: MulanPSL-2.0
"""Extension of a deadline (延期): asked for in time by the unit, granted or refused by the organ's head."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.finding import FINDING_LIFE, FindingVerb
from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderVerb
from inspector_app.domain.order_lines import OrderLine
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.operations.order_lives import (
    day_problems,
    move_finding_in,
    move_in,
    order_of,
    refuse_verb,
    text_problems,
)
from inspector_app.storage import order_lives
from inspector_app.storage.driver import Database
from inspector_app.storage.order_lives import lines_of
from inspector_app.workspace import Workspace

ASK_BEFORE = "em.extend_request"  # how long before the deadline; unverified, so only a warning


def ask_extension(
    ws: Workspace, document_id: str, *, asked_on: date, reason: str, person: str, new_deadline: date,
    finding_ids: Sequence[str] = (),
) -> Done[OrderEvent]:  # fmt: skip
    """Keep the unit's written request. Without `finding_ids` it is for every open line that still runs.

    Refuses EXTENSION_TOO_LATE after the deadline, DEADLINE_NOT_LATER, STATE_FORBIDS, DOCUMENT_NOT_SERVED.
    """
    with ws.operation(Op.ASK_EXTENSION) as step:
        document, life = order_of(ws, step.db, document_id)
        refuse_verb(document, life, OrderVerb.ASK_EXTENSION)
        refuse(
            (
                *text_problems(Op.ASK_EXTENSION, person=person, reason=reason),
                *day_problems(ws, document, asked_on, "asked_on"),
            )
        )
        lines = _asked_lines(step.db, document, asked_on, new_deadline, finding_ids)
        move_in(
            step, document, life, OrderVerb.ASK_EXTENSION, on=asked_on, person=person, reason=reason,
            new_deadline=new_deadline, finding_ids=[line.finding.id for line in lines],
        )  # fmt: skip
        event = order_lives.list_events(step.db, document.id)[-1]
    return Done(value=event, changes=step.changes)


def _asked_lines(
    db: Database, document: OfficialDocument, asked_on: date, new_deadline: date, finding_ids: Sequence[str]
) -> tuple[OrderLine, ...]:
    """Give the lines that the request is for, or refuse those that it cannot be for."""
    every = lines_of(db, document.id)
    unknown = [key for key in finding_ids if key not in {line.finding.id for line in every}]
    problems = [
        Problem(code=ProblemCode.NOT_FOUND, where="finding_ids", fields={"kind": "finding", "id": key[:80]})
        for key in unknown
    ]
    refuse(problems)
    timed = [line for line in every if line.is_open and line.deadline is not None]
    if finding_ids:
        timed = [line for line in timed if line.finding.id in set(finding_ids)]
        refuse([p for line in timed for p in _line_problems(line, asked_on, new_deadline)])
        without_day = [line for line in every if line.finding.id in set(finding_ids) and line.deadline is None]
        refuse([_missing(line) for line in without_day])
    if not timed:
        refuse([Problem(code=ProblemCode.DEADLINE_MISSING, where=f"document:{document.id}", fields={"ordinal": "-"})])
    running = [line for line in timed if line.deadline is not None and asked_on <= line.deadline]
    earlier = [line for line in running if line.deadline is not None and line.deadline < new_deadline]
    if not earlier:
        last = max(timed, key=lambda line: line.deadline or date.min)
        refuse(_line_problems(last, asked_on, new_deadline))
    return tuple(earlier)


def _missing(line: OrderLine) -> Problem:
    fields = {"ordinal": str(line.ordinal)}
    return Problem(code=ProblemCode.DEADLINE_MISSING, where=f"finding:{line.finding.id}", fields=fields)


def _line_problems(line: OrderLine, asked_on: date, new_deadline: date) -> list[Problem]:
    assert line.deadline is not None
    where, found = f"finding:{line.finding.id}", []
    if asked_on > line.deadline:
        fields = {"asked_on": asked_on.isoformat(), "deadline": line.deadline.isoformat()}
        found.append(Problem(code=ProblemCode.EXTENSION_TOO_LATE, where=where, fields=fields))
    if new_deadline <= line.deadline:
        found.append(_not_later(where, new_deadline, line.deadline))
    return found


def _not_later(where: str, new_deadline: date, before: date) -> Problem:
    fields = {"deadline": new_deadline.isoformat(), "before": before.isoformat()}
    return Problem(code=ProblemCode.DEADLINE_NOT_LATER, where=where, fields=fields)


def extension_warnings(ws: Workspace, document_id: str, asked_on: date) -> tuple[Problem, ...]:
    """Tell that a request came later than the days before the deadline that the period table names (待核)."""
    with ws.reader() as db:
        document, _ = order_of(ws, db, document_id)
        days = [line.deadline for line in lines_of(db, document.id) if line.is_open and line.deadline is not None]
    if not days or asked_on > max(days):
        return ()
    first = min(day for day in days if asked_on <= day)
    last_day = ws.law.due(ASK_BEFORE, first).date
    if asked_on <= last_day:
        return ()
    basis = ws.law.period(ASK_BEFORE).basis
    fields = {"asked_on": asked_on.isoformat(), "last_day": last_day.isoformat(), "basis": basis}
    where = f"document:{document.id}"
    return (Problem(code=ProblemCode.EXTENSION_SHORT_NOTICE, where=where, fields=fields, severity=Severity.WARN),)


def decide_extension(
    ws: Workspace, document_id: str, *, granted: bool, on: date, person: str, reason: str = "",
    new_deadline: date | None = None,
) -> Done[OrderLife]:  # fmt: skip
    """Grant or refuse the request that is open; a grant without a day grants the day that was asked for.

    Refuses STATE_FORBIDS where nothing was asked, DEADLINE_NOT_LATER, REASON_MISSING for a refusal, TIME_ORDER.
    """
    verb = OrderVerb.GRANT if granted else OrderVerb.DENY
    with ws.operation(Op.DECIDE_EXTENSION) as step:
        document, life = order_of(ws, step.db, document_id)
        refuse_verb(document, life, verb)
        asked = _open_request(step.db, document.id)
        until = (new_deadline or asked.new_deadline) if granted else None
        refuse(
            (
                *text_problems(Op.DECIDE_EXTENSION, person=person, reason=reason if not granted or reason else None),
                *_decision_day(ws, document, asked, on),
                *_until_problems(step.db, document.id, asked, until),
            )
        )
        after = move_in(
            step, document, life, verb, on=on, person=person, reason=reason, new_deadline=until,
            finding_ids=asked.finding_ids,
        )  # fmt: skip
        for line in lines_of(step.db, document.id) if granted else ():
            if line.finding.id in asked.finding_ids and FINDING_LIFE.may(line.finding.status, FindingVerb.EXTEND):
                # The finding runs until the new day everywhere; the paper keeps the day that it prints.
                move_finding_in(step, line.finding, FindingVerb.EXTEND, deadline=until)
    return Done(value=after, changes=step.changes)


def _open_request(db: Database, document_id: str) -> OrderEvent:
    """Give the newest request; the state says that there is an open one."""
    asked = [e for e in order_lives.list_events(db, document_id) if e.verb is OrderVerb.ASK_EXTENSION]
    return asked[-1]


def _decision_day(ws: Workspace, document: OfficialDocument, asked: OrderEvent, on: date) -> tuple[Problem, ...]:
    from_request = dataclasses.replace(document, issued_on=asked.on)
    return day_problems(ws, from_request, on)


def _until_problems(db: Database, document_id: str, asked: OrderEvent, until: date | None) -> list[Problem]:
    if until is None:
        return []
    named = [line for line in lines_of(db, document_id) if line.finding.id in asked.finding_ids]
    return [
        _not_later(f"finding:{line.finding.id}", until, line.deadline)
        for line in named
        if line.deadline is not None and until <= line.deadline
    ]
