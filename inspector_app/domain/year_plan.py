# SPDX-License-Identifier: MulanPSL-2.0
"""The year's plan of supervision (年度监督检查计划, 安监总政法〔2017〕150号, second hand: handbook 7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PlanState(StrEnum):
    """The life of one version of a plan."""

    DRAFT = "draft"  # 编制中
    APPROVED = "approved"  # 已批准
    REPLACED = "replaced"  # 已由新版代替


class PlanKind(StrEnum):
    """Why a unit stands in the plan."""

    KEY = "key"  # 重点检查
    GENERAL = "general"  # 一般检查（随机）


class PlanUnitState(StrEnum):
    """What became of one unit of the plan; overdue is computed, never stored."""

    PENDING = "pending"  # 未开始
    DONE = "done"  # 已检查
    CANCELLED = "cancelled"  # 取消
    POSTPONED = "postponed"  # 延期


class PlanVerb(StrEnum):
    """What is changed in an approved plan, each with reason and approval."""

    ADD = "add"
    CANCEL = "cancel"
    POSTPONE = "postpone"
    RESTORE = "restore"
    WORKDAYS = "workdays"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """One version. 监督检查工作日 = statutory - other - idle; all three in workdays (总法定 = 法定工作日 x 人数)."""

    id: str
    year: int
    version: int = 1
    title: str = ""
    state: PlanState = PlanState.DRAFT
    officers: int = 0  # 执法人员数
    statutory_days: int = 0  # 国家法定工作日 of one officer
    other_days: int = 0  # 其他执法工作日, of all
    idle_days: int = 0  # 非执法工作日, of all
    texts: Mapping[str, str] = field(default_factory=dict)  # 指导思想, 任务, 措施 ...
    approved_by: str = ""
    approval_no: str = ""
    approved_on: date | None = None
    filed_with: str = ""
    filed_on: date | None = None
    made_at: datetime

    @property
    def all_days(self) -> int:
        """总法定工作日."""
        return self.officers * self.statutory_days

    @property
    def visit_days(self) -> int:
        """监督检查工作日: what is left for visits."""
        return self.all_days - self.other_days - self.idle_days


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUnit:
    """One unit of a plan; `month` 1 to 12; `workdays` in tenths of a day."""

    id: str
    plan_id: str
    enterprise_id: str
    kind: PlanKind
    month: int
    reason: str = ""  # 重点条件
    items: tuple[str, ...] = ()  # packs
    officers: tuple[str, ...] = ()  # names
    workdays: int = 0  # tenths
    state: PlanUnitState = PlanUnitState.PENDING
    state_reason: str = ""
    inspection_id: str = ""  # the visit that fulfilled it
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """A change of an approved plan, as it was approved."""

    id: str
    plan_id: str
    ordinal: int
    at: datetime
    verb: PlanVerb
    plan_unit_id: str
    text: str
    reason: str
    approver: str
    approval_no: str = ""
