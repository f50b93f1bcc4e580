# SPDX-License-Identifier: MulanPSL-2.0
"""The keys of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from inspector_app.wording import tr


def add_keys(widget: QWidget, acts: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Let keys work wherever the focus is in a widget."""
    for keys, act in acts:
        action = QAction(widget)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _on=False, act=act: act())
        widget.addAction(action)


def ledger_keys() -> list[tuple[str, str]]:
    """List the keys of a ledger."""
    return [
        ("/", tr("Search")),
        ("L", tr("Which ledger")),
        ("F", tr("All filters")),
        ("V / Ctrl+S", tr("Saved filters / save this one")),
        ("↑ ↓ PgUp PgDn Ctrl+Home Ctrl+End", tr("Move in the list")),
        ("Shift+↑ ↓, Ctrl+A", tr("Choose several rows, all rows")),
        ("Enter", tr("Open the finding in its inspection")),
        ("A  U  G", tr("Assign, remind, list under supervision")),
        ("S", tr("Order by a column")),
        ("C", tr("Choose columns and their order")),
        ("D", tr("Detail at the side")),
        ("Ctrl+C", tr("Copy the chosen rows as text")),
        ("Ctrl+E", tr("Export what is shown")),
        ("Ctrl+Enter / Esc", tr("Do what the form says / leave it")),
    ]
