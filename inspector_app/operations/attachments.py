# SPDX-License-Identifier: MulanPSL-2.0
"""Files of a case: signed scans, receipts, licences, recordings. Kept unchanged by hash; pages drawn in the child."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.operations.files import read_small_file
from inspector_app.operations.order_lives import text_problems
from inspector_app.operations.visits import inspection_in
from inspector_app.photos.limits import MAX_RECORDING_BYTES, SCAN_EDGE
from inspector_app.photos.scan_formats import PDF, find_scan_format, is_picture, name_unknown
from inspector_app.storage import attachments, documents, findings, reinspections, services
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

# Where a picture of the child's is no photo of a finding, it is spoken of as an attached file.
_OURS = {
    ProblemCode.PHOTO_BROKEN: ProblemCode.ATTACHMENT_BROKEN,
    ProblemCode.PHOTO_FORMAT: ProblemCode.ATTACHMENT_FORMAT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was judged and whose bytes are kept, not yet in any row."""

    name: str
    format: str
    sha256: str
    sm3: str
    bytes: int
    pages: int


def read_attachment(ws: Workspace, path: Path, *, where: str = "") -> ReadFile:
    """Read, judge and keep a file. Refuses ATTACHMENT_FORMAT, ATTACHMENT_BROKEN, PHOTO_TOO_LARGE, FILE_…

    Pictures and PDF are opened in the child process; recordings are told by their first bytes and never opened.
    """
    data = read_small_file(path, MAX_RECORDING_BYTES, where=where)
    name = "".join(c for c in path.name if texts.is_keepable(c))[: texts.NAME_LIMIT]
    form = find_scan_format(data)
    pages = 0
    with _said_of(name, where):
        if is_picture(form):
            ws.photo_worker.read(data, name)
            pages = 1
        elif form == PDF:
            pages = ws.photo_worker.count_pages(data, name)
        elif not form:
            found = name_unknown(data) if data else "unknown"
            refuse([Problem(code=ProblemCode.ATTACHMENT_FORMAT, fields={"name": name, "found": found})])
    kept = ws.files.keep(data)
    return ReadFile(name=name, format=form, sha256=kept.sha256, sm3=kept.sm3, bytes=kept.bytes, pages=pages)


@contextmanager
def _said_of(name: str, where: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Refused(
            dataclasses.replace(p, code=_OURS.get(p.code, p.code), where=where or p.where or name)
            for p in refused.problems
        ) from None


def attach_file(
    ws: Workspace, inspection_id: str, path: Path, kind: AttachmentKind, title: str = "", *, document_id: str = "",
    note: str = "",
) -> Done[Attachment]:  # fmt: skip
    """Attach a file to a case, or to one of its documents. The same file is not attached twice to the same.

    Refuses what `read_attachment` refuses, NOT_FOUND, and texts that cannot be kept.
    """
    with ws.reader() as db:
        target = _document(db, inspection_id, document_id)
    read = read_attachment(ws, path)
    with ws.operation(Op.ATTACH_FILE) as step:
        made = attach_in(step, inspection_id, read, kind, title, document_id=target, note=note)
    return Done(value=made, changes=step.changes)


def attach_in(
    step: Step, inspection_id: str, read: ReadFile, kind: AttachmentKind, title: str = "", *, document_id: str = "",
    note: str = "",
) -> Attachment:  # fmt: skip
    """Attach a file that was read, inside an open operation."""
    inspection_in(step, inspection_id)
    target = _document(step.db, inspection_id, document_id)
    title, note = texts.cleaned(title) or Path(read.name).stem, texts.cleaned(note)
    refuse((*texts.problems_of(title, "title"), *texts.problems_of(note, "note", limit=texts.LONG_LIMIT)))
    for known in attachments.list_of_inspection(step.db, inspection_id):
        if (known.sha256, known.document_id, known.kind) == (read.sha256, target, kind):
            return known
    made = Attachment(
        id=step.new_id(), inspection_id=inspection_id, document_id=target, kind=kind, title=title,
        file_name=read.name, format=read.format, sha256=read.sha256, sm3=read.sm3, bytes=read.bytes,
        pages=read.pages, added_at=step.now, note=note,
    )  # fmt: skip
    attachments.put_attachment(step.db, made)
    return made


def _document(db: Database, inspection_id: str, name: str) -> str:
    if not name:
        return ""
    found = documents.get_document(db, name) or documents.with_number(db, name)
    if found is None or found.inspection_id != inspection_id:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "document", "id": name[:80]})])
        raise AssertionError
    return found.id


def remove_attachment(ws: Workspace, attachment_id: str, reason: str) -> Done[Attachment]:
    """Take a file out of the case; bytes and row are kept with the reason.

    Refuses REASON_MISSING, and ATTACHMENT_IN_USE while a service or a sign-off rests on it.
    """
    with ws.operation(Op.REMOVE_ATTACHMENT) as step:
        before = attachments.get_attachment(step.db, attachment_id)
        if before is None or before.removed_reason:
            refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "attachment", "id": attachment_id[:80]})])
            raise AssertionError
        refuse((*text_problems(Op.REMOVE_ATTACHMENT, reason=reason), *_uses(step.db, before)))
        after = dataclasses.replace(before, removed_reason=texts.cleaned(reason))
        attachments.put_attachment(step.db, after)
    return Done(value=after, changes=step.changes)


def _uses(db: Database, attachment: Attachment) -> tuple[Problem, ...]:
    resting = [
        f"document:{document.id}"
        for document in documents.list_documents(db, attachment.inspection_id)
        for service in services.list_of_document(db, document.id)
        if not service.withdrawn_reason and attachment.id in (*service.media, service.consent)
    ]
    for finding in findings.list_findings(db, attachment.inspection_id):
        signed = reinspections.get_sign_off(db, finding.id)
        if signed is not None and attachment.id in signed.evidence:
            resting.append(f"finding:{finding.id}")
    fields = {"title": attachment.title}
    return tuple(Problem(code=ProblemCode.ATTACHMENT_IN_USE, where=where, fields=fields) for where in resting[:1])


def attachment_pages(ws: Workspace, attachment: Attachment, *, edge: int = SCAN_EDGE) -> list[bytes]:
    """Give each page as a JPEG, for the case file; a recording has none.

    Refuses FILE_MISSING and FILE_CHANGED when the kept bytes are no longer what was filed.
    """
    if not attachment.pages:
        return []
    data = ws.files.read(attachment.sha256, name=attachment.file_name)
    with _said_of(attachment.file_name, f"attachment:{attachment.id}"):
        if attachment.format != PDF:
            return [ws.photo_worker.view(data, attachment.file_name, edge=edge)]
        name = attachment.file_name
        return [ws.photo_worker.draw_page(data, page, name, edge=edge) for page in range(attachment.pages)]


def attachment_bytes(ws: Workspace, attachment: Attachment) -> bytes:
    """Give the bytes as they came. Refuses FILE_MISSING, FILE_CHANGED."""
    return ws.files.read(attachment.sha256, name=attachment.file_name)
