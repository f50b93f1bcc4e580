# SPDX-License-Identifier: MulanPSL-2.0
"""移交: what will go, how big, to whom; onto a stick, into a folder or over the network; and what came of it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Role
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models import handoff_sending as state
from inspector_app.ui.models.handoff_changes import all_changed
from inspector_app.ui.models.handoff_choices import Choice, Outgoing, Scope
from inspector_app.ui.models.handoff_sending import MadeSaid, SendRead
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.handoff_amounts import size_words
from inspector_app.ui.widgets.handoff_choice import HandoffChoice
from inspector_app.ui.widgets.handoff_figures import HandoffFigures
from inspector_app.ui.widgets.handoff_history import HandoffHistory
from inspector_app.ui.widgets.handoff_progress import HandoffProgress
from inspector_app.ui.widgets.handoff_queue import HandoffQueue
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.handoff_run import HandoffRun
from inspector_app.ui.widgets.handoff_target import HandoffTarget
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Card, button, column, row, scrolled
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.handoff import courier
    from inspector_app.handoff.readable import ReadableMade

LARGE = 1.25


class SendPage(QWidget):
    """Figures and target at the left, what was made at the right; progress and result across the top."""

    primary_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._going: Outgoing | None = None
        self._counting: Report | None = None
        self._choice_counted = Choice()
        self.progress = HandoffProgress()
        self.result = HandoffResult()
        self.run = HandoffRun(self, jobs, self.progress, self.result)
        self.figures = HandoffFigures()
        self.choice = HandoffChoice(ws.today())
        self.target = HandoffTarget()
        self.history = HandoffHistory()
        self.queue = HandoffQueue()
        self.readable = button(tr("Readable copy …"), self._on_readable, icon="text", kind="quiet")
        self.readable.setToolTip(tr("Tables, papers and photos for an office without this program; not encrypted"))
        self.masking = MaskChoice(ws)
        bind_rights(ws, {self.readable: Act.EXPORT})
        self._build()
        self._connect()

    def _build(self) -> None:
        what = Card(tr("What will go"))
        what.add(self.figures)
        what.add(self.choice)
        self.target.outer.addLayout(row(None, self.masking, self.readable))
        left = column(what, self.target, gap=12)
        left.addStretch(1)
        body = QWidget()
        self.columns = row(gap=16)
        self.columns.addLayout(left, 3)
        right = column(gap=12)
        right.addWidget(self.queue, 1)
        right.addWidget(self.history, 2)
        self.columns.addLayout(right, 2)
        body.setLayout(self.columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.progress)
        outer.addWidget(self.result)
        outer.addWidget(scrolled(body), 1)

    def _connect(self) -> None:
        self.choice.changed.connect(self._on_choice)
        self.target.look_wanted.connect(self.look)
        self.target.folder_wanted.connect(self._on_folder)
        self.target.changed.connect(self.primary_changed)
        self.queue.again_wanted.connect(self._send)
        self.run.changed.connect(self._on_run)

    # ---- reading ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again what would go and what was made."""
        self._jobs.run_read(self, partial(state.read_send, self._ws), then=self._show, key="send")
        self._count()

    def look(self) -> None:
        """Look for sticks."""
        self._jobs.run_read(self, state.drives, then=self.target.show_drives, key="drives")

    def focus_first(self) -> None:
        """Put the focus on where it goes."""
        self.target.list.setFocus()

    def primary_right(self) -> Act:
        """Say which right it needs."""
        return Act.MAKE_BUNDLE

    def may_act(self) -> bool:
        """Whether there is something to make and a place for it."""
        nothing = self._going is None or not (self._going.operations or self._going.files)
        return not self.run.is_busy and not nothing and self.target.target() is not None

    def primary_words(self) -> str:
        """Give the word of the primary act."""
        chosen = self.target.target()
        return tr("Send to the office") if chosen is not None and chosen.is_network else tr("Make the bundle")

    def _show(self, read: SendRead) -> None:
        now = self._ws.now()
        self.target.show_network(read.membership.url if read.membership.role is Role.MEMBER else None)
        self.history.show_bundles(read.made, now.date())
        self.queue.show_queue(read.queue, now)

    def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self.figures.show_nothing()
        self._going = None
        self.primary_changed.emit()
        choice = self._choice_counted = self.choice.choice()
        work = partial(state.read_outgoing, self._ws, choice)
        self._counting = self._jobs.run_slow(
            self, work, then=partial(self._on_counted, choice), refused=self._on_not_counted
        )

    def _on_counted(self, choice: Choice, going: Outgoing) -> None:
        if choice != self._choice_counted:
            return  # another choice was made meanwhile
        self._going = going
        self.figures.show_outgoing(going)
        self.target.show_needed(going.bytes)
        self.primary_changed.emit()

    def _on_not_counted(self, problems: tuple[Problem, ...]) -> None:
        self.result.say("", tone="warn", problems=problems)

    def _on_choice(self) -> None:
        if self.choice.choice().scope is Scope.INSPECTION and not self.choice.inspections.count():
            work = partial(state.recent_inspections, self._ws)
            self._jobs.run_read(self, work, then=self._on_inspections, key="inspections")
            return
        self._count()

    def _on_inspections(self, found: tuple[tuple[str, date, str], ...]) -> None:
        self.choice.show_inspections([(key, f"{full_day(day)} {name}") for key, day, name in found])
        if found:
            self._count()

    def _on_folder(self) -> None:
        folder = self._ask.folder(tr("Where is the bundle written?"))
        if folder is not None:
            self.target.put_folder(folder)

    # ---- making ----------------------------------------------------------------------------------------

    def act(self) -> None:
        """Make the bundle where it was chosen, or send it."""
        chosen = self.target.target()
        if self.run.is_busy or chosen is None:
            return
        if chosen.folder is None:
            self._send()
            return
        words = tr("Writing to {path}", path=str(chosen.folder))
        work = partial(state.make, self._ws, self.choice.choice(), chosen.folder)
        self.run.start(tr("Hand-over"), words, work, self._on_made, failed=_kept())

    def _on_made(self, said: MadeSaid) -> None:
        made = said.made
        facts = {"parts": made.parts, "operations": made.operations, "files": made.files,
                 "size": size_words(made.bytes)}  # fmt: skip
        lies = tr("{parts} parts, {operations} entries, {files} files ({size}): written, read back and compared.",
                  **facts)  # fmt: skip
        if made.is_cancelled:
            words = tr("Stopped. {count} parts are whole and stay; the next time the rest is added.", count=made.parts)
            self.result.say(words, tone="warn", problems=made.warnings)
        elif made.safe_to_remove and said.hint:
            self.result.say("\n".join((tr("Safe to remove."), lies, said.hint)), problems=made.warnings)
        else:
            tone = "ok" if made.safe_to_remove else "warn"
            head = tr("Done.") if made.safe_to_remove else tr("Do not pull the stick out yet.")
            self.result.say(f"{head} {lies}", tone=tone, problems=made.warnings)

    def _send(self) -> None:
        chosen = self.target.target()
        work = partial(state.send, self._ws, chosen.url if chosen is not None else "")
        self.run.start(tr("Sending"), tr("Sending to the office"), work, self._on_sent, failed=_queued())

    def _on_sent(self, report: courier.Report) -> None:
        if report.is_cancelled:
            words, tone = tr("Stopped. What the office has stays there; the rest waits in the queue."), "warn"
        else:
            words = tr("The office holds it: {count} parts, {size}.", count=report.sent, size=size_words(report.bytes))
            tone = "bad" if any(p.severity == "block" for p in report.problems) else "ok"
        self.result.say(words, tone=tone, problems=report.problems)
        self._jobs.changed.emit(all_changed())

    def _on_readable(self) -> None:
        title = tr("Make a readable copy?")
        words = tr(
            "Tables, papers and photos are written so that everybody can open them. Nothing is encrypted: names, "
            "telephone numbers and findings can be read by whoever has the stick. It does not replace the bundle, and "
            "nothing counts as handed over by it."
        )
        if not self._ask.confirm(title, words, tr("Choose a folder")):
            return
        folder = self._ask.folder(tr("Where is the readable copy written?"))
        if folder is None:
            return
        work = partial(state.make_readable, self._ws, self.choice.choice(), folder, whole=not self.masking.take())
        words = tr("Writing to {path}", path=str(folder))
        self.run.start(tr("Readable copy"), words, work, self._on_readable_made, failed=_kept())

    def _on_readable_made(self, made: ReadableMade) -> None:
        if made.path is None:
            self.result.say(tr("Stopped; nothing was left there."), tone="warn")
            return
        words = tr("Readable copy of {count} inspections, {files} files ({size}), not encrypted: {path}",
                   count=made.inspections, files=made.files, size=size_words(made.bytes),
                   path=str(made.path))  # fmt: skip
        self.result.say(words, problems=made.warnings)

    def _on_run(self) -> None:
        """It began or ended: what was made and what is left are read again."""
        self.queue.set_busy(self.run.is_busy)
        for part in (self.choice, self.target, self.readable):
            part.setEnabled(not self.run.is_busy)
        self.primary_changed.emit()
        if not self.run.is_busy:
            self.refresh()


def _kept() -> str:
    return tr("Not finished. Everything stays on this laptop, and nothing new counts as handed over.")


def _queued() -> str:
    return tr("Not sent. Everything stays on this laptop; what was prepared waits in the queue.")
