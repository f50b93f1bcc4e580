# SPDX-License-Identifier: MulanPSL-2.0
"""Pages of a PDF as pictures, by PDFium; the library is not safe for threads, so one lock guards every call."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QImage

PDFIUM = threading.Lock()
CACHE_BYTES = 64 * 1024 * 1024  # eight A4 pages at 150 %, or two of them on a screen of double density
POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """A PDF and the sizes of its pages in points."""

    data: bytes
    sizes: tuple[QSizeF, ...]


class BrokenPdfError(Exception):
    """The bytes are no PDF that can be shown."""


def read_facts(data: bytes) -> PdfFacts:
    """Read how many pages there are and how large; raises BrokenPdfError."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as fault:
            raise BrokenPdfError from fault
        try:
            sizes = tuple(QSizeF(*document.get_page_size(n)) for n in range(len(document)))
        finally:
            document.close()
    return PdfFacts(data, sizes)


def render_page(data: bytes, number: int, scale: float) -> QImage:
    """Paint a page (from 0) at `scale` pixels per point."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[number]
            image = _to_image(page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True))
            page.close()
        finally:
            document.close()
    return image


def render_bands(data: bytes, number: int, scale: float, high: int) -> Iterator[tuple[QRect, QImage]]:
    """Paint a page in bands of at most `high` pixels from the top: a whole page at printer resolution is large."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            width, height = document.get_page_size(number)
        finally:
            document.close()
    step = high / scale
    top = 0.0
    done = 0
    while top < height - 0.01:
        bottom = min(top + step, height)
        with PDFIUM:
            document = pypdfium2.PdfDocument(data)
            try:
                page = document[number]
                crop = (0.0, height - bottom, 0.0, top)  # left, bottom, right, top to leave out
                image = _to_image(page.render(scale=scale, crop=crop, prefer_bgrx=True))
                page.close()
            finally:
                document.close()
        yield QRect(0, done, round(width * scale), image.height()), image
        done += image.height()
        top = bottom


def _to_image(bitmap: Any) -> QImage:
    """Copy PDFium's picture (its module has no types) into one that Qt owns."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    image = QImage(bytes(bitmap.buffer), width, height, stride, QImage.Format.Format_RGB32).copy()
    bitmap.close()
    return image


class PageCache:
    """Rendered pages, the longest unused leave first when there are too many bytes."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._pages: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._bytes = 0

    def get(self, page: int, width: int) -> QImage | None:
        """Give a page rendered for exactly this width."""
        found = self._pages.get((page, width))
        if found is not None:
            self._pages.move_to_end((page, width))
        return found

    def nearest(self, page: int) -> QImage | None:
        """Give any picture of a page, to be shown until the right one is there."""
        for (number, _), image in reversed(self._pages.items()):
            if number == page:
                return image
        return None

    def put(self, page: int, width: int, image: QImage) -> None:
        """Keep a rendered page."""
        self._forget((page, width))
        self._pages[(page, width)] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > self._limit and len(self._pages) > 1:
            self._forget(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        self._pages.clear()
        self._bytes = 0

    def _forget(self, key: tuple[int, int]) -> None:
        image = self._pages.pop(key, None)
        if image is not None:
            self._bytes -= image.sizeInBytes()
