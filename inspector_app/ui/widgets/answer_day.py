# SPDX-License-Identifier: MulanPSL-2.0
"""A date, a time, or both, as an answer: typed as people write them, stepped with ↑↓, picked, or “now”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from inspector_app.domain.answering import AnswerKind
from inspector_app.ui import theme
from inspector_app.ui.models.asked import Given
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.answer_line import AnswerLine
from inspector_app.ui.widgets.day_field import make_calendar, parse_day
from inspector_app.ui.widgets.page import button, freeze, restyle, row
from inspector_app.wording import tr

Now = Callable[[], datetime]
_CLOCK = re.compile(r"(\d{1,2})\s*[:.点时]\s*(\d{1,2})?\s*分?|(\d{1,2})(\d{2})|(\d{1,2})")


def parse_time(text: str) -> time | None:
    """Read a time of day as people type it.

    >>> parse_time("9:05"), parse_time("0905"), parse_time("9点5分"), parse_time("25:00")
    (datetime.time(9, 5), datetime.time(9, 5), datetime.time(9, 5), None)
    """
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    hours, minutes = found[1] or found[3] or found[5], found[2] or found[4] or "0"
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def parse_instant(text: str, near: date) -> datetime | None:
    """Read a date with its time; a time alone is of the day `near`.

    >>> parse_instant("11-22 9:05", date(2026, 1, 1))
    datetime.datetime(2026, 11, 22, 9, 5)
    """
    head, _, tail = unicodedata.normalize("NFKC", text).strip().replace("T", " ").rpartition(" ")
    day, clock = (parse_day(head, near) if head else near), parse_time(tail)
    return datetime.combine(day, clock) if day is not None and clock is not None else None


class _StepLine(AnswerLine):
    """A line whose ↑↓ step."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on ↑↓."""
        step = {int(Qt.Key.Key_Up): 1, int(Qt.Key.Key_Down): -1}.get(int(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class DayAnswer(AnswerField):
    """A field for a date, a time or both; empty until somebody says something."""

    def __init__(self, kind: AnswerKind, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._now = kind, now
        self.edit = _StepLine()
        pattern = {AnswerKind.DATE: "2026-12-20", AnswerKind.TIME: "00:00"}.get(kind, "2026-12-20 00:00")
        self.edit.setFixedWidth(self.edit.fontMetrics().horizontalAdvance(pattern) + theme.dp(40))
        self.edit.setToolTip(tr("Type it, or step with ↑ ↓"))
        self.edit.textEdited.connect(self._on_text)
        self.edit.stepped.connect(self._on_step)
        self.edit.entered.connect(self._on_entered)
        self.edit.escaped.connect(self.given_up)
        self.edit.left.connect(self.keep)
        self.pick = button("", self._open, icon="today", kind="quiet", tip=tr("Calendar"))
        self.pick.setAccessibleName(tr("Calendar"))
        words = tr("Today") if kind is AnswerKind.DATE else tr("Now")
        self.now_button = button(words, self._take_now, kind="quiet")
        self.setLayout(row(self.edit, self.pick, self.now_button, None, gap=4))
        self.pick.setVisible(kind is not AnswerKind.TIME)
        self.setFocusProxy(self.edit)

    # -- the value ---------------------------------------------------------------------------------

    def show_given(self, given: Given) -> None:
        """Show a date or time."""
        asked = self.asked
        if self.given().value != given.value:
            self.edit.setText(given.value.replace("T", " "))
        if asked is not None:
            self.edit.setAccessibleName(asked.item.check)

    def given(self) -> Given:
        """Give what was typed in its one form; what cannot be read stays as it was typed."""
        text = self.edit.text().strip()
        read = self._read(text)
        return Given(text if read is None else read)

    def _read(self, text: str) -> str | None:
        today = self._now().date()
        if not text:
            return ""
        if self._kind is AnswerKind.DATE:
            day = parse_day(text, today)
            return day.isoformat() if day is not None else None
        if self._kind is AnswerKind.TIME:
            clock = parse_time(text)
            return clock.isoformat("minutes") if clock is not None else None
        at = parse_instant(text, today)
        return at.isoformat(timespec="minutes") if at is not None else None

    def keep(self) -> None:
        """Keep what was typed, if it is something else than what is kept."""
        given = self.given()
        if given.value != self.known.value and not self.edit.isReadOnly():
            self.known = given
            self.edit.setText(given.value.replace("T", " "))
            self.kept.emit(given)

    def _take(self, value: str) -> None:
        self.edit.setText(value.replace("T", " "))
        self.keep()

    # -- ways to say it ----------------------------------------------------------------------------

    def _on_text(self, text: str) -> None:
        restyle(self.edit, "faulty", bool(text.strip()) and self._read(text) is None)
        self.typed.emit(self.given())

    def _on_entered(self) -> None:
        self.keep()
        self.entered.emit()

    def _on_step(self, by: int) -> None:
        value = self._read(self.edit.text())
        if not value:
            self._take_now()
        elif self._kind is AnswerKind.DATE:
            self._take((date.fromisoformat(value) + timedelta(days=by)).isoformat())
        elif self._kind is AnswerKind.TIME:
            at = datetime.combine(date(2000, 1, 2), time.fromisoformat(value)) + timedelta(minutes=by)
            self._take(at.time().isoformat("minutes"))
        else:
            self._take((datetime.fromisoformat(value) + timedelta(minutes=by)).isoformat(timespec="minutes"))

    def _take_now(self) -> None:
        now = self._now().replace(tzinfo=None)
        words = {AnswerKind.DATE: now.date().isoformat(), AnswerKind.TIME: now.strftime("%H:%M")}
        self._take(words.get(self._kind, now.isoformat(timespec="minutes")))

    def _open(self) -> None:
        value = self._read(self.edit.text())
        day = datetime.fromisoformat(value).date() if value else self._now().date()
        menu = QMenu(self)
        calendar = make_calendar(day)
        for signal in (calendar.clicked, calendar.activated):
            signal.connect(lambda chosen: self._on_day(date(chosen.year(), chosen.month(), chosen.day())))
            signal.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.edit.mapToGlobal(self.edit.rect().bottomLeft()))
        calendar.setFocus()

    def _on_day(self, day: date) -> None:
        if self._kind is AnswerKind.DATE:
            self._take(day.isoformat())
            return
        value = self._read(self.edit.text())
        clock = datetime.fromisoformat(value).time() if value else self._now().time()
        self._take(datetime.combine(day, clock).isoformat(timespec="minutes"))

    # -- looks -------------------------------------------------------------------------------------

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        freeze(self.edit, read_only)
        self.now_button.setHidden(read_only)
        self.pick.setHidden(read_only or self._kind is AnswerKind.TIME)

    def set_faulty(self, is_faulty: bool) -> None:
        """Look wrong, or not."""
        restyle(self.edit, "faulty", is_faulty)

    def begin(self, letters: str = "") -> None:
        """Take the focus; letters begin it anew."""
        self.edit.setFocus()
        if letters and not self.edit.isReadOnly():
            self.edit.setText(letters)
            self._on_text(letters)
        else:
            self.edit.selectAll()
