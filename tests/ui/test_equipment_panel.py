# SPDX-License-Identifier: MulanPSL-2.0
"""企业 → 特种设备: the list with its due chips, and adding, amending, removing, importing by keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.equipment import EquipmentDraft
from inspector_app.ledgers import equipment as ledger
from inspector_app.operations.equipment import keep_equipment
from inspector_app.ui.widgets.enterprise_detail import EQUIPMENT
from inspector_app.ui.widgets.equipment_panel import EquipmentPanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_frame import EnterprisesPage, Frame, titles, type_text

BOILER = "110012345620200001"


@pytest.fixture
def place(unit: Workspace, place: Enterprise) -> Enterprise:
    for facts in (
        {"category": "锅炉", "name": "1号锅炉", "code": BOILER, "inspected_on": date(2025, 10, 8)},
        {"category": "行车", "name": "行车", "due_on": date(2026, 12, 1)},
        {"category": "叉车", "name": "叉车", "inspected_on": date(2025, 12, 1)},
    ):
        keep_equipment(unit, place.id, EquipmentDraft(**facts))  # type: ignore[arg-type]
    return place


@pytest.fixture
def page(frame: Frame) -> EnterprisesPage:
    page = frame.enterprises()
    page.search("恒源")
    page.screen.detail.tabs.setCurrentIndex(EQUIPMENT)
    page.settle()
    panel_of(page).list.setFocus()
    return page


def panel_of(page: EnterprisesPage) -> EquipmentPanel:
    return page.screen.detail.equipment


def names(unit: Workspace, place: Enterprise) -> set[str]:
    return {line.equipment.name for line in ledger.lines(unit, place.id)}


def test_what_is_overdue_stands_first_with_its_days(page: EnterprisesPage) -> None:
    panel = panel_of(page)
    assert titles(panel.list) == ["1号锅炉", "行车", "叉车"]
    chips = [row.chip for row in panel.list.rows.rows]
    assert chips == [tr("{count} days overdue", count=43), tr("{count} days left", count=11), "在检验有效期内"]
    assert [row.chip_role for row in panel.list.rows.rows] == ["bad", "warn", "ok"]
    assert "已超期43天" in panel.why.text()
    tabs = page.screen.detail.tabs
    assert tabs.tabText(EQUIPMENT) == tr("Special equipment ({count}, {overdue} overdue)", count=3, overdue=1)


def test_a_piece_is_added_by_keys(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    panel = panel_of(page)
    page.press(Qt.Key.Key_Insert, panel.list)
    assert panel.stack.currentWidget() is panel.form
    assert page.screen.stack.currentWidget() is page.screen.detail  # not a new enterprise
    form = panel.form
    assert form.category.findText("电梯") >= 0
    type_text(form.category.lineEdit(), "锅炉")
    type_text(form.fields["name"].edit, "2号锅炉")
    type_text(form.fields["due_on"].edit, "2027.3.5")
    form.keep.click()
    page.settle()
    assert names(unit, place) == {"1号锅炉", "行车", "叉车", "2号锅炉"}
    assert panel.stack.currentWidget() is panel.shown
    assert panel.lines[panel.list.current_id()].equipment.due_on == date(2027, 3, 5)


def test_faults_stand_below_their_fields(page: EnterprisesPage, unit: Workspace, place: Enterprise) -> None:
    panel = panel_of(page)
    page.press(Qt.Key.Key_Insert, panel.list)
    form = panel.form
    type_text(form.fields["due_on"].edit, "明年")
    form.keep.click()
    assert form.fields["due_on"].words.text() == tr("Write the day as 2026-11-21")
    form.fields["due_on"].edit.clear()
    type_text(form.fields["code"].edit, BOILER)
    form.keep.click()
    page.settle()
    assert form.category_words.isVisible()
    assert form.fields["name"].words.isVisible()
    assert "1号锅炉" in form.fields["code"].words.text()
    assert len(names(unit, place)) == 3
    page.press(Qt.Key.Key_Escape, form.fields["name"].edit)
    assert panel.stack.currentWidget() is panel.shown


def test_enter_amends_and_undo_takes_it_back(
    page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise
) -> None:
    panel = panel_of(page)
    page.press(Qt.Key.Key_Return, panel.list)
    form = panel.form
    assert (form.category.currentText(), form.fields["inspected_on"].text()) == ("锅炉", "2025-10-08")
    form.fields["inspected_on"].edit.setText("2026-10-08")
    form.keep.click()
    page.settle()
    assert titles(panel.list)[0] == "行车"
    frame.window.undo()
    page.settle()
    assert titles(panel.list)[0] == "1号锅炉"


def test_removing_asks_for_the_reason(page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise) -> None:
    panel = panel_of(page)
    frame.ask.words = None
    page.press(Qt.Key.Key_Delete, panel.list)
    assert len(names(unit, place)) == 3
    frame.ask.words = "已拆除"
    page.press(Qt.Key.Key_Delete, panel.list)
    assert names(unit, place) == {"行车", "叉车"}
    assert titles(panel.list) == ["行车", "叉车"]
    assert frame.ask.asked == [tr("Remove from the list")] * 2


def test_a_file_is_shown_first_and_its_good_rows_are_taken(
    page: EnterprisesPage, frame: Frame, unit: Workspace, place: Enterprise, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("设备类别,设备名称,下次检验日期\n电梯,客梯,2027-01-01\n,坏,2027-13-01\n", encoding="utf-8")
    frame.ask.files = [path]
    panel = panel_of(page)
    panel.import_button.click()
    page.settle()
    model = panel.importing.model
    assert [model.cells(n)[0] for n in range(model.rowCount())] == ["3"]
    assert "类别" in model.cells(0)[4] == panel.importing.why.text()
    panel.importing.take.click()
    page.settle()
    assert "客梯" in names(unit, place) and "坏" not in names(unit, place)
    assert panel.band.isVisible()


def test_a_file_that_is_no_list_is_told_in_the_page(page: EnterprisesPage, frame: Frame, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    frame.ask.files = [path]
    panel = panel_of(page)
    panel.choose_file()
    page.settle()
    assert panel.importing.problems.count() == 2
    assert not panel.importing.take.isEnabled()
    assert frame.ask.shown == []


def test_another_enterprise_has_its_own_list(page: EnterprisesPage, unit: Workspace) -> None:
    other = an_enterprise(unit, 2, name="清河县第二建筑工程公司")
    keep_equipment(unit, other.id, EquipmentDraft(category="塔式起重机", name="塔吊"))
    page.press(Qt.Key.Key_Insert, panel_of(page).list)
    page.search("建筑")
    panel = panel_of(page)
    assert titles(panel.list) == ["塔吊"]
    assert panel.stack.currentWidget() is panel.shown
