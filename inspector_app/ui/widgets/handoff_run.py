# SPDX-License-Identifier: MulanPSL-2.0
"""One piece of long work of a hand-over at a time: its progress, its cancel, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.problems import Problem
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.handoff_progress import HandoffProgress
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.wording import tr

T = TypeVar("T")


class HandoffRun(QObject):
    """Starts work in the pool; whatever becomes of it, the progress ends."""

    changed = Signal()  # it began or ended

    def __init__(self, owner: QObject, jobs: Jobs, progress: HandoffProgress, result: HandoffResult) -> None:
        super().__init__(owner)
        self._owner, self._jobs = owner, jobs
        self._progress, self._result = progress, result
        self._report: Report | None = None
        self._title = self._failed = ""
        jobs.progressed.connect(self._on_progress)
        jobs.finished_slow.connect(self._on_finished)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._report is not None

    def start(
        self, title: str, words: str, work: Callable[[Report], T], then: Callable[[T], None], *, failed: str = ""
    ) -> bool:
        """Begin; `title` stands in the bottom line, `failed` says what was kept when it is refused."""
        if self._report is not None:
            return False
        self._title, self._failed = title, failed
        self._result.clear()
        self._report = self._jobs.run_slow(self._owner, work, then=then, refused=self._on_refused, title=title)
        self._progress.begin(words, self._report.cancel)
        self.changed.emit()
        return True

    def _on_progress(self, title: str, done: int, total: int) -> None:
        if self._report is not None and title == self._title:
            self._progress.advance(done, total)

    def _on_finished(self, title: str) -> None:
        """It has ended, well or not: told before its outcome is."""
        if self._report is not None and title == self._title:
            self._report = None
            self._progress.end()
            self.changed.emit()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._result.say(self._failed or tr("Nothing was changed."), tone="bad", problems=problems)
