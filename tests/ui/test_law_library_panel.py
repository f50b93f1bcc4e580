# SPDX-License-Identifier: MulanPSL-2.0
"""设置 → 法规库, with real clicks and keys: laws, clauses, who cites them, items to mend, updates before they apply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton

from inspector_app.domain.law_citation import MendReason
from inspector_app.domain.law_clause import LawState
from inspector_app.ledgers import law_citations, law_library
from inspector_app.operations import undo
from inspector_app.operations.law_updates import apply_update, preview_update
from inspector_app.ui import theme
from inspector_app.ui.widgets.law_basis_lines import basis_lines
from inspector_app.ui.widgets.law_library_panel import LawLibraryPanel, Part
from inspector_app.ui.widgets.law_mend_page import Group
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.wording import tr, word
from inspector_app.wording.law_library_words import fates_text
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.law_updates import a_clause, a_lapse, a_law, an_update, write
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_frame import Frame, SettingsPage, titles

CITED = "第三十六条第二款"


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace, clock: Clock) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    clock.move(days=30)
    made = Frame(unit)
    made.window.resize(1366, 768)
    yield made
    made.close()


@pytest.fixture
def page(frame: Frame) -> SettingsPage:
    page = frame.settings()
    page.part("laws")
    return page


@pytest.fixture
def panel(page: SettingsPage) -> LawLibraryPanel:
    return page.screen.laws


def click(page: SettingsPage, button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.settle()


def click_row(page: SettingsPage, view: QAbstractItemView, index: QModelIndex) -> None:
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    page.settle()


def choose(page: SettingsPage, shown: RowList, row_id: str) -> None:
    index = next(shown.rows.index(n) for n, row in enumerate(shown.rows.rows) if row.id == row_id)
    click_row(page, shown, index)


def an_update_file(folder: Path, *entries: str, name: str = "update.toml") -> Path:
    return write(folder, an_update(*entries), name)


LAPSE = a_lapse("AQF", CITED, superseded_by="{ law = 'HCL', clause = '第三十七条第一款' }")


# Laws ---------------------------------------------------------------------------------------------------


def test_laws_are_listed_with_their_state_in_words_and_the_first_is_shown(
    panel: LawLibraryPanel, unit: Workspace
) -> None:
    rows = {row.id: row for row in panel.laws.list.rows.rows}
    assert rows.keys() == unit.catalogue.laws.keys()
    assert (rows["AQF"].chip, rows["D15"].chip) == (word(LawState.IN_FORCE), word(LawState.LAPSED))
    assert rows["D16"].chip == word(LawState.UNSURE)
    assert panel.laws.detail.law() == "AQF"
    assert "2021-09-01" in panel.laws.detail.facts.text()
    assert len(panel.laws.detail.clauses.rows.rows) == len(law_library.detail(unit, "AQF").clauses)


def test_search_finds_what_a_clause_says_and_enter_goes_to_the_list(page: SettingsPage, panel: LawLibraryPanel) -> None:
    page.press("双人收发", panel.laws.search)
    assert [row.id for row in panel.laws.list.rows.rows] == ["HCL"]
    assert panel.laws.detail.law() == "HCL"
    page.press(Qt.Key.Key_Return, panel.laws.search)
    assert page.window.focusWidget() is panel.laws.list
    page.press(Qt.Key.Key_Escape, panel.laws.search)
    assert len(panel.laws.list.rows.rows) > 100
    page.press("没有这样的字", panel.laws.search)
    assert panel.laws.list.rows.rows == ()
    assert not panel.laws.detail.isVisible()


def test_a_clause_shows_who_rests_on_it_and_a_click_copies_a_line(
    page: SettingsPage, panel: LawLibraryPanel, unit: Workspace
) -> None:
    detail = panel.laws.detail
    whole = len(law_citations.citations(unit, "AQF"))
    assert detail.cited_card.note.text() == str(whole)
    choose(page, detail.clauses, CITED)
    found = law_citations.citations(unit, "AQF", CITED)
    assert titles(detail.cited) == [c.title for c in found]
    click_row(page, detail.cited, detail.cited.rows.index(0))
    copied = QGuiApplication.clipboard().text()
    assert found[0].id in copied and found[0].title in copied and CITED in copied
    click(page, detail.whole_button)
    assert detail.cited_card.note.text() == str(whole)


def test_a_clause_that_nobody_cites_and_a_repealed_law_say_so(page: SettingsPage, panel: LawLibraryPanel) -> None:
    choose(page, panel.laws.list, "D15")
    detail = panel.laws.detail
    assert detail.chip.text == word(LawState.LAPSED)
    assert "应急管理部令第18号" in detail.facts.text(), "what has come in its place"
    assert not detail.clauses_card.isVisible()
    choose(page, panel.laws.list, "AJ54")
    choose(page, detail.clauses, "第七条")
    assert (titles(detail.cited), detail.cited_card.note.text()) == ([], tr("cited nowhere"))


# Items to mend --------------------------------------------------------------------------------------------


def test_items_that_lapse_soon_are_listed_and_lead_to_their_law(page: SettingsPage, panel: LawLibraryPanel) -> None:
    click(page, panel.parts.buttons[Part.MEND])
    (mend,) = panel.mend.model.rows
    assert (mend.code, mend.reason) == ("CM-ELE-01", MendReason.LAPSING)
    assert word(MendReason.LAPSING) in panel.mend.model.cells(0)
    assert titles(panel.mend.others) == ["暂时停产停业、停止使用的最长期限"]
    panel.mend.table.setCurrentIndex(panel.mend.model.index(0, 0))
    page.press(Qt.Key.Key_Return, panel.mend.table)
    assert panel.parts.value() is Part.LAWS
    assert panel.laws.detail.law() == "GBT13869"


def test_unverified_items_and_those_without_a_penalty_are_chosen_above(
    page: SettingsPage, panel: LawLibraryPanel, unit: Workspace
) -> None:
    click(page, panel.parts.buttons[Part.MEND])
    click(page, panel.mend.groups.buttons[Group.NO_PENALTY])
    wanted = law_library.to_mend(unit, reasons=frozenset({MendReason.NO_PENALTY}))
    assert tuple(panel.mend.model.rows) == wanted
    assert panel.mend.table.isColumnHidden(4), "there is no day"
    click(page, panel.mend.groups.buttons[Group.UNVERIFIED])
    assert {m.reason for m in panel.mend.model.rows} == {MendReason.UNVERIFIED}
    assert not panel.mend.others_card.isVisible()


# Updates --------------------------------------------------------------------------------------------------


def test_an_update_is_shown_before_it_is_applied_in_a_persons_name(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    a_finding(unit, an_inspection(unit))
    path = an_update_file(tmp_path, LAPSE, a_law("NEW1"), a_clause("GB30871", "4"))
    expected = preview_update(unit, path.read_bytes(), path.name)
    frame.ask.files = [path]
    click(page, panel.update_button)
    shown = panel.update_page
    assert panel.stack.currentWidget() is shown and not panel.head.isVisible()
    assert titles(shown.changes) == [
        "《示例规定NEW1》",
        f"《安全生产法》{CITED}",
        "《危险化学品企业特殊作业安全规范》4",
    ]
    cells = [shown.model.cells(n) for n in range(shown.model.rowCount())]
    assert [(c[1], c[5]) for c in cells] == [(i.code, fates_text(c)) for i in expected.items for c in i.clauses]
    assert "2026-11-30" in cells[0][5]
    assert tr("Finding not yet ordered") in shown.others.text()
    assert law_library.updates(unit) == (), "nothing is applied yet"

    frame.ask.words = None
    click(page, shown.apply_button)
    assert law_library.updates(unit) == (), "without a name nothing is applied"
    frame.ask.words = "王建国"
    click(page, shown.apply_button)
    (row,) = law_library.updates(unit)
    assert row.update.person == "王建国"
    assert panel.parts.value() is Part.MEND and panel.head.isVisible()
    assert row.update.title in panel.band.words.text()
    assert {m.code for m in panel.mend.model.rows} >= {i.code for i in expected.lapsing}
    click(page, panel.parts.buttons[Part.UPDATES])
    assert titles(panel.updates.list) == ["条款核对"]
    undo.undo_last(unit)


def test_leaving_an_update_applies_nothing(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    frame.ask.files = [an_update_file(tmp_path, LAPSE)]
    click(page, panel.update_button)
    click(page, panel.update_page.cancel_button)
    assert panel.stack.currentWidget() is panel.laws
    assert law_library.updates(unit) == ()
    frame.ask.files = []
    click(page, panel.update_button)
    assert panel.stack.currentWidget() is panel.laws


def test_a_faulty_file_shows_every_fault_with_its_place_and_cannot_be_applied(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    entries = (a_law("N", kind=""), a_lapse("NOPE"), a_clause("AQF", "第一条", verified="X"))
    frame.ask.files = [an_update_file(tmp_path, *entries)]
    click(page, panel.update_button)
    shown = panel.update_page
    assert not shown.apply_button.isVisible() and not shown.items_card.isVisible()
    places = [mark.text for mark in shown.problems.model.marks]
    assert places == ["N:kind", "AQF 第一条:verified", "NOPE:law"]
    frame.ask.files = [tmp_path / "none.toml"]
    click(page, shown.cancel_button)
    click(page, panel.update_button)
    assert shown.problems.count() == 1


def test_the_same_file_a_second_time_is_told_with_day_and_person(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    frame.ask.files, frame.ask.words = [an_update_file(tmp_path, LAPSE)], "王建国"
    click(page, panel.update_button)
    click(page, panel.update_page.apply_button)
    click(page, panel.update_button)
    index = panel.update_page.problems.model.index(0)
    said = str(panel.update_page.problems.model.data(index))
    assert "王建国" in said and unit.today().isoformat() in said


def test_what_is_passed_over_is_told_beside_what_is_applied(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, tmp_path: Path
) -> None:
    frame.ask.files = [an_update_file(tmp_path, LAPSE, a_law("XFF", checked_on="2020-01-01"))]
    click(page, panel.update_button)
    assert panel.update_page.apply_button.isVisible()
    assert [mark.text for mark in panel.update_page.problems.model.marks] == ["XFF"]


def test_taking_an_update_back_is_seen_at_once(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, unit: Workspace, tmp_path: Path
) -> None:
    frame.ask.files, frame.ask.words = [an_update_file(tmp_path, LAPSE)], "王建国"
    click(page, panel.update_button)
    click(page, panel.update_page.apply_button)
    assert len(panel.mend.model.rows) > 1
    frame.window.jobs.run_write(panel, lambda: undo.undo_last(unit))
    page.settle()
    assert [m.code for m in panel.mend.model.rows] == ["CM-ELE-01"]


def test_a_law_with_a_lapsed_clause_marks_clause_and_citations(
    page: SettingsPage, panel: LawLibraryPanel, frame: Frame, tmp_path: Path
) -> None:
    frame.ask.files, frame.ask.words = [an_update_file(tmp_path, LAPSE)], "王建国"
    click(page, panel.update_button)
    click(page, panel.update_page.apply_button)
    panel.show_law("AQF", CITED)
    page.settle()
    row = next(r for r in panel.laws.detail.clauses.rows.rows if r.id == CITED)
    assert (row.chip, panel.laws.detail.clauses.current_id()) == (word(LawState.LAPSED), CITED)
    assert "《危险化学品安全法》第三十七条第一款" in row.detail
    assert {r.chip for r in panel.laws.detail.cited.rows.rows} == {tr("not in force")}


# What the inspector sees of an item ---------------------------------------------------------------------


def test_an_item_shows_what_its_order_rests_on_and_says_when_no_penalty_is_known(
    qapp: QApplication, unit: Workspace
) -> None:
    theme.apply_theme(qapp, "light", 1.0)
    pack = unit.catalogue.pack("common")
    assert pack is not None
    items = {item.code: item for item in pack.items}
    on = unit.today()
    full = {name: words for name, words, _ in basis_lines(items["CM-RSK-08"], on)}
    assert "第六十五条第一款第二项" in full[tr("Order rests on")]
    assert "第九十九条第三项" in full[tr("Penalties that may fit")]
    bare = {name: words for name, words, _ in basis_lines(items["CM-LIC-01"], on)}
    assert "未找到" in bare[tr("Penalties that may fit")] and "《" not in bare[tr("Penalties that may fit")]


def test_a_clause_that_lapsed_since_the_checklist_was_frozen_is_marked(
    qapp: QApplication, unit: Workspace, clock: Clock
) -> None:
    theme.apply_theme(qapp, "light", 1.0)
    visit = an_inspection(unit)
    clock.move(days=30)
    apply_update(unit, an_update(LAPSE), "update.toml", "王建国")
    item = next(i for i in unit.frozen_items(visit.packs) if i.code == "CM-RSK-08")
    frozen = basis_lines(item, date(2026, 12, 1))[0][1]
    today = basis_lines(item, date(2026, 12, 1), unit.catalogue.library.today)[0][1]
    assert tr("not in force") not in frozen
    assert tr("not in force") in today
