# SPDX-License-Identifier: MulanPSL-2.0
"""The orders that still run, the most urgent first: whose, until when and why, how far, in which state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.order_life import OrderState
from inspector_app.ledgers.orders import OrderRow
from inspector_app.ui import theme
from inspector_app.ui.widgets.dates import days_left, short_day
from inspector_app.ui.widgets.page import EmptyState, Pages, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word

_ROLES = {
    OrderState.ISSUED: "muted",
    OrderState.DONE_REPORTED: "accent",
    OrderState.EXTENSION_ASKED: "warn",
    OrderState.PART: "warn",
    OrderState.UNFULFILLED: "bad",
    OrderState.CASE_OPENED: "bad",
    OrderState.FULFILLED: "ok",
    OrderState.CLOSED: "ok",
    OrderState.SUSPENDED: "warn",
    OrderState.VOID: "muted",
    OrderState.AMENDED: "muted",
    OrderState.RENEWED: "muted",
}


def order_chip(state: OrderState, overdue_days: int, due_on: date | None, today: date) -> tuple[str, str]:
    """Give the word and the colour role of where an order stands: what presses goes before its state."""
    if overdue_days:
        return tr("{count} days overdue", count=overdue_days), "bad"
    if state is OrderState.DONE_REPORTED:
        return tr("Waits for a look"), "accent"
    if state is OrderState.EXTENSION_ASKED:
        return tr("Waits for an answer"), "warn"
    if state is OrderState.FULFILLED:
        return tr("Waits for the sign-off"), "ok"
    if due_on == today and state is not OrderState.ISSUED:
        return tr("due today"), "warn"
    return word(state), _ROLES.get(state, "accent")


class OrderChooser(QWidget):
    """A search line and the list; Enter opens."""

    order_chosen = Signal(str)  # document id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders: tuple[OrderRow, ...] = ()
        self._today = date.min
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number or enterprise"))
        self.search.setAccessibleName(tr("Search the orders"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.dp(320))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._open_first)
        self.count = label("", tone="muted")
        self.list = RowList(tr("Orders that still run"))
        self.list.row_chosen.connect(self.order_chosen)
        self.empty = EmptyState("reinspection", tr("No order is running"))
        self.stack = Pages()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        find = QAction(self)
        find.setShortcuts([QKeySequence("/"), QKeySequence("Ctrl+F")])
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(12))
        box.addLayout(row(self.search, None, self.count))
        box.addWidget(self.stack, 1)

    def show_orders(self, orders: Sequence[OrderRow], today: date) -> None:
        """Show these orders in their order."""
        self._orders, self._today = tuple(orders), today
        self._filter()
        if not self.list.currentIndex().isValid():
            self.list.step(1)

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        found = [one for one in self._orders if all(w in _text(one) for w in words)]
        self.list.put([self._row(one) for one in found])
        late = sum(bool(one.overdue_days) for one in found)
        said = tr("{count} orders", count=len(found))
        self.count.setText(tr("{count} orders, {late} overdue", count=len(found), late=late) if late else said)
        self.empty.say(
            tr("Nothing fits what you look for") if words else tr("No order is running"),
            ""
            if words
            else tr("Orders and measures appear here as soon as they are issued, until they are concluded."),
        )
        self.stack.setCurrentIndex(0 if found else 1)

    def _row(self, one: OrderRow) -> Row:
        chip, role = order_chip(one.state, one.overdue_days, one.due_on, self._today)
        parts = (word(one.kind), one.number, self._why(one))
        return Row(
            id=one.document_id, title=one.enterprise_name, detail=" · ".join(part for part in parts if part),
            side=tr("{done} of {count} rectified", done=one.done, count=one.lines), chip=chip, chip_role=role,
            icon="reinspection", icon_role="bad" if one.overdue_days else "accent", leads=True,
        )  # fmt: skip

    def _why(self, one: OrderRow) -> str:
        """Say until when, and why that day counts."""
        if one.state is OrderState.FULFILLED:
            return tr("everything was found rectified")
        if one.due_on is None:
            return tr("without a day: to be mended at once")
        day = short_day(one.due_on, self._today)
        if one.due_on == self._today:
            return tr("deadline {day}", day=day)
        if one.state is OrderState.DONE_REPORTED:
            return tr("the unit reported completion; deadline {day}", day=day)
        if one.overdue_days:
            return tr("deadline {day}", day=day)
        return tr("deadline {day}, {left}", day=day, left=days_left(one.due_on, self._today))

    def _open_first(self) -> None:
        if self.list.rows.rows:
            self.order_chosen.emit(self.list.current_id() or self.list.rows.rows[0].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search ↑ ↓ move in the list."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.list.step(step)
        else:
            super().keyPressEvent(event)


def _text(one: OrderRow) -> str:
    return f"{one.number} {one.enterprise_name} {word(one.kind)} {word(one.state)}".casefold()
