# SPDX-License-Identifier: MulanPSL-2.0
"""计划抽查 · 年度计划: one plan with workdays, months and units; acts on it, and on the unit that is chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.year_plan import PlanState
from inspector_app.ledgers.plans import PlanProgress, PlanUnitRow
from inspector_app.operations.inspection_moves import Visits, visits_this_year
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.planning_state import PlanRead, read_plan
from inspector_app.ui.widgets.imports import PlanImportPanel
from inspector_app.ui.widgets.page import EmptyState, button, column, row, scrolled
from inspector_app.ui.widgets.planning_acts import PlanActs
from inspector_app.ui.widgets.planning_forms import NewPlanForm
from inspector_app.ui.widgets.planning_head import STATES, PlanHead, plan_words
from inspector_app.ui.widgets.planning_months import MonthFigure, MonthStrip
from inspector_app.ui.widgets.planning_notes import PlanNotes
from inspector_app.ui.widgets.planning_side import PlanSide, topped
from inspector_app.ui.widgets.planning_units import PlanUnits
from inspector_app.ui.widgets.planning_workdays import Workdays, day_words
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.starting_page import StartingPage
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

ROOMY = 640  # as high, and a form has room below workdays and months


class PlanPage(StartingPage):
    """Pages: nothing yet, the plan, a new plan, an import, and starting an inspection."""

    tables = frozenset({"plans", "plan_units", "plan_changes", "inspections", "enterprises"})

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(ws, jobs, ask, parent)
        self.plan_id = ""
        self.kept: PlanRead | None = None
        self.head, self.months, self.notes = PlanHead(ws), MonthStrip(), PlanNotes()
        self.units = PlanUnits(ws, jobs)
        self.side = PlanSide(ws, jobs)
        self.new = NewPlanForm()
        self.importing = PlanImportPanel(ws, jobs)
        self.empty = EmptyState(
            "draw", tr("There is no year plan yet"),
            tr("Enter the workdays, put in the units by month or import them, then record the approval."),
        )  # fmt: skip
        self.first = button(tr("Begin a year plan"), self.open_new, icon="add", kind="primary")
        self.empty.add_button(self.first)
        bind_rights(ws, {self.first: Op.MAKE_PLAN})
        self._bind_units()
        self.acts = PlanActs(self)
        self.main = self._build_main()
        self.new_page = scrolled(topped(self.new))
        for page in (self.empty, self.main, self.new_page, self.importing, self.start):
            self.pages.addWidget(page)
        self._connect()

    def _build_main(self) -> QWidget:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        said = row(self.notes)
        said.setStretch(0, 1)
        said.addWidget(self.units.count)
        lower = column(gap=8)
        lower.addLayout(said)
        lower.addWidget(self.units, 1)
        left = QWidget()
        left.setLayout(lower)
        self.split.addWidget(left)
        self.split.addWidget(self.side)
        self.side.setMinimumWidth(theme.dp(320))
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 2)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        for part in (self.head, self.months):
            box.addWidget(part)
        box.addWidget(self.split, 1)
        return body

    def _connect(self) -> None:
        head, acts, side = self.head, self.acts, self.side
        head.plan_chosen.connect(self.show_plan)
        head.new_wanted.connect(self.open_new)
        head.days.entered.connect(acts.amend_days)
        self.months.month_chosen.connect(self.units.show_month)
        self.units.unit_shown.connect(self._on_unit)
        self.units.unit_chosen.connect(self._on_unit_chosen)
        self.notes.caps_wanted.connect(lambda: side.open_list(side.caps))
        self.notes.problems_wanted.connect(lambda: side.open_list(side.problems))
        side.closed.connect(self._on_side_closed)
        side.caps.row_chosen.connect(lambda chosen: self.enterprise_wanted.emit(chosen, ""))
        side.detail.start_wanted.connect(self.begin_start)
        side.detail.inspection_wanted.connect(lambda chosen: self.inspection_chosen.emit(chosen, ""))
        side.detail.enterprise_wanted.connect(lambda chosen: self.enterprise_wanted.emit(chosen, ""))
        self.new.left.connect(self.show_main)
        self.importing.left.connect(self.show_main)
        acts.connect_all()
        self.primary_changed.connect(self._make_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height has room for more or for less."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where the window is low, an open form has the place of workdays and months."""
        is_tight = self.height() < theme.dp(ROOMY) and self.side.form() is not None
        for part in (self.head, self.months):
            part.setVisible(not is_tight)

    # ---- what the screen asks ----------------------------------------------------------------------------

    def heading(self) -> tuple[str, str, str]:
        """Name the plan, its state, and the role of its colour."""
        plan = self.kept.plan if self.kept is not None else None
        if plan is None:
            return "", "", "muted"
        return plan.title or plan_words(plan), word(plan.state), STATES[plan.state]

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this page."""
        return [
            ("← →", tr("Month, where the months have the focus")),
            ("↑ ↓", tr("Move in the list")),
            ("Enter", tr("Open or start the inspection of the unit")),
            ("/", tr("Search the units")),
            ("Ctrl+C", tr("Copy the chosen rows")),
        ]

    def primary_words(self) -> str:
        """Name the one act that comes next."""
        if self.pages.currentWidget() is self.empty and self.kept is not None:
            return tr("Begin a year plan")
        plan = self.kept.plan if self.kept is not None else None
        if plan is None or self.pages.currentWidget() is not self.main or self.side.form() is not None:
            return ""
        return {
            PlanState.DRAFT: tr("Record the approval …"), PlanState.APPROVED: tr("Start inspection"),
        }.get(plan.state, "")  # fmt: skip

    def primary_right(self) -> Op:
        """Say which right the act that comes next needs."""
        plan = self.kept.plan if self.kept is not None else None
        if plan is None:
            return Op.MAKE_PLAN
        return Op.APPROVE_PLAN if plan.state is PlanState.DRAFT else Op.START_INSPECTION

    def _bind_units(self) -> None:
        """Let the acts on a unit be open or grey by the role."""
        detail, side = self.side.detail, self.side
        rights: dict[QWidget | QAction, Op | Act] = {
            detail.start: Op.START_INSPECTION, detail.edit: Op.AMEND_PLAN, detail.remove: Op.AMEND_PLAN,
            side.approve.act: Op.APPROVE_PLAN, side.change.act: Op.CHANGE_PLAN, self.new.act: Op.MAKE_PLAN,
        }  # fmt: skip
        bind_rights(self.ws, rights | dict.fromkeys(detail.verbs.values(), Op.CHANGE_PLAN))

    def may_act(self) -> bool:
        """Whether the next act is possible now."""
        plan = self.kept.plan if self.kept is not None else None
        if plan is None or plan.state is PlanState.DRAFT:
            return True
        return self.side.detail.may_start()

    def act(self) -> None:
        """Do what comes next."""
        plan = self.kept.plan if self.kept is not None else None
        if plan is None:
            self.open_new()
        elif plan.state is PlanState.DRAFT:
            self.acts.open_approval()
        elif self.side.detail.shown is not None:
            self.begin_start(self.side.detail.shown)

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        page = self.pages.currentWidget()
        if page is self.main:
            self.units.table.setFocus()
        elif page is self.empty:
            self.first.setFocus()
        elif page is self.new_page:
            self.new.focus_first()

    def focus_search(self) -> None:
        """Put the focus into the search."""
        if self.pages.currentWidget() is self.main:
            self.units.search.setFocus()

    def flush(self) -> None:
        """Keep a workday figure that was typed a moment ago."""
        self.head.days.flush()

    def make_stale(self) -> None:
        """Read again when it is looked at."""
        self._stale = True

    # ---- reading -----------------------------------------------------------------------------------------

    def show_plan(self, plan_id: str) -> None:
        """Show another plan."""
        self.plan_id = plan_id
        self.result.clear()
        self.side.close_form()
        self.refresh()

    def refresh(self) -> None:
        """Read the plan and, where somebody looks, its units."""
        self.reading()
        self.jobs.run_read(self, partial(read_plan, self.ws, self.plan_id), then=self._show, key="plan")

    def _show(self, read: PlanRead) -> None:
        self.kept = read
        if read.progress is None:
            if self.pages.currentWidget() is self.main:
                self.pages.setCurrentWidget(self.empty)
            self.primary_changed.emit()
            return
        plan = read.progress.plan
        self.plan_id = plan.id
        if self.pages.currentWidget() is self.empty:
            self.pages.setCurrentWidget(self.main)
        self._show_head(read, read.progress)
        self.side.show_read(read)
        self.notes.show_read(read)
        self.units.show_plan(plan.id, read.counts())
        self.primary_changed.emit()

    def _show_head(self, read: PlanRead, progress: PlanProgress) -> None:
        plan, total = progress.plan, progress.total
        used = tr(
            "{planned} workdays planned for the units, {done} of them used",
            planned=day_words(total.workdays), done=day_words(total.workdays_done),
        )  # fmt: skip
        self.head.show_plans(read.plans, plan, changes=len(read.changes))
        days = Workdays(
            officers=plan.officers, statutory=plan.statutory_days, other=plan.other_days, idle=plan.idle_days
        )
        self.head.days.show_days(days, read_only=plan.state is not PlanState.DRAFT, used=used)
        figures = {
            m.month: MonthFigure(month=m.month, planned=m.planned, done=m.done, late=m.late) for m in progress.months
        }
        self.months.show_figures(figures, progress.today.month if progress.today.year == plan.year else 0)

    def _on_unit(self, shown: PlanUnitRow | None) -> None:
        if shown is None:
            self.side.show_unit(None, None)
            self.primary_changed.emit()
            return
        year = self.kept.plan.year if self.kept is not None and self.kept.plan is not None else self.ws.today().year
        work = partial(visits_this_year, self.ws, shown.enterprise_id, year)
        self.jobs.run_read(self, work, then=partial(self._show_unit, shown), key="visits")

    def _show_unit(self, shown: PlanUnitRow, visits: Visits) -> None:
        now = self.units.current()
        if now is None or now.unit.id != shown.unit.id:
            return  # another one meanwhile
        self.side.show_unit(shown, visits)
        self.primary_changed.emit()

    # ---- pages -------------------------------------------------------------------------------------------

    def open_new(self) -> None:
        """Open the form of a new plan; beside an approved one a new version of it begins at once."""
        plan = self.kept.plan if self.kept is not None else None
        today = self.ws.today()
        year = today.year + 1 if plan is not None and plan.year == today.year else today.year
        self.pages.setCurrentWidget(self.new_page)
        self.new.begin({"year": str(year)}, today)
        self.primary_changed.emit()

    def open_import(self) -> None:
        """Show the page of an import."""
        self.pages.setCurrentWidget(self.importing)
        self.primary_changed.emit()

    def show_main(self) -> None:
        """Leave the page of a form."""
        has_plan = self.kept is not None and self.kept.progress is not None
        self.pages.setCurrentWidget(self.main if has_plan else self.empty)
        self.focus_first()
        self.primary_changed.emit()

    def _on_side_closed(self) -> None:
        if self.isVisible() and self.pages.currentWidget() is self.main:
            self.units.table.setFocus()
        self.primary_changed.emit()

    # ---- an inspection of a unit ---------------------------------------------------------------------------

    def _on_unit_chosen(self, shown: PlanUnitRow) -> None:
        if shown.unit.inspection_id:
            self.inspection_chosen.emit(shown.unit.inspection_id, "")
        elif self.side.detail.may_start():
            self.begin_start(shown)

    def begin_start(self, shown: PlanUnitRow) -> None:
        """Start an inspection of a unit: its checklists and officers are chosen already."""
        self.start_with(shown.enterprise_id, packs=frozenset(shown.unit.items))
