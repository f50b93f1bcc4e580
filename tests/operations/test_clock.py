# SPDX-License-Identifier: MulanPSL-2.0
"""A clock that is wrong: recording goes on, nothing changes its order, issuing asks for the date and the reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.account import EventKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import clock as verbs
from inspector_app.operations import documents, enterprises, inspections, undo
from inspector_app.operations.enterprises import EnterpriseDraft
from inspector_app.operations.security_journal import events
from inspector_app.storage import outbox
from inspector_app.storage.rows import instant_out
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import CHINA, Clock
from tests.helpers.makers import a_finding, a_unit, an_enterprise, an_inspection

RECORD = DocumentKind.INSPECTION_RECORD
KINDS = (EventKind.CLOCK_BACK, EventKind.CLOCK_AHEAD, EventKind.CLOCK_EXPLAINED)


def noted(ws: Workspace) -> list[EventKind]:
    """The events about the clock, the oldest first."""
    return [event.kind for event in reversed(events(ws, KINDS))]


def finished(ws: Workspace, clock: Clock) -> str:
    """An inspection whose record may be issued."""
    made = an_inspection(ws)
    a_finding(ws, made)
    clock.move(hours=1)
    inspections.finish_inspection(ws, made.id)
    return made.id


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[ProblemCode]:
    return {problem.code for problem in refused.value.problems}


def test_a_clock_that_runs_is_not_told(unit: Workspace, clock: Clock) -> None:
    for hours in (1, 24, 24 * 89):
        clock.move(hours=hours)
        an_enterprise(unit, hours)
    assert noted(unit) == []
    assert verbs.look(unit) is None


@pytest.mark.parametrize(
    ("days", "event", "code"),
    [(-3650, EventKind.CLOCK_BACK, ProblemCode.CLOCK_BACK), (400, EventKind.CLOCK_AHEAD, ProblemCode.CLOCK_AHEAD)],
)
def test_a_jump_is_noted_once_and_the_warning_stays(
    unit: Workspace, clock: Clock, days: int, event: EventKind, code: ProblemCode
) -> None:
    clock.move(days=days)
    for n in range(3):
        an_enterprise(unit, n + 1)
        clock.move(minutes=1)
    assert noted(unit) == [event]
    for _ in range(2):
        found = verbs.look(unit)
        assert found is not None
        assert found.code is code
    clock.move(days=-days)
    assert verbs.look(unit) is None, "the clock was put right"


def test_a_jump_is_noted_by_the_start_that_sees_it(unit: Workspace, clock: Clock) -> None:
    unit.close()
    clock.move(days=-30)
    for _ in range(2):
        again = open_workspace(unit.folder, clock=clock)
        assert noted(again) == [EventKind.CLOCK_BACK]
        assert again.clock_watch.doubt is not None, "another start does not forget it"
        again.close()
    clock.move(days=31)
    right = open_workspace(unit.folder, clock=clock)
    assert right.clock_watch.doubt is None
    assert noted(right) == [EventKind.CLOCK_BACK]
    right.close()


def test_issuing_asks_for_date_and_reason_and_both_are_kept(unit: Workspace, clock: Clock) -> None:
    visit = finished(unit, clock)
    clock.move(minutes=-30)
    with pytest.raises(Refused) as refused:
        documents.issue_document(unit, visit, RECORD)
    assert ProblemCode.CLOCK_REASON in codes(refused)
    with pytest.raises(Refused) as nothing_said:
        verbs.explain(unit, unit.today(), "  ")
    assert codes(nothing_said) == {ProblemCode.VALUE_MISSING}
    assert verbs.explain(unit, unit.today(), "主板电池耗尽") is None
    (kept,) = events(unit, (EventKind.CLOCK_EXPLAINED,))
    assert kept.subject == unit.today().isoformat()
    assert "主板电池耗尽" in kept.detail
    assert documents.issue_document(unit, visit, RECORD).value.number


def test_under_a_clock_that_stays_wrong_only_the_given_date_is_issued(unit: Workspace, clock: Clock) -> None:
    visit = finished(unit, clock)
    true_day = unit.today()
    clock.move(days=400)
    left = verbs.explain(unit, true_day, "时钟无法调准")
    assert left is not None, "the clock still has another date"
    assert verbs.clock_problems(unit, true_day) == ()
    assert [p.code for p in verbs.clock_problems(unit, unit.today())] == [ProblemCode.CLOCK_REASON]
    assert documents.issue_document(unit, visit, RECORD, issued_on=true_day).value.issued_on == true_day


def test_the_office_s_word_shows_a_clock_that_was_always_behind(unit: Workspace, clock: Clock) -> None:
    assert verbs.look(unit) is None
    with unit.books() as db:
        outbox.put_clock(db, unit.device, -7200, instant_out(unit.now()) or "")
    found = verbs.look(unit)
    assert found is not None
    assert found.code is ProblemCode.CLOCK_BACK
    verbs.explain(unit, unit.today(), "执法机关时钟有误")
    assert verbs.look(unit) is None, "a person overruled that word"


def test_an_event_in_between_does_not_stand_before_undo(unit: Workspace, clock: Clock) -> None:
    an_enterprise(unit)
    clock.move(days=-10)
    unit.clock_watch.look(unit.now())
    assert noted(unit) == [EventKind.CLOCK_BACK]
    undo.undo_last(unit)
    with unit.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0] == 0


def _story(folder: Path, jumps: list[timedelta]) -> tuple[list[object], str]:
    """Do the same work with the clock jumping before each act; give what must not depend on it."""
    clock = Clock()
    counter = iter(range(1_000_000))
    ws = create_workspace(folder, clock=clock, new_id=lambda: f"{next(counter):032x}")
    steps = iter(jumps)

    def jump() -> None:
        clock.now = datetime(2026, 11, 20, 9, 5, tzinfo=CHINA) + next(steps, timedelta(0))

    a_unit(ws)
    seen: list[object] = []
    for n in range(1, 4):
        jump()
        seen.append(enterprises.register_enterprise(ws, EnterpriseDraft(name=f"第{n}化工厂")).value.name)
    jump()
    made = an_inspection(ws)
    for n in range(1, 4):
        jump()
        found = a_finding(ws, made, description=f"第{n}处问题")
        seen.append((found.ordinal, found.description))
    jump()
    with ws.reader() as db:
        rows = db.conn.execute("SELECT seq, prev_hash, hash, name FROM operations ORDER BY seq").fetchall()
        chained = all(rows[n][1] == rows[n - 1][2] for n in range(1, len(rows)))
        acts = [str(row[3]) for row in rows if row[3] != "note_event"]
        order = [r[0] for r in db.conn.execute("SELECT description FROM findings ORDER BY ordinal")]
    assert chained
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    health = ws.check()
    ws.close()
    assert health.is_well
    return [*seen, *order], ",".join(acts)


TEN_YEARS_BACK, FIFTY_YEARS_ON = timedelta(days=-3650), timedelta(days=18250)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=st.lists(st.timedeltas(TEN_YEARS_BACK, FIFTY_YEARS_ON), min_size=8, max_size=8))
def test_no_number_and_no_order_depends_on_the_clock(
    tmp_path_factory: pytest.TempPathFactory, jumps: list[timedelta]
) -> None:
    """promises.md 2.10: jumps of −10 years to +50 years between any two operations."""
    plain = _story(tmp_path_factory.mktemp("plain") / "w", [])
    jumping = _story(tmp_path_factory.mktemp("jumping") / "w", jumps)
    assert jumping == plain


@pytest.mark.parametrize("days", [-3650, 18250])
def test_a_serial_follows_its_number_block_whatever_the_clock_says(unit: Workspace, clock: Clock, days: int) -> None:
    first = finished(unit, clock)
    one = documents.issue_document(unit, first, RECORD).value
    start = clock.now
    clock.move(days=days)
    visit = an_inspection(unit, an_enterprise(unit, 2), started_at=start)  # what the paper says is typed, not read
    finding = a_finding(unit, visit)
    assert finding.ordinal == 1
    clock.now = start + timedelta(hours=3)
    inspections.finish_inspection(unit, visit.id)
    assert verbs.explain(unit, date(2026, 11, 20), "时钟曾被误调") is None
    two = documents.issue_document(unit, visit.id, RECORD, issued_on=date(2026, 11, 20))
    assert two.value.serial == one.serial + 1
