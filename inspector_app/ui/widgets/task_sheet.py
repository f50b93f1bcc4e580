# SPDX-License-Identifier: MulanPSL-2.0
"""审批与通知: what stands before the visit (handbook 2.2, 4.2), saved as it is typed; none of it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.document_fields import Value
from inspector_app.domain.inspection import Inspection, InspectionState, Participant
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.ledgers import organs
from inspector_app.operations.inspection_moves import Visits, set_task, visits_this_year
from inspector_app.operations.inspections import amend_inspection
from inspector_app.operations.visits import BEFORE_THE_VISIT
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.cap_words import cap_words
from inspector_app.ui.widgets.drafts import Drafts, SaveState
from inspector_app.ui.widgets.field_editor import FieldRow
from inspector_app.ui.widgets.page import label, row, set_tone
from inspector_app.ui.widgets.people_editor import PeopleEditor
from inspector_app.ui.widgets.task_sheet_fields import CAP_REASON, parsed, shown_values, task_specs
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

PEOPLE, STARTED = "people", "started_at"
CLOSED = frozenset({InspectionState.TERMINATED, InspectionState.FILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What the sheet shows: the inspection, this year's visits of the unit without it, and whether it may change."""

    inspection: Inspection
    visits: Visits
    officers: tuple[Officer, ...]
    is_documented: bool

    @property
    def passes_cap(self) -> bool:
        """Whether this visit is one more than the year's cap allows."""
        source = self.inspection.task.source
        return self.visits.is_full and not (source is not None and source.is_exempt)


def read_task(ws: Workspace, inspection_id: str) -> TaskFacts:
    """Read what stands before a visit."""
    view = inspection_ledger.view(ws, inspection_id)
    inspection = view.inspection
    year = inspection.started_at.year
    return TaskFacts(
        inspection=inspection,
        visits=visits_this_year(ws, inspection.enterprise_id, year, without=inspection.id),
        officers=organs.officers(ws, active_only=True),
        is_documented=any(d.is_valid and d.kind not in BEFORE_THE_VISIT for d in view.documents),
    )


def visit_words(facts: TaskFacts) -> str:
    """Say which visit of the year this is, and how many there may be."""
    source = facts.inspection.task.source
    if source is not None and source.is_exempt:
        return tr("Not counted against the year's cap: the source is exempt.")
    return cap_words(facts.visits)[0]


class TaskSheet(QFrame):
    """The fields of the task; with `with_people` also who goes and when, for a visit that has not begun."""

    saved = Signal(object)  # Inspection

    def __init__(self, ws: Workspace, jobs: Jobs, *, with_people: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.ws, self.jobs = ws, jobs
        self._id = ""
        self.drafts = Drafts(jobs, self)
        self.drafts.saved.connect(self._on_saved)
        self.drafts.refused.connect(self._on_refused)
        self.drafts.state_changed.connect(self._on_state)
        self.rows: dict[str, FieldRow] = {}
        self.visits = WrapLabel(tone="muted")
        self.locked = WrapLabel(tone="warn")
        self.locked.hide()
        self.state = label("", tone="muted", size="small")
        self.people = PeopleEditor() if with_people else None
        self.body = QWidget()
        self._build()

    def _build(self) -> None:
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.dp(16))
        grid.setVerticalSpacing(theme.dp(8))
        for column in range(2):
            grid.setColumnStretch(column, 1)
        for n, spec in enumerate(task_specs()):
            made = FieldRow(spec, self.ws.now())
            made.edited.connect(self._on_edited)
            self.rows[spec.name] = made
            grid.addWidget(made, n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        side = theme.dp(12)
        box.setContentsMargins(side, theme.dp(10), side, theme.dp(10))
        box.setSpacing(theme.dp(8))
        line = row()
        line.addWidget(self.visits, 1)
        line.addWidget(self.state)
        box.addLayout(line)
        box.addWidget(self.locked)
        box.addWidget(self.body)
        if self.people is not None:
            self.people.setProperty("card", False)
            self.people.people_edited.connect(self._on_people)
            self.people.started_edited.connect(self._on_started)
            self.people.left.connect(self.drafts.flush)
            box.addWidget(self.people)

    # ---- showing ---------------------------------------------------------------------------------------

    def show_inspection(self, inspection_id: str) -> None:
        """Show the task of an inspection; of none, nothing."""
        if inspection_id != self._id:
            self.drafts.flush()
            self._id = inspection_id
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        if self._id:
            self.jobs.run_read(
                self, partial(read_task, self.ws, self._id), then=self._show, refused=lambda _problems: None, key="task"
            )

    def _show(self, facts: TaskFacts) -> None:
        inspection = facts.inspection
        if inspection.id != self._id:
            return
        self._show_visits(facts)
        values = shown_values(inspection.task)
        for name, made in self.rows.items():
            made.input.set_near(self.ws.now())
            made.put(values[name], is_written=True)
        is_locked = facts.is_documented or inspection.state in CLOSED
        self.locked.setText(
            tr("A document of the visit already says this; it stays as it is.")
            if facts.is_documented
            else tr("This inspection is closed; nothing is changed any more.")
        )
        self.locked.setVisible(is_locked)
        self.body.setEnabled(not is_locked)
        if self.people is not None:
            typed = self.drafts.value(PEOPLE)
            people = typed if isinstance(typed, tuple) else None
            self.people.show_people(inspection, facts.officers, typed=people, read_only=is_locked)

    def _show_visits(self, facts: TaskFacts) -> None:
        words = visit_words(facts)
        needs_reason = facts.passes_cap and not facts.inspection.task.cap_reason
        if needs_reason:
            words = tr("{visits} Say why below.", visits=words)
        self.visits.setText(words)
        set_tone(self.visits, "warn" if facts.passes_cap else "muted")
        self.rows[CAP_REASON].setVisible(facts.passes_cap or bool(facts.inspection.task.cap_reason))

    def focus_field(self, name: str) -> None:
        """Put the focus into a field."""
        if name in self.rows:
            self.rows[name].input.first().setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- saving ----------------------------------------------------------------------------------------

    def _on_edited(self, name: str, value: Value) -> None:
        changes: dict[str, Any] = {name: parsed(name, value)}
        self._put(name, value, partial(set_task, self.ws, self._id, **changes))

    def _on_people(self, people: tuple[Participant, ...]) -> None:
        self._put(PEOPLE, people, partial(amend_inspection, self.ws, self._id, people=people))

    def _on_started(self, at: object) -> None:
        self._put(STARTED, at, partial(amend_inspection, self.ws, self._id, started_at=at))  # type: ignore[arg-type]

    def _put(self, name: str, value: object, work: partial[Done[Inspection]]) -> None:
        self.drafts.put(name, value, work)

    def _on_saved(self, name: str, _sent: object, value: object) -> None:
        if name in self.rows:
            self.rows[name].show_problems(())
        elif self.people is not None:
            self.people.show_problems(())
        self.refresh()
        self.saved.emit(value)

    def _on_refused(self, name: str, problems: Sequence[Problem]) -> None:
        if name in self.rows:
            self.rows[name].show_problems(problems)
        elif self.people is not None:
            self.people.show_problems(problems)

    def _on_state(self, state: SaveState) -> None:
        words, tone = {
            SaveState.SAVED: (tr("Saved"), "muted"),
            SaveState.SAVING: (tr("Saving …"), "muted"),
            SaveState.FAILED: (tr("Not saved"), "bad"),
        }[state]
        self.state.setText(words)
        set_tone(self.state, tone)

    def show_refusal(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Say at its field what keeps a step from being done; give those that belong to none."""
        elsewhere = []
        for problem in problems:
            if problem.where in self.rows:
                self.rows[problem.where].show_problems([problem])
            else:
                elsewhere.append(problem)
        return elsewhere

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving saves."""
        self.drafts.flush()
        super().hideEvent(event)


def told(problems: Sequence[Problem]) -> str:
    """Say several problems as one text."""
    return "\n".join(sentence(p) for p in problems)
