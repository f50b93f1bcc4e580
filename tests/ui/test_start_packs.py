# SPDX-License-Identifier: MulanPSL-2.0
"""Choosing checklists at the start of an inspection: the fitting ones first, a search when there are many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import Inspection
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import pack_manager
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.start_inspection import StartPanel
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise
from tests.helpers.pages_frame import FakeAsk, settle, type_text


@pytest.fixture
def ask() -> FakeAsk:
    return FakeAsk()


@pytest.fixture
def panel(unit: Workspace, jobs: Jobs) -> Iterator[StartPanel]:
    made = StartPanel(unit, jobs)
    made.resize(700, 650)
    made.show()
    yield made
    made.close()
    settle(jobs)
    made.deleteLater()
    QApplication.processEvents()


def begin(panel: StartPanel, jobs: Jobs, **facts: str) -> None:
    panel.begin(an_enterprise(panel.ws, **facts))
    settle(jobs)


def shown(panel: StartPanel) -> list[str]:
    return [name for name, box in panel.packs.boxes.items() if box.isVisible()]


def test_the_fitting_ones_stand_first_and_are_chosen(panel: StartPanel, jobs: Jobs) -> None:
    begin(panel, jobs, name="清河县红旗酒店", industry="住宿")
    assert set(panel.packs.chosen()) == {"common", "crowded_place"}
    assert set(shown(panel)[:3]) == {"common", "crowded_place", "fire_exit"}
    assert len(shown(panel)) == 12
    assert panel.packs.search.isVisible() and panel.packs.others_title.isVisible()
    top = max(panel.packs.boxes[name].y() for name in ("common", "crowded_place", "fire_exit"))
    assert top < panel.packs.others_title.y() < panel.packs.boxes["hazmat"].y()


def test_the_search_finds_one_and_keeps_what_is_ticked_in_sight(panel: StartPanel, jobs: Jobs, unit: Workspace) -> None:
    begin(panel, jobs, name="清河县杂货店")
    panel.packs.search.setFocus()
    type_text(panel.packs.search, "粉尘")
    assert set(shown(panel)) == {"common", "combustible_dust"}
    QTest.keyClick(panel.packs.search, Qt.Key.Key_Return)
    QTest.keyClick(panel.packs.boxes["combustible_dust"], Qt.Key.Key_Space)
    panel.packs.search.clear()
    type_text(panel.packs.search, "烟花")
    assert set(shown(panel)) == {"common", "combustible_dust", "fireworks"}
    type_text(panel.packs.search, "没有这样的")
    assert set(panel.packs.chosen()) == {"common", "combustible_dust"}
    made: list[str] = []
    panel.started.connect(made.append)
    QTest.mouseClick(panel.start, Qt.MouseButton.LeftButton)
    settle(jobs)
    inspection: Inspection = ledger.view(unit, made[0]).inspection
    assert {ref.id for ref in inspection.packs} == {"common", "combustible_dust"}


def test_nothing_found_is_said(panel: StartPanel, jobs: Jobs) -> None:
    begin(panel, jobs, name="清河县杂货店")
    panel.packs.boxes["common"].setChecked(False)
    panel.packs.search.setText("没有这样的")
    assert shown(panel) == []
    assert panel.packs.nothing.isVisible()


def test_a_switched_off_checklist_is_not_there(panel: StartPanel, jobs: Jobs, unit: Workspace) -> None:
    pack_manager.choose_pack(unit, "fireworks", is_enabled=False)
    begin(panel, jobs, name="清河县杂货店")
    assert "fireworks" not in panel.packs.boxes
    begin(panel, jobs, name="清河县第二家", credit_code="")
    assert len([box for box in panel.packs.findChildren(type(panel.packs.boxes["common"])) if box.isVisible()]) == 11


def test_few_checklists_need_no_search(panel: StartPanel, jobs: Jobs, unit: Workspace) -> None:
    for entry in unit.catalogue.entries[:6]:
        pack_manager.choose_pack(unit, entry.id, is_enabled=False)
    begin(panel, jobs, name="清河县杂货店")
    assert not panel.packs.search.isVisible()
