# SPDX-License-Identifier: MulanPSL-2.0
"""导出、归档: give the whole case out as a folder with one PDF, and file it when nothing is open."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from inspector_app.domain import texts
from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.inspection import INSPECTION_LIFE, Inspection, InspectionState, InspectionVerb
from inspector_app.domain.problems import Problem
from inspector_app.domain.review import RuleLevel
from inspector_app.operations import case_file
from inspector_app.operations.case_file import CaseExport
from inspector_app.operations.review.review import Review
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.field_editor_inputs import UndoLine
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band, Card, button, label, row, scrolled
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.reinspection_form import show_few
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

RETENTION_LIMIT = 60


def open_words(found: Review) -> str:
    """Say what the review still finds; nothing where it is clean."""
    if found.is_clean:
        return ""
    blocks = found.count(RuleLevel.BLOCK)
    waiting = sum(result.is_open for result in found.results) - blocks
    return tr("The review still finds: {blocks} that stop, {waiting} that need a reason.", blocks=blocks,
              waiting=waiting)  # fmt: skip


class CaseClosing(QWidget):
    """The third part of the page of a case: two cards below each other."""

    jump_wanted = Signal(str)
    said = Signal(str, str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.export = ExportCard(ws, jobs, ask)
        self.close_card = CloseCard(ws, jobs, ask)
        self.close_card.said.connect(self.said)
        for card in (self.export, self.close_card):
            card.jump_wanted.connect(self.jump_wanted)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, theme.dp(8), 0, 0)
        box.setSpacing(theme.dp(12))
        box.addWidget(self.export)
        box.addWidget(self.close_card)
        box.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def clear(self) -> None:
        """Wait for another case."""
        self.export.clear()
        self.close_card.clear()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show where the case stands."""
        self.export.inspection_id = inspection.id
        self.close_card.show_inspection(inspection)

    def show_review(self, found: Review | None) -> None:
        """Say what is still open; None where there is no review."""
        self.export.show_review(found)
        self.close_card.show_review(found)

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        self.export.export_button.setFocus(Qt.FocusReason.OtherFocusReason)


class ExportCard(Card):
    """导出案卷: what is written, for how long it is kept, the progress, and where it lies."""

    jump_wanted = Signal(str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Export the case file"), parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self.inspection_id = ""
        self._review: Review | None = None
        self._report: Report | None = None
        self._job = tr("Export of the case file")
        words = tr(
            "One PDF of the whole case with cover, index and page numbers, and beside it every document, photo and "
            "file as it was kept, with a list of their hashes. It is written into an empty folder."
        )
        self.words = WrapLabel(words, tone="muted")
        self.open = WrapLabel(tone="warn")
        self.retention = UndoLine()
        self.retention.setMaxLength(RETENTION_LIMIT)
        self.retention.setAccessibleName(tr("Kept for"))
        self.retention.setPlaceholderText(tr("printed on the cover; may be left empty"))
        self.export_button = button(tr("Export into a folder …"), self.export, icon="export", kind="primary")
        self.masking = MaskChoice(
            ws, usual=False, words=tr("Copy for others, personal data masked"),
            tip=tr("Documents as masked copies; scans, attached files and original photos stay behind and are named"),
        )  # fmt: skip
        bind_rights(ws, {self.export_button: Act.EXPORT})
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop_button = button(tr("Stop this work"), self.stop, icon="close", kind="quiet")
        self.band = Band()
        self.problems = ProblemList()
        self.problems.jump_requested.connect(self.jump_wanted)
        self.add(self.words)
        self.add(self.open)
        line = row(label(tr("Kept for"), tone="muted"), self.retention)
        line.setStretch(1, 1)
        self.outer.addLayout(line)
        doing = row(self.export_button, self.masking, self.bar, self.stop_button, None)
        doing.setStretch(2, 1)
        self.outer.addLayout(doing)
        self.add(self.band)
        self.add(self.problems)
        jobs.progressed.connect(self._on_progress)
        jobs.finished_slow.connect(self._on_finished)
        self.clear()

    def clear(self) -> None:
        """Wait for another case; an export that runs goes on."""
        self.inspection_id = ""
        self.show_review(None)
        self.retention.clear()
        self.band.hide()
        self.problems.hide()
        self._show_running()

    def show_review(self, found: Review | None) -> None:
        """Say before what is still open."""
        self._review = found
        said = open_words(found) if found is not None else ""
        self.open.setText(said)
        self.open.setVisible(bool(said))

    def _show_running(self) -> None:
        running = self._report is not None
        self.export_button.setEnabled(not running)
        self.masking.setVisible(not running)
        self.bar.setVisible(running)
        self.stop_button.setVisible(running)

    def export(self) -> None:
        """Ask for a folder and write the case into it; what is open is told before."""
        if not self.inspection_id or self._report is not None:
            return
        said = open_words(self._review) if self._review is not None else ""
        if said:
            kept = (
                tr("They stand in the list of the folder.")
                if self.masking.isChecked()
                else tr("They stand in the list of the folder. Nothing of the case is left out.")
            )
            text = said + "\n" + kept
            if not self._ask.confirm(tr("Export the case file"), text, tr("Export all the same")):
                return
        folder = self._ask.folder(tr("An empty folder for the case file"))
        if folder is None:
            return
        self.band.hide()
        self.problems.hide()
        retention = texts.cleaned(self.retention.text())
        work = partial(_export, self._ws, self.inspection_id, folder, retention, self.masking.take())
        self._report = self._jobs.run_slow(
            self, work, then=self._on_exported, refused=self._on_refused, title=self._job
        )
        self.bar.setRange(0, 0)
        self._show_running()
        self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Break it off at the next piece; nothing is left behind."""
        if self._report is not None:
            self._report.cancel()

    def _on_progress(self, title: str, done: int, total: int) -> None:
        if title == self._job and self._report is not None:
            self.bar.setRange(0, 1000 if total else 0)  # thousandths: bytes of a year pass an int of C
            self.bar.setValue(min(1000, done * 1000 // total) if total else 0)

    def _on_finished(self, title: str) -> None:
        if title != self._job or self._report is None:
            return
        if self._report.cancelled():  # what was finished before the stop says so itself, right after this
            self.band.say(tr("The export was stopped; nothing was written."), tone="info")
        had_focus = self.stop_button.hasFocus()
        self._report = None
        self._show_running()
        if had_focus:
            self.export_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_exported(self, made: CaseExport) -> None:
        words = tr("{files} files, the bound PDF has {pages} pages: {path}", files=made.files, pages=made.pages,
                   path=made.folder)  # fmt: skip
        show = partial(_open_folder, made.folder)
        self.band.say(words, tone="ok" if made.review.is_clean else "warn", action=tr("Open folder"), then=show)
        show()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        """Say why; what is wrong with the folder leads nowhere."""
        show_few(self.problems, tuple(replace(p, where="") if p.where.startswith("--") else p for p in problems))


class CloseCard(Card):
    """归档: once, when the review finds nothing that stops; a refusal leads to what is open."""

    jump_wanted = Signal(str)
    said = Signal(str, str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("File the case"), parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._inspection: Inspection | None = None
        self._review: Review | None = None
        self.chip = Chip(parent=self)
        self.words = WrapLabel(tone="muted")
        self.close_button = button(tr("File the case …"), self.close_case, icon="lock")
        bind_rights(ws, {self.close_button: Op.MOVE_INSPECTION})
        self.problems = ProblemList()
        self.problems.jump_requested.connect(self.jump_wanted)
        self.top.insertWidget(1, self.chip)
        self.add(self.words)
        self.add(self.problems)
        self.outer.addLayout(row(self.close_button, None))
        self.clear()

    def clear(self) -> None:
        """Wait for another case."""
        self._inspection = self._review = None
        self.chip.set_state("")
        self.words.setText("")
        self.problems.hide()
        self.close_button.hide()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show where the case stands, and whether it may be filed."""
        if self._inspection is not None and self._inspection.state is not inspection.state:
            self.problems.hide()
        self._inspection = inspection
        is_filed = inspection.state is InspectionState.FILED
        may = INSPECTION_LIFE.may(inspection.state, InspectionVerb.FILE)
        self.chip.set_state(word(inspection.state), "ok" if is_filed else "muted", "lock" if is_filed else "inspection")
        self.close_button.setVisible(not is_filed)
        self.close_button.setEnabled(may)
        if is_filed:
            self.words.setText(tr("The case is filed. Files may still be added; the export stays possible."))
        elif may:
            self.words.setText(
                tr("A case is filed when nothing is left to do and the review finds nothing that stops.")
            )
        else:
            self.words.setText(tr("The visit is not over yet; finish it first, then the case can be filed."))

    def show_review(self, found: Review | None) -> None:
        """Know what is still open."""
        self._review = found

    def close_case(self) -> None:
        """Ask once, then file."""
        if self._inspection is None:
            return
        said = open_words(self._review) if self._review is not None else ""
        text = tr("The inspection is filed as it stands. This can be taken back as the last act.")
        title = tr("File the case")
        if self._ask.confirm(title, f"{said}\n{text}".strip(), tr("Put on file")):
            self.problems.hide()
            work = partial(case_file.close_case, self._ws, self._inspection.id)
            self._jobs.run_write(self, work, then=self._on_closed, refused=self._on_refused)

    def _on_closed(self, made: Inspection) -> None:
        self.said.emit(tr("The case is filed."), "ok")
        self.show_inspection(made)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        show_few(self.problems, problems)
        self.problems.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _export(ws: Workspace, inspection_id: str, out: Path, retention: str, masks: bool, report: Report) -> CaseExport:
    return case_file.export_case(ws, inspection_id, out, report, retention=retention, masked=masks)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
