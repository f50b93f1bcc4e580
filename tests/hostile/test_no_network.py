# SPDX-License-Identifier: MulanPSL-2.0
"""The whole main job and every screen with an ear at every socket: nothing but the courier opens a connection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.records import ORGAN

ROOT = Path(__file__).parents[2]
LOCAL = re.compile(r"^(python \S+ unix |library \w+ unix\b|library socket family (1|16)$)")  # 16: what the kernel says
HEADS = ("python ", "library ")
PLACES = ("inspector_app/handoff/courier_line.py", "inspector_app/office/")  # who may know a network at all
NETWORK = re.compile(
    r"^\s*(?:from|import) (?:socket|ssl|http|urllib\.request|ftplib|smtplib|asyncio|httpx|uvicorn|starlette|requests|"
    r"websockets|PySide6\.QtNetwork|PySide6\.QtWebEngine\w*|xmlrpc|telnetlib|webbrowser)\b", re.MULTILINE,
)  # fmt: skip


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library that hears what Python's audit hook cannot; none where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = tmp_path_factory.mktemp("ear") / "net.so"
    source = Path(__file__).with_name("net.c")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True, capture_output=True)
    return made


class Offline:
    """Runs the program and gives what was heard."""

    def __init__(self, folder: Path, ear: Path | None) -> None:
        self.folder, self.log = folder, folder / "heard.log"
        self._env = {**os.environ, "NET_LOG": str(self.log), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
        self._env["PYTHONPATH"] = str(ROOT)
        if ear is not None:
            self._env["LD_PRELOAD"] = str(ear)

    def __call__(self, *words: object, code: int = 0, prefix: tuple[str, ...] = ()) -> str:
        command = [*prefix, sys.executable, "-m", "tests.hostile.offline", *map(str, words)]
        ended = subprocess.run(
            command, cwd=self.folder, env=self._env, capture_output=True, text=True, timeout=600, check=False
        )
        assert ended.returncode == code, (words, ended.stdout[-2_000:], ended.stderr[-2_000:])
        return ended.stdout

    def heard(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def far(self) -> list[str]:
        return [line for line in self.heard() if not LOCAL.match(line)]


@pytest.fixture
def offline(tmp_path: Path, ear: Path | None) -> Offline:
    return Offline(tmp_path, ear)


def test_the_demonstration_day_and_every_screen_open_no_connection(offline: Offline) -> None:
    offline("demo", "--data-dir", "data")
    offline("due", "--data-dir", "data", "--ics", "due.ics")
    offline("bundle", "make", "--to", "stick", "--data-dir", "data")
    offline("screenshots", "--out", "shots")
    assert len(list((offline.folder / "shots").glob("*.png"))) >= 20
    assert offline.far() == []


def test_the_ears_hear_the_courier_and_the_office(offline: Offline, ear: Path | None) -> None:
    """A test that could not fail would prove nothing: here a connection is asked for, heard and refused."""
    organ = offline.folder / "ORGAN.toml"
    organ.write_text(ORGAN, encoding="utf-8")
    offline("office", "init", "--organ", organ, "--data-dir", "office")
    offline("init", "--organ", organ, "--data-dir", "laptop")
    offline("office", "enrol", "laptop", "--data-dir", "office")
    assert offline.far() == []
    offline("courier", "send", "--office", "http://127.0.0.1:9", "--data-dir", "laptop", code=1)
    assert [line for line in offline.far() if line.startswith("python ")]
    if ear is None:
        pytest.skip("no C compiler: only Python's own ear was tried")
    code = "import ctypes; libc = ctypes.CDLL(None); libc.socket(2, 1, 0)"
    subprocess.run([sys.executable, "-c", code], env=offline._env, check=True)
    assert "library socket family 2" in offline.far()


def test_the_main_job_is_done_in_a_machine_without_any_network(offline: Offline) -> None:
    unshare = shutil.which("unshare")
    prefix = (str(unshare), "--user", "--map-root-user", "--net")
    if unshare is None or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no namespaces here")
    organ = offline.folder / "ORGAN.toml"
    organ.write_text(ORGAN, encoding="utf-8")
    offline("init", "--organ", organ, "--data-dir", "data", prefix=prefix)
    offline("enterprises", "add", "--name", "青岚县某厂", "--data-dir", "data", prefix=prefix)
    offline("packs", "export", "fire_exit", "--out", "a.xlsx", "--data-dir", "data", prefix=prefix)
    offline("packs", "import", "a.xlsx", "--as-id", "mine", "--data-dir", "data", prefix=prefix)


def test_only_the_courier_and_the_office_know_a_network() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "inspector_app").rglob("*.py")
        if NETWORK.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith(PLACES)} == set()
    assert found
