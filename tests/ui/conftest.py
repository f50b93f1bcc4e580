# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of parts of the window share: answers to questions, the worker, the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.workspace import Workspace
from tests.helpers.accounts import quick as quick
from tests.helpers.clock import Clock
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_handoff import HandoffWindow
from tests.helpers.pages_protection import Guarded, a_guarded_folder
from tests.helpers.unit import a_laptop, an_office


@pytest.fixture(autouse=True)
def nothing_stays_open(qapp: QApplication) -> Iterator[None]:
    """A window that a test left open would keep every later program of the process from ending."""
    yield
    for widget in qapp.topLevelWidgets():
        if widget.isVisible():
            widget.hide()


@pytest.fixture
def ask() -> Answers:
    """Answers that a test fills in."""
    return Answers()


@pytest.fixture
def jobs(qapp: QApplication, ask: Answers) -> Iterator[Jobs]:
    """The worker, ended with the test."""
    theme.apply_theme(qapp, "light", 1.0)
    made = Jobs(ask)
    yield made
    made.wait_idle()
    made.shutdown()


# ---- an office and a laptop of it -------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """An office with an organ and two officers."""
    made = an_office(tmp_path / "office", clock)
    yield made
    made.close()


@pytest.fixture
def laptop(tmp_path: Path, office: Workspace, clock: Clock) -> Iterator[Workspace]:
    """A laptop that joined the office and knows all that it knows."""
    made = a_laptop(tmp_path / "laptop", office, "一组 1 号", clock, holder="王建国")
    yield made
    made.close()


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Callable[[Workspace], HandoffWindow]]:
    """Open a window with 数据交接 over a store, as often as a test likes."""
    theme.apply_theme(qapp, "light", 1.0)
    windows: list[HandoffWindow] = []

    def one(ws: Workspace) -> HandoffWindow:
        windows.append(HandoffWindow(ws))
        return windows[-1]

    yield one
    for window in windows:
        window.close()
    theme.apply_theme(qapp, "light", 1.0)


# ---- protected data -----------------------------------------------------------------------------------------


@pytest.fixture
def guarded(tmp_path: Path, quick: None) -> Guarded:
    """Protected data with one person of each role."""
    return a_guarded_folder(tmp_path / "data")
