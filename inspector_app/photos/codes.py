# SPDX-License-Identifier: MulanPSL-2.0
"""QR codes on a photo or scan of a paper. Used in the child process alone.

Only our own codes come back: what else somebody has put into a picture is nobody's business.
"""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

from inspector_app.photos import scans
from inspector_app.photos.faults import decoding
from inspector_app.photos.limits import MAX_CODE
from inspector_app.photos.pictures import make_view

OURS = "AJ1:"
MOST_PAGES = 60  # of a scan; the code stands at the end of the text, before the photos
MOST_CODES = 20
_EDGE = 4096  # a phone's picture of a whole page: some six pixels a module
_SMALL = 3000
_PAGE_EDGE = 2339  # 200 dpi on A4
_PDF = b"%PDF-"
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def find_codes(data: bytes, name: str = "") -> list[str]:
    """Give the codes of papers on a picture or PDF, each once, in the order of the pages."""
    found: dict[str, None] = {}
    if data[:1024].lstrip().startswith(_PDF):
        for page in range(min(scans.count_pages(data, name), MOST_PAGES)):
            found.update(dict.fromkeys(_on(scans.draw_page(data, page, _PAGE_EDGE, name), name)))
    else:
        found.update(dict.fromkeys(_on(make_view(data, 0, _EDGE, name=name), name)))
    return list(found)[:MOST_CODES]


def _on(jpeg: bytes, name: str) -> list[str]:
    with decoding(name), Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        grey = picture.convert("L")
        found = _read(grey)
        if not found and max(grey.size) <= _SMALL:  # modules of three pixels and less, turned a little
            found = _read(grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC))
        return found


def _read(grey: Image.Image) -> list[str]:
    codes = zxingcpp.read_barcodes(grey, formats=_QR)
    texts = [bytes(code.bytes).decode("utf-8", "replace") for code in codes]
    return [text for text in texts if text.startswith(OURS) and len(text) <= MAX_CODE]
