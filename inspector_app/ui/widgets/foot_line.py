# SPDX-License-Identifier: MulanPSL-2.0
"""The bottom line: what can be taken back, what is not handed over, backup, space, time and user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from inspector_app.domain.change import Op
from inspector_app.ui import theme
from inspector_app.ui.models.backup_state import BackupFacts
from inspector_app.ui.models.handoff_foot import HandoverFacts
from inspector_app.ui.widgets.dates import short_time, weekday
from inspector_app.ui.widgets.elided_label import ElidedLabel
from inspector_app.ui.widgets.page import button, restyle
from inspector_app.wording import op_name, tr

GIGA = 1024**3
LITTLE, VERY_LITTLE = 5 * GIGA, 1 * GIGA
MOST_COUNTED = 10_000  # larger totals are bytes, and are said as a part of a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class FootFacts:
    """What the bottom line says; `user` is empty while nobody has been named."""

    handover: HandoverFacts
    free_bytes: int
    user: str
    undo: Op | None
    read_only: bool = False
    may_hand_over: bool = True
    may_lock: bool = False  # the data have a password
    backup: BackupFacts | None = None


class FootLine(QFrame):
    """Each part leads to where it is dealt with: `wanted` carries its name."""

    wanted = Signal(str)  # undo, handover, backup, storage, user, lock, cancel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footLine")
        self.is_office = self._has_undo = False
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.dp(12), theme.dp(2), theme.dp(12), theme.dp(2))
        box.setSpacing(theme.dp(4))
        self.undo = self._part("undo", "undo", tr("Nothing to take back"))
        self.busy = ElidedLabel()
        self.busy.setProperty("tone", "muted")
        self.busy.setProperty("letters", "small")
        self.progress = QProgressBar()
        self.progress.setFixedWidth(theme.dp(160))
        self.cancel = self._part("cancel", "close", tr("Stop this work"))
        self.handover = self._part("handover", "tray")
        self.backup = self._part("backup", "backup", tr("No backup yet"))
        self.storage = self._part("storage", "disk")
        self.clock = self._part("clock", "clock")
        self.user = self._part("user", "person")
        self.lock = self._part("lock", "lock", tr("Lock"))
        self.lock.setToolTip("Ctrl+L")
        for part in (self.undo, self.busy, self.progress, self.cancel):
            box.addWidget(part)
        box.addStretch(1)
        for part in (self.handover, self.backup, self.storage, self.clock, self.user, self.lock):
            box.addWidget(part)
        restyle(self.backup, "state", "warn")
        self.show_progress("", 0, 0)
        for part in (self.undo, self.handover, self.backup, self.storage, self.user, self.lock):
            part.hide()

    def _part(self, name: str, icon: str, text: str = "") -> QPushButton:
        made = button(text, lambda: self.wanted.emit(name), icon=icon)
        made.setProperty("icon_role", "muted")
        made.setProperty("icon_edge", 16)
        theme.set_icon(made, icon, "muted")
        return made

    def show_facts(self, facts: FootFacts) -> None:
        """Say how things stand; nothing is rounded in our favour."""
        self.is_office = facts.handover.is_office
        for part in (self.handover, self.backup, self.storage, self.user):
            part.show()
        self.handover.setVisible(facts.may_hand_over)
        self.lock.setVisible(facts.may_lock)
        self.handover.setText(facts.handover.words)
        restyle(self.handover, "state", facts.handover.state)
        theme.set_icon(self.handover, "warning" if facts.handover.state else "tray", facts.handover.state or "muted")
        self._say_backup(facts.backup)
        low = facts.free_bytes < LITTLE
        self.storage.setText(tr("{size} GB free", size=f"{facts.free_bytes / GIGA:.1f}"))
        state = "bad" if facts.free_bytes < VERY_LITTLE else "warn" if low else ""
        restyle(self.storage, "state", state)
        self.user.setText(facts.user or tr("No user chosen"))
        restyle(self.user, "state", "" if facts.user else "warn")
        self._has_undo = facts.undo is not None and not facts.read_only
        self.undo.setVisible(self._has_undo and self.cancel.isHidden())
        if facts.undo is not None:
            self.undo.setText(tr("Undo: {what} (Ctrl+Z)", what=op_name(facts.undo)))

    def _say_backup(self, facts: BackupFacts | None) -> None:
        made = facts.made_at if facts is not None else None
        if facts is None or made is None:
            self.backup.setText(tr("No backup yet"))
        else:
            self.backup.setText(tr("Backup {time}", time=short_time(made, facts.today)))
        restyle(self.backup, "state", facts.state if facts is not None else "warn")

    def forget(self) -> None:
        """Say nothing of data that are closed."""
        self._has_undo = False
        for part in (self.undo, self.handover, self.backup, self.storage, self.user, self.lock):
            part.hide()

    def show_time(self, now: datetime) -> None:
        """Show the workspace's clock."""
        words = tr(
            "{month}/{day} {weekday} {time}",
            month=now.month,
            day=now.day,
            weekday=weekday(now.date()),
            time=now.strftime("%H:%M"),
        )
        self.clock.setText(words)

    def show_progress(self, title: str, done: int, total: int) -> None:
        """Show how far long work is; no title ends it."""
        on = bool(title)
        if on:
            self.undo.hide()  # first: on a small screen there is room for one of them
        for part in (self.busy, self.progress, self.cancel):
            part.setVisible(on)
        self.undo.setVisible(self._has_undo and not on)
        self.busy.setText(_progress_words(title, done, total))
        self.progress.setRange(0, 1000 if total else 0)
        self.progress.setValue(done * 1000 // total if total else 0)
        self.progress.setTextVisible(False)


def _progress_words(title: str, done: int, total: int) -> str:
    if not total:
        return title
    if total >= MOST_COUNTED:
        return tr("{title}: {percent} %", title=title, percent=done * 100 // total)
    return tr("{title}: {done} of {total}", title=title, done=done, total=total)
