# SPDX-License-Identifier: MulanPSL-2.0
"""What the forms of calculations have in common: inputs as plain values, edits as they are typed and left."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QWidget

from inspector_app.ui.widgets.page import freeze
from inspector_app.wording import tr

Inputs = Mapping[str, object]
REMOVE_WIDE = 44


class WorkingForm(QWidget):
    """A form for the inputs of one calculator."""

    edited = Signal()  # something is being typed
    left = Signal()  # something was typed and left, or chosen

    def inputs(self) -> Inputs:
        """Give what stands in the form; empty where nothing does."""
        return {}

    def put(self, inputs: Inputs) -> None:
        """Show other inputs."""

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing anything."""
        self.setEnabled(not read_only)


class Line(QLineEdit):
    """One cell; its placeholder names it, for there is no room for labels."""

    settled = Signal()  # it was left with another text

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled = ""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._on_left)

    def value(self) -> str:
        """Give the text without blanks at its ends."""
        return self.text().strip()

    def put(self, text: str) -> None:
        """Show another text without calling it an edit."""
        self._settled = text
        if self.text() != text:
            self.setText(text)

    def _on_left(self) -> None:
        if self.value() != self._settled:
            self._settled = self.value()
            self.settled.emit()


class NumberLine(Line):
    """A cell for a number; full-width digits are digits."""

    def value(self) -> str:
        """Give the number as it is calculated with."""
        return unicodedata.normalize("NFKC", self.text()).replace(",", "").strip()


class Choice(QComboBox):
    """One of a few words; the first is none of them."""

    def __init__(self, name: str, none: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page, it does not choose
        self.addItem(none, "")

    def offer(self, choices: Mapping[str, str]) -> None:
        """Offer these words by their value."""
        while self.count() > 1:
            self.removeItem(1)
        for value, text in choices.items():
            self.addItem(text, value)

    def value(self) -> str:
        """Give the value that is chosen."""
        return str(self.currentData() or "")

    def put(self, value: str) -> None:
        """Choose a value without calling it an edit; one that is not offered is none."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(value)))
        self.blockSignals(False)


def searching(line: QLineEdit, names: list[str]) -> None:
    """Let a line look its words up in a list, anywhere in them."""
    completer = QCompleter(names, line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(8)
    line.setCompleter(completer)


def freeze_all(parts: list[QWidget], read_only: bool) -> None:
    """Make cells read-only, or not; what is no line is switched off."""
    for part in parts:
        if isinstance(part, QLineEdit):
            freeze(part, read_only)
        else:
            part.setEnabled(not read_only)


def take_words() -> str:
    """Say what the button at the end of a row does."""
    return tr("Take this row away")
