# SPDX-License-Identifier: MulanPSL-2.0
"""The child's own end: pipes kept for question and answer alone, and bounds that the child sets itself.

Windows has no such bounds for a process that sets them itself; there the parent's seconds are what ends a child.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may take: bytes of address space and of data, open files, seconds of processor (none: no bound).

    Address space counts libraries and reserves too; data is what is written to.
    """

    address_space: int
    data: int
    open_files: int = 64
    seconds: float | None = None


def take_pipes() -> tuple[io.FileIO, io.FileIO]:
    """Give the pipe of questions and the pipe of answers: whatever a library prints goes nowhere."""
    questions, answers = (io.FileIO(os.dup(number), mode) for number, mode in ((0, "rb"), (1, "wb")))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)
    return questions, answers


def bound(limits: Limits) -> None:
    """Bound this process for good; no files are written and no core dumped, for they would hold what it reads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    if sys.platform != "win32":
        import resource

        bounds = [
            (resource.RLIMIT_AS, limits.address_space),
            (resource.RLIMIT_DATA, limits.data),
            (resource.RLIMIT_NOFILE, limits.open_files),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ]
        if limits.seconds is not None:
            bounds.append((resource.RLIMIT_CPU, int(limits.seconds) + 1))
        for kind, most in bounds:
            _, hard = resource.getrlimit(kind)
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (limit, limit))


def grant_seconds(seconds: float) -> None:
    """Let the next question have so many seconds of processor, even when the parent is gone."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, hard))
