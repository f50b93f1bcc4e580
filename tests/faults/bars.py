# SPDX-License-Identifier: MulanPSL-2.0
"""The bars of promises.md 0 that this campaign measures: what each runs, for how long, what counts."""

from __future__ import annotations

import itertools
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.faults.bundle_faults import points
from tests.faults.cases import Judged
from tests.faults.cuts import SESSION, Cutter, Tally
from tests.faults.kills import TORN, Kills
from tests.faults.readers import beside_a_reader
from tests.faults.running import Fault
from tests.faults.scenes import PASSWORD
from tests.faults.seeded import SEEDED, hunt
from tests.faults.window_kills import WindowKills
from tests.faults.workflows import BY_NAME, WORKFLOWS, Workflow
from tests.faults.world import World
from tests.handoff import damage

RANDOMS = 14  # states of the random model at each change
TRUE_KILLS = 16  # of each workflow, beside those that are played
FLIPS = 100  # at a time
DAMAGES = 500
PROTECTED = "protected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of a bar: each `of`-th run from the `nth`, until the time is over; or one run by name."""

    bar: str
    nth: int
    of: int
    seed: int
    until: float  # monotonic seconds
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
    counts: str | tuple[str, ...] = ""  # only what begins so counts towards the floor
    shares: int = 0  # into which it falls by itself; otherwise one for each process

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
    try:
        for counted, name, found in BARS[part.bar].work(world, part, reached):
            reached.done[counted] += 1
            again = f"[seed {part.seed}: --only {part.bar} --run '{name}']"
            reached.wrong += [f"{name}: {wrong} {again}" for wrong in found]
            if time.monotonic() > part.until and not part.name:
                reached.notes.append(f"share {part.nth} of {part.of}: time was over before all was done")
                break
    finally:
        if "cases" in world.__dict__:
            reached.notes.append(f"slowest start after a fault so far {world.cases.slowest:.2f} s")
    return reached


def _named(world: World, part: Part, bar: str) -> Iterator[Found]:
    """One run again, truly."""
    name, kind, at = part.name.split()
    if name.startswith("bundle"):
        yield from _bundles(world, part, (kind,))
        return
    for fault in world.cases.faults(BY_NAME[name], bar):
        if (fault.kind, str(fault.at)) == (kind, at):
            yield f"{name} {kind}", part.name, world.cases.meet(BY_NAME[name], fault)


def _runs(world: World, wanted: list[tuple[Workflow, Fault]]) -> Iterator[Found]:
    for workflow, fault in wanted:
        name = f"{workflow.name} {fault.kind} {fault.at}"
        yield f"run {fault.kind}", name, world.cases.meet(workflow, fault)


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


BUNDLE_SHARES = 3
BIG = ("rekey", "unprotect", "protect", "init", "backup", "issue")  # begun first, so that all end together
KILLED = (*BIG, *(w.name for w in WORKFLOWS if not w.is_migration and w.name not in BIG))
MIGRATED = tuple(w.name for w in WORKFLOWS if w.is_migration)


def _kills(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    """Each share is one workflow, or true kills of making and reading bundles."""
    if part.name:
        return _named(world, part, "B1")
    if part.nth < len(KILLED):
        return _killed(world, part, reached, BY_NAME[KILLED[part.nth]])
    share = replace(part, nth=part.nth - len(KILLED), of=BUNDLE_SHARES)
    return itertools.islice(_bundles(world, share, ("kill", "torn", "power")), TRUE_KILLS)


def _migrations(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    if part.name:
        return _named(world, part, "B1")
    return _killed(world, part, reached, BY_NAME[MIGRATED[part.nth]])


def _killed(world: World, part: Part, reached: Reached, workflow: Workflow) -> Iterator[Found]:
    """Play every kill and torn write of a workflow; then kill some runs truly, which must come to the same."""
    kills, judged, same = Kills(world.cases, workflow.name), replace(world.cases.judged), 0
    try:
        for point, found in kills:
            yield f"point {'torn' if point.kind in TORN else 'kill'}", f"{workflow.name} {point.kind} {point.at}", found
        chance = random.Random(f"{part.seed} {workflow.name}")
        faults = world.cases.faults(workflow, "B1")
        for fault in chance.sample(faults, min(TRUE_KILLS, len(faults))):
            before = world.cases.judged.contents
            found = world.cases.meet(workflow, fault)
            same += before == world.cases.judged.contents
            yield "run truly killed", f"{workflow.name} {fault.kind} {fault.at}", found
    finally:
        reached.done["of the points left different files"] += kills.played.different
        reached.done["of the runs truly killed came to a content that was played"] += same
        _tell_judged(world, judged, reached)


def _tell_judged(world: World, before: Judged, reached: Reached) -> None:
    now = world.cases.judged
    reached.done["contents judged by the whole oracle"] += now.contents - before.contents
    reached.done["contents judged once more"] += now.anew - before.anew


def _errors(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    """Every one is a true run: it is the program's own answer that is tried."""
    if part.name:
        yield from _named(world, part, "B4")
        return
    judged, kinds = replace(world.cases.judged), ("full", "eio", "fail", "gone", "flip", "unread")
    wanted = [(w, f) for w in WORKFLOWS if not w.is_migration for f in world.cases.faults(w, "B4")]
    runs = _runs(world, _shared(wanted, part))
    try:
        yield from _in_turn(runs, _bundles(world, part, kinds), shares=(40, 1))
    finally:
        _tell_judged(world, judged, reached)


RECORDED = (SESSION, "photo", "issue", "photos20", "record", "void", "print", "sign_off", "reinspect")


def _cuts(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    """Each share is one recorded run."""
    name = part.name.split()[0] if part.name else RECORDED[part.nth]
    tally = Tally()
    cutter = Cutter(world.cases, world.recorded(name), part.seed * 100, RANDOMS, tally)
    try:
        for at, found in enumerate(cutter, start=1):
            if not part.name or [name, str(at)] == part.name.split()[:2]:
                yield "changes cut at", f"{name} {at}", found
    finally:
        reached.done["states made"] += tally.made
        reached.done["states different"] += tally.different
        reached.done["contents judged"] += tally.contents
        reached.done["states started by the program itself"] += tally.started


def _windows(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    if part.name:
        yield "runs", part.name, world.window.meet(part.seed, int(part.name))
        return
    numbers, idle = itertools.count(part.nth, part.of), list(world.windows)
    running: dict[Future[list[str]], tuple[WindowKills, int]] = {}
    with ThreadPoolExecutor(len(idle)) as pool:
        while True:
            while idle:
                one, n = idle.pop(), next(numbers)
                running[pool.submit(one.meet, part.seed, n)] = (one, n)
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                one, n = running.pop(done)
                idle.append(one)
                reached.notes[:] = [f"process {part.nth}: {one.shown}" for one in world.windows]
                yield "runs", str(n), done.result()


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


def _damages(world: World, part: Part, reached: Reached) -> Iterator[Found]:
    n = part.nth
    while True:
        outcome = damage.campaign(part.seed * 1_000 + n, DAMAGES, world.folder)
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
    "B1": Bar(
        what="kill -9 at every call, torn writes",
        floor="10 000",
        seconds=200,
        work=_kills,
        counts=("point", "run", "bundle"),
        shares=len(KILLED) + BUNDLE_SHARES,
    ),
    "B2": Bar(
        what="power cut: crash states",
        floor="60 000",
        seconds=180,
        work=_cuts,
        counts="states made",
        shares=len(RECORDED),
    ),
    "B4": Bar(what="full disk, EIO; then retry", floor="2 000", seconds=150, work=_errors, counts=("run", "bundle")),
    "B5": Bar(what="damaged bundles", floor="200 000", seconds=105, work=_damages, counts="damaged"),
    "B8": Bar(what="the window killed", floor="200", seconds=195, work=_windows, counts="runs"),
    "B9": Bar(
        what="migrations killed at every call",
        floor="all",
        seconds=80,
        work=_migrations,
        counts=("point", "run"),
        shares=len(MIGRATED),
    ),
    "B11": Bar(what="single bit flips", floor="10 000", seconds=55, work=_flips, counts=""),
    "H8": Bar(what="random kills beside a reader", floor="300", seconds=40, work=_readers, counts="runs"),
    "B13": Bar(what="seeded defects found", floor="30, all", seconds=900, work=_seeded, counts="found"),
}
assert {seeded.where for seeded in SEEDED if seeded.bar in ("B1", "B4", "B9")} - {"bundle make", "bundle read"} <= {
    *BY_NAME
}
