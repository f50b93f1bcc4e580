# SPDX-License-Identifier: MulanPSL-2.0
"""Why a warning of the rules is passed: one line for the warning at the cursor, kept when it is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain import texts
from inspector_app.domain.problems import Problem
from inspector_app.domain.review import RulePass
from inspector_app.operations.rule_reasons import needing, rule_of
from inspector_app.ui import theme
from inspector_app.ui.models.documents_state import Draft
from inspector_app.ui.widgets.field_editor_inputs import UndoLine
from inspector_app.ui.widgets.page import button, label
from inspector_app.wording import tr

Place = tuple[str, str]  # rule and where


class ReasonLine(QFrame):
    """Shows what was said before; Enter or leaving keeps what is typed."""

    given = Signal(object, str)  # places, reason
    next_wanted = Signal()  # Enter: on to the next warning without a reason

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("band", "warn")
        self._problem: Problem | None = None
        self._kept = ""
        self._others: tuple[Place, ...] = ()
        self.tag = label("", size="small", wrap=True)
        self.edit = UndoLine()
        self.edit.setMaxLength(texts.NAME_LIMIT * 5)
        self.edit.setAccessibleName(tr("Reason for passing the warning"))
        self.edit.returnPressed.connect(self._on_enter)
        self.edit.editingFinished.connect(self.flush)
        self.every = button("", self._on_every, kind="quiet")
        self.every.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = QHBoxLayout()
        line.setSpacing(theme.dp(4))
        line.addWidget(self.edit, 1)
        line.addWidget(self.every)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.dp(10), theme.dp(6), theme.dp(6), theme.dp(6))
        box.setSpacing(theme.dp(4))
        box.addWidget(self.tag)
        box.addLayout(line)
        self.hide()

    def show_problem(self, problem: Problem | None, draft: Draft | None) -> None:
        """Show the line for a warning that needs a reason; hide it for everything else."""
        wanted = problem is not None and draft is not None and any(p is problem for p in needing([problem]))
        if not wanted or problem is None or draft is None:
            self.flush()
            self._problem = None
            self.hide()
            return
        if self._problem is None or _place(self._problem) != _place(problem):
            self.flush()
            self._kept = ""
            self.edit.clear()
        self._problem = problem
        self._show_passed(draft.reasons.get(_place(problem)), problem)
        self._show_others(draft.unexplained, problem)
        self.show()

    def _show_passed(self, passed: RulePass | None, problem: Problem) -> None:
        if passed is not None and self.edit.text().strip() == self._kept:
            self._kept = passed.reason
            self.edit.setText(passed.reason)
        rule = rule_of(problem)
        if passed is not None:
            at = passed.at.strftime("%Y-%m-%d %H:%M")
            said = tr("{rule}: reason given by {person}, {at}", rule=rule, person=passed.person, at=at)
            self.tag.setText(said if passed.person else tr("{rule}: reason given {at}", rule=rule, at=at))
        self.tag.setVisible(passed is not None)
        self.edit.setPlaceholderText(tr("{rule}: why is it issued all the same? Enter keeps the reason", rule=rule))

    def _show_others(self, unexplained: Sequence[Problem], problem: Problem) -> None:
        """Offer the reason for the other warnings of the same rule."""
        same = (p for p in unexplained if rule_of(p) == rule_of(problem) and p.where != problem.where)
        self._others = tuple(_place(p) for p in same)
        self.every.setText(tr("also for the {count} others", count=len(self._others)))
        self.every.setVisible(bool(self._others))

    @property
    def has_unsaved(self) -> bool:
        """Whether something is typed that is not kept yet."""
        return self._problem is not None and texts.cleaned(self.edit.text()) not in ("", self._kept)

    def flush(self) -> None:
        """Keep what is typed."""
        if self._problem is not None and self.has_unsaved:
            self._give((_place(self._problem),))

    def _give(self, places: tuple[Place, ...]) -> None:
        self._kept = texts.cleaned(self.edit.text())
        self.given.emit(places, self._kept)

    def _on_enter(self) -> None:
        self.flush()
        if self._kept:
            self.next_wanted.emit()

    def _on_every(self) -> None:
        if self._problem is not None and texts.cleaned(self.edit.text()):
            self._give((_place(self._problem), *self._others))
        else:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _place(problem: Problem) -> Place:
    return rule_of(problem), problem.where
