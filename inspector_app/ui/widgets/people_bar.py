# SPDX-License-Identifier: MulanPSL-2.0
"""Who inspects, with which certificates, since when and where: one line, and a panel to amend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.drafts import SaveState
from inspector_app.ui.widgets.elided_label import ElidedLabel
from inspector_app.ui.widgets.page import button, freeze, label, restyle, set_tone
from inspector_app.ui.widgets.people_editor import PeopleEditor
from inspector_app.wording import tr, word


class PeopleBar(QFrame):
    """The facts of the visit; the place is typed here, people are amended in the panel below."""

    place_edited = Signal(str)
    people_edited = Signal(object)
    started_edited = Signal(object)
    left = Signal()
    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = ElidedLabel()
        self.place = QLineEdit()
        self.place.setPlaceholderText(tr("Inspected place"))
        self.place.setAccessibleName(tr("Inspected place"))
        self.place.setToolTip(tr("Inspected place"))
        self.place.textEdited.connect(self._on_place)
        self.place.editingFinished.connect(self.left)
        self.amend_button = button(tr("Amend"), self._toggle, icon="person", kind="quiet")
        self.amend_button.setToolTip(tr("People and time"))
        self.amend_button.setCheckable(True)
        self.saved = label(tr("Saving …"), tone="muted", size="small")
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.saved.setMinimumWidth(self.saved.fontMetrics().horizontalAdvance(tr("Saving …")) + theme.dp(4))
        self.retry_button = button(tr("Try again"), self.retry_wanted.emit, kind="quiet")
        self.retry_button.hide()
        self.panel = PeopleEditor()
        self.panel.people_edited.connect(self.people_edited)
        self.panel.started_edited.connect(self.started_edited)
        self.panel.left.connect(self.left)
        self.panel.hide()
        self._line = line = QHBoxLayout()
        line.setSpacing(theme.dp(8))
        line.addWidget(self.facts, 3)
        line.addWidget(self.amend_button)
        line.addWidget(self.place, 1)
        line.addWidget(self.saved)
        line.addWidget(self.retry_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(line)
        box.addWidget(self.panel)
        self.show_state(SaveState.SAVED)

    def add_first(self, tool: QWidget) -> None:
        """Put a button at the beginning of the line."""
        self._line.insertWidget(0, tool)

    def add_tool(self, tool: QWidget) -> None:
        """Put a button behind the place."""
        self._line.insertWidget(self._line.indexOf(self.place) + 1, tool)

    # -- showing -----------------------------------------------------------------------------------

    def show_inspection(
        self,
        inspection: Inspection,
        officers: Sequence[Officer],
        *,
        read_only: bool,
        place: str | None = None,
        people: tuple[Participant, ...] | None = None,
    ) -> None:
        """Show the facts; `place` and `people` are what was typed and is not saved, it goes before."""
        started = inspection.started_at.strftime("%m-%d %H:%M")
        parts = [
            _named(inspection.people, PersonRole.OFFICER),
            _named(inspection.people, PersonRole.EXPERT),
            _named(inspection.people, PersonRole.ACCOMPANYING) or tr("Accompanying person: not named yet"),
            tr("since {time}", time=started),
        ]
        self.facts.setText("   ".join(part for part in parts if part))
        shown = inspection.place if place is None else place
        if self.place.text().strip() != shown.strip():
            self.place.setText(shown)
            self.place.setCursorPosition(0)
        freeze(self.place, read_only)
        self.panel.show_people(inspection, officers, typed=people, read_only=read_only)

    def show_state(self, state: SaveState) -> None:
        """Say quietly whether all that was typed is saved."""
        words, tone = {
            SaveState.SAVED: (tr("Saved"), "muted"),
            SaveState.SAVING: (tr("Saving …"), "muted"),
            SaveState.FAILED: (tr("Not saved"), "bad"),
        }[state]
        self.saved.setText(words)
        set_tone(self.saved, tone)
        self.retry_button.setVisible(state is SaveState.FAILED)

    def show_problems(self, key: str, problems: Sequence[Problem]) -> None:
        """Say why a place or the people were not taken."""
        if key == "place":
            restyle(self.place, "faulty", bool(problems))
        else:
            self._open(True)
            self.panel.show_problems(problems)

    def open_at(self, field: str) -> None:
        """Go where a gap is dealt with."""
        if field == "place":
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._open(True)
        self.panel.focus_role(PersonRole.ACCOMPANYING if field == "accompanied_by" else PersonRole.OFFICER)

    # -- acting ------------------------------------------------------------------------------------

    def _on_place(self, text: str) -> None:
        restyle(self.place, "faulty", False)
        self.place_edited.emit(text)

    def _toggle(self) -> None:
        self._open(not self.panel.isVisibleTo(self))

    def _open(self, wanted: bool) -> None:
        self.panel.setVisible(wanted)
        self.amend_button.setChecked(wanted)
        if not wanted:
            self.left.emit()


def _named(people: Sequence[Participant], role: PersonRole) -> str:
    """Say who takes part in a role: officers with their certificates."""
    names = []
    for person in people:
        if person.role is role:
            number = person.certificate_no if role is PersonRole.OFFICER else ""
            names.append(f"{person.name}（{number}）" if number else person.name)
    return tr("{role}: {names}", role=word(role), names="、".join(names)) if names else ""
