# SPDX-License-Identifier: MulanPSL-2.0
"""检查: the screen on which an inspection is made, from the first answer to 完成检查."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.inspection import Inspection, Participant
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.ledgers.inspections import InspectionRow
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.answer_tools import AnswerTools
from inspector_app.ui.widgets.check_view import CheckView
from inspector_app.ui.widgets.finding_tools import FindingTools
from inspector_app.ui.widgets.finish_panel import FinishPanel
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.inspection_acts import InspectionActs
from inspector_app.ui.widgets.inspection_chooser import InspectionChooser
from inspector_app.ui.widgets.inspection_keys import inspection_keys
from inspector_app.ui.widgets.inspection_sheet import PackFacts, Sheet, heading_of, read_gaps, read_sheet
from inspector_app.ui.widgets.inspection_sides import SidePanels
from inspector_app.ui.widgets.page import button
from inspector_app.ui.widgets.visit_bar import VisitBar
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # made when a finding is first shown
    from inspector_app.ui.widgets.photo_tray import PhotoTray

TABLES = (
    "inspections",
    "inspection_people",
    "answers",
    "findings",
    "photos",
    "documents",
    "document_lines",
    "spots",
    "enterprises",
)
REMEMBER_MS = 500


class InspectionScreen(QWidget):
    """Chooses an inspection, shows it, finishes it."""

    documents_wanted = Signal(str)
    enterprise_wanted = Signal(str, str)  # id, field
    inspection_closed = Signal()
    start_wanted = Signal()
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._id = ""
        self._wanted_item = ""
        self._wanted_place = ""
        self._sheet: Sheet | None = None
        self._gaps: tuple[Problem, ...] = ()
        self._remembered = ("", "")
        self._packs: PackFacts | None = None
        self.acts = InspectionActs(ws, jobs, ask, self)
        self.chooser = InspectionChooser(ws, jobs, ask)
        self.people = VisitBar(ws, jobs, ask)
        self.check = CheckView(self.acts, FindingTools(ws, jobs, ask), AnswerTools(ws=ws, jobs=jobs, ask=ask))
        self.finish_panel = FinishPanel()
        self.primary_action = QAction(tr("Finish inspection"), self)
        self.primary_action.setShortcut(QKeySequence("F9"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REMEMBER_MS)
        self._timer.timeout.connect(self._remember)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.list_button = button("", self.show_chooser, icon="previous", kind="quiet")
        self.list_button.setShortcut(QKeySequence("Alt+Left"))
        self.list_button.setToolTip(tr("All inspections (Alt+←)"))
        self.list_button.setAccessibleName(tr("All inspections"))
        self.list_button.setFixedWidth(theme.dp(38))
        self.people.add_first(self.list_button)
        self.work = QWidget()
        self._work_box = QVBoxLayout(self.work)
        self._work_box.setContentsMargins(0, 0, 0, 0)
        self._work_box.setSpacing(theme.dp(8))
        self.sides = SidePanels(self._ws, self._jobs, self._ask, self._work_box, self)
        self.tray_button = self.sides.tray_button
        self.people.add_tool(self.tray_button)
        self.people.add_tool(self.sides.score_button)
        self.body = QStackedWidget()
        self.body.addWidget(self.check)
        self.body.addWidget(self.finish_panel)
        self._work_box.addWidget(self.people)
        self._work_box.addWidget(self.body, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.chooser)
        self.stack.addWidget(self.work)
        box = QVBoxLayout(self)
        side = theme.dp(24)
        box.setContentsMargins(side, theme.dp(4), side, theme.dp(10))
        box.addWidget(self.stack)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self.show_inspection)
        self.chooser.start_wanted.connect(self.start_wanted)
        self.chooser.papers_wanted.connect(self.documents_wanted)
        self.primary_action.triggered.connect(self._on_primary)
        self.check.item_shown.connect(lambda _key: self._timer.start())
        self.check.reread_wanted.connect(self.refresh)
        self.sides.item_wanted.connect(lambda code: self.show_place(f"item:{code}"))
        self.sides.sheet_wanted.connect(self.documents_wanted)
        self.people.author_chosen.connect(self.check.set_author)
        self.people.language_chosen.connect(self.check.set_language)
        self.people.crowded.connect(self.sides.set_crowded)
        acts, people, panel = self.acts, self.people, self.finish_panel
        acts.drafts.state_changed.connect(people.show_state)
        acts.inspection_saved.connect(self._on_inspection_saved)
        acts.finished.connect(self._on_finished)
        acts.draft_refused.connect(self._on_draft_refused)
        acts.refused.connect(panel.show_problems)
        people.place_edited.connect(acts.set_place)
        people.people_edited.connect(acts.set_people)
        people.started_edited.connect(acts.set_started)
        people.left.connect(acts.drafts.flush)
        people.retry_wanted.connect(acts.drafts.retry)
        panel.jump_requested.connect(self.show_place)
        panel.back_wanted.connect(self.show_checklist)
        panel.remark_edited.connect(acts.set_party_remark)
        panel.left.connect(acts.drafts.flush)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+P"), self, context=context).activated.connect(self.add_photos)
        QShortcut(QKeySequence("Ctrl+F"), self, context=context).activated.connect(self.check.focus_search)

    @property
    def tray(self) -> PhotoTray | None:
        """The tray of photos, once it was opened."""
        return self.sides.tray

    # -- what the window asks ----------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what the top line says."""
        if self._sheet is None:
            return Heading(title=tr("Inspection"))
        return heading_of(self._sheet)

    def keys(self) -> list[tuple[str, str]]:
        """Name the keys of this screen."""
        return inspection_keys()

    def focus_first(self) -> None:
        """Put the focus where one goes on."""
        if self._sheet is None:
            self.chooser.focus_first()
        elif self._is_finishing:
            self.finish_panel.focus_first()
        elif not self.check.isAncestorOf(self.focusWidget() or self):
            self.check.items.setFocus()

    def flush(self) -> None:
        """Send everything typed to the ledger, now."""
        self.check.flush()
        self.acts.drafts.flush()
        self.people.sheet.drafts.flush()
        self.chooser.planned.flush()
        self._remember()

    # -- showing -----------------------------------------------------------------------------------

    def show_inspection(self, inspection_id: str, item_code: str = "") -> None:
        """Open an inspection, at an item if one is named."""
        if inspection_id == self._id and self._sheet is not None:
            self.show_checklist()
            if item_code:
                self.check.show_item(item_code)
            return
        self.flush()
        self._id, self._wanted_item, self._sheet = inspection_id, item_code, None
        self.acts.author = ""
        self.acts.set_inspection(inspection_id)
        self.refresh()

    def show_chooser(self) -> None:
        """Go back to the list of inspections."""
        self.flush()
        self._id, self._sheet = "", None
        self.acts.set_inspection("")
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        if self._id:
            self._jobs.run_read(
                self, partial(read_sheet, self._ws, self._id, self._packs),
                then=self._on_sheet, refused=self._on_lost, key="sheet",
            )  # fmt: skip
        else:
            self._jobs.run_read(self, partial(inspection_ledger.current, self._ws), then=self._on_rows, key="rows")

    def on_changed(self, changes: Changes) -> None:
        """Follow what an operation changed, unless this screen knows it already."""
        if self.acts.is_known(changes):
            if self._is_finishing:
                self._read_gaps()
            return
        if any(changes.touched.get(table) for table in TABLES):
            self.refresh()

    def _on_rows(self, rows: tuple[InspectionRow, ...]) -> None:
        if self._id:
            return
        self.chooser.show_rows(rows, self._ws.today())
        self.stack.setCurrentWidget(self.chooser)
        self._tell_action()
        if self.isVisible():
            self.chooser.focus_first()

    def _on_lost(self, problems: tuple[Problem, ...]) -> None:
        """The inspection is gone (its start was taken back): what is left is the list."""
        del problems
        self._id, self._sheet = "", None
        self.refresh()
        self.inspection_closed.emit()

    def _on_sheet(self, sheet: Sheet) -> None:
        if sheet.view.inspection.id != self._id:
            return
        if sheet.is_planned:  # nothing is looked at yet: what is to be done stands in the list
            self.show_chooser()
            self.chooser.planned.open_visit(sheet.view.inspection.id)
            return
        is_first, self._sheet = self._sheet is None, sheet
        self._packs = sheet.packs
        self._show_people()
        if is_first:
            self.check.language = self.people.show_languages(sheet.packs.languages, sheet.packs.default_language)
            self.check.show_sheet(sheet, self._wanted_item)
            self.body.setCurrentWidget(self.check)
            self.stack.setCurrentWidget(self.work)
            self.sides.set_inspection(self._id)
            self._timer.start()
        else:
            self.check.refresh(sheet)
        self.sides.tell(sheet)
        if self._is_finishing:
            self._read_gaps()
        self._tell_action()
        if is_first and self.isVisible():
            self.check.items.setFocus()
        place, self._wanted_place = self._wanted_place, ""
        if place:
            self.show_place(place)

    def _on_inspection_saved(self, inspection: Inspection) -> None:
        if self._sheet is not None and inspection.id == self._id:
            self._sheet = replace(self._sheet, view=replace(self._sheet.view, inspection=inspection))
            self._show_people()

    def _show_people(self) -> None:
        sheet, typed = self._sheet, self.acts.drafts.value
        if sheet is not None:
            self.people.show_inspection(
                sheet.view.inspection,
                sheet.officers,
                read_only=sheet.is_documented,
                place=cast("str | None", typed(f"place:{self._id}")),
                people=cast("tuple[Participant, ...] | None", typed(f"people:{self._id}")),
            )
            author = self.people.show_authors(sheet.view.inspection.people, self.acts.author or sheet.author)
            if not self.acts.author:
                self.acts.author = author  # before the first row is made
            elif author != self.acts.author:
                self.check.set_author(author)

    def _on_draft_refused(self, key: str, problems: tuple[Problem, ...]) -> None:
        kind, _, inspection_id = key.partition(":")
        if inspection_id != self._id:
            return
        if kind in ("place", "people", "started"):
            self.people.show_problems(kind, problems)
        elif kind == "remark":
            self.finish_panel.show_problems(problems)

    # -- going somewhere ---------------------------------------------------------------------------

    def show_place(self, where: str) -> None:
        """Go where a problem points: `item:CODE`, `finding:ID:field`, `inspection:field`, `enterprise:ID:field`."""
        if self._sheet is None:
            self._wanted_place = where
            return
        kind, _, rest = where.partition(":")
        self.show_checklist()
        if kind == "item":
            self.check.show_item(rest)
        elif kind == "finding":
            finding_id, _, field = rest.partition(":")
            self.check.show_finding(finding_id, field)
        elif kind == "inspection":
            self.people.open_at(rest)
        elif kind == "enterprise":
            self.enterprise_wanted.emit(*rest.split(":")[:2])

    def show_checklist(self) -> None:
        """Show the items again."""
        self.acts.drafts.flush()
        self.body.setCurrentWidget(self.check)
        self.check.items.setFocus()
        self._tell_action()

    def add_photos(self) -> None:
        """Add photos to the finding shown, or to the tray."""
        if self._sheet is None or self.check.choose_photos():
            return
        self.sides.show_tray(True)
        if self.tray is not None:
            self.tray.intake.choose_files()

    # -- finishing ---------------------------------------------------------------------------------

    def _tell_action(self) -> None:
        sheet = self._sheet
        finished = sheet is not None and sheet.is_finished
        asks = self._is_finishing and not finished
        self.primary_action.setVisible(sheet is not None)
        self.primary_action.setEnabled(not asks or not blocking(self._gaps))
        words = tr("Make the documents") if finished else tr("Finish inspection")
        self.primary_action.setText(tr("Finish all the same") if asks and self._gaps else words)
        self.heading_changed.emit()

    @property
    def _is_finishing(self) -> bool:
        return self._sheet is not None and self.body.currentWidget() is self.finish_panel

    def _on_primary(self) -> None:
        if self._sheet is None:
            return
        self.acts.drafts.flush()
        if self._sheet.is_finished:
            self.documents_wanted.emit(self._id)
        elif self._is_finishing:
            self.acts.finish()
        else:
            self._read_gaps()

    def _read_gaps(self) -> None:
        work = partial(read_gaps, self._ws, self._id)
        self._jobs.run_read(self, work, then=self._on_gaps, key="gaps")

    def _on_gaps(self, read: tuple[Inspection, tuple[Problem, ...]]) -> None:
        inspection, gaps = read
        if inspection.id != self._id:
            return
        fresh, self._gaps = not self._is_finishing, gaps
        remark = self.acts.drafts.value(f"remark:{self._id}")
        self.finish_panel.show_gaps(inspection, gaps, remark if isinstance(remark, str) else None)
        self.body.setCurrentWidget(self.finish_panel)
        if fresh:
            self.finish_panel.focus_first()
        self._tell_action()

    def _on_finished(self, inspection: Inspection) -> None:
        self.finish_panel.show_gaps(inspection, ())
        self.finish_panel.focus_first()

    # -- coming back -------------------------------------------------------------------------------

    def _remember(self) -> None:
        here = (self._id, self.check.items.current_key() if self._sheet is not None else self._wanted_item)
        if here == self._remembered or not self._id:
            return
        self._remembered = here
        self._jobs.run_read(self, partial(_remember, self._ws, *here), then=lambda _none: None, key="remember")

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving saves."""
        self.flush()
        super().hideEvent(event)


def _remember(ws: Workspace, inspection_id: str, item: str) -> None:
    ws.put_session_value("inspection", inspection_id)
    ws.put_session_value("item", item)
