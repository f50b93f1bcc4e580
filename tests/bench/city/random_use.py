# SPDX-License-Identifier: MulanPSL-2.0
"""Hours of random use of the window with the year open; memory noted every minute, faults counted.

python -m tests.bench.city.random_use STORE MINUTES SEED RESULT.csv
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

from inspector_app import app as program
from tests.bench.city.window import PLACES, memory

WORDS = ("灭", "灭火器", "安全阀", "云溪", "yxq", "配电室", "C3", "2025", "重大", "", "")
KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home)


class Used(program._Session):
    """Uses itself at random until the time is over."""

    store, minutes, chance, result = Path(), 0.0, Random(1), Path()

    def _on_ready(self) -> None:
        self.acts = self.faults = 0
        self.ends = time.monotonic() + self.minutes * 60
        self.told = 0.0
        self.result.write_text("minute,acts,faults,memory_mb\n", encoding="utf-8")
        self.window.resize(1366, 768)
        QTimer.singleShot(50, self.use)

    def _on_fault(self, *fault: object) -> None:  # type: ignore[override]
        self.faults += 1
        super()._on_fault(*fault)  # type: ignore[arg-type]

    def use(self) -> None:
        """One act, then the next when everything has settled."""
        if time.monotonic() > self.ends:
            self.tell()
            self.app.quit()
            return
        self.act()
        self.acts += 1
        self.jobs.wait_idle(30_000)
        if time.monotonic() - self.told > 60:
            self.tell()
        QTimer.singleShot(0, self.use)

    def tell(self) -> None:
        """Note the minute, what was done and the memory."""
        self.told = time.monotonic()
        minute = self.minutes - (self.ends - self.told) / 60
        with self.result.open("a", encoding="utf-8") as out:
            out.write(f"{minute:.1f},{self.acts},{self.faults},{memory()}\n")

    def act(self) -> None:
        """Go somewhere, or type, choose, scroll or turn a page of what is shown; no button is pressed."""
        chance = self.chance
        if chance.random() < 0.08:
            self.window.go(chance.choice(PLACES))
            return
        screen = self.window.stack.currentWidget()
        kinds = (QLineEdit, QComboBox, QTabBar, QAbstractItemView)
        shown = [w for kind in kinds for w in screen.findChildren(kind) if w.isVisible() and w.isEnabled()]
        if not shown:
            self.window.go(chance.choice(PLACES))
            return
        self.touch(chance.choice(shown))
        QApplication.processEvents()

    def touch(self, widget: QWidget) -> None:
        """Do with a widget what a person does."""
        chance = self.chance
        if isinstance(widget, QLineEdit) and not widget.isReadOnly():
            widget.setText(chance.choice(WORDS))
        elif (isinstance(widget, QComboBox) and widget.count()) or (isinstance(widget, QTabBar) and widget.count()):
            widget.setCurrentIndex(chance.randrange(widget.count()))
        elif isinstance(widget, QAbstractItemView):
            QTest.keyClick(widget, chance.choice(KEYS))
            bar = widget.verticalScrollBar()
            if chance.random() < 0.3 and bar.maximum() > 0:
                bar.setValue(chance.randrange(bar.maximum() + 1))


if __name__ == "__main__":
    Used.minutes, Used.chance, Used.result = float(sys.argv[2]), Random(int(sys.argv[3])), Path(sys.argv[4])
    program._Session = Used  # type: ignore[misc]
    sys.exit(program.run(program.Options(data_dir=Path(sys.argv[1]))))
