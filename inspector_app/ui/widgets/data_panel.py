# SPDX-License-Identifier: MulanPSL-2.0
"""Where the data lies, what is not safe yet, and the check of everything."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ledgers.today import today
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.handoff_foot import HandoverFacts, handover_facts
from inspector_app.ui.widgets.page import Card, button, label, row, set_tone
from inspector_app.wording import tr
from inspector_app.workspace import Health, Workspace

GIGA = 1024**3


@dataclass(frozen=True, slots=True)
class DataFacts:
    """How much there is, and what is said of the hand-over."""

    free: int
    handover: HandoverFacts


class DataPanel(QWidget):
    """Plain words about the data on this laptop, and a check that leaves nothing out."""

    handoff_wanted = Signal()
    verify_wanted = Signal()  # the whole check with its findings, and the check of papers

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.facts = label("", wrap=True)
        self.result = label("", wrap=True)
        self.check_button = button(tr("Check all data"), self.check, icon="check", kind="primary")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self._place())
        outer.addWidget(self._checking())
        outer.addStretch(1)

    def _place(self) -> Card:
        card = Card(tr("Data on this laptop"))
        path = label(str(self.ws.folder), wrap=True)
        path.setTextInteractionFlags(path.textInteractionFlags().TextSelectableByMouse)
        card.add(path)
        card.add(self.facts)
        words = tr(
            "Backups are made by themselves; the part “Backups” lists them and chooses a second medium. "
            "Handing over deletes nothing here."
        )
        note = label(words, tone="muted", wrap=True)
        card.add(note)
        self.handoff_button = button(tr("Hand-off"), self.handoff_wanted.emit, icon="handoff")
        open_button = button(tr("Open the data folder"), self._open, icon="folder")
        card.outer.addLayout(row(open_button, self.handoff_button, None))
        return card

    def _checking(self) -> Card:
        card = Card(tr("Self-check"))
        words = tr("Compares the database, the journal and every photo and document with what was filed.")
        card.add(label(words, tone="muted", wrap=True))
        self.verify_button = button(tr("Verification and papers …"), self.verify_wanted.emit, icon="search")
        card.outer.addLayout(row(self.check_button, self.verify_button, self.result, None))
        return card

    def refresh(self) -> None:
        """Read how things stand."""
        self.jobs.run_read(self, partial(_read, self.ws), then=self._show, key="data")

    def _show(self, facts: DataFacts) -> None:
        free = tr("{size} GB free", size=f"{facts.free / GIGA:.1f}")
        self.facts.setText(f"{free} · {facts.handover.words}")

    def check(self) -> None:
        """Check everything in the background."""
        self.check_button.setEnabled(False)
        set_tone(self.result, "muted")
        self.result.setText(tr("Checking …"))

        def work(report: Report) -> Health:
            return self.ws.check(report)

        self.jobs.run_slow(self, work, then=self._on_checked, title=tr("Check all data"))

    def _on_checked(self, health: Health) -> None:
        self.check_button.setEnabled(True)
        time = self.ws.now().strftime("%H:%M")
        if health.is_well:
            self.result.setText(tr("All data is whole ({time}).", time=time))
            set_tone(self.result, "ok")
            return
        found = []
        if health.database:
            found.append(tr("The database is damaged."))
        if health.journal:
            found.append(tr("The journal was changed from outside."))
        if health.tables:
            found.append(tr("{count} tables differ from the journal.", count=len(health.tables)))
        if health.files:
            found.append(tr("{count} photos or documents are missing or changed.", count=len(health.files)))
        found.append(tr("Do not go on working; keep a copy of the data folder and call your administrator."))
        self.result.setText(" ".join(found))
        set_tone(self.result, "bad")

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.ws.folder)))


def _read(ws: Workspace) -> DataFacts:
    return DataFacts(free=shutil.disk_usage(ws.folder).free, handover=handover_facts(ws, today(ws)))
