# SPDX-License-Identifier: MulanPSL-2.0
"""The checklists of the unit: versions, faults and use; import, export, comparison, statistics, removal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.change import Changes
from inspector_app.domain.problems import Problem
from inspector_app.ledgers.packs import PackLine
from inspector_app.operations import pack_manager as verbs
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets import pack_acts
from inspector_app.ui.widgets.file_drop import FileDrop
from inspector_app.ui.widgets.pack_compare import PackCompare
from inspector_app.ui.widgets.pack_detail import PackDetail, VersionShown, read_versions
from inspector_app.ui.widgets.pack_list import PackGroup, PackList, read_groups
from inspector_app.ui.widgets.pack_result import PackResult
from inspector_app.ui.widgets.pack_statistics import PackStatistics
from inspector_app.ui.widgets.page import Band, Pages, button, row
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.operations.pack_import import ImportedPack

TABLES = ("kept_packs", "pack_choices", "law_updates", "inspections", "inspection_packs")


class PackPanel(QWidget):
    """Checklists at the left, the chosen one at the right; a file that is dropped is imported."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._waiting: list[Path] = []  # files still to be imported
        self._go_to = ""  # the checklist to choose when the list has been read again
        self.packs = PackList()
        self.detail = PackDetail()
        self.band = Band()
        self.compare = PackCompare(jobs)
        self.figures = PackStatistics(ws, jobs)
        self.result = PackResult()
        self.import_button = button(tr("Import"), self._on_import, icon="import")
        self.import_button.setToolTip(tr("A workbook, an XLSForm or a SafetyCulture template; or drag it here"))
        self.packs.add_at_right(self.import_button)
        self.main = QWidget()
        self.stack = Pages()
        FileDrop(self).dropped.connect(self._on_dropped)
        self._build()
        self._connect()

    def _build(self) -> None:
        columns = row(gap=12)
        columns.addWidget(self.packs, 2)
        columns.addWidget(self.detail, 3)
        box = QVBoxLayout(self.main)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(8))
        box.addWidget(self.band)
        box.addLayout(columns, 1)
        for page in (self.main, self.compare, self.figures, self.result):
            self.stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _connect(self) -> None:
        self.packs.pack_shown.connect(self._on_shown)
        self.detail.use_wanted.connect(self._on_use)
        self.detail.export_wanted.connect(self._on_export)
        self.detail.compare_wanted.connect(self._on_compare)
        self.detail.statistics_wanted.connect(self._on_statistics)
        self.detail.remove_wanted.connect(self._on_remove)
        self.compare.file_wanted.connect(self._on_compare_file)
        for page in (self.compare, self.figures, self.result):
            page.left.connect(self.show_packs)

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the checklists again."""
        self.packs.note.setText(tr("Reading …"))
        self.jobs.run_read(self, partial(read_groups, self.ws), then=self._show, key="packs")

    def on_changed(self, changes: Changes) -> None:
        """Read again what an operation may have changed."""
        if any(changes.touched.get(table) for table in TABLES):
            self.refresh()

    def _show(self, groups: tuple[PackGroup, ...]) -> None:
        wanted, self._go_to = self._go_to, ""
        self.packs.show_groups(groups)
        if wanted:
            self.packs.search.clear()
            self.packs.list.show_row(wanted)
        self._on_shown(self.packs.list.current_id())

    def _on_shown(self, pack_id: str) -> None:
        if not pack_id:
            self.detail.show_versions("", ())
            return

        def show(versions: tuple[VersionShown, ...]) -> None:
            if self.packs.list.current_id() == pack_id:
                self.detail.show_versions(pack_id, versions)

        self.jobs.run_read(self, partial(read_versions, self.ws, pack_id), then=show, key="versions")

    def show_packs(self) -> None:
        """Go back to the checklists."""
        self.stack.setCurrentWidget(self.main)
        self.packs.list.setFocus()

    # ---- importing -------------------------------------------------------------------------------------

    def _on_import(self) -> None:
        words = tr("Checklists (*.xlsx *.xlsm *.xls *.csv *.md *.json)")
        self.import_files(self.ask.open_files(tr("Import a checklist"), words))

    def import_files(self, paths: list[Path]) -> None:
        """Import files one after the other; the first that is refused stops the rest."""
        self.band.hide()
        self._waiting = list(paths)
        self._import_next()

    def _import_next(self) -> None:
        self.import_button.setEnabled(not self._waiting)
        if not self._waiting:
            return
        path = self._waiting.pop(0)
        self.packs.note.setText(tr("Reading {name} …", name=path.name))
        self.jobs.run_write(
            self,
            partial(pack_acts.import_file, self.ws, path),
            then=partial(self._on_imported, path),
            refused=partial(self._on_refused_file, path),
        )

    def _on_imported(self, path: Path, made: ImportedPack) -> None:
        words = pack_acts.imported_words(made)
        self._go_to = made.pack_id
        if made.left_out or made.warnings:
            self.result.show_imported(path.name, words, made.warnings, made.left_out)
            self.stack.setCurrentWidget(self.result)
        else:
            self.stack.setCurrentWidget(self.main)
            self.band.say(words, tone="ok")
        self._import_next()
        self.refresh()  # the same content once more changes nothing, and is chosen all the same

    def _on_refused_file(self, path: Path, problems: tuple[Problem, ...]) -> None:
        self._waiting = []
        self.import_button.setEnabled(True)
        self.result.show_faults(path.name, problems)
        self.stack.setCurrentWidget(self.result)
        self.result.back.setFocus()
        self.refresh()

    def _on_dropped(self, paths: list[Path]) -> None:
        """Import what fell, or compare with it while two versions are compared."""
        if self.stack.currentWidget() is self.compare:
            self.compare.add_side(pack_acts.file_side(self.ws, paths[0]))
        else:
            self.import_files(paths)

    # ---- acts on one checklist -------------------------------------------------------------------------

    def _on_use(self, pack_id: str, is_used: bool) -> None:
        self.jobs.run_write(
            self, partial(verbs.choose_pack, self.ws, pack_id, is_enabled=is_used), refused=self._on_refused
        )

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")
        self.refresh()

    def _on_export(self, line: PackLine) -> None:
        path = self.ask.save_file(tr("Export checklist"), pack_acts.file_name(line), tr("Workbook (*.xlsx)"))
        if path is None:
            return

        def written(path: Path) -> None:
            words = tr("Written to {path}. Change it there, raise the version, and import it again.", path=str(path))
            self.band.say(words, tone="ok")

        self.band.hide()
        self.jobs.run_slow(
            self, partial(pack_acts.export_file, self.ws, line, path), then=written, refused=self._on_refused,
            title=tr("Export checklist"),
        )  # fmt: skip

    def _on_compare(self, _pack_id: str) -> None:
        shown = self.detail.versions
        sides = [pack_acts.side_of(self.ws, one.line) for one in shown]
        current = self.detail.current()
        new = shown.index(current) if current in shown else 0
        old = min(new + 1, len(sides) - 1)  # the next older one
        if old == new:
            old, new = max(0, len(sides) - 1), max(0, len(sides) - 2)
        self.compare.show_sides(sides, old, new)
        self.stack.setCurrentWidget(self.compare)
        self.compare.new.setFocus()

    def _on_compare_file(self) -> None:
        words = tr("Checklists (*.xlsx *.xlsm *.xls *.csv *.md *.json)")
        chosen = self.ask.open_files(tr("Compare with a file"), words)
        if chosen:
            self.compare.add_side(pack_acts.file_side(self.ws, chosen[0]))

    def _on_statistics(self, pack_id: str) -> None:
        group = self.packs.group(pack_id)
        self.figures.show_pack(pack_id, group.shown.title if group else pack_id)
        self.stack.setCurrentWidget(self.figures)
        self.figures.search.setFocus()

    def _on_remove(self, line: PackLine) -> None:
        title = tr("Remove “{title}” version {version}", title=line.title, version=line.version)
        question = tr("Why is it removed? The reason is kept. It is offered no more; no inspection has it.")
        reason = self.ask.text(title, question, initial=tr("replaced by a newer version"))
        if reason is None:
            return

        def removed(_row: object) -> None:
            words = tr("“{title}” version {version} is removed; Ctrl+Z brings it back.", title=line.title,
                       version=line.version)  # fmt: skip
            self.band.say(words, tone="ok")

        work = partial(verbs.remove_pack, self.ws, line.id, line.version, reason)
        self.jobs.run_write(self, work, then=removed, refused=self._on_refused)
