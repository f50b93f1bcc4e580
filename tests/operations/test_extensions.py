# SPDX-License-Identifier: MulanPSL-2.0
"""Extension: asked in time, decided by the head, and what runs until when."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.ledgers.orders import open_orders, order_view
from inspector_app.operations.extensions import ask_extension, decide_extension, extension_warnings
from inspector_app.storage.order_lives import effective_deadlines
from inspector_app.wording import sentence
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import (
    DEC_5,
    DEC_20,
    a_served_order,
    an_order,
    codes,
    finding_ids,
    statuses,
)
from tests.helpers.clock import Clock

F = FindingStatus
NOV_20, NOV_23, DEC_31 = date(2026, 11, 20), date(2026, 11, 23), date(2026, 12, 31)


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    """A served order: at once, until 5 December, until 20 December."""
    return a_served_order(unit, clock, (None, DEC_5, DEC_20))


def ask(ws: Workspace, order: OfficialDocument, until: date, on: date = NOV_20, ids: tuple[str, ...] = ()) -> None:
    ask_extension(
        ws, order.id, asked_on=on, reason="定制阀门未到货", person="赵明", new_deadline=until, finding_ids=ids
    )


def deadlines(ws: Workspace, order: OfficialDocument) -> list[date | None]:
    with ws.reader() as db:
        found = effective_deadlines(db, order.id)
    return [found.get(key) for key in finding_ids(ws, order)]


def test_a_granted_extension_moves_the_lines_it_was_asked_for(unit: Workspace, order: OfficialDocument) -> None:
    ask(unit, order, DEC_31)
    view = order_view(unit, order.id)
    assert view.life.state is OrderState.EXTENSION_ASKED
    assert view.request is not None
    assert view.request.finding_ids == tuple(finding_ids(unit, order)[1:]), "what is due at once cannot be extended"
    decide_extension(unit, order.id, granted=True, on=NOV_20, person="周局长")
    assert deadlines(unit, order) == [None, DEC_31, DEC_31]
    assert statuses(unit, order) == [F.ORDERED, F.EXTENDED, F.EXTENDED]
    view = order_view(unit, order.id)
    assert (view.life.state, view.request) == (OrderState.EXTENDED, None)
    assert [line.line.printed for line in view.lines] == [None, DEC_5, DEC_20], "the paper says what it said"
    assert open_orders(unit)[0].due_on == DEC_31


def test_one_line_alone(unit: Workspace, order: OfficialDocument) -> None:
    ask(unit, order, DEC_20, ids=(finding_ids(unit, order)[1],))
    decide_extension(unit, order.id, granted=True, on=NOV_20, person="周局长", new_deadline=date(2026, 12, 10))
    assert deadlines(unit, order) == [None, date(2026, 12, 10), DEC_20]
    assert open_orders(unit)[0].due_on == date(2026, 12, 10)


def test_the_latest_granted_extension_counts(unit: Workspace, order: OfficialDocument) -> None:
    for until in (DEC_31, date(2027, 1, 15)):
        ask(unit, order, until)
        decide_extension(unit, order.id, granted=True, on=NOV_20, person="周局长")
    assert deadlines(unit, order) == [None, date(2027, 1, 15), date(2027, 1, 15)]


def test_a_refused_one_changes_no_deadline_and_may_be_asked_again(unit: Workspace, order: OfficialDocument) -> None:
    ask(unit, order, DEC_31)
    with pytest.raises(Refused) as refused:
        decide_extension(unit, order.id, granted=False, on=NOV_20, person="周局长")
    assert codes(refused) == {ProblemCode.REASON_MISSING}
    decide_extension(unit, order.id, granted=False, on=NOV_20, person="周局长", reason="不属于不可抗力")
    assert order_view(unit, order.id).life.state is OrderState.EXTENSION_REFUSED
    assert deadlines(unit, order) == [None, DEC_5, DEC_20]
    assert statuses(unit, order) == [F.ORDERED] * 3
    ask(unit, order, DEC_31)
    assert order_view(unit, order.id).life.state is OrderState.EXTENSION_ASKED


def test_after_the_deadline_it_is_too_late(unit: Workspace, clock: Clock, order: OfficialDocument) -> None:
    clock.move(days=16)  # 6 December
    ids = tuple(finding_ids(unit, order)[1:2])
    with pytest.raises(Refused) as refused:
        ask(unit, order, DEC_31, unit.today(), ids)
    assert codes(refused) == {ProblemCode.EXTENSION_TOO_LATE}
    ask(unit, order, DEC_31, unit.today())
    assert order_view(unit, order.id).events[-1].finding_ids == (finding_ids(unit, order)[2],), "only what still runs"
    clock.move(days=15)  # 21 December
    other = a_served_order(unit, clock, (DEC_31,))
    clock.move(days=11)
    with pytest.raises(Refused) as refused:
        ask(unit, other, date(2027, 2, 1), unit.today())
    assert codes(refused) == {ProblemCode.EXTENSION_TOO_LATE}


def test_on_the_day_of_the_deadline_it_is_in_time(unit: Workspace, clock: Clock, order: OfficialDocument) -> None:
    clock.move(days=15)
    ask(unit, order, DEC_31, DEC_5)
    assert len(order_view(unit, order.id).events[-1].finding_ids) == 2


def test_the_new_day_must_be_later(unit: Workspace, order: OfficialDocument) -> None:
    with pytest.raises(Refused) as refused:
        ask(unit, order, DEC_5)
    assert codes(refused) == {ProblemCode.DEADLINE_NOT_LATER}
    with pytest.raises(Refused) as refused:
        ask(unit, order, DEC_20, ids=tuple(finding_ids(unit, order)[1:]))
    assert codes(refused) == {ProblemCode.DEADLINE_NOT_LATER}
    ask(unit, order, DEC_20)
    with pytest.raises(Refused) as refused:
        decide_extension(unit, order.id, granted=True, on=NOV_20, person="周局长", new_deadline=DEC_5)
    assert codes(refused) == {ProblemCode.DEADLINE_NOT_LATER}
    assert order_view(unit, order.id).life.state is OrderState.EXTENSION_ASKED


def test_nothing_is_decided_that_was_not_asked(unit: Workspace, order: OfficialDocument) -> None:
    with pytest.raises(Refused) as refused:
        decide_extension(unit, order.id, granted=True, on=NOV_20, person="周局长")
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}


def test_nothing_is_asked_of_an_order_that_was_not_served(unit: Workspace, clock: Clock) -> None:
    order = an_order(unit, clock)
    with pytest.raises(Refused) as refused:
        ask(unit, order, DEC_31)
    assert codes(refused) == {ProblemCode.DOCUMENT_NOT_SERVED}


def test_the_answer_is_not_before_the_request(unit: Workspace, clock: Clock, order: OfficialDocument) -> None:
    clock.move(days=3)
    ask(unit, order, DEC_31, NOV_23)
    with pytest.raises(Refused) as refused:
        decide_extension(unit, order.id, granted=True, on=NOV_20, person=" ")
    assert codes(refused) == {ProblemCode.TIME_ORDER, ProblemCode.VALUE_MISSING}


def test_a_late_request_is_told_with_its_unverified_basis(unit: Workspace, order: OfficialDocument) -> None:
    assert extension_warnings(unit, order.id, date(2026, 11, 25)) == ()
    (told,) = extension_warnings(unit, order.id, date(2026, 11, 26))
    assert told.severity is Severity.WARN
    assert "2026-11-25" in sentence(told)
    assert "待核" in sentence(told)


def test_only_lines_with_a_day_are_extended(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (None, DEC_20))
    with pytest.raises(Refused) as refused:
        ask(unit, order, DEC_31, ids=(finding_ids(unit, order)[0],))
    assert codes(refused) == {ProblemCode.DEADLINE_MISSING}
    with pytest.raises(Refused) as refused:
        ask(unit, order, DEC_31, ids=("nothing",))
    assert codes(refused) == {ProblemCode.NOT_FOUND}
