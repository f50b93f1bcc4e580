# SPDX-License-Identifier: MulanPSL-2.0
"""Every filter of a ledger below each other: choices, days and texts; each takes effect as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.ledger import LedgerQuery
from inspector_app.ledgers.ledger import FilterKind, LedgerFilter
from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import parse_day
from inspector_app.ui.widgets.ledger_filters import choice_box, show_choice
from inspector_app.ui.widgets.page import button, clear, column, label, restyle, row, scrolled
from inspector_app.wording import tr

A_ROW = 2  # days side by side: from and until


class FilterForm(QWidget):
    """A page of the side; `left` when a person has done."""

    edited = Signal(str, object)  # key, value or None
    all_dropped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: tuple[LedgerFilter, ...] = ()
        self._near = date(2000, 1, 1)
        self.inputs: dict[str, QComboBox | QLineEdit] = {}
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.dp(4))
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, theme.dp(6), 0)
        inner.addLayout(self.rows)
        inner.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(body), 1)
        box.addLayout(
            row(button(tr("Show all"), self.all_dropped.emit), None, button(tr("Done"), self.left.emit, kind="primary"))
        )

    def show_filters(self, filters: Sequence[LedgerFilter], near: date) -> None:
        """Offer these filters; `near` says which year a day without one has."""
        self._near = near
        if tuple(filters) == self._filters:
            return
        self._filters = tuple(filters)
        clear(self.rows)
        self.inputs.clear()
        waiting: list[QWidget] = []
        for one in filters:
            self.inputs[one.key] = made = self._input(one)
            titled = QWidget()
            titled.setLayout(column(label(one.title, tone="muted", size="small"), made, gap=2))
            waiting.append(titled)
            if one.kind is not FilterKind.DAY or len(waiting) == A_ROW:
                self.rows.addLayout(row(*waiting))
                waiting = []
        if waiting:
            self.rows.addLayout(row(*waiting))

    def _input(self, one: LedgerFilter) -> QComboBox | QLineEdit:
        if one.kind is FilterKind.CHOICE:
            box = choice_box(one)
            box.currentIndexChanged.connect(lambda _at: self.edited.emit(one.key, box.currentData()))
            return box
        line = QLineEdit()
        line.setAccessibleName(one.title)
        line.setClearButtonEnabled(True)
        if one.kind is FilterKind.DAY:
            line.setPlaceholderText(tr("2026-03-05 or 3-5"))
            line.textChanged.connect(partial(self._on_day, one.key))
            line.editingFinished.connect(partial(self._show_day, one.key))
        else:
            line.textChanged.connect(lambda text: self.edited.emit(one.key, text.strip() or None))
        return line

    def show_query(self, query: LedgerQuery) -> None:
        """Show what holds; what is being typed stays as it is typed."""
        for key, made in self.inputs.items():
            value = query.filters.get(key)
            if isinstance(made, QComboBox):
                show_choice(made, value)
            elif not made.hasFocus() and made.text() != (value or ""):
                made.blockSignals(True)
                made.setText(value or "")
                made.blockSignals(False)
                restyle(made, "faulty", False)

    def _on_day(self, key: str, text: str) -> None:
        line = self.inputs[key]
        day = parse_day(text, self._near)
        restyle(line, "faulty", bool(text.strip()) and day is None)
        if day is not None or not text.strip():
            self.edited.emit(key, day.isoformat() if day else None)

    def _show_day(self, key: str) -> None:
        """Show a half typed day as it was understood."""
        line = self.inputs[key]
        if isinstance(line, QLineEdit):
            day = parse_day(line.text(), self._near)
            if day is not None and line.text() != day.isoformat():
                line.blockSignals(True)
                line.setText(day.isoformat())
                line.blockSignals(False)

    def focus_first(self) -> None:
        """Put the focus into the first filter."""
        for made in list(self.inputs.values())[:1]:
            made.setFocus()
