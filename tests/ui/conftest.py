# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of parts of the window share: answers to questions, the worker, the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.inspection import Inspection
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.workspace import Workspace
from tests.helpers.accounts import quick as quick
from tests.helpers.cases import MadeCase, clean_case
from tests.helpers.clock import Clock
from tests.helpers.forms import a_form, keep_form
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_case import CasePage
from tests.helpers.pages_desk import DocumentsPage
from tests.helpers.pages_documents import Answers, a_finished_visit, decode_here
from tests.helpers.pages_frame import Frame
from tests.helpers.pages_handoff import HandoffWindow
from tests.helpers.pages_inspection import InspectionPage
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


# ---- what a screen is opened over -----------------------------------------------------------------------------


@pytest.fixture
def place(unit: Workspace) -> Enterprise:
    """An enterprise of the register; a file that wants it to have more says so under the same name."""
    return an_enterprise(unit, 1, name="清河县恒源化工有限公司")


@pytest.fixture
def frame(qapp: QApplication, unit: Workspace, place: Enterprise) -> Iterator[Frame]:
    """The window over a unit with an enterprise."""
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(unit)
    yield made
    made.close()


@pytest.fixture
def finished(unit: Workspace, clock: Clock) -> Inspection:
    """A visit that is over, with what its papers need."""
    return a_finished_visit(unit, clock)


@pytest.fixture
def desk(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot, finished: Inspection) -> DocumentsPage:
    """文书 with that visit chosen."""
    made = DocumentsPage(unit, jobs, ask, qtbot)
    made.open(finished)
    return made


@pytest.fixture
def case(unit: Workspace, clock: Clock, tmp_path: Path) -> MadeCase:
    """A case in which no rule finds anything."""
    decode_here(unit)
    return clean_case(unit, clock, tmp_path / "files")


@pytest.fixture
def case_page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> CasePage:
    """案卷, with no case chosen yet."""
    return CasePage(unit, jobs, ask, qtbot)


@pytest.fixture
def trial(unit: Workspace, qapp: QApplication) -> Iterator[InspectionPage]:
    """An inspection with a checklist that has a line of every kind."""
    keep_form(unit, a_form())
    made = InspectionPage(unit)
    made.open(an_inspection(unit, pack_ids=("trial",)))
    yield made
    made.close()


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
