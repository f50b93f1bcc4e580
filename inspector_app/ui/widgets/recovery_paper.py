# SPDX-License-Identifier: MulanPSL-2.0
"""The paper with the recovery key: its text, as a PDF, as a page for the printer, and as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrinter

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations.files import save_file
from inspector_app.ui import theme
from inspector_app.wording import tr

PREFIX = "AGE-SECRET-KEY-1"
GROUP = 4  # characters between two blanks
TITLE_POINTS, TEXT_POINTS, KEY_POINTS = 20.0, 11.0, 16.0
EDGE_MM = 22.0
RESOLUTION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryKey:
    """The key with what the paper says about it."""

    secret: str
    folder: str
    made_at: datetime


def in_groups(secret: str) -> str:
    """Write a key so that a person can copy it: AGE-SECRET-KEY-1 ABCD EFGH …"""
    rest = secret.removeprefix(PREFIX)
    groups = [rest[n : n + GROUP] for n in range(0, len(rest), GROUP)]
    return " ".join([PREFIX, *groups] if secret.startswith(PREFIX) else groups)


def paper_text(key: RecoveryKey) -> tuple[str, str, str]:
    """Give title, key and explanation of the paper."""
    words = "\n".join((
        tr("Made at {time} for the data in {folder}.", time=key.made_at.strftime("%Y-%m-%d %H:%M"), folder=key.folder),
        "",
        tr("This key opens the data when a password was forgotten. Whoever has it can read everything."),
        tr("Keep it on paper only, in two locked places apart from the laptop. Keep no copy on this computer."),
        tr("To use it: on the login page choose “Password forgotten: use the recovery key” and type it; blanks and "
           "small letters do not matter. Then give the person a new password in the settings, under Accounts."),
        tr("Without passwords and without this key nobody can open the data again, not even the makers of the "
           "program."),
    ))  # fmt: skip
    return tr("Recovery key"), in_groups(key.secret), words


def plain_text(key: RecoveryKey) -> bytes:
    """Give the paper as a text file; the key stands alone in a line, as the command line reads it."""
    title, _, words = paper_text(key)
    return f"\ufeff{title}\n\n{key.secret}\n\n{words}\n".encode()


def save_paper(key: RecoveryKey, path: Path, data_folder: Path) -> Path:
    """Write the paper as PDF, or as text where the name says so. Refuses a place within the data, and a full disk.

    A key that lies beside what it opens protects nothing.
    """
    if path.resolve().is_relative_to(data_folder.resolve()):
        raise Refused([Problem(code=ProblemCode.RECOVERY_BESIDE, fields={"path": str(path)})])
    save_file(path, plain_text(key) if path.suffix.lower() == ".txt" else paper_pdf(key))
    return path


def paper_pdf(key: RecoveryKey) -> bytes:
    """Give the paper as one page of PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(EDGE_MM, EDGE_MM, EDGE_MM, EDGE_MM))
    writer.setResolution(RESOLUTION)
    writer.setTitle(tr("Recovery key"))
    writer.setCreator("inspector_app")
    document = _document(key)
    size = writer.pageLayout().paintRectPixels(RESOLUTION).size()
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(size))
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())


def print_paper(key: RecoveryKey, printer: QPrinter) -> None:
    """Send the paper to a printer that is set up. Refuses STORAGE_FAILED where it does not take it."""
    printer.setPageMargins(QMarginsF(EDGE_MM, EDGE_MM, EDGE_MM, EDGE_MM))
    document = _document(key)
    document.documentLayout().setPaintDevice(printer)
    document.setPageSize(QSizeF(printer.pageLayout().paintRectPixels(printer.resolution()).size()))
    document.print_(printer)
    if printer.printerState() is QPrinter.PrinterState.Error:
        name = printer.outputFileName() or printer.printerName()
        raise Refused([Problem(code=ProblemCode.STORAGE_FAILED, where="printer", fields={"path": name})])


def _document(key: RecoveryKey) -> QTextDocument:
    title, secret, words = paper_text(key)
    document = QTextDocument()
    document.setDocumentMargin(0)
    cursor = QTextCursor(document)
    cursor.insertText(title + "\n\n", _letters(TITLE_POINTS, bold=True))
    cursor.insertText(secret + "\n\n", _letters(KEY_POINTS, bold=True, fixed=True))
    cursor.insertText(words + "\n", _letters(TEXT_POINTS))
    return document


def _letters(points: float, *, bold: bool = False, fixed: bool = False) -> QTextCharFormat:
    font = QFont("monospace") if fixed else theme.font(bold=bold)
    if fixed:
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        font.setBold(bold)
    font.setPointSizeF(points)
    made = QTextCharFormat()
    made.setFont(font)
    return made
