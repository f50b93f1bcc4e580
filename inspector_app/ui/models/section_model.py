# SPDX-License-Identifier: MulanPSL-2.0
"""The sections of an inspection with their progress, and how many rows each filter would show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui.models.checklist_model import ACCESSIBLE, DISPLAY, TOOL_TIP, Row, Shown
from inspector_app.wording import tr

SECTION = 257
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section: its name, and what has been answered in it. The line of the whole has an empty key."""

    key: str
    name: str
    checked: int
    total: int
    noncompliant: int


def section_lines(rows: Iterable[Row]) -> tuple[SectionLine, ...]:
    """Count the sections, in the order of the rows; the first line is the whole inspection."""
    counts: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row.section, row.heading)
        count = counts.setdefault(row.section, [0, 0, 0])
        count[0] += row.item is not None and row.result is not AnswerResult.NOT_CHECKED
        count[1] += row.item is not None
        count[2] += row.result is AnswerResult.NONCOMPLIANT
    lines = tuple(SectionLine(key, names[key], *count) for key, count in counts.items())
    whole = (sum(n) for n in zip(*counts.values(), strict=True)) if counts else (0, 0, 0)
    return (SectionLine("", tr("All sections"), *whole), *lines)


def filter_counts(rows: Iterable[Row]) -> dict[Shown, int]:
    """Count what each filter shows."""
    known = tuple(rows)
    return {shown: sum(row.matches(shown) for row in known) for shown in Shown}


class SectionModel(QAbstractListModel):
    """The lines of the left column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[SectionLine, ...] = ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count the sections."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY) -> object:
        """Give the line, or its words."""
        line = self._lines[index.row()]
        if role == SECTION:
            return line
        if role == DISPLAY:
            return line.name
        if role in (TOOL_TIP, ACCESSIBLE):
            return tr(
                "{name}: {checked} of {total} checked, {noncompliant} not compliant",
                name=line.name,
                checked=line.checked,
                total=line.total,
                noncompliant=line.noncompliant,
            )
        return None

    def set_lines(self, lines: Sequence[SectionLine]) -> None:
        """Take new counts; other sections reset the list."""
        old, self_lines = self._lines, tuple(lines)
        if [line.key for line in old] != [line.key for line in self_lines]:
            self.beginResetModel()
            self._lines = self_lines
            self.endResetModel()
            return
        self._lines = self_lines
        for place, line in enumerate(self_lines):
            if line != old[place]:
                self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, key: str) -> int:
        """Give where a section stands; -1 when it is unknown."""
        return next((place for place, line in enumerate(self._lines) if line.key == key), -1)

    def line(self, place: int) -> SectionLine | None:
        """Give the line at a place."""
        return self._lines[place] if 0 <= place < len(self._lines) else None
