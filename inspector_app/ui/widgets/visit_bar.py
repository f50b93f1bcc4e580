# SPDX-License-Identifier: MulanPSL-2.0
"""The line of a visit with what stands before it, and the ways in which a visit ends without a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.inspection import INSPECTION_LIFE, Inspection, InspectionVerb, Participant
from inspector_app.domain.organ import Officer
from inspector_app.operations import inspection_moves as moves
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import button
from inspector_app.ui.widgets.people_bar import PeopleBar
from inspector_app.ui.widgets.task_sheet import TaskSheet
from inspector_app.ui.widgets.task_sheet_fields import task_words
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class VisitBar(PeopleBar):
    """The people's line, a button that opens 审批与通知 below it, and a menu for the ends of a visit."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.inspection: Inspection | None = None
        self.task_button = button(tr("Approval and notice"), self._toggle_task, icon="law", kind="quiet")
        self.task_button.setCheckable(True)
        self.more_button = button("⋯", self._open_menu, kind="quiet", tip=tr("Entry refused, or called off"))
        self.more_button.setAccessibleName(tr("Entry refused, or called off"))
        self.sheet = TaskSheet(ws, jobs)
        self.sheet.hide()
        self.sheet.saved.connect(self._on_task)
        self.add_tool(self.more_button)
        self.add_tool(self.task_button)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.sheet)

    def show_inspection(
        self,
        inspection: Inspection,
        officers: Sequence[Officer],
        *,
        read_only: bool,
        place: str | None = None,
        people: tuple[Participant, ...] | None = None,
    ) -> None:
        """Show the facts, and on the button how far approval and notice are."""
        super().show_inspection(inspection, officers, read_only=read_only, place=place, people=people)
        is_other = self.inspection is None or self.inspection.id != inspection.id
        self.inspection = inspection
        self._dress(inspection)
        if is_other:
            self._open_task(False)
        if self.sheet.isVisibleTo(self):
            self.sheet.show_inspection(inspection.id)
        self.more_button.setVisible(bool(self._verbs()))

    def _dress(self, inspection: Inspection) -> None:
        said = task_words(inspection.task)
        self.task_button.setToolTip(said or tr("Source of the task, approval, notice, avoidance: may be left empty"))
        is_ready = inspection.task.approved_on is not None
        theme.set_icon(self.task_button, "check" if is_ready else "law", "ok" if is_ready else "accent")

    def _on_task(self, inspection: Inspection) -> None:
        if self.inspection is not None and inspection.id == self.inspection.id:
            self.inspection = inspection
            self._dress(inspection)

    def _toggle_task(self) -> None:
        self._open_task(not self.sheet.isVisibleTo(self))

    def _open_task(self, wanted: bool) -> None:
        self.sheet.setVisible(wanted)
        self.task_button.setChecked(wanted)
        if wanted and self.inspection is not None:
            self.sheet.show_inspection(self.inspection.id)

    def open_at(self, field: str) -> None:
        """Go where a gap is dealt with."""
        if field in self.sheet.rows:
            self._open_task(True)
            self.sheet.focus_field(field)
        else:
            super().open_at(field)

    # ---- how a visit ends without a look -----------------------------------------------------------------

    def _verbs(self) -> tuple[InspectionVerb, ...]:
        if self.inspection is None:
            return ()
        offered = (InspectionVerb.REFUSE, InspectionVerb.TERMINATE)
        again = (InspectionVerb.BEGIN,) if INSPECTION_LIFE.may(self.inspection.state, InspectionVerb.BEGIN) else ()
        return (*(verb for verb in offered if INSPECTION_LIFE.may(self.inspection.state, verb)), *again)

    def make_menu(self) -> QMenu:
        """Make the menu of the acts that are possible now."""
        menu = QMenu(self)
        names = {
            InspectionVerb.REFUSE: tr("Entry was refused …"),
            InspectionVerb.TERMINATE: tr("Call the inspection off …"),
            InspectionVerb.BEGIN: tr("Entry was granted after all: go on"),
        }
        for verb in self._verbs():
            action = QAction(names[verb], menu)
            action.setData(verb.value)
            action.triggered.connect(partial(self.act, verb))
            menu.addAction(action)
        return menu

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def act(self, verb: InspectionVerb, _checked: bool = False) -> None:
        """Do one of them, with the reason that a person gives."""
        if self.inspection is None:
            return
        self.left.emit()
        self.sheet.drafts.flush()
        if verb is InspectionVerb.BEGIN:
            self.jobs.run_write(self, partial(moves.begin, self.ws, self.inspection.id))
            return
        refused = verb is InspectionVerb.REFUSE
        title = tr("Entry was refused") if refused else tr("Call the inspection off")
        words = (
            tr("Who refused, in which words, and what was explained? It stands in the record; the visit is over.")
            if refused
            else tr("Why? For example: the unit is closed, nobody is there. It does not count as a visit then.")
        )
        reason = self.ask.text(title, words, multiline=True)
        if reason is not None:
            work: Callable[[Workspace, str, str], Done[Inspection]]
            work = moves.refuse_entry if refused else moves.terminate
            self.jobs.run_write(self, partial(work, self.ws, self.inspection.id, reason))
