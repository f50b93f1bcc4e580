# SPDX-License-Identifier: MulanPSL-2.0
"""The checklist item in full: criterion, how to check, legal basis, major-hazard criterion, answer, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.checklist import ChecklistItem, Verified
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.law_basis_lines import basis_lines
from inspector_app.ui.widgets.page import freeze, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class ItemDetail(QFrame):
    """What the inspector reads before answering, the answer itself, and notes."""

    note_edited = Signal(str, str)  # item, note
    private_note_edited = Signal(str, str)  # item, note that is never printed
    note_left = Signal()

    def __init__(self, answer: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: ChecklistItem | None = None
        self._on: date | None = None
        self._known_note = ""
        self.code = label("", tone="muted", size="small")
        self.doubt = Chip()
        self.title = WrapLabel()
        self.title.setObjectName("cardTitle")
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.dp(12))
        self._grid.setVerticalSpacing(theme.dp(6))
        self._grid.setColumnStretch(1, 1)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("Note for this item (N)"))
        self.note.setAccessibleName(tr("Note for this item"))
        self.note.setClearButtonEnabled(True)
        self.note.textEdited.connect(self._on_note)
        self.note.editingFinished.connect(self.note_left)
        self.private_note = QLineEdit()
        self.private_note.setPlaceholderText(tr("Internal note (not printed)"))
        self.private_note.setAccessibleName(tr("Internal note (not printed)"))
        self.private_note.setToolTip(tr("For this unit only: it stands on no document"))
        self.private_note.addAction(theme.icon("lock", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.private_note.textEdited.connect(self._on_private_note)
        self.private_note.editingFinished.connect(self.note_left)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.code, self.doubt, None))
        box.addWidget(self.title)
        box.addLayout(self._grid)
        box.addWidget(answer)
        notes = QHBoxLayout()
        notes.setSpacing(theme.dp(8))
        notes.addWidget(self.note, 3)
        notes.addWidget(self.private_note, 2)
        box.addLayout(notes)

    def show_item(self, item: ChecklistItem, note: str, on: date, private_note: str = "") -> None:
        """Show an item with the notes that are kept for it."""
        if item is not self._item or on != self._on:
            self._item, self._on = item, on
            self._show_words(item, on)
        self.show_note(note)
        self._show_private_note(private_note)

    def _show_private_note(self, note: str) -> None:
        typing = self.private_note.hasFocus() and self.private_note.text().strip() == note
        if self.private_note.text() != note and not typing:
            self.private_note.setText(note)
            self.private_note.setCursorPosition(0)

    def show_note(self, note: str) -> None:
        """Show the kept note; what is being typed stays."""
        if note != self._known_note or note != self.note.text():
            self._known_note = note
            typing = self.note.hasFocus() and self.note.text().strip() == note
            if self.note.text() != note and not typing:
                self.note.setText(note)
                self.note.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        """Close the note field of a finished inspection."""
        freeze(self.note, read_only)
        freeze(self.private_note, read_only)

    def _show_words(self, item: ChecklistItem, on: date) -> None:
        self.code.setText(" · ".join(part for part in (item.code, item.section, item.applies_to) if part))
        self.doubt.set_state(
            tr("to be verified") if item.verified is not Verified.V and item.answer.can_fail else "", "warn"
        )
        self.title.setText(item.check)
        self._fill(
            [
                (tr("Criterion"), _words(item.criterion), "strong"),
                (tr("How to check"), _words("、".join(item.methods)), ""),
                *basis_lines(item, on),
            ]
        )

    def _fill(self, lines: Sequence[tuple[str, str, str]]) -> None:
        shown = [line for line in lines if line[1]]
        while len(self._lines) < len(shown):
            self._add_line()
        for number, (name, value) in enumerate(self._lines):
            visible = number < len(shown)
            name.setVisible(visible)
            value.setVisible(visible)
            if visible:
                name.setText(shown[number][0])
                value.setText(_dressed(shown[number][1], shown[number][2]))

    def _add_line(self) -> None:
        name = label("", tone="muted")
        value = WrapLabel(rich=True)
        number = len(self._lines)
        self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, number, 1)
        self._lines.append((name, value))

    def _on_note(self, text: str) -> None:
        self._known_note = text
        if self._item is not None:
            self.note_edited.emit(self._item.code, text)

    def _on_private_note(self, text: str) -> None:
        if self._item is not None:
            self.private_note_edited.emit(self._item.code, text)

    def changeEvent(self, event: QEvent) -> None:
        """Colours stand inside the words: write them again in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._item is not None and self._on is not None:
            self._show_words(self._item, self._on)


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _dressed(html: str, tone: str) -> str:
    if tone == "strong":
        return f'<span style="font-weight:600">{html}</span>'
    if tone:
        return f'<span style="color:{theme.colour(tone).name()}">{html}</span>'
    return html
