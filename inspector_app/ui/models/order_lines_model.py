# SPDX-License-Identifier: MulanPSL-2.0
"""The findings that an order may take: chosen or not, with grade, deadline and what of the basis is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.finding import Finding
from inspector_app.wording import tr, word

Index = QModelIndex | QPersistentModelIndex
DISPLAY, TOOLTIP, CHECK, ACCESSIBLE = 0, 3, 10, 11  # Qt's roles as integers: Enum comparison is slow
NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One finding as a line of the order in the making; `number` is 0 while it is left out."""

    finding: Finding
    number: int
    blocks: int = 0  # problems that stop the issue
    notes: int = 0

    @property
    def is_chosen(self) -> bool:
        """Whether the order takes it."""
        return self.number > 0

    @property
    def unverified(self) -> int:
        """How many bases are left out because nobody has verified them."""
        return sum(not clause.may_be_printed for clause in self.finding.clauses)


class OrderLinesModel(QAbstractListModel):
    """Lines in the order of the findings; ticking tells what is chosen now."""

    chosen_changed = Signal(tuple)  # ids

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[OrderLine, ...] = ()
        self._locked = False

    def put(self, lines: Sequence[OrderLine]) -> None:
        """Show these lines; the place in the list stays when the findings are the same."""
        new = tuple(lines)
        if [line.finding.id for line in new] == [line.finding.id for line in self.lines]:
            before, self.lines = self.lines, new
            for row, line in enumerate(new):
                if line != before[row]:
                    self._tell(row)
            return
        self.beginResetModel()
        self.lines = new
        self.endResetModel()

    def lock(self, locked: bool) -> None:
        """Let nothing be ticked while the document is being issued."""
        self._locked = locked

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the chosen findings."""
        return tuple(line.finding.id for line in self.lines if line.is_chosen)

    def row_of(self, finding_id: str) -> int:
        """Give the row of a finding, or -1."""
        return next((row for row, line in enumerate(self.lines) if line.finding.id == finding_id), -1)

    def line(self, row: int) -> OrderLine | None:
        """Give a line."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def choose(self, finding_ids: Sequence[str]) -> None:
        """Choose these findings and no others."""
        wanted = set(finding_ids)
        if self._locked or wanted == set(self.chosen):
            return
        number = 0
        lines = []
        for line in self.lines:
            taken = line.finding.id in wanted
            number += taken
            lines.append(replace(line, number=number if taken else 0))
        self.put(lines)
        self.chosen_changed.emit(self.chosen)

    def toggle(self, row: int) -> None:
        """Take a line in, or leave it out."""
        line = self.line(row)
        if line is None:
            return
        chosen = set(self.chosen)
        chosen.symmetric_difference_update({line.finding.id})
        self.choose([one.finding.id for one in self.lines if one.finding.id in chosen])

    # Qt's side

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Count the lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = 0) -> object:
        """Give the words of a line; the delegate paints from the line itself."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == DISPLAY:
            return line.finding.description
        if role == CHECK:
            return (Qt.CheckState.Checked if line.is_chosen else Qt.CheckState.Unchecked).value
        if role == TOOLTIP:
            return line.finding.description
        if role == ACCESSIBLE:
            finding = line.finding
            state = tr("in the order") if line.is_chosen else tr("left out")
            return f"{finding.description}, {word(finding.grade)}, {deadline_words(finding)}, {state}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what may be done with a line."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)


def deadline_words(finding: Finding) -> str:
    """Say until when a finding must be mended, as the order will say it."""
    if finding.deadline is not None:
        return tr("by {date}", date=finding.deadline.isoformat())
    if finding.deadline_class is DeadlineClass.WITHIN_DAYS:
        return tr("No deadline yet")
    return tr("At once")  # a stop without a date is printed so as well
