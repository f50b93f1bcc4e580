# SPDX-License-Identifier: MulanPSL-2.0
"""Page objects of the frame and its screens: tests say what a person does, these know where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.screens.enterprises_screen import EnterprisesScreen
from inspector_app.ui.screens.ledger_screen import LedgerScreen
from inspector_app.ui.screens.settings_screen import SettingsScreen
from inspector_app.ui.screens.today_screen import TodayScreen
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.workspace import Workspace


@dataclass
class FakeAsk:
    """Answers questions as the test says, and remembers what was said."""

    yes: bool = True
    words: str | None = None
    files: list[Path] = field(default_factory=list)
    target: Path | None = None
    takes_initial: bool = False  # answers with what is proposed
    shown: list[Problem] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    secrets: list[tuple[str, str]] = field(default_factory=list)
    people: tuple[tuple[str, str], ...] = ()  # of the last question for a secret
    where: Path | None = None  # the folder that is chosen

    def confirm(self, title: str, text: str, action: str) -> bool:
        self.asked.append(title)
        return self.yes

    def text(self, title: str, label: str, *, multiline: bool = False, initial: str = "") -> str | None:
        self.asked.append(title)
        return initial or None if self.takes_initial else self.words

    def secret(self, title: str, label: str, people: Sequence[tuple[str, str]] = ()) -> tuple[str, str] | None:
        self.asked.append(title)
        self.people = tuple(people)
        return self.secrets.pop(0) if self.secrets else None

    def number(self, title: str, label: str, initial: int, least: int, most: int) -> int | None:
        return initial

    def open_files(self, title: str, filters: str) -> list[Path]:
        self.asked.append(title)
        return self.files

    def folder(self, title: str) -> Path | None:
        return self.where

    def save_file(self, title: str, name: str, filters: str) -> Path | None:
        self.asked.append(name)
        return self.target

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.shown.extend(problems)


class Opened(QObject):
    """Takes the folders that the program opens in the file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []
        QDesktopServices.setUrlHandler("file", self, "take")

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(url.toLocalFile())

    def close(self) -> None:
        QDesktopServices.unsetUrlHandler("file")


def settle(jobs: Jobs) -> None:
    """Let everything that is under way come to its end; one read may lead to another."""
    for _ in range(6):
        QApplication.processEvents()
        assert jobs.wait_idle()
    QApplication.processEvents()


def type_text(target: QWidget, text: str) -> None:
    """Type as an input method does: Chinese arrives as one commit, not as keys."""
    if text.isascii():
        QTest.keyClicks(target, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)


def titles(shown: RowList) -> list[str]:
    """Give the titles of a list's rows."""
    return [row.title for row in shown.rows.rows]


class Page:
    """What all pages can do."""

    def __init__(self, window: MainWindow, screen: QWidget) -> None:
        self.window, self.jobs = window, window.jobs
        self.widget = screen

    def settle(self) -> None:
        settle(self.jobs)

    def press(self, key: Qt.Key | str, on: QWidget | None = None) -> None:
        target = on or self.widget.focusWidget() or self.widget
        if isinstance(key, str):
            type_text(target, key)
        else:
            QTest.keyClick(target, key)
        self.settle()


class TodayPage(Page):
    """今日."""

    @property
    def screen(self) -> TodayScreen:
        assert isinstance(self.widget, TodayScreen)
        return self.widget

    def unfinished(self) -> list[str]:
        return titles(self.screen.open_list)

    def due(self) -> list[str]:
        return titles(self.screen.due_card.list)

    def start(self) -> EnterprisesPage:
        self.screen.primary_action.trigger()
        self.settle()
        return EnterprisesPage(self.window, self.window.screens["enterprises"])


class EnterprisesPage(Page):
    """企业."""

    @property
    def screen(self) -> EnterprisesScreen:
        assert isinstance(self.widget, EnterprisesScreen)
        return self.widget

    def search(self, text: str) -> list[str]:
        self.screen.search.clear()
        self.press(text, self.screen.search)
        return self.names()

    def names(self) -> list[str]:
        return titles(self.screen.list)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return, self.screen.search)

    def begin_new(self) -> None:
        self.screen.add()
        self.settle()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            edit = self.screen.form.fields[name].edit
            edit.clear()
            edit.setFocus()
            type_text(edit, value)

    def leave_field(self, name: str) -> None:
        self.screen.form.fields[name].edit.editingFinished.emit()
        self.settle()

    def words_below(self, name: str) -> str:
        return self.screen.form.fields[name].words.text()

    def register(self) -> None:
        self.screen.form.register.click()
        self.settle()

    def officers(self) -> dict[str, bool]:
        return {box.text(): box.isChecked() for box in self.screen.start.officers.boxes.values()}

    def packs(self) -> set[str]:
        return {name for name, box in self.screen.start.packs.boxes.items() if box.isChecked()}

    def read_file(self, path: Path) -> None:
        self.screen.stack.setCurrentWidget(self.screen.importing)
        self.screen.importing.read_file(path)
        self.settle()


class SettingsPage(Page):
    """设置."""

    @property
    def screen(self) -> SettingsScreen:
        assert isinstance(self.widget, SettingsScreen)
        return self.widget

    def part(self, name: str) -> None:
        self.screen.show_part(name)
        self.settle()


class LedgerPage(Page):
    """台账."""

    @property
    def screen(self) -> LedgerScreen:
        assert isinstance(self.widget, LedgerScreen)
        return self.widget

    def cells(self, column: int | str) -> list[str]:
        """Give the words of a column, by its key or its place."""
        keys = [shown.key for shown in self.screen.table.columns]
        at = keys.index(column) if isinstance(column, str) else column
        return [self.screen.model.cells(n)[at] for n in range(self.screen.model.rowCount())]


class Frame:
    """The whole window over a workspace."""

    def __init__(self, ws: Workspace, ask: FakeAsk | None = None) -> None:
        self.ask = ask or FakeAsk()
        self.jobs = Jobs(self.ask)
        self.faults: list[str] = []
        self.is_closed = False
        self.jobs.failed.connect(self.faults.append)
        self.window = MainWindow(self.jobs, self.ask)
        self.window.show()
        self.window.attach(ws)
        settle(self.jobs)

    def go(self, name: str) -> QWidget:
        self.window.go(name)
        settle(self.jobs)
        return self.window.screens[name]

    def today(self) -> TodayPage:
        return TodayPage(self.window, self.go("today"))

    def enterprises(self) -> EnterprisesPage:
        return EnterprisesPage(self.window, self.go("enterprises"))

    def settings(self) -> SettingsPage:
        return SettingsPage(self.window, self.go("settings"))

    def ledger(self) -> LedgerPage:
        return LedgerPage(self.window, self.go("ledger"))

    def activate(self) -> None:
        """Bring the window to the front, so that it gets keys."""
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def close(self) -> None:
        """Close as a person does; a fault that nobody expected fails the test."""
        if self.is_closed:
            return
        self.is_closed = True
        self.window.close()
        self.jobs.shutdown()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not self.faults
