# SPDX-License-Identifier: MulanPSL-2.0
"""A finding (隐患、问题): what is wrong, where, on which legal basis, and until when it must be mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.checklist import Clause, DeadlineClass

SLOT = re.compile(r"〔[^〔〕]*〕")


class Grade(StrEnum):
    """一般 or 重大; a major one is judged by a person with a criterion, never by the program."""

    GENERAL = "general"
    MAJOR = "major"


class FindingStatus(StrEnum):
    """What has become of a finding; overdue is computed, never stored."""

    RECORDED = "recorded"
    ORDERED = "ordered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDraft:
    """What a person writes of a finding, before and while it is recorded."""

    item_code: str | None = None
    place: str = ""
    description: str = ""
    grade: Grade = Grade.GENERAL
    measure: str = ""
    deadline_class: DeadlineClass = DeadlineClass.WITHIN_DAYS
    deadline: date | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(FindingDraft):
    """A recorded finding; `ordinal` counts from 1 within the inspection and is never reused."""

    id: str
    inspection_id: str
    ordinal: int
    status: FindingStatus
    found_at: datetime
    withdrawn_reason: str = ""

    @property
    def open_slots(self) -> tuple[str, ...]:
        """The places 〔…〕 of the suggested wording that nobody has filled in yet."""
        return open_slots(self.description) + open_slots(self.measure) + open_slots(self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of an inspection; in the tray while `finding_id` is None. Rotation in degrees clockwise."""

    id: str
    inspection_id: str
    finding_id: str | None
    ordinal: int
    sha256: str
    sm3: str
    bytes: int
    format: str
    width: int
    height: int
    taken_at: str  # local ISO time from EXIF: shown, not believed; empty when unknown
    latitude: float | None
    longitude: float | None
    camera: str
    file_name: str
    added_at: datetime
    taker: str = ""
    caption: str = ""
    rotation: int = 0
    marks: str = ""  # vector marks as JSON (domain/markup.py), apart from the original
    removed_reason: str = ""


def open_slots(text: str) -> tuple[str, ...]:
    """Give the slots 〔…〕 in a text, in order; year brackets of document numbers are not slots.

    >>> open_slots("按〔2024〕5号，〔设备〕无防护")
    ('〔设备〕',)
    """
    return tuple(s for s in SLOT.findall(text) if not re.fullmatch(r"〔(19|20)\d\d〕", s))
