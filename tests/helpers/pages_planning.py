# SPDX-License-Identifier: MulanPSL-2.0
"""Page objects of 计划抽查: the year's plan and the random draws, worked by keys and the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from inspector_app.ui.screens.planning_screen import PlanningScreen
from inspector_app.ui.widgets.draw_page import DrawPage
from inspector_app.ui.widgets.planning_form import ActForm
from inspector_app.ui.widgets.planning_outcome import Outcome
from inspector_app.ui.widgets.planning_page import PlanPage
from inspector_app.workspace import Workspace
from tests.helpers.pages_frame import FakeAsk, Frame, settle, type_text

LEFT = Qt.MouseButton.LeftButton


class PlanningWindow:
    """One window with 计划抽查 open."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.ask = FakeAsk()
        self.frame = Frame(ws, self.ask)
        self.window = self.frame.window
        self.window.resize(1366, 768)
        QTest.mouseClick(self.window.rail.buttons["planning"], LEFT)
        self.settle()

    @property
    def screen(self) -> PlanningScreen:
        screen = self.window.screens["planning"]
        assert isinstance(screen, PlanningScreen)
        return screen

    @property
    def plan(self) -> PlanPage:
        return self.screen.plan

    def draws(self) -> DrawPage:
        self.screen.show_page(self.screen.draw)
        self.settle()
        return self.screen.draw

    def settle(self) -> None:
        for _ in range(2):
            settle(self.frame.jobs)

    def press(self, made: QPushButton) -> None:
        assert made.isVisible() and made.isEnabled(), made.text()
        QTest.mouseClick(made, LEFT)
        self.settle()

    def key(self, target: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(target, key)
        self.settle()

    def primary(self) -> None:
        assert self.screen.primary_action.isEnabled()
        self.screen.primary_action.trigger()
        self.settle()

    def fill(self, form: ActForm, **values: str) -> None:
        for name, value in values.items():
            edit = form.fields[name].edit
            edit.clear()
            if isinstance(edit, QPlainTextEdit):
                edit.setPlainText(value)
            else:
                type_text(edit, value)

    def send(self, form: ActForm) -> None:
        self.press(form.act)

    def texts(self) -> list[str]:
        """Give the names of the units in the table, as far as they are there."""
        model = self.plan.units.model
        return [model.cells(n)[2] for n in range(model.rowCount()) if model.cells(n)]

    def close(self) -> None:
        self.frame.close()


def said(result: Outcome) -> str:
    """Give what the band says, with the problems listed below it."""
    shown = [result.problems.model.data(result.problems.model.index(n)) for n in range(result.problems.count())]
    words = "\n".join([result.band.words.text(), *map(str, shown)])
    return words.replace("\u200b", "") if result.isVisible() else ""
