# SPDX-License-Identifier: MulanPSL-2.0
"""Settings, 备份: what there is and where, make one now, the second medium, put one back, the reserve."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.backup import Backup, PlaceKind
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models import backup_state
from inspector_app.ui.models.backup_state import BackupList
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.handoff_progress import HandoffProgress
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages, button, label, row
from inspector_app.ui.widgets.restore_page import RestorePage
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.operations.backup_places import BackupPlace
    from inspector_app.operations.backups import BackupMade

T = TypeVar("T")


class BackupPanel(QWidget):
    """The list, and behind it the page for putting one back."""

    restore_wanted = Signal(object)  # RestorePlan
    changed = Signal()  # a backup was made or checked

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.known: BackupList | None = None
        self.found: dict[str, tuple[BackupPlace, Backup]] = {}
        self._report: Report | None = None
        self.band = Band()
        self.facts = label("", wrap=True)
        self.medium = label("", wrap=True)
        self.reserve = label("", tone="muted", wrap=True)
        self.progress = HandoffProgress()
        self.make_button = button(tr("Back up now"), self.make, icon="backup", kind="primary")
        self.check_button = button(tr("Check this backup"), self.check, icon="check")
        self.restore_button = button(tr("Put a backup back …"), self.show_restore, icon="undo")
        self.choose_button = button(tr("Choose second medium …"), self.choose, icon="folder")
        self.forget_button = button(tr("Use it no more"), self.forget, kind="quiet")
        self.list = RowList(tr("Backups"))
        self.list.setObjectName("cardList")
        self.nothing = EmptyState("backup", tr("No backup yet"), tr("The first one takes a few seconds."))
        self.lists = Pages()
        self.restore = RestorePage(jobs, ask)
        self.restore.back_wanted.connect(self.show_list)
        self.restore.restore_wanted.connect(self.restore_wanted)
        self.pages = Pages()
        jobs.progressed.connect(self._on_progress)
        self._build()

    def _build(self) -> None:
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.nothing)
        card = Card(tr("Backups"))
        card.add(self.facts)
        card.add(self.lists, 1)
        card.add(self.progress)
        card.outer.addLayout(row(self.make_button, self.check_button, None, self.restore_button))
        second = Card(tr("Second medium"))
        second.add(self.medium)
        second.outer.addLayout(row(self.choose_button, self.forget_button, None))
        second.add(self.reserve)
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(12))
        for part, stretch in ((self.band, 0), (card, 1), (second, 0)):
            box.addWidget(part, stretch)
        self.pages.addWidget(page)
        self.pages.addWidget(self.restore)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read how things stand."""
        self.jobs.run_read(self, partial(backup_state.read_backups, self.ws), then=self._show, key="backups")

    def _show(self, known: BackupList) -> None:
        self.known = known
        chosen = self.list.current_id()
        self.found = {f"{p.kind.value}/{b.id}": (p, b) for p in known.places for b in p.backups}
        newest_first = sorted(self.found.items(), key=lambda item: item[1][1].made_at, reverse=True)
        self.list.put([_row(key, place, backup) for key, (place, backup) in newest_first])
        self.lists.setCurrentIndex(0 if self.found else 1)
        if self.found:
            self.list.show_row(chosen if chosen in self.found else newest_first[0][0])
        may = self.ws.may(Act.BACK_UP)
        self.make_button.setEnabled(may and self._report is None)
        self.check_button.setEnabled(may and bool(self.found) and self._report is None)
        self.choose_button.setEnabled(may and self.ws.read_only is None)
        self.restore_button.setVisible(self.ws.may(Act.RESTORE))
        self._say_facts(known)

    def _say_facts(self, known: BackupList) -> None:
        late = [sentence(p) for p in known.standing.warnings]
        if late:
            self.facts.setText(" ".join(late))
        elif known.standing.is_changed and self.found:
            self.facts.setText(tr("There is work since the newest backup; the next one is made by itself."))
        else:
            self.facts.setText(tr("Backups are made by themselves: 7 daily, 4 weekly, 12 monthly ones are kept."))
        place = next((p for p in known.places if p.kind is PlaceKind.MEDIUM), None)
        self.forget_button.setVisible(place is not None)
        if place is None:
            words = tr(
                "A backup on this disk is lost with the laptop. Choose a stick or another disk for a second one."
            )
            self.medium.setText(words)
        else:
            state = tr("plugged in") if place.is_here else tr("not plugged in")
            said = tr(
                "Second medium: {name} ({state}), backups in {path}", name=place.name, state=state, path=place.folder
            )
            self.medium.setText(said)
        if known.is_reserve_used:
            words = tr("The reserve on the disk was given up. Make room; it is laid in again by itself.")
        elif known.is_reserve_laid:
            words = tr("64 MB are held ready for the case that the disk is full.")
        else:
            words = tr("No reserve is laid in yet; it is made by itself a little after opening, where 2 GB are free.")
        self.reserve.setText(words)

    # ---- acts ------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make a backup in every place that is here."""
        from inspector_app.operations.backups import make_backup

        if self.known is None or self._report is not None:
            return
        here = [p for p in self.known.places if p.is_here]

        def work(report: Report) -> list[BackupMade]:
            return [make_backup(self.ws, place, progress=report) for place in here]

        self._begin(tr("Backing up and checking"), work, self._on_made)

    def _on_made(self, made: list[BackupMade]) -> None:
        lost = {name for one in made for name in one.missing}
        words = tr("Backed up and verified: {places}.", places="、".join(word(one.place.kind) for one in made))
        if lost:
            words += tr(
                " {count} files are missing or damaged in the data themselves; let the self-check run.", count=len(lost)
            )
        self._end(words, "warn" if lost else "ok")

    def check(self) -> None:
        """Read the chosen backup from its first byte to its last."""
        from inspector_app.operations.backups import verify_backup

        chosen = self.found.get(self.list.current_id())
        if chosen is None or self._report is not None:
            return
        place, backup = chosen

        def work(report: Report) -> Backup:
            return verify_backup(self.ws, place, backup, report)

        self._begin(tr("Checking the backup"), work, self._on_checked)

    def _on_checked(self, backup: Backup) -> None:
        self._end(tr("The backup of {time} is whole.", time=f"{backup.made_at:%Y-%m-%d %H:%M}"), "ok")

    def _begin(self, title: str, work: Callable[[Report], T], then: Callable[[T], None]) -> None:
        self.band.hide()
        self._title = title
        self._report = self.jobs.run_slow(self, work, then=then, refused=self._refuse, title=title)
        self.progress.begin(title, self._cancel)
        self.make_button.setEnabled(False)
        self.check_button.setEnabled(False)

    def _cancel(self) -> None:
        if self._report is not None:
            self._report.cancel()
            self._end(tr("Stopped. What was backed up before is as it was."), "info")

    def _on_progress(self, title: str, done: int, total: int) -> None:
        if self._report is not None and title == self._title:
            self.progress.advance(done, total)

    def _end(self, words: str, tone: str) -> None:
        self._report = None
        self.progress.end()
        self.band.say(words, tone=tone)
        self.refresh()
        self.changed.emit()

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._end("\n".join(map(sentence, problems)), "bad")

    def choose(self) -> None:
        """Choose the second medium."""
        from inspector_app.operations.backup_places import choose_medium

        folder = self.ask.folder(tr("A stick or a folder on another disk"))
        if folder is not None:
            self.jobs.run_read(
                self, partial(choose_medium, self.ws, folder), then=self._on_medium, refused=self._refuse
            )

    def _on_medium(self, place: BackupPlace) -> None:
        words = tr("Chosen: {name}. A backup is made there whenever it is plugged in.", name=place.name)
        self.band.say(words, tone="ok", action=tr("Back up now"), then=self.make)
        self.refresh()

    def forget(self) -> None:
        """Use no second medium any more."""
        from inspector_app.operations.backup_places import forget_medium

        title, text = tr("Use this medium no more?"), tr("What lies on it stays there.")
        if self.ask.confirm(title, text, tr("Use it no more")):
            self.jobs.run_read(self, partial(forget_medium, self.ws), then=lambda _none: self.refresh())

    def show_restore(self) -> None:
        """Show the page for putting a backup back."""
        self.restore.begin(self.ws.folder, (self.ws.login,) if self.ws.login is not None else ())
        self.pages.setCurrentIndex(1)

    def show_list(self) -> None:
        """Come back to the list."""
        self.pages.setCurrentIndex(0)
        self.refresh()


def _row(key: str, place: BackupPlace, backup: Backup) -> Row:
    size = size_words(backup.size + backup.file_bytes)
    detail = tr("{place} · {size} · {files} files", place=word(place.kind), size=size, files=backup.files)
    if backup.last_at is not None:
        detail += tr(" · up to {time}", time=f"{backup.last_at:%m-%d %H:%M}")
    chip, role = tr("verified"), "ok"
    if not backup.is_good:
        chip, role = tr("Damaged"), "bad"
    elif backup.missing:
        chip, role = tr("{count} files missing", count=backup.missing), "warn"
    return Row(
        id=key, title=f"{backup.made_at:%Y-%m-%d %H:%M}", detail=detail, chip=chip, chip_role=role,
        icon="backup" if place.kind is PlaceKind.LOCAL else "disk", tip=str(place.folder),
    )  # fmt: skip
