# SPDX-License-Identifier: MulanPSL-2.0
"""The line in which the office enters the address that laptops are to use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import button, column, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr


class AddressForm(QWidget):
    """A field and its button; empty is an answer too."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = ""
        self.field = Field(
            tr("Address that laptops use"),
            hint="https://192.168.1.20:8620",
        )
        self.field.setFixedWidth(theme.dp(420))
        self.keep = button(tr("Keep"), self._on_keep)
        beside = column(label(" ", size="small"), self.keep, gap=4)  # as high as the word above the field
        beside.addStretch(1)
        line = row(self.field)
        line.addLayout(beside)
        line.addStretch(1)
        meaning = WrapLabel(
            tr(
                "Goes along with the answer to each request. A laptop that was enrolled before gets it with a fresh "
                "answer, or somebody enters it there under “Hand over”."
            ),
            tone="muted",
        )
        box = column(gap=4)
        box.addLayout(line)
        box.addWidget(meaning)
        self.setLayout(box)
        self.field.edited.connect(lambda _text: self._dress())
        self.field.edit.returnPressed.connect(self._on_keep)
        self.hide()

    def show_url(self, url: str, *, again: bool = False) -> None:
        """Show what is kept; what somebody is typing stays, unless it was just kept."""
        if again or self.field.text() == self._known:
            self.field.put(url)
        self._known = url
        self._dress()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it is no address."""
        self.field.fault("\n".join(sentence(p) for p in problems))
        self.field.setFocus()

    def _dress(self) -> None:
        self.keep.setEnabled(self.field.text() != self._known)

    def _on_keep(self) -> None:
        if self.field.text() != self._known:
            self.wanted.emit(self.field.text())
