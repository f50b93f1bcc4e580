# SPDX-License-Identifier: MulanPSL-2.0
"""What is asked of a ledger (台账): which one, filtered and ordered how; and the colours of findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspector_app.domain.finding import RUNNING, FindingStatus, Grade


class LedgerName(StrEnum):
    """The ledgers."""

    FINDINGS = "findings"  # 隐患台账
    INSPECTIONS = "inspections"  # 检查台账
    DOCUMENTS = "documents"  # 文书台账
    REINSPECTIONS = "reinspections"  # 复查台账
    SUPERVISION = "supervision"  # 挂牌督办台账
    CASES = "cases"  # 案件台账
    EQUIPMENT = "equipment"  # 特种设备台账
    ENTERPRISES = "enterprises"  # 企业台账


class Colour(StrEnum):
    """红黄绿 (handbook 4.10, a proposal: the seeds define no thresholds)."""

    RED = "red"  # overdue, failed, or major without a measure
    YELLOW = "yellow"  # open and inside its term
    GREEN = "green"  # accepted
    GREY = "grey"  # not begun, no deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerQuery:
    """A ledger with filters (key to value), search words, and order; equal queries mean equal rows.

    The keys of the findings' ledger, which figures open as well: `from`, `to` (found on), `due_from`, `due_to`,
    `accepted_from`, `accepted_to`, `district`, `sector`, `grade`, `status`, `colour`, `officer`, `clause`, `law`,
    `item`, `enterprise`, `inspection`, `assignee`, `supervised` (yes, no), `overdue` (yes: on the day `at`, else
    today), `rectified` (yes, no: accepted by `at`, else by today), `on_time` (yes, no), `live` (yes, the default; all).
    """

    ledger: LedgerName
    filters: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    sort: str = ""  # key of a column; empty: the ledger's own order
    descending: bool = False


def colour_of(status: FindingStatus, grade: Grade, deadline: date | None, *, has_measure: bool, today: date) -> Colour:
    """Give the colour of a finding on a day."""
    if status in (FindingStatus.CLOSED, FindingStatus.VERIFIED, FindingStatus.FIXED_ON_SITE):
        return Colour.GREEN
    if not status.is_live:
        return Colour.GREY
    if status is FindingStatus.FAILED or (status in RUNNING and deadline is not None and deadline < today):
        return Colour.RED
    if grade is Grade.MAJOR and not has_measure:
        return Colour.RED
    return Colour.GREY if status is FindingStatus.RECORDED or deadline is None else Colour.YELLOW
