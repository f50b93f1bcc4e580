# SPDX-License-Identifier: MulanPSL-2.0
"""The sections of an inspection with their progress, and how many rows each filter would show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

from inspector_app.ui.models.checklist_model import ACCESSIBLE, DISPLAY, TOOL_TIP
from inspector_app.ui.models.checklist_row import Row
from inspector_app.ui.models.tally import SectionLine, Tally
from inspector_app.wording import tr

SECTION = 257
_ROOT = QModelIndex()


def section_lines(rows: Iterable[Row]) -> tuple[SectionLine, ...]:
    """Count the sections, in the order of the rows; the first line is the whole inspection."""
    return Tally(rows).lines()


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


__all__ = ["SECTION", "SectionLine", "SectionModel", "section_lines"]
