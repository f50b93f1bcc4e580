# SPDX-License-Identifier: MulanPSL-2.0
"""What waits for the inspector today, and the month in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.unit import Role
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.storage import membership, receipts
from inspector_app.storage.facts_counts import NEVER
from inspector_app.storage.rows import count, fetch, instant_in, whole
from inspector_app.workspace import Workspace

MONTH_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """One day of the month picture: findings made that day, and how many stood open at its end."""

    day: date
    found: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What waits beside the deadlines (`ledgers.due`): unfinished inspections, acts not handed over.

    Only a laptop of an office hands over: `not_handed_over` counts its own acts that no receipt names.
    """

    open_inspections: tuple[inspection_rows.InspectionRow, ...]
    role: Role
    not_handed_over: int
    oldest: date | None  # the day of the oldest of them
    is_copy: bool  # this folder is a copy or was set back, and nobody has read that yet
    month: tuple[DayFigure, ...]


def today(ws: Workspace) -> Today:
    """Give what waits today."""
    now = ws.today()
    with ws.reader() as db:
        role = Role(membership.value(db, "role") or Role.ALONE.value)
        copied = membership.value(db, "copied")
        waiting, oldest = receipts.beyond_receipts(db, ws.device) if role is Role.MEMBER else (0, "")
    return Today(
        open_inspections=inspection_rows.rows(ws, state=InspectionState.OPEN),
        role=role,
        not_handed_over=waiting,
        oldest=instant_in(oldest).date() if oldest else None,
        is_copy=bool(copied),
        month=_month(ws, now),
    )


def _month(ws: Workspace, now: date) -> tuple[DayFigure, ...]:
    """Count by the day in China: what was found, and what was open at its end (found and not accepted)."""
    first = now - timedelta(days=MONTH_DAYS - 1)
    since = [first.isoformat()]
    with ws.reader() as db:
        made, ended = (
            {
                str(row["day"]): whole(row["n"])
                for row in fetch(
                    db,
                    f"SELECT {day} AS day, count(*) AS n FROM finding_facts WHERE {day} >= ? AND is_live = 1"
                    " GROUP BY 1",
                    since,
                )
            }
            for day in ("found_on", "accepted_on")
        )
        still_open = count(db, f"SELECT coalesce(sum(number), 0) FROM finding_counts WHERE accepted = {NEVER}")
    still_open += sum(ended.values()) - sum(made.values())
    figures = []
    for n in range(MONTH_DAYS):
        day = first + timedelta(days=n)
        found = made.get(day.isoformat(), 0)
        still_open += found - ended.get(day.isoformat(), 0)
        figures.append(DayFigure(day=day, found=found, open=still_open))
    return tuple(figures)
