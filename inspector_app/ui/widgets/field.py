# SPDX-License-Identifier: MulanPSL-2.0
"""A labelled field with a line below it for what is wrong or what to type."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import label, restyle, set_tone
from inspector_app.wording import tr


class Field(QWidget):
    """Label above, field, and a line of words; `left` when a changed text is left or Enter is pressed."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(
        self,
        title: str,
        *,
        hint: str = "",
        needed: bool = False,
        help_text: str = "",
        line: QLineEdit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._help = help_text
        self._kept = ""
        self.title: QLabel = label(tr("{title} *", title=title) if needed else title, tone="muted", size="small")
        self.edit = line or QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(title)
        self.title.setBuddy(self.edit)
        self.words: QLabel = label(help_text, tone="muted", size="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for part in (self.title, self.edit, self.words):
            box.addWidget(part)
        self.words.setVisible(bool(help_text))  # only now: without a parent it would open as a window
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self.edited)
        self.edit.editingFinished.connect(self._on_left)

    def text(self) -> str:
        """Give what stands in the field."""
        return self.edit.text().strip()

    def put(self, text: str) -> None:
        """Fill the field with what is kept."""
        self._kept = text
        if self.edit.text() != text:
            self.edit.setText(text)
        self.fault("")

    def fault(self, words: str) -> None:
        """Say what is wrong; no words means that nothing is."""
        restyle(self.edit, "faulty", bool(words))
        set_tone(self.words, "bad" if words else "muted")
        self.words.setText(words or self._help)
        self.words.setVisible(bool(words or self._help))

    def praise(self, words: str) -> None:
        """Say that what was typed is right."""
        restyle(self.edit, "faulty", False)
        set_tone(self.words, "ok")
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _on_left(self) -> None:
        if self.text() != self._kept:
            self._kept = self.text()
            self.left.emit(self._kept)
