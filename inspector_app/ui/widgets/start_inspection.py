# SPDX-License-Identifier: MulanPSL-2.0
"""Starting an inspection on one page: checklists and officers are chosen already where they can be known."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import inspections, organs
from inspector_app.ledgers.pack_offers import PackOffer, offers
from inspector_app.ledgers.tasks import TaskRow
from inspector_app.operations.inspection_moves import PlanDraft, Visits, plan_inspection, visits_this_year
from inspector_app.operations.inspections import LEAST_OFFICERS, InspectionDraft, start_inspection
from inspector_app.operations.tasks import StartedTask, start_task
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.cap_words import cap_words
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.officer_choices import OfficerChoices
from inspector_app.ui.widgets.pack_choices import PackChoices
from inspector_app.ui.widgets.page import Band, Card, button, label, row, scrolled, set_tone
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

PLANNED_HOUR = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFacts:
    """What may be chosen, and what is chosen to begin with."""

    packs: tuple[PackOffer, ...]
    officers: tuple[Officer, ...]
    officer_ids: frozenset[str]
    today: date
    visits: Visits


class StartPanel(QWidget):
    """Checklists, officers, experts, who accompanies, and where; Ctrl+Enter or the button starts."""

    started = Signal(str)
    left = Signal()
    settings_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.enterprise: Enterprise | None = None
        self.task: TaskRow | None = None  # of the office, that is begun here
        self.card = Card(tr("Start inspection"))
        self.band = Band()
        self.asked = label("", tone="muted", wrap=True)
        self.asked.hide()
        self.visits = label("", tone="muted", wrap=True)
        self.packs_state, self.officers_state = label("", tone="muted"), label("", tone="muted")
        self.packs = PackChoices()
        self.packs.changed.connect(self._count)
        self.officers = OfficerChoices()
        self.officers.changed.connect(self._count)
        self.roster = button(tr("Add officers in settings"), self.settings_wanted.emit, kind="quiet")
        self.place = Field(tr("Place inspected"), hint=tr("For example: production hall, warehouse"))
        self.accompanying = Field(tr("Accompanying person"))
        self.accompanying_title = Field(tr("Title"))
        self.accompanying_phone = Field(tr("Phone"))
        self.use_known = button("", self._on_use_known, kind="quiet")
        self.expert = Field(tr("Expert"))
        self.expert_unit = Field(tr("Unit or capacity"))
        self.start = button(tr("Start"), self._on_start, kind="primary")
        self.start.setShortcut("Ctrl+Return")
        self.start.setToolTip("Ctrl+Enter")
        self.start.setAutoDefault(True)
        self.plan = button(tr("Plan it for later"), self._on_plan)
        self.plan.setToolTip(tr("It waits under inspections, with approval and notice; the day can be changed there"))
        self._build()

    def _build(self) -> None:
        head = row(label(tr("Checklists"), size="lead"), self.packs_state, None, self.packs.search)
        self.card.outer.addWidget(self.asked)
        self.card.outer.addWidget(self.visits)
        self.card.outer.addLayout(head)
        self.card.outer.addWidget(self.packs)
        head = row(label(tr("Officers"), size="lead"), self.officers_state, None, self.roster, self.officers.search)
        self.card.outer.addLayout(head)
        self.card.outer.addWidget(self.officers)
        self.card.outer.addLayout(row(label(tr("On site"), size="lead"), None, self.use_known))
        people = QGridLayout()
        people.setHorizontalSpacing(theme.dp(16))
        people.setVerticalSpacing(theme.dp(8))
        people.addWidget(self.place, 0, 0, 1, 3)
        for n, field in enumerate((self.accompanying, self.accompanying_title, self.accompanying_phone)):
            people.addWidget(field, 1, n)
        people.addWidget(self.expert, 2, 0)
        people.addWidget(self.expert_unit, 2, 1, 1, 2)
        self.card.outer.addLayout(people)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.card)
        inner.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(self.band)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(button(tr("Cancel"), self.left.emit))
        below.addWidget(self.plan)
        below.addWidget(self.start)
        outer.addLayout(below)

    # ---- showing ---------------------------------------------------------------------------------------

    def begin(
        self,
        enterprise: Enterprise,
        task: TaskRow | None = None,
        *,
        officers: frozenset[str] = frozenset(),
        packs: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare to start at this enterprise; a task of the office chooses the checklists, and may the officers.

        So do a draw (`officers`, by id) and a plan (`packs`).
        """
        self.enterprise, self.task = enterprise, task
        self.asked.setText(_asked_words(task) if task else "")
        self.asked.setVisible(task is not None)
        self.card.title.setText(tr("Start inspection"))
        self.card.note.setText(enterprise.name)
        self.band.hide()
        self.start.setEnabled(False)
        for field in self._fields():
            field.put("")
        known = enterprise.person_in_charge
        self.use_known.setText(tr("Fill in {name}", name=known))
        self.use_known.setVisible(bool(known))
        self.visits.setText("")
        read = partial(_read, self.ws, enterprise, task, officers, packs)
        self.jobs.run_read(self, read, then=self._show, key="start")

    def _fields(self) -> tuple[Field, ...]:
        return (self.place, self.accompanying, self.accompanying_title, self.accompanying_phone, self.expert,
                self.expert_unit)  # fmt: skip

    def _show(self, facts: StartFacts) -> None:
        self.packs.show_offers(facts.packs)
        self.officers.show_officers(facts.officers, facts.officer_ids, facts.today)
        words, tone = cap_words(facts.visits)
        self.visits.setText(words)
        set_tone(self.visits, tone)
        self._count()
        self.start.setEnabled(True)
        self.start.setFocus()

    def _count(self) -> None:
        packs = len(self.packs.chosen())
        officers = len(self.officers.chosen())
        self.packs_state.setText(tr("{count} chosen", count=packs))
        enough = officers >= LEAST_OFFICERS
        words = tr("{count} chosen", count=officers)
        if not enough:
            words = tr("{count} chosen, at least {least} are needed", count=officers, least=LEAST_OFFICERS)
        self.officers_state.setText(words)
        set_tone(self.officers_state, "muted" if enough else "bad")
        set_tone(self.packs_state, "muted" if packs else "bad")
        self.roster.setVisible(self.officers.count() < LEAST_OFFICERS)

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_use_known(self) -> None:
        if self.enterprise is not None:
            self.accompanying.edit.setText(self.enterprise.person_in_charge)
            self.accompanying_title.edit.setText(self.enterprise.title)
            self.accompanying_phone.edit.setText(self.enterprise.phone)

    def people(self) -> tuple[Participant, ...]:
        """Give everybody who is named, officers first in the order shown."""
        made = [
            Participant(
                role=PersonRole.OFFICER, name=o.name, certificate_no=o.certificate_no, unit=o.unit, officer_id=o.id
            )
            for o in self.officers.chosen()
        ]
        if self.expert.text():
            made.append(Participant(role=PersonRole.EXPERT, name=self.expert.text(), unit=self.expert_unit.text()))
        if self.accompanying.text():
            made.append(
                Participant(
                    role=PersonRole.ACCOMPANYING,
                    name=self.accompanying.text(),
                    title=self.accompanying_title.text(),
                    phone=self.accompanying_phone.text(),
                    unit=self.enterprise.name if self.enterprise else "",
                )
            )
        return tuple(made)

    def _on_start(self) -> None:
        if self.enterprise is None:
            return
        draft = InspectionDraft(
            enterprise_id=self.enterprise.id,
            pack_ids=self.packs.chosen(),
            people=self.people(),
            place=self.place.text(),
        )
        self.start.setEnabled(False)
        if self.task is not None:
            self._begin_task(draft)
            return
        work = partial(start_inspection, self.ws, draft)
        self.jobs.run_write(self, work, then=self._on_started, refused=self._on_refused)

    def _on_plan(self) -> None:
        if self.enterprise is None:
            return
        draft = _plan_draft(self.ws, self.enterprise.id, self.packs.chosen(), self.people(), self.place.text())
        if self.task is not None:
            self._begin_task(draft)
            return
        work = partial(plan_inspection, self.ws, draft)
        self.jobs.run_write(self, work, then=self._on_started, refused=self._on_refused)

    def _begin_task(self, draft: InspectionDraft | PlanDraft) -> None:
        assert self.task is not None
        work = partial(start_task, self.ws, self.task.task.id, draft)
        self.jobs.run_write(self, work, then=self._on_task_begun, refused=self._on_refused)

    def _on_task_begun(self, started: StartedTask) -> None:
        assert started.inspection is not None, "a task to inspect gives an inspection"
        self._on_started(started.inspection)

    def _on_started(self, inspection: Inspection) -> None:
        self.started.emit(inspection.id)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.start.setEnabled(True)
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")


def _plan_draft(
    ws: Workspace, enterprise_id: str, pack_ids: tuple[str, ...], people: tuple[Participant, ...], place: str
) -> PlanDraft:
    """Plan it for the morning of the next working day; officers may be named later."""
    now = ws.now()
    day = ws.law.calendar.add_working_days(now.date(), 1)
    at = now.replace(year=day.year, month=day.month, day=day.day, hour=PLANNED_HOUR, minute=0, second=0, microsecond=0)
    enough = sum(person.role is PersonRole.OFFICER for person in people) >= LEAST_OFFICERS
    return PlanDraft(
        enterprise_id=enterprise_id, pack_ids=pack_ids, planned_at=at, people=people if enough else (), place=place
    )


def _read(
    ws: Workspace, enterprise: Enterprise, task: TaskRow | None, drawn: frozenset[str], planned: frozenset[str]
) -> StartFacts:
    officers, packs, today = organs.officers(ws, active_only=True), offers(ws, enterprise), ws.today()
    officer_ids = frozenset(task.task.officers) if task else drawn
    wanted = frozenset(task.task.packs) if task is not None else planned & {offer.id for offer in packs}
    if task is not None or wanted:
        packs = tuple(dataclasses.replace(offer, is_chosen=offer.id in wanted) for offer in packs)
    return StartFacts(
        packs=packs, officers=officers, officer_ids=officer_ids or _officers_for(ws, officers), today=today,
        visits=visits_this_year(ws, enterprise.id, today.year),
    )  # fmt: skip


def _asked_words(shown: TaskRow) -> str:
    """Say what the office asks: until when, by which checklists, and its note."""
    due = shown.task.due_on
    until = tr("to be done by {day}", day=full_day(due)) if due is not None else ""
    parts = (tr("Task from the office"), until, tr(", ").join(shown.pack_titles), shown.task.note)
    return " · ".join(part for part in parts if part)


def _officers_for(ws: Workspace, officers: tuple[Officer, ...]) -> frozenset[str]:
    """Choose those of the last inspection, else the person at this laptop, else everybody if there are two."""
    before = inspections.rows(ws, limit=1)
    if before:
        last = inspections.view(ws, before[0].id).inspection
        numbers = {p.certificate_no for p in last.officers}
        chosen = frozenset(o.id for o in officers if o.certificate_no in numbers)
        if len(chosen) >= LEAST_OFFICERS:
            return chosen
    if len(officers) == LEAST_OFFICERS:
        return frozenset(o.id for o in officers)
    return frozenset(o.id for o in officers if o.name == ws.actor)
