# SPDX-License-Identifier: MulanPSL-2.0
"""The rows of an inspection's checklist: items with their answers, then findings that belong to no item.

One role gives a painter the whole row; roles are plain integers, since comparing Qt's enums here costs more
than the painting itself (budgets.md 3). One answer changes only the rows whose look it changes: they are told
with `dataChanged`, and those that come into sight or go out of it are inserted and removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.answering import AnswerKind
from inspector_app.ui.models.checklist_row import FREE, Row, Shown, rows_of, spoken
from inspector_app.ui.models.tally import Tally

DISPLAY = 0
TOOL_TIP = 3
ACCESSIBLE = 11
ROW = 257  # the Row itself
HEADING = 258  # the section's or group's name where it begins in what is shown, else empty

MOST_RUNS = 20  # so many separate places are told one by one; more lay the list out anew
_ROOT = QModelIndex()


class ChecklistModel(QAbstractListModel):
    """All rows by key and those of them that are shown; a refresh emits the smallest signals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._shown: list[str] = []
        self._known_places: dict[str, int] | None = {}  # none: to be counted when next asked for
        self._known_headings: dict[str, str] | None = {}
        self._kept: set[str] = set()  # changed while this filter stood: they stay until it is chosen again
        self.tally = Tally()
        self.filter = Shown.ALL
        self.section = ""
        self.text = ""

    # -- what Qt asks ------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count the rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY) -> object:
        """Give the row, or its words."""
        if role == ROW:
            return self._rows[self._shown[index.row()]]
        if role == HEADING:
            return self.heading_of(self._shown[index.row()])
        if role in (DISPLAY, TOOL_TIP, ACCESSIBLE):
            return spoken(self._rows[self._shown[index.row()]], role)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Say that rows for words take what an input method composes; the view edits nothing by itself."""
        flags = super().flags(index)
        row = self.row_at(index.row()) if index.isValid() else None
        if row is not None and row.kind in (AnswerKind.TEXT, AnswerKind.CODE):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    # -- reading -----------------------------------------------------------------------------------

    def rows(self) -> tuple[Row, ...]:
        """Give all rows, shown or not."""
        return tuple(self._rows.values())

    def row_at(self, place: int) -> Row | None:
        """Give the shown row at a place, if there is one."""
        return self._rows[self._shown[place]] if 0 <= place < len(self._shown) else None

    def row_of(self, key: str) -> Row | None:
        """Give a row by its key, shown or not."""
        return self._rows.get(key)

    def heading_of(self, key: str) -> str:
        """Give the heading that stands above a shown row."""
        return self._headings.get(key, "")

    def place_key(self, place: int) -> tuple[str, bool]:
        """Give the key of the row at a place and whether a heading stands above it: all that its height needs."""
        key = self._shown[place]
        return key, key in self._headings

    @property
    def _place(self) -> dict[str, int]:
        """Where each shown row stands."""
        known = self._known_places
        if known is None:
            known = self._known_places = {key: place for place, key in enumerate(self._shown)}
        return known

    @property
    def _headings(self) -> dict[str, str]:
        """What stands above the first row of each section and group."""
        known = self._known_headings
        if known is None:
            known = self._known_headings = self._made_headings()
        return known

    def key_of_finding(self, finding_id: str) -> str:
        """Give the key of the row that holds a finding; empty when it is unknown."""
        if f"finding:{finding_id}" in self._rows:
            return f"finding:{finding_id}"
        return next((r.key for r in self._rows.values() for f in r.findings if f.id == finding_id), "")

    def index_of(self, key: str) -> QModelIndex:
        """Give the index of a row; invalid while it is not shown."""
        place = self._place.get(key, -1)
        return self.index(place) if place >= 0 else QModelIndex()

    # -- changing ----------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Take the ledger's rows: same keys change only what differs, others insert or remove."""
        new = {row.key: row for row in rows}
        if list(new) == list(self._rows):
            self.put_rows(row for key, row in new.items() if row != self._rows[key])
            return
        old, self._kept = self._rows, self._kept | {k for k in new if k not in self._rows}
        if not old:
            self._kept.clear()
        fresh = [key for key in new if key in old and new[key] != old[key]]
        self._kept.update(fresh)
        self.tally = Tally(rows)
        self._take_away([p for p, key in enumerate(self._shown) if key not in new])
        self._rows = new
        self._become(self._wanted())
        self._announce(fresh)

    def put_rows(self, rows: Iterable[Row]) -> None:
        """Replace some rows; one that is no longer asked goes out of sight, one that is again comes back."""
        changed = []
        seen = False
        for row in rows:
            before = self._rows.get(row.key)
            if before is None or before == row:
                continue
            self._rows[row.key] = row
            self.tally.add(before, -1)
            self.tally.add(row, 1)
            changed.append(row.key)
            if row.key in self._place:
                self._kept.add(row.key)
                seen = seen or not row.is_in_sight
            else:
                seen = seen or row.matches(self.filter)
        if seen:
            self._become(self._wanted())
        self._announce(changed)

    def put_row(self, row: Row) -> None:
        """Replace one row."""
        self.put_rows((row,))

    def show_only(self, *, shown: Shown | None = None, section: str | None = None, text: str | None = None) -> None:
        """Choose what is shown; what stood there by courtesy goes."""
        self.filter = self.filter if shown is None else shown
        self.section = self.section if section is None else section
        self.text = self.text if text is None else text.strip().casefold()
        self._kept.clear()
        self.beginResetModel()
        self._lay_out(self._wanted())
        self.endResetModel()

    def _wanted(self) -> list[str]:
        words = self.text.split()
        kept, shown, section = self._kept, self.filter, self.section
        if shown is Shown.ALL and not section and not words:
            return [key for key, row in self._rows.items() if not row.is_hidden or row.findings]
        return [
            row.key
            for row in self._rows.values()
            if row.is_in_sight
            and (not section or row.section == section)
            and (row.matches(shown) or row.key in kept)
            and (not words or all(w in row.search for w in words))
        ]

    def _lay_out(self, keys: list[str]) -> None:
        self._shown = keys
        self._known_places = self._known_headings = None

    def _made_headings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        section, group = None, ""
        for key in self._shown:
            row = self._rows[key]
            own = row.group
            if row.section != section:
                found[key] = f"{row.heading} · {own}" if own else row.heading
            elif own != group:
                found[key] = own or row.heading
            section, group = row.section, own
        return found

    def _become(self, wanted: list[str]) -> None:
        """Show these rows with the smallest signals; the cursor stays on its row where that is still shown."""
        if wanted == self._shown:
            return
        before = self._headings
        known, goal = set(self._shown), set(wanted)
        gone = [place for place, key in enumerate(self._shown) if key not in goal]
        fresh = [place for place, key in enumerate(wanted) if key not in known]
        kept = [key for key in self._shown if key in goal]
        many = len(runs(gone)) > MOST_RUNS or len(runs(fresh)) > MOST_RUNS
        if many or [key for key in wanted if key in known] != kept:
            self.beginResetModel()
            self._lay_out(wanted)
            self.endResetModel()
            return
        self._take_away(gone)
        for first, last in runs(fresh):
            self.beginInsertRows(QModelIndex(), first, last)
            self._lay_out([*self._shown[:first], *wanted[first : last + 1], *self._shown[first:]])
            self.endInsertRows()
        now = self._headings
        self._announce([key for key in kept if before.get(key) != now.get(key)])

    def _take_away(self, places: Sequence[int]) -> None:
        for first, last in reversed(runs(places)):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._lay_out([*self._shown[:first], *self._shown[last + 1 :]])
            self.endRemoveRows()

    def _announce(self, keys: Iterable[str]) -> None:
        places = sorted(self._place[key] for key in keys if key in self._place)
        found = runs(places)
        if len(found) > MOST_RUNS:
            found = [(places[0], places[-1])]
        for first, last in found:
            self.dataChanged.emit(self.index(first), self.index(last))


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Give rising numbers as runs without a gap.

    >>> runs([2, 3, 4, 9])
    [(2, 4), (9, 9)]
    """
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


__all__ = ["FREE", "HEADING", "ROW", "ChecklistModel", "Qt", "Row", "Shown", "rows_of"]
