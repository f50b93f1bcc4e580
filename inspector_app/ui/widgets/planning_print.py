# SPDX-License-Identifier: MulanPSL-2.0
"""Printing a plan or the record of a draw, and saving it outside: the pages are made in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import CancelledError, Jobs, Report
from inspector_app.ui.widgets.print_dialog import print_dialog, print_pdf, printer_for
from inspector_app.wording import sentence, tr

UNSAFE = '\\/:*?"<>|'


class PaperActs(QObject):
    """Makes a paper, then prints or saves it, and says how it ended."""

    said = Signal(str, str)  # words, tone

    def __init__(self, jobs: Jobs, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs, self._ask, self._window = jobs, ask, parent

    def print(self, title: str, make: Callable[[], bytes]) -> None:
        """Make the pages, then open the system's print dialogue."""
        work = partial(_make, make)
        then = partial(self._on_made, title)
        self._jobs.run_slow(self, work, then=then, refused=self._on_refused, title=tr("Making the pages"))

    def _on_made(self, title: str, data: bytes) -> None:
        printer = printer_for(title, 1)
        dialog = print_dialog(printer, 1, self._window.window())
        accepted = dialog.exec()  # the system's own dialogue; only exec() shows it on Windows
        dialog.deleteLater()
        if accepted:
            self.print_to(data, printer)

    def print_to(self, data: bytes, printer: QPrinter) -> None:
        """Print on a printer that is set up."""
        work = partial(_print, data, printer)
        self._jobs.run_slow(self, work, then=self._on_printed, refused=self._on_refused, title=tr("Printing"))

    def _on_printed(self, sides: int) -> None:
        if sides:
            self.said.emit(tr("{count} pages were printed.", count=sides), "ok")
        else:
            self.said.emit(tr("Printing was stopped."), "warn")

    def save(self, title: str, write: Callable[[Path], object]) -> None:
        """Ask where, and write the pages."""
        self.save_as(title, ".pdf", "PDF (*.pdf)", write)

    def save_as(self, title: str, suffix: str, filters: str, write: Callable[[Path], object]) -> None:
        """Ask where, and write; a full disk leaves no half file."""
        name = "".join("_" if letter in UNSAFE else letter for letter in title) + suffix
        path = self._ask.save_file(tr("Save"), name, filters)
        if path is None:
            return
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        work = partial(_save, path, write)
        self._jobs.run_slow(self, work, then=self._on_saved, refused=self._on_refused, title=tr("Making the pages"))

    def _on_saved(self, path: Path) -> None:
        self.said.emit(tr("Saved: {path}", path=path), "ok")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        lines = [sentence(problem) for problem in problems[:4]]
        self.said.emit("\n".join([tr("Not done; nothing was changed."), *lines]), "bad")


def _print(data: bytes, printer: QPrinter, report: Report) -> int:
    try:
        return print_pdf(data, printer, report)
    except CancelledError:
        printer.abort()
        return 0


def _make(make: Callable[[], bytes], report: Report) -> bytes:
    data = make()
    report(1, 1)  # who stopped meanwhile wants no dialogue
    return data


def _save(path: Path, write: Callable[[Path], object], report: Report) -> Path:
    report(0, 0)  # who stopped meanwhile wants no file
    write(path)
    return path
