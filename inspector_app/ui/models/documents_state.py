# SPDX-License-Identifier: MulanPSL-2.0
"""Which documents an inspection has and which this organ may make; of the one that is shown, everything.

`kinds_for` says in one read what the graph of documents allows; what stands in the way in detail (fields, findings,
rules) is asked only for the document that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.finding import Finding
from inspector_app.domain.numbering import number_of
from inspector_app.domain.organ import SerialMode
from inspector_app.domain.problems import Problem, ProblemCode, Refused, blocking
from inspector_app.domain.review import RulePass
from inspector_app.law.documents import Follows, KindLaw, Takes
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers import organs
from inspector_app.ledgers.documents import DocumentRow
from inspector_app.ledgers.inspections import InspectionRow, InspectionView
from inspector_app.ledgers.papers import Papers, papers
from inspector_app.operations import document_drafts, documents
from inspector_app.operations.document_drafts import Page
from inspector_app.operations.document_graph import KindState, kinds_for
from inspector_app.operations.numbers import word_of
from inspector_app.operations.rule_reasons import needing, rule_of
from inspector_app.wording import word
from inspector_app.workspace import Workspace

DRAFT, ISSUED = "draft:", "document:"  # the ids of the rows: `draft:KIND`, `document:ID`


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that is being written: its page, which number it would get, and what is missing."""

    law: KindLaw
    number: str  # empty where it is known only at the issue
    issued_on: date
    page: Page
    problems: tuple[Problem, ...]
    unexplained: tuple[Problem, ...]  # warnings of rules that pass only with a reason and have none yet
    reasons: Mapping[tuple[str, str], RulePass]  # by rule and place

    @property
    def kind(self) -> DocumentKind:
        """Which kind."""
        return self.law.kind

    @property
    def may_be_issued(self) -> bool:
        """Whether nothing stands in the way."""
        return not blocking(self.problems) and not self.unexplained


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsState:
    """Everything that the documents screen knows of one inspection."""

    view: InspectionView
    now: datetime
    kinds: tuple[KindState, ...]  # in the order of the law
    papers: Papers
    copies: Mapping[DocumentKind, int]  # that the form of an issued document wants
    shown: str  # the row that is shown
    draft: Draft | None  # of the shown row

    @property
    def today(self) -> date:
        """The day of the laptop."""
        return self.now.date()

    @property
    def is_finished(self) -> bool:
        """Whether the visit has ended."""
        return self.view.inspection.state.is_over

    def kind(self, kind: DocumentKind) -> KindState | None:
        """Give the state of a kind that this organ uses."""
        return next((state for state in self.kinds if state.kind is kind), None)

    def valid(self, kind: DocumentKind) -> tuple[OfficialDocument, ...]:
        """Give the documents of a kind that hold."""
        return tuple(d for d in self.view.documents if d.kind is kind and d.state is DocumentState.ISSUED)

    def document(self, document_id: str) -> OfficialDocument | None:
        """Give one of them."""
        return next((document for document in self.view.documents if document.id == document_id), None)

    def findings(self, ids: Sequence[str]) -> tuple[Finding, ...]:
        """Give findings by their ids, in the order of the inspection."""
        wanted = set(ids)
        return tuple(f for f in self.view.findings if f.id in wanted)

    @property
    def waiting(self) -> tuple[Finding, ...]:
        """The findings on which nothing has been decided yet."""
        return tuple(f for f in self.view.live_findings if f.status.may_be_ordered)

    def offers(self, state: KindState) -> bool:
        """Whether a document of a kind may be begun, or waits for what has to come before."""
        return not any(problem.code is ProblemCode.DOCUMENT_EXISTS for problem in state.problems)

    def is_at_the_gate(self, state: KindState) -> bool:
        """Whether it is what an inspector makes of every visit: the record, and what orders its findings."""
        return state.law.takes is Takes.ALL or state.law.follows is Follows.ORDER


MOST_DOCUMENTS = 200  # in the list beside the search; the ledger of documents has them all


@dataclass(frozen=True, slots=True)
class Overview:
    """What the screen shows without an inspection."""

    inspections: tuple[InspectionRow, ...]
    documents: tuple[DocumentRow, ...]
    found: int = 0  # documents that fit the search; the list shows the newest of them


def read_overview(ws: Workspace, search: str = "") -> Overview:
    """Read the inspections to go on with and the newest documents that fit a search."""
    words = search.lower().split()
    kinds = {one: [kind for kind in DocumentKind if one in word(kind).lower()] for one in words}
    documents, found = document_rows.search(ws, words, kinds, limit=MOST_DOCUMENTS)
    return Overview(inspection_rows.current(ws), documents, found)


def read_state(
    ws: Workspace, inspection_id: str, wanted: str = "", issued_on: Mapping[DocumentKind, date] | None = None
) -> DocumentsState:
    """Read one inspection and the row that is wanted (else the first to do). Refuses NOT_FOUND."""
    view = inspection_rows.view(ws, inspection_id)
    kinds, kept = kinds_for(ws, inspection_id), papers(ws, inspection_id)
    state = DocumentsState(
        view=view, now=ws.now(), kinds=kinds, papers=kept, copies=_copies(ws, view), shown="", draft=None
    )
    shown = wanted if _is_there(state, wanted) else first_to_do(state)
    draft = None
    if shown.startswith(DRAFT):
        kind = DocumentKind(shown.removeprefix(DRAFT))
        found = state.kind(kind)
        assert found is not None, "it is there"
        on = (issued_on or {}).get(kind, state.today)
        draft = read_draft(ws, inspection_id, found.law, on, kept.passes)
    return DocumentsState(
        view=view, now=state.now, kinds=kinds, papers=kept, copies=state.copies, shown=shown, draft=draft
    )


def _is_there(state: DocumentsState, row_id: str) -> bool:
    if row_id.startswith(ISSUED):
        return state.document(row_id.removeprefix(ISSUED)) is not None
    if row_id.startswith(DRAFT):
        kind = state.kind(DocumentKind(row_id.removeprefix(DRAFT)))
        return kind is not None and state.offers(kind)
    return False


def first_to_do(state: DocumentsState) -> str:
    """Give the row to begin with: the record, then what orders the findings that wait, else the last document."""
    gate = [k for k in state.kinds if state.is_at_the_gate(k) and state.offers(k)]
    for kind in gate:
        if kind.law.takes is Takes.ALL or state.waiting:
            return DRAFT + kind.kind
    if state.view.documents:
        return ISSUED + max(state.view.documents, key=lambda d: d.issued_at).id
    return next((DRAFT + k.kind for k in (*gate, *state.kinds) if state.offers(k)), "")


def _copies(ws: Workspace, view: InspectionView) -> Mapping[DocumentKind, int]:
    found: dict[DocumentKind, int] = {}
    for kind in {document.kind for document in view.documents}:
        try:
            found[kind] = ws.form(kind).copies
        except Refused:  # a form that was broken since is told where a document of it is made
            found[kind] = 1
    return found


def read_draft(ws: Workspace, inspection_id: str, law: KindLaw, issued_on: date, passes: Sequence[RulePass]) -> Draft:
    """Read the page of a kind and what stands in the way of its issue; a faulty form is one of the problems."""
    page = Page(kind=law.kind, specs=(), values={}, written={}, may_refer_to=(), refers_to="", takes=(), may_take=())
    number = ""
    try:
        page = document_drafts.draft_page(ws, inspection_id, law.kind, issued_on)
        number = _number(ws, law.kind, issued_on)
        problems = documents.document_problems(ws, inspection_id, law.kind, issued_on)
    except Refused as refused:
        problems = refused.problems
    reasons = {(p.rule, p.where): p for p in passes}
    unexplained = tuple(p for p in needing(problems) if (rule_of(p), p.where) not in reasons)
    return Draft(
        law=law, number=number, issued_on=issued_on, page=page, problems=problems, unexplained=unexplained,
        reasons=reasons,
    )  # fmt: skip


def _number(ws: Workspace, kind: DocumentKind, on: date) -> str:
    """Give the number that comes next; nothing where papers of a case share a serial: then the issue decides."""
    organ, form = organs.organ(ws), ws.form(kind)
    if organ is None or (organ.serial_mode is SerialMode.PER_CASE and not form.own_series):
        return ""
    word = word_of(organ, form)
    blocks = [block for block in organs.number_state(ws) if (block.word, block.year) == (word, on.year)]
    serials = [block.next for block in blocks if block.next is not None]
    if not serials and blocks:
        return ""  # used up, or the office has to give out more
    return number_of(
        form.number_pattern, short_name=organ.short_name, numbering_word=organ.numbering_word, word=form.number_word,
        year=on.year, serial=min(serials, default=1),
    )  # fmt: skip
