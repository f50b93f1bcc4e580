# SPDX-License-Identifier: MulanPSL-2.0
"""今日: what waits, empty states with a button, and the way to a new inspection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.operations import inspections
from inspector_app.ui import theme
from inspector_app.ui.widgets.dates import days_left, short_day
from inspector_app.ui.widgets.month_picture import nice
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_frame import Frame, settle


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(unit)
    yield made
    made.close()


def test_empty_register_leads_to_the_register(frame: Frame) -> None:
    page = frame.today()
    assert page.screen.no_open.text.text() == tr("No enterprise is registered yet")
    page.screen.start_button.click()
    page.settle()
    assert frame.window.place == "enterprises"


def test_no_unfinished_inspection_offers_to_start_one(frame: Frame, unit: Workspace) -> None:
    an_enterprise(unit)
    page = frame.today()
    page.screen.refresh()
    page.settle()
    assert page.screen.start_button.text() == tr("Start inspection")
    started = page.start()
    assert frame.window.place == "enterprises"
    assert started.screen.band.isVisible()


def test_unfinished_inspection_is_listed_with_its_progress_and_continues(
    frame: Frame, unit: Workspace, clock: Clock
) -> None:
    visit = an_inspection(unit)
    view = inspection_rows.view(unit, visit.id)
    clock.move(minutes=7)
    inspections.answer_item(unit, visit.id, view.items[0].code, AnswerResult.NONCOMPLIANT)
    page = frame.today()
    page.screen.refresh()
    page.settle()
    row = page.screen.open_list.rows.rows[0]
    assert row.title == view.enterprise.name
    assert row.side == f"1/{len(view.items)}"
    assert row.chip == tr("{count} noncompliant", count=1)
    assert "09:12" in row.detail
    page.press(Qt.Key.Key_Return, page.screen.open_list)
    assert frame.window.place == "inspection"
    assert frame.window.current_inspection == visit.id


def test_finished_inspection_is_not_listed(frame: Frame, unit: Workspace, clock: Clock) -> None:
    visit = an_inspection(unit)
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    page = frame.today()
    page.screen.refresh()
    page.settle()
    assert page.unfinished() == []


def test_key_n_starts_an_inspection(frame: Frame, unit: Workspace) -> None:
    an_enterprise(unit)
    page = frame.today()
    page.screen.refresh()
    page.settle()
    frame.activate()
    QTest.keyClick(frame.window, Qt.Key.Key_N)
    page.settle()
    assert frame.window.place == "enterprises"


def test_month_picture_says_its_figures(frame: Frame, unit: Workspace) -> None:
    visit = an_inspection(unit)
    a_finding(unit, visit)
    a_finding(unit, visit, description="通道堵塞", deadline_class=DeadlineClass.IMMEDIATE)
    page = frame.today()
    page.screen.refresh()
    page.settle()
    expected = tr("{found} found in 30 days, {open} open today", found=2, open=2)
    assert page.screen.picture.accessibleName() == expected
    assert not page.screen.picture.grab().isNull()


def test_changes_are_read_only_when_looked_at(frame: Frame, unit: Workspace) -> None:
    page = frame.today()
    frame.go("settings")
    an_inspection(unit)
    frame.window.undo_action.trigger()
    settle(frame.jobs)
    assert page.unfinished() == []
    an_inspection(unit, an_enterprise(unit, 2))
    page.screen._stale = True
    frame.today()
    assert len(page.unfinished()) == 1


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (3, 4), (10, 10), (13, 20), (53, 60), (120, 200), (480, 600)]
)
def test_scale_of_the_picture_ends_at_a_round_number(most: int, top: int) -> None:
    assert nice(most) == top


def test_days_are_said_as_people_say_them() -> None:
    today = date(2026, 11, 20)
    assert short_day(today, today) == tr("today")
    assert short_day(date(2026, 11, 21), today) == tr("tomorrow")
    assert short_day(date(2026, 3, 1), today) == tr("{month}/{day}", month=3, day=1)
    assert "2025" in short_day(date(2025, 3, 1), today)
    assert days_left(date(2026, 11, 18), today) == tr("{count} days overdue", count=2)
    assert days_left(today, today) == tr("due today")
    assert days_left(date(2026, 11, 23), today) == tr("{count} days left", count=3)
