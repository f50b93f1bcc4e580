# SPDX-License-Identifier: MulanPSL-2.0
"""评分: the score of a building site while it is being checked: total and grade, summary, tables, what is open."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.score_sheet import ScoreSheet, TableScore
from inspector_app.ledgers.score import InspectionScore, score_of
from inspector_app.operations import score as verbs
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.page import Card, button, label, row, set_tone
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.ui.widgets.score_panel_rows import (
    open_rows,
    percent_words,
    summary_rows,
    table_rows,
    total_words,
    weight_rows,
    working_text,
)
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

ROLES = ("ok", "accent")  # of the grades from the best on; the last one is bad


class ScorePanel(FreshWidget):
    """Shows the score of one inspection and reads it again by itself when an answer or a finding was touched."""

    tables: ClassVar[frozenset[str]] = frozenset({"answers", "findings", "inspections", "inspection_packs"})
    item_wanted = Signal(str)  # the code of an item to go to
    sheet_wanted = Signal(str)  # the inspection whose score sheet is to be seen or issued
    scored = Signal(bool)  # whether the inspection has a score at all

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs = ws, jobs
        self.inspection_id = ""
        self.found: InspectionScore | None = None
        self.head = self._make_head()
        self.summary = RowList(tr("Summary of the score"))
        self.list = RowList(tr("Tables of the score"))
        self.open = RowList(tr("Items not checked"))
        self.weights = RowList(tr("Score by weight"))
        self.working = QPlainTextEdit()
        self.working.setReadOnly(True)
        self.working.setAccessibleName(tr("Working"))
        self.leave_button = button("", self._leave_or_take, icon="minus")
        self.leave_button.setToolTip(tr("for a table that this site has nothing of: every item becomes not applicable"))
        self.tables_page = QWidget()
        box = QVBoxLayout(self.tables_page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        box.addLayout(row(self.leave_button, None))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._pages = (self.summary, self.tables_page, self.weights, self.open, self.working)
        for part in self._pages:
            self.tabs.addTab(part, "")
        self.trouble = label("", tone="bad", wrap=True)
        self.trouble.hide()
        self.summary.row_chosen.connect(self._on_summary)
        self.list.row_chosen.connect(self._on_table)
        self.list.row_shown.connect(lambda _no: self._show_leave())
        self.open.row_chosen.connect(self.item_wanted)
        self.weights.row_chosen.connect(self._on_weight)
        jobs.changed.connect(self.on_changed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.head)
        outer.addWidget(self.trouble)
        outer.addWidget(self.tabs, 1)
        self._show_nothing()

    def _make_head(self) -> Card:
        head = Card()
        head.note.hide()
        self.total = label("—")
        self.total.setObjectName("figure")
        self.total.setAccessibleName(tr("Total"))
        self.grade = Chip()
        self.unsure = Chip()
        self.sheet_button = button(tr("Score sheet"), self._want_sheet, icon="preview")
        self.line = WrapLabel()
        self.note = WrapLabel(tone="muted")
        head.outer.addLayout(row(self.total, self.grade, self.unsure, None, self.sheet_button))
        head.add(self.line)
        head.add(self.note)
        return head

    # What is shown

    def show_inspection(self, inspection_id: str) -> None:
        """Show the score of an inspection."""
        if inspection_id != self.inspection_id:
            self.inspection_id = inspection_id
            self.found = None
            self._show_nothing()
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the score."""
        self.reading()
        wanted = self.inspection_id
        if wanted:
            self._jobs.run_read(
                self, partial(score_of, self._ws, wanted), then=self._show, refused=partial(self._on_refused, wanted),
                key="score",
            )  # fmt: skip

    def focus_first(self) -> None:
        """Put the focus where work goes on: on what is open, else on the summary."""
        has_sheet = self.found is None or self.found.sheet is not None
        part = self.open if self.open.rows.rows else self.summary if has_sheet else self.weights
        self.tabs.setCurrentWidget(part)
        part.setFocus()

    def _show(self, found: InspectionScore) -> None:
        if found.inspection_id != self.inspection_id:
            return
        self.found = found
        self.trouble.hide()
        sheet = found.sheet
        if sheet is not None:
            self._show_sheet(sheet)
        else:
            self._show_weight(found)
        self.weights.put(weight_rows(found.weighted))
        self.open.put(open_rows(found))
        for page in (self.summary, self.tables_page, self.working):
            self.tabs.setTabVisible(self.tabs.indexOf(page), sheet is not None)
        self.tabs.setTabVisible(self.tabs.indexOf(self.weights), bool(found.weighted))
        self._show_titles(len(found.open))
        self._show_leave()
        self.scored.emit(True)

    def _show_sheet(self, sheet: ScoreSheet) -> None:
        self.total.setText(total_words(sheet.total))
        grade = sheet.grade
        if grade is None:
            self._show_open(len(sheet.open))
        else:
            place = sheet.facts.grades.index(grade)
            is_last = place == len(sheet.facts.grades) - 1
            self.grade.set_state(grade.grade, "bad" if is_last else ROLES[min(place, len(ROLES) - 1)], "flag")
        self.unsure.set_state(tr("To be verified") if sheet.is_unsure else "", "warn")
        self.line.setText(self._words(sheet))
        set_tone(self.line, "" if sheet.is_ready else "muted")
        self.note.setText(self._notes(sheet))
        self.sheet_button.setVisible(True)
        self.sheet_button.setEnabled(sheet.is_ready)
        self.summary.put(summary_rows(sheet))
        self.list.put(table_rows(sheet))
        text = working_text(sheet)
        if self.working.toPlainText() != text:
            self.working.setPlainText(text)

    def _show_weight(self, found: InspectionScore) -> None:
        """Show the head of a score by weight alone; of several checklists each has its own figure in the list."""
        one = found.weighted[0].score if len(found.weighted) == 1 else None
        self.total.setText(percent_words(one.percent if one is not None and one.is_ready else None))
        self._show_open(len(found.open))
        self.unsure.set_state("")
        self.line.setText(tr("What is compliant of what was judged, each item with its weight."))
        self.note.setText("")
        self.sheet_button.setVisible(False)

    def _show_open(self, count: int) -> None:
        self.grade.set_state(tr("{count} not checked", count=count) if count else "", "accent")

    def _words(self, sheet: ScoreSheet) -> str:
        if sheet.is_ready:
            return sheet.grade_line
        if sheet.open:
            return tr("There is a total once every item is answered; tables that the site has nothing of are left out.")
        return sheet.total_line

    def _notes(self, sheet: ScoreSheet) -> str:
        rules = "、".join(rule.id for rule in sheet.rules if rule.is_unsure)
        parts = [sheet.facts.unlisted]
        if sheet.unsure_items:
            parts.append(tr("names or points of {count} items are to be verified", count=len(sheet.unsure_items)))
        if rules:
            parts.append(tr("rules to be verified: {rules}", rules=rules))
        return "；".join(parts)

    def _show_titles(self, still_open: int) -> None:
        names = (tr("Summary table"), tr("Tables"), tr("By weight"), tr("Not checked"), tr("Working"))
        for page, name in zip(self._pages, names, strict=True):
            counted = f"{name} {still_open}" if page is self.open and still_open else name
            self.tabs.setTabText(self.tabs.indexOf(page), counted)

    def _show_nothing(self) -> None:
        self.total.setText("—")
        self.grade.set_state("")
        self.unsure.set_state("")
        self.line.setText("")
        self.note.setText("")
        self.sheet_button.setEnabled(False)
        for part in (self.summary, self.list, self.open, self.weights):
            part.put(())
        self.working.setPlainText("")
        self._show_titles(0)
        self._show_leave()

    def _on_refused(self, inspection_id: str, problems: tuple[Problem, ...]) -> None:
        if inspection_id == self.inspection_id:
            self.found = None
            self._show_nothing()
            self.show_problems(problems)
            self.scored.emit(False)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say why there is no score, or why a table stays as it is."""
        self.trouble.setText("\n".join(sentence(p) for p in problems))
        self.trouble.setVisible(bool(problems))

    # What is done

    def _current(self) -> TableScore | None:
        no = self.list.current_id()
        sheet = self.found.sheet if self.found is not None else None
        return next((t for t in sheet.tables if t.fact.no == no), None) if sheet is not None else None

    def _show_leave(self) -> None:
        table = self._current()
        taken_out = table is not None and table.is_missing
        self.leave_button.setText(tr("Take the table in again") if taken_out else tr("Leave the whole table out"))
        may = self.found is not None and self.found.may_change
        self.leave_button.setEnabled(may and table is not None and table.is_untouched)

    def _leave_or_take(self) -> None:
        table = self._current()
        if table is None:
            return
        verb = verbs.take_in_table if table.is_missing else verbs.leave_out_table
        work = partial(verb, self._ws, self.inspection_id, table.fact.no)
        self._jobs.run_write(self, work, refused=self.show_problems)

    def _on_summary(self, name: str) -> None:
        sheet = self.found.sheet if self.found is not None else None
        own = [t.fact.no for t in sheet.tables if t.fact.summary_item == name] if sheet is not None else []
        if own:
            self.tabs.setCurrentWidget(self.tables_page)
            self.list.show_row(own[0])
            self.list.setFocus()

    def _on_table(self, no: str) -> None:
        sheet = self.found.sheet if self.found is not None else None
        table = next((t for t in sheet.tables if t.fact.no == no), None) if sheet is not None else None
        if table is not None:
            self.item_wanted.emit(next(iter(table.open), table.items[0].code))

    def _on_weight(self, row_id: str) -> None:
        pack_id, _, section = row_id.partition("|")
        for found in self.found.weighted if self.found is not None else ():
            if found.pack.id == pack_id:
                parts = [s for s in found.score.sections if section in ("", s.name)]
                codes = [code for part in parts for code in part.not_checked]
                if codes:
                    self.item_wanted.emit(codes[0])

    def _want_sheet(self) -> None:
        self.sheet_wanted.emit(self.inspection_id)
