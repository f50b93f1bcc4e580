# SPDX-License-Identifier: MulanPSL-2.0
"""Child processes: found wherever they are started, in a frozen program too, and bounded by themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.children import Child
from inspector_app.children.starting import ask_once, child_command, child_environment, run_child

POSIX = sys.platform != "win32"
TRIES = """
import json, os, sys
from inspector_app.children.limits import Limits, bound, take_pipes
questions, answers = take_pipes()
place = os.open(sys.argv[1], os.O_WRONLY)
bound(Limits(address_space=2**30, data=2**28, open_files=16, seconds=7))
print("what a library prints")
held = []
try:
    bytearray(2**29)
except MemoryError:
    held.append("memory")
try:
    os.write(place, b"x")
except OSError:
    held.append("files")
try:
    places = [os.dup(place) for _ in range(64)]
except OSError:
    held.append("open files")
import resource
held.append(resource.getrlimit(resource.RLIMIT_CPU)[0])
answers.write(json.dumps([held, questions.read().decode()]).encode())
"""


@pytest.mark.skipif(not POSIX, reason="no such limits on Windows")
def test_a_bounded_child_has_no_more_memory_files_or_time_and_prints_nothing_into_its_answer(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.touch()
    ended = ask_once([sys.executable, "-c", TRIES, str(place)], b"asked", 30)
    assert ended.code == 0
    assert json.loads(ended.answer) == [["memory", "files", "open files", 8], "asked"]
    assert place.read_bytes() == b""


def test_a_child_that_does_not_end_is_killed_and_one_that_is_no_program_told() -> None:
    with pytest.raises(TimeoutError):
        ask_once([sys.executable, "-c", "import time; time.sleep(60)"], b"", 0.3)
    with pytest.raises(OSError, match="no such program"):
        ask_once(["/no such program"], b"", 0.3)
    assert ask_once([sys.executable, "-c", "raise SystemExit(3)"], b"x" * 2_000_000, 30).code == 3


def test_a_folder_named_like_the_program_is_not_searched_for_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inspector_app").mkdir()
    (tmp_path / "inspector_app/__init__.py").write_text("raise SystemExit(5)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert ask_once(child_command(Child.SHEETS), b"", 30).code == 0


@pytest.mark.parametrize("child", Child)
def test_a_frozen_program_is_its_own_child(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    (program, *words) = child_command(child)
    assert program == sys.executable
    # as PyInstaller starts it: the program's own `__main__` with these words
    ended = ask_once([program, "-P", "-m", "inspector_app", *words], b"", 30)
    assert ended.code == 0
    assert ended.answer.startswith(b'{"reason"' if child is Child.SHEETS else b"\0\0\0")  # a frame: it is ready


def test_no_other_module_is_started() -> None:
    for words in ([], ["inspector_app.cli"], ["os"]):
        with pytest.raises(ValueError, match="Child"):
            run_child(words)


def test_the_parent_of_a_child_loads_none_of_its_work() -> None:
    code = "import sys, inspector_app.photos.link, inspector_app.sheets.link; print('PIL' in sys.modules, end='')"
    told = subprocess.run([sys.executable, "-c", code], env=child_environment(), capture_output=True, check=True)
    assert told.stdout == b"False"
