# SPDX-License-Identifier: MulanPSL-2.0
"""一般 or 重大. Nobody judges a finding 重大 without naming the criterion, which then joins its legal basis."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Clause
from inspector_app.domain.finding import Grade
from inspector_app.operations.findings import typed_clause
from inspector_app.ui import theme
from inspector_app.ui.widgets.clause_list import BasisField
from inspector_app.ui.widgets.clause_words import clause_text
from inspector_app.ui.widgets.page import button, clear, row
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word


class GradeChoice(QWidget):
    """Two buttons; 重大 opens the question for its criterion."""

    edited = Signal()
    asked = Signal()  # the question for the criterion is open
    criterion_taken = Signal(object)  # Clause that makes it major
    criteria_dropped = Signal(object)  # clauses that no longer apply

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._criteria: tuple[Clause, ...] = ()
        self._held: tuple[Clause, ...] = ()
        self.grades = Segments([(grade, word(grade)) for grade in Grade])
        self.grades.set_icons({Grade.MAJOR: ("flag", "bad")})
        self.grades.chosen.connect(self._on_chosen)
        self.question = QFrame()
        self.question.setProperty("band", "warn")
        self.offers: list[QPushButton] = []
        self._offers = QVBoxLayout()
        self._offers.setSpacing(theme.dp(4))
        self.field = BasisField()
        self.field.setPlaceholderText(tr("Another criterion: type it, Enter takes it"))
        self.field.setAccessibleName(tr("Criterion of the major hazard"))
        self.field.taken.connect(lambda text: self._take(typed_clause(text)))
        self.field.given_up.connect(self._give_up)
        inner = QVBoxLayout(self.question)
        inner.setContentsMargins(theme.dp(10), theme.dp(8), theme.dp(10), theme.dp(8))
        inner.setSpacing(theme.dp(4))
        inner.addWidget(WrapLabel(tr("Major by which criterion? It is printed with the finding.")))
        inner.addLayout(self._offers)
        inner.addWidget(self.field)
        cancel = button(tr("Stay with “general”"), self._give_up, kind="quiet")
        inner.addLayout(row(None, cancel))
        self.question.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        box.addLayout(row(self.grades, None))
        box.addWidget(self.question)

    def grade(self) -> Grade:
        """Give the grade; while the criterion is asked for it is still the old one."""
        return Grade.GENERAL if self.question.isVisibleTo(self) else Grade(self.grades.value())

    def set_grade(self, grade: Grade) -> None:
        """Show another grade without calling it an edit."""
        self.question.hide()
        self.grades.set_value(grade)

    def set_criteria(self, criteria: Sequence[Clause], held: Sequence[Clause]) -> None:
        """Tell the item's criteria, and the bases that the finding has already."""
        self._held = tuple(held)
        if tuple(criteria) != self._criteria or not self._offers.count():
            self._criteria = tuple(criteria)
            clear(self._offers)
            self.offers.clear()
            for criterion in self._criteria:
                offer = button(tr("This one"), partial(self._take, criterion), icon="check")
                offer.setAccessibleName(clause_text(criterion))
                line = row(WrapLabel(clause_text(criterion)), offer)
                line.setStretch(0, 1)
                self._offers.addLayout(line)
                self.offers.append(offer)

    def set_read_only(self, read_only: bool) -> None:
        """Show without choices."""
        self.grades.set_read_only(read_only)

    def _on_chosen(self, grade: Grade) -> None:
        if grade is Grade.MAJOR and not any(c in self._held for c in self._criteria):
            self.question.show()
            self.asked.emit()
            first: QWidget = self.offers[0] if self.offers else self.field
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.question.hide()
        if grade is Grade.GENERAL:
            dropped = tuple(c for c in self._criteria if c in self._held)
            if dropped:
                self.criteria_dropped.emit(dropped)
        self.edited.emit()

    def _take(self, criterion: Clause) -> None:
        self.question.hide()
        self.field.clear()
        self.grades.set_value(Grade.MAJOR)
        self.criterion_taken.emit(criterion)
        self.edited.emit()
        self.grades.buttons[Grade.MAJOR].setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self) -> None:
        self.question.hide()
        self.grades.set_value(Grade.GENERAL)
        self.grades.buttons[Grade.GENERAL].setFocus(Qt.FocusReason.OtherFocusReason)
