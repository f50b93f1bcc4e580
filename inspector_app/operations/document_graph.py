# SPDX-License-Identifier: MulanPSL-2.0
"""Which document may follow which (handbook 2.7): what a kind rests on, to what it refers, what it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentDraft, DocumentKind, OfficialDocument
from inspector_app.domain.finding import FINDING_LIFE, Finding, FindingStatus, FindingVerb, Grade
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, blocking, refuse
from inspector_app.law.documents import ANY, DocumentLaw, Follows, KindLaw, Takes
from inspector_app.operations.score_facts import is_offered
from inspector_app.storage import documents, findings, inspections, organs
from inspector_app.workspace import Workspace

RESTS_ON_VISIT = frozenset({DocumentKind.INSPECTION_RECORD, DocumentKind.HAZARD_NOTICE})
_NOT_TAKEN_BY_ITSELF = frozenset({FindingStatus.FIXED_ON_SITE, FindingStatus.ORDERED, FindingStatus.EXTENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindState:
    """One kind of document of an inspection: may it be made now, and if not, why."""

    law: KindLaw
    issued: tuple[OfficialDocument, ...]  # of this kind, void ones too
    problems: tuple[Problem, ...]  # what the graph says; the rest is said when it is written

    @property
    def kind(self) -> DocumentKind:
        """Which kind."""
        return self.law.kind

    @property
    def may_begin(self) -> bool:
        """Whether it may be begun now."""
        return not blocking(self.problems)


def kinds_for(ws: Workspace, inspection_id: str) -> tuple[KindState, ...]:
    """Give the documents that this organ may make of an inspection, in the order in which the law wants them."""
    law = ws.law.documents
    with ws.reader() as db:
        organ = organs.get_organ(db)
        inspection = inspections.get_inspection(db, inspection_id)
        if organ is None or inspection is None:
            kind = "organ" if organ is None else "inspection"
            refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": kind, "id": inspection_id[:80]})])
            raise AssertionError
        issued = documents.list_documents(db, inspection_id)
        own = findings.list_findings(db, inspection_id)
    return tuple(
        KindState(
            law=kind,
            issued=tuple(d for d in issued if d.kind is kind.kind),
            problems=tuple(graph_problems(law, kind, issued, inspection.state, taken(kind, own, None))),
        )
        for kind in law.kinds.values()
        if (kind.is_for(organ) and is_offered(ws, inspection, kind.kind)) or any(d.kind is kind.kind for d in issued)
    )


def graph_problems(
    law: DocumentLaw,
    kind: KindLaw,
    issued: Sequence[OfficialDocument],
    state: InspectionState,
    lines: Sequence[Finding],
) -> Iterator[Problem]:
    """Say what is missing before a document: DOCUMENT_NEEDS, DOCUMENT_EXISTS, INSPECTION_NOT_FINISHED."""
    valid = [d for d in issued if d.is_valid]
    same = [d for d in valid if d.kind is kind.kind]
    if same and not (kind.many and (kind.takes is Takes.NONE or lines)):
        fields = {"kind": kind.kind.value, "number": same[-1].number}
        yield Problem(code=ProblemCode.DOCUMENT_EXISTS, where=f"document:{same[-1].id}", fields=fields)
    if kind.kind in RESTS_ON_VISIT and not state.is_over:
        yield Problem(code=ProblemCode.INSPECTION_NOT_FINISHED, where="inspection")
    for group in kind.needs:
        if not any(d.kind.value in group or ANY in group for d in valid):
            wanted = "、".join(law.name(name) for name in group if law_allows(law, name, kind)) or ""
            fields = {"kind": kind.name, "needs": wanted, "reason": kind.reason}
            where = f"documents:{group[0]}" if group[0] != ANY else "documents"
            yield Problem(code=ProblemCode.DOCUMENT_NEEDS, where=where, fields=fields)


def law_allows(law: DocumentLaw, name: str, kind: KindLaw) -> bool:
    """Whether a needed kind is used by one of the departments that use this one."""
    if name == ANY:
        return False
    return bool(set(law.of(DocumentKind(name)).sectors) & set(kind.sectors))


def candidates(kind: KindLaw, issued: Sequence[OfficialDocument]) -> tuple[OfficialDocument, ...]:
    """Give the valid documents to which one of this kind may refer."""
    return tuple(d for d in issued if d.is_valid and d.kind in kind.refers_to)


def referred(kind: KindLaw, draft: DocumentDraft, issued: Sequence[OfficialDocument]) -> OfficialDocument | None:
    """Give the document that is referred to: the chosen one, else the only one there is."""
    found = candidates(kind, issued)
    chosen = next((d for d in found if d.id == draft.refers_to), None)
    if chosen is not None:
        return chosen
    return found[-1] if len(found) == 1 or (found and _is_one(found)) else None


def _is_one(found: Sequence[OfficialDocument]) -> bool:
    """Whether all are inspection records or approvals, of which the last one counts."""
    counting = {DocumentKind.INSPECTION_RECORD, DocumentKind.INSPECTION_APPROVAL, DocumentKind.CASE_APPROVAL}
    return {d.kind for d in found} <= counting


def reference_problems(
    law: DocumentLaw, kind: KindLaw, draft: DocumentDraft, issued: Sequence[OfficialDocument]
) -> Iterator[Problem]:
    """Say that a person must choose to which of several documents this one refers: REFERENCE_NEEDED."""
    found = candidates(kind, issued)
    if found and referred(kind, draft, issued) is None:
        fields = {"kind": kind.name, "needs": "、".join(f"{law.name(d.kind)} {d.number}" for d in found)}
        yield Problem(code=ProblemCode.REFERENCE_NEEDED, where="refers_to", fields=fields)


def taken(
    kind: KindLaw, own: Sequence[Finding], draft: DocumentDraft | None, referred_lines: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Give the findings on the lines: the record all, others those not left out.

    Where nobody chose, an order takes what waits for one, a measure what is major or calls for a stop.
    `referred_lines` are the findings of the document referred to; what is settled of them is left out.
    """
    may = may_take(kind, own, referred_lines)
    if kind.takes is not Takes.SOME:
        return may
    if draft is not None and draft.left_out is not None:
        return tuple(f for f in may if f.id not in draft.left_out)
    if kind.follows is Follows.MEASURE:
        return tuple(f for f in may if f.grade is Grade.MAJOR or f.deadline_class is DeadlineClass.STOP)
    if kind.follows is Follows.NOTHING:
        return may
    return tuple(f for f in may if f.status not in _NOT_TAKEN_BY_ITSELF)


def may_take(kind: KindLaw, own: Sequence[Finding], referred_lines: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Give every finding that could stand on a line of this kind."""
    live = [f for f in own if f.status.is_live]
    if kind.takes is Takes.NONE:
        return ()
    if kind.takes is Takes.ALL:
        return tuple(live)
    still_open = [f for f in live if f.status not in (FindingStatus.VERIFIED, FindingStatus.CLOSED)]
    if kind.takes is Takes.REFERRED:
        by_id = {f.id: f for f in still_open}
        return tuple(by_id[name] for name in referred_lines if name in by_id)
    if kind.follows is Follows.NOTHING:
        return tuple(still_open)
    verb = FindingVerb.MEASURE if kind.follows is Follows.MEASURE else FindingVerb.ORDER
    return tuple(f for f in live if FINDING_LIFE.may(f.status, verb))
