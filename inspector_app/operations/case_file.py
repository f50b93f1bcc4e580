# SPDX-License-Identifier: MulanPSL-2.0
"""The file of a case (案卷): reviewed, closed, and given out as one folder with one PDF of everything."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.account import Act
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checkpoint import CheckpointCause
from inspector_app.domain.inspection import Inspection, InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.review import RuleLevel
from inspector_app.operations.case_contents import CaseContents, Piece, contents_of
from inspector_app.operations.case_pdf import Bound, bind_case
from inspector_app.operations.inspection_moves import file_inspection_in
from inspector_app.operations.review.review import Review, review
from inspector_app.storage import documents, inspections
from inspector_app.storage.file_store import faults_of, flush_folder, make_folder, sm3, write_durably
from inspector_app.workspace import Workspace
from inspector_app.workspace.events import note_export
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
    ws: Workspace, inspection_id: str, out: Path, progress: Progress | None = None, *, retention: str = ""
) -> CaseExport:
    """Write everything of a case into a new or empty folder: whole, or nothing at all.

    What the review finds does not keep it back. Refuses NOT_FOUND, FOLDER_NOT_EMPTY, FOLDER_NOT_WRITABLE, and
    every kept file that is lost or changed (FILE_MISSING, FILE_CHANGED): a file with holes is none.
    """
    ws.need(Act.EXPORT)
    _refuse_full(out)
    ws.keep_checkpoint(CheckpointCause.EXPORT)
    found = review(ws, inspection_id)
    contents = contents_of(ws, inspection_id)
    need_room(out, sum(_size(ws, file.sha256) for file in contents.files), data=ws.folder)
    steps = len(contents.pieces) + len(contents.files) + 1
    tell = progress or (lambda done, total: None)
    bound = bind_case(ws, contents, retention, lambda done: tell(done, steps))
    with faults_of(out):
        make_folder(out.parent)
        part = out.parent / f".{out.name[:60]}.{secrets.token_hex(4)}.part"
        try:
            part.mkdir()
            files = list(_written(ws, contents, bound, part, lambda done: tell(done, steps)))
            manifest = _manifest(ws, contents, bound, files, found)
            write_durably(part / MANIFEST, manifest)
            flush_folder(part)
            if out.is_dir():
                out.rmdir()
            part.rename(out)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        flush_folder(out.parent)
    note_export(ws, "case", len(files), [out / bound.name], whole=True)
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


def _written(
    ws: Workspace, contents: CaseContents, bound: Bound, folder: Path, tell: Callable[[int], None]
) -> Iterator[dict[str, object]]:
    """Write the files one by one and describe each."""
    write_durably(folder / bound.name, bound.pdf)
    yield {
        "path": bound.name, "kind": "bound", "title": bound.title, "pages": bound.pages,
        "sha256": hashlib.sha256(bound.pdf).hexdigest(), "sm3": sm3(bound.pdf), "bytes": len(bound.pdf),
    }  # fmt: skip
    for n, file in enumerate(contents.files, start=1):
        data = ws.files.read(file.sha256, name=file.title)
        target = folder / file.path
        make_folder(target.parent)
        write_durably(target, data)
        tell(len(contents.pieces) + n)
        known = {"path": file.path, "sha256": file.sha256, "sm3": file.sm3 or sm3(data), "bytes": len(data)}
        yield {**known, "kind": file.kind, "title": file.title, **file.more, **_place(bound, file.key)}


def _place(bound: Bound, key: str) -> dict[str, object]:
    span = bound.spans.get(key)
    return {"bound_pages": list(span)} if span else {}


def _manifest(
    ws: Workspace, contents: CaseContents, bound: Bound, files: Sequence[dict[str, object]], found: Review
) -> bytes:
    open_results = [
        {"rule": r.rule.id, "level": r.level.value, "where": r.problem.where, "sentence": r.sentence}
        for r in found.results
        if r.is_open
    ]
    data = {
        "format": FORMAT,
        "program": f"inspector-app {__version__}",
        "exported_at": ws.now().isoformat(timespec="seconds"),
        "inspection": contents.inspection.id,
        "state": contents.inspection.state.value,
        "organ": contents.organ.name,
        "enterprise": contents.enterprise.name,
        "credit_code": contents.enterprise.credit_code,
        "pages": bound.pages,
        "pieces": [_piece(bound, piece) for piece in contents.pieces],
        "files": list(files),
        "void": [{"number": d.number, "reason": d.void_reason} for d in contents.void],
        "review": {"clean": found.is_clean, "open": open_results},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _piece(bound: Bound, piece: Piece) -> dict[str, object]:
    return {"number": piece.number, "name": piece.name, "date": piece.date, **_place(bound, piece.key)}
