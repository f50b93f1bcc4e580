# SPDX-License-Identifier: MulanPSL-2.0
"""One part on its way: pieces at the office's offset, again after every cut, commit, receipt."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.handoff import courier_queue as queue
from inspector_app.handoff.courier_inbox import take_receipt
from inspector_app.handoff.courier_line import Line, LineBroken, NotTaken, file_sha256, problems_of
from inspector_app.storage.outbox import OutboxPart, Sending
from inspector_app.workspace import Workspace

SMALLEST, FIRST, LARGEST = 64 * 1024, 1024 * 1024, 4 * 1024 * 1024  # bytes in one request: less on a bad line
VAIN = 4  # tries without a byte more at the office, before the queue waits
RESTARTS = 2  # of a part that came to the office as something else
NAP = 0.1  # seconds between two looks whether a person wants to stop

Cancelled = Callable[[], bool]


class Stopped(Exception):
    """The person asked to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSent:
    """What became of one part."""

    part: OutboxPart
    is_taken: bool
    problems: tuple[Problem, ...] = ()


class Pause:
    """Waits without being deaf to a person who wants to stop."""

    def __init__(self, cancelled: Cancelled) -> None:
        self._cancelled = cancelled

    def stop_if_asked(self) -> None:
        """Raise Stopped when the person asked."""
        if self._cancelled():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Wait. Raises Stopped."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.stop_if_asked()
            time.sleep(min(left, NAP))
        self.stop_if_asked()


class Tries:
    """Counts vain tries on a bad line; every byte that got through begins the count anew."""

    def __init__(self, pause: Pause) -> None:
        self._pause, self._vain, self._most = pause, 0, 0

    def got_through(self, arrived: int) -> None:
        """So many bytes have arrived in all; only if they are more than before it is worth going on at once."""
        if arrived > self._most:
            self._most, self._vain = arrived, 0

    def again(self, broken: LineBroken) -> None:
        """Wait for the next try; raise the fault itself when there were too many in vain."""
        self._vain += 1
        if self._vain >= VAIN or broken.reason in ("no connection", "no answer") or broken.after > NAP * 100:
            raise broken
        self._pause.wait(max(broken.after, 0.1 * 2**self._vain * (0.5 + secrets.randbelow(1000) / 1000)))


class PartSender:
    """Sends parts over one line."""

    def __init__(self, ws: Workspace, line: Line, pause: Pause, told: Callable[[OutboxPart, int], None]) -> None:
        self._ws, self._line, self._pause, self._told = ws, line, pause, told
        self._piece = FIRST

    def send(self, part: OutboxPart) -> PartSent:
        """Send one part and take the receipt for it. Raises LineBroken, Stopped, and NotTaken with 401 and 403."""
        part = queue.note(self._ws, replace(part, state=Sending.SENDING, office=self._line.url))
        tries, restarts = Tries(self._pause), 0
        while True:
            self._pause.stop_if_asked()
            try:
                if not self._is_read(part):
                    self._upload(part, tries)
                return self._commit(part)
            except LineBroken as broken:
                self._piece = max(SMALLEST, self._piece // 2)
                tries.again(broken)
            except NotTaken as refusal:
                if refusal.status in (401, 403):
                    raise
                restarts += refusal.status == 422
                if refusal.offset is None or restarts > RESTARTS or not self._is_unchanged(part, refusal):
                    return self._failed(part, refusal.problems or (self._refused(refusal),))
                tries.again(LineBroken("cut off"))  # the office has more or less than we thought: ask it

    def _is_unchanged(self, part: OutboxPart, refusal: NotTaken) -> bool:
        """Whether it is worth sending again: not when the file here is another than was queued."""
        return refusal.status != 422 or file_sha256(Path(part.path)) == part.sha256

    def _is_read(self, part: OutboxPart) -> bool:
        return self._line.get(f"/v1/parts/{part.id}").json().get("done") is True

    def _offset(self, part: OutboxPart) -> int:
        found = self._line.get(f"/v1/parts/{part.id}").json().get("offset")
        if type(found) is not int or found < 0:
            raise LineBroken("not an office")
        return found

    def _upload(self, part: OutboxPart, tries: Tries) -> None:
        offset = self._offset(part)
        tries.got_through(offset)
        with Path(part.path).open("rb") as file:
            while offset < part.bytes:
                self._pause.stop_if_asked()
                file.seek(offset)
                piece = file.read(min(self._piece, part.bytes - offset))
                answer = self._line.send(
                    "PATCH", f"/v1/parts/{part.id}", piece,
                    upload_offset=str(offset), upload_length=str(part.bytes),
                )  # fmt: skip
                arrived = answer.headers.get("upload-offset", "")
                if arrived != str(offset + len(piece)):
                    raise LineBroken("cut off")
                offset += len(piece)
                tries.got_through(offset)
                self._piece = min(LARGEST, self._piece * 2)
                part = queue.note_sent(self._ws, part, offset)
                self._told(part, offset)

    def _commit(self, part: OutboxPart) -> PartSent:
        body = json.dumps({"sha256": part.sha256, "bytes": part.bytes}).encode()
        answer = self._line.send("POST", f"/v1/parts/{part.id}/commit", body, clock_ahead=str(self._line.ahead))
        content = answer.json()
        receipt = content.get("receipt")
        if not isinstance(receipt, str) or not receipt:
            raise LineBroken("not an office")
        try:
            take_receipt(self._ws, receipt)
        except Refused as refused:
            return self._failed(part, refused.problems)
        self._told(part, part.bytes)
        return PartSent(part=queue.note_done(self._ws, part), is_taken=True, problems=problems_of(content))

    def _failed(self, part: OutboxPart, problems: tuple[Problem, ...]) -> PartSent:
        return PartSent(part=queue.note_failed(self._ws, part, problems[0]), is_taken=False, problems=problems)

    def _refused(self, refusal: NotTaken) -> Problem:
        fields = {"office": self._line.url, "status": str(refusal.status), "reason": ""}
        return Problem(code=ProblemCode.COURIER_REFUSED, fields=fields)
