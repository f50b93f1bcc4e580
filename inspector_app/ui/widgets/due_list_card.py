# SPDX-License-Identifier: MulanPSL-2.0
"""What is due, on 今日: one list that may be narrowed, an act on each row, and the list as a calendar file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.due import DueEntry
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.due_list_rows import (
    ANSWER,
    DOCUMENT,
    REINSPECT,
    DueGroup,
    DueRead,
    DueShown,
    act_of,
    belongs,
    group_name,
    row_of,
)
from inspector_app.ui.widgets.field_editor_choices import CalmCombo
from inspector_app.ui.widgets.mask_choice import MaskChoice, add_to_menu
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages, button, row
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import RowList
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

HORIZONS = (3, 7, 30, 90)


class GroupChoice(QWidget):
    """The lists with their counts, side by side; as a list that opens where there is no room."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = DueGroup.ALL
        self.buttons: dict[DueGroup, QPushButton] = {}
        self.combo = CalmCombo()
        self.combo.setAccessibleName(tr("Which of the due things are shown"))
        self.combo.activated.connect(lambda _row: self.choose(DueGroup(self.combo.currentData())))
        exclusive = QButtonGroup(self)
        for group in DueGroup:
            made = button("", partial(self.choose, group))
            made.setProperty("segment", True)
            made.setCheckable(True)
            made.setChecked(group is self.group)
            exclusive.addButton(made)
            self.buttons[group] = made
        self._line = row(*self.buttons.values(), None, gap=4)
        self._line.insertWidget(0, self.combo)
        self.setLayout(self._line)

    def choose(self, group: DueGroup) -> None:
        """Show another list."""
        self.group = group
        self.buttons[group].setChecked(True)
        self.combo.setCurrentIndex(max(0, self.combo.findData(group.value)))
        self.chosen.emit()

    def show_counts(self, counts: dict[DueGroup, int]) -> None:
        """Offer the lists that have something, and the chosen one."""
        offered = [g for g in DueGroup if counts[g] or g in (DueGroup.ALL, self.group)]
        self.combo.clear()
        for group, made in self.buttons.items():
            made.setText(tr("{name} {count}", name=group_name(group), count=counts[group]))
            made.setProperty("offered", group in offered)
            if group in offered:
                self.combo.addItem(made.text(), group.value)
        self.combo.setCurrentIndex(max(0, self.combo.findData(self.group.value)))
        self.setVisible(len(offered) > 1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        offered = [made for made in self.buttons.values() if made.property("offered")]
        wide = sum(made.sizeHint().width() + theme.dp(4) for made in offered)
        side_by_side = wide <= self.width()
        for made in self.buttons.values():
            made.setVisible(side_by_side and made in offered)
        self.combo.setVisible(not side_by_side)


class DueCard(Card):
    """The card; `reinspect_wanted` carries the document, `documents_chosen` its inspection."""

    reinspect_wanted = Signal(str)
    documents_chosen = Signal(str)
    days_changed = Signal(int)
    law_wanted = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Deadlines and re-inspections"), parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._read: DueRead | None = None
        self._entries: dict[str, DueEntry] = {}
        self.days = CalmCombo()
        self.days.setAccessibleName(tr("How far ahead"))
        for days in HORIZONS:
            self.days.addItem(tr("{days} days ahead", days=days), days)
        self.days.activated.connect(lambda _row: self.days_changed.emit(int(self.days.currentData())))
        self.export_button = button("", icon="export", tip=tr("Save as a calendar file (.ics)"))
        self.export_button.setAccessibleName(tr("Save as a calendar file (.ics)"))
        self.masking = MaskChoice(ws)
        menu = QMenu(self.export_button)
        self.export_act = menu.addAction(tr("Save as a calendar file (.ics)"), self._on_export)
        add_to_menu(menu, self.masking)
        self.export_button.setMenu(menu)
        bind_rights(ws, {self.export_button: Act.EXPORT})
        self.groups = GroupChoice()
        self.groups.chosen.connect(self._fill)
        self.band = Band()
        self.list = RowList(tr("Deadlines and re-inspections"))
        self.list.setObjectName("cardList")
        self.list.row_chosen.connect(self._on_row)
        self.nothing = EmptyState("check", "")
        self.faulty = EmptyState("warning", tr("No date can be counted now"))
        self.law_button = button(tr("Look in the settings"), self.law_wanted.emit)
        self.faulty.add_button(self.law_button)
        self.stack = Pages()
        for page in (self.list, self.nothing, self.faulty):
            self.stack.addWidget(page)
        self.add_at_right(self.days)
        self.add_at_right(self.export_button)
        self.add(self.band)
        self.add(self.groups)
        self.add(self.stack, 1)

    def show_due(self, read: DueRead) -> None:
        """Show what is due."""
        self._read = read
        counts = {group: sum(belongs(s.entry, group) for s in read.shown) for group in DueGroup}
        if not counts[self.groups.group]:
            self.groups.choose(DueGroup.ALL)
        self.groups.show_counts(counts)
        self._fill()

    def shown(self) -> list[DueShown]:
        """Give what the list shows."""
        every = self._read.shown if self._read else ()
        return [one for one in every if belongs(one.entry, self.groups.group)]

    def _fill(self) -> None:
        read = self._read
        if read is None:
            return
        shown = self.shown()
        self._entries = {one.entry.key: one.entry for one in shown}
        self.list.put([row_of(one, read.today) for one in shown])
        late = sum(one.entry.is_overdue for one in read.shown)
        counted = tr("{overdue} overdue, {soon} due soon", overdue=late, soon=len(read.shown) - late)
        self.note.setText(counted if late else str(len(read.shown)) if read.shown else "")
        self.export_button.setEnabled(bool(shown))
        self.nothing.say(
            tr("Nothing is overdue or due within {days} days", days=read.days),
            tr("Days come from the documents that are issued and served; choose more days above to look further."),
        )
        if read.problems:
            more = len(read.problems) - 1
            first = sentence(read.problems[0])
            said = tr("{sentence} (and {count} more)", sentence=first, count=more) if more else first
            self.faulty.say(tr("No date can be counted now"), said)
        self.stack.setCurrentWidget(self.faulty if read.problems else self.list if shown else self.nothing)

    def _on_row(self, key: str) -> None:
        entry = self._entries.get(key)
        if entry is None:
            return
        if act_of(entry) in (REINSPECT, ANSWER):
            self.reinspect_wanted.emit(entry.where.removeprefix(DOCUMENT))
        else:
            self.documents_chosen.emit(entry.inspection_id)

    def _on_export(self) -> None:
        entries = [one.entry for one in self.shown()]
        name = tr("Deadlines {day}", day=self.ws.today().isoformat()) + ".ics"
        path = self.ask.save_file(tr("Save as a calendar file (.ics)"), name, "iCalendar (*.ics)")
        if path is None or not entries:
            return

        def saved(_path: Path) -> None:
            words = tr("{count} days written to {path}", count=len(entries), path=str(path))
            self.band.say(words, tone="ok")

        def refused(problems: tuple[Problem, ...]) -> None:
            self.ask.show_problems(problems)

        work = partial(_save, self.ws, entries, path, not self.masking.take())
        self.jobs.run_slow(self, work, then=saved, refused=refused, title=tr("Save as a calendar file (.ics)"))


def _save(ws: Workspace, entries: list[DueEntry], path: Path, whole: bool, report: Report) -> Path:
    report(0, 0)
    from inspector_app.operations.file_exports import save_deadlines  # with all that draws papers: when it is wanted

    save_deadlines(ws, entries, path, whole=whole)
    return path
