# SPDX-License-Identifier: MulanPSL-2.0
"""A small form of lines, days and longer texts with its act below; faults stand at the line that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import parse_day
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import Card, button, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr


class Kind(StrEnum):
    """What may stand in a line."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    LONG = "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a form; `half` lets two of them stand side by side."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    hint: str = ""
    half: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered, read by the kind of each line."""

    texts: Mapping[str, str]
    days: Mapping[str, date | None]
    numbers: Mapping[str, int | None]


class LongField(QWidget):
    """A label and a text of several lines."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(title)
        self.edit.setFixedHeight(theme.dp(84))
        self.words = label("", tone="bad", size="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for part in (label(title, tone="muted", size="small"), self.edit, self.words):
            box.addWidget(part)
        self.words.hide()
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """Give what stands in the field."""
        return self.edit.toPlainText().strip()

    def put(self, text: str) -> None:
        """Fill the field."""
        if self.edit.toPlainText() != text:
            self.edit.setPlainText(text)
        self.fault("")

    def fault(self, words: str) -> None:
        """Say what is wrong."""
        self.words.setText(words)
        self.words.setVisible(bool(words))


class ActForm(Card):
    """Lines and one act; Ctrl+Enter does it, Escape leaves."""

    wanted = Signal(object)  # Filled
    left = Signal()

    def __init__(
        self, title: str, act: str, lines: Sequence[Line], *, kind: str = "primary", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.title.setWordWrap(True)
        self.top.setStretch(self.top.indexOf(self.title), 10)
        self._lines = {line.name: line for line in lines}
        self._near = date(2000, 1, 1)
        self.fields: dict[str, Field | LongField] = {}
        self.said = WrapLabel(tone="muted")
        self.said.hide()
        self.words = WrapLabel(tone="bad")
        self.words.hide()
        self.act = button(act, self.send, kind=kind, tip="Ctrl+Enter")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self.between = QVBoxLayout()  # what a form of its own puts between words and lines
        self.between.setSpacing(theme.dp(8))
        self.add(self.said)
        self.outer.addLayout(self.between)
        self.outer.addLayout(self._grid(lines))
        self.add(self.words)
        self.outer.addLayout(row(None, self.cancel, self.act))

    def _grid(self, lines: Sequence[Line]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(12))
        grid.setVerticalSpacing(theme.dp(8))
        at, side = 0, 0
        for line in lines:
            title = tr("{title} *", title=line.title) if line.needed else line.title
            is_long = line.kind is Kind.LONG
            made = LongField(title) if is_long else Field(line.title, hint=line.hint, needed=line.needed)
            self.fields[line.name] = made
            if line.half:
                grid.addWidget(made, at, side, Qt.AlignmentFlag.AlignTop)
                at, side = (at + 1, 0) if side else (at, 1)
            else:
                at, side = (at + 1, 0) if side else (at, side)
                grid.addWidget(made, at, 0, 1, 2)
                at += 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def begin(self, values: Mapping[str, str], near: date, said: str = "") -> None:
        """Open with these values; days without a year are read near `near`."""
        self._near = near
        for name, field in self.fields.items():
            field.put(values.get(name, ""))
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.words.hide()
        self.act.setEnabled(True)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus into the first empty line."""
        empty = (field for field in self.fields.values() if not field.text() and field.isVisibleTo(self))
        next(empty, next(iter(self.fields.values()))).setFocus()

    def send(self) -> None:
        """Read the lines, and do it if nothing is wrong with them."""
        filled = self.read()
        if filled is not None:
            self.words.hide()
            self.act.setEnabled(False)
            self.wanted.emit(filled)

    def read(self) -> Filled | None:
        """Give what was entered, or mark the faults and give nothing."""
        texts = {name: field.text() for name, field in self.fields.items()}
        kinds = {name: line.kind for name, line in self._lines.items()}
        days = {n: parse_day(t, self._near) if t else None for n, t in texts.items() if kinds[n] is Kind.DAY}
        numbers = {
            n: int(t) if t.isdecimal() else None for n, t in texts.items() if kinds[n] is Kind.NUMBER
        }  # fmt: skip
        is_right = True
        for name, line in self._lines.items():
            fault = ""
            if line.needed and not texts[name] and self.fields[name].isVisibleTo(self):
                fault = tr("Please fill this in")
            elif texts[name] and name in days and days[name] is None:
                fault = tr("Write the day as 2026-11-21")
            elif texts[name] and name in numbers and numbers[name] is None:
                fault = tr("Write a whole number")
            self.fields[name].fault(fault)
            is_right = is_right and not fault
        if not is_right:
            self.focus_fault()
        return Filled(texts, days, numbers) if is_right else None

    def focus_fault(self) -> None:
        """Put the focus into the first line that is wrong."""
        faulty = (field for field in self.fields.values() if field.words.isVisibleTo(self) and field.words.text())
        found = next(faulty, None)
        if found is not None:
            found.setFocus()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it was not done: at the line it is about, the rest below."""
        self.act.setEnabled(True)
        rest = []
        for problem in problems:
            field = self.fields.get(problem.where.rpartition(":")[2])
            if field is not None and field.isVisibleTo(self):
                field.fault(sentence(problem))
            else:
                rest.append(sentence(problem))
        self.words.setText("\n".join(rest))
        self.words.setVisible(bool(rest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter does it, Escape leaves."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
