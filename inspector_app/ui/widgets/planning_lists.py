# SPDX-License-Identifier: MulanPSL-2.0
"""Lists at the side of a plan: its changes as they were approved, and who is at the cap of visits a year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.year_plan import PlanVerb
from inspector_app.ledgers.plans import CapRow, PlanChangeRow
from inspector_app.ui.widgets.page import Card, button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

ICONS = {
    PlanVerb.ADD: "add", PlanVerb.CANCEL: "cross", PlanVerb.POSTPONE: "clock", PlanVerb.RESTORE: "undo",
    PlanVerb.WORKDAYS: "today",
}  # fmt: skip


class SideList(Card):
    """Rows, with the whole of the current one below; Close leaves."""

    left = Signal()
    row_chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.list = RowList(title)
        self.list.setObjectName("cardList")
        self.whole = WrapLabel()
        self._wholes: dict[str, str] = {}
        self.add(self.list, 1)
        self.add(self.whole)
        self.outer.addLayout(row(None, button(tr("Close"), self.left.emit)))
        self.list.row_shown.connect(lambda chosen: self.whole.setText(self._wholes.get(chosen, "")))
        self.list.row_chosen.connect(self.row_chosen)

    def show_first(self) -> None:
        """Begin with the first row."""
        self.list.setCurrentIndex(self.list.rows.index(0))

    def put(self, rows: Sequence[tuple[Row, str]]) -> None:
        """Show rows, each with what is said of it below."""
        self._wholes = {shown.id: whole for shown, whole in rows}
        self.list.put([shown for shown, _ in rows])
        if rows and not self.list.current_id():
            self.list.step(1)
        self.whole.setText(self._wholes.get(self.list.current_id(), ""))


def change_rows(changes: Sequence[PlanChangeRow]) -> list[tuple[Row, str]]:
    """Give the changes of a plan as rows."""
    found = []
    for shown in changes:
        kept = shown.change
        name = shown.enterprise_name or word(kept.verb)
        lines = [
            tr("{verb}: {name}", verb=word(kept.verb), name=name), kept.text,
            tr("Reason: {reason}", reason=kept.reason),
            tr("Approved by {person}", person=" ".join(p for p in (kept.approver, kept.approval_no) if p)),
        ]  # fmt: skip
        made = Row(
            id=kept.id, title=name, detail=f"{kept.at:%Y-%m-%d} · {kept.reason}", chip=word(kept.verb),
            icon=ICONS[kept.verb],
        )  # fmt: skip
        found.append((made, "\n".join(line for line in lines if line)))
    return found


def cap_rows(caps: Sequence[CapRow]) -> list[tuple[Row, str]]:
    """Give those who are at the cap, or over it."""
    found = []
    for shown in caps:
        words = tr("{count} of {cap} visits", count=shown.visits, cap=shown.cap)
        reasons = "；".join(shown.reasons)
        made = Row(
            id=shown.enterprise_id, title=shown.enterprise_name, detail=reasons or tr("No reason was given"),
            chip=words, chip_role="bad" if shown.is_over else "warn", leads=True,
        )  # fmt: skip
        found.append((made, tr("Reason: {reason}", reason=reasons) if reasons else ""))
    return found


class SideProblems(Card):
    """What stands in the way of an approval."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Before the approval"), parent)
        self.list = ProblemList()
        self.nothing = label(tr("Nothing stands in the way."), tone="ok")
        self.add(self.nothing)
        self.add(self.list, 1)
        self.outer.addLayout(row(None, button(tr("Close"), self.left.emit)))

    def put(self, problems: tuple[Problem, ...]) -> None:
        """Show these."""
        self.list.show_problems(problems)
        self.list.setVisible(bool(problems))
        self.nothing.setVisible(not problems)
