# SPDX-License-Identifier: MulanPSL-2.0
"""Deadlines as an iCalendar file, read back by a reader of the format."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from inspector_app.operations.calendar_file import CalendarEntry, deadlines_ics

STAMP = datetime(2026, 11, 21, 9, 30, 15, 999, tzinfo=UTC)
TRICKY = "整改期限；第1条, 反斜线\\ 分号; 换行\n第二行 𠮷" + "消防通道堵塞" * 40
ENTRIES = [
    CalendarEntry(uid="order-2@990123", day=date(2026, 12, 6), title="复查", warn_on=date(2026, 12, 3)),
    CalendarEntry(
        uid="order-1@990123",
        day=date(2026, 12, 5),
        title=TRICKY,
        detail="甲公司\n乙地",
        categories=("整改期限", "复查"),
    ),
]


def test_entries_come_back_as_they_were() -> None:
    data = deadlines_ics(ENTRIES, stamp=STAMP)
    first, second = Calendar.from_ical(data).walk("VEVENT")
    assert (str(first["UID"]), first.decoded("DTSTART"), str(first["SUMMARY"])) == (
        "order-1@990123", date(2026, 12, 5), TRICKY,
    )  # fmt: skip
    assert str(first["DESCRIPTION"]) == "甲公司\n乙地"
    assert [str(word) for word in first["CATEGORIES"].cats] == ["整改期限", "复查"]
    assert first.decoded("DTSTAMP") == STAMP.replace(microsecond=0)
    (alarm,) = second.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-3)
    assert not first.walk("VALARM")


def test_the_bytes_keep_to_the_format_and_do_not_vary() -> None:
    data = deadlines_ics(ENTRIES, stamp=STAMP)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-1] == b""
    assert b"\n" not in data.replace(b"\r\n", b"") and b"DTSTART;VALUE=DATE:20261205" in lines
    for line in lines:
        line.decode()  # no character is cut by the folding
    assert deadlines_ics(reversed(ENTRIES), stamp=STAMP) == data


def test_an_empty_list_is_still_a_calendar() -> None:
    assert Calendar.from_ical(deadlines_ics([], stamp=STAMP)).walk("VEVENT") == []
