# SPDX-License-Identifier: MulanPSL-2.0
"""A penalty case (行政处罚案件) as the figures need it: opened, decided, paid, closed. Its papers lie in the visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.life import Life


class CaseState(StrEnum):
    """The life of a case."""

    OPEN = "open"  # 已立案
    DECIDED = "decided"  # 已作出处罚决定
    CLOSED = "closed"  # 已结案
    WITHDRAWN = "withdrawn"  # 撤案、不予处罚


class CaseVerb(StrEnum):
    """What moves a case on."""

    DECIDE = "decide"
    PAY = "pay"
    CLOSE = "close"
    WITHDRAW = "withdraw"


CASE_LIFE = Life(
    "penalty_case",
    {
        CaseState.OPEN: {CaseVerb.DECIDE: CaseState.DECIDED, CaseVerb.WITHDRAW: CaseState.WITHDRAWN},
        CaseState.DECIDED: {
            CaseVerb.PAY: CaseState.DECIDED,
            CaseVerb.CLOSE: CaseState.CLOSED,
            CaseVerb.WITHDRAW: CaseState.WITHDRAWN,
        },
        CaseState.CLOSED: {CaseVerb.PAY: CaseState.CLOSED},
        CaseState.WITHDRAWN: {},
    },
)


class CaseSubject(StrEnum):
    """Who is punished."""

    UNIT = "unit"  # 生产经营单位
    PERSON = "person"  # 主要负责人、其他个人


class CaseProcedure(StrEnum):
    """By which procedure."""

    SUMMARY = "summary"  # 当场处罚
    ORDINARY = "ordinary"  # 普通程序


class PenaltyKind(StrEnum):
    """What was decided; the words of 应急部 statistics (handbook 5.1)."""

    WARNING = "warning"  # 警告
    CRITICISM = "criticism"  # 通报批评
    FINE = "fine"  # 罚款
    CONFISCATION = "confiscation"  # 没收
    SUSPENSION = "suspension"  # 责令停产停业
    LICENCE_SUSPENDED = "licence_suspended"  # 暂扣许可证件
    LICENCE_REVOKED = "licence_revoked"  # 吊销许可证件
    CLOSURE_PROPOSED = "closure_proposed"  # 提请关闭
    CLOSED_DOWN = "closed_down"  # 关闭取缔


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyCase:
    """One case; amounts are in fen (1/100 yuan), so that no sum is ever rounded."""

    id: str
    enterprise_id: str
    inspection_id: str  # the visit that it came from, or empty
    number: str
    cause: str  # 案由
    subject: CaseSubject
    person: str = ""  # whose, where a person is punished
    procedure: CaseProcedure = CaseProcedure.ORDINARY
    state: CaseState = CaseState.OPEN
    opened_on: date
    decided_on: date | None = None
    decision_no: str = ""
    penalties: tuple[PenaltyKind, ...] = ()
    fine: int = 0  # decided, fen
    received: int = 0  # paid, fen
    received_on: date | None = None
    closed_on: date | None = None
    note: str = ""
