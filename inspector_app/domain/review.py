# SPDX-License-Identifier: MulanPSL-2.0
"""Rules of case-file review (案卷评查, handbook 9): what a rule is, what it found, and why a warning was passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RuleLevel(StrEnum):
    """What a broken rule does."""

    BLOCK = "block"  # the document may not be issued or served
    WARN = "warn"  # passes only with a reason that is kept
    INFO = "info"


class RuleStage(StrEnum):
    """When a rule is looked at."""

    ISSUE = "issue"  # while a document is written, and at its issue
    SERVICE = "service"  # when service is recorded
    CASE = "case"  # when the whole case is reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue (`forms/law/rules.toml`)."""

    id: str  # R01 ...
    level: RuleLevel
    basis: str
    mark: str
    check: str  # what it looks at
    sentence: str  # what is wrong and what to do, with {slots}
    mend: str  # where it is mended, for people
    stages: frozenset[RuleStage]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePass:
    """Why a warning was passed, by whom. `where` is the problem's place."""

    id: str
    inspection_id: str
    rule: str
    where: str
    document_id: str  # empty: before a document was issued, or of the case
    reason: str
    person: str
    at: datetime
