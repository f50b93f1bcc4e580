# SPDX-License-Identifier: MulanPSL-2.0
"""A sample of the faults of making and reading bundles; `make faults` runs them all, many times over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.bundle_faults import Stage, points, some
from tests.faults.running import Fault, Runner, memory, shim
from tests.faults.traced import Traced

SEED = 20261122
MOST = 60  # runs until a defect must have been found


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """One stage for all runs, in memory where there is room for it: flushing is counted, not waited for."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir=memory()) as name:
        library = shim(Path(name))
        if library is None:
            pytest.skip("no C compiler: faults of the hand-off were tried by strace only, or NOT at all")
        runner = Runner(library)
        try:
            yield Stage(Path(name), runner)
        finally:
            runner.close()


def test_making_survives_a_sample_of_faults(stage: Stage) -> None:
    faults = some(points(stage, "make"), 24, SEED)
    assert {f.kind for f in faults} >= {"kill", "power", "torn", "eio", "full", "gone", "flip", "unread", "fail"}
    assert [(f, found) for f in faults if (found := stage.make(f))] == []


def test_reading_survives_a_sample_of_faults(stage: Stage) -> None:
    faults = some(points(stage, "read"), 18, SEED)
    assert [(f, found) for f in faults if (found := stage.read(f))] == []


@pytest.mark.parametrize(
    ("defect", "kind"),
    [
        ("named_before_whole", "kill"),
        ("made_before_named", "kill"),
        ("not_read_back", "flip"),
        ("not_flushed", "power"),
    ],
)
def test_the_oracle_finds_a_defect_in_making(stage: Stage, defect: str, kind: str) -> None:
    faults = points(stage, "make")[kind]
    assert any(stage.make(f, (defect,)) for f in _spread(faults))


@pytest.mark.parametrize("defect", ["taken_one_by_one", "noted_before_taken"])
def test_the_oracle_finds_a_defect_in_reading(stage: Stage, defect: str) -> None:
    faults = points(stage, "read")["kill"]
    assert any(stage.read(f, (defect,)) for f in _spread(faults))


def test_strace_finds_the_same_where_there_is_no_compiler(tmp_path: Path) -> None:
    """Few runs: each is a process of its own. Where neither is there, this is skipped with a word."""
    if not Traced.is_possible(tmp_path):
        pytest.skip("no strace, or it may not trace: the second way of making faults was NOT tried")
    stage = Stage(tmp_path, Traced(tmp_path))
    calls = stage.counts("make")["calls"]
    assert calls > 50
    assert stage.make(Fault(kind="kill", at=calls // 2)) == []
    assert stage.make(Fault(kind="eio", at=3)) == []


def _spread(faults: list[Fault]) -> Iterator[Fault]:
    """Give faults from all over the run, coarsely first."""
    step = max(1, len(faults) // MOST)
    wanted = faults[::step]
    for stride in (7, 3, 1):
        yield from (f for n, f in enumerate(wanted) if n % stride == 0 and (stride == 7 or n % 7))


@pytest.mark.parametrize("defect", ["named_before_whole", "made_before_named", "not_read_back", "not_flushed"])
def test_without_a_fault_a_defect_in_making_is_not_seen(stage: Stage, defect: str) -> None:
    """So it is the fault that brings it out, and not the patch that breaks everything."""
    assert stage.make(Fault(kind="count", at=0), (defect,)) == []


@pytest.mark.parametrize("defect", ["taken_one_by_one", "noted_before_taken"])
def test_without_a_fault_a_defect_in_reading_is_not_seen(stage: Stage, defect: str) -> None:
    assert stage.read(Fault(kind="count", at=0), (defect,)) == []
