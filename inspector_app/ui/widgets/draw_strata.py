# SPDX-License-Identifier: MulanPSL-2.0
"""The strata of a draw: groups that are drawn from more often, by weight, by a share, or by a number of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.draw_conditions import ObjectFilter, StratumRule
from inspector_app.domain.enterprise_profile import RiskGrade, SponsorGrade
from inspector_app.ui import theme
from inspector_app.ui.widgets.draw_many import ManyChoice
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.page import button, column, label, row
from inspector_app.ui.widgets.planning_number import NumberLine
from inspector_app.wording import tr, word

MOST_STRATA = 8


class Share(StrEnum):
    """How much of a stratum is drawn."""

    WEIGHT = "weight"
    PERCENT = "percent"
    COUNT = "count"


LIMITS = {Share.WEIGHT: (1, 100), Share.PERCENT: (1, 100), Share.COUNT: (0, 100_000)}


@dataclass(slots=True, eq=False)
class _Stratum:
    """The fields of one stratum."""

    name: QLineEdit
    grades: ManyChoice
    risks: ManyChoice
    hazard: QCheckBox
    share: QComboBox
    number: NumberLine
    remove: QPushButton
    line: FlowRow

    def parts(self) -> tuple[QWidget, ...]:
        """Give the fields in reading order."""
        return (self.name, self.grades, self.risks, self.hazard, self.share, self.number, self.remove)

    def rule(self) -> StratumRule:
        """Give the stratum as it stands."""
        where = ObjectFilter(
            grades=self.grades.chosen(), risk_grades=self.risks.chosen(), with_hazard=self.hazard.isChecked()
        )
        share, number = Share(self.share.currentData()), self.number.value()
        return StratumRule(
            name=self.name.text().strip(), where=where,
            weight=number if share is Share.WEIGHT else 1,
            percent=number if share is Share.PERCENT else None,
            count=number if share is Share.COUNT else None,
        )  # fmt: skip


class StrataEditor(QWidget):
    """A line for each stratum; what fits none is the rest, with weight 1."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strata: list[_Stratum] = []
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.dp(4))
        self.add = button(tr("Add a group that is drawn more often"), self._on_add, icon="add", kind="quiet")
        self.words = label(
            tr("A unit belongs to the first group that it fits; the others are drawn with weight 1."),
            tone="muted", size="small", wrap=True,
        )  # fmt: skip
        box = column(gap=4)
        box.addLayout(self.lines)
        box.addLayout(row(self.add, None))
        box.addWidget(self.words)
        self.setLayout(box)
        self._dress()

    def rules(self) -> tuple[StratumRule, ...]:
        """Give the strata that have a name."""
        return tuple(one.rule() for one in self.strata if one.name.text().strip())

    def clear(self) -> None:
        """Begin without strata."""
        for one in tuple(self.strata):
            self._drop(one)
        self._dress()

    def put(self, rules: Sequence[StratumRule]) -> None:
        """Show strata."""
        self.clear()
        for rule in rules:
            made = self._make()
            made.name.setText(rule.name)
            made.grades.choose(rule.where.grades)
            made.risks.choose(rule.where.risk_grades)
            made.hazard.setChecked(rule.where.with_hazard)
            share = Share.COUNT if rule.count is not None else Share.PERCENT if rule.percent is not None else None
            made.share.setCurrentIndex(made.share.findData(share or Share.WEIGHT))
            number = rule.count if rule.count is not None else rule.percent
            made.number.set_value(rule.weight if number is None else number)
        self._dress()

    def _on_add(self) -> None:
        made = self._make()
        made.name.setText(tr("Key units") if len(self.strata) == 1 else "")
        made.number.set_value(3 if len(self.strata) == 1 else 2)
        made.name.setFocus()
        made.name.selectAll()
        self._dress()
        self.edited.emit()

    def _make(self) -> _Stratum:
        name = QLineEdit()
        name.setAccessibleName(tr("Name of the group"))
        name.setPlaceholderText(tr("Name of the group"))
        name.setMinimumWidth(theme.dp(130))
        grades, risks = ManyChoice(tr("Sponsor grade")), ManyChoice(tr("Safety grade"))
        grades.offer([(value.value, word(value)) for value in SponsorGrade])
        risks.offer([(value.value, word(value)) for value in RiskGrade])
        share = QComboBox()
        share.setAccessibleName(tr("How much is drawn"))
        for value, words in (
            (Share.WEIGHT, tr("Weight")), (Share.PERCENT, tr("Share in %")), (Share.COUNT, tr("Number"))
        ):  # fmt: skip
            share.addItem(words, value)
        number = NumberLine(tr("How much is drawn"), *LIMITS[Share.WEIGHT])
        made = _Stratum(
            name=name, grades=grades, risks=risks, hazard=QCheckBox(tr("With a major hazard source")), share=share,
            number=number, line=FlowRow(), remove=button("", icon="trash", kind="quiet", tip=tr("Take this group out")),
        )  # fmt: skip
        made.remove.setAccessibleName(tr("Take this group out"))
        made.remove.clicked.connect(partial(self._on_remove, made))
        self._connect(made)
        made.line.put(made.parts())
        self.lines.addWidget(made.line)
        self.strata.append(made)
        return made

    def _connect(self, made: _Stratum) -> None:
        def limit() -> None:
            made.number.set_range(*LIMITS[Share(made.share.currentData())])
            self.edited.emit()

        limit()
        made.share.currentIndexChanged.connect(lambda _n: limit())
        made.number.value_changed.connect(self.edited)
        made.name.editingFinished.connect(self.edited)
        made.hazard.toggled.connect(lambda _on: self.edited.emit())
        for choice in (made.grades, made.risks):
            choice.edited.connect(self.edited)

    def _on_remove(self, made: _Stratum, _checked: bool = False) -> None:
        self._drop(made)
        self._dress()
        self.add.setFocus()
        self.edited.emit()

    def _drop(self, made: _Stratum) -> None:
        self.strata.remove(made)
        self.lines.removeWidget(made.line)
        made.line.hide()
        made.line.deleteLater()

    def _dress(self) -> None:
        self.add.setEnabled(len(self.strata) < MOST_STRATA)
        self.words.setVisible(bool(self.strata))
