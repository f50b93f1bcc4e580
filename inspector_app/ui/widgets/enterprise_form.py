# SPDX-License-Identifier: MulanPSL-2.0
"""The facts of one enterprise as fields: a new one is registered, a known one is kept as it is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain import credit_code
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.problems import Problem
from inspector_app.operations.enterprises import amend_enterprise, register_enterprise
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import Band, Card, button, label, row, scrolled, set_tone
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

WIDE = ("name", "address", "note")


class EnterpriseForm(QWidget):
    """Fields in reading order; faults stand below the field that they concern."""

    registered = Signal(str)
    amended = Signal(str)
    left = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self._id = ""
        self.fields: dict[str, Field] = _fields()
        for name, field in self.fields.items():
            field.left.connect(lambda _text, name=name: self._on_left(name))
        self.fields["credit_code"].edited.connect(self._on_code)
        self.card = Card(tr("New enterprise"))
        self.state = label("", tone="muted")
        self.card.add_at_right(self.state)
        self.band = Band()
        self.register = button(tr("Register"), self._on_register, kind="primary")
        self.register.setToolTip("Ctrl+Enter")
        self.register.setShortcut("Ctrl+Return")
        self.close_button = button(tr("Cancel"), self.left.emit)
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.dp(16))
        grid.setVerticalSpacing(theme.dp(12))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line, column = 0, 0
        for name, field in self.fields.items():
            wide = name in WIDE
            if wide and column:
                line, column = line + 1, 0
            grid.addWidget(field, line, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            column = 0 if wide or column else 1
            line += 0 if column else 1
        self.card.outer.addLayout(grid)
        self.card.add(self.band)
        self.card.outer.addLayout(row(None, self.close_button, self.register))
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.card)
        inner.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def begin_new(self, name: str = "") -> None:
        """Start with empty fields; what was searched for may be the name or the code."""
        self._id = ""
        code = credit_code.normalised(name)
        is_code = len(code) == credit_code.LENGTH and code.isascii()
        for field in self.fields.values():
            field.put("")
        self.fields["credit_code" if is_code else "name"].edit.setText(code if is_code else name)
        if is_code:
            self._on_code(code)
        self._dress(tr("New enterprise"), is_new=True)
        self.fields["name"].setFocus()

    def begin_amend(self, enterprise: Enterprise) -> None:
        """Show a known enterprise; each field is kept when it is left."""
        self._id = enterprise.id
        for name, field in self.fields.items():
            field.put(getattr(enterprise, name))
        self._dress(tr("Amend the enterprise"), is_new=False)
        self.fields["name"].setFocus()

    def draft(self) -> EnterpriseDraft:
        """Give what stands in the fields."""
        return EnterpriseDraft(**{name: field.text() for name, field in self.fields.items()})

    def _dress(self, title: str, *, is_new: bool) -> None:
        self.card.title.setText(title)
        self.register.setVisible(is_new)
        self.close_button.setText(tr("Cancel") if is_new else tr("Done"))
        self.state.setText("" if is_new else tr("Changes are kept as you leave a field"))
        set_tone(self.state, "muted")
        self.band.hide()

    def _on_code(self, text: str) -> None:
        code = credit_code.normalised(text)
        field = self.fields["credit_code"]
        if not code:
            field.fault("")
        elif len(code) < credit_code.LENGTH and self.fields["credit_code"].edit.hasFocus():
            left = credit_code.LENGTH - len(code)
            field.praise("")
            field.words.setText(tr("{count} more characters", count=left))
            field.words.show()
            set_tone(field.words, "muted")
        elif problems := credit_code.problems_of(code):
            field.fault(" ".join(sentence(p) for p in problems))
        else:
            field.praise(tr("The check digit is right"))

    def _on_left(self, name: str) -> None:
        if name == "credit_code":
            self._on_code(self.fields[name].text())
        if self._id:
            work = partial(amend_enterprise, self.ws, self._id, self.draft())
            self.jobs.run_write(self, work, then=self._on_kept, refused=self._on_refused)

    def _on_register(self) -> None:
        work = partial(register_enterprise, self.ws, self.draft())
        self.register.setEnabled(False)
        self.jobs.run_write(self, work, then=self._on_registered, refused=self._on_refused)

    def _on_registered(self, enterprise: Enterprise) -> None:
        self.register.setEnabled(True)
        self.registered.emit(enterprise.id)

    def _on_kept(self, enterprise: Enterprise) -> None:
        self.band.hide()
        for name, field in self.fields.items():
            if not field.edit.hasFocus():
                field.put(getattr(enterprise, name))
        self.state.setText(tr("Kept {time}", time=self.ws.now().strftime("%H:%M:%S")))
        set_tone(self.state, "ok")
        self.amended.emit(enterprise.id)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.register.setEnabled(True)
        elsewhere = []
        for problem in problems:
            field = self.fields.get(problem.where)
            if field is None:
                elsewhere.append(sentence(problem))
            else:
                field.fault(sentence(problem))
        self.state.setText(tr("Not kept yet"))
        set_tone(self.state, "bad")
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
        first = next((p.where for p in problems if p.where in self.fields), "")
        if first and not self._id:
            self.fields[first].setFocus()


def _fields() -> dict[str, Field]:
    return {
        "name": Field(tr("Name"), needed=True, hint=tr("As on the licence")),
        "credit_code": Field(tr("Credit code"), hint=tr("18 characters; checked as you type")),
        "industry": Field(tr("Industry")),
        "address": Field(tr("Address")),
        "district": Field(tr("District")),
        "person_in_charge": Field(tr("Person in charge")),
        "title": Field(tr("Title")),
        "phone": Field(tr("Phone")),
        "note": Field(tr("Note")),
    }
