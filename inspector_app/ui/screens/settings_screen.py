# SPDX-License-Identifier: MulanPSL-2.0
"""Settings: organ, officers, numbers, checklists, phrases, laws, forms, holidays, periods, look, data and its check."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Changes
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.later import Later
from inspector_app.ui.widgets.organ_panel import OrganPanel
from inspector_app.ui.widgets.page import Pages, scrolled
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # a part is loaded and built when it is first looked at
    from inspector_app.ui.widgets.account_panel import AccountPanel
    from inspector_app.ui.widgets.appearance_panel import AppearancePanel
    from inspector_app.ui.widgets.backup_panel import BackupPanel
    from inspector_app.ui.widgets.data_panel import DataPanel
    from inspector_app.ui.widgets.forms_panel import FormsPanel
    from inspector_app.ui.widgets.holiday_panel import HolidayPanel
    from inspector_app.ui.widgets.journal_panel import JournalPanel
    from inspector_app.ui.widgets.law_library_panel import LawLibraryPanel
    from inspector_app.ui.widgets.number_panel import NumberPanel
    from inspector_app.ui.widgets.officer_panel import OfficerPanel
    from inspector_app.ui.widgets.pack_panel import PackPanel
    from inspector_app.ui.widgets.period_panel import PeriodPanel
    from inspector_app.ui.widgets.phrase_panel import PhrasePanel
    from inspector_app.ui.widgets.protection_panel import ProtectionPanel

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
        self.pages = {name: Later(partial(self._page, name)) for name, _words, _icon in _parts()}
        self.stack = Pages()
        for page in self.pages.values():
            self.stack.addWidget(page)
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

    # ---- the parts: each is built when it is first looked at ----------------------------------------------

    @cached_property
    def officers(self) -> OfficerPanel:
        """The officers."""
        from inspector_app.ui.widgets.officer_panel import OfficerPanel

        made = OfficerPanel(self.ws, self.jobs)
        made.user_changed.connect(self.user_changed)
        return made

    @cached_property
    def numbers(self) -> NumberPanel:
        """The numbers of documents."""
        from inspector_app.ui.widgets.number_panel import NumberPanel

        return NumberPanel(self.ws, self.jobs, self.ask)

    @cached_property
    def packs(self) -> PackPanel:
        """The checklists."""
        from inspector_app.ui.widgets.pack_panel import PackPanel

        return PackPanel(self.ws, self.jobs, self.ask)

    @cached_property
    def phrases(self) -> PhrasePanel:
        """The phrases."""
        from inspector_app.ui.widgets.phrase_panel import PhrasePanel

        made = PhrasePanel(self.ws, self.jobs, self.ask)
        made.officers_wanted.connect(partial(self.show_part, "officers"))
        return made

    @cached_property
    def laws(self) -> LawLibraryPanel:
        """The law library."""
        from inspector_app.ui.widgets.law_library_panel import LawLibraryPanel

        return LawLibraryPanel(self.ws, self.jobs, self.ask)

    @cached_property
    def forms(self) -> FormsPanel:
        """The forms of documents."""
        from inspector_app.ui.widgets.forms_panel import FormsPanel

        return FormsPanel(self.ws, self.jobs, self.ask)

    @cached_property
    def holidays(self) -> HolidayPanel:
        """The holidays."""
        from inspector_app.ui.widgets.holiday_panel import HolidayPanel

        return HolidayPanel(self.ws, self.jobs, self.ask)

    @cached_property
    def periods(self) -> PeriodPanel:
        """The periods."""
        from inspector_app.ui.widgets.period_panel import PeriodPanel

        return PeriodPanel(self.ws, self.jobs)

    @cached_property
    def look(self) -> AppearancePanel:
        """Look and input."""
        from inspector_app.ui.widgets.appearance_panel import AppearancePanel

        made = AppearancePanel(self.ws, self.jobs)
        made.appearance_changed.connect(self.appearance_changed)
        return made

    @cached_property
    def data(self) -> DataPanel:
        """The data and their check."""
        from inspector_app.ui.widgets.data_panel import DataPanel

        made = DataPanel(self.ws, self.jobs)
        made.handoff_wanted.connect(self.handoff_wanted)
        made.verify_wanted.connect(self.verify_wanted)
        return made

    @cached_property
    def backup(self) -> BackupPanel:
        """The backups."""
        from inspector_app.ui.widgets.backup_panel import BackupPanel

        made = BackupPanel(self.ws, self.jobs, self.ask)
        made.restore_wanted.connect(self.restore_wanted)
        made.changed.connect(self.backup_changed)
        return made

    @cached_property
    def protection(self) -> ProtectionPanel:
        """Passwords and the lock."""
        from inspector_app.ui.widgets.protection_panel import ProtectionPanel

        made = ProtectionPanel(self.ws, self.jobs, self.ask)
        made.login_changed.connect(self._on_login)
        made.lock_changed.connect(self.lock_changed)
        made.lock_wanted.connect(self.lock_wanted)
        return made

    @cached_property
    def accounts(self) -> AccountPanel:
        """The accounts."""
        from inspector_app.ui.widgets.account_panel import AccountPanel

        made = AccountPanel(self.ws, self.jobs, self.ask)
        made.protection_wanted.connect(partial(self.show_part, "protection"))
        made.rekey_wanted.connect(partial(self.show_part, "protection"))
        return made

    @cached_property
    def journal(self) -> JournalPanel:
        """The security journal."""
        from inspector_app.ui.widgets.journal_panel import JournalPanel

        return JournalPanel(self.ws, self.jobs)

    def _panel(self, name: str) -> QWidget:
        """Give a part: the attribute of its name."""
        made: QWidget = getattr(self, name)
        return made

    def _page(self, name: str) -> QWidget:
        return scrolled(self._panel(name)) if name in SCROLLED else self._panel(name)

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
        if name not in self.pages:
            return
        if self.list.current_id() != name:
            self.list.show_row(name)  # comes back here; a part that is closed to the person has no row
            return
        self.stack.setCurrentWidget(self.pages[name])
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Read the part that is shown again."""
        again = getattr(self._shown(), "refresh", None)
        if again is not None:
            again()

    def on_changed(self, changes: Changes) -> None:
        """Let the part that is shown decide."""
        hear = getattr(self._shown(), "on_changed", None)
        if hear is not None and self.isVisible():
            hear(changes)

    def _shown(self) -> QWidget | None:
        name = self.list.current_id()
        return self._panel(name) if name in self.pages else None

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
