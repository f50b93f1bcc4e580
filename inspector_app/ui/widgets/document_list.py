# SPDX-License-Identifier: MulanPSL-2.0
"""The documents of one inspection in the order that the law wants, each with its state and why not yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.ui import theme
from inspector_app.ui.models.documents_state import LAW_ORDER, DocumentsState, Draft
from inspector_app.ui.widgets.row_list import Row, RowList, row_height
from inspector_app.wording import tr, word

MOST_ROWS = 5
LARGE = 1.3  # letters from here on leave room for one row and a half: that there are more is seen
DRAFT, ISSUED, NONE = "draft:", "document:", "none:"


class DocumentList(QWidget):
    """One row for each issued document and each that may still be made."""

    draft_shown = Signal(object)  # DocumentKind
    document_shown = Signal(str)  # document id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = RowList(tr("Documents of this inspection"))
        self.list.row_shown.connect(self._on_shown)
        self._quiet = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)

    def show_state(self, state: DocumentsState) -> None:
        """Show the documents of an inspection; the current row stays if it is still there."""
        rows = [row for kind in LAW_ORDER for row in _rows_of(state, kind)]
        kept = self.list.current_id()
        self._quiet = True
        self.list.put(rows)
        self._quiet = False
        high = row_height(two_lines=True)
        whole = high * min(len(rows), MOST_ROWS) + theme.dp(8)
        self.list.setMaximumHeight(whole)
        self.list.setMinimumHeight(whole if theme.scale() < LARGE else min(whole, high * 3 // 2))
        if self.list.current_id() != kept:
            self._on_shown(self.list.current_id())

    def current(self) -> str:
        """Give the id of the current row: `draft:KIND`, `document:ID` or `none:KIND`."""
        return self.list.current_id()

    def choose(self, row_id: str) -> bool:
        """Make a row the current one."""
        return self.list.show_row(row_id)

    def choose_first_to_do(self) -> None:
        """Go to the first document that waits to be made, else to the last one."""
        rows = self.list.rows.rows
        wanted = next((row.id for row in rows if row.id.startswith(DRAFT)), rows[-1].id if rows else "")
        if wanted:
            self.choose(wanted)

    def _on_shown(self, row_id: str) -> None:
        if self._quiet:
            return
        if row_id.startswith(DRAFT):
            self.draft_shown.emit(DocumentKind(row_id.removeprefix(DRAFT)))
        elif row_id.startswith(ISSUED):
            self.document_shown.emit(row_id.removeprefix(ISSUED))


def _rows_of(state: DocumentsState, kind: DocumentKind) -> Sequence[Row]:
    rows = [_issued_row(document) for document in state.issued(kind)]
    draft = state.drafts.get(kind)
    if draft is not None:
        rows.append(_draft_row(state, draft))
    elif not rows:
        rows.append(
            Row(
                id=NONE + kind,
                title=word(kind),
                detail=tr("Nothing was found that must be mended"),
                chip=tr("Not needed"),
                icon="documents",
            )
        )
    return rows


def _issued_row(document: OfficialDocument) -> Row:
    is_void = document.state is DocumentState.VOID
    printed = tr("printed {count} times", count=document.copies_printed) if document.copies_printed else ""
    parts = (document.number, document.issued_on.isoformat(), "" if is_void else printed)
    return Row(
        id=ISSUED + document.id,
        title=word(document.kind),
        detail=" · ".join(part for part in parts if part),
        chip=word(document.state),
        chip_role="muted" if is_void else "ok",
        icon="documents",
        icon_role="muted" if is_void else "accent",
    )


def _draft_row(state: DocumentsState, draft: Draft) -> Row:
    stops = blocking(draft.problems)
    ready = not stops
    if state.valid(draft.kind) and not state.chosen:
        return Row(
            id=DRAFT + draft.kind,
            title=tr("Another {kind}", kind=word(draft.kind)),
            detail=tr("{count} findings stand in no order yet", count=len(state.waiting)),
            chip=tr("If needed"),
            icon="add",
            icon_role="accent",
        )
    return Row(
        id=DRAFT + draft.kind,
        title=word(draft.kind),
        detail=_ready_words(state, draft) if ready else why_not(stops),
        chip=tr("May be issued") if ready else tr("Not yet"),
        chip_role="accent" if ready else "warn",
        icon="edit",
        icon_role="accent",
    )


def _ready_words(state: DocumentsState, draft: Draft) -> str:
    if draft.kind is DocumentKind.RECTIFICATION_ORDER:
        return tr("takes {count} of {all} findings", count=len(state.chosen), all=len(state.waiting))
    return tr("{count} findings", count=len(state.view.live_findings))


def why_not(stops: Sequence[Problem]) -> str:
    """Say in a few words why a document cannot be issued yet; the whole list stands beside the preview."""
    codes = {problem.code for problem in stops}
    if ProblemCode.INSPECTION_NOT_FINISHED in codes:
        return tr("Finish the inspection first")
    if ProblemCode.ORGAN_INCOMPLETE in codes:
        return tr("Fill in your organ in the settings first")
    if ProblemCode.NO_FINDINGS_CHOSEN in codes:
        return tr("No finding is chosen")
    return tr("{count} things must be mended first", count=len(stops))
