# SPDX-License-Identifier: MulanPSL-2.0
"""The line in which the office gives a laptop document numbers: of which kind, how many, for which year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import Card, button, column, label, row
from inspector_app.wording import sentence, tr

USUAL = "50"


class LeaseForm(Card):
    """Hidden until it is wanted."""

    wanted = Signal(str, int, int)  # kind of document, count, year
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Give numbers"), parent)
        self.kinds = CalmCombo()
        self.kinds.setAccessibleName(tr("Kind of document"))
        self.count = Field(tr("How many"), hint=USUAL, needed=True)
        self.year = Field(tr("Year"), needed=True)
        for field in (self.count, self.year):
            field.setFixedWidth(theme.dp(110))
            field.edit.returnPressed.connect(self._on_keep)
        named = QWidget()
        named.setLayout(column(label(tr("Kind of document"), tone="muted", size="small"), self.kinds, gap=4))
        line = row(gap=12)
        line.addWidget(named, 1)
        line.addWidget(self.count)
        line.addWidget(self.year)
        self.words = label("", tone="bad", wrap=True)
        self.words.hide()
        self.keep = button(tr("Give numbers"), self._on_keep, kind="primary")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self.outer.addLayout(line)
        self.add(self.words)
        self.outer.addLayout(row(None, self.cancel, self.keep))
        self.outer.addStretch(1)

    def begin(self, name: str, kinds: Sequence[tuple[str, str]], year: int) -> None:
        """Open for a laptop; `kinds` are the documents that get numbers (kind, words)."""
        self.title.setText(tr("Give numbers to {name}", name=name))
        self.kinds.clear()
        for kind, words in kinds:
            self.kinds.addItem(words, kind)
        self.count.put(USUAL)
        self.year.put(str(year))
        self.words.hide()
        self.keep.setEnabled(bool(kinds))
        self.kinds.setFocus()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, below the field that it is about."""
        fields = {"count": self.count, "year": self.year}
        for name, field in fields.items():
            field.fault("\n".join(sentence(p) for p in problems if p.where == name))
        elsewhere = [sentence(p) for p in problems if p.where not in fields]
        self.words.setText("\n".join(elsewhere))
        self.words.setVisible(bool(elsewhere))

    def _on_keep(self) -> None:
        fields = (self.count, self.year)
        for field in fields:
            field.fault("" if field.text().isdecimal() else tr("Write a whole number"))
        if all(field.text().isdecimal() for field in fields) and self.kinds.currentData():
            self.wanted.emit(str(self.kinds.currentData()), int(self.count.text()), int(self.year.text()))
