# SPDX-License-Identifier: MulanPSL-2.0
"""The security journal in the settings: who did what when, without content; to be filtered by kind and person."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import EventKind as E
from inspector_app.domain.account import SecurityEvent
from inspector_app.domain.change import Changes
from inspector_app.domain.problems import Problem
from inspector_app.operations import security_journal
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import sentence, tr, word
from inspector_app.wording.journal_words import event_details, event_subject
from inspector_app.workspace import Workspace

PAGE = 500  # lines read at a time
GROUPS: dict[str, tuple[E, ...]] = {
    "all": (),
    "logins": (E.LOGGED_IN, E.LOGIN_FAILED, E.RECOVERED),
    "keys": (E.PROTECTED, E.UNPROTECTED, E.REKEYED, E.PASSWORD_CHANGED),
    "accounts": (E.ACCOUNT_ADDED, E.ACCOUNT_CHANGED, E.ACCOUNT_REVOKED, E.ROSTER_TAKEN),
    "copies": (E.EXPORTED, E.BACKED_UP, E.RESTORED, E.RESCUED),
    "checks": (E.VERIFIED, E.PAPER_CHECKED, E.FILE_QUARANTINED),
    "clock": (E.CLOCK_BACK, E.CLOCK_AHEAD, E.CLOCK_EXPLAINED),
}


class JournalPanel(QWidget):
    """A line of filters above a table; the newest line is the first."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.events: tuple[SecurityEvent, ...] = ()
        self._has_more = False
        self.group = CalmCombo()
        self.group.setAccessibleName(tr("Kind of events"))
        for name, words in _group_words().items():
            self.group.addItem(words, name)
        self.group.activated.connect(self.refresh)
        self.search = SearchLine(tr("Person, subject or details"))
        self.search.textChanged.connect(self._filter)
        self.count = label("", tone="muted")
        self.band = Band()
        self.model = LedgerModel(_columns(), lambda event: event.id, self)
        self.table = LedgerTable(self.model, tr("Security journal"))
        self.table.setObjectName("cardList")
        self.more = button(tr("Older lines"), self._on_more)
        self.nothing = label("", tone="muted", wrap=True)
        card = Card(tr("Security journal"))
        card.add_at_right(self.count)
        card.outer.addLayout(row(self.group, self.search))
        for part in (self.band, self.nothing):
            card.add(part)
        card.add(self.table, 1)
        card.outer.addLayout(row(self.more, None))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(card, 1)

    def refresh(self) -> None:
        """Read the newest lines again."""
        self.events = ()
        self._read(0)

    def on_changed(self, changes: Changes) -> None:
        """Read again when a line was added."""
        if "security_events" in changes.touched:
            self.refresh()

    def _read(self, offset: int) -> None:
        kinds = GROUPS[str(self.group.currentData())]
        work = partial(security_journal.events, self.ws, kinds, limit=PAGE + 1, offset=offset)
        self.jobs.run_read(self, work, then=partial(self._show, offset), refused=self._bad, key="journal")

    def _show(self, offset: int, found: tuple[SecurityEvent, ...]) -> None:
        self.band.hide()
        self._has_more = len(found) > PAGE
        self.events = (*self.events[:offset], *found[:PAGE])
        self._filter()

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        shown = [event for event in self.events if wanted in _searched(event)]
        self.model.put(shown)
        self.more.setVisible(self._has_more)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.nothing.setText(tr("No line fits.") if self.events else tr("Nothing has been noted yet."))
        counted, older = tr("{count} lines", count=len(shown)), tr("older ones are not read yet")
        self.count.setText(f"{counted} · {older}" if self._has_more else counted)

    def _on_more(self) -> None:
        self._read(len(self.events))

    def _bad(self, problems: tuple[Problem, ...]) -> None:
        self.model.put(())
        self.band.say("\n".join(map(sentence, problems)), tone="warn")


def _searched(event: SecurityEvent) -> str:
    """Give what is found by typing: what stands on the line."""
    return " ".join((event.person, word(event.kind), event_subject(event), event_details(event))).casefold()


def _group_words() -> dict[str, str]:
    return {
        "all": tr("All events"),
        "logins": tr("Logins"),
        "keys": tr("Protection and passwords"),
        "accounts": tr("Accounts"),
        "copies": tr("Exports and backups"),
        "checks": tr("Checks"),
        "clock": tr("Clock"),
    }


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Time"), words=lambda e: e.at.strftime("%Y-%m-%d %H:%M:%S"), wide=165),
        Column(title=tr("Event"), words=lambda e: word(e.kind), wide=150, tone=_tone),
        Column(title=tr("By whom"), words=lambda e: e.person, wide=90),
        Column(title=tr("Subject"), words=event_subject, wide=195),
        Column(title=tr("Result"), words=lambda e: tr("done") if e.is_ok else tr("refused"), wide=80),
        Column(title=tr("Details"), words=event_details, wide=160, stretch=True),
    )


def _tone(event: SecurityEvent) -> str:
    return "text" if event.is_ok else "bad"
