# SPDX-License-Identifier: MulanPSL-2.0
"""Where a hand-over goes: the sticks that are in, a folder, or the office over the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.models.handoff_choices import sound_address
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.page import Card, button
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:  # looks for drives with a library that is loaded when they are looked for
    from inspector_app.handoff.medium import Drive

LOOK_MS = 4_000  # how often it is looked whether a stick was put in
FOLDER, NETWORK = "folder", "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was chosen; over the network there is no folder. `url` is an office's address that is not kept yet."""

    folder: Path | None
    is_network: bool = False
    url: str = ""


class HandoffTarget(Card):
    """A row for each way; the chosen one is the current row."""

    look_wanted = Signal()
    folder_wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Where to"), parent)
        self._drives: tuple[Drive, ...] = ()
        self._folder: Path | None = None
        self._url: str | None = None  # that is kept; none, where nothing is sent over the network
        self._typed = ""  # a sound address that somebody typed instead
        self._needed = 0
        self.list = RowList(tr("Where to"), fits=True)
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_chosen)
        self.list.row_shown.connect(self._on_shown)
        self.address = Field(tr("Address of the office"), hint="https://192.168.1.20:8620")
        self.meaning = WrapLabel(
            tr("The office reads it off its screen when it receives. It is kept once the office answered."),
            tone="muted",
        )
        self.address.edited.connect(self._on_typed)
        self.address.left.connect(self._on_left)
        self.address.hide()
        self.meaning.hide()
        self.look = button(tr("Look for sticks"), self.look_wanted.emit, icon="rotate", kind="quiet")
        self.look.setToolTip(tr("A stick that is put in also appears by itself"))
        self.add_at_right(self.look)
        self.add(self.list)
        self.add(self.address)
        self.add(self.meaning)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_wanted)
        self._fill()

    # ---- what is shown ---------------------------------------------------------------------------------

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Show the sticks that are in; one that was just put in is chosen."""
        before = {d.path for d in self._drives}
        new = [d for d in drives if d.path not in before]
        if tuple(drives) == self._drives:
            return
        self._drives = tuple(drives)
        self._fill()
        if new and self._folder is None:
            self.list.show_row(_drive_id(new[0]))
        self.changed.emit()

    def show_network(self, url: str | None) -> None:
        """Offer the way over the network, to the address that is kept or to one that is typed; none, no row."""
        if url != self._url or self._typed == url:
            self._typed = ""
            self.address.put(url or "")
        self._url = url
        self._fill()

    def show_needed(self, needed: int) -> None:
        """Say on each stick whether so many bytes fit."""
        self._needed = needed
        self._fill()

    def put_folder(self, folder: Path) -> None:
        """Take a folder that was chosen."""
        self._folder = folder
        self._fill()
        self.list.show_row(FOLDER)
        self.changed.emit()

    def target(self) -> Target | None:
        """Give what is chosen; nothing while a folder is still to be chosen."""
        chosen = self.list.current_id()
        if chosen == NETWORK:
            is_known = bool(self._typed or (self._url and self.address.text() == self._url))
            return Target(folder=None, is_network=True, url=self._typed) if is_known else None
        if chosen == FOLDER:
            return Target(folder=self._folder) if self._folder else None
        drive = next((d for d in self._drives if _drive_id(d) == chosen), None)
        return Target(folder=drive.path) if drive else None

    def _fill(self) -> None:
        rows = [_drive_row(drive, self._needed) for drive in self._drives]
        folder = str(self._folder) if self._folder else tr("on this laptop or on a drive that is not listed")
        rows.append(
            Row(id=FOLDER, title=tr("A folder"), detail=folder, icon="folder",
                action=tr("Choose another") if self._folder else tr("Choose"))
        )  # fmt: skip
        if self._url is not None:
            known = self._typed or self._url or tr("the office's address is still to be entered")
            rows.append(Row(id=NETWORK, title=tr("Over the network"), detail=known, icon="handoff"))
        self.list.put(rows)
        if not self.list.currentIndex().isValid():
            self.list.step(1)

    def _on_chosen(self, row_id: str) -> None:
        if row_id == FOLDER:
            self.folder_wanted.emit()
        if row_id == NETWORK and not (self._url or self._typed):
            self.address.setFocus()
        self.changed.emit()

    def _on_shown(self, row_id: str) -> None:
        for part in (self.address, self.meaning):
            part.setVisible(row_id == NETWORK)
        self.changed.emit()

    def _on_typed(self, text: str) -> None:
        """Take an address as soon as it is one; what is wrong is said when the field is left."""
        url, _ = sound_address(text)
        self._typed = "" if url == self._url else url
        self.address.fault("")
        self._fill()
        self.changed.emit()

    def _on_left(self, text: str) -> None:
        _, problems = sound_address(text)
        self.address.fault("\n".join(sentence(p) for p in problems) if text else "")

    # ---- sticks that are put in ------------------------------------------------------------------------

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


def _drive_row(drive: Drive, needed: int) -> Row:
    room = tr("{free} free of {total}", free=size_words(drive.free), total=size_words(drive.total))
    fits = drive.free > needed
    return Row(
        id=_drive_id(drive), title=drive.name or str(drive.path), detail=f"{drive.path} · {room}", icon="disk",
        icon_role="accent", chip="" if fits else tr("Too little room"), chip_role="bad",
    )  # fmt: skip
