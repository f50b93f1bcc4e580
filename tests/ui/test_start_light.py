# SPDX-License-Identifier: MulanPSL-2.0
"""A start loads only what the first screen shows, and builds only what is looked at."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui import theme
from inspector_app.ui.screens.planning_screen import PlanningScreen
from inspector_app.ui.screens.settings_screen import SettingsScreen
from inspector_app.ui.widgets.later import Later
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_inspection
from tests.helpers.pages_frame import Frame, settle

# What a first screen without protection, papers, photos and hand-off has no use for.
HEAVY = (
    "PIL", "argon2", "asyncio", "cryptography", "httpx", "inspector_app.documents", "inspector_app.handoff.making",
    "inspector_app.storage.merging", "numpy", "openpyxl", "psutil", "pypdfium2",
    "pypinyin", "pyrage", "reportlab", "starlette", "uharfbuzz", "PySide6.QtNetwork", "PySide6.QtPdf",
)  # fmt: skip
START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector_app import app as program

class Looked(program._Session):
    def _on_ready(self):
        print("ready", *sorted(sys.modules), flush=True)
        QTimer.singleShot(0, self.app.quit)

program._Session = Looked
sys.exit(program.run(program.Options(data_dir=Path(sys.argv[1]))))
"""


@pytest.fixture
def frame(qapp: QApplication, ws: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(ws)
    yield made
    made.close()


def test_a_start_loads_nothing_that_the_first_screen_has_no_use_for(unit: Workspace) -> None:
    an_inspection(unit)
    unit.close()
    command = [sys.executable, "-c", START, str(unit.folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    said, *loaded = ran.stdout.split()
    assert said == "ready"
    assert "inspector_app.ui.screens.today_screen" in loaded
    assert not {m for m in loaded if any(m == name or m.startswith(f"{name}.") for name in HEAVY)}


def test_a_part_is_built_when_it_is_first_looked_at(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    made: list[str] = []

    def make(name: str) -> QLabel:
        made.append(name)
        return QLabel(name)

    first, second = Later(lambda: make("first")), Later(lambda: make("second"))
    tabs.addTab(first, "1")
    tabs.addTab(second, "2")
    assert not made
    tabs.show()
    assert made == ["first"]
    assert not second.is_built
    tabs.setCurrentIndex(1)
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(1)
    assert made == ["first", "second"]
    assert second.part.text() == "second"
    assert second.part.isVisible()
    assert second.part.size() == second.size()


def test_settings_build_only_the_parts_that_are_looked_at(frame: Frame) -> None:
    screen = frame.go("settings")
    assert isinstance(screen, SettingsScreen)
    screen.show_part("look")
    settle(frame.jobs)
    built = {name for name, page in screen.pages.items() if page.is_built}
    assert {"look"} <= built <= {"organ", "look"}
    assert screen.look.isVisible()


def test_the_draw_is_built_when_it_is_looked_at(frame: Frame) -> None:
    screen = frame.go("planning")
    assert isinstance(screen, PlanningScreen)
    draw = screen.tabs.widget(1)
    assert isinstance(draw, Later)
    assert not draw.is_built
    screen.tabs.setCurrentIndex(1)
    settle(frame.jobs)
    assert draw.is_built
    assert screen.draw.isVisible()
