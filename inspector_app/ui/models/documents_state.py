# SPDX-License-Identifier: MulanPSL-2.0
"""Which documents an inspection has, which may be made now and why not yet: read once, shown in several places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.finding import Finding, FindingStatus
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.numbering import format_number
from inspector_app.domain.organ import Organ
from inspector_app.domain.problems import Problem, Refused, blocking
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers import organs
from inspector_app.ledgers.documents import DocumentRow
from inspector_app.ledgers.inspections import InspectionRow, InspectionView
from inspector_app.operations import documents
from inspector_app.workspace import Workspace

LAW_ORDER = (DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that may be made: which number it would get, and what is missing."""

    kind: DocumentKind
    number: str
    problems: tuple[Problem, ...]

    @property
    def may_be_issued(self) -> bool:
        """Whether nothing stands in the way."""
        return not blocking(self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsState:
    """Everything that the documents screen knows of one inspection."""

    view: InspectionView
    today: date
    chosen: frozenset[str]  # findings that the order in the making takes
    drafts: Mapping[DocumentKind, Draft]
    copies: Mapping[DocumentKind, int]  # that each form wants

    @property
    def is_finished(self) -> bool:
        """Whether the inspection has ended."""
        return self.view.inspection.state is InspectionState.FINISHED

    @property
    def waiting(self) -> tuple[Finding, ...]:
        """The findings that no order has yet."""
        return tuple(f for f in self.view.findings if f.status is FindingStatus.RECORDED)

    def issued(self, kind: DocumentKind) -> tuple[OfficialDocument, ...]:
        """Give the documents of a kind, void ones too, oldest first."""
        found = [document for document in self.view.documents if document.kind is kind]
        return tuple(sorted(found, key=lambda document: document.issued_at))

    def valid(self, kind: DocumentKind) -> tuple[OfficialDocument, ...]:
        """Give the documents of a kind that hold."""
        return tuple(document for document in self.issued(kind) if document.state is DocumentState.ISSUED)

    def document(self, document_id: str) -> OfficialDocument | None:
        """Give one of them."""
        return next((document for document in self.view.documents if document.id == document_id), None)

    def offers(self, kind: DocumentKind) -> bool:
        """Whether a document of the kind may still be made: one record, and orders while findings wait."""
        if kind is DocumentKind.INSPECTION_RECORD:
            return not self.valid(kind)
        return bool(self.waiting)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the screen shows without an inspection."""

    inspections: tuple[InspectionRow, ...]
    documents: tuple[DocumentRow, ...]


def read_overview(ws: Workspace) -> Overview:
    """Read the inspections to choose from and all documents ever issued."""
    return Overview(inspection_rows.rows(ws), document_rows.rows(ws))


def read_state(ws: Workspace, inspection_id: str) -> DocumentsState:
    """Read one inspection with what may be made of it; refuses NOT_FOUND, FORM_UNKNOWN, FORM_FAULTY."""
    view = inspection_rows.view(ws, inspection_id)
    organ = organs.organ(ws)
    state = DocumentsState(
        view=view,
        today=ws.today(),
        chosen=frozenset(documents.chosen_ids(ws, inspection_id, DocumentKind.RECTIFICATION_ORDER)),
        drafts={},
        copies={kind: ws.form(kind).copies for kind in LAW_ORDER},
    )
    drafts = {kind: _draft(ws, organ, inspection_id, kind) for kind in LAW_ORDER if state.offers(kind)}
    return replace(state, drafts=drafts)


def _draft(ws: Workspace, organ: Organ | None, inspection_id: str, kind: DocumentKind) -> Draft:
    try:
        problems = documents.document_problems(ws, inspection_id, kind)
    except Refused as refused:
        problems = refused.problems
    number = ""
    if organ is not None:
        word, year = organ.numbering_word + ws.form(kind).number_word, ws.today().year
        blocks = [block for block in organs.number_state(ws) if (block.word, block.year) == (word, year)]
        serials = [block.next for block in blocks if block.next is not None]
        number = format_number(organ.short_name, word, year, min(serials, default=1))
    return Draft(kind=kind, number=number, problems=problems)
