# SPDX-License-Identifier: MulanPSL-2.0
"""The one line for secrets: dots instead of letters, and an eye that shows them for as long as it is pressed in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui import theme
from inspector_app.wording import tr

LONGEST = 512  # characters


class HiddenLine(QLineEdit):
    """For a password; what is typed from paper (`from_paper`) is shown while it is typed."""

    def __init__(self, *, from_paper: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mode, hints = QLineEdit.EchoMode, Qt.InputMethodHint
        self._hidden = mode.PasswordEchoOnEdit if from_paper else mode.Password
        self.setEchoMode(self._hidden)
        self.setMaxLength(LONGEST)
        self.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)
        self.eye = QAction(theme.icon("preview", "muted"), tr("Show the characters"), self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._on_eye)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)

    def forget(self) -> None:
        """Empty the line and hide what will be typed next."""
        self.clear()
        self.eye.setChecked(False)

    def _on_eye(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else self._hidden)
        self.eye.setText(tr("Hide the characters") if on else tr("Show the characters"))
