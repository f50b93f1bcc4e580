# SPDX-License-Identifier: MulanPSL-2.0
"""The answer of the item shown: its field by kind, guidance, photos, places or entries. Ticks stand in the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.finding import Photo
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui import theme
from inspector_app.ui.models.answer_state import said
from inspector_app.ui.models.asked import NOT_APPLICABLE, NOTHING
from inspector_app.ui.widgets.answer_picture import GuidancePicture
from inspector_app.ui.widgets.answer_slot import AnswerSlot
from inspector_app.ui.widgets.answer_tools import AnswerTools, tab_before
from inspector_app.ui.widgets.answer_view import AnswerView
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.spots_list import SpotsList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr

if TYPE_CHECKING:  # made when a photo is first asked for
    from inspector_app.ui.widgets.photo_strip import PhotoStrip
    from inspector_app.ui.widgets.working_panel import WorkingPanel

NO_SLOT = (AnswerKind.NOTE, AnswerKind.WORKING, AnswerKind.PHOTO, AnswerKind.ENTRIES)
MARKED = (AnswerKind.TICK, AnswerKind.DEDUCTION)  # they have a button of their own for 不适用


class AnswerPanel(QWidget):
    """Shows one item's answer and tells what is typed and wanted."""

    given = Signal(object, object, bool)  # Asked, Given, whether it is kept now
    given_up = Signal(object)  # Asked; Escape: as it was, and back to the list
    entered = Signal()  # Enter: kept, on to the next item
    left = Signal()  # back to the list
    spot_note_edited = Signal(str, str, str)  # item, spot, note
    place_edited = Signal(str, str)  # spot, place
    add_wanted = Signal(str, str)  # item, place
    remove_wanted = Signal(object)  # SpotView
    finding_wanted = Signal(int)
    worked_out = Signal(object, str)  # Asked, the calculation as it is kept

    def __init__(self, tools: AnswerTools, make_strip: Callable[[], PhotoStrip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self._make_strip = tools, make_strip
        self._view: AnswerView | None = None
        self._slots: dict[AnswerKind, AnswerSlot] = {}
        self.slot_: AnswerSlot | None = None
        self.hint = WrapLabel(tone="muted")
        self.picture = GuidancePicture(tools.ws, tools.jobs)
        self.strip: PhotoStrip | None = None
        self.spots: SpotsList | None = None
        self.working: WorkingPanel | None = None
        self.author = label("", tone="muted", size="small")
        self.not_here_button = button(tr("Not applicable"), self._on_not_here, kind="quiet", icon="minus")
        self.not_here_button.setCheckable(True)
        self.clear_button = button(tr("Clear (Del)"), lambda: self._give(NOTHING), kind="quiet")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, theme.dp(4), 0, theme.dp(4))
        self._box.setSpacing(theme.dp(6))
        self._box.addWidget(self.hint)
        self._box.addWidget(self.picture)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(theme.dp(6))
        self._box.addLayout(self._fields)
        self._box.addLayout(row(self.not_here_button, self.clear_button, None, self.author))

    # -- showing -----------------------------------------------------------------------------------

    def put(self, view: AnswerView, inspection_id: str, photos: Sequence[Photo], *, is_finished: bool) -> None:
        """Show the answer of an item; what is being typed stays."""
        item, asked = view.item, view.whole.asked
        if self._view is not None and self._view.item.code != item.code:
            self.flush()
        self._view = view
        hint = said(item, "hint", asked.language)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.picture.show_item(item)
        kind = item.answer.kind
        at_places = view.has_places and bool(view.spots)
        self._show_slot(view, kind, is_shown=not (item.is_tick or at_places))
        self._show_strip(inspection_id, photos, is_shown=kind is AnswerKind.PHOTO)
        self._show_spots(view, is_finished=is_finished)
        self._show_working(view, inspection_id)
        self.author.setText(tr("Answered by {name}", name=view.author) if view.author else "")
        answered = asked.result is not AnswerResult.NOT_CHECKED
        may_mark = kind.is_asked and kind not in MARKED and not at_places and not asked.is_read_only
        self.not_here_button.setVisible(may_mark)
        self.not_here_button.setChecked(asked.result is AnswerResult.NOT_APPLICABLE)
        self.clear_button.setVisible(may_mark and answered and kind is not AnswerKind.PHOTO)
        self.author.setVisible(bool(view.author))
        parts = (self.hint, self.picture, self.slot_, self.strip, self.spots, self.author, self.not_here_button)
        seen = any(part is not None and part.isVisibleTo(self) for part in parts)
        self.setVisible(seen or bool(item.answer.calculator))

    def _show_slot(self, view: AnswerView, kind: AnswerKind, *, is_shown: bool) -> None:
        slot = self._slot(kind) if is_shown and kind not in NO_SLOT else None
        for other in self._slots.values():
            if other is not slot:
                other.hide()
        self.slot_ = slot
        if slot is not None:
            slot.put(view.whole)
            slot.show()

    def _slot(self, kind: AnswerKind) -> AnswerSlot:
        made = self._slots.get(kind)
        if made is None:
            made = self._slots[kind] = AnswerSlot(self._tools, kind)
            made.given.connect(self.given)
            made.given_up.connect(self.given_up)
            made.entered.connect(self.entered)
            self._mount(made)
        return made

    def _show_strip(self, inspection_id: str, photos: Sequence[Photo], *, is_shown: bool) -> None:
        if is_shown and self.strip is None:
            self.strip = self._make_strip()
            self._mount(self.strip)
        if self.strip is not None:
            self.strip.setVisible(is_shown)
            code = self._view.item.code if is_shown and self._view is not None else ""
            self.strip.set_item(inspection_id, code)
            self.strip.refresh(photos)

    def _show_spots(self, view: AnswerView, *, is_finished: bool) -> None:
        wanted = view.has_entries or view.has_places
        if wanted and self.spots is None:
            self.spots = self._make_spots()
        if self.spots is not None:
            self.spots.setVisible(wanted)
            if wanted:
                self.spots.put(view, is_finished=is_finished)

    def _make_spots(self) -> SpotsList:
        made = SpotsList(self._tools)
        made.given.connect(self.given)
        made.given_up.connect(self.given_up)
        made.note_edited.connect(self.spot_note_edited)
        made.place_edited.connect(self.place_edited)
        made.add_wanted.connect(self.add_wanted)
        made.remove_wanted.connect(self.remove_wanted)
        made.finding_wanted.connect(self.finding_wanted)
        made.left.connect(self.left)
        self._mount(made)
        return made

    def _mount(self, part: QWidget) -> None:
        self._fields.addWidget(part)
        tab_before(part, self.not_here_button)

    def _show_working(self, view: AnswerView, inspection_id: str) -> None:
        """Show the calculation inside the item; the panel reads its tables and shows itself when it has them."""
        item, asked = view.item, view.whole.asked
        if item.answer.calculator and self.working is None:
            from inspector_app.ui.widgets.working_panel import WorkingPanel

            self.working = WorkingPanel(self._tools.ws, self._tools.jobs, self._tools.ask)
            self.working.edited.connect(self._on_worked_out)
            self._mount(self.working)
        if self.working is not None and item.answer.calculator:
            self.working.show_inspection(inspection_id)
            self.working.show_item(item, asked.value, asked.is_read_only)
        elif self.working is not None:
            self.working.show_item(None, "")

    def _on_worked_out(self, code: str, value: str) -> None:
        if self._view is not None and self._view.item.code == code:
            self.worked_out.emit(self._view.whole.asked, value)

    # -- acting ------------------------------------------------------------------------------------

    def _give(self, given: object) -> None:
        if self._view is not None:
            self.given.emit(self._view.whole.asked, given, True)

    def _on_not_here(self) -> None:
        self._give(NOT_APPLICABLE if self.not_here_button.isChecked() else NOTHING)

    def pick(self, place: int) -> bool:
        """Take a choice by its place; False when there is none."""
        field = self.slot_.field if self.slot_ is not None else None
        pick = getattr(field, "pick", None)
        return bool(pick is not None and pick(place))

    def begin(self, letters: str = "") -> bool:
        """Put the focus where one answers; False when nothing is answered here."""
        if self.slot_ is not None and self.slot_.field is not None:
            self.slot_.begin(letters)
        elif self.spots is not None and self.spots.isVisibleTo(self):
            self.spots.begin()
        elif self.working is not None and self.working.isVisibleTo(self):
            _focus_first(self.working)
        elif self.strip is not None and self.strip.isVisibleTo(self):
            self.strip.add_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True

    def compose(self, event: QInputMethodEvent) -> None:
        """Go on with what an input method began in the list."""
        if self.slot_ is not None:
            self.slot_.compose(event)

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.slot_ is not None:
            self.slot_.flush()
        if self.spots is not None and self.spots.isVisibleTo(self):
            self.spots.flush()


def _focus_first(panel: QWidget) -> None:
    """Go into the first field of a panel."""
    for part in panel.findChildren(QWidget):
        if part.isVisibleTo(panel) and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            part.setFocus(Qt.FocusReason.TabFocusReason)
            return
