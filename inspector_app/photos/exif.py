# SPDX-License-Identifier: MulanPSL-2.0
"""What the camera wrote into its EXIF block: read, never believed, and never trusted to be well formed.

Only the few wanted entries are followed, each once, so that no block costs more than its own 64 KiB.
(Pillow's reader copies the value of every entry; 5,000 entries may all point at the same 60 KB.)
"""

from __future__ import annotations

import math
import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.photos.limits import MAX_CAMERA_TEXT, MAX_EXIF_ENTRIES

_MAKE, _MODEL, _ORIENTATION = 0x010F, 0x0110, 0x0112
_EXIF_TABLE, _GPS_TABLE = 0x8769, 0x8825
_TIME, _OFFSET = 0x9003, 0x9011  # DateTimeOriginal, OffsetTimeOriginal
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _DATUM = 1, 2, 3, 4, 0x12
_THUMBNAIL_START, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 129: 1}

_TIME_SHAPE = re.compile(r"(\d{4})[:.-](\d\d)[:.-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET_SHAPE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")
# EXIF exists since 1995; a clock that was never set says 1970 or 1980.
_FIRST_YEAR, _LAST_YEAR = 1996, 2099
_WGS84 = re.compile(r"(WGS[ -]?84|WGS[ -]?1984|)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExifFacts:
    """The wanted entries; unknown, absurd and missing ones are empty."""

    orientation: int = 1
    taken_at: str = ""  # ISO, the camera's local time, with its offset where it wrote one
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""
    thumbnail: bytes = b""  # JPEG, turned like the picture itself


@dataclass(frozen=True, slots=True)
class _Value:
    kind: int
    count: int
    data: bytes
    big: bool

    def whole(self) -> int:
        """Give the first number of SHORT or LONG."""
        if self.kind not in (3, 4) or self.count < 1:
            return -1
        return int.from_bytes(self.data[: _SIZES[self.kind]], "big" if self.big else "little")

    def text(self) -> str:
        """Give clean, bounded text; cameras write UTF-8 where the standard says ASCII."""
        if self.kind not in (2, 7, 129):
            return ""
        return clean_text(self.data.split(b"\0", 1)[0].decode("utf-8", "ignore"))

    def fractions(self) -> tuple[float, ...]:
        """Give three rationals, or nothing."""
        if self.kind not in (5, 10) or self.count != 3:
            return ()
        shape = (">" if self.big else "<") + ("6i" if self.kind == 10 else "6I")
        parts = struct.unpack(shape, self.data)
        pairs = tuple(zip(parts[::2], parts[1::2], strict=True))
        # 0/0 is what many cameras write for "no seconds".
        if any(below == 0 and above != 0 for above, below in pairs):
            return ()
        return tuple(above / below if below else 0.0 for above, below in pairs)


_Table = Mapping[int, _Value]


def read_exif(block: bytes) -> ExifFacts:
    """Read the wanted entries of a TIFF structure; anything wrong with one makes that one unknown."""
    if block[:4] not in (b"II*\0", b"MM\0*"):
        return ExifFacts()
    big = block.startswith(b"MM")
    first, second_at = _read_table(block, _at(block, 4, big), big)
    camera = _read_camera(first)
    exif = _follow(block, first, _EXIF_TABLE, big)
    gps = _follow(block, first, _GPS_TABLE, big)
    second, _ = _read_table(block, second_at, big)
    latitude, longitude = _read_place(gps)
    turned = first[_ORIENTATION].whole() if _ORIENTATION in first else 1
    return ExifFacts(
        orientation=turned if 1 <= turned <= 8 else 1,
        taken_at=_read_time(exif),
        latitude=latitude,
        longitude=longitude,
        camera=camera,
        thumbnail=_read_thumbnail(block, second),
    )


def clean_text(text: str) -> str:
    """Give text without control, bidi and private characters, on one line, not longer than allowed."""
    normal = unicodedata.normalize("NFC", text[: 4 * MAX_CAMERA_TEXT])
    spaced = "".join(" " if c.isspace() else c for c in normal)
    kept = "".join(c for c in spaced if unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:MAX_CAMERA_TEXT].strip()


def _at(block: bytes, at: int, big: bool, size: int = 4) -> int:
    return int.from_bytes(block[at : at + size], "big" if big else "little")


def _read_table(block: bytes, at: int, big: bool) -> tuple[dict[int, _Value], int]:
    """Give the entries of one table by tag (the first of each), and where the next table starts."""
    if not 8 <= at <= len(block) - 2:
        return {}, 0
    count = _at(block, at, big, 2)
    if count > MAX_EXIF_ENTRIES:
        return {}, 0
    found: dict[int, _Value] = {}
    for entry in range(at + 2, min(at + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, number = (
            _at(block, entry, big, 2),
            _at(block, entry + 2, big, 2),
            _at(block, entry + 4, big),
        )
        length = _SIZES.get(kind, 0) * number
        if tag in found or not 0 < length <= 4096:
            continue
        start = entry + 8 if length <= 4 else _at(block, entry + 8, big)
        data = block[start : start + length]
        if len(data) == length:
            found[tag] = _Value(kind, number, data, big)
    return found, _at(block, at + 2 + 12 * count, big)


def _follow(block: bytes, table: _Table, tag: int, big: bool) -> _Table:
    return _read_table(block, table[tag].whole(), big)[0] if tag in table else {}


def _read_camera(table: _Table) -> str:
    make = table[_MAKE].text() if _MAKE in table else ""
    model = table[_MODEL].text() if _MODEL in table else ""
    if make and model.lower().startswith(make.lower()):
        return model
    return clean_text(f"{make} {model}")


def _read_time(table: _Table) -> str:
    found = _TIME_SHAPE.fullmatch(table[_TIME].text()) if _TIME in table else None
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return ""
    offset = table[_OFFSET].text() if _OFFSET in table else ""
    text = "{}-{}-{}T{}:{}:{}".format(*found.groups())
    text += offset if _OFFSET_SHAPE.fullmatch(offset) else ""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text


def _read_place(table: _Table) -> tuple[float | None, float | None]:
    """Give decimal degrees; both or neither, and neither for another datum than WGS-84."""
    datum = table[_DATUM].text() if _DATUM in table else ""
    if not _WGS84.fullmatch(datum):
        return None, None
    latitude = _read_angle(table, _LATITUDE, _LATITUDE_REF, "NS", 90)
    longitude = _read_angle(table, _LONGITUDE, _LONGITUDE_REF, "EW", 180)
    # 0, 0 is what a receiver without a fix writes.
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _read_angle(table: _Table, tag: int, ref_tag: int, letters: str, most: int) -> float | None:
    if tag not in table or ref_tag not in table:
        return None
    ref, parts = table[ref_tag].text().upper(), table[tag].fractions()
    if len(ref) != 1 or ref not in letters or len(parts) != 3:
        return None
    degrees, minutes, seconds = parts
    if not (0 <= degrees <= most and 0 <= minutes <= 60 and 0 <= seconds <= 60):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(angle) or angle > most:
        return None
    return round(-angle if ref == letters[1] else angle, 7)


def _read_thumbnail(block: bytes, table: _Table) -> bytes:
    if _THUMBNAIL_START not in table or _THUMBNAIL_LENGTH not in table:
        return b""
    start, length = table[_THUMBNAIL_START].whole(), table[_THUMBNAIL_LENGTH].whole()
    data = block[start : start + length] if start > 0 and length > 0 else b""
    return data if len(data) == length and data.startswith(b"\xff\xd8\xff") else b""
