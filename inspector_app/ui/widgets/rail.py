# SPDX-License-Identifier: MulanPSL-2.0
"""The left rail: one button for each place that exists; it never scrolls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import theme


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the program: its name in the code, its icon, its word and its key."""

    name: str
    icon: str
    word: str
    key: str


LARGE = 1.25  # from this letter size on ten words under their icons are higher than a small laptop's screen


def _style() -> Qt.ToolButtonStyle:
    is_large = theme.scale() >= LARGE
    return Qt.ToolButtonStyle.ToolButtonTextBesideIcon if is_large else Qt.ToolButtonStyle.ToolButtonTextUnderIcon


class Rail(QFrame):
    """Icon and word for each place; arrow keys move, Enter or a click goes there."""

    place_chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.buttons: dict[str, QToolButton] = {}
        box = QVBoxLayout(self)
        edge = theme.dp(6)
        box.setContentsMargins(edge, theme.dp(8), edge, edge)
        box.setSpacing(theme.dp(4))
        for place in places:
            if place.name == "settings":
                box.addStretch(1)
            box.addWidget(self._button(place))

    def _button(self, place: Place) -> QToolButton:
        made = QToolButton()
        made.setText(place.word)
        made.setCheckable(True)
        made.setToolButtonStyle(_style())
        made.setProperty("beside", theme.scale() >= LARGE)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        made.setProperty("icon_edge", 22)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.set_icon(made, place.icon, "muted", "accent")
        made.setShortcut(QKeySequence(place.key))
        made.setToolTip(f"{place.word}  {place.key}")
        made.clicked.connect(lambda _on=False, name=place.name: self._on_clicked(name))
        self.buttons[place.name] = made
        return made

    def changeEvent(self, event: QEvent) -> None:
        """Follow another letter size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            for made in self.buttons.values():
                if made.toolButtonStyle() is not _style():
                    made.setToolButtonStyle(_style())
                    made.setProperty("beside", theme.scale() >= LARGE)
                    made.style().polish(made)

    def show_closed(self, why: Mapping[str, str]) -> None:
        """Close the places that the person may not see, and say why under the pointer."""
        for place, made in self.buttons.items():
            made.setEnabled(place not in why)
            made.setToolTip(why.get(place) or f"{made.text()}  {made.shortcut().toString()}")

    def show_place(self, name: str) -> None:
        """Mark where we are."""
        for place, made in self.buttons.items():
            made.setChecked(place == name)

    def _on_clicked(self, name: str) -> None:
        self.show_place(name)
        self.place_chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        made = list(self.buttons.values())
        if step is None or focused not in made:
            super().keyPressEvent(event)
            return
        made[(made.index(focused) + step) % len(made)].setFocus(Qt.FocusReason.TabFocusReason)

    def sizeHint(self) -> QSize:
        """Stay as narrow as the widest word allows."""
        wide = max((button.sizeHint().width() for button in self.buttons.values()), default=0) + 2 * theme.dp(6)
        return QSize(max(theme.dp(92), wide), super().sizeHint().height())
