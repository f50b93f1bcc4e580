# SPDX-License-Identifier: MulanPSL-2.0
"""文书: choose an inspection or an issued document, make what the law wants of it, issue, print, void."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.problems import Problem, blocking
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.documents_state import DocumentsState, Overview, read_overview, read_state
from inspector_app.ui.widgets.case_panel import CasePanel
from inspector_app.ui.widgets.document_chooser import DocumentChooser
from inspector_app.ui.widgets.document_desk import DocumentDesk
from inspector_app.ui.widgets.document_verdict import verdict_words
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.issued_acts import IssuedActs
from inspector_app.ui.widgets.page import Band, button, row
from inspector_app.ui.widgets.problem_places import SETTINGS
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

TABLES = frozenset(
    {"inspections", "inspection_packs", "inspection_people", "answers", "findings", "photos", "documents",
     "document_drafts", "document_lines", "organ", "officers", "enterprises", "number_blocks", "number_gaps",
     "form_confirmations", "rule_passes", "order_lives", "order_events", "services", "attachments", "reinspections",
     "verdicts", "follow_ups"}
)  # fmt: skip


class DocumentsScreen(FreshWidget):
    """Three pages: the chooser, the desk of one inspection, and its case file."""

    tables = TABLES
    place_wanted = Signal(str, str)  # inspection, where
    settings_wanted = Signal(str)  # which part: organ, numbers, forms, or nothing
    reinspection_wanted = Signal(str)  # order or measure
    heading_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.inspection_id = ""
        self._busy = ""
        self.primary_action = QAction(tr("Issue"), self)
        self.primary_action.setVisible(False)
        self.chooser = DocumentChooser()
        self.desk = DocumentDesk(ws, jobs, ask)
        self.acts = IssuedActs(ws, jobs, ask, self)
        self.band = Band()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.chooser)
        self.pages.addWidget(self.desk)
        self.case = CasePanel(ws, jobs, ask)
        self.case_page = self._case_page()
        self.pages.addWidget(self.case_page)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(4), side, theme.dp(12))
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.band)
        outer.addWidget(self.pages, 1)
        self._connect()
        self._add_keys()

    def _case_page(self) -> QWidget:
        page = QWidget()
        back = button(
            tr("Documents of this inspection"), self.show_desk, icon="previous", kind="quiet", tip=tr("Back (Alt+←)")
        )
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row(back, None))
        box.addWidget(self.case, 1)
        return page

    def _connect(self) -> None:
        self.desk.case_wanted.connect(self.show_case)
        self.case.jump_wanted.connect(self._on_case_jump)
        self.case.said.connect(self._on_said)
        self.chooser.inspection_chosen.connect(self.show_inspection)
        self.chooser.search.textChanged.connect(self.refresh)
        self.chooser.document_chosen.connect(self.show_document)
        self.desk.shown_changed.connect(self._update_primary)
        self.desk.jump_wanted.connect(self._on_jump)
        self.desk.back_wanted.connect(self.show_chooser)
        self.desk.issued.print_wanted.connect(self.print_shown)
        self.desk.issued.save_wanted.connect(self.save_shown)
        self.desk.issued.void_wanted.connect(self.void_shown)
        self.desk.issued.reinspection_wanted.connect(self.reinspection_wanted)
        self.desk.read_wanted.connect(self.refresh)
        self.acts.said.connect(self._on_said)
        self.acts.busy.connect(self._on_busy)
        self.acts.issued.connect(self._on_issued)
        self.primary_action.triggered.connect(self._on_primary)

    def _add_keys(self) -> None:
        self.addAction(self.primary_action)
        for keys, act in (
            ("Ctrl+P", self.print_shown),
            ("Ctrl+S", self.save_shown),
            ("Ctrl+E", self.show_case),
            ("Alt+Left", self.go_back),
            ("F6", self.desk.next_part),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(act)
            self.addAction(action)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say for whom documents are made."""
        state = self.desk.state if self.inspection_id else None
        if state is None:
            return Heading(title=tr("Documents"))
        chip, role = word(state.view.inspection.state), "ok" if state.is_finished else "accent"
        return Heading(title=tr("Documents"), whom=state.view.enterprise.name, chip=chip, chip_role=role)

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        return [
            ("Ctrl+Enter", tr("Issue the document")),
            (tr("Space"), tr("Take a finding into the order, or leave it out")),
            ("Enter", tr("Go to the deadline of the finding")),
            ("F6", tr("Next part of the page: documents, fields, pages, problems, reason")),
            ("← / →", tr("In the list: fold or unfold a head")),
            ("Enter / Ctrl+-", tr("In a table: next cell or new row / take the row away")),
            ("PgUp / PgDn", tr("Turn the pages")),
            ("Ctrl+P", tr("Print")),
            ("Ctrl+S", tr("Save as PDF")),
            ("Ctrl+E", tr("Case file: review, files, export")),
            ("Alt+←", tr("All documents")),
        ]

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        (self.desk.list.list if self.inspection_id else self.chooser.inspections).setFocus()

    def show_inspection(self, inspection_id: str) -> None:
        """Show the documents of an inspection."""
        self.show_document(inspection_id, "")

    def show_document(self, inspection_id: str, document_id: str) -> None:
        """Show the documents of an inspection, one of them opened."""
        if inspection_id != self.inspection_id:
            self.inspection_id = inspection_id
            self.desk.clear()
            if self._is_case:
                self.pages.setCurrentWidget(self.desk)
        self.desk.open_document(document_id)
        self.band.hide()
        self.refresh()

    def show_kind(self, inspection_id: str, kind: str) -> None:
        """Show the documents of an inspection, and there the one of a kind that is being written."""
        self.show_document(inspection_id, "")
        self.desk.open_kind(DocumentKind(kind))
        self.refresh()

    @property
    def _is_case(self) -> bool:
        return self.pages.currentWidget() is self.case_page

    def show_case(self) -> None:
        """Show the case file of the inspection: review, files, export."""
        if self.inspection_id:
            self.desk.flush()
            self.pages.setCurrentWidget(self.case_page)
            self.case.show_case(self.inspection_id)
            self._update_primary()

    def show_desk(self) -> None:
        """Go back from the case file to the documents."""
        self.case.flush()
        self.pages.setCurrentWidget(self.desk)
        self.refresh()

    def go_back(self) -> None:
        """Leave the case file, else the inspection."""
        if self._is_case:
            self.show_desk()
        else:
            self.show_chooser()

    def _on_case_jump(self, where: str) -> None:
        kind, _, rest = where.partition(":")
        if kind == "document":
            self.show_desk()
            self.show_document(self.inspection_id, rest)
        elif kind == "documents" and rest in tuple(DocumentKind):
            self.show_desk()
            self.show_kind(self.inspection_id, rest)
        elif kind == "organ":
            self.settings_wanted.emit("organ")
        elif kind == "follow_up":
            self._on_follow_up_jump()
        else:
            self._on_jump(self._of_photo(rest) if kind == "photo" else where)

    def _of_photo(self, photo_id: str) -> str:
        """Name the place of the finding that a photo shows."""
        photos = self.desk.state.view.photos if self.desk.state is not None else ()
        shown = next((photo.finding_id for photo in photos if photo.id == photo_id), None)
        return f"finding:{shown}:photos" if shown else "photos"

    def _on_follow_up_jump(self) -> None:
        """Go to what runs beside the orders; it is dealt with where an order is looked at again."""
        state = self.desk.state
        law = self.ws.law.documents
        orders = [d for d in state.view.documents if d.is_valid and law.of(d.kind).has_life] if state else []
        if orders:
            self.reinspection_wanted.emit(orders[-1].id)

    def show_chooser(self) -> None:
        """Leave the inspection."""
        self.inspection_id = ""
        self.desk.clear()
        self.band.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        self.reading()
        if not self.inspection_id:
            read = partial(read_overview, self.ws, self.chooser.search.text())
            self.jobs.run_read(self, read, then=self._show_overview, key="documents")
            return
        self.jobs.run_read(self, self._reading(), then=self._show_state, refused=self._on_not_read, key="documents")

    def _reading(self) -> Callable[[], DocumentsState]:
        days = self.desk.days(self.inspection_id)
        return partial(read_state, self.ws, self.inspection_id, self.desk.wanted, days)

    def flush(self) -> None:
        """Send what was typed a moment ago: the window closes."""
        self.desk.flush()
        self.case.flush()

    # ---- showing ---------------------------------------------------------------------------------------

    def _show_overview(self, overview: Overview) -> None:
        if not self.inspection_id:
            self.chooser.show_overview(overview)
            self.pages.setCurrentWidget(self.chooser)
            self._update_primary()
            self.heading_changed.emit()

    def _show_state(self, state: DocumentsState) -> None:
        if state.view.inspection.id == self.inspection_id:
            fresh = self.pages.currentWidget() is self.chooser
            if fresh:
                self.pages.setCurrentWidget(self.desk)
            self.desk.show_state(state)
            self._update_primary()
            if fresh and self.isVisible():
                self.focus_first()
            self.heading_changed.emit()

    def _on_not_read(self, problems: tuple[Problem, ...]) -> None:
        self.show_chooser()
        self.band.say("\n".join(sentence(problem) for problem in problems), tone="bad")

    def _update_primary(self) -> None:
        draft, document = self.desk.draft, self.desk.document
        action = self.primary_action
        action.setVisible(bool(self.inspection_id and (draft or document) and not self._is_case))
        if draft is not None:
            action.setText(tr("Issue"))
            action.setShortcut(QKeySequence("Ctrl+Return"))
            action.setEnabled(draft.may_be_issued and not self._busy)
            notes = len(draft.unexplained)
            why = verdict_words(len(blocking(draft.problems)), notes, 0)
            action.setToolTip(tr("Issue (Ctrl+Enter)") if draft.may_be_issued else why)
        elif document is not None:
            action.setText(tr("Print"))
            action.setShortcut(QKeySequence())
            action.setEnabled(self.desk.issued.may_print and not self._busy)
            action.setToolTip(tr("Print (Ctrl+P)"))

    # ---- acts ------------------------------------------------------------------------------------------

    def _on_primary(self) -> None:
        if self.desk.document is not None:
            self.print_shown()
        else:
            self.issue_shown()

    def issue_shown(self) -> None:
        """Issue the draft that is shown; what is typed is saved and checked again before."""
        self.desk.flush()
        self.jobs.run_read(self, self._reading(), then=self._on_checked, refused=self._on_not_read, key="issue")

    def _on_checked(self, state: DocumentsState) -> None:
        self._show_state(state)
        draft = self.desk.draft
        if draft is not None and draft.may_be_issued and not self._busy:
            self.acts.issue(state, draft)

    def _on_issued(self, document: OfficialDocument) -> None:
        self.desk.forget_day(document.inspection_id, document.kind)
        self.desk.open_document(document.id)

    def print_shown(self) -> None:
        """Print the issued document that is shown."""
        document, state = self.desk.document, self.desk.state
        if document is not None and state is not None and self.desk.issued.may_print and not self._busy:
            self.acts.print_document(document, state.copies.get(document.kind, 1))

    def save_shown(self) -> None:
        """Save the issued document that is shown outside."""
        document, state = self.desk.document, self.desk.state
        if document is not None and state is not None and self.desk.issued.may_save:
            self.acts.save(document, state.view.enterprise.name, self.desk.issued.masking)

    def void_shown(self) -> None:
        """Void the issued document that is shown."""
        if self.desk.document is not None:
            self.acts.void(self.desk.document)

    def _on_jump(self, where: str) -> None:
        if where.partition(":")[0] == SETTINGS:
            self.settings_wanted.emit(where.partition(":")[2])
        else:
            self.place_wanted.emit(self.inspection_id, where)

    def _on_said(self, words: str, tone: str) -> None:
        self.band.say(words, tone=tone)

    def _on_busy(self, words: str) -> None:
        if words == self._busy:
            return
        self._busy = words
        self.desk.setEnabled(not words)
        if words:
            self.band.say(words)
        else:
            if self.band.isVisible() and self.band.property("band") == "info":
                self.band.hide()
            self.focus_first()  # what was switched off has lost the focus
        self._update_primary()
