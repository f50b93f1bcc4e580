# SPDX-License-Identifier: MulanPSL-2.0
"""Background work: order, refusals, faults, owners that are gone, progress and cancel."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.change import Changes, Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ui.jobs import Jobs, Report
from tests.helpers.pages_frame import FakeAsk

CHANGES = Changes(op=Op.SET_ORGAN, operation_id="1", touched={"organ": frozenset({"1"})})
PROBLEM = Problem(code=ProblemCode.NO_PACK)


@pytest.fixture
def ask() -> FakeAsk:
    return FakeAsk()


@pytest.fixture
def jobs(qapp: QApplication, ask: FakeAsk) -> Iterator[Jobs]:
    made = Jobs(ask)
    yield made
    made.shutdown()


def refuse() -> Done[int]:
    raise Refused([PROBLEM])


def break_down() -> int:
    raise ValueError("张三 510822199001011234")


def test_writes_run_in_order_on_one_thread_and_tell_what_changed_after_the_callback(jobs: Jobs) -> None:
    told: list[object] = []
    threads: set[int] = set()
    jobs.changed.connect(lambda changes: told.append(changes))

    def write(n: int) -> Done[int]:
        threads.add(threading.get_ident())
        return Done(value=n, changes=CHANGES)

    for n in (1, 2, 3):
        jobs.run_write(jobs, lambda n=n: write(n), then=told.append)
    assert jobs.wait_idle()
    assert told == [1, CHANGES, 2, CHANGES, 3, CHANGES]
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_refusal_goes_to_its_callback(jobs: Jobs, ask: FakeAsk) -> None:
    got: list[object] = []
    jobs.run_write(jobs, refuse, then=got.append, refused=got.append)
    assert jobs.wait_idle()
    assert got == [(PROBLEM,)]
    assert ask.shown == []


def test_refusal_without_callback_is_shown(jobs: Jobs, ask: FakeAsk) -> None:
    jobs.run_write(jobs, refuse)
    assert jobs.wait_idle()
    assert ask.shown == [PROBLEM]


def test_fault_is_told_without_content_and_the_next_job_still_runs(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    got: list[object] = []
    jobs.failed.connect(told.append)
    jobs.run_read(jobs, break_down, then=got.append)
    jobs.run_read(jobs, lambda: 7, then=got.append)
    assert jobs.wait_idle()
    assert got == [7]
    assert len(told) == 1
    assert told[0].startswith("ValueError at test_jobs.py:")
    assert "张三" not in caplog.text + told[0]


def test_callback_is_dropped_when_its_owner_is_gone(jobs: Jobs) -> None:
    owner, gate = QObject(), threading.Event()
    got: list[object] = []
    changed: list[object] = []
    jobs.changed.connect(changed.append)

    def write() -> Done[int]:
        gate.wait(5)
        return Done(value=1, changes=CHANGES)

    jobs.run_write(owner, write, then=got.append)
    shiboken6.delete(owner)
    gate.set()
    assert jobs.wait_idle()
    assert got == []
    assert changed == [CHANGES]  # what was written is told to everybody else


def test_newer_read_with_the_same_key_replaces_one_that_waits(jobs: Jobs) -> None:
    gate, got = threading.Event(), []
    jobs.run_read(jobs, lambda: gate.wait(5), then=lambda _on: None)
    for n in (1, 2, 3):
        jobs.run_read(jobs, lambda n=n: n, then=got.append, key="search")
    jobs.run_read(jobs, lambda: 9, then=got.append, key="other")
    gate.set()
    assert jobs.wait_idle()
    assert got == [3, 9]


def test_slow_work_reports_and_busy_is_told_once(qtbot: QtBot, jobs: Jobs) -> None:
    progress: list[tuple[str, int, int]] = []
    busy: list[bool] = []
    got: list[object] = []
    jobs.progressed.connect(lambda *values: progress.append(values))
    jobs.busy.connect(busy.append)

    def work(report: Report) -> str:
        for n in range(3):
            report(n, 3)
        return "done"

    jobs.run_slow(jobs, work, then=got.append, title="导入")
    assert jobs.has_slow_work()
    assert jobs.wait_idle()
    assert got == ["done"]
    assert progress == [("导入", 0, 3), ("导入", 1, 3), ("导入", 2, 3)]
    assert busy == [True, False]
    assert not jobs.has_slow_work()


def test_progress_in_bytes_of_a_year(jobs: Jobs) -> None:
    progress: list[tuple[str, int, int]] = []
    jobs.progressed.connect(lambda *values: progress.append(values))
    jobs.run_slow(jobs, lambda report: report(5_751_232_585, 7_584_880_713), then=lambda _done: None, title="备份")
    assert jobs.wait_idle()
    assert progress == [("备份", 5_751_232_585, 7_584_880_713)]


def test_cancel_really_stops_slow_work(jobs: Jobs) -> None:
    started, stopped, got = threading.Event(), threading.Event(), []

    def work(report: Report) -> str:
        try:
            while True:
                report(0, 0)
                started.set()
        finally:
            stopped.set()

    jobs.run_slow(jobs, work, then=got.append, title="x")
    assert started.wait(5)
    jobs.cancel_slow()
    assert jobs.wait_idle()
    assert stopped.is_set()
    assert got == []


def test_wait_idle_gives_up_when_the_time_is_over(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.run_read(jobs, lambda: gate.wait(5), then=lambda _on: None)
    assert not jobs.wait_idle(20)
    gate.set()
    assert jobs.wait_idle()


def test_nobody_waits_for_reads_that_the_end_dropped(qapp: QApplication) -> None:
    jobs, gate, told = Jobs(FakeAsk()), threading.Event(), []
    for n in range(3):
        jobs.run_read(jobs, lambda: gate.wait(5), then=told.append, key=str(n))
    gate.set()
    jobs.shutdown()
    assert jobs.wait_idle()
    assert not jobs.is_busy


def test_shutdown_finishes_writes_that_wait(qapp: QApplication) -> None:
    jobs, gate, written = Jobs(FakeAsk()), threading.Event(), []

    def write(n: int) -> Done[int]:
        gate.wait(5)
        written.append(n)
        return Done(value=n, changes=CHANGES)

    for n in (1, 2):
        jobs.run_write(jobs, lambda n=n: write(n))
    gate.set()
    jobs.shutdown()
    assert written == [1, 2]
