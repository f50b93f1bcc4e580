# SPDX-License-Identifier: MulanPSL-2.0
"""Composition root of the window: options, lock, look, first paint, then the workspace; logs and faults."""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from inspector_app import logs
from inspector_app.locations import default_data_dir
from inspector_app.settings import LANGUAGES, THEMES, read_settings
from inspector_app.wording import language, set_language, tr

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile, QTranslator
    from PySide6.QtWidgets import QApplication

    from inspector_app.domain.problems import Problem
    from inspector_app.office.server import Listening
    from inspector_app.ui.jobs import Jobs
    from inspector_app.ui.main_window import MainWindow
    from inspector_app.ui.models.backup_state import RestorePlan
    from inspector_app.ui.models.entrance_state import Found
    from inspector_app.workspace import Workspace
    from inspector_app.workspace.protection import Login

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How the window was asked to start."""

    data_dir: Path | None = None  # none: a person's own folder, or a throw-away one for the demonstration
    demo: bool = False
    language: str = ""
    theme: str = ""
    scale: float = 0.0
    screenshots: Path | None = None


def parse(argv: Sequence[str]) -> Options | None:
    """Read the window's options; None when these are not only options of the window (then it is a command)."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--data-dir", type=Path, default=None)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--language", choices=LANGUAGES, default="")
    parser.add_argument("--theme", choices=THEMES, default="")
    parser.add_argument("--scale", type=float, default=0.0)
    parser.add_argument("--screenshots", type=Path, default=None)
    try:
        known, rest = parser.parse_known_args(list(argv))
    except argparse.ArgumentError:
        return None
    if rest:
        return None
    return Options(
        data_dir=known.data_dir,
        demo=known.demo,
        language=known.language,
        theme=known.theme,
        scale=known.scale,
        screenshots=known.screenshots,
    )


def run(options: Options) -> int:
    """Open the window and stay until it is closed."""
    from PySide6.QtCore import QTimer, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from inspector_app.ui import theme

    folder = options.data_dir or (_demo_folder() if options.demo else default_data_dir())
    settings = read_settings(folder / "settings.json")
    set_language(options.language or settings.language)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("inspector-app")
    words = _qt_words(app)
    theme.apply_theme(app, options.theme or settings.theme, options.scale or settings.font_scale)
    said, caught = qInstallMessageHandler(_qt_message), sys.excepthook
    session = _Session(app, options, folder)
    QTimer.singleShot(0, session.open)
    try:
        return int(app.exec())
    finally:
        session.end()
        app.removeTranslator(words)
        sys.excepthook = caught
        qInstallMessageHandler(said)


def _qt_words(app: QApplication) -> QTranslator:
    """Give Qt's own dialogs (files, colours, the menu of a field) the language of the program (decision 23)."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(QLocale(language()), "qtbase", "_", folder):
        app.installTranslator(words)
    return words


def take_screenshots(folder: Path) -> int:
    """Draw every screen with demonstration data into a folder; give the exit code."""
    return run(Options(demo=True, screenshots=folder))


def serve_office(
    ws: Workspace, host: str, port: int, *, url: str, plain: bool, announce: Callable[[Listening], None]
) -> None:
    """Receive laptops over the network until SIGTERM or SIGINT. Refuses as `serve` does."""
    from inspector_app.office.server import serve

    logs.start(ws.folder)
    serve(ws, host, port, url=url, plain=plain, announce=announce)


class _Session:
    """One window over one folder; opening the demonstration starts another in its place."""

    def __init__(self, app: QApplication, options: Options, folder: Path) -> None:
        from inspector_app.ui.ask import WindowAsk
        from inspector_app.ui.jobs import Jobs
        from inspector_app.ui.main_window import MainWindow

        self.app, self.options = app, options
        self.folder, self.is_demo = folder, options.demo
        self.is_thrown_away = options.demo and options.data_dir is None
        self.lock: QLockFile | None = None
        self.ask = WindowAsk()
        self.jobs: Jobs = Jobs(self.ask)
        self.window: MainWindow = MainWindow(self.jobs, self.ask)
        self.ask.parent = self.window
        self.window.retry_wanted.connect(self.open)
        self.window.demo_wanted.connect(self.open_demo)
        self.window.switch_wanted.connect(self.switch)
        self.window.entrance.refused.connect(self._not_opened)
        self.window.safety.restore_wanted.connect(self.restore)
        self.window.safety.read_wanted.connect(self.read_only)
        self.window.ready.connect(self._on_ready)
        sys.excepthook = self._on_fault
        self.window.show()

    def open(self) -> None:
        """Open the folder's data after the first paint, on the worker; protected ones after a password."""
        if not self._locked():
            self.window.show_busy(str(self.folder))
            return
        logs.start(self.folder)
        opening, enter = partial(_find, self.folder, self.is_demo), partial(self.window.enter, self.folder)
        self.jobs.run_read(self.window, opening, then=enter, refused=self._not_opened)

    def _not_opened(self, problems: tuple[Problem, ...]) -> None:
        self.window.show_refused(problems)
        self.window.safety.offer(self.window.opening, self.folder, problems)

    def open_demo(self) -> None:
        """Close this data and open the made-up county in a throw-away folder."""
        self.window.keep_session()
        self._leave()
        self.window.entrance.leave()
        self.folder, self.is_demo, self.is_thrown_away = _demo_folder(), True, True
        self.window.detach()
        self.open()

    def switch(self, login: Login) -> None:
        """Close the data as the person before left them, and open them for another one whose password was right."""
        self.window.lock.close_dialogs()
        self.window.flush()
        self.window.keep_session()
        self.jobs.wait_idle()
        ws: Workspace | None = self.window.ws
        self.window.detach()
        if ws is not None:
            ws.close()
        self.window.entrance.enter_as(self.folder, login)

    def restore(self, plan: RestorePlan) -> None:
        """Close the data, put a backup back, and open what lies there then."""
        from inspector_app.ui.models.backup_state import restore

        self._close_data()
        work = partial(restore, plan, self.folder)
        self.window.opening.say(tr("Putting the backup back …"))

        def then(words: str) -> None:
            self.open()
            self.window.say(words, tone="ok", stays=True)

        title = tr("Putting the backup back")
        self.jobs.run_slow(self.window, work, then=then, refused=self._not_restored, title=title)

    def _not_restored(self, problems: tuple[Problem, ...]) -> None:
        self.open()
        self.ask.show_problems(problems)

    def read_only(self) -> None:
        """Open damaged data as far as they can be read."""
        from inspector_app.workspace.opening import open_to_read

        opening = partial(open_to_read, self.folder, login=self.window.entrance.login)
        self.jobs.run_read(self.window, opening, then=self.window.attach, refused=self.window.show_refused)

    def _close_data(self) -> None:
        """Close the data and keep the folder for this window."""
        self.window.flush()
        self.window.keep_session()
        self.jobs.wait_idle()
        ws: Workspace | None = self.window.ws
        self.window.detach()
        self.jobs.wait_idle()
        if ws is not None:
            ws.close()

    def end(self) -> None:
        """Finish what waits and close everything; a backup that is due is made when the window is gone."""
        self.jobs.shutdown()
        if not self.is_thrown_away:
            self.window.safety.at_close()
        self.window.safety.attach(None)
        self._leave()

    def _leave(self) -> None:
        self.jobs.wait_idle()
        ws: Workspace | None = self.window.ws
        if ws is not None:
            ws.close()
        elif self.window.entrance.ws is not None:
            self.window.entrance.ws.close()
        if self.lock is not None:
            self.lock.unlock()
            self.lock = None
        if self.is_thrown_away:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _locked(self) -> bool:
        from PySide6.QtCore import QLockFile

        if self.lock is None:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError:
                return True  # opening it will say what is wrong with the folder
            lock = QLockFile(str(self.folder / "window.lock"))
            lock.setStaleLockTime(0)
            if not lock.tryLock(50) and lock.error() is QLockFile.LockError.LockFailedError:
                return False
            self.lock = lock
        return True

    def _on_ready(self) -> None:
        if self.options.screenshots is not None:
            from PySide6.QtCore import QTimer

            QTimer.singleShot(300, self._grab_all)

    def _grab_all(self) -> None:
        from inspector_app.ui.main_window.pictures import grab_screens

        target = self.options.screenshots
        assert target is not None
        target.mkdir(parents=True, exist_ok=True)
        grab_screens(self.window, target)
        self.window.close()

    def _on_fault(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Write a report without content, say what was kept, and go on."""
        from inspector_app.ui.jobs import fault_place

        if issubclass(kind, KeyboardInterrupt):
            self.app.quit()
            return
        place = fault_place(fault.with_traceback(trace))
        log.error("fault: %s", place)
        _write_report(self.folder, place)
        self.window.show_fault(place)


def _find(folder: Path, is_demo: bool) -> Found:
    """Look what the folder holds and open it; on the worker, for the imports take their time."""
    from inspector_app.ui.models.entrance_state import Found, find
    from inspector_app.workspace import open_workspace

    if not is_demo:
        return find(folder)
    from inspector_app.demo import make_demo

    make_demo(folder)
    return Found(ws=open_workspace(folder))


def _demo_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="inspector-demo-"))


def _write_report(folder: Path, place: str) -> None:
    """Leave a report beside the log: versions and lines of code, no data."""
    from inspector_app import __version__

    stamp = time.strftime("%Y%m%d-%H%M%S")
    text = f"inspector-app {__version__}\npython {sys.version}\nplatform {sys.platform}\n{place}\n"
    try:
        target = folder / "logs"
        target.mkdir(parents=True, exist_ok=True)
        (target / f"crash-{stamp}.txt").write_text(text, encoding="utf-8")
    except OSError:
        log.warning("the report could not be written")


def _qt_message(kind: object, _context: object, text: str) -> None:
    name = getattr(kind, "name", "")
    level = {"QtDebugMsg": logging.DEBUG, "QtInfoMsg": logging.INFO}.get(str(name), logging.WARNING)
    logging.getLogger("inspector_app.qt").log(level, "%s", text)
