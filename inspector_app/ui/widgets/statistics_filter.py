# SPDX-License-Identifier: MulanPSL-2.0
"""What figures are asked for: the period with its cut-off, the district, the sector; and the line that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import Period, Scope
from inspector_app.ledgers.overdue_ages import ScopeChoices
from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import DayField
from inspector_app.ui.widgets.page import label, row
from inspector_app.ui.widgets.segments import Segments
from inspector_app.wording import tr, word

EVERY: None = None  # in a choice: not narrowed


class PeriodKind(StrEnum):
    """The periods that are one press away."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    LAST_YEAR = "last_year"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which figures: of which days, whose."""

    period: Period
    scope: Scope = field(default_factory=Scope)


def period_of(kind: PeriodKind, today: date) -> Period:
    """Give the days of a period as of today; what is not over ends today.

    >>> period_of(PeriodKind.QUARTER, date(2026, 11, 22))
    Period(first=datetime.date(2026, 10, 1), last=datetime.date(2026, 11, 22))
    """
    if kind is PeriodKind.LAST_MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last)
    if kind is PeriodKind.LAST_YEAR:
        return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    if kind is PeriodKind.QUARTER:
        return Period(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today)
    if kind is PeriodKind.MONTH:
        return Period(today.replace(day=1), today)
    return Period(date(today.year, 1, 1), today)


class StatisticsFilter(QWidget):
    """Period, district and sector; every change is told at once."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._period = period_of(PeriodKind.YEAR, today)
        self._today = today
        self._timeless, self._read_at = False, ""
        self.periods = Segments(
            [(PeriodKind.MONTH, tr("This month")), (PeriodKind.LAST_MONTH, tr("Last month")),
             (PeriodKind.QUARTER, tr("This quarter")), (PeriodKind.YEAR, tr("This year")),
             (PeriodKind.LAST_YEAR, tr("Last year")), (PeriodKind.CHOSEN, tr("Chosen days"))]
        )  # fmt: skip
        self.periods.set_value(PeriodKind.YEAR)
        self.periods.chosen.connect(self._on_kind)
        self.first, self.last = DayField(tr("First day")), DayField(tr("Cut-off"))
        for made in (self.first, self.last):
            made.day_edited.connect(self._on_day)
        self.days = QWidget()
        across = QHBoxLayout(self.days)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.dp(2))
        for part in (self.first, label("–"), self.last):
            across.addWidget(part)
        self.district, self.sector = _choice(tr("District")), _choice(tr("Sector"))
        self.put_choices(ScopeChoices(districts=(), sectors=()))
        for box in (self.district, self.sector):
            box.currentIndexChanged.connect(lambda _n: self.changed.emit())
        self.said = label("", tone="muted")
        self.said.setObjectName("scopeLine")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(4))
        outer.addLayout(row(self.periods, self.days, None, self.district, self.sector))
        outer.addWidget(self.said)
        self._show()

    @property
    def asked(self) -> Asked:
        """What is asked for now."""
        scope = Scope(district=self.district.currentData(), sector=self.sector.currentData())
        return Asked(period=self._period, scope=scope)

    @property
    def today(self) -> date:
        """The day by which the periods are reckoned."""
        return self._today

    def set_today(self, today: date) -> None:
        """Go on with another day; a period that people chose by its days stays."""
        kind = self.periods.value()
        if today != self._today and kind is not PeriodKind.CHOSEN:
            self._period = period_of(PeriodKind(kind), today)
        self._today = today
        self._show()

    def put_choices(self, choices: ScopeChoices) -> None:
        """Offer what occurs in the register; what was chosen stays."""
        districts = [(d, d or tr("not stated")) for d in choices.districts]
        known = {i.value: word(i) for i in Industry}
        sectors = [(s, known.get(s, s) or tr("not stated")) for s in choices.sectors]
        _fill(self.district, tr("All districts"), districts)
        _fill(self.sector, tr("All sectors"), sectors)

    def choose(self, asked: Asked) -> None:
        """Ask for these days and this scope."""
        self._period = asked.period
        self.periods.set_value(PeriodKind.CHOSEN)
        for box, value in ((self.district, asked.scope.district), (self.sector, asked.scope.sector)):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)
        self._show()
        self.changed.emit()

    def set_timeless(self, is_timeless: bool) -> None:
        """Show what is as of now: then no period is to be chosen."""
        self._timeless = is_timeless
        self.periods.setEnabled(not is_timeless)
        self.days.setEnabled(not is_timeless)
        self.say(self._read_at)

    def say(self, read_at: str) -> None:
        """Say for what the figures are, and when they were read."""
        self._read_at = read_at
        scope = {"district": self.district.currentText(), "sector": self.sector.currentText()}
        if self._timeless:
            words = tr("{district} · {sector} · as of now, whatever the period", **scope)
        else:
            first, last = self._period.first.isoformat(), self._period.last.isoformat()
            words = tr(
                "{district} · {sector} · findings and visits of {first} to {last}, as they stood at the cut-off {last}",
                **scope, first=first, last=last,
            )  # fmt: skip
        self.said.setText(tr("{words} · counted at {time}", words=words, time=read_at) if read_at else words)

    def _on_kind(self, kind: PeriodKind) -> None:
        if kind is not PeriodKind.CHOSEN:
            self._period = period_of(kind, self._today)
        self._show()
        if kind is PeriodKind.CHOSEN:
            self.first.setFocus()
        else:
            self.changed.emit()

    def _on_day(self, _day: date) -> None:
        first, last = self.first.day, self.last.day
        if first <= last:
            self._period = Period(first, last)
            self.changed.emit()

    def _show(self) -> None:
        self.days.setVisible(self.periods.value() is PeriodKind.CHOSEN)
        self.first.set_day(self._period.first)
        self.last.set_day(self._period.last)
        self.say("")


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    made.setMaximumWidth(theme.dp(220))
    return made


def _fill(box: QComboBox, every: str, values: list[tuple[str, str]]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(every, EVERY)
    for value, words in values:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
    box.blockSignals(False)
