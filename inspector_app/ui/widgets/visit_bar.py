# SPDX-License-Identifier: MulanPSL-2.0
"""The line of a visit with what stands before it, and the ways in which a visit ends without a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.inspection import INSPECTION_LIFE, Inspection, InspectionVerb, Participant, PersonRole
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

AUTHOR = "author"  # where the session keeps who answered last
ROOMY_LETTERS = 74  # as many letters side by side, and every button has its words
WRITERS = (PersonRole.OFFICER, PersonRole.EXPERT)


class VisitBar(PeopleBar):
    """The people's line with who answers, a button that opens 审批与通知 below it, a menu for the ends of a visit."""

    author_chosen = Signal(str)
    language_chosen = Signal(str)
    crowded = Signal(bool)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.inspection: Inspection | None = None
        self.is_crowded = False
        self.task_button = button(tr("Approval and notice"), self._toggle_task, icon="law", kind="quiet")
        self.task_button.setCheckable(True)
        self.task_button.setAccessibleName(tr("Approval and notice"))
        self.amend_button.setAccessibleName(tr("People and time"))
        self.more_button = button("⋯", self._open_menu, kind="quiet", tip=tr("Entry refused, or called off"))
        self.more_button.setAccessibleName(tr("Entry refused, or called off"))
        self.sheet = TaskSheet(ws, jobs)
        self.sheet.hide()
        self.sheet.saved.connect(self._on_task)
        self.author = _Choice(tr("Answered by"))
        self.author.setToolTip(tr("Who answers: the name is kept with every answer"))
        self.author.activated.connect(lambda _place: self._on_author(str(self.author.currentData())))
        self.language = _Choice(tr("Language of the checklist"))
        self.language.activated.connect(lambda _place: self.language_chosen.emit(self.language.currentData()))
        for choice in (self.language, self.author):
            super().add_tool(choice)
            choice.hide()
        self.add_tool(self.more_button)
        self.add_tool(self.task_button)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short the buttons show their pictures only, so that names and place can be read."""
        super().resizeEvent(event)
        letters = event.size().width() / max(1, self.fontMetrics().horizontalAdvance("国"))
        if self.is_crowded != (letters < ROOMY_LETTERS):
            self.is_crowded = letters < ROOMY_LETTERS
            self.task_button.setText("" if self.is_crowded else tr("Approval and notice"))
            self.amend_button.setText("" if self.is_crowded else tr("Amend"))
            self.crowded.emit(self.is_crowded)

    def add_tool(self, tool: QWidget) -> None:
        """Put a button behind the place and the choices of who answers and in which language."""
        self._line.insertWidget(self._line.indexOf(self.language) + 1, tool)

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

    def _on_author(self, name: str) -> None:
        """Remember who answers, for the next visit and after a crash."""
        self.jobs.run_read(self, partial(self.ws.put_session_value, AUTHOR, name), then=_nothing, key="author")
        self.author_chosen.emit(name)

    def show_authors(self, people: Sequence[Participant], wanted: str) -> str:
        """Offer the officers and experts of the visit; gives the one who answers: the wanted one, else the first."""
        names = list(dict.fromkeys(p.name for role in WRITERS for p in people if p.role is role and p.name))
        author = wanted if wanted in names else next(iter(names), "")
        self.author.offer([(name, name) for name in names], author, icon="edit")
        self.author.setVisible(len(names) > 1)
        return author

    def show_languages(self, languages: Sequence[str], wanted: str) -> str:
        """Offer the languages of the checklists; gives the one that is shown."""
        language = wanted if wanted in languages else next(iter(languages), "")
        self.language.offer([(name, name) for name in languages], language)
        self.language.setVisible(len(languages) > 1)
        return language

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


def _nothing(_none: None) -> None:
    """There is nothing to show of it."""


class _Choice(QComboBox):
    """A small choice in the line; the wheel passes by, so that scrolling changes nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def offer(self, lines: Sequence[tuple[str, str]], chosen: str, icon: str = "") -> None:
        """Offer lines of value and words, without calling it a choice."""
        if lines != [(self.itemData(n), self.itemText(n)) for n in range(self.count())]:
            self.clear()
            for value, words in lines:
                self.addItem(words, value)
                if icon:
                    self.setItemIcon(self.count() - 1, theme.icon(icon, "muted"))
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
