# SPDX-License-Identifier: MulanPSL-2.0
"""A city-year of records and a pile of photos handed over: time, memory and bytes, against a plain copy of the files.

HANDOFF_PHOTOS (of 4 MB, 2,000 by default) and HANDOFF_OPERATIONS (200,000) set the amounts; figures are printed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Op
from inspector_app.storage import enterprises
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.kept_photos import kept_photos
from tests.helpers.makers import a_unit, an_enterprise, an_inspection
from tests.helpers.unit import a_laptop, an_office

PHOTOS = int(os.environ.get("HANDOFF_PHOTOS", "2000"))
OPERATIONS = int(os.environ.get("HANDOFF_OPERATIONS", "200000"))
PHOTO_BYTES = 4_000_000
MEASURED = """
import json, sys, time
from pathlib import Path
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office, plan
from inspector_app.handoff.reading import read_bundles
from inspector_app.workspace import open_workspace
def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024
verb, folder, stick = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
ws = open_workspace(folder)
before, began = peak(), time.monotonic()
if verb == "plan":
    found = plan(ws, order_for_office(ws)).operations
elif verb == "make":
    made = make_bundle(ws, stick, order_for_office(ws))
    found = [made.parts, made.operations, made.files, made.bytes]
else:
    found = [part.state.value for part in read_bundles(ws, [stick]).parts]
seconds = time.monotonic() - began
print(json.dumps({"seconds": round(seconds, 1), "peak_mb": peak(), "peak_before_mb": before, "found": found}))
ws.close()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder on the disk, taken away afterwards."""
    folder = Path(os.environ.get("HANDOFF_PLACE", "/tmp")) / f"handoff-bench-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def measured(verb: str, ws: Path, stick: Path) -> dict[str, Any]:
    """Do it in a process of its own, so that its memory is its own."""
    done = subprocess.run([sys.executable, "-c", MEASURED, verb, ws, stick], check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    sys.stdout.write(f"\n{verb}: {told}\n")
    return told


def many_photos(ws: Workspace, count: int) -> None:
    """Keep photos of 4 MB in visits of 20."""
    for n in range(0, count, 20):
        visit = an_inspection(ws, an_enterprise(ws, n + 1))
        kept_photos(ws, visit, [os.urandom(PHOTO_BYTES) for _ in range(min(20, count - n))])


def many_operations(ws: Workspace, count: int) -> None:
    """Amend the register again and again."""
    units = [an_enterprise(ws, 50_000 + n) for n in range(200)]
    for n in range(count):
        unit = units[n % len(units)]
        with ws.operation(Op.AMEND_ENTERPRISE) as step:
            enterprises.put_enterprise(step.db, replace(unit, note=f"第{n}次走访：现场情况与上次一致，台账已更新。"))


def copied(source: Path, target: Path) -> float:
    """Copy the files plainly, each flushed; gives the seconds."""
    target.mkdir()
    began = time.monotonic()
    for path in source.glob("??/*"):
        with path.open("rb") as old, (target / path.name).open("wb") as new:
            shutil.copyfileobj(old, new, 1024 * 1024)
            new.flush()
            os.fsync(new.fileno())
    return time.monotonic() - began


def test_photos(place: Path) -> None:
    office = an_office(place / "office", Clock())
    laptop = a_laptop(place / "laptop", office, "一组")
    many_photos(laptop, PHOTOS)
    files = sum(p.stat().st_size for p in (place / "laptop" / "files").glob("??/*"))
    for ws in (office, laptop):
        ws.close()
    plain = copied(place / "laptop" / "files", place / "plain")
    sys.stdout.write(f"\n{PHOTOS} photos, {files} bytes; plain copy {plain:.1f} s\n")
    shutil.rmtree(place / "plain")
    made = measured("make", place / "laptop", place / "stick")
    sys.stdout.write(f"overhead {(made['found'][3] / files - 1) * 100:.3f} %\n")
    measured("read", place / "office", place / "stick")


def test_journal(place: Path) -> None:
    office = an_office(place / "office", Clock())
    laptop = a_laptop(place / "laptop", office, "一组")
    many_operations(laptop, OPERATIONS)
    for ws in (office, laptop):
        ws.close()
    size = (place / "laptop" / "inspector.db").stat().st_size
    sys.stdout.write(f"\n{OPERATIONS} operations, database {size} bytes\n")
    measured("plan", place / "laptop", place / "stick")
    measured("make", place / "laptop", place / "stick")
    measured("read", place / "office", place / "stick")


def test_planning(benchmark: Any, place: Path) -> None:
    """What the screen asks each time it is shown: a laptop with 5,000 operations, nothing receipted."""
    from inspector_app.handoff.outgoing import order_for_office, plan

    ws = create_workspace(place / "alone", clock=Clock())
    a_unit(ws)
    many_operations(ws, 5_000)
    found = benchmark(lambda: plan(ws, order_for_office(ws)).operations)
    assert found > 5_000
    ws.close()
