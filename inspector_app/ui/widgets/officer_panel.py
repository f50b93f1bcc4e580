# SPDX-License-Identifier: MulanPSL-2.0
"""The roster of officers with their certificates, and who works at this laptop."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import organs
from inspector_app.operations.organs import OfficerDraft, add_officer, amend_officer
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import Band, Card, button, label, row, set_tone
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

SOON_DAYS = 60
DAY = re.compile(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$")


class OfficerPanel(QWidget):
    """Officers at the left, one of them as fields at the right."""

    user_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.officers: dict[str, Officer] = {}
        self._id = ""
        self.list = RowList(tr("Officers"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(self._on_shown)
        self.fields = {
            "name": Field(tr("Name of the officer"), needed=True),
            "certificate_no": Field(tr("Certificate number"), needed=True),
            "unit": Field(tr("Unit")),
            "valid_from": Field(tr("Valid from"), hint="2024-01-01"),
            "valid_to": Field(tr("Valid until"), hint="2029-12-31"),
        }
        for field in self.fields.values():
            field.left.connect(self._on_left)
        self.active = QCheckBox(tr("On duty: offered when an inspection starts"))
        self.active.setChecked(True)
        self.active.clicked.connect(self._on_left)
        self.band = Band()
        self.state = label("", tone="muted")
        self.add_button = button(tr("Add an officer"), self.begin_new, icon="add")
        self.keep = button(tr("Add to the roster"), self._on_add, kind="primary")
        self.user = button(tr("I work at this laptop"), self._on_user)
        self._build()

    def _build(self) -> None:
        self.roster = Card(tr("Officers"))
        self.roster.add(self.list, 1)
        self.roster.outer.addLayout(row(self.add_button, None))
        self.form = Card(tr("New officer"))
        self.form.add_at_right(self.state)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(16))
        grid.setVerticalSpacing(theme.dp(12))
        for n, field in enumerate(self.fields.values()):
            line, column = (0, 0) if n == 0 else ((n + 1) // 2, (n + 1) % 2)
            grid.addWidget(field, line, column, 1, 2 if n == 0 else 1)
        self.form.outer.addLayout(grid)
        self.form.add(self.active)
        self.form.add(self.band)
        self.form.outer.addLayout(row(self.user, None, self.keep))
        self.form.outer.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self.roster, 1)
        right = QVBoxLayout()
        right.addWidget(self.form)
        outer.addLayout(right, 1)

    def refresh(self) -> None:
        """Read the roster again."""
        self.jobs.run_read(self, partial(organs.officers, self.ws), then=self._show, key="officers")

    def on_changed(self, changes: Changes) -> None:
        """Read again when an officer was touched."""
        if "officers" in changes.touched:
            self.refresh()

    def begin_new(self) -> None:
        """Start with empty fields."""
        self._id = ""
        self.list.clearSelection()
        self.list.setCurrentIndex(self.list.rows.index(-1))
        for field in self.fields.values():
            field.put("")
        self.active.setChecked(True)
        self._dress()
        self.fields["name"].setFocus()

    def _show(self, officers: tuple[Officer, ...]) -> None:
        self.officers = {o.id: o for o in officers}
        day = self.ws.today()
        self.list.put([_row(o, day, is_user=o.name == self.ws.actor) for o in officers])
        active = sum(o.is_active and o.is_valid(day) for o in officers)
        self.roster.note.setText(tr("{count} may enforce today", count=active))
        if not officers:
            self._dress()
        elif not self._id and not self.list.currentIndex().isValid() and not self.fields["name"].text():
            self.list.step(1)
        elif self._id in self.officers:
            self._fill(self.officers[self._id], is_other=False)

    def _on_shown(self, officer_id: str) -> None:
        if officer_id in self.officers:
            self._id = officer_id
            self._fill(self.officers[officer_id], is_other=True)
            self.state.setText("")

    def _fill(self, officer: Officer, *, is_other: bool) -> None:
        """Show an officer; where it is the same one read again, what is being typed stays."""
        for name, field in self.fields.items():
            value = getattr(officer, name)
            if is_other or not field.edit.hasFocus():
                field.put(value.isoformat() if isinstance(value, date) else value or "")
        self.active.setChecked(officer.is_active)
        self._dress()

    def _dress(self) -> None:
        is_new = not self._id
        self.form.title.setText(tr("New officer") if is_new else self.officers[self._id].name)
        self.keep.setVisible(is_new)
        self.user.setVisible(not is_new and self.ws.login is None)  # protected data know who logged in
        is_user = not is_new and self.officers[self._id].name == self.ws.actor
        self.user.setEnabled(not is_user)
        self.user.setText(tr("Works at this laptop") if is_user else tr("I work at this laptop"))
        self.band.hide()

    def draft(self) -> OfficerDraft | None:
        """Give what stands in the fields; None when a day cannot be read, which is then said below it."""
        days: dict[str, date | None] = {}
        for name in ("valid_from", "valid_to"):
            text = self.fields[name].text()
            days[name] = day_in(text)
            if text and days[name] is None:
                self.fields[name].fault(tr("Write the day as 2026-11-21"))
                return None
        return OfficerDraft(
            name=self.fields["name"].text(),
            certificate_no=self.fields["certificate_no"].text(),
            unit=self.fields["unit"].text(),
            valid_from=days["valid_from"],
            valid_to=days["valid_to"],
            is_active=self.active.isChecked(),
        )

    def _on_left(self) -> None:
        draft = self.draft()
        if self._id and draft is not None:
            work = partial(amend_officer, self.ws, self._id, draft)
            self.jobs.run_write(self, work, then=self._on_kept, refused=self._bad)

    def _on_add(self) -> None:
        draft = self.draft()
        if draft is not None:
            self.jobs.run_write(self, partial(add_officer, self.ws, draft), then=self._on_added, refused=self._bad)

    def _on_added(self, officer: Officer) -> None:
        self.officers[officer.id] = officer
        self._on_kept(officer)
        if not self.ws.actor:
            self._name_user(officer.name)
        self.begin_new()
        self.state.setText(tr("{name} is on the roster", name=officer.name))

    def _on_kept(self, officer: Officer) -> None:
        for field in self.fields.values():
            field.fault("")
        self.band.hide()
        self.state.setText(tr("Kept {time}", time=self.ws.now().strftime("%H:%M:%S")))
        set_tone(self.state, "ok")
        self.officers[officer.id] = officer

    def _bad(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            if problem.where in self.fields:
                self.fields[problem.where].fault(sentence(problem))
        elsewhere = [sentence(p) for p in problems if p.where not in self.fields]
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
        self.state.setText(tr("Not kept yet"))
        set_tone(self.state, "bad")

    def _on_user(self) -> None:
        if self._id:
            self._name_user(self.officers[self._id].name)

    def _name_user(self, name: str) -> None:
        self.ws.actor = name

        def told(_none: None) -> None:
            self.user_changed.emit()
            self.refresh()

        self.jobs.run_read(self, partial(self.ws.put_session_value, "actor", name), then=told)


def day_in(text: str) -> date | None:
    """Read a day as people write it: 2026-11-21, 2026.11.21, 20261121, 2026年11月21日."""
    found = DAY.match(text.strip().replace(" ", ""))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _row(officer: Officer, day: date, *, is_user: bool) -> Row:
    until = tr("valid until {day}", day=full_day(officer.valid_to)) if officer.valid_to else tr("validity not entered")
    chip, role = tr("Valid"), "ok"
    if not officer.is_active:
        chip, role = tr("Off duty"), "muted"
    elif not officer.is_valid(day):
        chip, role = tr("Not valid"), "bad"
    elif officer.valid_to is not None and (officer.valid_to - day).days <= SOON_DAYS:
        chip, role = tr("Ends soon"), "warn"
    elif officer.valid_to is None:
        chip, role = tr("Unknown"), "muted"
    return Row(
        id=officer.id,
        title=tr("{name} (this laptop)", name=officer.name) if is_user else officer.name,
        detail=" · ".join(part for part in (officer.certificate_no, until) if part),
        chip=chip,
        chip_role=role,
        icon="person",
    )
