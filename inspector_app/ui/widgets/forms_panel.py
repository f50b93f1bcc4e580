# SPDX-License-Identifier: MulanPSL-2.0
"""The forms of documents in the settings: which this organ uses, whose they are, and what in them is 待核."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, Severity, blocking
from inspector_app.ledgers import organs
from inspector_app.operations import forms
from inspector_app.operations.forms import FormEntry
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.forms_panel_page import FormPage, Shown, read_form_page, without_places
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.page import Card, Pages, button, label, set_tone
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All forms, and the kinds that an organ of this department and power may use."""

    entries: tuple[FormEntry, ...]
    used: frozenset[DocumentKind]


def listed_forms(ws: Workspace) -> Listed:
    """Read the forms; without an organ every kind counts as used."""
    organ = organs.organ(ws)
    entries = forms.list_forms(ws)
    of = ws.law.documents.of
    used = frozenset(e.kind for e in entries if organ is None or of(e.kind).is_for(organ))
    return Listed(entries=entries, used=used)


class FormsPanel(QWidget):
    """A table of the forms; a click or Enter opens the page of one."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._listed: Listed | None = None
        self._open: DocumentKind | None = None
        self.table_page = QWidget()
        self.page = FormPage()
        self.page.left.connect(self.show_table)
        self.page.confirm_wanted.connect(self._confirm)
        self.page.copy_wanted.connect(self._copy)
        self.page.folder_wanted.connect(self._open_folder)
        self.result = CheckResult()
        self.result.closed.connect(self.show_table)
        self._build_table()
        self.stack = Pages()
        for made in (self.table_page, self.page, self.result):
            self.stack.addWidget(made)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _build_table(self) -> None:
        self.card = Card(tr("Forms of documents"))
        words = tr(
            "A click opens a form with its parts and their sources. What is marked to be verified is shown at every "
            "issue until somebody who compared it with the official text confirms it here."
        )
        self.card.add(label(words, tone="muted", wrap=True))
        self.all_button = button(tr("Show all forms"), self._fill, kind="quiet")
        self.all_button.setCheckable(True)
        self.check_button = button(tr("Check a form file"), self._on_check, icon="check")
        self.card.add_at_right(self.all_button)
        self.card.add_at_right(self.check_button)
        self.model = LedgerModel(_columns(), lambda e: str(e.kind), self)
        self.table = LedgerTable(self.model, tr("Forms of documents"))
        self.table.setObjectName("cardList")
        self.table.row_chosen.connect(self.open_form)
        self.table.clicked.connect(self._on_clicked)
        self.card.add(self.table, 1)
        box = QVBoxLayout(self.table_page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card, 1)

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the forms again, and the open one."""
        self.jobs.run_read(self, partial(listed_forms, self.ws), then=self._show, key="forms")
        self._read_page()

    def on_changed(self, changes: Changes) -> None:
        """Read again when a part was confirmed or the organ changed."""
        if not {"form_confirmations", "organ"}.isdisjoint(changes.touched):
            self.refresh()

    def _show(self, listed: Listed) -> None:
        self._listed = listed
        self._fill()

    def _fill(self) -> None:
        if self._listed is None:
            return
        entries, used = self._listed.entries, self._listed.used
        every = self.all_button.isChecked()
        # An own form stays in sight, whatever its kind: a faulty one most of all.
        shown = [e for e in entries if every or e.kind in used or e.is_own]
        self.model.put(shown)
        self.card.note.setText(tr("{count} of {total}", count=len(shown), total=len(entries)))
        self.all_button.setVisible(len(used) < len(entries))

    # ---- one form --------------------------------------------------------------------------------------

    def open_form(self, kind: str) -> None:
        """Show the page of a form."""
        self._open = DocumentKind(kind)
        self._read_page(fresh=True)

    def show_table(self) -> None:
        """Go back to all forms."""
        kind, self._open = self._open, None
        self.stack.setCurrentWidget(self.table_page)
        rows = [e.kind for e in self.model.rows]
        if kind in rows:
            self.table.setCurrentIndex(self.model.index(rows.index(kind), 0))
        self.table.setFocus()

    def _read_page(self, *, fresh: bool = False) -> None:
        if self._open is None:
            return

        def show(shown: Shown) -> None:
            if shown.entry.kind is self._open:
                self.page.show_form(shown, fresh=fresh)
                self.stack.setCurrentWidget(self.page)
                if fresh:
                    self.page.focus_first()

        # A click and the change that it brings may both read: the first of them must not be dropped.
        key = "" if fresh else "form"
        self.jobs.run_read(self, partial(read_form_page, self.ws, self._open), then=show, key=key)

    def _on_clicked(self, index: QModelIndex) -> None:
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:  # else rows are being chosen
            self.open_form(self.model.id_at(index.row()))

    def _confirm(self, part: str) -> None:
        if self._open is None:
            return
        question = tr(
            "Who compared this part with the official text and answers for it? The name is kept with the time; it "
            "holds for exactly this wording."
        )
        person = self.ask.text(tr("Confirm “{part}”", part=part), question, initial=self.ws.actor)
        if person:
            self.jobs.run_write(self, partial(forms.confirm_part, self.ws, self._open, part, person))

    def _copy(self) -> None:
        if self._open is None:
            return

        def copied(path: Path) -> None:
            words = tr(
                "Copied to {path}. Change the wording there and give it a version of its own; it is used as soon as "
                "it has no faults.",
                path=str(path),
            )
            self.page.band.say(words, tone="ok")
            self.refresh()
            self._open_folder(str(path.parent))

        def refused(problems: tuple[Problem, ...]) -> None:
            self.ask.show_problems(problems)

        self.jobs.run_read(self, partial(forms.copy_form, self.ws, self._open), then=copied, refused=refused)

    def _open_folder(self, folder: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    # ---- checking a file -------------------------------------------------------------------------------

    def _on_check(self) -> None:
        chosen = self.ask.open_files(tr("Check a form file"), tr("Forms (*.toml)"))
        if chosen:
            path = chosen[0]

            def show(checked: tuple[object | None, tuple[Problem, ...]]) -> None:
                self.result.show_result(path.name, checked[1])
                self.stack.setCurrentWidget(self.result)
                self.result.close_button.setFocus()

            self.jobs.run_read(self, partial(forms.check_form, path), then=show, key="check")


class CheckResult(Card):
    """What a check of a form's file found; left as the page of a form is."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.verdict = label("", wrap=True)
        self.problems = ProblemList()
        self.close_button = button(tr("All forms"), self.closed.emit, icon="previous", tip=tr("All forms (Alt+←)"))
        self.close_button.setShortcut(QKeySequence("Alt+Left"))
        self.add_at_right(self.close_button)
        self.add(self.verdict)
        self.add(self.problems, 1)
        self.spare = QWidget()
        self.add(self.spare, 1)

    def show_result(self, name: str, problems: Sequence[Problem]) -> None:
        """Say what is wrong with a file, or that nothing is."""
        stopped = blocking(tuple(problems))
        notes = sum(p.severity is Severity.WARN for p in problems)
        self.title.setText(tr("Check of {name}", name=name))
        words, tone = tr("The form has no faults."), "ok"
        if stopped:
            words = tr("{count} faults: with them the form would not be used.", count=len(stopped))
            tone = "bad"
        elif notes:
            words = tr("The form has no faults; {count} notes on parts that are to be verified.", count=notes)
        self.verdict.setText(words)
        set_tone(self.verdict, tone)
        self.problems.setVisible(bool(problems))
        self.spare.setVisible(not problems)
        self.problems.show_problems(without_places(problems))


def _state(entry: FormEntry) -> str:
    faults = len(blocking(entry.problems))
    return tr("{count} faults", count=faults) if faults else tr("Usable")


def _state_tone(entry: FormEntry) -> str:
    return "bad" if blocking(entry.problems) else "muted"


def _open_count(entry: FormEntry) -> str:
    return str(len(entry.open_parts)) if entry.open_parts else "—"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Document"), words=lambda e: e.name, wide=150, stretch=True),
        Column(title=tr("Whose"), words=lambda e: tr("own") if e.is_own else tr("program"), wide=100),
        Column(title=tr("Version"), words=lambda e: e.version or "—", wide=80),
        Column(
            title=tr("To be verified"),
            words=_open_count,
            wide=75,
            order=lambda e: len(e.open_parts),
            tone=lambda e: "warn" if e.open_parts else "muted",
        ),
        Column(title=tr("State"), words=_state, wide=100, tone=_state_tone),
    )
