# SPDX-License-Identifier: MulanPSL-2.0
"""A date, or a date with its time, to type as one likes, to step with ↑↓, or to pick from a calendar."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import button, freeze, restyle
from inspector_app.wording import language, tr


def parse_day(text: str, near: date) -> date | None:
    """Read a date as people type it; without a year it is the one of `near`.

    >>> parse_day("2026-12-5", date(2026, 1, 1)), parse_day("12.5", date(2026, 1, 1))
    (datetime.date(2026, 12, 5), datetime.date(2026, 12, 5))
    """
    numbers = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    elif len(numbers) == 2:
        numbers = [str(near.year), *numbers]
    if len(numbers) != 3 or len(numbers[0]) != 4 or any(len(n) > 2 for n in numbers[1:]):
        return None
    try:
        return date(*(int(n) for n in numbers))
    except ValueError:
        return None


class DayField(QWidget):
    """A date and the button of its calendar."""

    day_edited = Signal(object)  # date

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = date(2000, 1, 1)
        self.edit = DayLine()
        self.edit.setAccessibleName(name)
        self.edit.setToolTip(tr("Type a date; ↑ ↓ step by a day"))
        self.edit.textEdited.connect(self._on_text)
        self.edit.stepped.connect(self._on_step)
        self.edit.left.connect(self._show)
        room = self.edit.fontMetrics().horizontalAdvance("2026-12-20") + theme.dp(30)
        self.edit.setFixedWidth(room)
        self.pick = button("", self._open, icon="today", kind="quiet", tip=tr("Calendar"))
        self.pick.setAccessibleName(tr("Calendar"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.edit)
        box.addWidget(self.pick)
        self.setFocusProxy(self.edit)

    @property
    def day(self) -> date:
        """The day that holds."""
        return self._day

    def set_day(self, day: date) -> None:
        """Show a day without calling it an edit; one that is being typed stays as it is typed."""
        if day != self._day or not self.edit.text():
            self._day = day
            self._show()

    def set_read_only(self, read_only: bool) -> None:
        """Show without choices."""
        freeze(self.edit, read_only)
        self.pick.setHidden(read_only)

    def _show(self) -> None:
        self.edit.setText(self._day.isoformat())
        restyle(self.edit, "faulty", False)

    def _on_text(self, text: str) -> None:
        day = parse_day(text, self._day)
        restyle(self.edit, "faulty", day is None)
        if day is not None and day != self._day:
            self._day = day
            self.day_edited.emit(day)

    def _on_step(self, by: int) -> None:
        self._take(self._day + timedelta(days=by))

    def _take(self, day: date) -> None:
        self._day = day
        self._show()
        self.day_edited.emit(day)

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = make_calendar(self._day)
        calendar.clicked.connect(lambda day: self._take(date(day.year(), day.month(), day.day())))
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(lambda day: self._take(date(day.year(), day.month(), day.day())))
        calendar.activated.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.edit.mapToGlobal(self.edit.rect().bottomLeft()))
        calendar.setFocus()


class DayLine(QLineEdit):
    """A line whose ↑↓ step."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on ↑↓."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the day that holds when something else was typed."""
        super().focusOutEvent(event)
        self.left.emit()


class TimeField(QLineEdit):
    """A day with its time."""

    time_edited = Signal(object)  # datetime

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at: datetime | None = None
        self.setAccessibleName(name)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("2026-12-20 00:00") + theme.dp(34))
        self.textEdited.connect(self._on_text)
        self.editingFinished.connect(self._show)

    def set_time(self, at: datetime) -> None:
        """Show a time without calling it an edit."""
        if at != self._at:
            self._at = at
            self._show()

    def _show(self) -> None:
        if self._at is not None:
            self.setText(self._at.strftime("%Y-%m-%d %H:%M"))
            restyle(self, "faulty", False)

    def _on_text(self, text: str) -> None:
        if self._at is None:
            return
        head, _, tail = unicodedata.normalize("NFKC", text).strip().rpartition(" ")
        day = parse_day(head, self._at.date())
        clock = re.fullmatch(r"(\d{1,2})[:.](\d{2})", tail)
        right = day is not None and clock is not None and int(clock[1]) < 24 and int(clock[2]) < 60
        restyle(self, "faulty", not right)
        if right and day is not None and clock is not None:
            at = self._at.replace(year=day.year, month=day.month, day=day.day, hour=int(clock[1]), minute=int(clock[2]))
            if at != self._at:
                self._at = at
                self.time_edited.emit(at)


def make_calendar(day: date) -> QCalendarWidget:
    """Make a calendar in the language and colours of the program, on a day."""
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale(language()))
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    calendar.setGridVisible(False)
    calendar.setMinimumSize(theme.dp(300), theme.dp(240))
    plain = QTextCharFormat()
    plain.setForeground(theme.colour("text"))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, plain)
    bar = calendar.findChild(QWidget, "qt_calendar_navigationbar")
    if isinstance(bar, QWidget):
        bar.setStyleSheet(f"#qt_calendar_navigationbar {{ background: {theme.colour('raised').name()}; }}")
    return calendar
