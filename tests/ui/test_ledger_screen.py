# SPDX-License-Identifier: MulanPSL-2.0
"""台账: search, status, count, order, copying, and a table that asks little of Qt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.finding import Grade
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_frame import Frame, LedgerPage


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(unit)
    yield made
    made.close()


@pytest.fixture
def page(frame: Frame, unit: Workspace) -> LedgerPage:
    visit = an_inspection(unit)
    a_finding(unit, visit, description="报警器被关闭", place="罐区")
    a_finding(unit, visit, description="通道堵塞", place="仓库", grade=Grade.MAJOR)
    return frame.ledger()


def test_rows_and_count_agree(page: LedgerPage) -> None:
    assert sorted(page.cells(2)) == ["报警器被关闭", "通道堵塞"]
    assert page.screen.count.text() == tr("{count} findings", count=2)


def test_search_narrows_rows_and_count(page: LedgerPage) -> None:
    page.screen.search.setText("堵塞")
    page.settle()
    assert page.cells(2) == ["通道堵塞"]
    assert page.screen.count.text() == tr("{count} findings", count=1)


def test_nothing_found_offers_to_show_all(page: LedgerPage) -> None:
    page.screen.search.setText("没有这回事")
    page.settle()
    assert page.screen.stack.currentWidget() is page.screen.empty
    page.screen.show_all.click()
    page.settle()
    assert len(page.cells(2)) == 2


def test_status_filter(page: LedgerPage) -> None:
    page.screen.status.setCurrentIndex(page.screen.status.findData("ordered"))
    page.settle()
    assert page.cells(2) == []
    page.screen.status.setCurrentIndex(page.screen.status.findData("recorded"))
    page.settle()
    assert len(page.cells(2)) == 2


def test_chosen_rows_are_copied_as_text(page: LedgerPage, qapp: QApplication) -> None:
    table = page.screen.table
    table.selectAll()
    lines = table.chosen_text().split("\n")
    assert len(lines) == 2
    assert "通道堵塞" in lines[0] + lines[1]
    table.setColumnHidden(2, True)
    assert "通道堵塞" not in table.chosen_text()


def test_sorting_keeps_the_current_row(page: LedgerPage) -> None:
    model, table = page.screen.model, page.screen.table
    kept = QPersistentModelIndex(model.index(0, 2))
    before = model.data(model.index(0, 2))
    table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.AscendingOrder)
    assert page.cells(2) == sorted(page.cells(2))
    assert model.cells(kept.row())[2] == before


def columns() -> tuple[Column, ...]:
    return (Column(title="a", words=lambda r: str(r[0])), Column(title="b", words=lambda r: r[1], stretch=True))


def test_refilling_with_the_same_ids_repaints_only_what_changed(qapp: QApplication) -> None:
    model = LedgerModel(columns(), lambda r: str(r[0]))
    model.put([(1, "x"), (2, "y")])
    changed: list[int] = []
    resets: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    model.modelReset.connect(lambda: resets.append(1))
    model.put([(1, "x"), (2, "z")])
    assert changed == [1]
    assert not resets
    assert model.cells(1) == ("2", "z")
    model.put([(1, "x")])
    assert resets == [1]


def test_words_are_made_only_for_rows_that_are_seen(qapp: QApplication) -> None:
    made: list[int] = []

    def words(row: tuple[int, str]) -> str:
        made.append(row[0])
        return row[1]

    model = LedgerModel((Column(title="b", words=words),), lambda r: str(r[0]))
    table = LedgerTable(model, "x")
    table.resize(600, 400)
    model.put([(n, "隐患") for n in range(50_000)])
    table.show()
    qapp.processEvents()
    table.grab()
    assert 0 < len(made) < 60
    table.close()
