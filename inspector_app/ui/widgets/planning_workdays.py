# SPDX-License-Identifier: MulanPSL-2.0
"""The workdays of a plan as a sum that can be read: officers × statutory − other − idle = days for visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.page import column, freeze, label, restyle, set_tone
from inspector_app.wording import tr

MOST = 9_999_999
SIGNS = ("×", "−", "−", "=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workdays:
    """The four numbers that a person enters; workdays, and officers."""

    officers: int = 0
    statutory: int = 0  # of one officer
    other: int = 0
    idle: int = 0

    @property
    def visits(self) -> int:
        """What is left for visits."""
        return self.officers * self.statutory - self.other - self.idle


class WorkdaySum(QWidget):
    """Four fields and their sum; `entered` when a field with another number is left."""

    entered = Signal(object)  # Workdays

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = Workdays()
        titles = {
            "officers": tr("Officers"), "statutory": tr("Statutory workdays of one"),
            "other": tr("Other enforcement work"), "idle": tr("Not enforcement work"),
        }  # fmt: skip
        self.fields = {name: _number(title) for name, title in titles.items()}
        self.all_days = label("", tone="muted", size="small")
        self.total = label("—")
        self.total.setObjectName("figure")
        self.used = label("", tone="muted", size="small")
        self.line = label("", wrap=True)
        self.sheet = QWidget()
        self.sheet.setLayout(self._grid(titles))
        self.setLayout(column(self.sheet, self.line))

    def _grid(self, titles: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.dp(8))
        grid.setVerticalSpacing(theme.dp(2))
        for n, (name, title) in enumerate(titles.items()):
            grid.addWidget(label(title, tone="muted", size="small"), 0, 2 * n)
            grid.addWidget(self.fields[name], 1, 2 * n)
            sign = label(SIGNS[n], size="lead")
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(sign, 1, 2 * n + 1)
            self.fields[name].textEdited.connect(self._on_edited)
            self.fields[name].editingFinished.connect(self._on_left)
        grid.addWidget(label(tr("Workdays for visits"), tone="muted", size="small"), 0, 8)
        grid.addWidget(self.total, 1, 8)
        grid.addWidget(self.all_days, 2, 0, 1, 4)
        grid.addWidget(self.used, 2, 4, 1, 6)
        grid.setColumnStretch(9, 1)
        return grid

    def show_days(self, days: Workdays, *, read_only: bool, used: str = "") -> None:
        """Show what is kept; `used` says how many of them are planned and spent."""
        self._kept = days
        self.sheet.setVisible(not read_only)
        self.line.setVisible(read_only)
        self.line.setText(_sum_words(days, used))
        for name, field in self.fields.items():
            if not field.hasFocus() or read_only:
                field.setText(str(getattr(days, name)))
            freeze(field, read_only)
        self.used.setText(used)
        self._add(days)

    def days(self) -> Workdays | None:
        """Give what stands in the fields, or nothing while one of them is no number."""
        words = {name: field.text().strip() for name, field in self.fields.items()}
        if not all(text.isdecimal() for text in words.values()):
            return None
        return Workdays(**{name: int(text) for name, text in words.items()})

    def flush(self) -> None:
        """Tell of a number that was typed and not left yet."""
        self._on_left()

    def _on_edited(self) -> None:
        for field in self.fields.values():
            restyle(field, "faulty", not field.text().strip().isdecimal())
        days = self.days()
        if days is not None:
            self._add(days)

    def _on_left(self) -> None:
        days = self.days()
        if days is not None and days != self._kept:
            self._kept = days
            self.entered.emit(days)

    def _add(self, days: Workdays) -> None:
        whole = days.officers * days.statutory
        words = tr(
            "{officers} officers × {days} days = {total} statutory workdays",
            officers=days.officers, days=days.statutory, total=f"{whole:,}",
        )  # fmt: skip
        self.all_days.setText(words)
        self.total.setText(f"{days.visits:,}")
        set_tone(self.total, "bad" if days.visits < 0 else "")


def _sum_words(days: Workdays, used: str) -> str:
    words = tr(
        "{officers} officers × {days} days − {other} other enforcement − {idle} not enforcement = {total} workdays for "
        "visits. {used}",
        officers=days.officers, days=days.statutory, other=f"{days.other:,}", idle=f"{days.idle:,}",
        total=f"{days.visits:,}", used=used,
    )  # fmt: skip
    return words.strip()


def _number(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setValidator(QIntValidator(0, MOST, made))
    made.setMaximumWidth(theme.dp(140))
    return made


def day_words(tenths: int) -> str:
    """Say tenths of a workday as days.

    >>> [day_words(n) for n in (0, 5, 10, 12345)]
    ['0', '0.5', '1', '1,234.5']
    """
    whole, rest = divmod(tenths, 10)
    return f"{whole:,}.{rest}" if rest else f"{whole:,}"
