# SPDX-License-Identifier: MulanPSL-2.0
"""The watch over this laptop's clock: at the start, at every operation, and when the window's timer asks.

A jump is noted once in the security journal and stays a doubt until the clock is right again or a person explains
it; the doubt is kept beside the journal, so that another start does not forget it. Recording never waits for it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from inspector_app.domain.account import EventKind
from inspector_app.domain.clock_watch import ClockDoubt, ClockState, Look, explained, look
from inspector_app.domain.problems import Refused
from inspector_app.storage import organs, receipts, reconciliation
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import fetch_one, instant_in
from inspector_app.workspace.events import Noting, OpenStep, keep_event, keep_event_in

log = logging.getLogger(__name__)

KEY = "clock"  # of the session's values
EVENTS = {ClockState.BACK: EventKind.CLOCK_BACK, ClockState.AHEAD: EventKind.CLOCK_AHEAD}


class Watched(Noting, Protocol):
    """A workspace, as far as its clock is watched."""

    @property
    def device(self) -> str:
        """The id of this laptop."""
        ...

    @property
    def incarnation(self) -> str:
        """Under which incarnation its operations are counted."""
        ...

    def reader(self) -> AbstractContextManager[Database]:
        """Give the reading connection."""
        ...

    def session_value(self, key: str) -> str:
        """Give what is kept beside the journal."""
        ...

    def put_session_value(self, key: str, value: str) -> None:
        """Keep something beside the journal."""
        ...


class ClockWatch:
    """What one open workspace knows about the time. `counter` gives seconds that never jump."""

    def __init__(self, ws: Watched, counter: Callable[[], float] = time.monotonic) -> None:
        self._ws, self._counter = ws, counter
        self._watching = threading.RLock()
        self._known: Look | None = None
        self._unnoted: ClockDoubt | None = None
        self._overruled: datetime | None = None
        self._allowed: date | None = None
        self._noting = False
        self.is_on = True  # a made-up past, told visit by visit, is no jump of a clock

    @property
    def doubt(self) -> ClockDoubt | None:
        """The doubt that stands, as far as it was looked."""
        return self._known.doubt if self._known is not None else None

    def may_issue(self, on: date) -> bool:
        """Whether a document may bear this date: no doubt stands, or a person gave this date and the reason."""
        return self.doubt is None or self._allowed == on

    def look(self, now: datetime) -> ClockDoubt | None:
        """Look at the clock; give the doubt that stands. Never refuses and never holds anything up."""
        with self._watching:
            if not self._watches():
                return self.doubt
            before = self._known or self._first()
            if not self._watches():
                return None
            after, jumped = look(before, now, self._counter())
            if jumped is not None:
                self._unnoted = jumped
            self._known = after
            if jumped is not None or after.doubt != before.doubt:
                self._keep()
            if self._unnoted is not None:
                self._note(self._unnoted)
            return after.doubt

    def _watches(self) -> bool:
        return self.is_on and not self._noting and self._ws.read_only is None

    def ask_office(self, now: datetime) -> ClockDoubt | None:
        """Look at the clock with what the office said since."""
        with self._watching:
            if self._known is not None:
                with self._ws.reader() as db:
                    self._known = _with_office(self._known, _office(db, self._ws.device), self._overruled)
            return self.look(now)

    def explain_in(self, step: OpenStep, on: date, reason: str) -> None:
        """Keep inside an open operation which date a person gave for today, and why the clock is off."""
        doubt = self.doubt
        last = doubt.last.isoformat() if doubt is not None else ""
        detail = f"date={on.isoformat()} now={step.now.isoformat()} last={last} {reason}"
        keep_event_in(self._ws, step, EventKind.CLOCK_EXPLAINED, on.isoformat(), detail)

    def believe(self, on: date, now: datetime) -> None:
        """After its reason was kept: end the doubt where the clock has the date that the person gave.

        Where it has another, the clock is still wrong: the doubt stays, and documents may bear that one date.
        """
        with self._watching:
            before = self._known or self._first()
            self._allowed = on
            if now.date() == on:
                self._known = explained(before, now, self._counter())
                self._overruled, self._unnoted = before.office, None
            self._keep()

    def _first(self) -> Look:
        """What the journal, the office and the last session say."""
        with self._ws.reader() as db:
            sql = "SELECT at FROM operations WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1"
            row = fetch_one(db, sql, [self._ws.device, self._ws.incarnation])
            office = _office(db, self._ws.device)
            self.is_on = self.is_on and not organs.is_demo(db)
        seen = None if row is None else instant_in(row["at"])
        doubt, self._overruled, self._allowed = _kept(self._ws.session_value(KEY))
        known = Look(seen=seen, trusted=doubt.last if doubt else seen, doubt=doubt)
        return _with_office(known, office, self._overruled)

    def _keep(self) -> None:
        doubt = self.doubt
        if doubt is None:
            self._allowed = None
        kept = {
            "state": doubt.state.value if doubt else "",
            "now": doubt.now.isoformat() if doubt else "",
            "last": doubt.last.isoformat() if doubt else "",
            "overruled": self._overruled.isoformat() if self._overruled else "",
            "allowed": self._allowed.isoformat() if self._allowed else "",
        }
        with contextlib.suppress(Refused):
            self._ws.put_session_value(KEY, json.dumps(kept))

    def _note(self, doubt: ClockDoubt) -> None:
        """Note a jump; where the disk takes nothing, it is tried again at the next look."""
        detail = f"now={doubt.now.isoformat()} last={doubt.last.isoformat()}"
        self._noting = True
        try:
            keep_event(self._ws, EVENTS[doubt.state], doubt.state.value, detail)
            self._unnoted = None
        except Refused:
            log.warning("a jump of the clock could not be noted")
        finally:
            self._noting = False


def _office(db: Database, device: str) -> datetime | None:
    """The office's last word by its own clock: its newest receipt, or its answer to this laptop's call."""
    made, _ = receipts.newest(db)
    said = [instant_in(made)] if made else []
    clock = reconciliation.clocks(db).get(device)
    if clock is not None:
        said.append(instant_in(clock.at) - timedelta(seconds=clock.seconds))
    return max(said, default=None)


def _with_office(known: Look, office: datetime | None, overruled: datetime | None) -> Look:
    """Take the office's word, unless it is the one that a person overruled."""
    is_new = office is not None and (overruled is None or office > overruled)
    return replace(known, office=office if is_new else None)


def _kept(text: str) -> tuple[ClockDoubt | None, datetime | None, date | None]:
    """Read what the last session left: doubt, overruled word, allowed date; nothing where it cannot be read."""
    try:
        found = json.loads(text or "{}")
        at = {name: datetime.fromisoformat(found[name]) for name in ("now", "last", "overruled") if found.get(name)}
        doubt = None
        if found.get("state"):
            doubt = ClockDoubt(state=ClockState(found["state"]), now=at["now"], last=at["last"])
        allowed = date.fromisoformat(found["allowed"]) if found.get("allowed") else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, None, None
    return doubt, at.get("overruled"), allowed
