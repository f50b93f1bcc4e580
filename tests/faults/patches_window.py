# SPDX-License-Identifier: MulanPSL-2.0
"""Defects on purpose in the window: typing that is saved late, and a word that says so too early."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inspector_app.ui.widgets import drafts


def _drafts_late() -> None:
    """Save what is typed only after a long pause."""
    drafts.PAUSE_MS = 60_000
    drafts.LONGEST_MS = 60_000  # type: ignore[attr-defined]


def _drafts_after_pause_only() -> None:
    """Save what is typed only when the person makes a pause."""
    drafts.LONGEST_MS = 60_000  # type: ignore[attr-defined]


def _called_saved_too_early() -> None:
    """Say that all is saved once it was sent."""

    def tell(self: drafts.Drafts) -> None:
        sent = all(d.sent for d in self._drafts.values())
        state = drafts.SaveState.SAVED if sent else drafts.SaveState.SAVING
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    drafts.Drafts._tell = tell  # type: ignore[method-assign]


WINDOW: Mapping[str, Callable[[], None]] = {
    "drafts_late": _drafts_late,
    "drafts_after_pause_only": _drafts_after_pause_only,
    "called_saved_too_early": _called_saved_too_early,
}
