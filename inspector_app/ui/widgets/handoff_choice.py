# SPDX-License-Identifier: MulanPSL-2.0
"""What a hand-over takes along: what the office does not hold, all since a day, one inspection, or everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.models.handoff_choices import Choice, Scope
from inspector_app.ui.widgets.day_field import DayField
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import column, row
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class HandoffChoice(QWidget):
    """Four words side by side; the second and third open a field."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = today
        words = (
            (Scope.NEW, tr("Not handed over yet")), (Scope.SINCE, tr("Since a day")),
            (Scope.INSPECTION, tr("One inspection")), (Scope.ALL, tr("Everything")),
        )  # fmt: skip
        self.scope = Segments(words)
        self.scope.chosen.connect(self._on_chosen)
        self.day = DayField(tr("Since a day"))
        self.day.set_day(today)
        self.day.day_edited.connect(self._on_day)
        self.inspections = CalmCombo()
        self.inspections.setAccessibleName(tr("One inspection"))
        self.inspections.setMinimumContentsLength(24)
        self.inspections.activated.connect(lambda _row: self.changed.emit())
        self.words = WrapLabel(tone="muted")
        line = row(self.scope, None)
        box = column(gap=8)
        box.addLayout(line)
        box.addLayout(row(self.day, self.inspections, None))
        box.addWidget(self.words)
        self.setLayout(box)
        self._dress()

    def show_inspections(self, inspections: Sequence[tuple[str, str]]) -> None:
        """Offer these inspections (id, words); the chosen one stays chosen."""
        if [self.inspections.itemData(n) for n in range(self.inspections.count())] == [i for i, _ in inspections]:
            return
        kept = self.inspections.currentData()
        self.inspections.clear()
        for key, words in inspections:
            self.inspections.addItem(words, key)
        self.inspections.setCurrentIndex(max(0, self.inspections.findData(kept)))
        self.scope.buttons[Scope.INSPECTION].setEnabled(bool(inspections))

    def choice(self) -> Choice:
        """Give what is chosen."""
        scope = Scope(self.scope.value())
        if scope is Scope.SINCE:
            return Choice(scope=scope, since=self._since)
        if scope is Scope.INSPECTION:
            return Choice(scope=scope, inspection=str(self.inspections.currentData() or ""))
        return Choice(scope=scope)

    def choose(self, scope: Scope) -> None:
        """Choose for the person."""
        self.scope.set_value(scope)
        self._on_chosen(scope)

    def _on_chosen(self, _scope: object) -> None:
        self._dress()
        self.changed.emit()

    def _on_day(self, day: date) -> None:
        self._since = day
        self.changed.emit()

    def _dress(self) -> None:
        scope = Scope(self.scope.value())
        self.day.setVisible(scope is Scope.SINCE)
        self.inspections.setVisible(scope is Scope.INSPECTION)
        said = {
            Scope.NEW: tr("What the office has not acknowledged by a receipt."),
            Scope.SINCE: tr("All of that day and later, whether the office has it or not."),
            Scope.INSPECTION: tr("Records, photos and papers of this inspection, whether the office has them or not."),
            Scope.ALL: tr("The whole data of this laptop; for a new office, or when bundles were lost."),
        }
        self.words.setText(said[scope])
