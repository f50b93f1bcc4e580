# SPDX-License-Identifier: MulanPSL-2.0
"""Copies of issued documents for others: ID numbers and telephones masked, marked as copies (handbook 10).

The issued document itself stays as it is, whole, in the file. A masked copy is set from the frozen content; it
bears no code, since its words are not those that were sealed, and says on every page that it is a copy.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from inspector_app.documents.blocks import Annex, DocumentContent
from inspector_app.documents.content_reader import read_content
from inspector_app.documents.render import Rendered, render
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.finding import Photo
from inspector_app.domain.masking import masked_text
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.operations.photo_evidence import photo_problems
from inspector_app.operations.photos import print_copy
from inspector_app.storage import documents, findings
from inspector_app.workspace import Workspace
from inspector_app.workspace.giving_out import give_out, leave

_KEPT = ("picture", "sha256", "form_sha256", "form_id", "hash_note", "number", "kind")


def masked_pdf(ws: Workspace, document: OfficialDocument) -> bytes:
    """Give the pages of `masked_copy`."""
    return masked_copy(ws, document).pdf


def masked_copy(ws: Workspace, document: OfficialDocument) -> Rendered:
    """Draw the masked copy of an issued document. Refuses PHOTO_CHANGED, PHOTO_MISSING."""
    content = masked_content(read_content(document.content, document.number))
    notice = "　".join(part for part in (content.running.notice, masked_notice(ws)) if part)
    form = ws.form(document.kind)
    content = replace(content, form_sha256=form.sha256, running=replace(content.running, notice=notice))
    photos = printed_photos(ws, document)
    refuse(photo_problems(ws, photos))
    pictures = {photo.id: print_copy(ws, photo) for photo in photos}
    return render(form, content, pictures, ws.fonts)


def masked_notice(ws: Workspace) -> str:
    """Say on a page that it is a copy without the numbers of persons."""
    return ws.law.evidence_words.say("evidence", "masked_copy")


def save_masked(ws: Workspace, document_id: str, path: Path) -> int:
    """Write the masked copy into a file. Refuses NOT_FOUND, as `masked_copy` and `give_out`."""
    leave(ws, path, whole=False)
    with ws.reader() as db:
        document = documents.get_document(db, document_id) or documents.with_number(db, document_id)
    if document is None:
        fields_ = {"kind": "document", "id": document_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields=fields_)])
    data = masked_pdf(ws, document)
    give_out(ws, f"masked_copy {document.number}", path, data, whole=False)
    return len(data)


def printed_photos(ws: Workspace, document: OfficialDocument) -> tuple[Photo, ...]:
    """Give the photos that stand on a document, in their order."""
    blocks = read_content(document.content, document.number).blocks
    ids = [photo.picture for block in blocks if isinstance(block, Annex) for photo in block.photos]
    with ws.reader() as db:
        found = [findings.get_photo(db, one) for one in ids]
    return tuple(photo for photo in found if photo is not None)


def need_originals(ws: Workspace, document: OfficialDocument) -> None:
    """Refuse PHOTO_CHANGED and PHOTO_MISSING for every photo on a document whose original is not what it was."""
    refuse(photo_problems(ws, printed_photos(ws, document)))


def masked_content(content: DocumentContent) -> DocumentContent:
    """Give the content of a paper without numbers of persons."""
    made = _walked(content)
    assert isinstance(made, DocumentContent)
    return made


def _walked(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, tuple):
        return tuple(_walked(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in fields(value) if f.init and f.name not in _KEPT]
        return replace(value, **{name: _walked(getattr(value, name)) for name in names})
    return value
