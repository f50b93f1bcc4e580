# SPDX-License-Identifier: MulanPSL-2.0
"""The form in which the office gives a file to all laptops: what it is for, the file, and what is said with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.unit_file import UnitFileKind
from inspector_app.ui.ask import Ask
from inspector_app.ui.models.handoff_unit_files import FILTERS, TO_GIVE, Draft, Give
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.handoff_amounts import breakable
from inspector_app.ui.widgets.page import Card, button, row, set_tone
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr, word


class PublishForm(Card):
    """Fields follow the kind: a notice has a title, a law update somebody who answers for it."""

    wanted = Signal(object)  # Draft
    left = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Give a file to all laptops"), parent)
        self._ask = ask
        self._path: Path | None = None
        self.kind = Segments([(give, give_word(give)) for give in TO_GIVE])
        self.kind.chosen.connect(lambda _give: self._dress())
        self.meaning = WrapLabel(tone="muted")
        self.choose = button(tr("Choose a file …"), self._on_choose, icon="folder")
        self.file = WrapLabel(tone="muted")
        self.titled = Field(tr("Title of the notice"), needed=True)
        self.remark = Field(tr("Note to the laptops"), hint=tr("for example: which notice it is taken from"))
        self.person = Field(tr("Who has checked it and answers for it"), needed=True)
        self.words = WrapLabel(tone="bad")
        self.words.hide()
        self.keep = button(tr("Give it out"), self._on_keep, kind="primary")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self.outer.addLayout(row(self.kind, None))
        self.add(self.meaning)
        line = row(self.choose, gap=12)
        line.addWidget(self.file, 1)
        self.outer.addLayout(line)
        for field in (self.titled, self.remark, self.person):
            self.add(field)
            field.edit.returnPressed.connect(self._on_keep)
        self.outer.addLayout(row(None, self.cancel, self.keep))
        self.add(self.words)  # below the buttons: a form may have many faults
        self.outer.addStretch(1)

    def begin(self, actor: str) -> None:
        """Open empty; `actor` is proposed as the one who answers."""
        self._path = None
        self.kind.set_value(Give.HOLIDAY)
        for field in (self.titled, self.remark):
            field.put("")
        self.person.put(actor)
        self._dress()
        self.kind.buttons[Give.HOLIDAY].setFocus()

    def take(self, path: Path) -> None:
        """Take a file that was chosen."""
        self._path = path
        if not self.titled.text():
            self.titled.put(path.name)
        self.file.setText(breakable(str(path)))
        set_tone(self.file, "")
        self.words.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, below the field that it is about; what is wrong in the file, with its place."""
        fields = {"name": self.titled, "note": self.remark, "person": self.person}
        shown = {name: field for name, field in fields.items() if not field.isHidden()}
        for name, field in shown.items():
            field.fault("\n".join(sentence(p) for p in problems if p.where == name))
        elsewhere = [sentence(p) for p in problems if p.where not in shown]
        self.words.setText(breakable("\n".join((tr("Nothing was given out."), *elsewhere)) if elsewhere else ""))
        self.words.setVisible(bool(elsewhere))

    def _on_choose(self) -> None:
        give = Give(self.kind.value())
        chosen = self._ask.open_files(give_word(give), FILTERS[give])
        if chosen:
            self.take(chosen[0])

    def _on_keep(self) -> None:
        give = Give(self.kind.value())
        needed = {Give.OTHER: self.titled, Give.LAW: self.person}.get(give)
        if needed is not None:
            needed.fault("" if needed.text() else tr("This is needed"))
        if self._path is None:
            self.file.setText(tr("Choose the file first"))
            set_tone(self.file, "bad")
            self.choose.setFocus()
            return
        if needed is not None and not needed.text():
            needed.setFocus()
            return
        self.words.hide()
        self.wanted.emit(
            Draft(give=give, path=self._path, title=self.titled.text(), note=self.remark.text(),
                  person=self.person.text())
        )  # fmt: skip

    def _dress(self) -> None:
        give = Give(self.kind.value())
        self.meaning.setText(_meaning(give))
        self.titled.setVisible(give is Give.OTHER)
        self.remark.setVisible(give is not Give.LAW)
        self.person.setVisible(give is Give.LAW)
        for field in (self.titled, self.remark, self.person):
            field.fault("")
        self.words.hide()
        if self._path is None:
            self.file.setText(tr("No file chosen yet"))
            set_tone(self.file, "muted")


def give_word(give: Give) -> str:
    """Name what is given out."""
    return tr("Law update") if give is Give.LAW else word(UnitFileKind(give.value))


def _meaning(give: Give) -> str:
    return {
        Give.HOLIDAY: tr("The days off and working weekends of a year (JSON). Every laptop counts working days by it."),
        Give.FORM: tr("The form of one kind of document (TOML). Every laptop makes new papers of that kind by it."),
        Give.LAW: tr(
            "New wording or validity of laws (TOML). It is applied here at once and cannot be taken back; the laptops "
            "apply it with their next dispatch."
        ),
        Give.OTHER: tr("Any file that people at the laptops are to read, for example a notice as PDF."),
    }[give]
