# SPDX-License-Identifier: MulanPSL-2.0
"""案卷: the page of a case in three parts: its review, its files, and giving it out and filing it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import attachments, inspections
from inspector_app.ledgers.attachments import AttachmentRow
from inspector_app.operations.review.review import Review, review
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.case_closing import CaseClosing
from inspector_app.ui.widgets.case_files import CaseFiles
from inspector_app.ui.widgets.case_review import ReviewPage
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

HERE = frozenset({"attachments", "attachment"})  # places of problems that are on this page


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is read of a case besides its review, which may take longer."""

    inspection: Inspection
    files: tuple[AttachmentRow, ...]
    documents: tuple[tuple[str, str], ...]  # id and name of the valid ones


def read_case(ws: Workspace, inspection_id: str) -> Case:
    """Read a case. Refuses NOT_FOUND."""
    view = inspections.view(ws, inspection_id)
    names = tuple((d.id, f"{ws.law.documents.name(d.kind)} {d.number}") for d in view.documents if d.is_valid)
    return Case(inspection=view.inspection, files=attachments.rows(ws, inspection_id), documents=names)


class CasePanel(FreshWidget):
    """Shows one case and reads it again by itself when something in it was touched."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"organ", "officers", "enterprises", "inspections", "inspection_packs", "inspection_people", "answers",
         "findings", "photos", "number_blocks", "number_gaps", "documents", "document_lines", "rule_passes",
         "form_confirmations", "order_lives", "order_events", "services", "attachments", "reinspections", "verdicts",
         "sign_offs", "follow_ups", "follow_up_events"}
    )  # fmt: skip
    jump_wanted = Signal(str)  # where a problem is mended, outside this page
    said = Signal(str, str)  # words, tone

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.inspection_id = ""
        self.review = ReviewPage(ws, jobs)
        self.files = CaseFiles(ws, jobs, ask)
        self.closing = CaseClosing(ws, jobs, ask)
        self.parts = (self.review, self.files, self.closing)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for part in self.parts:
            self.tabs.addTab(part, "")
            part.jump_wanted.connect(self._on_jump)
        self._show_titles(0, 0)
        self.review.review_wanted.connect(self.refresh)
        for speaker in (self.files, self.closing):
            speaker.said.connect(self.said)
        for n, shown in enumerate(self.parts):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Alt+{n + 1}"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, one=shown: self.show_part(one))
            self.addAction(action)
        jobs.changed.connect(self.on_changed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.tabs)

    # What is shown

    def show_case(self, inspection_id: str) -> None:
        """Show a case; one that is shown already stays as it is and is read again."""
        if inspection_id != self.inspection_id:
            self.flush()
            self.inspection_id = inspection_id
            for part in self.parts:
                part.clear()
            self._show_titles(0, 0)
            self.tabs.setCurrentWidget(self.review)
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the case and review it."""
        self.reading()
        wanted = self.inspection_id
        if not wanted:
            return
        refused = partial(self._on_refused, wanted)
        self._jobs.run_read(self, partial(read_case, self._ws, wanted), then=self._show, refused=refused, key="case")
        self._jobs.run_read(
            self, partial(review, self._ws, wanted), then=self._show_review, refused=refused, key="case review"
        )

    def flush(self) -> None:
        """Keep what was typed a moment ago."""
        self.review.flush()

    def show_part(self, part: ReviewPage | CaseFiles | CaseClosing) -> None:
        """Show one of the parts and put the focus into it."""
        self.tabs.setCurrentWidget(part)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        current = next((part for part in self.parts if part is self.tabs.currentWidget()), None)
        if current is not None:
            current.focus_first()

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this page."""
        return [
            ("Alt+1 … 3", tr("Review, files, export and filing")),
            ("Enter", tr("In the review: to the reason of a warning, else to the place where it is mended")),
            ("← / →", tr("In the list: fold or unfold a head")),
        ]

    def _show(self, case: Case) -> None:
        if case.inspection.id == self.inspection_id:
            self.files.show_files(case.inspection.id, case.files, case.documents)
            self.closing.show_inspection(case.inspection)
            self._show_titles(None, len(case.files))

    def _show_review(self, found: Review) -> None:
        if found.inspection_id == self.inspection_id:
            self.review.show_review(found)
            self.closing.show_review(found)
            self._show_titles(sum(result.is_open for result in found.results), None)

    def _on_refused(self, inspection_id: str, problems: tuple[Problem, ...]) -> None:
        if inspection_id == self.inspection_id:
            self.review.show_refused(problems)
            self.closing.show_review(None)
            self._show_titles(0, None)

    def _show_titles(self, still_open: int | None, files: int | None) -> None:
        """Name the parts, with how much is in them; None leaves a number as it is."""
        counts = (still_open, files, 0)
        titles = (tr("Case review"), tr("Files of the case"), tr("Export and filing"))
        for n, (title, count) in enumerate(zip(titles, counts, strict=True)):
            if count is not None:
                self.tabs.setTabText(n, f"{title} {count}" if count else title)

    def _on_jump(self, where: str) -> None:
        kind, _, rest = where.partition(":")
        if kind in HERE:
            self.show_part(self.files)
            self.files.show_file(rest)
        else:
            self.jump_wanted.emit(where)
