# SPDX-License-Identifier: MulanPSL-2.0
"""Facts in two columns: a muted word at the left, what holds at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import label, set_tone


class Facts(QWidget):
    """Lines of a word and a value; a value may have a colour role, and then says by words what the colour says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.dp(16))
        self._grid.setVerticalSpacing(theme.dp(6))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: Sequence[tuple[str, str, str]]) -> None:
        """Show these lines (word, value, role of its colour); a line without a value is left out."""
        shown = [fact for fact in facts if fact[1]]
        while len(self._rows) < len(shown):
            self._add()
        for n, (name, value) in enumerate(self._rows):
            name.setVisible(n < len(shown))
            value.setVisible(n < len(shown))
            if n < len(shown):
                word, words, role = shown[n]
                name.setText(word)
                value.setText(words)
                set_tone(value, role)

    def words(self) -> dict[str, str]:
        """Give what is shown."""
        return {name.text(): value.text() for name, value in self._rows if not name.isHidden()}

    def _add(self) -> None:
        name, value = label("", tone="muted"), label("", wrap=True)
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        at = len(self._rows)
        self._grid.addWidget(name, at, 0)
        self._grid.addWidget(value, at, 1)
        self._rows.append((name, value))
