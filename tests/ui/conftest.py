# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of parts of the window share: answers to questions, the worker, the theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from tests.helpers.pages_documents import Answers


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
    if (qapp.property("inspector_theme"), qapp.property("inspector_scale")) != (
        "light",
        1.0,
    ):  # dressing takes its time
        theme.apply_theme(qapp, "light", 1.0)
    made = Jobs(ask)
    yield made
    made.wait_idle()
    made.shutdown()
