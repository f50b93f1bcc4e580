# SPDX-License-Identifier: MulanPSL-2.0
"""The outside of picture files: which format, how large, whole or cut off, and where the EXIF block lies.

Only lengths and markers are read here, in bounded time, before any decoder sees the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.photos.limits import MAX_EXIF_BYTES, PhotoFormat

_PNG = b"\x89PNG\r\n\x1a\n"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
# Only named, never opened: what a person picks by mistake, or an attacker renames.
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"%PDF", "PDF"),
    (b"8BPS", "PSD"),
    (b"\0\0\1\0", "ICO"),
    (b"\xff\x0a", "JPEG-XL"),
    (b"\0\0\0\x0cJXL ", "JPEG-XL"),
    (b"\0\0\0\x0cjP  ", "JPEG2000"),
    (b"PK\3\4", "ZIP"),
    (b"Rar!", "RAR"),
    (b"\x1a\x45\xdf\xa3", "MKV"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the lengths and markers of a picture file say."""

    width: int = 0  # 0 where only the decoder knows
    height: int = 0
    whole: bool = True
    animated: bool = False
    exif: bytes = b""  # the TIFF structure, without its "Exif" prefix
    body: bytes  # what the decoder gets: for JPEG without EXIF, comments and maker data


def find_format(data: bytes) -> PhotoFormat | None:
    """Tell the format by content; the name of a file means nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return PhotoFormat.JPEG
    if data.startswith(_PNG):
        return PhotoFormat.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return PhotoFormat.WEBP
    return PhotoFormat.HEIF if _heif_brands(data) & _HEIF_BRANDS and not _is_avif(data) else None


def name_other(data: bytes) -> str:
    """Name the format of a file that is not taken, for the message: `unknown` where nothing fits."""
    for magic, name in _OTHERS:
        if data.startswith(magic):
            return name
    if _heif_brands(data):
        return "AVIF" if _is_avif(data) else "MP4"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        return "SVG" if b"<svg" in start else "HTML"
    return "unknown"


def look_outside(data: bytes, form: PhotoFormat) -> Outside:
    """Read lengths and markers; never raises, whatever the bytes are."""
    match form:
        case PhotoFormat.JPEG:
            return _look_at_jpeg(data)
        case PhotoFormat.PNG:
            return _look_at_png(data)
        case PhotoFormat.WEBP:
            return _look_at_webp(data)
        case PhotoFormat.HEIF:
            return Outside(body=data)


def bare_exif(block: bytes) -> bytes:
    """Take the prefix off an EXIF block; nothing is left of one that is too large to be a camera's."""
    block = block.removeprefix(b"Exif\0\0")
    return block if len(block) <= MAX_EXIF_BYTES else b""


def _heif_brands(data: bytes) -> set[bytes]:
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}


def _is_avif(data: bytes) -> bool:
    brands = _heif_brands(data)
    return data[8:12] in _AVIF_BRANDS or (bool(brands & _AVIF_BRANDS) and b"heic" not in brands)


# JPEG -----------------------------------------------------------------------------------------------------


def _look_at_jpeg(data: bytes) -> Outside:
    """Walk the segments up to the first scan; keep only what a decoder needs (size, tables, colour)."""
    parts = [data[:2]]
    width = height = 0
    exif = b""
    scan = len(data)
    for marker, start, end in _jpeg_segments(data):
        if marker == 0xDA:
            scan = start
            break
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(data[at : at + 2], "big") for at in (start + 5, start + 7))
        if marker == 0xE1 and not exif and data[start + 4 : start + 10] == b"Exif\0\0":
            exif = data[start + 10 : end]
        if _decoder_needs(marker, data[start + 4 : start + 16]):
            parts.append(data[start:end])
    # Nothing after the head is looked at: a second picture (MPO) or a trailer stays uninterpreted.
    parts.append(data[scan:])
    # Inside a scan FF is always followed by 00 or a marker, so a cut or zero-filled one has no end marker.
    whole = scan < len(data) and data.find(b"\xff\xd9", scan) >= 0
    return Outside(width=width, height=height, whole=whole, exif=bare_exif(exif), body=b"".join(parts))


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give marker, start and end of each segment; junk between them is passed over, as decoders do."""
    at = 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 4 <= len(data):
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD9:  # no length follows
            at += 2
            continue
        end = at + 2 + max(int.from_bytes(data[at + 2 : at + 4], "big"), 2)
        yield marker, at, min(end, len(data))
        at = end


def _decoder_needs(marker: int, start: bytes) -> bool:
    if marker == 0xE2:
        return start.startswith(b"ICC_PROFILE\0")
    return marker != 0xFE and not (0xE1 <= marker <= 0xED or marker == 0xEF)


# PNG ------------------------------------------------------------------------------------------------------


def _look_at_png(data: bytes) -> Outside:
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    exif, ended, animated = b"", False, False
    at = len(_PNG)
    while at + 8 <= len(data) and not ended:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"eXIf":
            exif = bare_exif(data[at + 8 : at + 8 + min(length, MAX_EXIF_BYTES + 1)])
        animated = animated or kind == b"acTL"
        at += 12 + length
        ended = kind == b"IEND" and at <= len(data)
    return Outside(width=width, height=height, whole=ended, animated=animated, exif=exif, body=data)


# WEBP -----------------------------------------------------------------------------------------------------


def _look_at_webp(data: bytes) -> Outside:
    end = 8 + int.from_bytes(data[4:8], "little")
    width, height = _webp_size(data)
    exif, animated = b"", False
    at = 12
    while at + 8 <= min(end, len(data)):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == b"EXIF":
            exif = bare_exif(data[at + 8 : at + 8 + min(length, MAX_EXIF_BYTES + 7)])
        animated = animated or kind in (b"ANIM", b"ANMF")
        at += 8 + length + length % 2
    return Outside(width=width, height=height, whole=end <= len(data), animated=animated, exif=exif, body=data)


def _webp_size(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            return (
                int.from_bytes(data[26:28], "little") & 0x3FFF,
                int.from_bytes(data[28:30], "little") & 0x3FFF,
            )
    return 0, 0
