# SPDX-License-Identifier: MulanPSL-2.0
"""What a person does on the ledger's page, and findings to do it with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_frame import LedgerPage


def some_findings(ws: Workspace, count: int, **changes: object) -> list[Finding]:
    """Record findings of one inspection whose wordings tell them apart."""
    visit = an_inspection(ws)
    return [a_finding(ws, visit, description=f"第{n:04d}处通道堵塞", **changes) for n in range(count)]


def two_findings(ws: Workspace) -> list[Finding]:
    """Record a general and a major one."""
    visit = an_inspection(ws)
    return [
        a_finding(ws, visit, description="报警器被关闭", place="罐区"),
        a_finding(ws, visit, description="通道堵塞", place="仓库", grade=Grade.MAJOR),
    ]


def choose(page: LedgerPage, *rows: int) -> None:
    """Choose rows as with Ctrl and the mouse."""
    table = page.screen.table
    table.clearSelection()
    table.choose_row(rows[0])
    for at in rows[1:]:
        rect = table.visualRect(page.screen.model.index(at, 1))
        QTest.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, rect.center()
        )


def show(page: LedgerPage, ledger: LedgerName = LedgerName.FINDINGS, **filters: str) -> None:
    """Show what is behind a figure."""
    page.screen.show_query(LedgerQuery(ledger=ledger, filters=filters))
    page.settle()


def press(page: LedgerPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on the table."""
    page.screen.table.setFocus()
    QTest.keyClick(page.screen.table, key, modifier)
    page.settle()


def fill(page: LedgerPage, values: dict[str, str]) -> None:
    """Fill in fields of the form of an act."""
    acts = page.screen.side.acts
    rows = {**acts.act.editor.rows, **acts.listing.form.editor.rows}
    for name, value in values.items():
        rows[name].put_typed(value)


def chip_words(page: LedgerPage) -> Sequence[str]:
    """Give what stands on the chips of the filters."""
    return [made.text() for made in page.screen.chips.chips.values()]
