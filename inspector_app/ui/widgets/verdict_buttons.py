# SPDX-License-Identifier: MulanPSL-2.0
"""The three verdicts of a re-inspected line side by side; none holds until one is pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.document import Verdict
from inspector_app.ui import theme
from inspector_app.wording import tr, word

SIGNS = {
    Verdict.DONE: ("check", "ok", "1"),
    Verdict.PARTIAL: ("warning", "warn", "2"),
    Verdict.NOT_DONE: ("error", "bad", "3"),
}


class VerdictButtons(QWidget):
    """Buttons with icon, word and digit; a second press takes a verdict back."""

    chosen = Signal(object)  # Verdict or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Verdict, QPushButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        for verdict, (icon, role, digit) in SIGNS.items():
            made = QPushButton(f"{digit} {word(verdict)}")
            made.setCheckable(True)
            made.setProperty("segment", True)
            made.setToolTip(tr("{verdict} (key {digit})", verdict=word(verdict), digit=digit))
            theme.set_icon(made, icon, role)
            made.clicked.connect(lambda checked, one=verdict: self._on_clicked(one, checked))
            self.buttons[verdict] = made
            box.addWidget(made, 1)

    def value(self) -> Verdict | None:
        """Give the verdict that holds."""
        return next((verdict for verdict, made in self.buttons.items() if made.isChecked()), None)

    def put(self, verdict: Verdict | None) -> None:
        """Show a verdict without calling it a choice."""
        for one, made in self.buttons.items():
            made.setChecked(one is verdict)

    def _on_clicked(self, verdict: Verdict, checked: bool) -> None:
        found = verdict if checked else None
        self.put(found)
        self.chosen.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let digits choose, and ← → move."""
        digits = {Qt.Key.Key_1: Verdict.DONE, Qt.Key.Key_2: Verdict.PARTIAL, Qt.Key.Key_3: Verdict.NOT_DONE}
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        every = list(self.buttons.values())
        at = next((n for n, made in enumerate(every) if made.hasFocus()), -1)
        if key in digits:
            self.put(digits[key])
            self.chosen.emit(digits[key])
        elif step is not None and at >= 0:
            every[(at + step) % len(every)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
