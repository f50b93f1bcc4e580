# SPDX-License-Identifier: MulanPSL-2.0
"""Files that the office gave to all laptops: as rows, one of them in full, and as a laptop sees them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.unit_file import UnitFileState
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_unit_files as state
from inspector_app.ui.models.handoff_unit_files import Give, GivenFile
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.handoff_amounts import breakable, size_words
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.handoff_publish_form import give_word
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.page import Card, button, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

_TONES = {
    UnitFileState.IN_FORCE: "ok", UnitFileState.TO_READ: "ok", UnitFileState.FAULTY: "bad",
    UnitFileState.AWAITED: "warn", UnitFileState.SET_ASIDE: "warn",
}  # fmt: skip
_ICONS = {Give.HOLIDAY: "clock", Give.FORM: "documents", Give.LAW: "law", Give.OTHER: "text", Give.ROSTER: "text"}


class FileCard(Card):
    """One file in full, and what may be done with it."""

    withdraw_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.file: GivenFile | None = None
        self.facts = Facts()
        self.save = button(tr("Save a copy …"), self.save_wanted.emit, icon="export")
        self.withdraw = button(tr("Withdraw …"), self.withdraw_wanted.emit, icon="undo", kind="quiet")
        self.add(self.facts)
        self.outer.addLayout(row(self.save, self.withdraw, None))
        self.outer.addStretch(1)
        self.show_file(None, is_office=False)

    def show_file(self, file: GivenFile | None, *, is_office: bool) -> None:
        """Show another file."""
        self.file = file
        self.facts.setVisible(file is not None)
        self.save.setVisible(file is not None and file.may_be_saved)
        self.withdraw.setVisible(is_office and file is not None and file.may_be_withdrawn)
        self.title.setText(file.title if file is not None else " ")
        if file is not None:
            self.facts.show_facts(_facts(file))


class GivenCard(Card):
    """As a laptop sees them: Enter saves a copy of what can be read."""

    file_wanted = Signal(object)  # GivenFile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("From the office"), parent)
        self._files: tuple[GivenFile, ...] = ()
        self.list = RowList(tr("From the office"), fits=True)
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_chosen)
        self.add(self.list)
        self.hide()

    def show_files(self, files: Sequence[GivenFile]) -> None:
        """Show what counts, or should; what was replaced or withdrawn is the office's business."""
        gone = (UnitFileState.REPLACED, UnitFileState.REMOVED)
        self._files = tuple(f for f in files if f.give is not Give.LAW and f.state not in gone)
        self.list.put([file_row(file, action=tr("Save a copy")) for file in self._files])
        self.note.setText(str(len(self._files)))
        self.setVisible(bool(self._files))

    def _on_chosen(self, file_id: str) -> None:
        file = next(f for f in self._files if f.id == file_id)
        if file.may_be_saved:
            self.file_wanted.emit(file)


def ask_and_save(
    owner: QObject, ws: Workspace, jobs: Jobs, ask: Ask, file: GivenFile, result: HandoffResult
) -> None:  # fmt: skip
    """Ask for a place, write a copy there, and say it."""
    path = ask.save_file(tr("Save a copy"), state.copy_name(file), "* (*)")
    if path is None:
        return

    def written(made: Path) -> None:
        result.say(tr("Written to {path}", path=str(made)))

    def refused(problems: tuple[Problem, ...]) -> None:
        result.say(tr("Nothing was changed."), tone="bad", problems=problems)

    jobs.run_read(owner, partial(state.save_copy, ws, file, path), then=written, refused=refused)


def file_row(file: GivenFile, *, action: str = "") -> Row:
    """Show one file as a row; its note, or why it was withdrawn, below its name."""
    day = full_day(file.on) if file.on else ""
    said = sentence(file.problems[0]) if file.problems else file.removed_reason or file.note
    detail = " · ".join(part for part in (give_word(file.give), day, said) if part)
    return Row(
        id=file.id, title=file.title, detail=detail, chip=word(file.state), chip_role=_tone(file),
        icon=_ICONS[file.give], icon_role="accent", action=action if file.may_be_saved else "",
    )  # fmt: skip


def _tone(file: GivenFile) -> str:
    return _TONES.get(file.state, "muted")


def _facts(file: GivenFile) -> tuple[tuple[str, str, str], ...]:
    return (
        (tr("What"), give_word(file.give), ""),
        (tr("State"), word(file.state), _tone(file)),
        (tr("What is wrong"), breakable("\n".join(sentence(p) for p in file.problems)), "bad"),
        (tr("Withdrawn because"), file.removed_reason, ""),
        (tr("Published on"), full_day(file.on) if file.on else "", ""),
        (tr("Confirmed by"), file.person, ""),
        (tr("Note"), file.note, ""),
        (tr("Size"), size_words(file.bytes) if file.bytes else "", ""),
    )
