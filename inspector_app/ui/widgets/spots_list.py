# SPDX-License-Identifier: MulanPSL-2.0
"""The places of an item, or the entries of a repeat: one line each, and the chosen one open below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector_app.domain.answer_values import shown_value
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.asked import Given
from inspector_app.ui.widgets.answer_line import AnswerLine
from inspector_app.ui.widgets.answer_tools import AnswerTools
from inspector_app.ui.widgets.answer_view import AnswerView, SpotView, Typing
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.spots_card import SpotCard
from inspector_app.wording import tr, word

MOST_LINES = 5
ICONS = {
    AnswerResult.COMPLIANT: ("check", "ok"),
    AnswerResult.NONCOMPLIANT: ("cross", "bad"),
    AnswerResult.NOT_APPLICABLE: ("minus", "muted"),
    AnswerResult.RECORDED: ("note", "muted"),
}
TICKS = {
    int(Qt.Key.Key_1): AnswerResult.COMPLIANT,
    int(Qt.Key.Key_2): AnswerResult.NONCOMPLIANT,
    int(Qt.Key.Key_3): AnswerResult.NOT_APPLICABLE,
    int(Qt.Key.Key_0): AnswerResult.NOT_CHECKED,
}


class _Lines(QListWidget):
    """One line per place; keys answer as in the checklist."""

    ticked = Signal(object)  # AnswerResult
    entered = Signal()
    added = Signal()
    removed = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 2 3 0 answer, Enter goes into the place, + adds one, Delete removes it, Escape goes back."""
        key = int(event.key())
        if key in TICKS and not event.isAutoRepeat():
            self.ticked.emit(TICKS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.text() in ("+", "＋"):
            self.added.emit()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class SpotsList(QWidget):
    """Shows the places or entries of one item and tells what is typed and wanted."""

    given = Signal(object, object, bool)  # Asked, Given, whether it is kept now
    given_up = Signal(object)  # Asked
    note_edited = Signal(str, str, str)  # item, spot, note
    place_edited = Signal(str, str)  # spot, place
    add_wanted = Signal(str, str)  # item, place
    remove_wanted = Signal(object)  # SpotView
    finding_wanted = Signal(int)  # its number
    left = Signal()  # Escape: back to the items

    def __init__(self, tools: AnswerTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: AnswerView | None = None
        self._spots: tuple[SpotView, ...] = ()
        self._known = frozenset[str]()
        self.title = label("")
        self.title.setObjectName("cardTitle")
        self.add_button = button("", self.add, icon="add")
        self.new_place = AnswerLine()  # a place is named when it is added
        self.new_place.setPlaceholderText(tr("New place: 3号泵房 …"))
        self.new_place.setAccessibleName(tr("New place"))
        self.new_place.entered.connect(self.add)
        self.new_place.escaped.connect(self.focus_lines)
        self.lines = _Lines()
        self.lines.setWordWrap(False)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.card = SpotCard(tools)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        top = row(self.title, self.new_place, None, self.add_button)
        top.setStretch(1, 6)
        box.addLayout(top)
        box.addWidget(self.lines)
        box.addWidget(self.card)
        self._connect()

    def _connect(self) -> None:
        lines, card = self.lines, self.card
        lines.currentRowChanged.connect(self._on_row)
        lines.ticked.connect(self._on_ticked)
        lines.entered.connect(card.focus_first)
        lines.added.connect(self.add)
        lines.removed.connect(self._on_remove)
        lines.left.connect(self.left)
        card.given.connect(self.given)
        card.given_up.connect(self.given_up)
        card.note_edited.connect(self.note_edited)
        card.place_edited.connect(self.place_edited)
        card.remove_wanted.connect(self._on_remove)
        card.finding_wanted.connect(self.finding_wanted)
        card.finished.connect(self._after_last)
        card.left.connect(self.focus_lines)

    # -- showing -----------------------------------------------------------------------------------

    def put(self, view: AnswerView, *, is_finished: bool) -> None:
        """Show the places or entries of an item; the chosen one stays chosen, a new one is opened."""
        is_other = self._view is None or self._view.item.code != view.item.code
        before = "" if is_other else self._spot_id()
        self._view, self._spots = view, view.spots
        entries = view.has_entries
        count = len(view.spots)
        self.title.setText(tr("Entries {count}", count=count) if entries else tr("Places {count}", count=count))
        if view.wanted is not None:
            self.title.setText(tr("Entries {count} of {wanted}", count=count, wanted=view.wanted))
        self.add_button.setText(tr("Add entry (+)") if entries else tr("Add place (+)"))
        self.add_button.setVisible(not is_finished)
        self.new_place.setVisible(not is_finished and not entries)
        if is_other:
            self.new_place.clear()
        ids = frozenset(spot.spot.id for spot in view.spots)
        fresh = [s.spot.id for s in view.spots if s.spot.id not in self._known] if not is_other else []
        self._known = ids
        self._show_lines()
        wanted = fresh[-1] if fresh else before
        place = next((n for n, spot in enumerate(view.spots) if spot.spot.id == wanted), 0 if view.spots else -1)
        self.lines.setCurrentRow(place)
        self._show_card(is_finished=is_finished)
        if fresh:
            self.new_place.clear()
            self.card.focus_first()

    def _show_lines(self) -> None:
        lines, spots = self.lines, self._spots
        lines.blockSignals(True)
        while lines.count() > len(spots):
            lines.takeItem(lines.count() - 1)
        while lines.count() < len(spots):
            lines.addItem(QListWidgetItem())
        for number, spot in enumerate(spots):
            line = lines.item(number)
            line.setText(self._words(spot))
            icon, role = ICONS.get(_worst(spot), ("", ""))
            line.setIcon(theme.icon(icon, role) if icon else theme.icon("circle", "faint"))
        lines.blockSignals(False)
        lines.setVisible(len(spots) > 1)
        height = max(lines.sizeHintForRow(0), theme.dp(30)) if spots else 0
        lines.setFixedHeight(min(len(spots), MOST_LINES) * height + theme.dp(8))
        lines.setAccessibleName(self.title.text())

    def _words(self, spot: SpotView) -> str:
        parts = [f"{spot.spot.ordinal}. {spot.spot.place}".strip()]
        for typing in spot.parts[:3]:
            words = _value_words(typing)
            if words:
                parts.append(words)
        remark = spot.parts[0].remark if spot.parts and not (self._view and self._view.has_entries) else ""
        if len(parts) == 1 and not spot.spot.place:
            parts.append(tr("(nothing written yet)"))
        return "　".join([*parts, remark] if remark else parts)

    def _spot_id(self) -> str:
        place = self.lines.currentRow()
        return self._spots[place].spot.id if 0 <= place < len(self._spots) else ""

    def _show_card(self, *, is_finished: bool) -> None:
        place, view = self.lines.currentRow(), self._view
        self.card.setVisible(view is not None and 0 <= place < len(self._spots))
        if view is not None and 0 <= place < len(self._spots):
            self.card.put(self._spots[place], is_entry=view.has_entries, is_finished=is_finished)

    # -- acting ------------------------------------------------------------------------------------

    def _on_row(self, _place: int) -> None:
        self.card.flush()
        self._show_card(is_finished=not self.add_button.isVisibleTo(self))

    def _on_ticked(self, result: AnswerResult) -> None:
        place = self.lines.currentRow()
        if not 0 <= place < len(self._spots) or not self._spots[place].parts:
            return
        asked = self._spots[place].parts[0].asked
        if asked.item.is_tick and not asked.item.parent:
            self.given.emit(asked, Given("", result), True)
            if result is not AnswerResult.NONCOMPLIANT:
                self.lines.setCurrentRow(min(place + 1, len(self._spots) - 1))

    def add(self) -> None:
        """Add an entry, or the place that was named; without a name go and name it."""
        if self._view is None:
            return
        self.card.flush()
        place = self.new_place.text().strip()
        if self._view.has_entries:
            self.add_wanted.emit(self._view.item.code, "")
        elif place:
            self.add_wanted.emit(self._view.item.code, place)
        else:
            self.new_place.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_remove(self) -> None:
        place = self.lines.currentRow()
        if 0 <= place < len(self._spots):
            self.remove_wanted.emit(self._spots[place])

    def _after_last(self) -> None:
        """Enter in the last field of a place or entry: on to the next one, or to the button that adds one."""
        place = self.lines.currentRow()
        if place + 1 < len(self._spots):
            self.lines.setCurrentRow(place + 1)
            self.card.focus_first()
        elif self.new_place.isVisibleTo(self):
            self.new_place.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_lines(self) -> None:
        """Go to the lines, or where there is only one place back to the items."""
        if self.lines.isVisibleTo(self) and not self.lines.hasFocus():
            self.lines.setFocus()
        else:
            self.left.emit()

    def show_spot(self, spot_id: str) -> None:
        """Open one place or entry and go into it."""
        place = next((n for n, spot in enumerate(self._spots) if spot.spot.id == spot_id), -1)
        if place >= 0:
            self.lines.setCurrentRow(place)
            self.card.focus_first()

    def begin(self) -> None:
        """Take the focus."""
        if not self._spots:
            first = self.new_place if self.new_place.isVisibleTo(self) else self.add_button
            first.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.lines.isVisibleTo(self):
            self.lines.setFocus()
        else:
            self.card.focus_first()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.card.flush()


def _value_words(typing: Typing) -> str:
    asked = typing.asked
    if asked.item.is_tick or (not asked.value and asked.result is AnswerResult.NOT_APPLICABLE):
        return "" if asked.result is AnswerResult.NOT_CHECKED else word(asked.result)
    return shown_value(asked.item, asked.value, asked.language) if asked.value else ""


def _worst(spot: SpotView) -> AnswerResult:
    order = (
        AnswerResult.NONCOMPLIANT,
        AnswerResult.COMPLIANT,
        AnswerResult.RECORDED,
        AnswerResult.NOT_APPLICABLE,
    )
    results = {t.asked.result for t in spot.parts if t.asked.item.answer.kind is not AnswerKind.COMPUTED}
    return next((result for result in order if result in results), AnswerResult.NOT_CHECKED)
