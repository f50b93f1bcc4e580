# SPDX-License-Identifier: MulanPSL-2.0
"""Checkpoints: how far this laptop's journal had come, signed by the laptop (AJH1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

EVERY = 100  # operations


class CheckpointCause(StrEnum):
    """Why a checkpoint was made."""

    ISSUE = "issue"
    EXPORT = "export"
    BACKUP = "backup"
    COUNT = "count"  # every 100 operations
    WISH = "wish"  # a person asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One signed head. `countersigned` is the office's receipt that covers it, or `@seq` of the one that carries it."""

    device: str
    incarnation: str
    seq: int
    hash: str
    at: datetime
    cause: CheckpointCause
    statement: str
    countersigned: str = ""
