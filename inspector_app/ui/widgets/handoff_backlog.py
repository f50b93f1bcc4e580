# SPDX-License-Identifier: MulanPSL-2.0
"""What of a hand-over is not settled: parts in quarantine, operations that wait for earlier ones, awaited files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.models.handoff_receiving import Awaited, Backlog
from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.handoff_amounts import DEVICE_LETTERS, breakable
from inspector_app.ui.widgets.page import Card, EmptyState, Pages, button, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:
    from inspector_app.handoff.quarantine import Quarantined
    from inspector_app.handoff.waiting import Gap


class BacklogCard(Card):
    """One list with the reason of the chosen row below it; only what is in quarantine can be acted on here."""

    again_wanted = Signal(str)  # path
    drop_wanted = Signal(str)  # id in the quarantine

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Not settled"), parent)
        self._backlog = Backlog()
        self.list = RowList(tr("Not settled"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(lambda _row: self._show_reason())
        self.nothing = EmptyState("check", tr("Everything is settled"))
        self.reason = WrapLabel()
        self.again = button(tr("Read again"), self._on_again, icon="redo")
        self.drop = button(tr("Discard …"), self._on_drop, icon="trash", kind="quiet")
        self.path = label("", tone="muted", size="small", wrap=True)
        self.stack = Pages()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        self.add(self.stack, 1)
        self.add(self.reason)
        self.add(self.path)
        self.outer.addLayout(row(self.again, self.drop, None))
        self._show_reason()

    def show_backlog(self, backlog: Backlog, today: date) -> None:
        """Show what is not settled."""
        self._backlog = backlog
        rows = [_quarantined(one, today) for one in backlog.quarantined]
        rows += [_waiting(n, one) for n, one in enumerate(backlog.waiting)]
        rows += [_awaited(n, one) for n, one in enumerate(backlog.awaited)]
        self.list.put(rows)
        self.note.setText(str(len(rows)) if rows else "")
        self.stack.setCurrentIndex(0 if rows else 1)
        if rows and not self.list.currentIndex().isValid():
            self.list.step(1)
        self._show_reason()

    def current(self) -> Quarantined | None:
        """Give the chosen part in quarantine, if it is one."""
        chosen = self.list.current_id()
        return next((one for one in self._backlog.quarantined if one.id == chosen), None)

    def _show_reason(self) -> None:
        one, chosen = self.current(), self.list.current_id()
        shown = next((shown for shown in self.list.rows.rows if shown.id == chosen), None)
        self.reason.setText(breakable(sentence(one.problem)) if one else shown.tip if shown else "")
        self.reason.setVisible(bool(self.reason.text()))
        self.path.setText(one.path if one else "")
        for part in (self.path, self.again, self.drop):
            part.setVisible(one is not None)

    def _on_again(self) -> None:
        one = self.current()
        if one is not None:
            self.again_wanted.emit(one.path)

    def _on_drop(self) -> None:
        one = self.current()
        if one is not None:
            self.drop_wanted.emit(one.id)


def _quarantined(one: Quarantined, today: date) -> Row:
    said = (one.device[:DEVICE_LETTERS], short_time(one.at, today))
    return Row(
        id=one.id, title=one.name, detail=" · ".join(part for part in said if part), chip=tr("Quarantine"),
        chip_role="bad", icon="error", icon_role="bad", tip=sentence(one.problem),
    )  # fmt: skip


def _waiting(n: int, gap: Gap) -> Row:
    said = tr("operations {first} to {last} are missing", first=gap.first, last=gap.last)
    tip = tr(
        "{count} operations of this laptop are here and wait for earlier ones. They are taken in by themselves as "
        "soon as the missing ones come: ask for the bundle that was lost, or for a new one with everything.",
        count=gap.waiting,
    )
    return Row(
        id=f"waiting:{n}", title=gap.name, detail=said, chip=tr("{count} wait", count=gap.waiting), chip_role="warn",
        icon="clock", icon_role="warn", tip=tip,
    )  # fmt: skip


def _awaited(n: int, one: Awaited) -> Row:
    return Row(
        id=f"awaited:{n}", title=one.device, detail=tr("{count} photos or papers", count=one.count),
        chip=tr("Awaited"), chip_role="warn", icon="photo", icon_role="warn",
        tip=tr("The records name them, and they have not arrived. They come with the laptop's next bundle."),
    )  # fmt: skip
