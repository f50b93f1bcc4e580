# SPDX-License-Identifier: MulanPSL-2.0
"""The organ in whose name documents are issued; the first thing that a new unit fills in."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes, Done
from inspector_app.domain.organ import EnforcementPower, Organ, OrganSector, OrganStanding, SerialMode
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import organs
from inspector_app.operations.organs import OrganDraft, OrganFile, add_officer, read_organ_file, set_organ
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import Band, Card, button, label, row, set_tone
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

WIDE = ("name", "address")
TEXTS = ("name", "short_name", "numbering_word", "review_organ", "court", "address", "phone", "region_code")


class OrganPanel(QWidget):
    """Fields of the organ; once it is set, a field is kept when it is left."""

    demo_wanted = Signal()
    organ_set = Signal(object)  # Organ, the first time
    shown = Signal()  # what there is has been read

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.organ: Organ | None = None
        self.is_read = False
        self.welcome = Card(tr("Welcome"))
        self.fields = _fields()
        for field in self.fields.values():
            field.left.connect(self._on_left)
        self.power = self._choice(tr("Enforcement power"), EnforcementPower)
        self.sector = self._choice(tr("Department"), OrganSector)
        self.standing = self._choice(tr("Standing of the organ"), OrganStanding)
        self.serial_mode = self._choice(tr("How documents are numbered"), SerialMode)
        for said_by_name in (self.sector, self.standing):  # until a person chooses
            said_by_name.insertItem(0, tr("as the name says"), "")
            said_by_name.setCurrentIndex(0)
        self.state = label("", tone="muted")
        self.card = Card(tr("The organ"))
        self.card.add_at_right(self.state)
        self.band = Band()
        self._build()

    def _choice(self, name: str, values: type[StrEnum]) -> QComboBox:
        made = CalmCombo()
        made.setAccessibleName(name)
        for value in values:
            made.addItem(word(value), value.value)
        made.activated.connect(self._on_left)
        return made

    def _build(self) -> None:
        intro = tr(
            "This laptop works at once, without network or server. Set up your organ and at least two officers, "
            "or look around first in a made-up county; nothing from it stays."
        )
        self.welcome.add(label(intro, wrap=True))
        demo = button(tr("Open the demonstration"), self.demo_wanted.emit)
        read = button(tr("Read from a file"), self._on_file, icon="import", tip="ORGAN.toml")
        self.welcome.outer.addLayout(row(demo, read, None))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(16))
        grid.setVerticalSpacing(theme.dp(12))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        at = 0
        for name, field in self.fields.items():
            wide = name in WIDE
            at += at % 2 if wide else 0
            grid.addWidget(field, at // 2, at % 2, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            at += 2 if wide else 1
        for choice in (self.power, self.sector, self.standing, self.serial_mode):
            grid.addLayout(_titled(choice), at // 2, at % 2)
            at += 1
        self.card.outer.addLayout(grid)
        self.card.add(self.band)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.welcome)
        outer.addWidget(self.card)
        outer.addStretch(1)

    def refresh(self) -> None:
        """Read the organ again."""
        self.jobs.run_read(self, partial(organs.organ, self.ws), then=self._show, key="organ")

    def on_changed(self, changes: Changes) -> None:
        """Read again when the organ was touched."""
        if "organ" in changes.touched:
            self.refresh()

    def draft(self) -> OrganDraft:
        """Give what stands in the fields."""
        values = {name: self.fields[name].text() for name in TEXTS}
        sector, standing = str(self.sector.currentData()), str(self.standing.currentData())
        return OrganDraft(
            name=values["name"],
            short_name=values["short_name"],
            review_organ=values["review_organ"],
            court=values["court"],
            numbering_word=values["numbering_word"],
            address=values["address"],
            phone=values["phone"],
            region_code=values["region_code"],
            enforcement_power=EnforcementPower(str(self.power.currentData())),
            is_demo=self.organ.is_demo if self.organ is not None else False,
            sector=OrganSector(sector) if sector else None,
            standing=OrganStanding(standing) if standing else None,
            serial_mode=SerialMode(str(self.serial_mode.currentData())),
        )

    def _show(self, organ: Organ | None) -> None:
        self.organ, self.is_read = organ, True
        self.welcome.setVisible(organ is None)
        self.shown.emit()
        if organ is None:
            return
        for name, field in self.fields.items():
            if not field.edit.hasFocus():
                field.put(getattr(organ, name))
        for choice, value in (
            (self.power, organ.enforcement_power),
            (self.sector, organ.sector),
            (self.standing, organ.standing),
            (self.serial_mode, organ.serial_mode),
        ):
            choice.setCurrentIndex(choice.findData(value.value))

    def _on_left(self) -> None:
        if self.organ is not None:
            self.jobs.run_write(self, partial(set_organ, self.ws, self.draft()), then=self._on_kept, refused=self._bad)

    def set_up(self) -> None:
        """Keep the organ for the first time."""
        self.jobs.run_write(self, partial(set_organ, self.ws, self.draft()), then=self._on_kept, refused=self._bad)

    def _on_kept(self, organ: Organ) -> None:
        first = self.organ is None
        self.band.hide()
        for field in self.fields.values():
            field.fault("")
        self._show(organ)
        self.state.setText(tr("Kept {time}", time=self.ws.now().strftime("%H:%M:%S")))
        set_tone(self.state, "ok")
        if first:
            self.organ_set.emit(organ)

    def _bad(self, problems: tuple[Problem, ...]) -> None:
        elsewhere = [sentence(p) for p in problems if p.where not in self.fields]
        for problem in problems:
            if problem.where in self.fields:
                self.fields[problem.where].fault(sentence(problem))
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
        self.state.setText(tr("Not kept yet"))
        set_tone(self.state, "bad")

    def _on_file(self) -> None:
        paths = self.ask.open_files(tr("Read from a file"), "ORGAN (*.toml)")
        if paths:
            self.jobs.run_read(self, partial(read_organ_file, paths[0]), then=self._take_file)

    def _take_file(self, read: OrganFile) -> None:
        for officer in read.officers:
            self.jobs.run_write(self, partial(add_officer, self.ws, officer), refused=self._bad)

        def keep() -> Done[Organ]:
            return set_organ(self.ws, read.organ)

        self.jobs.run_write(self, keep, then=self._on_kept, refused=self._bad)


def _titled(choice: QComboBox) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(theme.dp(4))
    box.addWidget(label(choice.accessibleName(), tone="muted", size="small"))
    box.addWidget(choice)
    box.addStretch(1)
    return box


def _fields() -> dict[str, Field]:
    number_help = tr("Stands before 〔year〕 number, for example （津蓟）应急责改〔2026〕12号")
    return {
        "name": Field(tr("Full name of the organ"), needed=True, help_text=tr("As it signs documents")),
        "short_name": Field(tr("Short name"), needed=True, help_text=tr("In the brackets of document numbers")),
        "numbering_word": Field(tr("Numbering word"), needed=True, help_text=number_help),
        "review_organ": Field(tr("Review organ"), help_text=tr("Named in the remedies of an order")),
        "court": Field(tr("Court"), help_text=tr("Named in the remedies of an order")),
        "address": Field(tr("Address")),
        "phone": Field(tr("Phone")),
        "region_code": Field(tr("Region code")),
    }
