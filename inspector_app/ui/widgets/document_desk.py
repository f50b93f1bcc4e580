# SPDX-License-Identifier: MulanPSL-2.0
"""The documents of one inspection side by side: left what is in them, right their pages and what is missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.problems import Problem, Severity, blocking
from inspector_app.operations import documents
from inspector_app.operations.documents import Preview
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.documents_state import DocumentsState, Draft
from inspector_app.ui.widgets.document_list import DRAFT, ISSUED, DocumentList
from inspector_app.ui.widgets.issued_panel import IssuedPanel
from inspector_app.ui.widgets.live_pages import LivePages
from inspector_app.ui.widgets.order_lines import OrderLines
from inspector_app.ui.widgets.page import button, label, row, scrolled, set_tone
from inspector_app.ui.widgets.pdf_preview import PdfPreview
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.problem_places import LINES, place_of
from inspector_app.ui.widgets.record_panel import RecordPanel
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

ORDER = DocumentKind.RECTIFICATION_ORDER
LINES_SEEN = 3  # problems seen without scrolling
LEFT_WIDE = 500


class DocumentDesk(QWidget):
    """Shows a state and says what is wanted; issuing and printing are the screen's."""

    shown_changed = Signal()  # another row, or other facts of it
    jump_wanted = Signal(str)  # a problem's `where` that is not on this page
    back_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.state: DocumentsState | None = None
        self._open_document = ""
        self._divided = False
        self.list = DocumentList()
        self.lines = OrderLines(ws, jobs, ask)
        self.record = RecordPanel()
        self.issued = IssuedPanel()
        self.preview = PdfPreview(jobs)
        self.problems = ProblemList()
        self.live = LivePages(ws, jobs, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.back_button = button(
            tr("All documents"), self.back_wanted.emit, icon="previous", kind="quiet", tip=tr("All documents (Alt+←)")
        )
        self.details = QStackedWidget()
        self.issued_area = scrolled(self.issued)
        for part in (self.lines, self.record, self.issued_area):
            self.details.addWidget(part)
        left, right = QWidget(), QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(row(self.back_button, None))
        box.addWidget(self.list, 1)
        box.addWidget(self.details, 100)
        self.verdict = label("", wrap=True)
        pages = QVBoxLayout(right)
        pages.setContentsMargins(theme.dp(6), 0, 0, 0)
        pages.setSpacing(theme.dp(6))
        pages.addWidget(self.preview, 1)
        pages.addWidget(self.verdict)
        pages.addWidget(self.problems)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        left.setMinimumWidth(theme.dp(380))
        right.setMinimumWidth(theme.dp(360))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def _connect(self) -> None:
        self.list.draft_shown.connect(self._on_draft)
        self.list.document_shown.connect(self._on_document)
        self.lines.place_wanted.connect(self.jump_wanted)
        self.record.place_wanted.connect(self.jump_wanted)
        self.problems.jump_requested.connect(self.jump)
        self.live.rendered.connect(self._on_rendered)
        self.live.refused.connect(self._on_not_rendered)
        self.live.begun.connect(partial(self.preview.say_busy, tr("Draft, being laid out …")))

    def showEvent(self, event: QShowEvent) -> None:
        """Give the left side what its fields need, and the pages the rest."""
        super().showEvent(event)
        if not self._divided:
            self._divided = True
            left = theme.dp(LEFT_WIDE)
            self.splitter.setSizes([left, max(left, self.width() - left)])

    # What is shown

    def open_document(self, document_id: str) -> None:
        """Show this document with the next state."""
        self._open_document = document_id

    def clear(self) -> None:
        """Show nothing, until another state comes."""
        self.lines.drafts.flush()
        self.state = None
        self.live.stop()
        self.preview.show_nothing(tr("Opening …"))

    def show_state(self, state: DocumentsState) -> None:
        """Show what the ledger has; row, page and place stay."""
        fresh = self.state is None
        self.state = state
        self.lines.show_state(state)
        self.record.show_state(state)
        before = self.list.current()
        self.list.show_state(state)
        if self._open_document and self.list.choose(ISSUED + self._open_document):
            self._open_document = ""
        elif fresh or not self.list.current():
            self.list.choose_first_to_do()
        if fresh or self.list.current() == before:
            self._show_current(soon=fresh)

    def _show_current(self, *, soon: bool) -> None:
        current = self.list.current()
        if current.startswith(DRAFT):
            self._on_draft(DocumentKind(current.removeprefix(DRAFT)), soon=soon)
        elif current.startswith(ISSUED):
            self._on_document(current.removeprefix(ISSUED))

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown, if one is."""
        current = self.list.current()
        if self.state is None or not current.startswith(DRAFT):
            return None
        return self.state.drafts.get(DocumentKind(current.removeprefix(DRAFT)))

    @property
    def document(self) -> OfficialDocument | None:
        """The issued document that is shown, if one is."""
        current = self.list.current()
        if self.state is None or not current.startswith(ISSUED):
            return None
        return self.state.document(current.removeprefix(ISSUED))

    def _on_draft(self, kind: DocumentKind, *, soon: bool = True) -> None:
        draft = self.draft
        if draft is None or draft.kind is not kind or self.state is None:
            return
        self.details.setCurrentWidget(self.lines if kind is ORDER else self.record)
        self._show_problems(draft.problems)
        self.live.want(self.state.view.inspection.id, kind, soon=soon)
        self.shown_changed.emit()

    def _on_rendered(self, kind: DocumentKind, preview: Preview) -> None:
        if self.draft is not None and self.draft.kind is kind:
            self.preview.show_pdf(preview.pdf, word=tr("Draft, not in force"))
            self._show_problems(preview.problems)

    def _on_not_rendered(self, kind: DocumentKind, problems: tuple[Problem, ...]) -> None:
        if self.draft is not None and self.draft.kind is kind:
            self.preview.show_nothing("\n".join(sentence(problem) for problem in problems))
            self._show_problems(problems)

    def _on_document(self, document_id: str) -> None:
        document = self.document
        if document is None or document.id != document_id or self.state is None:
            return
        self.live.stop()
        self.details.setCurrentWidget(self.issued_area)
        self.issued.show_document(document, self.state.copies.get(document.kind, 1))
        self.problems.hide()
        self.verdict.hide()
        self._jobs.run_slow(
            self,
            partial(_frozen, self._ws, document_id),
            then=partial(self._on_frozen, document),
            refused=partial(self._on_broken, document),
        )
        self.shown_changed.emit()

    def _on_frozen(self, document: OfficialDocument, data: bytes) -> None:
        if self.document is not None and self.document.id == document.id:
            self.preview.show_pdf(data, word=word(document.state), keep_place=False)

    def _on_broken(self, document: OfficialDocument, problems: tuple[Problem, ...]) -> None:
        if self.document is not None and self.document.id == document.id:
            words = "\n".join(sentence(problem) for problem in problems)
            self.preview.show_nothing(words)
            self.issued.say_broken(words)
            self.shown_changed.emit()

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        stops = len(blocking(problems))
        notes = sum(problem.severity is Severity.WARN for problem in problems)
        self.problems.show_problems(problems)
        self.problems.setVisible(bool(problems))
        self.problems.setFixedHeight(theme.dp(8 + 40 * min(len(problems), LINES_SEEN)))
        self.verdict.setText(_verdict(stops, notes))
        set_tone(self.verdict, "bad" if stops else ("warn" if notes else "ok"))
        self.verdict.show()

    # What a person does

    def jump(self, where: str) -> None:
        """Go to the place where a problem is mended: here if it is here."""
        problem = next((p for p in self.problems.model.problems if p.where == where), None)
        if problem is None or self.state is None:
            return
        place = place_of(problem, self.state)
        kind, _, rest = place.partition(":")
        if kind == "document":
            self.list.choose(ISSUED + rest)
        elif kind == "documents":
            self.list.choose(DRAFT + DocumentKind.INSPECTION_RECORD)
        elif place == LINES:
            self.lines.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place and (self.details.currentWidget() is not self.lines or not self.lines.jump(place)):
            self.jump_wanted.emit(place)

    def next_part(self) -> None:
        """Move the focus to the next part of the page."""
        current = self.details.currentWidget()
        middle: QWidget = self.lines.list if current is self.lines else self.record.findings
        if current is self.issued_area:
            middle = self.issued.print_button
        parts = [self.list.list, middle, self.preview.pages, self.problems.view]
        seen = [part for part in parts if part.isVisibleTo(self)]
        at = next((n for n, part in enumerate(seen) if part.hasFocus()), -1)
        seen[(at + 1) % len(seen)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _verdict(stops: int, notes: int) -> str:
    if stops:
        return tr("{stops} things must be mended before it can be issued, {notes} notes", stops=stops, notes=notes)
    if notes:
        return tr("Can be issued; {notes} notes to look at", notes=notes)
    return tr("Nothing stands in the way: it can be issued")


def _frozen(ws: Workspace, document_id: str, report: Report) -> bytes:
    del report
    return documents.document_pdf(ws, document_id)
