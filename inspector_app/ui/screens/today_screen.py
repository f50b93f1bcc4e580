# SPDX-License-Identifier: MulanPSL-2.0
"""Today: what waits for the inspector, and the month as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentState
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.organ import Organ
from inspector_app.domain.unit import Role
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import enterprises as enterprise_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers import organs
from inspector_app.ledgers.documents import DocumentRow
from inspector_app.ledgers.due import SOON_DAYS
from inspector_app.ledgers.inspections import InspectionRow, InspectionView
from inspector_app.ledgers.tasks import TaskRow, own_tasks
from inspector_app.ledgers.today import Today, today
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.handoff_frame import acknowledge_copy
from inspector_app.ui.models.today_warnings import today_warnings
from inspector_app.ui.widgets.dates import full_day, short_time, weekday
from inspector_app.ui.widgets.due_list_card import DueCard
from inspector_app.ui.widgets.due_list_rows import DueRead, read_due
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.handoff_warnings import WarningList
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.month_picture import MonthPicture
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages, button
from inspector_app.ui.widgets.row_list import Row, RowList, row_height
from inspector_app.ui.widgets.task_card import TaskCard
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.start_check import is_check_due

MOST_OPEN, MOST_PAPERS = 4, 5
TABLES = frozenset(
    {
        "inspections", "answers", "findings", "enterprises", "documents", "organ", "services", "order_lives",
        "order_events", "reinspections", "follow_ups", "follow_up_events", "tasks",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that this screen shows."""

    today: Today
    due: DueRead
    enterprises: int
    organ: Organ | None
    papers: tuple[DocumentRow, ...]
    in_force: tuple[object, ...]  # what the days were counted by
    tasks: tuple[TaskRow, ...] = ()  # of the office, for this laptop
    is_check_due: bool = False  # of all data, monthly


class TodayScreen(FreshWidget):
    """Where the day starts."""

    tables = TABLES
    inspection_chosen = Signal(str, str)  # inspection, item code
    start_wanted = Signal()
    task_wanted = Signal(str)  # task of the office whose inspection is to be started
    enterprises_wanted = Signal()
    documents_chosen = Signal(str)
    reinspect_wanted = Signal(str)  # document
    settings_wanted = Signal(str)  # part of the settings
    handoff_wanted = Signal(str)  # page of the hand-off
    verify_wanted = Signal()
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._was_check_offered = False
        self.waiting: Waiting | None = None
        self._days = SOON_DAYS
        self._is_empty = True  # nothing was read yet, so nothing could take the focus
        self.primary_action = QAction(tr("Start inspection"), self)
        self.primary_action.setShortcut(QKeySequence("N"))
        self.primary_action.triggered.connect(self._on_start)
        self.band = Band()
        self.warnings = WarningList(resumes=False)
        self.warnings.backup_wanted.connect(lambda: self.settings_wanted.emit("backup"))
        self.warnings.page_wanted.connect(self.handoff_wanted)
        self.warnings.copy_seen.connect(self._on_copy_seen)
        self._build_lists()
        self.picture = MonthPicture()
        self._build_page()

    # ---- building ------------------------------------------------------------------------------------

    def _build_lists(self) -> None:
        self.open_list = RowList(tr("Unfinished inspections"))
        self.open_list.row_chosen.connect(lambda chosen: self.inspection_chosen.emit(chosen, ""))
        self.no_open = EmptyState("inspection", tr("No unfinished inspection"))
        self.start_button = button(tr("Start inspection"), self._on_start)
        self.no_open.add_button(self.start_button)
        self.paper_list = RowList(tr("Documents issued last"))
        self.paper_list.row_chosen.connect(self._on_paper)
        self.no_paper = EmptyState("documents", tr("No document issued yet"))

    def _build_page(self) -> None:
        self.open_card = Card(tr("Unfinished inspections"))
        self.open_stack = _stacked(self.open_list, self.no_open)
        self.open_card.add(self.open_stack, 1)
        self.due_card = DueCard(self.ws, self.jobs, self.ask)
        self.due_card.documents_chosen.connect(self.documents_chosen)
        self.due_card.reinspect_wanted.connect(self.reinspect_wanted)
        self.due_card.days_changed.connect(self._on_days)
        self.due_card.law_wanted.connect(lambda: self.settings_wanted.emit("periods"))
        self.task_card = TaskCard(self.ws, self.jobs, self.ask)
        self.task_card.start_wanted.connect(self.task_wanted)
        self.task_card.inspection_chosen.connect(lambda chosen: self.inspection_chosen.emit(chosen, ""))
        self.task_card.reinspect_wanted.connect(self.reinspect_wanted)
        self.task_card.said.connect(lambda words: self.band.say(words, tone="ok"))
        self.month_card = Card(tr("The last 30 days"))
        self.month_card.add(self.picture, 1)
        self.paper_card = Card(tr("Documents issued last"))
        self.paper_stack = _stacked(self.paper_list, self.no_paper)
        self.paper_card.add(self.paper_stack, 1)
        for made in (self.open_list, self.paper_list):
            made.setObjectName("cardList")
        left, right = QVBoxLayout(), QVBoxLayout()
        for box in (left, right):
            box.setSpacing(theme.dp(16))
        for card, stretch in ((self.task_card, 3), (self.open_card, 2), (self.due_card, 2)):
            left.addWidget(card, stretch)
        right.addWidget(self.month_card, 3)
        right.addWidget(self.paper_card, 2)
        across = QHBoxLayout()
        across.setSpacing(theme.dp(16))
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(8), side, theme.dp(16))
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.band)
        outer.addWidget(self.warnings)
        outer.addLayout(across, 1)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what day it is and for whom."""
        day = self.ws.today()
        organ = self.waiting.organ if self.waiting else None
        words = f"{full_day(day)} {weekday(day)}"
        if organ is None:
            return Heading(title=tr("Today"), whom=words)
        chip = tr("Demonstration") if organ.is_demo else ""
        return Heading(title=tr("Today"), whom=f"{words}  ·  {organ.name}", chip=chip, chip_role="warn")

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            ("N", tr("Start inspection")),
            ("↑ ↓", tr("Move in the list")),
            ("Enter", tr("Continue the inspection, or do what the row says")),
        ]

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        (self.open_list if self.open_list.rows.rows else self.start_button).setFocus()

    def refresh(self) -> None:
        """Read again what waits."""
        self.reading()
        self.jobs.run_read(self, partial(_read, self.ws, self._days), then=self._show, key="today")

    def showEvent(self, event: QShowEvent) -> None:
        """Read again on another day, and after a holiday notice or a period was put into the data folder."""
        if self.waiting is not None and self.waiting.in_force != _in_force(self.ws):
            self._stale = True
        super().showEvent(event)
        self.read_warnings()  # a backup may have been made meanwhile; nothing else tells

    def _on_days(self, days: int) -> None:
        self._days = days
        self.refresh()

    def offer_return(self, inspection_id: str, item_code: str) -> None:
        """Ask, after a run that did not end well, whether to go back to where the inspector was."""

        def offer(shown: InspectionView) -> None:
            if shown.inspection.state is not InspectionState.OPEN:
                return
            name = shown.enterprise.name
            words = tr("The program did not close properly last time. You were inspecting {name}.", name=name)
            if item_code:
                words = tr(
                    "The program did not close properly last time. You were inspecting {name}, at item {item}.",
                    name=name,
                    item=item_code,
                )
            kept = tr("Everything that was saved is there.")
            self.band.say(
                f"{words}{kept}",
                action=tr("Go back to it"),
                then=lambda: self.inspection_chosen.emit(inspection_id, item_code),
            )
            self.band.action.setFocus()

        read = partial(inspection_rows.view, self.ws, inspection_id)
        self.jobs.run_read(self, read, then=offer, refused=lambda _problems: None)

    # ---- showing ---------------------------------------------------------------------------------------

    def _show(self, waiting: Waiting) -> None:
        self.waiting = waiting
        now = waiting.today
        had_focus = self.open_list.hasFocus() or self.start_button.hasFocus() or self.hasFocus() or self._is_empty
        self._is_empty = False
        self.open_list.put([self._inspection_row(r) for r in now.open_inspections])
        self.task_card.show_tasks(waiting.tasks)
        self.due_card.show_due(waiting.due)
        self.picture.show_figures(now.month)
        self.paper_list.put([_paper_row(r) for r in waiting.papers])
        self._count(self.open_card, self.open_stack, len(now.open_inspections))
        self._count(self.paper_card, self.paper_stack, len(waiting.papers))
        self.paper_card.note.setText("")
        self._fit_open(len(now.open_inspections))
        made = sum(f.found for f in now.month)
        self.month_card.note.setText(tr("{count} findings", count=made))
        if waiting.enterprises == 0:
            self.no_open.say(tr("No enterprise is registered yet"), tr("Import the register or add one by hand."))
            self.start_button.setText(tr("Go to enterprises"))
        else:
            self.no_open.say(tr("No unfinished inspection"))
            self.start_button.setText(tr("Start inspection"))
        if now.open_inspections and not self.open_list.currentIndex().isValid():
            self.open_list.step(1)
        if had_focus and self.isVisible() and not self.band.isVisible():
            self.focus_first()
        if waiting.is_check_due and not self._was_check_offered and not self.band.isVisible():
            self._was_check_offered = True  # once a day's work; the screen of verification stays open to everybody
            words = tr("All data were not checked for a month. It takes some minutes; work can go on meanwhile.")
            self.band.say(words, action=tr("Go to verification"), then=self.verify_wanted.emit)
        self.heading_changed.emit()
        self.read_warnings()

    def read_warnings(self) -> None:
        """Read what presses of the hand-over and of backups; a stand-alone unit loads nothing of the first."""
        now = self.waiting.today if self.waiting is not None else None
        if now is not None:
            read = partial(today_warnings, self.ws, has_handoff=now.role is not Role.ALONE or now.is_copy)
            self.jobs.run_read(self, read, then=self.warnings.show_warnings, key="warnings")

    def _on_copy_seen(self) -> None:
        self.jobs.run_read(self, partial(acknowledge_copy, self.ws), then=lambda _none: self.refresh())

    def _fit_open(self, count: int) -> None:
        """Give the unfinished inspections the room that they need, at most that of some rows."""
        room = theme.dp(72)
        high = row_height(two_lines=True) * min(count, MOST_OPEN) + room
        least = row_height(two_lines=True) + room if self.task_card.isVisibleTo(self) else high
        self.open_card.setMaximumHeight(high if count else theme.dp(240))
        self.open_card.setMinimumHeight(least if count else 0)

    def _count(self, card: Card, stack: Pages, count: int) -> None:
        stack.setCurrentIndex(0 if count else 1)
        card.note.setText(str(count) if count else "")

    def _inspection_row(self, shown: InspectionRow) -> Row:
        day = self.ws.today()
        started = tr("started {time}", time=short_time(shown.started_at, day))
        last = tr("last entry {time}", time=short_time(shown.last_touched, day))
        bad = tr("{count} noncompliant", count=shown.noncompliant) if shown.noncompliant else ""
        return Row(
            id=shown.id,
            title=shown.enterprise_name,
            detail=" · ".join((shown.packs_title, started, last)),
            side=f"{shown.checked}/{shown.total}",
            chip=bad,
            chip_role="bad",
            icon="inspection",
            icon_role="accent",
            action=tr("Continue"),
        )

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_start(self) -> None:
        if self.waiting is not None and self.waiting.enterprises == 0:
            self.enterprises_wanted.emit()
        else:
            self.start_wanted.emit()

    def _on_paper(self, document_id: str) -> None:
        if self.waiting is not None:
            papers = {r.document.id: r.document for r in self.waiting.papers}
            self.documents_chosen.emit(papers[document_id].inspection_id)


def _read(ws: Workspace, days: int) -> Waiting:
    return Waiting(
        today=today(ws), due=read_due(ws, days), enterprises=enterprise_rows.count(ws), organ=organs.organ(ws),
        papers=document_rows.rows(ws, limit=MOST_PAPERS), in_force=_in_force(ws), tasks=own_tasks(ws),
        is_check_due=is_check_due(ws),
    )  # fmt: skip


def _in_force(ws: Workspace) -> tuple[object, ...]:
    return ws.today(), ws.law.loaded_calendar, ws.law.period_table


def _paper_row(shown: DocumentRow) -> Row:
    paper = shown.document
    is_void = paper.state is DocumentState.VOID
    return Row(
        id=paper.id,
        title=paper.number,
        detail=" · ".join((word(paper.kind), shown.enterprise_name)),
        chip=word(paper.state) if is_void else "",
        icon="documents",
        leads=True,
    )


def _stacked(filled: QWidget, empty: QWidget) -> Pages:
    made = Pages()
    made.addWidget(filled)
    made.addWidget(empty)
    return made
