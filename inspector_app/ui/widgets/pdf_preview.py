# SPDX-License-Identifier: MulanPSL-2.0
"""The real pages of a document: scrolled, zoomed, sharp; painted in the pool, only those in sight."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.page import button, label, row
from inspector_app.ui.widgets.pdf_pages import (
    POINTS_PER_INCH,
    BrokenPdfError,
    PageCache,
    PdfFacts,
    read_facts,
    render_page,
)
from inspector_app.wording import tr

GAP = 12
SCREEN_DPI = 96.0


class Zoom(StrEnum):
    """How large the pages are shown."""

    WIDTH = "width"
    FULL = "full"
    LARGE = "large"


FACTORS = {Zoom.FULL: 1.0, Zoom.LARGE: 1.5}


class PdfPagesView(QAbstractScrollArea):
    """Pages below each other; keeps the place when a newer version of the same document comes."""

    page_shown = Signal(int, int)  # page from 1, pages
    settled = Signal()  # everything in sight is sharp

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._facts: PdfFacts | None = None
        self._cache = PageCache()
        self._stale = PageCache()  # the version before, shown until the new page is there
        self._zoom = Zoom.WIDTH
        self._version = 0
        self._asked: set[tuple[int, int, int]] = set()
        self._page = 0
        self.setObjectName("pdfPages")
        self.setAccessibleName(tr("Pages of the document"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        jobs.failed.connect(self._on_fault)

    # What is shown

    @property
    def data(self) -> bytes:
        """The PDF that is shown."""
        return self._facts.data if self._facts else b""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._facts.sizes) if self._facts else 0

    @property
    def is_settled(self) -> bool:
        """Whether every page in sight is painted sharp."""
        return self._facts is not None and not self._asked

    def show_facts(self, facts: PdfFacts | None, *, keep_place: bool) -> None:
        """Show a PDF whose sizes are known; the old pages stay until the new ones are painted."""
        place = self._place()
        if facts is None or not keep_place:
            self._stale.clear()
        else:
            self._stale = self._cache
        self._cache = PageCache()
        self._facts = facts
        self._version += 1
        self._asked.clear()
        self._lay_out()
        if keep_place:
            self._go_to(place)
        else:
            self.verticalScrollBar().setValue(0)
        self._on_scrolled()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the pages at another size, at the same place."""
        place = self._place()
        self._zoom = zoom
        self._lay_out()
        self._go_to(place)
        self._on_scrolled()

    def go_to_page(self, number: int) -> None:
        """Scroll to a page (from 0)."""
        if 0 <= number < self.pages:
            self.verticalScrollBar().setValue(self._rects()[number].top() - theme.dp(GAP))

    # Places and sizes, in logical pixels

    def _scale(self) -> float:
        """Give logical pixels per point."""
        if self._facts is None or not self._facts.sizes:
            return 1.0
        if self._zoom is Zoom.WIDTH:
            widest = max(size.width() for size in self._facts.sizes)
            room = self.viewport().width() - 2 * theme.dp(GAP)
            return max(0.1, room / widest)
        return FACTORS[self._zoom] * SCREEN_DPI / POINTS_PER_INCH

    def _rects(self) -> list[QRect]:
        """Give where each page lies on the long sheet."""
        if self._facts is None:
            return []
        scale, gap = self._scale(), theme.dp(GAP)
        top, rects = gap, []
        for size in self._facts.sizes:
            page = QSizeF(size * scale).toSize()
            left = max(gap, (self.viewport().width() - page.width()) // 2)
            rects.append(QRect(QPoint(left, top), page))
            top += page.height() + gap
        return rects

    def _lay_out(self) -> None:
        rects = self._rects()
        gap = theme.dp(GAP)
        high = rects[-1].bottom() + gap if rects else 0
        wide = max((rect.right() + gap for rect in rects), default=0)
        seen = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, high - seen.height()))
        down.setPageStep(seen.height())
        down.setSingleStep(theme.dp(48))
        across.setRange(0, max(0, wide - seen.width()))
        across.setPageStep(seen.width())
        self.viewport().update()

    def _place(self) -> tuple[int, float]:
        """Give the page at the top and how far it is scrolled, so that it can be found again at any size."""
        top = self.verticalScrollBar().value()
        for number, rect in enumerate(self._rects()):
            if rect.bottom() >= top:
                return number, (top - rect.top()) / max(1, rect.height())
        return 0, 0.0

    def _go_to(self, place: tuple[int, float]) -> None:
        rects = self._rects()
        if rects:
            rect = rects[min(place[0], len(rects) - 1)]
            self.verticalScrollBar().setValue(round(rect.top() + place[1] * rect.height()))

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        rects = self._rects()
        page = next((n for n, rect in enumerate(rects) if rect.bottom() >= middle), len(rects) - 1)
        self._page = max(0, page)
        self.page_shown.emit(self._page + 1 if rects else 0, len(rects))
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight; those that are not sharp yet are asked for."""
        del event
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("raised"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        seen = self.viewport().rect()
        for number, rect in enumerate(self._rects()):
            place = rect.translated(-offset)
            if place.intersects(seen):
                self._paint_page(painter, number, place)
        painter.end()

    def _paint_page(self, painter: QPainter, number: int, place: QRect) -> None:
        width = round(place.width() * self.devicePixelRatioF())
        image = self._cache.get(number, width)
        if image is None:
            self._ask(number, width)
            image = self._cache.nearest(number) or self._stale.nearest(number)
        if image is None:
            painter.fillRect(place, Qt.GlobalColor.white)
        else:
            painter.drawImage(place, image)
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _ask(self, number: int, width: int) -> None:
        key = (self._version, number, width)
        if self._facts is None or key in self._asked:
            return
        self._asked.add(key)
        scale = width / self._facts.sizes[number].width()
        self._jobs.run_slow(self, partial(_render, self._facts.data, number, scale), then=partial(self._on_page, key))

    def _on_page(self, key: tuple[int, int, int], image: QImage) -> None:
        self._asked.discard(key)
        version, number, width = key
        if version == self._version and not image.isNull():
            self._cache.put(number, width, image)
            self.viewport().update()
            if not self._asked:
                self.settled.emit()

    def _on_fault(self) -> None:
        """A fault of ours, already told: pages are asked for again at the next painting."""
        self._asked.clear()

    # Keys and wheel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place when the window changes."""
        place = self._place()
        super().resizeEvent(event)
        self._lay_out()
        self._go_to(place)
        self._on_scrolled()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            order = list(Zoom)
            step = 1 if event.angleDelta().y() > 0 else -1
            at = min(max(order.index(self._zoom) + step, 0), len(order) - 1)
            self.set_zoom(order[at])
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by line, screen, page and to both ends."""
        bar, key = self.verticalScrollBar(), event.key()
        if key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + round(bar.pageStep() * 0.9))
        elif key == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - round(bar.pageStep() * 0.9))
        elif key == Qt.Key.Key_Down:
            bar.setValue(bar.value() + bar.singleStep())
        elif key == Qt.Key.Key_Up:
            bar.setValue(bar.value() - bar.singleStep())
        else:
            super().keyPressEvent(event)


class PdfPreview(QWidget):
    """The pages with a line above them: page x of y, size, and a word on what is shown."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted = 0
        self.pages = PdfPagesView(jobs)
        self.pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.word = label("", tone="muted", size="small")
        self.place = label("", tone="muted")
        self.up = button("", partial(self._step, -1), icon="previous", tip=tr("Previous page"))
        self.down = button("", partial(self._step, 1), icon="next", tip=tr("Next page"))
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(tr("Size of the pages"))
        self.zoom.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.zoom.setMinimumContentsLength(5)
        for zoom, words in ((Zoom.WIDTH, tr("Fit width")), (Zoom.FULL, "100 %"), (Zoom.LARGE, "150 %")):
            self.zoom.addItem(words, zoom)
        self.zoom.currentIndexChanged.connect(self._on_zoom)
        for part in (self.up, self.down):
            part.setAccessibleName(part.toolTip())
        self.notice = QLabel()
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notice.setWordWrap(True)
        self.notice.setProperty("tone", "muted")
        self.notice.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(6))
        box.addLayout(row(self.word, None, self.up, self.place, self.down, self.zoom, gap=6))
        box.addWidget(self.pages, 1)
        box.addWidget(self.notice, 1)
        self.pages.page_shown.connect(self._on_page)
        self._on_page(0, 0)

    @property
    def data(self) -> bytes:
        """The PDF that is shown."""
        return self.pages.data

    @property
    def is_settled(self) -> bool:
        """Whether what is in sight is painted sharp."""
        return self.pages.is_settled

    def show_pdf(self, data: bytes, *, word: str = "", keep_place: bool = True) -> None:
        """Show a PDF; of the same document the page and place stay."""
        if data == self.data and data:
            self.word.setText(word)
            self._say("")
            return
        self._wanted += 1
        self._jobs.run_slow(self, partial(_facts, data), then=partial(self._on_facts, self._wanted, word, keep_place))

    def show_nothing(self, words: str = "") -> None:
        """Show words where the pages would be."""
        self._wanted += 1
        self.pages.show_facts(None, keep_place=False)
        self.word.setText("")
        self._say(words)

    def say_busy(self, words: str) -> None:
        """Say what is going on, above the pages that stay."""
        self.word.setText(words)

    def _on_facts(self, wanted: int, word: str, keep_place: bool, facts: PdfFacts | None) -> None:
        if wanted != self._wanted:
            return
        if facts is None:
            self.show_nothing(tr("These pages cannot be shown."))
            return
        self.pages.show_facts(facts, keep_place=keep_place)
        self.word.setText(word)
        self._say("")

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))
        self.pages.setVisible(not words)

    def _on_page(self, page: int, pages: int) -> None:
        self.place.setText(f"{page} / {pages}" if pages else "")
        self.up.setEnabled(page > 1)
        self.down.setEnabled(page < pages)
        for part in (self.up, self.down, self.zoom):
            part.setVisible(pages > 0)
        self.place.setAccessibleName(tr("Page {page} of {pages}", page=page, pages=pages))
        self._page = page

    def _step(self, by: int) -> None:
        self.pages.go_to_page(self._page - 1 + by)

    def _on_zoom(self) -> None:
        self.pages.set_zoom(Zoom(self.zoom.currentData()))


def _facts(data: bytes, report: Report) -> PdfFacts | None:
    del report
    try:
        return read_facts(data)
    except BrokenPdfError:
        return None


def _render(data: bytes, number: int, scale: float, report: Report) -> QImage:
    if report.cancelled():
        return QImage()
    return render_page(data, number, scale)
