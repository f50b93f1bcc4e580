# SPDX-License-Identifier: MulanPSL-2.0
"""What stands between a draft and its issue: one line that sums it up, the list, and the reason for a warning."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, ProblemCode, Severity, blocking
from inspector_app.operations.rule_reasons import needing, rule_of
from inspector_app.ui import theme
from inspector_app.ui.models.documents_state import Draft
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.problem_list import NO_MARK, Mark, ProblemList
from inspector_app.ui.widgets.problem_reasons import ReasonLine
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

LINES_SEEN, MOST_HIGH = 3, 150  # problems seen without scrolling


class DocumentVerdict(QWidget):
    """Below the pages of a draft; hidden for what is issued."""

    jump_wanted = Signal(object)  # Problem
    forms_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self.words = WrapLabel()
        self.explain = button(tr("Give the reasons"), self.explain_next, kind="quiet")
        self.problems = ProblemList()
        self.reason = ReasonLine()
        self.refused = WrapLabel(tone="bad")
        self.refused.hide()
        self.open_parts = label("", tone="warn", size="small", wrap=True)
        self.forms = button(tr("Forms in the settings"), self.forms_wanted.emit, kind="quiet")
        self._open = QWidget()
        foot = row(self.open_parts, self.forms)
        foot.setStretch(0, 1)
        self._open.setLayout(foot)
        top = row(self.words, self.explain)
        top.setStretch(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        box.addLayout(top)
        for part in (self.problems, self.reason, self.refused, self._open):
            box.addWidget(part)
        self.problems.problem_chosen.connect(self.jump_wanted)
        self.problems.problem_shown.connect(self._on_shown)
        self.reason.next_wanted.connect(self.explain_next)

    def show_draft(self, draft: Draft | None, problems: tuple[Problem, ...]) -> None:
        """Show what stands in the way of a draft; nothing for an issued document."""
        self.setVisible(draft is not None)
        fresh = draft is not None and (self._draft is None or self._draft.kind is not draft.kind)
        self._draft = draft
        if draft is None:
            self.reason.show_problem(None, None)
            return
        listed = _each_once(p for p in problems if p.code is not ProblemCode.FORM_UNVERIFIED)
        if fresh:
            self.problems.show_problems(())
        self.problems.show_problems(listed, self._mark)
        self.problems.setVisible(bool(listed))
        self._fit()
        stops, notes = len(blocking(listed)), sum(p.severity is Severity.WARN for p in listed)
        self.words.setText(verdict_words(stops, len(draft.unexplained), notes))
        set_tone(self.words, "bad" if stops else ("warn" if draft.unexplained else "ok"))
        self.explain.setVisible(bool(draft.unexplained))
        unsure = sum(p.code is ProblemCode.FORM_UNVERIFIED for p in problems)
        self.open_parts.setText(tr("{count} parts of this form are not verified yet.", count=unsure))
        self._open.setVisible(bool(unsure))
        self._on_shown(self.problems.current())

    def _fit(self) -> None:
        """Show the first problems whole, and leave the pages their room."""
        view = self.problems.view
        high = sum(view.sizeHintForRow(n) for n in range(min(self.problems.count(), LINES_SEEN)))
        self.problems.setFixedHeight(min(high + theme.dp(8), theme.dp(MOST_HIGH)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the sentences elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def say_refused(self, problems: tuple[Problem, ...]) -> None:
        """Say why a reason was not kept."""
        self.refused.setText("\n".join(sentence(problem) for problem in problems))
        self.refused.setVisible(bool(problems))

    def explain_next(self) -> None:
        """Go to the next warning that has no reason yet, and into its line."""
        unexplained = self._draft.unexplained if self._draft is not None else ()
        now = self.problems.current()
        left = [p for p in unexplained if now is None or p.where != now.where or rule_of(p) != rule_of(now)]
        for problem in [*left, *unexplained][:1]:
            self.problems.show_problem(problem)
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, problem: Problem) -> Mark:
        draft = self._draft
        if draft is None or not any(p is problem for p in needing([problem])):
            return NO_MARK
        if (rule_of(problem), problem.where) in draft.reasons:
            return Mark(tr("Reason given"), "ok")
        return Mark(tr("Reason needed"), "warn")

    def _on_shown(self, problem: Problem | None) -> None:
        self.say_refused(())
        self.reason.show_problem(problem, self._draft)


def _each_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Say the same of the same place once, where the rule and the form both found it; the rule's goes first."""
    seen: dict[tuple[str, str], Problem] = {}
    for problem in sorted(problems, key=lambda p: not rule_of(p)):
        seen.setdefault((problem.where, sentence(problem)), problem)
    return tuple(seen.values())


def verdict_words(stops: int, unexplained: int, notes: int) -> str:
    """Say in one line whether it can be issued, and what is wanted before."""
    if stops and unexplained:
        return tr(
            "{stops} things must be mended and {count} reasons be given before it can be issued",
            stops=stops, count=unexplained,
        )  # fmt: skip
    if stops:
        return tr("{stops} things must be mended before it can be issued", stops=stops)
    if unexplained:
        return tr("{count} warnings need a reason before it can be issued", count=unexplained)
    if notes:
        return tr("Can be issued; {notes} notes to look at", notes=notes)
    return tr("Nothing stands in the way: it can be issued")
