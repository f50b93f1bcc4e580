# SPDX-License-Identifier: MulanPSL-2.0
"""Amend who takes part and when the visit began; saved as it is typed, like everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.inspection import Inspection, Participant, PersonRole
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.widgets.day_field import TimeField
from inspector_app.ui.widgets.page import button, freeze, label, row
from inspector_app.wording import sentence, tr, word

COLUMNS = ("name", "certificate_no", "title", "unit", "phone")


class PeopleEditor(QFrame):
    """One line for each person."""

    people_edited = Signal(object)  # tuple of Participant
    started_edited = Signal(object)  # datetime
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._started: datetime | None = None
        self._roster: dict[str, Officer] = {}
        self._read_only = False
        self.lines: list[PersonLine] = []
        self._names = QStringListModel(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.dp(6))
        self._grid.setVerticalSpacing(theme.dp(4))
        for column, stretch in enumerate((0, 3, 4, 3, 4, 3, 0)):
            self._grid.setColumnStretch(column, stretch)
        heads = ("", tr("Full name"), tr("Certificate number"), tr("Duty"), tr("Unit"), tr("Phone"))
        for column, head in enumerate(heads):
            self._grid.addWidget(label(head, tone="muted", size="small"), 0, column)
        self.started = TimeField(tr("Started at"))
        self.started.time_edited.connect(self._on_started)
        self.started.editingFinished.connect(self.left)
        self.trouble = label("", tone="bad", wrap=True)
        self.trouble.hide()
        self._adds = [
            button(tr("Add {role}", role=word(role)), partial(self._add, role), icon="add", kind="quiet")
            for role in PersonRole
        ]
        box = QVBoxLayout(self)
        side = theme.dp(12)
        box.setContentsMargins(side, theme.dp(8), side, theme.dp(8))
        box.setSpacing(theme.dp(6))
        box.addLayout(self._grid)
        box.addWidget(self.trouble)
        started = label(tr("Started at"), tone="muted")
        box.addLayout(row(*self._adds, None, started, self.started))

    def people(self) -> tuple[Participant, ...]:
        """Give everybody who has a name."""
        return tuple(p for p in (line.person() for line in self.lines) if p.name.strip())

    def show_people(
        self,
        inspection: Inspection,
        officers: Sequence[Officer],
        *,
        typed: tuple[Participant, ...] | None,
        read_only: bool,
    ) -> None:
        """Show who takes part; what is typed and not saved goes before what the ledger has."""
        self._roster = {officer.name: officer for officer in officers}
        self._names.setStringList(list(self._roster))
        wanted = inspection.people if typed is None else typed
        if [_told(p) for p in self.people()] != [_told(p) for p in wanted]:
            self._lay_out(wanted)
        if inspection.started_at != self._started:
            self._started = inspection.started_at
            self.started.set_time(inspection.started_at)
        self._set_read_only(read_only)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why the people were not taken."""
        self.trouble.setText("\n".join(sentence(p) for p in problems))
        self.trouble.setVisible(bool(problems))

    def focus_role(self, role: PersonRole) -> None:
        """Put the focus on somebody of a role, or on a new line for one."""
        line = next((one for one in self.lines if one.role() is role), None) or self._add(role)
        line.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for add in self._adds:
            add.setHidden(read_only)
        for line in self.lines:
            line.set_read_only(read_only)
        freeze(self.started, read_only)

    # -- lines -------------------------------------------------------------------------------------

    def _lay_out(self, people: Sequence[Participant]) -> None:
        for line in self.lines:
            line.drop()
        self.lines = []
        for person in people:
            self._append(person)

    def _append(self, person: Participant) -> PersonLine:
        line = PersonLine(person, self._names, self)
        line.edited.connect(self._on_edited)
        line.named.connect(lambda name, one=line: self._on_named(one, name))
        line.left.connect(self.left)
        line.removed.connect(lambda one=line: self._remove(one))
        number = self._grid.rowCount()
        for column, part in enumerate(line.parts()):
            self._grid.addWidget(part, number, column)
        self.lines.append(line)
        return line

    def _add(self, role: PersonRole) -> PersonLine:
        line = self._append(Participant(role=role, name=""))
        line.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def _remove(self, line: PersonLine) -> None:
        self.lines.remove(line)
        line.drop()
        self._on_edited()

    def _on_edited(self) -> None:
        self.show_problems(())
        self.people_edited.emit(self.people())

    def _on_named(self, line: PersonLine, name: str) -> None:
        officer = self._roster.get(name)
        if officer is not None and line.role() is PersonRole.OFFICER:
            line.take_officer(officer)
            self._on_edited()

    def _on_started(self, at: datetime) -> None:
        self._started = at
        self.started_edited.emit(at)


def _told(person: Participant) -> tuple[str, ...]:
    """What makes two lines the same to a reader; blanks at the ends do not."""
    return (person.role.value, *(getattr(person, column).strip() for column in COLUMNS))


class PersonLine(QWidget):
    """The fields of one person; they stand in the panel's grid, this only holds them together."""

    edited = Signal()
    named = Signal(str)
    left = Signal()
    removed = Signal()

    def __init__(self, person: Participant, names: QStringListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._person = person
        self._role = _RoleBox()
        for role in PersonRole:
            self._role.addItem(word(role), role)
        self._role.setCurrentIndex(list(PersonRole).index(person.role))
        self._role.currentIndexChanged.connect(self._on_edited)
        self.fields: dict[str, QLineEdit] = {}
        for column in COLUMNS:
            field = QLineEdit(getattr(person, column))
            field.setCursorPosition(0)
            field.textEdited.connect(self._on_edited)
            field.editingFinished.connect(self.left)
            self.fields[column] = field
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self.named)
        self.fields["name"].setCompleter(completer)
        self.fields["name"].textEdited.connect(self.named)
        self._remove: QPushButton = button("", self.removed.emit, icon="close", kind="quiet", tip=tr("Remove"))
        self._remove.setAccessibleName(tr("Remove"))

    def parts(self) -> tuple[QWidget, ...]:
        """Give the widgets of the line from left to right."""
        return (self._role, *(self.fields[column] for column in COLUMNS), self._remove)

    def role(self) -> PersonRole:
        """Give the role chosen."""
        return list(PersonRole)[self._role.currentIndex()]

    def person(self) -> Participant:
        """Give the person as typed."""
        texts = {column: field.text() for column, field in self.fields.items()}
        known = self._person.officer_id if texts["certificate_no"] == self._person.certificate_no else ""
        return Participant(role=self.role(), officer_id=known, **texts)

    def has_focus(self) -> bool:
        """Whether somebody types in this line."""
        return any(part.hasFocus() for part in self.parts())

    def take_officer(self, officer: Officer) -> None:
        """Fill in what the roster knows."""
        self._person = Participant(
            role=PersonRole.OFFICER, name=officer.name, certificate_no=officer.certificate_no, officer_id=officer.id
        )
        self.fields["name"].setText(officer.name)
        self.fields["certificate_no"].setText(officer.certificate_no)
        if officer.unit and not self.fields["unit"].text():
            self.fields["unit"].setText(officer.unit)

    def set_read_only(self, read_only: bool) -> None:
        """Show without choices."""
        self._role.setEnabled(not read_only)
        self._remove.setHidden(read_only)
        for field in self.fields.values():
            freeze(field, read_only)

    def drop(self) -> None:
        """Take the line away."""
        for part in self.parts():
            part.hide()
            part.deleteLater()
        self.deleteLater()

    def _on_edited(self) -> None:
        self.edited.emit()


class _RoleBox(QComboBox):
    """A choice that the wheel does not change in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
