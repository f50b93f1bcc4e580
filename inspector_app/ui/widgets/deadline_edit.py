# SPDX-License-Identifier: MulanPSL-2.0
"""Until when a finding must be mended: the kind of correction, a date, and the days that are proposed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.deadlines import DEFAULT_DAYS, propose
from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import DayField
from inspector_app.ui.widgets.page import button, label, row, set_tone
from inspector_app.ui.widgets.segments import Segments
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

QUICK_DAYS = (3, 7, 15, 30)


class DeadlineEdit(QWidget):
    """The kind of correction above, the day below."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deadline: date | None = None
        self._start = date(2000, 1, 1)
        self._days: int | None = None
        self._read_only = False
        short = {DeadlineClass.STOP: tr("Stop")}
        self.kinds = Segments([(kind, short.get(kind, word(kind))) for kind in DeadlineClass])
        for kind, choice in self.kinds.buttons.items():
            choice.setToolTip(word(DeadlineClass(kind)))
        self.kinds.chosen.connect(self._on_kind)
        self.day = DayField(tr("Deadline"))
        self.day.day_edited.connect(self._on_day)
        self.set_button = button(tr("Set a day"), self._propose, icon="clock")
        self.clear_button = button("", self._clear, icon="close", kind="quiet", tip=tr("No day"))
        self.clear_button.setAccessibleName(tr("No day"))
        self.quick = [
            button(tr("{days} d", days=days), partial(self._set_days, days), kind="quiet") for days in QUICK_DAYS
        ]
        for days, quick in zip(QUICK_DAYS, self.quick, strict=True):
            quick.setToolTip(tr("{days} days from the inspection", days=days))
        self.hint = label("", tone="muted", size="small")
        self.hint_below = WrapLabel()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        box.addLayout(row(self.kinds, self.hint, None))
        box.addLayout(row(self.day, self.set_button, self.clear_button, *self.quick, None, gap=2))
        box.addWidget(self.hint_below)

    def kind(self) -> DeadlineClass:
        """Give the kind of correction."""
        return DeadlineClass(self.kinds.value())

    def deadline(self) -> date | None:
        """Give the day, if there is one."""
        return self._deadline

    def set_proposal(self, start: date, days: int | None) -> None:
        """Count from this day; these are the days that the item proposes."""
        self._start, self._days = start, days
        self._show()

    def set_kind(self, kind: DeadlineClass) -> None:
        """Show another kind without calling it an edit."""
        self.kinds.set_value(kind)
        self._show()

    def set_deadline(self, deadline: date | None) -> None:
        """Show another day without calling it an edit."""
        self._deadline = deadline
        self._show()

    def set_read_only(self, read_only: bool) -> None:
        """Show without choices."""
        self._read_only = read_only
        self.kinds.set_read_only(read_only)
        self.day.set_read_only(read_only)
        self._show()

    def _show(self) -> None:
        has_day = self._deadline is not None
        if self._deadline is not None:
            self.day.set_day(self._deadline)
        self.day.setVisible(has_day)
        self.set_button.setVisible(not has_day and not self._read_only)
        self.clear_button.setVisible(has_day and not self._read_only and self.kind() is DeadlineClass.IMMEDIATE)
        self._fit()

    def _fit(self) -> None:
        """Show as many quick days as fit, and the hint where there is room."""
        words, tone = self._hint()
        room = self.width() - self.kinds.sizeHint().width() - theme.dp(12)
        beside = self.hint.fontMetrics().horizontalAdvance(words) <= room
        for hint, shown in ((self.hint, beside), (self.hint_below, not beside)):
            hint.setText(words)
            set_tone(hint, tone)
            hint.setVisible(shown)
        left = self.width() - self.day.sizeHint().width()
        if self._deadline is not None and self.kind() is DeadlineClass.IMMEDIATE:
            left -= self.clear_button.sizeHint().width()
        for quick in self.quick:
            left -= quick.sizeHint().width() + theme.dp(2)
            quick.setVisible(self._deadline is not None and not self._read_only and left >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other room."""
        super().resizeEvent(event)
        self._fit()

    def _hint(self) -> tuple[str, str]:
        if self._deadline is None:
            if self.kind() is DeadlineClass.IMMEDIATE:
                return tr("To be mended on the spot; a day may be set"), "muted"
            return tr("An order needs a day here"), "warn"
        days = (self._deadline - self._start).days
        if self._days is None:
            return tr("{days} days from the inspection", days=days), "muted"
        proposed = propose(DeadlineClass.WITHIN_DAYS, self._days, self._start)
        if proposed == self._deadline:
            return tr("as the checklist proposes: {days} days", days=self._days), "muted"
        return tr("{days} days; the checklist proposes {proposed}", days=days, proposed=self._days), "muted"

    # -- a person's acts ---------------------------------------------------------------------------

    def _on_kind(self, kind: DeadlineClass) -> None:
        if kind is DeadlineClass.WITHIN_DAYS and self._deadline is None:
            self._deadline = self._start + timedelta(days=self._days or DEFAULT_DAYS)
        elif kind is DeadlineClass.IMMEDIATE:
            self._deadline = None
        self._show()
        self.edited.emit()

    def _propose(self) -> None:
        self._set_days(self._days or DEFAULT_DAYS)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_days(self, days: int) -> None:
        self._deadline = self._start + timedelta(days=days)
        self._show()
        self.edited.emit()

    def _clear(self) -> None:
        self._deadline = None
        self._show()
        self.edited.emit()

    def _on_day(self, day: date) -> None:
        self._deadline = day
        self._fit()
        self.edited.emit()
