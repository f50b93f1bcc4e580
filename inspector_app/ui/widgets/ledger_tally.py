# SPDX-License-Identifier: MulanPSL-2.0
"""红黄绿 of what is shown, each with its icon, word and number; a click shows only those."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.ledger import Colour
from inspector_app.ui import theme
from inspector_app.ui.widgets.ledger_grid import LIGHTS
from inspector_app.wording import tr, word


class TallyBar(QWidget):
    """A button for each light."""

    chosen = Signal(str)  # value of a Colour, or empty for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Colour, QPushButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for colour, (icon, role) in LIGHTS.items():
            made = QPushButton()
            made.setCheckable(True)
            made.setProperty("segment", True)
            made.setToolTip(tr("Show only these; once more shows all"))
            theme.set_icon(made, icon, role)
            made.clicked.connect(lambda on, colour=colour: self._on_clicked(colour, on))
            self.buttons[colour] = made
            box.addWidget(made)
        self.show_tally({})

    def show_tally(self, tally: Mapping[Colour, int]) -> None:
        """Show the numbers; a ledger without lights shows none."""
        for colour, made in self.buttons.items():
            made.setText(tr("{light} {count}", light=word(colour), count=f"{tally.get(colour, 0):,}"))
            made.setAccessibleName(made.text())
        self.setVisible(bool(tally) or any(made.isChecked() for made in self.buttons.values()))

    def show_chosen(self, value: str) -> None:
        """Mark the light that is filtered by."""
        for colour, made in self.buttons.items():
            made.setChecked(colour.value == value)

    def _on_clicked(self, colour: Colour, checked: bool) -> None:
        self.show_chosen(colour.value if checked else "")
        self.chosen.emit(colour.value if checked else "")
