# SPDX-License-Identifier: MulanPSL-2.0
"""One result of the review: its rule, on what it rests, where it is mended, and why a warning is passed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain import texts
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem
from inspector_app.domain.review import RuleLevel
from inspector_app.operations.review.review import Result
from inspector_app.ui import theme
from inspector_app.ui.widgets.case_review_list import ROLES, group_of, group_word, sign_of
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.field_editor_inputs import UndoLine
from inspector_app.ui.widgets.page import Card, button, label, restyle, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

Place = tuple[str, str]  # rule and where


def place_of(result: Result) -> Place:
    """Give what a reason is kept for."""
    return result.rule.id, result.problem.where


class ReviewDetail(Card):
    """The card below the list."""

    jump_wanted = Signal(str)
    reason_given = Signal(object, str)  # places, reason
    next_wanted = Signal()  # Enter in the reason: on to the next warning

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("R00", parent)
        self._where = ""
        self.chip = Chip(parent=self)
        self.jump_button = button(tr("Go to where it is mended"), self.jump, icon="next")
        self.basis = WrapLabel()
        self.unsure = Chip(parent=self)
        self.mend = WrapLabel(tone="muted")
        self.reason = PassLine()
        self.reason.given.connect(self.reason_given)
        self.reason.next_wanted.connect(self.next_wanted)
        self.top.insertWidget(1, self.chip)
        self.note.hide()
        self.top.setStretch(self.top.count() - 1, 0)  # the room is for the words about the place
        self.top.addWidget(self.mend, 1)
        self.add_at_right(self.jump_button)
        top = Qt.AlignmentFlag.AlignTop
        line = QHBoxLayout()
        line.setSpacing(theme.dp(8))
        line.addWidget(label(tr("Basis"), tone="muted"), 0, top)
        line.addWidget(self.basis, 1, top)
        line.addWidget(self.unsure, 0, top)
        self.outer.addLayout(line)
        self.add(self.reason)
        self.hide()

    def show_result(self, result: Result | None, others: Sequence[Result]) -> None:
        """Show a result, or nothing; what is typed for the same one stays."""
        self.setVisible(result is not None)
        self.reason.show_result(result, others)
        if result is None:
            return
        group = group_of(result)
        self.title.setText(result.rule.id)
        self.chip.set_state(group_word(group), ROLES[group], sign_of(ROLES[group]))
        self.basis.setText(result.rule.basis)
        is_unsure = FactMark(result.rule.mark).is_unsure
        self.unsure.set_state(tr("To be verified") if is_unsure else "", "warn")
        self.mend.setText(tr("Mended at: {place}", place=result.rule.mend))
        self._where = result.problem.where
        self.jump_button.setVisible(bool(self._where))

    def jump(self) -> None:
        """Go to the place where it is mended."""
        if self._where:
            self.jump_wanted.emit(self._where)

    def enter(self) -> None:
        """Go on from the list: into the reason of a warning, else to the place."""
        if self.reason.isVisibleTo(self):
            self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.jump()


class PassLine(QFrame):
    """Why a warning is passed: one line, kept by Enter or when it is left."""

    given = Signal(object, str)
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("band", "warn")
        self._result: Result | None = None
        self._kept = ""
        self._others: tuple[Place, ...] = ()
        self.tag = WrapLabel()
        self.edit = UndoLine()
        self.edit.setMaxLength(texts.NAME_LIMIT * 5)
        self.edit.setAccessibleName(tr("Reason for passing the warning"))
        self.edit.setPlaceholderText(tr("Why is it right all the same? Enter keeps the reason"))
        self.edit.returnPressed.connect(self._on_enter)
        self.edit.editingFinished.connect(self.flush)
        self.every = button("", self._on_every, kind="quiet")
        self.every.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not leave the line before it is kept
        self.refusal = WrapLabel(tone="bad")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.dp(10), theme.dp(6), theme.dp(8), theme.dp(6))
        box.setSpacing(theme.dp(4))
        line = row(self.edit, self.every)
        line.setStretch(0, 1)
        box.addWidget(self.tag)
        box.addLayout(line)
        box.addWidget(self.refusal)
        self.refusal.hide()

    @property
    def has_unsaved(self) -> bool:
        """Whether something is typed that is not kept yet."""
        return self._result is not None and texts.cleaned(self.edit.text()) not in ("", self._kept)

    def show_result(self, result: Result | None, others: Sequence[Result]) -> None:
        """Show the line for a warning; hide it for everything else."""
        wanted = result if result is not None and result.level is RuleLevel.WARN else None
        if self._result is None or wanted is None or place_of(self._result) != place_of(wanted):
            self.flush()
            self._kept = ""
            self.edit.clear()
            self.refusal.hide()
        self._result = wanted
        self.setVisible(wanted is not None)
        if wanted is None:
            return
        passed = wanted.passed_by
        restyle(self, "band", "warn" if passed is None else "ok")
        if not self.has_unsaved:
            self._kept = passed.reason if passed is not None else ""
            self.edit.setText(self._kept)
        if passed is not None:
            told = {"rule": wanted.rule.id, "person": passed.person, "at": f"{passed.at:%Y-%m-%d %H:%M}"}
            named = tr("{rule}: reason given by {person}, {at}", **told)
            self.tag.setText(named if passed.person else tr("{rule}: reason given {at}", **told))
        self.tag.setVisible(passed is not None)
        self._others = tuple(place_of(one) for one in others)
        self.every.setText(tr("also for the {count} others", count=len(self._others)))
        self.every.setVisible(bool(self._others))

    def say_refused(self, problems: Sequence[Problem]) -> None:
        """Say why the reason was not kept; it stays typed."""
        passed = self._result.passed_by if self._result is not None else None
        self._kept = passed.reason if passed is not None else ""
        self.refusal.setText("\n".join(sentence(problem) for problem in problems))
        self.refusal.show()

    def flush(self) -> None:
        """Keep what is typed."""
        if self._result is not None and self.has_unsaved:
            self._give((place_of(self._result),))

    def _give(self, places: tuple[Place, ...]) -> None:
        self._kept = texts.cleaned(self.edit.text())
        self.refusal.hide()
        self.given.emit(places, self._kept)

    def _on_enter(self) -> None:
        self.flush()
        if self._kept:
            self.next_wanted.emit()

    def _on_every(self) -> None:
        if self._result is not None and texts.cleaned(self.edit.text()):
            self._give((place_of(self._result), *self._others))
        else:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
