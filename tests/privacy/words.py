# SPDX-License-Identifier: MulanPSL-2.0
"""Forty words and one picture's bytes that stand nowhere else, and how they look in other clothes."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

NAMES = (
    "laptop", "holder", "enterprise", "address", "district", "chief", "title", "phone", "note", "present",
    "present_title", "present_phone", "expert", "expert_unit", "visit_place", "place1", "place2", "place3",
    "description1", "description2", "description3", "measure1", "measure2", "measure3", "photo_name", "taker", "mark",
    "caption", "withdrawn", "gone", "remark", "draft", "witness", "witness_unit", "id_no", "service_place", "receiver",
    "service_note", "scan_title", "scan_note", "reason", "refusal", "fault", "fault_cause", "camera",
)  # fmt: skip
_LETTERS = "鸢鹭鹮鸮鹎鸫鸲鹟鹀鹨鸻鹬鸥鹱鹈鹳"
PICTURE_NOISE = hashlib.shake_256(b"canary picture").digest(4096)
_CHUNK = 1 << 20


def word(name: str) -> str:
    """Give the word of a thing: eight rare characters, or digits where only digits go."""
    assert name in NAMES, name
    seed = hashlib.sha256(name.encode()).digest()
    if name.endswith("phone"):
        return "139" + "".join(str(b % 10) for b in seed[:8])
    if name == "id_no":
        return "130102199003" + "".join(str(b % 10) for b in seed[:6])
    if name == "camera":
        return "Cnr" + seed[:6].hex()
    return "".join(_LETTERS[b % 16] for b in seed[:8])


def forms(text: str) -> Iterator[bytes]:
    """Give the bytes by which a text is found: UTF-8, UTF-16, escaped JSON, base64 at each of its three offsets."""
    utf8 = text.encode()
    yield from (utf8, text.encode("utf-16-le"), text.encode("utf-16-be"))
    if not text.isascii():
        yield text.encode("ascii", "backslashreplace")
        yield text.encode("gb18030")
    yield from base64_cores(utf8)


def base64_cores(data: bytes) -> Iterator[bytes]:
    """Give what base64 of anything around these bytes must hold: the part that no neighbour touches."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + data + b"\0" * 3)
        first = -(-before * 8 // 6) + (1 if before else 0)
        last = (before + len(data)) * 8 // 6
        yield whole[first:last]


def needles() -> Mapping[bytes, str]:
    """Give everything that is looked for, with its name."""
    found = {form: name for name in NAMES for form in forms(word(name))}
    middle = PICTURE_NOISE[1000:1064]
    found.update(dict.fromkeys((middle, *base64_cores(middle)), "picture"))
    return found


def hits(folder: Path) -> set[tuple[str, str]]:
    """Search every byte and every name below a folder, also inside what zlib packed; (file, word)."""
    wanted = needles()
    pattern = re.compile(b"|".join(re.escape(one) for one in sorted(wanted, key=len, reverse=True)))
    found = set()
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found |= {(name, wanted[m]) for m in pattern.findall(name.encode())}
        if path.is_file():
            for data in (content := path.read_bytes(), *unpacked(content)):
                found |= {(name, wanted[m]) for m in pattern.findall(data)}
    return found


def unpacked(data: bytes) -> Iterator[bytes]:
    """Give what can be unpacked anywhere in some bytes: zlib, gzip and raw deflate behind a zip's local head."""
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        yield _inflated(data[start.start() :], zlib.MAX_WBITS)
    for start in re.finditer(rb"\x1f\x8b\x08", data):
        yield _inflated(data[start.start() :], zlib.MAX_WBITS | 16)
    for start in re.finditer(rb"PK\x03\x04", data):
        at = start.start()
        skip = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        yield _inflated(data[at + 30 + skip :], -zlib.MAX_WBITS)


def _inflated(data: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(data, 8 * _CHUNK)
    except zlib.error:
        return b""
