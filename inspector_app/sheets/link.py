# SPDX-License-Identifier: MulanPSL-2.0
"""The parent's end of the child process that reads workbooks: one process for each file, killed when it hangs."""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence

from inspector_app.children import Child
from inspector_app.children.starting import ask_once, child_command
from inspector_app.sheets.grids import Grid, GridFault, read_grids
from inspector_app.sheets.limits import CHILD_SECONDS

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
    try:
        ended = ask_once([*(command or child_command(Child.SHEETS)), *flags], data, CHILD_SECONDS)
    except TimeoutError as fault:
        raise GridFault("timeout") from fault
    except OSError as fault:
        raise GridFault("crashed") from fault
    if not ended.answer and ended.code:
        # calamine ends its process when it gets no memory for the rows and columns a sheet says it has
        raise GridFault("memory" if ended.code == -signal.SIGABRT else "crashed")
    return _grids_in(ended.answer)


def _grids_in(answer: bytes) -> list[Grid]:
    """Take the child's answer; a child that a workbook has taken over can only answer rows of text."""
    try:
        told = json.loads(answer)
        if "grids" not in told:
            raise GridFault(str(told["reason"])[:20], int(told["limit"]), str(told["kind"])[:20])
        return [(str(name), [[str(cell) for cell in row] for row in rows]) for name, rows in told["grids"]]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise GridFault("crashed") from fault
