# SPDX-License-Identifier: MulanPSL-2.0
"""Try a period of the law: from which day, and on which day it ends, with every step of the count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from inspector_app.domain.periods import Period, PeriodUnit
from inspector_app.domain.problems import Problem
from inspector_app.operations.deadline_words import length_words
from inspector_app.operations.deadlines import Explained, due_on
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import full_day, weekday
from inspector_app.ui.widgets.day_field import DayField, TimeField
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.page import Card, label, row, set_tone
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

FIRST_CHOSEN = PeriodUnit.WORKING_DAYS  # the count that one wants to see explained


class PeriodCheck(Card):
    """A day, a period, and below them the day on which it ends and why."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Count a period"), parent)
        self.ws, self.jobs = ws, jobs
        self._periods: dict[str, Period] = {}
        self._start = ws.now().replace(second=0, microsecond=0)
        self.day = DayField(tr("From"))
        self.day.set_day(self._start.date())
        self.day.day_edited.connect(self._on_day)
        self.time = TimeField(tr("From"))
        self.time.set_time(self._start)
        self.time.time_edited.connect(self._on_time)
        self.time.hide()
        self.choice: QComboBox = CalmCombo()
        self.choice.setAccessibleName(tr("Period"))
        self.choice.setMaxVisibleItems(14)
        self.choice.activated.connect(lambda _row: self.count())
        self.result = label("", size="lead")
        self.chip = Chip(parent=self)
        self.why = WrapLabel(tone="muted")
        line = row(label(tr("From"), tone="muted"), self.day, self.time, label(tr("Period"), tone="muted"))
        line.addWidget(self.choice, 1)
        self.outer.addLayout(line)
        self.outer.addLayout(row(self.result, self.chip, None))
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, theme.dp(4), 0)
        below.addWidget(self.why)
        self.outer.addLayout(below)

    def show_periods(self, periods: Sequence[Period]) -> None:
        """Offer these periods and count the chosen one again."""
        known = self.choice.currentData()
        self._periods = {p.key: p for p in periods}
        self.choice.clear()
        for period in periods:
            self.choice.addItem(tr("{name}: {length}", name=period.name, length=length_words(period)), period.key)
        first = next((p.key for p in periods if p.unit is FIRST_CHOSEN), "")
        self.choice.setCurrentIndex(max(0, self.choice.findData(known or first)))
        self.count()

    def choose(self, key: str) -> None:
        """Count another period."""
        self.choice.setCurrentIndex(self.choice.findData(key))
        self.count()

    def count(self) -> None:
        """Count the chosen period from the chosen day."""
        period = self._periods.get(str(self.choice.currentData()))
        if period is None:
            return
        in_hours = period.unit is PeriodUnit.HOURS
        self.day.setVisible(not in_hours)
        self.time.setVisible(in_hours)
        start: date | datetime = self._start if in_hours else self._start.date()
        work = partial(due_on, self.ws, period.key, start)
        self.jobs.run_read(self, work, then=self._show, refused=self._on_refused, key="count")

    def _on_day(self, day: date) -> None:
        self._start = self._start.replace(year=day.year, month=day.month, day=day.day)
        self.time.set_time(self._start)
        self.count()

    def _on_time(self, at: datetime) -> None:
        self._start = at
        self.day.set_day(at.date())
        self.count()

    def _show(self, found: Explained) -> None:
        set_tone(self.result, "")
        self.result.setText(_day_words(found))
        self.chip.set_state(tr("by weekends, provisional") if found.provisional else "", "warn", "clock")
        self.why.setText("\n".join(found.steps))

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        set_tone(self.result, "bad")
        self.result.setText(tr("Cannot be counted"))
        self.chip.set_state("")
        self.why.setText("\n".join(sentence(p) for p in problems))


def _day_words(found: Explained) -> str:
    if found.date is None:
        return found.period.term
    day = f"{full_day(found.date)} {weekday(found.date)}"
    moment = found.due.moment if found.due else None
    return f"{day} {moment:%H:%M}" if moment else day
