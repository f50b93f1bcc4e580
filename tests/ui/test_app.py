# SPDX-License-Identifier: MulanPSL-2.0
"""The program as it is started: options, first folder, one window for one folder, faults, pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLockFile, QTimer
from PySide6.QtWidgets import QApplication

from inspector_app import __main__, app
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets.protect_page import ProtectPage
from inspector_app.wording import set_language, tr
from inspector_app.workspace import Workspace, open_workspace


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    yield
    set_language("zh_CN")


def test_no_words_mean_the_window() -> None:
    assert app.parse([]) == app.Options()


def test_options_of_the_window_are_read() -> None:
    words = ["--demo", "--data-dir", "d", "--language", "en", "--theme", "dark", "--scale", "1.5"]
    assert app.parse(words) == app.Options(data_dir=Path("d"), demo=True, language="en", theme="dark", scale=1.5)


@pytest.mark.parametrize(
    "words", [["init"], ["--help"], ["--data-dir", "d", "verify"], ["--theme", "pink"], ["--dat", "x"]]
)
def test_everything_else_is_a_command(words: list[str]) -> None:
    assert app.parse(words) is None


def test_commands_go_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--help"]) == 0
    assert capsys.readouterr().out


def without_password(window: MainWindow) -> None:
    """Say on the first page that there shall be no password for now."""
    assert isinstance(window.entrance.page, ProtectPage)
    window.entrance.page.without.click()


def run_until_ready(monkeypatch: pytest.MonkeyPatch, options: app.Options) -> list[str]:
    """Run the program, close it when its first screen is there, and give what it showed."""
    seen: list[str] = []
    built = MainWindow.__init__

    def build(self: MainWindow, *args: object) -> None:
        built(self, *args)  # type: ignore[arg-type]

        def look() -> None:
            seen.append(self.place)
            self.close()

        self.ready.connect(lambda: QTimer.singleShot(0, look))
        self.entrance.asks.connect(lambda: QTimer.singleShot(0, partial(without_password, self)))
        QTimer.singleShot(0, lambda: seen.append("frame" if self.isVisible() else "hidden"))

    monkeypatch.setattr(MainWindow, "__init__", build)
    hook = sys.excepthook
    assert app.run(options) == 0
    assert sys.excepthook is hook
    return seen


def test_first_start_makes_a_workspace_and_shows_the_settings(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    seen = run_until_ready(monkeypatch, app.Options(data_dir=folder))
    assert seen == ["frame", "settings"]  # the frame stands before the data is open
    open_workspace(folder).close()
    assert not list((folder / "logs").glob("crash-*"))


def test_known_folder_shows_today(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, unit: Workspace) -> None:
    unit.close()
    seen = run_until_ready(monkeypatch, app.Options(data_dir=unit.folder))
    assert seen == ["frame", "today"]


@pytest.mark.parametrize(("language", "said"), [("zh_CN", "查找范围："), ("en", "Look in:")])
def test_qt_speaks_the_language_of_the_program_while_it_runs(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, unit: Workspace, language: str, said: str
) -> None:
    unit.close()
    heard: list[str] = []
    ready = app._Session._on_ready

    def listen(session: app._Session) -> None:
        heard.append(QCoreApplication.translate("QFileDialog", "Look in:"))
        ready(session)

    monkeypatch.setattr(app._Session, "_on_ready", listen)
    run_until_ready(monkeypatch, app.Options(data_dir=unit.folder, language=language))
    assert heard == [said]
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "Look in:"


def test_second_window_on_the_same_folder_is_refused(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, unit: Workspace
) -> None:
    lock = QLockFile(str(unit.folder / "window.lock"))
    assert lock.tryLock(0)
    said: list[str] = []
    shown = MainWindow.show_busy

    def busy(self: MainWindow, folder: str) -> None:
        shown(self, folder)
        said.append(self.opening.text.text())
        QTimer.singleShot(0, self.close)

    monkeypatch.setattr(MainWindow, "show_busy", busy)
    assert app.run(app.Options(data_dir=unit.folder)) == 0
    assert said == [tr("The inspection data could not be opened")]
    lock.unlock()


def test_fault_outside_of_jobs_leaves_a_report_without_content(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    session_of: list[object] = []
    monkeypatch.setattr(MainWindow, "show_fault", lambda self, place: told.append(place))
    monkeypatch.setattr(app._Session, "open", lambda self: (session_of.append(self), fail(self)))

    def fail(session: app._Session) -> None:
        try:
            raise ValueError("张三")
        except ValueError as fault:
            sys.excepthook(type(fault), fault, fault.__traceback__)
        QTimer.singleShot(0, session.window.close)

    assert app.run(app.Options(data_dir=tmp_path)) == 0
    report = next((tmp_path / "logs").glob("crash-*.txt")).read_text(encoding="utf-8")
    assert "ValueError at test_app.py" in report
    assert "张三" not in report + told[0]


def test_demonstration_opens_from_the_first_page_and_leaves_nothing(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[tuple[str, bool]] = []
    folders: list[Path] = []
    built = MainWindow.__init__

    def build(self: MainWindow, *args: object) -> None:
        built(self, *args)  # type: ignore[arg-type]

        def look() -> None:
            assert self.ws is not None
            seen.append((self.place, self.ws.folder == tmp_path))
            folders.append(self.ws.folder)
            if len(seen) == 1:
                self.demo_wanted.emit()
            else:
                self.close()

        self.ready.connect(lambda: QTimer.singleShot(0, look))
        self.entrance.asks.connect(lambda: QTimer.singleShot(0, partial(without_password, self)))

    monkeypatch.setattr(MainWindow, "__init__", build)
    assert app.run(app.Options(data_dir=tmp_path)) == 0
    assert seen == [("settings", True), ("today", False)]
    assert not folders[1].exists()
    own = open_workspace(tmp_path)
    assert own.session_value("clean_exit") == "1"
    own.close()
