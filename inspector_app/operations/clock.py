# SPDX-License-Identifier: MulanPSL-2.0
"""The laptop's clock: what is in doubt about it, and the date and reason that a person gives before issuing."""

from __future__ import annotations

from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.change import Op
from inspector_app.domain.clock_watch import ClockDoubt, ClockState
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.workspace import Workspace

CODES = {ClockState.BACK: ProblemCode.CLOCK_BACK, ClockState.AHEAD: ProblemCode.CLOCK_AHEAD}


def look(ws: Workspace) -> Problem | None:
    """Look at the clock with the office's newest word; give the warning that stays until it is settled."""
    doubt = ws.clock_watch.ask_office(ws.now())
    return None if doubt is None else warning(doubt)


def warning(doubt: ClockDoubt) -> Problem:
    """Say what is wrong with the clock: CLOCK_BACK or CLOCK_AHEAD."""
    fields = {"now": _said(doubt, "now"), "last": _said(doubt, "last"), "days": str(doubt.days)}
    return Problem(code=CODES[doubt.state], where="clock", fields=fields, severity=Severity.WARN)


def clock_problems(ws: Workspace, on: date) -> tuple[Problem, ...]:
    """Say CLOCK_REASON where a document may not bear this date before a person has given date and reason."""
    doubt = ws.clock_watch.doubt
    if doubt is None or ws.clock_watch.may_issue(on):
        return ()
    fields = {"now": f"{ws.now():%Y-%m-%d %H:%M}", "last": _said(doubt, "last")}
    return (Problem(code=ProblemCode.CLOCK_REASON, where="clock", fields=fields),)


def explain(ws: Workspace, on: date, reason: str) -> ClockDoubt | None:
    """Keep which date is today and why the clock is off (CLOCK_EXPLAINED); give the doubt that is left.

    Where the clock has that date it is believed again. Where it has another it stays in doubt, and documents may be
    issued under the given date. Refuses VALUE_MISSING.
    """
    reason = texts.cleaned(reason)
    if not reason:
        fields = {"field": "reason"}
        refuse([Problem(code=ProblemCode.VALUE_MISSING, where="reason", fields=fields)])
    refuse(texts.problems_of(reason, "reason", limit=200))
    with ws.operation(Op.NOTE_EVENT) as step:
        ws.clock_watch.explain_in(step, on, reason)
    ws.clock_watch.believe(on, step.now)
    return ws.clock_watch.doubt


def _said(doubt: ClockDoubt, which: str) -> str:
    moment = doubt.now if which == "now" else doubt.last
    return f"{moment:%Y-%m-%d %H:%M}"
