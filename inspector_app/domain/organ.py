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


class OrganSector(StrEnum):
    """Which department the organ is; it chooses the order's form (handbook 2.6)."""

    EMERGENCY = "emergency"  # 应急管理
    CONSTRUCTION = "construction"  # 住房和城乡建设
    MARKET = "market"  # 市场监督管理
    TOWNSHIP = "township"  # 乡镇、街道


class OrganStanding(StrEnum):
    """What the organ is in the state's order: only the first three may act in their own name (R05)."""

    DEPARTMENT = "department"  # 本级人民政府工作部门
    TOWNSHIP = "township"  # 乡镇人民政府、街道办事处
    AGENCY = "agency"  # 部门的派出机构
    INNER = "inner"  # 内设机构（执法支队、大队、科室）


class SerialMode(StrEnum):
    """How documents are numbered (handbook 2.3)."""

    PER_FORM = "per_form"  # each word counts by itself
    PER_CASE = "per_case"  # the papers of one visit share a serial


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
    sector: OrganSector = OrganSector.EMERGENCY
    standing: OrganStanding = OrganStanding.DEPARTMENT
    serial_mode: SerialMode = SerialMode.PER_FORM


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
