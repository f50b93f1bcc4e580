# SPDX-License-Identifier: MulanPSL-2.0
"""收件: reading a stick, a folder or files, what came of it, and what is not settled yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_receiving as state
from inspector_app.ui.models.handoff_changes import all_changed
from inspector_app.ui.models.handoff_receiving import Backlog, ReadSaid
from inspector_app.ui.widgets.file_drop import FileDrop
from inspector_app.ui.widgets.handoff_backlog import BacklogCard
from inspector_app.ui.widgets.handoff_progress import HandoffProgress
from inspector_app.ui.widgets.handoff_report import ReportCard
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.handoff_run import HandoffRun
from inspector_app.ui.widgets.handoff_sources import SourceCard
from inspector_app.ui.widgets.page import column, row, scrolled
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff.inbox import InboxFound
    from inspector_app.handoff.medium import Drive

REQUEST = ".ajq"


class ReceivePage(QWidget):
    """Where to read from and what came of it at the left, what is not settled at the right; files may be dropped."""

    primary_changed = Signal()
    settled = Signal()
    request_dropped = Signal(object)  # Path: a laptop's request to be enrolled

    def __init__(
        self, ws: Workspace, jobs: Jobs, ask: Ask, *, is_office: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._is_office = is_office
        self._seen: dict[Path, tuple[int, int]] = {}
        self.progress = HandoffProgress()
        self.result = HandoffResult()
        self.run = HandoffRun(self, jobs, self.progress, self.result)
        self.sources = SourceCard(is_office=is_office)
        self.report = ReportCard()
        self.backlog = BacklogCard()
        FileDrop(self, is_open=lambda: not self.run.is_busy).dropped.connect(self.read)
        self._build()
        self.sources.look_wanted.connect(self.look)
        self.sources.read_wanted.connect(self.read)
        self.sources.files_wanted.connect(self._on_files)
        self.sources.folder_wanted.connect(self._on_folder)
        self.sources.chosen_changed.connect(self.primary_changed)
        self.backlog.again_wanted.connect(lambda path: self.read([Path(path)]))
        self.backlog.drop_wanted.connect(self._on_discard)
        self.sources.watch_wanted.connect(self._on_watch)
        self.sources.auto_switched.connect(partial(state.read_by_itself, ws))
        self.sources.auto.setChecked(is_office and state.reads_by_itself(ws))
        self.run.changed.connect(self._on_run)

    def _build(self) -> None:
        columns = row(gap=16)
        left = QWidget()
        box = column(self.sources, gap=12)
        box.addWidget(self.report, 1)
        left.setLayout(box)
        columns.addWidget(scrolled(left), 3)
        columns.addWidget(self.backlog, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.progress)
        outer.addWidget(self.result)
        outer.addLayout(columns, 1)

    # ---- what the screen asks --------------------------------------------------------------------------

    def primary_words(self) -> str:
        """Give the word of the primary act."""
        return tr("Read")

    def primary_right(self) -> Act:
        """Say which right it needs."""
        return Act.READ_BUNDLE

    def may_act(self) -> bool:
        """Whether something may be read now."""
        return not self.run.is_busy

    def act(self) -> None:
        """Read what is chosen; where no stick is in, ask for files."""
        chosen = self.sources.chosen()
        if chosen is not None:
            self.read([chosen])
        else:
            self._on_files()

    def focus_first(self) -> None:
        """Put the focus on where to read from."""
        (self.sources.list if self.sources.list.isVisibleTo(self) else self.sources.files).setFocus()

    def refresh(self) -> None:
        """Read again what is not settled."""
        self._jobs.run_read(self, partial(state.read_backlog, self._ws), then=self._show_backlog, key="backlog")

    def look(self) -> None:
        """Look for sticks, and at the office for parts that lie ready."""

        def show(found: tuple[Drive, ...]) -> None:
            self.sources.show_drives(found)

        self._jobs.run_read(self, state.drives, then=show, key="drives")
        if self._is_office:
            work = partial(state.look_into_inbox, self._ws, self._seen)
            self._jobs.run_read(self, work, then=self._on_inbox, key="inbox")

    def _on_inbox(self, found: InboxFound) -> None:
        self.sources.show_inbox(found.folder, found.new_by_place)
        if found.new and self.sources.auto.isChecked() and not self.run.is_busy:
            self.read(found.new)

    def _on_watch(self) -> None:
        folder = self._ask.folder(tr("Which folder is the inbox?"))
        if folder is None:
            return

        def refused(problems: tuple[Problem, ...]) -> None:
            self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)

        work = partial(state.watch, self._ws, folder)
        self._jobs.run_read(self, work, then=lambda _none: self.look(), refused=refused)

    def _show_backlog(self, backlog: Backlog) -> None:
        self.backlog.show_backlog(backlog, self._ws.today())

    # ---- reading ---------------------------------------------------------------------------------------

    def _on_files(self) -> None:
        chosen = self._ask.open_files(tr("Read bundles"), tr("Hand-off files (*.ajb *.ajr)"))
        if chosen:
            self.read(chosen)

    def _on_folder(self) -> None:
        folder = self._ask.folder(tr("From which folder?"))
        if folder is not None:
            self.read([folder])

    def read(self, paths: Sequence[Path]) -> None:
        """Read files and folders; a laptop's request goes on to where laptops are enrolled."""
        requests = [path for path in paths if path.suffix.lower() == REQUEST]
        if requests:
            self.request_dropped.emit(requests[0])
            paths = [path for path in paths if path not in requests]
        if not paths:
            return
        words = tr("Reading {name}", name=", ".join(path.name or str(path) for path in paths))
        work = partial(state.read_paths, self._ws, tuple(paths))
        self.run.start(tr("Reading bundles"), words, work, self._on_read, failed=tr("Nothing was taken in."))

    def _on_read(self, said: ReadSaid) -> None:
        self.report.show_read(said, state.device_names(self._ws))
        self._jobs.changed.emit(all_changed())
        self.settled.emit()

    def _on_run(self) -> None:
        self.sources.setEnabled(not self.run.is_busy)
        self.backlog.setEnabled(not self.run.is_busy)
        self.primary_changed.emit()
        if not self.run.is_busy:
            self.refresh()

    # ---- quarantine ------------------------------------------------------------------------------------

    def _on_discard(self, quarantine_id: str) -> None:
        one = self.backlog.current()
        if one is None:
            return
        title = tr("Discard “{name}”", name=one.name)
        words = tr("Why is it not needed? The reason is kept; the file stays where it lies.")
        reason = self._ask.text(title, words)
        if reason is None:
            return

        def discarded(_none: object) -> None:
            self.result.say(tr("“{name}” was discarded: {reason}", name=one.name, reason=reason))
            self.refresh()
            self.settled.emit()

        def refused(problems: tuple[Problem, ...]) -> None:
            self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)

        work = partial(state.discard, self._ws, quarantine_id, reason)
        self._jobs.run_read(self, work, then=discarded, refused=refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete discards the chosen part of the quarantine."""
        if event.key() == Qt.Key.Key_Delete and self.backlog.current() is not None and self.backlog.list.hasFocus():
            self._on_discard(self.backlog.list.current_id())
            return
        super().keyPressEvent(event)
