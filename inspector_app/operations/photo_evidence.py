# SPDX-License-Identifier: MulanPSL-2.0
"""Photos as evidence: what is wrong with an original or its time, and the printed page that proves one (照片证据页)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.photo_evidence import OriginalState, PhotoOrigin, number_of, photo_time
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity, refuse
from inspector_app.operations.photos import original_problem, original_state, print_copy
from inspector_app.storage import enterprises, findings, inspections, organs, reinspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRecord:
    """A photo with what it belongs to."""

    photo: Photo
    number: str
    finding: Finding | None
    started: datetime
    finished: datetime
    place: str
    officers: tuple[tuple[str, str], ...]  # name, certificate number


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceMade:
    """The printed pages."""

    pdf: bytes
    pages: int
    photos: tuple[PhotoRecord, ...]


def photo_problems(ws: Workspace, photos: Sequence[Photo]) -> tuple[Problem, ...]:
    """Name every photo whose original was changed or is gone; each original is read to its end."""
    found = []
    for n, photo in enumerate(photos, start=1):
        state = original_state(ws, photo)
        if state is not OriginalState.INTACT:
            found.append(original_problem(photo, state, str(n)))
    return tuple(found)


def inspection_problems(ws: Workspace, inspection_id: str, finding_id: str = "") -> tuple[Problem, ...]:
    """Name what is wrong with the photos of an inspection or a finding: originals, and times far off (warnings)."""
    records = _records(ws, inspection_id, finding_id, ())
    return tuple(problem for record in records for problem in _problems_of(ws, record))


def photo_problems_of(ws: Workspace, photo_id: str) -> tuple[Problem, ...]:
    """Name what is wrong with one photo: its original, its time (a warning). Refuses NOT_FOUND."""
    return tuple(_problems_of(ws, record_of(ws, photo_id)))


def _problems_of(ws: Workspace, record: PhotoRecord) -> Iterator[Problem]:
    state = original_state(ws, record.photo)
    if state is not OriginalState.INTACT:
        yield original_problem(record.photo, state, record.number)
    far = time_problem(ws, record)
    if far is not None:
        yield far


def time_problem(ws: Workspace, record: PhotoRecord) -> Problem | None:
    """Give PHOTO_TIME_FAR where the camera's time lies too far from the visit (handbook 10); a warning."""
    limit = far_minutes(ws)
    time = photo_time(record.photo, record.started, record.finished)
    if not time.is_far(limit):
        return None
    fields = {"name": record.photo.file_name, "minutes": str(time.minutes), "limit": str(limit)}
    where = f"photo:{record.photo.id}"
    return Problem(code=ProblemCode.PHOTO_TIME_FAR, where=where, fields=fields, severity=Severity.WARN)


def far_minutes(ws: Workspace) -> int:
    """From how many minutes on a photo's time is far from the visit."""
    return int(ws.law.evidence_words.say("evidence", "far_minutes"))


def records_of(ws: Workspace, inspection_id: str, finding_id: str = "") -> tuple[PhotoRecord, ...]:
    """Give the photos of an inspection, or of one finding, with what they belong to. Refuses NOT_FOUND."""
    return _records(ws, inspection_id, finding_id, ())


def record_of(ws: Workspace, photo_id: str) -> PhotoRecord:
    """Give one photo with what it belongs to. Refuses NOT_FOUND."""
    with ws.reader() as db:
        photo = findings.get_photo(db, photo_id)
    if photo is None or photo.removed_reason:
        raise _not_found("photo", photo_id)
    return _records(ws, photo.inspection_id, "", (photo.id,))[0]


def evidence_pdf(
    ws: Workspace, inspection_id: str, *, finding_id: str = "", photo_ids: Sequence[str] = ()
) -> EvidenceMade:
    """Print the evidence pages of an inspection's photos, of a finding's, or of some.

    Pictures are made from the verified originals. Refuses NOT_FOUND, ORGAN_INCOMPLETE,
    and with every changed or missing original: then nothing is printed.
    """
    from inspector_app.documents.evidence_pdf import EvidencePhoto, evidence_pages  # loads reportlab

    records = _records(ws, inspection_id, finding_id, photo_ids)
    states = [(r, original_state(ws, r.photo)) for r in records]
    refuse(original_problem(r.photo, state, r.number) for r, state in states if state is not OriginalState.INTACT)
    with ws.reader() as db:
        visit = inspections.get_inspection(db, inspection_id)
        organ = organs.get_organ(db)
        assert visit is not None, "its photos were read"
        enterprise = enterprises.get_enterprise(db, visit.enterprise_id)
    if organ is None:
        raise Refused([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "name"})])
    if not records:
        raise _not_found("photo", finding_id or inspection_id)
    pages = [
        EvidencePhoto(
            number=r.number, picture=r.photo.id, rows=_rows(ws, r, enterprise), notes=tuple(_notes(ws, r)),
        )
        for r in records
    ]  # fmt: skip
    pictures = {r.photo.id: print_copy(ws, r.photo) for r in records}
    say = partial(ws.law.evidence_words.say, "evidence")
    notice = say("demo") if organ.is_demo else ""
    made = evidence_pages(organ.name, pages, pictures, say, ws.fonts, notice=notice)
    return EvidenceMade(pdf=made.pdf, pages=made.pages, photos=records)


def stamped_copy(ws: Workspace, photo_id: str) -> bytes:
    """Give a copy that bears unit, time, place, officers' numbers and its own number; the original bears nothing.

    Refuses NOT_FOUND, PHOTO_CHANGED, PHOTO_MISSING.
    """
    record = record_of(ws, photo_id)
    with ws.reader() as db:
        organ = organs.get_organ(db)
    time = record.photo.taken_at[:16].replace("T", " ") or f"{record.photo.added_at:%Y-%m-%d %H:%M}"
    stamp = ws.law.evidence_words.say(
        "evidence", "stamp", organ=organ.name if organ else "", time=time, place=record.place,
        officers="、".join(number for _, number in record.officers), number=record.number,
    )  # fmt: skip
    return print_copy(ws, record.photo, stamp)


def _records(ws: Workspace, inspection_id: str, finding_id: str, photo_ids: Sequence[str]) -> tuple[PhotoRecord, ...]:
    with ws.reader() as db:
        visit = inspections.get_inspection(db, inspection_id)
        if visit is None:
            raise _not_found("inspection", inspection_id)
        own = {f.id: f for f in findings.list_findings(db, inspection_id)}
        if finding_id and finding_id not in own:
            raise _not_found("finding", finding_id)
        photos = findings.list_photos(db, inspection_id)
        if unknown := set(photo_ids) - {p.id for p in photos}:
            raise _not_found("photo", min(unknown))
        wanted = [
            p for p in photos if (not finding_id or p.finding_id == finding_id) and (not photo_ids or p.id in photo_ids)
        ]
        found = [_record(ws, db, visit, own.get(p.finding_id or ""), p) for p in wanted]
    return tuple(sorted(found, key=lambda r: (r.finding is None, r.finding.ordinal if r.finding else 0)))


def _record(ws: Workspace, db: Database, visit: Inspection, finding: Finding | None, photo: Photo) -> PhotoRecord:
    """Join a photo with the visit at which it was taken: the first one, or a re-inspection."""
    again = reinspections.get(db, photo.reinspection_id) if photo.reinspection_id else None
    people, started, finished = visit.people, visit.started_at, visit.finished_at or max(ws.now(), visit.started_at)
    place = finding.place if finding is not None and finding.place else visit.place
    if again is not None:
        people, started, finished = again.people, again.started_at, again.finished_at
    return PhotoRecord(
        photo=photo, number=number_of(photo, finding.ordinal if finding else 0), finding=finding, started=started,
        finished=finished, place=place,
        officers=tuple((p.name, p.certificate_no) for p in people if p.role.value == "officer"),
    )  # fmt: skip


_Pairs = tuple[tuple[str, str], ...]


def _rows(ws: Workspace, record: PhotoRecord, enterprise: Enterprise | None) -> tuple[_Pairs, ...]:
    say = partial(ws.law.evidence_words.say, "evidence")
    p, none = record.photo, say("unknown")
    proves = record.finding.description if record.finding else (p.caption or say("tray"))
    known = p.source in {o.value for o in PhotoOrigin}
    return (
        ((say("enterprise"), enterprise.name if enterprise else none),),
        ((say("proves"), proves),),
        ((say("number"), record.number), (say("place"), record.place or none)),
        ((say("taker"), p.taker or none), (say("camera"), p.camera or none)),
        ((say("taken_at"), p.taken_at.replace("T", " ") or none), (say("position"), _position(p) or none)),
        ((say("visit"), say("from_to", first=_moment(record.started), last=_moment(record.finished))),),
        ((say("added_at"), f"{p.added_at:%Y-%m-%d %H:%M:%S}"), (say("added_by"), p.added_by or none)),
        ((say("source_of"), say(f"origin_{p.source}") if known else none), (say("clock"), _offset(say, p))),
        ((say("file_name"), p.file_name),),
        ((say("format"), p.format.upper()), (say("bytes"), say("size", bytes=p.bytes, width=p.width, height=p.height))),
        ((say("sha256"), p.sha256),),
        ((say("sm3"), p.sm3 or none),),
    )


def _notes(ws: Workspace, record: PhotoRecord) -> Iterator[str]:
    say, limit = partial(ws.law.evidence_words.say, "evidence"), far_minutes(ws)
    time = photo_time(record.photo, record.started, record.finished)
    if time.taken_at is None:
        yield say("time_unknown")
    elif time.is_far(limit):
        yield say("time_far", minutes=time.minutes, limit=limit)
    else:
        yield say("time_within", limit=limit)
    if record.photo.marks:
        yield say("marked")
    yield say("intact")


def _offset(say: partial[str], photo: Photo) -> str:
    seconds = photo.clock_offset
    if seconds is None:
        return say("offset_unknown")
    if seconds == 0:
        return say("offset_none")
    return say("offset_ahead" if seconds > 0 else "offset_behind", seconds=abs(seconds))


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _position(photo: Photo) -> str:
    if photo.latitude is None or photo.longitude is None:
        return ""
    return f"{photo.latitude:.5f}, {photo.longitude:.5f}"


def _not_found(kind: str, wanted: str) -> Refused:
    return Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": kind, "id": wanted[:80]})])


def numbers_of(records: Sequence[PhotoRecord]) -> Mapping[str, str]:
    """Give the number of each photo by its id."""
    return {record.photo.id: record.number for record in records}
