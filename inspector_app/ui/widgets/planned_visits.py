# SPDX-License-Identifier: MulanPSL-2.0
"""Inspections that have not begun: each with its state, the next step as a button, and 审批与通知 to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.inspection import INSPECTION_LIFE, Inspection, InspectionState, InspectionVerb
from inspector_app.domain.problems import Problem, Refused
from inspector_app.ledgers.inspections import InspectionRow
from inspector_app.operations import inspection_moves as moves
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.elided_label import ElidedLabel
from inspector_app.ui.widgets.inspection_sheet import BEFORE
from inspector_app.ui.widgets.page import Band, Card, button, row
from inspector_app.ui.widgets.task_sheet import TaskFacts, TaskSheet, read_task, told, visit_words
from inspector_app.ui.widgets.task_sheet_fields import CAP_REASON, task_words
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One row with what stands before it."""

    row: InspectionRow
    facts: TaskFacts


def read_plans(ws: Workspace, rows: Sequence[InspectionRow]) -> tuple[Plan, ...]:
    """Read what stands before these visits; one that is gone meanwhile is left out."""
    made = []
    for shown in rows:
        try:
            made.append(Plan(row=shown, facts=read_task(ws, shown.id)))
        except Refused:
            continue
    return tuple(made)


class PlannedVisits(Card):
    """The planned inspections, the next one first."""

    begun = Signal(str)
    papers_wanted = Signal(str)
    opened = Signal(QWidget)  # the visit that somebody came for

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Planned inspections"), parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.visits: dict[str, PlannedVisit] = {}
        self._wanted = ""
        self.hide()

    def show_rows(self, rows: Sequence[InspectionRow]) -> None:
        """Show those of the rows that have not begun."""
        planned = sorted((r for r in rows if r.state in BEFORE), key=lambda r: (r.started_at, r.id))
        self.setVisible(bool(planned))
        self.note.setText(str(len(planned)) if planned else "")
        self.jobs.run_read(self, partial(read_plans, self.ws, planned), then=self._show, key="plans")

    def _show(self, plans: tuple[Plan, ...]) -> None:
        wanted = [plan.row.id for plan in plans]
        for gone in set(self.visits) - set(wanted):
            visit = self.visits.pop(gone)
            visit.hide()
            visit.deleteLater()
        for plan in plans:
            visit = self.visits.get(plan.row.id) or self._make(plan.row.id)
            visit.show_plan(plan, self.ws.today())
        self.visits = {name: self.visits[name] for name in wanted}
        self._open_wanted()

    def _make(self, inspection_id: str) -> PlannedVisit:
        made = self.visits[inspection_id] = PlannedVisit(self.ws, self.jobs, self.ask, self)
        made.begun.connect(self.begun)
        made.papers_wanted.connect(self.papers_wanted)
        self.add(made)
        return made

    def open_visit(self, inspection_id: str) -> None:
        """Open 审批与通知 of one, as soon as it is read."""
        self._wanted = inspection_id
        if inspection_id in self.visits:
            self._open_wanted()

    def _open_wanted(self) -> None:
        visit = self.visits.get(self._wanted)
        if visit is not None:
            self._wanted = ""
            visit.open_sheet(True)
            self.opened.emit(visit)

    def flush(self) -> None:
        """Send everything typed to the ledger."""
        for visit in self.visits.values():
            visit.sheet.drafts.flush()


class PlannedVisit(QFrame):
    """One of them."""

    begun = Signal(str)
    papers_wanted = Signal(str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.plan: Plan | None = None
        self.title = ElidedLabel()
        self.title.setProperty("letters", "lead")
        self.detail = ElidedLabel()
        self.detail.setProperty("tone", "muted")
        self.chip = Chip(parent=self)
        self.steps: dict[InspectionVerb, QPushButton] = {
            InspectionVerb.SUBMIT: button(tr("Submit for approval"), self._submit),
            InspectionVerb.APPROVE: button(tr("Approve …"), self._approve),
            InspectionVerb.DISPATCH: button(tr("Dispatch"), partial(self._do, moves.dispatch)),
            InspectionVerb.BEGIN: button(tr("Begin the visit"), self._begin, icon="inspection"),
        }
        self.task_button = button(tr("Approval and notice"), self._toggle, icon="law", kind="quiet")
        self.task_button.setCheckable(True)
        self.papers_button = button(tr("Papers"), self._papers, icon="documents", kind="quiet")
        self.more_button = button("⋯", self._open_menu, kind="quiet", tip=tr("More"))
        self.more_button.setAccessibleName(tr("More"))
        self.band = Band()
        self.sheet = TaskSheet(ws, jobs, with_people=True)
        self.sheet.hide()
        words = QVBoxLayout()
        words.setSpacing(theme.dp(2))
        words.addWidget(self.title)
        words.addWidget(self.detail)
        line = row(gap=6)
        line.addLayout(words, 1)
        line.addWidget(self.chip)
        for part in (self.task_button, self.papers_button, self.more_button, *self.steps.values()):
            line.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.dp(4), 0, theme.dp(4))
        box.setSpacing(theme.dp(8))
        box.addLayout(line)
        box.addWidget(self.band)
        box.addWidget(self.sheet)

    def show_plan(self, plan: Plan, today: date) -> None:
        """Show where it stands and what comes next."""
        if self.plan is not None and self.plan.row.state is not plan.row.state:
            self.band.hide()
        self.plan = plan
        inspection = plan.facts.inspection
        officers = "、".join(person.name for person in inspection.officers) or tr("no officer named yet")
        planned = tr("planned for {time}", time=short_time(inspection.started_at, today))
        parts = (planned, officers, task_words(inspection.task), visit_words(plan.facts))
        self.title.setText(plan.row.enterprise_name)
        self.detail.setText(" · ".join(part for part in parts if part))
        self.chip.set_state(word(plan.row.state), "accent")
        for verb, made in self.steps.items():
            made.setVisible(INSPECTION_LIFE.may(plan.row.state, verb))
        if self.sheet.isVisibleTo(self):
            self.sheet.refresh()
        if inspection.end_reason and plan.row.state is InspectionState.PLANNED:
            self.band.say(tr("Given back: {reason}", reason=inspection.end_reason), tone="warn")

    # ---- acts ------------------------------------------------------------------------------------------

    def _toggle(self) -> None:
        self.open_sheet(not self.sheet.isVisibleTo(self))

    def open_sheet(self, wanted: bool) -> None:
        """Open or close 审批与通知."""
        self.sheet.setVisible(wanted)
        self.task_button.setChecked(wanted)
        if wanted and self.plan is not None:
            self.sheet.show_inspection(self.plan.row.id)

    def _papers(self) -> None:
        if self.plan is not None:
            self.sheet.drafts.flush()
            self.papers_wanted.emit(self.plan.row.id)

    def _submit(self) -> None:
        self._do(moves.submit)

    def _approve(self) -> None:
        if self.plan is None:
            return
        known = self.plan.facts.inspection.task.approver
        words = tr("Who approves it? The name and today's date are kept; the form can be issued under papers.")
        approver = self.ask.text(tr("Approve the inspection"), words, initial=known or self.ws.actor)
        if approver:
            task = self.plan.facts.inspection.task
            self._do(partial(_approved, approver=approver, on=task.approved_on))

    def _begin(self) -> None:
        if self.plan is None:
            return
        inspection_id = self.plan.row.id
        self._do(moves.begin, then=lambda: self.begun.emit(inspection_id))

    def _do(
        self, verb: Callable[[Workspace, str], Done[Inspection]], *, then: Callable[[], object] | None = None
    ) -> None:
        if self.plan is None:
            return
        self.sheet.drafts.flush()
        self.band.hide()

        def done(_inspection: Inspection) -> None:
            if then is not None:
                then()

        self.jobs.run_write(self, partial(verb, self.ws, self.plan.row.id), then=done, refused=self.show_refusal)

    def show_refusal(self, problems: Sequence[Problem]) -> None:
        """Say what is missing for the step, at its field where it has one."""
        self.open_sheet(True)
        if any(p.where == CAP_REASON for p in problems):
            self.sheet.rows[CAP_REASON].show()
        elsewhere = self.sheet.show_refusal(problems)
        if elsewhere:
            self.band.say(told(elsewhere), tone="bad")
        first = next((p.where for p in problems if p.where in self.sheet.rows), "")
        if first:
            self.sheet.focus_field(first)

    def make_menu(self) -> QMenu:
        """Make the menu of what is done with a reason."""
        menu = QMenu(self)
        names = {
            InspectionVerb.RETURN: tr("Give the plan back …"),
            InspectionVerb.TERMINATE: tr("Call the inspection off …"),
        }
        for verb, name in names.items():
            if self.plan is not None and INSPECTION_LIFE.may(self.plan.row.state, verb):
                action = QAction(name, menu)
                action.triggered.connect(partial(self.end, verb))
                menu.addAction(action)
        return menu

    def _open_menu(self) -> None:
        self.make_menu().popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def end(self, verb: InspectionVerb, _checked: bool = False) -> None:
        """Give the plan back or call the visit off, with the reason that a person gives."""
        back = verb is InspectionVerb.RETURN
        title = tr("Give the plan back") if back else tr("Call the inspection off")
        words = tr("What is to be mended?") if back else tr("Why is it called off?")
        reason = self.ask.text(title, words, multiline=True)
        if reason is not None:
            self._do(partial(moves.return_plan if back else moves.terminate, reason=reason))


def _approved(ws: Workspace, inspection_id: str, *, approver: str, on: date | None) -> Done[Inspection]:
    return moves.approve(ws, inspection_id, approver, on)
