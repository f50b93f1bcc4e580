# SPDX-License-Identifier: MulanPSL-2.0
"""Defects on purpose, and where each must be found (B13): a harness that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.bundle_faults import points
from tests.faults.cuts import BRIEF, SESSION, Cutter, Tally, record
from tests.faults.kills import TORN, Kills
from tests.faults.patches_checks import CHECKS
from tests.faults.patches_store import STORE
from tests.faults.running import Fault, Order
from tests.faults.workflows import BY_NAME

MOST = 90  # runs until a defect must have been found
MOST_CUTS = 700
MOST_WINDOWS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """A defect, the bar that must find it, and with what."""

    defect: str
    bar: str
    where: str
    kinds: tuple[str, ...] = ()
    needs: Mapping[str, Any] = field(default_factory=dict)
    may_break: bool = False  # the program itself stumbles over it, without any fault


def _window(defect: str, *kinds: str) -> Seeded:
    return Seeded(defect=defect, bar="B8", where="type", kinds=kinds)


def _play(defect: str, where: str) -> Seeded:
    return Seeded(defect=defect, bar="B6", where=where)


def _bundle(defect: str, verb: str, kind: str) -> Seeded:
    return Seeded(defect=defect, bar="B1", where=f"bundle {verb}", kinds=(kind,))


def _cases(defect: str, where: str, *kinds: str) -> Seeded:
    bar = "B4" if {*kinds} & {"full", "eio", "fail"} else "B9" if where.startswith("migrate") else "B1"
    return Seeded(defect=defect, bar=bar, where=where, kinds=kinds)


def _cut(defect: str, where: str = SESSION) -> Seeded:
    return Seeded(defect=defect, bar="B2", where=where)


def _parts(defect: str) -> Seeded:
    return Seeded(defect=defect, bar="B5", where="damaged parts")


def _flip(defect: str, what: str, **needs: Any) -> Seeded:
    return Seeded(defect=defect, bar="B11", where=what, needs=needs)


SEEDED: tuple[Seeded, ...] = (
    _cut("synchronous_normal"), _cut("synchronous_off"), _cut("journal_deleted"),
    _cut("files_not_flushed", "photo"), _cut("folders_not_flushed", "photo"), _cut("new_folders_not_flushed", "photo"),
    _cut("acknowledged_before_commit", BRIEF),
    _cases("written_in_place", "photo", "torn", "torn_first"), _cases("row_before_photo", "photo", "kill"),
    _cases("row_before_pdf", "issue", "kill"),
    _cases("paper_written_in_place", "print", "torn"), _cases("journal_row_late", "amend", "kill"),
    _cases("order_in_three_transactions", "issue", "kill"), _cases("facts_late", "amend", "kill"),
    _cases("counted_ahead", "amend", "kill"), _cases("write_faults_ignored", "photo", "fail"),
    _cases("flush_faults_ignored", "photo", "eio"), _cases("naive_migration", "migrate1", "kill"),
    _cases("migration_marked_first", "migrate1", "kill"),
    _flip("chain_unchecked", "database", near="operations"), _flip("tables_unchecked", "database", near="findings"),
    _flip("pages_unchecked", "database"), _flip("files_unchecked", "file"),
    _flip("facts_unchecked", "database", near="finding_facts"),
    _parts("foot_unchecked"), _parts("head_unchecked"),
    _window("drafts_late"), _window("drafts_after_pause_only"), _window("called_saved_too_early", "kill"),
    _play("naive_restore", "restored"), _play("last_writer_wins", "edited"), _play("taken_in_any_order", "shuffled"),
    _play("hash_unchecked", "forged"),
    _bundle("named_before_whole", "make", "kill"), _bundle("made_before_named", "make", "kill"),
    _bundle("not_read_back", "make", "flip"), _bundle("not_flushed", "make", "power"),
    _bundle("taken_one_by_one", "read", "kill"), _bundle("noted_before_taken", "read", "kill"),
)  # fmt: skip
assert {*STORE, *CHECKS} <= {seeded.defect for seeded in SEEDED}


def spread(faults: Sequence[Fault], most: int = MOST) -> Iterator[Fault]:
    """Give faults from all over the run, coarsely first."""
    wanted = faults[:: max(1, len(faults) // most)]
    for stride in (7, 3, 1):
        yield from (f for n, f in enumerate(wanted) if n % stride == 0 and (stride == 7 or n % 7))


def hunt(world: Any, seeded: Seeded) -> tuple[int, str]:
    """Look for a defect with the harness that must find it; gives after how many runs what was found."""
    finders: Mapping[str, Callable[[Any, Seeded], Iterator[list[str]]]] = {
        "B1": _by_cases, "B4": _by_cases, "B9": _by_cases, "B2": _by_cuts, "B8": _by_windows, "B11": _by_flips,
        "B6": _by_plays, "B5": _by_damages,
    }  # fmt: skip
    n = 0
    try:
        for n, found in enumerate(finders[seeded.bar](world, seeded), start=1):
            if found:
                return n, found[0]
    except AssertionError as error:
        return n, f"the run itself breaks: {str(error)[-300:]}" if seeded.may_break else ""
    return n, ""


def _by_cases(world: Any, seeded: Seeded) -> Iterator[list[str]]:
    if seeded.where.startswith("bundle"):
        verb = seeded.where.split()[1]
        meet = world.bundles.make if verb == "make" else world.bundles.read
        faults = [f for kind in seeded.kinds for f in points(world.bundles, verb)[kind]]
        yield from (meet(fault, (seeded.defect,)) for fault in spread(faults))
        return
    workflow = BY_NAME[seeded.where]
    if {*seeded.kinds} <= {"kill", *TORN}:
        yield from (found for _, found in Kills(world.cases, seeded.where, (seeded.defect,)))
        return
    faults = [f for bar in ("B1", "B4") for f in world.cases.faults(workflow, bar) if f.kind in seeded.kinds]
    yield from (world.cases.meet(workflow, fault, (seeded.defect,)) for fault in spread(faults))


def _by_cuts(world: Any, seeded: Seeded) -> Iterator[list[str]]:
    run = record(world.cases, seeded.where, (seeded.defect,))
    for n, found in enumerate(Cutter(world.cases, run, 1, 2, Tally())):
        yield found
        if n > MOST_CUTS:
            return


def _by_windows(world: Any, seeded: Seeded) -> Iterator[list[str]]:
    for n in range(MOST_WINDOWS):
        yield world.window.meet(13, n, (seeded.defect,), seeded.where, at_calls="kill" in seeded.kinds)


def _by_flips(world: Any, seeded: Seeded) -> Iterator[list[str]]:
    for n in range(8):
        yield world.flip(seeded.where, 13, n, 40, (seeded.defect,), **seeded.needs)[1]


def _by_damages(world: Any, seeded: Seeded) -> Iterator[list[str]]:
    for n in range(8):
        order = Order(script="damage", needs={"seed": 13 + n, "count": 200}, patches=(seeded.defect,))
        said = world.runner.run(order, Fault(kind="count", at=0, below=()), world.folder)
        yield [str(ack["wrong"]) for ack in said.acks if "wrong" in ack]


def _by_plays(world: Any, seeded: Seeded) -> Iterator[list[str]]:
    case = world.folder / f"play-{seeded.where}-{seeded.defect}"
    case.mkdir(parents=True)
    order = Order(script="replicas", needs={"play": seeded.where}, patches=(seeded.defect,))
    said = world.runner.run(order, Fault(kind="count", at=0, below=()), case)
    if said.code != 0 and not said.acks:
        raise AssertionError(said)
    yield [str(ack["wrong"]) for ack in said.acks]
