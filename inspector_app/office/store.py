# SPDX-License-Identifier: MulanPSL-2.0
"""What the reception needs of the office's data. Merging lies behind it, so another database can take its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Device


class PartState(StrEnum):
    """What became of a part that came in."""

    APPLIED = "applied"
    KNOWN = "known"  # it was read before
    WAITING = "waiting"  # earlier operations are missing; it is kept
    REFUSED = "refused"  # nothing of it was taken in, with reasons; the laptop has it still


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the office says of itself to anybody."""

    unit: str
    name: str
    key: str  # hex
    level: int
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of one part."""

    state: PartState
    operations: int = 0
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPart:
    """One file of a dispatch."""

    part: int
    path: Path
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """What waits at the office for one laptop."""

    bundle: str
    parts: Sequence[DispatchPart]


class Store(Protocol):
    """The office's data. Every method may be called from any thread; those that write take turns."""

    @property
    def folder(self) -> Path:
        """Where what comes in lies until it is read."""

    def about(self) -> About:
        """Say who the office is and what its time is."""

    def device(self, device_id: str) -> Device | None:
        """Give an enrolled laptop, revoked ones too."""

    def is_read(self, bundle: str, part: int, device: str) -> bool:
        """Whether this part of this laptop was read before."""

    def header_of(self, path: Path) -> tuple[str, int, str]:
        """Give bundle, part and sender of a file. Raises Refused with BUNDLE_* codes."""

    def receive(self, path: Path) -> Received:
        """Check a part and take it in, whole or not at all."""

    def receipt_for(self, device: str) -> str:
        """Give the receipt of all that the office holds of a laptop (AJR1)."""

    def dispatch_for(self, device: str, have: str) -> Dispatch | None:
        """Give what waits for a laptop that has read the dispatch `have` last."""

    def dispatch_kept(self, device: str, bundle: str) -> Dispatch | None:
        """Give a dispatch that `dispatch_for` gave before, if it is still here."""

    def note_clock(self, device: str, seconds: int) -> None:
        """Note how far a laptop's clock is ahead of the office's."""
