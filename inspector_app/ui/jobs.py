# SPDX-License-Identifier: MulanPSL-2.0
"""Work off the UI thread: one worker for everything that touches the database, a pool for slow work.

Callbacks come back on the UI thread and are dropped when their owner has been destroyed. A refusal goes to
`refused` (or is shown); anything else is a fault of ours: it is logged without content and told by `failed`.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, TypeVar, cast

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QThreadPool, QTimer, Signal

from inspector_app.domain.change import Changes, Done
from inspector_app.domain.problems import Problem, Refused
from inspector_app.ui import memory
from inspector_app.ui.ask import Ask

log = logging.getLogger(__name__)
TIDY_MS = 10_000  # after work began or ended
T = TypeVar("T")
OnRefused = Callable[[tuple[Problem, ...]], None]


class CancelledError(Exception):
    """The person asked to stop; raised inside slow work when it reports."""


class Report:
    """Given to slow work: call it with (done, total); it raises `CancelledError` once a stop was wanted."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        if self._stop.is_set():
            raise CancelledError
        self._tell(done, total)

    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()


@dataclass(slots=True, eq=False)
class _Job:
    owner: QObject
    work: Callable[[], object]
    then: Callable[[Any], None] | None
    refused: OnRefused | None
    kind: str  # write, read or slow
    key: str = ""
    report: Report | None = None
    dropped: bool = False


@dataclass(slots=True, eq=False)
class _Outcome:
    job: _Job
    value: object = None
    problems: tuple[Problem, ...] | None = None
    fault: BaseException | None = None


class _Worker(QThread):
    """Runs jobs one by one in the order in which they were given."""

    def __init__(self, deliver: Callable[[_Outcome], None], parent: QObject) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._waiting: deque[_Job] = deque()
        self._ready = threading.Condition()
        self._stopping = False

    def put(self, job: _Job) -> _Job | None:
        """Queue a job; give back the waiting read that it replaces, if there is one."""
        replaced = None
        with self._ready:
            if job.key:
                same = (j for j in self._waiting if j.key == job.key and j.owner is job.owner)
                replaced = next(same, None)
                if replaced is not None:
                    self._waiting.remove(replaced)
            self._waiting.append(job)
            self._ready.notify()
        return replaced

    def stop(self) -> int:
        """Finish the writes that are waiting, drop the reads, and end; gives how many were dropped."""
        with self._ready:
            before = len(self._waiting)
            self._waiting = deque(j for j in self._waiting if j.kind == "write")
            self._stopping = True
            self._ready.notify()
            return before - len(self._waiting)

    def run(self) -> None:
        """Take and run jobs until stopped."""
        while True:
            with self._ready:
                while not self._waiting and not self._stopping:
                    self._ready.wait()
                if not self._waiting:
                    return
                job = self._waiting.popleft()
            self._deliver(_run(job))


def _run(job: _Job) -> _Outcome:
    """Run one job; whatever it raises becomes its outcome, so that the thread lives on."""
    try:
        return _Outcome(job, value=job.work())
    except Refused as refusal:
        return _Outcome(job, problems=refusal.problems)
    except Exception as fault:  # a fault of ours: told and logged on the UI thread
        return _Outcome(job, fault=fault)


class Jobs(QObject):
    """The one door for background work."""

    changed = Signal(object)  # Changes of each write
    busy = Signal(bool)
    progressed = Signal(
        str, object, object
    )  # title, done, total (total 0: not known); bytes of a year pass an int of C
    finished_slow = Signal(str)
    failed = Signal(str)  # where it broke: names of modules and lines, never data
    _delivered = Signal(object)
    _told = Signal(str, object, object)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._pending = 0
        self._loops: list[QEventLoop] = []
        memory.share_one_heap()
        self._tidy = QTimer(self, singleShot=True, interval=TIDY_MS)
        self._tidy.timeout.connect(memory.give_back)
        self._ended = False
        self._slow: list[_Job] = []
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        queued = Qt.ConnectionType.QueuedConnection
        self._delivered.connect(self._on_delivered, queued)
        self._told.connect(self.progressed, queued)
        self._worker = _Worker(self._delivered.emit, self)
        self._worker.start()

    def run_write(
        self,
        owner: QObject,
        work: Callable[[], Done[T]],
        *,
        then: Callable[[T], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        """Run an operation in its turn; `then` gets its value, after that `changed` tells everybody."""
        self._begin(_Job(owner, work, then, refused, "write"))

    def run_read(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        then: Callable[[T], None],
        refused: OnRefused | None = None,
        key: str = "",
    ) -> None:
        """Read in turn; a newer read of the same owner with the same key replaces one that still waits."""
        self._begin(_Job(owner, work, then, refused, "read", key))

    def run_slow(
        self,
        owner: QObject,
        work: Callable[[Report], T],
        *,
        then: Callable[[T], None],
        refused: OnRefused | None = None,
        title: str = "",
    ) -> Report:
        """Run long work in the pool, with progress; the report given back can be cancelled."""
        report = Report(lambda done, total: self._told.emit(title, done, total))
        if self._ended:
            return report
        job = _Job(owner, lambda: work(report), then, refused, "slow", title, report)
        self._count(+1)
        self._slow.append(job)
        self._pool.start(lambda: self._delivered.emit(_run(job)))
        return report

    def cancel_slow(self) -> None:
        """Ask all slow work to stop at its next report."""
        for job in self._slow:
            if job.report is not None:
                job.report.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether anything runs, waits or has not been told yet."""
        return self._pending > 0

    def has_slow_work(self) -> bool:
        """Whether slow work runs; closing the window asks first."""
        return bool(self._slow)

    def wait_idle(self, timeout_ms: int = 10_000) -> bool:
        """Run the event loop until nothing is pending; False when the time is over first (tests, closing)."""
        if self._pending == 0:
            return True
        loop, timer = QEventLoop(), QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(loop.quit)
        self._loops.append(loop)
        timer.start(timeout_ms)
        while self._pending and timer.isActive():
            loop.exec()
        self._loops.remove(loop)
        return self._pending == 0

    def shutdown(self) -> None:
        """Let waiting writes finish, drop the rest and end the threads."""
        self.cancel_slow()
        self._count(-self._worker.stop())  # nobody waits for what was dropped
        self._worker.wait()
        self._pool.waitForDone(5_000)
        self._ended = True
        self._tidy.stop()  # a timer that runs when another thread collects its object brings the program down

    def _begin(self, job: _Job) -> None:
        if self._ended:
            return
        self._count(+1)
        if self._worker.put(job) is not None:
            self._count(-1)

    def _count(self, by: int) -> None:
        before, self._pending = self._pending, self._pending + by
        if (before == 0) != (self._pending == 0):
            self.busy.emit(self._pending > 0)
            if not self._ended and not self._tidy.isActive():  # not begun anew: whoever never rests gets it too
                self._tidy.start()
        if self._pending == 0:
            for loop in self._loops:
                loop.quit()

    def _on_delivered(self, outcome: _Outcome) -> None:
        job = outcome.job
        if job in self._slow:
            self._slow.remove(job)
            self.finished_slow.emit(job.key)
        try:
            if not self._ended:  # whoever would hear it, or be asked, is gone
                self._hand_over(outcome)
        finally:
            self._count(-1)

    def _hand_over(self, outcome: _Outcome) -> None:
        job = outcome.job
        alive = shiboken6.isValid(job.owner)
        if outcome.fault is not None:
            if not isinstance(outcome.fault, CancelledError):
                self._tell_fault(outcome.fault)
        elif outcome.problems is not None:
            if alive and job.refused is not None:
                job.refused(outcome.problems)
            else:
                self._ask.show_problems(outcome.problems)
        else:
            self._succeed(job, outcome.value, alive)

    def _succeed(self, job: _Job, value: object, alive: bool) -> None:
        changes: Changes | None = None
        if job.kind == "write":
            done = cast("Done[object]", value)
            value, changes = done.value, done.changes
        try:
            if alive and job.then is not None:
                job.then(value)
        finally:
            if changes is not None:
                self.changed.emit(changes)

    def _tell_fault(self, fault: BaseException) -> None:
        place = fault_place(fault)
        log.error("job failed: %s", place)
        self.failed.emit(place)


def fault_place(fault: BaseException) -> str:
    """Name the kind of a fault and the lines that led to it; never its text, which may hold data."""
    frames = traceback.extract_tb(fault.__traceback__)
    lines = " < ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(fault).__name__} at {lines}"
