# SPDX-License-Identifier: MulanPSL-2.0
"""The queue of the network: what still goes to the office, how far each part is, and why one has not gone yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.page import Card, button
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr

if TYPE_CHECKING:
    from inspector_app.handoff.courier_queue import QueueRow

_ROLES = {"waiting": "warn", "sending": "accent", "done": "ok", "failed": "bad"}


class HandoffQueue(Card):
    """Hidden where nothing is queued."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Over the network"), parent)
        self._rows: tuple[QueueRow, ...] = ()
        self.list = RowList(tr("Over the network"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(lambda _row: self._show_error())
        self.error = WrapLabel(tone="warn")
        self.again = button(tr("Try again now"), self.again_wanted.emit, icon="redo")
        self.add_at_right(self.again)
        self.add(self.list, 1)
        self.add(self.error)
        self.hide()

    def show_queue(self, rows: Sequence[QueueRow], now: datetime) -> None:
        """Show what is queued; what has arrived is left out."""
        self._rows = tuple(row for row in rows if row.state != "done")
        self.list.put([_row(row, now) for row in self._rows])
        if self._rows and not self.list.current_id():
            self.list.step(1)
        self.note.setText(str(len(self._rows)))
        self._show_error()
        self.setVisible(bool(self._rows))

    def set_busy(self, is_busy: bool) -> None:
        """While it is being sent, nothing can be tried again."""
        self.again.setEnabled(not is_busy)

    def _show_error(self) -> None:
        chosen = self.list.current_id()
        row = next((row for row in self._rows if row.id == chosen), None)
        self.error.setText(row.error if row else "")
        self.error.setVisible(bool(self.error.text()))


def _word(state: str) -> str:
    return {
        "waiting": tr("Waits"), "sending": tr("Being sent"), "done": tr("Arrived"), "failed": tr("Not taken in"),
    }[state]  # fmt: skip


def _row(row: QueueRow, now: datetime) -> Row:
    said = [tr("{done} of {total}", done=size_words(row.sent), total=size_words(row.bytes))]
    if row.tries:
        said.append(tr("{count} tries", count=row.tries))
    if row.next_try is not None and row.state == "waiting":
        said.append(tr("again {time}", time=short_time(row.next_try.astimezone(now.tzinfo), now.date())))
    return Row(
        id=row.id, title=tr("Part {part} of {bundle}", part=row.part, bundle=row.bundle[:8]), detail=" · ".join(said),
        chip=_word(row.state), chip_role=_ROLES[row.state], icon="handoff", tip=row.name,
    )  # fmt: skip
