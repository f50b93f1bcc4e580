# SPDX-License-Identifier: MulanPSL-2.0
"""今日: what is due, in which list it stands, what a row leads to, why, and the list as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.document import Verdict
from inspector_app.domain.due import DueKind
from inspector_app.operations import holidays
from inspector_app.ui import theme
from inspector_app.ui.widgets.dates import days_left
from inspector_app.ui.widgets.due_list_rows import DueGroup
from inspector_app.ui.widgets.row_list import TOOLTIP, Row
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.case_day import CaseDay
from tests.helpers.clock import Clock
from tests.helpers.law import a_holiday_file
from tests.helpers.pages_frame import Frame, TodayPage


@pytest.fixture
def case(ws: Workspace, clock: Clock, tmp_path: Path) -> CaseDay:
    """An order with a deadline in ten days, served, and evidence that was preserved."""
    made = CaseDay(ws, clock, tmp_path)
    made.begin()
    made.complete()
    made.issue(K.INSPECTION_RECORD)
    made.serve(made.issue(K.RECTIFICATION_ORDER))
    made.issue(K.PRESERVATION_APPROVAL)
    made.issue(K.PRESERVATION_NOTICE)
    return made


@pytest.fixture
def frame(qapp: QApplication, case: CaseDay) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(case.ws)
    yield made
    made.close()


def rows(page: TodayPage) -> tuple[Row, ...]:
    return page.screen.due_card.list.rows.rows


def read_again(frame: Frame) -> TodayPage:
    page = frame.today()
    page.screen.refresh()
    page.settle()
    return page


def kinds(page: TodayPage) -> list[DueKind]:
    return [shown.entry.kind for shown in page.screen.due_card.shown()]


def test_nothing_due_says_so_and_what_to_do(frame: Frame) -> None:
    card = frame.today().screen.due_card
    assert card.stack.currentWidget() is card.nothing
    assert card.nothing.text.text() == tr("Nothing is overdue or due within {days} days", days=3)
    assert card.nothing.detail.text()
    assert not card.groups.isVisible()
    assert not card.export_button.isEnabled()


def test_overdue_deadline_leads_to_the_reinspection_of_its_order(frame: Frame, case: CaseDay, clock: Clock) -> None:
    clock.move(days=12)
    page = read_again(frame)
    assert kinds(page) == [DueKind.DEADLINE, DueKind.PRESERVATION]
    late = rows(page)[0]
    order = case.issued[K.RECTIFICATION_ORDER]
    assert late.title == case.enterprise.name
    assert late.chip == days_left(clock.now.date().replace(day=30, month=11), clock.now.date())
    assert late.chip_role == "bad"
    assert order.number in late.detail
    assert late.action == tr("Re-inspect")
    wanted = QSignalSpy(page.screen.reinspect_wanted)
    page.screen.due_card.list.show_row(late.id)
    page.press(Qt.Key.Key_Return, page.screen.due_card.list)
    assert wanted.count() == 1
    assert wanted.at(0) == [order.id]
    assert frame.window.place == "reinspection"


def test_preserved_evidence_leads_to_its_papers_and_the_pointer_is_told_why(
    frame: Frame, case: CaseDay, clock: Clock
) -> None:
    clock.move(days=12)
    page = read_again(frame)
    row = rows(page)[1]
    assert row.action == tr("Papers")
    model = page.screen.due_card.list.rows
    tip = str(model.data(model.index(1), TOOLTIP))
    assert "2026-11-21至2026-11-22" in tip  # the weekend that was not counted
    page.screen.due_card.list.show_row(row.id)
    page.press(Qt.Key.Key_Return, page.screen.due_card.list)
    assert frame.window.place == "documents"
    assert frame.window.current_inspection == case.inspection.id


def test_list_is_narrowed_and_looks_further_ahead(frame: Frame, clock: Clock) -> None:
    clock.move(days=8)
    page = read_again(frame)
    card = page.screen.due_card
    assert kinds(page) == [DueKind.DEADLINE, DueKind.PRESERVATION]
    card.groups.buttons[DueGroup.HELD].click()
    assert kinds(page) == [DueKind.PRESERVATION]
    card.groups.buttons[DueGroup.SOON].click()
    assert kinds(page) == [DueKind.DEADLINE]
    clock.move(days=4)
    page = read_again(frame)
    assert kinds(page) == [DueKind.DEADLINE, DueKind.PRESERVATION], "an empty list gives way to all"
    card.days.setCurrentIndex(card.days.findData(30))
    card.days.activated.emit(card.days.currentIndex())
    page.settle()
    assert kinds(page) == [DueKind.DEADLINE, DueKind.PRESERVATION, DueKind.REINSPECTION]
    card.groups.buttons[DueGroup.REINSPECT].click()
    assert [row.action for row in rows(page)] == [tr("Re-inspect")]


def test_order_that_was_found_fulfilled_is_no_longer_due(frame: Frame, case: CaseDay, clock: Clock) -> None:
    clock.move(days=12)
    assert DueKind.DEADLINE in kinds(read_again(frame))
    case.reinspect(case.issued[K.RECTIFICATION_ORDER], *[Verdict.DONE] * 3)
    assert kinds(read_again(frame)) == [DueKind.PRESERVATION]


def test_day_that_waits_for_a_holiday_notice_says_so_until_it_is_there(
    frame: Frame, case: CaseDay, clock: Clock, tmp_path: Path
) -> None:
    clock.move(days=38)  # 28 December: seven working days reach into 2027
    notice = case.issue(K.PRESERVATION_NOTICE)
    page = read_again(frame)
    card = page.screen.due_card
    card.days.setCurrentIndex(card.days.findData(30))
    card.days.activated.emit(card.days.currentIndex())
    page.settle()

    def side() -> str:
        return next(row.side for row in rows(page) if notice.number in row.detail)

    provisional = tr("{date} (by weekends, provisional)", date="")[-3:]
    assert side().endswith(provisional)
    path = tmp_path / "2027.json"
    path.write_text(a_holiday_file(2027), encoding="utf-8")
    holidays.install_holiday_file(case.ws, path)
    frame.go("settings")
    page = frame.today()  # looked at again: what the days are counted by has changed
    assert not side().endswith(provisional)


def test_shown_days_are_written_as_a_calendar_file(frame: Frame, case: CaseDay, clock: Clock, tmp_path: Path) -> None:
    case_name = case.enterprise.name
    clock.move(days=12)
    page = read_again(frame)
    frame.ask.target = tmp_path / "期限.ics"
    page.screen.due_card.groups.buttons[DueGroup.HELD].click()
    page.screen.due_card.export_act.trigger()
    page.settle()
    events = Calendar.from_ical(frame.ask.target.read_bytes()).walk("VEVENT")
    assert len(events) == len(rows(page)) == 1
    assert case_name in str(events[0]["SUMMARY"])
    assert str(frame.ask.target) in page.screen.due_card.band.words.text()


def test_faulty_law_files_stop_the_list_and_lead_to_the_settings(frame: Frame, case: CaseDay) -> None:
    path = case.ws.folder / "forms" / "law" / "periods.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format = 1\n[[period]]\nkey = 'em.reinspect'\nlength = -1\n", encoding="utf-8")
    page = read_again(frame)
    card = page.screen.due_card
    wanted = QSignalSpy(page.screen.settings_wanted)
    assert card.stack.currentWidget() is card.faulty
    card.law_button.click()
    assert wanted.count() == 1
    assert wanted.at(0) == ["periods"]
    page.settle()
    assert frame.settings().screen.list.current_id() == "periods"
