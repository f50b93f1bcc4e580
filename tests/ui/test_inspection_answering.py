# SPDX-License-Identifier: MulanPSL-2.0
"""Answering items: one key or one click each, saved when painted, the cursor moves on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inspector_app.domain.inspection import AnswerResult
from inspector_app.operations import inspections
from inspector_app.ui.models.checklist_model import Shown
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_inspection
from tests.helpers.pages_inspection import InspectionPage


@pytest.fixture
def page(unit: Workspace, qapp: object) -> Iterator[InspectionPage]:
    made = InspectionPage(unit)
    made.open(an_inspection(unit))
    yield made
    made.close()


def test_twenty_answers_by_twenty_keys(page: InspectionPage) -> None:
    codes = page.codes()[:20]
    page.answer(*"11131111311131111131")
    wanted = {"1": AnswerResult.COMPLIANT, "3": AnswerResult.NOT_APPLICABLE}
    for code, key in zip(codes, "11131111311131111131", strict=True):
        assert page.result(code) is wanted[key]
        assert page.stored(code) is wanted[key]
    assert page.current == page.codes()[20]


def test_noncompliant_stays_on_its_item_and_brings_the_whole_finding(page: InspectionPage) -> None:
    code = page.current
    page.answer("2")
    assert page.current == code
    (finding,) = page.findings(code)
    row = page.check.rows.row_of(code)
    assert row is not None and row.item is not None
    assert finding.description == row.item.finding
    assert page.editor.description.text() == row.item.finding
    assert page.editor.measure.text() == row.item.measure
    assert page.editor.clauses.clauses() == finding.clauses
    page.answer("1")  # another key takes it back: nobody has touched it
    assert not page.findings(code)
    assert page.stored(code) is AnswerResult.COMPLIANT


def test_arrow_goes_on_after_noncompliant(page: InspectionPage) -> None:
    codes = page.codes()
    page.answer("2")
    page.key(Qt.Key.Key_Down, page.items)
    assert page.current == codes[1]


def test_zero_clears(page: InspectionPage) -> None:
    code = page.current
    page.answer("1")
    page.go_to(code)
    page.answer("0")
    assert page.result(code) is AnswerResult.NOT_CHECKED
    assert page.stored(code) is AnswerResult.NOT_CHECKED


def test_keypad_digits_answer_too(page: InspectionPage) -> None:
    code = page.current
    QTest.keyClick(page.items, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    page.settle()
    assert page.stored(code) is AnswerResult.COMPLIANT


def test_the_same_answer_again_writes_nothing(page: InspectionPage) -> None:
    code = page.current
    page.answer("1")
    at = page.view().answers[code].answered_at
    page.ws._clock.move(minutes=5)  # type: ignore[attr-defined]
    page.go_to(code)
    page.answer("1")
    assert page.view().answers[code].answered_at == at


def test_click_on_a_painted_button_answers_and_a_second_click_clears(page: InspectionPage) -> None:
    code = page.codes()[3]
    page.click(code, AnswerResult.NOT_APPLICABLE)
    assert page.stored(code) is AnswerResult.NOT_APPLICABLE
    assert page.current == code
    page.click(code, AnswerResult.NOT_APPLICABLE)
    assert page.stored(code) is AnswerResult.NOT_CHECKED


def test_a_click_beside_the_buttons_only_moves_the_cursor(page: InspectionPage) -> None:
    code = page.codes()[2]
    rect = page.items.visualRect(page.check.rows.index_of(code))
    QTest.mouseClick(page.items.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(30, 20))
    page.settle()
    assert page.current == code
    assert page.stored(code) is AnswerResult.NOT_CHECKED


def test_a_touched_finding_keeps_its_answer_and_says_why(page: InspectionPage, qtbot) -> None:
    code = page.current
    page.answer("2")
    page.type_in(page.editor.place, "三号罐区")
    page.wait_saved(qtbot)
    page.go_to(code)
    page.answer("1")
    assert page.stored(code) is AnswerResult.NONCOMPLIANT
    assert page.result(code) is AnswerResult.NONCOMPLIANT
    assert page.check.band.isVisibleTo(page.check)
    assert page.check.band.action.isVisibleTo(page.check)
    page.press(page.check.band.action)
    assert page.editor.isAncestorOf(page.focus())


def test_undo_takes_the_answer_back_and_leaves_the_cursor(page: InspectionPage) -> None:
    first = page.current
    page.answer("1", "1")
    here = page.current
    page.undo()
    assert page.current == here
    assert page.result(page.codes()[1]) is AnswerResult.NOT_CHECKED
    assert page.result(first) is AnswerResult.COMPLIANT


def test_undo_of_noncompliant_takes_its_finding_away(page: InspectionPage) -> None:
    code = page.current
    page.answer("2")
    assert page.editors()
    page.undo()
    assert not page.editors()
    assert page.result(code) is AnswerResult.NOT_CHECKED
    assert page.current == code


def test_an_answer_given_elsewhere_is_painted(page: InspectionPage) -> None:
    code = page.codes()[5]
    ident = page.screen._id
    page.elsewhere(lambda: inspections.answer_item(page.ws, ident, code, AnswerResult.COMPLIANT))
    assert page.result(code) is AnswerResult.COMPLIANT


def test_a_note_is_kept_with_its_item_and_survives_a_later_answer(page: InspectionPage, qtbot) -> None:
    code = page.current
    page.key("n", page.items)
    assert page.focus() is page.check.page.detail.note
    page.type_in(page.check.page.detail.note, "证在换发中")
    page.wait_saved(qtbot)
    assert page.view().answers[code].remark == "证在换发中"
    assert page.stored(code) is AnswerResult.NOT_CHECKED
    page.go_to(code)
    page.answer("1")
    assert page.view().answers[code].remark == "证在换发中"
    page.go_to(code)
    assert page.check.page.detail.note.text() == "证在换发中"


def test_where_the_inspector_is_is_remembered(page: InspectionPage, qtbot) -> None:
    page.answer("1", "1", "1")
    here = page.current
    page.screen.flush()
    page.settle()
    assert page.ws.session_value("inspection") == page.screen._id
    assert page.ws.session_value("item") == here


def test_opening_at_an_item_puts_the_cursor_there(unit: Workspace, qapp: object) -> None:
    inspection = an_inspection(unit)
    page = InspectionPage(unit)
    page.open(inspection, "CM-LIC-01")
    assert page.current == "CM-LIC-01"
    page.close()


def test_a_tick_paints_one_row_and_lays_out_none(page: InspectionPage) -> None:
    page.items.viewport().repaint()
    measured: list[int] = []
    delegate = page.items.delegate
    original = delegate._measured
    delegate._measured = lambda index: (measured.append(index.row()), original(index))[1]  # type: ignore
    page.answer("1")
    assert len(measured) == 1


def test_counts_follow_the_answers(page: InspectionPage) -> None:
    total = len(page.codes())
    page.answer("1", "3", "2")
    assert page.count(Shown.UNCHECKED).endswith(str(total - 3))
    assert page.count(Shown.NONCOMPLIANT).endswith(" 1")
