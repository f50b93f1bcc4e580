# SPDX-License-Identifier: MulanPSL-2.0
"""What a hand-over takes along, as it is chosen, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.problems import Problem, Refused


class Scope(StrEnum):
    """How much goes."""

    NEW = "new"
    SINCE = "since"
    INSPECTION = "inspection"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A scope with the day or the inspection that it needs."""

    scope: Scope = Scope.NEW
    since: date | None = None
    inspection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What would go: operations, files and their bytes; `office` is empty for a stand-alone unit."""

    operations: int
    files: int
    bytes: int
    office: str
    is_encrypted: bool
    days: int = 0  # since the oldest act that the office does not hold
    is_late: bool = False
    is_all: bool = False  # the office holds everything
    is_never: bool = False  # no receipt was ever taken


def sound_address(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Give an office's address as the courier takes it, or nothing and what is wrong with it."""
    from inspector_app.handoff.courier_line import office_url  # loads TLS: when somebody types one

    try:
        return office_url(text), ()
    except Refused as refused:
        return "", refused.problems
