# SPDX-License-Identifier: MulanPSL-2.0
"""One line of the order: until when, how grave, and which of its legal bases will be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.checklist import ChecklistItem, Clause
from inspector_app.domain.finding import Finding, FindingDraft
from inspector_app.ui import theme
from inspector_app.ui.models.order_lines_model import OrderLine
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.clause_words import clause_text
from inspector_app.ui.widgets.deadline_edit import DeadlineEdit
from inspector_app.ui.widgets.finding_editor import draft_of
from inspector_app.ui.widgets.grade_choice import GradeChoice
from inspector_app.ui.widgets.page import button, clear, label, row
from inspector_app.wording import tr

LARGE = 1.3  # letters from here on need the room of the names beside the fields; the fields explain themselves


class OrderLineEditor(QFrame):
    """Shows what an order may still change about a finding; the rest is written during the inspection."""

    edited = Signal(str)  # finding id
    confirm_wanted = Signal(str, int)  # finding id, which basis
    finding_wanted = Signal(str)  # finding id: to change place, wording, measure or photos

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._finding: Finding | None = None
        self._clauses: tuple[Clause, ...] = ()
        self._confirms: list[QPushButton] = []
        self.title = label("", size="lead")
        self.words = label("", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open_button = button(tr("Open finding"), self._on_open, icon="edit", kind="quiet")
        self.deadline = DeadlineEdit()
        self.grade = GradeChoice()
        self.bases = QVBoxLayout()
        self.bases.setSpacing(theme.dp(4))
        self.note = label("", tone="bad", wrap=True)
        self.note.hide()
        self._build()
        self.deadline.edited.connect(self._on_edited)
        self.grade.edited.connect(self._on_edited)
        self.grade.criterion_taken.connect(self._on_criterion)
        self.grade.criteria_dropped.connect(self._on_criteria_dropped)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(10))
        grid.setVerticalSpacing(theme.dp(8))
        grid.setColumnStretch(1, 1)
        for number, (name, part) in enumerate(
            ((tr("Deadline"), self.deadline), (tr("Grade"), self.grade), (tr("Basis"), _holder(self.bases)))
        ):
            tag = QLabel(name)
            tag.setProperty("tone", "muted")
            tag.setMinimumHeight(theme.dp(36))
            grid.addWidget(tag, number, 0, Qt.AlignmentFlag.AlignTop)
            if theme.scale() >= LARGE:
                tag.hide()
            grid.addWidget(part, number, 1)
        box = QVBoxLayout(self)
        side = theme.dp(12)
        box.setContentsMargins(side, theme.dp(8), side, side)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.title, None, self.open_button))
        box.addWidget(self.words)
        box.addLayout(grid)
        box.addWidget(self.note)

    @property
    def finding_id(self) -> str:
        """The finding that is shown."""
        return self._finding.id if self._finding else ""

    def show_line(
        self,
        line: OrderLine,
        item: ChecklistItem | None,
        start: date,
        *,
        grade_is_frozen: bool,
        typed: FindingDraft | None,
    ) -> None:
        """Show a line; what was typed and is not saved yet goes before what the ledger has."""
        finding = line.finding
        shown = typed or draft_of(finding)
        if finding.id != self.finding_id:
            self.note.hide()
        self._finding = finding
        heading = tr("Finding {ordinal}", ordinal=finding.ordinal)
        if line.is_chosen:
            heading = tr("Line {number} · finding {ordinal}", number=line.number, ordinal=finding.ordinal)
        self.title.setText(heading)
        place = finding.place + "：" if finding.place else ""
        self.words.setText(place + (finding.description or "—"))
        self.deadline.set_proposal(start, item.deadline_days if item else None)
        self.deadline.set_kind(shown.deadline_class)
        self.deadline.set_deadline(shown.deadline)
        self.grade.set_read_only(False)
        self.grade.set_criteria(item.major_ref if item else (), shown.clauses)
        self.grade.set_grade(shown.grade)
        self.grade.set_read_only(grade_is_frozen)
        self.grade.setToolTip(tr("Stands so in the issued record") if grade_is_frozen else "")
        self._show_bases(shown.clauses)

    def draft(self) -> FindingDraft:
        """Give the finding as the fields have it."""
        assert self._finding is not None
        return replace(
            draft_of(self._finding),
            grade=self.grade.grade(),
            deadline_class=self.deadline.kind(),
            deadline=self.deadline.deadline(),
            clauses=self._clauses,
        )

    def say(self, words: str) -> None:
        """Say why the last change was not taken."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def focus_field(self, name: str) -> None:
        """Put the focus into a field that a problem names."""
        if name == "grade":
            self.grade.grades.buttons[self.grade.grades.value()].setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == "clauses":
            target = self._confirms[0] if self._confirms else self.open_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            has_day = self.deadline.deadline() is not None
            (self.deadline.day if has_day else self.deadline.set_button).setFocus(Qt.FocusReason.OtherFocusReason)

    # The legal bases

    def _show_bases(self, clauses: tuple[Clause, ...]) -> None:
        if clauses == self._clauses and self.bases.count():
            return
        self._clauses = clauses
        self._confirms.clear()
        clear(self.bases)
        if not clauses:
            self.bases.addWidget(label(tr("No legal basis yet; open the finding to add one."), tone="bad", wrap=True))
        for number, clause in enumerate(clauses):
            line = self._basis(number, clause)
            self.bases.addWidget(line)
            line.show()  # at once, so that a jump can put the focus into it

    def _basis(self, number: int, clause: Clause) -> QWidget:
        words = label(clause_text(clause), wrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QWidget()
        if clause.may_be_printed:
            chip = Chip(tr("Printed"), "ok", parent=line)  # a chip without a parent would be a window of its own
            chip.setToolTip(tr("Confirmed by {person}", person=clause.confirmed_by) if clause.confirmed_by else "")
            below = row(chip, None)
        else:
            chip = Chip(tr("To be verified: left out"), "warn", parent=line)
            confirm = button(tr("Confirm"), partial(self._on_confirm, number), kind="quiet")
            confirm.setObjectName("confirmBasis")
            self._confirms.append(confirm)
            confirm.setToolTip(tr("I have read this basis in its source and it fits"))
            below = row(chip, confirm, None)
        box = QVBoxLayout(line)
        box.setContentsMargins(0, 0, 0, theme.dp(4))
        box.setSpacing(theme.dp(2))
        box.addWidget(words)
        box.addLayout(below)
        return line

    # What a person does

    def _on_edited(self) -> None:
        if self._finding is not None:
            self.edited.emit(self._finding.id)

    def _on_criterion(self, criterion: Clause) -> None:
        if criterion not in self._clauses:
            self._show_bases((*self._clauses, criterion))

    def _on_criteria_dropped(self, dropped: tuple[Clause, ...]) -> None:
        self._show_bases(tuple(clause for clause in self._clauses if clause not in dropped))

    def _on_confirm(self, number: int) -> None:
        self.confirm_wanted.emit(self.finding_id, number)

    def _on_open(self) -> None:
        self.finding_wanted.emit(self.finding_id)


def _holder(box: QVBoxLayout) -> QWidget:
    made = QWidget()
    box.setContentsMargins(0, theme.dp(6), 0, 0)
    made.setLayout(box)
    return made
