# SPDX-License-Identifier: MulanPSL-2.0
"""Finding one's way among the items: filters, sections, search, and the smallest signals of the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import findings, inspections
from inspector_app.ui import theme
from inspector_app.ui.models.checklist_model import FREE, ChecklistModel, Shown, rows_of
from inspector_app.ui.models.section_model import section_lines
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_inspection import InspectionPage

ALL_PACKS = ("hazmat", "common", "construction", "special_equipment", "fireworks")


@pytest.fixture
def page(unit: Workspace, qapp: object) -> Iterator[InspectionPage]:
    made = InspectionPage(unit)
    made.open(an_inspection(unit))
    yield made
    made.close()


def test_filters_show_what_they_say(page: InspectionPage) -> None:
    first, second, third = page.codes()[:3]
    page.answer("1", "3", "2")
    assert page.filter(Shown.NONCOMPLIANT) == [third]
    unchecked = page.filter(Shown.UNCHECKED)
    assert not {first, second, third} & set(unchecked)
    assert set(page.filter(Shown.ALL)) >= {first, second, third}
    assert page.filter(Shown.MAJOR) == []
    (finding,) = page.findings(third)
    draft = replace(findings.FindingDraft(item_code=third, description="重大", grade=Grade.MAJOR))
    page.elsewhere(lambda: findings.amend_finding(page.ws, finding.id, draft))
    assert page.filter(Shown.MAJOR) == [third]


def test_answered_rows_stay_until_the_filter_is_chosen_again(page: InspectionPage) -> None:
    codes = page.filter(Shown.UNCHECKED)
    page.answer("1", "1")
    assert page.codes() == codes
    assert page.current == codes[2]
    assert page.filter(Shown.UNCHECKED) == codes[2:]


def test_a_filter_keeps_the_cursor_on_its_row(page: InspectionPage) -> None:
    page.answer("1", "2")
    here = page.current
    page.filter(Shown.NONCOMPLIANT)
    assert page.current == here
    page.filter(Shown.ALL)
    assert page.current == here


@pytest.mark.parametrize(("words", "code"), [("气", "HZ"), ("重大", "HZ"), ("cm-lic", "CM-LIC-01")])
def test_search_by_one_or_two_characters_or_by_code(page: InspectionPage, words: str, code: str) -> None:
    found = page.search(words)
    assert found
    assert any(key.startswith(code) for key in found)
    for key in found:
        row = page.check.rows.row_of(key)
        assert row is not None and words in row.search


def test_slash_goes_to_the_search_and_arrow_back_to_the_list(page: InspectionPage) -> None:
    page.key("/", page.items)
    assert page.focus() is page.check.search
    page.search("许可证")
    page.key(Qt.Key.Key_Down, page.check.search)
    assert page.focus() is page.items
    assert page.current == page.codes()[0]
    page.answer("1")
    assert page.stored(page.codes()[0]) is AnswerResult.COMPLIANT


def test_an_empty_result_says_so_and_escape_shows_everything(page: InspectionPage) -> None:
    total = len(page.codes())
    assert page.search("没有这样的东西") == []
    assert not page.editors()
    page.items.setFocus()
    page.key(Qt.Key.Key_Escape, page.items)
    assert len(page.codes()) == total
    assert page.current


def test_a_section_shows_its_items_and_its_progress(page: InspectionPage) -> None:
    page.answer("1", "2")
    key = page.section(1)
    assert {page.check.rows.row_of(code).section for code in page.codes()} == {key}
    line = page.check.sections.sections.line(1)
    page.check._count()
    line = page.check.sections.sections.line(1)
    assert (line.checked, line.noncompliant, line.total) == (2, 1, len(page.codes()))
    page.section(0)
    assert len(page.codes()) > line.total


def test_a_jump_takes_the_filters_away(page: InspectionPage) -> None:
    page.search("气瓶")
    page.check.show_item("HZ-LIC-01")
    page.settle()
    assert page.current == "HZ-LIC-01"
    assert page.check.search.text() == ""


def test_a_narrow_window_puts_the_sections_into_a_drawer(page: InspectionPage) -> None:
    assert not page.check.drawer.is_narrow
    page.screen.resize(840, 600)
    page.settle()
    assert page.check.drawer.is_narrow
    assert not page.check.sections.isVisibleTo(page.check)
    page.press(page.check.drawer.button)
    assert page.check.sections.isVisibleTo(page.check)
    page.check.sections.view.setCurrentIndex(page.check.sections.sections.index(2))
    page.key(Qt.Key.Key_Return, page.check.sections.view)
    assert not page.check.sections.isVisibleTo(page.check)
    assert page.focus() is page.items
    page.screen.resize(1240, 680)
    page.settle()
    assert page.check.sections.isVisibleTo(page.check)


def test_two_checklists_with_one_section_name_stay_apart(unit: Workspace) -> None:
    inspection = an_inspection(unit, pack_ids=ALL_PACKS)
    lines = section_lines(rows_of(ledger.view(unit, inspection.id)))
    keys = [line.key for line in lines]
    assert len(keys) == len(set(keys))
    assert sum(line.total for line in lines[1:]) == lines[0].total


def test_refresh_tells_only_what_changed(unit: Workspace, qtbot) -> None:
    inspection = an_inspection(unit)
    model = ChecklistModel()
    model.set_rows(rows_of(ledger.view(unit, inspection.id)))
    model.show_only()
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend(range(first.row(), last.row() + 1)))
    model.modelReset.connect(lambda: changed.append(-1))
    code = ledger.view(unit, inspection.id).items[7].code
    inspections.answer_item(unit, inspection.id, code, AnswerResult.COMPLIANT)
    model.set_rows(rows_of(ledger.view(unit, inspection.id)))
    assert changed == [7]
    changed.clear()
    model.set_rows(rows_of(ledger.view(unit, inspection.id)))
    assert changed == []


def test_a_finding_without_item_is_inserted_and_taken_away(unit: Workspace, qtbot) -> None:
    inspection = an_inspection(unit)
    model = ChecklistModel()
    before = rows_of(ledger.view(unit, inspection.id))
    model.set_rows(before)
    model.show_only()
    finding = a_finding(unit, inspection)
    with qtbot.waitSignal(model.rowsInserted):
        model.set_rows(rows_of(ledger.view(unit, inspection.id)))
    row = model.row_of(f"finding:{finding.id}")
    assert row is not None and row.section == FREE
    with qtbot.waitSignal(model.rowsRemoved):
        model.set_rows(before)


def test_rows_are_painted_in_every_theme_and_size(unit: Workspace, qapp: object) -> None:
    inspection = an_inspection(unit, pack_ids=ALL_PACKS)
    page = InspectionPage(unit)
    page.open(inspection)
    page.answer("1", "3", "2")
    for name in theme.THEMES:
        for scale in (1.0, 1.5):
            theme.apply_theme(qapp, name, scale)  # type: ignore[arg-type]
            page.settle()
            assert not page.screen.grab().isNull()
            assert page.items.button_rect(page.codes()[0], AnswerResult.COMPLIANT).height() >= 36
    theme.apply_theme(qapp, "light", 1.0)  # type: ignore[arg-type]
    page.close()
