# SPDX-License-Identifier: MulanPSL-2.0
"""By what the register is narrowed: district, industry, state, grade of sponsorship, risk, credit lists."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import EnterpriseState, RiskGrade, SponsorGrade
from inspector_app.ledgers.enterprises import EnterpriseQuery, Listing
from inspector_app.ui import theme
from inspector_app.ui.widgets.register import Choices
from inspector_app.wording import tr, word

SECTOR = "sector:"  # before the word of a checklist industry, beside the free words of the register


class RegisterFilters(QWidget):
    """Boxes of which each narrows further; the first line of each means all."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.district, self.industry = _box(tr("All districts")), _box(tr("All industries"))
        self.state = _box(tr("All states"), [(s, word(s)) for s in EnterpriseState])
        self.grade = _box(tr("All sponsor grades"), [(g, word(g)) for g in SponsorGrade])
        self.risk = _box(tr("All risk grades"), [(r, word(r)) for r in RiskGrade])
        self.listing = _box(tr("All credit states"), _listings())
        self.boxes = (self.district, self.industry, self.state, self.grade, self.risk, self.listing)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.dp(8))
        for n, box in enumerate(self.boxes):
            grid.addWidget(box, n // 3, n % 3)
            grid.setColumnStretch(n % 3, 1)
            box.currentIndexChanged.connect(self.changed)
            box.currentTextChanged.connect(box.setToolTip)  # a long choice is cut off in its box

    def query(self, text: str) -> EnterpriseQuery:
        """Give what is asked for with the words of the search field."""
        industry = str(self.industry.currentData())
        is_sector = industry.startswith(SECTOR)
        return EnterpriseQuery(
            text=text,
            district=str(self.district.currentData()),
            industry="" if is_sector else industry,
            sector=industry.removeprefix(SECTOR) if is_sector else "",
            grade=str(self.grade.currentData()),
            risk=str(self.risk.currentData()),
            state=str(self.state.currentData()),
            listing=str(self.listing.currentData()),
        )

    def offer(self, choices: Choices) -> None:
        """Offer what the register has; what is chosen stays chosen."""
        fill(self.district, [(name, name) for name in choices.districts])
        sectors = [(SECTOR + name, word(Industry(name))) for name in choices.sectors]
        fill(self.industry, [*sectors, *((name, name) for name in choices.industries)], parted=len(sectors))

    def told(self, text: str) -> tuple[str, ...]:
        """Say in words what is asked for, for the head of a file."""
        chosen = [f"{box.itemText(0)}: {box.currentText()}" for box in self.boxes if box.currentIndex() > 0]
        return (*([tr("Search: {text}", text=text.strip())] if text.strip() else []), *chosen)

    def narrowing(self) -> int:
        """Count the boxes that narrow."""
        return sum(box.currentIndex() > 0 for box in self.boxes)

    def clear(self) -> None:
        """Let every box mean all; told once."""
        before = self.narrowing()
        for box in self.boxes:
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        if before:
            self.changed.emit()


def _listings() -> list[tuple[StrEnum, str]]:
    return [
        (Listing.ANY, tr("On a credit list")), (Listing.BLACKLIST, tr("On the blacklist")),
        (Listing.JOINT, tr("Under joint punishment")), (Listing.NONE, tr("On no credit list")),
    ]  # fmt: skip


def _box(title: str, choices: Sequence[tuple[StrEnum, str]] = ()) -> QComboBox:
    box = QComboBox()
    box.addItem(title, "")
    for value, words in choices:
        box.addItem(words, value.value)
    box.setAccessibleName(title)
    box.setToolTip(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    box.setMaxVisibleItems(24)
    return box


def fill(box: QComboBox, values: Sequence[tuple[str, str]], *, parted: int = 0) -> None:
    """Offer these values after the first line; a line parts the first `parted` from the others."""
    wanted = [value for value, _ in values]
    if [v for n in range(1, box.count()) if (v := box.itemData(n)) is not None] == wanted:
        return
    box.blockSignals(True)
    kept = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for n, (value, words) in enumerate(values):
        if n == parted and parted:
            box.insertSeparator(box.count())
        box.addItem(words, value)
    view = box.view()
    view.setMinimumWidth(min(theme.dp(320), view.sizeHintForColumn(0) + theme.dp(40)))
    box.setCurrentIndex(max(0, box.findData(kept)))
    box.blockSignals(False)
