# SPDX-License-Identifier: MulanPSL-2.0
"""内业端 · 电脑: the laptops of the unit, one row each with what is to be seen to, and a search above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.unit import DeviceState
from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.handoff_amounts import device_words
from inspector_app.ui.widgets.page import Card, EmptyState, Pages, button
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr, word

if TYPE_CHECKING:
    from inspector_app.handoff.reconciliation import DeviceStanding

CLOCK_SECONDS = 300  # a clock that is farther off is said


class LaptopList(Card):
    """Rows to choose from."""

    laptop_shown = Signal(str)
    enrol_wanted = Signal()
    dispatch_all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Laptops"), parent)
        self._laptops: tuple[DeviceStanding, ...] = ()
        self._today, self._late = date.min, 0
        self.search = SearchLine(tr("Search laptops"))
        self.list = RowList(tr("Laptops"))
        self.list.setObjectName("cardList")
        self.nothing = EmptyState(
            "person",
            tr("No laptop is enrolled yet"),
            tr("On the laptop: Hand-off, “This laptop”, write the request. Then enrol it here from the request file."),
        )
        self.first = button(tr("Enrol a laptop …"), self.enrol_wanted.emit, icon="add")
        self.nothing.add_button(self.first)
        self.stack = Pages()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        self.all = button(tr("Hand out to all …"), self.dispatch_all_wanted.emit, icon="export")
        self.add_at_right(self.all)
        self.add(self.search)
        self.add(self.stack, 1)
        self.search.searched.connect(lambda _text: self._fill())
        self.search.list_wanted.connect(self.list.setFocus)
        self.list.row_shown.connect(self.laptop_shown)

    def show_laptops(self, laptops: Sequence[DeviceStanding], today: date, late: int) -> None:
        """Show these laptops; the chosen one stays chosen."""
        self._laptops, self._today, self._late = tuple(laptops), today, late
        self._fill()

    def laptop(self, device: str) -> DeviceStanding | None:
        """Give one laptop."""
        return next((one for one in self._laptops if one.device.id == device), None)

    def _fill(self) -> None:
        sought = self.search.text().strip().lower()
        shown = [one for one in self._laptops if _has(one, sought)]
        self.list.put([_row(one, self._today, self._late) for one in shown])
        total = len(self._laptops)
        self.note.setText(str(total) if len(shown) == total else f"{len(shown)}/{total}")
        others = any(not one.is_office for one in self._laptops)
        self.stack.setCurrentIndex(0 if others else 1)
        self.search.setVisible(others)
        self.all.setVisible(others)
        if shown and not self.list.currentIndex().isValid():
            self.list.step(1)
        elif not shown:
            self.laptop_shown.emit("")


def state_of(one: DeviceStanding, late: int) -> tuple[str, str]:
    """Give the most pressing word about a laptop and the role of its colour; `late` are the days until it is red."""
    if one.device.state is DeviceState.REVOKED:
        return word(one.device.state), "muted"
    if one.is_office:
        return tr("This computer"), "muted"
    if one.gaps:
        return tr("{count} entries missing", count=one.missing_operations), "bad"
    if one.days_silent >= late:
        return tr("{days} days silent", days=one.days_silent), "bad"
    if one.missing:
        return tr("{count} files missing", count=len(one.missing)), "warn"
    if one.clock_seconds is not None and abs(one.clock_seconds) > CLOCK_SECONDS:
        return tr("Clock off"), "warn"
    if one.last_handover is None:
        return tr("Never handed over"), "warn"
    return tr("In order"), "ok"


def _has(one: DeviceStanding, sought: str) -> bool:
    return any(sought in text.lower() for text in (one.device.name, one.device.holder, one.device.id))


def _row(one: DeviceStanding, today: date, late: int) -> Row:
    chip, role = state_of(one, late)
    last = short_time(one.last_handover, today) if one.last_handover else ""
    handed = tr("last hand-over {time}", time=last) if last else "" if one.is_office else tr("never handed over")
    parts = (one.device.holder, handed, tr("{count} tasks", count=one.open_tasks) if one.open_tasks else "")
    return Row(
        id=one.device.id, title=one.device.name or device_words(one.device.id),
        detail=" · ".join(part for part in parts if part) or device_words(one.device.id),
        chip=chip, chip_role=role, icon="enterprises" if one.is_office else "disk", icon_role="accent",
    )  # fmt: skip
