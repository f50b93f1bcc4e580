# SPDX-License-Identifier: MulanPSL-2.0
"""One place of an item with its answer and note, or one entry of a repeat with its parts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.ui import theme
from inspector_app.ui.models.answer_state import said
from inspector_app.ui.widgets.answer_line import AnswerLine
from inspector_app.ui.widgets.answer_slot import AnswerSlot
from inspector_app.ui.widgets.answer_tools import AnswerTools, tab_before
from inspector_app.ui.widgets.answer_view import SpotView, Typing
from inspector_app.ui.widgets.page import button, freeze, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class _Part(QWidget):
    """A part of an entry: its words and its field."""

    def __init__(self, tools: AnswerTools, kind: AnswerKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.words = WrapLabel(tone="muted")
        self.hint = WrapLabel(tone="muted")
        self.slot_ = AnswerSlot(tools, kind)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(3))
        for part in (self.words, self.hint, self.slot_):
            box.addWidget(part)

    def put(self, typing: Typing, *, with_words: bool) -> None:
        """Show the part."""
        asked = typing.asked
        self.words.setText(said(asked.item, "check", asked.language))
        self.words.setVisible(with_words)
        hint = said(asked.item, "hint", asked.language) if with_words else ""
        if asked.item.answer.kind is AnswerKind.PHOTO:
            hint = tr("Photos of an entry stand at its finding below.")
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.slot_.put(typing)


class SpotCard(QFrame):
    """The open place or entry."""

    given = Signal(object, object, bool)  # Asked, Given, whether it is kept now
    given_up = Signal(object)  # Asked
    note_edited = Signal(str, str, str)  # item, spot, note
    place_edited = Signal(str, str)  # spot, place
    remove_wanted = Signal()
    finding_wanted = Signal(int)
    finished = Signal()  # Enter in the last field
    left = Signal()  # Escape

    def __init__(self, tools: AnswerTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._tools = tools
        self._spot: SpotView | None = None
        self.number = label("")
        self.place = AnswerLine()
        self.place.textEdited.connect(self._on_place)
        self.place.entered.connect(lambda: self._go_on(self.place))
        self.place.escaped.connect(self.left)
        self.finding_button = button("", self._on_finding, icon="flag", kind="quiet")
        self.remove_button = button("", self.remove_wanted.emit, icon="trash", kind="quiet", tip=tr("Remove"))
        self.remove_button.setAccessibleName(tr("Remove"))
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("Note for this place"))
        self.note.setAccessibleName(tr("Note for this place"))
        self.note.textEdited.connect(self._on_note)
        self.parts: list[_Part] = []
        self._spare: dict[AnswerKind, list[_Part]] = {}
        self._parts_box = QVBoxLayout()
        self._parts_box.setSpacing(theme.dp(8))
        box = QVBoxLayout(self)
        side = theme.dp(10)
        box.setContentsMargins(side, theme.dp(8), side, side)
        box.setSpacing(theme.dp(8))
        top = row(self.number, self.place, self.finding_button, self.remove_button)
        top.setStretch(1, 1)
        box.addLayout(top)
        box.addLayout(self._parts_box)
        box.addWidget(self.note)

    # -- showing -----------------------------------------------------------------------------------

    def put(self, spot: SpotView, *, is_entry: bool, is_finished: bool) -> None:
        """Show a place or an entry; what is being typed stays."""
        is_other = self._spot is None or self._spot.spot.id != spot.spot.id
        self._spot = spot
        self.number.setText(f"{spot.spot.ordinal}.")
        hint = tr("Where, or which") if is_entry else tr("Place: 3号泵房 …")
        self.place.setPlaceholderText(hint)
        self.place.setAccessibleName(hint)
        if is_other or not self.place.hasFocus():
            self.place.setText(spot.spot.place)
        freeze(self.place, is_finished)
        self.finding_button.setText(tr("Finding {ordinal}", ordinal=spot.finding))
        self.finding_button.setVisible(spot.finding > 0)
        self.remove_button.setVisible(not is_finished)
        self._show_parts(spot.parts, with_words=is_entry)
        self.note.setVisible(not is_entry)
        remark = spot.parts[0].remark if spot.parts else ""
        if is_other or not self.note.hasFocus():
            self.note.setText(remark)
        freeze(self.note, is_finished)

    def _show_parts(self, typings: tuple[Typing, ...], *, with_words: bool) -> None:
        kinds = [typing.asked.item.answer.kind for typing in typings]
        if kinds != [part.kind for part in self.parts]:
            self._arrange(kinds)
        for part, typing in zip(self.parts, typings, strict=True):
            part.put(typing, with_words=with_words)

    def _arrange(self, kinds: list[AnswerKind]) -> None:
        """Take fields from those made before, make what is missing, put away what is not needed."""
        for part in self.parts:
            self._parts_box.removeWidget(part)
            part.hide()
            self._spare.setdefault(part.kind, []).append(part)
        self.parts = []
        for kind in kinds:
            spare = self._spare.get(kind, [])
            part = spare.pop(0) if spare else self._make(kind)
            self.parts.append(part)
            self._parts_box.addWidget(part)
            tab_before(part, self.note)
            part.show()

    def _make(self, kind: AnswerKind) -> _Part:
        part = _Part(self._tools, kind)
        part.slot_.given.connect(self.given)
        part.slot_.given_up.connect(self._on_given_up)
        part.slot_.entered.connect(lambda: self._go_on(part))
        return part

    # -- acting ------------------------------------------------------------------------------------

    def _on_place(self, text: str) -> None:
        if self._spot is not None:
            self.place_edited.emit(self._spot.spot.id, text)

    def _on_note(self, text: str) -> None:
        if self._spot is not None and self._spot.parts:
            self.note_edited.emit(self._spot.parts[0].asked.item.code, self._spot.spot.id, text)

    def _on_finding(self) -> None:
        if self._spot is not None:
            self.finding_wanted.emit(self._spot.finding)

    def _on_given_up(self, asked: object) -> None:
        self.given_up.emit(asked)
        self.left.emit()

    def _go_on(self, where: QWidget) -> None:
        """Enter: on to the next field that takes something, or done."""
        later = self.parts if where is self.place else self.parts[self.parts.index(where) + 1 :]  # type: ignore[arg-type]
        for part in later:
            field = part.slot_.field
            if field is not None and field.isEnabled():
                part.slot_.begin()
                return
        self.finished.emit()

    def focus_first(self) -> None:
        """Go to the first field that is empty, else to the first."""
        if not self.place.text() and not self.place.isReadOnly():
            self.focus_place()
            return
        fields = [p for p in self.parts if p.slot_.field is not None]
        empty = [p for p in fields if p.slot_.field is not None and not p.slot_.field.given().value]
        target = next(iter(empty or fields), None)
        if target is not None:
            target.slot_.begin()
        else:
            self.focus_place()

    def focus_place(self) -> None:
        """Go to the place."""
        self.place.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self.parts:
            part.slot_.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the lines; Enter on a note goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.note.hasFocus():
            self.finished.emit()
        else:
            super().keyPressEvent(event)
