# SPDX-License-Identifier: MulanPSL-2.0
"""A sample of every bar that drives the program, and of the defects that must be found; `make faults` runs them all."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cuts import Cutter, Tally
from tests.faults.kills import Kills
from tests.faults.powerloss import Disk, Event
from tests.faults.readers import beside_a_reader
from tests.faults.running import memory, shim
from tests.faults.seeded import SEEDED, hunt
from tests.faults.workflows import BY_NAME, WORKFLOWS
from tests.faults.world import World

SEED = 20261122
FEW = 4  # of each workflow and bar
QUICK = ("row_before_photo", "files_not_flushed", "chain_unchecked", "write_faults_ignored", "last_writer_wins")


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One world for all tests of this file."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir=memory()) as name:
        library = shim(Path(name))
        if library is None:
            pytest.skip("no C compiler: kills, full disks, power cuts and bit flips were NOT tried")
        made = World(library, Path(name) / "world")
        try:
            yield made
        finally:
            made.close()


@pytest.mark.parametrize(("name", "bar"), [("photo", "B4"), ("issue", "B1"), ("migrate1", "B1")])
def test_a_workflow_survives_a_sample_of_faults(world: World, name: str, bar: str) -> None:
    workflow = BY_NAME[name]
    faults = random.Random(SEED).sample(world.cases.faults(workflow, bar), FEW)
    assert [(fault, found) for fault in faults if (found := world.cases.meet(workflow, fault))] == []


def test_every_kill_is_played_and_a_true_one_leaves_the_same(world: World) -> None:
    kills = Kills(world.cases, "record")
    wrong = [(point.kind, point.at, found) for point, found in kills if found]
    assert wrong == []
    assert kills.played.points > 100
    judged, workflow = world.cases.judged.contents, BY_NAME["record"]
    for fault in random.Random(SEED).sample(world.cases.faults(workflow, "B1"), FEW):
        assert world.cases.meet(workflow, fault) == []
    assert world.cases.judged.contents == judged  # none came to a content that was not played


def test_what_was_acknowledged_survives_power_cuts(world: World) -> None:
    tally = Tally()
    cutter = Cutter(world.cases, world.recorded("photo"), SEED, 1, tally)
    assert [found for found in itertools.islice(cutter, 60) if found] == []
    assert tally.different > 20


def test_flipped_bits_are_noticed(world: World) -> None:
    for what in ("database", "file"):
        told, found = world.flip(what, SEED, 1, 25)
        assert found == []
        assert told["noticed"] > 0


def test_a_killed_writer_leaves_a_reader_in_peace(world: World) -> None:
    assert beside_a_reader(world, SEED, 1) == []


@pytest.mark.parametrize("defect", QUICK)
def test_a_seeded_defect_is_found(world: World, defect: str) -> None:
    (seeded,) = [s for s in SEEDED if s.defect == defect]
    runs, found = hunt(world, seeded)
    assert found, f"not found in {runs} runs"


def test_there_are_enough_defects_and_each_has_its_bar() -> None:
    assert len({s.defect for s in SEEDED}) == len(SEEDED) >= 30
    assert len({w.name for w in WORKFLOWS}) == len(WORKFLOWS)


def test_a_cut_disk_holds_what_was_flushed_and_no_more(tmp_path: Path) -> None:
    disk, chance = Disk(tmp_path, ()), random.Random(1)
    name, folder = str(tmp_path / "f" / "a"), str(tmp_path / "f")

    def event(what: str, path: str = name, other: str = "", offset: int = 0, data: bytes = b"") -> None:
        disk.apply(Event(what, path, other, offset, data))

    event("C")
    event("W", data=b"one")
    event("S")
    assert disk.after_cut("strict", chance) == {}  # its folder was not flushed
    event("S", folder)
    assert disk.after_cut("strict", chance) == {name: b"one"}
    event("W", offset=3, data=b"two")
    event("R", name, str(tmp_path / "f" / "b"))
    assert disk.after_cut("strict", chance) == {name: b"one"}
    assert disk.after_kill() == {str(tmp_path / "f" / "b"): b"onetwo"}
    seen = {tuple(sorted(disk.after_cut("random", random.Random(n)).items())) for n in range(200)}
    assert {content for state in seen for _, content in state} == {b"one", b"onetwo"}
