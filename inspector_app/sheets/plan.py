# SPDX-License-Identifier: MulanPSL-2.0
"""What a workbook that we write looks like: columns with widths, notes and drop-down lists, rows of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class Tone(Enum):
    """The look of a column's head or of a row."""

    PLAIN = "plain"
    NEEDED = "needed"  # a column that has to be filled in
    OWN = "own"  # a column of this program
    QUIET = "quiet"  # what few people need
    HEADING = "heading"  # a row that begins a part
    PART = "part"  # a row that begins a part of a part
    END = "end"  # a row that ends one


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """One column: `choices` become a drop-down list; `is_strict` lets nothing else in."""

    head: str
    width: float = 12  # characters
    note: str = ""  # shown when the mouse is over the head
    choices: tuple[str, ...] = ()
    is_strict: bool = True
    tone: Tone = Tone.PLAIN
    is_folded: bool = False  # behind the plus sign above the columns


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """One sheet: its columns and the rows below their heads. A sheet without heads has columns for widths alone."""

    name: str
    columns: tuple[ColumnPlan, ...]
    rows: Sequence[Sequence[str]]
    row_tones: Mapping[int, Tone] = field(default_factory=dict)  # by index in `rows`
    frozen_columns: int = 0
    is_hidden: bool = False
    has_heads: bool = True
