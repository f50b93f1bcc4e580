# SPDX-License-Identifier: MulanPSL-2.0
"""Who cites a law or a clause, and which of them have to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem, Clause


class CitationKind(StrEnum):
    """What kind of thing cites a law."""

    ITEM = "item"  # 检查项
    PERIOD = "period"  # 期限
    RULE = "rule"  # 评查规则
    DOCUMENT = "document"  # 文书种类
    FORM = "form"  # 文书格式
    STEP = "step"  # 后续事项
    PHRASE = "phrase"  # 常用表述
    FINDING = "finding"  # 尚未责令的隐患


class MendReason(StrEnum):
    """Why somebody has to look at a citation."""

    LAPSED = "lapsed"  # 已失效
    LAPSING = "lapsing"  # 即将失效
    NOT_YET = "not_yet"  # 尚未施行
    UNVERIFIED = "unverified"  # 待核
    NO_PENALTY = "no_penalty"  # 无罚则


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place where a law is cited. `begins` and `ends` are the days of what is cited, as known today."""

    kind: CitationKind
    id: str  # code of an item or rule, key of a period, kind of a document, id of a finding or phrase
    title: str
    where: str  # checklist and version, form, enterprise
    law: str  # key
    text: str  # what is cited, as it stands there
    field: str = ""  # basis[1]
    begins: date | None = None
    ends: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether what is cited is in force on a day; days that are not known refuse nothing."""
        return (self.begins is None or self.begins <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class MendItem:
    """An item of a checklist in which a citation, or the lack of one, has to be looked at."""

    pack_id: str
    pack_title: str
    version: str
    code: str
    check: str
    reason: MendReason
    field: str = ""
    clause: Clause | None = None
    day: date | None = None  # the last day in force, or the first
    successor: str = ""


def lacks_penalty(item: ChecklistItem) -> bool:
    """Whether an item may fail by law and no penalty is known; rows of a score take off points and threaten nothing."""
    is_score = item.answer.kind is AnswerKind.DEDUCTION
    return item.answer.can_fail and bool(item.basis) and not item.penalty and not is_score
