# SPDX-License-Identifier: MulanPSL-2.0
"""A position as an answer: latitude and longitude, typed, or pasted as a pair."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.models.asked import Given
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.answer_line import AnswerLine
from inspector_app.ui.widgets.page import button, freeze, restyle, row
from inspector_app.wording import tr

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def pair_in(text: str) -> tuple[str, str] | None:
    """Find latitude and longitude in a text, as maps and phones copy them; None where there are no two numbers.

    >>> pair_in("39.9087, 116.3975"), pair_in("39")
    (('39.9087', '116.3975'), None)
    """
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return (found[0], found[1]) if len(found) >= 2 else None


class _Degrees(AnswerLine):
    """Half of a position; a pasted pair fills both."""

    pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a pasted pair apart."""
        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if text and pair_in(text) is not None and not self.isReadOnly():
            self.pasted.emit(text)
        else:
            super().keyPressEvent(event)


class PositionAnswer(AnswerField):
    """Two numbers in degrees, WGS 84."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest = ""  # altitude and accuracy, if they came with it
        self.latitude, self.longitude = _Degrees(), _Degrees()
        self.paste_button = button(tr("Paste"), self._paste, icon="paste", tip=tr("Paste “latitude longitude”"))
        for edit, name in ((self.latitude, tr("Latitude")), (self.longitude, tr("Longitude"))):
            edit.setPlaceholderText(name)
            edit.setAccessibleName(name)
            edit.setMinimumWidth(edit.fontMetrics().horizontalAdvance("-000.000000") + theme.dp(24))
            edit.textEdited.connect(self._on_text)
            edit.escaped.connect(self.given_up)
            edit.left.connect(self._on_left)
            edit.pasted.connect(self._take)
        self.latitude.entered.connect(self.longitude.setFocus)
        self.longitude.entered.connect(self._on_entered)
        line = row(self.latitude, self.longitude, self.paste_button, None)
        self.setLayout(line)
        self.setFocusProxy(self.latitude)

    def show_given(self, given: Given) -> None:
        """Show a position."""
        if self.given().value == given.value:
            return
        parts = given.value.split()
        self._rest = " ".join(parts[2:])
        for edit, text in zip((self.latitude, self.longitude), (*parts[:2], "", ""), strict=False):
            edit.setText(text)

    def given(self) -> Given:
        """Give both numbers, and what came with them."""
        halves = [unicodedata.normalize("NFKC", e.text()).strip() for e in (self.latitude, self.longitude)]
        return Given(" ".join(part for part in (*halves, self._rest if all(halves) else "") if part))

    def keep(self) -> None:
        """Keep what was typed once it is whole, or nothing."""
        given = self.given()
        if given.value != self.known.value and not self.latitude.isReadOnly():
            self.known = given
            self.kept.emit(given)

    def _on_text(self, _text: str) -> None:
        self._rest = ""
        self.typed.emit(self.given())

    def _on_left(self) -> None:
        focused = self.focusWidget()
        if focused not in (self.latitude, self.longitude) or not (focused and focused.hasFocus()):
            self.keep()

    def _on_entered(self) -> None:
        self.keep()
        self.entered.emit()

    def _paste(self) -> None:
        self._take(QGuiApplication.clipboard().text())

    def _take(self, text: str) -> None:
        pair = pair_in(text)
        if pair is None:
            self.latitude.setFocus()
            return
        self._rest = ""
        self.latitude.setText(pair[0])
        self.longitude.setText(pair[1])
        self.keep()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        freeze(self.latitude, read_only)
        freeze(self.longitude, read_only)
        self.paste_button.setHidden(read_only)

    def set_faulty(self, is_faulty: bool) -> None:
        """Look wrong, or not."""
        restyle(self.latitude, "faulty", is_faulty)
        restyle(self.longitude, "faulty", is_faulty)

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters begin the latitude anew."""
        self.latitude.setFocus()
        if letters and not self.latitude.isReadOnly():
            self.latitude.setText(letters)
            self._on_text(letters)
        else:
            self.latitude.selectAll()
