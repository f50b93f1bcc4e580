# SPDX-License-Identifier: MulanPSL-2.0
"""完成检查: every gap as a line that leads to its place; what blocks must be mended, the rest may be accepted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, InspectionState
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.slot_edit import SlotEdit
from inspector_app.wording import sentence, tr


class FinishPanel(QFrame):
    """Shown instead of the checklist while the inspection is being finished, and after it."""

    jump_requested = Signal(str)
    back_wanted = Signal()
    remark_edited = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setMinimumHeight(theme.dp(160))  # the page may be short; the list of gaps scrolls
        self._is_finished = False
        self.title = label("", wrap=True)
        self.title.setObjectName("cardTitle")
        self.detail = label("", tone="muted", wrap=True)
        self.gaps = ProblemList()
        self.gaps.jump_requested.connect(self.jump_requested)
        self.remark = SlotEdit(least_lines=2, most_lines=4)
        self.remark.setPlaceholderText(tr("what the unit's person says about the record; may stay empty"))
        self.remark.setAccessibleName(tr("Remark of the inspected unit"))
        self.remark.edited.connect(lambda: self.remark_edited.emit(self.remark.text()))
        self.remark.left.connect(self.left)
        self.trouble = label("", tone="bad", wrap=True)
        self.trouble.hide()
        self.back_button = button(tr("Back to the checklist"), self.back_wanted.emit)
        box = QVBoxLayout(self)
        side = theme.dp(20)
        box.setContentsMargins(side, theme.dp(16), side, side)
        box.setSpacing(theme.dp(10))
        box.addWidget(self.title)
        box.addWidget(self.detail)
        box.addWidget(self.gaps, 1)
        box.addWidget(label(tr("Remark of the inspected unit"), tone="muted"))
        box.addWidget(self.remark)
        box.addWidget(self.trouble)
        box.addLayout(row(self.back_button, None))
        self._filler = QWidget()
        box.addWidget(self._filler, 1)

    def show_gaps(self, inspection: Inspection, gaps: tuple[Problem, ...], remark: str | None = None) -> None:
        """Show what is open; without gaps the way is free. `remark` is what was typed and is not saved."""
        self._is_finished = inspection.state is InspectionState.FINISHED
        self.gaps.show_problems(() if self._is_finished else gaps)
        self.gaps.setVisible(self.gaps.count() > 0)
        self._filler.setVisible(self.gaps.count() == 0)
        must = len(blocking(gaps))
        title, detail, tone = self._words(inspection, must, len(gaps) - must)
        self.title.setText(title)
        set_tone(self.title, tone)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self._show_remark(inspection.party_remark if remark is None else remark)
        self.show_problems(())

    def _words(self, inspection: Inspection, must: int, may: int) -> tuple[str, str, str]:
        if self._is_finished:
            at = inspection.finished_at.strftime("%Y-%m-%d %H:%M") if inspection.finished_at else ""
            return tr("Finished at {time}", time=at), tr("Now the documents can be made."), "ok"
        if must:
            words = tr("{must} things must be mended before the inspection can be finished", must=must)
            return words, tr("{may} more may stay as they are. A line leads to its place.", may=may), "bad"
        if may:
            words = tr("{may} things are open; they may stay as they are", may=may)
            return words, tr("A line leads to its place."), "warn"
        return tr("Everything is filled in"), "", "ok"

    def _show_remark(self, remark: str) -> None:
        if self.remark.text().strip() != remark.strip():
            self.remark.set_text(remark)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say why finishing or the remark was refused."""
        self.trouble.setText("\n".join(sentence(p) for p in problems))
        self.trouble.setVisible(bool(problems))

    def focus_first(self) -> None:
        """Put the focus on the first gap, or on the way back."""
        if self.gaps.count():
            self.gaps.view.setFocus()
        else:
            self.back_button.setFocus()
