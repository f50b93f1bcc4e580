# SPDX-License-Identifier: MulanPSL-2.0
"""Official documents: preview, issue in one transaction, print count, void. What is issued never changes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from inspector_app.documents.blocks import DocumentContent, canonical_json
from inspector_app.documents.fill import check_facts, fill
from inspector_app.documents.render import Rendered, missing_glyphs, render
from inspector_app.domain import texts
from inspector_app.domain.account import Act
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.finding import Photo
from inspector_app.domain.paper_seal import DocumentSeal, seal_text
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations import orders
from inspector_app.operations.clock import clock_problems
from inspector_app.operations.document_drafts import keep_in
from inspector_app.operations.document_facts import Gathered, gather, with_shown
from inspector_app.operations.document_graph import graph_problems, reference_problems
from inspector_app.operations.forms import open_parts
from inspector_app.operations.masked_copies import masked_pdf, need_originals
from inspector_app.operations.numbers import next_number_in
from inspector_app.operations.open_conflicts import conflict_problems
from inspector_app.operations.photo_evidence import photo_problems
from inspector_app.operations.photos import print_copy
from inspector_app.operations.review.issue import issue_problems
from inspector_app.operations.rule_reasons import Reasons, keep_passes_in, rule_of, without_reason
from inspector_app.operations.score_facts import score_problems
from inspector_app.operations.sealing import code_in, draft_stamp, sealed_in, stamp_of
from inspector_app.operations.signing import need_signer, sign_in
from inspector_app.storage import documents, inspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.protection import Unlocked
from inspector_app.workspace.reserve import need_room

ISSUE_NEEDS = 4_000_000  # bytes of a document with its pictures and rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A draft as it would be printed, and what stands in the way of issuing it."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]


def preview_document(ws: Workspace, inspection_id: str, kind: DocumentKind, issued_on: date | None = None) -> Preview:
    """Render the document with the draft mark; nothing is written."""
    on = issued_on or ws.today()
    with ws.reader() as db:
        gathered = gather(ws, db, inspection_id, kind, on)
        drafted, content = _draft(ws, db, gathered)
        problems = _problems(ws, db, gathered, confirm=False)
    missing = {p.fields.get("character", "") for p in drafted if p.code is ProblemCode.GLYPH_MISSING} - {""}
    if missing:
        content = fill(gathered.form, with_shown(gathered.facts, missing))
    rendered = render(gathered.form, content, _pictures(ws, gathered.photos), ws.fonts, draft_stamp())
    return Preview(pdf=rendered.pdf, pages=rendered.pages, problems=_ordered((*problems, *drafted)))


def document_problems(
    ws: Workspace,
    inspection_id: str,
    kind: DocumentKind,
    issued_on: date | None = None,
    *,
    confirm_unverified: bool = False,
) -> tuple[Problem, ...]:
    """Say what stands in the way of issuing, without rendering."""
    on = issued_on or ws.today()
    with ws.reader() as db:
        gathered = gather(ws, db, inspection_id, kind, on, confirm_unverified=confirm_unverified)
        problems = _problems(ws, db, gathered, confirm=confirm_unverified)
        drafted, _ = _draft(ws, db, gathered)
    return _ordered((*problems, *drafted))


def _problems(ws: Workspace, db: Database, gathered: Gathered, *, confirm: bool) -> tuple[Problem, ...]:
    """Say what the graph of documents and the rules find; the form has its own say in `_draft`."""
    law, state = ws.law.documents, gathered.inspection.state
    return (
        *graph_problems(law, gathered.law, gathered.issued, state, gathered.findings),
        *reference_problems(law, gathered.law, gathered.draft, gathered.issued),
        *issue_problems(ws, db, gathered, confirm=confirm),
        *conflict_problems(db, gathered),
        *score_problems(gathered.inspection, gathered.law.kind),
        *clock_problems(ws, gathered.facts.issued_on),
    )


def _draft(ws: Workspace, db: Database, gathered: Gathered) -> tuple[tuple[Problem, ...], DocumentContent]:
    """Fill the form as a draft, and say what the issue itself would refuse."""
    form = gathered.form
    as_issued = dataclasses.replace(gathered.facts, number="-", is_draft=False)
    missing = check_facts(form, as_issued)
    content = fill(form, gathered.facts)
    lost = photo_problems(ws, gathered.photos)
    return (*missing, *lost, *missing_glyphs(content, ws.fonts), *open_parts(ws, db, form)), content


def _ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """What blocks first; the same problem of the same place once, as the rule says it where form and rule do."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        facts = tuple(sorted((k, v) for k, v in problem.fields.items() if k not in ("rule", "sentence")))
        key = (
            problem.code,
            problem.where,
            facts if problem.code is not ProblemCode.RULE_BROKEN else problem.fields["sentence"],
        )
        if key not in seen or (rule_of(problem) and not rule_of(seen[key])):
            seen[key] = problem
    return tuple(sorted(seen.values(), key=lambda p: p.severity.value))


def issue_document(
    ws: Workspace,
    inspection_id: str,
    kind: DocumentKind,
    *,
    issued_on: date | None = None,
    confirm_unverified: bool = False,
    reasons: Mapping[str, str] | None = None,
    need_reasons: bool = False,
    fields: FieldValues | None = None,
    refers_to: str | None = None,
    reinspection_id: str | None = None,
    signers: Sequence[Unlocked] = (),
) -> Done[OfficialDocument]:
    """Issue a document in one transaction: checks, number, content, PDF, file, rows, journal.

    Refuses with every blocking problem of `document_problems`; then no number is used and nothing written is
    lost. An order or measure begins its life (handbook 4.4), its findings move on (4.3).

    `confirm_unverified` says that a person answers for the 待核 clauses, which are then printed; else they are
    left out. `reasons` say why warnings of the rules are passed (see `rule_reasons.Reasons`); with
    `need_reasons` a warning without one refuses the issue, else it stays open and the review shows it.
    `fields`, `refers_to` and `reinspection_id` are written into the draft before. `signers` have given their
    passwords: in protected data the person who issues signs (SIGNER_MISSING).
    """
    need_signer(ws, signers)
    need_room(ws.folder, ISSUE_NEEDS)
    on = issued_on or ws.today()
    with ws.reader() as db:  # pictures are slow: made before the write lock is taken
        photos = gather(ws, db, inspection_id, kind, on).photos
    _pictures(ws, photos)
    with ws.operation(Op.ISSUE_DOCUMENT) as step:
        keep_in(ws, step, inspection_id, kind, fields, refers_to, reinspection_id)
        confirm, given = confirm_unverified, Reasons(reasons or {})
        draft = gather(ws, step.db, inspection_id, kind, on, confirm_unverified=confirm)
        problems = (*_problems(ws, step.db, draft, confirm=confirm), *_draft(ws, step.db, draft)[0])
        refuse((*problems, *(without_reason(step.db, draft, problems, given) if need_reasons else ())))
        document = issued_in(ws, step, draft, confirm=confirm)
        keep_passes_in(step, document, problems, given, ws.actor)
        sign_in(ws, step, document, signers)
    return Done(value=document, changes=step.changes)


def issued_in(ws: Workspace, step: Step, draft: Gathered, *, confirm: bool = False) -> OfficialDocument:
    """Number, fill, print and keep a draft inside an open operation; whether it may be issued was asked before."""
    inspection_id, kind, on = draft.inspection.id, draft.facts.kind, draft.facts.issued_on
    word, serial, number = next_number_in(ws, step, draft.facts.organ, draft.form, inspection_id, on)
    made = gather(ws, step.db, inspection_id, kind, on, confirm_unverified=confirm, number=number)
    content = fill(made.form, made.facts)
    text = canonical_json(content)
    seal = code_in(ws, step.db, made.facts.number, hashlib.sha256(text.encode()).hexdigest())
    stamp = stamp_of(seal, made.facts.number, hashlib.sha256(text.encode()).hexdigest())
    rendered = render(made.form, content, _pictures(ws, made.photos), ws.fonts, stamp)
    document = _document(ws, step, made, text, rendered, word, serial, seal)
    _keep(ws, step, document, made)
    return document


def _document(
    ws: Workspace,
    step: Step,
    made: Gathered,
    text: str,
    rendered: Rendered,
    word: str,
    serial: int,
    seal: DocumentSeal,
) -> OfficialDocument:
    form = made.form
    stored = ws.files.keep(rendered.pdf)
    document = OfficialDocument(
        id=step.new_id(), inspection_id=made.inspection.id, kind=made.facts.kind, state=DocumentState.ISSUED,
        number=made.facts.number, word=word, year=made.facts.issued_on.year, serial=serial, form_id=form.id,
        form_version=form.version, form_sha256=form.sha256, issued_on=made.facts.issued_on, issued_at=step.now,
        content=text, content_sha256=hashlib.sha256(text.encode()).hexdigest(), sha256=stored.sha256,
        sm3=stored.sm3, pages=rendered.pages, bytes=stored.bytes,
        refers_to=made.referred.id if made.referred else "", fields=made.facts.fields,
        reinspection_id=made.reinspection.id if made.reinspection else "", seal=seal_text(seal),
    )  # fmt: skip
    return sealed_in(step.db, document)


def _keep(ws: Workspace, step: Step, document: OfficialDocument, made: Gathered) -> None:
    documents.put_document(step.db, document)
    for n, finding in enumerate(made.findings, start=1):
        documents.put_line(step.db, document.id, finding.id, n, finding.deadline)
    if made.law.has_life:
        orders.begin_life_in(ws, step, document)
    if document.kind is DocumentKind.INSPECTION_APPROVAL:
        _approve(step, document, made)
    documents.drop_draft(step.db, document.inspection_id, document.kind)


def _approve(step: Step, document: OfficialDocument, made: Gathered) -> None:
    """Keep with the visit what its approval says."""
    day = str(document.fields.get("approved_on", ""))
    task = dataclasses.replace(
        made.inspection.task,
        approved_on=date.fromisoformat(day) if day else made.inspection.task.approved_on,
        approver=str(document.fields.get("approver", "")) or made.inspection.task.approver,
    )
    inspections.put_inspection(step.db, dataclasses.replace(made.inspection, task=task))


def _pictures(ws: Workspace, photos: Sequence[Photo]) -> dict[str, bytes]:
    return {p.id: ws.picture((p.sha256, p.rotation, p.marks), partial(print_copy, ws, p)) for p in photos}


def document_pdf(ws: Workspace, document_id: str) -> bytes:
    """Give the frozen bytes of an issued document, or its masked copy to who may not read personal data whole.

    Refuses NOT_FOUND, FILE_MISSING, FILE_CHANGED.
    """
    with ws.reader() as db:
        document = _get(db, document_id)
    if not ws.may(Act.READ_WHOLE):
        return masked_pdf(ws, document)
    return ws.files.read(document.sha256, name=document.number)


def record_print(ws: Workspace, document_id: str, copies: int) -> Done[OfficialDocument]:
    """Keep that copies were printed. Refuses DOCUMENT_VOID, and PHOTO_CHANGED or PHOTO_MISSING as `need_printable`."""
    need_printable(ws, document_id)
    with ws.operation(Op.PRINT_DOCUMENT) as step:
        before = _valid(step.db, document_id)
        after = dataclasses.replace(before, copies_printed=before.copies_printed + max(copies, 0))
        documents.amend_document(step.db, after)
    return Done(value=after, changes=step.changes)


def need_printable(ws: Workspace, document_id: str) -> None:
    """Refuse to print a document while the original of one of its photos is changed or gone: it could not be proved."""
    with ws.reader() as db:
        document = _get(db, document_id)
    need_originals(ws, document)


def void_document(ws: Workspace, document_id: str, reason: str) -> Done[OfficialDocument]:
    """Void a document before service; its number is kept and never used again, its findings are free again.

    Refuses REASON_MISSING, DOCUMENT_VOID, DOCUMENT_SERVED, and DOCUMENT_EXISTS where another rests on it.
    """
    reason = texts.cleaned(reason)
    if not reason:
        fields = {"act": Op.VOID_DOCUMENT.value}
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    with ws.operation(Op.VOID_DOCUMENT) as step:
        before = _valid(step.db, document_id)
        _refuse_resting(ws, step.db, before)
        after = dataclasses.replace(before, state=DocumentState.VOID, void_reason=reason, voided_at=step.now)
        documents.amend_document(step.db, after)
        orders.void_in(ws, step, after)
    return Done(value=after, changes=step.changes)


def _refuse_resting(ws: Workspace, db: Database, before: OfficialDocument) -> None:
    """Refuse while a valid document refers to this one, or needs one of its kind and there is no other."""
    law = ws.law.documents
    valid = [d for d in documents.list_documents(db, before.inspection_id) if d.is_valid and d.id != before.id]
    for other in valid:
        groups = [g for g in law.of(other.kind).needs if before.kind.value in g]
        alone = any(not any(d.kind.value in group for d in valid if d.id != other.id) for group in groups)
        if other.refers_to == before.id or alone:
            fields = {"kind": other.kind.value, "number": other.number}
            refuse([Problem(code=ProblemCode.DOCUMENT_EXISTS, where=f"document:{other.id}", fields=fields)])


def _get(db: Database, document_id: str) -> OfficialDocument:
    document = documents.get_document(db, document_id) or documents.with_number(db, document_id)
    if document is None:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "document", "id": document_id[:80]})])
        raise AssertionError
    return document


def _valid(db: Database, document_id: str) -> OfficialDocument:
    document = _get(db, document_id)
    if document.state is DocumentState.VOID:
        refuse([Problem(code=ProblemCode.DOCUMENT_VOID, fields={"number": document.number})])
    return document


def file_name(document: OfficialDocument, enterprise_name: str) -> str:
    """Name the PDF outside: number, enterprise, date (handbook 3), safe on every file system."""
    raw = f"{document.number}_{enterprise_name}_{document.issued_on:%Y%m%d}"
    safe = "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in raw)
    while len(safe.encode()) > 200:
        safe = safe[:-1]
    return f"{safe.rstrip(' .')}.pdf"
