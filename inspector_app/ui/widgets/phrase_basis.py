# SPDX-License-Identifier: MulanPSL-2.0
"""The legal basis of a phrase: what the wording came with and what the item has; lapsed ones are marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Clause
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.clause_words import clause_mark, clause_text
from inspector_app.ui.widgets.page import clear, label
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class PhraseBasis(QWidget):
    """One box for each basis."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[tuple[QCheckBox, Clause]] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_clauses(self, ticked: Sequence[Clause], offered: Sequence[Clause], on: date) -> None:
        """Show the offered bases, each place of a law once; which of them are ticked is said."""
        clear(self._rows)
        self.boxes = []
        once = {(clause.law, clause.name, clause.clause): clause for clause in reversed(offered)}
        for clause in reversed(once.values()):
            self._rows.addWidget(self._line(clause, on, is_ticked=clause in ticked))
        if not self.boxes:
            self._rows.addWidget(label(tr("The item has no legal basis."), tone="warn"))

    def _line(self, clause: Clause, on: date, *, is_ticked: bool) -> QWidget:
        line = QWidget()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.dp(6))
        box = QCheckBox()
        box.setAccessibleName(clause_text(clause))
        box.setChecked(is_ticked)
        box.toggled.connect(self.edited)
        self.boxes.append((box, clause))
        inner.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        words = WrapLabel(clause_text(clause), parent=line)
        words.setContentsMargins(0, theme.dp(7), 0, 0)
        inner.addWidget(words, 1)
        mark = clause_mark(clause, on)
        if mark:
            inner.addWidget(Chip(mark, "warn", parent=line))
        return line

    def clauses(self) -> tuple[Clause, ...]:
        """Give what is ticked."""
        return tuple(clause for box, clause in self.boxes if box.isChecked())
