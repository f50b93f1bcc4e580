# SPDX-License-Identifier: MulanPSL-2.0
"""An inspection: who looked, where, when, with which packs, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector_app.domain.checklist import PackRef


class InspectionState(StrEnum):
    """The life of an inspection on the laptop."""

    OPEN = "open"
    FINISHED = "finished"


class AnswerResult(StrEnum):
    """The four states of an item; not checked is never counted as compliant."""

    NOT_CHECKED = "not_checked"  # 未查
    COMPLIANT = "compliant"  # 符合
    NONCOMPLIANT = "noncompliant"  # 不符合
    NOT_APPLICABLE = "not_applicable"  # 不适用


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
    """What was answered for one item of an inspection."""

    inspection_id: str
    item_code: str
    result: AnswerResult
    remark: str = ""
    answered_at: datetime | None = None
