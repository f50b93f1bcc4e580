# SPDX-License-Identifier: MulanPSL-2.0
"""The parent's end: how a child is started, and one question to a child of its own."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import inspector_app
from inspector_app.children import CHILD_ARGUMENT, Child

HIDDEN = 0
if sys.platform == "win32":
    HIDDEN = subprocess.CREATE_NO_WINDOW  # a console would flash up


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended: its exit code (on POSIX the signal that ended it, below zero), and all that it wrote."""

    code: int
    answer: bytes


def child_command(child: Child) -> list[str]:
    """Give the command that starts a child, for Python and for a frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT, child]
    # -P: a folder named like a library in the current directory (a stick, a download folder) must not be imported.
    return [sys.executable, "-P", "-B", "-m", child]


def run_child(words: Sequence[str]) -> int:
    """Be the child that the first word names, in a frozen program; ValueError for a word that names none."""
    main: Callable[[], int] = importlib.import_module(Child(words[0] if words else "")).main
    return main()


def child_environment() -> dict[str, str]:
    """Give the environment in which a child finds this program, wherever it is started."""
    environment = dict(os.environ)
    root = str(Path(inspector_app.__file__).resolve().parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH", "")]))
    environment["MALLOC_ARENA_MAX"] = "2"  # each arena reserves 64 MB of the address space allowed
    return environment


def ask_once(command: Sequence[str], data: bytes, seconds: float) -> Ended:
    """Start a child, give it bytes, wait until it ends, and kill it when its seconds are over.

    Raises TimeoutError for one that was killed, and OSError for one that did not start.
    """
    try:
        ended = subprocess.run(
            list(command),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=child_environment(),
            check=False,
            creationflags=HIDDEN,
        )
    except subprocess.TimeoutExpired as fault:
        raise TimeoutError from fault
    return Ended(code=ended.returncode, answer=ended.stdout)
