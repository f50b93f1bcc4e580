# SPDX-License-Identifier: MulanPSL-2.0
"""How long the logic of a form of 2,000 items takes, 500 of them with expressions, repeats and places among them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import Spot
from inspector_app.ledgers import inspections as ledger
from inspector_app.logic.live import Live, LiveForm
from inspector_app.operations import answers
from inspector_app.workspace import Workspace
from tests.helpers.items import choices, failing, item, visit

K = AnswerKind
NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
ENTRIES = tuple(Spot(id=f"s{n}", inspection_id="i", item_code="R", ordinal=n) for n in range(100))


def form_items() -> Iterator[ChecklistItem]:
    """Give 2,000 items: of every four one depends on the one before, sums reach ten back, a repeat has its parts."""
    yield item("R", K.ENTRIES)
    yield item("Ra", K.NUMBER, parent="R")
    yield item("Rb", K.COMPUTED, parent="R", calculation="${Ra} * 2 + position(..)")
    yield item("Rsum", K.COMPUTED, calculation="sum(${Ra})")
    for n in range(4, 2000):
        before, section = f"A{n - 1}", f"第{n // 100}部分"
        if n % 5 == 1 and n > 8:
            yield failing(f"A{n}", relevant=f"${{{before}}} != '' or ${{A{n - 4}}} > 3", section=section)
        elif n % 40 == 2 and n > 20:
            total = " + ".join(f"coalesce(${{A{k}}}, 0)" for k in range(n - 10, n))
            yield item(f"A{n}", K.COMPUTED, calculation=total, section=section)
        elif n % 20 == 3 and n > 8:
            rule = f". >= 0 and . <= 100 or ${{{before}}} = 'a'"
            yield failing(f"A{n}", K.NUMBER, constraint=rule, required=f"${{{before}}} != ''", section=section)
        elif n % 5 == 0:
            yield item(f"A{n}", K.CHOICE, choices=choices("a", "b", "c"), section=section)
        else:
            yield failing(f"A{n}", section=section)


@pytest.fixture(scope="module")
def opened() -> tuple[LiveForm, Live]:
    """The form with a third of its answers."""
    form = LiveForm(tuple(form_items()))
    assert form.faults == ()
    live = form.open({}, {}, NOW, ENTRIES)
    for n in range(4, 2000, 3):
        live, _ = form.change(live, f"A{n}", "compliant")
    return form, live


def test_the_form_is_read_once(benchmark: Any) -> None:
    items = tuple(form_items())
    assert len(items) == 2000 and sum(not i.logic.is_empty for i in items) >= 500
    benchmark.pedantic(lambda: LiveForm(items), rounds=10, warmup_rounds=1)


def test_everything_is_computed_anew(opened: tuple[LiveForm, Live], benchmark: Any) -> None:
    form, _ = opened
    benchmark(lambda: form.open({}, {}, NOW, ENTRIES))


def test_one_answer_changes_what_depends_on_it(opened: tuple[LiveForm, Live], benchmark: Any) -> None:
    form, live = opened
    codes = itertools.cycle([f"A{n}" for n in range(30, 1990)])
    changes = itertools.cycle(["noncompliant", "", "a", "5"])
    benchmark(lambda: form.change(live, next(codes), next(changes)))


def test_one_part_of_one_of_100_entries_changes(opened: tuple[LiveForm, Live], benchmark: Any) -> None:
    form, live = opened
    numbers = itertools.count()
    benchmark(lambda: form.change(live, "Ra", str(next(numbers)), f"s{next(numbers) % 100}"))


def test_a_value_is_saved_in_such_an_inspection(bench: Workspace, benchmark: Any) -> None:
    made = visit(bench, *form_items())
    codes = itertools.cycle([f"A{n}" for n in range(5, 2000, 5)])
    benchmark(lambda: answers.answer_value(bench, made.id, next(codes), "b"))


def test_such_an_inspection_is_read_whole(bench: Workspace, benchmark: Any) -> None:
    made = visit(bench, *form_items())
    for n in range(5, 1000, 5):
        answers.answer_value(bench, made.id, f"A{n}", "b")
    benchmark(lambda: ledger.view(bench, made.id))
