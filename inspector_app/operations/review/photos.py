# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about photos and recordings: R23 to R26."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from inspector_app.domain.finding import Photo
from inspector_app.domain.inspection import Participant
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.service import AttachmentKind
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case

_Span = tuple[datetime, datetime, tuple[Participant, ...]]


def _evidence(case: Case) -> tuple[Photo, ...]:
    """The photos that belong to a finding that counts; what lies in the tray is no evidence yet."""
    live = {finding.id for finding in case.live_findings}
    return tuple(photo for photo in case.photos if photo.finding_id in live)


def _place(photo: Photo) -> str:
    return f"photo:{photo.id}"


def r23(case: Case, rules: Rules) -> Iterator[Problem]:
    """A photo was taken during the visit, by somebody who took part."""
    slack = timedelta(hours=rules.number("R23", "hours"))
    for photo in _evidence(case):
        started, finished, people = _span(case, photo)
        taken = _taken_at(photo, started)
        if taken is not None and not started - slack <= taken <= finished + slack:
            slots = {"name": photo.file_name, "taken": taken.strftime("%Y-%m-%d %H:%M")}
            yield rules.problem("R23", _place(photo), "time", hours=rules.number("R23", "hours"), **slots)
        if photo.taker and photo.taker not in {person.name for person in people}:
            yield rules.problem("R23", _place(photo), "taker", name=photo.file_name, taker=photo.taker)


def _span(case: Case, photo: Photo) -> _Span:
    """The visit at which it was taken: the first one, or a re-inspection."""
    again = next((r for r in case.reinspections if r.id == photo.reinspection_id), None)
    if again is not None:
        return again.started_at, again.finished_at, again.people
    visit = case.inspection
    return visit.started_at, visit.finished_at or case.now, visit.people


def _taken_at(photo: Photo, like: datetime) -> datetime | None:
    """The camera's time, taken as the visit's civil time; none where the camera says nothing readable."""
    try:
        found = datetime.fromisoformat(photo.taken_at)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=like.tzinfo)


def r24(case: Case, rules: Rules) -> Iterator[Problem]:
    """Every original is there, unchanged."""
    for photo in case.photos:
        if not case.intact(photo.sha256):
            found = rules.problem("R24", _place(photo), name=photo.file_name, sha256=photo.sha256)
            code = ProblemCode.PHOTO_CHANGED if case.exists(photo.sha256) else ProblemCode.PHOTO_MISSING
            yield replace(found, code=code, fields={**found.fields, "number": str(photo.ordinal)})
    for attachment in case.attachments:
        if not case.intact(attachment.sha256):
            name = attachment.title or attachment.file_name
            yield rules.problem("R24", f"attachment:{attachment.id}", name=name, sha256=attachment.sha256)


def r25(case: Case, rules: Rules) -> Iterator[Problem]:
    """A photo of evidence says when and by whom it was taken."""
    for photo in _evidence(case):
        has_time = _taken_at(photo, case.now) is not None
        if has_time and photo.taker:
            continue
        fault = "taker" if has_time else "time" if photo.taker else "both"
        yield rules.problem("R25", _place(photo), name=photo.file_name, missing=rules.fault("R25", fault))


def r26(case: Case, rules: Rules) -> Iterator[Problem]:
    """A recording has a summary in words."""
    for attachment in case.attachments:
        if attachment.kind is AttachmentKind.RECORDING and not attachment.note:
            name = attachment.title or attachment.file_name
            yield rules.problem("R26", f"attachment:{attachment.id}", name=name)
