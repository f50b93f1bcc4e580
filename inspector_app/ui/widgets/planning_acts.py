# SPDX-License-Identifier: MulanPSL-2.0
"""The acts of the year's plan: each runs one operation and says at its place how it ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar, cast

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.problems import Problem
from inspector_app.domain.year_plan import PlanChange, PlanState, PlanUnit, PlanVerb, YearPlan
from inspector_app.ledgers.planning_files import save_plan
from inspector_app.ledgers.plans import PlanUnitRow
from inspector_app.operations import plans as verbs
from inspector_app.operations.import_rows import Imported
from inspector_app.operations.plans import PlanChangeDraft, PlanUnitDraft, YearPlanDraft
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.planning_papers import plan_pages
from inspector_app.ui.models.planning_state import PlanRead
from inspector_app.ui.widgets.imports import PlanImportPanel
from inspector_app.ui.widgets.planning_form import Filled
from inspector_app.ui.widgets.planning_forms import NewPlanForm, draft_of
from inspector_app.ui.widgets.planning_head import PlanHead
from inspector_app.ui.widgets.planning_outcome import Outcome
from inspector_app.ui.widgets.planning_print import PaperActs
from inspector_app.ui.widgets.planning_side import PlanSide
from inspector_app.ui.widgets.planning_workdays import Workdays
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

T = TypeVar("T")


class PlanDesk(Protocol):
    """What the acts need of the page."""

    ws: Workspace
    jobs: Jobs
    ask: Ask
    plan_id: str
    kept: PlanRead | None
    result: Outcome
    head: PlanHead
    side: PlanSide
    new: NewPlanForm
    importing: PlanImportPanel
    primary_changed: SignalInstance

    def show_main(self) -> None:
        """Leave the page of a form."""

    def open_import(self) -> None:
        """Show the page of an import."""

    def refresh(self) -> None:
        """Read again."""


class PlanActs(QObject):
    """Belongs to one page."""

    def __init__(self, page: PlanDesk) -> None:
        window = cast("QWidget", page)
        super().__init__(window)
        self.page, self.ws, self.jobs, self.ask = page, page.ws, page.jobs, page.ask
        self.papers = PaperActs(page.jobs, page.ask, window)
        self.papers.said.connect(lambda words, tone: page.result.say(words, tone=tone))

    def connect_all(self) -> None:
        """Join the page's signals to the acts."""
        head, side = self.page.head, self.page.side
        head.add_wanted.connect(self.open_unit)
        head.texts_wanted.connect(self.open_texts)
        head.changes_wanted.connect(lambda: side.open_list(side.changes))
        head.days_wanted.connect(self.open_days)
        head.version_wanted.connect(self.new_version)
        head.import_wanted.connect(self.open_import)
        head.print_wanted.connect(self.print)
        head.save_wanted.connect(self.save)
        side.detail.edit_wanted.connect(self.open_unit)
        side.detail.remove_wanted.connect(self.remove)
        side.detail.change_wanted.connect(self.open_change)
        side.approve.wanted.connect(self.approve)
        side.texts.plan_wanted.connect(self.amend)
        side.unit.unit_wanted.connect(self.put_unit)
        side.unit.change_wanted.connect(self.change)
        side.change.change_wanted.connect(self.change)
        self.page.new.plan_wanted.connect(self.make)
        self.page.importing.imported.connect(self._on_imported)

    # ---- opening forms -------------------------------------------------------------------------------------

    def open_approval(self) -> None:
        """Open the form of the approval."""
        self.page.side.open_approval(self.ws.today())
        self.page.primary_changed.emit()

    def open_texts(self) -> None:
        """Open title and texts of a draft."""
        if (plan := self._plan()) is not None and self._is_draft(plan):
            self.page.side.open_texts(plan, self.ws.today())
            self.page.primary_changed.emit()

    def open_unit(self, shown: PlanUnitRow | None = None) -> None:
        """Open the form of a unit."""
        if (plan := self._plan()) is not None:
            self.page.side.open_unit(plan, self.ws.today(), shown)
            self.page.primary_changed.emit()

    def open_change(self, verb: PlanVerb, shown: PlanUnitRow) -> None:
        """Open the form of a change of a unit."""
        self.page.side.open_change(verb, shown, self.ws.today())
        self.page.primary_changed.emit()

    def open_days(self) -> None:
        """Open the form of other workdays for an approved plan."""
        if (plan := self._plan()) is not None:
            self.page.side.open_days(plan, self.ws.today())
            self.page.primary_changed.emit()

    def open_import(self) -> None:
        """Ask for a file and show what its import would do."""
        plan = self._plan()
        files = self.ask.open_files(tr("Import units of the plan"), tr("Tables (*.xlsx *.csv)"))
        if plan is not None and files:
            self.page.open_import()
            self.page.importing.read_file(files[0], plan.id)

    # ---- operations ----------------------------------------------------------------------------------------

    def make(self, draft: YearPlanDraft) -> None:
        """Begin a plan."""
        self.jobs.run_write(
            self, partial(verbs.make_plan, self.ws, draft), then=self._on_made, refused=self.page.new.show_problems
        )

    def new_version(self) -> None:
        """Begin a new version of the approved plan, with all its units."""
        if (plan := self._plan()) is not None:
            self._write(partial(verbs.new_version, self.ws, plan.id), self._on_made)

    def _on_made(self, plan: YearPlan) -> None:
        self.page.plan_id = plan.id
        self.page.show_main()
        self.page.result.say(
            tr("A draft of {year}, version {version}, was begun.", year=plan.year, version=plan.version)
        )

    def amend_days(self, days: Workdays) -> None:
        """Keep the workdays of a draft as they were typed."""
        plan = self._plan()
        if plan is not None and self._is_draft(plan):
            draft = draft_of(
                plan, officers=days.officers, statutory_days=days.statutory, other_days=days.other, idle_days=days.idle
            )
            self.amend(draft)

    def amend(self, draft: YearPlanDraft) -> None:
        """Keep figures and texts of a draft."""
        if (plan := self._plan()) is not None:
            self._write(partial(verbs.amend_plan, self.ws, plan.id, draft), self._on_amended)

    def _on_amended(self, _plan: YearPlan) -> None:
        if self.page.side.form() is self.page.side.texts:
            self.page.side.close_form()

    def put_unit(self, draft: PlanUnitDraft) -> None:
        """Put a unit into a draft, or amend it there."""
        if (plan := self._plan()) is not None:
            self._write(partial(verbs.put_units, self.ws, plan.id, (draft,)), self._on_unit)

    def _on_unit(self, made: tuple[PlanUnit, ...]) -> None:
        self.page.side.close_form()
        self.page.result.say(tr("Month {month}: the unit stands in the plan.", month=made[0].month))

    def remove(self, shown: PlanUnitRow) -> None:
        """Take a unit out of a draft; Ctrl+Z takes it back."""
        if (plan := self._plan()) is not None:
            work = partial(verbs.remove_units, self.ws, plan.id, (shown.unit.id,))
            self._write(work, partial(self._on_removed, shown.enterprise_name))

    def _on_removed(self, name: str, _count: int) -> None:
        self.page.result.say(tr("{name} was taken out of the draft.", name=name))

    def approve(self, filled: Filled) -> None:
        """Note the approval."""
        plan = self._plan()
        if plan is None:
            return
        work = partial(
            verbs.approve_plan, self.ws, plan.id, approved_by=filled.texts["approved_by"],
            approval_no=filled.texts["approval_no"], approved_on=filled.days["approved_on"],
            filed_with=filled.texts["filed_with"], filed_on=filled.days["filed_on"],
        )  # fmt: skip
        self._write(work, self._on_approved)

    def _on_approved(self, plan: YearPlan) -> None:
        self.page.side.close_form()
        words = tr(
            "The plan of {year} is approved; from now on it is changed with reason and approval.", year=plan.year
        )
        self.page.result.say(words)

    def change(self, draft: PlanChangeDraft) -> None:
        """Change an approved plan."""
        if (plan := self._plan()) is not None:
            self._write(partial(verbs.change_plan, self.ws, plan.id, draft), self._on_change)

    def _on_change(self, change: PlanChange) -> None:
        self.page.side.close_form()
        words = tr("Recorded: {verb}, approved by {person}.", verb=word(change.verb), person=change.approver)
        self.page.result.say(words)

    def _on_imported(self, result: Imported) -> None:
        self.page.show_main()
        self.page.result.say(tr("{count} units stand in the plan now.", count=result.added + result.updated))

    # ---- papers, and what is shared ------------------------------------------------------------------------

    def print(self) -> None:
        """Print the plan."""
        if (plan := self._plan()) is not None:
            self.papers.print(_title(plan), partial(plan_pages, self.ws, plan.id))

    def save(self) -> None:
        """Save the plan as pages."""
        if (plan := self._plan()) is not None:
            write = partial(_save_plan, self.ws, plan.id, not self.page.head.masking.take())
            self.papers.save(_title(plan), write)

    def _plan(self) -> YearPlan | None:
        return self.page.kept.plan if self.page.kept is not None else None

    def _is_draft(self, plan: YearPlan) -> bool:
        return plan.state is PlanState.DRAFT

    def _write(self, work: Callable[[], Done[T]], then: Callable[[T], None]) -> None:
        self.jobs.run_write(self, work, then=then, refused=self._on_refused)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        if not self.page.side.show_problems(problems):
            self.page.result.say(tr("Nothing was changed."), tone="bad", problems=problems)
            self.page.refresh()


def _title(plan: YearPlan) -> str:
    return plan.title or tr("Year plan {year}", year=plan.year)


def _save_plan(ws: Workspace, plan_id: str, whole: bool, path: Path) -> None:
    save_plan(ws, plan_id, path, whole=whole)
