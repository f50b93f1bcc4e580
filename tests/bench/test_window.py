# SPDX-License-Identifier: MulanPSL-2.0
"""How long the inspector waits at the window."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest

from inspector_app.locations import bundled
from inspector_app.operations import photos
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_inspection import InspectionPage

ALL = ("hazmat", "construction", "special_equipment", "fireworks", "common")
PHOTOS = sorted((bundled("resources") / "demo" / "photos").glob("*.jpg"))
ROOT = Path(__file__).resolve().parents[2]


def test_start_to_usable_window(bench: Workspace, benchmark: Any) -> None:
    an_inspection(bench)
    folder = bench.folder
    bench.close()

    def start() -> float:
        script = str(ROOT / "tests" / "bench" / "start_window.py")
        command = [sys.executable, script, repr(time.time()), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
        return float(done.stdout.split()[0])

    seconds = sorted(start() for _ in range(10))
    print(f"\nstart to usable window: median {seconds[5] * 1000:.0f} ms, least {seconds[0] * 1000:.0f} ms")
    benchmark.pedantic(lambda: None, rounds=1)
    benchmark.extra_info["median_ms"] = round(seconds[5] * 1000)


@pytest.fixture
def page(bench: Workspace, qtbot: Any) -> Any:
    made = InspectionPage(bench)
    yield made
    made.close()


def test_open_an_inspection_of_all_packs(bench: Workspace, page: InspectionPage, benchmark: Any) -> None:
    made = an_inspection(bench, pack_ids=ALL)
    page.open(made)
    benchmark.pedantic(lambda: page.open(made), rounds=10, warmup_rounds=1)


def test_key_to_painted_answer_with_all_packs(bench: Workspace, page: InspectionPage, benchmark: Any) -> None:
    made = an_inspection(bench, pack_ids=ALL)
    page.open(made)

    def tick() -> None:
        QTest.keyClick(page.items, "1")
        page.jobs.wait_idle()
        page.items.viewport().repaint()

    benchmark.pedantic(tick, rounds=150, warmup_rounds=10)


def test_photo_added_and_its_thumbnail_made(bench: Workspace, benchmark: Any) -> None:
    made = an_inspection(bench)
    finding = a_finding(bench, made)
    data = PHOTOS[0].read_bytes()
    numbers = itertools.count()

    def add() -> None:
        source = photos.PhotoSource(name="a.jpg", data=data + b"%d" % next(numbers))
        added = photos.add_photos(bench, made.id, [source], finding.id).value.photos[0]
        photos.thumbnail(bench, added)

    benchmark.pedantic(add, rounds=12, warmup_rounds=2)
