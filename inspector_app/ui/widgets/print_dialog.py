# SPDX-License-Identifier: MulanPSL-2.0
"""Printing the frozen pages: the system's own dialogue, then each page at the printer's resolution."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ui import theme
from inspector_app.ui.widgets.pdf_pages import POINTS_PER_INCH, read_facts, render_bands
from inspector_app.wording import tr

MOST_DPI = 400  # sharp on paper; 600 takes twice the time and three times the spool
MARK_POINTS = 10.5
MARK_LEFT_MM, MARK_TOP_MM = 28.0, 12.0
BAND = 1024  # pixels of a band: 13 MB


def printer_for(title: str, copies: int) -> QPrinter:
    """Make a printer that is set up for an official document: A4 upright, to the edge, the copies wanted."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("inspector_app")
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setCopyCount(copies)
    printer.setCollateCopies(True)
    return printer


def print_dialog(printer: QPrinter, pages: int, parent: QWidget | None) -> QPrintDialog:
    """Make the system's dialogue for this printer; `accepted` comes when the person printed."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print"))
    dialog.setMinMax(1, max(1, pages))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage, False)
    return dialog


def print_pdf(
    data: bytes,
    printer: QPrinter,
    report: Callable[[int, int], None] | None = None,
    marks: Sequence[str] = (),
) -> int:
    """Print every chosen page; gives the number of sheet sides sent. Refuses STORAGE_FAILED if it cannot.

    The n-th copy carries the n-th mark in its upper left corner, so copies are sent one after the other.
    May run in the pool: Qt allows painting on a printer outside the UI thread.
    """
    facts = read_facts(data)
    first = max(1, printer.fromPage() or 1)
    last = min(len(facts.sizes), printer.toPage() or len(facts.sizes))
    copies = max(1, printer.copyCount())
    printer.setCopyCount(1)
    sequence = [(copy, number) for copy in range(copies) for number in range(first - 1, last)]
    painter = QPainter()
    if not sequence or not painter.begin(printer):
        raise Refused([_failure(printer)])
    try:
        for done, (copy, number) in enumerate(sequence):
            if report is not None:
                report(done, len(sequence))
            if done and not printer.newPage():
                raise Refused([_failure(printer)])
            _paint_page(painter, printer, data, number, facts.sizes[number])
            if copy < len(marks):
                _paint_mark(painter, printer, marks[copy])
    finally:
        ended = painter.end()
    if not ended:
        raise Refused([_failure(printer)])
    if report is not None:
        report(len(sequence), len(sequence))
    return len(sequence)


def _paint_mark(painter: QPainter, printer: QPrinter, mark: str) -> None:
    """Say whose copy it is, above the header of the page and clear of it."""
    per_mm = printer.resolution() / 25.4
    font = theme.font()
    font.setPointSizeF(MARK_POINTS)
    painter.setFont(font)
    painter.drawText(QPointF(MARK_LEFT_MM * per_mm, MARK_TOP_MM * per_mm), mark)


def _paint_page(painter: QPainter, printer: QPrinter, data: bytes, number: int, size: QSizeF) -> None:
    device = printer.resolution() / POINTS_PER_INCH  # device pixels for one point
    scale = min(printer.resolution(), MOST_DPI) / POINTS_PER_INCH
    grow = device / scale
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    fit = min(1.0, paper.width() / (size.width() * device), paper.height() / (size.height() * device))
    left = (paper.width() - size.width() * device * fit) / 2
    for rect, image in render_bands(data, number, scale, BAND):
        place = QRectF(
            left + rect.x() * grow * fit,
            rect.y() * grow * fit,
            rect.width() * grow * fit,
            rect.height() * grow * fit,
        )
        painter.drawImage(place, image)


def _failure(printer: QPrinter) -> Problem:
    name = printer.outputFileName() or printer.printerName()
    return Problem(code=ProblemCode.STORAGE_FAILED, where="printer", fields={"path": name})
