# SPDX-License-Identifier: MulanPSL-2.0
"""Putting a backup back: where from, which one, the password if it wants one, what it brings, and then the act."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import backup_state
from inspector_app.ui.models.backup_state import FoundBackup, RestorePlan
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.password_field import PasswordField
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:  # keys: not before they are needed
    from inspector_app.workspace.protection import Login


class RestorePage(QWidget):
    """For the settings, and for data that do not open any more."""

    restore_wanted = Signal(object)  # RestorePlan; the data must be closed for it
    back_wanted = Signal()

    def __init__(self, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.ask = jobs, ask
        self.target = Path()
        self.logins: tuple[Login, ...] = ()
        self.found: dict[str, FoundBackup] = {}
        self.plan: RestorePlan | None = None
        self.band = Band()
        self.list = RowList(tr("Backups"))
        self.list.row_shown.connect(self._on_chosen)
        self.list.setMinimumHeight(theme.dp(150))
        self.who = Field(tr("Name, if several people have a password"))
        self.secret = PasswordField(tr("Password, or the recovery key on paper"))
        self.secret.edit.returnPressed.connect(self.look)
        self.words = label("", wrap=True)
        self.look_button = button(tr("What is in it?"), self.look, icon="preview")
        self.restore_button = button(tr("Put this backup back …"), self._on_restore, icon="undo", kind="danger")
        self.restore_button.setEnabled(False)
        self.slots_button = button(tr("Put only the key slots back"), self._on_slots, icon="lock", kind="primary")
        self.slots_button.hide()
        self._build()

    def _build(self) -> None:
        card = Card(tr("Put a backup back"))
        words = tr(
            "The data that are here now are set aside, not deleted. What was done after the backup is missing "
            "afterwards; what was handed over comes back from the office."
        )
        card.add(label(words, tone="muted", wrap=True))
        card.outer.addLayout(row(button(tr("Other folder or stick …"), self._on_folder, icon="folder"), None))
        card.add(self.list, 1)
        card.outer.addLayout(row(self.who, self.secret))
        card.add(self.words)
        back = button(tr("Back"), self.back_wanted.emit)
        card.outer.addLayout(row(self.look_button, None, back, self.restore_button, self.slots_button))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.band)
        box.addWidget(card, 1)

    def begin(self, target: Path, logins: tuple[Login, ...] = (), *, advice: str = "") -> None:
        """Begin with the backups in the data folder itself and on what is plugged in; `advice` stands above them."""
        self.target, self.logins = target, logins
        self.secret.forget()
        self._forget_plan()
        self.band.hide()
        if advice:
            self.band.say(advice, tone="info")
        work = partial(_everywhere, target)
        self.jobs.run_read(self, work, then=self._show, refused=self._refuse, key="backups")

    def _on_folder(self) -> None:
        folder = self.ask.folder(tr("Folder or stick with backups"))
        if folder is not None:
            self.show_folder(folder)

    def show_folder(self, folder: Path) -> None:
        """List the backups of a folder."""
        work = partial(backup_state.find_backups, folder)
        self.jobs.run_read(self, work, then=self._show, refused=self._refuse, key="backups")

    def _show(self, found: tuple[FoundBackup, ...]) -> None:
        self.found = {f"{f.store.folder}/{f.backup.id}": f for f in found}
        self.list.put([_row(key, f) for key, f in self.found.items()])
        self.words.setText("" if found else tr("No backup was found here; choose another folder or plug the stick in."))
        for part in (self.look_button, self.list):
            part.setEnabled(bool(found))
        if found:
            self.list.show_row(next(iter(self.found)))

    def _on_chosen(self, key: str) -> None:
        self._forget_plan()
        chosen = self.found.get(key)
        asks = chosen is not None and chosen.is_protected and not self.logins
        self.who.setVisible(asks)
        self.secret.setVisible(asks)

    def look(self) -> None:
        """Open the chosen backup and say what it would bring."""
        chosen = self.found.get(self.list.current_id())
        if chosen is None:
            return
        self._forget_plan()
        self.look_button.setEnabled(False)
        self.words.setText(tr("Reading the backup …"))
        secret, who = self.secret.text(), self.who.text().strip()
        work = partial(backup_state.plan_restore, chosen, self.target, secret, who, self.logins)
        self.jobs.run_read(self, work, then=self._on_plan, refused=self._refuse)

    def _on_plan(self, plan: RestorePlan) -> None:
        from inspector_app.operations.restore_words import preview_lines

        self.plan = plan
        self.band.hide()
        lines = (*preview_lines(plan.preview), *map(sentence, plan.preview.warnings))
        if plan.slots_fit:
            lines = (tr("Only the key slots are damaged: those of this backup open the data; nothing is lost."), *lines)
        self.words.setText("\n".join(lines))
        self.look_button.setEnabled(True)
        self.restore_button.setEnabled(True)
        self.slots_button.setVisible(plan.slots_fit)

    def _on_slots(self) -> None:
        if self.plan is not None and self.plan.slots_fit:
            self.secret.forget()
            self.restore_wanted.emit(replace(self.plan, slots_only=True))

    def _on_restore(self) -> None:
        if self.plan is None:
            return
        lost = self.plan.preview.present.lost_acts
        text = tr("The data of now are set aside and the program opens the data of the backup. Nothing is deleted.")
        if lost:
            text += "\n" + tr("{count} steps that were done after the backup will be missing.", count=lost)
        if self.ask.confirm(tr("Put this backup back?"), text, tr("Set aside and put back")):
            self.secret.forget()
            self.restore_wanted.emit(self.plan)

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._forget_plan()
        self.look_button.setEnabled(bool(self.found))
        self.band.say("\n".join(map(sentence, problems)), tone="warn")

    def _forget_plan(self) -> None:
        self.plan = None
        self.words.setText("")
        self.restore_button.setEnabled(False)
        self.slots_button.hide()


def _everywhere(target: Path) -> tuple[FoundBackup, ...]:
    """Look in the data folder and on every drive that is plugged in."""
    from inspector_app.domain.problems import Refused

    found: dict[Path, FoundBackup] = {}
    for folder in (target, *backup_state.roots()):
        try:
            for one in backup_state.find_backups(folder):
                found.setdefault(one.store.database(one.backup.id), one)
        except Refused:
            continue
    return tuple(sorted(found.values(), key=lambda f: f.backup.made_at, reverse=True))


def _row(key: str, found: FoundBackup) -> Row:
    b = found.backup
    detail = tr(
        "{size} · {documents} documents · {folder}", size=size_words(b.size + b.file_bytes),
        documents=b.counts.get("documents", 0), folder=str(found.store.folder),
    )  # fmt: skip
    chip, role = (tr("Damaged"), "bad") if not b.is_good else (tr("verified"), "ok")
    return Row(
        id=key, title=f"{b.made_at:%Y-%m-%d %H:%M}", detail=detail, chip=chip, chip_role=role,
        icon="lock" if found.is_protected else "backup",
    )  # fmt: skip
