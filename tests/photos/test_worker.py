# SPDX-License-Identifier: MulanPSL-2.0
"""The child process: same answers as here, limits that hold, and recovery from every death."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time

import pytest

from inspector_app.children.starting import child_environment
from inspector_app.domain.markup import Mark, MarkKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.photos.faults import PhotoFault
from inspector_app.photos.worker import PhotoWorker
from tests.helpers.pictures import photo

POSIX = sys.platform != "win32"


def reason(call):
    with pytest.raises(Refused) as refused:
        call()
    (problem,) = refused.value.problems
    assert problem.code is ProblemCode.PHOTO_BROKEN
    return problem.fields["reason"]


def child(code):
    """A stand-in for the child that does something else."""
    return [sys.executable, "-c", code]


def test_child_and_parent_give_the_same(worker, local):
    data = photo(orientation=6, time="2026:11:16 09:00:00", latitude=40.0, longitude=117.3, make="DEMO")
    marks = [Mark(kind=MarkKind.ARROW, x1=0.1, y1=0.1, x2=0.5, y2=0.5)]
    assert worker.read(data, "a") == local.read(data, "a")
    assert worker.thumbnail(data) == local.thumbnail(data)
    assert worker.preview(data) == local.preview(data)
    assert worker.view(data, rotation=90) == local.view(data, rotation=90)
    assert worker.print_copy(data, marks=marks) == local.print_copy(data, marks=marks)
    assert reason(lambda: local.read(data[:-300], "a")) == reason(lambda: worker.read(data[:-300], "a")) == "truncated"


def test_child_starts_with_the_first_request_only():
    with PhotoWorker(command=["/does/not/exist"]) as idle:
        assert reason(lambda: idle.read(photo(), "a")) == PhotoFault.NOT_STARTED
        assert reason(lambda: idle.read(b"", "a")) == PhotoFault.EMPTY  # needs no child


def test_killed_while_idle_is_replaced_unseen():
    with PhotoWorker() as mine:
        mine.read(photo(), "a")
        link = mine._link
        link.kill()
        link._process.wait(5)
        assert mine.read(photo(), "a").width == 320
        assert mine._link is not link


@pytest.mark.skipif(not POSIX, reason="SIGSTOP")
def test_killed_midway_refuses_this_photo_and_recovers():
    with PhotoWorker() as mine:
        mine.read(photo(), "a")
        pid = mine._link.pid
        os.kill(pid, signal.SIGSTOP)  # so that it is surely in the middle
        killer = threading.Timer(0.1, os.kill, (pid, signal.SIGKILL))
        killer.start()
        assert reason(lambda: mine.read(photo(), "a")) == PhotoFault.CRASHED
        killer.join()
        assert mine.read(photo(), "a").width == 320


@pytest.mark.skipif(not POSIX, reason="SIGSTOP")
def test_hanging_child_is_killed_after_its_time():
    with PhotoWorker(seconds=3) as mine:
        mine.read(photo(), "a")
        os.kill(mine._link.pid, signal.SIGSTOP)
        started = time.monotonic()
        large = photo() + bytes(3_000_000)  # more than a pipe holds: writing hangs too
        assert reason(lambda: mine.thumbnail(large, "a")) == PhotoFault.TIMEOUT
        assert time.monotonic() - started < 8
        mine._seconds = 10
        assert mine.read(photo(), "a").width == 320


READY = struct.pack(">II", 14, 0) + b'{"ready":true}'


def says(head, body=b""):
    """A child that starts, gives this answer to its first request, and none after."""
    content = READY + struct.pack(">II", len(head), len(body)) + head + body
    return f"import sys; sys.stdout.buffer.write({content!r}); sys.stdout.flush(); sys.stdin.buffer.read()"


@pytest.mark.parametrize(
    "code",
    [
        f"import sys; sys.stdout.buffer.write({READY!r}); sys.stdout.flush(); sys.stdin.buffer.read(8)",
        says(b"\xff" * 100),
        says(b"[]"),
        says(b"{}"),
        says(b"{}", b"GIF89a"),
        says(b'{"facts":{"width":true}}', b"no picture"),
        says(b'{"problems":[{"code":"disk_full","fields":{}}]}'),
        says(b'{"problems":[]}'),
        says(b"[" * 50_000),
    ],
)
def test_child_that_speaks_nonsense_is_a_crash_and_dropped(code):
    with PhotoWorker(command=child(code)) as mine:
        assert reason(lambda: mine.read(photo(), "a")) == PhotoFault.CRASHED
        assert reason(lambda: mine.view(photo(), "a")) == PhotoFault.CRASHED


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "print('Traceback: secret')", "raise ImportError"])
def test_child_that_does_not_start_is_not_the_photos_fault(code):
    with PhotoWorker(command=child(code)) as mine:
        assert reason(lambda: mine.read(photo(), "a")) == PhotoFault.NOT_STARTED


@pytest.mark.skipif(not POSIX, reason="no such limit on Windows")
def test_memory_and_files_are_limited_in_the_child(tmp_path):
    code = (
        "import json, inspector_app.photos.child as c; c.bound(c.LIMITS); c.grant_seconds(20); said = []\n"
        "try: bytearray(2**30)\nexcept MemoryError: said.append('memory')\n"
        "import os, sys; place = os.open(sys.argv[1], os.O_WRONLY)\n"
        "try: os.write(place, b'x')\nexcept OSError: said.append('files')\n"
        "import resource; said.append(resource.getrlimit(resource.RLIMIT_CPU)[0]); print(json.dumps(said))"
    )
    place = tmp_path / "file"
    place.touch()
    run = subprocess.run([*child(code), place], capture_output=True, check=True, env=child_environment())
    memory, files, seconds = json.loads(run.stdout)
    assert (memory, files) == ("memory", "files")
    assert 20 <= seconds <= 30


def test_closing_ends_the_child_and_refuses_what_follows():
    mine = PhotoWorker()
    mine.read(photo(), "a")
    process = mine._link._process
    mine.close()
    mine.close()
    assert process.poll() is not None
    assert reason(lambda: mine.read(photo(), "a")) == PhotoFault.CLOSED


@pytest.mark.skipif(not POSIX, reason="SIGSTOP")
def test_closing_does_not_wait_for_a_photo_under_way():
    mine = PhotoWorker()
    mine.read(photo(), "a")
    os.kill(mine._link.pid, signal.SIGSTOP)
    told = []
    asking = threading.Thread(target=lambda: told.append(reason(lambda: mine.read(photo(), "a"))))
    asking.start()
    time.sleep(0.1)
    mine.close()
    asking.join(5)
    assert told == [PhotoFault.CLOSED]


def test_child_ends_with_its_parent():
    mine = PhotoWorker()
    mine.read(photo(), "a")
    process = mine._link._process
    process.stdin.close()  # what the system does when the parent is gone
    assert process.wait(5) == 0
    mine.close()


def test_many_threads_may_ask(worker):
    pictures = [photo(orientation=1 + number % 8, model=f"no {number}") for number in range(24)]
    told = {}

    def ask(number):
        told[number] = worker.read(pictures[number], "a").camera

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert told == {number: f"no {number}" for number in range(24)}


def test_parent_imports_no_decoder():
    code = "import sys, inspector_app.photos.worker; print([m for m in sys.modules if 'PIL' in m or 'heif' in m])"
    run = subprocess.run(child(code), capture_output=True, check=True, env=child_environment(), text=True)
    assert run.stdout.strip() == "[]"


def test_folder_the_program_stands_in_is_not_searched_for_code(tmp_path, monkeypatch):
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL/__init__.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with PhotoWorker() as mine:
        assert mine.read(photo(), "a").width == 320


def test_text_mark_without_a_font_never_reaches_the_child(worker, tmp_path):
    marks = [Mark(kind=MarkKind.TEXT, x1=0, y1=0, x2=1, y2=1, text="x")]
    for font in (None, tmp_path / "none.ttf"):
        with pytest.raises(ValueError, match="font"):
            worker.print_copy(photo(), marks=marks, font=font)
