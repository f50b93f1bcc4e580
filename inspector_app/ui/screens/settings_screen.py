# SPDX-License-Identifier: MulanPSL-2.0
"""Settings: organ, officers, numbers, checklists, phrases, laws, forms, holidays, periods, look, data and its check."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Changes
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.account_panel import AccountPanel
from inspector_app.ui.widgets.appearance_panel import AppearancePanel
from inspector_app.ui.widgets.backup_panel import BackupPanel
from inspector_app.ui.widgets.data_panel import DataPanel
from inspector_app.ui.widgets.forms_panel import FormsPanel
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.holiday_panel import HolidayPanel
from inspector_app.ui.widgets.journal_panel import JournalPanel
from inspector_app.ui.widgets.law_library_panel import LawLibraryPanel
from inspector_app.ui.widgets.number_panel import NumberPanel
from inspector_app.ui.widgets.officer_panel import OfficerPanel
from inspector_app.ui.widgets.organ_panel import OrganPanel
from inspector_app.ui.widgets.pack_panel import PackPanel
from inspector_app.ui.widgets.page import Pages, scrolled
from inspector_app.ui.widgets.period_panel import PeriodPanel
from inspector_app.ui.widgets.phrase_panel import PhrasePanel
from inspector_app.ui.widgets.protection_panel import ProtectionPanel
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

SCROLLED = ("organ", "holidays", "look", "data", "protection")
ASKS: Mapping[str, Act] = {  # parts that not every role sees
    "phrases": Act.READ_CONTENT, "accounts": Act.MANAGE_ACCOUNTS, "journal": Act.READ_JOURNAL,
}  # fmt: skip


class SettingsScreen(QWidget):
    """Parts at the left, the chosen one at the right."""

    appearance_changed = Signal(str, float)
    demo_wanted = Signal()
    user_changed = Signal()
    handoff_wanted = Signal()
    start_wanted = Signal()
    heading_changed = Signal()
    login_changed = Signal()  # protection was switched on or off
    lock_changed = Signal()
    lock_wanted = Signal()
    verify_wanted = Signal()
    restore_wanted = Signal(object)  # RestorePlan
    backup_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.organ = OrganPanel(ws, jobs, ask)
        self.primary_action = QAction(tr("Set up the organ"), self)
        self.primary_action.triggered.connect(self.organ.set_up)
        self.primary_action.setVisible(False)
        self.organ.shown.connect(self._dress)
        self.organ.demo_wanted.connect(self.demo_wanted)
        self.organ.organ_set.connect(self._on_organ)
        self.officers = OfficerPanel(ws, jobs)
        self.officers.user_changed.connect(self.user_changed)
        self.numbers = NumberPanel(ws, jobs, ask)
        self.packs = PackPanel(ws, jobs, ask)
        self.phrases = PhrasePanel(ws, jobs, ask)
        self.phrases.officers_wanted.connect(lambda: self.show_part("officers"))
        self.laws = LawLibraryPanel(ws, jobs, ask)
        self.forms = FormsPanel(ws, jobs, ask)
        self.holidays = HolidayPanel(ws, jobs, ask)
        self.periods = PeriodPanel(ws, jobs)
        self.look = AppearancePanel(ws, jobs)
        self.look.appearance_changed.connect(self.appearance_changed)
        self.data = DataPanel(ws, jobs)
        self.data.handoff_wanted.connect(self.handoff_wanted)
        self.data.verify_wanted.connect(self.verify_wanted)
        self.backup = BackupPanel(ws, jobs, ask)
        self.backup.restore_wanted.connect(self.restore_wanted)
        self.backup.changed.connect(self.backup_changed)
        self.panels: dict[str, QWidget] = {
            "organ": self.organ, "officers": self.officers, "numbers": self.numbers, "packs": self.packs,
            "phrases": self.phrases, "laws": self.laws, "forms": self.forms, "holidays": self.holidays,
            "periods": self.periods, "look": self.look, "data": self.data,
            "backup": self.backup, **self._protection_parts(),
        }  # fmt: skip
        self.stack = Pages()
        for name, panel in self.panels.items():
            self.stack.addWidget(scrolled(panel) if name in SCROLLED else panel)
        self.list = RowList(tr("Parts of the settings"))
        self._put_parts()
        self.list.row_shown.connect(self.show_part)
        self.list.setFixedWidth(theme.dp(210))
        side, outer = theme.dp(24), QHBoxLayout(self)
        outer.setContentsMargins(side, theme.dp(8), side, theme.dp(16))
        outer.setSpacing(theme.dp(16))
        outer.addWidget(self.list)
        outer.addWidget(self.stack, 1)
        self.list.show_row("organ")

    def _protection_parts(self) -> dict[str, QWidget]:
        """Make the parts about passwords and people."""
        self.protection = ProtectionPanel(self.ws, self.jobs, self.ask)
        self.protection.login_changed.connect(self._on_login)
        self.protection.lock_changed.connect(self.lock_changed)
        self.protection.lock_wanted.connect(self.lock_wanted)
        self.accounts = AccountPanel(self.ws, self.jobs, self.ask)
        self.accounts.protection_wanted.connect(partial(self.show_part, "protection"))
        self.accounts.rekey_wanted.connect(partial(self.show_part, "protection"))
        self.journal = JournalPanel(self.ws, self.jobs)
        return {"protection": self.protection, "accounts": self.accounts, "journal": self.journal}

    def _put_parts(self) -> None:
        """List the parts that the person may see."""
        seen = [part for part in _parts() if part[0] not in ASKS or self.ws.may(ASKS[part[0]])]
        self.list.put([Row(id=name, title=words, icon=icon) for name, words, icon in seen])

    def _on_login(self) -> None:
        self._put_parts()
        self.login_changed.emit()

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what this is."""
        return Heading(title=tr("Settings"))

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            ("↑ ↓", tr("Choose a part of the settings")),
            ("Tab", tr("Into the part")),
            ("Alt+←", tr("Back to the list of the part")),
            ("Ctrl+Enter", tr("Publish the phrase")),
        ]

    def focus_first(self) -> None:
        """Put the focus where something is to be done."""
        if self.organ.organ is None and self.list.current_id() == "organ":
            self.organ.fields["name"].setFocus()
        else:
            self.list.setFocus()

    def show_part(self, name: str) -> None:
        """Show one part of the settings and read it again."""
        if name not in self.panels:
            return
        if self.list.current_id() != name:
            self.list.show_row(name)  # comes back here; a part that is closed to the person has no row
            return
        self.stack.setCurrentIndex(list(self.panels).index(name))
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Read the part that is shown again."""
        panel = self.panels.get(self.list.current_id())
        again = getattr(panel, "refresh", None)
        if again is not None:
            again()

    def on_changed(self, changes: Changes) -> None:
        """Let the part that is shown decide."""
        panel = self.panels.get(self.list.current_id())
        hear = getattr(panel, "on_changed", None)
        if hear is not None and self.isVisible():
            hear(changes)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when it is looked at."""
        super().showEvent(event)
        self.refresh()

    def _dress(self) -> None:
        """The one primary act here is to set up the organ, as long as there is none."""
        first = self.organ.organ is None and self.list.current_id() == "organ"
        self.primary_action.setVisible(first and self.organ.is_read)
        self.heading_changed.emit()

    def _on_organ(self) -> None:
        """After the organ come the officers."""
        self.show_part("officers")
        self.officers.begin_new()


def _parts() -> tuple[tuple[str, str, str], ...]:
    return (
        ("organ", tr("The organ"), "enterprises"),
        ("officers", tr("Officers"), "person"),
        ("numbers", tr("Document numbers"), "ledger"),
        ("packs", tr("Checklists"), "inspection"),
        ("phrases", tr("Phrases"), "text"),
        ("laws", tr("Law library"), "law"),
        ("forms", tr("Forms of documents"), "documents"),
        ("holidays", tr("Holidays"), "today"),
        ("periods", tr("Periods"), "clock"),
        ("look", tr("Appearance and input"), "preview"),
        ("data", tr("Data and self-check"), "disk"),
        ("backup", tr("Backups"), "backup"),
        ("protection", tr("Protection"), "lock"),
        ("accounts", tr("Accounts"), "person"),
        ("journal", tr("Security journal"), "note"),
    )
