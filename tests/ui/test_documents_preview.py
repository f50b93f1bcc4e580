# SPDX-License-Identifier: MulanPSL-2.0
"""The page view: only what is in sight is painted, sharp at any density, and nothing broken stops it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Refused
from inspector_app.operations import documents
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.pdf_pages import BrokenPdfError, PageCache, read_facts, render_bands, render_page
from inspector_app.ui.widgets.pdf_preview import PdfPreview, Zoom
from inspector_app.ui.widgets.print_dialog import print_pdf, printer_for
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_documents import Answers


@pytest.fixture
def pdf(unit: Workspace) -> bytes:
    """An order of more than one page."""
    visit = an_inspection(unit)
    for n in range(14):
        a_finding(unit, visit, place=f"第{n}处")
    return documents.preview_document(unit, visit.id, DocumentKind.RECTIFICATION_ORDER).pdf


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Jobs(Answers())
    yield made
    made.wait_idle()
    made.shutdown()


@pytest.fixture
def preview(jobs: Jobs, qtbot: QtBot) -> PdfPreview:
    made = PdfPreview(jobs)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def settle(preview: PdfPreview, jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: preview.pages.pages > 0)
    preview.grab()
    assert jobs.wait_idle()
    preview.grab()
    assert jobs.wait_idle()
    assert preview.is_settled


def test_only_pages_in_sight_are_rendered(preview: PdfPreview, pdf: bytes, jobs: Jobs, qtbot: QtBot) -> None:
    preview.show_pdf(pdf)
    settle(preview, jobs, qtbot)
    cache = preview.pages._cache
    assert preview.pages.pages >= 2
    assert cache.nearest(0) is not None
    assert cache.nearest(preview.pages.pages - 1) is None
    QTest.keyClick(preview.pages, Qt.Key.Key_End)
    settle(preview, jobs, qtbot)
    assert cache.nearest(preview.pages.pages - 1) is not None
    assert preview.place.text() == f"{preview.pages.pages} / {preview.pages.pages}"


def test_zoom_keeps_the_page(preview: PdfPreview, pdf: bytes, jobs: Jobs, qtbot: QtBot) -> None:
    preview.show_pdf(pdf)
    settle(preview, jobs, qtbot)
    QTest.mouseClick(preview.down, Qt.MouseButton.LeftButton)
    assert preview.place.text().startswith("2 /")
    for zoom in Zoom:
        preview.zoom.setCurrentIndex(preview.zoom.findData(zoom))
        assert preview.place.text().startswith("2 /")
    settle(preview, jobs, qtbot)


def test_pages_are_rendered_for_the_pixels_of_the_screen(
    preview: PdfPreview, pdf: bytes, jobs: Jobs, qtbot: QtBot
) -> None:
    preview.show_pdf(pdf)
    settle(preview, jobs, qtbot)
    image = preview.pages._cache.nearest(0)
    assert image is not None
    logical = preview.pages._rects()[0].width()
    assert image.width() == pytest.approx(logical * preview.pages.devicePixelRatioF(), abs=1)


def test_the_old_pages_stay_until_the_new_ones_are_painted(
    preview: PdfPreview, pdf: bytes, jobs: Jobs, qtbot: QtBot, unit: Workspace
) -> None:
    preview.show_pdf(pdf)
    settle(preview, jobs, qtbot)
    preview.pages.show_facts(read_facts(pdf), keep_place=True)
    seen = preview.pages.grab().toImage()
    whole = QRect(0, 0, seen.width(), seen.height()).center()
    colours = {seen.pixelColor(x, whole.y() - 100).rgb() for x in range(0, seen.width(), 3)}
    assert len(colours) > 2  # not a white sheet


def test_bytes_that_are_no_pdf_are_said_and_do_not_break(preview: PdfPreview, jobs: Jobs) -> None:
    preview.show_pdf(b"not a pdf")
    assert jobs.wait_idle()
    assert preview.notice.isVisible()
    assert preview.data == b""
    with pytest.raises(BrokenPdfError):
        read_facts(b"")


def test_the_newest_pdf_wins(preview: PdfPreview, pdf: bytes, jobs: Jobs, qtbot: QtBot) -> None:
    preview.show_pdf(b"broken")
    preview.show_pdf(pdf)
    settle(preview, jobs, qtbot)
    assert preview.data == pdf


def test_bands_put_together_are_the_page(pdf: bytes) -> None:
    whole = render_page(pdf, 0, 2.0)
    together = QImage(whole.size(), QImage.Format.Format_RGB32)
    together.fill(Qt.GlobalColor.white)
    painter = QPainter(together)
    for place, band in render_bands(pdf, 0, 2.0, 250):
        assert band.height() <= 251
        painter.drawImage(place.topLeft(), band)
    painter.end()
    differing = sum(
        abs(whole.pixelColor(x, y).lightness() - together.pixelColor(x, y).lightness()) > 100
        for x in range(0, whole.width(), 5)
        for y in range(0, whole.height(), 5)
    )
    assert differing < 0.01 * (whole.width() // 5) * (whole.height() // 5)


def test_the_cache_is_bounded() -> None:
    cache = PageCache(limit=3 * 400)
    for page in range(5):
        cache.put(page, 10, QImage(10, 10, QImage.Format.Format_RGB32))
    assert cache.get(0, 10) is None
    assert cache.get(4, 10) is not None


def test_printing_a_range_prints_only_that(qapp: QApplication, pdf: bytes, tmp_path: Path) -> None:
    printer = printer_for("order", 1)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page2.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    told: list[tuple[int, int]] = []
    assert print_pdf(pdf, printer, lambda done, total: told.append((done, total))) == 1
    printed = read_facts((tmp_path / "page2.pdf").read_bytes())
    assert len(printed.sizes) == 1
    assert printed.sizes[0].toSize() == QSize(595, 842)
    assert told[-1] == (1, 1)


@pytest.mark.qt_log_ignore("Failed to open|QPainter|QPdf|Cannot open", extend=True)
def test_a_printer_that_cannot_print_is_refused(qapp: QApplication, pdf: bytes, tmp_path: Path) -> None:
    printer = printer_for("order", 1)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "x.pdf"))
    with pytest.raises(Refused):
        print_pdf(pdf, printer)
