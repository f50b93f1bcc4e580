# SPDX-License-Identifier: MulanPSL-2.0
"""The officers who may go, as boxes: a few of them in sight, a search where a city has thousands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.organ import Officer
from inspector_app.ui import theme
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.pack_choices import place
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr

MOST = 24  # boxes in sight besides those that are ticked


class OfficerChoices(QWidget):
    """What is ticked stays ticked and in sight, whatever is searched for."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._officers: dict[str, Officer] = {}
        self._ticked: dict[str, None] = {}
        self._units: frozenset[str] = frozenset()
        self._today = date.min
        self.search = SearchLine(tr("Search officers"))
        self.search.setFixedWidth(theme.dp(220))
        self.search.searched.connect(lambda _text: self._lay_out())
        self.search.list_wanted.connect(self._focus_first)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.dp(16))
        self.grid.setVerticalSpacing(0)
        self.more = label("", tone="muted", size="small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        box.addLayout(self.grid)
        box.addWidget(self.more)

    def show_officers(self, officers: Sequence[Officer], chosen: Collection[str], today: date) -> None:
        """Show these officers; those who are chosen are ticked if their certificate is valid."""
        for old in self.boxes.values():
            old.hide()
            old.deleteLater()
        self.boxes = {}
        self._officers = {o.id: o for o in officers}
        self._today = today
        self._ticked = {o.id: None for o in officers if o.id in chosen and o.is_valid(today)}
        self._units = frozenset(self._officers[name].unit for name in self._ticked)
        self.search.setVisible(len(officers) > MOST)
        self.search.clear()
        self._lay_out()

    def chosen(self) -> tuple[Officer, ...]:
        """Give those who are ticked, in the order of the roster."""
        return tuple(o for o in self._officers.values() if o.id in self._ticked)

    def count(self) -> int:
        """Count the officers of the roster."""
        return len(self._officers)

    def _lay_out(self) -> None:
        while self.grid.takeAt(0) is not None:
            pass  # the boxes stay, only their places change
        fitting = self._fitting()
        near = [o for o in fitting if o.unit in self._units] if self._units else []
        rest = (o for o in fitting if o.unit not in self._units)
        ticked = [self._officers[name] for name in self._ticked]
        others = (o for o in (*near, *rest) if o.id not in self._ticked)
        shown = self._ordered((*ticked, *islice(others, MOST)))
        for n, officer in enumerate(shown):
            place(self.grid, n, self._box(officer))
        seen = {officer.id for officer in shown}
        for name, box in self.boxes.items():
            box.setVisible(name in seen)
        left = len([o for o in fitting if o.id not in seen])
        self.more.setText(tr("{count} more officers; search by name, number or unit.", count=left))
        self.more.setVisible(bool(left))

    def _fitting(self) -> list[Officer]:
        parts = self.search.text().split()
        return [o for o in self._officers.values() if all(p in f"{o.name} {o.certificate_no} {o.unit}" for p in parts)]

    def _ordered(self, officers: Iterable[Officer]) -> list[Officer]:
        """Keep a small roster in its own order; of a large one the ticked ones come first."""
        found = list(officers)
        if len(self._officers) > MOST:
            return found
        places = {name: n for n, name in enumerate(self._officers)}
        return sorted(found, key=lambda o: places[o.id])

    def _box(self, officer: Officer) -> QCheckBox:
        known = self.boxes.get(officer.id)
        if known is not None:
            return known
        valid = officer.is_valid(self._today)
        words = tr("{name}  {certificate}", name=officer.name, certificate=officer.certificate_no)
        if not valid:
            until = full_day(officer.valid_to) if officer.valid_to else "?"
            words = tr("{name}  (certificate not valid, until {day})", name=officer.name, day=until)
        box = QCheckBox(words, self)
        box.setEnabled(valid)
        box.setChecked(officer.id in self._ticked)
        box.toggled.connect(lambda on, name=officer.id: self._on_toggled(name, on))
        self.boxes[officer.id] = box
        return box

    def _on_toggled(self, officer_id: str, on: bool) -> None:
        if on:
            self._ticked[officer_id] = None
        else:
            self._ticked.pop(officer_id, None)
        self.changed.emit()

    def _focus_first(self) -> None:
        hits = [self.boxes[o.id] for o in self._fitting() if o.id in self.boxes and self.boxes[o.id].isVisible()]
        if hits:
            hits[0].setFocus()
