# SPDX-License-Identifier: MulanPSL-2.0
"""The top line of a screen: what this is, for whom, in which state, and the one primary action."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.elided_label import ElidedLabel
from inspector_app.ui.widgets.page import button, restyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the top line says."""

    title: str
    whom: str = ""
    chip: str = ""
    chip_role: str = "muted"


class HeadLine(QFrame):
    """Shows the heading of the current screen; the primary button follows the screen's action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headLine")
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.dp(24), theme.dp(10), theme.dp(24), theme.dp(6))
        box.setSpacing(theme.dp(12))
        self.setMinimumHeight(theme.dp(56))
        self.title = ElidedLabel()
        self.title.setObjectName("screenTitle")
        self.whom = ElidedLabel()
        self.whom.setObjectName("screenFor")
        self.chip = Chip()
        self.primary = button("", self._on_primary, kind="primary")
        for part in (self.title, self.whom, self.chip):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addStretch(1)
        box.addWidget(self.primary)
        self._action: QAction | None = None
        self._closed = ""

    def show_heading(self, heading: Heading, action: QAction | None, closed: str = "") -> None:
        """Show this heading, with the screen's primary action if it has one; `closed` says why it may not be done."""
        self._closed = closed
        self.title.setText(heading.title)
        self.whom.setText(heading.whom)
        self.chip.set_state(heading.chip, heading.chip_role)
        if self._action is not None and self._action is not action:
            self._action.changed.disconnect(self._on_action_changed)
        if action is not None and self._action is not action:
            action.changed.connect(self._on_action_changed)
        self._action = action
        self._on_action_changed()

    def forget(self) -> None:
        """Let go of the action before its screen is destroyed."""
        self.show_heading(Heading(title=""), None)

    def _on_action_changed(self) -> None:
        action = self._action
        self.primary.setVisible(action is not None and action.isVisible())
        if action is not None:
            keys = action.shortcut().toString()
            self.primary.setText(f"{action.text()}  {keys}" if keys else action.text())
            self.primary.setEnabled(action.isEnabled() and not self._closed)
            self.primary.setToolTip(self._closed or action.toolTip())
            restyle(self.primary, "kind", "primary")

    def _on_primary(self) -> None:
        if self._action is not None:
            self._action.trigger()
