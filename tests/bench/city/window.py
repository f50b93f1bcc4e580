# SPDX-License-Identifier: MulanPSL-2.0
"""The window with the year open: start, first paint of each place, ledger scroll and search, answers, memory.

python -m tests.bench.city.window STORE RESULT.json
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.city.measure import Series, Table

STARTED = time.time()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from inspector_app import app as program  # noqa: E402
from inspector_app.domain.ledger import LedgerName, LedgerQuery  # noqa: E402

PLACES = (
    "today", "enterprises", "inspection", "documents", "reinspection", "ledger", "statistics", "planning", "handoff",
    "settings",
)  # fmt: skip


def memory() -> int:
    """Give the resident memory in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


class Measured(program._Session):
    """Measures as soon as the first screen can be used, then ends."""

    result = Path()
    table = Table()

    def _on_ready(self) -> None:
        self.table.note("memory when the window can be used", f"{memory()} MB", goal="≤ 80 MB idle")
        QTimer.singleShot(50, self.measure)

    def measure(self) -> None:
        self.window.resize(1366, 768)
        self.settle()
        try:
            self.places()
            self.ledger()
            self.table.note("memory with the year open and used", f"{memory()} MB", goal="≤ 130 MB")
            self.table.keep(self.result)
        finally:
            self.app.quit()

    def settle(self) -> None:
        """Let everything that was begun come to its end, and paint."""
        for _ in range(50):
            QApplication.processEvents()
            if self.jobs._pending == 0:
                break
            self.jobs.wait_idle(20_000)
        QApplication.processEvents()

    def timed(self, series: Series, act: Callable[[], object], *, settled: bool = True) -> None:
        began = time.perf_counter()
        act()
        if settled:
            self.settle()
        self.window.repaint()
        series.wall.append((time.perf_counter() - began) * 1000)

    def places(self) -> None:
        for name in PLACES:
            first, again, before = Series(), Series(), memory()
            self.timed(first, lambda name=name: self.window.go(name))
            for _ in range(5):
                self.window.go("settings" if name == "today" else "today")
                self.settle()
                self.timed(again, lambda name=name: self.window.go(name))
            self.table.add(f"{name}: first time, with its imports, all read and painted", first, goal="≤ 1 s")
            print(f"{name}: memory {before} -> {memory()} MB", file=sys.stderr, flush=True)
            self.table.add(f"{name}: again", again, goal="≤ 100 ms")

    def ledger(self) -> None:
        self.window.open_ledger(LedgerQuery(ledger=LedgerName.FINDINGS))
        self.settle()
        screen: Any = self.window.screens["ledger"]
        view = screen.table
        step, page, jump, key = Series(), Series(), Series(), Series()
        bar = view.verticalScrollBar()
        for _ in range(60):
            self.timed(step, lambda: bar.setValue(bar.value() + 3), settled=False)
        self.settle()
        for _ in range(40):
            self.timed(page, lambda: QTest.keyClick(view, Qt.Key.Key_PageDown), settled=False)
        self.settle()
        chance = Random(2)
        for _ in range(30):
            self.timed(jump, lambda: bar.setValue(chance.randrange(max(1, bar.maximum()))))
        for word in ("灭", "灭火", "灭火器", "配电", "配电室", "安", "安全", "安全阀") * 3:
            self.timed(key, lambda word=word: screen.search.setText(word))
        self.table.add("ledger: three rows further, painted", step, goal="≤ 16 ms p95")
        self.table.add("ledger: a page further, painted", page, goal="≤ 40 ms p95")
        self.table.add("ledger: thumb jump, filled and painted", jump, goal="≤ 50 ms")
        self.table.add("ledger: search keystroke, filled and painted", key, goal="≤ 100 ms")


if __name__ == "__main__":
    Measured.result = Path(sys.argv[2])
    program._Session = Measured  # type: ignore[misc]
    sys.exit(program.run(program.Options(data_dir=Path(sys.argv[1]))))
