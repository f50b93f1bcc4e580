# SPDX-License-Identifier: MulanPSL-2.0
"""How long the inspector waits on a checklist of 2,000 items, 600 of them with logic."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.ledgers.inspections import view
from inspector_app.operations import answers
from inspector_app.workspace import Workspace
from tests.helpers.forms import keep_form, large_form
from tests.helpers.makers import an_inspection
from tests.helpers.pages_inspection import InspectionPage


@pytest.fixture
def page(bench: Workspace, qtbot: Any) -> Any:
    pack = keep_form(bench, large_form())
    assert len(pack.items) == 2000
    assert sum(not item.logic.is_empty for item in pack.items) == 600
    made = InspectionPage(bench)
    yield made
    made.close()


@pytest.fixture
def opened(bench: Workspace, page: InspectionPage) -> InspectionPage:
    made = an_inspection(bench, pack_ids=("large",))
    page.open(made)
    return page


def shown(page: InspectionPage) -> None:
    page.jobs.wait_idle()
    page.items.viewport().repaint()


def test_open(bench: Workspace, page: InspectionPage, benchmark: Any) -> None:
    made = an_inspection(bench, pack_ids=("large",))
    page.open(made)

    def again() -> None:
        page.screen.show_chooser()
        page.jobs.wait_idle()
        page.screen.show_inspection(made.id)
        page.jobs.wait_idle()
        page.items.viewport().repaint()

    benchmark.pedantic(again, rounds=10, warmup_rounds=1)


def test_key_to_painted_tick(opened: InspectionPage, benchmark: Any) -> None:
    page = opened
    rows = page.check.rows
    ticks = itertools.cycle([r.key for r in rows.rows() if r.item is not None and r.item.is_tick and not r.is_hidden])

    def tick() -> None:
        QTest.keyClick(page.items, "1")
        shown(page)

    def setup() -> None:
        page.items.show_key(next(ticks))
        shown(page)

    benchmark.pedantic(tick, setup=setup, rounds=150, warmup_rounds=10)


def test_key_to_painted_choice_that_hides_twenty_items(opened: InspectionPage, benchmark: Any) -> None:
    page = opened
    keys = itertools.cycle(["2", "1"])

    def setup() -> None:
        page.items.show_key("q0500")
        shown(page)

    def choose() -> None:
        QTest.keyClick(page.items, next(keys))
        shown(page)

    benchmark.pedantic(choose, setup=setup, rounds=100, warmup_rounds=6)
    assert "q0501" in page.codes() or "q0502" not in page.codes()


def test_enter_to_painted_number(opened: InspectionPage, benchmark: Any) -> None:
    page = opened
    rows = page.check.rows
    numbers = itertools.cycle([r.key for r in rows.rows() if r.item is not None and r.item.answer.kind.is_number])
    values = itertools.count(1)

    def setup() -> None:
        page.items.setFocus()
        page.items.show_key(next(numbers))
        shown(page)
        QTest.keyClicks(page.items, str(next(values) % 9 + 1))

    def keep() -> None:
        QTest.keyClick(page.focus() or page.items, Qt.Key.Key_Return)
        shown(page)

    benchmark.pedantic(keep, setup=setup, rounds=100, warmup_rounds=6)


def test_typing_to_painted_letter(opened: InspectionPage, benchmark: Any) -> None:
    page = opened
    page.go_to("q0004")

    def begin() -> None:
        QTest.keyClick(page.focus() or page.items, "a")
        page.check.page.repaint()

    benchmark.pedantic(begin, rounds=100, warmup_rounds=3)


def test_the_same_below_the_window(bench: Workspace, benchmark: Any) -> None:
    keep_form(bench, large_form())
    made = an_inspection(bench, pack_ids=("large",))
    values = itertools.count(1)
    benchmark.pedantic(
        lambda: answers.answer_value(bench, made.id, "q0003", str(next(values) % 900)), rounds=100, warmup_rounds=3
    )


def test_the_whole_view_read(bench: Workspace, benchmark: Any) -> None:
    keep_form(bench, large_form())
    made = an_inspection(bench, pack_ids=("large",))
    benchmark.pedantic(lambda: view(bench, made.id), rounds=20, warmup_rounds=2)
