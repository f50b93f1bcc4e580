# SPDX-License-Identifier: MulanPSL-2.0
"""The inputs of inspection dates: the enterprise's own list, taken into the record when a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ledgers.equipment import inputs_of
from inspector_app.ledgers.workings import CalculationSetting
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.equipment_panel import EquipmentPanel
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.working_form import Inputs, WorkingForm
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

LEAST_HEIGHT = 300


class DatesForm(WorkingForm):
    """The list as of the day of the visit; what the record holds is the list as it was taken."""

    def __init__(
        self, ws: Workspace, jobs: Jobs, ask: Ask | None, setting: CalculationSetting, item_code: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ws, self._jobs, self._setting, self._item_code = ws, jobs, setting, item_code
        self._listed: Inputs = {}
        self._taken: Inputs = {}
        self._read_only = False
        self.panel = EquipmentPanel(ws, jobs, ask)
        self.panel.setMinimumHeight(theme.dp(LEAST_HEIGHT))
        self.panel.listed.connect(self._read)
        self.state = label("", tone="muted", size="small", wrap=True)
        self.take = button(tr("Take into the record"), self._on_take)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(6))
        outer.addWidget(self.panel)
        outer.addWidget(self.state)
        outer.addLayout(row(None, self.take))
        self.panel.show_enterprise(setting.enterprise_id, setting.on, item_code)

    def _read(self) -> None:
        work = partial(inputs_of, self._ws, self._setting.enterprise_id, self._setting.on, self._item_code)
        self._jobs.run_read(self, work, then=self._on_read, key="inputs")

    def _on_read(self, inputs: Mapping[str, object]) -> None:
        self._listed = inputs if inputs.get("rows") else {}
        self._dress()
        self.edited.emit()

    def _on_take(self) -> None:
        self._taken = self._listed
        self._dress()
        self.left.emit()

    def _dress(self) -> None:
        """Say whether the record holds the list as it is now."""
        changed = bool(self._taken) and self._taken != self._listed
        words = tr("The list has changed since it was taken into the record.") if changed else ""
        if self._taken and not changed:
            words = tr("The record holds the list as it is.")
        self.state.setText(words or tr("Not in the record yet."))
        set_tone(self.state, "warn" if changed else "ok" if self._taken else "muted")
        self.take.setVisible(not self._read_only)
        self.take.setEnabled(bool(self._listed) and self._taken != self._listed)

    def inputs(self) -> Inputs:
        """Give what is looked at: the list as it is, or what the record holds once nothing may be changed."""
        return self._taken if self._read_only else self._listed

    def put(self, inputs: Inputs) -> None:
        """Remember what the record holds."""
        self._taken = inputs
        self._dress()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing the record."""
        self._read_only = read_only
        self.panel.set_read_only(read_only)
        self._dress()
