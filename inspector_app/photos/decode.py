# SPDX-License-Identifier: MulanPSL-2.0
"""Open a picture under the limits: nothing is decoded before format, length and size are allowed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import pillow_heif
from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from inspector_app.photos.containers import bare_exif, find_format, look_outside, name_other
from inspector_app.photos.exif import ExifFacts, read_exif
from inspector_app.photos.faults import PhotoFault, broken, check_bytes, check_pixels, decoding, wrong_format
from inspector_app.photos.limits import MAX_PIXELS, MAX_WEBP_PIXELS, PhotoFormat

_HeifImageFile: Callable[[io.BytesIO], ImageFile.ImageFile] = pillow_heif.HeifImageFile
_SWAPPING = (5, 6, 7, 8)  # orientations that lay width and height across


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPhoto:
    """A picture whose head was read and allowed; `image` decodes on first use."""

    image: ImageFile.ImageFile
    format: PhotoFormat
    width: int  # as stored, not yet upright
    height: int
    exif: ExifFacts

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height after the EXIF orientation."""
        if self.exif.orientation in _SWAPPING:
            return self.height, self.width
        return self.width, self.height


def open_photo(data: bytes, name: str) -> OpenedPhoto:
    """Open bytes as a photo: FILE_TOO_LARGE, PHOTO_FORMAT, PHOTO_TOO_LARGE, PHOTO_BROKEN."""
    check_bytes(data, name)
    form = find_format(data)
    if form is None:
        raise wrong_format(name, name_other(data))
    outside = look_outside(data, form)
    limit = MAX_WEBP_PIXELS if form is PhotoFormat.WEBP else MAX_PIXELS
    if outside.width and outside.height:
        check_pixels(outside.width, outside.height, name, limit)
    if outside.animated:  # only one picture of it would be seen and printed
        raise wrong_format(name, f"animated-{form.value.lower()}")
    if not outside.whole:
        raise broken(name, PhotoFault.TRUNCATED)
    with decoding(name):
        image = _open(io.BytesIO(outside.body), form)
    check_pixels(*image.size, name, limit)
    exif = read_exif(outside.exif)
    if form is PhotoFormat.HEIF:  # its own turning is applied by the decoder, and EXIF's has no meaning then
        exif = replace(read_exif(_heif_exif(image)), orientation=1)
    return OpenedPhoto(image=image, format=form, width=image.size[0], height=image.size[1], exif=exif)


def shrink_on_load(photo: OpenedPhoto, width: int, height: int) -> None:
    """Let a JPEG decode at 1/2, 1/4 or 1/8 where that still covers the box (of the stored picture).

    Pillow asks for both sides, so the box must have the picture's own shape (budgets.md 5). Not for HEIF:
    its `draft` would take an embedded thumbnail, which need not show what the picture shows.
    """
    if photo.format is PhotoFormat.JPEG:
        photo.image.draft(None, (max(width, 1), max(height, 1)))


def _open(source: io.BytesIO, form: PhotoFormat) -> ImageFile.ImageFile:
    # The class itself, not Image.open: no other format can be reached, and no plug-in registry changes.
    image: ImageFile.ImageFile
    match form:
        case PhotoFormat.JPEG:
            image = JpegImageFile(source)
        case PhotoFormat.PNG:
            image = PngImageFile(source)
        case PhotoFormat.WEBP:
            image = WebPImageFile(source)
        case PhotoFormat.HEIF:
            image = _HeifImageFile(source)
    return image


def _heif_exif(image: Image.Image) -> bytes:
    block = image.info.get("exif")
    return bare_exif(block) if isinstance(block, bytes) else b""
