# SPDX-License-Identifier: MulanPSL-2.0
"""Page objects of 数据交接: a laptop's window and an office's, worked by keys and the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from inspector_app.ui.screens.handoff_screen import HandoffScreen
from inspector_app.ui.widgets.handoff_office import OfficePage
from inspector_app.ui.widgets.handoff_receive import ReceivePage
from inspector_app.ui.widgets.handoff_reconciliation import ReconciliationPage
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.handoff_send import SendPage
from inspector_app.ui.widgets.handoff_unit import UnitPage
from inspector_app.workspace import Workspace
from tests.helpers.pages_frame import FakeAsk, Frame, settle, type_text

LEFT = Qt.MouseButton.LeftButton


@dataclass
class HandoffAsk(FakeAsk):
    """Also answers which folder, and keeps what was said in questions."""

    place: Path | None = None

    def folder(self, title: str) -> Path | None:
        self.asked.append(title)
        return self.place


class HandoffWindow:
    """One window with 数据交接 open."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.ask = HandoffAsk()
        self.frame = Frame(ws, self.ask)
        self.window = self.frame.window
        self.jobs = self.frame.jobs
        self.window.resize(1366, 768)
        QTest.mouseClick(self.window.rail.buttons["handoff"], LEFT)
        self.settle()

    @property
    def screen(self) -> HandoffScreen:
        screen = self.window.screens["handoff"]
        assert isinstance(screen, HandoffScreen)
        return screen

    def settle(self) -> None:
        for _ in range(2):
            settle(self.jobs)

    def tab_words(self) -> list[str]:
        return [self.screen.tabs.tabText(n) for n in range(self.screen.tabs.count())]

    def foot(self) -> str:
        self.window.refresh_foot()
        self.settle()
        return self.window.foot.handover.text()

    def go(self, name: str) -> QWidget:
        self.screen.show_page(name)
        self.settle()
        return self.screen.pages[name]

    def sending(self) -> SendPage:
        page = self.go("send")
        assert isinstance(page, SendPage)
        return page

    def receiving(self) -> ReceivePage:
        page = self.go("receive")
        assert isinstance(page, ReceivePage)
        return page

    def unit(self) -> UnitPage:
        page = self.go("unit")
        assert isinstance(page, UnitPage)
        return page

    def office(self) -> OfficePage:
        page = self.go("laptops")
        assert isinstance(page, OfficePage)
        return page

    def reconciliation(self) -> ReconciliationPage:
        page = self.go("reconcile")
        assert isinstance(page, ReconciliationPage)
        return page

    def press(self, button: QPushButton) -> None:
        assert button.isVisibleTo(button.window()) and button.isEnabled(), button.text()
        QTest.mouseClick(button, LEFT)
        self.settle()

    def key(self, target: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(target, key)
        self.settle()

    def type(self, target: QWidget, text: str) -> None:
        type_text(target, text)
        self.settle()

    def ctrl_enter(self) -> None:
        """The primary act by its key."""
        assert self.screen.primary_action.isEnabled()
        self.frame.activate()
        QTest.keyClick(self.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def make_into(self, folder: Path) -> SendPage:
        """Choose a folder and make the bundle there."""
        page = self.sending()
        self.ask.place = folder
        page.target.list.show_row("folder")
        self.key(page.target.list, Qt.Key.Key_Return)
        self.ctrl_enter()
        return page

    def drop(self, page: QWidget, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(page, QDragEnterEvent(QPoint(40, 40), copy, data, LEFT, none))
        QApplication.sendEvent(page, QDropEvent(QPointF(40, 40), copy, data, LEFT, none))
        self.settle()

    def close(self) -> None:
        self.frame.close()


def said(result: HandoffResult) -> str:
    """Give the words of a result, without the places where a long name may be broken."""
    return result.band.words.text().replace("\u200b", "") if result.isVisibleTo(result.window()) else ""


def tone(result: HandoffResult) -> str:
    """Give the colour role of a result."""
    return str(result.band.property("band"))
