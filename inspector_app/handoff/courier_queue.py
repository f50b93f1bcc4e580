# SPDX-License-Identifier: MulanPSL-2.0
"""The courier's queue: which parts of which bundles still have to go, and why one has not gone yet."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.handoff.courier_line import file_sha256
from inspector_app.handoff.kept_plan import plan_from
from inspector_app.handoff.making import Made
from inspector_app.storage import bundles_made, outbox
from inspector_app.storage.outbox import OutboxPart, Sending
from inspector_app.storage.rows import instant_in, instant_or_none, instant_out
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

FOLDER = "courier"
OPEN = (Sending.WAITING, Sending.SENDING)
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One part as people see it."""

    id: str
    bundle: str
    part: int
    name: str
    bytes: int
    sent: int
    state: Sending
    tries: int
    next_try: datetime | None
    error: str  # a sentence, "" when nothing is wrong
    office: str
    queued_at: datetime
    done_at: datetime | None


def state_word(state: Sending) -> str:
    """Say how far a part is."""
    match state:
        case Sending.WAITING:
            return tr("Waits to be sent")
        case Sending.SENDING:
            return tr("Being sent")
        case Sending.DONE:
            return tr("At the office, with receipt")
    return tr("Refused by the office")


def outbox_folder(ws: Workspace) -> Path:
    """Where the parts lie until the office has them."""
    return ws.folder / "outbox" / FOLDER


def parts(ws: Workspace) -> tuple[OutboxPart, ...]:
    """Give the queue in the order in which it is sent."""
    with ws.reader() as db:
        return outbox.list_outbox(db)


def rows(ws: Workspace) -> tuple[QueueRow, ...]:
    """Give the queue for people to see."""
    return tuple(
        QueueRow(
            id=p.id, bundle=p.bundle, part=p.part, name=Path(p.path).name, bytes=p.bytes, sent=p.sent, state=p.state,
            tries=p.tries, next_try=instant_or_none(p.next_try), error=_sentence(p.error), office=p.office,
            queued_at=instant_in(p.queued_at), done_at=instant_or_none(p.done_at),
        )
        for p in parts(ws)
    )  # fmt: skip


def queue_bundle(ws: Workspace, made: Made, office: str) -> tuple[OutboxPart, ...]:
    """Put the parts of what was made into the queue; what was refused or is done before it goes out.

    What lay in the folder from an earlier, interrupted run counts as made: each file by its own bundle and part.
    """
    planned = _planned(ws)
    queued = [
        OutboxPart(
            id=f"{bundle}-{number}", bundle=bundle, part=number, path=str(path), bytes=path.stat().st_size,
            sha256=file_sha256(path), sent=0, state=Sending.WAITING, tries=0, next_try=None, error="", office=office,
            queued_at=_stamp(ws), done_at=None,
        )
        for path in made.paths
        for bundle, number in [planned[path.name]]
    ]  # fmt: skip
    forget(ws, only=(Sending.FAILED, Sending.DONE))
    with ws.books() as db:
        for part in queued:
            outbox.put_outbox(db, part)
    kept = {path.name for path in made.paths}
    for left in outbox_folder(ws).iterdir():
        if left.is_file() and left.name not in kept:
            left.unlink(missing_ok=True)
    return tuple(queued)


def _planned(ws: Workspace) -> dict[str, tuple[str, int]]:
    """Say of each file in the folder which part of which bundle it is; the laptop cannot open what it encrypted."""
    with ws.reader() as db:
        entries = bundles_made.bundles_in(db, str(outbox_folder(ws).resolve()))
    found: dict[str, tuple[str, int]] = {}
    for entry in entries:
        plan = plan_from(entry.plan)
        for number, part in enumerate(plan.parts if plan else (), start=1):
            found[part.name] = entry.id, number
    return found


def forget(ws: Workspace, *, only: Collection[Sending] = tuple(Sending)) -> int:
    """Take parts out of the queue and remove their files; what the office lacks goes with the next bundle."""
    left = [p for p in parts(ws) if p.state in only]
    with ws.books() as db:
        for part in left:
            outbox.remove_outbox(db, part.id)
    for part in left:
        Path(part.path).unlink(missing_ok=True)
    return len(left)


def drop_refused(ws: Workspace) -> None:
    """Remove the files of parts that the office refused; a bundle that is made now has their content again.

    Their rows stay for people to see until that bundle is in the queue.
    """
    for part in parts(ws):
        if part.state is Sending.FAILED:
            Path(part.path).unlink(missing_ok=True)


def sweep(ws: Workspace) -> None:
    """Put the queue right after a kill: a bundle of which a file is gone goes out, and is made anew."""
    known = parts(ws)
    lost = {p.bundle for p in known if p.state in OPEN and not _is_there(p)}
    with ws.books() as db:
        for part in known:
            if part.bundle in lost:
                outbox.remove_outbox(db, part.id)
            elif part.state is Sending.SENDING:
                outbox.put_outbox(db, replace(part, state=Sending.WAITING))
    for part in known:
        if part.bundle in lost or part.state is Sending.DONE:
            Path(part.path).unlink(missing_ok=True)


def waiting(ws: Workspace, *, due_only: bool) -> tuple[OutboxPart, ...]:
    """Give what is still to be sent; only what is due where that is asked."""
    now = _stamp(ws)
    return tuple(p for p in parts(ws) if p.state in OPEN and not (due_only and p.next_try and p.next_try > now))


def next_try(ws: Workspace) -> datetime | None:
    """Say when the next part is due; None when none waits."""
    times = [p.next_try or p.queued_at for p in waiting(ws, due_only=False)]
    return instant_in(min(times)) if times else None


def note(ws: Workspace, part: OutboxPart) -> OutboxPart:
    """Keep how far a part is."""
    with ws.books() as db:
        outbox.put_outbox(db, part)
    return part


def note_sent(ws: Workspace, part: OutboxPart, sent: int) -> OutboxPart:
    """Keep how much of a part the office has."""
    with ws.books() as db:
        return outbox.note_sent(db, part, sent)


def note_done(ws: Workspace, part: OutboxPart) -> OutboxPart:
    """The office holds the part: its file goes."""
    made = replace(part, state=Sending.DONE, sent=part.bytes, done_at=_stamp(ws), next_try=None, error="")
    note(ws, made)
    Path(part.path).unlink(missing_ok=True)
    return made


def note_failed(ws: Workspace, part: OutboxPart, problem: Problem) -> OutboxPart:
    """The office does not take the part, and would not the next time."""
    return note(ws, replace(part, state=Sending.FAILED, tries=part.tries + 1, next_try=None, error=_text(problem)))


def note_later(ws: Workspace, problem: Problem, least: float = 0.0) -> None:
    """Nothing went through: everything that waits is tried again later, each time after a longer while."""
    now = ws.now()
    with ws.books() as db:
        for part in (p for p in outbox.list_outbox(db) if p.state in OPEN):
            seconds = max(least, pause(part.tries))
            at = instant_out(now + timedelta(seconds=seconds))
            changed = replace(part, state=Sending.WAITING, tries=part.tries + 1, next_try=at, error=_text(problem))
            outbox.put_outbox(db, changed)


def pause(tries: int) -> float:
    """Say how many seconds to wait after so many vain tries: doubled each time, and a part of it left to chance."""
    most = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries, 16))
    return float(most * (0.5 + secrets.randbelow(1000) / 2000))


def _is_there(part: OutboxPart) -> bool:
    try:
        return Path(part.path).stat().st_size == part.bytes
    except OSError:
        return False


def _stamp(ws: Workspace) -> str:
    made = instant_out(ws.now())
    assert made is not None
    return made


def _text(problem: Problem) -> str:
    return json.dumps({"code": problem.code.value, "fields": dict(problem.fields)}, ensure_ascii=False)


def _sentence(text: str) -> str:
    """Say a kept problem in the language of now."""
    if not text:
        return ""
    try:
        content = json.loads(text)
        return sentence(Problem(code=ProblemCode(content["code"]), fields=content["fields"]))
    except (ValueError, KeyError, TypeError):
        return text
