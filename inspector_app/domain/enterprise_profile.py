# SPDX-License-Identifier: MulanPSL-2.0
"""What the authority knows of an enterprise for supervising it: grades, sponsor, classification, place (监管档案)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.enterprise import Industry


class EnterpriseState(StrEnum):
    """Whether it works; a closed one is out of the base of objects."""

    ACTIVE = "active"  # 在营
    SUSPENDED = "suspended"  # 停产停业
    CLOSED = "closed"  # 已关闭、注销


class SponsorGrade(StrEnum):
    """ABC三级包保; which level of government sponsors which grade the unit decides (handbook 4.10)."""

    A = "A"
    B = "B"
    C = "C"


class SponsorLevel(StrEnum):
    """The level of government that sponsors (包保) an enterprise."""

    CITY = "city"
    DISTRICT = "district"
    TOWNSHIP = "township"


class RiskGrade(StrEnum):
    """安全等级: the four colours of safety risk, the worst first."""

    RED = "red"  # 重大风险
    ORANGE = "orange"  # 较大风险
    YELLOW = "yellow"  # 一般风险
    BLUE = "blue"  # 低风险


class StandardLevel(StrEnum):
    """The level of work-safety standardisation (安全生产标准化) that was reached."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseProfile:
    """The supervision facts of an enterprise; `None` and empty texts mean: not known.

    `industry_code` is of GB/T 4754 (C2672), `district_code` of GB/T 2260 or GB/T 10114 (6, 9 digits);
    latitude and longitude are degrees of WGS-84; `visit_cycle_days` is how often it must be visited.
    """

    industry_code: str = ""
    district_code: str = ""
    sector: Industry | None = None
    state: EnterpriseState = EnterpriseState.ACTIVE
    grade: SponsorGrade | None = None
    grade_basis: str = ""
    sponsor_unit: str = ""
    sponsor_person: str = ""
    sponsor_level: SponsorLevel | None = None
    visit_cycle_days: int | None = None
    risk_grade: RiskGrade | None = None
    standardisation: StandardLevel | None = None
    standardised_until: date | None = None
    employees: int | None = None
    latitude: float | None = None
    longitude: float | None = None
