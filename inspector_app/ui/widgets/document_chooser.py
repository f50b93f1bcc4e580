# SPDX-License-Identifier: MulanPSL-2.0
"""Without an inspection at hand: which one to make documents of, and every document ever issued."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from inspector_app.domain.document import DocumentState
from inspector_app.domain.inspection import InspectionState
from inspector_app.ledgers.documents import DocumentRow
from inspector_app.ledgers.inspections import InspectionRow
from inspector_app.ui import theme
from inspector_app.ui.models.documents_state import Overview
from inspector_app.ui.widgets.page import Card, EmptyState
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word


class DocumentChooser(QWidget):
    """Two lists; Enter opens."""

    inspection_chosen = Signal(str)
    document_chosen = Signal(str, str)  # inspection, document

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview = Overview((), ())
        self.inspections = RowList(tr("Inspections"))
        self.documents = RowList(tr("Issued documents"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number, enterprise or kind"))
        self.search.setAccessibleName(tr("Search the issued documents"))
        self.search.setClearButtonEnabled(True)
        self.no_inspection = EmptyState(
            "inspection", tr("No inspection yet"), tr("Documents are made from the findings of an inspection.")
        )
        self.no_document = EmptyState("documents", tr("No document has been issued yet"))
        self.left = Card(tr("Make documents for"))
        self.right = Card(tr("Issued documents"))
        self._left_stack = _stacked(self.inspections, self.no_inspection)
        self._right_stack = _stacked(self.documents, self.no_document)
        self.left.add(self._left_stack, 1)
        self.right.add(self.search)
        self.right.add(self._right_stack, 1)
        for made in (self.inspections, self.documents):
            made.setObjectName("cardList")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(16))
        box.addWidget(self.left, 1)
        box.addWidget(self.right, 1)
        self.inspections.row_chosen.connect(self.inspection_chosen)
        self.documents.row_chosen.connect(self._on_document)

    def show_overview(self, overview: Overview) -> None:
        """Show what there is."""
        self._overview = overview
        self.inspections.put([_inspection_row(shown) for shown in overview.inspections])
        self._left_stack.setCurrentIndex(0 if overview.inspections else 1)
        self.left.note.setText(str(len(overview.inspections) or ""))
        self._show_documents()
        if overview.inspections and not self.inspections.currentIndex().isValid():
            self.inspections.step(1)

    def _show_documents(self) -> None:
        shown, found = self._overview.documents, self._overview.found
        self.documents.put([_document_row(one) for one in shown])
        if self.search.text().strip():
            self.no_document.say(tr("No issued document fits the search"))
        else:
            self.no_document.say(tr("No document has been issued yet"))
        self._right_stack.setCurrentIndex(0 if shown else 1)
        part = tr("newest {count} of {found}", count=len(shown), found=found)
        self.right.note.setText(part if found > len(shown) else str(found or ""))

    def _on_document(self, document_id: str) -> None:
        row = next((r for r in self._overview.documents if r.document.id == document_id), None)
        if row is not None:
            self.document_chosen.emit(row.document.inspection_id, document_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A slash goes to the search."""
        if event.text() == "/":
            self.search.setFocus()
            return
        super().keyPressEvent(event)


def _inspection_row(shown: InspectionRow) -> Row:
    finished = shown.state is InspectionState.FINISHED
    parts = (shown.started_at.strftime("%Y-%m-%d"), shown.packs_title)
    return Row(
        id=shown.id,
        title=shown.enterprise_name,
        detail=" · ".join(part for part in parts if part),
        side=tr("{count} findings", count=shown.findings),
        chip=word(shown.state),
        chip_role="ok" if finished else "accent",
        icon="inspection",
        icon_role="accent",
        action=tr("Open"),
    )


def _document_row(shown: DocumentRow) -> Row:
    document = shown.document
    is_void = document.state is DocumentState.VOID
    return Row(
        id=document.id,
        title=f"{word(document.kind)} {document.number}",
        detail=f"{shown.enterprise_name} · {document.issued_on.isoformat()}",
        chip=word(document.state) if is_void else "",
        chip_role="muted",
        icon="documents",
        icon_role="muted" if is_void else "accent",
        action=tr("Look"),
    )


def _stacked(filled: QWidget, empty: QWidget) -> QStackedWidget:
    made = QStackedWidget()
    made.addWidget(filled)
    made.addWidget(empty)
    return made
