# SPDX-License-Identifier: MulanPSL-2.0
"""What belongs to the file of a case, in its order (R56), and under which names it is given out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.organ import Organ
from inspector_app.domain.paper_seal import is_sealed, seal_of
from inspector_app.domain.photo_evidence import number_of
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.operations.documents import file_name
from inspector_app.storage import attachments, documents, enterprises, findings, inspections, organs
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    pass

DECIDES = "order"  # the class of forms that decide or order something
OF_THE_UNIT = (AttachmentKind.LICENCE, AttachmentKind.IDENTITY, AttachmentKind.UNIT_REPORT, AttachmentKind.CONSENT)
_LONGEST = 120  # bytes of a name; exFAT and others count more strictly than we do
_FORBIDDEN = '<>:"/\\|?*'


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the file: a document, or what came back. One of the two is there."""

    number: str
    maker: str
    name: str
    date: str
    document: OfficialDocument | None = None
    attachment: Attachment | None = None

    @property
    def key(self) -> str:
        """What is the same here and in the list of files."""
        source = self.document or self.attachment
        assert source is not None
        return source.id


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A kept file and the name under which it is given out; `more` is what else the manifest says of it."""

    key: str
    path: str  # inside the folder, with slashes
    sha256: str
    sm3: str
    kind: str  # document, scan, attachment, photo
    title: str
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContents:
    """Everything of one case."""

    inspection: Inspection
    enterprise: Enterprise
    organ: Organ
    findings: tuple[Finding, ...]
    pieces: tuple[Piece, ...]  # as they are bound
    files: tuple[CaseFile, ...]
    void: tuple[OfficialDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    documents: tuple[OfficialDocument, ...]
    attachments: tuple[Attachment, ...]
    photos: tuple[Photo, ...]


def contents_of(ws: Workspace, inspection_id: str) -> CaseContents:
    """Gather a case. Refuses NOT_FOUND, ORGAN_INCOMPLETE, and every kept file that is lost or changed."""
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, inspection_id)
        organ = organs.get_organ(db)
        if inspection is None:
            fields = {"kind": "inspection", "id": inspection_id[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields=fields)])
        if organ is None:
            raise Refused([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "name"})])
        enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
        assert enterprise is not None, "a foreign key keeps it"
        found = findings.list_findings(db, inspection_id)
        kept = tuple(a for a in attachments.list_of_inspection(db, inspection_id) if not a.removed_reason)
        rows = _Rows(
            documents=documents.list_documents(db, inspection_id), attachments=kept,
            photos=findings.list_photos(db, inspection_id),
        )  # fmt: skip
    pieces = tuple(_pieces(ws, rows, organ, enterprise))
    files = tuple(_files(ws, rows, pieces, found, enterprise))
    refuse(_lost(ws, files))
    return CaseContents(
        inspection=inspection, enterprise=enterprise, organ=organ, findings=found, pieces=pieces, files=files,
        void=tuple(d for d in rows.documents if not d.is_valid),
    )  # fmt: skip


def _lost(ws: Workspace, files: Sequence[CaseFile]) -> Iterator[Problem]:
    for file in files:
        try:
            ws.files.read(file.sha256, name=file.title)
        except Refused as refused:
            yield from (_photo_problem(file, p) if file.kind == "photo" else p for p in refused.problems)


def _photo_problem(file: CaseFile, problem: Problem) -> Problem:
    """Name a photo as it is named everywhere."""
    codes = {
        ProblemCode.FILE_MISSING: ProblemCode.PHOTO_MISSING,
        ProblemCode.FILE_CHANGED: ProblemCode.PHOTO_CHANGED,
    }
    fields = {"name": str(file.more["file_name"]), "number": str(file.more["number"]), "sha256": file.sha256}
    code = codes.get(problem.code)
    return problem if code is None else Problem(code=code, where=f"photo:{file.key}", fields=fields)


def _pieces(ws: Workspace, rows: _Rows, organ: Organ, enterprise: Enterprise) -> Iterator[Piece]:
    """Decisions and orders first, then the others by time, each with what came back for it; the rest at the end."""
    law = ws.law.documents
    valid = [d for d in rows.documents if d.is_valid]
    in_order = sorted(valid, key=lambda d: (law.of(d.kind).form_class != DECIDES, d.issued_on, d.issued_at, d.serial))
    for document in in_order:
        name = law.of(document.kind).name
        yield Piece(
            number=document.number, maker=organ.name, name=name, date=document.issued_on.isoformat(), document=document
        )
        own = [a for a in rows.attachments if a.document_id == document.id]
        for attachment in sorted(own, key=lambda a: (a.kind is not AttachmentKind.SIGNED_SCAN, a.added_at)):
            yield _came_back(ws, attachment, organ, enterprise, name, document.number)
    bound = {d.id for d in valid}
    void = {d.id for d in rows.documents} - bound
    for attachment in sorted(rows.attachments, key=lambda a: a.added_at):
        if attachment.document_id not in bound | void:
            yield _came_back(ws, attachment, organ, enterprise)


def _came_back(
    ws: Workspace, attachment: Attachment, organ: Organ, enterprise: Enterprise, name: str = "", number: str = ""
) -> Piece:
    """Name what came back; a signed scan by its document's name."""
    is_scan = attachment.kind is AttachmentKind.SIGNED_SCAN and name
    title = ws.law.case_words.say("index", "scan", title=name) if is_scan else attachment.title
    maker = enterprise.name if attachment.kind in OF_THE_UNIT else organ.name
    day = attachment.added_at.date().isoformat()
    return Piece(number=number, maker=maker, name=title, date=day, attachment=attachment)


def _files(
    ws: Workspace, rows: _Rows, pieces: Sequence[Piece], found: Sequence[Finding], enterprise: Enterprise
) -> Iterator[CaseFile]:
    words = ws.law.case_words
    numbers = {d.id: d.number for d in rows.documents}
    bound = [p.document for p in pieces if p.document is not None]
    void = [d for d in rows.documents if not d.is_valid]
    for folder, listed in (("documents", bound), ("void", void)):
        for n, document in enumerate(listed, start=1):
            yield _document_file(ws, document, f"{words.say('folder', folder)}/{n:02d}_", enterprise)
    for n, attachment in enumerate(_attachments(rows, pieces), start=1):
        yield _attachment_file(attachment, f"{words.say('folder', 'files')}/{n:02d}_", numbers)
    ordinals = {f.id: f.ordinal for f in found}
    numbered = [(ordinals.get(p.finding_id or "", 0), p) for p in rows.photos]  # 0: still in the tray
    in_order = sorted(numbered, key=lambda pair: (pair[0] == 0, pair[0], pair[1].ordinal, pair[1].added_at))
    for n, (ordinal, photo) in enumerate(in_order, start=1):
        yield _photo_file(photo, f"{words.say('folder', 'photos')}/{n:03d}_", ordinal)


def _attachments(rows: _Rows, pieces: Sequence[Piece]) -> Iterator[Attachment]:
    """As they are bound, then those of void documents."""
    bound = [p.attachment for p in pieces if p.attachment is not None]
    yield from bound
    yield from (a for a in rows.attachments if a not in bound)


def _document_file(ws: Workspace, document: OfficialDocument, start: str, enterprise: Enterprise) -> CaseFile:
    more: dict[str, object] = {
        "document_kind": document.kind.value, "number": document.number, "date": document.issued_on.isoformat(),
        "state": document.state.value, "pages": document.pages, "content_sha256": document.content_sha256,
    }  # fmt: skip
    if is_sealed(document):  # so that the folder can be checked without the database (docs/verification.md)
        more["seal"] = dataclasses.asdict(seal_of(document))
    if document.void_reason:
        more["void_reason"] = document.void_reason
    return CaseFile(
        key=document.id, path=start + file_name(document, enterprise.name), sha256=document.sha256, sm3=document.sm3,
        kind="document", title=ws.law.documents.of(document.kind).name, more=more,
    )  # fmt: skip


def _attachment_file(attachment: Attachment, start: str, numbers: Mapping[str, str]) -> CaseFile:
    is_scan = attachment.kind is AttachmentKind.SIGNED_SCAN
    more: dict[str, object] = {
        "attachment_kind": attachment.kind.value, "file_name": attachment.file_name, "pages": attachment.pages,
        "date": attachment.added_at.date().isoformat(),
    }  # fmt: skip
    if attachment.document_id:
        more["of"] = numbers.get(attachment.document_id, "")
    if attachment.note:
        more["note"] = attachment.note
    return CaseFile(
        key=attachment.id, path=f"{start}{_safe(attachment.title)}.{attachment.format}", sha256=attachment.sha256,
        sm3=attachment.sm3, kind="scan" if is_scan else "attachment", title=attachment.title, more=more,
    )  # fmt: skip


def _photo_file(photo: Photo, start: str, finding: int) -> CaseFile:
    more: dict[str, object] = {
        "finding": finding, "number": number_of(photo, finding), "stage": photo.stage.value, "taken_at": photo.taken_at,
        "taker": photo.taker, "caption": photo.caption, "file_name": photo.file_name, "added_by": photo.added_by,
        "source": photo.source,
        "added_at": photo.added_at.isoformat(), "clock_offset": photo.clock_offset, "camera": photo.camera,
        "format": photo.format, "bytes": photo.bytes,
    }  # fmt: skip
    stem = _safe(photo.file_name.rpartition(".")[0] or photo.file_name)
    return CaseFile(
        key=photo.id, path=f"{start}{stem}.{photo.format.lower()}", sha256=photo.sha256, sm3=photo.sm3, kind="photo",
        title=photo.caption or photo.file_name, more=more,
    )  # fmt: skip


def _safe(text: str) -> str:
    """Make a text a part of a file name on every file system."""
    safe = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in text)
    while len(safe.encode()) > _LONGEST:
        safe = safe[:-1]
    return safe.strip(" .") or "_"
