# SPDX-License-Identifier: MulanPSL-2.0
"""Photos: the original is kept by hash before anything else; order, caption, turn and marks stay apart from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingStatus, Photo, PhotoStage
from inspector_app.domain.markup import Mark, MarkKind, read_marks
from inspector_app.domain.photo_evidence import OriginalState, PhotoOrigin
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.locations import bundled
from inspector_app.operations import item_photos
from inspector_app.operations.files import read_small_file
from inspector_app.operations.visits import inspection_in
from inspector_app.photos.facts import PhotoFacts
from inspector_app.photos.limits import MAX_BYTES
from inspector_app.storage import documents, findings, reconciliation
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.reserve import need_room

TURNS = (0, 90, 180, 270)
STAMP: Mapping[str, Any] = {"colour": "#ffffff", "width": 0.0034}
ORIGINAL_CODES = {
    OriginalState.CHANGED: ProblemCode.PHOTO_CHANGED,
    OriginalState.MISSING: ProblemCode.PHOTO_MISSING,
}

PHOTO_NEEDS = 10_000_000  # bytes of a photo of today's phones


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSource:
    """A photo that somebody gives: bytes (pasted, camera) or a file."""

    name: str
    data: bytes | None = None
    path: Path | None = None
    origin: PhotoOrigin = PhotoOrigin.FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPhotos:
    """The photos that were kept, and why others were not."""

    photos: tuple[Photo, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPhoto:
    """A photo whose original already lies in the file store, not yet in any row."""

    name: str
    facts: PhotoFacts
    origin: PhotoOrigin = PhotoOrigin.FILE


def add_photos(
    ws: Workspace,
    inspection_id: str,
    sources: Sequence[PhotoSource],
    finding_id: str | None = None,
    taker: str = "",
    progress: Callable[[int, int], None] | None = None,
    *,
    stage: PhotoStage = PhotoStage.FOUND,
    item_code: str = "",
) -> Done[AddedPhotos]:
    """Add photos to a finding, to an item that asks for photos, or to the tray; a broken one is named and the
    others are kept.

    `stage` says whether they show what was found or what became of it; the next re-inspection takes the latter.

    Refuses only what makes all impossible: NOT_FOUND, ITEM_UNKNOWN, a full disk. A photo that the inspection
    already has is named (PHOTO_DUPLICATE) and not added twice. RESERVE_LOW before anything is written.
    """
    need_room(ws.folder, PHOTO_NEEDS * min(len(sources), 10))
    read: list[ReadPhoto] = []
    problems: list[Problem] = []
    for n, source in enumerate(sources, start=1):
        try:
            read.append(read_source(ws, source))
        except Refused as refused:
            problems.extend(dataclasses.replace(p, where=p.where or source.name) for p in refused.problems)
        if progress is not None:
            progress(n, len(sources))
    read.sort(key=lambda r: (r.facts.taken_at or "9999", r.name))
    with ws.operation(Op.ADD_PHOTOS) as step:
        inspection = inspection_in(step, inspection_id)
        _refuse_other_finding(step, inspection_id, finding_id)
        if item_code:
            item_photos.refuse_other_item(ws, inspection, item_code, finding_id)
        kept = []
        for photo in read:
            if findings.photo_with_hash(step.db, inspection_id, photo.facts.sha256) is not None:
                fields = {"name": photo.name}
                problems.append(Problem(code=ProblemCode.PHOTO_DUPLICATE, where=photo.name, fields=fields))
                continue
            kept.append(
                put_photo_in(ws, step, inspection_id, finding_id, photo, taker, stage=stage, item_code=item_code)
            )
        if item_code and kept:
            item_photos.answer_by_photos_in(ws, step, inspection, item_code)
    added = AddedPhotos(photos=tuple(kept), problems=tuple(problems))
    return Done(value=added, changes=step.changes)


def read_source(ws: Workspace, source: PhotoSource) -> ReadPhoto:
    """Read a photo's facts and keep its original; refuses what is no photo, before anything is kept."""
    data = source.data
    if data is None:
        assert source.path is not None
        data = read_small_file(source.path, MAX_BYTES, where=source.name)
    facts = ws.photo_worker.read(data, source.name)
    ws.files.keep(data)
    name = "".join(c for c in source.name if texts.is_keepable(c))[: texts.NAME_LIMIT]
    return ReadPhoto(name=name, facts=facts, origin=source.origin)


def put_photo_in(
    ws: Workspace, step: Step, inspection_id: str, finding_id: str | None, photo: ReadPhoto, taker: str = "",
    caption: str = "",
    *, stage: PhotoStage = PhotoStage.FOUND, reinspection_id: str = "", item_code: str = "",
) -> Photo:  # fmt: skip
    """Write the row of a photo whose original is kept, with what never changes of how it came here."""
    f = photo.facts
    row = Photo(
        id=step.new_id(), inspection_id=inspection_id, finding_id=finding_id,
        ordinal=findings.next_photo_ordinal(step.db, inspection_id, finding_id),
        sha256=f.sha256, sm3=f.sm3, bytes=f.bytes, format=f.format.value, width=f.width, height=f.height,
        taken_at=f.taken_at, latitude=f.latitude, longitude=f.longitude, camera=f.camera,
        file_name=photo.name, added_at=step.now, taker=texts.cleaned(taker), caption=texts.cleaned(caption),
        stage=stage, reinspection_id=reinspection_id, item_code=item_code, added_by=ws.actor,
        source=photo.origin.value, clock_offset=clock_offset_in(ws, step),
    )  # fmt: skip
    findings.put_photo(step.db, row)
    return row


def clock_offset_in(ws: Workspace, step: Step) -> int | None:
    """Give how many seconds this laptop's clock was ahead of the office's when the office last told; None unknown."""
    known = reconciliation.clocks(step.db).get(ws.device)
    return None if known is None else known.seconds


def _refuse_other_finding(step: Step, inspection_id: str, finding_id: str | None) -> None:
    if finding_id is None:
        return
    finding = findings.get_finding(step.db, finding_id)
    if finding is None or finding.inspection_id != inspection_id:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "finding", "id": finding_id[:80]})])
    elif finding.status is FindingStatus.WITHDRAWN:
        refuse([Problem(code=ProblemCode.FINDING_WITHDRAWN, fields={"id": finding_id})])


def assign_photo(ws: Workspace, photo_id: str, finding_id: str | None, *, item_code: str = "") -> Done[Photo]:
    """Give a photo to a finding of its inspection, to an item that asks for photos, or back to the tray."""
    with ws.operation(Op.ASSIGN_PHOTO) as step:
        before = _photo(step, photo_id)
        _refuse_other_finding(step, before.inspection_id, finding_id)
        inspection = inspection_in(step, before.inspection_id)
        if item_code:
            item_photos.refuse_other_item(ws, inspection, item_code, finding_id)
        ordinal = findings.next_photo_ordinal(step.db, before.inspection_id, finding_id)
        after = dataclasses.replace(before, finding_id=finding_id, item_code=item_code, ordinal=ordinal)
        findings.put_photo(step.db, after)
        for code in {before.item_code, item_code} - {""}:
            item_photos.answer_by_photos_in(ws, step, inspection, code)
    return Done(value=after, changes=step.changes)


def arrange_photos(ws: Workspace, finding_id: str, photo_ids: Sequence[str]) -> Done[None]:
    """Put the photos of a finding into this order; those not named follow."""
    with ws.operation(Op.ARRANGE_PHOTOS) as step:
        finding = findings.get_finding(step.db, finding_id)
        if finding is None:
            refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "finding", "id": finding_id[:80]})])
            raise AssertionError
        own = {p.id: p for p in findings.list_photos(step.db, finding.inspection_id) if p.finding_id == finding_id}
        _put_in_order(step, own, photo_ids)
    return Done(value=None, changes=step.changes)


def arrange_item_photos(ws: Workspace, inspection_id: str, item_code: str, photo_ids: Sequence[str]) -> Done[None]:
    """Put the photos that answer an item into this order; those not named follow."""
    with ws.operation(Op.ARRANGE_PHOTOS) as step:
        inspection_in(step, inspection_id)
        _put_in_order(step, {p.id: p for p in item_photos.photos_of(step, inspection_id, item_code)}, photo_ids)
    return Done(value=None, changes=step.changes)


def _put_in_order(step: Step, own: Mapping[str, Photo], photo_ids: Sequence[str]) -> None:
    order = [i for i in dict.fromkeys(photo_ids) if i in own]
    order += [i for i in own if i not in order]
    for n, photo_id in enumerate(order, start=1):
        findings.put_photo(step.db, dataclasses.replace(own[photo_id], ordinal=n))


def amend_photo(
    ws: Workspace,
    photo_id: str,
    *,
    caption: str | None = None,
    rotation: int | None = None,
    marks: str | None = None,
    taker: str | None = None,
) -> Done[Photo]:
    """Change what is said about a photo; its original stays as it is."""
    if rotation is not None and rotation % 360 not in TURNS:
        fields = {"field": "rotation", "found": str(rotation), "allowed": ", ".join(map(str, TURNS))}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="rotation", fields=fields)])
    if marks:
        try:
            read_marks(marks)
        except ValueError:
            fields = {"field": "marks", "expected": "JSON", "found": marks[:20]}
            refuse([Problem(code=ProblemCode.VALUE_WRONG_TYPE, where="marks", fields=fields)])
    with ws.operation(Op.AMEND_PHOTO) as step:
        before = _photo(step, photo_id)
        after = dataclasses.replace(
            before,
            caption=before.caption if caption is None else texts.cleaned(caption),
            rotation=before.rotation if rotation is None else rotation % 360,
            marks=before.marks if marks is None else marks,
            taker=before.taker if taker is None else texts.cleaned(taker),
        )
        refuse((*texts.problems_of(after.caption, "caption", limit=1000), *texts.problems_of(after.taker, "taker")))
        findings.put_photo(step.db, after)
    return Done(value=after, changes=step.changes)


def remove_photo(ws: Workspace, photo_id: str, reason: str) -> Done[Photo]:
    """Take a photo out of the inspection; its original and its row are kept, with the reason."""
    reason = texts.cleaned(reason)
    if not reason:
        fields = {"act": Op.REMOVE_PHOTO.value}
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
    refuse(texts.problems_of(reason, "reason", limit=1000))
    with ws.operation(Op.REMOVE_PHOTO) as step:
        before = _photo(step, photo_id)
        _refuse_printed(step, before)
        after = dataclasses.replace(before, removed_reason=reason)
        findings.put_photo(step.db, after)
        if before.item_code:
            inspection = inspection_in(step, before.inspection_id)
            item_photos.answer_by_photos_in(ws, step, inspection, before.item_code)
    return Done(value=after, changes=step.changes)


def _refuse_printed(step: Step, photo: Photo) -> None:
    """Refuse while a valid document shows the photo: the order what was found, the opinion what became of it."""
    if photo.stage is PhotoStage.AFTER:
        case = documents.list_documents(step.db, photo.inspection_id)
        shown = [d for d in case if d.is_valid and d.reinspection_id and d.reinspection_id == photo.reinspection_id]
        if shown:
            fields = {"number": shown[0].number}
            refuse([Problem(code=ProblemCode.FINDING_FROZEN, where=f"photo:{photo.id}", fields=fields)])
        return
    for kind in DocumentKind if photo.finding_id else ():
        holder = documents.frozen_by(step.db, str(photo.finding_id), kind)
        if holder is not None:
            fields = {"number": holder.number}
            refuse([Problem(code=ProblemCode.FINDING_FROZEN, where=f"photo:{photo.id}", fields=fields)])


def _photo(step: Step, photo_id: str) -> Photo:
    photo = findings.get_photo(step.db, photo_id)
    if photo is None or photo.removed_reason:
        refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "photo", "id": photo_id[:80]})])
        raise AssertionError
    return photo


def thumbnail(ws: Workspace, photo: Photo, edge: int = 256) -> bytes:
    """Give a small JPEG of a photo, from the cache if it was made before from the verified original."""
    name = f"{photo.sha256}-{photo.rotation}-{edge}"
    made = ws.cache.get(name)
    if made is None:
        made = ws.photo_worker.thumbnail(_original(ws, photo), photo.file_name, rotation=photo.rotation, edge=edge)
        ws.cache.put(name, made)
    return made


def view(ws: Workspace, photo: Photo, edge: int = 1600) -> bytes:
    """Give a JPEG for the screen: upright, turned, without marks."""
    return ws.photo_worker.view(_original(ws, photo), photo.file_name, rotation=photo.rotation, edge=edge)


def print_copy(ws: Workspace, photo: Photo, stamp: str = "") -> bytes:
    """Give the JPEG that a document prints: upright, turned, with its marks, without metadata.

    `stamp` is written along the lower edge: of a copy, the original never bears any (handbook 10).
    """
    font = bundled("resources") / "fonts" / "NotoSansSC-Bold.ttf"
    marks = read_marks(photo.marks) if photo.marks else ()
    if stamp:
        marks = (*marks, Mark(kind=MarkKind.TEXT, x1=0.015, y1=1.0, x2=0.985, y2=1.0, text=stamp, **STAMP))
    data = _original(ws, photo)
    return ws.photo_worker.print_copy(data, photo.file_name, rotation=photo.rotation, marks=marks, font=font)


def original_state(ws: Workspace, photo: Photo) -> OriginalState:
    """Whether the original is there with the bytes that were taken in, read to its end."""
    if ws.files.is_intact(photo.sha256):
        return OriginalState.INTACT
    return OriginalState.CHANGED if ws.files.exists(photo.sha256) else OriginalState.MISSING


def original_is_intact(ws: Workspace, photo: Photo) -> bool:
    """Whether the original is there and unchanged."""
    return original_state(ws, photo) is OriginalState.INTACT


def original_problem(photo: Photo, state: OriginalState, number: str = "") -> Problem:
    """Name a changed or missing original."""
    fields = {"name": photo.file_name, "number": number or str(photo.ordinal), "sha256": photo.sha256, "rule": "R24"}
    return Problem(code=ORIGINAL_CODES[state], where=f"photo:{photo.id}", fields=fields)


def _original(ws: Workspace, photo: Photo) -> bytes:
    """Give the verified original. Refuses PHOTO_CHANGED, PHOTO_MISSING."""
    try:
        return ws.files.read(photo.sha256, name=photo.file_name)
    except Refused as refused:
        codes = {p.code for p in refused.problems}
        if ProblemCode.FILE_MISSING in codes:
            raise Refused([original_problem(photo, OriginalState.MISSING)]) from refused
        if ProblemCode.FILE_CHANGED in codes:
            raise Refused([original_problem(photo, OriginalState.CHANGED)]) from refused
        raise
