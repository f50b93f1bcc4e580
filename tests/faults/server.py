# SPDX-License-Identifier: MulanPSL-2.0
"""Runs commands with faults: imports the program once, then forks for each; started by `running.py` with the shim.

Reads one JSON line for each run from stdin, answers with one line. A run is killed or fails as its fault says; its
words, what it acknowledged and how many calls there were come back. `patches` are changes to the program that a test
wants: small parts, and defects on purpose, to see that the oracle finds them.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import inspector_app
from inspector_app.cli import main
from tests.faults import acks
from tests.faults.fixed import fix
from tests.faults.patches import PATCHES
from tests.faults.scripts import SCRIPTS

Json = dict[str, Any]
COUNTS = ("calls", "syncs", "writes", "reads", "bytes")


def run(shim: ctypes.CDLL, wanted: Json) -> Json:
    """Run one command in a child and say what became of it."""
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(5)]
        child = os.fork()
        if child == 0:
            _child(shim, wanted, [file.fileno() for file in files])
        killed: list[float] = []
        killer = None
        if wanted.get("kill_after") is not None:
            killer = threading.Timer(wanted["kill_after"], _kill, (child, killed))
            killer.start()
        _, status = os.waitpid(child, 0)
        if killer is not None:
            killer.cancel()
        texts = []
        for file in files:
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    told = [json.loads(line) for line in texts[3].splitlines() if line.endswith("}")]
    if code == -signal.SIGKILL and not killed and texts[4]:
        killed.append(float(texts[4].split()[0]))
    return {"code": code, "out": texts[0], "err": texts[1], "acks": told, "hit": texts[4],
            "killed_at": killed[0] if killed else 0.0,
            **json.loads(texts[2] or "{}")}  # fmt: skip


def _kill(child: int, killed: list[float]) -> None:
    killed.append(time.monotonic())
    os.kill(child, signal.SIGKILL)


def _child(shim: ctypes.CDLL, wanted: Json, fds: list[int]) -> None:
    code = 70
    out, err, counts, heard, hit = fds
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        if wanted["seed"] is not None:
            fix(wanted["seed"], wanted["now"])
        for name in wanted["patches"]:
            PATCHES[name]()
        acks.listen(heard, shim.ff_ack)
        if wanted["trace"]:
            shim.ff_record(os.open(wanted["trace"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644))
        shim.ff_report(hit)
        fault = wanted["fault"]
        shim.ff_arm(fault["kind"].encode(), ctypes.c_long(fault["at"]), ":".join(fault["below"]).encode())
        if wanted["script"]:
            code = SCRIPTS[wanted["script"]](Path(wanted["case"]), wanted["needs"])
        else:
            code = main(wanted["argv"])
            if code == 0:
                acks.tell(done=True)
        told = {name: getattr(shim, f"ff_{name}")() for name in COUNTS}
        shim.ff_arm(b"off", ctypes.c_long(0), b"")
        os.write(counts, json.dumps(told).encode())
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        shim.ff_arm(b"off", ctypes.c_long(0), b"")
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def serve(shim: ctypes.CDLL, read: Callable[[], str], write: Callable[[str], object]) -> None:
    """Answer until nothing more is asked."""
    for name in COUNTS:
        getattr(shim, f"ff_{name}").restype = ctypes.c_long
    while line := read():
        wanted: Mapping[str, Any] = json.loads(line)
        write(json.dumps(run(shim, dict(wanted))) + "\n")


def read_all(*, window: bool) -> None:
    """Import what commands import late, so that each run begins with all of it; Qt only for the window."""
    for found in pkgutil.walk_packages(inspector_app.__path__, "inspector_app."):
        is_window = found.name.startswith(("inspector_app.ui", "inspector_app.app"))
        if not found.name.endswith("__main__") and (window or not is_window):
            with contextlib.suppress(ImportError):  # what is broken will show where it is used
                importlib.import_module(found.name)


if __name__ == "__main__":
    read_all(window="window" in sys.argv)
    if "window" in sys.argv:
        from tests.faults.patches_window import WINDOW
        from tests.faults.window import work_window

        SCRIPTS["window"] = work_window
        PATCHES.update(WINDOW)
    gc.collect()
    gc.freeze()

    def answer(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    serve(ctypes.CDLL(os.environ["FF_SHIM"]), sys.stdin.readline, answer)
