# SPDX-License-Identifier: MulanPSL-2.0
"""The values of a conflict beside each other, a column each: who, where, when; what differs is marked."""

from __future__ import annotations

import html
from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from inspector_app.domain.conflict import Conflict, ConflictKind, Side
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.page import button, column, label, restyle, row, set_tone
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word

ALIKE = 0.45  # below this two texts share only odd letters, and marks would be noise
LONGEST = 4000  # letters of a text in which differences are marked; comparing longer ones takes too long


class SideCard(QFrame):
    """One value with its author and the button that takes it."""

    taken = Signal(int)
    chosen = Signal(int)

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.number = label("", tone="muted")
        self.person = label("")
        self.shown = Chip(parent=self)
        self.where = WrapLabel(tone="muted")
        self.value = WrapLabel(rich=True)
        self.take = button("", lambda: self.taken.emit(self.place))
        inner = column(gap=6, edge=12)
        inner.addLayout(row(self.number, self.person, None, self.shown))
        inner.addWidget(self.where)
        inner.addWidget(self.value)
        inner.addStretch(1)
        inner.addLayout(row(self.take, None))
        self.setLayout(inner)

    def show_side(self, conflict: Conflict, side: Side, marked: str, *, is_own: bool) -> None:
        """Show one side of a conflict."""
        self.number.setText(f"{self.place + 1}")
        self.person.setText(side.person or tr("nobody named"))
        self.shown.set_state(tr("Shown now") if side.is_shown else "", "accent", "check")
        at = f"{side.at:%Y-%m-%d %H:%M}" if side.at is not None else ""
        device = tr("{device}, this laptop", device=side.device_name) if is_own else side.device_name
        when = " · ".join(part for part in (at, word(side.how)) if part)
        self.where.setText("\n".join(part for part in (device, when) if part))
        self.value.setText(marked)
        self.take.setText(_take_words(conflict, self.place))
        may = str(self.place + 1) in conflict.choices
        self.take.setVisible(may)
        self.setAccessibleName(f"{self.place + 1} {side.person} {side.device_name} {side.text}")

    def set_current(self, is_current: bool) -> None:
        """Show which side Enter takes."""
        restyle(self, "band", "info" if is_current else "")
        restyle(self, "card", not is_current)
        restyle(self.take, "kind", "primary" if is_current else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make this side the one that Enter takes."""
        self.chosen.emit(self.place)
        super().mousePressEvent(event)


def _take_words(conflict: Conflict, place: int) -> str:
    if conflict.kind in (ConflictKind.ENTERPRISE, ConflictKind.SAME_NAME):
        return tr("Merge into this one")
    if len(conflict.sides) == 2:
        return tr("Take left") if place == 0 else tr("Take right")
    return tr("Take {number}", number=place + 1)


class ConflictSides(QWidget):
    """All sides in columns, and below them the facts to compare."""

    taken = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[SideCard] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.dp(8))
        self.grid.setVerticalSpacing(theme.dp(6))
        self._cells: list[QWidget] = []

    def show_conflict(self, conflict: Conflict, own_device: str) -> None:
        """Show the sides of a conflict."""
        for part in (*self.cards, *self._cells):
            self.grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.cards, self._cells = [], []
        compared = bool(conflict.cells) and conflict.kind is not ConflictKind.FIELD
        shown = [side.text for side in conflict.sides]
        for n in range(self.grid.columnCount()):
            self.grid.setColumnStretch(n, 0)
        for n, side in enumerate(conflict.sides):
            card = SideCard(n, self)
            plain = html.escape(side.text).replace("\n", "<br>")
            marked = plain if compared or conflict.kind is ConflictKind.DELETED else marked_text(shown, n)
            card.show_side(conflict, side, marked, is_own=bool(side.device) and side.device == own_device)
            card.taken.connect(self.taken)
            card.chosen.connect(self.chosen)
            self.grid.addWidget(card, 0, n + 1)
            self.grid.setColumnStretch(n + 1, 1)
            self.cards.append(card)
        self._put_cells(conflict)

    def _put_cells(self, conflict: Conflict) -> None:
        for line, cell in enumerate(conflict.cells, start=1):
            named = label(cell.label, tone="muted")
            named.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._place(named, line, 0)
            for n in range(len(cell.texts)):
                self._place(_cell(cell.texts, n, differs=cell.differs), line, n + 1)
        for n in range(self.grid.rowCount()):
            self.grid.setRowStretch(n, 0)

    def _place(self, part: QWidget, line: int, at: int) -> None:
        self.grid.addWidget(part, line, at)
        self._cells.append(part)

    def set_current(self, place: int) -> None:
        """Show which side Enter takes; -1 for none."""
        for card in self.cards:
            card.set_current(card.place == place)


def _cell(texts: Sequence[str], n: int, *, differs: bool) -> QWidget:
    frame = QFrame()
    words: QLabel = WrapLabel(
        marked_text(texts, n) if differs else html.escape(texts[n]).replace("\n", "<br>"), rich=True
    )
    if not differs:
        set_tone(words, "muted")
    else:
        frame.setProperty("band", "warn")
    box = column(gap=0)
    side = theme.dp(8)
    box.setContentsMargins(side, theme.dp(3), side, theme.dp(3))
    box.addWidget(words)
    frame.setLayout(box)
    return frame


def marked_text(texts: Sequence[str], place: int) -> str:
    """Give a text as HTML with what differs from the first other one underlined on a ground of its own."""
    own = texts[place]
    other = texts[1 if place == 0 else 0] if len(texts) > 1 else own
    matcher = SequenceMatcher(None, own, other, autojunk=False)
    if own == other or max(len(own), len(other)) > LONGEST or matcher.ratio() < ALIKE:
        return html.escape(own).replace("\n", "<br>")
    ground, ink = theme.colour("warn_soft").name(), theme.colour("text").name()
    parts = []
    for kind, i1, i2, _, _ in matcher.get_opcodes():
        piece = html.escape(own[i1:i2]).replace("\n", "<br>")
        if kind != "equal" and piece:
            style = f"background-color:{ground};color:{ink};text-decoration:underline;font-weight:bold"
            piece = f'<span style="{style}">{piece}</span>'
        parts.append(piece)
    return "".join(parts)
