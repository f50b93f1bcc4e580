# SPDX-License-Identifier: MulanPSL-2.0
"""Measure the city's year and write the table: `make bench-city` (CITY_SCALE=0.1 for a tenth)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from inspector_app.workspace import open_workspace
from tests.bench.city import papers
from tests.bench.city.measure import Series, Table
from tests.bench.city.store import ROOT, copied_store, kept_store

RESULT = ROOT / ".cache" / "bench" / "city-year.md"


def main() -> int:
    """Run everything, each part in a process of its own."""
    table = Table()
    source, took = kept_store()
    if took:
        table.note("the year made: rows, journal, facts, 1,298 orders with pages", f"{took:.0f} s")
    table.note("the database", f"{(source / 'inspector.db').stat().st_size / 1e6:,.0f} MB")
    with tempfile.TemporaryDirectory(prefix="bench-city-", dir=source.parent) as place:
        store = copied_store(Path(place) / "store")
        began = time.perf_counter()
        open_workspace(store).close()  # made by an older program: its tables and facts are brought up to date
        table.note("the kept year opened for the first time", f"{time.perf_counter() - began:.1f} s")
        _starts(store, table)
        for part, more in (("window", []), ("below", [place])):
            _part(part, store, Path(place), more, table)
        papers.measure(store, table)
        shutil.rmtree(store)
        _part("travel", copied_store(Path(place) / "travelling"), Path(place), [place], table)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(table.markdown(), encoding="utf-8")
    print(f"written: {RESULT}")
    return 0


def _part(name: str, store: Path, place: Path, more: list[str], table: Table) -> None:
    """Measure one part in a process of its own."""
    result = place / f"{name}.json"
    command = [sys.executable, "-m", f"tests.bench.city.{name}", str(store), str(result), *more]
    if subprocess.run(command, cwd=ROOT, check=False).returncode or not result.is_file():
        table.note(name, "could not be measured")
    else:
        table.take(result)


def _starts(store: Path, table: Table) -> None:
    """Start the window on the year, beside an interpreter that only loads Qt's widgets."""
    script = str(ROOT / "tests" / "bench" / "start_window.py")
    ours, least = Series(), Series()
    for n in range(9):
        told = _run([script, repr(time.time()), str(store)])
        began = time.perf_counter()
        _run(["-c", "import PySide6.QtWidgets"])
        if n:
            ours.wall.append(float(told.split()[0]) * 1000)
            least.wall.append((time.perf_counter() - began) * 1000)
    others = {"Python and QtWidgets loaded, and ended": least}
    table.add("start to a usable window with the year", ours, goal="≤ 1,500 ms", others=others)


def _run(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, timeout=120, text=True
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
