# SPDX-License-Identifier: MulanPSL-2.0
"""Conflicts about orders, and days of three laptops by chance: settled anywhere, all end alike."""

from __future__ import annotations

import random
from datetime import date

import pytest

from inspector_app.domain.conflict import Choice, ConflictKind
from inspector_app.domain.document import Verdict
from inspector_app.domain.problems import Refused
from inspector_app.handoff import leases
from inspector_app.handoff.conflicts import find_conflict, list_conflicts
from inspector_app.handoff.settling import settle
from inspector_app.ledgers import documents as paper_ledger
from inspector_app.ledgers import enterprises as register
from inspector_app.ledgers import findings as finding_ledger
from inspector_app.ledgers import orders
from inspector_app.operations import inspections, undo
from inspector_app.storage.rows import put
from inspector_app.workspace import Workspace
from tests.helpers import after_issue
from tests.helpers.clock import Clock
from tests.helpers.differing import ORDER, RECORD, all_alike, amended, codes, mended
from tests.helpers.makers import a_finding, an_enterprise, an_inspection, an_order
from tests.helpers.unit import exchange


def test_an_order_looked_at_again_by_two_teams_keeps_both_rounds_and_shows_the_cautious_state(
    office: Workspace, left: Workspace, right: Workspace, clock: Clock
) -> None:
    for word in (RECORD, ORDER):
        leases.lease(office, left.device, word.value, 5)
    all_alike(office, left, right)
    order = after_issue.a_served_order(left, clock)
    all_alike(left, right)
    again = date(2026, 12, 6)
    after_issue.look_again(left, clock, order, again, Verdict.DONE, Verdict.DONE)
    after_issue.look_again(right, clock, order, again, Verdict.DONE, Verdict.NOT_DONE)
    all_alike(left, right)
    assert len(orders.order_view(left, order.id).rounds) == 2, "both rounds are kept"
    assert [s.value for s in after_issue.statuses(left, order)] == ["verified", "failed"]
    asked = {c.table: c for c in list_conflicts(left)}
    assert {(c.label, s.text) for c in (asked["findings"],) for s in c.sides} == {
        ("隐患状态", "复查合格"), ("隐患状态", "未整改"),
    }  # fmt: skip
    assert order.number in asked["order_lives"].thing
    with pytest.raises(Refused) as refused:  # a state follows from what was done: only one of the two
        settle(left, asked["findings"].id, Choice.OTHER, "closed")
    assert codes(refused) == ["conflict_choice"]
    for conflict in list_conflicts(left):
        failed = next((n for n, s in enumerate(conflict.sides, 1) if s.is_shown), 1)
        settle(left, conflict.id, str(failed), reason="以二组复查为准")
    all_alike(left, right)
    assert list_conflicts(right) == ()
    assert after_issue.statuses(right, order)[1].value == "failed"


def scribble(chance: random.Random, ws: Workspace, ids: list[str], rows: list[str]) -> None:
    """Some edits of an ordinary day, by chance."""
    for _ in range(chance.randint(1, 4)):
        kind = chance.randint(0, 3)
        if kind == 0:
            known = register.enterprise(ws, chance.choice(ids))
            amended(ws, known, **{chance.choice(("phone", "address", "note", "name")): f"甲{chance.randint(1, 4)}"})
        elif kind == 1:
            row = finding_ledger.finding(ws, chance.choice(rows))
            assert row is not None
            text = f"{row.finding.ordinal}号{chance.randint(1, 4)}处"
            mended(ws, row.finding, **{chance.choice(("place", "measure")): text})
        else:
            with ws.operation(undo.Op.FILL_DOCUMENT) as step:  # a key of a JSON column
                row_id = finding_ledger.rows(ws)[0].finding.inspection_id
                draft = {
                    "id": f"{row_id}:{ORDER.value}",
                    "inspection_id": row_id,
                    "kind": ORDER.value,
                    "left_out": "null",
                }
                draft["fields"] = '{"%s":"%s"}' % (chance.choice("ab"), chance.randint(1, 3))  # noqa: UP031
                put(step.db, "document_drafts", draft)


def decide(chance: random.Random, ws: Workspace) -> None:
    """Settle what is listed, by chance one way or the other."""
    for seen in list_conflicts(ws):
        now = find_conflict(ws, seen.id)
        if now is None or chance.random() < 0.3:
            continue
        choice = chance.choice([c for c in now.choices if c != Choice.OTHER])
        settle(ws, now.id, choice)


@pytest.mark.parametrize("seed", range(6))
def test_settled_anywhere_in_any_order_all_laptops_end_alike_without_a_conflict(
    seed: int, office: Workspace, left: Workspace, right: Workspace
) -> None:
    chance, everybody = random.Random(seed), [office, left, right]
    ids = [an_enterprise(left, n).id for n in (1, 2)]
    visit = an_inspection(left, register.enterprise(left, ids[0]))
    rows = [a_finding(left, visit, place=f"{n}处").id for n in (1, 2)]
    all_alike(*everybody)
    met = 0
    for _ in range(5):
        for ws in everybody:
            scribble(chance, ws, ids, rows)
        one, other = chance.sample(everybody, 2)
        exchange(one, other)
        met += len(list_conflicts(one))
        for ws in everybody:
            decide(chance, ws)
    assert met > 0, "the day made no conflict: the test shows nothing"
    all_alike(*everybody)
    for seen in list_conflicts(right):
        if find_conflict(right, seen.id) is not None:
            settle(right, seen.id, "keep" if seen.kind is ConflictKind.DELETED else "1")
    all_alike(*everybody)
    for ws in everybody:
        assert list_conflicts(ws) == ()
        assert ws.check().is_well


def test_one_finding_on_two_orders_issued_apart_says_which_paper_fixed_what_is_shown(
    office: Workspace, left: Workspace, right: Workspace, clock: Clock
) -> None:
    visit = an_inspection(left)
    known = a_finding(left, visit)
    clock.move(hours=1)
    inspections.finish_inspection(left, visit.id)
    for ws in (left, right):
        for word in (RECORD, ORDER):
            leases.lease(office, ws.device, word.value, 5)
    all_alike(office, left, right)
    papers = {}
    for ws, place in ((left, "南门"), (right, "北门")):
        mended(ws, known, place=place)
        clock.move(minutes=5)
        papers[place] = an_order(ws, visit.id).number
    all_alike(left, right)
    seen = next(c for c in list_conflicts(left) if c.field == "place")
    shown = next(s for s in seen.sides if s.is_shown)
    assert len(set(papers.values())) == 2 and seen.frozen_by == papers[shown.text]
    assert len({row.document.number for row in paper_ledger.rows(right)}) == 4, (
        "all four papers stay, each with its number"
    )
    settle(left, seen.id, seen.choices[0], reason="两份责令均已送达，以先送达的为准")
    all_alike(left, right)
    assert not [c for c in list_conflicts(right) if c.field == "place"]
