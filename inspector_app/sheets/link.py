# SPDX-License-Identifier: MulanPSL-2.0
"""The parent's end of the child process that reads workbooks: one process for each file, killed when it hangs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import inspector_app
from inspector_app.sheets.grids import Grid, GridFault, read_grids
from inspector_app.sheets.limits import CHILD_SECONDS

# A frozen program is its own interpreter: `__main__` looks for this before anything else.
CHILD_ARGUMENT = "--sheet-child"
_ONLY_FIRST = "--first"


def ask_for_grids(
    data: bytes, *, only_first: bool, in_process: bool = False, command: Sequence[str] | None = None
) -> list[Grid]:
    """Give the sheets of a workbook as rows of text; GridFault for everything that cannot be read.

    `in_process` reads here, without limits of memory and time: for tests that read thousands of own files.
    """
    if in_process:
        return read_grids(data, only_first=only_first)
    flags = [_ONLY_FIRST] if only_first else []
    hidden = 0
    if sys.platform == "win32":
        hidden = subprocess.CREATE_NO_WINDOW  # a console would flash up
    try:
        ended = subprocess.run(
            [*(command or child_command()), *flags],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CHILD_SECONDS,
            env=_child_environment(),
            check=False,
            creationflags=hidden,
        )
    except subprocess.TimeoutExpired as fault:
        raise GridFault("timeout") from fault
    except OSError as fault:
        raise GridFault("crashed") from fault
    if not ended.stdout and ended.returncode:
        # calamine ends its process when it gets no memory for the rows and columns a sheet says it has
        raise GridFault("memory" if ended.returncode == -signal.SIGABRT else "crashed")
    return _grids_in(ended.stdout)


def child_command() -> list[str]:
    """Give the command that starts the child, for Python and for a frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    # -P: a folder named like a library in the current directory (a stick) must not be imported.
    return [sys.executable, "-P", "-B", "-m", "inspector_app.sheets.child"]


def _grids_in(answer: bytes) -> list[Grid]:
    """Take the child's answer; a child that a workbook has taken over can only answer rows of text."""
    try:
        told = json.loads(answer)
        if "grids" not in told:
            raise GridFault(str(told["reason"])[:20], int(told["limit"]), str(told["kind"])[:20])
        return [(str(name), [[str(cell) for cell in row] for row in rows]) for name, rows in told["grids"]]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise GridFault("crashed") from fault


def _child_environment() -> dict[str, str]:
    environment = dict(os.environ)
    root = str(Path(inspector_app.__file__).resolve().parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH", "")]))
    environment["MALLOC_ARENA_MAX"] = "2"  # each arena reserves 64 MB of the address space allowed
    return environment
