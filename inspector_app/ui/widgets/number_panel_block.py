# SPDX-License-Identifier: MulanPSL-2.0
"""The line in which a block of numbers is added: which word, from which number to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, Refused
from inspector_app.ledgers import organs
from inspector_app.operations.numbers import BlockDraft, word_of
from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import Band, button, column, label, row
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWord:
    """A word by which numbers are counted, and the documents that bear it."""

    word: str
    documents: tuple[str, ...]


def words_of(ws: Workspace) -> tuple[NumberWord, ...]:
    """Give the words of the documents that this organ uses; a faulty form of its own has none."""
    organ = organs.organ(ws)
    found: dict[str, list[str]] = {}
    for kind in DocumentKind:
        if organ is None or not ws.law.documents.of(kind).is_for(organ):
            continue
        try:
            form = ws.form(kind)
        except Refused:
            continue
        found.setdefault(word_of(organ, form), []).append(form.title)
    return tuple(NumberWord(word=word, documents=tuple(names)) for word, names in found.items())


class BlockForm(QWidget):
    """Word, first and last number; faults are said below their field."""

    wanted = Signal(object)  # BlockDraft

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._year = 0
        self.words = CalmCombo()
        self.words.setAccessibleName(tr("Word of the number"))
        self.first = Field(tr("First number"), hint="1", needed=True)
        self.last = Field(tr("Last number"), hint="200", needed=True)
        for field in (self.first, self.last):
            field.setFixedWidth(theme.dp(130))
            field.edit.returnPressed.connect(self._on_keep)
        self.band = Band()
        self.band.dismiss.hide()
        self.keep = button(tr("Keep the block"), self._on_keep, kind="primary")
        self.cancel = button(tr("Cancel"), self.hide)
        line = row(gap=12)
        named = QWidget()
        named.setLayout(column(label(tr("Word of the number"), tone="muted", size="small"), self.words, gap=4))
        line.addWidget(named, 1)
        for part in (self.first, self.last):
            line.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(line)
        box.addWidget(self.band)
        box.addLayout(row(None, self.cancel, self.keep))

    def begin(self, words: Sequence[NumberWord], year: int) -> None:
        """Open with empty numbers."""
        self.set_year(year)
        self.words.clear()
        for one in words:
            named = tr(", ").join(one.documents)
            self.words.addItem(tr("{word} ({documents})", word=one.word, documents=named), one.word)
        for field in (self.first, self.last):
            field.put("")
        self.band.hide()
        if not words:
            self.band.say(tr("Set up the organ first; its word begins every number."), tone="warn")
            self.band.dismiss.hide()
        self.keep.setEnabled(bool(words))
        self.show()
        self.words.setFocus()

    def set_year(self, year: int) -> None:
        """Add to another year from now on."""
        self._year = year

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong with the block."""
        fields = {"first": self.first, "last": self.last}
        for name, field in fields.items():
            field.fault("\n".join(sentence(p) for p in problems if p.where == name))
        elsewhere = [sentence(p) for p in problems if p.where not in fields]
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
            self.band.dismiss.hide()

    def _on_keep(self) -> None:
        typed = {"first": self.first, "last": self.last}
        values = {name: field.text() for name, field in typed.items()}
        self.band.hide()
        for name, field in typed.items():
            good = values[name].isdecimal()
            field.fault("" if good else tr("Write a whole number"))
        if not all(value.isdecimal() for value in values.values()) or not self.words.currentData():
            return
        self.wanted.emit(
            BlockDraft(
                word=str(self.words.currentData()),
                year=self._year,
                first=int(values["first"]),
                last=int(values["last"]),
            )
        )
