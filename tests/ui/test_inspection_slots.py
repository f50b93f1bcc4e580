# SPDX-License-Identifier: MulanPSL-2.0
"""The text field with slots, the label that wraps, and dates as people type them, each for itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import DayField, TimeField, parse_day
from inspector_app.ui.widgets.slot_edit import SlotEdit, choices_of, slots_in
from inspector_app.ui.widgets.wrap_label import WrapLabel
from tests.helpers.clock import CHINA
from tests.helpers.pages_inspection import compose


@pytest.fixture
def edit(qtbot, qapp) -> Iterator[SlotEdit]:
    theme.apply_theme(qapp, "light", 1.0)
    holder = QWidget()
    box = QVBoxLayout(holder)
    made, after = SlotEdit(), SlotEdit()
    box.addWidget(made)
    box.addWidget(after)
    qtbot.addWidget(holder)
    holder.resize(400, 300)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    made.setFocus()
    yield made
    holder.close()


def test_year_brackets_are_no_slots() -> None:
    assert slots_in("（清河）应急责改〔2026〕5号") == []
    assert slots_in("按〔2026〕5号，〔设备〕无〔防护/联锁〕") == [(10, 14), (15, 22)]


@pytest.mark.parametrize(
    ("slot", "choices"),
    [("〔监控/报警〕", ("监控", "报警")), ("〔设备〕", ()), ("〔〕", ()), ("〔a／b〕", ("a", "b")), ("〔/〕", ())],
)
def test_choices_of_a_slot(slot: str, choices: tuple[str, ...]) -> None:
    assert choices_of(slot) == choices


def test_showing_other_text_is_no_edit(edit: SlotEdit, qtbot) -> None:
    with qtbot.assertNotEmitted(edit.edited):
        edit.set_text("〔设备〕无防护")
    with qtbot.waitSignal(edit.edited):
        QTest.keyClicks(edit, "x")


def test_a_click_on_a_slot_selects_it(edit: SlotEdit) -> None:
    edit.set_text("〔设备〕无防护")
    cursor = edit.textCursor()
    cursor.setPosition(2)
    QTest.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=edit.cursorRect(cursor).center())
    assert edit.selected_slot() == "〔设备〕"


def test_enter_goes_on_and_shift_enter_makes_a_line(edit: SlotEdit) -> None:
    edit.set_text("甲")
    QTest.keyClick(edit, Qt.Key.Key_End)
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert edit.text() == "甲\n"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert not edit.hasFocus()


def test_it_grows_with_its_text(edit: SlotEdit, qapp) -> None:
    one = edit.height()
    edit.set_text("安全出口被货物堵塞" * 12)
    qapp.processEvents()
    assert edit.height() > one
    edit.set_text("")
    qapp.processEvents()
    assert edit.height() == one


def test_refreshing_does_not_break_a_word_being_composed(edit: SlotEdit) -> None:
    compose(edit, "zhong")
    edit.set_text("别处来的")
    assert edit.is_composing
    compose(edit, "", "重")
    assert edit.text() == "重"


def test_undo_is_left_to_the_window_when_nothing_was_typed(edit: SlotEdit, qapp) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    def override() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        qapp.sendEvent(edit, event)
        return event.isAccepted()

    edit.set_text("甲")
    assert not override()
    QTest.keyClicks(edit, "x")
    assert override()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-5", date(2026, 12, 5)),
        ("20261205", date(2026, 12, 5)),
        ("12.5", date(2026, 12, 5)),
        ("１２月５日", date(2026, 12, 5)),
        ("2026年12月5日", date(2026, 12, 5)),
        ("2026-13-5", None),
        ("5", None),
        ("", None),
    ],
)
def test_dates_as_people_type_them(text: str, day: date | None) -> None:
    assert parse_day(text, date(2026, 11, 20)) == day


def test_a_wrong_date_is_marked_and_given_up_on_leaving(qtbot) -> None:
    field = DayField("期限")
    qtbot.addWidget(field)
    field.set_day(date(2026, 11, 20))
    with qtbot.assertNotEmitted(field.day_edited):
        field.edit.setText("2026-99-01")
        field.edit.textEdited.emit("2026-99-01")
    assert field.edit.property("faulty") is True
    field.edit.left.emit()
    assert field.edit.text() == "2026-11-20"
    assert not field.edit.property("faulty")


def test_a_time_is_typed_with_its_day(qtbot) -> None:
    field = TimeField("时间")
    qtbot.addWidget(field)
    field.set_time(datetime(2026, 11, 20, 9, 5, tzinfo=CHINA))
    with qtbot.waitSignal(field.time_edited) as told:
        field.textEdited.emit("2026-11-20 8:30")
    assert told.args == [datetime(2026, 11, 20, 8, 30, tzinfo=CHINA)]
    with qtbot.assertNotEmitted(field.time_edited):
        field.textEdited.emit("2026-11-20 25:30")


def test_a_wrapped_label_is_as_high_as_its_words(qtbot, qapp) -> None:
    label = WrapLabel("危险化学品企业安全风险隐患排查治理导则" * 4)
    qtbot.addWidget(label)
    label.resize(600, 10)
    label.show()
    wide = label.minimumHeight()
    label.resize(200, wide)
    narrow = label.minimumHeight()
    assert narrow > wide
    label.resize(600, narrow)
    assert label.minimumHeight() == wide
