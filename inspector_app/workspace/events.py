# SPDX-License-Identifier: MulanPSL-2.0
"""Lines of the security journal that rooms below the operations keep: exports, jumps of the clock."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from inspector_app.domain import texts
from inspector_app.domain.account import EventKind, SecurityEvent
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem
from inspector_app.storage import accounts
from inspector_app.storage.driver import Database

LONGEST = 400  # characters of a subject or a detail
_PIECE = 1_000_000


class OpenStep(Protocol):
    """An open operation, as far as a line of the journal needs one."""

    db: Database
    now: datetime
    new_id: Callable[[], str]


class Noting(Protocol):
    """A workspace, as far as it keeps lines of the journal."""

    actor: str

    @property
    def read_only(self) -> Problem | None:
        """Why nothing may be written, if so."""
        ...

    def operation(self, op: Op) -> AbstractContextManager[OpenStep]:
        """Run one act."""
        ...


def keep_event(ws: Noting, kind: EventKind, subject: str, detail: str, *, is_ok: bool = True) -> None:
    """Keep one line in an operation of its own; nothing in data that may only be read."""
    if ws.read_only is None:
        with ws.operation(Op.NOTE_EVENT) as step:
            keep_event_in(ws, step, kind, subject, detail, is_ok=is_ok)


def keep_event_in(
    ws: Noting, step: OpenStep, kind: EventKind, subject: str, detail: str, *, is_ok: bool = True
) -> None:
    """Keep one line inside an open operation."""
    event = SecurityEvent(
        id=step.new_id(), kind=kind, at=step.now, person=ws.actor, subject=_kept(subject), is_ok=is_ok,
        detail=_kept(detail),
    )  # fmt: skip
    accounts.put_event(step.db, event)


def _kept(text: str) -> str:
    """Give a text as every laptop takes it in: what comes from outside (a paper's code) may hold any character."""
    return "".join(filter(texts.is_keepable, texts.cleaned(text)))[:LONGEST]


def note_export(ws: Noting, what: str, count: int, files: Iterable[Path], *, whole: bool) -> None:
    """Keep that something was given out: what kind of thing, how many rows or files, their hash; no content.

    One file has its own SHA-256; of several it is the SHA-256 of their SHA-256 in order of their hashes.
    """
    sums = sorted(_sha256(file) for file in files)
    total = sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest()
    shown = "whole" if whole else "masked"
    keep_event(ws, EventKind.EXPORTED, what, f"count={count} files={len(sums)} sha256={total} {shown}")


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
