# SPDX-License-Identifier: MulanPSL-2.0
"""The holiday notices of a workspace: which years are there, and putting one there or in another's place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.calendar import HolidayYear
from inspector_app.domain.problems import Problem, Refused, refuse
from inspector_app.law.holidays import read_holiday_year
from inspector_app.law.records import MAX_BYTES
from inspector_app.operations.files import read_small_file, save_file
from inspector_app.storage.file_store import faults_of, make_folder
from inspector_app.workspace import Workspace

FOLDER = "holidays"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRow:
    """One year. `notice` is none where its file is missing or faulty; then its days count by weekends only."""

    year: int
    notice: HolidayYear | None
    is_own: bool
    problems: tuple[Problem, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether there is no file of that year at all."""
        return self.notice is None and not self.problems


def holiday_years(ws: Workspace) -> tuple[HolidayRow, ...]:
    """Give every year that has a file, and this year and the next in any case; oldest first."""
    rows: dict[int, HolidayRow] = {}
    for file in ws.law.loaded_calendar.files:
        year = file.notice.year if file.notice else int(file.path.stem) if file.path.stem.isdecimal() else 0
        rows[year] = HolidayRow(year=year, notice=file.notice, is_own=file.is_own, problems=file.problems)
    this_year = ws.today().year
    for year in (this_year, this_year + 1):
        rows.setdefault(year, HolidayRow(year=year, notice=None, is_own=False))
    return tuple(rows[year] for year in sorted(rows))


def install_holiday_file(ws: Workspace, path: Path) -> HolidayYear:
    """Check a holiday file and keep it in the workspace, in place of what there was for its year.

    Refuses every fault of the file (HOLIDAY_FILE_FAULTY and others), FILE_* and what `save_file` refuses.
    """
    refuse([ws.read_only] if ws.read_only else [])
    data = read_small_file(path, MAX_BYTES, where=path.name)
    notice, problems = read_holiday_year(data, path.name)
    if notice is None:
        raise Refused(problems)
    folder = ws.folder / FOLDER
    with faults_of(folder):
        make_folder(folder)
    save_file(folder / f"{notice.year}.json", data)
    return notice
