# SPDX-License-Identifier: MulanPSL-2.0
"""Every kill of a run, made from one recorded run (B1, B9).

`kill -9` at a call leaves exactly the files as they are at that moment: nothing of the operating system is lost. So
the changes of one run, recorded by the shim, are played forward, and before each call the files are what a kill there
would leave; a write that is torn is the same with a part of it. That the record is whole is checked at its end:
what is played must be what lies there. True kills, of which the campaign makes a share, must leave the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.cases import BELOW, Cases
from tests.faults.contents import state_of
from tests.faults.cuts import Recorded, record
from tests.faults.powerloss import SECTOR, WORDS, Disk, Event, State, disk_before, mark_of
from tests.faults.running import KILLED, Said
from tests.faults.workflows import BY_NAME

TORN = ("torn", "torn_first", "torn_last")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One place at which a run is killed, named as a true run would be, and what it leaves."""

    kind: str
    at: int
    state: State
    said: Said


@dataclass(slots=True)
class Played:
    """How many points there were, and how many of them left different files."""

    points: int = 0
    different: int = 0


class Kills:
    """All kills of one workflow, one after the other."""

    def __init__(self, cases: Cases, name: str, patches: Sequence[str] = ()) -> None:
        self.cases, self.patches, self.workflow = cases, patches, BY_NAME[name]
        self.run: Recorded = record(cases, name, patches)
        self.case: Path = self.run.root / "now"
        self.played = Played()
        self._known: dict[tuple[bytes, str], list[str]] = {}
        self._left = state_of(self.case)

    def __iter__(self) -> Iterator[tuple[Point, list[str]]]:
        """Give every point with what the oracle has against it."""
        for point in self.points():
            self.played.points += 1
            key = (mark_of(point.state), point.said.out)
            if key not in self._known:
                self.played.different += 1
                self._known[key] = self.cases.verdict(
                    self.workflow, self.case, point.said, point.state, self.patches, lies=False
                )
            yield point, self._known[key]
        shutil.rmtree(self.run.root)

    def points(self) -> Iterator[Point]:
        """Play the run: before each call, and within each write."""
        disk, call = disk_before(self.run.root, BELOW), 1
        for event in self.run.events:
            if event.what not in WORDS:
                for at in range(call, event.call + 1):  # a call that failed changed nothing
                    yield _point("kill", at, disk, disk.after_kill())
                call = event.call + 1
                if event.what == "W" and event.path in disk.now:
                    yield from _torn(event, disk)
            disk.apply(event)
        for at in range(call, self.run.calls + 1):
            yield _point("kill", at, disk, disk.after_kill())
        assert mark_of(disk.after_kill()) == mark_of(self._left), f"{self.run.name}: the record is not whole"


def _torn(event: Event, disk: Disk) -> Iterator[Point]:
    """The files when a write stopped in the middle: half of it, a sector or a byte, all but a byte."""
    size = len(event.data)
    before = disk.now[event.path].seen()
    whole = disk.after_kill()
    for kind, kept in zip(TORN, (size // 2, SECTOR if size > SECTOR else min(size, 1), max(size - 1, 0)), strict=True):
        content = bytearray(before[: event.offset].ljust(event.offset, b"\0"))
        content += event.data[:kept] + before[event.offset + kept :]
        yield _point(kind, event.write, disk, {**whole, event.path: bytes(content)})


def _point(kind: str, at: int, disk: Disk, state: State) -> Point:
    printed = disk.printed.decode("utf-8", "replace")
    return Point(kind=kind, at=at, state=state, said=Said(code=KILLED, out=printed, err="", acks=disk.acks))
