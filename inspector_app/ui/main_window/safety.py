# SPDX-License-Identifier: MulanPSL-2.0
"""What keeps the data safe while the window is open: backups by themselves, the look after opening, and the way out.

Nothing of it runs in the first seconds: the person comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.domain.backup import Moment
from inspector_app.domain.change import Changes, Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import CancelledError, Jobs, Report
from inspector_app.ui.models import backup_state
from inspector_app.ui.models.entrance_state import Person
from inspector_app.ui.widgets.page import EmptyState, Pages, button
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:  # heavy: the frame is painted before any of these is imported
    from inspector_app.ui.widgets.restore_page import RestorePage
    from inspector_app.workspace import Workspace
    from inspector_app.workspace.start_check import StartFindings

AFTER_OPENING_MS, AFTER_ISSUE_MS = 20_000, 5_000
HELPS = {
    ProblemCode.WORKSPACE_DAMAGED, ProblemCode.WORKSPACE_KEY, ProblemCode.KEY_SLOTS_DAMAGED, ProblemCode.STORAGE_FAILED,
    ProblemCode.WORKSPACE_MISSING, ProblemCode.WORKSPACE_NEWER,
}  # fmt: skip


class Safety(QObject):
    """Hears of what is done; `restore_wanted` and `said` go to whoever may close the data and speak."""

    restore_wanted = Signal(object)  # RestorePlan
    read_wanted = Signal()  # open damaged data to be read only
    said = Signal(str, str)  # words, tone
    stood = Signal()  # how safe the data are has changed

    def __init__(self, stack: Pages, jobs: Jobs, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self.stack, self.jobs, self.ask = stack, jobs, ask
        self.ws: Workspace | None = None
        self.folder = Path()
        self.page: RestorePage | None = None
        self._report: Report | None = None
        self._left: QWidget | None = None
        self._offered: list[QPushButton] = []
        self._are_slots_lost = False
        self._after = QTimer(self, singleShot=True, interval=AFTER_OPENING_MS)
        self._after.timeout.connect(self.look)
        self._issued = QTimer(self, singleShot=True, interval=AFTER_ISSUE_MS)
        self._issued.timeout.connect(partial(self.back_up, Moment.ISSUED))
        jobs.changed.connect(self._on_changed)

    def attach(self, ws: Workspace | None) -> None:
        """Take care of these data now; none stops what runs."""
        self._after.stop()
        self._issued.stop()
        if self._report is not None:
            self._report.cancel()
            self._report = None
        self.ws = ws
        if ws is not None:
            self.folder = ws.folder
            self._after.start()

    # ---- by itself -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look at the data a little closer, lay the reserve in, and make the day's backup."""
        ws = self.ws
        if ws is None or self._report is not None:
            return

        def work(report: Report) -> StartFindings | None:
            from inspector_app.workspace import reserve
            from inspector_app.workspace.start_check import look_closer

            with _until_cancelled(report):
                found = look_closer(ws, report)
                if ws.read_only is None:
                    reserve.lay_in(ws.folder)
                return found
            return None

        self._report = self.jobs.run_slow(self, work, then=self._on_looked, title=tr("Checking the data"))

    def _on_looked(self, found: StartFindings | None) -> None:
        self._report = None
        if found is None or self.ws is None:
            return
        if found.problems:
            bad = any(p.code in (ProblemCode.WORKSPACE_DAMAGED, ProblemCode.FILE_MISSING) for p in found.problems)
            more = tr(" (and {count} more)", count=len(found.problems) - 1) if len(found.problems) > 1 else ""
            self.said.emit(sentence(found.problems[0]) + more, "bad" if bad else "info")
            self.stood.emit()
        self.back_up(Moment.START)

    def _on_changed(self, changes: Changes) -> None:
        if self.ws is not None and changes.op is Op.ISSUE_DOCUMENT:
            self._issued.start()

    def back_up(self, moment: Moment) -> None:
        """Make the backups that are due."""
        ws = self.ws
        if ws is None or self._report is not None:
            return

        def work(report: Report) -> int:
            with _until_cancelled(report):
                return back_up_due(ws, moment, report)
            return 0

        title = tr("Backing up")
        self._report = self.jobs.run_slow(self, work, then=self._on_backed_up, refused=self._on_refused, title=title)

    def _on_backed_up(self, made: int) -> None:
        self._report = None
        if made:
            self.stood.emit()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._report = None
        self.said.emit(tr("No backup was made: {why}", why=" ".join(map(sentence, problems))), "warn")
        self.stood.emit()

    def at_close(self) -> None:
        """Make the backups that are due when the window is gone already; what goes wrong is told at the next start."""
        if self.ws is not None:
            try:
                back_up_due(self.ws, Moment.CLOSE, lambda _done, _total: None)
            except Refused:
                return

    # ---- when the data do not open -----------------------------------------------------------------------

    def offer(self, opening: EmptyState, folder: Path, problems: tuple[Problem, ...]) -> None:
        """Offer a way out beside the words that say why the data do not open."""
        self.folder = folder
        for made in self._offered:  # of the last try: now something else may be wrong
            made.deleteLater()
        self._offered, codes = [], {p.code for p in problems}
        self._are_slots_lost = ProblemCode.KEY_SLOTS_DAMAGED in codes
        if codes & HELPS:
            self._offered += [
                button(tr("Put a backup back …"), self.show_restore, icon="backup"),
                button(tr("Emergency export …"), self.rescue, icon="export"),
            ]
        if ProblemCode.WORKSPACE_DAMAGED in codes:
            self._offered.append(button(tr("Open to read only"), self.read_wanted.emit, icon="preview"))
        for made in self._offered:
            opening.add_button(made)

    def show_restore(self) -> None:
        """Show the page for putting a backup back in the place of the screens."""
        from inspector_app.ui.widgets.restore_page import RestorePage

        if self.page is None:
            self.page = RestorePage(self.jobs, self.ask)
            self.page.restore_wanted.connect(self.restore_wanted)
            self.page.back_wanted.connect(self._on_back)
            self.page.setContentsMargins(theme.dp(24), theme.dp(16), theme.dp(24), theme.dp(16))
            self.stack.addWidget(self.page)
        self._left = self.stack.currentWidget()
        advice = tr(
            "No password opens the data, for their key slots cannot be read. Choose a backup, type a password of its "
            "time or the recovery key, and look what is in it: often its key slots are all that is needed."
        )
        self.page.begin(self.folder, advice=advice if self._are_slots_lost else "")
        self.stack.setCurrentWidget(self.page)

    def _on_back(self) -> None:
        if self._left is not None:
            self.stack.setCurrentWidget(self._left)

    def rescue(self) -> None:
        """Save everything that can be read into a folder that the person chooses."""
        out = self.ask.folder(tr("Where the emergency export goes (not the data folder)"))
        if out is None:
            return
        work = partial(backup_state.people_asked, self.folder)
        self.jobs.run_read(self, work, then=partial(self._rescue_for, out), key="people asked")

    def _rescue_for(self, out: Path, people: tuple[Person, ...] | None) -> None:
        title, who, secret = tr("Emergency export"), "", ""
        if people is not None:
            known = [(person.account, person.name) for person in people]
            answer = self.ask.secret(title, tr("Password, or the recovery key on paper"), known)
            if answer is None:
                return
            who, secret = answer

        def work(report: Report) -> str:
            return backup_state.rescue(self.folder, out, who, secret, report)

        self.jobs.run_slow(self, work, then=lambda words: self.said.emit(words, "ok"), title=title)


class _until_cancelled:
    """End quietly when the work was asked to stop: the data may be closed under it by then."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        """Swallow what follows from the stop."""
        return isinstance(error, CancelledError) or (self._report.cancelled() and isinstance(error, Exception))


def back_up_due(ws: Workspace, moment: Moment, progress: Callable[[int, int], None]) -> int:
    """Make the backups that are due; gives how many. Refuses as `make_backup`."""
    from inspector_app.operations.backups import due_places, make_backup

    due = due_places(ws, moment, backup_state.roots())
    for place, whole in due:
        make_backup(ws, place, whole=whole, progress=progress)
    return len(due)
