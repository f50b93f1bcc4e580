# SPDX-License-Identifier: MulanPSL-2.0
"""What kind of file comes into a case beside photos: told by its first bytes, never by its name."""

from __future__ import annotations

from inspector_app.photos.containers import find_format, name_other
from inspector_app.photos.limits import PhotoFormat

PDF = "pdf"
# readers find the mark of a PDF within its first 1024 bytes (ISO 32000 appendix H)
_PDF_START = 1024
_PICTURES = {
    PhotoFormat.JPEG: "jpeg",
    PhotoFormat.PNG: "png",
    PhotoFormat.WEBP: "webp",
    PhotoFormat.HEIF: "heic",
}
# Recordings are only named: nothing in this program opens one.
_RECORDINGS = (
    (b"\x1a\x45\xdf\xa3", "mkv"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"\xff\xf1", "aac"),
    (b"\xff\xf9", "aac"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"#!AMR", "amr"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"\0\0\1\xba", "mpeg"),
    (b"\0\0\1\xb3", "mpeg"),
)
_MP4_BRANDS = {
    b"isom": "mp4", b"iso2": "mp4", b"iso4": "mp4", b"iso5": "mp4", b"iso6": "mp4", b"mp41": "mp4", b"mp42": "mp4",
    b"avc1": "mp4", b"dash": "mp4", b"MSNV": "mp4", b"M4V ": "mp4", b"M4A ": "m4a", b"M4B ": "m4a", b"qt  ": "mov",
    b"3gp4": "3gp", b"3gp5": "3gp", b"3gp6": "3gp", b"3gp7": "3gp", b"3g2a": "3gp",
}  # fmt: skip
_RIFF = {b"WAVE": "wav", b"AVI ": "avi"}


def find_scan_format(data: bytes) -> str:
    """Tell what may be attached by its first bytes: a picture, a PDF, a recording; empty for anything else."""
    picture = find_format(data)
    if picture is not None:
        return _PICTURES[picture]
    if b"%PDF-" in data[:_PDF_START]:
        return PDF
    if data[4:8] == b"ftyp":
        return _MP4_BRANDS.get(data[8:12], "")
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "")
    return next((name for magic, name in _RECORDINGS if data.startswith(magic)), "")


def is_picture(form: str) -> bool:
    """Whether a format is one that is drawn as one page."""
    return form in _PICTURES.values()


def name_unknown(data: bytes) -> str:
    """Name a file that cannot be attached, for the message."""
    return name_other(data)
