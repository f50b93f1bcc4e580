# SPDX-License-Identifier: MulanPSL-2.0
"""The file of a case (案卷): reviewed, closed, and given out as one folder with one PDF of everything."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checkpoint import CheckpointCause
from inspector_app.domain.inspection import Inspection, InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.review import RuleLevel
from inspector_app.operations.case_contents import CaseContents, CaseFile, Piece, contents_of
from inspector_app.operations.case_pdf import Bound, bind_case
from inspector_app.operations.inspection_moves import file_inspection_in
from inspector_app.operations.masked_copies import masked_pdf
from inspector_app.operations.review.review import Review, review
from inspector_app.storage import documents, inspections
from inspector_app.storage.file_store import faults_of, flush_folder, make_folder, sm3, write_durably
from inspector_app.workspace import Workspace
from inspector_app.workspace.events import note_export
from inspector_app.workspace.giving_out import leave
from inspector_app.workspace.privacy import masked as masked_value
from inspector_app.workspace.privacy import note_of
from inspector_app.workspace.reserve import need_room

MANIFEST = "manifest.json"
FORMAT = 1
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExport:
    """What was written, and what the review of the case says."""

    folder: Path
    pdf: Path  # the one PDF of the whole file
    pages: int
    files: int  # without the manifest
    sha256: str  # of the one PDF
    review: Review


def close_case(ws: Workspace, inspection_id: str) -> Done[Inspection]:
    """File an inspection whose review has no open block; else refuse with all of them.

    One that was called off before any paper was issued has no case to review.
    """
    if not _is_bare(ws, inspection_id):
        found = review(ws, inspection_id)
        refuse(result.problem for result in found.results if result.level is RuleLevel.BLOCK)
    with ws.operation(Op.MOVE_INSPECTION) as step:
        after = file_inspection_in(step, inspection_id)
    return Done(value=after, changes=step.changes)


def _is_bare(ws: Workspace, inspection_id: str) -> bool:
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, inspection_id)
        papers = documents.list_documents(db, inspection_id)
    return inspection is not None and inspection.state is InspectionState.TERMINATED and not papers


def export_case(
    ws: Workspace,
    inspection_id: str,
    out: Path,
    progress: Progress | None = None,
    *,
    retention: str = "",
    masked: bool = False,
) -> CaseExport:
    """Write everything of a case into a new or empty folder: whole, or nothing at all.

    The file itself is never masked. With `masked` it is the copy for others: the documents as masked copies; scans,
    attached files and the originals of photos, which nobody can mask, stay behind and are named as left out. What the
    review finds keeps neither back. Refuses NOT_PERMITTED, NOT_FOUND, FOLDER_NOT_EMPTY, FOLDER_NOT_WRITABLE, and
    every kept file that is lost or changed (FILE_MISSING, FILE_CHANGED): a file with holes is none.
    """
    leave(ws, out, whole=not masked)
    _refuse_full(out)
    ws.keep_checkpoint(CheckpointCause.EXPORT)
    found = review(ws, inspection_id)
    contents = contents_of(ws, inspection_id)
    going = contents.files if not masked else tuple(_for_others(f) for f in contents.files if f.kind == "document")
    need_room(out, sum(_size(ws, file.sha256) for file in going), data=ws.folder)
    steps = len(contents.pieces) + len(going) + 1
    tell = progress or (lambda done, total: None)
    bound = bind_case(ws, contents, retention, lambda done: tell(done, steps), masks=masked)
    with faults_of(out):
        make_folder(out.parent)
        part = out.parent / f".{out.name[:60]}.{secrets.token_hex(4)}.part"
        try:
            part.mkdir()
            given = _given(ws, contents, going, masked=masked)
            files = list(_written(given, bound, part, lambda done: tell(len(contents.pieces) + done, steps)))
            left_out = tuple(f for f in contents.files if masked and f.kind != "document")
            manifest = _manifest(ws, contents, bound, files, found, left_out, masked=masked)
            write_durably(part / MANIFEST, manifest)
            flush_folder(part)
            if out.is_dir():
                out.rmdir()
            part.rename(out)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        flush_folder(out.parent)
    written = [out / bound.name, *(out / file.path for file in going)]
    note_export(ws, "case", len(files), written, whole=not masked)
    return CaseExport(
        folder=out, pdf=out / bound.name, pages=bound.pages, files=len(files),
        sha256=hashlib.sha256(bound.pdf).hexdigest(), review=found,
    )  # fmt: skip


def _size(ws: Workspace, sha256: str) -> int:
    try:
        return ws.files.size(sha256)
    except OSError:
        return 0  # it is named when it is read


def _refuse_full(out: Path) -> None:
    """Refuse a target that holds anything, or is no folder."""
    with faults_of(out):
        is_full = out.is_dir() and any(out.iterdir())
        is_other = out.exists() and not out.is_dir()
    if is_full or is_other:
        code = ProblemCode.FOLDER_NOT_EMPTY if is_full else ProblemCode.FOLDER_NOT_WRITABLE
        raise Refused([Problem(code=code, where="--out", fields={"path": str(out)})])


def _for_others(file: CaseFile) -> CaseFile:
    """Describe the masked copy of a document: it bears no seal, for its words are not those that were sealed."""
    more = {name: value for name, value in file.more.items() if name not in ("seal", "content_sha256")}
    more |= {"masked": True, "original_sha256": file.sha256}
    return replace(file, path=masked_value(file.path), title=masked_value(file.title), sm3="", more=masked_value(more))


def _given(
    ws: Workspace, contents: CaseContents, going: Sequence[CaseFile], *, masked: bool
) -> Iterator[tuple[CaseFile, bytes]]:
    """Give each file with its bytes as they go out."""
    papers = {d.id: d for d in (*(p.document for p in contents.pieces if p.document), *contents.void)}
    for file in going:
        if not masked:
            yield file, ws.files.read(file.sha256, name=file.title)
            continue
        yield file, masked_pdf(ws, papers[file.key])


def _written(
    given: Iterator[tuple[CaseFile, bytes]], bound: Bound, folder: Path, tell: Callable[[int], None]
) -> Iterator[dict[str, object]]:
    """Write the files one by one and describe each."""
    write_durably(folder / bound.name, bound.pdf)
    yield {
        "path": bound.name, "kind": "bound", "title": bound.title, "pages": bound.pages,
        "sha256": hashlib.sha256(bound.pdf).hexdigest(), "sm3": sm3(bound.pdf), "bytes": len(bound.pdf),
    }  # fmt: skip
    for n, (file, data) in enumerate(given, start=1):
        target = folder / file.path
        make_folder(target.parent)
        write_durably(target, data)
        tell(n)
        known = {
            "path": file.path, "sha256": hashlib.sha256(data).hexdigest(), "sm3": file.sm3 or sm3(data),
            "bytes": len(data),
        }  # fmt: skip
        yield {**known, "kind": file.kind, "title": file.title, **file.more, **_place(bound, file.key)}


def _place(bound: Bound, key: str) -> dict[str, object]:
    span = bound.spans.get(key)
    return {"bound_pages": list(span)} if span else {}


def _manifest(
    ws: Workspace,
    contents: CaseContents,
    bound: Bound,
    files: Sequence[dict[str, object]],
    found: Review,
    left_out: Sequence[CaseFile],
    *,
    masked: bool,
) -> bytes:
    open_results = [
        {"rule": r.rule.id, "level": r.level.value, "where": r.problem.where, "sentence": r.sentence}
        for r in found.results
        if r.is_open
    ]
    data: dict[str, object] = {
        "format": FORMAT,
        "program": f"inspector-app {__version__}",
        "exported_at": ws.now().isoformat(timespec="seconds"),
        "inspection": contents.inspection.id,
        "state": contents.inspection.state.value,
        "organ": contents.organ.name,
        "enterprise": contents.enterprise.name,
        "credit_code": contents.enterprise.credit_code,
        "personal_data": note_of(masked=masked)[1],
        "pages": bound.pages,
        "pieces": [_piece(bound, piece) for piece in contents.pieces],
        "files": list(files),
        "left_out": [{"kind": file.kind, "title": file.title, "sha256": file.sha256} for file in left_out],
        "void": [{"number": d.number, "reason": d.void_reason} for d in contents.void],
        "review": {"clean": found.is_clean, "open": open_results},
    }
    shown = masked_value(data) if masked else data
    return (json.dumps(shown, ensure_ascii=False, indent=1) + "\n").encode()


def _piece(bound: Bound, piece: Piece) -> dict[str, object]:
    return {"number": piece.number, "name": piece.name, "date": piece.date, **_place(bound, piece.key)}
