# SPDX-License-Identifier: MulanPSL-2.0
"""The same faults by strace, for machines without a C compiler: fewer kinds, and a new process for each run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.faults.running import KILLED, ROOT, Fault, Said

CHANGES = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir")
FLUSHES = ("fsync", "fdatasync")
KINDS = ("kill", "eio")
_LINE = re.compile(r"^\d+ +(\w+)\((?:\d+<([^>]*)>|\"([^\"]*)\")")


class Traced:
    """Runs commands under strace; a fault is meant by its number among the calls of an undisturbed run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._calls: dict[str, list[tuple[str, int]]] = {}

    @staticmethod
    def is_possible(folder: Path) -> bool:
        """Whether strace is here and may trace."""
        if shutil.which("strace") is None:
            return False
        tried = subprocess.run(["strace", "-qq", "-o", folder / "tried", "true"], check=False, capture_output=True)
        return tried.returncode == 0

    def __call__(self, argv: Sequence[str], fault: Fault, case: Path, patches: Sequence[str] = ()) -> Said:
        """Run one command."""
        verb = argv[1]
        if fault.kind == "count":
            return self._counted(argv, verb, case, patches)
        calls = self._calls[verb]
        if fault.kind == "kill":
            name, nth = calls[fault.at - 1]
            inject = f"inject={name}:signal=KILL:when={nth}"
        elif fault.kind == "eio":
            name, nth = [call for call in calls if call[0] in FLUSHES][fault.at - 1]
            inject = f"inject={name}:error=EIO:when={nth}"
        else:
            raise ValueError(fault.kind)
        return self._run(argv, patches, ["-e", f"trace={name}", "-e", inject, "-o", os.devnull])

    def _counted(self, argv: Sequence[str], verb: str, case: Path, patches: Sequence[str]) -> Said:
        log = self._folder / "calls.log"
        said = self._run(argv, patches, ["-y", "-e", f"trace={','.join(CHANGES)}", "-o", str(log)])
        nth = dict.fromkeys(CHANGES, 0)
        found = []
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            match = _LINE.match(line)
            if match:
                nth[match[1]] += 1
                if (match[2] or match[3] or "").startswith(str(case)):
                    found.append((match[1], nth[match[1]]))
        self._calls.setdefault(verb, found)
        flushes = sum(name in FLUSHES for name, _ in found)
        counts = {"calls": len(found), "syncs": flushes, "writes": 0, "reads": 0, "bytes": 0}
        return Said(code=said.code, out=said.out, err=said.err, counts=counts)

    def _run(self, argv: Sequence[str], patches: Sequence[str], options: Sequence[str]) -> Said:
        words = [sys.executable, "-m", "tests.faults.once", json.dumps(list(patches)), *argv]
        environment = {**os.environ, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": ""}
        done = subprocess.run(
            ["strace", "-f", "-qq", *options, *words], cwd=ROOT, env=environment, check=False, capture_output=True
        )
        code = KILLED if done.returncode in (KILLED, 137) else done.returncode
        return Said(code=code, out=done.stdout.decode("utf-8", "replace"), err=done.stderr.decode("utf-8", "replace"))
