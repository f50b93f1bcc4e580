# SPDX-License-Identifier: MulanPSL-2.0
"""Read a photo: is it whole, how large, when, where and with what it was taken."""

from __future__ import annotations

from inspector_app.photos.decode import open_photo, shrink_on_load
from inspector_app.photos.facts import PhotoFacts, hash_photo, with_hashes
from inspector_app.photos.faults import PhotoFault, broken, decoding
from inspector_app.photos.limits import PhotoFormat

__all__ = ["PhotoFacts", "inspect_photo", "read_photo"]


def read_photo(data: bytes, name: str) -> PhotoFacts:
    """Read everything: FILE_TOO_LARGE, PHOTO_FORMAT, PHOTO_TOO_LARGE, PHOTO_BROKEN."""
    return with_hashes(inspect_photo(data, name), hash_photo(data), len(data))


def inspect_photo(data: bytes, name: str) -> PhotoFacts:
    """Read everything but the hashes, which the parent of a child process makes itself."""
    photo = open_photo(data, name)
    # Every byte is decoded, so that a cut or damaged picture is refused today, not when it is to be printed.
    # For JPEG at 1/8: the entropy decoder still sees the whole file.
    shrink_on_load(photo, photo.width // 8, photo.height // 8)
    with decoding(name):
        photo.image.load()
    if photo.format is not PhotoFormat.JPEG and photo.image.size != (photo.width, photo.height):
        raise broken(name, PhotoFault.DAMAGED)  # HEIF may decode to another size than it declared
    width, height = photo.upright_size
    return PhotoFacts(
        sha256="",
        sm3="",
        bytes=len(data),
        format=photo.format,
        width=width,
        height=height,
        orientation=photo.exif.orientation,
        taken_at=photo.exif.taken_at,
        latitude=photo.exif.latitude,
        longitude=photo.exif.longitude,
        camera=photo.exif.camera,
    )
