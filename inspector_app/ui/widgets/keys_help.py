# SPDX-License-Identifier: MulanPSL-2.0
"""F1: the keys of this screen, beside those that work everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.wording import tr

Keys = Sequence[tuple[str, str]]


class KeysHelp(QDialog):
    """Two columns of keys; any of Escape, Enter and F1 closes it."""

    def __init__(self, title: str, here: Keys, everywhere: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        edge = theme.dp(24)
        outer.setContentsMargins(edge, edge, edge, theme.dp(16))
        outer.setSpacing(theme.dp(16))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(32))
        grid.setVerticalSpacing(theme.dp(4))
        outer.addLayout(grid)
        for column, (name, keys) in enumerate(((title, here), (tr("Everywhere"), everywhere))):
            grid.addWidget(label(name, size="lead"), 0, 2 * column, 1, 2)
            for line, (key, what) in enumerate(keys, start=1):
                grid.addWidget(_key(key), line, 2 * column, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label(what, wrap=False), line, 2 * column + 1, Qt.AlignmentFlag.AlignTop)
        close = button(tr("Close"), self.close, kind="primary")
        close.setDefault(True)
        outer.addLayout(row(None, close))


def _key(text: str) -> QLabel:
    made = label(text)
    made.setProperty("key", True)
    return made
