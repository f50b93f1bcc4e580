# SPDX-License-Identifier: MulanPSL-2.0
"""The courier: the same bundles as on a stick, over the network; killed at any moment, it goes on where it was.

Nothing counts as handed over before the office's receipt was taken. A part's file is removed only after that.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.handoff import courier_inbox as inbox
from inspector_app.handoff import courier_queue as queue
from inspector_app.handoff.courier_inbox import DispatchRead
from inspector_app.handoff.courier_line import Line, LineBroken, NotTaken, Signer
from inspector_app.handoff.courier_lock import alone
from inspector_app.handoff.courier_parts import PartSender, Pause, Stopped, Tries
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.membership import device_secrets, need_member
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.storage import membership as books
from inspector_app.storage import outbox
from inspector_app.storage.file_store import faults_of, make_folder
from inspector_app.storage.outbox import OutboxPart
from inspector_app.storage.rows import instant_out
from inspector_app.workspace import Workspace

log = logging.getLogger(__name__)
FAR_OFF = 300  # seconds between the clocks that are worth a warning

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run of the courier did."""

    office: str
    parts: int = 0  # that were to be sent
    sent: int = 0  # that the office holds now
    bytes: int = 0  # of these
    receipts: int = 0
    dispatch: DispatchRead | None = None
    clock_seconds: int = 0  # ours before the office's
    is_cancelled: bool = False
    problems: tuple[Problem, ...] = field(default=())


def send(
    ws: Workspace, office: str = "", *, progress: Progress | None = None, cancelled: Cancelled | None = None,
    wait: float = 0.0, due_only: bool = False,
) -> Report:  # fmt: skip
    """Send what the office does not hold, take its receipts, read the dispatch that waits.

    `office` is its address, where it is not the one that came with the enrolment. `progress` hears (bytes done, bytes
    in all). `wait`: seconds during which it is tried again, with growing pauses, when the office is not reached.
    `due_only`: leave alone what is not due yet, as a run in the background does.

    Refuses NOT_MEMBER, COURIER_ADDRESS, COURIER_CERTIFICATE (nothing was sent), COURIER_REFUSED (revoked, or not
    enrolled any more), COURIER_RUNNING and COURIER_UNREACHABLE; the queue stays in every case. What the office did
    not take of a bundle is no refusal: it stands in the report's `problems` and in the queue.
    """
    member = need_member(ws)
    signer = Signer(device=ws.device, secret=device_secrets(ws)[0], member=member)
    line = Line(office or member.url, signer, ws.now)
    with alone(ws.folder / "outbox" / "courier.lock"):
        try:
            return _Run(ws, line, progress, cancelled).with_patience(wait, due_only=due_only)
        finally:
            line.close()


class _Run:
    """One call of `send`."""

    def __init__(self, ws: Workspace, line: Line, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._ws, self._line = ws, line
        self._progress, self._cancelled = progress or _nobody, cancelled or _never
        self._pause = Pause(self._cancelled)
        self._sender = PartSender(ws, line, self._pause, self._told)
        self._report = Report(office=line.url)
        self._sizes: dict[str, int] = {}  # of the parts of this run
        self._arrived: dict[str, int] = {}
        self._made_one = False

    def with_patience(self, wait: float, *, due_only: bool) -> Report:
        """Run, and run again while there is time, until everything is there."""
        end = time.monotonic() + wait
        try:
            queue.sweep(self._ws)
            while True:
                try:
                    self._once(due_only=due_only)
                    return self._report
                except LineBroken as broken:
                    if not queue.waiting(self._ws, due_only=False):
                        self._make()  # so that it lies ready, and people see what waits
                    problem = self._unreachable(broken)
                    queue.note_later(self._ws, problem, broken.after)
                    left = end - time.monotonic()
                    if left <= 0:
                        raise Refused([problem, *self._report.problems]) from broken
                    self._pause.wait(min(left, self._next_pause()))
        except Stopped:
            return replace(self._report, is_cancelled=True)

    def _once(self, *, due_only: bool) -> None:
        """Send everything once. Raises LineBroken when the office is not reached."""
        waiting = queue.waiting(self._ws, due_only=due_only)
        if due_only and not waiting and queue.waiting(self._ws, due_only=False):
            return
        try:
            self._insist(self._greet)
            self._insist(self._take_receipt)  # the office may hold more than we know: a stick was faster
            self._send(waiting)
            if not self._made_one and self._make():  # what was done since the queue was filled
                self._send_anew()
            self._take_dispatch()
        except NotTaken as refusal:
            raise Refused([self._refused(refusal)]) from refusal

    def _insist(self, ask: Callable[[], None]) -> None:
        """Ask again a few times when the line breaks."""
        tries = Tries(self._pause)
        while True:
            self._pause.stop_if_asked()
            try:
                return ask()
            except LineBroken as broken:
                tries.again(broken)

    def _greet(self) -> None:
        try:
            self._line.greet()
        except NotTaken as error:
            raise LineBroken("not an office") from error
        ahead, at = self._line.ahead, instant_out(self._ws.now()) or ""
        with self._ws.books() as db:
            outbox.put_clock(db, self._ws.device, ahead, at)
            books.put_values(db, {"url": self._line.url})  # our office answers here; the next time it is known
        self._report = replace(self._report, clock_seconds=ahead)
        if abs(ahead) >= FAR_OFF and not any(p.code is ProblemCode.CLOCK_FAR_OFF for p in self._report.problems):
            fields = {"device": self._ws.device[:12], "minutes": str(abs(ahead) // 60)}
            self._add(Problem(code=ProblemCode.CLOCK_FAR_OFF, fields=fields, severity=Severity.WARN))

    def _take_receipt(self) -> None:
        answer = self._line.get(f"/v1/receipts/{self._ws.device}")
        inbox.take_receipt(self._ws, answer.body.decode("utf-8", "replace"))
        self._report = replace(self._report, receipts=self._report.receipts + 1)

    def _make(self) -> bool:
        """Make a bundle of what the office does not hold and put it into the queue; say whether there is one."""
        self._made_one = True
        folder = queue.outbox_folder(self._ws)
        with faults_of(folder):
            make_folder(folder)
        queue.drop_refused(self._ws)
        try:
            made = make_bundle(
                self._ws, folder, order_for_office(self._ws), progress=self._progress, cancelled=self._cancelled
            )
        except Refused as refused:
            if any(p.code is not ProblemCode.NOTHING_TO_HAND_OFF for p in refused.problems if _blocks(p)):
                raise
            self._add(*(p for p in refused.problems if not _blocks(p)))
            return False
        if made.is_cancelled:
            raise Stopped
        self._add(*made.warnings)
        return bool(queue.queue_bundle(self._ws, made, self._line.url))

    def _send(self, waiting: tuple[OutboxPart, ...]) -> None:
        new = [p for p in waiting if p.id not in self._sizes]
        self._sizes.update({p.id: p.bytes for p in waiting})
        self._report = replace(self._report, parts=self._report.parts + len(new))
        for part in waiting:
            sent = self._sender.send(part)
            self._add(*sent.problems)
            if sent.is_taken:
                r = self._report
                self._report = replace(r, sent=r.sent + 1, bytes=r.bytes + part.bytes, receipts=r.receipts + 1)
            log.info("part %s: %s", part.id[-20:], sent.part.state)

    def _send_anew(self) -> None:
        """Send the newest bundle; if it is taken, what was refused before is in it, and only has to be seen."""
        before = self._report.problems
        self._send(queue.waiting(self._ws, due_only=False))
        later = self._report.problems[len(before) :]
        if not any(map(_blocks, later)):
            seen = tuple(replace(p, severity=Severity.WARN) for p in before)
            self._report = replace(self._report, problems=(*seen, *later))

    def _take_dispatch(self) -> None:
        tries = Tries(self._pause)
        while True:
            self._pause.stop_if_asked()
            try:
                listed = inbox.waiting_dispatch(self._ws, self._line)
                inbox.sweep_inbox(self._ws, listed)
                if not listed:
                    return
                paths = [self._fetched(part, tries) for part in listed]
                break
            except LineBroken as broken:
                tries.again(broken)
            except NotTaken as refusal:
                if refusal.status != 404:
                    raise
                tries.again(LineBroken("cut off"))  # a newer dispatch took its place meanwhile
        read = inbox.read_dispatch(self._ws, listed, paths)
        self._add(*read.problems)
        self._report = replace(self._report, dispatch=read)

    def _fetched(self, part: inbox.Listed, tries: Tries) -> Path:
        def told(count: int) -> None:
            self._arrived[name] = self._arrived.get(name, 0) + count
            tries.got_through(sum(self._arrived.values()))
            self._tell()
            self._pause.stop_if_asked()

        name = f"{part.bundle}-{part.part}"
        self._sizes[name] = part.bytes
        return inbox.fetch_part(self._ws, self._line, part, told)

    def _told(self, part: OutboxPart, arrived: int) -> None:
        self._arrived[part.id] = arrived
        self._tell()

    def _tell(self) -> None:
        total = sum(self._sizes.values())
        self._progress(min(sum(self._arrived.values()), total), total)

    def _add(self, *problems: Problem) -> None:
        self._report = replace(self._report, problems=(*self._report.problems, *problems))

    def _next_pause(self) -> float:
        due = queue.next_try(self._ws)
        return queue.pause(0) if due is None else max(0.2, (due - self._ws.now()).total_seconds())

    def _unreachable(self, broken: LineBroken) -> Problem:
        fields = {"office": self._line.url, "reason": broken.reason}
        return Problem(code=ProblemCode.COURIER_UNREACHABLE, fields=fields)

    def _refused(self, refusal: NotTaken) -> Problem:
        """Say why the office serves us no more, in its own words."""
        reason = refusal.problems[0].code.value if refusal.problems else ""
        fields = {"office": self._line.url, "status": str(refusal.status), "reason": reason}
        return Problem(code=ProblemCode.COURIER_REFUSED, fields=fields)


def _blocks(problem: Problem) -> bool:
    return problem.severity is Severity.BLOCK


def _nobody(_done: int, _total: int) -> None:
    """No one listens."""


def _never() -> bool:
    return False
