# SPDX-License-Identifier: MulanPSL-2.0
"""What a reading or a check of bundles came to, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.problems import Problem
from inspector_app.handoff.header import BundleHeader
from inspector_app.handoff.receipts import TakenReceipts


class PartState(StrEnum):
    """What became of a part."""

    APPLIED = "applied"
    KNOWN = "known"  # nothing in it was new
    WAITING = "waiting"  # taken, but operations before it are missing
    REFUSED = "refused"
    OTHER = "other"  # for somebody else: it lies on the same stick


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    """What became of one file. Without a readable head, `bundle` and all that follows are empty."""

    path: Path
    state: PartState
    bundle: str = ""
    part: int = 0
    parts: int = 0
    device: str = ""
    operations: int = 0
    applied: int = 0
    files: int = 0
    bytes: int = 0  # of the files that were new
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """How the file is called."""
        return self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What a reading came to; `warnings` say what is missing still."""

    parts: tuple[PartReport, ...]
    receipts: tuple[Path, ...] = ()  # written at the office
    taken: TakenReceipts | None = None  # that came with a dispatch
    quarantined: int = 0  # files that lie there now, from this reading or before
    missing_files: int = 0
    conflicts: int = 0
    new_incarnation: str = ""
    cancelled: bool = False
    warnings: tuple[Problem, ...] = ()

    def count(self, *states: PartState) -> int:
        """How many parts ended so."""
        return sum(part.state in states for part in self.parts)

    @property
    def applied(self) -> int:
        """How many operations are new here."""
        return sum(part.applied for part in self.parts)

    @property
    def files(self) -> int:
        """How many files are new here."""
        return sum(part.files for part in self.parts)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why parts were refused."""
        return tuple(p for part in self.parts if part.state is PartState.REFUSED for p in part.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartVerdict:
    """What a check of one file found; `trust` says whose key it is: trusted, refused, or not asked."""

    path: Path
    header: BundleHeader | None
    sha256: str
    bytes: int
    encrypted: bool
    trust: str  # "trusted", "refused", "not_checked"
    problems: tuple[Problem, ...]

    @property
    def is_good(self) -> bool:
        """Whether the part is whole and, where that was asked, from somebody whom we trust."""
        return not self.problems
