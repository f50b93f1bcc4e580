# SPDX-License-Identifier: MulanPSL-2.0
"""The real window, worked by keys until it is killed: it tells what it shows as saved or issued (B8)."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from inspector_app import app
from inspector_app.ui.ask import WindowAsk
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets import drafts as kept
from tests.faults import acks

ITEM = "HZ-LIC-08"
TEXT = "三号罐区围堰东侧破损约二米未按规定修复现场无警示标志相关人员未佩戴防护用品"
KEY_MS, STEP_MS = 60, 20
PAUSE_EVERY, PAUSE_MS = 45, 700  # keys without a pause take longer than what may be lost
Steps = Generator[int, None, None]


def work_window(case: Path, needs: Mapping[str, Any]) -> int:
    """Open the window over a case and work in it; ends only by being killed, or with `rounds`."""
    WindowAsk.confirm = lambda *_: True  # type: ignore[method-assign]
    WindowAsk.text = lambda *_, **__: "现场不宜拍照"  # type: ignore[method-assign]
    WindowAsk.show_problems = lambda _, problems: acks.tell(problems=[str(p.code) for p in problems])
    built, drivers = MainWindow.__init__, []
    act: Callable[[MainWindow, Mapping[str, Any]], Steps] = {"type": _typing, "issue": _issuing}[str(needs["act"])]

    def build(window: MainWindow, *words: Any) -> None:
        built(window, *words)
        drivers.append(_Driver(window, act(window, needs)))  # Qt keeps no hold of it
        window.ready.connect(drivers[-1].next)

    MainWindow.__init__ = build  # type: ignore[method-assign]
    return app.run(app.Options(data_dir=case / "data", language="zh_CN"))


class _Driver:
    """Takes the steps of a work one after another in the window's own event loop."""

    def __init__(self, window: MainWindow, steps: Steps) -> None:
        self.window, self.steps = window, steps

    def next(self) -> None:
        """Take one step; the step says how long to wait before the next one."""
        pause = next(self.steps, None)
        if pause is None:
            self.window.close()
        else:
            QTimer.singleShot(pause, self.next)


def _until(met: Callable[[], Any], most: int = 400) -> Steps:
    for _ in range(most):
        if met():
            return
        yield STEP_MS
    acks.tell(stuck=True)


def _typing(window: MainWindow, needs: Mapping[str, Any]) -> Steps:
    """Answer an item with a finding, then write into it for a long time, mostly without a pause."""
    from inspector_app.ui.screens.inspection_screen import InspectionScreen

    window.open_inspection(str(needs["inspection"]))
    yield 100
    screen = window.screens["inspection"]
    assert isinstance(screen, InspectionScreen)
    drafts, page = screen.acts.drafts, screen.check
    yield from _until(lambda: not window.jobs.is_busy and page.rows.row_of(ITEM) is not None)
    page.show_item(ITEM)
    yield from _until(lambda: not window.jobs.is_busy)
    QTest.keyClick(page.items, "2")
    yield from _until(lambda: [e for e in page.page.editors if e.isVisibleTo(page.page)])
    yield from _until(lambda: not window.jobs.is_busy)
    editor = next(e for e in page.page.editors if e.isVisibleTo(page.page))
    field = editor.description
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    acks.tell(item=ITEM, before=field.text())

    def shown(state: kept.SaveState) -> None:
        if state == kept.SaveState.SAVED:
            acks.tell(saved=field.text())

    drafts.state_changed.connect(shown)
    for n in range(int(needs.get("keys", 200))):
        _commit(field, TEXT[n % len(TEXT)])
        acks.tell(typed=field.text(), at=time.monotonic())
        yield KEY_MS
        if n % PAUSE_EVERY == PAUSE_EVERY - 1:
            yield PAUSE_MS
    yield from _until(lambda: drafts.state == kept.SaveState.SAVED)


def _commit(field: Any, text: str) -> None:
    """Type as an input method does."""
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication

    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def _issuing(window: MainWindow, needs: Mapping[str, Any]) -> Steps:
    """Issue the order of a finished visit, and void it, again and again; each new paper that is shown is told."""
    from inspector_app.ui.screens.documents_screen import DocumentsScreen

    window.open_document_kind(str(needs["inspection"]), "rectification_order")
    yield 100
    screen = window.screens["documents"]
    assert isinstance(screen, DocumentsScreen)
    yield from _until(lambda: not window.jobs.is_busy and screen.desk.draft is not None)
    acks.tell(
        draft=True,
        unexplained=len(screen.desk.draft.unexplained),
        problems=[p.code for p in screen.desk.draft.problems],
    )
    screen.issue_shown()
    yield from _until(lambda: screen.desk.document is not None)
    if screen.desk.document is not None:
        acks.tell(issued=screen.desk.document.number)
    yield 300
