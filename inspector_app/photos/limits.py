# SPDX-License-Identifier: MulanPSL-2.0
"""How large and how slow a picture may be, each figure with its reason."""

from __future__ import annotations

from enum import StrEnum


class PhotoFormat(StrEnum):
    """The formats that phones and cameras write; no other is ever parsed (promises.md 2.14)."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"


# promises.md 2.14: at most 40 MB and 64 megapixels. A "64 MP" sensor gives up to 9280 x 6944 = 64.4 million
# pixels, so the mega is taken as 2 ** 20 there.
MAX_BYTES = 40_000_000
MAX_PIXELS = 64 * 2**20
# libwebp's frame decoder and Pillow together hold 16 bytes per pixel (measured): more would break the 512 MB
# of B10. No phone takes WEBP photos; those that come from chat programs are smaller.
MAX_WEBP_PIXELS = 24 * 2**20

# EXIF 3.0 4.7.2: the block fits one APP1 segment of JPEG (64 KiB); other containers set no bound.
MAX_EXIF_BYTES = 65_536
# EXIF 3.0 sets no length for maker and model; the longest known are under 40 characters.
MAX_CAMERA_TEXT = 64
# A table of contents with more entries than this is no camera's.
MAX_EXIF_ENTRIES = 512
# A colour profile of a phone has 0.5-4 KB, of a scanner up to some 600 KB.
MAX_PROFILE_BYTES = 1_000_000

# A case file of one visit has some hundred sheets; a scan with more is a book.
MAX_SCAN_PAGES = 500
# 150 dpi on A4: what is written by hand is still read, and a page has some 300 KB.
SCAN_EDGE = 1754
# The code of a paper has some 200 characters.
MAX_CODE = 1_000
# Recordings are kept, never opened. Larger ones stay on their own carrier (最高法证据规定12: 原始载体).
MAX_RECORDING_BYTES = 200_000_000

# promises.md B10: 512 MB for pictures; address space counts libraries and reserves too.
CHILD_ADDRESS_SPACE = 2**30
# What the picture itself may take: the system counts what is written to, not what is only reserved.
CHILD_DATA = 512 * 2**20
# promises.md B10: refused within 2 s on a good machine; five times as long before the child is killed.
REQUEST_SECONDS = 10.0
# A cold disk and a virus scanner read the libraries for some seconds; no photo is to blame for that.
START_SECONDS = 30.0

# budgets.md 4 and 5: a picture of 225 pt width needs 900 px; 1280 leaves room for a larger print.
THUMBNAIL_EDGE = 256
PREVIEW_EDGE = 512
PRINT_EDGE = 1280
VIEW_EDGE = 1600
MAX_EDGE = 8192
PRINT_QUALITY = 85
SCREEN_QUALITY = 82
ROTATIONS = (0, 90, 180, 270)


def check_wish(rotation: int, edge: int, quality: int = PRINT_QUALITY) -> None:
    """Raise ValueError for what no caller may ask."""
    if rotation not in ROTATIONS or not 16 <= edge <= MAX_EDGE or not 1 <= quality <= 95:
        raise ValueError(f"picture asked for with {rotation=} {edge=} {quality=}")
