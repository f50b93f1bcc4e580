# SPDX-License-Identifier: MulanPSL-2.0
"""What a door is: how its files are written, which command opens it, how large one may be, how garbage is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.hostile.stage import DESK, Stage

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"


class Syntax(StrEnum):
    """How a file is written; each has its own kind of malice."""

    JSON = "JSON"
    SIGNED = "signed JSON"
    TOML = "TOML"
    TABLE = "table"
    BOOK = "workbook"
    PICTURE = "picture"
    SCAN = "scan"
    PART = "bundle part"
    CODES = "code table"
    ANY = "anything"


_GARBAGE = {
    Syntax.JSON: ("syntax_wrong",),
    Syntax.SIGNED: (),
    Syntax.TOML: ("syntax_wrong",),
    Syntax.TABLE: ("column_missing", "file_unreadable", "table_empty"),
    Syntax.BOOK: ("file_unreadable", "table_empty"),
    Syntax.PICTURE: ("photo_broken", "photo_format"),
    Syntax.SCAN: ("attachment_broken", "attachment_format"),
    Syntax.PART: ("bundle_changed", "bundle_not_one", "bundle_truncated"),
    Syntax.CODES: ("code_table_cells", "code_table_columns", "code_table_head_missing", "file_unreadable"),
    Syntax.ANY: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One door. `{file}` and the stage's names stand in the words; `place` is where a unit's own file lies."""

    name: str
    types: str
    syntax: Syntax
    words: tuple[str, ...]
    sample: Callable[[Stage], bytes]
    suffix: str
    limit: int  # bytes
    more: str = ""  # what else is bounded
    base: str = DESK
    place: str = ""
    without: tuple[str, ...] = ()  # files of the data folder that are gone while it is tried
    beside: tuple[str, ...] = ()  # those that are as they were before each try
    is_forgiving: bool = False  # a fault is told or passed over and the command goes on
    keeps: bool = False  # taking the file in changes the data folder
    notes: bool = False  # what it came to is noted in the journal, also where it is bad
    must_refuse: bool = True  # whatever is no file of this kind is refused
    garbage: tuple[str, ...] = ()  # how it is said that a file is not written as such a file is; else by syntax
    no_file: tuple[str, ...] = ("file_missing", "file_unreadable")
    large: tuple[str, ...] = ("file_too_large",)
    takes_empty: bool = False  # an empty file says something here: there are no marks any more

    @property
    def said_of_garbage(self) -> tuple[str, ...]:
        """The codes by which garbage is refused."""
        return self.garbage or _GARBAGE[self.syntax]

    @property
    def child(self) -> str:
        """Whether another process reads it."""
        if self.syntax in (Syntax.PICTURE, Syntax.SCAN):
            return "photo child"
        return "sheet child (XLSX, XLS)" if self.syntax in (Syntax.TABLE, Syntax.BOOK) else "no"
