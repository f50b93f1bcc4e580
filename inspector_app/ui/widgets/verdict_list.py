# SPDX-License-Identifier: MulanPSL-2.0
"""The lines of an order with their verdicts: a digit judges a line and goes on to the next one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from inspector_app.domain.document import Verdict
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.ledgers.orders import LineView
from inspector_app.ui.models.reinspection_round import RoundEntry
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word

DIGITS: Mapping[int, Verdict | None] = {
    Qt.Key.Key_1: Verdict.DONE,
    Qt.Key.Key_2: Verdict.PARTIAL,
    Qt.Key.Key_3: Verdict.NOT_DONE,
    Qt.Key.Key_0: None,
}
ROLES: Mapping[Verdict, str] = {Verdict.DONE: "ok", Verdict.PARTIAL: "warn", Verdict.NOT_DONE: "bad"}
STATUS_ROLES: Mapping[FindingStatus, str] = {
    FindingStatus.VERIFIED: "ok",
    FindingStatus.CLOSED: "ok",
    FindingStatus.PARTIAL: "warn",
    FindingStatus.FAILED: "bad",
}
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class VerdictList(RowList):
    """Shows the lines; says what is pressed and judges nothing itself."""

    judged = Signal(int, object)  # line, verdict or None
    rest_wanted = Signal()  # Ctrl+A: the others are rectified
    details_wanted = Signal()  # Enter: go to the line's page
    undo_wanted = Signal()  # Ctrl+Z, while there is a verdict to take back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Lines of the order"), parent)
        self.row_chosen.connect(self._on_row)
        self.has_undo = False

    def show_page(self, page: OrderPage, entry: RoundEntry | None) -> None:
        """Show the lines as they stand, or as they are being judged."""
        self.put([_row_of(page, shown, entry) for shown in page.view.lines])

    def current_line(self) -> int:
        """Give the line that has the cursor; 0 if none."""
        return int(self.current_id() or 0)

    def show_line(self, ordinal: int) -> None:
        """Put the cursor on a line."""
        if self.show_row(str(ordinal)):
            self.scrollTo(self.currentIndex())

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z from the window while there is a verdict to take back here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._undoes(event):
            event.accept()
            return True
        return super().event(event)

    def _undoes(self, event: QKeyEvent) -> bool:
        return self.has_undo and event.matches(QKeySequence.StandardKey.Undo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Judge by digits."""
        key, mods = event.key(), event.modifiers()
        if self._undoes(event):
            self.undo_wanted.emit()
        elif mods in PLAIN and key in DIGITS and self.current_line():
            self.judged.emit(self.current_line(), DIGITS[key])
        elif key == Qt.Key.Key_A and mods == Qt.KeyboardModifier.ControlModifier:
            self.rest_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mods & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.details_wanted.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Digits judge here, they do not search."""

    def _on_row(self, _row_id: str) -> None:
        self.setFocus()


def _row_of(page: OrderPage, shown: LineView, entry: RoundEntry | None) -> Row:
    finding = shown.line.finding
    chip, role = line_chip(page, shown, entry)
    place = finding.place or tr("Line {ordinal}", ordinal=shown.line.ordinal)
    is_major = finding.grade is Grade.MAJOR
    title = f"{shown.line.ordinal}  {place}"
    if is_major:
        title = f"{shown.line.ordinal}  {word(Grade.MAJOR)} · {place}"
    return Row(id=str(shown.line.ordinal), title=title, detail=finding.description, chip=chip, chip_role=role)


def line_chip(page: OrderPage, shown: LineView, entry: RoundEntry | None) -> tuple[str, str]:
    """Give the word and the colour role of a line: as it is being judged, else as it stands."""
    status = shown.line.finding.status
    if not shown.line.is_open or entry is None:
        return word(status), STATUS_ROLES.get(status, "muted")
    verdict = entry.line(shown.line.ordinal).verdict
    if verdict is not None:
        return word(verdict), ROLES[verdict]
    if shown.rounds and not entry.touched:
        return word(status), STATUS_ROLES.get(status, "muted")
    if not page.must_judge(shown):
        return tr("Not due yet"), "muted"
    return tr("No verdict yet"), "accent"
