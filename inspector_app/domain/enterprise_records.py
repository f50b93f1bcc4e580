# SPDX-License-Identifier: MulanPSL-2.0
"""What is kept beside an enterprise's entry: licences, major hazard sources, insurance, credit lists, self-reports,
and its place in 三个一批. A record that was wrong is removed with a reason, never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.finding import Grade


class RecordKind(StrEnum):
    """The kinds of records that stand beside an entry; the value is the table's name."""

    LICENCE = "licences"
    MAJOR_HAZARD = "major_hazards"
    INSURANCE = "insurances"
    LISTING = "credit_listings"
    TRIAGE = "triages"
    SELF_REPORT = "self_reports"


class HazardLevel(StrEnum):
    """重大危险源分级 (GB 18218): one is the gravest; not yet graded ones have none."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


class CreditListKind(StrEnum):
    """On which list an enterprise stands."""

    BLACKLIST = "blacklist"  # 严重失信主体名单（黑名单）
    JOINT = "joint"  # 联合惩戒


class SelfReportKind(StrEnum):
    """Which duty a self-report fulfils: high-risk units weekly, others every two weeks, all quarterly (SEED0)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    QUARTERLY = "quarterly"


class TriageClass(StrEnum):
    """三个一批: what becomes of an enterprise after its safety conditions were assessed (SEED4)."""

    CLOSE = "close"  # 关闭退出
    SUSPEND = "suspend"  # 停业整改
    RECTIFY = "rectify"  # 限期整改


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A permit or certificate; `expires_on` is its last valid day."""

    id: str
    enterprise_id: str
    kind: str  # 安全生产许可证, 危险化学品经营许可证 ...
    number: str = ""
    scope: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    note: str = ""
    removed_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorHazard:
    """A major hazard source (重大危险源)."""

    id: str
    enterprise_id: str
    name: str
    level: HazardLevel | None = None
    substances: str = ""
    place: str = ""
    person: str = ""  # 包保责任人
    filing_no: str = ""  # 备案编号
    filed_on: date | None = None
    note: str = ""
    removed_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """A liability insurance of work safety (安全生产责任保险); `amount` is the sum insured in whole yuan."""

    id: str
    enterprise_id: str
    insurer: str
    policy_no: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    insured: int | None = None  # persons
    amount: int | None = None  # yuan
    note: str = ""
    removed_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditListing:
    """An entry on a credit list, from the day of the decision until it ends or is lifted."""

    id: str
    enterprise_id: str
    kind: CreditListKind
    basis: str = ""
    organ: str = ""
    listed_on: date | None = None
    ends_on: date | None = None
    delisted_on: date | None = None
    delist_reason: str = ""
    note: str = ""
    removed_reason: str = ""

    def is_in_force(self, on: date) -> bool:
        """Whether the enterprise stands on the list on that day."""
        over = self.delisted_on or self.ends_on
        begun = self.listed_on is None or self.listed_on <= on
        return begun and not self.removed_reason and (over is None or on <= over)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReport:
    """One report of an enterprise about its own check (自查自改自报)."""

    id: str
    enterprise_id: str
    kind: SelfReportKind
    period_from: date
    period_to: date
    reported_on: date
    checked_by: str = ""
    found: int = 0
    rectified: int = 0
    source_name: str = ""
    source_sha256: str = ""
    note: str = ""
    removed_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfFinding:
    """What an enterprise found itself; never counted among the authority's findings."""

    id: str
    report_id: str
    ordinal: int
    description: str
    place: str = ""
    grade: Grade = Grade.GENERAL
    measure: str = ""
    person: str = ""
    found_on: date | None = None
    deadline: date | None = None
    rectified_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """三个一批 with 一企一策: how one enterprise was assessed, classed, and what it must do until when."""

    id: str
    enterprise_id: str
    triage: TriageClass
    conclusion: str = ""  # 安全条件评估结论
    assessed_on: date | None = None
    assessor: str = ""
    measures: str = ""  # 一企一策
    deadline: date | None = None
    person: str = ""
    done_on: date | None = None
    result: str = ""
    removed_reason: str = ""


class FindingActVerb(StrEnum):
    """What an office does about a finding beside the law's own steps."""

    ASSIGN = "assign"  # 交办
    REMIND = "remind"  # 催办


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAct:
    """One 交办 or 催办 of a finding; `person` is whom it was given to or who was reminded."""

    id: str
    finding_id: str
    verb: FindingActVerb
    person: str
    officer_id: str = ""
    due_on: date | None = None
    text: str = ""
    at: datetime
    made_by: str = ""
