# SPDX-License-Identifier: MulanPSL-2.0
"""Official documents: preview, issue in one transaction, print count, void. What is issued never changes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from inspector_app.documents.blocks import DocumentContent, canonical_json
from inspector_app.documents.fill import check_facts, fill
from inspector_app.documents.form import Form
from inspector_app.documents.form_reader import unverified_parts
from inspector_app.documents.render import Rendered, missing_glyphs, render
from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.finding import FindingStatus, Photo
from inspector_app.domain.numbering import NumberBlock, format_number, next_serial
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.document_checks import issue_problems
from inspector_app.operations.document_facts import Gathered, chosen_findings, gather, with_shown
from inspector_app.operations.photos import print_copy
from inspector_app.storage import documents, findings, organs
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

# A unit without an office owns all its numbers (decisions.md 21); an office later leases blocks instead.
OWN_BLOCK = range(1, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A draft as it would be printed, and what stands in the way of issuing it."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]


def preview_document(ws: Workspace, inspection_id: str, kind: DocumentKind, issued_on: date | None = None) -> Preview:
    """Render the document with the draft mark; nothing is written."""
    on = issued_on or ws.today()
    form = ws.form(kind)
    with ws.reader() as db:
        gathered = gather(ws, db, inspection_id, kind, on)
        problems = issue_problems(db, gathered, ws.today(), confirm=False)
    drafted, content = _draft(ws, form, gathered)
    missing = {p.fields.get("character", "") for p in drafted if p.code is ProblemCode.GLYPH_MISSING} - {""}
    if missing:
        content = fill(form, with_shown(gathered.facts, missing))
    rendered = render(form, content, _pictures(ws, gathered.photos), ws.fonts)
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
        problems = issue_problems(db, gathered, ws.today(), confirm=confirm_unverified)
    drafted, _ = _draft(ws, ws.form(kind), gathered)
    return _ordered((*problems, *drafted))


def _draft(ws: Workspace, form: Form, gathered: Gathered) -> tuple[tuple[Problem, ...], DocumentContent]:
    """Fill the form as a draft, and say what the issue itself would refuse."""
    as_issued = dataclasses.replace(gathered.facts, number="-", is_draft=False)
    missing = check_facts(form, as_issued)
    content = fill(form, gathered.facts)
    changed = [p for p in gathered.photos if not ws.files.is_intact(p.sha256)]
    lost = [
        Problem(code=ProblemCode.FILE_CHANGED, where=f"photo:{p.id}", fields={"name": p.file_name, "sha256": p.sha256})
        for p in changed
    ]
    return (*missing, *lost, *missing_glyphs(content, ws.fonts), *unverified_parts(form)), content


def _ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """What blocks first; the same problem of the same place once."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.code, problem.where, tuple(sorted(problem.fields.items()))), problem)
    return tuple(sorted(seen.values(), key=lambda p: p.severity.value))


def choose_findings(ws: Workspace, inspection_id: str, kind: DocumentKind, finding_ids: Sequence[str]) -> Done[None]:
    """Choose which findings a document in the making takes; the others wait for another one."""
    with ws.operation(Op.CHOOSE_FINDINGS) as step:
        live = findings.list_findings(step.db, inspection_id)
        out = tuple(f.id for f in live if f.id not in set(finding_ids))
        documents.put_left_out(step.db, inspection_id, kind, out)
    return Done(value=None, changes=step.changes)


def issue_document(
    ws: Workspace,
    inspection_id: str,
    kind: DocumentKind,
    *,
    issued_on: date | None = None,
    confirm_unverified: bool = False,
) -> Done[OfficialDocument]:
    """Issue a document in one transaction: checks, number, content, PDF, file, rows, journal.

    Refuses with every blocking problem of `document_problems`; then no number is used. `confirm_unverified`
    says that a person answers for the 待核 clauses, which are then printed; else they are left out.
    """
    on = issued_on or ws.today()
    form = ws.form(kind)
    with ws.reader() as db:  # pictures are slow: made before the write lock is taken
        photos = gather(ws, db, inspection_id, kind, on).photos
    _pictures(ws, photos)
    with ws.operation(Op.ISSUE_DOCUMENT) as step:
        draft = gather(ws, step.db, inspection_id, kind, on, confirm_unverified=confirm_unverified)
        refuse((*issue_problems(step.db, draft, ws.today(), confirm=confirm_unverified), *_draft(ws, form, draft)[0]))
        organ = draft.facts.organ
        word = organ.numbering_word + form.number_word
        serial = _serial(ws, step, word, on.year)
        number = format_number(organ.short_name, word, on.year, serial)
        made = gather(ws, step.db, inspection_id, kind, on, confirm_unverified=confirm_unverified, number=number)
        content = fill(form, made.facts)
        rendered = render(form, content, _pictures(ws, made.photos), ws.fonts)
        document = _document(ws, step, made, form, content, rendered, word, serial)
        _keep(step, document, made)
    return Done(value=document, changes=step.changes)


def _serial(ws: Workspace, step: Step, word: str, year: int) -> int:
    blocks = [b for b in organs.list_blocks(step.db) if (b.word, b.year) == (word, year) and b.device == ws.device]
    if not blocks:
        first, last = OWN_BLOCK.start, OWN_BLOCK.stop - 1
        block = NumberBlock(id=step.new_id(), word=word, year=year, first=first, last=last, device=ws.device)
        organs.put_block(step.db, block)
        blocks = [block]
    serial = next_serial(blocks, documents.used_serials(step.db, word, year))
    if serial is None:
        fields = {"word": word, "year": str(year)}
        refuse([Problem(code=ProblemCode.NUMBERS_USED_UP, where="number", fields=fields)])
        raise AssertionError
    return serial


def _document(
    ws: Workspace, step: Step, made: Gathered, form: Form, content: DocumentContent, rendered: Rendered,
    word: str, serial: int,
) -> OfficialDocument:  # fmt: skip
    stored = ws.files.keep(rendered.pdf)
    text = canonical_json(content)
    return OfficialDocument(
        id=step.new_id(), inspection_id=made.inspection.id, kind=made.facts.kind, state=DocumentState.ISSUED,
        number=made.facts.number, word=word, year=made.facts.issued_on.year, serial=serial, form_id=form.id,
        form_version=form.version, form_sha256=form.sha256, issued_on=made.facts.issued_on, issued_at=step.now,
        content=text, content_sha256=hashlib.sha256(text.encode()).hexdigest(), sha256=stored.sha256,
        sm3=stored.sm3, pages=rendered.pages, bytes=stored.bytes,
    )  # fmt: skip


def _keep(step: Step, document: OfficialDocument, made: Gathered) -> None:
    documents.put_document(step.db, document)
    is_order = document.kind is DocumentKind.RECTIFICATION_ORDER
    for n, finding in enumerate(made.findings, start=1):
        documents.put_line(step.db, document.id, finding.id, n, finding.deadline)
        if is_order:
            findings.put_finding(step.db, dataclasses.replace(finding, status=FindingStatus.ORDERED))


def _pictures(ws: Workspace, photos: Sequence[Photo]) -> dict[str, bytes]:
    return {p.id: ws.picture((p.sha256, p.rotation, p.marks), partial(print_copy, ws, p)) for p in photos}


def document_pdf(ws: Workspace, document_id: str) -> bytes:
    """Give the frozen bytes of an issued document. Refuses NOT_FOUND, FILE_MISSING, FILE_CHANGED."""
    with ws.reader() as db:
        document = _get(db, document_id)
    return ws.files.read(document.sha256, name=document.number)


def record_print(ws: Workspace, document_id: str, copies: int) -> Done[OfficialDocument]:
    """Keep that copies were printed. Refuses DOCUMENT_VOID."""
    with ws.operation(Op.PRINT_DOCUMENT) as step:
        before = _valid(step.db, document_id)
        after = dataclasses.replace(before, copies_printed=before.copies_printed + max(copies, 0))
        documents.amend_document(step.db, after)
    return Done(value=after, changes=step.changes)


def void_document(ws: Workspace, document_id: str, reason: str) -> Done[OfficialDocument]:
    """Void a document before service; its number is kept and never used again, its findings are free again.

    Refuses REASON_MISSING, DOCUMENT_VOID, and DOCUMENT_EXISTS for a record on which a valid order rests.
    """
    reason = texts.cleaned(reason)
    if not reason:
        fields = {"act": Op.VOID_DOCUMENT.value}
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    with ws.operation(Op.VOID_DOCUMENT) as step:
        before = _valid(step.db, document_id)
        _refuse_resting(step.db, before)
        after = dataclasses.replace(before, state=DocumentState.VOID, void_reason=reason, voided_at=step.now)
        documents.amend_document(step.db, after)
        if before.kind is DocumentKind.RECTIFICATION_ORDER:
            for finding_id in documents.findings_of(step.db, document_id):
                finding = findings.get_finding(step.db, finding_id)
                if finding is not None and finding.status is FindingStatus.ORDERED:
                    findings.put_finding(step.db, dataclasses.replace(finding, status=FindingStatus.RECORDED))
    return Done(value=after, changes=step.changes)


def _refuse_resting(db: Database, record: OfficialDocument) -> None:
    if record.kind is not DocumentKind.INSPECTION_RECORD:
        return
    for other in documents.list_documents(db, record.inspection_id):
        if other.kind is DocumentKind.RECTIFICATION_ORDER and other.state is DocumentState.ISSUED:
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


def chosen_ids(ws: Workspace, inspection_id: str, kind: DocumentKind) -> tuple[str, ...]:
    """Give the findings that a document in the making takes now."""
    with ws.reader() as db:
        return tuple(f.id for f in chosen_findings(db, inspection_id, kind))


def file_name(document: OfficialDocument, enterprise_name: str) -> str:
    """Name the PDF outside: number, enterprise, date (handbook 3), safe on every file system."""
    raw = f"{document.number}_{enterprise_name}_{document.issued_on:%Y%m%d}"
    safe = "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in raw)
    while len(safe.encode()) > 200:
        safe = safe[:-1]
    return f"{safe.rstrip(' .')}.pdf"
