# SPDX-License-Identifier: MulanPSL-2.0
"""What is due: one day on which something ends or must be done, for whom, and why then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.periods import Due, Period

Day = date  # `DueEntry` has a field of that name


class DueKind(StrEnum):
    """Why something is due."""

    DEADLINE = "deadline"  # 整改期限届满
    REINSPECTION = "reinspection"  # 应当复查
    EXTENSION = "extension"  # 答复延期申请
    SEIZURE = "seizure"  # 查封、扣押期限届满
    PRESERVATION = "preservation"  # 先行登记保存处理决定
    SUSPENSION = "suspension"  # 暂停措施最长期限
    SERVICE = "service"  # 送达
    SUPERVISION = "supervision"  # 挂牌督办
    RESUMPTION = "resumption"  # 恢复生产经营审查
    TRANSFER = "transfer"  # 移送
    TALK = "talk"  # 约谈


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEntry:
    """One line of the list. A period of the law comes with its computation; else `basis` says who set the day."""

    kind: DueKind
    day: Day
    enterprise_id: str
    enterprise_name: str
    inspection_id: str
    where: str  # what to open: `document:ID`, `follow_up:ID`
    number: str = ""  # of the document
    name: str = ""  # of the timer, where no period names it
    basis: str = ""
    mark: FactMark | None = None
    moment: datetime | None = None  # of periods in hours
    period: Period | None = None
    due: Due | None = None
    lines: tuple[int, ...] = ()  # of an order's lines, those that it is about
    is_overdue: bool = False

    @property
    def is_provisional(self) -> bool:
        """Whether a missing holiday notice may still move the day (按周末推算)."""
        return self.due is not None and self.due.is_provisional

    @property
    def key(self) -> str:
        """The same for the same thing in every list: for calendars that import it again."""
        source = self.period.key if self.period else self.name
        return f"{self.where}:{self.kind}:{source}:{'-'.join(map(str, self.lines))}"
