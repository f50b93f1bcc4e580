# SPDX-License-Identifier: MulanPSL-2.0
"""The inspected enterprise (被检查单位), named as on its licence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Industry(StrEnum):
    """Which industry checklist fits the enterprise first."""

    HAZMAT = "hazmat"
    CONSTRUCTION = "construction"
    SPECIAL_EQUIPMENT = "special_equipment"
    FIREWORKS = "fireworks"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseDraft:
    """What a person or a file says about an enterprise, before it is checked and registered."""

    name: str
    credit_code: str = ""
    address: str = ""
    district: str = ""
    industry: str = ""  # free text of the register (GB/T 4754 name or ours)
    person_in_charge: str = ""
    title: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise(EnterpriseDraft):
    """A registered enterprise. `initials` are the pinyin initials of its name, for searching."""

    id: str
    initials: str = ""
    visit_cap: int | None = None  # how many visits a year were announced for it at most; none: not limited
