# SPDX-License-Identifier: MulanPSL-2.0
"""What waits for the inspector today, and the month in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.unit import Role
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.storage import membership, receipts
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
    """Count by the day in China: what was found, and what was open at its end (found and not signed off)."""
    first = now - timedelta(days=MONTH_DAYS - 1)
    day_of = "date(f.found_at, '+8 hours')"
    gone = ", ".join(repr(status.value) for status in FindingStatus if not status.is_live)
    live = f"FROM findings f WHERE f.status NOT IN ({gone})"
    closed = "FROM sign_offs s JOIN findings f ON f.id = s.id WHERE f.status = ?"
    since = [first.isoformat()]
    shut = FindingStatus.CLOSED.value
    with ws.reader() as db:
        rows = fetch(db, f"SELECT {day_of} AS day, count(*) AS n {live} AND {day_of} >= ? GROUP BY 1", since)
        ends = fetch(
            db, f"SELECT s.accepted_on AS day, count(*) AS n {closed} AND s.accepted_on >= ? GROUP BY 1", [shut, *since]
        )
        still_open = count(db, f"SELECT count(*) {live} AND {day_of} < ?", since)
        still_open -= count(db, f"SELECT count(*) {closed} AND s.accepted_on < ?", [shut, *since])
    made, ended = ({str(row["day"]): whole(row["n"]) for row in found} for found in (rows, ends))
    figures = []
    for n in range(MONTH_DAYS):
        day = first + timedelta(days=n)
        found = made.get(day.isoformat(), 0)
        still_open += found - ended.get(day.isoformat(), 0)
        figures.append(DayFigure(day=day, found=found, open=still_open))
    return tuple(figures)
