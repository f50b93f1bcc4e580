# SPDX-License-Identifier: MulanPSL-2.0
"""Days and times as people say them on a screen: short, and with the year only where it is another one."""

from __future__ import annotations

from datetime import date, datetime

from inspector_app.wording import tr


def weekday(day: date) -> str:
    """Name the day of the week."""
    names = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
    return names[day.weekday()]


def short_day(day: date, today: date) -> str:
    """Say a day as seen from today: today, yesterday, tomorrow, or its date."""
    near = {-1: tr("yesterday"), 0: tr("today"), 1: tr("tomorrow")}.get((day - today).days)
    if near is not None:
        return near
    if day.year == today.year:
        return tr("{month}/{day}", month=day.month, day=day.day)
    return full_day(day)


def full_day(day: date) -> str:
    """Say a day with its year."""
    return tr("{month}/{day}/{year}", year=day.year, month=day.month, day=day.day)


def short_time(at: datetime, today: date) -> str:
    """Say a day and a time as seen from today."""
    return tr("{day} {time}", day=short_day(at.date(), today), time=at.strftime("%H:%M"))


def days_left(deadline: date, today: date) -> str:
    """Say how long there is until a deadline, or how long it is past."""
    left = (deadline - today).days
    if left < 0:
        return tr("{count} days overdue", count=-left)
    if left == 0:
        return tr("due today")
    return tr("{count} days left", count=left)
