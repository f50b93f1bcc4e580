# SPDX-License-Identifier: MulanPSL-2.0
"""What follows a write that the disk refused: never tried again on the same handle, opened anew, at last read-only.

After a failed flush the system may have thrown away what it was to write, and would say the next time that all is
well (promises.md 2.4). So both connections are closed, the file is opened and looked at again, and the person is told.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.database import Opened
from inspector_app.storage.driver import DatabaseError
from inspector_app.workspace import reserve

log = logging.getLogger(__name__)

MOST_FAULTS = 3  # of the disk, one after the other; then nothing is written any more


class FaultWatch:
    """Counts the disk's refusals of one open folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.in_a_row = 0

    def succeeded(self) -> None:
        """A write came through."""
        self.in_a_row = 0

    def failed(
        self,
        problems: Sequence[Problem],
        opened: Opened,
        reopen: Callable[[], Opened],
        read_again: Callable[[Problem], Opened],
    ) -> Opened:
        """Do what a refused write asks for, and give the connections to go on with.

        A full disk: the reserve is given up. A fault of the disk or damaged pages: the file is opened anew; at the
        third in a row, or where it is damaged, only for reading.
        """
        codes = {problem.code for problem in problems}
        if ProblemCode.DISK_FULL in codes and reserve.give_up(self._folder):
            log.warning("disk full: the reserve was given up")
        if not codes & {ProblemCode.STORAGE_FAILED, ProblemCode.WORKSPACE_DAMAGED}:
            return opened
        self.in_a_row += 1
        log.error("the disk refused a write, %d in a row", self.in_a_row)
        with contextlib.suppress(DatabaseError):
            opened.close()
        reason = next(p for p in problems if p.code in (ProblemCode.STORAGE_FAILED, ProblemCode.WORKSPACE_DAMAGED))
        try:
            again = reopen()
            found = again.writer.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        except (Refused, DatabaseError, OSError) as error:
            log.error("the data could not be opened again: %s", type(error).__name__)
            return _to_read(opened, reason, read_again)
        if found == "ok" and self.in_a_row < MOST_FAULTS:
            return again
        if found != "ok":
            reason = Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": str(self._folder), "detail": ""})
        return dataclasses.replace(again, read_only=again.read_only or reason)


def _to_read(opened: Opened, reason: Problem, read_again: Callable[[Problem], Opened]) -> Opened:
    try:
        return read_again(reason)
    except (Refused, DatabaseError, OSError):
        return dataclasses.replace(opened, read_only=reason)  # not even reading is possible; it is told at each try
