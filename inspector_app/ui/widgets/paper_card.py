# SPDX-License-Identifier: MulanPSL-2.0
"""核验纸质文书: a code typed, read from a photo or scan, or from the camera; the stored document beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from inspector_app.domain.document import DocumentState
from inspector_app.domain.paper_check import PaperField, PaperVerdict
from inspector_app.domain.problems import Problem
from inspector_app.operations import paper_checks
from inspector_app.operations.paper_checks import PaperCheck, PaperLine
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.camera import CameraDialog, has_camera
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

_TONES = {PaperVerdict.GENUINE: "ok", PaperVerdict.VOID: "warn", PaperVerdict.NOT_HERE: "warn"}


class PaperCard(Card):
    """Says whether a paper is what it says, and shows what is stored of it."""

    checked = Signal(object)  # PaperCheck

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(tr("Check a paper"), parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._job = tr("Check a paper")
        self._rest: list[str] = []
        words = tr(
            "Each issued document bears a code at the end of its text. Its signature is checked without a network; "
            "then the document that is stored here stands beside it."
        )
        self.add(label(words, tone="muted", wrap=True))
        self.code = QLineEdit()
        self.code.setPlaceholderText(tr("AJ1:… typed, or from a hand scanner"))
        self.code.setAccessibleName(tr("Code of the paper"))
        self.code.setMaxLength(1_000)
        self.code.returnPressed.connect(self.check_typed)
        self.check_button = button(tr("Check"), self.check_typed, icon="check")
        line = row(self.code, self.check_button)
        line.setStretch(0, 1)
        self.outer.addLayout(line)
        self.file_button = button(tr("Photo, scan or PDF …"), self.choose_file, icon="photo")
        self.camera_button = button(tr("Camera …"), self.open_camera, icon="camera")
        self.camera_button.setVisible(has_camera())
        self.outer.addLayout(row(self.file_button, self.camera_button, None))
        self.band = Band()
        self.band.dismiss.hide()
        self.add(self.band)
        self.lines = QTableWidget(0, 3)
        self.lines.setHorizontalHeaderLabels([tr("Field"), tr("On the paper"), tr("Stored here")])
        self.lines.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.lines.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.lines.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.lines.setTabKeyNavigation(False)
        self.lines.verticalHeader().hide()
        self.lines.setAccessibleName(tr("Check a paper"))
        self.add(self.lines, 1)
        self.foot = label("", tone="muted", wrap=True)
        self.add(self.foot)
        self.outer.addStretch(0)
        self._clear()

    def _clear(self) -> None:
        self.band.hide()
        self.lines.setRowCount(0)
        self.lines.hide()
        self.foot.setText("")

    def check_typed(self) -> None:
        """Check what stands in the line."""
        if self.code.text().strip():
            self._run(partial(_of_code, self.ws, self.code.text()))

    def choose_file(self) -> None:
        """Read the code from a file."""
        paths = self.ask.open_files(
            tr("A photo or scan of the paper"), tr("Photos and scans (*.jpg *.jpeg *.png *.webp *.heic *.pdf)")
        )
        if paths:
            self.check_file(paths[0])

    def check_file(self, path: Path) -> None:
        """Read the codes of a file and check them."""
        self._run(partial(_of_file, self.ws, path))

    def open_camera(self) -> None:
        """Take pictures until one shows a code."""
        dialog = CameraDialog(self.window())
        dialog.picture_taken.connect(self.check_picture)
        dialog.picture_taken.connect(dialog.accept)
        dialog.open()

    def check_picture(self, image: QImage) -> None:
        """Check a picture of the camera."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, b"PNG")
        self._run(partial(_of_picture, self.ws, bytes(data.data()), tr("Picture of the camera")))

    def _run(self, work: Callable[[Report], tuple[PaperCheck, ...]]) -> None:
        self._clear()
        self.band.say(tr("Reading …"), tone="info")
        self.jobs.run_slow(self, work, then=self.show_checks, refused=self._on_refused, title=self._job)

    def show_checks(self, found: tuple[PaperCheck, ...]) -> None:
        """Show the first paper that is not good, else the first; say how many there were."""
        one = next((check for check in found if not check.is_good), found[0])
        words = f"{one.code.number}　{word(one.verdict)}"
        if one.void_reason:
            words += "　" + tr("Reason for voiding: {reason}", reason=one.void_reason)
        if len(found) > 1:
            words += "　" + tr("({count} papers were read)", count=len(found))
        self.band.say(words, tone=_TONES.get(one.verdict, "bad"))
        self._show_lines(one.lines)
        who = (one.key.name or tr("this laptop")) if one.key else tr("nobody known")
        self.foot.setText(tr("Signed by: {name}", name=who))
        self.checked.emit(one)

    def _show_lines(self, lines: tuple[PaperLine, ...]) -> None:
        self.lines.setRowCount(len(lines))
        for n, line in enumerate(lines):
            is_state = line.field is PaperField.STATE and bool(line.stored)
            stored = word(DocumentState(line.stored)) if is_state else line.stored
            differs = "" if line.is_same else "≠ "
            for column, text in enumerate((word(line.field), line.paper or "-", differs + (stored or "-"))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.lines.setItem(n, column, item)
        self.lines.show()

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._clear()
        self.band.say("；".join(sentence(problem) for problem in problems), tone="bad")


def _of_code(ws: Workspace, code: str, report: Report) -> tuple[PaperCheck, ...]:
    report(0, 0)
    return (paper_checks.check_paper(ws, code),)


def _of_file(ws: Workspace, path: Path, report: Report) -> tuple[PaperCheck, ...]:
    report(0, 0)
    return tuple(paper_checks.check_paper(ws, code) for code in paper_checks.codes_in(ws, path))


def _of_picture(ws: Workspace, data: bytes, name: str, report: Report) -> tuple[PaperCheck, ...]:
    report(0, 0)
    return tuple(paper_checks.check_paper(ws, code) for code in paper_checks.codes_on(ws, data, name))
