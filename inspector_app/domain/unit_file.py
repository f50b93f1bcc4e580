# SPDX-License-Identifier: MulanPSL-2.0
"""A file that the office gives to all its laptops: a holiday notice, a form, a notice to read, the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class UnitFileKind(StrEnum):
    """What a published file is for. Law updates are none of these: they travel by themselves."""

    HOLIDAY = "holiday"  # 节假日安排
    FORM = "form"  # 文书格式
    OTHER = "other"  # 通知等, only to be read
    ROSTER = "roster"  # 账户名册: who may use the unit's laptops, signed by the office


class UnitFileState(StrEnum):
    """Whether a published file counts on this laptop."""

    IN_FORCE = "in_force"
    TO_READ = "to_read"  # a notice that is here
    AWAITED = "awaited"  # its bytes have not come yet
    FAULTY = "faulty"  # it did not pass the checks; what was in force before stays so
    REPLACED = "replaced"  # a newer one of the same name counts
    SET_ASIDE = "set_aside"  # a person at this laptop has put another file in its place
    REMOVED = "removed"  # taken back by the office


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFile:
    """One published file; `name` is `2027` for a holiday notice, the document's kind for a form, the number of a
    roster, else a title.
    """

    id: str
    kind: UnitFileKind
    name: str
    sha256: str
    bytes: int
    note: str
    removed_reason: str
    at: datetime

    @property
    def slot(self) -> tuple[UnitFileKind, str]:
        """Of the files with one slot only the newest counts."""
        return self.kind, "" if self.kind is UnitFileKind.ROSTER else self.name
