# SPDX-License-Identifier: MulanPSL-2.0
"""The table of a short list: order, refilling, and a table that asks little of Qt."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable


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


def test_sorting_keeps_the_current_row_and_hidden_columns_are_not_copied(qapp: QApplication) -> None:
    model = LedgerModel(columns(), lambda r: str(r[0]))
    table = LedgerTable(model, "x")
    model.put([(1, "y"), (2, "x")])
    kept = QPersistentModelIndex(model.index(0, 1))
    table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    assert [model.cells(n)[1] for n in range(2)] == ["x", "y"]
    assert model.cells(kept.row()) == ("1", "y")
    table.selectAll()
    assert table.chosen_text() == "2\tx\n1\ty"
    table.setColumnHidden(0, True)
    assert table.chosen_text() == "x\ny"
