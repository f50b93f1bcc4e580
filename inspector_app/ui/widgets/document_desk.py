# SPDX-License-Identifier: MulanPSL-2.0
"""The documents of one inspection: the list, the page of the one that is shown, its pages and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.problems import Problem
from inspector_app.domain.service import Attachment
from inspector_app.operations import documents
from inspector_app.operations.documents import Preview
from inspector_app.operations.review.review import pass_rule
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.documents_state import DRAFT, ISSUED, DocumentsState, Draft
from inspector_app.ui.widgets.attachment_view import AttachmentView
from inspector_app.ui.widgets.document_draft import DraftPage
from inspector_app.ui.widgets.document_list import DocumentList
from inspector_app.ui.widgets.document_verdict import DocumentVerdict
from inspector_app.ui.widgets.issued_panel import IssuedPanel
from inspector_app.ui.widgets.live_pages import LivePages
from inspector_app.ui.widgets.page import button, row, scrolled
from inspector_app.ui.widgets.pdf_preview import PdfPreview
from inspector_app.ui.widgets.problem_places import SETTINGS, place_of
from inspector_app.ui.widgets.problem_reasons import Place
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

LIST_WIDE, PAGE_WIDE = 250, 420


class DocumentDesk(QWidget):
    """Shows a state and says what is wanted; issuing, printing and serving are the screen's."""

    shown_changed = Signal()  # another row, or other facts of it
    read_wanted = Signal()  # what is shown has to be read: another row, another date
    jump_wanted = Signal(str)  # a place that is not on this page
    back_wanted = Signal()
    case_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.state: DocumentsState | None = None
        self._open = ""  # the row to show with the next state
        self._days: dict[tuple[str, DocumentKind], date] = {}  # dates of issue that a person chose
        self._divided = False
        self._frozen = ""  # the issued document whose pages are asked for
        self.list = DocumentList()
        self.page = DraftPage(ws, jobs, ask)
        self.issued = IssuedPanel(ws, jobs, ask)
        self.preview = PdfPreview(jobs)
        self.attachment = AttachmentView()
        self.verdict = DocumentVerdict()
        self.live = LivePages(ws, jobs, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.back_button = button(
            tr("All documents"), self.back_wanted.emit, icon="previous", kind="quiet", tip=tr("All documents (Alt+←)")
        )
        self.case_button = button(
            tr("Case file"),
            self.case_wanted.emit,
            icon="folder",
            kind="quiet",
            tip=tr("Review, files, export (Ctrl+E)"),
        )
        self.details = QStackedWidget()
        self.issued_area = scrolled(self.issued)
        self.details.addWidget(self.page)
        self.details.addWidget(self.issued_area)
        left, right = QWidget(), QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.back_button, None, self.case_button))
        box.addWidget(self.list, 1)
        pages = QVBoxLayout(right)
        pages.setContentsMargins(theme.dp(6), 0, 0, 0)
        pages.setSpacing(theme.dp(6))
        self.papers = QStackedWidget()
        self.papers.addWidget(self.preview)
        self.papers.addWidget(self.attachment)
        pages.addWidget(self.papers, 1)
        pages.addWidget(self.verdict)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for part, stretch in ((left, 0), (self.details, 2), (right, 3)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        left.setMinimumWidth(theme.dp(170))
        self.details.setMinimumWidth(theme.dp(340))
        right.setMinimumWidth(theme.dp(320))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def _connect(self) -> None:
        self.list.draft_shown.connect(self._on_draft_chosen)
        self.list.document_shown.connect(self._on_document)
        self.list.entered.connect(self._on_entered)
        self.page.place_wanted.connect(self.jump_wanted)
        self.page.day_chosen.connect(self._on_day)
        self.verdict.jump_wanted.connect(self.jump)
        self.verdict.forms_wanted.connect(partial(self.jump_wanted.emit, f"{SETTINGS}:forms"))
        self.verdict.reason.given.connect(self._on_reason)
        self.live.rendered.connect(self._on_rendered)
        self.live.refused.connect(self._on_not_rendered)
        self.live.begun.connect(partial(self.preview.say_busy, tr("Draft, being laid out …")))
        self.issued.attached.opened.connect(self._show_attached)
        self.issued.served.form_shown.connect(self._on_form_shown)
        self.attachment.closed.connect(self._back_to_pages)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list and the fields what they need, and the pages the rest."""
        super().showEvent(event)
        if not self._divided:
            self._divided = True
            left, middle = theme.dp(LIST_WIDE), theme.dp(PAGE_WIDE)
            self.splitter.setSizes([left, middle, max(middle, self.width() - left - middle)])

    # What is shown

    def open_document(self, document_id: str) -> None:
        """Show this document with the next state."""
        self._open = ISSUED + document_id if document_id else ""

    def open_kind(self, kind: DocumentKind) -> None:
        """Show the draft of a kind with the next state; where it cannot be made again, its newest document."""
        self._open = DRAFT + kind

    def clear(self) -> None:
        """Show nothing, until another state comes."""
        self.flush()
        self.state = None
        self._frozen = ""
        self.list.clear()
        self.live.stop()
        self.preview.show_nothing(tr("Opening …"))

    def flush(self) -> None:
        """Send what was typed a moment ago."""
        self.page.flush()
        self.verdict.reason.flush()

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is kept and the newest pages are shown."""
        return self.page.is_settled and self.live.is_settled

    @property
    def wanted(self) -> str:
        """The row that should be read."""
        return self._open or self.list.current()

    def days(self, inspection_id: str) -> Mapping[DocumentKind, date]:
        """Give the dates of issue that a person chose for drafts of an inspection."""
        return {kind: day for (of, kind), day in self._days.items() if of == inspection_id}

    def show_state(self, state: DocumentsState) -> None:
        """Show what the ledger has; row, page and place stay."""
        fresh = self.state is None
        self.state = state
        before = self.list.current()
        self.list.show_state(state)
        if self._open:
            self._choose_opened(state, self._open)
            self._open = ""
        if self.list.current() == before or fresh or self.list.current() == state.shown:
            self._show_current(soon=fresh or self.list.current() != before)

    def _choose_opened(self, state: DocumentsState, row_id: str) -> None:
        if self.list.choose(row_id) or not row_id.startswith(DRAFT):
            return
        made = state.valid(DocumentKind(row_id.removeprefix(DRAFT)))
        if made:
            self.list.choose(ISSUED + made[-1].id)

    def _show_current(self, *, soon: bool) -> None:
        current = self.list.current()
        if current.startswith(ISSUED):
            self._on_document(current.removeprefix(ISSUED))
        elif self.draft is not None:
            self._show_draft(self.draft, soon=soon)

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown, if one is and it has been read."""
        draft = self.state.draft if self.state is not None else None
        return draft if draft is not None and self.list.current() == DRAFT + draft.kind else None

    @property
    def document(self) -> OfficialDocument | None:
        """The issued document that is shown, if one is."""
        current = self.list.current()
        if self.state is None or not current.startswith(ISSUED):
            return None
        return self.state.document(current.removeprefix(ISSUED))

    def _on_draft_chosen(self, _kind: DocumentKind) -> None:
        """Another draft: its page is read first."""
        self.flush()
        self.live.stop()
        self._frozen = ""
        self.preview.say_busy(tr("Opening …"))
        self.shown_changed.emit()
        self.read_wanted.emit()

    def _show_draft(self, draft: Draft, *, soon: bool) -> None:
        assert self.state is not None
        self.papers.setCurrentWidget(self.preview)
        self.page.show_draft(self.state, draft)
        self.details.setCurrentWidget(self.page)
        self.verdict.show_draft(draft, draft.problems)
        self.live.want(self.state.view.inspection.id, draft.kind, draft.issued_on, soon=soon)
        self.shown_changed.emit()

    def _on_rendered(self, kind: DocumentKind, preview: Preview) -> None:
        draft = self.draft
        if draft is not None and draft.kind is kind:
            self.preview.show_pdf(preview.pdf, word=tr("Draft, not in force"))

    def _on_not_rendered(self, kind: DocumentKind, problems: tuple[Problem, ...]) -> None:
        draft = self.draft
        if draft is not None and draft.kind is kind:
            self.preview.show_nothing("\n".join(sentence(problem) for problem in problems))
            self.verdict.show_draft(draft, problems)

    def _on_document(self, document_id: str) -> None:
        document = self.document
        if document is None or document.id != document_id or self.state is None:
            return
        self.page.flush()
        self.live.stop()
        self.details.setCurrentWidget(self.issued_area)
        self.issued.show_document(self.state, document)
        self.verdict.show_draft(None, ())
        if self._frozen != document_id:
            self._frozen = document_id
            self.papers.setCurrentWidget(self.preview)
            self.show_pages()
        self.shown_changed.emit()

    def show_pages(self) -> None:
        """Show the frozen pages of the issued document."""
        document = self.document
        if document is not None:
            self._jobs.run_slow(
                self,
                partial(_frozen, self._ws, document.id),
                then=partial(self._on_frozen, document),
                refused=partial(self._on_broken, document),
            )

    def _on_frozen(self, document: OfficialDocument, data: bytes) -> None:
        if self.document is not None and self.document.id == document.id:
            self.issued.say_whole()
            self.preview.show_pdf(data, word=word(document.state), keep_place=False)

    def _on_broken(self, document: OfficialDocument, problems: tuple[Problem, ...]) -> None:
        if self.document is not None and self.document.id == document.id:
            words = "\n".join(sentence(problem) for problem in problems)
            self.preview.show_nothing(words)
            self.issued.say_broken(words)
            self.shown_changed.emit()

    def _show_attached(self, pages: list[bytes], file: Attachment) -> None:
        """Show the pages of an attached file where the document's own stand."""
        if self.document is not None and self.document.id == file.document_id:
            self.papers.setCurrentWidget(self.attachment)
            self.attachment.show_pages(pages, file.file_name)

    def _back_to_pages(self) -> None:
        self.papers.setCurrentWidget(self.preview)
        self.issued.attached.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_form_shown(self) -> None:
        """Bring the form of a service into view."""
        bar, top = self.issued_area.verticalScrollBar(), self.issued.served.y()
        bar.setMaximum(max(bar.maximum(), top))
        bar.setValue(top)

    # What a person does

    def _on_day(self, day: date) -> None:
        if self.state is not None and self.draft is not None:
            self._days[self.state.view.inspection.id, self.draft.kind] = day
            self.read_wanted.emit()

    def forget_day(self, inspection_id: str, kind: DocumentKind) -> None:
        """Begin the next document of this kind with the day of today."""
        self._days.pop((inspection_id, kind), None)

    def _on_reason(self, places: tuple[Place, ...], reason: str) -> None:
        if self.state is None:
            return
        for rule, where in places:
            inspection_id = self.state.view.inspection.id
            self._jobs.run_write(
                self,
                partial(pass_rule, self._ws, inspection_id, rule, where, reason),
                refused=self.verdict.say_refused,
            )

    def _on_entered(self) -> None:
        """Enter in the list: on to the page."""
        target = self.issued.print_button if self.document is not None else self.page.focus_part()
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def jump(self, problem: Problem) -> None:
        """Go to the place where a problem is mended: here if it is here."""
        if self.state is None:
            return
        place = place_of(problem, self.state)
        kind, _, rest = place.partition(":")
        if kind == "document":
            self.list.choose(ISSUED + rest)
        elif kind == "documents":
            if not rest or not self._jump_to_kind(DocumentKind(rest)):
                self.page.focus_part().setFocus(Qt.FocusReason.OtherFocusReason)
        elif place and not self.page.jump(place):
            self.jump_wanted.emit(place)

    def _jump_to_kind(self, kind: DocumentKind) -> bool:
        return self.list.choose(DRAFT + kind)

    def next_part(self) -> None:
        """Move the focus to the next part of the page."""
        is_issued = self.details.currentWidget() is self.issued_area
        middle = self.issued.print_button if is_issued else self.page.focus_part()
        parts = [self.list.list, middle, self.preview.pages, self.verdict.problems.view, self.verdict.reason.edit]
        seen = [part for part in parts if part.isVisibleTo(self)]
        focused = self.focusWidget()
        within = [self.list, self.details, self.preview, self.verdict.problems, self.verdict.reason]
        places = {id(part): area for part, area in zip(parts, within, strict=True)}
        at = next((n for n, part in enumerate(seen) if focused and places[id(part)].isAncestorOf(focused)), -1)
        seen[(at + 1) % len(seen)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _frozen(ws: Workspace, document_id: str, report: Report) -> bytes:
    del report
    return documents.document_pdf(ws, document_id)
