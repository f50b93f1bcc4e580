# SPDX-License-Identifier: MulanPSL-2.0
"""Who looked again, when and where, and what is proposed: what stands in the opinion beside the verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.ui import theme
from inspector_app.ui.models.reinspection_round import RoundEntry
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.dates import short_time
from inspector_app.ui.widgets.day_field import TimeField
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import button, label, row, scrolled
from inspector_app.ui.widgets.people_editor import PeopleEditor
from inspector_app.ui.widgets.reinspection_form import plain_card
from inspector_app.ui.widgets.slot_edit import SlotEdit
from inspector_app.wording import tr


class RoundFacts(QWidget):
    """Shows the facts of a round and says what was typed."""

    edited = Signal(str, object)  # name of the entry's value, value
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: RoundEntry | None = None
        self._guide: Participant | None = None
        self._now: datetime | None = None
        self.people = PeopleEditor()
        self.guide_button = button("", self._add_guide, icon="person", kind="quiet")
        self.guide_button.hide()
        self.finished = TimeField(tr("End of the re-inspection"))
        self.finish_words = label(tr("Ends when you record it"), tone="muted")
        self.finish_button = button(tr("Another time"), self._set_finish, kind="quiet")
        self.finish_back = button(tr("When recorded"), partial(self.edited.emit, "finished_at", None), kind="quiet")
        self.place = Field(tr("Place of the re-inspection"))
        self.opinion = SlotEdit(least_lines=3, most_lines=8)
        self.remark = SlotEdit(least_lines=2, most_lines=6)
        self._build()
        self.people.people_edited.connect(partial(self.edited.emit, "people"))
        self.people.started_edited.connect(partial(self.edited.emit, "started_at"))
        self.finished.time_edited.connect(partial(self.edited.emit, "finished_at"))
        self.place.edited.connect(partial(self.edited.emit, "place"))
        self.opinion.edited.connect(lambda: self.edited.emit("opinion", self.opinion.text().strip()))
        self.remark.edited.connect(lambda: self.edited.emit("party_remark", self.remark.text().strip()))

    def _build(self) -> None:
        ends = label(tr("End of the re-inspection"), tone="muted")
        when = row(
            ends, self.finish_words, self.finished, self.finish_button, self.finish_back, None, self.guide_button
        )
        card = plain_card()
        for title, part in (
            (tr("What is proposed about the rest"), self.opinion),
            (tr("What the unit's person says"), self.remark),
        ):
            part.setAccessibleName(title)
        card.outer.addLayout(when)
        card.add(self.place)
        card.add(label(tr("What is proposed about the rest"), tone="muted", size="small"))
        card.add(self.opinion)
        card.add(label(tr("What the unit's person says"), tone="muted", size="small"))
        card.add(self.remark)
        self.opinion.setPlaceholderText(tr("It is printed in the opinion, where it can still be changed"))
        self.back = button(tr("Back to the lines"), self.back_wanted.emit, icon="previous", kind="quiet")
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, theme.dp(6), 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(row(self.back, None))
        box.addWidget(self.people)
        box.addWidget(card)
        box.addStretch(1)
        self.area: QScrollArea = scrolled(body)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # What is shown

    def show_entry(self, page: OrderPage, entry: RoundEntry, *, read_only: bool) -> None:
        """Show what is entered."""
        self._entry, self._now = entry, page.now
        shown = replace(page.case.inspection, people=entry.people, started_at=entry.started_at)
        self.people.show_people(shown, page.officers, typed=None, read_only=read_only)
        self._guide = page.case.inspection.accompanied_by
        has_guide = any(p.role is PersonRole.ACCOMPANYING for p in entry.people)
        self.guide_button.setVisible(self._guide is not None and not has_guide and not read_only)
        if self._guide is not None:
            self.guide_button.setText(tr("{name} is here again", name=self._guide.name))
            self.guide_button.setToolTip(tr("The unit's person of the first visit"))
        self._show_finish(entry.finished_at)
        if self.place.text() != entry.place:
            self.place.put(entry.place)
        for edit, words in ((self.opinion, entry.opinion), (self.remark, entry.party_remark)):
            if edit.text().strip() != words:
                edit.set_text(words)
            edit.setReadOnly(read_only)

    def _show_finish(self, at: datetime | None) -> None:
        self.finish_words.setVisible(at is None)
        self.finish_button.setVisible(at is None)
        self.finished.setVisible(at is not None)
        self.finish_back.setVisible(at is not None)
        if at is not None:
            self.finished.set_time(at)

    def _set_finish(self) -> None:
        self.edited.emit("finished_at", self._now)
        self.finished.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_guide(self) -> None:
        if self._guide is not None and self._entry is not None:
            self.edited.emit("people", (*self._entry.people, replace(self._guide, certificate_no="", officer_id="")))

    # Where problems lead

    def focus_place(self, where: str) -> bool:
        """Put the focus where a problem of the round is mended; False if that is not here."""
        name = where.removeprefix("$.").partition(".")[0].partition("[")[0]
        target: QWidget | None = {
            "started_at": self.people.started,
            "finished_at": self.finished if self.finished.isVisibleTo(self) else self.finish_button,
            "place": self.place.edit,
            "opinion": self.opinion,
            "party_remark": self.remark,
        }.get(name)
        if name in ("officers", "people"):
            role = PersonRole.OFFICER if name == "officers" else PersonRole.ACCOMPANYING
            self.people.focus_role(role)
            return True
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(target)
        return True

    def focus_first(self) -> None:
        """Put the focus on the opinion: all else is filled in."""
        self.opinion.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(self.opinion)


def facts_words(page: OrderPage, entry: RoundEntry) -> tuple[str, str, bool]:
    """Say the facts of a round in a line and a detail, and whether something is wanting or strange."""
    names = "、".join(p.name for p in entry.people if p.role is PersonRole.OFFICER and p.name)
    begun = tr("from {time}", time=short_time(entry.started_at.astimezone(page.now.tzinfo), page.today))
    is_old = entry.started_at.astimezone(page.now.tzinfo).date() != page.today and entry.finished_at is None
    few = len({p.certificate_no or p.name for p in entry.people if p.role is PersonRole.OFFICER and p.name}) < 2
    head = names or tr("No officer named yet")
    detail = " · ".join(part for part in (begun, entry.place) if part)
    if is_old:
        detail = tr("{detail}: begun on another day, look at the time", detail=begun)
    return head, detail, few or is_old
