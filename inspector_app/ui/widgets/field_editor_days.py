# SPDX-License-Identifier: MulanPSL-2.0
"""Days and moments of a document's fields: typed as one likes, stepped with ↑↓, picked, or left empty."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget, QWidgetAction

from inspector_app.domain.document_fields import FieldSpec, Value
from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import DayLine, make_calendar, parse_day
from inspector_app.ui.widgets.field_editor_inputs import FieldInput, leaves_undo, set_parts
from inspector_app.ui.widgets.page import button, restyle
from inspector_app.wording import tr

_CLOCK = re.compile(r"^(.*?)\s*(\d{1,2})\s*[:.时]\s*(\d{2})\s*分?$")
STEP_MINUTES = 5


def parse_moment(text: str, near: datetime) -> datetime | None:
    """Read a moment as people type it; without a day it is that of `near`, and its offset always is.

    >>> near = datetime.fromisoformat("2026-11-20T08:00+08:00")
    >>> parse_moment("9:30", near).isoformat(), parse_moment("11-21 14:05", near).isoformat()
    ('2026-11-20T09:30:00+08:00', '2026-11-21T14:05:00+08:00')
    """
    found = _CLOCK.match(unicodedata.normalize("NFKC", text).strip().replace("T", " "))
    if found is None:
        return None
    head, hour, minute = found[1], int(found[2]), int(found[3])
    day = parse_day(head, near.date()) if head else near.date()
    if day is None or hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=near.tzinfo)


class _DatedLine(DayLine):
    """A line whose Ctrl+Z goes on to the window; a calendar opening over it is no leaving."""

    def event(self, event: QEvent) -> bool:
        """Leave the undo to the window."""
        if leaves_undo(self, event):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the line was left."""
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            QLineEdit.focusOutEvent(self, event)
            return
        super().focusOutEvent(event)


class _DatedInput(FieldInput):
    """What a day and a moment share: a line with a button beside it."""

    widest = ""

    def __init__(self, spec: FieldSpec, near: datetime, beside: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._near = near
        self._kept = ""
        self.edit = _DatedLine()
        self.edit.setAccessibleName(spec.label)
        self.edit.setFixedWidth(self.edit.fontMetrics().horizontalAdvance(self.widest) + theme.dp(30))
        self.edit.textEdited.connect(self._on_text)
        self.edit.stepped.connect(self._on_step)
        self.edit.left.connect(self._on_left)
        self.beside = beside
        self.beside.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # typing and ↑↓ are the keyboard's way
        set_parts(self, self.edit, beside)

    def parsed(self, text: str) -> str | None:
        """Give what is typed as it is kept; None if it is no value."""
        return text or None

    def shown(self, value: str) -> str:
        """Say a kept value."""
        return value

    def stepped(self, value: str, by: int) -> str:
        """Give the value some steps on; without one the first that is offered."""
        return value

    def set_near(self, near: datetime) -> None:
        """Say which day and offset are meant by half a date."""
        self._near = near

    def value(self) -> Value | None:
        """Give what is kept."""
        text = self.edit.text().strip()
        return self.parsed(text) if text else ""

    def put(self, value: Value) -> None:
        """Show another one."""
        self._kept = value if isinstance(value, str) else ""
        if self.value() != self._kept or not self.edit.hasFocus():
            self.edit.setText(self.shown(self._kept))
        restyle(self.edit, "faulty", False)

    def set_auto(self, is_auto: bool) -> None:
        """Show lighter what nobody has written."""
        restyle(self.edit, "auto", is_auto)

    def first(self) -> QWidget:
        """Give the line."""
        return self.edit

    def take(self, value: str) -> None:
        """Take a value that was picked."""
        self.edit.setText(self.shown(value))
        restyle(self.edit, "faulty", False)
        self.edited.emit()

    def _on_text(self) -> None:
        good = self.value() is not None
        restyle(self.edit, "faulty", not good)
        if good:
            self.edited.emit()

    def _on_step(self, by: int) -> None:
        value = self.value()
        self.take(self.stepped(value if isinstance(value, str) else self._kept, by))

    def _on_left(self) -> None:
        value = self.value()
        if isinstance(value, str) and value:
            self.edit.setText(self.shown(value))  # as it is kept
        self.left.emit()


class DayInput(_DatedInput):
    """A day; the button opens a calendar."""

    widest = "2026-12-20"

    def __init__(self, spec: FieldSpec, near: datetime, parent: QWidget | None = None) -> None:
        pick = button("", icon="today", kind="quiet", tip=tr("Calendar"))
        pick.setAccessibleName(tr("Calendar"))
        super().__init__(spec, near, pick, parent)
        self.edit.setToolTip(tr("Type a date; ↑ ↓ step by a day"))
        pick.clicked.connect(self._open)

    def parsed(self, text: str) -> str | None:
        """Read a day."""
        day = parse_day(text, self._near.date())
        return day.isoformat() if day is not None else None

    def stepped(self, value: str, by: int) -> str:
        """Go on by days, from today where there is none."""
        if not value:
            return self._near.date().isoformat()
        return (date.fromisoformat(value) + timedelta(days=by)).isoformat()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        value = self.value() or self._kept
        calendar = make_calendar(date.fromisoformat(value) if isinstance(value, str) and value else self._near.date())
        for chosen in (calendar.clicked, calendar.activated):
            chosen.connect(lambda day: self.take(date(day.year(), day.month(), day.day()).isoformat()))
            chosen.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.edit.mapToGlobal(self.edit.rect().bottomLeft()))
        calendar.setFocus()


class TimeInput(_DatedInput):
    """A moment; the button takes the present one."""

    widest = "2026-12-20 00:00"

    def __init__(self, spec: FieldSpec, near: datetime, parent: QWidget | None = None) -> None:
        now = button(tr("Now"), kind="quiet")
        super().__init__(spec, near, now, parent)
        self.edit.setToolTip(tr("Type a time, with or without the day; ↑ ↓ step by five minutes"))
        now.clicked.connect(lambda: self.take(self.stepped("", 0)))

    def parsed(self, text: str) -> str | None:
        """Read a moment."""
        at = parse_moment(text, datetime.fromisoformat(self._kept) if self._kept else self._near)
        return at.isoformat(timespec="minutes") if at is not None else None

    def shown(self, value: str) -> str:
        """Say a moment without its offset."""
        return value[:16].replace("T", " ")

    def stepped(self, value: str, by: int) -> str:
        """Go on by minutes, from now where there is none."""
        at = datetime.fromisoformat(value) + timedelta(minutes=STEP_MINUTES * by) if value else self._near
        return at.isoformat(timespec="minutes")
