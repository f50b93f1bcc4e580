# SPDX-License-Identifier: MulanPSL-2.0
"""Where bundles are read from: the sticks that are in, the inbox of the office, a folder, or files that are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from inspector_app.ui.widgets.handoff_target import LOOK_MS
from inspector_app.ui.widgets.page import Card, button, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr

if TYPE_CHECKING:
    from inspector_app.handoff.medium import Drive

INBOX = "inbox"


class SourceCard(Card):
    """A row for each place; a folder and files are asked for by buttons."""

    look_wanted = Signal()
    read_wanted = Signal(object)  # list of paths
    folder_wanted = Signal()
    files_wanted = Signal()
    chosen_changed = Signal()
    watch_wanted = Signal()
    auto_switched = Signal(bool)

    def __init__(self, *, is_office: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("Read from"), parent)
        self._drives: tuple[Drive, ...] = ()
        self._inbox: Path | None = None
        self._new: dict[Path, int] = {}
        self._is_office = is_office
        self.list = RowList(tr("Read from"), fits=True)
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_chosen)
        self.list.row_shown.connect(lambda _row: self.chosen_changed.emit())
        self.look = button(tr("Look for sticks"), self.look_wanted.emit, icon="rotate", kind="quiet")
        self.look.setToolTip(tr("A stick that is put in also appears by itself"))
        self.add_at_right(self.look)
        self.add(self.list)
        self.none = label(tr("No stick is in."), tone="muted")
        self.add(self.none)
        self.folder = button(tr("A folder …"), self.folder_wanted.emit, icon="folder")
        self.files = button(tr("Files …"), self.files_wanted.emit, icon="documents")
        self.auto = QCheckBox(tr("Read by itself"))
        self.auto.setToolTip(tr("Read by itself what comes into the inbox or with a stick"))
        self.auto.clicked.connect(self.auto_switched)
        self.outer.addLayout(row(self.folder, self.files, None, *((self.auto,) if is_office else ())))
        words = (
            tr("Or drop files here: bundles (.ajb) of laptops, requests to be enrolled (.ajq).")
            if is_office
            else tr("Or drop files here: bundles (.ajb) and receipts (.ajr) from the office.")
        )
        self.add(label(words, tone="muted", wrap=True))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_wanted)
        self._fill()

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Show the sticks that are in; one that was just put in is chosen."""
        if tuple(drives) == self._drives:
            return
        before = {drive.path for drive in self._drives}
        self._drives = tuple(drives)
        self._fill()
        new = [drive for drive in drives if drive.path not in before]
        if new:
            self.list.show_row(_drive_id(new[0]))
        self.chosen_changed.emit()

    def show_inbox(self, folder: Path | None, new: dict[Path, int]) -> None:
        """Show the watched folder, and how many parts not read yet lie in each place."""
        if (folder, new) == (self._inbox, self._new):
            return
        self._inbox, self._new = folder, new
        self._fill()
        self.chosen_changed.emit()

    def chosen(self) -> Path | None:
        """Give the place that is chosen; nothing where a question is still to be answered."""
        row_id = self.list.current_id()
        if row_id == INBOX:
            return self._inbox
        drive = next((d for d in self._drives if _drive_id(d) == row_id), None)
        return drive.path if drive else None

    def _fill(self) -> None:
        rows = [_drive_row(drive, self._new.get(drive.path)) for drive in self._drives]
        if self._is_office:
            rows.append(_inbox_row(self._inbox, self._new.get(self._inbox, 0) if self._inbox else 0))
        self.list.put(rows)
        self.list.setVisible(bool(rows))
        self.none.setVisible(not self._drives)
        if rows and not self.list.currentIndex().isValid():
            self.list.step(1)

    def _on_chosen(self, row_id: str) -> None:
        if row_id == INBOX:
            self.watch_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks while somebody looks at the page."""
        super().showEvent(event)
        self._timer.start()
        self.look_wanted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Do not look for sticks behind another page."""
        super().hideEvent(event)
        self._timer.stop()


def _drive_id(drive: Drive) -> str:
    return f"drive:{drive.path}"


def _drive_row(drive: Drive, new: int | None) -> Row:
    chip = tr("{count} new", count=new) if new else ""
    return Row(
        id=_drive_id(drive), title=drive.name or str(drive.path), detail=str(drive.path), icon="disk",
        icon_role="accent", chip=chip, chip_role="accent",
    )  # fmt: skip


def _inbox_row(folder: Path | None, new: int) -> Row:
    words = str(folder) if folder else tr("a folder into which bundles are copied, for example a shared one")
    return Row(
        id=INBOX, title=tr("Inbox of this computer"), detail=words, icon="tray", icon_role="accent",
        chip=tr("{count} new", count=new) if new else "", chip_role="accent",
        action=tr("Choose another") if folder else tr("Choose"),
    )  # fmt: skip
