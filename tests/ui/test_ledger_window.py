# SPDX-License-Identifier: MulanPSL-2.0
"""A window on a ledger of any length: what is there, what is asked for, how much is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import QApplication

from inspector_app.ledgers.ledger import LedgerRow
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_window import KEPT, PAGE, GridColumn, LedgerWindow
from inspector_app.ui.widgets.ledger_grid import LedgerGrid

COUNT = 237_126


def rows(page: int, *, told: str = "隐患") -> tuple[LedgerRow, ...]:
    return tuple(LedgerRow(id=f"f{n}", cells=(str(n), f"{told}{n}")) for n in range(page * PAGE, (page + 1) * PAGE))


@pytest.fixture
def model(qapp: QApplication) -> LedgerWindow:
    theme.apply_theme(qapp, "light", 1.0)
    made = LedgerWindow()
    made.begin(("序号", "隐患描述"), COUNT, {0: rows(0)})
    return made


def test_the_scroll_bar_is_that_of_all_rows_and_a_row_that_is_not_there_is_blank(model: LedgerWindow) -> None:
    assert model.rowCount() == COUNT
    assert model.data(model.index(3, 1)) == "隐患3"
    assert model.data(model.index(200_000, 1)) == ""
    assert model.id_at(200_000) == ""


def test_what_is_looked_at_is_asked_for_and_then_there(model: LedgerWindow) -> None:
    asked: list[tuple[int, ...]] = []
    model.pages_wanted.connect(lambda: asked.append(model.missing()))
    model.look(0, 20)
    assert asked == []
    model.look(PAGE * 1000 - 5, PAGE * 1000 + 10)
    assert asked == [(999, 1000)]
    changed: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    model.take(999, 2, rows(999) + rows(1000))
    assert changed == [999 * PAGE]
    assert model.data(model.index(PAGE * 1000, 1)) == f"隐患{PAGE * 1000}"
    assert model.missing() == ()


def test_the_page_close_by_is_asked_for_once_all_that_is_seen_is_there(model: LedgerWindow) -> None:
    model.look(PAGE - 30, PAGE - 10)
    assert model.missing() == (1,)
    model.look(0, 20)
    assert model.missing() == ()


def test_only_so_many_pages_are_kept_and_never_those_that_are_looked_at(model: LedgerWindow) -> None:
    model.look(0, 20)
    for page in range(1, KEPT + 10):
        model.take(page, 1, rows(page))
        model.look(0, 20)
    there = [page for page in range(KEPT + 10) if model.row(page * PAGE) is not None]
    assert len(there) == KEPT
    assert 0 in there and 1 not in there


def test_a_page_that_came_short_is_not_asked_for_for_ever(model: LedgerWindow) -> None:
    model.look(PAGE * 5, PAGE * 5 + 9)
    model.take(5, 1, ())
    assert 5 not in model.missing()


def test_renewing_moves_nothing(model: LedgerWindow) -> None:
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    kept = QPersistentModelIndex(model.index(7, 1))
    model.renew({0: rows(0, told="改后")})
    assert resets == []
    assert kept.row() == 7
    assert model.cells(7)[1] == "改后7"


def test_choosing_all_rows_asks_for_none_of_them(model: LedgerWindow, qapp: QApplication) -> None:
    grid = LedgerGrid(model, "台账")
    grid.show_columns([GridColumn(key="n", title="序号", wide=80), GridColumn(key="t", title="隐患描述", wide=200)])
    grid.resize(600, 400)
    grid.show()
    grid.selectAll()
    assert grid.chosen_ranges() == [(0, COUNT - 1)]
    assert grid.chosen_count() == COUNT
    asked: list[tuple[int, ...]] = []
    model.pages_wanted.connect(lambda: asked.append(model.missing()))
    grid.scrollToBottom()
    qapp.processEvents()
    grid.grab()
    assert asked[-1][-1] == (COUNT - 1) // PAGE
    grid.close()
