# SPDX-License-Identifier: MulanPSL-2.0
"""What a check of the whole data looks at, and what it may find; each fault says what is bad and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CheckStep(StrEnum):
    """What is checked, in this order."""

    DATABASE = "database"
    JOURNAL = "journal"
    CHECKPOINTS = "checkpoints"
    TABLES = "tables"
    SEALS = "seals"
    SIGNATURES = "signatures"
    FILES = "files"
    ENDS = "ends"  # that nothing is cut off, nothing set back


class FaultKind(StrEnum):
    """What is bad."""

    PAGE = "page"  # of the database, unreadable or damaged
    REFERENCE = "reference"  # a row names another one that is not there
    SHAPE = "shape"  # tables, triggers or columns are not this program's
    OPERATION_CHANGED = "operation_changed"
    OPERATION_MISSING = "operation_missing"
    OPERATION_MOVED = "operation_moved"  # does not follow on the one before it
    CHANGE_ALONE = "change_alone"  # a change that belongs to no operation
    BOOK_DIFFERS = "book_differs"  # what is noted of the journal differs from it
    UNREADABLE = "unreadable"  # something in this step is of a shape that nothing of ours has
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_WRONG = "checkpoint_wrong"
    CHECKPOINT_SIGNATURE = "checkpoint_signature"
    CHECKPOINT_DIFFERS = "checkpoint_differs"
    CHECKPOINT_BEYOND = "checkpoint_beyond"
    COUNTERSIGNATURE = "countersignature"
    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_ADDED = "row_added"
    FIGURES_DIFFER = "figures_differ"  # what lists and figures are made from is older than the data
    CONTENT_CHANGED = "content_changed"
    SEAL_BROKEN = "seal_broken"
    SEAL_KEY = "seal_key"  # of no laptop that is known here
    SEAL_SIGNATURE = "seal_signature"
    CODE_DIFFERS = "code_differs"  # the code of the paper does not fit the document
    HEAD_MISSING = "head_missing"  # the head that the paper bears is not in the journal
    OFFICER_SIGNATURE = "officer_signature"
    OFFICER_KEY = "officer_key"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    SET_BACK = "set_back"  # an older database took the place of this one
    CUT_OFF = "cut_off"  # the journal ends before what was counted beside it
    RECEIPT_DIFFERS = "receipt_differs"
    RECEIPT_BEYOND = "receipt_beyond"  # the office holds more of this laptop than it has itself
    WITNESS_DIFFERS = "witness_differs"  # a paper, checkpoint or receipt from outside tells another history
    WITNESS_BEYOND = "witness_beyond"
    WITNESS_WRONG = "witness_wrong"  # it cannot be believed itself


class WitnessKind(StrEnum):
    """What speaks."""

    RECEIPT = "receipt"
    CHECKPOINT = "checkpoint"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One bad thing. `fields` are the words of its sentence: laptop, number, table, column, file and so on."""

    step: CheckStep
    kind: FaultKind
    where: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check came to. `faults` holds the first of each step and table, at most `MOST_FAULTS`; `count` is of all.

    `counts` says how many things of each step were looked at.
    """

    faults: tuple[Fault, ...]
    count: int
    counts: Mapping[CheckStep, int]
    started_at: datetime
    ended_at: datetime
    head: str  # of this laptop's journal
    seq: int
    is_cancelled: bool = False

    @property
    def is_well(self) -> bool:
        """Whether everything was looked at and nothing is wrong."""
        return not self.faults and not self.is_cancelled


MOST_FAULTS = 200
