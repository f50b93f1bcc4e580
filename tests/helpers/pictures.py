# SPDX-License-Identifier: MulanPSL-2.0
"""Pictures for tests: small ones with known colours and EXIF, and hostile ones written byte by byte."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from fractions import Fraction

from PIL import Image, ImageCms, ImageDraw

RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 170, 40), (30, 40, 210), (230, 220, 30)
# The orientation's own undoing: how an upright picture is stored by a camera held so.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners(width: int = 320, height: int = 240) -> Image.Image:
    """A picture with a colour in each quarter: red, green / blue, yellow."""
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for column, row, colour in ((0, 0, RED), (1, 0, GREEN), (0, 1, BLUE), (1, 1, YELLOW)):
        left, top = column * width // 2, row * height // 2
        draw.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return picture


def exif_block(
    *,
    orientation: int | None = None,
    make: str = "",
    model: str = "",
    time: str = "",
    offset: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    gps: Mapping[int, object] | None = None,
) -> bytes:
    """EXIF as a camera writes it, with its `Exif` prefix."""
    exif = Image.Exif()
    for tag, value in ((0x010F, make.encode()), (0x0110, model.encode()), (0x0112, orientation)):
        if value:
            exif[tag] = value
    inner = exif.get_ifd(0x8769)
    for tag, text in ((0x9003, time), (0x9011, offset)):
        if text:
            inner[tag] = text
    place = exif.get_ifd(0x8825)
    if latitude is not None and longitude is not None:
        place.update({1: "N" if latitude >= 0 else "S", 2: _degrees(latitude)})
        place.update({3: "E" if longitude >= 0 else "W", 4: _degrees(longitude)})
    place.update(gps or {})
    return exif.tobytes()


def encode(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The picture as a file."""
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def photo(upright: Image.Image | None = None, *, orientation: int = 1, quality: int = 92, **exif: object) -> bytes:
    """A JPEG whose upright picture is `upright`, stored as the orientation says, with EXIF."""
    picture = upright or corners()
    if orientation in STORED:
        picture = picture.transpose(STORED[orientation])
    block = exif_block(orientation=orientation, **exif)  # type: ignore[arg-type]
    return encode(picture, quality=quality, exif=block)


def with_exif(jpeg: bytes, block: bytes) -> bytes:
    """The JPEG with this raw EXIF segment in front, however wrong it is."""
    payload = b"Exif\0\0" + block
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def exif_with_thumbnail(thumbnail: bytes, orientation: int = 1) -> bytes:
    """A TIFF structure with an orientation and an embedded preview."""
    first = struct.pack(">HHHIHH", 1, 0x0112, 3, 1, orientation, 0)
    start = 8 + len(first) + 4 + 2 + 24 + 4
    second = struct.pack(">HHHIIHHII", 2, 0x0201, 4, 1, start, 0x0202, 4, 1, len(thumbnail)) + bytes(4)
    return b"MM\0*" + struct.pack(">I", 8) + first + struct.pack(">I", 8 + len(first) + 4) + second + thumbnail


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk with its length and sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb_png(width: int, height: int, *, extra: bytes = b"") -> bytes:
    """A PNG that says it is this large and unpacks to that many white pixels."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = png_chunk(b"IHDR", head) + extra + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def swapped_profile() -> bytes:
    """An sRGB profile whose red and blue are exchanged, to see whether profiles are applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * profile[131], 12)}
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    profile[red + 4 : red + 12], profile[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile).replace(b"s\0R\0G\0B", b"s\0W\0A\0P").replace(b"sRGB built", b"sWAP built")


def opened(jpeg: bytes) -> Image.Image:
    """A derived picture, decoded."""
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


def near(found: tuple[int, ...], wanted: tuple[int, ...], room: int = 40) -> bool:
    """Whether two colours are the same but for JPEG's losses."""
    return all(abs(a - b) <= room for a, b in zip(found, wanted, strict=True))


def _degrees(angle: float) -> tuple[Fraction, Fraction, Fraction]:
    seconds = round(abs(angle) * 3600 * 1000)
    return Fraction(seconds // 3_600_000), Fraction(seconds // 60_000 % 60), Fraction(seconds % 60_000, 1000)
