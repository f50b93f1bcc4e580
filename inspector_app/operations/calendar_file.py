# SPDX-License-Identifier: MulanPSL-2.0
"""Deadlines as an iCalendar file (RFC 5545) for the calendar of an office or a phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from inspector_app import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One day-long entry. `uid` stays the same from export to export, so that a calendar knows it again."""

    uid: str
    day: date
    title: str
    detail: str = ""
    categories: tuple[str, ...] = ()
    warn_on: date | None = None  # when the calendar is to remind


def deadlines_ics(entries: Iterable[CalendarEntry], *, stamp: datetime) -> bytes:
    """Give the file: sorted by day, escaped, folded at 75 octets, CRLF. Equal entries and stamp give equal bytes."""
    from icalendar import Alarm, Calendar, Event  # 70 ms: only when somebody exports

    book = Calendar()
    book.add("prodid", f"-//inspector-app//{__version__}//ZH")
    book.add("version", "2.0")
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.uid)):
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
        if entry.detail:
            event.add("description", entry.detail)
        if entry.categories:
            event.add("categories", list(entry.categories))
        if entry.warn_on is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", entry.title)
            alarm.add("trigger", entry.warn_on - entry.day)
            event.add_component(alarm)
        book.add_component(event)
    return bytes(book.to_ical())
