# SPDX-License-Identifier: MulanPSL-2.0
"""The one window: rail, top line, screens, bottom line, undo and keys; it joins screens and holds no data."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QIcon, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes, Op
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.main_window.entrance import Entrance
from inspector_app.ui.main_window.lock import Lock
from inspector_app.ui.main_window.places import keys_everywhere, make_screen, places
from inspector_app.ui.main_window.rights import place_refusal, place_refusals, primary_refusal
from inspector_app.ui.main_window.safety import Safety
from inspector_app.ui.main_window.session import Session, read_foot, read_session
from inspector_app.ui.main_window.ways import Ways
from inspector_app.ui.models.entrance_state import Found
from inspector_app.ui.widgets.clock_band import ClockBand
from inspector_app.ui.widgets.foot_line import FootFacts, FootLine
from inspector_app.ui.widgets.head_line import Heading, HeadLine
from inspector_app.ui.widgets.keys_help import KeysHelp
from inspector_app.ui.widgets.page import Band, EmptyState, Pages, button
from inspector_app.ui.widgets.rail import Rail
from inspector_app.wording import op_name, sentence, tr

if TYPE_CHECKING:  # heavy: the frame is painted before any of these is imported
    from inspector_app.workspace import Workspace

SAYS_MS = 6_000  # how long a line that only informs stays
FOOT_MS = 400  # a row of quick answers asks for the bottom line once, after the last of them


class MainWindow(Ways):
    """Frame and navigation; the workspace comes later, when it is open (`attach`)."""

    demo_wanted = Signal()
    retry_wanted = Signal()
    switch_wanted = Signal(object)  # Login of another person
    ready = Signal()

    def __init__(self, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.jobs, self.ask = jobs, ask
        self.ws: Workspace | None = None
        self.place = ""
        self._undo_op: Op | None = None
        self.setWindowTitle(tr("Work-safety inspection"))
        self.setWindowIcon(QIcon(theme.pixmap("app", "accent", 64)))
        self.resize(1366, 768)
        self._build_frame()
        self.entrance = Entrance(self.stack, jobs, ask, self)
        self.entrance.opened.connect(self.attach)
        self.entrance.refused.connect(self.show_refused)
        self.entrance.demo_wanted.connect(self.demo_wanted)
        self.safety = Safety(self.stack, jobs, ask, self)
        self.safety.said.connect(lambda words, tone: self.say(words, tone=tone, stays=tone != "info"))
        self.safety.stood.connect(self.refresh_foot)
        self.lock = Lock(self, jobs)
        self.lock.switch_wanted.connect(self.switch_wanted)
        self.lock.locked.connect(partial(self._on_lock, True))
        self.lock.unlocked.connect(partial(self._on_lock, False))
        self._build_actions()
        self._say_timer = QTimer(self, singleShot=True, interval=SAYS_MS)
        self._say_timer.timeout.connect(self.band.hide)
        self._clock = QTimer(self, interval=20_000)
        self._clock.timeout.connect(self._on_tick)
        self._foot_timer = QTimer(self, singleShot=True, interval=FOOT_MS)
        self._foot_timer.timeout.connect(self.refresh_foot)
        jobs.changed.connect(self._on_changed)
        jobs.failed.connect(self.show_fault)
        jobs.progressed.connect(self.foot.show_progress)
        jobs.finished_slow.connect(lambda _title: self.foot.show_progress("", 0, 0))

    # ---- frame ---------------------------------------------------------------------------------------

    def _build_frame(self) -> None:
        self.rail = Rail(places())
        self.rail.place_chosen.connect(self.go)
        self.head = HeadLine()
        self.head.hide()
        self.band = Band()
        self.band.setContentsMargins(0, 0, 0, 0)
        self.stack = Pages()
        self.opening = EmptyState("folder", tr("Opening the inspection data …"))
        self.stack.addWidget(self.opening)
        self.foot = FootLine()
        self.foot.wanted.connect(self._on_foot)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.head)
        band_row = QVBoxLayout()
        band_row.setSpacing(theme.dp(4))
        band_row.setContentsMargins(theme.dp(24), 0, theme.dp(24), 0)
        band_row.addWidget(self.band)
        self.clock_band = ClockBand(self.jobs)
        band_row.addWidget(self.clock_band)
        right.addLayout(band_row)
        right.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        body = QWidget()
        body.setObjectName("page")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(across, 1)
        whole.addWidget(self.foot)
        self.setCentralWidget(body)
        self.rail.setEnabled(False)

    def _build_actions(self) -> None:
        self.undo_action = QAction(tr("Undo"), self)
        self.undo_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.undo_action.triggered.connect(self.undo)
        self.keys_action = QAction(tr("Keys of this screen"), self)
        self.keys_action.setShortcut(QKeySequence("F1"))
        self.keys_action.triggered.connect(self.show_keys)
        self.lock_action = QAction(tr("Lock"), self)
        self.lock_action.setShortcut(QKeySequence("Ctrl+L"))
        self.lock_action.triggered.connect(self.lock_now)
        self.addActions([self.undo_action, self.keys_action, self.lock_action])

    # ---- opening -------------------------------------------------------------------------------------

    def attach(self, ws: Workspace) -> None:
        """Take the open workspace and show the first screen."""
        self.ws = ws
        self.rail.setEnabled(True)
        self.take_login()
        self._clock.start()
        self.foot.show_time(ws.now())
        self.clock_band.attach(ws)
        self.safety.attach(ws)
        self.jobs.run_read(self, partial(read_session, ws), then=self._on_session)

    def enter(self, folder: Path, found: Found) -> None:
        """Go in, after a password where the data want one."""
        self.entrance.begin(folder, found)

    def show_refused(self, problems: tuple[Problem, ...]) -> None:
        """Say why the data could not be opened, and offer to try again."""
        self.opening.say(tr("The inspection data could not be opened"), "\n".join(sentence(p) for p in problems))
        if self.opening.buttons.count() == 2:
            self.opening.add_button(button(tr("Try again"), self.retry_wanted.emit, kind="primary"))
            self.opening.add_button(button(tr("Open the demonstration"), self.demo_wanted.emit))
        self.stack.setCurrentWidget(self.opening)

    def show_busy(self, folder: str) -> None:
        """Say that another window has this data open."""
        problem = Problem(code=ProblemCode.WORKSPACE_BUSY, fields={"path": folder})
        self.show_refused((problem,))

    def detach(self) -> None:
        """Forget the workspace and its screens, before another one is opened."""
        self.lock.attach(None)
        self.safety.attach(None)
        self.clock_band.attach(None)
        self.entrance.leave()
        self.ws, self.place, self.current_inspection = None, "", ""
        self._clock.stop()
        self._foot_timer.stop()
        self.band.hide()
        self.foot.forget()
        self.head.forget()
        self.head.hide()
        self.rail.show_place("")
        self.rail.setEnabled(False)
        self.opening.say(tr("Opening the inspection data …"))
        self.stack.setCurrentWidget(self.opening)
        for screen in self.screens.values():
            self.stack.removeWidget(screen)
            screen.deleteLater()
        self.screens.clear()

    def _on_session(self, session: Session) -> None:
        if session.geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(session.geometry)))
        self.current_inspection = session.inspection
        if not session.has_organ or not self.go("today"):
            self.band.hide()
            self.go("settings")
        else:
            offer = getattr(self.screens["today"], "offer_return", None)
            if not session.clean_exit and session.inspection and offer is not None:
                offer(session.inspection, session.item)
        if self.ws is not None and self.ws.read_only is not None:
            self.say(sentence(self.ws.read_only), tone="warn", stays=True)
        if session.is_recovery:
            self.open_settings("accounts")
            words = tr("Opened with the recovery key: give a new password to whoever needs one, then log in with it.")
            self.say(words, tone="warn", stays=True)
        self._keep("clean_exit", "0")
        self.refresh_foot()
        self.ready.emit()

    # ---- navigation ----------------------------------------------------------------------------------

    def go(self, name: str) -> bool:
        """Show a place; its screen is made the first time. False where it is closed to the person, which is said."""
        if self.ws is None:
            return False
        closed = place_refusal(self.ws, name)
        if closed:
            self.rail.show_place(self.place)
            self.say(closed, tone="warn")
            return False
        screen = self.screens.get(name) or self._make(name)
        self.place = name
        self.rail.show_place(name)
        self.stack.setCurrentWidget(screen)
        self.show_heading()
        focus = getattr(screen, "focus_first", None)
        if focus is not None:
            focus()
        elif screen.focusWidget() is None:
            screen.setFocus()
        return True

    def _make(self, name: str) -> QWidget:
        assert self.ws is not None
        screen = make_screen(name, self, self.ws)
        self.screens[name] = screen
        self.stack.addWidget(screen)
        changed = getattr(screen, "heading_changed", None)
        if changed is not None:
            changed.connect(self.show_heading)
        primary = getattr(screen, "primary_action", None)
        if isinstance(primary, QAction) and primary not in screen.actions():
            screen.addAction(primary)
        return screen

    def show_heading(self) -> None:
        """Let the top line say what the current screen is; a screen without `heading` has its own line."""
        screen = self.screens.get(self.place)
        heading = getattr(screen, "heading", None)
        self.head.setVisible(heading is not None)
        if heading is not None:
            primary = getattr(screen, "primary_action", None)
            said = heading()
            closed = primary_refusal(self.ws, self.place, screen) if self.ws is not None else ""
            self.head.show_heading(said if isinstance(said, Heading) else Heading(title=str(said)), primary, closed)

    # ---- changes, undo, messages ---------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        for screen in self.screens.values():
            hear = getattr(screen, "on_changed", None)
            if hear is not None:
                hear(changes)
        self._foot_timer.start()

    def undo(self) -> None:
        """Take back the last act; what it was is said."""
        if self.ws is None:
            return
        from inspector_app.operations.undo import undo_last

        self.jobs.run_write(self, partial(undo_last, self.ws), then=self._on_undone, refused=self._warn)

    def _on_undone(self, op: Op) -> None:
        self.say(tr("Taken back: {what}", what=op_name(op)), tone="ok")

    def say(self, words: str, *, tone: str = "info", stays: bool = False) -> None:
        """Say something in a line across the page."""
        self.band.say(words, tone=tone)
        self._say_timer.stop() if stays else self._say_timer.start()

    def _warn(self, problems: tuple[Problem, ...]) -> None:
        self.say(" ".join(map(sentence, problems)), tone="warn")

    def show_fault(self, place: str) -> None:
        """Say calmly that something of ours broke, what was kept, and where the report lies."""
        del place  # it is in the log; people need the next step, not the line of the code
        self._say_timer.stop()
        words = tr(
            "This step could not be finished because of a fault in the program. Everything saved before is kept. "
            "Try again; if it happens again, give the log folder to your administrator."
        )
        self.band.say(words, tone="bad", action=tr("Open log folder"), then=self._open_logs)

    def _open_logs(self) -> None:
        if self.ws is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.ws.folder / "logs")))

    def show_keys(self) -> None:
        """Show the keys of this screen."""
        here = list(getattr(self.screens.get(self.place), "keys", list)())
        word = next((p.word for p in places() if p.name == self.place), tr("This screen"))
        KeysHelp(word, here, keys_everywhere(), self).open()

    # ---- bottom line ---------------------------------------------------------------------------------

    def refresh_foot(self) -> None:
        """Read again what the bottom line says."""
        if self.ws is not None:
            self.jobs.run_read(self, partial(read_foot, self.ws), then=self._on_foot_facts, key="foot")

    def _on_foot_facts(self, facts: FootFacts) -> None:
        self._undo_op = facts.undo
        self.undo_action.setText(
            tr("Undo: {what}", what=op_name(facts.undo)) if facts.undo is not None else tr("Nothing to take back")
        )
        self.foot.show_facts(facts)

    def _on_tick(self) -> None:
        if self.ws is not None:
            self.foot.show_time(self.ws.now())
            if self.foot.is_office:
                self.refresh_foot()  # what came into the inbox

    def _on_foot(self, what: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "undo": self.undo, "cancel": self.jobs.cancel_slow, "clock": partial(self.go, "today"),
            "handover": partial(self.open_handoff, ""), "lock": self.lock_now,
        }  # fmt: skip
        user = "protection" if self.ws is not None and self.ws.login is not None else "officers"
        acts.get(what, partial(self.open_settings, {"user": user, "backup": "backup"}.get(what, "data")))()

    # ---- login and lock ------------------------------------------------------------------------------

    def take_login(self) -> None:
        """Dress for whoever logged in: closed places, and the time after which it locks."""
        if self.ws is not None:
            self.rail.show_closed(place_refusals(self.ws, tuple(self.rail.buttons)))
            self.lock.attach(self.ws)
            self.refresh_foot()

    def lock_now(self) -> None:
        """Lock the window; without a password there is nothing to lock with, and that is said."""
        if self.lock.may_lock():
            self.lock.lock()
        elif self.ws is not None:
            words = tr("These data have no password, so they cannot be locked. Settings, Protection switches it on.")
            self.say(words, tone="warn")

    def _on_lock(self, on: bool) -> None:
        for action in (self.undo_action, self.keys_action, self.lock_action):
            action.setEnabled(not on)

    # ---- session -------------------------------------------------------------------------------------

    def _remember(self, inspection_id: str, item_code: str) -> None:
        self.current_inspection = inspection_id
        self._keep("inspection", inspection_id)
        self._keep("item", item_code)

    def _keep(self, key: str, value: str) -> None:
        if self.ws is not None:
            self.jobs.run_read(self, partial(self.ws.put_session_value, key, value), then=lambda _none: None)

    def leave_inspection(self) -> None:
        """An inspection was closed: there is nothing to come back to."""
        self._remember("", "")
        self.go("today")

    def change_appearance(self, name: str, by: float) -> None:
        """Dress the program in another theme or size."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply_theme(app, name, by)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where we were; ask while long work runs, since closing stops it."""
        if self.jobs.has_slow_work():
            title, text = tr("Work is still running"), tr("Closing stops it. What is finished is kept.")
            if not self.ask.confirm(title, text, tr("Stop and close")):
                event.ignore()
                return
            self.jobs.cancel_slow()
        self.flush()
        self.keep_session()
        self._clock.stop()
        self._foot_timer.stop()
        self.jobs.wait_idle()
        super().closeEvent(event)

    def flush(self) -> None:
        """File what was typed a moment ago."""
        for screen in self.screens.values():
            flush = getattr(screen, "flush", None)
            if flush is not None:
                flush()

    def keep_session(self) -> None:
        """Keep the place of the window, and that this run ends well."""
        self._keep("window", base64.b64encode(self.saveGeometry().data()).decode("ascii"))
        self._keep("clean_exit", "1")
