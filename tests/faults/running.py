# SPDX-License-Identifier: MulanPSL-2.0
"""The process that runs the program under faults, and what a fault and its outcome are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("ff.c")
KILLED = -9
KILLING = ("kill", "torn", "torn_first", "torn_last", "power")
WORLDLY = {"medium_full", "medium_gone", "medium_read_back", "disk_full", "storage_failed", "folder_not_writable",
           "file_unreadable", "workspace_busy"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong at which call below which folders (names of the case: laptop, stick, office)."""

    kind: str
    at: int
    below: tuple[str, ...] = ("laptop", "stick", "office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be run: words of the command line, or a script of `scripts.py` with what it needs.

    `seed` and `now` fix ids and clock, so that the same run gives the same data; without a seed they are real.
    """

    argv: Sequence[str] = ()
    script: str = ""
    needs: Mapping[str, Any] = field(default_factory=dict)
    patches: Sequence[str] = ()
    seed: int | None = None
    now: str = ""
    trace: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What became of a run: exit code (negative: killed by this signal), words, acknowledgements, what was struck."""

    code: int
    out: str
    err: str
    counts: Mapping[str, int] = field(default_factory=dict)
    acks: Sequence[Mapping[str, Any]] = ()
    hit: str = ""
    killed_at: float = 0.0  # monotonic seconds, where it is known

    @property
    def json(self) -> dict[str, Any]:
        """What it printed, if it came to that."""
        try:
            found = json.loads(self.out)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def codes(self) -> set[str]:
        """Why it refused."""
        return {str(problem["code"]) for problem in self.json.get("problems", [])}


def shim(folder: Path) -> Path | None:
    """Compile the shim; nothing where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = folder / "ff.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", made, SOURCE, "-ldl", "-lpthread"]
    subprocess.run(command, check=True, capture_output=True)
    return made


class Runner:
    """The process that runs commands under faults; `window` has read Qt before it forks."""

    def __init__(self, library: Path, *, window: bool = False) -> None:
        environment = {**os.environ, "LD_PRELOAD": str(library), "FF_SHIM": str(library), "LANG": "C.UTF-8",
                       "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip
        words = [sys.executable, "-m", "tests.faults.server", *(["window"] if window else [])]
        self._process = subprocess.Popen(
            words, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, argv: Sequence[str], fault: Fault, case: Path, patches: Sequence[str] = ()) -> Said:
        """Run one command."""
        return self.run(Order(argv=argv, patches=patches), fault, case)

    def run(self, order: Order, fault: Fault, case: Path, *, kill_after: float | None = None) -> Said:
        """Run what is ordered; with `kill_after` it is killed from outside so many seconds after it began."""
        wanted = {
            "argv": list(order.argv), "script": order.script, "needs": dict(order.needs),
            "patches": list(order.patches), "seed": order.seed, "now": order.now, "case": str(case),
            "trace": str(order.trace or ""), "kill_after": kill_after,
            "fault": {"kind": fault.kind, "at": fault.at, "below": [str(case / name) for name in fault.below]},
        }  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the server of faults ended: {self._process.poll()}"
        told = json.loads(line)
        return Said(
            code=told.pop("code"), out=told.pop("out"), err=told.pop("err"), acks=told.pop("acks"),
            hit=told.pop("hit"), killed_at=told.pop("killed_at"), counts=told,
        )  # fmt: skip

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=30)


def memory() -> Path | None:
    """Where runs are made: in memory where there is room, for flushing is counted and not waited for."""
    place = Path("/dev/shm")
    return place if os.access(place, os.W_OK) and shutil.disk_usage(place).free > 1 << 30 else None
