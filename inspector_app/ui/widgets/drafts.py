# SPDX-License-Identifier: MulanPSL-2.0
"""What was typed and is not yet in the ledger: saved a moment after the last key, and while somebody types on.

Each thing that can be typed has a key (`finding:ID`, `remark:CODE`, `people` ...). The newest value of a key
waits here until an operation has taken it, so neither leaving a page nor a refusal can lose a text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.change import Done
from inspector_app.domain.problems import Problem
from inspector_app.ui.jobs import Jobs

PAUSE_MS = 400
LONGEST_MS = 1_000  # who types without a pause loses no more than this

Work = Callable[[], Done[Any]]


class SaveState(StrEnum):
    """What the quiet word at the top says."""

    SAVED = "saved"
    SAVING = "saving"
    FAILED = "failed"


@dataclass(slots=True)
class _Draft:
    value: object
    work: Work
    sent: bool = False
    problems: tuple[Problem, ...] = ()
    is_faulty: bool = False  # a fault of ours, not a refusal

    @property
    def is_stuck(self) -> bool:
        """Whether it was tried in vain and waits for another key or a person's retry."""
        return bool(self.problems) or self.is_faulty


class Drafts(QObject):
    """Everything typed that the ledger has not taken yet."""

    saved = Signal(str, object, object)  # key, what was sent, what the operation gave back
    refused = Signal(str, object)  # key, problems
    state_changed = Signal(object)  # SaveState

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._drafts: dict[str, _Draft] = {}
        self._state = SaveState.SAVED
        self._own: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.flush)
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.setInterval(LONGEST_MS)
        self._longest.timeout.connect(self.flush)
        jobs.failed.connect(self._on_fault)

    @property
    def state(self) -> SaveState:
        """Whether everything typed is in the ledger."""
        return self._state

    def value(self, key: str) -> object | None:
        """Give what was typed and is not saved, if there is something."""
        draft = self._drafts.get(key)
        return draft.value if draft else None

    def problems(self, key: str) -> tuple[Problem, ...]:
        """Give why the last value of a key was refused."""
        draft = self._drafts.get(key)
        return draft.problems if draft else ()

    def unsaved(self) -> tuple[str, ...]:
        """Give the keys of all that is not saved."""
        return tuple(self._drafts)

    def put(self, key: str, value: object, work: Work) -> None:
        """Keep the newest value of a key and save it soon."""
        self._drafts[key] = _Draft(value, work)
        self._timer.start()
        if not self._longest.isActive():
            self._longest.start()
        self._tell()

    def drop(self, key: str) -> None:
        """Forget what was typed under a key, because a person said so or its thing is gone."""
        self._drafts.pop(key, None)
        self._tell()

    def flush(self) -> None:
        """Send everything that waits, now."""
        self._timer.stop()
        self._longest.stop()
        for key, draft in list(self._drafts.items()):
            if not draft.sent and not draft.is_stuck:
                self._send(key, draft)

    def retry(self) -> None:
        """Send what was refused once more."""
        for draft in self._drafts.values():
            draft.problems = ()
            draft.is_faulty = False
        self.flush()

    def is_own(self, operation_id: str) -> bool:
        """Whether an operation was one of these; asked once by whoever hears of it."""
        known = operation_id in self._own
        self._own.discard(operation_id)
        return known

    def _send(self, key: str, draft: _Draft) -> None:
        draft.sent = True

        def work() -> Done[Any]:
            done = draft.work()
            self._own.add(done.changes.operation_id)
            return done

        self._jobs.run_write(
            self,
            work,
            then=lambda value: self._on_saved(key, draft, value),
            refused=lambda problems: self._on_refused(key, draft, problems),
        )
        self._tell()

    def _on_saved(self, key: str, draft: _Draft, value: object) -> None:
        if self._drafts.get(key) is draft:
            del self._drafts[key]
        self._tell()
        self.saved.emit(key, draft.value, value)

    def _on_refused(self, key: str, draft: _Draft, problems: tuple[Problem, ...]) -> None:
        draft.sent = False
        draft.problems = problems
        self._tell()
        if self._drafts.get(key) is draft:
            self.refused.emit(key, problems)

    def _on_fault(self) -> None:
        """A fault of ours: nothing says which job broke, so all that was under way counts as not saved."""
        for draft in self._drafts.values():
            draft.is_faulty = draft.is_faulty or draft.sent
            draft.sent = False
        self._tell()

    def _tell(self) -> None:
        if any(d.is_stuck for d in self._drafts.values()):
            state = SaveState.FAILED
        else:
            state = SaveState.SAVING if self._drafts else SaveState.SAVED
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
