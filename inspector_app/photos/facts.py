# SPDX-License-Identifier: MulanPSL-2.0
"""What is known of a photo once it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from inspector_app.photos.limits import PhotoFormat

__all__ = ["Hashes", "PhotoFacts", "facts_from_json", "facts_to_json", "hash_photo", "with_hashes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """A photo as its bytes and its camera tell it; the camera's words are read, never believed."""

    sha256: str
    sm3: str  # empty where OpenSSL has no SM3
    bytes: int
    format: PhotoFormat
    width: int  # upright, after `orientation` was applied
    height: int
    orientation: int  # EXIF 1..8; 1 for HEIF, whose decoder turns the picture itself
    taken_at: str  # ISO local time with offset, as the camera wrote it; empty where unknown
    latitude: float | None  # WGS-84, decimal degrees
    longitude: float | None
    camera: str


@dataclass(frozen=True, slots=True)
class Hashes:
    """The names of the original's bytes."""

    sha256: str
    sm3: str


def hash_photo(data: bytes) -> Hashes:
    """Hash the original bytes; SM3 where OpenSSL has it."""
    sm3 = hashlib.new("sm3", data).hexdigest() if "sm3" in hashlib.algorithms_available else ""
    return Hashes(hashlib.sha256(data).hexdigest(), sm3)


def with_hashes(facts: PhotoFacts, hashes: Hashes, length: int) -> PhotoFacts:
    """Give the facts with length and hashes of the original."""
    return replace(facts, sha256=hashes.sha256, sm3=hashes.sm3, bytes=length)


def facts_to_json(facts: PhotoFacts) -> dict[str, object]:
    """Give plain values, as they cross the pipe."""
    return asdict(facts)


def facts_from_json(content: Mapping[str, object]) -> PhotoFacts:
    """Read facts that came from the child, which is not trusted: ValueError for every wrong type."""
    if set(content) != {field.name for field in fields(PhotoFacts)}:
        raise ValueError("facts: fields")
    return PhotoFacts(
        sha256=_text(content, "sha256"),
        sm3=_text(content, "sm3"),
        bytes=_whole(content, "bytes"),
        format=PhotoFormat(_text(content, "format")),
        width=_whole(content, "width"),
        height=_whole(content, "height"),
        orientation=_whole(content, "orientation"),
        taken_at=_text(content, "taken_at"),
        latitude=_degrees(content, "latitude"),
        longitude=_degrees(content, "longitude"),
        camera=_text(content, "camera"),
    )


def _text(content: Mapping[str, object], key: str) -> str:
    value = content[key]
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError(f"facts: {key}")
    return value


def _whole(content: Mapping[str, object], key: str) -> int:
    value = content[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError(f"facts: {key}")
    return value


def _degrees(content: Mapping[str, object], key: str) -> float | None:
    value = content[key]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -180 <= value <= 180:
        raise ValueError(f"facts: {key}")
    return float(value)
