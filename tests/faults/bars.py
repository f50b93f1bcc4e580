# SPDX-License-Identifier: MulanPSL-2.0
"""The bars of promises.md 0 that this campaign measures: what each runs, for how long, what counts."""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.bundle_faults import points
from tests.faults.cuts import SESSION, Cutter, Tally
from tests.faults.readers import beside_a_reader
from tests.faults.running import Fault
from tests.faults.scenes import PASSWORD
from tests.faults.seeded import SEEDED, hunt
from tests.faults.workflows import BY_NAME, WORKFLOWS, Workflow
from tests.faults.world import World
from tests.handoff import damage

RANDOMS = 3  # states of the random model at each change
FLIPS = 100  # at a time
DAMAGES = 500
PROTECTED = "protected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One process's share of a bar: each `of`-th run from the `nth`, until the time is over; or one run by name."""

    bar: str
    nth: int
    of: int
    seed: int
    seconds: float
    name: str = ""


@dataclass(slots=True)
class Reached:
    """What one process did."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Found = tuple[str, str, list[str]]  # what it counts as, its name, what is against it
Work = Callable[[World, Part, Reached], Iterator[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its time per push, its floor, and what does it."""

    what: str
    floor: str
    seconds: float
    work: Work
    counts: str = ""  # only what begins so counts towards the floor

    def counted(self, done: Mapping[str, int]) -> int:
        """How many count towards the floor."""
        return sum(count for name, count in done.items() if name.startswith(self.counts))


WORLD: dict[str, World] = {}


def begin(library: str, folder: str) -> None:
    """Begin a process of the campaign."""
    WORLD["here"] = World(Path(library), Path(folder) / f"world-{os.getpid()}")


def work(part: Part) -> Reached:
    """Do a share of a bar."""
    world, reached = WORLD["here"], Reached()
    end = 0.0  # counts from the first run: what has to be made before is not the bar's time
    try:
        for counted, name, found in BARS[part.bar].work(world, part, reached):
            reached.done[counted] += 1
            again = f"[seed {part.seed}: --only {part.bar} --run '{name}']"
            reached.wrong += [f"{name}: {wrong} {again}" for wrong in found]
            end = end or time.monotonic() + part.seconds
            if time.monotonic() > end and not part.name:
                reached.notes.append(f"process {part.nth}: time was over before all was done")
                break
    finally:
        if "cases" in world.__dict__:
            reached.notes.append(f"slowest start after a fault so far {world.cases.slowest:.2f} s")
    return reached


def _workflows(world: World, part: Part, bar: str, *, migrations: bool) -> Iterator[Found]:
    wanted: list[tuple[Workflow, Fault]] = []
    for workflow in WORKFLOWS:
        if workflow.is_migration == migrations:
            wanted += [(workflow, fault) for fault in world.cases.faults(workflow, bar)]
    if part.name:
        name, kind, at = part.name.split()
        wanted = [(w, f) for w, f in wanted if (w.name, f.kind, str(f.at)) == (name, kind, at)]
    else:
        wanted = _shared(wanted, part)
    for workflow, fault in wanted:
        name = f"{workflow.name} {fault.kind} {fault.at}"
        yield f"{workflow.name} {fault.kind}", name, world.cases.meet(workflow, fault)


def _shared(wanted: list[tuple[Workflow, Fault]], part: Part) -> list[tuple[Workflow, Fault]]:
    """Mix so that short and long workflows get the same share, whenever the time is over."""
    chance = random.Random(part.seed)
    chance.shuffle(wanted)
    place: Counter[str] = Counter()
    ranked = []
    for workflow, fault in wanted:
        place[workflow.name] += 1
        ranked.append((place[workflow.name], workflow, fault))
    ranked.sort(key=lambda entry: entry[0])
    return [(workflow, fault) for _, workflow, fault in ranked][part.nth :: part.of]


def _bundles(world: World, part: Part, kinds: tuple[str, ...]) -> Iterator[Found]:
    wanted = [(verb, fault) for verb in ("make", "read")
              for kind, faults in points(world.bundles, verb).items() if kind in kinds for fault in faults]  # fmt: skip
    if part.name:
        wanted = [(v, f) for v, f in wanted if [f"bundle_{v}", f.kind, str(f.at)] == part.name.split()]
    else:
        random.Random(part.seed).shuffle(wanted)
        wanted = wanted[part.nth :: part.of]
    for verb, fault in wanted:
        meet = world.bundles.make if verb == "make" else world.bundles.read
        yield f"bundle_{verb} {fault.kind}", f"bundle_{verb} {fault.kind} {fault.at}", meet(fault)


def _in_turn(*works: Iterator[Found], shares: tuple[int, ...]) -> Iterator[Found]:
    """Take so many of each in turn, until none has more."""
    left = list(zip(works, shares, strict=True))
    while left:
        for one, share in list(left):
            for _ in range(share):
                found = next(one, None)
                if found is None:
                    left.remove((one, share))
                    break
                yield found


def _kills(world: World, part: Part, _: Reached) -> Iterator[Found]:
    kinds = ("kill", "torn", "power")
    if part.name:
        return _bundles(world, part, kinds) if part.name.startswith("bundle") else _workflows(
            world, part, "B1", migrations=False)  # fmt: skip
    return _in_turn(_workflows(world, part, "B1", migrations=False), _bundles(world, part, kinds), shares=(6, 1))


def _errors(world: World, part: Part, _: Reached) -> Iterator[Found]:
    kinds = ("full", "eio", "fail", "gone", "flip", "unread")
    if part.name:
        return _bundles(world, part, kinds) if part.name.startswith("bundle") else _workflows(
            world, part, "B4", migrations=False)  # fmt: skip
    return _in_turn(_workflows(world, part, "B4", migrations=False), _bundles(world, part, kinds), shares=(6, 1))


def _migrations(world: World, part: Part, _: Reached) -> Iterator[Found]:
    yield from _workflows(world, part, "B1", migrations=True)


RECORDED = (SESSION, "photo", "issue", "photos20", "record", "void", "print", "sign_off", "reinspect")


def _cuts(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    """Each process plays other random states; strict and ordered ones are made by both."""
    names = (part.name.split()[0],) if part.name else RECORDED
    if part.nth % 2:
        names = (names[0], *reversed(names[1:]))
    share = part.seconds / len(names)
    for name in names:
        tally, began = Tally(), time.monotonic()
        most = share * (3 if name == SESSION else 0.7)
        cutter = Cutter(world.cases, world.recorded(name), part.seed * 100 + part.nth, RANDOMS, tally)
        for at, found in enumerate(cutter, start=1):
            if part.name and [name, str(at)] != part.name.split()[:2]:
                continue
            yield "changes cut at", f"{name} {at}", found
            if time.monotonic() - began > most and not part.name:
                reached.notes.append(f"{name}: not cut to the end")
                break
        reached.done["states made"] += tally.made
        reached.done["states different"] += tally.different
        reached.done["states started by the program itself"] += tally.started


def _windows(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    n = int(part.name) if part.name else part.nth
    while True:
        found = world.windows.meet(part.seed, n)
        yield "runs", str(n), found
        if part.name:
            break
        n += part.of
        shown = world.windows.shown
        reached.notes[:] = [f"process {part.nth}: {shown}"]


def _flips(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    kinds = ["database", "database", "file", "part", "protected", "protected file"]
    n = part.nth
    while True:
        for kind in kinds:
            n += part.of
            what = "file" if kind == "protected file" else "database" if kind == "protected" else kind
            more = {"start": PROTECTED, "password": PASSWORD} if kind.startswith("protected") else {}
            told, found = world.flip(what, part.seed, n, FLIPS, **more)
            for outcome, count in told.items():
                reached.done[f"{kind}: {outcome}"] += count
            yield "batches", f"{what} {n}", found


def _damages(_: World, part: Part, reached: Reached) -> Iterator[Found]:
    n = part.nth
    while True:
        outcome = damage.campaign(part.seed * 1_000 + n, DAMAGES)
        reached.done["damaged parts"] += outcome.count
        yield "batches", str(n), outcome.faults
        n += part.of


def _readers(world: World, part: Part, _: Reached) -> Iterator[Found]:
    n = int(part.name) if part.name else part.nth
    while True:
        yield "runs", str(n), beside_a_reader(world, part.seed, n)
        if part.name:
            break
        n += part.of


def _seeded(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    wanted = [s for s in SEEDED if s.defect == part.name] if part.name else list(SEEDED)[part.nth :: part.of]
    for seeded in wanted:
        runs, found = hunt(world, seeded)
        sys.stdout.write(
            f"  {seeded.defect} ({seeded.bar} {seeded.where}): {f'run {runs}' if found else 'NOT FOUND'}\n"
        )
        sys.stdout.flush()
        reached.notes.append(f"{seeded.defect}: {seeded.bar} {seeded.where}, run {runs}: {found[:140]}"
                             if found else f"{seeded.defect}: NOT FOUND in {runs} runs of {seeded.bar}")  # fmt: skip
        yield "found" if found else "missed", seeded.defect, [] if found else [f"not found in {runs} runs"]


BARS: Mapping[str, Bar] = {
    "B1": Bar(what="kill -9 at every call, torn writes", floor="10 000", seconds=210, work=_kills),
    "B2": Bar(what="power cut: crash states", floor="60 000", seconds=130, work=_cuts, counts="states made"),
    "B4": Bar(what="full disk, EIO; then retry", floor="2 000", seconds=100, work=_errors),
    "B5": Bar(what="damaged bundles", floor="200 000", seconds=15, work=_damages, counts="damaged"),
    "B8": Bar(what="the window killed", floor="200", seconds=60, work=_windows, counts="runs"),
    "B9": Bar(what="migrations killed at every call", floor="all", seconds=45, work=_migrations),
    "B11": Bar(what="single bit flips", floor="10 000", seconds=35, work=_flips, counts=""),
    "H8": Bar(what="random kills beside a reader", floor="300", seconds=15, work=_readers, counts="runs"),
    "B13": Bar(what="seeded defects found", floor="30, all", seconds=900, work=_seeded, counts="found"),
}
assert {seeded.where for seeded in SEEDED if seeded.bar in ("B1", "B4", "B9")} - {"bundle make", "bundle read"} <= {
    *BY_NAME
}
