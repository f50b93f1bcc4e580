# SPDX-License-Identifier: MulanPSL-2.0
"""What is fixed before a draw: its name, who draws and supervises, who may be drawn, groups, and how many."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.draw_conditions import Exclusion, ObjectFilter
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import RiskGrade, SponsorGrade
from inspector_app.operations.draw_bases import LEAST_OFFICERS, MOST_OFFICERS, SKIPPED
from inspector_app.operations.draws import DrawDraft
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.planning_draws import DrawChoices
from inspector_app.ui.widgets.draw_many import ManyChoice
from inspector_app.ui.widgets.draw_named import AvoidanceEditor, ExclusionEditor
from inspector_app.ui.widgets.draw_strata import StrataEditor
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.page import label, row
from inspector_app.ui.widgets.planning_number import NumberLine
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

QUIET_MS = 400  # without another edit, then the figures are read
MOST_WANTED = 100_000


class DrawForm(QWidget):
    """Fields in reading order; `edited` a moment after the last edit."""

    edited = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: dict[str, tuple[str, ...]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.edited)
        self.fields = {
            "name": Field(tr("Name of the draw"), needed=True), "place": Field(tr("Place of the draw")),
            "operator": Field(tr("Drawn by"), needed=True), "supervisor": Field(tr("Supervised by"), needed=True),
        }  # fmt: skip
        self.districts, self.sectors = ManyChoice(tr("District")), ManyChoice(tr("Industry"))
        self.grades, self.risks = ManyChoice(tr("Sponsor grade")), ManyChoice(tr("Safety grade"))
        self.hazard = QCheckBox(tr("With a major hazard source"))
        self.equipment = QCheckBox(tr("With special equipment"))
        self.skipped = {reason: QCheckBox(word(reason)) for reason in SKIPPED}
        self.exclusions = ExclusionEditor(ws, jobs)
        self.avoidances = AvoidanceEditor(ws, jobs)
        self.strata = StrataEditor()
        self.units = ManyChoice(tr("Officers of"))
        self.wanted = NumberLine(tr("Units to draw"), 1, MOST_WANTED)
        self.per_unit = NumberLine(tr("Officers for each"), LEAST_OFFICERS, MOST_OFFICERS)
        self._build()
        self._connect()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(12))
        grid.setVerticalSpacing(theme.dp(8))
        for n, field in enumerate(self.fields.values()):
            grid.addWidget(field, n // 2, n % 2)
        box.addLayout(grid)
        box.addWidget(label(tr("Which units"), size="lead"))
        parts: list[QWidget] = [self.districts, self.sectors, self.grades, self.risks, self.hazard, self.equipment]
        box.addWidget(FlowRow(parts))
        left_out: list[QWidget] = [label(tr("Not drawn"), tone="muted"), *self.skipped.values()]
        box.addWidget(FlowRow(left_out))
        box.addWidget(self.exclusions)
        box.addWidget(self.strata)
        box.addWidget(label(tr("Which officers"), size="lead"))
        box.addLayout(row(self.units, None))
        box.addWidget(self.avoidances)
        wanted_title, each_title = label(tr("Units to draw")), label(tr("Officers for each"))
        wanted_title.setBuddy(self.wanted)
        each_title.setBuddy(self.per_unit)
        box.addWidget(label(tr("How many"), size="lead"))
        box.addLayout(row(wanted_title, self.wanted, each_title, self.per_unit, None))

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(lambda _text: self._timer.start())
        for choice in (self.districts, self.sectors, self.grades, self.risks, self.units):
            choice.edited.connect(self._timer.start)
        for box in (self.hazard, self.equipment, *self.skipped.values()):
            box.toggled.connect(lambda _on: self._timer.start())
        for number in (self.wanted, self.per_unit):
            number.value_changed.connect(self._timer.start)
        for editor in (self.exclusions, self.avoidances, self.strata):
            editor.edited.connect(self._timer.start)

    def begin(self, choices: DrawChoices, name: str) -> None:
        """Open with what is usual: all units but those that need no visit now, all officers."""
        for field in self.fields.values():
            field.put("")
        self.fields["name"].put(name)
        self.fields["operator"].put(choices.actor)
        self._units = dict(choices.units)
        self.districts.offer([(name, name) for name in choices.districts])
        self.sectors.offer([(value.value, word(value)) for value in Industry])
        self.grades.offer([(value.value, word(value)) for value in SponsorGrade])
        self.risks.offer([(value.value, word(value)) for value in RiskGrade])
        self.units.offer([(unit, f"{unit or tr('(empty)')} ({len(ids)})") for unit, ids in choices.units])
        for choice in (self.districts, self.sectors, self.grades, self.risks, self.units):
            choice.choose(())
        self.hazard.setChecked(False)
        self.equipment.setChecked(False)
        for box in self.skipped.values():
            box.setChecked(True)
        self.exclusions.clear()
        self.avoidances.clear()
        self.strata.clear()
        self.wanted.set_value(10)
        self.per_unit.set_value(LEAST_OFFICERS)
        self._timer.start()

    def focus_first(self) -> None:
        """Put the focus into the first empty line."""
        empty = (field for field in self.fields.values() if not field.text())
        next(empty, self.fields["name"]).setFocus()

    def draft(self) -> DrawDraft:
        """Give what stands in the fields."""
        units = self.units.chosen()
        skipped: tuple[Exclusion, ...] = tuple(reason for reason, box in self.skipped.items() if box.isChecked())
        return DrawDraft(
            **{name: field.text() for name, field in self.fields.items()},
            wanted=self.wanted.value(), per_unit=self.per_unit.value(),
            objects=ObjectFilter(
                districts=self.districts.chosen(), sectors=self.sectors.chosen(), grades=self.grades.chosen(),
                risk_grades=self.risks.chosen(), with_hazard=self.hazard.isChecked(),
                with_equipment=self.equipment.isChecked(),
            ),
            officers=tuple(i for unit in units for i in self._units.get(unit, ())),
            officers_note=tr("Officers of {units}", units="、".join(units)) if units else tr("All active officers"),
            strata=self.strata.rules(), exclusions=self.exclusions.exclusions(),
            avoidances=self.avoidances.avoidances(), skipped=skipped,
        )  # fmt: skip

    def stop(self) -> None:
        """Tell of no more edits: the lists are being frozen."""
        self._timer.stop()
