# SPDX-License-Identifier: MulanPSL-2.0
"""Runs commands with faults: imports the program once, then forks for each; started by `harness.py` with the shim.

Reads one JSON line for each run from stdin, answers with one line. A run is killed or fails as its fault says; its
words and how many calls there were come back. `patches` are changes to the program that a test wants: small parts,
and defects on purpose, to see that the oracle finds them.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from typing import Any

from inspector_app.cli import bundles, main  # noqa: F401 - read before the first fork
from tests.faults.patches import PATCHES

Json = dict[str, Any]
COUNTS = ("calls", "syncs", "writes", "reads", "bytes")


def run(shim: ctypes.CDLL, wanted: Json) -> Json:
    """Run one command in a child and say what became of it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as counts:
        child = os.fork()
        if child == 0:
            _child(shim, wanted, out.fileno(), err.fileno(), counts.fileno())
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err, counts):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return {"code": code, "out": texts[0], "err": texts[1], **json.loads(texts[2] or "{}")}


def _child(shim: ctypes.CDLL, wanted: Json, out: int, err: int, counts: int) -> None:
    code = 70
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        for name in wanted["patches"]:
            PATCHES[name]()
        fault = wanted["fault"]
        shim.ff_arm(fault["kind"].encode(), ctypes.c_long(fault["at"]), ":".join(fault["below"]).encode())
        code = main(wanted["argv"])
        told = {name: getattr(shim, f"ff_{name}")() for name in COUNTS}
        shim.ff_arm(b"off", ctypes.c_long(0), b"")
        os.write(counts, json.dumps(told).encode())
        sys.stdout.flush()
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


if __name__ == "__main__":
    gc.collect()
    gc.freeze()

    def answer(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    serve(ctypes.CDLL(os.environ["FF_SHIM"]), sys.stdin.readline, answer)
