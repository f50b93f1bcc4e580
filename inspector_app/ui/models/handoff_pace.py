# SPDX-License-Identifier: MulanPSL-2.0
"""Progress of a hand-over for the lower floors: seldom enough for a window, and without an exception in the middle."""

from __future__ import annotations

import time

from inspector_app.ui.jobs import CancelledError, Report

TELL_EVERY = 0.1  # seconds: a frame of a bundle takes far less


class Pace:
    """Progress for the lower floors: hands on a report at most ten times a second, and never raises."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._told = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the work is; the last step is always told."""
        now = time.monotonic()
        if now - self._told < TELL_EVERY and done < total:
            return
        self._told = now
        try:
            self._report(done, total)
        except CancelledError:
            return  # the work asks `cancelled` itself, at a place where stopping leaves nothing half done

    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._report.cancelled()
