# SPDX-License-Identifier: MulanPSL-2.0
"""Answers beyond ticks, by keyboard: every kind from its row, what is refused, what is taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui.models.checklist_model import Shown
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_inspection import InspectionPage, field, typed, words

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def page(trial: InspectionPage) -> InspectionPage:
    return trial


@pytest.mark.parametrize(
    ("code", "text", "value", "result", "shown"),
    [
        ("contact", "zhao ming", "zhao ming", AnswerResult.RECORDED, "zhao ming"),
        ("workers", "12", "12", AnswerResult.RECORDED, "12人"),
        ("ohm", "3.5", "3.5", AnswerResult.COMPLIANT, "3.5Ω"),
        ("drill_on", "10.8", "2026-10-08", AnswerResult.RECORDED, "2026-10-08"),
        ("shift_at", "0830", "08:30", AnswerResult.RECORDED, "08:30"),
        ("leak_at", "11-19 7:05", "2026-11-19T07:05", AnswerResult.RECORDED, "2026-11-19 07:05"),
        ("tag", "TK-7f", "TK-7f", AnswerResult.RECORDED, "TK-7f"),
    ],
)
def test_typing_on_a_row_answers_it_and_enter_goes_on(
    page: InspectionPage, code: str, text: str, value: str, result: AnswerResult, shown: str
) -> None:
    typed(page, code, text)
    answer = page.view().answers[code]
    assert (answer.value, answer.result) == (value, result)
    assert words(page, code) == shown
    assert page.focus() is page.items
    assert page.current == page.codes()[page.codes().index(code) + 1]


def test_an_empty_row_says_what_is_to_be_done(page: InspectionPage) -> None:
    assert words(page, "contact") == "待填"
    assert words(page, "workers") == "待填（人）"
    assert words(page, "gate") == "待拍照"
    assert words(page, "voice") == "本机不支持"
    assert words(page, "score") == "待评（满分 10）"
    assert words(page, "cracks") == "暂无记录"


def test_a_value_outside_its_limit_begins_the_finding_and_stays(page: InspectionPage) -> None:
    typed(page, "ohm", "7")
    assert page.stored("ohm") is AnswerResult.NONCOMPLIANT
    assert page.current == "ohm"
    assert page.focus() is page.items
    (finding,) = page.findings("ohm")
    assert page.editor.finding_id == finding.id
    page.key(ENTER, page.items)  # Enter goes into the finding now, as for a tick
    assert page.editor.isAncestorOf(page.focus())
    page.go_to("ohm")
    page.key(Qt.Key.Key_F2, page.items)  # F2 amends the value all the same
    assert field(page).isAncestorOf(page.focus())


def test_the_limit_is_told_while_one_types(page: InspectionPage) -> None:
    page.go_to("ohm")
    slot = page.check.page.answer.slot_
    assert "≤ 4" in slot.limits.text()
    QTest.keyClick(page.items, "9")
    assert slot.chip.text == "不符合"
    assert slot.limits.property("tone") == "bad"
    QTest.keyClick(page.focus(), Qt.Key.Key_Backspace)
    QTest.keyClick(page.focus(), "3")
    assert slot.chip.text == "符合"
    assert slot.limits.property("tone") == "muted"
    assert page.stored("ohm") is AnswerResult.NOT_CHECKED


def test_a_refused_value_stays_in_its_field_with_the_reason(page: InspectionPage) -> None:
    typed(page, "workers", "999")  # more than 500
    slot = page.check.page.answer.slot_
    assert page.current == "workers"
    assert page.focus() is field(page).edit
    assert field(page).edit.text() == "999"
    assert "500" in slot.trouble.text() and "999" in slot.trouble.text()
    assert "workers" not in page.view().answers
    page.items.setFocus()
    page.key(Qt.Key.Key_Down, page.items)
    page.go_to("workers")  # and it is still there after another row was looked at
    assert field(page).edit.text() == "999"
    assert "500" in slot.trouble.text()
    page.replace(field(page).edit, "50")
    page.key(ENTER)
    assert page.view().answers["workers"].value == "50"
    assert not slot.trouble.isVisibleTo(slot)


def test_what_cannot_be_read_stays_too(page: InspectionPage) -> None:
    typed(page, "drill_on", "13-45")
    assert page.current == "drill_on"
    assert field(page).edit.text() == "13-45"
    assert page.check.page.answer.slot_.trouble.text()
    assert "drill_on" not in page.view().answers


def test_escape_takes_back_what_was_typed(page: InspectionPage) -> None:
    typed(page, "workers", "12")
    page.go_to("workers")
    QTest.keyClick(page.items, "7")
    assert field(page).edit.text() == "7"
    page.key(ESCAPE)
    assert page.focus() is page.items
    assert field(page).edit.text() == "12"
    assert page.view().answers["workers"].value == "12"


def test_escape_takes_back_a_text_that_was_saved_while_it_was_typed(page: InspectionPage, qtbot) -> None:
    typed(page, "contact", "old")
    page.go_to("contact")
    QTest.keyClick(page.items, "n")
    page.wait_saved(qtbot)
    assert page.view().answers["contact"].value == "n"
    page.key(ESCAPE)
    assert page.view().answers["contact"].value == "old"
    assert field(page).edit.text() == "old"


def test_a_text_is_saved_while_it_is_typed(page: InspectionPage, qtbot) -> None:
    page.go_to("contact")
    page.key(ENTER, page.items)
    page.type_in(field(page).edit, "赵明，安全总监")
    page.wait_saved(qtbot)
    assert page.view().answers["contact"].value == "赵明，安全总监"
    assert page.focus() is field(page).edit


def test_an_input_method_begins_a_text_on_its_row(page: InspectionPage) -> None:
    page.go_to("contact")
    assert page.items.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(page.items, QInputMethodEvent("zhao", []))
    commit = QInputMethodEvent("", [])
    commit.setCommitString("赵明")
    QApplication.sendEvent(page.focus(), commit)
    page.key(ENTER)
    assert page.view().answers["contact"].value == "赵明"
    page.go_to("workers")
    assert not page.items.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_letters_that_are_keys_elsewhere_begin_a_text(page: InspectionPage) -> None:
    typed(page, "contact", "fan")
    assert page.view().answers["contact"].value == "fan"
    assert not page.findings()
    page.go_to("workers")
    page.key("n", page.items)
    assert page.focus() is page.check.page.detail.note


def test_leaving_a_field_keeps_it(page: InspectionPage) -> None:
    page.go_to("workers")
    QTest.keyClick(page.items, "4")
    other = page.items.visualRect(page.check.rows.index_of("contact"))
    QTest.mouseClick(page.items.viewport(), Qt.MouseButton.LeftButton, pos=other.topLeft() + other.center() / 4)
    page.settle()
    assert page.view().answers["workers"].value == "4"


def test_closing_the_screen_keeps_what_is_being_typed(page: InspectionPage) -> None:
    page.go_to("workers")
    QTest.keyClick(page.items, "6")
    page.screen.hide()
    page.settle()
    assert page.view().answers["workers"].value == "6"
    page.screen.show()


def test_delete_clears_and_not_applicable_is_a_button(page: InspectionPage) -> None:
    typed(page, "workers", "12")
    page.go_to("workers")
    page.key(Qt.Key.Key_Delete, page.items)
    assert page.stored("workers") is AnswerResult.NOT_CHECKED
    assert words(page, "workers") == "待填（人）"
    page.press(page.check.page.answer.not_here_button)
    assert page.stored("workers") is AnswerResult.NOT_APPLICABLE
    assert words(page, "workers") == "不适用"
    page.press(page.check.page.answer.not_here_button)
    assert page.stored("workers") is AnswerResult.NOT_CHECKED


def test_words_to_read_and_what_is_not_for_this_computer_take_no_keys(page: InspectionPage) -> None:
    for code in ("read_me", "voice", "double"):
        page.go_to(code)
        page.answer("1", "2", "0")
        page.key(ENTER, page.items)
        assert page.focus() is page.items
        assert code not in page.view().answers
    page.go_to("voice")
    assert "audio" in page.check.page.answer.slot_.value.text()


def test_a_click_on_the_value_goes_into_its_field(page: InspectionPage) -> None:
    place = page.items.value_rect("ohm")
    QTest.mouseClick(page.items.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    page.settle()
    assert page.current == "ohm"
    assert page.focus() is field(page).edit


def test_facts_count_as_checked_and_words_to_read_do_not_count(page: InspectionPage) -> None:
    total = page.check.rows.tally.lines()[0].total
    assert total == len(page.view().asked)
    typed(page, "workers", "12")
    assert page.check.rows.tally.lines()[0].checked == 2  # and the default
    unchecked = page.filter(Shown.UNCHECKED)
    assert "workers" not in unchecked
    assert not {"read_me", "voice", "double", "cracks"} & set(unchecked)


def test_a_finished_visit_shows_its_values_and_takes_none(page: InspectionPage) -> None:
    typed(page, "workers", "12")
    page.ws._clock.move(minutes=30)  # type: ignore[attr-defined]
    page.screen.acts.finish()
    page.settle()
    page.screen.show_checklist()
    page.go_to("workers")
    QTest.keyClick(page.items, "9")
    page.settle()
    assert field(page).edit.isReadOnly()
    assert field(page).edit.text() == "12"
    page.go_to("floor")
    page.answer("1")
    assert "floor" not in page.view().answers
    page.items.setFocus()


def test_undo_takes_a_value_back(page: InspectionPage) -> None:
    typed(page, "workers", "12")
    page.undo()
    assert page.stored("workers") is AnswerResult.NOT_CHECKED
    page.go_to("workers")
    assert field(page).edit.text() == ""


def test_tab_goes_through_a_late_made_field_as_one_reads(page: InspectionPage) -> None:
    page.go_to("floor")  # fields are made when they are first needed
    page.go_to("ohm")
    page.key(ENTER, page.items)
    assert page.focus() is field(page).edit
    detail, answer = page.check.page.detail, page.check.page.answer
    seen = []
    for _ in range(4):
        QTest.keyClick(page.focus(), Qt.Key.Key_Tab)
        seen.append(page.focus())
    assert seen[:3] == [answer.not_here_button, detail.note, detail.private_note]


def test_a_refused_value_of_one_visit_does_not_show_in_another(page: InspectionPage) -> None:
    first = page.view().inspection
    typed(page, "workers", "999")
    second = an_inspection(page.ws, an_enterprise(page.ws, 2), pack_ids=("trial",))
    page.open(second)
    page.go_to("workers")
    assert field(page).edit.text() == ""
    typed(page, "workers", "7")
    assert page.view().answers["workers"].value == "7"
    page.open(first)
    page.go_to("workers")
    assert field(page).edit.text() == "999"
    assert "500" in page.check.page.answer.slot_.trouble.text()
