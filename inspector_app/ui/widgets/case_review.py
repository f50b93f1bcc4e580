# SPDX-License-Identifier: MulanPSL-2.0
"""案卷评查: how many results there are, the results, and the one at the cursor with its reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.operations.review.review import Result, Review, pass_rule
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.case_review_detail import Place, ReviewDetail
from inspector_app.ui.widgets.case_review_list import ROLES, Group, ReviewList, group_of, group_word, sign_of
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.page import Card, EmptyState, Pages, button, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


def counts_of(found: Review) -> dict[Group, int]:
    """Count the results under each head."""
    groups = [group_of(result) for result in found.results]
    return {group: groups.count(group) for group in Group}


class ReviewPage(QWidget):
    """The first part of the page of a case."""

    jump_wanted = Signal(str)
    review_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self._inspection_id = ""
        self.clean = Chip(parent=self)
        self.chips = {group: Chip(parent=self) for group in Group}
        self.again_button = button(tr("Review again"), self.review_wanted.emit, icon="redo", kind="quiet")
        self.list = ReviewList()
        self.detail = ReviewDetail()
        self.list.result_shown.connect(self._on_shown)
        self.list.entered.connect(self.detail.enter)
        self.detail.jump_wanted.connect(self.jump_wanted)
        self.detail.reason_given.connect(self._on_reason)
        self.detail.next_wanted.connect(self._on_next)
        self.empty = EmptyState("inspection", "")
        self.problems = ProblemList()
        self.problems.jump_requested.connect(self.jump_wanted)
        self.pages = Pages()
        for part in (self.empty, self._surface(), self.problems):
            self.pages.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.dp(8), 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(row(self.clean, *self.chips.values(), None, self.again_button))
        box.addWidget(self.pages, 1)
        box.addWidget(self.detail)
        self.clear()

    def _surface(self) -> Card:
        self.card = Card()
        self.card.note.hide()
        edge = theme.dp(4)
        self.card.outer.setContentsMargins(edge, edge, edge, edge)
        self.card.add(self.list, 1)
        return self.card

    def clear(self) -> None:
        """Wait for the review of another case."""
        self.detail.reason.flush()
        self._inspection_id = ""
        self.list.clear()
        for chip in (self.clean, *self.chips.values()):
            chip.set_state("")
        self.empty.say(tr("The case is being reviewed …"))
        self.pages.setCurrentWidget(self.empty)

    def show_review(self, found: Review) -> None:
        """Show what was found."""
        self._inspection_id = found.inspection_id
        counts = counts_of(found)
        self.clean.set_state(tr("The review finds no fault") if found.is_clean else "", "ok")
        for group, chip in self.chips.items():
            said = tr("{word} {count}", word=group_word(group), count=counts[group])
            always = group is not Group.PASSED and not found.is_clean
            role = ROLES[group] if counts[group] else "muted"
            chip.set_state(said if counts[group] or always else "", role, sign_of(ROLES[group]))
        self.list.show_results(found.results)
        if not found.results:
            words = tr("All rules of the catalogue were looked at; the case can be exported and filed.")
            self.empty.say(tr("The review finds no fault"), words)
        self.pages.setCurrentWidget(self.card if found.results else self.empty)

    def show_refused(self, problems: tuple[Problem, ...]) -> None:
        """Say why there is no review."""
        self.clear()
        self.problems.show_problems(problems)
        self.pages.setCurrentWidget(self.problems)

    def flush(self) -> None:
        """Keep what is typed."""
        self.detail.reason.flush()

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        target = self.list if self.pages.currentWidget() is self.card else self.again_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_shown(self, result: Result | None) -> None:
        self.detail.show_result(result, self.list.others(result) if result is not None else ())

    def _on_reason(self, places: tuple[Place, ...], reason: str) -> None:
        for rule, where in places:
            self._jobs.run_write(
                self,
                partial(pass_rule, self._ws, self._inspection_id, rule, where, reason),
                refused=self.detail.reason.say_refused,
            )

    def _on_next(self) -> None:
        if not self.list.go_on():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
