# SPDX-License-Identifier: MulanPSL-2.0
"""Pictures derived from an original: thumbnail, view, print copy. Upright, small, without metadata.

Everything here takes bytes and gives new JPEG bytes; the original is never written.
`rotation` is what a person added, clockwise, after the EXIF orientation: 0, 90, 180 or 270.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageCms
from PIL.Image import Resampling, Transpose

from inspector_app.domain.markup import Mark
from inspector_app.domain.problems import Refused
from inspector_app.photos.decode import OpenedPhoto, open_photo, shrink_on_load
from inspector_app.photos.faults import decoding
from inspector_app.photos.limits import (
    MAX_PROFILE_BYTES,
    PREVIEW_EDGE,
    PRINT_EDGE,
    PRINT_QUALITY,
    SCREEN_QUALITY,
    THUMBNAIL_EDGE,
    VIEW_EDGE,
    check_wish,
)
from inspector_app.photos.marks import burn_marks

__all__ = ["fast_preview", "make_print_copy", "make_thumbnail", "make_view"]

_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_TURNED = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
_PLAIN_MODES = ("RGB", "L", "CMYK")  # may be scaled as they are
_STRIP_PIXELS = 4_000_000
_SAME_SHAPE = 0.02  # an embedded preview whose shape differs more is letterboxed or of another picture


def make_thumbnail(data: bytes, rotation: int = 0, edge: int = THUMBNAIL_EDGE, *, name: str = "") -> bytes:
    """Make the small picture of lists: FILE_TOO_LARGE, PHOTO_FORMAT, PHOTO_TOO_LARGE, PHOTO_BROKEN."""
    return _encode(_derive(data, name, rotation, edge), SCREEN_QUALITY)


def make_view(data: bytes, rotation: int = 0, edge: int = VIEW_EDGE, *, name: str = "") -> bytes:
    """Make the picture for the screen, without marks: refuses as `make_thumbnail`."""
    return _encode(_derive(data, name, rotation, edge), SCREEN_QUALITY)


def make_print_copy(
    data: bytes,
    rotation: int = 0,
    marks: Sequence[Mark] = (),
    edge: int = PRINT_EDGE,
    quality: int = PRINT_QUALITY,
    *,
    font: Path | None = None,
    name: str = "",
) -> bytes:
    """Make the picture for the order, marks burnt in; `font` is needed for text marks. Refuses as above."""
    check_wish(rotation, edge, quality)
    picture = _derive(data, name, rotation, edge)
    return _encode(burn_marks(picture, marks, font), quality)


def fast_preview(data: bytes, rotation: int = 0, *, name: str = "") -> bytes:
    """Give something to look at while the rest is made: the camera's own preview, else the picture at 1/8.

    The camera's preview may be stale after editing, so it is never kept nor printed.
    """
    check_wish(rotation, PREVIEW_EDGE)
    photo = open_photo(data, name)
    small = _embedded_preview(photo)
    if small is not None:
        small = _turn(small, photo.exif.orientation, rotation)
    else:
        edge = min(PREVIEW_EDGE, max(THUMBNAIL_EDGE, max(photo.width, photo.height) // 8))
        small = _finish(photo, name, _box(photo, edge), rotation)
    return _encode(small, SCREEN_QUALITY)


def _derive(data: bytes, name: str, rotation: int, edge: int) -> Image.Image:
    check_wish(rotation, edge)
    photo = open_photo(data, name)
    return _finish(photo, name, _box(photo, edge), rotation)


def _box(photo: OpenedPhoto, edge: int) -> tuple[int, int]:
    """Give the size with this long side and the picture's own shape; never larger than the picture."""
    scale = min(1.0, edge / max(photo.width, photo.height))
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))


def _finish(photo: OpenedPhoto, name: str, box: tuple[int, int], rotation: int) -> Image.Image:
    shrink_on_load(photo, *box)
    with decoding(name):
        photo.image.load()
        small = _scale(photo.image, box)
        small = _to_srgb(small, photo.image.info.get("icc_profile"))
        return _turn(small, photo.exif.orientation, rotation)


def _scale(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    if image.mode not in _PLAIN_MODES or "transparency" in image.info:
        image = _flatten(image, max(1, min(image.width // (2 * box[0]), image.height // (2 * box[1]))))
    return image if image.size == box else image.resize(box, Resampling.LANCZOS, reducing_gap=3.0)


def _flatten(image: Image.Image, factor: int) -> Image.Image:
    """Lay the picture on white as RGB, shrunk by a whole factor, strip by strip.

    At once it would need two more copies of four bytes per pixel.
    """
    paper = Image.new("RGB", (math.ceil(image.width / factor), math.ceil(image.height / factor)), "white")
    rows = max(1, _STRIP_PIXELS // image.width // factor) * factor
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        strip.info = image.info
        coloured = _eight_bit(strip).convert("RGBA").reduce(factor)
        paper.paste(coloured, (0, top // factor), coloured)
    return paper


def _eight_bit(image: Image.Image) -> Image.Image:
    """Take the upper eight bits of grey with sixteen; Pillow's own conversion would clip to white."""
    if not image.mode.startswith(("I", "F")):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Bring wide-gamut colours (phones: Display P3) to sRGB, as the derived picture carries no profile."""
    if not isinstance(profile, bytes) or len(profile) > MAX_PROFILE_BYTES or image.mode != "RGB":
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        result = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a broken profile is as good as none
    return image if result is None else result


def _turn(image: Image.Image, orientation: int, rotation: int) -> Image.Image:
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    if rotation in _TURNED:
        image = image.transpose(_TURNED[rotation])
    return image if image.mode == "RGB" else image.convert("RGB")


def _embedded_preview(photo: OpenedPhoto) -> Image.Image | None:
    """Give the preview inside the EXIF block where it is small, whole and of the picture's shape."""
    if not photo.exif.thumbnail:
        return None
    try:
        with decoding(""):
            inner = open_photo(photo.exif.thumbnail, "")
            shape = inner.width * photo.height / (inner.height * photo.width)
            if max(inner.width, inner.height) > PREVIEW_EDGE or abs(shape - 1) > _SAME_SHAPE:
                return None
            inner.image.load()
            return inner.image.convert("RGB")
    except Refused:
        return None


def _encode(image: Image.Image, quality: int) -> bytes:
    image.info = {}  # Pillow would carry a comment over
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return target.getvalue()
