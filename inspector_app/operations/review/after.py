# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about what follows an order: R54, R55."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspector_app.domain.document import DocumentKind, Verdict
from inspector_app.domain.order_life import OrderState, OrderVerb
from inspector_app.domain.order_lines import SETTLED, reported_on
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Follows
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject

K = DocumentKind
# In these states somebody waits for the officers' second look.
WAITING = (
    OrderState.SERVED,
    OrderState.EXTENSION_ASKED,
    OrderState.EXTENDED,
    OrderState.EXTENSION_REFUSED,
    OrderState.DONE_REPORTED,
)
REPORT_ONLY = "te."  # 特种设备监督检查办法29 counts from the report alone
_SETTLING = (OrderVerb.OPEN_CASE, OrderVerb.RENEW, OrderVerb.GRANT, OrderVerb.CLOSE, OrderVerb.AMEND)


def r54(case: Case, rules: Rules) -> Iterator[Problem]:
    """A re-inspection was made within the period from the unit's report, or from the last deadline."""
    key = rules.table("R54", "periods").get(case.organ.sector, "")
    for subject in case.following(Follows.ORDER):
        assert subject.document is not None
        life = case.lives.get(subject.document.id)
        if life is None or life.state not in WAITING or not key:
            continue
        start = _start(case, subject, life.state, key)
        if start is None:
            continue
        due = case.law.due(key, start).date
        if case.today > due:
            yield rules.problem("R54", subject.place, number=subject.name, due=due, start=start)


def _start(case: Case, subject: Subject, state: OrderState, key: str) -> date | None:
    """From the unit's report that waits, else from the first deadline that runs out; special equipment: report only."""
    assert subject.document is not None
    reported = reported_on(state, case.events.get(subject.document.id, ()))
    if reported is not None or state is OrderState.DONE_REPORTED:
        return reported
    if key.startswith(REPORT_ONLY):
        return None
    ends = [case.deadline(subject, line) for line in subject.lines if line.finding.status not in SETTLED]
    return min((day for day in ends if day is not None), default=None)


def r55(case: Case, rules: Rules) -> Iterator[Problem]:
    """What a re-inspection found unmended is dealt with: a case, a new order, an extension, a transfer."""
    days = rules.number("R55", "days")
    for subject in case.following(Follows.ORDER):
        rounds = case.rounds(subject)
        if not rounds or all(v.verdict is Verdict.DONE for v in rounds[-1].verdicts):
            continue
        on = rounds[-1].started_at.date()
        passed = (case.today - on).days
        if passed > days and not _is_settled(case, subject, on):
            yield rules.problem("R55", subject.place, number=subject.name, on=on, days=passed)


def _is_settled(case: Case, subject: Subject, on: date) -> bool:
    if any(step.on >= on for step in case.steps(subject, *_SETTLING)):
        return True
    after = case.of_kind(K.CASE_APPROVAL, K.CASE_TRANSFER, K.CLOSURE_PROPOSAL, K.HAZARD_REPORT)
    return any(other.issued_on >= on for other in after)
