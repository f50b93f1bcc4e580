# SPDX-License-Identifier: MulanPSL-2.0
"""The enforcing organ and its officers: who acts, in whose name, with which power."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EnforcementPower(StrEnum):
    """What the organ may lawfully do (handbook 1.8); it chooses forms and wording."""

    FULL = "full"
    DELEGATED = "delegated"
    EMPOWERED = "empowered"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """The organ in whose name documents are issued: the legal subject, never an inner section."""

    id: str
    name: str
    short_name: str
    review_organ: str
    court: str
    numbering_word: str  # goes before each form's own word: 应急 + 责改
    enforcement_power: EnforcementPower
    address: str = ""
    phone: str = ""
    region_code: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person with an enforcement certificate (执法人员)."""

    id: str
    name: str
    certificate_no: str
    unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_active: bool = True

    def is_valid(self, on: date) -> bool:
        """Whether the certificate is valid on that day; unknown bounds do not refuse."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)
