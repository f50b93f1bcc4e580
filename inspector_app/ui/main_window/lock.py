# SPDX-License-Identifier: MulanPSL-2.0
"""Locking the window by key or after a while, and unlocking it: hidden at once, and untouched below.

Every window of the program gets a sheet over it; while the lock is on, keys, clicks and shortcuts reach nothing
but the form that unlocks. No widget below is hidden, disabled or told anything, so a form stays letter by letter
as it was. The data stay open in memory meanwhile: the lock is for the moment away, not for the night.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.entrance_state import Person, people_of, recover, unlock
from inspector_app.ui.widgets.lock_page import Cover, LockPage
from inspector_app.wording import tr

if TYPE_CHECKING:  # heavy: the frame is painted before it is imported
    from inspector_app.workspace import Workspace
    from inspector_app.workspace.protection import Login

MINUTE = 60.0  # seconds
LEAST_MS = 1_000
T = QEvent.Type
ACTIVE = {T.KeyPress, T.MouseButtonPress, T.MouseMove, T.Wheel, T.TouchBegin, T.TouchUpdate, T.TabletPress}
KEPT_OUT = {
    T.KeyPress, T.KeyRelease, T.ShortcutOverride, T.Shortcut, T.MouseButtonPress, T.MouseButtonRelease,
    T.MouseButtonDblClick, T.Wheel, T.ContextMenu, T.DragEnter, T.DragMove, T.Drop, T.TouchBegin, T.TouchUpdate,
    T.InputMethod, T.ToolTip, T.HoverEnter,
}  # fmt: skip
QUIET = Qt.FocusReason.ActiveWindowFocusReason  # a field keeps its selection, as when another program is looked at


@dataclass(frozen=True, slots=True)
class _Covered:
    window: QWidget
    sheet: Cover
    title: str


class IdleWatch(QObject):
    """Tells when nobody has pressed a key or moved the pointer for so many minutes."""

    idle = Signal()
    lock_key = Signal()  # Ctrl+L, also in a dialog, where the window's own keys are silent

    def __init__(self, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.now = now
        self.minutes = 0
        self._last = self._last_wall = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)

    def start(self, minutes: int) -> None:
        """Watch from now on; 0 minutes is never."""
        self.minutes = minutes
        self._watch(QGuiApplication.focusWindow())
        self.stir()

    def stop(self) -> None:
        """Watch no longer."""
        self.minutes = 0
        self._timer.stop()

    def stir(self) -> None:
        """Note that somebody is here."""
        self._last, self._last_wall = self.now(), time.time()
        if self.minutes and not self._timer.isActive():
            self._timer.start(int(self.minutes * MINUTE * 1_000))

    def look(self) -> None:
        """Tell when the time is over; else look again when it will be."""
        if not self.minutes:
            return
        asleep = time.time() - self._last_wall  # a laptop that slept counts no time of its own
        left = self.minutes * MINUTE - max(self.now() - self._last, asleep)
        if left <= 0:
            self.idle.emit()
        else:
            self._timer.start(max(LEAST_MS, int(left * 1_000)))

    def watch(self, window: QWindow | None) -> None:
        """Hear the keys and clicks of a window."""
        self._watch(window)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear keys and clicks on their way to a window; nothing is kept of them."""
        kind = event.type()
        if kind in ACTIVE:
            self.stir()
            if kind is T.KeyPress and isinstance(event, QKeyEvent) and is_lock_key(event):
                self.lock_key.emit()
                return True
        return False


def is_lock_key(event: QKeyEvent) -> bool:
    """Whether Ctrl+L was pressed."""
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class Lock(QObject):
    """The lock of one main window."""

    locked = Signal()
    unlocked = Signal()
    switch_wanted = Signal(object)  # Login of another person

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._jobs = window, jobs
        self._covered: list[_Covered] = []
        self._focus: QWidget | None = None
        self._folder: Path | None = None
        self._ws: Workspace | None = None
        self.page: LockPage | None = None
        self.watch = IdleWatch(self)
        self.watch.idle.connect(self.lock)
        self.watch.lock_key.connect(self.lock)

    @property
    def is_locked(self) -> bool:
        """Whether the window is locked."""
        return self.page is not None

    def attach(self, ws: Workspace | None) -> None:
        """Watch over these data; open ones are never locked. What is locked stays so until its password comes."""
        if ws is None or ws is not self._ws or ws.login is None:
            self.open_up()
        self._ws = ws if ws is not None and ws.login is not None else None
        if self._ws is None or self.is_locked:
            self.watch.stop()
            return
        self._folder = self._ws.folder
        self.watch.start(self._ws.settings.lock_minutes)
        self.watch.watch(self._window.windowHandle())

    def may_lock(self) -> bool:
        """Whether there is a password that would unlock."""
        return self._ws is not None

    def lock(self) -> None:
        """Cover everything at once, then ask for a password."""
        ws = self._ws
        if ws is None or ws.login is None or self.is_locked:
            return
        self._focus = QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self.page = LockPage(self._window)
        self.page.form.wanted.connect(self._on_wanted)
        self.page.form.recovery_wanted.connect(self._on_key)
        self.page.account = ws.login.unlocked.slot.account
        own = Person(account=self.page.account, name=ws.actor)
        self.page.form.put_people(() if ws.login.is_recovery else (own,), self.page.account)
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._cover(window)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._place()
        self.page.dress()
        self.watch.stop()
        self.locked.emit()
        self._jobs.run_slow(self, partial(_people, ws.folder), then=self._on_people, refused=self._on_no_people)

    def open_up(self) -> None:
        """Take the sheets away; every window is as it was."""
        if self.page is None:
            return
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        page, self.page = self.page, None
        for covered in self._covered:
            if shiboken6.isValid(covered.window):
                covered.window.setWindowTitle(covered.title)
                if shiboken6.isValid(covered.sheet):
                    covered.sheet.hide()
                    covered.sheet.deleteLater()
        self._covered.clear()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus(QUIET)
        self._focus = None
        page.hide()
        page.deleteLater()
        self.unlocked.emit()

    # ---- covering ------------------------------------------------------------------------------------------

    def _cover(self, window: QWidget) -> None:
        flags = window.windowType()
        if flags in (Qt.WindowType.Popup, Qt.WindowType.ToolTip) or any(c.window is window for c in self._covered):
            return
        sheet = Cover(window)
        self._covered.append(_Covered(window=window, sheet=sheet, title=window.windowTitle()))
        sheet.spread()
        window.setWindowTitle(tr("Locked"))

    def _place(self) -> None:
        """Put the form into the window that gets the keys: a dialog keeps them from the main window."""
        if self.page is None:
            return
        modal = QApplication.activeModalWidget()
        home = modal if modal is not None and modal.isVisible() else self._window
        if self.page.parentWidget() is not home:
            self.page.setParent(home)
        if home.width() < self.page.minimumSizeHint().width() or home.height() < self.page.minimumSizeHint().height():
            home.resize(home.size().expandedTo(self.page.minimumSizeHint()))
        self.page.spread()
        self.page.form.set_focus(QUIET)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is locked: cover what opens, follow what changes size, keep every key and click out."""
        kind = event.type()
        if self.page is None:
            return False
        if kind in KEPT_OUT and not isinstance(watched, QWindow) and not self._is_ours(watched):
            return True
        if isinstance(watched, QWidget) and watched.isWindow():
            if kind is T.Show and not self._is_ours(watched):
                self._cover(watched)
                QTimer.singleShot(0, self._place)
            elif kind is T.Resize:
                self._spread(watched)
            elif kind is T.Hide and watched is self.page.parentWidget() and watched is not self._window:
                self.page.setParent(self._window)
                QTimer.singleShot(0, self._place)
        return False

    def _spread(self, window: QWidget) -> None:
        for covered in self._covered:
            if covered.window is window and shiboken6.isValid(covered.sheet):
                covered.sheet.spread()
        if self.page is not None and self.page.parentWidget() is window:
            self.page.spread()

    def _is_ours(self, watched: QObject) -> bool:
        """Whether it belongs to a sheet, menus of its fields included."""
        at: QObject | None = watched
        while at is not None:
            if isinstance(at, Cover):
                return True
            at = at.parent()
        return False

    # ---- unlocking -----------------------------------------------------------------------------------------

    def _on_people(self, people: tuple[Person, ...]) -> None:
        if self.page is not None:
            form = self.page.form
            typed, by_key = form.password.text(), form.is_key
            form.put_people(people, self.page.account)
            form.use_key(by_key)
            form.password.edit.setText(typed)
            self.page.dress()
            form.set_focus(QUIET)

    def _on_no_people(self, problems: tuple[Problem, ...]) -> None:
        if self.page is not None:
            self.page.form.refuse(problems)

    def _on_wanted(self, account: str, password: str) -> None:
        if self.page is not None and self._folder is not None:
            self.page.form.show_busy(tr("Checking the password …"))
            self._try(lambda folder: unlock(folder, account, password))

    def _on_key(self, key: str) -> None:
        if self.page is not None and self._folder is not None:
            self.page.form.show_busy(tr("Checking the key …"))
            self._try(lambda folder: recover(folder, key))

    def _try(self, opens: Callable[[Path], Login]) -> None:
        folder = self._folder
        assert folder is not None

        def work(report: Report) -> Login:
            del report
            return opens(folder)

        self._jobs.run_slow(self, work, then=self._on_login, refused=self._on_refused)

    def _on_login(self, login: Login) -> None:
        ws = self._ws
        if self.page is None or ws is None or ws.login is None:
            return
        if login.unlocked.slot.id == ws.login.unlocked.slot.id:
            self.open_up()
            self.watch.start(ws.settings.lock_minutes)
        elif self._jobs.has_slow_work():
            self.page.form.show_busy("")
            self.page.form.words.setText(tr("Work of the person before is still running; try again when it has ended."))
            self.page.form.words.show()
        else:
            QTimer.singleShot(
                0, partial(self.switch_wanted.emit, login)
            )  # when this job has ended: closing waits for all

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        if self.page is not None:
            self.page.form.refuse(problems)

    def close_dialogs(self) -> None:
        """Answer every open dialog with no, before another person takes over."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.reject()


def _people(folder: Path, report: Report) -> tuple[Person, ...]:
    del report
    return people_of(folder)
