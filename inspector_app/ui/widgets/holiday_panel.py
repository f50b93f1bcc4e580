# SPDX-License-Identifier: MulanPSL-2.0
"""The holiday notices in the settings: which years are there, whose and how sure; and counting a period by them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.calendar import HolidayYear
from inspector_app.domain.periods import Period
from inspector_app.domain.problems import Problem, Refused
from inspector_app.operations.deadlines import period_rows
from inspector_app.operations.holidays import HolidayRow, holiday_years, install_holiday_file
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.forms_panel_page import without_places
from inspector_app.ui.widgets.page import Band, Card, button
from inspector_app.ui.widgets.period_check import PeriodCheck
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The years, and the periods that may be counted; none while the law's files are faulty."""

    years: tuple[HolidayRow, ...]
    periods: tuple[Period, ...]


def _read(ws: Workspace) -> Read:
    try:
        periods = period_rows(ws)
    except Refused:  # the panel of the periods says why
        periods = ()
    return Read(years=holiday_years(ws), periods=periods)


class HolidayPanel(QWidget):
    """Years as rows, what is wrong with their files, and below a period to try them on."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.card = Card(tr("Holidays"))
        self.import_button = button(tr("Import a year"), self._on_import, icon="import")
        self.card.add_at_right(self.import_button)
        self.band = Band()
        self.list = RowList(tr("Holidays"), fits=True)
        self.list.setObjectName("cardList")
        self.coming = WrapLabel(tone="muted")
        self.faults = Card(tr("Faults of the file"))
        self.problems = ProblemList()
        self.problems.setFixedHeight(theme.dp(150))
        self.kept_words = WrapLabel(tone="bad")
        self.faults.add(self.kept_words)
        self.faults.add(self.problems)
        self.faults.hide()
        self.check = PeriodCheck(ws, jobs)
        self.card.add(self.band)
        self.card.add(self.list)
        self.card.add(self.coming)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        for part in (self.faults, self.card, self.check):
            outer.addWidget(part)
        outer.addStretch(1)

    def refresh(self) -> None:
        """Read the years again."""
        self.jobs.run_read(self, partial(_read, self.ws), then=self._show, key="holidays")

    def _show(self, read: Read) -> None:
        self.list.put([_row(one) for one in read.years])
        faulty = tuple(p for one in read.years for p in one.problems)
        self._show_faults(tr("Faults of the file"), tr("Its year counts by weekends until it is mended."), faulty)
        self.coming.setText(_coming(read.years))
        self.coming.setVisible(any(one.is_missing for one in read.years))
        self.check.setVisible(bool(read.periods))
        self.check.show_periods(read.periods)

    def _show_faults(self, title: str, words: str, problems: tuple[Problem, ...]) -> None:
        self.faults.title.setText(title)
        self.kept_words.setText(words)
        self.faults.setVisible(bool(problems))
        self.problems.show_problems(without_places(problems))

    def _on_import(self) -> None:
        chosen = self.ask.open_files(tr("Import a year"), tr("Holiday notices (*.json)"))
        if not chosen:
            return
        path = chosen[0]

        def kept(notice: HolidayYear) -> None:
            words = tr(
                "The notice of {year} is used from now on: {off} days off, {worked} days worked instead.",
                year=notice.year,
                off=len(notice.days_off),
                worked=len(notice.worked),
            )
            self.band.say(words, tone="ok")
            self.refresh()

        def refused(problems: tuple[Problem, ...]) -> None:
            words = tr("{name} was not taken; what was there before stays.", name=path.name)
            self._show_faults(tr("Check of {name}", name=path.name), words, problems)

        self.band.hide()
        self.jobs.run_read(self, partial(install_holiday_file, self.ws, path), then=kept, refused=refused)


def _coming(years: tuple[HolidayRow, ...]) -> str:
    missing = tr(", ").join(str(one.year) for one in years if one.is_missing)
    return tr(
        "No notice of {years} is here yet. Periods that reach into it count weekends only and are marked as "
        "provisional until you import it; the notice usually comes in November of the year before.",
        years=missing,
    )


def _row(shown: HolidayRow) -> Row:
    title = tr("Year {year}", year=shown.year)
    if shown.notice is None:
        if shown.is_missing:
            detail, chip, role = tr("no notice yet"), tr("by weekends"), "muted"
        else:
            detail, chip, role = tr("not used until its faults are mended"), tr("Faulty"), "bad"
        return Row(id=str(shown.year), title=title, detail=detail, chip=chip, chip_role=role, icon="today")
    notice = shown.notice
    origin = tr("own") if shown.is_own else tr("program")
    named = notice.notice or " ".join(notice.papers)
    off, worked = len(notice.days_off), len(notice.worked)
    return Row(
        id=str(shown.year),
        title=title,
        detail=" · ".join(part for part in (origin, named) if part),
        side=tr("{off} days off, {worked} worked instead", off=off, worked=worked),
        chip=word(notice.mark),
        chip_role="warn" if notice.mark.is_unsure else "ok",
        icon="today",
    )
