# SPDX-License-Identifier: MulanPSL-2.0
"""One unit of the plan at the side: what is planned, what became of it, the year's cap, and what may be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.year_plan import PlanState, PlanUnitState, PlanVerb, YearPlan
from inspector_app.ledgers.plans import PlanUnitRow
from inspector_app.ui import theme
from inspector_app.ui.models.planning_state import unit_state
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.ledger_grid import LIGHTS
from inspector_app.ui.widgets.page import Card, button, label, row, scrolled, set_tone
from inspector_app.ui.widgets.planning_months import month_word
from inspector_app.ui.widgets.planning_workdays import day_words
from inspector_app.wording import tr, word

VERBS = {
    PlanUnitState.PENDING: (PlanVerb.POSTPONE, PlanVerb.CANCEL),
    PlanUnitState.POSTPONED: (PlanVerb.POSTPONE, PlanVerb.RESTORE, PlanVerb.CANCEL),
    PlanUnitState.CANCELLED: (PlanVerb.RESTORE,),
}


class UnitDetail(Card):
    """Facts of the chosen unit and the acts on it."""

    start_wanted = Signal(object)  # PlanUnitRow
    inspection_wanted = Signal(str)
    enterprise_wanted = Signal(str)
    change_wanted = Signal(object, object)  # PlanVerb, PlanUnitRow
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.shown: PlanUnitRow | None = None
        self.title.setWordWrap(True)
        self.top.setStretch(self.top.indexOf(self.title), 10)
        self.chip = Chip(parent=self)
        self.code = label("", tone="muted", size="small")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = Facts()
        self.cap = label("", wrap=True)
        self.start = button(tr("Start inspection"), self._on_start, icon="add")
        self.open = button(tr("Open the inspection"), self._on_open, icon="inspection")
        self.enterprise = button(tr("Enterprise"), self._on_enterprise, icon="enterprises", kind="quiet")
        self.edit = button(tr("Amend"), self._on_edit, icon="edit")
        self.remove = button(tr("Take it out"), self._on_remove, icon="trash", kind="quiet")
        icons = {PlanVerb.POSTPONE: "clock", PlanVerb.CANCEL: "cross", PlanVerb.RESTORE: "undo"}
        self.verbs = {
            verb: button(tr("{verb} …", verb=word(verb)), partial(self._on_verb, verb), icon=icon)
            for verb, icon in icons.items()
        }
        acts: list[QWidget] = [self.start, self.open, self.edit, *self.verbs.values(), self.remove, self.enterprise]
        self.acts = FlowRow(acts)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.dp(10))
        inner.addWidget(self.code)
        inner.addLayout(row(self.chip, None))
        for part in (self.facts, self.cap, self.acts):
            inner.addWidget(part)
        inner.addStretch(1)
        self.add(scrolled(body), 1)

    def show_unit(self, shown: PlanUnitRow, plan: YearPlan, cap: str, *, cap_tone: str) -> None:
        """Show a unit; `cap` says how often its enterprise was visited this year."""
        self.shown = shown
        unit = shown.unit
        self.code.setText(shown.credit_code)
        self.code.setVisible(bool(shown.credit_code))
        self.title.setText(shown.enterprise_name)
        words, colour = unit_state(shown)
        icon, role = LIGHTS[colour]
        self.chip.set_state(words, role, icon)
        self.facts.show_facts(
            [
                (tr("District"), shown.district, ""),
                (tr("Month"), month_word(unit.month), ""), (tr("Kind of inspection"), word(unit.kind), ""),
                (tr("Why it is a key unit"), unit.reason, ""),
                (tr("Workdays for it"), day_words(unit.workdays) if unit.workdays else "", ""),
                (tr("Checklists"), "、".join(unit.items), ""), (tr("Officers"), "、".join(unit.officers), ""),
                (tr("Visited on"), shown.visited_on.isoformat() if shown.visited_on else "", ""),
                (tr("Reason of the change"), unit.state_reason, ""), (tr("Note"), unit.note, ""),
            ]
        )  # fmt: skip
        self.cap.setText(cap)
        self.cap.setVisible(bool(cap))
        set_tone(self.cap, cap_tone)
        self._dress(plan)

    def may_start(self) -> bool:
        """Whether an inspection of the unit can be started now."""
        return self.shown is not None and self.start.isVisibleTo(self)

    def _dress(self, plan: YearPlan) -> None:
        assert self.shown is not None
        unit = self.shown.unit
        is_draft, is_live = plan.state is PlanState.DRAFT, plan.state is PlanState.APPROVED
        is_open = unit.state in (PlanUnitState.PENDING, PlanUnitState.POSTPONED) and not unit.inspection_id
        self.start.setVisible(is_live and is_open)
        self.open.setVisible(bool(unit.inspection_id))
        self.edit.setVisible(is_draft)
        self.remove.setVisible(is_draft and not unit.inspection_id)
        offered = VERBS.get(unit.state, ()) if is_live and not unit.inspection_id else ()
        for verb, act in self.verbs.items():
            act.setVisible(verb in offered)
        self.acts.updateGeometry()

    def _on_start(self) -> None:
        self.start_wanted.emit(self.shown)

    def _on_open(self) -> None:
        if self.shown is not None:
            self.inspection_wanted.emit(self.shown.unit.inspection_id)

    def _on_enterprise(self) -> None:
        if self.shown is not None:
            self.enterprise_wanted.emit(self.shown.enterprise_id)

    def _on_edit(self) -> None:
        self.edit_wanted.emit(self.shown)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self.shown)

    def _on_verb(self, verb: PlanVerb) -> None:
        self.change_wanted.emit(verb, self.shown)
