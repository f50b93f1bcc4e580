# SPDX-License-Identifier: MulanPSL-2.0
"""The law as this unit uses it: the program's data files with the unit's own over them.

Each file is read when it is first asked for (its reader is loaded then), and again when it was changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from inspector_app.domain.calendar import WorkCalendar
from inspector_app.domain.periods import Due, Period
from inspector_app.domain.periods import due as due_of
from inspector_app.domain.problems import Problem, ProblemCode, Refused

if TYPE_CHECKING:
    from inspector_app.law.case_file import CaseWords
    from inspector_app.law.documents import DocumentLaw
    from inspector_app.law.follow_ups import FollowUpLaw
    from inspector_app.law.holidays import LoadedCalendar
    from inspector_app.law.next_steps import StepRow
    from inspector_app.law.periods import PeriodTable
    from inspector_app.law.reports import ReportText
    from inspector_app.law.rules import Rules
    from inspector_app.law.sectors import SectorName
    from inspector_app.law.self_reports import SelfReportLaw

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]


class LawBook:
    """Documents' relations, periods, holidays. Faulty data is refused when it is asked for, never passed over."""

    def __init__(self, forms: Path, resources: Path, own: Path | None = None) -> None:
        self.folder = forms / "law"  # what ships with the program
        self._law = [self.folder, *([own / "forms" / "law"] if own else [])]
        self._holidays = [resources / "holidays", *([own / "holidays"] if own else [])]
        self._reading = threading.RLock()
        self._read: dict[str, tuple[Stamp, object]] = {}

    @property
    def documents(self) -> DocumentLaw:
        """How documents stand to each other, and the remedy texts; an organ cannot change these."""
        from inspector_app.law import documents

        files = [self.folder / name for name in (documents.FILE_NAME, documents.REMEDIES)]
        return self._fresh("documents", files, lambda: documents.load_documents(self.folder))

    @property
    def sectors(self) -> tuple[SectorName, ...]:
        """How the names of the departments' organs read."""
        from inspector_app.law import sectors

        return self._fresh("sectors", [self.folder / sectors.FILE_NAME], lambda: sectors.load_sectors(self.folder))

    @property
    def follow_ups(self) -> FollowUpLaw:
        """What each step beside an order must state; an organ cannot change it."""
        from inspector_app.law import follow_ups

        files = [self.folder / follow_ups.FILE_NAME]
        return self._fresh("follow_ups", files, lambda: follow_ups.load_follow_ups(self.folder))

    @property
    def rules(self) -> Rules:
        """The catalogue of review rules; an organ may change the level of the adjustable ones."""
        from inspector_app.law import rules

        files = [folder / name for folder in self._law for name in (rules.FILE_NAME, rules.VAGUE)]
        return self._fresh("rules", files, lambda: rules.load_rules(self._law))

    @property
    def next_steps(self) -> tuple[StepRow, ...]:
        """What the law offers after an order; an organ cannot change it."""
        from inspector_app.law import next_steps

        files = [self.folder / next_steps.FILE_NAME]
        return self._fresh("next_steps", files, lambda: next_steps.load_next_steps(self.folder))

    @property
    def case_words(self) -> CaseWords:
        """The words of the number register, the cover and the index of a case file."""
        from inspector_app.law import case_file

        files = [self.folder / case_file.FILE_NAME]
        return self._fresh("case_words", files, lambda: case_file.load_case_words(self.folder))

    @property
    def self_reports(self) -> SelfReportLaw:
        """Which enterprise owes which self-report; a unit's own file stands for the whole of ours."""
        from inspector_app.law import self_reports

        files = [folder / self_reports.FILE_NAME for folder in self._law]
        return self._fresh("self_reports", files, lambda: self_reports.load_self_reports(self._law))

    @property
    def planning_words(self) -> CaseWords:
        """The words of the printed year's plan and of the printed record of a draw."""
        from inspector_app.law import planning_words

        files = [self.folder / planning_words.FILE_NAME]
        return self._fresh("planning_words", files, lambda: planning_words.load_planning_words(self.folder))

    @property
    def evidence_words(self) -> CaseWords:
        """The words of the printed photo evidence, and from how many minutes on a photo's time is far off."""
        from inspector_app.law import evidence

        files = [self.folder / evidence.FILE_NAME]
        return self._fresh("evidence", files, lambda: evidence.load_evidence_words(self.folder))

    @property
    def report_texts(self) -> Mapping[str, ReportText]:
        """The texts of the reports; a unit's own file stands for ours of the same name."""
        from inspector_app.law import reports

        folders = [folder.parent / reports.FOLDER for folder in self._law]
        files = [file for folder in folders for file in sorted(folder.glob("*.toml"))]
        return self._fresh("reports", files, lambda: reports.load_reports(folders))

    @property
    def loaded_calendar(self) -> LoadedCalendar:
        """The holiday files with what is wrong with them."""
        from inspector_app.law.holidays import load_calendar

        files = (file for folder in self._holidays for file in folder.glob("*.json"))
        return self._fresh("holidays", files, lambda: load_calendar(self._holidays))

    @property
    def calendar(self) -> WorkCalendar:
        """The working days as far as they are known."""
        return self.loaded_calendar.calendar

    @property
    def period_table(self) -> PeriodTable:
        """The periods with what is wrong with the files."""
        from inspector_app.law import periods

        files = [folder / periods.FILE_NAME for folder in self._law]
        return self._fresh("periods", files, lambda: periods.load_periods(self._law))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault of the holiday files and the periods."""
        return (*self.loaded_calendar.problems, *self.period_table.problems)

    def period(self, key: str) -> Period:
        """Give one period, or refuse PERIOD_UNKNOWN."""
        found = self.period_table.periods.get(key)
        if found is None:
            raise Refused([Problem(code=ProblemCode.PERIOD_UNKNOWN, where="rule", fields={"key": key[:80]})])
        return found

    def due(self, key: str, start: date | datetime) -> Due:
        """Count a period from a day or moment, which is not counted itself."""
        return due_of(self.period(key), start, self.calendar)

    def _fresh(self, name: str, files: Iterable[Path], read: Callable[[], T]) -> T:
        """Read what these files say, unless it was read and none of them changed."""
        with self._reading:
            stamp = _stamp(files)
            known = self._read.get(name)
            if known is None or known[0] != stamp:
                known = (stamp, read())
                self._read[name] = known
            return cast("T", known[1])


def _stamp(files: Iterable[Path]) -> Stamp:
    found = []
    for file in sorted(files):
        if file.is_file():
            state = file.stat()
            found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)
