# SPDX-License-Identifier: MulanPSL-2.0
"""The logic of a form on the inspection screen: what hides and comes back, what must be filled in, what is allowed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.inspection import AnswerResult
from inspector_app.operations import answers
from inspector_app.ui.models.checklist_model import Shown
from inspector_app.ui.widgets.item_value import look_of
from inspector_app.workspace import Workspace
from tests.helpers.forms import KIND, YES_NO, a_form, an_item, keep_form
from tests.helpers.makers import an_inspection
from tests.helpers.pages_inspection import InspectionPage

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(trial: InspectionPage) -> InspectionPage:
    return trial


def look(page: InspectionPage, code: str) -> str:
    row = page.check.rows.row_of(code)
    assert row is not None
    return look_of(row).words


def line(page: InspectionPage, name: str) -> tuple[int, int]:
    found = next(one for one in page.check.rows.tally.lines() if one.name == name)
    return found.checked, found.total


def test_items_hide_and_come_back_and_the_section_counts_what_is_asked(page: InspectionPage) -> None:
    assert "gas_kind" not in page.codes()
    assert "GA-01" not in page.codes()
    before = line(page, "逻辑")
    page.go_to("has_gas")
    page.answer("1")
    codes = page.codes()
    assert codes[codes.index("has_gas") + 1 :][:2] == ["gas_kind", "GA-01"]
    assert page.current == "gas_kind"  # the item that came is the next one
    assert line(page, "逻辑") == (before[0] + 1, before[1] + 2)
    assert page.count(Shown.ALL) == f"全部 {len(page.codes())}"
    page.go_to("has_gas")
    page.answer("2")
    assert "gas_kind" not in page.codes()
    assert line(page, "逻辑") == (before[0] + 1, before[1])
    page.go_to("has_gas")
    page.answer("1")
    assert "gas_kind" in page.codes()


def test_only_the_rows_that_change_are_told(page: InspectionPage) -> None:
    told: list[str] = []
    rows = page.check.rows
    rows.modelReset.connect(lambda: told.append("reset"))
    rows.rowsInserted.connect(lambda _parent, first, last: told.append(f"in {last - first + 1}"))
    rows.rowsRemoved.connect(lambda _parent, first, last: told.append(f"out {last - first + 1}"))
    changed: list[str] = []
    rows.dataChanged.connect(
        lambda first, last: changed.extend(rows.row_at(n).key for n in range(first.row(), last.row() + 1))
    )
    page.go_to("has_gas")
    page.answer("1")
    assert told == ["in 2"]
    assert set(changed) == {"has_gas", "gas_kind", "GA-01"} or set(changed) == {"has_gas"}
    told.clear()
    page.go_to("has_gas")
    page.answer("2")
    assert told == ["out 2"]


def test_a_required_item_says_so_until_it_is_answered(page: InspectionPage) -> None:
    page.go_to("has_gas")
    page.answer("1")
    assert look(page, "gas_kind") == "必填"
    page.go_to("gas_kind")
    assert page.check.page.answer.slot_.need.text() == "必填"
    QTest.keyClick(page.items, "l")
    page.key(ENTER)
    assert look(page, "gas_kind") == "l"
    page.go_to("gas_kind")
    assert not page.check.page.answer.slot_.need.isVisibleTo(page.check.page)


def test_a_broken_constraint_is_kept_and_said_in_the_words_of_the_form(page: InspectionPage) -> None:
    page.go_to("made_in")
    for letter in "2030":
        QTest.keyClick(page.focus() or page.items, letter)
    page.key(ENTER)
    assert page.view().answers["made_in"].value == "2030"
    assert page.current == "made_in"  # one is told before one goes on
    assert page.check.page.answer.slot_.trouble.text() == "年份不能晚于今年"
    row = page.check.rows.row_of("made_in")
    assert row is not None and row.trouble == "年份不能晚于今年"
    page.key(ENTER)  # a second Enter goes on all the same: it is a gap, not a lock
    assert page.current != "made_in"
    page.go_to("made_in")
    page.key(Qt.Key.Key_F2, page.items)
    page.replace(page.focus(), "2020")
    page.key(ENTER)
    assert page.check.rows.row_of("made_in").trouble == ""


def test_computed_values_follow(page: InspectionPage) -> None:
    assert look(page, "double") == "自动计算"
    page.go_to("workers")
    QTest.keyClick(page.items, "8")
    page.key(ENTER)
    assert look(page, "double") == "= 16"
    page.go_to("double")
    assert "16" in page.check.page.answer.slot_.value.text()


def test_choices_are_filtered_by_another_answer(page: InspectionPage) -> None:
    page.go_to("prov")
    page.answer("2")
    page.go_to("county")
    model = page.check.page.answer.slot_.field.model
    assert model.names() == ("s1",)
    page.answer("1")
    assert page.view().answers["county"].value == "s1"
    page.go_to("prov")
    page.answer("1")
    row = page.check.rows.row_of("county")
    assert row is not None and row.trouble  # what was chosen is no longer among the choices
    page.go_to("county")
    assert page.check.page.answer.slot_.field.model.names() == ("b1", "b2")


def test_a_default_waits_for_nobody_and_a_proposal_is_confirmed_by_enter(unit: Workspace, qapp: object) -> None:
    items = [
        an_item("shift", "班制", KIND.TEXT, default="三班"),
        an_item("ohm", "接地电阻", KIND.NUMBER, limit_most=Decimal(4), default="2"),
        an_item("end", "结束", KIND.TEXT),
    ]
    keep_form(unit, a_form(items=items))
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    assert look(page, "shift") == "三班"
    assert look(page, "ohm") == "2（默认，待确认）"
    assert page.stored("ohm") is AnswerResult.NOT_CHECKED
    page.go_to("ohm")
    page.key(ENTER, page.items)
    page.key(ENTER)
    assert page.stored("ohm") is AnswerResult.COMPLIANT
    assert page.current == "end"
    page.close()


def test_a_hidden_item_with_a_finding_stays_in_sight(page: InspectionPage) -> None:
    page.go_to("has_gas")
    page.answer("1")
    page.go_to("GA-01")
    page.answer("2")
    assert page.findings("GA-01")
    page.go_to("has_gas")
    page.answer("2")
    row = page.check.rows.row_of("GA-01")
    assert row is not None and row.is_hidden and not row.is_counted
    assert "GA-01" in page.codes()
    assert "gas_kind" not in page.codes()


def test_hiding_the_row_under_the_cursor_moves_it_on(page: InspectionPage) -> None:
    page.go_to("has_gas")
    page.answer("1")
    page.go_to("gas_kind")
    page.elsewhere(lambda: answers.answer_value(page.ws, page.screen._id, "has_gas", "no"))
    assert "gas_kind" not in page.codes()
    assert page.current in page.codes()


def test_hidden_items_come_into_the_filter_they_belong_to(page: InspectionPage) -> None:
    assert "gas_kind" not in page.filter(Shown.UNCHECKED)
    page.go_to("has_gas")
    page.answer("1")
    assert "gas_kind" in page.codes()
    assert page.check.rows.filter is Shown.UNCHECKED


def test_a_section_without_anything_to_ask_is_not_listed(unit: Workspace, qapp: object) -> None:
    items = [
        an_item("more", "是否继续", KIND.CHOICE, choices=YES_NO),
        an_item("deep", "深入检查", relevant="${more} = 'yes'", section="深入"),
    ]
    keep_form(unit, a_form(items=items))
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    names = [one.name for one in page.check.rows.tally.lines()]
    assert "深入" not in names
    page.answer("1")
    page.check._count()
    sections = page.check.sections.sections
    assert [sections.line(n).name for n in range(sections.rowCount())] == ["全部板块", "试用", "深入"]
    page.close()


def test_an_answer_behind_a_closed_gate_is_refused_by_nobody_but_not_asked(page: InspectionPage) -> None:
    page.go_to("has_gas")
    page.answer("1")
    page.go_to("gas_kind")
    QTest.keyClick(page.items, "x")
    page.key(ENTER)
    page.go_to("has_gas")
    page.answer("2")
    assert page.view().answers["gas_kind"].value == "x"  # kept, and back when it is asked again
    page.go_to("has_gas")
    page.answer("1")
    assert look(page, "gas_kind") == "x"
