# SPDX-License-Identifier: MulanPSL-2.0
"""The bundles that this laptop made, newest first, each with its receipt or without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.page import Card, EmptyState, Pages
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr

if TYPE_CHECKING:  # signatures and encryption: not before they are needed
    from inspector_app.handoff.history import MadeBundle


class HandoffHistory(Card):
    """Rows to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Bundles made"), parent)
        self.list = RowList(tr("Bundles made"))
        self.list.setObjectName("cardList")
        self.nothing = EmptyState("tray", tr("No bundle made yet"))
        self.stack = Pages()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        self.add(self.stack, 1)

    def show_bundles(self, bundles: Sequence[MadeBundle], today: date) -> None:
        """Show these bundles."""
        self.list.put([_row(made, today) for made in bundles])
        self.stack.setCurrentIndex(0 if bundles else 1)
        waiting = sum(made.is_received is False for made in bundles)
        self.note.setText(tr("{count} without a receipt", count=waiting) if waiting else "")


def _row(made: MadeBundle, today: date) -> Row:
    facts = {"operations": made.operations, "files": made.files}
    amount = tr("{operations} entries, {files} files", **facts)
    if made.bytes:
        amount = tr("{operations} entries, {files} files, {size}", **facts, size=size_words(made.bytes))
    chip, role = "", "muted"
    if not made.is_whole:
        chip, role = tr("Not finished"), "bad"
    elif made.is_received is not None:
        chip, role = (tr("Receipt taken"), "ok") if made.is_received else (tr("No receipt yet"), "warn")
    return Row(
        id=made.id,
        title=tr("No. {export} · {time}", export=made.export, time=short_time(made.made_at, today)),
        detail=" · ".join(part for part in (made.recipient, amount) if part),
        chip=chip, chip_role=role, icon="export",
        tip=tr("{parts} parts in {folder}", parts=made.parts, folder=made.folder),
    )  # fmt: skip
