# SPDX-License-Identifier: MulanPSL-2.0
"""The page of one form: whose it is, what is wrong with it, and its parts with mark, source and confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations import forms
from inspector_app.operations.forms import FormEntry
from inspector_app.ui import theme
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A form with the persons who confirmed parts of it, and when."""

    entry: FormEntry
    persons: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, datetime] = field(default_factory=dict)


def read_form_page(ws: Workspace, kind: DocumentKind) -> Shown:
    """Read one form with its confirmations."""
    entry = next(e for e in forms.list_forms(ws) if e.kind is kind)
    if entry.form is None:
        return Shown(entry=entry)
    persons, times = forms.confirmed_parts(ws, entry.form), forms.confirmation_times(ws, entry.form)
    return Shown(entry=entry, persons=persons, times=times)


class FormPage(QWidget):
    """One form; a part that is to be verified is confirmed by a click or Enter on its row."""

    left = Signal()
    confirm_wanted = Signal(str)  # the part
    copy_wanted = Signal()
    folder_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: frozenset[str] = frozenset()
        self._folder = ""
        self.back_button = button("", self.left.emit, icon="previous", kind="quiet", tip=tr("All forms (Alt+←)"))
        self.back_button.setShortcut(QKeySequence("Alt+Left"))
        self.back_button.setAccessibleName(tr("All forms"))
        self.back_button.setFixedWidth(theme.dp(38))
        self.title = label("", size="lead")
        self.chip = Chip(parent=self)
        self.copy_button = button(tr("Copy as this organ's form"), self.copy_wanted.emit)
        self.folder_button = button(tr("Open folder"), lambda: self.folder_wanted.emit(self._folder), icon="folder")
        self.words = label("", tone="muted", wrap=True)
        self.band = Band()
        self.faults = Card(tr("Faults of the file"))
        self.problems = ProblemList()
        self.faults.add(self.problems, 1)
        self.card = Card(tr("Parts and their sources"))
        self.parts = RowList(tr("Parts and their sources"))
        self.parts.setObjectName("cardList")
        self.parts.row_chosen.connect(self._on_part)
        self.card.add(self.parts, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addLayout(row(self.back_button, self.title, self.chip, None, self.copy_button, self.folder_button))
        box.addWidget(self.words)
        box.addWidget(self.band)
        box.addWidget(self.faults, 1)
        box.addWidget(self.card, 2)

    def show_form(self, shown: Shown, *, fresh: bool) -> None:
        """Show a form; with `fresh` another one than before."""
        entry = shown.entry
        if fresh:
            self.band.hide()
        self._folder = str(entry.path.parent)
        self.title.setText(entry.name)
        self.chip.set_state(tr("own") if entry.is_own else tr("program"), "accent" if entry.is_own else "muted", "law")
        self.copy_button.setVisible(not entry.is_own)
        self.folder_button.setVisible(entry.is_own)
        self.words.setText(_words(shown))
        stopped = blocking(entry.problems)
        self.faults.setVisible(bool(entry.problems))
        self.faults.note.setText(tr("{count} faults", count=len(stopped)) if stopped else "")
        self.problems.show_problems(without_places(entry.problems))
        self._open = frozenset(entry.open_parts)
        rows = _rows(shown, self._open)
        self.parts.put(rows)
        self.card.setVisible(bool(rows))
        self.card.note.setText(tr("{count} to be verified", count=len(self._open)) if self._open else "")

    def focus_first(self) -> None:
        """Put the focus on the first part."""
        if self.parts.rows.rows:
            self.parts.step(1) if not self.parts.currentIndex().isValid() else None
            self.parts.setFocus()
        else:
            self.back_button.setFocus()

    def _on_part(self, row_id: str) -> None:
        part = row_id.partition(":")[2]
        if part in self._open:
            self.confirm_wanted.emit(part)


def without_places(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Give problems of a file, which lead nowhere in the window: no arrow is drawn at them."""
    return tuple(replace(p, where="") for p in problems)


def _words(shown: Shown) -> str:
    entry = shown.entry
    if entry.form is None:
        return tr("This file cannot be used until its faults are mended: {path}", path=str(entry.path))
    said = [tr("version {version}, {count} copies", version=entry.version, count=entry.form.copies)]
    if entry.is_own:
        said.append(str(entry.path))
    return " · ".join(said)


def _rows(shown: Shown, still_open: frozenset[str]) -> list[Row]:
    """List the parts: first what waits for somebody, then the rest in the form's order."""
    form = shown.entry.form
    if form is None:
        return []
    every = {(p.name, str(p.mark), p.source): None for p in (*form.parts, *(b.part for b in form.blocks))}
    ordered = sorted(every, key=lambda part: not (part[0] in still_open and FactMark(part[1]).is_unsure))
    return [_row(n, *part, shown, still_open) for n, part in enumerate(ordered)]


def _row(n: int, name: str, mark: str, source: str, shown: Shown, still_open: frozenset[str]) -> Row:
    kind = FactMark(mark)
    chip, role, action, side = word(kind), "ok", "", ""
    if kind is FactMark.P:
        role = "muted"
    elif kind.is_unsure and name in still_open:
        role, action = "warn", tr("Confirm")
    elif kind.is_unsure:
        chip = tr("Confirmed")
        at = shown.times.get(name)
        side = " ".join(part for part in (shown.persons.get(name, ""), full_day(at.date()) if at else "") if part)
    return Row(
        id=f"{n}:{name}",
        title=name,
        detail=tr("Source: {source}", source=source) if source else tr("no source is named"),
        side=side,
        chip=chip,
        chip_role=role,
        action=action,
    )
