# SPDX-License-Identifier: MulanPSL-2.0
"""Free memory goes back to the system, and sources of imported modules do not stay in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.ui import jobs as jobs_module
from inspector_app.ui.jobs import Jobs
from tests.helpers.pages_frame import FakeAsk

ROOT = Path(__file__).parents[2]
SPARE = 200  # MB, in pieces that the C library keeps for itself when they are free

SCRIPT = f"""
from inspector_app.ui import memory

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 // 1_000_000

def fill():
    kept = [b"x" * 100_000 for _ in range({SPARE * 10})]
    return kept[::20]  # between them lie holes, so that the heap cannot shrink from its end

memory.share_one_heap()
before = resident()
pins = fill()
held = resident() - before
memory.give_back()
print(before, held, resident() - before)
"""

IMPORTED = """
import linecache
import inspector_app.ui
import inspector_app.domain.figures, inspector_app.ui.widgets.page
print(len(linecache.cache), "inspector_app.ui.widgets.page" in str(list(linecache.cache)))
"""


def said_by(script: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return run.stdout.split()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other C libraries have no such call")
def test_free_memory_goes_back() -> None:
    before, held, left = map(int, said_by(SCRIPT))
    assert held > SPARE * 0.8, "nothing was kept that could be given back"
    assert left < before / 2 + 20
    assert left < held / 4


def test_sources_of_modules_do_not_stay() -> None:
    assert said_by(IMPORTED)[0] == "0"


def test_memory_is_given_back_after_work_even_when_nobody_rests(
    qapp: object, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first work starts the clock; what follows does not put it off."""
    given: list[int] = []
    monkeypatch.setattr(jobs_module.memory, "give_back", lambda: given.append(1))
    monkeypatch.setattr(jobs_module, "TIDY_MS", 1)
    jobs = Jobs(FakeAsk())
    try:
        for _ in range(1000):
            if given:
                break
            jobs.run_read(jobs, lambda: None, then=lambda _none: None)
            assert jobs.wait_idle()
        assert given
    finally:
        jobs.shutdown()
