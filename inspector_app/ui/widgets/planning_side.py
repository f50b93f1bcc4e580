# SPDX-License-Identifier: MulanPSL-2.0
"""The side of the plan: the chosen unit, or the form or list that somebody asked for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.year_plan import PlanState, PlanVerb, YearPlan
from inspector_app.ledgers.plans import PlanUnitRow
from inspector_app.operations.inspection_moves import Visits
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.planning_state import PlanRead
from inspector_app.ui.widgets.cap_words import cap_words
from inspector_app.ui.widgets.page import Card, Pages, label, scrolled
from inspector_app.ui.widgets.planning_form import ActForm
from inspector_app.ui.widgets.planning_forms import ApproveForm, ChangeForm, TextsForm, UnitForm
from inspector_app.ui.widgets.planning_lists import SideList, SideProblems, cap_rows, change_rows
from inspector_app.ui.widgets.planning_unit import UnitDetail
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class PlanSide(Pages):
    """One page at a time; a form stays until it is sent or left."""

    closed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read: PlanRead | None = None
        self.detail = UnitDetail()
        self.nothing = Card()
        self.nothing.add(label(tr("Choose a unit to see what is planned for it."), tone="muted", wrap=True))
        self.nothing.outer.addStretch(1)
        self.approve = ApproveForm()
        self.texts = TextsForm()
        self.unit = UnitForm(ws, jobs)
        self.change = ChangeForm()
        self.changes = SideList(tr("Changes of the plan"))
        self.caps = SideList(tr("At the cap of visits a year"))
        self.problems = SideProblems()
        self._holders: dict[QWidget, QWidget] = {}
        for page in (self.nothing, self.detail, self.changes, self.caps, self.problems):
            self._put(page, page)
        for form in (self.approve, self.texts, self.unit, self.change):
            self._put(form, scrolled(topped(form)))
            form.left.connect(self.close_form)
        for shown in (self.changes, self.caps, self.problems):
            shown.left.connect(self.close_form)

    def _put(self, page: QWidget, holder: QWidget) -> None:
        self._holders[page] = holder
        self.addWidget(holder)

    def form(self) -> ActForm | None:
        """Give the form that is open."""
        now = self.currentWidget()
        forms = (self.approve, self.texts, self.unit, self.change)
        return next((form for form in forms if self._holders[form] is now), None)

    def is_on_unit(self) -> bool:
        """Whether the chosen unit is shown, and no form or list."""
        return self.currentWidget() in (self.detail, self.nothing)

    def close_form(self) -> None:
        """Show the chosen unit again."""
        self.setCurrentWidget(self.detail if self.detail.shown is not None else self.nothing)
        self.closed.emit()

    # ---- what is shown -------------------------------------------------------------------------------------

    def show_read(self, read: PlanRead) -> None:
        """Fill the lists anew; the page stays."""
        self.read = read
        self.changes.put(change_rows(read.changes))
        self.caps.put(cap_rows(read.caps))
        self.problems.put(read.problems)

    def show_unit(self, shown: PlanUnitRow | None, visits: Visits | None) -> None:
        """Show a unit with the visits of its enterprise this year."""
        plan = self.read.plan if self.read is not None else None
        if shown is None or plan is None:
            self.detail.shown = None
        else:
            words, tone = cap_words(visits) if visits is not None else ("", "muted")
            self.detail.show_unit(shown, plan, words, cap_tone=tone)
        if self.form() is None:
            was_on_unit = self.is_on_unit()
            if was_on_unit:
                self.setCurrentWidget(self.detail if self.detail.shown is not None else self.nothing)

    def open_approval(self, today: date) -> None:
        """Open the form of the approval."""
        self._show(self.approve)
        self.approve.begin({"approved_on": today.isoformat()}, today)

    def open_texts(self, plan: YearPlan, today: date) -> None:
        """Open title and texts."""
        self._show(self.texts)
        self.texts.show_plan(plan, today)

    def open_unit(self, plan: YearPlan, today: date, shown: PlanUnitRow | None = None) -> None:
        """Open the form of a new unit, or of one that stands in the draft."""
        self._show(self.unit)
        self.unit.begin_unit(
            today, is_approved=plan.state is PlanState.APPROVED, unit=shown.unit if shown else None,
            name=shown.enterprise_name if shown else "",
        )  # fmt: skip

    def open_change(self, verb: PlanVerb, shown: PlanUnitRow, today: date) -> None:
        """Open the form of a change."""
        self._show(self.change)
        self.change.begin_unit(verb, shown.unit, shown.enterprise_name, today)

    def open_days(self, plan: YearPlan, today: date) -> None:
        """Open the form of other workdays."""
        self._show(self.change)
        self.change.begin_days(plan, today)

    def open_list(self, shown: SideList | SideProblems) -> None:
        """Open a list at its first row."""
        self._show(shown)
        if isinstance(shown, SideList):
            shown.show_first()
        shown.list.setFocus()

    def show_problems(self, problems: tuple[Problem, ...]) -> bool:
        """Say in the open form why it was not done; False where no form is open."""
        form = self.form()
        if form is not None:
            form.show_problems(problems)
        return form is not None

    def _show(self, page: QWidget) -> None:
        self.setCurrentWidget(self._holders[page])


def topped(form: QWidget) -> QWidget:
    """Put a form at the top of a page, no wider than it is read well."""
    form.setMaximumWidth(theme.dp(760))
    body = QWidget()
    box = QVBoxLayout(body)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(form)
    box.addStretch(1)
    return body
