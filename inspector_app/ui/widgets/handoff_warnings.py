# SPDX-License-Identifier: MulanPSL-2.0
"""What a person should know of the hand-over without asking, one line each, and where it is dealt with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.models.handoff_frame import LAPTOPS, RECEIVE, SEND
from inspector_app.ui.widgets.page import Band
from inspector_app.wording import sentence, tr

MOST = 2  # lines; what is more is counted
_PAGES = {
    ProblemCode.HANDOFF_LATE: SEND, ProblemCode.DEVICE_SILENT: LAPTOPS, ProblemCode.CLOCK_FAR_OFF: LAPTOPS,
    ProblemCode.BUNDLE_WAITS: RECEIVE, ProblemCode.FILES_AWAITED: RECEIVE,
}  # fmt: skip
_OF_BACKUPS = (ProblemCode.BACKUP_LATE, ProblemCode.BACKUP_MEDIUM_LATE)
_OF_COPIES = (ProblemCode.OFFICE_SET_BACK, ProblemCode.COPY_OF_WORKSPACE)


class WarningList(QWidget):
    """Bands; one that is closed stays away until something else is to be said."""

    page_wanted = Signal(str)
    copy_seen = Signal()
    resume_wanted = Signal()  # an office's copied folder is to give out numbers again
    backup_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, resumes: bool = True) -> None:
        """Make it; where the office's numbers are not resumed (`resumes`), the band leads to where they are."""
        super().__init__(parent)
        self._resumes = resumes
        self.bands: list[Band] = []
        self._closed: set[tuple[str, ...]] = set()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.dp(4))
        self.hide()

    def show_warnings(self, problems: Sequence[Problem]) -> None:
        """Show these; the folder that is a copy first, for that decides about numbers."""
        ordered = sorted(problems, key=lambda p: p.code not in _OF_COPIES)
        shown = [p for p in ordered if _key(p) not in self._closed]
        while len(self.bands) < min(len(shown), MOST):
            self._add()
        for n, band in enumerate(self.bands):
            band.setVisible(n < len(shown))
            if n < len(shown):
                more = len(shown) - MOST if n == MOST - 1 else 0
                self._say(band, shown[n], more)
        self.setVisible(bool(shown))

    def _say(self, band: Band, problem: Problem, more: int) -> None:
        said = sentence(problem)
        if more > 0:
            said = tr("{sentence} (and {count} more)", sentence=said, count=more)
        band.setProperty("problem", _key(problem))
        if problem.code is ProblemCode.COPY_OF_WORKSPACE:
            band.say(said, tone="warn", action=tr("I have read it"), then=self.copy_seen.emit)
            band.dismiss.hide()
            return
        if problem.code is ProblemCode.OFFICE_SET_BACK and not self._resumes:
            band.say(said, tone="warn", action=tr("Look"), then=lambda: self._go(band, LAPTOPS))
            band.dismiss.hide()
            return
        if problem.code in _OF_BACKUPS:
            band.dismiss.show()
            band.say(said, tone="warn", action=tr("Look"), then=lambda: self._to_backups(band))
            return
        if problem.code is ProblemCode.OFFICE_SET_BACK:
            band.say(said, tone="bad", action=tr("Resume giving out numbers …"), then=lambda: self._ask_resume(band))
            band.dismiss.hide()
            return
        page = _PAGES.get(problem.code, "")
        band.dismiss.show()
        band.say(said, tone="warn", action=tr("Look") if page else "", then=lambda: self._go(band, page))

    def _go(self, band: Band, page: str) -> None:
        band.show()  # it stays until it is dealt with
        self.page_wanted.emit(page)

    def _to_backups(self, band: Band) -> None:
        band.show()  # it stays until a backup is made
        self.backup_wanted.emit()

    def _ask_resume(self, band: Band) -> None:
        band.show()  # a person may say no
        self.resume_wanted.emit()

    def _add(self) -> None:
        band = Band("warn")
        band.dismiss.clicked.connect(lambda: self._on_closed(band))
        self.bands.append(band)
        self._box.addWidget(band)

    def _on_closed(self, band: Band) -> None:
        self._closed.add(tuple(band.property("problem")))
        self.setVisible(any(not one.isHidden() for one in self.bands))


def _key(problem: Problem) -> tuple[str, ...]:
    return (problem.code.value, *(f"{name}={value}" for name, value in sorted(problem.fields.items())))
