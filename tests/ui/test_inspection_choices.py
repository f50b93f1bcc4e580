# SPDX-License-Identifier: MulanPSL-2.0
"""Choices, points, positions and dates, by keyboard and by click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui.widgets.answer_choice import ChoiceAnswer
from inspector_app.ui.widgets.answer_day import DayAnswer
from tests.helpers.pages_frame import type_text
from tests.helpers.pages_inspection import InspectionPage, field, typed, words

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def page(trial: InspectionPage) -> InspectionPage:
    return trial


def test_a_digit_chooses_and_goes_on(page: InspectionPage) -> None:
    page.go_to("floor")
    page.answer("1")
    assert page.view().answers["floor"].value == "c"
    assert page.stored("floor") is AnswerResult.COMPLIANT
    assert page.current == page.codes()[page.codes().index("floor") + 1]
    page.go_to("floor")
    page.answer("3")  # wood fails: the cursor stays, the finding is there
    assert page.stored("floor") is AnswerResult.NONCOMPLIANT
    assert page.current == "floor"
    assert page.findings("floor")
    page.answer("0")
    assert page.stored("floor") is AnswerResult.NOT_CHECKED
    assert not page.findings("floor")


def test_several_choices_are_toggled_by_digits(page: InspectionPage) -> None:
    page.go_to("masks")
    page.answer("3", "1")
    assert page.view().answers["masks"].value == "m h"
    page.answer("3")
    assert page.view().answers["masks"].value == "m"
    assert page.current == "masks"
    assert words(page, "masks") == "防毒面具"


def test_choices_by_arrows_space_and_enter(page: InspectionPage) -> None:
    page.go_to("floor")
    page.key(ENTER, page.items)
    chooser = field(page)
    assert isinstance(chooser, ChoiceAnswer)
    page.key(ENTER)  # nothing is chosen by accident
    assert page.stored("floor") is AnswerResult.NOT_CHECKED
    page.go_to("floor")
    page.key(ENTER, page.items)
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Down)
    page.key(ENTER)
    assert page.view().answers["floor"].value == "e"


def test_a_click_on_a_choice_chooses_and_a_second_takes_it_back(page: InspectionPage) -> None:
    page.go_to("floor")
    chooser = field(page)
    place = chooser.view.visualRect(chooser.model.index(1)).center()
    QTest.mouseClick(chooser.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page.settle()
    assert page.view().answers["floor"].value == "e"
    QTest.mouseClick(chooser.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page.settle()
    assert page.stored("floor") is AnswerResult.NOT_CHECKED


def test_many_choices_have_a_search(page: InspectionPage) -> None:
    page.go_to("town")
    chooser = field(page)
    assert chooser.search.isVisibleTo(chooser)
    QTest.keyClick(page.items, "3")  # a digit searches where there are more than nine
    assert page.focus() is chooser.search
    QTest.keyClick(chooser.search, "7")
    page.settle()
    assert [chooser.model.choice(n).name for n in range(chooser.model.rowCount())] == ["t37"]
    page.key(ENTER)
    page.key(ENTER)
    assert page.view().answers["town"].value == "t37"
    assert page.current == "read_me"


def test_points_full_taken_off_missing_and_cleared(page: InspectionPage) -> None:
    following = page.codes()[page.codes().index("score") + 1]
    page.go_to("score")
    page.answer("1")
    assert (page.view().answers["score"].value, page.stored("score")) == ("0", AnswerResult.COMPLIANT)
    assert words(page, "score") == "不扣分"
    assert page.current == following
    page.go_to("score")
    page.answer("2")  # opens the points
    assert page.focus() is field(page).edit
    page.type_in(field(page).edit, "3")
    page.key(ENTER)
    assert (page.view().answers["score"].value, page.stored("score")) == ("3", AnswerResult.NONCOMPLIANT)
    assert words(page, "score") == "扣 3 分（满分 10）"
    assert page.current == "score"
    page.go_to("score")
    page.answer("3")
    assert page.stored("score") is AnswerResult.NOT_APPLICABLE
    assert words(page, "score") == "缺项"
    page.go_to("score")
    page.answer("0")
    assert page.stored("score") is AnswerResult.NOT_CHECKED
    typed_too_many(page)


def typed_too_many(page: InspectionPage) -> None:
    page.answer("2")
    page.type_in(field(page).edit, "11")
    page.key(ENTER)
    assert page.stored("score") is AnswerResult.NOT_CHECKED
    assert field(page).edit.text() == "11"
    assert "10" in page.check.page.answer.slot_.trouble.text()


def test_a_pasted_pair_is_a_position(page: InspectionPage) -> None:
    page.go_to("where")
    page.key(ENTER, page.items)
    QGuiApplication.clipboard().setText("39.9087, 116.3975")
    QTest.keyClick(page.focus(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    assert page.view().answers["where"].value == "39.9087 116.3975"
    position = field(page)
    page.replace(position.longitude, "200")
    page.key(ENTER)
    assert page.view().answers["where"].value == "39.9087 116.3975"
    assert page.check.page.answer.slot_.trouble.text()


def test_a_position_typed_in_halves(page: InspectionPage) -> None:
    page.go_to("where")
    QTest.keyClick(page.items, "3")
    QTest.keyClick(page.focus(), "9")
    QTest.keyClick(page.focus(), ENTER)  # on to the longitude
    type_text(page.focus(), "116")
    page.key(ENTER)
    assert page.view().answers["where"].value == "39 116"


def test_arrows_step_a_date_and_now_is_a_button(page: InspectionPage) -> None:
    typed(page, "drill_on", "2026-10-31")
    page.go_to("drill_on")
    page.key(ENTER, page.items)
    page.key(Qt.Key.Key_Up)
    assert page.view().answers["drill_on"].value == "2026-11-01"
    page.go_to("shift_at")
    clock = field(page)
    assert isinstance(clock, DayAnswer)
    page.press(clock.now_button)
    assert page.view().answers["shift_at"].value == page.ws.now().strftime("%H:%M")
