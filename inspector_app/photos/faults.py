# SPDX-License-Identifier: MulanPSL-2.0
"""Why a picture is refused: the reason words, and the problems made of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.photos.limits import MAX_BYTES, MAX_PIXELS


class PhotoFault(StrEnum):
    """The reason word of PHOTO_BROKEN."""

    EMPTY = "empty"  # no bytes at all
    TRUNCATED = "truncated"  # the end is missing, or was replaced by zeros
    DAMAGED = "damaged"  # the bytes contradict themselves
    TEXT = "text"  # a text or profile inside unpacks without bound
    MEMORY = "memory"  # needs more memory than a photo may
    TIMEOUT = "timeout"  # needs more time than a photo may
    CRASHED = "crashed"  # the child process died of it
    NOT_STARTED = "not_started"  # this machine lets no child process start
    CLOSED = "closed"  # the program is closing
    ENCRYPTED = "encrypted"  # a scan that opens only with a password
    PAGES = "pages"  # a scan with more pages than any paper of a case


def broken(name: str, fault: PhotoFault) -> Refused:
    """Make the refusal of a picture that cannot be read."""
    return Refused([Problem(code=ProblemCode.PHOTO_BROKEN, fields={"name": name, "reason": fault.value})])


def wrong_format(name: str, found: str) -> Refused:
    """Make the refusal of a file that is no JPEG, PNG, WEBP or HEIF picture."""
    return Refused([Problem(code=ProblemCode.PHOTO_FORMAT, fields={"name": name, "found": found})])


def check_bytes(data: bytes, name: str) -> None:
    """Refuse no bytes and too many, before anything looks into them: PHOTO_BROKEN, FILE_TOO_LARGE."""
    if not data:
        raise broken(name, PhotoFault.EMPTY)
    if len(data) > MAX_BYTES:
        fields = {"path": name, "size": str(len(data)), "limit": str(MAX_BYTES)}
        raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, fields=fields)])


def check_pixels(width: int, height: int, name: str, limit: int = MAX_PIXELS) -> None:
    """Refuse pictures without and with too many pixels: PHOTO_BROKEN, PHOTO_TOO_LARGE."""
    if width < 1 or height < 1:
        raise broken(name, PhotoFault.DAMAGED)
    if width * height > limit:
        fields = {"name": name, "pixels": str(width * height), "limit": str(limit)}
        raise Refused([Problem(code=ProblemCode.PHOTO_TOO_LARGE, fields=fields)])


@contextmanager
def decoding(name: str) -> Iterator[None]:
    """Turn whatever a decoder raises into PHOTO_BROKEN; hostile bytes make them raise nearly anything."""
    try:
        yield
    except Refused:
        raise
    except MemoryError:
        raise broken(name, PhotoFault.MEMORY) from None
    except Exception as fault:
        raise broken(name, _fault_of(fault)) from None


def _fault_of(fault: Exception) -> PhotoFault:
    words = str(fault).lower()
    if isinstance(fault, EOFError) or "truncated" in words:
        return PhotoFault.TRUNCATED
    if "decompressed data" in words or "text memory" in words or "too much memory" in words:
        return PhotoFault.TEXT
    if "memory" in words or "security limit" in words:
        return PhotoFault.MEMORY
    return PhotoFault.DAMAGED
