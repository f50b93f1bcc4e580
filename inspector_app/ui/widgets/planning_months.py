# SPDX-License-Identifier: MulanPSL-2.0
"""The twelve months of a plan side by side: what is planned, done and late in each; a click shows that month only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.wording import tr

WHOLE_YEAR = 0
MIDDLE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigure:
    """One month, or the year as month 0: units planned, of them inspected, of them late."""

    month: int
    planned: int = 0
    done: int = 0
    late: int = 0


class MonthButton(QAbstractButton):
    """One month: its name, done of planned, a bar, and a sign where something is late."""

    def __init__(self, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure = MonthFigure(month=month)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figure(self.figure, is_now=False)

    def show_figure(self, figure: MonthFigure, *, is_now: bool) -> None:
        """Show other figures; the running month has a stronger edge."""
        self.figure, self._is_now = figure, is_now
        self.setText(month_word(figure.month))
        words = tr(
            "{month}: {done} of {planned} inspected", month=self.text(), done=figure.done, planned=figure.planned
        )
        if figure.late:
            words = tr("{words}, {late} late", words=words, late=figure.late)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Three lines of small letters and a bar."""
        high = QFontMetrics(theme.font("small")).height()
        return QSize(theme.dp(56), 2 * high + theme.dp(24))

    def minimumSizeHint(self) -> QSize:
        """Leave room for the other twelve."""
        return QSize(theme.dp(40), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, figures, bar and sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        edge = theme.dp(6)
        room = self.rect().adjusted(edge, theme.dp(4), -edge, -theme.dp(4))
        high = QFontMetrics(theme.font("small")).height()
        bold = theme.font("small", bold=True)
        painter.setFont(bold)
        painter.setPen(theme.colour("accent" if self.isChecked() else "text"))
        painter.drawText(QRect(room.left(), room.top(), room.width(), high), LEFT, self.text())
        if self.figure.late:
            self._late(painter, QRect(room.left(), room.top(), room.width(), high))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        words = f"{self.figure.done}/{self.figure.planned}" if self.figure.planned else "—"
        line = QRect(room.left(), room.top() + high + theme.dp(2), room.width(), high)
        painter.drawText(line, LEFT, words)
        self._bar(painter, QRect(room.left(), room.bottom() - theme.dp(5), room.width(), theme.dp(5)))
        painter.end()

    def _ground(self, painter: QPainter) -> None:
        edge = theme.colour("accent" if self.isChecked() or self._is_now else "line")
        if self.hasFocus():
            edge = theme.colour("focus")
        painter.setPen(QPen(edge, 2 if self.hasFocus() or self.isChecked() else 1))
        role = "accent_soft" if self.isChecked() else "raised" if self.underMouse() else "surface"
        painter.setBrush(theme.colour(role))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.dp(6), theme.dp(6))

    def _late(self, painter: QPainter, line: QRect) -> None:
        side = theme.dp(12)
        words = str(self.figure.late)
        name = QFontMetrics(theme.font("small", bold=True))
        wide = name.horizontalAdvance(words)
        if name.horizontalAdvance(self.text()) + wide + side + theme.dp(6) > line.width():
            wide = 0  # the tool tip has the figure
        left = line.right() - wide - side - theme.dp(2)
        painter.drawPixmap(left, line.top() + (line.height() - side) // 2, theme.pixmap("error", "bad", side))
        if wide:
            painter.setPen(theme.colour("bad"))
            painter.drawText(line, RIGHT, words)

    def _bar(self, painter: QPainter, bar: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(bar, theme.dp(2), theme.dp(2))
        if not self.figure.planned:
            return
        done = round(bar.width() * self.figure.done / self.figure.planned)
        late = round(bar.width() * self.figure.late / self.figure.planned)
        painter.setBrush(theme.colour("ok"))
        painter.drawRect(QRect(bar.left(), bar.top(), done, bar.height()))
        painter.setBrush(theme.colour("bad"))
        painter.drawRect(QRect(bar.left() + done, bar.top(), late, bar.height()))


class MonthStrip(QWidget):
    """The year and its months; exactly one of them is chosen, ← → move."""

    month_chosen = Signal(int)  # 0: the whole year

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Months of the plan"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[int, MonthButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for month in range(13):
            made = MonthButton(month)
            self._group.addButton(made, month)
            self.buttons[month] = made
            box.addWidget(made, 3 if month == WHOLE_YEAR else 2)
        self.buttons[WHOLE_YEAR].setChecked(True)
        self._group.idClicked.connect(self.month_chosen)

    def month(self) -> int:
        """Give the month that is shown; 0 is the year."""
        return self._group.checkedId()

    def set_month(self, month: int) -> None:
        """Mark another month without calling it a choice."""
        self.buttons[month].setChecked(True)

    def step(self, by: int) -> None:
        """Go to the next or the previous month."""
        self.buttons[(self.month() + by) % 13].click()

    def show_figures(self, figures: Mapping[int, MonthFigure], now: int) -> None:
        """Show these months; `now` is the running one, 0 where the plan is of another year."""
        whole = MonthFigure(
            month=WHOLE_YEAR,
            planned=sum(f.planned for f in figures.values()),
            done=sum(f.done for f in figures.values()),
            late=sum(f.late for f in figures.values()),
        )
        for month, made in self.buttons.items():
            figure = whole if month == WHOLE_YEAR else figures.get(month, MonthFigure(month=month))
            made.show_figure(figure, is_now=month == now and month != WHOLE_YEAR)


def month_word(month: int) -> str:
    """Name a month, or the year."""
    return tr("Month {month}", month=month) if month else tr("Whole year")
