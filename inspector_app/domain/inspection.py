# SPDX-License-Identifier: MulanPSL-2.0
"""An inspection: who looked, where, when, with which packs, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.checklist import PackRef
from inspector_app.domain.life import Life


class InspectionState(StrEnum):
    """The life of an inspection (handbook 4.2)."""

    PLANNED = "planned"  # 计划
    SUBMITTED = "submitted"  # 待审批
    APPROVED = "approved"  # 已批准
    DISPATCHED = "dispatched"  # 已派发
    OPEN = "open"  # 检查中
    REFUSED = "refused"  # 被拒
    TERMINATED = "terminated"  # 终止
    FINISHED = "finished"  # 已检查
    FILED = "filed"  # 已归档

    @property
    def is_over(self) -> bool:
        """Whether the visit is over: nothing is answered any more, its record may be made."""
        return self in (InspectionState.FINISHED, InspectionState.REFUSED, InspectionState.FILED)


class InspectionVerb(StrEnum):
    """What moves an inspection on."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    DISPATCH = "dispatch"
    BEGIN = "begin"
    FINISH = "finish"
    REFUSE = "refuse"
    TERMINATE = "terminate"
    FILE = "file"


_S, _V = InspectionState, InspectionVerb
INSPECTION_LIFE = Life(
    "inspection",
    {
        _S.PLANNED: {_V.SUBMIT: _S.SUBMITTED, _V.TERMINATE: _S.TERMINATED},
        _S.SUBMITTED: {_V.APPROVE: _S.APPROVED, _V.RETURN: _S.PLANNED, _V.TERMINATE: _S.TERMINATED},
        _S.APPROVED: {_V.DISPATCH: _S.DISPATCHED, _V.BEGIN: _S.OPEN, _V.TERMINATE: _S.TERMINATED},
        _S.DISPATCHED: {_V.BEGIN: _S.OPEN, _V.TERMINATE: _S.TERMINATED},
        _S.OPEN: {_V.FINISH: _S.FINISHED, _V.REFUSE: _S.REFUSED, _V.TERMINATE: _S.TERMINATED},
        _S.REFUSED: {_V.BEGIN: _S.OPEN, _V.FILE: _S.FILED},
        _S.TERMINATED: {_V.FILE: _S.FILED},
        _S.FINISHED: {_V.FILE: _S.FILED},
        _S.FILED: {},
    },
)


class TaskSource(StrEnum):
    """Where the task comes from (司法部 审批表: 任务来源); the exempt ones pass the frequency cap (handbook 4.2)."""

    PLAN = "plan"  # 年度计划
    RANDOM = "random"  # 双随机
    REPORT = "report"  # 投诉举报
    ASSIGNED = "assigned"  # 上级交办、转办
    SPECIAL = "special"  # 专项检查
    KEY = "key"  # 重点监管
    REINSPECTION = "reinspection"  # 复查
    ACCIDENT = "accident"  # 事故、险情

    @property
    def is_exempt(self) -> bool:
        """Whether the visit does not count against the cap."""
        return self in (TaskSource.REPORT, TaskSource.ASSIGNED, TaskSource.ACCIDENT, TaskSource.REINSPECTION)


class AnswerResult(StrEnum):
    """The states of an item; not checked is never counted as compliant, nor is a fact that was only recorded."""

    NOT_CHECKED = "not_checked"  # 未查
    COMPLIANT = "compliant"  # 符合
    NONCOMPLIANT = "noncompliant"  # 不符合
    NOT_APPLICABLE = "not_applicable"  # 不适用
    RECORDED = "recorded"  # 已填: a fact that is neither compliant nor not


class PersonRole(StrEnum):
    """Who took part, and as what: only officers with a certificate enforce (54号文)."""

    OFFICER = "officer"  # 执法人员
    EXPERT = "expert"  # 专家
    ACCOMPANYING = "accompanying"  # 被检查单位陪同（现场负责人）
    WITNESS = "witness"  # 见证人


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One person of an inspection, as named on its papers; `certificate_no` only for officers."""

    role: PersonRole
    name: str
    certificate_no: str = ""
    title: str = ""  # duty or capacity: 安全总监, 注册安全工程师 ...
    unit: str = ""
    phone: str = ""
    officer_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionTask:
    """What stands before the visit: task, approval, notice, and what was declared (handbook 2.2, 9)."""

    source: TaskSource | None = None
    approved_on: date | None = None
    approver: str = ""
    notice_served_at: datetime | None = None
    no_notice_reason: str = ""  # 四不两直 and the like
    entry_scan: str = ""  # 扫码入企: code and time
    avoidance_declared: bool = False  # 回避: no officer stands in a relation to the unit
    cap_reason: str = ""  # why the year's cap is passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One visit. `packs` are frozen by hash when it starts; `place` is 检查场所."""

    id: str
    enterprise_id: str
    state: InspectionState
    started_at: datetime
    finished_at: datetime | None
    place: str
    packs: tuple[PackRef, ...]
    people: tuple[Participant, ...]
    party_remark: str = ""  # what the unit's person says about the record
    task: InspectionTask = field(default_factory=InspectionTask)
    end_reason: str = ""  # why entry was refused or the visit ended without a look

    @property
    def officers(self) -> tuple[Participant, ...]:
        """The enforcement officers, in signing order."""
        return tuple(p for p in self.people if p.role is PersonRole.OFFICER)

    @property
    def accompanied_by(self) -> Participant | None:
        """The unit's person on site, if one is named."""
        return next((p for p in self.people if p.role is PersonRole.ACCOMPANYING), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered for one item of an inspection, at one of its places if it has several.

    `value` is canonical text (see `AnswerKind`), `label` the words that stood there when it was answered.
    """

    inspection_id: str
    item_code: str
    result: AnswerResult
    remark: str = ""
    answered_at: datetime | None = None
    spot_id: str = ""  # empty: the item as a whole
    value: str = ""
    label: str = ""
    author: str = ""
    author_role: PersonRole | None = None  # officer or expert
    private_note: str = ""  # never printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place at which an item is checked, or one entry of a repeat; then it has its finding."""

    id: str
    inspection_id: str
    item_code: str
    ordinal: int
    place: str = ""
    finding_id: str = ""
    removed_reason: str = ""
