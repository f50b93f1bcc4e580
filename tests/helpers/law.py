# SPDX-License-Identifier: MulanPSL-2.0
"""The bundled law, and holiday years made for a test."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from inspector_app.domain.calendar import WorkCalendar
from inspector_app.domain.periods import Due, Period, due
from inspector_app.law.holidays import load_calendar
from inspector_app.law.periods import load_periods

ROOT = Path(__file__).resolve().parents[2]
HOLIDAYS = ROOT / "resources" / "holidays"
PERIODS = ROOT / "forms" / "law"
NOTHING_KNOWN = WorkCalendar()


def bundled_calendar() -> WorkCalendar:
    """The calendar of the bundled years."""
    return load_calendar([HOLIDAYS]).calendar


def bundled_period(key: str) -> Period:
    """One row of the bundled table."""
    return load_periods([PERIODS]).periods[key]


def due_of(key: str, start: str, calendar: WorkCalendar | None = None) -> Due:
    """When a bundled period ends, by the bundled calendar unless another is given."""
    return due(bundled_period(key), date.fromisoformat(start), calendar or bundled_calendar())


def a_holiday_file(year: int, **changes: object) -> str:
    """A plausible notice: 11 days off from 1 October, the Saturday before worked instead."""
    first = date(year, 10, 1)
    days = [{"date": (first + timedelta(days=n)).isoformat(), "name": "国庆节", "isOffDay": True} for n in range(11)]
    saturday = first - timedelta(days=(first.weekday() - 5) % 7 or 7)
    days.insert(0, {"date": saturday.isoformat(), "name": "国庆节", "isOffDay": False})
    return json.dumps({"year": year, "papers": [], "days": days} | changes, ensure_ascii=False)
