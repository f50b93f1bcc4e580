# SPDX-License-Identifier: MulanPSL-2.0
"""Units left out by name and officers who avoid a unit: short lists, each entry with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.draw_conditions import Avoidance, ObjectExclusion
from inspector_app.domain.organ import Officer
from inspector_app.ledgers import organs
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.planning_picker import EnterprisePicker
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.search_line import SearchLine
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

MOST_PEOPLE = 30


class OfficerPicker(QWidget):
    """A search and the first officers that it means; the current row is the choice."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.search = SearchLine(tr("Search officers"))
        self.list = RowList(tr("Officers"))
        self.list.setFixedHeight(theme.dp(120))
        self.search.searched.connect(lambda _text: self._read())
        self.search.list_wanted.connect(self.list.setFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        box.addWidget(self.search)
        box.addWidget(self.list)
        self.setFocusProxy(self.search)

    def begin(self) -> None:
        """Open with nothing chosen."""
        self.search.clear()
        self.list.put([])
        self._read()

    def chosen(self) -> Row | None:
        """Give the row of the officer who is chosen."""
        wanted = self.list.current_id()
        return next((shown for shown in self.list.rows.rows if shown.id == wanted), None)

    def _read(self) -> None:
        work = partial(_people, self._ws, self.search.text().strip())
        self._jobs.run_read(self, work, then=self._show, key="people")

    def _show(self, found: tuple[Officer, ...]) -> None:
        self.list.put([Row(id=o.id, title=o.name, detail=_officer_words(o), icon="person") for o in found])
        if found and not self.list.current_id():
            self.list.step(1)


class NamedEditor(QWidget):
    """The entries, a button that opens the choice below, Delete takes an entry out. Subclasses say what is chosen."""

    edited = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = RowList(words, fits=True)
        self.list.setObjectName("cardList")
        self.list.hide()
        self.hint = label(tr("Delete takes an entry out."), tone="muted", size="small")
        self.hint.hide()
        self.add = button(words, self.open, icon="add", kind="quiet")
        self.reason = Field(tr("Reason"), needed=True)
        self.keep = button(tr("Note it"), self._on_keep, kind="primary")
        self.cancel = button(tr("Cancel"), self.close_form)
        self.form = QWidget()
        self.form.hide()
        self.inner = QVBoxLayout(self.form)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(theme.dp(8))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(4))
        for part in (self.list, self.hint, self.form):
            box.addWidget(part)
        box.addLayout(row(self.add, None))

    def finish_form(self) -> None:
        """Put reason and buttons below what a subclass put into the form."""
        self.inner.addWidget(self.reason)
        self.inner.addLayout(row(None, self.cancel, self.keep))

    def open(self) -> None:
        """Open the choice."""
        self.reason.put("")
        self.form.show()
        self.add.hide()
        self.begin()

    def close_form(self) -> None:
        """Close the choice; nothing is noted."""
        self.form.hide()
        self.add.show()
        self.add.setFocus()

    def begin(self) -> None:
        """Let a subclass open its choice."""

    def take(self, reason: str) -> bool:
        """Let a subclass note what is chosen; False when nothing is."""
        del reason
        return False

    def drop(self, row_id: str) -> None:
        """Let a subclass take an entry out."""

    def put_rows(self, rows: Sequence[Row]) -> None:
        """Show the entries."""
        self.list.put(rows)
        self.list.setVisible(bool(rows))
        self.hint.setVisible(bool(rows))
        self.edited.emit()

    def _on_keep(self) -> None:
        reason = self.reason.text()
        self.reason.fault("" if reason else tr("Please fill this in"))
        if reason and self.take(reason):
            self.close_form()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current entry out, or close the choice."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus() and self.list.current_id():
            self.drop(self.list.current_id())
        elif event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self.close_form()
        else:
            super().keyPressEvent(event)


class ExclusionEditor(NamedEditor):
    """Units that are left out by name."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Leave a unit out by name …"), parent)
        self.picker = EnterprisePicker(ws, jobs)
        self.inner.addWidget(self.picker)
        self.finish_form()
        self._kept: dict[str, tuple[str, str]] = {}  # enterprise: name, reason

    def begin(self) -> None:
        """Open the register."""
        self.picker.begin()
        self.picker.setFocus()

    def exclusions(self) -> tuple[ObjectExclusion, ...]:
        """Give who is left out."""
        return tuple(ObjectExclusion(enterprise_id=i, reason=reason) for i, (_, reason) in self._kept.items())

    def clear(self) -> None:
        """Begin with nobody."""
        self._kept = {}
        self._show()

    def take(self, reason: str) -> bool:
        """Note the chosen unit."""
        chosen = self.picker.enterprise_id()
        name = self.picker.name_of(chosen)
        if chosen:
            self._kept[chosen] = (name, reason)
            self._show()
        return bool(chosen)

    def drop(self, row_id: str) -> None:
        """Take a unit back in."""
        self._kept.pop(row_id, None)
        self._show()

    def _show(self) -> None:
        self.put_rows([Row(id=i, title=name, detail=reason) for i, (name, reason) in self._kept.items()])


class AvoidanceEditor(NamedEditor):
    """Officers who avoid one unit, or all of them."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Note an avoidance …"), parent)
        self.people = OfficerPicker(ws, jobs)
        self.all = QCheckBox(tr("Avoids all units of this draw"))
        self.units = EnterprisePicker(ws, jobs)
        self.all.toggled.connect(lambda on: self.units.setVisible(not on))
        for part in (self.people, self.all, self.units):
            self.inner.addWidget(part)
        self.finish_form()
        self._kept: dict[str, tuple[Avoidance, str, str]] = {}

    def begin(self) -> None:
        """Open both lists."""
        self.people.begin()
        self.units.begin()
        self.all.setChecked(False)
        self.people.setFocus()

    def avoidances(self) -> tuple[Avoidance, ...]:
        """Give who avoids whom."""
        return tuple(kept for kept, _, _ in self._kept.values())

    def clear(self) -> None:
        """Begin with nobody."""
        self._kept = {}
        self._show()

    def take(self, reason: str) -> bool:
        """Note the chosen officer with the chosen unit."""
        person = self.people.chosen()
        unit = "" if self.all.isChecked() else self.units.enterprise_id()
        if person is None or not (unit or self.all.isChecked()):
            return False
        whom = self.units.name_of(unit) if unit else tr("all units")
        kept = Avoidance(officer_id=person.id, enterprise_id=unit, reason=reason)
        self._kept[f"{person.id}:{unit}"] = (kept, person.title, whom)
        self._show()
        return True

    def drop(self, row_id: str) -> None:
        """Take an avoidance back."""
        self._kept.pop(row_id, None)
        self._show()

    def _show(self) -> None:
        rows = [
            Row(id=key, title=tr("{person} avoids {unit}", person=person, unit=whom), detail=kept.reason, icon="person")
            for key, (kept, person, whom) in self._kept.items()
        ]
        self.put_rows(rows)


def _people(ws: Workspace, text: str) -> tuple[Officer, ...]:
    everybody = organs.officers(ws, active_only=True)
    parts = text.split()
    fitting = (o for o in everybody if all(part in f"{o.name} {o.certificate_no} {o.unit}" for part in parts))
    return tuple(islice(fitting, MOST_PEOPLE))


def _officer_words(officer: Officer) -> str:
    return " · ".join(part for part in (officer.certificate_no, officer.unit) if part)
