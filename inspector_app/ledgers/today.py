# SPDX-License-Identifier: MulanPSL-2.0
"""What waits for the inspector today, and the month in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import InspectionState
from inspector_app.ledgers import findings as finding_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.storage.rows import count
from inspector_app.workspace import Workspace

SOON_DAYS = 3
MONTH_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """One day of the month picture: findings made that day, and how many stood open at its end."""

    day: date
    found: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What waits: unfinished inspections, findings due soon, findings overdue, acts not handed over."""

    open_inspections: tuple[inspection_rows.InspectionRow, ...]
    due_soon: tuple[finding_rows.FindingRow, ...]
    overdue: tuple[finding_rows.FindingRow, ...]
    not_handed_over: int
    month: tuple[DayFigure, ...]


def today(ws: Workspace) -> Today:
    """Give what waits today."""
    now = ws.today()
    due = finding_rows.rows(ws, due_by=now + timedelta(days=SOON_DAYS))
    late = tuple(sorted((r for r in due if r.is_overdue), key=_deadline))
    soon = tuple(sorted((r for r in due if not r.is_overdue), key=_deadline))
    with ws.reader() as db:
        waiting = count(db, "SELECT count(*) FROM operations")
    return Today(
        open_inspections=inspection_rows.rows(ws, state=InspectionState.OPEN),
        due_soon=soon,
        overdue=late,
        not_handed_over=waiting,
        month=_month(ws, now),
    )


def _deadline(row: finding_rows.FindingRow) -> date:
    return row.finding.deadline or date.max


def _month(ws: Workspace, now: date) -> tuple[DayFigure, ...]:
    days = [now - timedelta(days=n) for n in range(MONTH_DAYS - 1, -1, -1)]
    live = [r.finding for r in finding_rows.rows(ws) if r.finding.status is not FindingStatus.WITHDRAWN]
    made = [f.found_at.date() for f in live]
    return tuple(
        DayFigure(day=day, found=sum(d == day for d in made), open=sum(d <= day for d in made)) for day in days
    )
