# SPDX-License-Identifier: MulanPSL-2.0
"""Yearly holiday notices from JSON files: the bundled years, and the organ's own in place of them.

The format is that of github.com/NateScarlet/holiday-cn, so that a file from there can be taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain.calendar import REACHES_BACK_TO, SATURDAY, HolidayYear, WorkCalendar
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.json_fields import parse_json
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.law.records import Record, read_bytes, syntax_fault

# Every year since 2008 had 11 days off by law, 13 since 2025; a file with fewer is not whole (2027.json is
# published empty until the notice comes).
LEAST_DAYS_OFF = 11
FIRST_YEAR, LAST_YEAR = 2000, 2199
SCHEMA_KEYS = frozenset({"$schema", "$id"})

_FILE_NAME = re.compile(r"^(\d{4})\.json$")


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayFile:
    """One file of one year; `notice` is none if it is faulty."""

    path: Path
    is_own: bool
    notice: HolidayYear | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCalendar:
    """The calendar of the sound files, and what is wrong with the others.

    A year whose last file is faulty is unknown: an older file that it was to replace does not come back.
    """

    calendar: WorkCalendar
    files: tuple[HolidayFile, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault of every file."""
        return tuple(problem for file in self.files for problem in file.problems)


def load_calendar(folders: Sequence[Path]) -> LoadedCalendar:
    """Read the holiday files of folders; of one year the later folder counts. Only the first is the program's own."""
    by_year: dict[str, HolidayFile] = {}
    for ordinal, folder in enumerate(folders):
        for path in sorted(folder.glob("*.json")):
            by_year[path.name] = _load(path, is_own=ordinal > 0)
    files = tuple(by_year[name] for name in sorted(by_year))
    years = {file.notice.year: file.notice for file in files if file.notice is not None}
    return LoadedCalendar(calendar=WorkCalendar(years=years), files=files)


def read_holiday_year(data: bytes, name: str) -> tuple[HolidayYear | None, tuple[Problem, ...]]:
    """Read one notice; none where a problem blocks. A name like `2027.json` must agree with the year inside."""
    values, faults = parse_json(data, name)
    if faults:
        places = ((int(p.fields.get("line") or 0), p.fields.get("reason", "")) for p in faults)
        return None, tuple(syntax_fault(name, line, reason) for line, reason in places)
    if not isinstance(values, dict):
        return None, (syntax_fault(name, 0, "not an object"),)
    problems: list[Problem] = []
    notice = _notice(Record(values, name, problems), name)
    return None if blocking(problems) else notice, tuple(problems)


def _load(path: Path, *, is_own: bool) -> HolidayFile:
    data, problems = read_bytes(path)
    notice = None
    if not problems:
        notice, problems = read_holiday_year(data, path.name)
    if _FILE_NAME.match(path.name) is None:
        notice, problems = None, (*problems, _fault(path.name, "", path.name))
    return HolidayFile(path=path, is_own=is_own, notice=notice, problems=problems)


def _notice(top: Record, name: str) -> HolidayYear:
    year = top.number("year", FIRST_YEAR, LAST_YEAR, required=True) or 0
    named = _FILE_NAME.match(name)
    if year and named and int(named[1]) != year:
        top.not_allowed("year", year, named[1])
        year = 0  # else every day would be of another year too
    days_off, worked = _days(top, name, year)
    notice = HolidayYear(
        year=year,
        days_off=days_off,
        worked=worked,
        mark=top.word("mark", FactMark, required=False) or FactMark.V2ND,
        papers=top.texts("papers"),
        notice=top.text("notice", required=False),
        source=top.text("source", required=False),
    )
    top.close(passed_over=SCHEMA_KEYS)
    return notice


def _days(top: Record, name: str, year: int) -> tuple[dict[date, str], dict[date, str]]:
    days: dict[bool, dict[date, str]] = {True: {}, False: {}}
    for record in top.records("days", "date"):
        day, title, is_off = record.day("date"), record.text("name"), record.flag("isOffDay", required=True)
        record.close()
        if day is None:
            continue
        if year and not _belongs(day, year):
            allowed = f"{year - 1}-12-{REACHES_BACK_TO}..{year}-12-31"
            record.not_allowed("date", day.isoformat(), allowed)
        if day in days[True] or day in days[False]:
            record.problems.append(_fault(name, day.isoformat(), day.isoformat()))
        if not is_off and day.weekday() < SATURDAY:
            record.problems.append(_fault(name, f"{day.isoformat()}:isOffDay", "false"))
        days[is_off][day] = title
    if len(days[True]) < LEAST_DAYS_OFF:
        top.problems.append(_fault(name, "isOffDay", f"{len(days[True])} < {LEAST_DAYS_OFF}"))
    return days[True], days[False]


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == 12 and day.day >= REACHES_BACK_TO)


def _fault(file: str, place: str, found: str) -> Problem:
    where = f"{file}:{place}" if place else file
    fields = {"file": file, "place": place, "found": found}
    return Problem(code=ProblemCode.HOLIDAY_FILE_FAULTY, where=where, fields=fields)
