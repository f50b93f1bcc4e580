# SPDX-License-Identifier: MulanPSL-2.0
"""Scans that come back as PDF: their pages counted and drawn. Used in the child process alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from inspector_app.photos.faults import PhotoFault, broken, check_bytes, check_pixels, decoding
from inspector_app.photos.limits import MAX_SCAN_PAGES, PRINT_QUALITY

_LEAST_POINTS, _MOST_POINTS = 1.0, 14_400.0  # ISO 32000 appendix C: up to 200 inches


def count_pages(data: bytes, name: str = "") -> int:
    """Count the pages of a PDF, and try its first one: PHOTO_BROKEN for what cannot be read or has none."""
    with _opened(data, name) as document:
        pages = len(document)
        if pages < 1:
            raise broken(name, PhotoFault.DAMAGED)
        if pages > MAX_SCAN_PAGES:
            raise broken(name, PhotoFault.PAGES)
        _size(document[0], name)
        return pages


def draw_page(data: bytes, page: int, edge: int, name: str = "") -> bytes:
    """Draw one page (from 0) as a JPEG whose longer side has `edge` pixels."""
    with _opened(data, name) as document:
        if not 0 <= page < len(document):
            raise broken(name, PhotoFault.DAMAGED)
        sheet = document[page]
        width, height = _size(sheet, name)
        scale = edge / max(width, height)
        check_pixels(int(width * scale) or 1, int(height * scale) or 1, name)
        picture = sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=PRINT_QUALITY, optimize=True)
        return out.getvalue()


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    check_bytes(data, name)
    with decoding(name):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as fault:
            locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
            raise broken(name, PhotoFault.ENCRYPTED if locked else PhotoFault.DAMAGED) from fault
        try:
            yield document
        finally:
            document.close()


def _size(sheet: pypdfium2.PdfPage, name: str) -> tuple[float, float]:
    width, height = sheet.get_size()
    if not (_LEAST_POINTS <= width <= _MOST_POINTS and _LEAST_POINTS <= height <= _MOST_POINTS):
        raise broken(name, PhotoFault.DAMAGED)
    return width, height
