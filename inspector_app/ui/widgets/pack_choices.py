# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists that an inspection may begin with, as boxes: the fitting ones first, a search when there are many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ledgers.pack_offers import PackOffer
from inspector_app.ui import theme
from inspector_app.ui.widgets.page import label
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr

ONE_COLUMN_FROM = 1.25  # letter size
SEARCH_FROM = 9  # checklists


class PackChoices(QWidget):
    """Two groups of boxes; what is ticked stays ticked and in sight, whatever is searched for."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._offers: tuple[PackOffer, ...] = ()
        self.search = SearchLine(tr("Search checklists"))
        self.search.setFixedWidth(theme.dp(220))
        self.search.searched.connect(lambda _text: self._lay_out())
        self.search.list_wanted.connect(self._focus_first)
        self.fitting, self.others = QGridLayout(), QGridLayout()
        self.fitting_title = label(tr("For this enterprise"), tone="muted", size="small")
        self.others_title = label(tr("Others"), tone="muted", size="small")
        self.nothing = label(tr("No checklist has these words."), tone="muted")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(2))
        for title, grid in ((self.fitting_title, self.fitting), (self.others_title, self.others)):
            grid.setHorizontalSpacing(theme.dp(16))
            grid.setVerticalSpacing(0)
            box.addWidget(title)
            box.addLayout(grid)
        box.addWidget(self.nothing)
        self.nothing.hide()

    def show_offers(self, offers: Sequence[PackOffer]) -> None:
        """Show these checklists; what is proposed is ticked."""
        for old in self.boxes.values():
            old.hide()
            old.deleteLater()
        self._offers = tuple(offers)
        self.boxes = {}
        for offer in offers:
            box = QCheckBox(tr("{title} ({count} items)", title=offer.title, count=offer.items), self)
            box.setChecked(offer.is_chosen)
            box.toggled.connect(self.changed)
            self.boxes[offer.id] = box
        self.search.setVisible(len(offers) >= SEARCH_FROM)
        self.search.clear()
        self._lay_out()

    def chosen(self) -> tuple[str, ...]:
        """Give the ids of the ticked checklists, in the order shown."""
        return tuple(pack_id for pack_id, box in self.boxes.items() if box.isChecked())

    def _lay_out(self) -> None:
        for grid in (self.fitting, self.others):
            while grid.takeAt(0) is not None:
                pass  # the boxes stay, only their places change
        counts = [0, 0]
        sought = self.search.text().strip().lower()
        for offer in self._offers:
            box = self.boxes[offer.id]
            shown = sought in offer.title.lower() or sought in offer.id or box.isChecked()
            if shown:
                place(self.fitting if offer.fits else self.others, counts[not offer.fits], box)
                counts[not offer.fits] += 1
            box.setVisible(shown)
        self.fitting_title.setVisible(bool(counts[0]))
        self.others_title.setVisible(bool(counts[1]))
        self.nothing.setVisible(not any(counts) and bool(self._offers))

    def _focus_first(self) -> None:
        sought = self.search.text().strip().lower()
        hits = [self.boxes[o.id] for o in self._offers if sought in o.title.lower() or sought in o.id]
        if hits:
            hits[0].setFocus()


def place(grid: QGridLayout, n: int, box: QCheckBox) -> None:
    """Put a box into two columns, or into one where the letters are large; long words never widen the page."""
    columns = 2 if theme.scale() < ONE_COLUMN_FROM else 1
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    box.setToolTip(box.text())
    grid.addWidget(box, n // columns, n % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)


def empty(grid: QGridLayout) -> None:
    """Take everything out of a grid."""
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
